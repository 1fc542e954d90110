"""What is allowed now, and what to say about it: pure functions of the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui import numbers
from model.records import Mode, PenaltyKind, Settings, Snapshot
from model.schedules import ScheduleKind

if TYPE_CHECKING:
    from model.profiles import Survey


def may_step(snapshot: Snapshot) -> bool:
    """Whether a single step can be taken."""
    return snapshot.mode in (Mode.PAUSED, Mode.ADVANCING)


def may_play(snapshot: Snapshot) -> bool:
    """Whether Play, or Pause while running, does something."""
    return snapshot.mode is not Mode.DIVERGED


def may_go_back(snapshot: Snapshot) -> bool:
    """Whether there is a step to undo, or an earlier moment to look at."""
    return snapshot.back_steps > 0 or 0 < snapshot.number < snapshot.newest


def is_running(snapshot: Snapshot) -> bool:
    """Whether steps are being taken."""
    return snapshot.mode.is_moving


def may_leap(snapshot: Snapshot, survey: Survey | None) -> bool:
    """Whether the best step of a survey can be taken: from just here, and known exactly."""
    if survey is None or snapshot.mode is not Mode.PAUSED or not survey.main.best:
        return False
    is_exact = survey.question.is_of_batch or survey.question.is_whole
    return is_exact and survey.step.gradient is snapshot.coming.gradient


def is_looking_back(snapshot: Snapshot) -> bool:
    """Whether an earlier moment than the newest is looked at."""
    return snapshot.number < snapshot.newest


def notice(snapshot: Snapshot) -> str:
    """The sentence that must be seen now: trouble, or divergence and what to do about it; mostly empty."""
    if snapshot.trouble:
        return snapshot.trouble
    if snapshot.mode is not Mode.DIVERGED:
        return ""
    settings = snapshot.taken_with or snapshot.settings
    reason = f"the step size {_step_size(settings)} was too large"
    is_plain = settings.schedule is ScheduleKind.CONSTANT and not settings.momentum
    if settings.penalty is PenaltyKind.L2 and is_plain and settings.step_size * settings.strength > 1:
        reason += "; with that λ, each step multiplied the weights instead of shrinking them"
    return (
        f"Diverged at step {snapshot.number:,}: the loss is no longer finite, because {reason}. "
        "Choose a smaller one, hold ← until the loss is small again, or reset (R)."
    )


def _step_size(settings: Settings) -> str:
    """The step size with what makes steps shorter or longer than it says."""
    parts = [numbers.compact(settings.step_size)]
    if settings.schedule is not ScheduleKind.CONSTANT:
        parts.append("on its schedule")
    if settings.momentum:
        longer = numbers.compact(1 / (1 - settings.momentum))
        parts.append(
            f"with momentum {numbers.compact(settings.momentum)}, which makes steps up to {longer} times as long,"
        )
    return " ".join(parts)


def hint(snapshot: Snapshot) -> str:
    """What a newcomer can do before the first step; empty afterwards."""
    if snapshot.number:
        return ""
    return "No steps yet: press Step (→) or Play (Space)"


def seen(snapshot: Snapshot) -> str:
    """What the weights see of the images, and how many labels lie, if any do."""
    dataset = snapshot.dataset
    noise = f"  ·  {numbers.percent(dataset.arrangement.noise)} wrong labels" if dataset.arrangement.noise else ""
    return f"{dataset.preprocessing.sentence}{noise}"


def facts(snapshot: Snapshot) -> tuple[str, ...]:
    """The data set in a line, in ever shorter versions: its title, how many images of each kind, their size."""
    dataset = snapshot.dataset
    size = "×".join(str(side) for side in dataset.shape)
    train, validation, test = len(dataset.train), len(dataset.validation), len(dataset.test)
    counts = f"{train:,} training, {validation:,} validation, {test:,} test images"
    short = f"{train:,} + {validation:,} + {test:,} images"
    whole = ((dataset.title, counts, size), (dataset.title, short, size), (dataset.title, short), (dataset.title,))
    return (*("  ·  ".join(parts) for parts in whole), "")
