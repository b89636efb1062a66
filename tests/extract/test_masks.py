"""The shapes of references: exact hits, repaired ones, and what must not be hit."""

import pytest

from ingest import errors
from ingest.extract import masks


@pytest.mark.parametrize(
    ("mask", "text", "value", "repaired"),
    [
        ("INC#{6,10}", "see INC0045821, please", "INC0045821", False),
        ("INC#{6,10}", "see inc0045821.", "INC0045821", False),
        ("INC#{6,10}", "see INC 0045821.", "INC0045821", False),
        ("INC#{6,10}", "see INC OO45821.", "INC0045821", True),
        ("INC#######", "see 1NC0O4582l.", "INC0045821", True),
        ("INC#######", "see INC00 45821.", "INC0045821", False),
        ("CAS-#{4,6}-@@", "CAS-01234-xy", "CAS-01234-XY", False),
        ("CAS-#{4,6}-@@", "CAS–01234 – XY", "CAS-01234-XY", False),
        ("CAS-#{4,6}-@@", "CAS 01234 XY", "CAS-01234-XY", False),
        ("T*{4}#", "Tab1c9", "TAB1C9", False),
        ("CAS-#{4,6}-@@", "see CAS-01234-\nXY", "CAS-01234-XY", False),
        ("INC#{6,10}", "see INC\n0045821", "INC0045821", False),
        ("REF/####/##", "ref/2026/11", "REF/2026/11", False),
    ],
)
def test_finds_a_known_shape_and_mends_it(mask, text, value, repaired):
    """A reference of a known shape is found as issued, also where a scanner broke it."""
    hits = masks.mask(mask).hits(text)
    assert [(hit.value, hit.repaired) for hit in hits] == [(value, repaired)]


@pytest.mark.parametrize(
    ("mask", "text"),
    [
        ("INC#{6,10}", "INC12"),
        ("INC#{6,10}", "XINC0045821"),
        ("INC#{6,10}", "INC00458219999999"),
        ("INC#{6,10}", "INCOOOOOOO"),
        ("INC#{6,10}", "included in the price"),
        ("CAS-####", "CASE-1234-A2"),
    ],
)
def test_leaves_near_misses_alone(mask, text):
    """Letters are read as digits only where most of the digits are digits."""
    assert masks.mask(mask).hits(text) == []


@pytest.mark.parametrize("source", ["", "ABC", "AB{", "#{0}", "#{5,3}", "#{99}", "}#"])
def test_refuses_a_mask_that_says_nothing(source):
    """A slip in the configuration is told at start, with its place."""
    with pytest.raises(errors.SettingsError):
        masks.mask(source)


def test_quick_look_never_rules_out_a_hit():
    """The quick look for a mask's opening lets every repairable spelling pass."""
    mask = masks.mask("SBI#{6}")
    for text in ("SBI123456", "5B1123456", "s8l123456", "SB| 123456"):
        assert mask.opening in masks.folded(text)
        assert [hit.value for hit in mask.hits(text)] == ["SBI123456"]
