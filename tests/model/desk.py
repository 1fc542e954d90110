"""A trainer with a small data set, for tests to send commands to."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from model.commands import Command, Tune
from model.datasets.dataset import Dataset
from model.records import Snapshot
from model.trainer import Trainer
from model.trouble import Failure
from tests.model.recorder import DEADLINE_S, Recorder
from tests.model.small import small_dataset

SMALL = small_dataset()


def open_source(source: str) -> Dataset:
    """Knows one data set, called small."""
    if source != "small":
        raise LookupError("there is no such data set.")
    return SMALL


class Desk:
    """The trainer, its mailbox, and the sending."""

    def __init__(self) -> None:
        self.mailbox = Recorder[Snapshot | Failure]()
        self.trainer = Trainer(open_source, self.mailbox)
        self._marks = count(1)

    def send(self, *commands: Command) -> None:
        for command in commands:
            self.trainer.send(command)

    def wait_for(self, wish: Callable[[Snapshot], bool], deadline_s: float = DEADLINE_S) -> Snapshot:
        """The next snapshot that meets the wish."""
        found = self.mailbox.wait_for(lambda item: isinstance(item, Snapshot) and wish(item), deadline_s)
        assert isinstance(found, Snapshot)
        return found

    def snapshots(self) -> list[Snapshot]:
        """Every snapshot posted so far."""
        return [item for item in self.mailbox.posted if isinstance(item, Snapshot)]

    def settle(self) -> Snapshot:
        """The state once every command sent so far has been obeyed; it leaves the run where it is."""
        wish = replace(self.snapshots()[-1].settings, margin=100.0 + next(self._marks))
        self.send(Tune(wish))
        return self.wait_for(lambda snapshot: snapshot.settings == wish)
