"""A run as a script of plain NumPy that anybody can read, change and run without this app.

The script is assets/script/run.txt, with what belongs to the run filled in at @WORDS@; a line that ends in "#? tag" is
there only where the run needs it.
"""

import re
from dataclasses import asdict
from enum import StrEnum
from importlib import resources
from math import prod

from model.classifier import START_SCALE
from model.datasets.dataset import Dataset
from model.keeping.safely import KeepingError
from model.products import (
    BLOCK_MULTIPLY_ADDS,
    LEAST_COLUMNS,
    MOST_ROWS,
    PIXELS_AT_ONCE,
    ROWS_AT_ONCE,
    WORTH_TWO,
    Scratch,
)
from model.records import LossKind, Settings
from model.schedules import LEAST, ScheduleKind
from model.states import RunState

Plan = list[tuple[int, Settings]]
_TAG = re.compile(r"  #\? (\w+)$")
_WORD = re.compile(r"@([A-Z_]+)@")


def script(state: RunState, dataset: Dataset, facts: dict[str, str]) -> str:
    """The source of the script of a run on a data set in its arrangement, with the facts about it.

    Raises KeepingError where the run has jumped, which no gradient can repeat.
    """
    memory = state.memory
    if state.has_landed or any(mark.has_landed for mark in (*memory.marks, *(mark for _, mark in memory.keys))):
        raise KeepingError("The script is not written: the run has jumped in the landscape, which no step can repeat.")
    plan = plan_of(state) or [(0, state.settings)]
    template = (resources.files("assets") / "script" / "run.txt").read_text("utf-8")
    words = _words(state, dataset, plan, facts)
    lines = _needed(template.splitlines(), _tags(dataset, plan))
    return "\n".join(_WORD.sub(lambda found: words[found[1]], line) for line in lines) + "\n"


def plan_of(state: RunState) -> Plan:
    """From which step on which settings were used; a step with a step size of its own has a line of its own."""
    memory = state.memory
    used = [*memory.changes, *((number, mark.settings) for number, mark in enumerate(memory.marks, memory.first))]
    return [use for place, use in enumerate(used) if not place or use[1] != used[place - 1][1]]


def _needed(lines: list[str], tags: set[str]) -> list[str]:
    """The lines without tag or with one of these, without two empty lines in a row."""
    kept: list[str] = []
    for line in lines:
        tag = _TAG.search(line)
        if (tag is None or tag[1] in tags) and (line or kept[-1]):
            kept.append(_TAG.sub("", line))
    return kept


def _tags(dataset: Dataset, plan: Plan) -> set[str]:
    parts = Scratch(prod(dataset.shape)).parts
    blocks = max(len(parts(min(settings.batch_size, len(dataset.train)))) for _, settings in plan)
    kinds = {str(kind) for _, settings in plan for kind in (settings.loss, settings.penalty)}
    return kinds | {"large" if blocks >= WORTH_TWO else "small"} | set(_paced(plan))


def _paced(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Whether the run had a schedule, and momentum, by the fields of its settings that tell of them."""
    kinds = {settings.schedule for _, settings in plan}
    found = {"schedule": ("schedule", "over")} if kinds != {ScheduleKind.CONSTANT} else {}
    return found | ({"momentum": ("momentum",)} if any(settings.momentum for _, settings in plan) else {})


def _words(state: RunState, dataset: Dataset, plan: Plan, facts: dict[str, str]) -> dict[str, str]:
    losses = {settings.loss for _, settings in plan}
    either = '(softmax if loss == "softmax" else hinge)'
    told = "\n".join(f"{name}: {fact}" for name, fact in facts.items())
    more = [name for names in _paced(plan).values() for name in names]
    added = "".join(f", {name}" for name in more)
    return {
        "TITLE": f"{state.number:,} steps of gradient descent as Linearium took them.",
        "FACTS": told.replace("\\", "/").replace('"""', "'''"),
        "SETTINGS": "\n".join(f"    {number}: {_row(settings, more)}," for number, settings in plan),
        "MORE": added.replace("over", "over (epochs)"),
        "NAMES": added,
        "LEAST": repr(LEAST),
        "LOSS": either if losses == set(LossKind) else str(*losses),
        "SEED": str(state.seed),
        "STEPS": str(state.number),
        "CLASSES": str(len(dataset.classes)),
        "PIXELS": str(prod(dataset.shape)),
        "CHUNK": str(Scratch(prod(dataset.shape)).chunk),
        "START_SCALE": repr(START_SCALE),
        "MULTIPLY_ADDS": f"{BLOCK_MULTIPLY_ADDS:_}",
        "LEAST_COLUMNS": str(LEAST_COLUMNS),
        "MOST_ROWS": str(MOST_ROWS),
        "PIXELS_AT_ONCE": str(PIXELS_AT_ONCE),
        "ROWS": str(ROWS_AT_ONCE),
        "WORTH_TWO": str(WORTH_TWO),
    }


def _row(settings: Settings, more: list[str]) -> tuple[object, ...]:
    told = asdict(settings)
    fields = ("loss", "margin", "penalty", "strength", "step_size", "batch_size", *more)
    return tuple(str(told[name]) if isinstance(told[name], StrEnum) else told[name] for name in fields)
