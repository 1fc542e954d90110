"""What a picture means, in words with the numbers in them: pure functions, no Qt."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from gui import numbers
from model.records import KeptRun, PenaltyKind, Settings
from model.schedules import ScheduleKind

if TYPE_CHECKING:
    from model.panorama import Panorama
    from model.profiles import Survey

_ALIKE = 1.15
_BARELY = 5e-4
_ROUNDING = 2e-6


def about_step(survey: Survey, chosen: float) -> str:
    """What a step along the shown line does to the loss of the images that it is for, and to others: rich text."""
    change, promised = survey.main.start - survey.main.loss_at(chosen), -survey.slope * chosen
    is_batch = survey.question.is_of_batch
    others = _on_all(survey, chosen, change > 0) if is_batch else _on_validation(survey, chosen)
    sentences = (_effect(survey, change, promised), _best(survey, chosen), others)
    return " ".join(sentence for sentence in sentences if sentence)


def about_leap(survey: Survey) -> str:
    """What taking the best step does, to the settings and to the velocity."""
    taken = "One step with exactly the best size for this curve (B); the step size η stays as it is"
    if survey.step.velocity is None:
        return taken
    if survey.question.is_of_batch:
        return f"{taken}, and the velocity is what it would have been: only how far the step goes is another"
    return f"{taken}. It does not go along the velocity, which begins at zero after it"


def about_axis(survey: Survey) -> str:
    """What stands below the t axis: what was left out, if anything was."""
    words = ["step size t"]
    if survey.step.settings.dropout_rate:
        words.append("dropout of the coming step")
    if not survey.question.is_whole:
        words.append(f"sample of {len(survey.training.line.labels):,}")
    return "  ·  ".join(words)


def _effect(survey: Survey, change: float, promised: float) -> str:
    is_batch = survey.question.is_of_batch
    step = "This step" if is_batch else f"A step along the gradient of {_images(survey)}"
    whose = "batch" if is_batch else "training"
    if survey.question.is_of_velocity:
        step = "This step along the velocity"
    if not isfinite(change):
        return f"Far too large: after this step {_strong('the loss is not finite')}."
    if abs(change) < _ROUNDING * survey.main.start:
        return f"{step} {_strong('hardly changes')} the {whose} loss."
    if change > 0:
        return (
            f"{step} lowers the {whose} loss by {_strong(numbers.change(change))}; "
            f"the tangent promised {numbers.change(promised)}."
        )
    raised = f"raises the {whose} loss by {_strong(numbers.change(-change))}"
    if survey.slope > 0:
        return f"The velocity leads uphill here: earlier gradients carry the step on, and it {raised}."
    return f"Too large: it climbs the other side and {raised}."


def _images(survey: Survey) -> str:
    return "all training images" if survey.question.is_whole else "a sample of the training images"


def _best(survey: Survey, chosen: float) -> str:
    best, whom = survey.main.best, "this batch" if survey.question.is_of_batch else _images(survey)
    if best is None:
        return f"For {whom} the loss falls however far the step goes."
    if survey.slope > 0:
        return "No step along it would lower that loss."
    if best <= 0:
        return f"The loss of {whom} is at its lowest along this line already."
    factor = best / chosen
    if 1 / _ALIKE < factor < _ALIKE:
        return f"That is about {_strong('the best step')} for {whom}."
    size = f"{_times(factor)} larger" if factor > 1 else f"{_times(1 / factor)} smaller"
    return f"The best step for {whom} is {_strong(size)}."


def _times(factor: float) -> str:
    return f"{numbers.plain(factor, 1 if factor < 100 else 0)} times"


def _on_all(survey: Survey, chosen: float, helps_batch: bool) -> str:
    before, after = survey.training.start, survey.training.loss_at(chosen)
    if helps_batch and after > before:
        reason = "" if survey.question.is_of_velocity else ": the batch is small and noisy"
        return f"On {_images(survey)} this step would raise the loss{reason}."
    if helps_batch and survey.step.batch.size < len(survey.question.dataset.train):
        gain = before - after
        shown = f"lowers the loss by {numbers.change(gain)}" if gain >= _BARELY else "hardly changes the loss"
        return f"On {_images(survey)} it {shown}."
    return ""


def _on_validation(survey: Survey, chosen: float) -> str:
    gain = survey.validation.start - survey.validation.loss_at(chosen)
    if not isfinite(gain) or abs(gain) < _BARELY:
        return ""
    return f"On the validation images it {'lowers' if gain > 0 else 'raises'} the loss by {numbers.change(abs(gain))}."


def about_plane(panorama: Panorama) -> str:
    """How much of the path the plane shows, and what the plane was worked out on."""
    first, second = panorama.explained
    whole = panorama.images == len(panorama.question.dataset.train)
    images = f"{'all' if whole else 'sample of'} {panorama.images:,} images"
    if len(panorama.path.t) < 2:
        return images
    return (
        f"{numbers.percent(first + second)} of the path's variation ({100 * first:.0f} + {100 * second:.0f}), {images}"
    )


def about_run(run: KeptRun) -> str:
    """How a run was set and how it ended, in a line."""
    settings, measure = run.settings, run.measure
    penalty = settings.penalty.value.upper() if settings.penalty in (PenaltyKind.L1, PenaltyKind.L2) else "dropout"
    regular = "" if settings.penalty is PenaltyKind.NONE else f", {penalty} {numbers.compact(settings.strength)}"
    ended = f"loss {numbers.loss(measure.train_loss + measure.penalty)}, {numbers.percent(measure.validation_accuracy)}"
    how = f"{settings.loss.value}{regular}, {about_pace(settings)}, B {settings.batch_size:,}"
    return f"{run.number:,} steps  ·  {how}  ·  {ended}"


def about_pace(settings: Settings) -> str:
    """How steps are taken, in a few words: step size, schedule and momentum, where there are such."""
    words = [f"η {numbers.compact(settings.step_size)}"]
    if settings.schedule is not ScheduleKind.CONSTANT:
        words.append(f"{settings.schedule} T {numbers.compact(settings.over)}")
    if settings.momentum:
        words.append(f"μ {numbers.compact(settings.momentum)}")
    return " ".join(words)


def _strong(text: str) -> str:
    return f'<span style="font-weight:600">{text}</span>'
