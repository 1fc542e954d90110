"""A whole session file."""

import pytest

from model.keeping import files
from tests.model.keeping.sittings import session_of, story_of


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a session file."""
    path = tmp_path_factory.mktemp("whole") / "run.linearium"
    files.save(path, session_of(story_of(5)))
    return path.read_bytes()
