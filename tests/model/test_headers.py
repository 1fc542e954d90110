"""What the headers of files promise, in the byte orders and sizes there are."""

import struct

import pytest
from PIL import Image

from model.headers import parts_in, scans_in
from tests.model.bombs import bombs
from tests.model.pictures import content, plain, quarters


@pytest.mark.parametrize(("order", "mark"), [("<", b"II"), (">", b"MM")])
@pytest.mark.parametrize("is_big", [False, True])
def test_that_the_strips_of_a_tiff_are_counted(order: str, mark: bytes, is_big: bool) -> None:
    tags = ((256, 3, 1, 9), (273, 4, 70_000, 99), (278, 3, 1, 1))
    if is_big:
        head = mark + struct.pack(f"{order}HHHQQ", 43, 8, 0, 16, len(tags))
    else:
        head = mark + struct.pack(f"{order}HIH", 42, 8, len(tags))
    entries = b"".join(struct.pack(f"{order}HH{'QQ' if is_big else 'II'}", *tag) for tag in tags)
    assert parts_in(head + entries) == 70_000
    assert parts_in(head + entries[:5]) == 0
    assert parts_in(mark) == 0


def test_that_what_pillow_writes_is_read_alike() -> None:
    image = Image.fromarray(quarters())
    assert parts_in(content(image, "TIFF")) == 1
    assert parts_in(content(image, "TIFF", big_tiff=True)) == 1
    assert parts_in(content(image, "PNG")) == 0
    assert scans_in(content(image, "JPEG")) == 1
    assert scans_in(content(image, "JPEG", progressive=True)) > 5


def test_that_the_scans_of_a_thumbnail_do_not_count() -> None:
    exif = Image.Exif()
    exif[0x9286] = content(plain((1, 2, 3)), "JPEG", progressive=True)
    assert scans_in(content(Image.fromarray(quarters()), "JPEG", exif=exif)) == 1


def test_that_a_scan_that_comes_two_thousand_times_is_counted_each_time() -> None:
    assert scans_in(next(body for name, body in bombs() if name == "jpeg-scans")) > 2000
