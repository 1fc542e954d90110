"""The page Strategies of the workspace Race, in the real window: it shows what the strategies are, and tells why."""

from dataclasses import replace
from itertools import combinations
from math import log10

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui import numbers, theme
from gui.exporting.figures import shown_figures
from gui.plots.items import Note
from gui.strategies import words
from gui.strategies.page import StrategiesPage
from gui.workspaces.names import RACE, TRAIN
from gui.workspaces.race_pages import RUNS, RacePages
from model.commands import Advance
from model.provenance import caption
from model.records import LossKind, Mode
from model.strategies.commands import BeginSearching
from model.strategies.contest import Contest
from model.strategies.records import LANE_ROWS, StrategiesSnapshot, StrategyKind
from model.tables import as_csv
from tests.model.small import same_bits
from tests.screens_of_race import rest, strategies_of
from tests.stage import Stage


def advance(stage: Stage, page: StrategiesPage, evaluations: int) -> StrategiesSnapshot:
    """Let everybody use so many evaluations more."""
    assert page.shown is not None
    budget = page.shown.budget + evaluations
    stage.window.workspaces.strategies_desk.commanded.emit(Advance(evaluations))
    rest(stage, page, budget)
    assert page.shown is not None
    return page.shown


def place_of(note: Note, page: StrategiesPage) -> QRectF:
    """Where the letters of a name are on the plot, in pixels."""
    return note.rect().adjusted(0, 2, 0, -2).translated(page.curves.plot.pixel_at(note.x(), note.y()))


def assert_shows(page: StrategiesPage) -> None:
    """The numbers of every row and the ends of every curve are those of its lane."""
    assert page.shown is not None
    for lane in page.shown.lanes:
        row, rows = page.table.rows[lane.kind], dict(zip(LANE_ROWS, lane.curve, strict=True))
        measure = lane.measure
        accuracies = (measure.train_accuracy, measure.validation_accuracy, measure.test_accuracy)
        assert [number.said for number in row.numbers] == [
            words.evaluations(lane.standing.evaluations),
            numbers.loss(measure.train_loss),
            *(numbers.percent(accuracy, 1) for accuracy in accuracies),
        ]
        x, y = page.curves.curves[lane.kind].points
        assert y[-1] == pytest.approx(rows["train_loss"][-1], rel=1e-6)
        assert x[-1] == pytest.approx(log10(max(lane.standing.evaluations, page.shown.budget)))
        assert np.all(np.diff(x) >= 0)


@pytest.mark.parametrize("source", ["cifar10-sample", "fashion-sample"])
def test_that_the_rows_and_curves_are_those_of_the_strategies(stage: Stage, source: str) -> None:
    if source != stage.snapshot.dataset.name:
        stage.open(source)
    page = strategies_of(stage)
    assert page.curves.hint.isVisible()
    assert page.story.text() == words.OPENING
    shown = advance(stage, page, 12)
    assert not page.curves.hint.isVisible()
    assert_shows(page)
    snapshot = stage.snapshot
    truth = Contest(snapshot.dataset, snapshot.settings, snapshot.seed)
    for _ in range(12):
        truth.advance()
    for lane, contestant in zip(shown.lanes, truth.contestants, strict=True):
        assert same_bits(lane.standing.params, contestant.standing.params)
    assert snapshot.number == 0  # the main run stands where it stood
    assert "After 12 tries random search is at a loss of" in page.story.text()


def test_that_the_price_of_a_numerical_step_is_seen_before_and_after_it_is_paid(stage: Stage) -> None:
    page = strategies_of(stage)
    advance(stage, page, 30)
    row, curve = page.table.rows[StrategyKind.NUMERICAL], page.curves.curves[StrategyKind.NUMERICAL]
    assert row.progress.said == "0 steps · 30,731 each"
    assert "By numerical gradient one step costs 30,731: 31 are 0.1 % of it." in page.story.text()
    left, right = page.curves.plot.spans[0] if page.curves.plot.spans else (0, 0)
    assert left < log10(30_731) < right  # its place on the axis is there from the start
    assert page.curves.mark_name.text == "one numerical gradient"
    assert len(set(curve.points[1])) == 1
    page.transport.step.click()
    stage.wait(lambda: page.shown is not None and page.shown.lanes[2].standing.number == 1, "the step")
    rest(stage, page, 31)
    assert row.progress.said == "1 step · 30,731 each"
    assert row.numbers[0].said == "30,731"
    assert curve.points[1][-1] < curve.points[1][0]
    assert curve.points[0][-2] == pytest.approx(log10(30_731))  # the stairs go down where it is paid
    assert "the first step cost 30,731, by analytic gradient 2." in page.story.text()
    for one, other in combinations((*page.curves.names.values(), page.curves.mark_name), 2):
        assert not place_of(one, page).intersects(place_of(other, page))


def test_that_playing_pausing_and_starting_again_move_the_strategies_alone(stage: Stage) -> None:
    page = strategies_of(stage)
    page.transport.play.click()
    stage.wait(lambda: page.shown is not None and page.shown.budget > 10, "some evaluations")
    stage.window.top_bar.workspaces.button(TRAIN).click()  # they go on unseen
    stage.wait(lambda: page.shown is not None and page.shown.budget > 20, "more")
    page.transport.play.click()
    stage.wait(lambda: page.shown is not None and page.shown.mode is Mode.PAUSED, "a pause")
    assert page.shown is not None
    rest(stage, page, page.shown.budget)
    stage.window.top_bar.workspaces.button(RACE).click()
    assert_shows(page)
    page.transport.reset.click()
    assert not page.transport.isEnabled()
    stage.wait(lambda: page.shown is not None and page.shown.budget == 1, "the start")
    assert stage.snapshot.number == 0


def test_that_settings_of_the_main_run_are_followed_until_something_was_tried_and_then_offered(stage: Stage) -> None:
    page = strategies_of(stage)
    stage.window.controls.loss.button(LossKind.HINGE).click()
    stage.wait(lambda: page.shown is not None and page.shown.settings.loss is LossKind.HINGE, "the other loss")
    advance(stage, page, 3)
    assert page.note.text().startswith("hinge, 4,500 training images, no regularization · tries: 0.0001 · normal")
    stage.window.controls.choose_step_size(300)
    stage.wait(lambda: "step size 300 by now" in page.note.text(), "the offer")
    assert page.shown is not None
    assert page.shown.budget == 4
    page.transport.reset.click()
    stage.wait(lambda: page.shown is not None and page.shown.settings.step_size == 300, "the start again")
    advance(stage, page, 4)
    assert "Gradient descent is at" in page.story.text()
    assert "its step size is too large" in page.story.text()
    assert page.curves.plot.spans is not None
    assert page.curves.plot.spans[1][1] <= 12  # who explodes does not take the room of the others


def test_that_who_diverged_says_so_while_the_others_go_on(stage: Stage) -> None:
    page = strategies_of(stage)
    snapshot = stage.snapshot
    absurd = BeginSearching(snapshot.dataset, replace(snapshot.settings, step_size=1e39), snapshot.seed)
    stage.window.workspaces.strategies_desk.commanded.emit(absurd)
    stage.wait(lambda: page.shown is not None and page.shown.settings.step_size == 1e39, "an absurd step size")
    shown = advance(stage, page, 8)
    assert shown.lane(StrategyKind.LOCAL).standing.number == 8
    row = page.table.rows[StrategyKind.ANALYTIC]
    assert row.state.said.startswith("diverged at step")  # a result, and the others go on
    assert [number.said for number in row.numbers[1:]] == 4 * [""]
    assert "Gradient descent diverged" in page.story.text()
    stage.open("fashion-sample")
    stage.wait(lambda: page.shown is not None and page.shown.dataset is stage.snapshot.dataset, "the other images")


def test_that_the_main_run_goes_on_from_what_a_strategy_found(stage: Stage) -> None:
    stage.step(2)
    old = stage.snapshot
    page = strategies_of(stage)
    shown = advance(stage, page, 8)
    page.table.chosen.emit(StrategyKind.ANALYTIC)
    page.open.click()
    stage.wait(lambda: stage.snapshot.run != old.run, "it in Train")
    stage.settle()
    assert stage.window.workspaces.shown == TRAIN
    assert same_bits(stage.snapshot.params, shown.lane(StrategyKind.ANALYTIC).standing.params)
    assert (stage.snapshot.name, stage.snapshot.settings) == ("analytic gradient", old.settings)
    assert [kept.identity for kept in stage.snapshot.kept] == [old.run]
    stage.step(1)


def test_that_the_figure_can_be_kept_with_its_numbers_and_both_pages_have_their_own(stage: Stage) -> None:
    page = strategies_of(stage)
    shown = advance(stage, page, 5)
    page.curves.shown.button("test_accuracy").click()
    page.curves.plot.pointed.emit((log10(3.0), 10.0))
    assert page.curves.reading.text() == "after 3 evaluations"
    lane = shown.lane(StrategyKind.ANALYTIC)
    rows = dict(zip(LANE_ROWS, lane.curve, strict=True))
    at_three = float(rows["test_accuracy"][rows["evaluations"] <= 3][-1])
    assert page.curves.names[lane.kind].text == f"analytic gradient  {100 * at_three:.1f} %"
    page.curves.shown.button("train_loss").click()
    figure = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)[0]
    assert (figure.name, figure.widget) == ("strategies-cifar10-sample", page.figure)
    facts = figure.made_by
    assert facts is not None
    assert facts["regularization"] == "no regularization"
    assert caption(facts)[1].split(", ")[-4] == "6 loss evaluations for each strategy"
    table = figure.numbers()
    assert table is not None
    assert len(table.rows) == sum(lane.curve.shape[1] for lane in shown.lanes)
    assert as_csv(table, {}).startswith("strategy,loss kind,seed,evaluations,number,train_loss,")
    stage.window.set_theme(theme.LIGHT)
    assert_shows(page)
    pages = stage.window.workspaces.stack.currentWidget()
    assert isinstance(pages, RacePages)
    pages.choice.button(RUNS).click()
    figure = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)[0]
    assert figure.name == "race"
