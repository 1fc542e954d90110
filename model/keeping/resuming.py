"""The way from a session file back to a story."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from model.datasets.dataset import Dataset
from model.keeping import files
from model.keeping.keeper import Opened
from model.keeping.safely import KeepingError
from model.keeping.session import Session
from model.keeping.surroundings import here
from model.records import Mode
from model.story import Story

OpenSource = Callable[[str], Dataset]


def resume(path: Path, open_source: OpenSource, identity: int = 1) -> tuple[Story, "count[int]", Opened]:
    """The story of a session file, the identities of runs to come, and what is to be told; raises KeepingError.

    open_source turns the name of a data set into the data set, or raises. The runs get identities from `identity` on,
    beyond those that their names may tell of.
    """
    session, dataset = find(path, open_source)
    identities = count(max(identity, session.story.highest_identity + 1))
    try:
        story = Story.resumed(dataset, session.story, identities)
        story.snapshot(Mode.PAUSED)  # whatever is wrong with it shows before it takes the place of another
    except (ValueError, IndexError, TypeError, AssertionError) as trouble:
        raise KeepingError(f"“{path.name}” is damaged: its run cannot go on.") from trouble
    return story, identities, Opened(path, session.origin, session.belongings, session.surroundings.differences(here()))


def find(path: Path, open_source: OpenSource) -> tuple[Session, Dataset]:
    """A session and the data set it was made on; raises KeepingError."""
    session = files.load(path)
    try:
        dataset = open_source(session.origin.name)
    except Exception as trouble:
        why = str(trouble).rstrip(".") or type(trouble).__name__
        raise KeepingError(
            f"“{path.name}” needs the data set “{session.origin.title}”, but {why[:1].lower()}{why[1:]}."
        ) from trouble
    files.check_same(session, files.origin_of(dataset), path)
    return session, dataset.as_opened
