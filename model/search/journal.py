"""A search on the disk: the plan, and every outcome as it comes in, each a file that is whole at any moment.

One search is kept, the last one. A kill loses no more than the jobs under way. It is read as session files are: with
distrust, and what is damaged is passed over. There are at most 2,000 files, with MOST_PARAMS_BYTES of parameters in
all and a curve of up to 40 KB in each.
"""

import logging
import secrets
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from model.keeping import archive
from model.keeping.archive import BrokenError, Json
from model.keeping.decoding import read_arrangement, read_settings
from model.keeping.lock import Lock
from model.keeping.safely import KeepingError
from model.records import Params
from model.search.records import CURVE_ROWS, Job, Outcome, Plan, Span
from model.search.rules import complaint

_SCHEMA = 1
_DAMAGE = (BrokenError, OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, AttributeError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A search as it was left, on images with this fingerprint. damaged counts outcomes that could not be read."""

    plan: Plan
    fingerprint: str
    outcomes: tuple[Outcome, ...]
    damaged: int


class Keeping(Protocol):
    """Where a search is kept for the next start."""

    def kept(self) -> Kept | None:
        """What is there."""

    def begin(self, plan: Plan, fingerprint: str) -> None:
        """Keep this search in place of another; raises KeepingError."""

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome, in place of an earlier one of the same job; raises KeepingError."""

    def close(self) -> None:
        """Keep no more."""


class Journal:
    """A folder with search.zip, and one with a file for each outcome. One process holds it at a time."""

    def __init__(self, folder: Path) -> None:
        """Hold a folder, which is made if need be; where another process holds it, nothing is kept."""
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self._plan = folder / "search.zip"
        self._folder, self._home = folder, folder / "none"
        self._lock = Lock.take(folder / "search.lock")

    def kept(self) -> Kept | None:
        """The search that was left here, if any, and what has ended of it."""
        if self._lock is None or not self._plan.is_file():
            return None
        try:
            told, _ = archive.read(self._plan, _admit)
            plan, found = _read_plan(told["plan"]), _text(told["fingerprint"])
            self._home = self._folder / f"outcomes-{int(_text(told['key']), 16):016x}"
        except _DAMAGE as trouble:
            log.warning("%s is passed over: %s", self._plan, trouble)
            return None
        with suppress(OSError):
            self._home.mkdir(exist_ok=True)
        outcomes, damaged = self._outcomes(plan)
        return Kept(plan, found, outcomes, damaged)

    def begin(self, plan: Plan, fingerprint: str) -> None:
        """Keep this search from now on; the last one is forgotten once this one counts."""
        if self._lock is None:
            raise KeepingError("This search is not kept for the next start: another window keeps one already.")
        key = secrets.token_hex(8)
        self._home = self._folder / f"outcomes-{key}"
        document = {"schema": _SCHEMA, "key": key, "fingerprint": fingerprint, "plan": asdict(plan)}
        with suppress(OSError):  # writing says what is wrong
            self._home.mkdir()
        archive.write(self._plan, document, {})
        for other in self._folder.glob("outcomes-*"):
            if other != self._home:
                shutil.rmtree(other, ignore_errors=True)

    def add(self, outcome: Outcome) -> None:
        """Write an outcome."""
        if self._lock is not None:
            archive.write(self._home / _name(outcome.job), _told(outcome), _arrays(outcome))

    def close(self) -> None:
        """Let others hold the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _outcomes(self, plan: Plan) -> tuple[tuple[Outcome, ...], int]:
        found, damaged = [], 0
        for job in plan.jobs:
            path = self._home / _name(job)
            if path.is_file():
                try:
                    found.append(_read_outcome(job, plan, *archive.read(path, lambda _: None)))
                except _DAMAGE as trouble:
                    log.warning("%s is passed over: %s", path, trouble)
                    damaged += 1
        shapes = {outcome.params.weights.shape for outcome in found if outcome.params is not None}
        return (tuple(found), damaged) if len(shapes) <= 1 else ((), len(found) + damaged)


def _name(job: Job) -> str:
    return f"{job.fold}-{job.point.place:03}.zip"


def _told(outcome: Outcome) -> Json:
    point = outcome.job.point
    return {
        "step_size": point.step_size,
        "strength": point.strength,
        "steps": outcome.steps,
        "diverged_at": outcome.diverged_at,
        "seconds": outcome.seconds,
        "validated": outcome.validated,
    }


def _arrays(outcome: Outcome) -> archive.Arrays:
    curve: dict[str, Any] = {"curve": outcome.curve}
    params = outcome.params
    return curve if params is None else curve | {"weights": params.weights, "biases": params.biases}


def _admit(told: Json) -> None:
    if told.get("schema") != _SCHEMA:
        raise BrokenError("another schema")


def _read_plan(told: Json) -> Plan:
    source, is_random = _text(told["source"]), told["is_random"]
    steps, strengths = _read_span(told["step_sizes"]), _read_span(told["strengths"])
    epochs, folds, seed = (_whole(told[name]) for name in ("epochs", "folds", "seed"))
    arrangement, settings = read_arrangement(told["arrangement"]), read_settings(told["settings"])
    plan = Plan(source, arrangement, settings, steps, strengths, bool(is_random), epochs, folds, seed)
    wrong = complaint(plan)
    if wrong:
        raise ValueError(wrong)
    return plan


def _read_span(told: Json) -> Span:
    return Span(float(told["low"]), float(told["high"]), _whole(told["count"]))


def _read_outcome(job: Job, plan: Plan, told: Json, arrays: archive.Arrays) -> Outcome:
    curve, steps, diverged_at = arrays["curve"], _whole(told["steps"]), told["diverged_at"]
    _check(curve.dtype == np.float64 and curve.ndim == 2 and len(curve) == len(CURVE_ROWS))
    _check(1 <= curve.shape[1] <= plan.epochs + 1 and bool(np.isfinite(curve).all()))
    _check((told["step_size"], told["strength"]) == (job.point.step_size, job.point.strength))
    _check(diverged_at is None or _whole(diverged_at) <= steps)
    seconds = float(told["seconds"])
    _check(isfinite(seconds) and seconds >= 0)
    return Outcome(job, _read_params(arrays), curve, steps, diverged_at, seconds, _whole(told["validated"]))


def _read_params(arrays: archive.Arrays) -> Params | None:
    if "weights" not in arrays:
        return None
    weights, biases = arrays["weights"], arrays["biases"]
    _check(weights.dtype == biases.dtype == np.float32 and weights.ndim == 2 and biases.shape == weights.shape[:1])
    return Params(weights, biases)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 1000:
        raise ValueError("not a name")
    return value


def _check(is_so: bool) -> None:
    if not is_so:
        raise ValueError("its parts do not agree")
