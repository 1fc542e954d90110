"""Whole session files."""

import pytest

from model.keeping import files
from tests.model.keeping.sittings import PACED, session_of, story_of


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a session file."""
    path = tmp_path_factory.mktemp("whole") / "run.linearium"
    files.save(path, session_of(story_of(5)))
    return path.read_bytes()


@pytest.fixture(scope="session")
def paced(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One of a run that has a schedule and momentum from its third step on."""
    path = tmp_path_factory.mktemp("paced") / "run.linearium"
    story = story_of(2)
    story.tune(PACED)
    for _ in range(3):
        story.stepping().advance()
    files.save(path, session_of(story))
    return path.read_bytes()
