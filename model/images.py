"""The door for pictures from outside, and the only room that knows Pillow.

Whatever comes in leaves as plain pixels, or as an ImageError whose text is a sentence for the user.
"""

import io
import stat
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from model.arrays import Bytes

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "AVIF")
PREVIEW_SIDE = 512
_MEGABYTE = 1_000_000
MAX_FILE_BYTES = 50 * _MEGABYTE
MAX_PIXELS = 40 * _MEGABYTE
MAX_JPEG_PIXELS = 250 * _MEGABYTE
MAX_DECODED_BYTES = 200 * _MEGABYTE
_BYTES_A_PIXEL = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 2,
    "PA": 2,
    "I;16": 2,
    "RGB": 4,
    "RGBA": 4,
    "CMYK": 4,
    "I": 4,
    "F": 4,
}
_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# The limits above are tighter than Pillow's own and are checked from the header, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class ImageError(Exception):
    """A picture that cannot be shown; the text is one sentence that says which and why."""


def load_file(path: Path, longest: int = PREVIEW_SIDE) -> Bytes:
    """Read an image file as RGB (H, W, 3), its longer side at most `longest`; raises ImageError."""
    return load_bytes(_read(path), f"“{path.name}”", longest)


def load_bytes(content: bytes, name: str, longest: int = PREVIEW_SIDE) -> Bytes:
    """Decode the bytes of an image file as RGB (H, W, 3), its longer side at most `longest`; raises ImageError.

    name is how the sentence of an error calls it.
    """
    if not content:
        raise ImageError(f"{name} is empty: there is no picture in it.")
    if len(content) > MAX_FILE_BYTES:
        raise ImageError(f"{name} is larger than {MAX_FILE_BYTES // _MEGABYTE} MB; choose a smaller file.")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _check_size(image, name, longest)
            return _decode(image, longest)
    except ImageError:
        raise
    except MemoryError:
        raise ImageError(f"{name} needs more memory than there is.") from None
    except UnidentifiedImageError:
        raise ImageError(
            f"{name} is not a picture this app knows (PNG, JPEG, GIF, BMP, WebP, TIFF, PPM, AVIF)."
        ) from None
    except Exception as trouble:  # on broken files Pillow raises a dozen kinds
        raise ImageError(f"{name} is damaged or cut off, so its picture cannot be read.") from trouble


def fit(picture: Bytes, shape: tuple[int, int, int]) -> Bytes:
    """Crop the centre of a picture (H, W, 3) and resize it to what the classifier takes, (H, W, C)."""
    height, width, channels = shape
    fitted = ImageOps.fit(Image.fromarray(picture), (width, height), Image.Resampling.LANCZOS)
    return np.asarray(fitted.convert("L" if channels == 1 else "RGB")).reshape(shape)


def decode_sheet(content: bytes, is_colour: bool) -> Bytes:
    """Decode one of the app's own sheets of images: (H, W, C)."""
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as image:
        pixels = np.asarray(image.convert("RGB"))
    return pixels if is_colour else np.ascontiguousarray(pixels[..., :1])


def _read(path: Path) -> bytes:
    name = f"“{path.name}”"
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise ImageError(f"{name} is a folder; drop the pictures inside it.")
        if not stat.S_ISREG(kind):
            raise ImageError(f"{name} is not an ordinary file.")
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise ImageError(f"{name} is not there any more.") from None
    except PermissionError:
        raise ImageError(f"You have no permission to read {name}.") from None
    except (OSError, ValueError) as trouble:
        raise ImageError(f"{name} cannot be read.") from trouble


def _check_size(image: Image.Image, name: str, longest: int) -> None:
    width, height = image.size
    is_jpeg = image.format in ("JPEG", "MPO")
    if is_jpeg:
        image.draft("RGB", (2 * longest, 2 * longest))
    decoded = image.width * image.height * _BYTES_A_PIXEL.get(image.mode, 4)
    if width * height > (MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS) or decoded > MAX_DECODED_BYTES:
        raise ImageError(f"{name} has {width:,} × {height:,} pixels, more than this app opens.")


def _decode(image: Image.Image, longest: int) -> Bytes:
    image.load()
    orientation = _orientation(image)  # TIFF is turned by loading, and then has none
    reduced = _reduced(_to_eight_bits(image), longest)
    turn = _TURNS.get(orientation)
    return np.asarray(_to_rgb(reduced if turn is None else reduced.transpose(turn)))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # a broken EXIF block must not cost the picture
        return 1


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit and float images by their range: Pillow's own conversion would clip them."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = _range_of(image.mode, float(values.min()), float(values.max()))
    return Image.fromarray(np.uint8(np.rint(255 * (values - low) / (high - low))))


def _range_of(mode: str, low: float, high: float) -> tuple[float, float]:
    """The values that are black and white: the smallest usual range that holds the image, or its own."""
    usual = (1.0, 255.0, 65535.0) if mode == "F" else (65535.0,)
    fitting = [top for top in usual if low >= 0 and high <= top]
    return (0.0, fitting[0]) if fitting else (low, max(high, low + 1))


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    if max(image.size) <= longest:
        return image
    small = image.convert("RGBA") if image.mode in ("1", "P", "PA") else image.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def _to_rgb(image: Image.Image) -> Image.Image:
    if not (image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
