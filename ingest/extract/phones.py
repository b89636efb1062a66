"""Phone numbers to E.164, as people write them, as scanners leave them, and only where a phone is meant.

A run of digits becomes a finding because a plan knows it and it opens like a phone number, or because a word announces
it. Refuses account, meter and card numbers, IBAN, VAT numbers, dates, prices and formulas. Never imports another
extractor.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from ingest import errors
from ingest.extract import context, phone_plans, phone_shapes, phone_words
from ingest.model import Finding, FindingKind, Reading, SectionKind

_OWN_BLOCKS = {SectionKind.SENDER, SectionKind.SIGNATURE, SectionKind.LETTERHEAD, SectionKind.SIGN_OFF}
_OUR_BLOCKS = {SectionKind.RECIPIENT, SectionKind.DISCLAIMER}


class PhoneSettings(BaseModel):
    """Where the writers live and which numbers are ours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    regions: tuple[str, ...] = Field(
        default=("GB", "IT"), description="Countries whose numbers come without a country code, the likeliest first."
    )
    ours: tuple[str, ...] = Field(default=(), description="Our own numbers, with country code: '+442079460000'.")


@dataclass(frozen=True, slots=True)
class _Judged:
    start: int
    end: int
    anchor: int  # where its announcement ends: the start of the first number of a pair
    value: str
    score: float
    reason: str
    service: bool


def findings(reading: Reading, *, settings: PhoneSettings) -> tuple[Finding, ...]:
    """Every phone number in the text of a reading, from left to right, without overlaps.

    Args:
        reading: as the reader made it; its language says which national numbers to expect first.
        settings: default regions and our own numbers.
    """
    regions = phone_plans.regions(reading.language, settings.regions)
    layout = context.layout_of(reading.sections)
    found: list[Finding] = []
    for judged in _all_judged(reading.text, regions, layout):
        role, why = _role(reading.text, layout, judged, settings)
        reason = f"{judged.reason}; {why}" if why else judged.reason
        text = reading.text[judged.start : judged.end]
        kind = FindingKind.PHONE_NUMBER
        found.append(
            Finding(kind, judged.value, text, role, judged.start, judged.end, None, None, judged.score, reason)
        )
    return tuple(found)


def _all_judged(text: str, regions: tuple[str, ...], layout: context.Layout) -> Iterator[_Judged]:
    """The numbers of all runs; what a run leaves over is looked at again together with what follows it."""
    past = 0
    for run in _runs(text, regions):
        rest: phone_shapes.Run | None = run
        while rest and rest.start >= past:
            judged = _judged(text, rest, regions, layout)
            yield from judged
            past = judged[-1].end if judged else rest.start
            rest = phone_shapes.next_run(text, past, rest.end) if judged else None


def _runs(text: str, regions: tuple[str, ...]) -> list[phone_shapes.Run]:
    """The runs of digits in question; one that a line's end cuts counts when a plan knows it, and its parts do not."""
    plain = phone_shapes.runs(text)
    joined: list[phone_shapes.Run] = []
    for run in phone_shapes.wrapped(text):
        inside = [one for one in plain if run.start < one.end and one.start < run.end]
        if _known_first(run, inside, regions):
            plain = [one for one in plain if one not in inside]
            joined.append(run)
    return sorted((*plain, *joined), key=lambda run: run.start)


def _known_first(run: phone_shapes.Run, inside: list[phone_shapes.Run], regions: tuple[str, ...]) -> bool:
    """Whether a plan knows the whole, and no likelier plan knows a part of it."""
    rank = _rank(run, regions)
    return rank is not None and all((part := _rank(one, regions)) is None or part > rank for one in inside)


def _rank(run: phone_shapes.Run, regions: tuple[str, ...]) -> int | None:
    """The place of the number's region among those expected, or None for no number in use."""
    number = _number(run, regions)
    if not number or not number.valid or not (run.opens or run.wrapped):
        return None
    return regions.index(number.region) if number.region in regions else len(regions)


def _number(run: phone_shapes.Run, regions: tuple[str, ...]) -> phone_plans.Number | None:
    return phone_plans.understood(run.digits, regions) if run.count <= 17 else None


def normalise(text: str, *, language: str | None, settings: PhoneSettings) -> str:
    """The E.164 value of a number that a person typed.

    Raises:
        errors.Error: no plan knows such a number.
    """
    runs = phone_shapes.runs(text)
    if len(runs) == 1 and not text[: runs[0].start].strip() and not text[runs[0].end :].strip():
        number = phone_plans.understood(runs[0].digits, phone_plans.regions(language, settings.regions))
        if number:
            return number.e164
    raise errors.Error(
        "This is no phone number that can be dialled; write it with its country code, as +44 20 7946 0018."
    )


def _judged(text: str, run: phone_shapes.Run, regions: tuple[str, ...], layout: context.Layout) -> list[_Judged]:
    """The numbers in one run of digits; mostly one or none."""
    whole = _verdict(text, run, regions, layout)
    if whole and whole.score >= 0.7:
        return [whole, *_pair(text, whole)]
    if not whole and _never(text, run):
        return []
    found: list[_Judged] = []
    for part in phone_shapes.parts(text, run):
        clear = all(part.end <= one.start or part.start >= one.end for one in found)
        if clear and (judged := _verdict(text, part, regions, layout)) and judged.score >= 0.9:
            found += [judged, *_pair(text, judged)]
    return found or ([whole] if whole else [])


def _never(text: str, run: phone_shapes.Run) -> bool:
    """Whether no part of a run can be a phone number: it is an account's, or the digits of an IBAN."""
    attached = run.start > 0 and text[run.start - 1].isalnum() and not run.plus
    return attached or phone_words.announcement(text, run.start).cue == "never"


def _verdict(text: str, run: phone_shapes.Run, regions: tuple[str, ...], layout: context.Layout) -> _Judged | None:
    """Whether one run of digits is a phone number."""
    announced = phone_words.announcement(text, run.start)
    number, cue = _number(run, regions), announced.cue
    if cue == "never" and announced.soft and _plainly(run, number, regions):
        cue = ""
    if cue == "never" or phone_shapes.refused(text, run, announced=cue == "phone" or _freephone(run, number, regions)):
        return None
    cue = cue or ("number" if layout.at(run.start) & _OWN_BLOCKS else "")
    score, reason = _score(run, number, cue, regions)
    known = number is not None and (number.valid or run.opens)
    if not known and not run.shaped and not announced.firm:
        return None
    if not score:
        return None
    reason += f" after '{announced.word}'" if announced.word else ""
    end = phone_shapes.with_extension(text, run.end)
    value = number.e164 if number else run.digits
    return _Judged(run.start, end, run.start, value, score, reason, bool(number and number.service))


def _plainly(run: phone_shapes.Run, number: phone_plans.Number | None, regions: tuple[str, ...]) -> bool:
    """Whether it is a number in use in the letter's own country, grouped as people write them."""
    shaped = run.grouped and (run.opens or run.sizes[0] == 3)
    return bool(number and number.valid and number.region == regions[0] and shaped)


def _freephone(run: phone_shapes.Run, number: phone_plans.Number | None, regions: tuple[str, ...]) -> bool:
    """Whether it is a service line of the letter's own country, in its groups: "800 555 903" is no amount."""
    return bool(number and number.service and number.region == regions[0] and run.sizes == (3, 3, 3))


def _score(
    run: phone_shapes.Run, number: phone_plans.Number | None, cue: str, regions: tuple[str, ...]
) -> tuple[float, str]:
    """How much a run of digits looks like a phone number, 0 for not at all, and why."""
    if run.wrapped and not cue:
        return 0.0, ""
    if run.repaired and not (number and (cue == "phone" or (number.valid and run.opens))):
        return 0.0, ""
    if number and number.valid:
        score, reason = _score_valid(run, number, cue, regions), f"valid {number.region} number"
    elif number and run.opens and (cue or run.grouped or run.plus):
        score, reason = (0.93 if cue == "phone" else 0.85), f"possible {number.region or 'foreign'} number"
    elif run.shaped:
        score, reason = (0.75 if cue else 0.6), "shaped like a phone number"
    else:
        score, reason = (0.55 if cue == "phone" else 0.0), "digits of no known plan"
    if run.wrapped:
        return score * 0.95, reason + ", over two lines"
    return (score * 0.85, reason + ", repaired") if run.repaired else (score, reason)


def _score_valid(run: phone_shapes.Run, number: phone_plans.Number, cue: str, regions: tuple[str, ...]) -> float:
    """How much a number of a known plan looks meant as one: an account number can be valid by chance."""
    if run.opens or run.shaped:
        return 0.98 if cue == "phone" else 0.92
    if cue and not number.international:
        return 0.95 if cue == "phone" else 0.75
    if not cue and number.region == regions[0] and len(run.groups) > 1 and run.sizes[0] == 3:
        return 0.7  # grouped as people at home group their numbers: "338 555 0134"
    return 0.85 if cue == "phone" else 0.0


def _pair(text: str, first: _Judged) -> list[_Judged]:
    """The other numbers of "020 7946 0018/19"."""
    found: list[_Judged] = []
    for start, end in phone_shapes.endings(text, first.end):
        digits = text[start:end]
        value = first.value[: -len(digits)] + digits
        reason = "shares the beginning of the number before"
        found.append(_Judged(start, end, first.start, value, first.score * 0.97, reason, first.service))
    return found


def _role(text: str, layout: context.Layout, judged: _Judged, settings: PhoneSettings) -> tuple[str, str]:
    """What the number was to the writer, and why we think so."""
    if judged.value in settings.ours:
        return "ours", "one of our own"
    kinds = layout.at(judged.start)
    if kinds & _OUR_BLOCKS:
        return "ours", "in our own block"
    role, why = phone_words.role(text, judged.anchor)
    if role != "other" or why:
        return role, why
    if judged.service:
        return "ours", "a service line"
    if kinds & _OWN_BLOCKS or _at_the_end(text, judged):
        return "call_back", "below the letter"
    return "other", ""


def _at_the_end(text: str, judged: _Judged) -> bool:
    """Whether nothing but a few words follows, and little stands before it in its line: a name and a number."""
    line = text.rfind("\n", 0, judged.start) + 1
    return (
        len(text) - judged.end < 500 and not text[judged.end :].strip()[60:] and judged.start - line < 60 and line > 0
    )
