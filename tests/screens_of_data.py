"""The states of the workspace Data, for `tests.screens`."""

from collections.abc import Callable

import numpy as np

from gui.workspaces.data import CLASSES, CONFUSION, IMAGES, DataWorkspace
from gui.workspaces.names import DATA, ONE_STEP, TRAIN
from model.browsing import Verdict, Wanted
from model.commands import Restore
from model.datasets.arrangement import Seen
from model.inspection import Split
from tests.stage import Stage


def show_data(stage: Stage, save: Callable[[str], None], prefix: str) -> None:
    """Go through the pages, and come back to the run as it was."""
    stage.window.top_bar.workspaces.button(DATA).click()
    data = stage.window.workspaces.data
    assert data is not None
    run = stage.snapshot.run
    _go(stage, data, IMAGES)
    save(f"{prefix}-data-images")
    data.images.verdicts.button(Verdict.WRONG).click()
    data.images.hardest.click()
    _settle(stage)
    save(f"{prefix}-data-hardest")
    _go(stage, data, CLASSES)
    save(f"{prefix}-data-classes")
    data.classes.is_seen.button(True).click()
    save(f"{prefix}-data-classes-seen")
    _go(stage, data, CONFUSION)
    save(f"{prefix}-data-confusion")
    data.confusion.splits.button(Split.TEST).click()
    data.confusion.kinds.button(True).click()
    data.confusion.grid.pointed.emit((3, 5))
    save(f"{prefix}-data-confusion-rates")
    data.confusion.grid.picked.emit((3, 5))
    _settle(stage)
    save(f"{prefix}-data-cell")
    _arrange(stage, data, save, prefix)
    stage.window.runs_card.commanded.emit(Restore(run))
    stage.wait(lambda: stage.snapshot.run == run, "the first run")
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()


def _arrange(stage: Stage, data: DataWorkspace, save: Callable[[str], None], prefix: str) -> None:
    data.images.want(Wanted())
    data.arranger.count.slider.setValue(2)
    data.arranger.noise.slider.setValue(6)
    stage.wait(lambda: stage.snapshot.dataset.arrangement.noise > 0, "noise")
    data.arranger.seen.button(Seen.STANDARDISED).click()
    stage.wait(lambda: stage.snapshot.dataset.arrangement.seen is Seen.STANDARDISED, "standardised pixels")
    stage.step(100)
    _settle(stage)
    save(f"{prefix}-data-noise")
    _go(stage, data, CLASSES)
    save(f"{prefix}-data-standardised")
    dataset, batch = stage.snapshot.dataset, stage.snapshot.coming.batch
    data.images.opened.emit(int(np.setdiff1d(dataset.train, batch.rows)[0]))
    stage.live(0.1)
    save(f"{prefix}-data-alone")
    assert stage.window.workspaces.shown == ONE_STEP
    stage.window.top_bar.workspaces.button(TRAIN).click()
    stage.settle()
    save(f"{prefix}-data-gap")
    stage.window.top_bar.workspaces.button(DATA).click()


def _go(stage: Stage, data: DataWorkspace, page: str) -> None:
    data.choice.button(page).click()
    _settle(stage)


def _settle(stage: Stage) -> None:
    stage.settle()
    stage.wait(lambda: stage.window.workspaces.desks.data.is_settled, "the inspection")
    stage.live(0.1)
