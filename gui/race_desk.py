"""What goes to the racing thread, and what comes back from it."""

from PySide6.QtCore import QObject, Signal, Slot

from model.race.commands import RaceCommand
from model.race.records import RaceSnapshot


class RaceDesk(QObject):
    """`commanded` is for the racing thread, `told` what it has posted."""

    commanded = Signal(object)
    told = Signal(object)

    def send(self, command: RaceCommand) -> None:
        """Ask for something."""
        self.commanded.emit(command)

    @Slot(object)
    def take(self, race: RaceSnapshot) -> None:
        """Hear of a moment of the race."""
        self.told.emit(race)
