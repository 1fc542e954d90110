"""A session: all that it takes to sit down again where one got up."""

from dataclasses import dataclass

from model.belongings import Belongings
from model.keeping.surroundings import Surroundings
from model.states import StoryState


@dataclass(frozen=True, slots=True)
class Origin:
    """The data set that a session is about, and how to know it again.

    path leads from the session file to where the user has the data set from, where it is the user's own.
    """

    name: str
    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    images: int
    fingerprint: str
    path: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """What a session file holds."""

    origin: Origin
    story: StoryState
    belongings: Belongings
    surroundings: Surroundings
