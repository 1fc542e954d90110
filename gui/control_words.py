"""What the controls offer, and what they say of it."""

from gui.widgets.number_control import Scale
from model.records import LossKind, PenaltyKind
from model.schedules import ScheduleKind

STEP_SIZE = Scale(1e-5, 10.0, lowest=1e-12, highest=1e6)
OVER = Scale(0.1, 100.0, lowest=0.01, highest=1e6)
MOMENTUM = Scale(0.0, 1.0, lowest=0.0, highest=0.999, is_log=False)
MOST_SEED = 2**31 - 1
STRENGTHS = {
    PenaltyKind.NONE: Scale(1e-6, 10.0, lowest=0.0, highest=1e6),
    PenaltyKind.L2: Scale(1e-6, 10.0, lowest=0.0, highest=1e6),
    PenaltyKind.L1: Scale(1e-6, 10.0, lowest=0.0, highest=1e6),
    PenaltyKind.DROPOUT: Scale(0.0, 0.95, lowest=0.0, highest=0.99, is_log=False),
}
LOSSES = [
    (
        LossKind.HINGE,
        "Hinge",
        "Hinge: Lᵢ = Σ max(0, sⱼ − s_y + margin) over all j ≠ y. Each class within the margin of the true one costs",
    ),
    (
        LossKind.SOFTMAX,
        "Softmax",
        "Softmax: Lᵢ = −ln P(y), with P(k) = e^sₖ / Σ e^sⱼ: minus the logarithm of the true class's probability",
    ),
]
PENALTIES = [
    (PenaltyKind.NONE, "None", "L = (1/N) Σ Lᵢ: the data loss alone"),
    (PenaltyKind.L2, "L2", "L = (1/N) Σ Lᵢ + λ Σ W². The gradient of the penalty is 2λW; other sources use half of it"),
    (PenaltyKind.L1, "L1", "L = (1/N) Σ Lᵢ + λ Σ |W|. The gradient of the penalty is λ sign(W)"),
    (
        PenaltyKind.DROPOUT,
        "Dropout",
        "x′ = m x / (1 − p): each training step leaves out pixels at random, with probability p",
    ),
]
SCHEDULES = [
    (ScheduleKind.CONSTANT, "Constant", "The step size stays as it is"),
    (ScheduleKind.STEP, "Step", "Halved every T epochs"),
    (ScheduleKind.COSINE, "Cosine", "Down half a wave of the cosine, to nothing after T epochs, where it stays"),
    (ScheduleKind.INVERSE, "1/t", "Half after T epochs, a third after twice as many, and so on"),
]
STRENGTH_NAMES = {
    PenaltyKind.NONE: "the strength",
    PenaltyKind.L2: "the strength λ",
    PenaltyKind.L1: "the strength λ",
    PenaltyKind.DROPOUT: "the dropout rate p",
}
STRENGTH_TIPS = {
    PenaltyKind.NONE: "No regularization",
    PenaltyKind.L2: "L = mean Lᵢ + λ Σ W²; the bias is not penalised",
    PenaltyKind.L1: "L = mean Lᵢ + λ Σ |W|; the bias is not penalised",
    PenaltyKind.DROPOUT: "A kept pixel counts 1 / (1 − p), so that the mean stays; off when measuring",
}
