"""The way from a session file back to a story."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from model.datasets.dataset import Dataset
from model.keeping import files
from model.keeping.keeper import Opened
from model.keeping.safely import KeepingError
from model.keeping.session import Origin, Session
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
        raise KeepingError(_missing(path, session.origin, str(trouble) or type(trouble).__name__)) from trouble
    files.check_same(session, files.origin_of(dataset), path)
    return session, dataset.as_opened


def _missing(path: Path, origin: Origin, trouble: str) -> str:
    """What to do where a data set cannot be opened."""
    needed = f"“{path.name}” needs the data set “{origin.title}”"
    if origin.path is not None and _is_there(path.parent, origin.path):
        return f"{needed}: bring in {origin.path} first, then open it again."
    return f"{needed}, but {trouble[:1].lower()}{trouble[1:].rstrip('.')}."


def _is_there(home: Path, way: str) -> bool:
    """Whether a relative way leads to something; no other is tried, as it might lead to another computer."""
    try:
        return not way.startswith(("/", "\\")) and not Path(way).drive and (home / way).exists()
    except (OSError, ValueError):
        return False
