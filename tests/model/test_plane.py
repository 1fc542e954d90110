import numpy as np
import pytest

from model.classifier import class_scores, objective
from model.plane import losses_on, plane
from model.records import Params, PenaltyKind, Settings
from tests.model.small import doubled, for_every_kind_and_margin, seen_plainly, small_dataset, small_params

DATA = small_dataset(shape=(2, 2, 1), spread=150)
TS, US = np.linspace(-2.0, 3.0, 6), np.linspace(-1.0, 1.0, 7)


def shifted(origin: Params, directions: tuple[Params, Params], t: float, u: float) -> Params:
    first, second = directions
    return Params(
        origin.weights + t * first.weights + u * second.weights,
        origin.biases + t * first.biases + u * second.biases,
    )


@for_every_kind_and_margin
def test_that_the_plane_has_the_loss_of_the_parameters_at_each_point(settings: Settings) -> None:
    origin, first, second = (doubled(small_params(DATA, seed)) for seed in (1, 2, 3))
    seen, labels = seen_plainly(DATA, DATA.train), DATA.labels[DATA.train]
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    losses = losses_on(surface, TS, US)
    for i, t in enumerate(TS):
        for j, u in enumerate(US):
            direct = objective(shifted(origin, (first, second), t, u), seen, labels, settings)[0]
            assert losses[i, j] == pytest.approx(direct, rel=1e-10)


def test_that_a_plane_in_hand_never_changes() -> None:
    origin, first, second = (small_params(DATA, seed) for seed in (1, 2, 3))
    seen, labels = seen_plainly(DATA, DATA.train), DATA.labels[DATA.train]
    scores = tuple(class_scores(params, seen) for params in (origin, first, second))
    settings = Settings(penalty=PenaltyKind.NONE)
    surface = plane((scores[0], scores[1], scores[2]), labels, origin, (first, second), settings)
    with pytest.raises(ValueError, match="read-only"):
        surface.gaps[0, 0] = 1.0
