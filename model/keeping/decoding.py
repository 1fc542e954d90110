"""A document and arrays as a session. `encoding` is the way there.

Whatever is not as it should be raises ValueError, KeyError, TypeError or IndexError: the file is damaged, or somebody
has made it up. Only what agrees with itself gets through.
"""

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.allowance import DEPTH
from model.arrays import Doubles, frozen
from model.belongings import MOST_PICTURES, Belongings, SavedPicture
from model.curve import BATCH_ROWS, MEASURE_ROWS
from model.datasets.arrangement import Arrangement, Seen
from model.history import Mark, Memory
from model.keeping.archive import Arrays, Json
from model.keeping.encoding import NOWHERE
from model.keeping.session import Origin, Session
from model.keeping.surroundings import Surroundings
from model.measure import Measure
from model.records import LossKind, Params, PenaltyKind, Settings, Waypoint
from model.schedules import ScheduleKind
from model.states import RunState, StoryState

_MOST_RUNS = 64
_LONGEST_NAME = 1000
_FAR = 1 << 53
_LARGEST_SEED = 2**31 - 2


class _Tables:
    """The parameters and settings that the runs refer to by number."""

    def __init__(self, document: Json, arrays: Arrays, classes: int, pixels: int) -> None:
        weights, biases = arrays["weights"], arrays["biases"]
        _check(weights.dtype == biases.dtype == np.float32)
        _check(weights.shape[1:] == (classes, pixels) and biases.shape == (len(weights), classes))
        self.classes = classes
        self.frames = [Params(w, b) for w, b in zip(weights, biases, strict=True)]
        self.settings = [read_settings(told) for told in document["settings"]]
        _check(all(settings.batch_size for settings in self.settings))

    def frame(self, place: int) -> Params:
        return self.frames[_whole(place, len(self.frames) - 1)]

    def setting(self, place: int) -> Settings:
        return self.settings[_whole(place, len(self.settings) - 1)]

    def mark(self, row: list[int], velocity: Params | None) -> Mark:
        frame, epoch, position, settings, has_landed = row
        params = None if frame == NOWHERE else self.frame(frame)
        _check(params is not None or velocity is None)
        return Mark(params, _whole(epoch), _whole(position), self.setting(settings), bool(has_landed), velocity)


def decode(document: Json, arrays: Arrays) -> Session:
    """The session that a document of this schema and its arrays hold."""
    origin = _origin(document["data"])
    tables = _Tables(document, arrays, len(origin.classes), int(np.prod(origin.shape)))
    runs = [(_text(told["name"]), _run(told, arrays, f"runs/{k}", tables)) for k, told in enumerate(document["runs"])]
    _check(1 <= len(runs) <= _MOST_RUNS)
    (name, present), *kept = runs
    visited = document["visited"]
    moment = visited and (_whole(visited["number"], present.number), tables.setting(visited["settings"]))
    return Session(
        origin,
        StoryState(name, present, tuple(kept), moment or None),
        _belongings(document, arrays),
        _surroundings(document["saved_with"]),
    )


def _origin(told: Json) -> Origin:
    height, width, channels = (_whole(side, 1 << 12, 1) for side in told["shape"])
    classes = tuple(_text(name) for name in told["classes"])
    names = (_text(told["name"]), _text(told["title"]))
    way = told["path"] and _text(told["path"])
    return Origin(*names, classes, (height, width, channels), _whole(told["images"]), _text(told["fingerprint"]), way)


def _surroundings(told: Json) -> Surroundings:
    app, numpy, machine = (_text(told[key]) for key in ("app", "numpy", "machine"))
    return Surroundings(app, numpy, machine, _whole(told["blas_threads"]))


def _belongings(document: Json, arrays: Arrays) -> Belongings:
    told, layout = document["pictures"], document["layout"]
    _check(len(told) <= MOST_PICTURES and isinstance(layout, dict))
    pictures = [
        SavedPicture(_text(each["title"]), arrays[f"pictures/{k}"], each["named"] and _text(each["named"]))
        for k, each in enumerate(told)
    ]
    return Belongings(tuple(pictures), layout)


def read_settings(told: Json) -> Settings:
    """Settings as `asdict` has told them."""
    return Settings(
        LossKind(told["loss"]),
        _real(told["margin"]),
        PenaltyKind(told["penalty"]),
        _real(told["strength"]),
        _real(told["step_size"]),
        _whole(told["batch_size"], least=0),
        ScheduleKind(told.get("schedule", ScheduleKind.CONSTANT)),
        _over(told.get("over", Settings().over)),
        _momentum(told.get("momentum", 0.0)),
    )


def _over(value: object) -> float:
    over = _real(value)
    _check(over > 0)
    return over


def _momentum(value: object) -> float:
    momentum = _real(value)
    _check(momentum < 1)
    return momentum


def read_arrangement(told: Json) -> Arrangement:
    """An arrangement as `asdict` has told it."""
    count = told["per_class"]
    noise, validation = (_real(told[key]) for key in ("noise", "validation"))
    _check(noise <= 1 and 0 < validation < 1)
    return Arrangement(Seen(told["seen"]), None if count is None else _whole(count, least=1), noise, validation)


def _run(told: Json, arrays: Arrays, home: str, tables: _Tables) -> RunState:
    number, basis = _whole(told["number"]), told["basis"]
    velocities = _velocities(arrays, f"{home}/velocities", tables, number)
    strides = [_whole(told[key], least=1) for key in ("key_stride", "trail_stride")]
    trail = [(_whole(at, number), frame) for at, frame in _rows(arrays[f"{home}/trail"], 2)]
    _check([at for at, _ in trail] == sorted({at for at, _ in trail}))
    return RunState(
        identity=_whole(told["identity"]),
        arrangement=read_arrangement(told["arrangement"]),
        seed=_whole(told["seed"], _LARGEST_SEED),
        settings=tables.setting(told["settings"]),
        number=number,
        epoch=_whole(told["epoch"]),
        position=_whole(told["position"]),
        params=tables.frame(told["params"]),
        velocity=velocities.pop(number, None),
        has_landed=bool(told["has_landed"]),
        memory=_memory(arrays, home, tables, velocities, (_whole(told["first"], number), number), strides[0]),
        trail_stride=strides[1],
        trail=tuple(Waypoint(at, tables.frame(frame)) for at, frame in trail),
        batch_curve=_curve(arrays[f"{home}/batch_curve"], len(BATCH_ROWS), number - 1),
        measure_curve=_curve(arrays[f"{home}/measure_curve"], len(MEASURE_ROWS), number),
        measures=_measures(arrays[f"{home}/measures"], arrays[f"{home}/confusions"], number, tables.classes),
        basis=basis and (_whole(basis[0]), read_settings(basis[1])),
    )


def _velocities(arrays: Arrays, name: str, tables: _Tables, number: int) -> dict[int, Params]:
    """After how many steps which velocity is known; runs without momentum have none."""
    rows = _rows(arrays[name], 2) if name in arrays else []
    steps = [at for at, _ in rows]
    _check(steps == sorted(set(steps)) and all(0 <= at <= number for at in steps))
    return {at: tables.frame(frame) for at, frame in rows}


def _memory(
    arrays: Arrays, home: str, tables: _Tables, velocities: dict[int, Params], span: tuple[int, int], key_stride: int
) -> Memory:
    """What is remembered of the steps before the last; marks begin with the first number of the span."""
    first, number = span
    rows = _rows(arrays[f"{home}/marks"], 5)
    marks = tuple(tables.mark(row, velocities.pop(at, None)) for at, row in enumerate(rows, first))
    keys = tuple((at, tables.mark(row, velocities.pop(at, None))) for at, *row in _rows(arrays[f"{home}/keys"], 6))
    _check(not velocities)
    changes = tuple((at, tables.setting(place)) for at, place in _rows(arrays[f"{home}/changes"], 2))
    _check(first + len(marks) == number and len(marks) <= DEPTH)
    _check(all(mark.params is not None for _, mark in keys))
    for steps in ([at for at, _ in keys], [at for at, _ in changes]):
        _check(steps == sorted(set(steps)) and all(at < first for at in steps))
        _check(not first or (bool(steps) and steps[0] == 0))
    _check(bool(first) or not marks or marks[0].params is not None)
    return Memory(first, marks, keys, changes, key_stride)


def _measures(losses: NDArray[Any], confusions: NDArray[Any], number: int, classes: int) -> tuple[Measure, ...]:
    _check(losses.dtype == np.float64 and losses.ndim == 2 and losses.shape[1] == 5 and len(losses) >= 1)
    _check(confusions.shape == (len(losses), 2, classes, classes) and confusions.dtype.kind == "u")
    counts = frozen(confusions.astype(np.intp))
    return tuple(
        Measure(_whole(int(at), number), train, held_out, penalty, accuracy, validation, test)
        for (at, train, held_out, penalty, accuracy), (validation, test) in zip(losses.tolist(), counts, strict=True)
    )


def _curve(columns: NDArray[Any], rows: int, last: int) -> Doubles:
    """A curve (rows, n), the first row of which rises up to the last step."""
    _check(columns.dtype == np.float64 and columns.ndim == 2 and len(columns) == rows)
    numbers = columns[0]
    _check(bool(np.all(np.diff(numbers) >= 0)) and (not numbers.size or 0 <= numbers[0] <= numbers[-1] <= last))
    return columns


def _rows(array: NDArray[Any], columns: int) -> list[list[int]]:
    _check(array.dtype == np.int64 and array.ndim == 2 and array.shape[1] == columns)
    rows: list[list[int]] = array.tolist()
    return rows


def _whole(value: object, most: int = _FAR, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{value!r} is not a whole number from {least} to {most}")
    return value


def _real(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not (isfinite(value) and value >= 0):
        raise ValueError(f"{value!r} is not a number that is finite and not negative")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise ValueError("not a name")
    return value


def _check(is_so: bool) -> None:
    if not is_so:
        raise ValueError("its parts do not agree")
