"""What the training thread does for sessions: it has them written, opens them, and says what came of it."""

import logging
from itertools import count
from pathlib import Path

from model.commands import Export, Open, Save
from model.keeping.exports import export_script, export_weights
from model.keeping.keeper import Keeper, Opened, Refused, Report, Saved
from model.keeping.resuming import OpenSource, resume
from model.keeping.safely import KeepingError
from model.story import Story

Resumed = tuple[Story, "count[int]", Opened]
log = logging.getLogger(__name__)


class Custody:
    """Obeys Save, Open and Export in the thread of the trainer; the writing of sessions has one of its own."""

    def __init__(self, open_source: OpenSource, report: Report) -> None:
        """Prepare; report hears what came of each command."""
        self._open_source, self.report = open_source, report
        self._keeper = Keeper(report)

    def start(self) -> None:
        """Start the thread that writes."""
        self._keeper.start()

    def stop(self) -> None:
        """Write what is still to be written, and wait for the thread to end."""
        self._keeper.stop()

    def obey(self, command: Save | Open | Export, story: Story | None, identity: int) -> Resumed | None:
        """Obey; hands back what is to be gone on with where a session was opened, which is to be reported then."""
        try:
            if isinstance(command, Open):
                return resume(command.path, self._open_source, identity)
            if isinstance(command, Save):
                self._keeper.save(command.path, story, command.belongings)
            else:
                self._export(command.path, story)
        except KeepingError as refusal:
            self.report(Refused(command.path, str(refusal)))
        except Exception as trouble:
            log.exception("Trouble with %s", command.path)
            self.report(Refused(command.path, f"This cannot be done ({trouble or type(trouble).__name__})."))
        return None

    def _export(self, path: Path, story: Story | None) -> None:
        if story is None:
            raise KeepingError("There is no run to save yet.")
        (export_script if path.suffix == ".py" else export_weights)(path, story.shown)
        self.report(Saved(path, story.shown.number, path.stat().st_size))
