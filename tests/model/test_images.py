"""Pictures from outside: every format, mode, orientation and depth comes in looking as it should."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some
from PIL import Image, features

from model.images import FORMATS, PREVIEW_SIDE, decode_sheet, fit, load_bytes, load_file
from tests.model.pictures import BLUE, RED, WHITE, content, is_near, mean_colour, plain, quarters, saved

# How a viewer turns what is stored, for each EXIF orientation; the definition, by array operations alone.
TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: np.rot90(a),
}
ORIENTATION = 0x0112
needs_posix = pytest.mark.skipif(sys.platform != "linux", reason="such names are for Linux only")
needs_avif = pytest.mark.skipif(not features.check("avif"), reason="this Pillow writes no AVIF")
every_format = pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=needs_avif) if kind == "AVIF" else kind for kind in FORMATS]
)


def ramp(top: float, kind: type) -> Image.Image:
    """A gradient from 0 to `top`, from left to right."""
    return Image.fromarray(np.tile(np.linspace(0, top, 64), (8, 1)).astype(kind))


def assert_is_ramp(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """From black to white in even steps, the same in every channel."""
    expected = np.linspace(0, 255, 64)[None, :, None]
    assert np.abs(pixels - expected).max() <= 1.01


@every_format
def test_that_every_format_loads_in_its_colours(kind: str, tmp_path: Path) -> None:
    pixels = load_file(saved(tmp_path, plain(RED), kind))
    assert pixels.shape == (30, 40, 3)
    assert pixels.dtype == np.uint8
    assert is_near(pixels, RED)


def test_that_a_format_is_known_by_its_content_whatever_the_ending_says(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(content(plain(BLUE), "JPEG"))
    assert is_near(load_file(path), BLUE)


ODD_NAMES = [
    pytest.param(name)
    for name in ("größe ☃.png", "two words.png", "a" * 196 + ".png", "100 %41.png", "a#b?c.png", "🦊 👩‍👧.png")
]
LINUX_NAMES = [pytest.param(name, marks=needs_posix) for name in ("line\nbreak.png", os.fsdecode(b"caf\xe9.png"))]


@pytest.mark.parametrize("name", ODD_NAMES + LINUX_NAMES)
def test_that_a_picture_may_have_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content(plain(RED)))
    assert is_near(load_file(path), RED)


@pytest.mark.parametrize(("mode", "kind"), [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("P", "GIF"), ("LA", "PNG")])
def test_that_modes_without_three_channels_become_rgb(mode: str, kind: str) -> None:
    pixels = load_bytes(content(Image.fromarray(quarters()).convert(mode), kind), "it")
    assert pixels.shape == (16, 24, 3)
    assert is_near(pixels[8:, 12:], WHITE)
    expected = np.asarray(Image.fromarray(quarters()).convert(mode).convert("RGB"))
    assert np.array_equal(pixels, expected)


def test_that_cmyk_comes_in_its_colours() -> None:
    assert is_near(load_bytes(content(plain(RED).convert("CMYK"), "JPEG"), "it"), RED, tolerance=12)
    assert is_near(load_bytes(content(plain(RED).convert("CMYK"), "TIFF"), "it"), RED, tolerance=12)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("alpha", [0, 64, 255])
@pytest.mark.parametrize("side", [20, 2 * PREVIEW_SIDE])
def test_that_what_shows_through_is_white(mode: str, alpha: int, side: int) -> None:
    image = Image.new("RGBA", (side, side), (100, 100, 100, alpha)).convert(mode)
    expected = round(255 + (100 - 255) * alpha / 255)
    assert is_near(load_bytes(content(image), "it"), (expected,) * 3, tolerance=1.5)


def test_that_the_transparent_colour_of_a_palette_is_white() -> None:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 200, 0, 0])
    assert is_near(load_bytes(content(image, "GIF", transparency=1), "it"), WHITE)
    assert is_near(load_bytes(content(image, "PNG", transparency=b"\xff\x00"), "it"), WHITE)
    assert is_near(load_bytes(content(image, "PNG", transparency=b"\x00\xff"), "it"), (200, 0, 0))


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_that_the_transparent_colour_of_a_picture_without_palette_is_white(mode: str) -> None:
    key = (0, 0, 0) if mode == "RGB" else 0
    assert is_near(load_bytes(content(Image.new(mode, (20, 20)), transparency=key), "it"), WHITE)


@pytest.mark.parametrize(("mode", "kind"), [("P", "PNG"), ("PA", "TIFF")])
@pytest.mark.parametrize("side", [20, 2 * PREVIEW_SIDE])
def test_that_a_palette_with_alpha_shows_white_behind_it(mode: str, kind: str, side: int) -> None:
    image = Image.new("RGBA", (side, side), (200, 0, 0, 0))
    image.paste((200, 0, 0, 255), (0, 0, side, side // 2))
    coloured = image.quantize(4)
    if mode == "PA":
        coloured = coloured.convert("RGB").quantize(4).convert("PA")
        coloured.putalpha(image.getchannel("A"))
    assert coloured.mode == mode
    pixels = load_bytes(content(coloured, kind), "it")
    half = len(pixels) // 2
    assert is_near(pixels[: half - 8], (200, 0, 0))
    assert is_near(pixels[half + 8 :], WHITE)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_that_a_sixteen_bit_gradient_is_not_clipped(kind: str) -> None:
    assert_is_ramp(load_bytes(content(ramp(65535, np.uint16), kind), "it"))


@pytest.mark.parametrize(
    ("top", "number"), [(1.0, np.float32), (255.0, np.float32), (65535.0, np.float32), (65535, np.int32)]
)
def test_that_a_gradient_of_floats_or_integers_is_not_clipped(top: float, number: type) -> None:
    assert_is_ramp(load_bytes(content(ramp(top, number), "TIFF"), "it"))


def test_that_floats_beyond_every_usual_range_are_shown_from_lowest_to_highest() -> None:
    values = np.tile(np.linspace(-3e6, 5e6, 64, dtype=np.float32), (8, 1))
    assert_is_ramp(load_bytes(content(Image.fromarray(values), "TIFF"), "it"))


def test_that_numbers_that_are_none_are_black() -> None:
    values = np.full((8, 8), np.nan, np.float32)
    values[:4] = 1.0
    pixels = load_bytes(content(Image.fromarray(values), "TIFF"), "it")
    assert is_near(pixels[:4], WHITE)
    assert is_near(pixels[4:], (0, 0, 0))


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", pytest.param("AVIF", marks=needs_avif)])
def test_that_a_picture_stands_upright_whatever_its_orientation(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    pixels = load_bytes(content(Image.fromarray(quarters()), kind, exif=exif), "it")
    expected = TURNS[orientation](quarters())
    assert pixels.shape == expected.shape
    assert np.abs(pixels.astype(int) - expected).mean() < 12


@pytest.mark.parametrize("orientation", [0, 9, 700])
def test_that_an_orientation_that_does_not_exist_changes_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert np.array_equal(load_bytes(content(Image.fromarray(quarters()), exif=exif), "it"), quarters())


def test_that_broken_exif_does_not_cost_the_picture() -> None:
    image = Image.fromarray(quarters())
    assert np.array_equal(load_bytes(content(image, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"), "it"), quarters())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
@pytest.mark.parametrize("size", [(2000, 500), (300, 1200), (513, 513)])
def test_that_a_large_picture_comes_in_preview_size_with_its_shape(kind: str, size: tuple[int, int]) -> None:
    pixels = load_bytes(content(plain(BLUE, *size), kind), "it")
    scale = PREVIEW_SIDE / max(size)
    assert pixels.shape[:2] == (round(size[1] * scale), round(size[0] * scale))
    assert is_near(pixels, BLUE)


@pytest.mark.parametrize("mode", ["1", "P", "L"])
def test_that_a_fine_pattern_becomes_grey_when_it_is_made_smaller(mode: str) -> None:
    squares = np.indices((1024, 1024)).sum(axis=0) % 2 == 1
    pattern = Image.fromarray(np.where(squares, 255, 0).astype(np.uint8)).convert(mode)
    pixels = load_bytes(content(pattern), "it")
    assert 100 < pixels.min() <= pixels.max() < 155


def test_that_a_moving_picture_shows_its_first_frame() -> None:
    frames = content(plain(RED), "GIF", save_all=True, append_images=[plain(BLUE)])
    assert is_near(load_bytes(frames, "it"), RED)


@pytest.mark.parametrize("shape", [(32, 32, 3), (28, 28, 1)])
@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 511), (500, 400), (32, 32)])
def test_that_a_picture_of_any_size_fits_what_the_classifier_takes(
    shape: tuple[int, int, int], size: tuple[int, int]
) -> None:
    picture = np.asarray(plain((90, 90, 90), *size))
    fitted = fit(picture, shape)
    assert fitted.shape == shape
    assert fitted.dtype == np.uint8
    assert set(np.unique(fitted).tolist()) == {90}


def test_that_fitting_keeps_the_centre_and_cuts_the_sides() -> None:
    picture = np.zeros((40, 120, 3), np.uint8)
    picture[:, 40:80] = WHITE
    assert is_near(fit(picture, (32, 32, 3)), WHITE, tolerance=2)
    assert is_near(fit(picture.swapaxes(0, 1), (32, 32, 3)), WHITE, tolerance=2)


def test_that_a_picture_that_fits_already_stays_as_it_is() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    assert np.array_equal(fit(picture, (32, 32, 3)), picture)


def test_that_grey_is_the_brightness_of_the_colours() -> None:
    grey = mean_colour(fit(np.asarray(plain(RED)), (28, 28, 1)))[0]
    assert grey == pytest.approx(0.299 * RED[0] + 0.587 * RED[1] + 0.114 * RED[2], abs=1)


@examples(derandomize=True, deadline=None, max_examples=40)
@given(some.integers(1, 700), some.integers(1, 700), some.sampled_from([(32, 32, 3), (28, 28, 1)]))
def test_that_loading_and_fitting_works_for_any_width_and_height(
    width: int, height: int, shape: tuple[int, int, int]
) -> None:
    pixels = load_bytes(content(plain(BLUE, width, height), "BMP"), "it")
    assert max(pixels.shape) <= PREVIEW_SIDE
    assert fit(pixels, shape).shape == shape


@pytest.mark.parametrize("is_colour", [True, False])
def test_that_a_lossless_sheet_of_the_app_comes_back_as_it_was(is_colour: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 40, 3 if is_colour else 1), np.uint8)
    sheet = Image.fromarray(pixels if is_colour else pixels[..., 0])
    assert np.array_equal(decode_sheet(content(sheet, "WEBP", lossless=True), is_colour), pixels)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_that_a_link_to_a_picture_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(saved(tmp_path, plain(RED)))
    assert is_near(load_file(link), RED)
