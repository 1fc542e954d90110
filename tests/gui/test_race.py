"""The workspace Race, in the real window: what it shows is the race, and a runner can be taken to Train."""

import numpy as np
import pytest

from gui import numbers, theme
from gui.exporting.figures import shown_figures
from gui.race.curves import RaceCurves
from gui.race.field import NumberField
from gui.workspaces.names import RACE, TRAIN
from gui.workspaces.race import RaceWorkspace
from model.curve import MEASURE_ROWS
from model.race.presets import FACTORS
from model.race.race import Race
from model.race.records import MOST_RUNNERS
from model.records import LossKind, Mode, PenaltyKind
from model.schedules import ScheduleKind
from model.tables import as_csv
from tests.model.small import same_bits
from tests.screens_of_race import preset_of, race_of, run_on
from tests.stage import Stage


def type_into(field: NumberField, text: str) -> None:
    """Type a number, as a hand does."""
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()


def wait_for_wish(stage: Stage, race: RaceWorkspace) -> None:
    """Wait until the race is the one that is wished for."""
    stage.wait(
        lambda: race.race is not None and tuple(lane.runner for lane in race.race.lanes) == race.runners, "the wish"
    )


def assert_shows(race: RaceWorkspace) -> None:
    """The numbers of every row are those of its lane."""
    assert race.race is not None
    for row, lane in zip(race.table.rows, race.race.lanes, strict=True):
        assert row.name.said == lane.runner.name
        loss, training, validation, norm = (number.said for number in row.numbers)
        assert loss == numbers.loss(lane.measure.train_loss + lane.measure.penalty)
        assert training == numbers.percent(lane.measure.train_accuracy, 1)
        assert validation == numbers.percent(lane.measure.validation_accuracy, 1)
        assert norm == numbers.loss(float(np.linalg.norm(lane.params.weights)))


@pytest.mark.parametrize("source", ["cifar10-sample", "fashion-sample"])
def test_that_the_rows_and_curves_are_those_of_the_race(stage: Stage, source: str) -> None:
    if source != stage.snapshot.dataset.name:
        stage.open(source)
    race = race_of(stage)
    assert [runner.name for runner in race.runners] == [name for name, _ in FACTORS]
    assert race.curves.hint.isVisible()
    run_on(stage, race, 30)
    assert not race.curves.hint.isVisible()
    assert_shows(race)
    truth = Race(stage.snapshot.dataset, race.runners)
    for _ in range(30):
        truth.advance()
    assert race.race is not None
    for lane, run, curve in zip(race.race.lanes, truth.runs, race.curves.curves, strict=False):
        assert same_bits(lane.params, run.params)
        rows = dict(zip(MEASURE_ROWS, lane.measure_curve, strict=True))
        assert np.array_equal(curve.points[0], rows["number"])
        inside = curve.points[1] < race.curves.plot.spans[1][1]  # type: ignore[index]
        assert np.allclose(curve.points[1][inside], (rows["train_loss"] + rows["penalty"])[inside])
    assert stage.snapshot.number == 0  # the main run stands where it stood


def test_that_the_axis_stays_readable_and_says_who_diverged(stage: Stage) -> None:
    race = race_of(stage)
    race.table.chosen.emit(3)
    type_into(race.editor.step_size, "1e5")
    wait_for_wish(stage, race)
    run_on(stage, race, 40)
    assert race.race is not None
    broken = race.race.lanes[3]
    assert broken.has_diverged
    assert race.table.rows[3].state.said == f"diverged at step {broken.number}"
    assert [number.said for number in race.table.rows[3].numbers] == 4 * [""]
    for shown, is_log in (("training", False), ("batch", False), ("batch", True), ("validation", True)):
        race.curves.shown.button(shown).click()
        race.curves.is_log.button(is_log).click()
        assert_readable(race.curves, is_log)
        assert len(race.curves.curves[3].points[0]) > 0
    assert race.curves.ends[3].isVisible()


def assert_readable(curves: RaceCurves, is_log: bool) -> None:
    """What has not exploded fills a fair share of the axis."""
    assert curves.plot.spans is not None
    low, high = curves.plot.spans[1]
    good = curves.curves[1].points[1]
    assert low <= good.min() <= good.max() <= high
    assert high <= (3.0 if is_log else 3 * good.max())


def test_that_runs_are_added_changed_named_and_removed_and_wrong_numbers_refused_in_a_sentence(stage: Stage) -> None:
    race = race_of(stage)
    while race.add.isEnabled():
        race.add.click()
    assert len(race.runners) == MOST_RUNNERS
    assert {runner.colour for runner in race.runners} == set(range(MOST_RUNNERS))
    editor, before = race.editor, race.runners
    type_into(editor.step_size, "much")
    assert "is not a number" in race.note.text()
    type_into(editor.batch, "1000000")
    assert race.note.text().startswith("The batch size goes from 1 to")
    assert race.runners == before
    editor.penalty.setCurrentIndex(editor.penalty.findData(PenaltyKind.DROPOUT))
    editor.penalty.activated.emit(editor.penalty.currentIndex())
    editor.loss.setCurrentIndex(editor.loss.findData(LossKind.HINGE))
    editor.loss.activated.emit(editor.loss.currentIndex())
    type_into(editor.batch, "32")
    type_into(editor.seed, "7")
    changed = race.runners[-1]
    assert (changed.settings.loss, changed.settings.penalty) == (LossKind.HINGE, PenaltyKind.DROPOUT)
    assert (changed.settings.batch_size, changed.seed) == (32, 7)
    wait_for_wish(stage, race)
    run_on(stage, race, 3)
    editor.name.setText("dropped")
    editor.name.editingFinished.emit()
    stage.wait(lambda: race.race is not None and race.race.lanes[-1].runner.name == "dropped", "the name")
    assert race.race is not None
    assert race.race.number == 3  # a name changes nothing else
    race.remove.click()
    wait_for_wish(stage, race)
    assert len(race.table.rows) == MOST_RUNNERS - 1
    stage.wait(lambda: race.race is not None and race.race.number == 0, "the start")


def test_that_playing_pausing_back_and_again_move_the_race_alone(stage: Stage) -> None:
    race = race_of(stage)
    race.transport.pace.button(None).click()
    race.transport.play.click()
    stage.wait(lambda: race.race is not None and race.race.number > 20, "some steps")
    race.transport.play.click()
    stage.wait(lambda: race.race is not None and race.race.mode is Mode.PAUSED, "a pause")
    assert race.race is not None
    number = race.race.number
    race.transport.steps.setValue(5)
    race.transport.back.click()
    stage.wait(lambda: race.race is not None and race.race.number == number - 5, "five steps less")
    race.transport.reset.click()
    stage.wait(lambda: race.race is not None and race.race.number == 0, "the start")
    assert stage.snapshot.number == 0


def test_that_the_main_run_goes_on_with_a_runner(stage: Stage) -> None:
    stage.step(3)
    old = stage.snapshot
    race = race_of(stage)
    run_on(stage, race, 12)
    assert race.race is not None
    lane = race.race.lanes[2]
    race.table.opened.emit(2)
    stage.wait(lambda: stage.snapshot.run != old.run, "the runner in Train")
    stage.settle()
    assert stage.window.workspaces.shown == TRAIN
    assert same_bits(stage.snapshot.params, lane.params)
    assert (stage.snapshot.number, stage.snapshot.name) == (12, "high")
    assert stage.window.controls.settings == stage.snapshot.settings == lane.runner.settings
    assert [kept.identity for kept in stage.snapshot.kept] == [old.run]
    stage.step(2)
    stage.window.top_bar.workspaces.button(RACE).click()
    assert race.race.number == 12


def test_that_the_presets_and_another_data_set_begin_another_race(stage: Stage) -> None:
    race = race_of(stage)
    for place, differing in ((1, "penalty"), (2, "batch_size")):
        race.presets.setCurrentIndex(place)
        race.presets.activated.emit(place)
        wait_for_wish(stage, race)
        assert len({getattr(runner.settings, differing) for runner in race.runners}) == 4
    race.presets.activated.emit(0)  # its step sizes are looked for first, and meanwhile there is nothing to change
    assert not race.add.isEnabled()
    assert not race.editor.isEnabled()
    race.table.chosen.emit(1)
    stage.wait(lambda: bool(race.runners) and race.transport.isEnabled(), "the runners")
    stage.open("fashion-sample")
    stage.wait(lambda: race.race is not None and race.race.dataset.name == "fashion-sample", "the other images")
    assert [runner.name for runner in race.runners] == [name for name, _ in FACTORS]
    stage.wait(lambda: race.transport.isEnabled(), "the transport")


def test_that_the_figure_can_be_kept_with_its_numbers(stage: Stage) -> None:
    race = race_of(stage)
    run_on(stage, race, 4)
    figure = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)[0]
    assert (figure.name, figure.widget) == ("race", race.figure)
    table = figure.numbers()
    assert table is not None
    assert race.race is not None
    batches = [row for row in table.rows if row[table.columns.index("kind")] == "batch"]
    losses = [row[table.columns.index("data_loss")] for row in batches]
    assert losses == [float(value) for lane in race.race.lanes for value in lane.batch_curve[2]]
    assert as_csv(table, {}).startswith("run,loss kind,")
    for look in (theme.LIGHT, theme.DARK):
        stage.window.set_theme(look)
        assert_shows(race)
        assert race.table.rows[0].numbers[0].brush().color().name() == look.text


def test_that_a_race_that_went_on_unseen_is_seen_where_it_is(stage: Stage) -> None:
    race = race_of(stage)
    race.transport.play.click()
    stage.wait(lambda: race.race is not None and race.race.number > 3, "some steps")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.wait(lambda: race.race is not None and race.race.number > 30, "more steps")
    race.transport.play.click()
    stage.wait(lambda: race.race is not None and race.race.mode is Mode.PAUSED, "a pause")
    stage.wait(lambda: all(lane.measure.number == lane.number for lane in race.race.lanes), "measures")  # type: ignore[union-attr]
    stage.window.top_bar.workspaces.button(RACE).click()
    assert_shows(race)


def test_that_schedules_and_momentum_are_chosen_in_the_editor_lined_up_by_presets_and_told(stage: Stage) -> None:
    race = race_of(stage)
    preset_of(stage, race, "Four schedules")
    assert [runner.settings.schedule for runner in race.runners] == list(ScheduleKind)
    told = [row.settings.said for row in race.table.rows]
    assert told == ["constant", "step T 10", "cosine T 10", "1/t T 10"]
    assert not race.editor.over.isEnabled()
    race.table.chosen.emit(2)
    assert race.editor.over.isEnabled()
    type_into(race.editor.over, "0.5")
    type_into(race.editor.momentum, "0.9")
    wait_for_wish(stage, race)
    assert (race.runners[2].settings.over, race.runners[2].settings.momentum) == (0.5, 0.9)
    assert race.table.rows[2].settings.said == "cosine T 0.5 · μ 0.9"
    type_into(race.editor.momentum, "1.5")
    assert race.note.text() == "The momentum μ goes from 0 to 0.999."
    run_on(stage, race, 12)
    truth = Race(stage.snapshot.dataset, race.runners)
    for _ in range(12):
        truth.advance()
    assert race.race is not None
    for lane, run in zip(race.race.lanes, truth.runs, strict=True):
        assert same_bits(lane.params, run.params)
    (figure, *_) = shown_figures(stage.window.workspaces, stage.window.image_panel, None, stage.snapshot)
    table = figure.numbers()
    assert table is not None
    places = [table.columns.index(name) for name in ("schedule", "schedule epochs", "momentum")]
    assert {tuple(row[place] for place in places) for row in table.rows} == {
        ("constant", "", 0.0), ("step", 10.0, 0.0), ("cosine", 0.5, 0.9), ("1/t", 10.0, 0.0),
    }  # fmt: skip
