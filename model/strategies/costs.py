"""What each strategy pays: the one place where it is counted.

One loss evaluation is the loss of all N training images once, that is one product of W (K, D) with all of them. A try
of a search is one. A numerical gradient by forward differences is the loss at W, and once more for every weight and
every bias: K D + K + 1 evaluations, however cleverly the app comes by the same numbers. An analytic gradient is two:
the product that makes the scores, and one just as large that carries their gradient back to W. A batch of B images
costs as much as B / N of all. What is measured for the screen is not counted.
"""

from model.records import Params

EVALUATIONS_A_GRADIENT = 2


def slopes_of(params: Params) -> int:
    """How many weights and biases there are, each with a slope of its own: K D + K."""
    return params.weights.size + params.biases.size


def of_numerical_gradient(params: Params) -> int:
    """The evaluations for a gradient by forward differences."""
    return slopes_of(params) + 1


def of_gradients(images: int, all_images: int) -> float:
    """The evaluations for analytic gradients on so many images altogether, one batch after the other."""
    return EVALUATIONS_A_GRADIENT * images / all_images
