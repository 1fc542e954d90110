"""Pictures of schedules and momentum, for `tests.screens`."""

from collections.abc import Callable
from dataclasses import replace

from gui.one_step.stages import Stage as OneStepStage
from gui.workspaces.names import LANDSCAPE, ONE_STEP, TRAIN
from model.records import Settings
from model.schedules import ScheduleKind
from tests.screens_of_race import preset_of, race_of, run_on
from tests.stage import Stage


def show_pace(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """A cosine with momentum in Train, on a plane and in One step; a velocity that leads uphill; races of both."""
    before = stage.window.controls.settings
    paced = replace(before, schedule=ScheduleKind.COSINE, over=stage.snapshot.epoch + 10, momentum=0.9)
    _wish(stage, paced)
    stage.step(30)
    save(f"{prefix}-pace-cosine")
    stage.window.top_bar.workspaces.button(LANDSCAPE).click()
    stage.wait(lambda: stage.window.workspaces.desks.plane.is_settled, "the plane")
    stage.live(0.1)
    save(f"{prefix}-pace-plane")
    stage.window.top_bar.workspaces.button(ONE_STEP).click()
    bench = stage.window.workspaces.one_step
    assert bench is not None
    bench.view.magnified.button(True).click()
    bench.stages.button(OneStepStage.UPDATE).click()
    stage.live(0.05)
    save(f"{prefix}-pace-anatomy")
    bench.view.magnified.button(False).click()
    stage.window.top_bar.workspaces.button(TRAIN).click()
    _wish(stage, replace(before, schedule=ScheduleKind.STEP, over=50.0, momentum=0.99, step_size=10 * before.step_size))
    while (survey := stage.window.workspaces.survey) is None or survey.slope <= 0:
        stage.step(1)
    save(f"{prefix}-pace-uphill")
    race = race_of(stage)
    for name, times in (("schedules", 10), ("momentum", 1)):
        _wish(stage, replace(before, step_size=times * before.step_size))
        preset_of(stage, race, "Momentum" if name == "momentum" else "Four schedules")
        run_on(stage, race, 300)
        save(f"{prefix}-race-{name}")
    preset_of(stage, race, "Four step sizes")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    _wish(stage, before)


def _wish(stage: Stage, settings: Settings) -> None:
    stage.window.controls.choose_settings(settings)
    stage.wait(lambda: stage.snapshot.settings == settings, "the settings")
    stage.settle()
