"""The present run, the moment of it that is looked at, and the runs it left behind."""

from collections.abc import Iterator
from dataclasses import replace

from model.commands import Adopt, Continue, Delete, Rearrange, Rename, Restore, TimeCommand, Visit
from model.datasets.arrange import arrange
from model.datasets.arrangement import Arrangement
from model.datasets.dataset import Dataset, is_same
from model.records import Mode, Settings, Snapshot
from model.run import Run
from model.shelf import Shelf
from model.states import StoryState


class Story:
    """Runs of one data set, each on its own arrangement of it, of which one goes on.

    `shown` is what is looked at: the present run, or an earlier moment of it, a run of its own that was not taken
    further yet.
    """

    def __init__(self, dataset: Dataset, settings: Settings, seed: int, identities: Iterator[int]) -> None:
        """Begin with one run; every run gets the next identity."""
        self._identities = identities
        self.present = Run(dataset, settings, seed, next(identities))
        self._name = _first_name(self.present)
        self._visited: Run | None = None
        self._shelf = Shelf()

    @classmethod
    def resumed(cls, dataset: Dataset, state: StoryState, identities: Iterator[int]) -> "Story":
        """Go on from where a story on this data set stood; every run gets a new identity, the present one the last."""
        arranged: dict[Arrangement, Dataset] = {}
        story = cls.__new__(cls)
        story._identities, story._shelf, story._visited = identities, Shelf(), None
        for name, run in (*state.kept, (state.name, state.present)):
            if run.arrangement not in arranged:
                arranged[run.arrangement] = arrange(dataset, run.arrangement)
            story.present = Run.resumed(arranged[run.arrangement], run, next(identities))
            story._name = name
            if run is not state.present:
                story._shelf.put(story.present, name)
        if state.visited is not None:
            number, settings = state.visited
            story._visit(number)
            story.shown.tune(settings)
        return story

    def state(self) -> StoryState:
        """All that it takes to go on from here."""
        kept = tuple((name, run.state()) for name, run in self._shelf.named())
        visited = None if self._visited is None else (self._visited.number, self._visited.settings)
        return StoryState(self._name, self.present.state(), kept, visited)

    @property
    def shown(self) -> Run:
        """What is looked at."""
        return self._visited or self.present

    @property
    def is_looking_back(self) -> bool:
        """Whether an earlier moment is looked at."""
        return self._visited is not None

    def stands_at(self, identity: int, number: int | None) -> bool:
        """Whether a run with this identity is looked at, and at this step if one is given."""
        return self.shown.identity == identity and number in (None, self.shown.number)

    def stepping(self) -> Run:
        """The run to go on with: from an earlier moment, that is another one."""
        self._continue()
        return self.present

    def back(self, steps: int) -> None:
        """Undo steps; looking back, look so much further back."""
        if self._visited is None:
            self.present.back(steps)
        else:
            self._visit(self._visited.number - steps)

    def tune(self, settings: Settings) -> None:
        """Go on with other settings."""
        self.present.tune(settings)
        if self._visited is not None:
            self._visited.tune(settings)

    def reset(self, seed: int) -> None:
        """Start again, in place of the present run."""
        run = self.present
        self._visited = None
        self.present = Run(run.dataset, run.settings, seed, next(self._identities))
        self._name = _first_name(self.present)

    def obey(self, command: TimeCommand) -> None:
        """Travel in time, or keep order among the runs."""
        match command:
            case Rearrange(arrangement):
                self._rearrange(arrangement)
            case Visit(number):
                self._visit(number)
            case Continue():
                self._continue()
            case Restore(run):
                self._restore(run)
            case Rename(run, name):
                self._rename(run, name)
            case Delete(run):
                self._shelf.take(run)
            case Adopt(other, name):
                self._adopt(other, name)

    def snapshot(self, mode: Mode, images_per_second: float = 0.0, trouble: str = "") -> Snapshot:
        """All that can be seen now; the curves always reach to the end of the present run."""
        seen = self.shown.snapshot(mode, images_per_second, trouble)
        present = self.present.kept(self._name)
        return replace(
            seen,
            newest=present.number,
            batch_curve=present.batch_curve,
            measure_curve=present.measure_curve,
            kept=self._shelf.runs,
            name=self._name,
        )

    def _rearrange(self, arrangement: Arrangement) -> None:
        run = self.present
        if arrangement == run.dataset.arrangement:
            return
        if run.number:
            self._shelf.put(run, self._name)
        self._visited = None
        self.present = Run(arrange(run.dataset, arrangement), run.settings, run.seed, next(self._identities))
        self._name = _first_name(self.present)

    def _visit(self, number: int) -> None:
        number = min(max(number, 0), self.present.number)
        self._visited = self.present.until(number) if number < self.present.number else None

    def _continue(self) -> None:
        if self._visited is not None:
            self._shelf.put(self.present, self._name)
            self.present, self._visited = self._visited, None
            self.present.identity = next(self._identities)
            self._name = f"run {self.present.identity} from step {self.present.number:,}"

    def _restore(self, identity: int) -> None:
        taken = self._shelf.take(identity)
        if taken is not None:
            self._visited = None
            self._shelf.put(self.present, self._name)
            self.present, self._name = taken

    def _adopt(self, run: Run, name: str) -> None:
        ours = self.present.dataset.as_opened
        if is_same(run.dataset.as_opened, ours):
            if run.dataset.as_opened is not ours:  # opened twice: one of them is enough
                run = Run.resumed(arrange(ours, run.dataset.arrangement), run.state(), run.identity)
            if self.present.number:
                self._shelf.put(self.present, self._name)
            self._visited = None
            self.present, self._name = run, name
            run.identity = next(self._identities)

    def _rename(self, identity: int, name: str) -> None:
        if identity == self.present.identity:
            self._name = name
        else:
            self._shelf.rename(identity, name)


def _first_name(run: Run) -> str:
    words = run.dataset.arrangement.words
    return f"run {run.identity}{words and f', {words}'}"
