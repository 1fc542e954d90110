"""What the user wishes to search: pure functions, no Qt."""

from dataclasses import dataclass, replace

from gui import numbers
from model.records import LossKind, PenaltyKind, Settings, Snapshot
from model.search.records import Plan, Point, Span
from model.search.usual import usual_step_sizes, usual_strengths

STRENGTHS = {
    PenaltyKind.L2: "strengths λ",
    PenaltyKind.L1: "strengths λ",
    PenaltyKind.DROPOUT: "dropout rates p",
}
_EPOCHS, _FOLDS = 5, 1
_HIGHEST_RATE = 0.95


@dataclass(frozen=True, slots=True)
class SearchWish:
    """All that the fields of the workspace say of a search."""

    loss: LossKind
    penalty: PenaltyKind
    step_sizes: Span
    strengths: Span
    is_random: bool = False
    epochs: int = _EPOCHS
    folds: int = _FOLDS

    @property
    def candidates(self) -> int:
        """How many settings are tried."""
        return self.step_sizes.count * self.strengths.count

    @property
    def runs(self) -> int:
        """How many runs that takes."""
        return self.candidates * self.folds


def usual_wish(source: str, settings: Settings) -> SearchWish:
    """A search to begin with, for a data set and the loss and regularization of these settings."""
    penalty = PenaltyKind.L2 if settings.penalty is PenaltyKind.NONE else settings.penalty
    return SearchWish(
        settings.loss,
        penalty,
        usual_step_sizes(source, settings.loss),
        usual_strengths(source, settings.loss, penalty),
    )


def for_loss(wish: SearchWish, source: str, loss: LossKind) -> SearchWish:
    """Change the loss; ranges go along where they are still the usual ones of the old loss."""
    step_sizes, strengths = wish.step_sizes, wish.strengths
    if step_sizes == usual_step_sizes(source, wish.loss, step_sizes.count):
        step_sizes = usual_step_sizes(source, loss, step_sizes.count)
    if strengths == usual_strengths(source, wish.loss, wish.penalty, strengths.count):
        strengths = usual_strengths(source, loss, wish.penalty, strengths.count)
    return replace(wish, loss=loss, step_sizes=step_sizes, strengths=strengths)


def for_penalty(wish: SearchWish, source: str, penalty: PenaltyKind) -> SearchWish:
    """Change the regularization; its strengths are the usual ones, as strengths of two kinds do not compare."""
    strengths = usual_strengths(source, wish.loss, penalty, wish.strengths.count)
    return replace(wish, penalty=penalty, strengths=strengths)


def wish_of(plan: Plan) -> SearchWish:
    """What must have been wished for to have a plan."""
    settings = plan.settings
    return SearchWish(
        settings.loss, settings.penalty, plan.step_sizes, plan.strengths, plan.is_random, plan.epochs, plan.folds
    )


def plan_of(wish: SearchWish, snapshot: Snapshot) -> Plan:
    """The search that is wished for, on the data of the main run; all else is as in its settings."""
    low, weak = wish.step_sizes.low, wish.strengths.low
    settings = replace(snapshot.settings, loss=wish.loss, penalty=wish.penalty, step_size=low, strength=weak)
    return Plan(
        source=snapshot.dataset.name,
        arrangement=snapshot.dataset.arrangement,
        settings=settings,
        step_sizes=wish.step_sizes,
        strengths=wish.strengths,
        is_random=wish.is_random,
        epochs=wish.epochs,
        folds=wish.folds,
        seed=snapshot.seed,
    )


def settings_of(plan: Plan, point: Point) -> Settings:
    """With what a candidate is trained."""
    return replace(plan.settings, step_size=point.step_size, strength=point.strength)


def around(wish: SearchWish, plan: Plan, point: Point) -> SearchWish:
    """Look closer: from the neighbour on one side of a candidate to that on the other, in as many values."""
    steps = _closer(plan.step_sizes, point.step_size, plan.is_random)
    strengths = _closer(plan.strengths, point.strength, plan.is_random)
    if plan.settings.penalty is PenaltyKind.DROPOUT:
        strengths = replace(strengths, high=min(strengths.high, _HIGHEST_RATE))
    loss, penalty = plan.settings.loss, plan.settings.penalty
    return replace(wish, loss=loss, penalty=penalty, step_sizes=steps, strengths=strengths)


def _closer(span: Span, value: float, is_random: bool) -> Span:
    """Random points have no neighbours: a quarter of the way to either side, on the logarithmic axis."""
    factor = (span.high / span.low) ** (0.25 if is_random else 1 / (span.count - 1))
    return Span(float(f"{value / factor:.3g}"), float(f"{value * factor:.3g}"), span.count)


def complaint(wish: SearchWish) -> str:
    """Why a search cannot be begun, in a sentence; empty where it can."""
    for span, name in ((wish.step_sizes, "step sizes"), (wish.strengths, STRENGTHS[wish.penalty])):
        low, high = numbers.compact(span.low), numbers.compact(span.high)
        if span.low >= span.high:
            return f"The {name} have to go from a smaller to a larger number, not from {low} to {high}."
        if len(set(span.values)) < span.count:
            return f"From {low} to {high} there are no {span.count} different {name}: widen the range or take fewer."
    return ""


def cost(wish: SearchWish, snapshot: Snapshot) -> str:
    """What a search takes, in a sentence."""
    images, size = len(snapshot.dataset.train), snapshot.settings.batch_size
    steps = wish.runs * wish.epochs * -(-images // size)
    runs = f"{wish.runs:,} runs"
    if wish.folds > 1:
        runs = f"{wish.candidates:,} settings on {wish.folds} folds: {runs}"
    epochs = f"{wish.epochs:,} epoch{'s' if wish.epochs > 1 else ''}"
    return f"{runs} of {epochs} each, {steps:,} steps on batches of {size:,} in all."
