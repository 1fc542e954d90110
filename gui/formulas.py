"""The formulas on the screen, in the markup of `gui.widgets.formula`."""

from gui import numbers
from model.bench import Rule
from model.records import LossKind, PenaltyKind, Settings
from model.schedules import ScheduleKind

_LOSSES = {
    LossKind.HINGE: r"L_i = Σ_{j≠y} \max(0, s_j − s_y + MARGIN)",
    LossKind.SOFTMAX: r"L_i = −\log \frac{e^{s_y}}{Σ_j e^{s_j}}",
}
PENALTIES = {
    PenaltyKind.NONE: "",
    PenaltyKind.L2: r"λ Σ W_{kl}^2",
    PenaltyKind.L1: r"λ Σ |W_{kl}|",
    PenaltyKind.DROPOUT: r"p",
}
_COMPARED = {
    Rule.HINGE: r"L_i = Σ_{j≠y} \max(0, s_j − s_y + MARGIN)",
    Rule.SQUARED_HINGE: r"L_i = Σ_{j≠y} \max(0, s_j − s_y + MARGIN)^2",
    Rule.SOFTMAX: r"L_i = −\log P_y,    P_k = \frac{e^{s_k}}{Σ_j e^{s_j}}",
}
STEP_SIZE = "η"
SCHEDULES = {
    ScheduleKind.CONSTANT: "",
    ScheduleKind.STEP: r"η_e = η / 2^{⌊e / T⌋}",
    ScheduleKind.COSINE: r"η_e = η (1 + \cos(π e / T)) / 2",
    ScheduleKind.INVERSE: r"η_e = η / (1 + e / T)",
}
CLASSIFIER = "s = W x + b,      W ← W − η ∇L"


def loss(settings: Settings) -> str:
    """The data loss of one image, with the margin in force."""
    return _LOSSES[settings.loss].replace("MARGIN", numbers.compact(settings.margin))


def step_size(settings: Settings) -> str:
    """What the step size is called: with an index where it changes with the epochs."""
    return STEP_SIZE if settings.schedule is ScheduleKind.CONSTANT else f"{STEP_SIZE}_e"


def scheduled(settings: Settings, epochs: float) -> str:
    """What a schedule makes of the step size after so many epochs, with the numbers in it."""
    eta, over = numbers.compact(settings.step_size), numbers.compact(settings.over)
    passed = min(epochs, settings.over) if settings.schedule is ScheduleKind.COSINE else epochs
    e = numbers.plain(passed, 2)
    put_in = {
        ScheduleKind.CONSTANT: eta,
        ScheduleKind.STEP: rf"{eta} / 2^{{⌊{e} / {over}⌋}}",
        ScheduleKind.COSINE: rf"{eta} (1 + \cos(π {e} / {over})) / 2",
        ScheduleKind.INVERSE: rf"{eta} / (1 + {e} / {over})",
    }[settings.schedule]
    return f"{put_in} = {numbers.compact(settings.step_size_after(epochs))}"


def momentum(settings: Settings) -> str:
    """The update with momentum, with the number in force."""
    return f"v ← {numbers.compact(settings.momentum)} v + ∇L,    W ← W − {step_size(settings)} v"


def compared(rule: Rule, margin: float) -> str:
    """A loss of the bench, with the margin in force."""
    return _COMPARED[rule].replace("MARGIN", numbers.compact(margin))
