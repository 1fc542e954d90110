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
    with np.errstate(all="ignore"):  # zero or broken weights are shown as zero
        scale = np.nan_to_num(_REACH / largest, nan=0.0, posinf=0.0)
        scaled = np.nan_to_num(weights * scale[:, None].astype(weights.dtype), nan=0.0, posinf=_REACH, neginf=-_REACH)
    scaled += ZERO_LEVEL + 0.5
    return scaled.astype(np.uint8).reshape(len(weights), *shape)
