"""What can be asked of a search."""

from dataclasses import dataclass

from model.search.records import Job, Plan


@dataclass(frozen=True, slots=True)
class Seek:
    """Begin a search in place of the present one; scheduler is the address of a cluster, empty for this computer."""

    plan: Plan
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Halt:
    """Begin no more jobs; those that are under way end."""


@dataclass(frozen=True, slots=True)
class Proceed:
    """Go on with a search that was halted, dropped, or left unfinished at the last start."""

    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """Stop at once; what has ended is kept."""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """Let the training thread go on with the run of a job that has ended."""

    search: int
    job: Job


SearchCommand = Seek | Halt | Proceed | Drop | OpenRun
