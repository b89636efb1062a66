"""Pages are made upright, level and even, and what is done depends on the print."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.read.angle import skew_of, small_ink
from ingest.read.blobs import Blobs, blobs_of, x_height_of
from ingest.read.light import evened, ink_of, is_bilevel, raised, unruled
from ingest.read.prepare import Geometry, prepared, scale_for
from ingest.read.sheet import corners_of, laid_flat
from ingest.read.specks import cleaned


@pytest.mark.parametrize("angle", [-14.0, -4.7, -0.6, 0.0, 0.3, 2.5, 9.3])
def test_skew_is_measured_to_a_tenth_of_a_degree(angle, letter_page):
    """The lines' slope is found within +-15 degrees."""
    crooked = letter_page.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    found, _ = skew_of(small_ink(ink_of(np.asarray(crooked))))
    assert found == pytest.approx(angle, abs=0.11)


def test_an_empty_page_has_no_skew():
    """Nothing is turned by guesswork."""
    assert prepared(np.full((1000, 700), 250, np.uint8)).geometry == Geometry(0, 1.0, 0.0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_which_way_is_up_shows_in_the_print(turn, letter_page):
    """Letters rise above the line more often than they hang below it, so no engine need be asked."""
    ready = prepared(np.asarray(letter_page.rotate(turn, expand=True)))
    assert ready.geometry.rotation == turn
    assert ready.upside_down < -0.3


def test_geometry_moves_any_image_alike(letter_page):
    """The picture that staff see is turned just as the picture that was read."""
    pixels = np.asarray(letter_page.convert("RGB").rotate(90, expand=True))
    ready = prepared(pixels)
    assert ready.geometry.applied(pixels).shape[:2] == ready.grey.shape


@pytest.mark.parametrize(("x_height", "larger"), [(8, True), (16, False), (60, False)])
def test_print_is_brought_to_the_size_the_engine_likes(x_height, larger):
    """Small print is made larger, huge print smaller, comfortable print left alone."""
    factor = scale_for(x_height, (2339, 1654))
    assert (factor > 1) is larger
    assert 14 <= x_height * factor <= 30


def test_shade_goes_and_print_stays(letter_page):
    """Uneven light becomes white paper."""
    light = np.linspace(90, 255, 1654)[None, :] / 255
    even = evened((np.asarray(letter_page) * light).astype(np.uint8)).grey
    paper = even[np.asarray(letter_page) == 255]
    assert np.percentile(paper, 2) > 235
    assert np.percentile(even[np.asarray(letter_page) < 40], 50) < 90


def test_faint_type_is_raised_and_bare_paper_is_not(letter_page):
    """Bleached print becomes dark; the grain of an empty page is not blown up."""
    faint = (225 + np.asarray(letter_page) * (30 / 255)).astype(np.uint8)
    assert raised(faint).min() < 110
    grain = np.clip(np.random.default_rng(1).normal(248, 3, (800, 600)), 0, 255).astype(np.uint8)
    assert raised(grain).min() > 200


def test_a_coloured_stamp_leaves_the_print_beneath(letter_page):
    """A red stamp is lifted off black type, and kept apart."""
    page = np.stack([np.asarray(letter_page)] * 3, axis=2).copy()
    stamp = np.zeros(page.shape[:2], np.uint8)
    cv2.putText(stamp, "RECEIVED", (300, 1000), cv2.FONT_HERSHEY_SIMPLEX, 6, 255, 40)
    for channel, value in enumerate((200, 40, 50)):
        page[:, :, channel] = np.where(stamp > 0, page[:, :, channel].astype(int) * value // 255, page[:, :, channel])
    even = evened(page)
    bare = (stamp > 0) & (np.asarray(letter_page) == 255)
    print_under = (stamp > 0) & (np.asarray(letter_page) < 30)
    assert even.grey[bare].mean() > 235
    assert even.grey[print_under].mean() < 120
    assert even.coloured is not None
    assert even.coloured[bare].mean() < 150


def test_a_letter_in_blue_ink_is_kept(letter_page):
    """When the letter itself is coloured, its colour is not taken away."""
    grey = np.asarray(letter_page)
    page = np.stack([grey, grey, np.maximum(grey, 190)], axis=2)
    even = evened(page)
    assert even.coloured is None
    assert even.grey[grey < 30].mean() < 90


def test_ruled_lines_go_and_letters_stay(letter_page):
    """Lined paper does not cross out the print."""
    page = np.asarray(letter_page).copy()
    bare = page.copy()
    for y in range(100, 2300, 60):
        page[y : y + 2] = np.minimum(page[y : y + 2], 140)
    cleared = unruled(page, 17)
    assert cleared[bare == 255].min() > 200
    assert np.abs(cleared.astype(int) - bare)[bare < 60].mean() < 15
    assert unruled(bare, 17) is bare


def test_dust_goes_and_thin_strokes_stay(letter_page):
    """Specks and pinholes of a fax vanish; full stops and thin typefaces do not."""
    clean = np.where(np.asarray(letter_page) < 128, 0, 255).astype(np.uint8)
    chance = np.random.default_rng(2)
    dusty = clean.copy()
    dusty[chance.random(clean.shape) < 0.003] = 0
    assert is_bilevel(dusty)
    after = cleaned(dusty, 17)
    far = cv2.erode(clean, np.ones((7, 7), np.uint8)) == 255
    assert np.count_nonzero(after[far] < 128) < 0.05 * np.count_nonzero(dusty[far] < 128)
    assert np.count_nonzero((after < 128) & (clean == 0)) > 0.9 * np.count_nonzero(clean == 0)


def test_x_height_is_measured():
    """The height of small letters is found for print of any size."""
    for size in (20, 32, 60):
        page = Image.new("L", (1600, 900), 255)
        text = "the quick brown fox jumps over a lazy dog, then runs\n" * 6
        ImageDraw.Draw(page).multiline_text((30, 30), text, font=ImageFont.load_default(size), fill=0)
        assert x_height_of(blobs_of(ink_of(np.asarray(page)))) == pytest.approx(0.54 * size, rel=0.2)


def _photographed(page, corners, table=(110, 80, 50)):
    target = np.array(corners, np.float32)
    height, width = page.shape
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    scene = np.empty((2000, 1500, 3), np.uint8)
    scene[:] = table
    paper = cv2.warpPerspective(np.stack([page] * 3, axis=2), matrix, (1500, 2000), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full_like(page, 255), matrix, (1500, 2000)) > 127
    scene[mask] = paper[mask]
    return scene


def test_a_photographed_sheet_is_found_and_laid_flat(letter_page):
    """The corners of the paper are found, and only the paper is left."""
    corners = [[210, 160], [1280, 220], [1340, 1850], [140, 1790]]
    scene = _photographed(np.asarray(letter_page), corners)
    found = corners_of(scene)
    assert found is not None
    assert np.abs(found - np.array(corners)).max() < 15
    flat = laid_flat(scene)
    assert flat.shape[0] == pytest.approx(1640, rel=0.05)
    assert flat[:20].mean() > 200


def test_a_scan_that_fills_the_picture_is_left_alone(letter_page):
    """Nothing is cut from an ordinary scan."""
    pixels = np.asarray(letter_page)
    assert laid_flat(pixels) is pixels


@pytest.mark.parametrize("grain", [10, 14])
def test_grain_of_paper_does_not_pass_for_print(grain, letter_page):
    """On a fine scan of rough dark paper the print is found, not the grain, which is a sixth of its size."""
    size = (letter_page.width * 2, letter_page.height * 2)
    fine = np.asarray(letter_page.resize(size, Image.Resampling.BICUBIC)).astype(float) * 0.35 + 90
    noise = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 1, fine.shape), (0, 0), 1.6)
    ready = prepared(np.clip(fine + noise * grain / noise.std(), 0, 255).astype(np.uint8))
    print_size = x_height_of(blobs_of(ink_of(np.asarray(letter_page)))) * 2
    assert ready.x_height / ready.geometry.scale == pytest.approx(print_size, rel=0.25)


def test_grain_is_outweighed_by_the_letters_it_outnumbers():
    """A thousand specks five pixels high are not the print of a page that has sixty letters of thirty."""
    heights = np.repeat(np.array([5, 6, 30, 42], np.int32), [900, 300, 60, 20])
    blobs = Blobs(heights * 0, heights * 0, heights, heights, heights * heights // 2, (4000, 3000), 0)
    assert x_height_of(blobs) == 30


def test_type_of_a_violet_ribbon_is_no_stamp(letter_page):
    """Coloured type whose strokes are nearly black in the middle stays on the page, and so does its colour's ink."""
    small = letter_page.resize((827, 1169), Image.Resampling.LANCZOS)
    strength = (255 - np.asarray(small).astype(float))[:, :, None] / 255
    paper, ribbon = np.array([250, 236, 170.0]), np.array([30, 10, 70.0])
    noise = np.random.default_rng(3).normal(0, 6, (*strength.shape[:2], 1))
    even = evened(np.clip(paper * (1 - strength) + ribbon * strength + noise, 0, 255).astype(np.uint8))
    assert even.coloured is None
    assert np.median(even.grey[np.asarray(small) < 60]) < 100
