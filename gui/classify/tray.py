"""The pictures that were brought in: kept from run to run, with what the classifier takes each for."""

import numpy as np

from gui import numbers
from gui.classify.picture import Picture
from gui.classify.strip import Caption
from model.arrays import Bytes, Floats, Labels
from model.classifier import class_scores, predict
from model.datasets.dataset import Dataset
from model.records import Snapshot

MOST = 200


class Tray:
    """Pictures in the order they came; classes are those of the data set that is open, predictions (N,) of a moment."""

    def __init__(self) -> None:
        """Begin empty."""
        self.pictures: list[Picture] = []
        self.classes: tuple[str, ...] = ()
        self.predictions: Labels = np.empty(0, np.intp)
        self._dataset: Dataset | None = None
        self._fitted: list[Bytes] = []
        self._inputs: Floats | None = None

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be taken."""
        return len(self.pictures) >= MOST

    def add(self, picture: Picture) -> None:
        """Take another picture."""
        self.pictures.append(picture.called(picture.named, self.classes))
        self._fit(len(self._fitted))

    def remove(self, place: int) -> None:
        """Forget a picture."""
        del self.pictures[place]
        del self._fitted[place : place + 1]
        self.predictions, self._inputs = np.delete(self.predictions, place), None

    def clear(self) -> None:
        """Forget all."""
        self.pictures, self._fitted = [], []
        self.predictions, self._inputs = np.empty(0, np.intp), None

    def name(self, place: int, named: str | None) -> Picture:
        """Say which class a picture truly is, None for nothing said; hands it back."""
        self.pictures[place] = self.pictures[place].called(named, self.classes)
        return self.pictures[place]

    def open(self, dataset: Dataset) -> None:
        """Look with the eyes of another data set; names that are no classes of it are kept for those that have them."""
        self._dataset, self.classes = dataset, dataset.classes
        self.pictures = [picture.called(picture.named, self.classes) for picture in self.pictures]
        self._fitted = []
        self._fit(0)

    def score(self, snapshot: Snapshot) -> bool:
        """Predict all with the parameters of a moment, where they are finite; says whether anything has changed."""
        if self._inputs is None and self._fitted:
            rows = np.stack(self._fitted).reshape(len(self._fitted), -1)
            self._inputs = snapshot.dataset.preprocessing.apply(rows)
        old = self.predictions
        if self._inputs is None:
            self.predictions = np.empty(0, np.intp)
        else:
            with np.errstate(all="ignore"):  # a diverged run has no scores to speak of
                scores = class_scores(snapshot.params, self._inputs)
            self.predictions = np.where(np.isfinite(scores).all(axis=0), predict(scores), -1)
        return not np.array_equal(old, self.predictions)

    def right_of_named(self) -> tuple[int, int]:
        """How many pictures are taken for what they are named, of how many that are named by a class of these data."""
        labels = [-2 if picture.label is None else picture.label for picture in self.pictures]
        count = min(len(labels), len(self.predictions))
        named = np.array(labels[:count]) >= 0
        return int((self.predictions[:count] == labels[:count])[named].sum()) if count else 0, int(named.sum())

    def caption(self, place: int) -> Caption:
        """What a picture is taken for, and whether that is right, where it is known."""
        guess = int(self.predictions[place]) if place < len(self.predictions) else -1
        label = self.pictures[place].label
        name = self.classes[guess] if guess >= 0 else "–"
        if label is None or guess < 0:
            return name, None
        return f"{'✓' if guess == label else '✗'} {name}", guess == label

    def summary(self) -> str:
        """How many there are, and how many of those that are named are right."""
        count = len(self.pictures)
        words = "1 picture" if count == 1 else f"{count} pictures"
        right, named = self.right_of_named()
        if not named:
            return f"{words}, none named: name one to count it"
        return f"{words}, {right} of {named} named ones right ({numbers.percent(right / named)})"

    def _fit(self, first: int) -> None:
        if self._dataset is not None:
            self._fitted += [picture.seen_by(self._dataset) for picture in self.pictures[first:]]
        self._inputs = None
