"""What a picture means, in words with the numbers in them: pure functions, no Qt."""

from math import isfinite

from gui import numbers
from model.landscape import loss_at
from model.surveyor import Survey

_ALIKE = 1.15


def about_step(survey: Survey, chosen: float) -> str:
    """What the coming step does to the batch's loss and to that of all training images, as rich text."""
    start, end = loss_at(survey.batch_line, 0.0), loss_at(survey.batch_line, chosen)
    change, promised = start - end, -survey.tangent * chosen
    sentences = (_effect(change, promised), _best(survey, chosen), _on_all(survey, chosen, change > 0))
    return " ".join(sentence for sentence in sentences if sentence)


def _effect(change: float, promised: float) -> str:
    if not isfinite(change):
        return f"Far too large: after this step {_strong('the loss is not finite')}."
    if change >= 0:
        return (
            f"This step lowers the batch loss by {_strong(numbers.plain(change))}; "
            f"the tangent promised {numbers.plain(promised)}."
        )
    return f"Too large: it climbs the other side and raises the batch loss by {_strong(numbers.plain(-change))}."


def _best(survey: Survey, chosen: float) -> str:
    best = survey.best_batch
    if best is None:
        return "For this batch the loss falls however far the step goes."
    if best <= 0:
        return "The batch is at its lowest along this line already."
    factor = best / chosen
    if 1 / _ALIKE < factor < _ALIKE:
        return f"That is about {_strong('the best step')} for this batch."
    size = f"{factor:.1f} times larger" if factor > 1 else f"{1 / factor:.1f} times smaller"
    return f"The best step for this batch is {_strong(size)}."


def _on_all(survey: Survey, chosen: float, helps_batch: bool) -> str:
    before, after = loss_at(survey.train_line, 0.0), loss_at(survey.train_line, chosen)
    if helps_batch and after > before:
        return "On all training images this step would raise the loss: the batch is small and noisy."
    if helps_batch and survey.step.batch.size < len(survey.train_line.labels):
        gain = before - after
        shown = f"lowers the loss by {numbers.plain(gain)}" if gain >= 5e-4 else "hardly changes the loss"
        return f"On all training images it {shown}."
    return ""


def _strong(text: str) -> str:
    return f'<span style="font-weight:600">{text}</span>'
