"""The worked examples that everyone meets on the way to linear classifiers, as data: one record an example."""

from dataclasses import dataclass

import numpy as np

from model.arrays import Doubles, Labels, frozen
from model.classifier import class_scores
from model.datasets.dataset import Preprocessing
from model.records import Params


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """Scores (K, N) of images with their true classes, labels (N,), and a note in a sentence or two.

    Where the example begins with pixels x (D,), params are the ones that score them; elsewhere both are None.
    """

    title: str
    classes: tuple[str, ...]
    images: tuple[str, ...]
    scores: Doubles
    labels: Labels
    note: str
    pixels: Doubles | None = None
    params: Params | None = None

    def __post_init__(self) -> None:
        frozen(self.scores)
        frozen(self.labels)
        if self.pixels is not None:
            frozen(self.pixels)

    @property
    def products(self) -> Doubles:
        """Every product W_kd x_d: (K, D), with no columns where there are no pixels."""
        if self.params is None or self.pixels is None:
            return np.empty((len(self.classes), 0))
        return np.multiply(self.params.weights, self.pixels, dtype=np.float64)


def _of_pixels(pixels: Doubles, params: Params, title: str, classes: tuple[str, ...], note: str) -> Worked:
    """An image of the first class whose scores are W x + b."""
    scores = class_scores(params, pixels[None, :]).astype(np.float64)
    return Worked(title, classes, (f"{classes[0]} image",), scores, np.array([0]), note, pixels, params)


THREE_IMAGES = Worked(
    title="Three images, three classes",
    classes=("cat", "car", "frog"),
    images=("cat image", "car image", "frog image"),
    scores=np.array([[3.2, 1.3, 2.2], [5.1, 4.9, 2.5], [-1.7, 2.0, -3.1]]),
    labels=np.array([0, 1, 2]),
    note=(
        "Only the car is right: moving its scores a little leaves its hinge at 0. "
        "The mean hinge is 5.27, also printed as 5.3."
    ),
)
ONE_CAT = Worked(
    title="A cat through the softmax",
    classes=("cat", "car", "frog"),
    images=("cat image",),
    scores=np.array([[3.2], [5.1], [-1.7]]),
    labels=np.array([0]),
    note=(
        "Scores become e^s, then shares of their sum; the loss is −ln of the true class's share: 2.04. "
        "Where 0.89 is printed, it is the logarithm to base 10."
    ),
)
TEN_CLASSES = Worked(
    title="Three images, ten classes",
    classes=("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
    images=("cat image", "car image", "frog image"),
    scores=np.array(
        [
            [-3.45, -0.51, 3.42],
            [-8.87, 6.04, 4.64],
            [0.09, 5.31, 2.65],
            [2.9, -4.22, 5.1],
            [4.48, -4.19, 2.64],
            [8.02, 3.58, 5.55],
            [3.78, 4.49, -4.34],
            [1.06, -4.37, -1.5],
            [-0.36, -2.09, -4.79],
            [-0.72, -2.93, 6.14],
        ]
    ),
    labels=np.array([3, 1, 6]),
    note=(
        "Only the car is right: the cat is taken for a dog, the frog for a truck. "
        "Yet even the car costs: bird is within 1 of it."
    ),
)
FOUR_PIXELS = _of_pixels(
    np.array([56.0, 231.0, 24.0, 2.0]),
    Params(np.array([[0.2, -0.5, 0.1, 2.0], [1.5, 1.3, 2.1, 0.0], [0.0, 0.25, 0.2, -0.3]]), np.array([1.1, 3.2, -1.2])),
    title="Four pixels, W x + b",
    classes=("cat", "dog", "ship"),
    note=("Every product W x by hand, plus b. Ship scores 60.75: where 61.95 is printed, its bias −1.2 was forgotten."),
)
EXAMPLES = (THREE_IMAGES, ONE_CAT, TEN_CLASSES, FOUR_PIXELS)


def four_pixel_params(seen: Preprocessing) -> Params:
    """The example's W and b for pixels as a data set shows them: x = a byte - c gives the same scores, float32."""
    assert FOUR_PIXELS.params is not None
    weights, biases = FOUR_PIXELS.params.weights, FOUR_PIXELS.params.biases
    scaled = weights / seen.scale
    return Params(scaled.astype(np.float32), (biases + scaled @ seen.shift).astype(np.float32))
