"""What is no picture is refused in one sentence that names it, and nothing else happens."""

import os
import re
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some
from PIL import Image, ImageFile, features

from model import images
from model.images import (
    FORMATS,
    MAX_FILE_BYTES,
    MAX_PIXELS,
    ImageError,
    load_bytes,
    load_file,
    pictures_in,
    readable,
)
from tests.model.pictures import RED, content, plain, saved


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises a size; there is a little data, as if the rest were to come."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(1000)))


def noise(kind: str) -> bytes:
    """A picture that does not compress, so that every part of its file counts."""
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    return content(Image.fromarray(pixels), kind)


def refusal(action: Callable[[], object], name: str) -> str:
    """The sentence of the refusal: one, that names the file and ends with a full stop."""
    with pytest.raises(ImageError) as refused:
        action()
    sentence = str(refused.value)
    without_name = sentence.replace(name, "it")
    assert without_name != sentence
    assert sentence.endswith(".")
    assert not re.search(r"[.!?]\s", without_name)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("file", "body"),
    [
        ("notes.txt", b"no picture at all"),
        ("notes.png", b"a text with the ending of a picture"),
        ("page.html", b"<html><img src='x.png'></html>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("zeros.jpg", bytes(5000)),
        ("document.pdf", b"%PDF-1.7 ..."),
        ("picture.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ],
)
def test_that_a_file_of_another_kind_is_refused(file: str, body: bytes, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_bytes(body)
    assert "not a picture this app knows" in refusal(lambda: load_file(path), f"“{file}”")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PPM"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_that_a_picture_cut_off_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    whole = noise(kind)
    path = tmp_path / "cut.bin"
    path.write_bytes(whole[: int(share * len(whole))])
    refusal(lambda: load_file(path), "“cut.bin”")


def test_that_pillow_is_not_told_to_guess_the_rest_of_a_picture() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_that_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    path.touch()
    assert "empty" in refusal(lambda: load_file(path), "“empty.png”")


def test_that_a_picture_of_fifty_thousand_squared_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("It was decoded."))
    path = tmp_path / "huge.png"
    path.write_bytes(png_of_size(50_000, 50_000))
    assert "50,000 × 50,000" in refusal(lambda: load_file(path), "“huge.png”")


@pytest.mark.parametrize("size", [(2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (MAX_PIXELS + 1, 1)])
def test_that_any_picture_beyond_the_limit_is_refused(size: tuple[int, int]) -> None:
    assert f"{size[0]:,}" in refusal(lambda: load_bytes(png_of_size(*size), "The picture"), "The picture")


def test_that_a_picture_with_no_pixels_is_refused() -> None:
    refusal(lambda: load_bytes(png_of_size(0, 0), "The picture"), "The picture")


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holiday.png"
    path.mkdir()
    assert "folder" in refusal(lambda: load_file(path), "“holiday.png”")


def test_that_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    assert "not there" in refusal(lambda: load_file(tmp_path / "gone.png"), "“gone.png”")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not hold for this user")
def test_that_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, plain(RED))
    path.chmod(0)
    assert "permission" in refusal(lambda: load_file(path), "“picture.png”")


def test_that_a_system_that_denies_reading_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = saved(tmp_path, plain(RED))
    monkeypatch.setattr(Path, "open", deny)
    assert "permission" in refusal(lambda: load_file(path), "“picture.png”")


def test_that_a_disk_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    path = saved(tmp_path, plain(RED))
    monkeypatch.setattr(Path, "open", fail)
    refusal(lambda: load_file(path), "“picture.png”")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_that_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    refusal(lambda: load_file(path), "“pipe.png”")


def test_that_a_file_over_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.png"
    with path.open("wb") as file:
        file.write(content(plain(RED)))
        file.truncate(MAX_FILE_BYTES + 1)
    assert "50 MB" in refusal(lambda: load_file(path), "“long.png”")


def test_that_a_name_no_file_can_have_is_refused() -> None:
    refusal(lambda: load_file(Path("nul\0.png")), "“nul�.png”")


@pytest.mark.skipif(sys.platform != "linux", reason="such names are for Linux only")
@pytest.mark.parametrize("name", ["two\nlines.png", "caf\udce9.png", "x" * 240 + ".png", "a\u202egnp.png"])
def test_that_a_name_that_cannot_be_written_is_said_as_far_as_it_can(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("no picture")
    sentence = refusal(lambda: load_file(tmp_path / name), f"“{readable(name)}”")
    sentence.encode("utf-8")
    assert sentence.isprintable()
    assert len(sentence) < 200


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_that_links_that_lead_nowhere_or_round_are_refused(tmp_path: Path) -> None:
    (tmp_path / "round.png").symlink_to(tmp_path / "round.png")
    (tmp_path / "nowhere.png").symlink_to(tmp_path / "gone.png")
    refusal(lambda: load_file(tmp_path / "round.png"), "“round.png”")
    assert "not there" in refusal(lambda: load_file(tmp_path / "nowhere.png"), "“nowhere.png”")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
def test_that_a_device_is_refused_without_reading_it() -> None:
    assert "not an ordinary file" in refusal(lambda: load_file(Path("/dev/zero")), "“zero”")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not hold for this user")
def test_that_a_folder_one_may_not_look_into_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    try:
        with pytest.raises(ImageError, match="permission"):
            pictures_in(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_that_a_folder_gives_its_pictures_by_name_and_nothing_hidden(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.jpeg", ".hidden.png", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.jpeg", "b.PNG"]
    with pytest.raises(ImageError, match="cannot be read"):
        pictures_in(tmp_path / "gone")


def test_that_too_little_memory_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(images, "upright_rgb", exhaust)
    assert "memory" in refusal(lambda: load_bytes(content(plain(RED)), "The picture"), "The picture")


@examples(derandomize=True, deadline=None, max_examples=150)
@given(some.data(), some.sampled_from([kind for kind in FORMATS if kind != "AVIF" or features.check("avif")]))
def test_that_damage_anywhere_gives_pixels_or_a_sentence_and_nothing_else(data: some.DataObject, kind: str) -> None:
    damaged = bytearray(noise(kind))
    for _ in range(data.draw(some.integers(1, 8))):
        damaged[data.draw(some.integers(0, len(damaged) - 1))] = data.draw(some.integers(0, 255))
    try:
        pixels = load_bytes(bytes(damaged), "The picture")
    except ImageError as trouble:
        assert str(trouble).startswith("The picture")
        assert str(trouble).endswith(".")
    else:
        assert pixels.ndim == 3
        assert pixels.shape[2] == 3


@pytest.mark.parametrize(("kind", "side"), [("WEBP", 3600), ("AVIF", 4500)])
def test_that_a_picture_whose_decoder_would_hold_too_much_is_refused_from_its_header(kind: str, side: int) -> None:
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    large = content(Image.new("RGB", (side, side), "teal"), kind, quality=10)
    with pytest.raises(ImageError, match=f"{side:,} × {side:,} pixels, more than this app opens"):
        load_bytes(large, "it")
