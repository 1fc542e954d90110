"""Settings with which the first Play is a good run, for each data set, loss and regularization.

CIFAR-10 and Fashion-MNIST: found by training on the embedded samples (tests/model/test_defaults.py repeats it).
"""

from dataclasses import replace

from model.records import LossKind, PenaltyKind, Settings

STEP_SIZES = {
    ("cifar10-sample", LossKind.SOFTMAX): 0.03,
    ("cifar10-sample", LossKind.HINGE): 0.008,
    ("fashion-sample", LossKind.SOFTMAX): 0.1,
    ("fashion-sample", LossKind.HINGE): 0.01,
}
STRENGTHS = {
    ("cifar10-sample", PenaltyKind.L2): 0.01,
    ("cifar10-sample", PenaltyKind.L1): 3e-4,
    ("cifar10-sample", PenaltyKind.DROPOUT): 0.5,
    ("fashion-sample", PenaltyKind.L2): 1e-3,
    ("fashion-sample", PenaltyKind.L1): 1e-4,
    ("fashion-sample", PenaltyKind.DROPOUT): 0.2,
}


def default_settings(source: str) -> Settings:
    """The settings that a data set is opened with."""
    settings = Settings(step_size=STEP_SIZES.get((source, LossKind.SOFTMAX), 0.01))
    return for_penalty(settings, source, PenaltyKind.L2)


def for_loss(settings: Settings, source: str, loss: LossKind) -> Settings:
    """Change the loss, and the step size with it where it is still the default of the old loss."""
    untouched = settings.step_size == STEP_SIZES.get((source, settings.loss), settings.step_size)
    step_size = STEP_SIZES.get((source, loss), settings.step_size) if untouched else settings.step_size
    return replace(settings, loss=loss, step_size=step_size)


def for_penalty(settings: Settings, source: str, penalty: PenaltyKind) -> Settings:
    """Change the regularization; its strength is that kind's default, as strengths of two kinds do not compare."""
    return replace(settings, penalty=penalty, strength=STRENGTHS.get((source, penalty), settings.strength))
