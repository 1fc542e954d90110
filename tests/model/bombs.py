"""Small or patient files that ask for far too much: size, time or memory."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.model.pictures import content
from tests.model.raw_pictures import chunk

_SIDES = ((50_000, 50_000), (2**31 - 1, 1), (65_535, 65_535), (40_000_001, 1))


def bombs() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for side in _SIDES:
        yield f"png-{side}", _png(*side)
        yield f"bmp-{side}", _bmp(*side)
        yield f"ppm-{side}", b"P6\n%d %d\n255\n" % side + bytes(1000)
        yield f"tiff-{side}", _tiff(*side)
    yield "gif", b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + content(Image.new("P", (4, 4)), "GIF")[10:]
    yield "webp", _patched_webp()
    yield "jpeg", _resized_jpeg(65_000, 65_000)
    yield "png-chunks", _png(30, 30)[:33] + chunk(b"abCd", b"") * 1_000_000
    yield "png-text", _png(30, 30)[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000))) * 2
    yield "jpeg-segments", b"\xff\xd8" + b"\xff\xe1\x00\x02" * 5_000_000
    yield "jpeg-scans", _scans(2000)
    yield "gif-remarks", b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0, 0, 0) + b"!\xfe" + b"\x01a" * 10_000_000
    yield "ppm-remark", b"P6\n#" + b"a" * 20_000_000 + b"\n9 9\n255\n" + bytes(243)
    yield "ppm-remarks", b"P3\n1000 1000\n255\n" + b"#a\n1 " * 3_000_000
    yield "ppm-text", b"P3\n4000 4000\n255\n" + b"1 " * 20_000_000
    yield "bmp-runs", _bmp(20_000, 2_000, bits=8, compression=1) + b"\x01\x05" * 5_000_000
    yield "jpeg-in-layers", _large_progressive()
    yield "tiff-strips", _strips(2_000_000)


def _png(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000)))


def _bmp(width: int, height: int, bits: int = 24, compression: int = 0) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, 0, 2835, 2835, 0, 0)
    offset = 54 + (1024 if bits == 8 else 0)
    return struct.pack("<2sIHHI", b"BM", 2000, 0, 0, offset) + info + bytes(offset - 54)


def _tiff(width: int, height: int) -> bytes:
    tags = ((256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 1000))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + bytes(1004)


def _strips(rows: int) -> bytes:
    """A TIFF of so many rows, each a strip of its own."""
    there = 8 + 2 + 9 * 12 + 4
    tags = ((256, 4), (257, rows), (258, 8), (259, 1), (262, 1), (273, there), (277, 1), (278, 1), (279, 4))
    entries = [struct.pack("<HHII", tag, 4, rows if tag == 273 else 1, value) for tag, value in tags]
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + b"".join(entries) + bytes(4) + struct.pack("<I", 8) * rows


def _patched_webp() -> bytes:
    """The canvas of an extended WebP at its largest, 16,384 squared is beyond the limit."""
    made = bytearray(
        content(Image.new("RGBA", (8, 8)), "WEBP", save_all=True, append_images=[Image.new("RGBA", (8, 8), "red")])
    )
    made[24:30] = (16_383).to_bytes(3, "little") * 2
    return bytes(made)


def _resized_jpeg(width: int, height: int) -> bytes:
    made = bytearray(content(Image.new("RGB", (16, 16)), "JPEG"))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def _scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    made = content(Image.effect_noise((128, 128), 60).convert("RGB"), "JPEG", progressive=True)
    last = made.rindex(b"\xff\xda")
    return made[:-2] + made[last:-2] * count + made[-2:]


def _large_progressive() -> bytes:
    """A hundred megapixels, of which the decoder would hold every coefficient."""
    file = io.BytesIO()
    Image.new("RGB", (400, 400), "red").save(file, "JPEG", progressive=True, subsampling=0)
    made = bytearray(file.getvalue())
    at = made.index(b"\xff\xc2")
    made[at + 5 : at + 9] = struct.pack(">HH", 10_000, 10_000)
    return bytes(made)
