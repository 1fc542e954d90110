"""The images that are searched on: opened by their name, known by their fingerprint, and laid out for workers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from model.datasets.dataset import Dataset
from model.datasets.task import DataError
from model.search.records import Plan
from model.search.rules import complaint, complaint_on
from model.search.supply import Supply, lay_out


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A data set as it was opened, and where workers find it."""

    dataset: Dataset
    supply: Supply

    @property
    def fingerprint(self) -> str:
        """What the images, labels and splits are known by."""
        return self.supply.fingerprint


class Grounds:
    """Opens data sets, and remembers the last one."""

    def __init__(self, open_source: Callable[[str], Dataset], folder: Path) -> None:
        """Lay them out in a folder."""
        self._open_source, self._folder = open_source, folder
        self._last: tuple[str, Ground] | None = None

    def for_a_new(self, plan: Plan) -> Ground:
        """What a plan is about; raises DataError, also where the plan cannot be carried out, or KeepingError."""
        _refuse_if(complaint(plan))
        ground = self.at(plan.source, is_anew=True)
        _refuse_if(complaint_on(plan, ground.dataset))
        return ground

    def at(self, source: str, is_anew: bool = False) -> Ground:
        """A data set by its name, opened anew if need be; raises DataError or KeepingError."""
        if is_anew or self._last is None or self._last[0] != source:
            dataset = self._opened(source)
            self._last = source, Ground(dataset, lay_out(dataset, self._folder))
        return self._last[1]

    def _opened(self, source: str) -> Dataset:
        try:
            return self._open_source(source).as_opened
        except Exception as trouble:
            words = str(trouble).rstrip(".") or type(trouble).__name__
            raise DataError(f"The data set “{source}” cannot be opened ({words}).") from trouble


def _refuse_if(wrong: str) -> None:
    if wrong:
        raise DataError(wrong)
