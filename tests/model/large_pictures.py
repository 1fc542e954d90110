"""Pictures as large as the door lets in, of every format: what time and memory they take is its measure."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, features

from tests.model.pictures import content


def textured(width: int, height: int, grain: float = 12.0) -> Image.Image:
    """A picture with soft colours and some grain, put together from equal tiles."""
    chance = np.random.default_rng(1)
    side = 1000
    soft = Image.fromarray(chance.integers(0, 256, (12, 12, 3), np.uint8)).resize(
        (side, side), Image.Resampling.BICUBIC
    )
    rough = np.asarray(soft, float) + chance.normal(0, grain, (side, side, 1))
    tile = Image.fromarray(np.clip(rough, 0, 255).astype(np.uint8))
    made = Image.new("RGB", (width, height))
    for left in range(0, width, side):
        for top in range(0, height, side):
            made.paste(tile, (left, top))
    return made


def jpeg_of_108_megapixels() -> bytes:
    """What the largest cameras of telephones give: 12,000 x 9,000."""
    return content(textured(12_000, 9_000, grain=6), "JPEG", quality=80)


def large() -> Iterator[tuple[str, bytes]]:
    """Name and content of each, at most 50 MB."""
    yield "jpeg-108-megapixels", jpeg_of_108_megapixels()
    yield "jpeg-249-megapixels", content(Image.new("RGB", (24_900, 10_000), "teal"), "JPEG", quality=60)
    yield "jpeg-progressive-60-megapixels", content(textured(10_000, 6_000, 4), "JPEG", progressive=True, quality=60)
    soft = textured(7_300, 5_400, grain=0)
    yield "png-rgb", content(soft, "PNG", compress_level=1)
    yield "png-palette", content(soft.quantize(64), "PNG", compress_level=1)
    yield "png-grey", content(soft.convert("L"), "PNG", compress_level=1)
    yield "png-sixteen-bits", content(_wide(soft.convert("L"), np.uint16, 257), "PNG", compress_level=1)
    yield "png-rgba", content(soft.convert("RGBA"), "PNG", compress_level=1)
    yield "gif", content(soft.quantize(16), "GIF")
    yield (
        "tiff-floats",
        content(_wide(soft.convert("L"), np.float32, 1 / 255), "TIFF", compression="tiff_adobe_deflate"),
    )
    yield "tiff-cmyk", content(soft.convert("CMYK"), "TIFF", compression="tiff_adobe_deflate")
    yield "tiff-group4", content(soft.convert("1", dither=Image.Dither.NONE), "TIFF", compression="group4")
    less = textured(4_000, 3_000, grain=0)
    yield "webp", content(less, "WEBP", quality=50, method=0)
    yield "webp-lossless", content(less.convert("RGBA"), "WEBP", lossless=True, method=0, quality=0)
    if features.check("avif"):
        yield "avif", content(textured(5_000, 4_000, grain=0), "AVIF", quality=40, speed=10)
    yield "line", content(Image.new("P", (40_000_000, 1), 3), "PNG")


def _wide(image: Image.Image, kind: type, scale: float) -> Image.Image:
    return Image.fromarray((np.asarray(image) * kind(scale)).astype(kind))
