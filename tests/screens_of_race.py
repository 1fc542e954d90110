"""Pictures of the workspace Race, for `tests.screens`."""

from collections.abc import Callable
from functools import partial

from gui.strategies.page import StrategiesPage
from gui.workspaces.names import RACE, TRAIN
from gui.workspaces.race import RaceWorkspace
from gui.workspaces.race_pages import RUNS, STRATEGIES, RacePages
from tests.stage import Stage


def race_of(stage: Stage) -> RaceWorkspace:
    """The workspace, with its runners at the start."""
    stage.window.top_bar.workspaces.button(RACE).click()
    pages, race = stage.window.workspaces.stack.currentWidget(), stage.window.workspaces.race
    assert isinstance(pages, RacePages)
    assert race is not None
    pages.choice.button(RUNS).click()
    stage.wait(lambda: race.race is not None and race.race.dataset is stage.snapshot.dataset, "the race")
    return race


def preset_of(stage: Stage, race: RaceWorkspace, name: str) -> None:
    """Begin with a preset, and wait until it stands at the start."""
    before = race.race
    race.presets.setCurrentIndex(race.presets.findText(name))
    race.presets.activated.emit(race.presets.currentIndex())

    def is_there() -> bool:
        shown = race.race
        is_new = shown is not None and before is not None and shown.identity != before.identity
        return is_new and shown is not None and tuple(lane.runner for lane in shown.lanes) == race.runners

    stage.wait(is_there, name)


def run_on(stage: Stage, race: RaceWorkspace, steps: int) -> None:
    """Let everybody take so many steps, and wait until they are measured."""

    def is_there() -> bool:
        shown = race.race
        if shown is None or shown.mode.is_moving or tuple(lane.runner for lane in shown.lanes) != race.runners:
            return False
        return shown.number == target and all(lane.measure.number == lane.number for lane in shown.lanes)

    assert race.race is not None
    target = race.race.number + steps
    race.transport.steps.setValue(steps)
    race.transport.step.click()
    stage.wait(is_there, f"step {target} of the race")


def show_race(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """At the start, after some steps, eight of them, on a logarithmic axis, diverged."""
    race = race_of(stage)
    stage.live(0.1)
    save(f"{prefix}-race-start")
    run_on(stage, race, 300)
    save(f"{prefix}-race")
    race.curves.is_log.button(True).click()
    race.curves.against.button("images").click()
    save(f"{prefix}-race-log")
    race.curves.is_log.button(False).click()
    race.curves.against.button("number").click()
    while len(race.runners) < 8:
        race.add.click()
    race.editor.step_size.setText("100000")
    race.editor.step_size.setModified(True)
    race.editor.step_size.editingFinished.emit()
    stage.wait(lambda: race.race is not None and len(race.race.lanes) == 8, "eight runners")
    run_on(stage, race, 150)
    race.curves.shown.button("batch").click()
    save(f"{prefix}-race-eight-one-diverged")
    race.curves.shown.button("training").click()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()


def strategies_of(stage: Stage) -> StrategiesPage:
    """The page Strategies, with all of them at the start."""
    stage.window.top_bar.workspaces.button(RACE).click()
    pages = stage.window.workspaces.stack.currentWidget()
    assert isinstance(pages, RacePages)
    pages.choice.button(STRATEGIES).click()
    page = pages.strategies
    stage.wait(lambda: page.shown is not None and page.shown.dataset is stage.snapshot.dataset, "the strategies")
    return page


def rest(stage: Stage, page: StrategiesPage, budget: float) -> None:
    """Wait until all strategies rest at a budget, measured."""

    def is_there() -> bool:
        shown = page.shown
        if shown is None or shown.mode.is_moving or shown.budget != budget:
            return False
        return all(lane.is_measured for lane in shown.lanes)

    stage.wait(is_there, f"{budget:,.0f} evaluations for each")


def _is_past(page: StrategiesPage, budget: float) -> bool:
    return page.shown is not None and page.shown.budget > budget


def show_strategies(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """At the start, after 1,000 tries, with a step by numerical gradient, long after, diverged."""
    page = strategies_of(stage)
    if page.shown is not None and page.shown.budget > 1:  # with the settings of a picture before
        page.transport.reset.click()
        stage.wait(lambda: page.shown is not None and page.shown.budget <= 1, "another start")
    stage.live(0.1)
    save(f"{prefix}-strategies-start")
    page.transport.thousand.click()
    for budget in range(50, 1001, 50):
        stage.wait(partial(_is_past, page, budget), f"{budget} evaluations")
    rest(stage, page, 1001)
    stage.live(0.1)
    save(f"{prefix}-strategies")
    page.curves.shown.button("test_accuracy").click()
    save(f"{prefix}-strategies-accuracy")
    page.curves.shown.button("train_loss").click()
    page.transport.step.click()
    stage.wait(lambda: page.shown is not None and page.shown.lanes[2].standing.number == 1, "a step")
    rest(stage, page, 1001)
    save(f"{prefix}-strategies-one-each")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()
