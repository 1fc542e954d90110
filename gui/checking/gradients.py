"""The numerical gradient, the analytic one and their difference, as pictures."""

import numpy as np
from numpy.typing import NDArray

from gui.one_step.bands import Band, Tile
from gui.one_step.figures import fine
from gui.pictures import weight_pictures
from gui.theme import Theme
from model.arrays import Bytes, Doubles
from model.checking.bench import Bench
from model.templates import levels, limits

_NUMERICAL, _ANALYTIC = r"\text{numerical}", r"\text{analytic}"


def bands(bench: Bench, theme: Theme, is_whole: bool) -> tuple[Band, ...]:
    """The template of the class that is looked at and its gradients; where whole, three rows with those of every class.

    The gradients share a range, their difference has its own; what is not known yet is blank.
    """
    chosen = range(len(bench.checked)) if is_whole else range(bench.place.k, bench.place.k + 1)
    rows = np.array(chosen)
    numerical = bench.progress.slopes[rows, :-1]
    analytic = bench.checked[rows, :-1].astype(np.float64)
    known = bench.progress.known[rows, :-1]
    difference = np.where(known, numerical - analytic, 0.0)
    shape = bench.dataset.shape
    both = weight_pictures(levels(np.concatenate([numerical, analytic]), shape, is_shared=True), theme.is_dark)
    apart = weight_pictures(levels(difference, shape, is_shared=True), theme.is_dark)
    first, second = both[: len(rows)], both[len(rows) :]
    first, third = (_blanked(pictures, known, shape, theme.hover) for pictures in (first, apart))
    ranges = (_range(np.concatenate([numerical, analytic])), _range(difference))
    if is_whole:
        return _rows(bench, (first, second, third), ranges)
    weights = bench.subject.weights[rows, :-1].astype(np.float64)
    template = weight_pictures(levels(weights, shape, is_shared=True), theme.is_dark)[0]
    tiles = (
        Tile(template, "W", _range(weights)),
        Tile(first[0], "numerical", ranges[0]),
        Tile(second[0], "analytic", ranges[0], "−"),
        Tile(third[0], "difference", ranges[1], "="),
    )
    return (Band("", tiles),)


def _rows(bench: Bench, pictures: tuple[Bytes, Bytes, Bytes], ranges: tuple[str, str]) -> tuple[Band, ...]:
    first, second, third = (tuple(Tile(picture) for picture in row) for row in pictures)
    named = tuple(Tile(tile.picture, bench.dataset.classes[k], k=k) for k, tile in enumerate(third))
    return (
        Band(rf"{_NUMERICAL}    \text{{{ranges[0]}}}", first),
        Band(rf"{_ANALYTIC}    \text{{in the same range}}", second),
        Band(rf"\text{{difference    {ranges[1]}}}", named),
    )


def _range(weights: Doubles) -> str:
    return f"±{fine(float(limits(weights, is_shared=True)[0]))}"


def _blanked(pictures: Bytes, known: NDArray[np.bool_], shape: tuple[int, int, int], blank: str) -> Bytes:
    """Pictures (K, H, W, 3) with the colour #rrggbb where not all channels of a pixel are known."""
    is_known = known.reshape(-1, *shape).all(axis=-1, keepdims=True)
    colour = np.array([int(blank[n : n + 2], 16) for n in (1, 3, 5)], np.uint8)
    return np.where(is_known, pictures, colour)
