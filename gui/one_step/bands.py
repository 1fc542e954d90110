"""The pictures of the stages that are pictures: the image as it is seen, and weights as images."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gui import formulas, numbers
from gui.one_step.figures import fine, short, slope
from gui.one_step.stages import Scene, Stage
from gui.pictures import weight_pictures
from model.arrays import Bytes, Floats
from model.datasets.arrangement import Seen
from model.templates import levels, limits

_MEANS = {
    Seen.MEAN_IMAGE: ("training mean", "what all images share"),
    Seen.MEAN_CHANNEL: ("channel means", "of all training pixels"),
    Seen.STANDARDISED: ("training mean", "then / the deviation"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A picture (H, W, C), what is written below it, the sign before it, and the class whose colour it has."""

    picture: Bytes
    name: str = ""
    value: str = ""
    sign: str = ""
    k: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Pictures that belong together, and what they are, in the markup of formulas."""

    title: str
    tiles: tuple[Tile, ...]


def bands(stage: Stage, scene: Scene, is_dark: bool, is_magnified: bool = False) -> tuple[Band, ...]:
    """The pictures of a stage that has some. Where magnified, what is added to W has a range of its own."""
    if stage is Stage.UPDATE:
        return _update(scene, is_dark, is_magnified)
    return _MAKERS[stage](scene, is_dark)


def has_bands(stage: Stage) -> bool:
    """Whether the stage is pictures."""
    return stage is Stage.UPDATE or stage in _MAKERS


def _pixels(scene: Scene, is_dark: bool) -> tuple[Band, ...]:
    eye, shape = scene.anatomy.eye, scene.dataset.shape
    seen = scene.dataset.preprocessing
    mean = np.clip(np.rint(seen.shift / seen.scale), 0, 255).astype(np.uint8)
    x = _weights(eye.x[None], shape, is_dark)[0]
    reach = short(float(np.abs(eye.x).max()))
    tiles = [
        Tile(eye.pixels.reshape(shape), "pixels", "0 … 255"),
        *_subtracted(scene, mean.reshape(shape)),
        Tile(x, "x, as W sees it", f"{numbers.MINUS}{reach} … {reach}", "="),
    ]
    if scene.step.settings.dropout_rate:
        mask = Tile(
            (255 * eye.kept).reshape(shape), "kept inputs", f"{numbers.percent(eye.dropped_share)} dropped", "×"
        )
        tiles.insert(-1, mask)
    return (Band("", tuple(tiles)),)


def _subtracted(scene: Scene, mean: Bytes) -> list[Tile]:
    """What is subtracted from the pixels, if anything is."""
    kind = scene.dataset.arrangement.seen
    if kind is Seen.UNIT:
        return []
    name, value = _MEANS[kind]
    return [Tile(mean, name, value, "−")]


def _weights(weights: Floats, shape: tuple[int, int, int], is_dark: bool) -> Bytes:
    """Weights (K, D) as pictures (K, H, W, 3) in one range, zero in the middle."""
    return weight_pictures(levels(weights, shape, is_shared=True), is_dark)


def _named(scene: Scene, pictures: Bytes, values: list[str]) -> tuple[Tile, ...]:
    rows = zip(pictures, scene.dataset.classes, values, strict=True)
    return tuple(Tile(picture, name, value, k=k) for k, (picture, name, value) in enumerate(rows))


def _range(weights: Floats) -> str:
    return rf"\text{{one range for all: ±{fine(float(limits(weights, is_shared=True)[0]))}}}"


def _weight_gradient(scene: Scene, is_dark: bool) -> tuple[Band, ...]:
    anatomy, shape = scene.anatomy, scene.dataset.shape
    if scene.is_batch:
        gradient, title = scene.step.gradient.weights, r"∂L/∂W"
        values = [f"±{fine(float(largest))}" for largest in limits(gradient, is_shared=False)]
    else:
        gradient, title = anatomy.weight_gradient, r"∂L_i/∂W"
        values = [f"{slope(float(g), anatomy.is_hinge)} · x" for g in anatomy.score_gradient]
    tiles = _named(scene, _weights(gradient, shape, is_dark), values)
    return (Band(rf"{title}    {_range(gradient)}", tiles),)


def _update(scene: Scene, is_dark: bool, is_magnified: bool) -> tuple[Band, ...]:
    """W, what is added and the new W: all in one range, so that they add up to the eye."""
    step, shape, count = scene.step, scene.dataset.shape, len(scene.dataset.classes)
    names, added = _added(scene)
    whole = np.concatenate([step.before.weights, *added, step.after.weights])
    pictures = _weights(whole, shape, is_dark)
    note = r"    \text{in the same range}"
    if is_magnified:
        together = np.concatenate(added)
        pictures[count:-count] = _weights(together, shape, is_dark)
        reach = fine(float(limits(together, is_shared=True)[0]))
        note = rf"    \text{{in a range of {'its' if len(added) == 1 else 'their'} own: ±{reach}}}"
    titles = (rf"W    {_range(whole)}", *(f"{name}{note}" for name in names))
    rows = [pictures[start : start + count] for start in range(0, len(pictures), count)]
    bands = [Band(title, tuple(map(Tile, row))) for title, row in zip(titles, rows[:-1], strict=True)]
    return (*bands, Band(r"W_{\text{new}}", _named(scene, rows[-1], [""] * count)))


def _added(scene: Scene) -> tuple[list[str], list[Floats]]:
    """What is added to W, by name: with momentum what is left of the velocity as well."""
    eta = formulas.step_size(scene.step.settings)
    names, added = [f"− {eta} ∂L/∂W"], [scene.anatomy.pushed]
    carried = scene.anatomy.carried
    return (names, added) if carried is None else ([f"− {eta} μ v", *names], [carried, *added])


_MAKERS: dict[Stage, Callable[[Scene, bool], tuple[Band, ...]]] = {
    Stage.PIXELS: _pixels,
    Stage.WEIGHT_GRADIENT: _weight_gradient,
}
