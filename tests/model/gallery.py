"""Image files of every format, mode and depth, whole and broken: what may come to the door."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, features

from tests.model.bombs import bombs
from tests.model.pictures import content
from tests.model.raw_pictures import COLOUR, COLOUR_ALPHA, GREY, GREY_ALPHA, PALETTE, bmp_in_runs, png, ppm

Colour = tuple[float, float, float]
SIZES = ((24, 16), (1, 1), (37, 5), (130, 97), (1100, 40))
ORIENTATION = 0x0112


@dataclass(frozen=True)
class Exhibit:
    """An image file; colour is the mean it must come out with, None where it may be refused."""

    name: str
    content: bytes
    colour: Colour | None = None
    tolerance: float = 2.0
    is_bomb: bool = False


@dataclass(frozen=True)
class Subject:
    """Two colours, the left half and the right half of a picture, and how much the right one lets through."""

    left: tuple[int, int, int]
    right: tuple[int, int, int]
    alpha: int
    size: tuple[int, int]

    @property
    def share(self) -> float:
        """The share of the left colour."""
        return (self.size[0] // 2) / self.size[0]

    def rgb(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """The pixels (H, W, 3)."""
        made = np.empty((self.size[1], self.size[0], 3), np.uint8)
        made[:, : self.size[0] // 2], made[:, self.size[0] // 2 :] = self.left, self.right
        return made

    def image(self) -> Image.Image:
        """The same as Pillow's."""
        return Image.fromarray(self.rgb())

    def clear(self) -> Image.Image:
        """The same with the right half letting through."""
        alpha = np.full((self.size[1], self.size[0]), 255, np.uint8)
        alpha[:, self.size[0] // 2 :] = self.alpha
        return Image.fromarray(np.dstack([self.rgb(), alpha]))

    def mean(self, of: Callable[[np.ndarray[Any, Any]], Any] = lambda c: c, alpha: int = 255) -> Colour:
        """The mean colour on white, each half as `of` makes it."""
        right = 255 + (np.broadcast_to(of(np.array(self.right, float)), 3) - 255) * alpha / 255
        mean = self.share * np.broadcast_to(of(np.array(self.left, float)), 3) + (1 - self.share) * right
        return float(mean[0]), float(mean[1]), float(mean[2])


def subject(seed: int) -> Subject:
    """Two random colours in a random size."""
    chance = np.random.default_rng(seed)
    left, right = (tuple(int(v) for v in chance.integers(0, 256, 3)) for _ in range(2))
    return Subject(left, right, int(chance.integers(0, 256)), SIZES[int(chance.integers(len(SIZES)))])  # type: ignore[arg-type]


def luma(colour: np.ndarray[Any, Any]) -> float:
    """Grey as ITU-R BT.601 has it."""
    return float(colour @ (0.299, 0.587, 0.114))


def two_levels(colour: np.ndarray[Any, Any]) -> float:
    return 255.0 * (luma(colour) >= 128)


def whole(seed: int) -> Iterator[Exhibit]:
    """One subject in every format and mode."""
    it = subject(seed)
    yield from (*_by_pillow(it, seed), *_pngs(it), *_by_hand(it))


def _by_pillow(it: Subject, seed: int) -> Iterator[Exhibit]:
    image, clear, palette = it.image(), it.clear(), it.image().quantize(4)
    grey, bits = image.convert("L"), image.convert("L").point(lambda v: 255 if v >= 128 else 0).convert("1")
    lossless: list[tuple[str, Image.Image, dict[str, Any], Colour]] = [
        *((kind, grey, {}, it.mean(luma)) for kind in ("PNG", "BMP", "GIF", "TIFF", "PPM")),
        *((kind, bits, {}, it.mean(two_levels)) for kind in ("PNG", "BMP", "TIFF", "PPM", "GIF")),
        *((kind, palette, {}, it.mean()) for kind in ("PNG", "GIF", "BMP", "TIFF")),
        *((kind, image, {}, it.mean()) for kind in ("PNG", "BMP", "TIFF", "PPM")),
        *((kind, clear, {}, it.mean(alpha=it.alpha)) for kind in ("PNG", "TIFF")),
        *((kind, clear.convert("LA"), {}, it.mean(luma, it.alpha)) for kind in ("PNG", "TIFF")),
        ("WEBP", image, {"lossless": True}, it.mean()),
        ("WEBP", clear, {"lossless": True, "exact": True}, it.mean(alpha=it.alpha)),
        ("GIF", image.quantize(4), {"interlace": True}, it.mean()),
        ("TIFF", image.convert("CMYK"), {}, it.mean()),
        *(("TIFF", image, {"compression": each}, it.mean()) for each in ("tiff_lzw", "tiff_adobe_deflate", "packbits")),
        ("TIFF", bits, {"compression": "group4"}, it.mean(two_levels)),
        ("PNG", image, {"save_all": True, "append_images": [grey.convert("RGB")] * 2}, it.mean()),
        ("TIFF", image, {"save_all": True, "append_images": [grey.convert("RGB")] * 2}, it.mean()),
        ("GIF", palette, {"save_all": True, "append_images": [grey] * 3}, it.mean()),
        ("WEBP", image, {"save_all": True, "append_images": [grey.convert("RGB")], "lossless": True}, it.mean()),
    ]  # fmt: skip
    for number, (kind, made, options, colour) in enumerate(lossless):
        yield Exhibit(f"{seed}-{kind}-{made.mode}-{number}", content(made, kind, **options), colour, 2.5)
    yield from _lossy(it, seed)


def _lossy(it: Subject, seed: int) -> Iterator[Exhibit]:
    image, grey = it.image(), it.image().convert("L")
    exif = Image.Exif()
    exif[ORIENTATION] = 1 + seed % 8
    jpegs: list[tuple[Image.Image, dict[str, Any]]] = [
        *((image, {"quality": quality, "subsampling": seed % 3}) for quality in (40, 90)),
        (image, {"progressive": True}),
        (image, {"optimize": True, "exif": exif}),
        (grey, {}),
        (image.convert("CMYK"), {"quality": 95}),
    ]
    kinds = [("JPEG", *each) for each in jpegs] + [("WEBP", image, {"quality": 80, "exif": exif})]
    if features.check("avif"):
        kinds += [("AVIF", image, {"exif": exif}), ("AVIF", grey, {}), ("AVIF", it.clear(), {"quality": 95})]
    for number, (kind, made, options) in enumerate(kinds):
        alpha = it.alpha if made.mode == "RGBA" else 255
        colour = it.mean(luma) if made.mode == "L" else it.mean(alpha=alpha)
        yield Exhibit(f"{seed}-{kind}-{made.mode}-lossy-{number}", content(made, kind, **options), colour, 16)


def _pngs(it: Subject) -> Iterator[Exhibit]:
    """Every colour type with every depth it may have, as PNG's specification lists them; the last interlaced."""
    rgb = it.rgb().astype(np.uint16)
    grey = np.rint(rgb @ (0.299, 0.587, 0.114)).astype(np.uint16)[..., None]
    halves = np.zeros(rgb.shape[:2], np.uint16)
    halves[:, it.size[0] // 2 :] = 1
    palette = bytes((*it.left, *it.right))
    alpha = np.where(halves == 0, 255, it.alpha).astype(np.uint16)[..., None]
    for lace in (False, True):
        for depth in (1, 2, 4, 8, 16):
            top = 2**depth - 1
            levels = np.rint(grey / 255 * top)
            back = [float(v) * 255 / top for v in (levels[0, 0, 0], levels[0, -1, 0])]
            left = back[0] if it.size[0] > 1 else 0.0
            mean = it.share * left + (1 - it.share) * back[1]
            tag = f"{depth}{'-interlaced' if lace else ''}"
            made = png(levels.astype(np.uint16), depth, GREY, is_interlaced=lace)
            yield Exhibit(f"png-grey-{tag}", made, (mean,) * 3)
            if depth <= 8:
                made = png(halves[..., None], depth, PALETTE, palette=palette, is_interlaced=lace)
                yield Exhibit(f"png-palette-{tag}", made, it.mean())
                clear = bytes((255, it.alpha))
                made = png(halves[..., None], depth, PALETTE, palette=palette, trns=clear, is_interlaced=lace)
                yield Exhibit(f"png-palette-alpha-{tag}", made, it.mean(alpha=it.alpha))
            if depth >= 8:
                scale = 257 if depth == 16 else 1
                yield Exhibit(f"png-rgb-{tag}", png(rgb * scale, depth, COLOUR, is_interlaced=lace), it.mean())
                both = np.dstack([rgb, alpha]) * scale
                made = png(both, depth, COLOUR_ALPHA, is_interlaced=lace)
                yield Exhibit(f"png-rgba-{tag}", made, it.mean(alpha=it.alpha))
                made = png(np.dstack([grey, alpha]) * scale, depth, GREY_ALPHA, is_interlaced=lace)
                yield Exhibit(f"png-la-{tag}", made, it.mean(luma, it.alpha))


def _by_hand(it: Subject) -> Iterator[Exhibit]:
    rgb = it.rgb().astype(np.uint16)
    grey = np.rint(rgb @ (0.299, 0.587, 0.114)).astype(np.uint16)[..., None]
    for white in (100, 255, 1023, 65535):
        for samples, mean in ((rgb, it.mean()), (grey, it.mean(luma))):
            scaled = np.rint(samples / 255 * white).astype(np.uint16)
            for is_plain in (False, True):
                yield Exhibit(f"ppm-{white}-{samples.shape[2]}-{is_plain}", ppm(scaled, white, is_plain), mean, 3)
    halves = np.zeros(rgb.shape[:2], np.uint8)
    halves[:, it.size[0] // 2 :] = 1
    yield Exhibit("bmp-runs", bmp_in_runs(halves, [it.left, it.right]), it.mean())
    wide = grey[..., 0].astype(float)
    # A range of floats or wide integers is known only with its ends in the picture.
    wide[0, 0], wide[-1, -1] = 0, 255
    mean = (float(wide.mean()),) * 3
    for top, kind in ((65535, np.uint16), (65535, np.int32), (1.0, np.float32), (65535.0, np.float32)):
        made = Image.fromarray((wide / 255 * top).astype(kind))
        yield Exhibit(f"tiff-{np.dtype(kind)}-{top}", content(made, "TIFF"), mean)


def broken(whole_ones: list[Exhibit], count: int, seed: int = 0) -> Iterator[Exhibit]:
    """Files with damage of every kind, and all bombs."""
    chance = np.random.default_rng(seed)
    for name, body in bombs():
        yield Exhibit(f"bomb-{name}", body, is_bomb=True)
    for number in range(count):
        origin = whole_ones[int(chance.integers(len(whole_ones)))]
        yield Exhibit(f"broken-{number}-{origin.name}", damaged(origin.content, chance))


def damaged(whole_one: bytes, chance: np.random.Generator) -> bytes:
    """The bytes of a file with one kind of damage, sometimes with several."""
    made = bytearray(whole_one)
    for _ in range(int(chance.integers(1, 4))):
        act = _DAMAGES[int(chance.integers(len(_DAMAGES)))]
        made = act(made, chance) if len(made) > 1 else made
    return bytes(made)


def _place(made: bytearray, chance: np.random.Generator) -> int:
    """Anywhere, but half of the time near the beginning, where the header is."""
    return int(chance.integers(min(len(made), 64 if chance.random() < 0.5 else len(made))))


def _cut(made: bytearray, chance: np.random.Generator) -> bytearray:
    return made[: _place(made, chance)]


def _cut_last(made: bytearray, chance: np.random.Generator) -> bytearray:
    return made[: -int(chance.integers(1, min(len(made), 13)))]


def _flip(made: bytearray, chance: np.random.Generator) -> bytearray:
    for _ in range(int(chance.integers(1, 20))):
        made[_place(made, chance)] ^= 1 << int(chance.integers(8))
    return made


def _overwrite(made: bytearray, chance: np.random.Generator) -> bytearray:
    at, length = _place(made, chance), int(chance.integers(1, 9))
    made[at : at + length] = bytes([int(chance.choice((0, 255, 127, 128)))]) * length
    return made


def _take_out(made: bytearray, chance: np.random.Generator) -> bytearray:
    at = _place(made, chance)
    del made[at : at + int(chance.integers(1, 64))]
    return made


def _repeat(made: bytearray, chance: np.random.Generator) -> bytearray:
    at, length = _place(made, chance), int(chance.integers(1, 64))
    made[at:at] = made[at : at + length] * int(chance.integers(1, 50))
    return made


def _grow(made: bytearray, chance: np.random.Generator) -> bytearray:
    return made + chance.integers(0, 256, int(chance.integers(1, 2000)), np.uint8).tobytes()


_DAMAGES = (_cut, _cut, _cut_last, _flip, _flip, _overwrite, _overwrite, _take_out, _repeat, _grow)
