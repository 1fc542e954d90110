"""The workspaces that are not seen at first."""

from dataclasses import dataclass

from gui.check_desk import CheckDesk
from gui.data.page import Page
from gui.data_desk import DataDesk
from gui.race_desk import RaceDesk
from gui.workspaces.data import DataWorkspace
from gui.workspaces.evidence import EvidenceWorkspace
from gui.workspaces.gradient_check import GradientCheckWorkspace
from gui.workspaces.losses import LossesWorkspace
from gui.workspaces.names import DATA, EVIDENCE, GRADIENT_CHECK, LOSSES, ONE_STEP, RACE
from gui.workspaces.one_step import OneStepWorkspace
from gui.workspaces.race_pages import RacePages

Bench = OneStepWorkspace | GradientCheckWorkspace | LossesWorkspace | DataWorkspace | EvidenceWorkspace | RacePages


@dataclass(frozen=True, slots=True)
class Benches:
    """One of each."""

    one_step: OneStepWorkspace
    gradient_check: GradientCheckWorkspace
    losses: LossesWorkspace
    data: DataWorkspace
    evidence: EvidenceWorkspace
    race: RacePages

    @property
    def places(self) -> dict[str, Bench]:
        """Each by its name."""
        first: dict[str, Bench] = {ONE_STEP: self.one_step, GRADIENT_CHECK: self.gradient_check}
        return first | {LOSSES: self.losses, DATA: self.data, EVIDENCE: self.evidence, RACE: self.race}


def make_benches(
    check_desk: CheckDesk, data_desk: DataDesk, race_desks: tuple[RaceDesk, RaceDesk], sources: Page
) -> Benches:
    """Make them; race_desks are those of the runs and of the strategies, sources is the first page of Data."""
    check, data = GradientCheckWorkspace(check_desk), DataWorkspace(data_desk, sources)
    race = RacePages(*race_desks)
    return Benches(OneStepWorkspace(), check, LossesWorkspace(), data, EvidenceWorkspace(), race)
