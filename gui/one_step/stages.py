"""The stages that one update is taken apart in, and what each shows of it."""

from dataclasses import dataclass
from enum import Enum

from model.anatomy import Anatomy, Outcome, Weight
from model.datasets.dataset import Dataset
from model.records import LossKind, Step


class Stage(Enum):
    """From the pixels to the scores after the update, in the order in which they are walked."""

    PIXELS = 1
    SCORES = 2
    TERMS = 3
    LOSS = 4
    SCORE_GRADIENT = 5
    WEIGHT_GRADIENT = 6
    UPDATE = 7
    AFTER = 8


_NAMES = {
    Stage.PIXELS: ("pixels x", "The image as the classifier sees it"),
    Stage.SCORES: ("scores", "s = W x + b, a score a class"),
    Stage.TERMS: ("terms", "What each class adds to the loss: margins, or probabilities"),
    Stage.LOSS: ("loss L", "The loss of the image, and of the batch"),
    Stage.SCORE_GRADIENT: ("∂L/∂s", "How the loss changes when a score moves"),
    Stage.WEIGHT_GRADIENT: ("∂L/∂W", "How the loss changes when a weight moves"),
    Stage.UPDATE: ("update W", "W, what is added to it, and the new W"),
    Stage.AFTER: ("after", "The same image with the new W"),
}
_TERMS = {LossKind.HINGE: "margins", LossKind.SOFTMAX: "softmax"}


def name_of(stage: Stage, loss: LossKind) -> str:
    """What a stage is called with this loss."""
    return _TERMS[loss] if stage is Stage.TERMS else _NAMES[stage][0]


def tip_of(stage: Stage) -> str:
    """What a stage shows."""
    return _NAMES[stage][1]


def beside(stage: Stage, places: int) -> Stage | None:
    """The stage so many places on, or back; None beyond the ends."""
    number = stage.value + places
    return Stage(number) if 1 <= number <= len(Stage) else None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that a stage needs to know: an image of a batch taken apart, and which of its weights is followed.

    Where is_batch, the gradient of the whole batch is shown in place of the image's.
    """

    dataset: Dataset
    anatomy: Anatomy
    after: Outcome
    weight: Weight
    is_batch: bool = False

    @property
    def step(self) -> Step:
        """The update."""
        return self.anatomy.step

    @property
    def true_name(self) -> str:
        """The class of the image."""
        return self.dataset.classes[self.anatomy.label]
