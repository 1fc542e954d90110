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


_NAMES = {Seen.UNIT: "0..1", Seen.MEAN_CHANNEL: "channel mean", Seen.STANDARDISED: "standardised"}


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

    @property
    def words(self) -> str:
        """In what it differs from the data set as it was opened, for a name; empty where it does not."""
        parts = [
            "" if self.seen is Seen.MEAN_IMAGE else _NAMES[self.seen],
            "" if self.per_class is None else f"{self.per_class:,} a class",
            f"{100 * self.noise:.0f} % noise" if self.noise else "",
            f"{100 * self.validation:.0f} % validation" if self.validation != VALIDATION_SHARE else "",
        ]
        return ", ".join(part for part in parts if part)


AS_OPENED = Arrangement()
