"""Which part of the loss is shown."""

from enum import Enum

from model.arrays import Doubles
from model.profiles import Profile


class Part(Enum):
    """The loss is a mean over images plus a penalty."""

    TOTAL = "total"
    DATA = "data"
    PENALTY = "penalty"


PARTS = (
    (Part.TOTAL, "total", "Data loss plus penalty: what is minimised"),
    (Part.DATA, "data", "The mean loss of the images alone"),
    (Part.PENALTY, "penalty", "λ R(W) alone"),
)


def of_part(profile: Profile, part: Part) -> Doubles:
    """One part of a profile's loss at each point: (T,)."""
    return {Part.TOTAL: profile.losses, Part.DATA: profile.data, Part.PENALTY: profile.penalties}[part]
