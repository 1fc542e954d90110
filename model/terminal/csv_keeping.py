"""The table of a search as what is kept of it: a row is written as soon as a run has ended, and read to go on."""

import csv
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import numpy as np

from model.keeping.safely import KeepingError, write_whole
from model.search.journal import Kept
from model.search.records import CURVE_ROWS, Job, Outcome, Plan
from model.search.summary import COLUMNS, as_row, facts
from model.tables import as_csv, search

_FINGERPRINT = "fingerprint"
_VALUES = ("epoch", "training loss", "validation loss", "training accuracy", "validation accuracy")


class CsvKeeping:
    """A CSV file, or none."""

    def __init__(self, path: Path | None, plan: Plan, is_resumed: bool) -> None:
        """Write to this file; where a search is resumed, it must be of this plan."""
        self._path, self._plan, self._is_resumed = path, plan, is_resumed
        self._fingerprint = ""
        self._outcomes: dict[Job, Outcome] = {}
        self._file: TextIO | None = None
        self._kept: Kept | None = None

    def kept(self) -> Kept | None:
        """What the file holds, if it is to be gone on with; raises KeepingError where it holds something else."""
        if self._kept is None and self._path is not None and self._is_resumed and self._path.exists():
            outcomes = self._read(self._path)
            self.begin(self._plan, self._fingerprint, outcomes)
            self._kept = Kept(self._plan, self._fingerprint, tuple(outcomes), 0)
        return self._kept

    def begin(self, plan: Plan, fingerprint: str, outcomes: Iterable[Outcome] = ()) -> None:  # noqa: ARG002
        """Write the head, and what has ended already."""
        self._fingerprint = fingerprint
        self._outcomes = {outcome.job: outcome for outcome in outcomes}
        if self._path is not None:
            self._write(self._path)
            self._file = self._path.open("a", encoding="utf-8", newline="")

    def add(self, outcome: Outcome) -> None:
        """Write a row."""
        is_new = outcome.job not in self._outcomes
        self._outcomes[outcome.job] = outcome
        if self._path is not None and self._file is not None and is_new:
            try:
                csv.writer(self._file, lineterminator="\n").writerow(as_row(outcome))
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as trouble:
                words = f"“{self._path.name}” cannot be written ({trouble.strerror or trouble})."
                raise KeepingError(words) from trouble

    def close(self) -> None:
        """Have the rows in the order of the points."""
        if self._path is not None and self._file is not None:
            self._file.close()
            self._file = None
            self._write(self._path)

    def _write(self, path: Path) -> None:
        text = as_csv(search(self._plan, self._outcomes), facts(self._plan) | {_FINGERPRINT: self._fingerprint})
        write_whole(path, [text.encode()])

    def _read(self, path: Path) -> list[Outcome]:
        try:
            head, rows = _parted(path.read_text("utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as trouble:
            raise KeepingError(f"“{path.name}” cannot be read ({trouble}).") from trouble
        if head.get("search") != json.dumps(asdict(self._plan)):
            raise KeepingError(f"“{path.name}” is not of the search that these options ask for: leave --resume out.")
        self._fingerprint = head.get(_FINGERPRINT, "")
        jobs = {(job.point.place, job.fold): job for job in self._plan.jobs}
        found = [_outcome(told, jobs) for told in csv.DictReader(rows)]
        return [outcome for outcome in found if outcome is not None]


def _parted(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The facts at the head of a file, and the rows after them."""
    head = [line[2:].partition(": ") for line in lines if line.startswith("# ")]
    return {name: fact for name, _, fact in head}, [line for line in lines if not line.startswith("# ")]


def _outcome(told: dict[str, str], jobs: dict[tuple[int, int], Job]) -> Outcome | None:
    """What a row tells; None for one that was cut off, or is another's."""
    try:
        job = jobs[int(told["point"]), int(told["fold"])]
        curve = np.array([[float(told[name])] for name in _VALUES])
        diverged_at = int(told["diverged at"]) if told["diverged at"] else None
        steps, seconds, images = int(told["step"]), float(told["seconds"]), int(told["validation images"])
    except (KeyError, ValueError, TypeError):
        return None
    is_whole = len(curve) == len(CURVE_ROWS) and np.isfinite(curve).all() and seconds >= 0 and set(told) == {*COLUMNS}
    return Outcome(job, None, curve, steps, diverged_at, seconds, images) if is_whole else None
