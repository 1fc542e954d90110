"""Hands to work the bench of losses, and a look at every number on it."""

import pytest

from gui import bench_words
from gui.workspaces.losses import LossesWorkspace
from gui.workspaces.names import LOSSES
from model.bench import Rule
from model.losses import data_loss, squared_hinge
from model.records import LossKind, Settings
from tests.stage import Stage

THREE, CAT, TEN, PIXELS, NOW = range(5)


def bench_of(stage: Stage, preset: int = THREE) -> LossesWorkspace:
    """Go to the workspace and choose an example."""
    stage.window.top_bar.workspaces.button(LOSSES).click()
    losses = stage.window.workspaces.losses
    assert losses is not None
    losses.presets.list.setCurrentIndex(preset)
    losses.presets.list.activated.emit(preset)
    return losses


def lines(losses: LossesWorkspace) -> dict[str, str]:
    return {name: " ".join(pieces) for name, pieces in losses.view.lines.entries}


def type_in(losses: LossesWorkspace, k: int, text: str) -> None:
    box = losses.view.rows.rows[k].box
    box.setText(text)
    box.setModified(True)
    box.editingFinished.emit()


def assert_shows_the_model(losses: LossesWorkspace) -> None:
    """Every cell says what the losses make of the scores in the boxes."""
    table, bench = losses.view.table, losses.bench
    scores, labels = bench.scores, bench.labels
    made = {
        Rule.HINGE: data_loss(Settings(loss=LossKind.HINGE, margin=bench.margin), scores, labels),
        Rule.SQUARED_HINGE: squared_hinge(scores, labels, bench.margin),
        Rule.SOFTMAX: data_loss(Settings(loss=LossKind.SOFTMAX), scores, labels),
    }
    last = {Rule.HINGE: 1, Rule.SQUARED_HINGE: 1, Rule.SOFTMAX: 2}
    for rule, (found, gradient) in made.items():
        assert table.foot_of(rule)[0] == bench_words.amount(float(found[bench.image]))
        for k in range(len(scores)):
            said = table.text_of(rule, last[rule], k).removeprefix("+")
            assert said == bench_words.amount(float(gradient[k, bench.image]))
            assert losses.view.rows.rows[k].value == pytest.approx(float(scores[k, bench.image]))
