"""The maps of a search and the candidate that is looked at, in the real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui import theme
from gui.exporting.figures import shown_figures
from gui.exporting.formats import write_svg
from gui.search.cells import Metric
from gui.workspaces.names import LOSSES, TRAIN
from model.provenance import caption
from model.records import LossKind, PenaltyKind
from model.search.records import CURVE_ROWS
from model.tables import as_csv
from tests.gui.searching import assert_shows, cell_colours, choose, let, smallest
from tests.model.small import same_bits
from tests.screens_of_search import search_of, start, type_into, wait_until_done
from tests.stage import Stage
from tests.turnstile import Turnstile


@pytest.fixture
def stage(stage_of_search: Stage) -> Stage:
    return stage_of_search


def test_that_a_candidate_is_hovered_chosen_by_keys_and_opened_in_train(stage: Stage, turnstile: Turnstile) -> None:
    search = search_of(stage)
    smallest(search)
    start(stage, search)
    let(stage, turnstile, search, 4)
    wait_until_done(stage, search)
    board, shown = search.board, search.board.maps.training
    QTest.mouseMove(shown.viewport(), shown.point_of(1).toPoint())
    stage.wait(lambda: board.looked_at is board.cells[1], "what is hovered")
    shown.leaveEvent(None)
    assert board.looked_at is board.best
    assert board.detail.tiles.pictures.shape[0] == 10
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.point_of(0).toPoint())
    assert board.chosen == 0
    for key, place in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Up, 3), (Qt.Key.Key_Up, 3), (Qt.Key.Key_Left, 2)):
        QTest.keyClick(shown, key)
        assert board.chosen == place
    assert stage.snapshot.number == 0  # the arrows are not those of the main run here
    board.detail.around.click()
    form = search.form
    assert (form.step_sizes.span.low, form.step_sizes.span.high) == (3e-8, 3.0)
    assert (form.strengths.span.low, form.strengths.span.high) == (3e-4, 3e4)
    assert search.transport.said.text().startswith("Start anew: 4 runs of 1 epoch")
    cell = board.cells[2]
    curve = cell.outcomes[0].curve
    x, y = board.detail.curves["validation"].points
    row = 100 * curve[CURVE_ROWS.index("validation_accuracy")]
    assert np.array_equal(y[: len(row)], row)
    assert np.array_equal(x[: len(row)], curve[0])
    QTest.keyClick(shown, Qt.Key.Key_Return)
    stage.wait(lambda: stage.window.workspaces.shown == TRAIN, "Train")
    stage.settle()
    params = cell.outcomes[0].params
    assert params is not None
    assert same_bits(stage.snapshot.params, params)
    assert stage.window.controls.settings == stage.snapshot.settings
    assert (stage.snapshot.settings.step_size, stage.snapshot.settings.strength) == (
        cell.point.step_size,
        cell.point.strength,
    )
    assert stage.snapshot.measure.validation_accuracy == cell.mean("validation", Metric.ACCURACY)


def test_that_whoever_goes_elsewhere_while_a_run_is_opened_stays_there(stage: Stage, turnstile: Turnstile) -> None:
    search = search_of(stage)
    smallest(search)
    start(stage, search)
    let(stage, turnstile, search, 4)
    wait_until_done(stage, search)
    run = stage.snapshot.run
    shown = search.board.maps.validation
    QTest.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.point_of(1).toPoint())
    assert search.board.detail.open.text() == "Opening …"
    stage.window.top_bar.workspaces.button(LOSSES).click()
    stage.wait(lambda: stage.snapshot.run != run, "the run")
    stage.settle()
    assert stage.window.workspaces.shown == LOSSES
    assert stage.window.controls.settings == stage.snapshot.settings
    assert search.board.detail.open.text() == "Open in Train"


def test_that_random_points_are_dots_and_a_low_loss_is_as_bright_as_a_high_accuracy(
    stage: Stage, turnstile: Turnstile
) -> None:
    search = search_of(stage)
    choose(search.form.loss, LossKind.HINGE)
    choose(search.form.penalty, PenaltyKind.L1)
    smallest(search)
    type_into(search.form.folds, "2")
    search.form.is_random.button(True).click()
    start(stage, search)
    let(stage, turnstile, search, 8)
    wait_until_done(stage, search)
    board, shown = search.board, search.board.maps.validation
    assert (len(shown.dots.dots), len(shown.grid.notes)) == (4, 0)
    cell = board.cells[0]
    accuracies = [outcome.last("validation_accuracy") for outcome in cell.outcomes]
    assert len(accuracies) == 2
    assert cell.error(Metric.ACCURACY) == pytest.approx(abs(accuracies[0] - accuracies[1]) / 2)
    assert "2 folds" in board.maps.sentence.text()
    board.shown.button(Metric.LOSS).click()
    assert board.maps.colours is not None
    assert board.best is not None
    losses = np.array([cell.mean("validation", Metric.LOSS) for cell in board.cells])
    levels = board.maps.colours.levels(losses)
    assert board.best.point.place == losses.argmin() == levels.argmax()
    place = shown.point_of(3).toPoint()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert board.chosen == 3
    assert shown.chosen.is_shown


def test_that_the_figure_says_what_was_searched_and_the_table_has_a_row_a_run(
    stage: Stage, turnstile: Turnstile, tmp_path: Path
) -> None:
    search = search_of(stage)
    choose(search.form.loss, LossKind.HINGE)
    smallest(search)
    start(stage, search)
    let(stage, turnstile, search, 3)
    maps, candidate, _ = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)
    assert (maps.widget, candidate.widget) == (search.board.maps, search.board.detail)
    assert maps.made_by is not None
    assert "hinge" in caption(maps.made_by)[0]  # though the main run has softmax
    assert "a grid of 4 points" in caption(maps.made_by)[1]
    table = maps.numbers()
    assert table is not None
    assert search.search is not None
    accuracies = [row[table.columns.index("validation accuracy")] for row in table.rows]
    assert accuracies == [outcome.last("validation_accuracy") for outcome in search.search.outcomes.values()]
    assert as_csv(table, maps.made_by).startswith("# data: CIFAR-10 sample")
    curves = candidate.numbers()
    assert curves is not None
    assert len(curves.rows) == 2  # before and after its epoch
    for look in (theme.LIGHT, theme.DARK):
        write_svg(tmp_path / "search.svg", maps, caption(maps.made_by), look, theme.DARK)
        drawing = (tmp_path / "search.svg").read_text()
        assert "Best so far: step size" in drawing
        assert drawing.count("<image") == 1  # of the colour bar: words are words
        assert "&lt;b&gt;" not in drawing  # the sentence stands there without its marks
        assert all(f'fill="{colour}"' in drawing for colour in cell_colours(search))  # cells are shapes
        stage.window.set_theme(look)
        assert_shows(search)
    search.transport.cancel.click()
    stage.wait(lambda: turnstile.held == 0, "the end")
