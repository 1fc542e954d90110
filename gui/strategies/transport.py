"""Go, stop and step, for the strategies alone."""

from PySide6.QtCore import Slot

from gui.race.editor import word_button
from gui.race.side_transport import SideTransport
from gui.strategies import words
from model.commands import Advance
from model.strategies.commands import TakeOneEach
from model.strategies.records import StrategiesSnapshot

_A_THOUSAND = 1000


class StrategiesTransport(SideTransport):
    """A step is one try or step for each strategy; a thousand are a thousand loss evaluations for each."""

    def __init__(self) -> None:
        """Stand still."""
        super().__init__(
            "Strategies",
            "All from the start again, as the main run is set now",
            "One try or step for each, whatever it costs",
            [
                (10.0, "10/s", "Ten loss evaluations a second for each"),
                (100.0, "100/s", "A hundred loss evaluations a second for each, if the machine is fast enough"),
                (None, "full speed", "As fast as it goes"),
            ],
        )
        self.thousand = word_button("+ 1,000", "A thousand loss evaluations more for each, then pause")
        self.pace.set_value(None)
        self._lay_out(self.thousand)
        self.step.clicked.connect(self._advance)
        self.thousand.clicked.connect(self._add_a_thousand)

    def show_strategies(self, shown: StrategiesSnapshot) -> None:
        """Show where they stand."""
        rate = f"  ·  {shown.evaluations_per_second:,.0f}/s" if shown.evaluations_per_second else ""
        several = "s" if shown.budget != 1 else ""
        self._show_where(
            shown.mode.is_moving, f"{words.evaluations(shown.budget)} loss evaluation{several} for each{rate}"
        )

    @Slot()
    def _advance(self) -> None:
        self.commanded.emit(TakeOneEach())

    @Slot()
    def _add_a_thousand(self) -> None:
        self.commanded.emit(Advance(_A_THOUSAND))
