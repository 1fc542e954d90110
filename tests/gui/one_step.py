"""Hands and eyes for the workspace One step."""

from gui.workspaces.one_step import OneStepWorkspace
from model.records import LossKind, PenaltyKind
from tests.stage import Stage


def bench_of(stage: Stage) -> OneStepWorkspace:
    bench = stage.window.workspaces.one_step
    assert bench is not None
    return bench


def choose(stage: Stage, loss: LossKind, penalty: PenaltyKind) -> None:
    """Go on with this loss and this regularization."""
    stage.window.controls.loss.button(loss).click()
    stage.window.controls.penalty.button(penalty).click()
    stage.wait(lambda: (stage.snapshot.settings.loss, stage.snapshot.settings.penalty) == (loss, penalty), "settings")


def cells(bench: OneStepWorkspace, column: int) -> list[str]:
    """A column of the table that is shown."""
    table = bench.view.table.table
    assert table is not None
    return [line.cells[column].replace("−", "-") for line in table.lines]


def written(bench: OneStepWorkspace) -> str:
    """The pieces of the formula that have numbers in them."""
    return " ".join(piece.markup for piece in bench.view.formula.pieces)


def as_numbers(texts: list[str]) -> list[float]:
    return [float(text) for text in texts if text]
