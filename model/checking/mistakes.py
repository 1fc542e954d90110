"""The analytic gradient, and the classic mistakes in it."""

from enum import StrEnum

import numpy as np

from model.arrays import Floats, Labels
from model.checking.subject import Subject
from model.losses import data_loss
from model.penalties import add_penalty_gradient
from model.records import LossKind, PenaltyKind, Settings


class Mistake(StrEnum):
    """What can be wrong with a gradient."""

    NONE = "none"
    NO_PENALTY = "penalty forgotten"
    HALF_PENALTY = "factor 2 missing"
    SUMMED = "not divided by N"
    SIGN = "wrong sign"
    WRONG_ROW = "wrong class row"
    NO_MASK = "no margin mask"


def why_not(mistake: Mistake, settings: Settings) -> str:
    """Why a mistake cannot be made with these settings, in a sentence; empty where it can."""
    has_penalty = settings.penalty in (PenaltyKind.L2, PenaltyKind.L1) and settings.strength > 0
    if mistake is Mistake.NO_PENALTY and not has_penalty:
        return "There is no penalty to forget: choose L2 or L1, with a strength above 0."
    if mistake is Mistake.HALF_PENALTY and not (has_penalty and settings.penalty is PenaltyKind.L2):
        return "Only L2 has a factor 2: its gradient is 2 λ W. Choose L2, with a strength above 0."
    if mistake is Mistake.NO_MASK and settings.loss is not LossKind.HINGE:
        return "Only the hinge has a margin mask: it counts the classes whose margin is violated."
    return ""


def gradient_of(subject: Subject, mistake: Mistake = Mistake.NONE) -> Floats:
    """The gradient of L for all weights and biases (K, D + 1), with a mistake that its settings allow or without."""
    labels = subject.labels
    by_score = data_loss(subject.settings, subject.scores, labels)[1]
    if mistake is Mistake.WRONG_ROW:
        _move_true_part(by_score, labels, subject.settings.loss)
    elif mistake is Mistake.NO_MASK:
        by_score[:] = 1
        by_score[labels, np.arange(len(labels))] = 1 - len(by_score)
    gradient: Floats = by_score @ subject.inputs.T
    if mistake is not Mistake.SUMMED:
        gradient /= len(labels)
    _add_penalty(subject, mistake, gradient[:, :-1])
    return -gradient if mistake is Mistake.SIGN else gradient


def _move_true_part(by_score: Floats, labels: Labels, loss: LossKind) -> None:
    """Give what belongs to the true class of each image to the class after it, in place."""
    images = np.arange(len(labels))
    part = by_score[labels, images] if loss is LossKind.HINGE else -np.ones(len(labels), by_score.dtype)
    by_score[labels, images] -= part
    by_score[(labels + 1) % len(by_score), images] += part


def _add_penalty(subject: Subject, mistake: Mistake, gradient: Floats) -> None:
    if mistake is Mistake.NO_PENALTY:
        return
    weights = subject.weights[:, :-1]
    add_penalty_gradient(subject.settings, weights / 2 if mistake is Mistake.HALF_PENALTY else weights, gradient)
