"""What is to be done of a search, what is being done, what has ended, and what was given up: only bookkeeping."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import replace

from model.search.records import Job, Outcome, Plan

MOST_TRIES = 3
MOST_PARAMS_BYTES = 100_000_000
HOPELESS = 8


class Ledger:
    """The jobs of a plan.

    A job that fails is tried twice more. Where several are lost together, none of them counts as having failed: each
    is a suspect and tried alone, so that it shows whose fault it was.
    """

    def __init__(self, plan: Plan, ended: Iterable[Outcome] = ()) -> None:
        """Begin, perhaps with what has ended earlier."""
        self.plan = plan
        self.outcomes: dict[Job, Outcome] = {}
        self.given_up: dict[Job, str] = {}
        self.under_way: dict[Job, float] = {}
        self._suspects: deque[Job] = deque()
        self._alone: Job | None = None
        self._tries: Counter[Job] = Counter()
        self._in_vain = 0
        self._held_bytes = 0
        for outcome in ended:
            self._keep(outcome)
        self._waiting = deque(job for job in plan.jobs if job not in self.outcomes)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do, nor being done."""
        return not (self._waiting or self._suspects or self.under_way)

    @property
    def is_hopeless(self) -> bool:
        """Whether one job after the other was given up, and none has ended in between."""
        return self._in_vain >= HOPELESS

    def next_job(self, now: float) -> Job | None:
        """What to begin now, in seconds of any clock; None where nothing is to be begun."""
        if self._suspects:
            if self.under_way:
                return None
            job = self._alone = self._suspects.popleft()
        elif self._alone is None and self._waiting:
            job = self._waiting.popleft()
        else:
            return None
        self.under_way[job] = now
        return job

    def ended(self, outcome: Outcome) -> list[Outcome]:
        """A job has ended; returns all outcomes that this changes, this one among them."""
        self._leave(outcome.job)
        self._in_vain = 0
        return self._keep(outcome)

    def failed(self, job: Job, sentence: str) -> None:
        """A job came to nothing by its own fault: it is tried again later, or given up for what the sentence says."""
        was_alone = self._leave(job)
        self._tries[job] += 1
        if self._tries[job] >= MOST_TRIES:
            self.give_up(job, sentence)
        else:
            (self._suspects if was_alone else self._waiting).append(job)

    def lost(self, jobs: Iterable[Job], sentence: str) -> None:
        """The workers of some jobs have died together: by the fault of one of them, or of none."""
        lost = list(jobs)
        if len(lost) == 1:
            self.failed(lost[0], sentence)
            return
        for job in lost:
            self._leave(job)
        self._suspects.extend(lost)

    def suspect(self, job: Job) -> bool:
        """Have a job tried alone; whether it was not alone already."""
        if self._leave(job):
            return False
        self._suspects.append(job)
        return True

    def give_up(self, job: Job, sentence: str) -> None:
        """Try a job no more."""
        self._leave(job)
        self.given_up[job] = sentence
        self._in_vain += 1

    def put_back(self, jobs: Iterable[Job]) -> None:
        """Some jobs came to nothing by no fault of theirs: they are next."""
        for job in reversed([*jobs]):
            (self._suspects if self._leave(job) else self._waiting).appendleft(job)

    def forgive(self) -> None:
        """Try again what was given up."""
        self._waiting.extend(self.given_up)
        self.given_up.clear()
        self._tries.clear()
        self._in_vain = 0

    def seconds_left(self, now: float, workers: int) -> float | None:
        """How long it takes so many workers to end all, going by those that have ended; None before the first."""
        if not self.outcomes:
            return None
        each = sum(outcome.seconds for outcome in self.outcomes.values()) / len(self.outcomes)
        begun = sum(max(0.0, each - (now - since)) for since in self.under_way.values())
        left = len(self._waiting) + len(self._suspects)
        return (begun + left * each) / max(1, min(workers, left + len(self.under_way)))

    def _leave(self, job: Job) -> bool:
        """A job is not under way any more; whether it was alone."""
        self.under_way.pop(job, None)
        was_alone = self._alone == job
        if was_alone:
            self._alone = None
        return was_alone

    def _keep(self, outcome: Outcome) -> list[Outcome]:
        """Take an outcome in; where parameters take too much room, those of the worst go."""
        self.outcomes[outcome.job] = outcome
        self._held_bytes += _size(outcome)
        changed = {outcome.job: outcome}
        while self._held_bytes > MOST_PARAMS_BYTES:
            held = [each for each in self.outcomes.values() if each.params is not None]
            worst = min(held, key=lambda each: each.last("validation_accuracy"))
            self._held_bytes -= _size(worst)
            changed[worst.job] = self.outcomes[worst.job] = replace(worst, params=None)
        return list(changed.values())


def _size(outcome: Outcome) -> int:
    params = outcome.params
    return 0 if params is None else params.weights.nbytes + params.biases.nbytes
