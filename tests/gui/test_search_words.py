"""What the workspace Search makes of a search before any of it is drawn: areas, colours, sentences, wishes."""

from dataclasses import replace

import numpy as np
import pytest

from gui.search import words
from gui.search.area import area_of, neighbour
from gui.search.cells import Metric, best_of, cells_of
from gui.search.colours import fitting_colours
from gui.search.wish import SearchWish, around, complaint, usual_wish
from model import defaults
from model.datasets.arrangement import AS_OPENED
from model.datasets.catalogue import SAMPLES, TOYS
from model.records import LossKind, PenaltyKind, Settings
from model.search.records import Job, Outcome, Plan, SearchMode, SearchSnapshot, Span

PLAN = Plan("small", AS_OPENED, Settings(), Span(1e-3, 10, 5), Span(1e-4, 1, 5), False, 1, 1, 0)


def done(accuracies: dict[int, float], plan: Plan = PLAN) -> SearchSnapshot:
    """A search whose runs ended with these validation accuracies by place; all others with 10 %."""
    outcomes = {}
    for job in plan.jobs:
        accuracy = accuracies.get(job.point.place, 0.1)
        curve = np.array([[0, 1], [2.3, 1], [2.3, 2 - accuracy], [0.1, 0.5], [0.1, accuracy]])
        outcomes[job] = Outcome(job, None, curve, 10, None, 0.1, validated=400)
    return SearchSnapshot(1, SearchMode.DONE, plan, outcomes, frozenset(), {}, 0.0, "nobody")


def sentence(search: SearchSnapshot, metric: Metric = Metric.ACCURACY) -> str:
    cells = cells_of(search)
    best = best_of(cells, metric)
    assert best is not None
    return words.best(cells, best, search, metric)


def test_that_arrows_go_to_the_neighbours_of_a_cell_and_stay_at_the_border() -> None:
    places = area_of(PLAN).scaled((500.0, 100.0))
    for start in range(25):
        row, column = divmod(start, 5)
        for direction, across, up in (("left", -1, 0), ("right", 1, 0), ("up", 0, 1), ("down", 0, -1)):
            is_inside = 0 <= row + up < 5 and 0 <= column + across < 5
            expected = start + across + 5 * up if is_inside else start
            assert neighbour(places, start, direction) == expected


def test_that_every_random_point_is_found_where_it_is_and_reached_by_arrows() -> None:
    area = area_of(replace(PLAN, is_random=True))
    size = (400.0, 300.0)
    for place, point in enumerate(area.points):
        assert area.candidate_at((point[0], point[1]), size, 14.0) == place
    reached, fresh = {0}, [0]
    while fresh:
        start = fresh.pop()
        found = {neighbour(area.scaled(size), start, way) for way in ("left", "right", "up", "down")} - reached
        reached |= found
        fresh += found
    assert reached == set(range(25))


def test_that_colours_stay_while_they_fit_and_follow_what_is_far_outside() -> None:
    first = fitting_colours(Metric.ACCURACY, np.array([28.0, 38.0, np.nan]), 2.3, None)
    assert first.span[0] <= 28 < 38 <= first.span[1]
    again = fitting_colours(Metric.ACCURACY, np.array([28.5, 37.5]), 2.3, first)
    assert again.span == first.span
    wider = fitting_colours(Metric.ACCURACY, np.array([6.0, 38.0]), 2.3, first)
    assert wider.span[0] <= 6
    losses = fitting_colours(Metric.LOSS, np.array([1.8, 2.0, 4000.0]), 2.3, wider)
    assert losses.span[0] <= 1.8 < 2.3 <= losses.span[1] < 3  # who explodes does not take the colours of all others
    assert losses.levels(np.array([1.8]))[0] > losses.levels(np.array([2.0]))[0]
    assert losses.levels(np.array([4000.0]))[0] == 0


def test_that_the_best_is_named_with_its_error_its_rivals_and_the_edge() -> None:
    alone = sentence(done({12: 0.4}))
    assert "step size <b>0.1</b>, L2 λ <b>0.01</b>, <b>40.0 % ± 2.4 %</b>" in alone
    assert "400 images" in alone
    assert "within" not in alone
    assert "edge" not in alone
    assert "2 others are within that" in sentence(done({12: 0.4, 13: 0.39, 7: 0.38, 8: 0.37}))
    assert "It lies at the edge" in sentence(done({4: 0.4, 9: 0.39}))
    assert "edge" not in sentence(done({4: 0.4, 12: 0.39}))  # as good inside
    assert "edge" not in sentence(replace(done({4: 0.4}), mode=SearchMode.RUNNING))
    assert "validation loss <b>1.600</b> (one fold" in sentence(done({12: 0.4}), Metric.LOSS)


def test_that_folds_say_how_sure_the_best_is() -> None:
    plan = replace(PLAN, folds=2)
    search = done({12: 0.4}, plan)
    job = Job(plan.points[12], 1)
    curve = search.outcomes[job].curve.copy()
    curve[4, -1] = 0.44
    outcomes = {**search.outcomes, job: replace(search.outcomes[job], curve=curve)}
    assert "<b>42.0 % ± 2.0 %</b>" in sentence(replace(search, outcomes=outcomes))


@pytest.mark.parametrize("source", [*SAMPLES, *TOYS, "cifar10", "fashion", "mnist"])
def test_that_what_is_usual_lies_in_the_middle_of_the_first_ranges(source: str) -> None:
    for loss in LossKind:
        for penalty in PenaltyKind:
            wish = usual_wish(source, Settings(loss=loss, penalty=penalty))
            assert complaint(wish) == ""
            assert wish.penalty is not PenaltyKind.NONE
            assert wish.step_sizes.values[2] == pytest.approx(defaults.default_step_size(source, loss))
            strength = defaults.default_strength(source, loss, wish.penalty)
            if wish.penalty is PenaltyKind.DROPOUT:
                assert 0 < wish.strengths.low <= strength <= wish.strengths.high < 1
            else:
                assert wish.strengths.values[2] == pytest.approx(strength)


def test_that_a_search_around_a_candidate_reaches_to_its_neighbours_and_no_rate_reaches_one() -> None:
    wish = SearchWish(LossKind.HINGE, PenaltyKind.L1, Span(1, 2, 2), Span(1, 2, 2))
    closer = around(wish, PLAN, PLAN.points[12])
    assert (closer.step_sizes.low, closer.step_sizes.high) == (0.01, 1.0)
    assert (closer.strengths.low, closer.strengths.high) == (1e-3, 0.1)
    assert (closer.loss, closer.penalty) == (PLAN.settings.loss, PLAN.settings.penalty)
    rates = replace(PLAN, settings=Settings(penalty=PenaltyKind.DROPOUT), strengths=Span(0.05, 0.8, 5))
    assert around(wish, rates, rates.points[24]).strengths.high < 1
    assert complaint(around(wish, rates, rates.points[24])) == ""


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (42.4, "42 s"), (90, "2 min"), (600, "10 min"), (9000, "2.5 h")]
)
def test_that_times_are_said_as_one_says_them(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said
