"""Halls to enter, and signs for their workers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from model.search.crew import Hire
from tests.model.search.hall import Enter, Hall, Signs, serially


@pytest.fixture
def enter(tmp_path: Path) -> Iterator[Enter]:
    """Halls that are left at the end."""
    halls: list[Hall] = []

    def make(hire: Hire = serially) -> Hall:
        halls.append(Hall(tmp_path / "searches", hire))
        return halls[-1]

    yield make
    for hall in halls:
        hall.searcher.stop()


@pytest.fixture
def signs(tmp_path: Path) -> Signs:
    return Signs(tmp_path / "signs")
