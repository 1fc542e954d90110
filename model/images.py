"""The door for pictures from outside; with `model.pixels` behind it, the only room that knows Pillow.

Whatever comes in leaves as plain pixels, or as an ImageError whose text is a sentence for the user.
"""

import io
import stat
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from model.arrays import Bytes
from model.headers import parts_in, scans_in
from model.pixels import upright_rgb

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "AVIF")
SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib",
    ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".avif",
)  # fmt: skip
PREVIEW_SIDE = 512
_MEGABYTE = 1_000_000
MAX_FILE_BYTES = 50 * _MEGABYTE
MAX_PIXELS = 40 * _MEGABYTE
MAX_JPEG_PIXELS = 250 * _MEGABYTE
MAX_DECODED_BYTES = 200 * _MEGABYTE
# Pillow decodes these in Python, a pixel or a run at a time.
_MAX_SLOW_PIXELS = {"bmp_rle": 4 * _MEGABYTE, "ppm_plain": _MEGABYTE}
_JPEGS = ("JPEG", "MPO")
# The decoders of these hold several copies of a picture at once: so many bytes a pixel, whatever its mode.
_HELD_BYTES = {"WEBP": 16, "AVIF": 10}
# Between two such parts Pillow asks for the interpreter, which a run at full speed is slow to give.
_DECODED_AT_ONCE = 4 * _MEGABYTE
_MAX_HEADER_READS, _MAX_READS = 8_000, 400_000
_MAX_SCANS = 64
_MAX_PARTS, _MAX_REMARKS = 20_000, 1000
_LONGEST_NAME = 60
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

# What Pillow would warn of is either harmless or ends in a sentence.
warnings.filterwarnings("ignore", module=r"PIL\.")
# The limits above are tighter than Pillow's own and are checked from the header, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class ImageError(Exception):
    """A picture that cannot be shown; the text is one sentence that says which and why."""


def readable(name: str) -> str:
    """A name of a file as it can be shown on one line: whatever cannot be written is �, the middle of a long one …."""
    clean = "".join(each if each.isprintable() or each == "\u200d" else "�" for each in name)
    half = _LONGEST_NAME // 2
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:half]}…{clean[-half + 1 :]}"


def is_folder(path: Path) -> bool:
    """Whether there is a folder; False where that cannot be told."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def pictures_in(folder: Path) -> list[Path]:
    """The files of a folder that are pictures by their endings, sorted by name; raises ImageError if there are none."""
    name = f"“{readable(folder.name)}”"
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.name[0] != ".")
    except PermissionError:
        raise ImageError(f"You have no permission to look into the folder {name}.") from None
    except OSError as trouble:
        raise ImageError(f"The folder {name} cannot be read.") from trouble
    if not found:
        raise ImageError(f"The folder {name} holds no pictures itself; drop the pictures or the folder they are in.")
    return found


def load_file(path: Path, longest: int = PREVIEW_SIDE) -> Bytes:
    """Read an image file as RGB (H, W, 3), its longer side at most `longest`; raises ImageError."""
    name = f"“{readable(path.name)}”"
    return load_bytes(_read(path, name), name, longest)


def load_bytes(content: bytes, name: str, longest: int = PREVIEW_SIDE) -> Bytes:
    """Decode the bytes of an image file as RGB (H, W, 3), its longer side at most `longest`; raises ImageError.

    name is how the sentence of an error calls it.
    """
    if not content:
        raise ImageError(f"{name} is empty: there is no picture in it.")
    if len(content) > MAX_FILE_BYTES:
        raise ImageError(f"{name} is larger than {MAX_FILE_BYTES // _MEGABYTE} MB; choose a smaller file.")
    try:
        if parts_in(content) > _MAX_PARTS:
            raise _TooManyParts
        file = _Patient(content)
        with Image.open(file, formats=FORMATS) as image:
            file.most = _MAX_READS
            image.decodermaxblock = _DECODED_AT_ONCE
            if image.format in _JPEGS:
                _check_scans(image, content, name)
            _check_size(image, name, longest)
            if _decoder_of(image) == "ppm_plain" and content.count(b"#") > _MAX_REMARKS:
                raise _TooManyParts  # Pillow copies the text around each of them
            return upright_rgb(_with_numbers(image, content), longest)
    except ImageError:
        raise
    except MemoryError:
        raise ImageError(f"{name} needs more memory than there is.") from None
    except _TooManyParts:
        raise ImageError(f"{name} consists of more small parts than this app reads.") from None
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


def _read(path: Path, name: str) -> bytes:
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


class _TooManyParts(BaseException):
    """Not an Exception, so that no reader of a format takes it for damage and tries the next."""


class _Patient(io.BytesIO):
    """Bytes to read, but not in millions of pieces: headers are read by Python, and some are made to never end."""

    reads, most = 0, _MAX_HEADER_READS

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > self.most:
            raise _TooManyParts
        return super().read(size)


def _check_size(image: ImageFile.ImageFile, name: str, longest: int) -> None:
    width, height = image.size
    is_jpeg = image.format in _JPEGS
    if is_jpeg:
        parts = max(1, max(image.size) // (2 * longest))
        image.draft("RGB", (-(-width // parts), -(-height // parts)))
    bytes_a_pixel = _HELD_BYTES.get(image.format or "", _BYTES_A_PIXEL.get(image.mode, 4))
    decoded = image.width * image.height * bytes_a_pixel
    most = MAX_JPEG_PIXELS if is_jpeg else _MAX_SLOW_PIXELS.get(_decoder_of(image), MAX_PIXELS)
    if width * height > most or decoded > MAX_DECODED_BYTES:
        raise ImageError(f"{name} has {width:,} × {height:,} pixels, more than this app opens.")


def _check_scans(image: ImageFile.ImageFile, content: bytes, name: str) -> None:
    """A JPEG in several scans is held whole by its decoder, and each scan goes over all of it."""
    scans = scans_in(content)
    width, height = image.size
    samples = [across * down for _, across, down, _ in image.layer]  # type: ignore[attr-defined]
    held = 2 * width * height * sum(samples) / max(samples)
    if scans > _MAX_SCANS or (scans > 1 and held > MAX_DECODED_BYTES):
        raise ImageError(f"{name} is a JPEG of {width:,} × {height:,} pixels in {scans:,} layers: too much to open.")


def _decoder_of(image: ImageFile.ImageFile) -> str:
    return image.tile[0].codec_name if image.tile else ""


def _with_numbers(image: ImageFile.ImageFile, content: bytes) -> Image.Image:
    """The same picture, but a PPM with an unusual white is taken from its bytes: Pillow would be slow at that."""
    if _decoder_of(image) != "ppm":
        return image
    tile, channels = image.tile[0], len(image.getbands())
    assert isinstance(tile.args, tuple)
    white = int(tile.args[1])
    kind = np.dtype(np.uint8 if white < 256 else ">u2")
    values = np.frombuffer(content, kind, image.width * image.height * channels, tile.offset)
    scaled = np.empty(values.shape, np.uint8)
    for start in range(0, len(values), _MEGABYTE):
        part = slice(start, start + _MEGABYTE)
        scaled[part] = np.minimum(np.rint(values[part].astype(np.float32) * np.float32(255 / white)), 255)
    shape = (image.height, image.width) if channels == 1 else (image.height, image.width, channels)
    return Image.fromarray(scaled.reshape(shape))
