"""What is said of the runners of a race."""

from gui import numbers
from model.race.records import Lane, Runner
from model.records import PenaltyKind
from model.schedules import ScheduleKind

_CONSTANT, _NO_MOMENTUM = str(ScheduleKind.CONSTANT), "no momentum"
_PLAIN = {_CONSTANT, _NO_MOMENTUM}


def own(runner: Runner, runners: tuple[Runner, ...]) -> str:
    """In what a runner differs from the others; its step size where that is nothing."""
    parts, common = _parts(runner), _common(runners)
    return " · ".join(part for part in parts if part not in common) or parts[0]


def shared(runners: tuple[Runner, ...]) -> str:
    """In what the runners are alike, but for the plain update, which need not be said."""
    common = [part for part in _parts(runners[0]) if part in _common(runners) - _PLAIN] if runners else []
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
    is_constant = settings.schedule is ScheduleKind.CONSTANT
    size, momentum = numbers.compact(settings.step_size), numbers.compact(settings.momentum)
    return (
        f"η {size}",
        _CONSTANT if is_constant else f"{settings.schedule} T {numbers.compact(settings.over)}",
        f"μ {momentum}" if settings.momentum else _NO_MOMENTUM,
        str(settings.loss),
        penalty,
        f"batch {settings.batch_size:,}",
        f"seed {runner.seed}",
    )
