"""What is said of the runners of a race."""

from gui import numbers
from model.race.records import Lane, Runner
from model.records import PenaltyKind


def own(runner: Runner, runners: tuple[Runner, ...]) -> str:
    """The step size of a runner, and in what else the runners differ."""
    common = _common(runners)
    parts = _parts(runner)
    return " · ".join(part for place, part in enumerate(parts) if place == 0 or part not in common)


def shared(runners: tuple[Runner, ...]) -> str:
    """In what the runners are alike."""
    common = [part for part in _parts(runners[0]) if part in _common(runners)] if runners else []
    return f"all: {', '.join(common)}" if common else ""


def state(lane: Lane) -> str:
    """What is to be said of a runner besides its numbers; mostly nothing."""
    return f"diverged at step {lane.number:,}" if lane.has_diverged else ""


def _common(runners: tuple[Runner, ...]) -> set[str]:
    return set.intersection(*(set(_parts(runner)) for runner in runners))


def _parts(runner: Runner) -> tuple[str, ...]:
    settings = runner.settings
    strength = numbers.compact(settings.strength)
    penalty = {
        PenaltyKind.NONE: "no regularization",
        PenaltyKind.L2: f"L2 λ {strength}",
        PenaltyKind.L1: f"L1 λ {strength}",
        PenaltyKind.DROPOUT: f"dropout p {strength}",
    }[settings.penalty]
    step_size = f"η {numbers.compact(settings.step_size)}"
    return step_size, str(settings.loss), penalty, f"batch {settings.batch_size:,}", f"seed {runner.seed}"
