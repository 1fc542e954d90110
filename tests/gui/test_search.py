"""The workspace Search, in the real window with the real thread: what it shows is what came of the runs."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui import numbers
from gui.search.cells import Metric
from gui.workspaces.names import SEARCH, TRAIN
from model.records import LossKind, PenaltyKind
from model.search.records import SearchMode
from tests.gui.conftest import SIZE
from tests.gui.searching import assert_shows, choose, let, smallest, written
from tests.screens_of_search import search_of, start, type_into, wait_until_done
from tests.stage import Stage
from tests.turnstile import Turnstile


@pytest.fixture
def stage(stage_of_search: Stage) -> Stage:
    return stage_of_search


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
