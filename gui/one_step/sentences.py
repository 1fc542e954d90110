"""One sentence for each stage: what happens there, with the numbers of the moment. Pure functions, no Qt."""

from collections.abc import Callable

import numpy as np

from gui import numbers
from gui.one_step.figures import short
from gui.one_step.stages import Scene, Stage
from model.datasets.arrangement import Seen
from model.records import PenaltyKind

_SEEN = {
    Seen.UNIT: "as a share of the brightest",
    Seen.MEAN_IMAGE: "less its mean over the training images",
    Seen.MEAN_CHANNEL: "less the mean of its channel over the training images",
    Seen.STANDARDISED: "less its mean over the training images, divided by its standard deviation there",
}
_MOVED = 5e-4
_LARGE = 0.3


def sentence(stage: Stage, scene: Scene) -> str:
    """What a stage shows."""
    return _WRITERS[stage](scene)


def _pixels(scene: Scene) -> str:
    count, share = len(scene.anatomy.x), scene.anatomy.eye.dropped_share
    if not scene.step.settings.dropout_rate:
        return f"The classifier sees {count:,} numbers: each pixel {_SEEN[scene.dataset.arrangement.seen]}."
    return (
        f"The classifier sees {count:,} numbers, preprocessed pixels; dropout set {numbers.percent(share)} of them to "
        "zero for this step, and made the others larger to make up for it."
    )


def _scores(scene: Scene) -> str:
    scores, label = scene.anatomy.scores, scene.anatomy.label
    best = int(scores.argmax())
    if best == label:
        return f"Each template is multiplied with the image: {scene.true_name} scores highest, and is right."
    lead = short(float(scores[best] - scores[label]))
    return (
        f"Each template is multiplied with the image: {scene.dataset.classes[best]} scores highest, {lead} above "
        f"{scene.true_name}, the true class."
    )


def _terms(scene: Scene) -> str:
    anatomy = scene.anatomy
    if not anatomy.is_hinge:
        share = float(anatomy.probabilities[anatomy.label])
        return (
            "The exponentials make all scores positive, their sum makes them probabilities: "
            f"{scene.true_name}, the true class, has {numbers.percent(share, 1)}."
        )
    count, others = int((anatomy.hinge_terms > 0).sum()), len(anatomy.scores) - 1
    if not count:
        return f"{scene.true_name} wins by more than the margin against every class: no term, no loss, no pull."
    margin = numbers.compact(scene.step.settings.margin)
    return (
        f"{count} of {others} margins are violated: a class that comes within {margin} of {scene.true_name} adds what "
        "it is short of, the grey ones nothing."
    )


def _loss(scene: Scene) -> str:
    step = scene.step
    higher = int((step.image_losses > scene.anatomy.loss).sum())
    where = f"{higher:,} of the {step.batch.size:,} images of the batch have a larger loss than this one; "
    whole = f"{where}the loss L is the mean of all" if step.batch.size > 1 else "The loss L is that of this image alone"
    is_costly = step.settings.penalty in (PenaltyKind.L1, PenaltyKind.L2)
    return f"{whole}, and what the size of the weights costs." if is_costly else f"{whole}."


def _score_gradient(scene: Scene) -> str:
    gradient = scene.anatomy.score_gradient
    if not np.any(np.abs(gradient) > 0):
        return "No score needs to move: this image pulls at no template."
    return (
        "Where it is positive, a higher score would raise the loss; only the true class has a negative one, and the "
        "numbers sum to zero."
    )


def _weight_gradient(scene: Scene) -> str:
    step = scene.step
    if scene.is_batch:
        added = " and of the penalty" if step.settings.penalty in (PenaltyKind.L1, PenaltyKind.L2) else ""
        role = "adds to the velocity" if step.settings.momentum else "follows"
        return f"The mean over the {step.batch.size:,} images of the batch{added}: this is what the step {role}."
    if not np.any(np.abs(scene.anatomy.score_gradient) > 0):
        return "∂L/∂s is zero everywhere, and so is its product with the image: no template is changed by it."
    return (
        "Every row is the image itself, times the ∂L/∂s of its class: a step the other way adds the image to the true "
        "template and takes it from the others."
    )


def _update(scene: Scene) -> str:
    change = float(np.abs(scene.anatomy.update).max())
    size = float(np.abs(scene.step.before.weights).max())
    if not size:
        return "W was zero: all that the new templates have comes from this step."
    share = change / size
    moral = _momentum(scene) or ("a large step" if share > _LARGE else "many such small steps make the templates")
    return f"The weight that moves most moves by {numbers.percent(share, 1)} of the largest weight: {moral}."


def _momentum(scene: Scene) -> str:
    """How much of the step is older than its gradient; nothing without a velocity."""
    carried, pushed = scene.anatomy.carried, float(np.linalg.norm(scene.anatomy.pushed))
    if carried is None or not pushed:
        return ""
    times = numbers.plain(float(np.linalg.norm(carried)) / pushed, 1)
    return f"what is left of the velocity is {times} times as long as what this gradient adds"


def _after(scene: Scene) -> str:
    anatomy, step = scene.anatomy, scene.step
    own, whole = anatomy.loss_after - anatomy.loss, scene.after.loss - step.loss
    if not np.isfinite(whole):
        return "Far too large a step: the loss of the batch is no longer finite."
    return f"The loss of this image {_moved(own)}, and that of its batch {_moved(whole)}{_reason(scene, own, whole)}."


def _moved(change: float) -> str:
    if abs(change) < _MOVED:
        return "hardly moved"
    return f"{'fell' if change < 0 else 'rose'} by {numbers.change(abs(change))}"


def _reason(scene: Scene, own: float, whole: float) -> str:
    if whole > _MOVED:
        uphill = scene.anatomy.leads_uphill
        return ": the velocity carried the step uphill" if uphill else ": the step was too large"
    if own > _MOVED > whole:
        return ": the step serves the mean, not every image"
    return ""


_WRITERS: dict[Stage, Callable[[Scene], str]] = {
    Stage.PIXELS: _pixels,
    Stage.SCORES: _scores,
    Stage.TERMS: _terms,
    Stage.LOSS: _loss,
    Stage.SCORE_GRADIENT: _score_gradient,
    Stage.WEIGHT_GRADIENT: _weight_gradient,
    Stage.UPDATE: _update,
    Stage.AFTER: _after,
}
