"""What the user's own data sets are called: the name says the shape, so that the same pictures in two sizes differ."""

import re
import unicodedata

_LONGEST = 40
_SHAPE = re.compile(r"-(\d+)x(\d+)x(\d+)$")
Shape = tuple[int, int, int]


def own_name(words: str, shape: Shape) -> str:
    """A name for the command line and for a folder: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST] or "images"
    return f"own-{stem}-{shape[0]}x{shape[1]}x{shape[2]}"


def own_title(words: str, shape: Shape) -> str:
    """What the screen says."""
    height, width, channels = shape
    return f"{words[:_LONGEST]} ({height}×{width} {'colour' if channels == 3 else 'grey'})"


def pixels_of(name: str) -> int | None:
    """How many numbers an image has, as the name of an own data set tells; None for others."""
    found = _SHAPE.search(name)
    if found is None:
        return None
    height, width, channels = (int(side) for side in found.groups())
    return height * width * channels
