"""Hands and eyes for the workspace Data."""

import numpy as np

from gui.workspaces.data import DataWorkspace
from gui.workspaces.names import DATA
from model.arrays import Floats, Labels
from model.classifier import class_scores
from model.losses import data_loss
from model.records import Snapshot
from tests.stage import Stage


def open_data(stage: Stage, page: str) -> DataWorkspace:
    """Bring a page of the workspace to the front, and wait until all is known that it shows."""
    stage.window.top_bar.workspaces.button(DATA).click()
    data = stage.window.workspaces.data
    assert data is not None
    data.choice.button(page).click()
    settle(stage)
    return data


def settle(stage: Stage) -> None:
    """Wait until the images have been looked through for what is on the screen."""
    stage.settle()
    stage.wait(lambda: stage.window.workspaces.desks.data.is_settled, "the inspection")


def listed(data: DataWorkspace) -> Labels:
    """The rows that the browser lists."""
    return data.images.browser.images.rows


def scored(snapshot: Snapshot, rows: Labels) -> tuple[Labels, Floats]:
    """Predictions and losses of rows (n,), worked out anew."""
    seen = snapshot.dataset.preprocessing.apply(snapshot.dataset.pixels[rows])
    scores = class_scores(snapshot.params, seen)
    losses, _ = data_loss(snapshot.settings, scores, snapshot.dataset.labels[rows])
    return scores.argmax(axis=0), np.asarray(losses)
