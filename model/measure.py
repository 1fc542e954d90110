"""How good the classifier is at one step: a record."""

from dataclasses import dataclass, field

from model.arrays import Doubles, Labels, frozen
from model.confusion import accuracy, recall


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """The classifier at one step, on each whole split, without dropout.

    The confusions are counts (K, K) as those of confusion.confusion; the accuracies of validation and test follow from
    them, and so does class_accuracy (K,), which is of validation, NaN for a class that it has no images of.
    """

    number: int
    train_loss: float
    validation_loss: float
    penalty: float
    train_accuracy: float
    validation_confusion: Labels
    test_confusion: Labels
    validation_accuracy: float = field(init=False)
    test_accuracy: float = field(init=False)
    class_accuracy: Doubles = field(init=False)

    def __post_init__(self) -> None:
        for counts in (self.validation_confusion, self.test_confusion):
            frozen(counts)
        object.__setattr__(self, "validation_accuracy", accuracy(self.validation_confusion))
        object.__setattr__(self, "test_accuracy", accuracy(self.test_confusion))
        object.__setattr__(self, "class_accuracy", frozen(recall(self.validation_confusion)))
