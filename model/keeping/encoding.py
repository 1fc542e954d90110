"""A session as a document and arrays. `decoding` is the way back."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from model.history import Mark
from model.keeping.archive import Arrays, Json
from model.keeping.session import Session
from model.keeping.thinning import sparse
from model.measure import Measure
from model.records import Params, Settings
from model.schedules import ScheduleKind
from model.states import RunState

SCHEMA = 2
_PLAIN_SCHEMA = 1  # knows no schedule and no momentum: what has none of them opens there too
FORMAT = "linearium session"
NOWHERE = -1


class _Tables:
    """The parameters and settings of all runs, each once; the runs refer to them by number."""

    def __init__(self) -> None:
        self.frames: list[Params] = []
        self.settings: dict[Settings, int] = {}
        self._known: dict[int, int] = {}

    def frame(self, params: Params | None) -> int:
        if params is None:
            return NOWHERE
        if id(params) not in self._known:
            self._known[id(params)] = len(self.frames)
            self.frames.append(params)
        return self._known[id(params)]

    def setting(self, settings: Settings) -> int:
        return self.settings.setdefault(settings, len(self.settings))

    def mark(self, mark: Mark) -> tuple[int, ...]:
        place = (mark.epoch, mark.position, self.setting(mark.settings), int(mark.has_landed))
        return self.frame(mark.params), *place


def encode(session: Session) -> tuple[Json, Arrays]:
    """The document and the arrays of a session."""
    tables, story = _Tables(), session.story
    arrays: dict[str, Any] = {}
    runs = [
        _run(name, sparse(state), tables, arrays, f"runs/{place}")
        for place, (name, state) in enumerate([(story.name, story.present), *story.kept])
    ]
    visited = story.visited and {"number": story.visited[0], "settings": tables.setting(story.visited[1])}
    pictures = session.belongings.pictures
    arrays |= {f"pictures/{place}": picture.pixels for place, picture in enumerate(pictures)}
    arrays["weights"] = np.stack([params.weights for params in tables.frames])
    arrays["biases"] = np.stack([params.biases for params in tables.frames])
    document = {
        "format": FORMAT,
        "schema": _PLAIN_SCHEMA if all(map(_is_plain, tables.settings)) else SCHEMA,
        "saved_with": asdict(session.surroundings),
        "data": asdict(session.origin),
        "settings": [asdict(settings) for settings in tables.settings],
        "runs": runs,
        "visited": visited,
        "pictures": [{"title": picture.title, "named": picture.named} for picture in pictures],
        "layout": dict(session.belongings.layout),
    }
    return document, arrays


def _run(name: str, state: RunState, tables: _Tables, arrays: dict[str, Any], home: str) -> Json:
    memory, measures = state.memory, state.measures
    arrays |= {
        f"{home}/marks": _rows((tables.mark(mark) for mark in memory.marks), 5),
        f"{home}/keys": _rows(((number, *tables.mark(mark)) for number, mark in memory.keys), 6),
        f"{home}/changes": _rows(((number, tables.setting(settings)) for number, settings in memory.changes), 2),
        f"{home}/trail": _rows(((point.number, tables.frame(point.params)) for point in state.trail), 2),
        f"{home}/batch_curve": state.batch_curve,
        f"{home}/measure_curve": state.measure_curve,
        f"{home}/measures": np.array([_losses(measure) for measure in measures]),
        f"{home}/confusions": _confusions(measures),
    }
    velocities = [(number, tables.frame(velocity)) for number, velocity in _velocities(state)]
    if velocities:
        arrays[f"{home}/velocities"] = _rows(velocities, 2)
    return {
        "name": name,
        "identity": state.identity,
        "arrangement": asdict(state.arrangement),
        "seed": state.seed,
        "settings": tables.setting(state.settings),
        "number": state.number,
        "epoch": state.epoch,
        "position": state.position,
        "params": tables.frame(state.params),
        "has_landed": state.has_landed,
        "first": memory.first,
        "key_stride": memory.key_stride,
        "trail_stride": state.trail_stride,
        "basis": state.basis and [state.basis[0], asdict(state.basis[1])],
    }


def _velocities(state: RunState) -> Iterator[tuple[int, Params]]:
    """After how many steps which velocity is known, where there is one."""
    marks = [*state.memory.keys, *enumerate(state.memory.marks, state.memory.first)]
    for number, velocity in (*((number, mark.velocity) for number, mark in marks), (state.number, state.velocity)):
        if velocity is not None:
            yield number, velocity


def _is_plain(settings: Settings) -> bool:
    return settings.schedule is ScheduleKind.CONSTANT and not settings.momentum


def _rows(rows: Iterable[tuple[int, ...]], columns: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(list(rows), np.int64).reshape(-1, columns)


def _losses(measure: Measure) -> tuple[float, ...]:
    return measure.number, measure.train_loss, measure.validation_loss, measure.penalty, measure.train_accuracy


def _confusions(measures: tuple[Measure, ...]) -> np.ndarray[Any, Any]:
    """The counts of validation and test: (m, 2, K, K), in as few bytes as hold them."""
    counts = np.array([(measure.validation_confusion, measure.test_confusion) for measure in measures])
    return counts.astype(np.uint16 if counts.max() < 1 << 16 else np.uint32)
