"""The names at the ends of the curves of a race."""

from itertools import pairwise

import pytest

from gui.race.names import spread_apart
from tests.screens_of_race import race_of, run_on
from tests.stage import Stage


@pytest.mark.parametrize("places", [[], [3.0], [1.0, 2.0, 3.0], [5.0, 5.0, 5.0, 5.0], [40.0, 1.0, 2.0]])
def test_that_names_that_would_overlap_are_moved_apart_in_their_order(places: list[float]) -> None:
    spread = spread_apart(places, 10.0, (0.0, 1000.0))
    in_order = [value for _, value in sorted(zip(places, spread, strict=True))]
    assert all(later - earlier >= 10 - 1e-9 for earlier, later in pairwise(in_order))


def test_that_names_that_have_room_stay_where_they_are() -> None:
    assert spread_apart([100.0, 10.0, 55.0], 18.0, (0.0, 1000.0)) == [100.0, 10.0, 55.0]


@pytest.mark.parametrize("places", [[98.0, 99.0, 97.0], [1.0, 2.0, 99.0], [5.0, 4.0, 3.0, 90.0, 91.0, 92.0, 93.0]])
@pytest.mark.parametrize("gap", [10.0, 18.0, 60.0])
def test_that_names_leave_the_plot_neither_below_nor_above(places: list[float], gap: float) -> None:
    spread = spread_apart(places, gap, (0.0, 100.0))
    assert min(spread) >= 0.0
    assert max(spread) <= 100.0 + 1e-9
    in_order = [value for _, value in sorted(zip(places, spread, strict=True))]
    assert all(later - earlier >= min(gap, 100 / (len(places) - 1)) - 1e-9 for earlier, later in pairwise(in_order))


def test_that_the_figure_of_the_lecture_names_its_four_curves_and_says_which_exploded(
    stage: Stage,
) -> None:
    race = race_of(stage)
    run_on(stage, race, 30)
    said = [note.text for note in race.curves.names.notes if note.isVisible()]
    assert said[:2] == ["low", "good"]
    assert said[3] == "very high ↑"
