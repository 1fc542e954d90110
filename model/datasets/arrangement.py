"""How the images of a data set are arranged for a run: what the weights see of them, how many, and how true."""

from dataclasses import dataclass
from enum import StrEnum

VALIDATION_SHARE = 0.1


class Seen(StrEnum):
    """What the weights see of a pixel."""

    UNIT = "unit"
    MEAN_IMAGE = "mean image"
    MEAN_CHANNEL = "mean channel"
    STANDARDISED = "standardised"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is done to a data set before a run; the same arrangement always gives the same images and labels.

    per_class is how many training images of each class are used, None for all there are; noise the share of training
    labels that are made wrong; validation the share of the images that are not for testing held back for validation.
    """

    seen: Seen = Seen.MEAN_IMAGE
    per_class: int | None = None
    noise: float = 0.0
    validation: float = VALIDATION_SHARE


AS_OPENED = Arrangement()
