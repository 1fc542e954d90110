"""Image files that Pillow does not write: PNG of every depth, interlaced or not, PPM of every kind, BMP in runs."""

import struct
import zlib
from itertools import pairwise

import numpy as np

from model.arrays import Bytes

# The seven passes of Adam7: first column and row, and the steps between them (PNG specification, section 8.2).
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(samples: np.ndarray[tuple[int, ...], np.dtype[np.uint16]], depth: int, kind: int, **options: object) -> bytes:
    """A PNG of samples (H, W, channels), each below 2^depth; options: palette and trns as bytes, is_interlaced."""
    height, width, _ = samples.shape
    is_interlaced = bool(options.get("is_interlaced"))
    passes = ADAM7 if is_interlaced else ((0, 0, 1, 1),)
    rows = b"".join(
        _scanlines(samples[top::down, left::across], depth)
        for left, top, across, down in passes
        if samples[top::down, left::across].size
    )
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(is_interlaced))
    extra = b"".join(
        chunk(name, body) for name, key in ((b"PLTE", "palette"), (b"tRNS", "trns"))
        if isinstance(body := options.get(key), bytes)
    )  # fmt: skip
    body = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + body + chunk(b"IEND", b"")


def _scanlines(samples: np.ndarray[tuple[int, ...], np.dtype[np.uint16]], depth: int) -> bytes:
    """Rows of samples, each after the byte of filter 0."""
    flat = samples.reshape(len(samples), -1)
    if depth == 16:
        rows = [row.astype(">u2").tobytes() for row in flat]
    elif depth == 8:
        rows = [row.astype(np.uint8).tobytes() for row in flat]
    else:
        bits = (flat[..., None] >> np.arange(depth - 1, -1, -1)) & 1
        rows = [np.packbits(row.reshape(-1).astype(np.uint8)).tobytes() for row in bits]
    return b"".join(b"\0" + row for row in rows)


def ppm(samples: np.ndarray[tuple[int, ...], np.dtype[np.uint16]], white: int, is_plain: bool) -> bytes:
    """A PGM or PPM of samples (H, W, 1 or 3) up to this white, as text or in binary."""
    height, width, channels = samples.shape
    kind = (2 if channels == 1 else 3) + (0 if is_plain else 3)
    head = f"P{kind}\n# a remark\n{width} {height}\n{white}\n".encode()
    if is_plain:
        return head + " ".join(str(value) for value in samples.reshape(-1)).encode() + b"\n"
    return head + samples.astype(">u2" if white > 255 else np.uint8).tobytes()


def bmp_in_runs(indices: Bytes, palette: list[tuple[int, int, int]]) -> bytes:
    """A BMP of palette indices (H, W) in runs (RLE8), bottom row first."""
    height, width = indices.shape
    body = b"".join(_runs(row) + b"\0\0" for row in indices[::-1]) + b"\0\1"
    colours = b"".join(bytes((blue, green, red, 0)) for red, green, blue in palette)
    offset = 14 + 40 + len(colours)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(body), 2835, 2835, len(palette), 0)
    return struct.pack("<2sIHHI", b"BM", offset + len(body), 0, 0, offset) + info + colours + body


def _runs(row: Bytes) -> bytes:
    cuts = [0, *(np.flatnonzero(np.diff(row.astype(int))) + 1).tolist(), len(row)]
    made = bytearray()
    for start, end in pairwise(cuts):
        for begin in range(start, end, 255):
            made += bytes((min(255, end - begin), int(row[start])))
    return bytes(made)
