"""Questions about the loss on a plane for small runs, and the same losses the plain way, in float64."""

from dataclasses import replace

import numpy as np
import pytest

from model.axes import Axes
from model.classifier import objective
from model.datasets.dataset import Dataset
from model.descent import descend
from model.panorama import Panorama, PlaneQuestion, survey_plane
from model.records import Batch, Params, Settings, Step, Waypoint
from tests.model.small import doubled, scratch_for, seen_plainly, small_dataset, small_params

# Four pixels and much noise: no plane separates the classes, so every loss has a lowest point.
SMALL = small_dataset(shape=(2, 2, 1), spread=150)
# More images than a sample has.
LARGE = small_dataset(shape=(2, 2, 1), of_each=1000, spread=150)

for_every_axes = pytest.mark.parametrize("axes", list(Axes), ids=lambda axes: axes.value)


def step_at(params: Params, number: int, settings: Settings, dataset: Dataset = SMALL) -> Step:
    """The coming step of a run that stands at parameters."""
    rows = dataset.train[3 * number % 20 :][:12].copy()
    batch = Batch(rows, dataset.labels[rows], seed=5, epoch=0, position=number)
    return descend(params, batch, settings, dataset, scratch_for(dataset), number)


def question_after(
    steps: int, settings: Settings, axes: Axes = Axes.PATH, dataset: Dataset = SMALL, seed: int = 1
) -> PlaneQuestion:
    """A question about a run that has taken so many steps; its saved points are of other seeds."""
    trail: list[Waypoint] = []
    step = step_at(small_params(dataset, seed), 0, settings, dataset)
    for number in range(1, steps + 1):
        trail.append(Waypoint(step.number, step.before))
        step = step_at(step.after, number, settings, dataset)
    return PlaneQuestion(
        identity=7,
        step=step,
        dataset=dataset,
        axes=axes,
        trail=tuple(trail),
        previous=trail[-1].params if trail else None,
        saved=tuple(small_params(dataset, other) for other in (11, 12, 13)),
        seed=3,
        side=21,
    )


def next_question(question: PlaneQuestion, last: Panorama | None) -> PlaneQuestion:
    """The question after the coming step has been taken."""
    before = question.step
    step = step_at(before.after, before.number + 1, before.settings, question.dataset)
    trail = (*question.trail, Waypoint(before.number, before.before))
    return replace(question, step=step, trail=trail, previous=before.before, last=last)


def surveyed(question: PlaneQuestion) -> Panorama:
    """The answer."""
    return survey_plane(question, scratch_for(question.dataset))


def point_of(panorama: Panorama, t: float, u: float) -> Params:
    """The parameters of a point, in float64."""
    origin, first, second = (doubled(params) for params in (panorama.origin, *panorama.directions))
    return Params(
        origin.weights + t * first.weights + u * second.weights, origin.biases + t * first.biases + u * second.biases
    )


def direct_loss(params: Params, question: PlaneQuestion) -> float:
    """The loss of parameters on all training images."""
    dataset = question.dataset
    seen, labels = seen_plainly(dataset, dataset.train), dataset.labels[dataset.train]
    return objective(doubled(params), seen, labels, question.step.settings)[0]


def shifted(params: Params, by: float) -> Params:
    """Parameters with every weight larger by so much."""
    return Params(params.weights + np.float32(by), params.biases.copy())
