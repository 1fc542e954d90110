"""Weights as images: each row of W, laid out as the pixels it belongs to."""

import numpy as np

from model.arrays import Bytes, Floats

ZERO_LEVEL = 128
_REACH = 127


def limits(weights: Floats, is_shared: bool) -> Floats:
    """The largest absolute weight of each row of weights (K, D), or of all rows for each where shared: (K,)."""
    largest = np.maximum(weights.max(axis=1), -weights.min(axis=1))
    return np.full_like(largest, largest.max()) if is_shared else largest


def levels(weights: Floats, shape: tuple[int, int, int], is_shared: bool) -> Bytes:
    """Weights (K, D) as byte images (K, H, W, C) in a range symmetric about zero, which is level 128."""
    largest = limits(weights, is_shared)
    with np.errstate(all="ignore"):
        scale = _REACH / largest
        scaled = weights * scale[:, None]
    scaled[~(np.isfinite(scale) & np.isfinite(largest))] = 0  # zero or broken weights are shown as zero
    scaled += ZERO_LEVEL + 0.5
    return scaled.astype(np.uint8).reshape(len(weights), *shape)
