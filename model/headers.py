"""What the headers of image files promise, read from their bytes before any decoder believes them."""

import struct

_STRIP_OFFSETS, _TILE_OFFSETS = 273, 324
_MOST_ENTRIES = 65_535


def scans_in(jpeg: bytes) -> int:
    """How many scans the first picture of a JPEG has. They begin with FF DA, which their own data never hold."""
    at = 2
    while jpeg[at : at + 1] == b"\xff" and jpeg[at + 1 : at + 2] != b"\xda":
        at += 2 + max(int.from_bytes(jpeg[at + 2 : at + 4], "big"), 1)
    end = jpeg.find(b"\xff\xd9", at)
    return jpeg.count(b"\xff\xda", at, end if end >= 0 else len(jpeg))


def parts_in(tiff: bytes) -> int:
    """How many strips or tiles the first picture of a TIFF or BigTIFF says it has; 0 for other files.

    Source of the layout: TIFF 6.0, section 2, and the BigTIFF design of libtiff.
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    is_big = tiff[2:4].strip(b"\0") == b"+"
    number, offset_at, layout = ("Q", 8, "HHQQ") if is_big else ("H", 4, "HHII")
    entry = struct.Struct(order + layout)
    try:
        (start,) = struct.unpack_from(f"{order}{'Q' if is_big else 'I'}", tiff, offset_at)
        (count,) = struct.unpack_from(f"{order}{number}", tiff, start)
    except (struct.error, OverflowError):
        return 0
    first = start + struct.calcsize(f"{order}{number}")
    whole = tiff[first : first + entry.size * min(count, _MOST_ENTRIES)]
    tags = entry.iter_unpack(whole[: len(whole) // entry.size * entry.size])
    return max((length for tag, _, length, _ in tags if tag in (_STRIP_OFFSETS, _TILE_OFFSETS)), default=0)
