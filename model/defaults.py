"""Settings with which the first Play is a good run, for each data set, loss and regularization.

Found by training on them; the tests hold them to the accuracy they promise. For the user's own images the step size
goes by how many numbers an image has: the longer x is, the steeper the loss.
"""

from dataclasses import replace

from model.datasets.naming import pixels_of
from model.records import LossKind, PenaltyKind, Settings

_CIFAR, _FASHION = "cifar10-sample", "fashion-sample"
_FULL_CIFAR, _FULL_FASHION, _MNIST = "cifar10", "fashion", "mnist"
_TOY = "toy-"
_SOFTMAX, _HINGE = LossKind.SOFTMAX, LossKind.HINGE
STEP_SIZES = {
    (_CIFAR, _SOFTMAX): 0.03,
    (_CIFAR, _HINGE): 0.005,
    (_FASHION, _SOFTMAX): 0.2,
    (_FASHION, _HINGE): 0.02,
    (_FULL_CIFAR, _SOFTMAX): 0.03,
    (_FULL_CIFAR, _HINGE): 0.005,
    (_FULL_FASHION, _SOFTMAX): 0.2,
    (_FULL_FASHION, _HINGE): 0.02,
    (_MNIST, _SOFTMAX): 0.2,
    (_MNIST, _HINGE): 0.02,
}
STRENGTHS = {
    (_CIFAR, _SOFTMAX): {PenaltyKind.L2: 0.03, PenaltyKind.L1: 1e-3, PenaltyKind.DROPOUT: 0.5},
    (_CIFAR, _HINGE): {PenaltyKind.L2: 0.3, PenaltyKind.L1: 3e-3, PenaltyKind.DROPOUT: 0.5},
    (_FASHION, _SOFTMAX): {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.2},
    (_FASHION, _HINGE): {PenaltyKind.L2: 0.01, PenaltyKind.L1: 1e-3, PenaltyKind.DROPOUT: 0.2},
    (_FULL_CIFAR, _SOFTMAX): {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.5},
    (_FULL_CIFAR, _HINGE): {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.5},
    (_FULL_FASHION, _SOFTMAX): {PenaltyKind.L2: 1e-5, PenaltyKind.L1: 1e-5, PenaltyKind.DROPOUT: 0.2},
    (_FULL_FASHION, _HINGE): {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.2},
    (_MNIST, _SOFTMAX): {PenaltyKind.L2: 1e-5, PenaltyKind.L1: 1e-5, PenaltyKind.DROPOUT: 0.2},
    (_MNIST, _HINGE): {PenaltyKind.L2: 1e-4, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.2},
}
_ANY_STEP_SIZE = 0.01
_ANY_STRENGTH = 0.01
_TOY_STEP_SIZES = {_SOFTMAX: 1.0, _HINGE: 0.3}
_TOY_STRENGTHS = {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-3, PenaltyKind.DROPOUT: 0.2}
_OWN_STEP_PIXELS = {_SOFTMAX: 60.0, _HINGE: 12.0}
_OWN_STRENGTHS = {PenaltyKind.L2: 1e-3, PenaltyKind.L1: 1e-4, PenaltyKind.DROPOUT: 0.2}


def default_settings(source: str, loss: LossKind = LossKind.SOFTMAX) -> Settings:
    """The settings that a data set is opened with."""
    penalty = PenaltyKind.L2
    return Settings(
        loss=loss,
        penalty=penalty,
        strength=default_strength(source, loss, penalty),
        step_size=default_step_size(source, loss),
    )


def default_step_size(source: str, loss: LossKind) -> float:
    """A step size that learns fast and stays calm."""
    pixels = pixels_of(source)
    if pixels is not None:
        return float(f"{min(_OWN_STEP_PIXELS[loss] / pixels, _TOY_STEP_SIZES[loss]):.1g}")
    if source.startswith(_TOY):
        return _TOY_STEP_SIZES[loss]
    return STEP_SIZES.get((source, loss), _ANY_STEP_SIZE)


def default_strength(source: str, loss: LossKind, penalty: PenaltyKind) -> float:
    """A strength that keeps training and validation together."""
    if source.startswith(_TOY):
        return _TOY_STRENGTHS.get(penalty, _ANY_STRENGTH)
    known = _OWN_STRENGTHS if pixels_of(source) else STRENGTHS.get((source, loss), {})
    return known.get(penalty, _ANY_STRENGTH)


def for_loss(settings: Settings, source: str, loss: LossKind) -> Settings:
    """Change the loss; step size and strength go along where they are still the old loss's defaults."""
    old, penalty = settings.loss, settings.penalty
    step_size, strength = settings.step_size, settings.strength
    if step_size == default_step_size(source, old):
        step_size = default_step_size(source, loss)
    if strength == default_strength(source, old, penalty):
        strength = default_strength(source, loss, penalty)
    return replace(settings, loss=loss, step_size=step_size, strength=strength)


def for_penalty(settings: Settings, source: str, penalty: PenaltyKind) -> Settings:
    """Change the regularization; its strength is that kind's default, as strengths of two kinds do not compare."""
    return replace(settings, penalty=penalty, strength=default_strength(source, settings.loss, penalty))
