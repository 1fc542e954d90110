"""The workspaces that are not seen at first."""

from dataclasses import dataclass

from gui.check_desk import CheckDesk
from gui.data.page import Page
from gui.data_desk import DataDesk
from gui.race_desk import RaceDesk
from gui.search_desk import SearchDesk
from gui.workspaces.data import DataWorkspace
from gui.workspaces.evidence import EvidenceWorkspace
from gui.workspaces.gradient_check import GradientCheckWorkspace
from gui.workspaces.losses import LossesWorkspace
from gui.workspaces.names import DATA, EVIDENCE, GRADIENT_CHECK, LOSSES, ONE_STEP, RACE, SEARCH
from gui.workspaces.one_step import OneStepWorkspace
from gui.workspaces.race_pages import RacePages
from gui.workspaces.search import SearchWorkspace

_First = OneStepWorkspace | GradientCheckWorkspace | LossesWorkspace | DataWorkspace
Bench = _First | EvidenceWorkspace | RacePages | SearchWorkspace


@dataclass(frozen=True, slots=True)
class Benches:
    """One of each."""

    one_step: OneStepWorkspace
    gradient_check: GradientCheckWorkspace
    losses: LossesWorkspace
    data: DataWorkspace
    evidence: EvidenceWorkspace
    race: RacePages
    search: SearchWorkspace

    @property
    def places(self) -> dict[str, Bench]:
        """Each by its name."""
        first: dict[str, Bench] = {ONE_STEP: self.one_step, GRADIENT_CHECK: self.gradient_check}
        others: dict[str, Bench] = {LOSSES: self.losses, DATA: self.data, EVIDENCE: self.evidence}
        return first | others | {RACE: self.race, SEARCH: self.search}


def make_benches(
    check_desk: CheckDesk,
    data_desk: DataDesk,
    race_desks: tuple[RaceDesk, RaceDesk],
    search_desk: SearchDesk,
    sources: Page,
) -> Benches:
    """Make them; race_desks are those of the runs and of the strategies, sources is the first page of Data."""
    check, data = GradientCheckWorkspace(check_desk), DataWorkspace(data_desk, sources)
    race, search = RacePages(*race_desks), SearchWorkspace(search_desk)
    return Benches(OneStepWorkspace(), check, LossesWorkspace(), data, EvidenceWorkspace(), race, search)
