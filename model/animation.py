"""Pictures in a row as one animated file."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from model.arrays import Bytes

FRAME_MS = 80
LAST_FRAME_MS = 1500
_COLOURS = 255
_FOR_PALETTE = 16


class Cancelled(Exception):  # noqa: N818
    """The animation is not wanted any more."""


def write_animation(
    path: Path, count: int, frame: Callable[[int], Bytes], description: str, progress: Callable[[int], None]
) -> None:
    """Write frame(0) to frame(count - 1), each (H, W, 3), as WebP or GIF, by the suffix of the path.

    A GIF has one palette for all frames, chosen from some of them. progress hears how many frames are done, and may
    raise Cancelled. Raises OSError where the file cannot be written.
    """
    frames = [_told(frame, number, progress) for number in range(count)]
    times = [FRAME_MS] * (count - 1) + [LAST_FRAME_MS]
    if path.suffix == ".gif":
        shown = _with_one_palette(frames)
        palette = bytes(shown[0].getpalette() or [])  # said outright, or every frame gets a table of its own
        shown[0].save(
            path, save_all=True, append_images=shown[1:], duration=times, loop=0, palette=palette, comment=description,
        )  # fmt: skip
    else:
        frames[0].save(
            path, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=85, method=2,
            xmp=_xmp(description),
        )  # fmt: skip


def _told(frame: Callable[[int], Bytes], number: int, progress: Callable[[int], None]) -> Image.Image:
    made = Image.fromarray(frame(number))
    progress(number + 1)
    return made


def _with_one_palette(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """All frames in the colours that some of them, evenly spread, need most."""
    spread = np.unique(np.linspace(0, len(frames) - 1, _FOR_PALETTE).astype(int))
    together = Image.fromarray(np.concatenate([np.asarray(frames[number]) for number in spread]))
    palette = together.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    return [frame.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for frame in frames]


def _xmp(description: str) -> bytes:
    """The description as an XMP packet, which is where WebP keeps words."""
    text = description.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
        f"{text}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
