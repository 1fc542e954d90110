"""The workspace Search, in the real window with the real thread: what it shows is what came of the runs."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import numbers, theme
from gui.exporting.figures import shown_figures
from gui.exporting.formats import write_svg
from gui.plots.surface import colour_map
from gui.search.cells import CellState, Metric
from gui.search.heat_map import HeatMap
from gui.workspaces.names import LOSSES, SEARCH, TRAIN
from gui.workspaces.search import SearchWorkspace
from model.provenance import caption
from model.records import LossKind, PenaltyKind
from model.search import searcher
from model.search.records import CURVE_ROWS, SearchMode
from model.tables import as_csv
from tests.gui.conftest import SIZE
from tests.model.small import same_bits
from tests.screens_of_search import search_of, start, type_into, wait_until_done
from tests.stage import Stage
from tests.turnstile import Turnstile


@pytest.fixture
def turnstile(monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    """The workers of all searches."""
    made = Turnstile()
    monkeypatch.setattr(searcher, "hiring", lambda: made.hire)
    return made


@pytest.fixture
def stage(app: QApplication, turnstile: Turnstile, tmp_path: Path) -> Iterator[Stage]:  # noqa: ARG001
    """The window, with a folder of its own."""
    made = Stage(app, SIZE, "dark", tmp_path)
    try:
        made.furnish()
        yield made
    finally:
        made.close()


def smallest(search: SearchWorkspace) -> None:
    """Wish for two times two candidates, and one epoch."""
    for fields in (search.form.step_sizes, search.form.strengths):
        type_into(fields.count, "2")
    type_into(search.form.epochs, "1")


def let(stage: Stage, turnstile: Turnstile, search: SearchWorkspace, runs: int) -> None:
    """Let so many runs end, and wait until they are seen."""

    def ended() -> int:
        return len(search.search.outcomes) if search.search is not None else 0

    for goal in range(ended() + 1, ended() + runs + 1):
        stage.wait(lambda: turnstile.held > 0, "a run")
        turnstile.let_one()
        stage.wait(lambda goal=goal: ended() == goal, "its end")  # type: ignore[misc]


def cell_colours(search: SearchWorkspace) -> list[str]:
    """The colours of the cells of validation that have a number."""
    colours = search.board.maps.colours
    assert colours is not None
    ended = [cell for cell in search.board.cells if cell.state is CellState.ENDED]
    levels = colours.levels(np.array([100 * cell.mean("validation", Metric.ACCURACY) for cell in ended]))
    return ["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in colour_map()[levels].tolist()]


def choose(box: object, value: object) -> None:
    """Choose from a list, as a hand does."""
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def written(shown: HeatMap) -> list[str]:
    """What stands on the cells of a map."""
    return [note.text for note in shown.grid.notes]


def assert_shows(search: SearchWorkspace) -> None:
    """Every cell has the number of its run, or the sign of its state."""
    assert search.search is not None
    board = search.board
    for shown, split in zip(board.maps.maps, ("validation", "train"), strict=True):
        for cell, text in zip(board.cells, written(shown), strict=True):
            if cell.state is CellState.ENDED:
                assert text == f"{100 * cell.outcomes[0].last(f'{split}_accuracy'):.1f}"
            else:
                assert text == {CellState.DIVERGED: "×", CellState.RUNNING: "…", CellState.WAITING: ""}[cell.state]


@pytest.mark.parametrize(("source", "loss"), [("cifar10-sample", LossKind.SOFTMAX), ("fashion-sample", LossKind.HINGE)])
def test_that_the_maps_fill_with_what_comes_of_each_run(
    stage: Stage, turnstile: Turnstile, source: str, loss: LossKind
) -> None:
    if source != stage.snapshot.dataset.name:
        stage.open(source)
    search = search_of(stage)
    choose(search.form.loss, loss)
    smallest(search)
    assert search.transport.said.text().startswith("4 runs of 1 epoch each")
    assert written(search.board.maps.validation) == 4 * [""]
    start(stage, search)
    stage.wait(lambda: written(search.board.maps.validation) == ["…", "…", "", ""], "two runs")
    let(stage, turnstile, search, 1)
    assert_shows(search)
    assert search.search is not None
    assert "1 of 4 runs" in search.transport.said.text()
    let(stage, turnstile, search, 3)
    wait_until_done(stage, search)
    assert_shows(search)
    assert (search.search.plan.settings.loss, search.search.plan.source) == (loss, source)
    accuracies = [cell.mean("validation", Metric.ACCURACY) for cell in search.board.cells if cell.outcomes]
    best = search.board.best
    assert best is not None
    assert best.mean("validation", Metric.ACCURACY) == max(accuracies)
    assert f"<b>{numbers.compact(best.point.step_size)}</b>" in search.board.maps.sentence.text()
    assert all(shown.best.is_shown for shown in search.board.maps.maps)
    assert not search.transport.anew.isEnabled()  # the same again gives the same bits


def test_that_wrong_wishes_are_refused_in_a_sentence_and_nothing_is_lost(stage: Stage) -> None:
    search = search_of(stage)
    form, said = search.form, search.transport.said
    type_into(form.step_sizes.low, "much")
    assert "is not a number" in said.text()
    type_into(form.step_sizes.count, "21")
    assert "goes from 2 to 20" in said.text()
    type_into(form.folds, "6")
    assert "goes from 1 to 5" in said.text()
    assert search.transport.start.isEnabled()
    type_into(form.step_sizes.low, "5")
    assert said.text() == "The step sizes have to go from a smaller to a larger number, not from 5 to 3."
    assert not search.transport.start.isEnabled()
    assert search.board.scene is not None
    assert search.board.scene.plan.step_sizes.low < 1  # the last area that made sense
    type_into(form.step_sizes.low, "2.99999")
    assert "there are no 5 different step sizes" in said.text()
    type_into(form.step_sizes.low, "0.01")
    choose(form.penalty, PenaltyKind.DROPOUT)
    assert form.strengths.caption.text() == "dropout p"
    type_into(form.strengths.high, "1")
    assert "goes from 0.001 to 0.99" in said.text()
    form.where.button(True).click()
    assert said.text() == "A scheduler has an address like tcp://192.168.0.7:8786."
    form.address.setText("tcp://127.0.0.1:8786")
    form.address.textEdited.emit(form.address.text())
    assert search.transport.start.isEnabled()
    assert (form.scheduler, form.step_sizes.span.low) == ("tcp://127.0.0.1:8786", 0.01)
    form.where.button(False).click()
    assert form.scheduler == ""


def test_that_nobody_to_work_is_said_until_something_else_is_wished_for(stage: Stage, turnstile: Turnstile) -> None:
    search = search_of(stage)
    smallest(search)
    turnstile.refusal = "There is no scheduler at tcp://127.0.0.1:9."
    search.transport.start.click()
    assert search.transport.said.text().startswith("One moment")
    assert not search.transport.start.isEnabled()
    stage.wait(lambda: search.transport.said.text() == turnstile.refusal, "the refusal")
    assert search.transport.resume.isEnabled()
    type_into(search.form.epochs, "2")
    assert search.transport.said.text().startswith("Start anew: 4 runs of 2 epochs")
    turnstile.refusal = ""
    start(stage, search)
    let(stage, turnstile, search, 4)
    wait_until_done(stage, search)
    assert_shows(search)


def test_that_a_search_is_paused_cancelled_and_gone_on_with_also_after_a_restart(
    app: QApplication, stage: Stage, turnstile: Turnstile, tmp_path: Path
) -> None:
    search = search_of(stage)
    smallest(search)
    start(stage, search)
    transport = search.transport
    let(stage, turnstile, search, 1)
    transport.pause.click()
    stage.wait(lambda: transport.resume.isVisible(), "a pause")
    let(stage, turnstile, search, 2)  # those under way still end
    assert turnstile.held == 0
    transport.resume.click()
    stage.wait(lambda: turnstile.held == 1 and transport.cancel.isEnabled(), "the last run")
    transport.cancel.click()
    stage.wait(lambda: search.search is not None and search.search.mode is SearchMode.CANCELLED, "the end")
    assert transport.said.text() == "Resume goes on with the other 1 run."
    stage.session.stop()
    again = Stage(app, SIZE, "light", tmp_path)
    try:
        again.furnish()
        search = search_of(again)
        again.wait(lambda: search.search is not None, "what was left")
        assert search.search is not None
        assert len(search.search.outcomes) == 3
        assert_shows(search)
        assert search.form.step_sizes.span.count == 2
        search.transport.resume.click()
        let(again, turnstile, search, 1)
        wait_until_done(again, search)
        assert_shows(search)
    finally:
        again.close()


def test_that_runs_that_diverge_or_are_given_up_have_signs_and_sentences(stage: Stage, turnstile: Turnstile) -> None:
    search = search_of(stage)
    smallest(search)
    type_into(search.form.step_sizes.high, "1e6")
    type_into(search.form.step_sizes.low, "1e5")
    type_into(search.form.strengths.low, "0.1")
    type_into(search.form.strengths.high, "1")
    start(stage, search)
    let(stage, turnstile, search, 3)
    while search.search is None or not search.search.given_up:
        stage.wait(lambda: turnstile.held > 0 or search.transport.resume.isVisible(), "the last run")
        if turnstile.held:
            turnstile.fail_one(ValueError("told to fail"))
        stage.live(0.02)
    wait_until_done(stage, search)
    assert written(search.board.maps.validation) == ["×", "×", "×", "!"]
    assert search.board.best is None
    assert "diverged, or were given up" in search.board.maps.sentence.text()
    candidate = search.board.detail
    search.board.maps.validation.picked.emit(0)
    assert candidate.state.text().startswith("diverged at step")
    search.board.maps.validation.picked.emit(3)
    assert "told to fail" in candidate.state.text()
    assert not candidate.open.isEnabled()
    search.transport.resume.click()  # what was given up is tried again
    let(stage, turnstile, search, 1)
    wait_until_done(stage, search)
    assert "All runs diverged" in search.board.maps.sentence.text()


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


def test_that_a_search_goes_on_while_other_images_are_looked_at(stage: Stage, turnstile: Turnstile) -> None:
    search = search_of(stage)
    smallest(search)
    start(stage, search)
    let(stage, turnstile, search, 1)
    before = search.form.wish
    stage.open("fashion-sample")
    assert search.form.wish != before  # what is usual for these images
    let(stage, turnstile, search, 3)
    wait_until_done(stage, search)
    assert_shows(search)
    assert "CIFAR-10 sample" in search.board.maps.about.toolTip()
    assert "Other images are open now" in search.board.detail.why_none.text()
    assert not search.board.detail.open.isEnabled()
    assert search.transport.anew.isEnabled()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.open("cifar10-sample")
    stage.window.top_bar.workspaces.button(SEARCH).click()
    assert search.board.detail.open.isEnabled()


def test_that_processes_of_this_computer_fill_the_maps(app: QApplication, tmp_path: Path) -> None:
    stage = Stage(app, SIZE, "dark", tmp_path)
    try:
        stage.furnish()
        search = search_of(stage)
        smallest(search)
        start(stage, search)
        stage.wait(lambda: "process" in search.transport.said.text(), "who works")
        wait_until_done(stage, search)
        assert_shows(search)
    finally:
        stage.close()
