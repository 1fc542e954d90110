"""Regularization: what the weights cost, and dropout of the inputs. The bias is never penalised."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import prod

import numpy as np

from model.arrays import Bytes, Floats, frozen
from model.datasets.dataset import Preprocessing
from model.records import PenaltyKind, Settings

_LEVELS = 256
_PLACES = 1 << 20


def penalty(settings: Settings, weights: Floats) -> float:
    """Lambda * R(W): the sum of squares (L2), of absolute values (L1), or nothing."""
    if settings.penalty is PenaltyKind.L2:
        return settings.strength * float(np.vdot(weights, weights))
    if settings.penalty is PenaltyKind.L1:
        return settings.strength * float(np.abs(weights).sum())
    return 0.0


def add_penalty_gradient(settings: Settings, weights: Floats, gradient: Floats) -> None:
    """Add the gradient of `penalty` to `gradient` in place: 2 lambda W (L2), lambda sign(W) (L1)."""
    factor = weights.dtype.type(settings.strength)
    if settings.penalty is PenaltyKind.L2:
        gradient += 2 * factor * weights
    elif settings.penalty is PenaltyKind.L1:
        gradient += factor * np.sign(weights)


@dataclass(frozen=True, slots=True, eq=False)
class Dropout:
    """Inverted dropout of the inputs: a dropped pixel is seen as 0, a kept one divided by 1 - rate.

    It works on pixel bytes, so that nothing but the bytes is touched: a dropped byte is set to the one that
    preprocessing takes nearest to 0 (`fill`), and the division is folded into `seen`. The rate is a multiple
    of 1/256, because kept pixels are chosen by comparing random bytes.
    """

    threshold: int
    fill: Bytes
    seen: Preprocessing

    @property
    def keep(self) -> float:
        """The share of pixels that is kept: 1 - rate, to a multiple of 1/256."""
        return 1 - self.threshold / _LEVELS

    def drop(self, pixels: Bytes, seed: tuple[int, ...]) -> None:
        """Drop pixels (B, D) in place; the same seed and shape drop the same ones."""
        keep, fill = self.kept(pixels.shape, seed), _laid_out(self, len(pixels))
        # fill + keep * (pixel - fill), modulo 256, picks without a branch.
        pixels -= fill
        pixels *= keep
        pixels += fill

    def kept(self, shape: tuple[int, ...], seed: tuple[int, ...]) -> Bytes:
        """Which of the pixels of this shape `drop` keeps with this seed: 1, or 0 for a dropped one."""
        keep = _random_bytes(seed, prod(shape)).reshape(shape)
        np.greater_equal(keep, self.threshold, out=keep.view(np.bool_))
        return keep


@lru_cache(4)
def _laid_out(dropped: Dropout, count: int) -> Bytes:
    """What dropped pixels of several images are set to, (count, D): as one run of bytes, worked with at full speed."""
    return frozen(np.tile(dropped.fill, (count, 1)))


def _random_bytes(seed: tuple[int, ...], size: int) -> Bytes:
    """Random bytes (size,) for a seed of 64-bit numbers, ten times faster than a generator makes them.

    Two strips of random bytes, always the same, are laid over each other and added. Where each begins is drawn from
    the seed, and the sum of two bytes modulo 256 is as random as either: what two seeds give has nothing in common.
    """
    strips = _strips(1 << (size + _PLACES - 1).bit_length())
    drawn = blake2b(np.array(seed, "<i8").tobytes(), digest_size=16).digest()
    one, other = (int.from_bytes(half, "little") % _PLACES for half in (drawn[:8], drawn[8:]))
    return strips[0, one : one + size] + strips[1, other : other + size]


@lru_cache(1)
def _strips(length: int) -> Bytes:
    """Two strips of random bytes: (2, length); shorter ones are what longer ones begin with."""
    raw = [np.random.SFC64(which).random_raw(length // 8) for which in range(2)]
    return frozen(np.array(raw).view(np.uint8))


@lru_cache(4)
def dropout(rate: float, preprocessing: Preprocessing) -> Dropout:
    """Dropout at a rate in [0, 1) for inputs that are seen through `preprocessing`."""
    threshold = min(round(rate * _LEVELS), _LEVELS - 1)
    keep = 1 - threshold / _LEVELS
    scale, shift = preprocessing.scale, preprocessing.shift
    fill = frozen(np.clip(np.rint(shift / scale), 0, 255).astype(np.uint8))
    folded = np.asarray(fill * (scale / keep) - fill * scale + shift, dtype=np.float32)
    return Dropout(threshold, fill, Preprocessing(scale / keep, folded, preprocessing.sentence))
