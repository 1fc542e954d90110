"""A session out of a file goes on just as the one that was saved, bit for bit."""

import json
import zipfile
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some

import model.run
from model.allowance import Allowance
from model.belongings import Belongings, SavedPicture
from model.commands import Visit
from model.keeping import files, thinning
from model.keeping.resuming import resume
from model.records import Mode
from model.schedules import ScheduleKind
from model.story import Story
from tests.model.keeping.sittings import (
    EVENTS,
    PACED,
    PLAIN,
    SMALL,
    let_happen,
    reopened,
    session_of,
    story_of,
    told_by,
)
from tests.model.small import EVERY_KIND, content_of, same_bits

happenings = some.lists(some.tuples(some.sampled_from(EVENTS), some.integers(0, 40)), max_size=30)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history that leaves out much and soon, and a file that leaves out still more."""
    few = Allowance(depth=40, whole=3, stride=4, keys=8, left=3, slow=3)
    monkeypatch.setattr(model.run, "allowance", lambda _: few)
    monkeypatch.setattr(thinning, "MOST_FRAMES", 3)
    monkeypatch.setattr(thinning, "NEWEST", 2)


@pytest.mark.usefixtures("forgetful")
@examples(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=happenings, after=happenings)
def test_that_whatever_happened_a_reopened_session_goes_on_the_same(
    before: list[tuple[str, int]], after: list[tuple[str, int]], tmp_path: Path
) -> None:
    story = story_of()
    for event, number in before:
        let_happen(story, event, number)
    other = reopened(story, tmp_path)
    assert list(told_by(other)) == list(told_by(story))
    for event, number in after:
        let_happen(story, event, number)
        let_happen(other, event, number)
    assert list(told_by(other)) == list(told_by(story))


@pytest.mark.parametrize("settings", EVERY_KIND, ids=lambda s: f"{s.loss}-{s.penalty}")
def test_that_every_kind_of_step_goes_on_bit_for_bit(settings: object, tmp_path: Path) -> None:
    story = Story(SMALL, settings, 7, count(1))  # type: ignore[arg-type]
    let_happen(story, "step", 8)
    other = reopened(story, tmp_path)
    for _ in range(20):
        story.stepping().advance()
        other.stepping().advance()
    assert same_bits(other.present.params, story.present.params)


@pytest.mark.usefixtures("forgetful")
def test_that_every_step_there_ever_was_can_still_be_visited(tmp_path: Path) -> None:
    story = story_of(60)
    other = reopened(story, tmp_path)
    for number in range(61):
        story.obey(Visit(number))
        other.obey(Visit(number))
        assert same_bits(other.shown.params, story.shown.params)


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("schedule", ScheduleKind)
def test_that_a_run_with_a_schedule_and_momentum_goes_on_bit_for_bit(schedule: ScheduleKind, tmp_path: Path) -> None:
    story = story_of(9)
    story.tune(replace(PACED, schedule=schedule))
    let_happen(story, "step", 62)
    other = reopened(story, tmp_path)
    for number in (story.present.number, story.present.number - 1, 30, 10, 9, 8, 21):
        story.obey(Visit(number))
        other.obey(Visit(number))
        assert content_of(other.shown.coming()) == content_of(story.shown.coming())
        assert other.shown.coming().settings == story.shown.coming().settings
    for _ in range(20):
        story.stepping().advance()
        other.stepping().advance()
    assert content_of(other.present.coming()) == content_of(story.present.coming())


def test_that_a_session_from_before_there_was_momentum_opens_and_goes_on_without(tmp_path: Path) -> None:
    story, _, found = resume(Path(__file__).with_name("before_momentum.linearium"), lambda _: SMALL)
    present = story.present
    assert (present.number, present.settings, present.velocity) == (16, replace(PLAIN, step_size=0.05), None)
    assert [run.number for run in story.snapshot(Mode.PAUSED).kept] == [20]
    assert found.path.name == "before_momentum.linearium"
    present.advance()
    assert reopened(story, tmp_path).present.number == 17


def test_that_what_an_older_version_would_go_on_with_otherwise_is_told_it_as_newer(tmp_path: Path) -> None:
    for settings, schema in ((PLAIN, 1), (replace(PACED, momentum=0.0), 2), (replace(PLAIN, momentum=0.5), 2)):
        files.save(tmp_path / "run.linearium", session_of(Story(SMALL, settings, 1, count(1))))
        with zipfile.ZipFile(tmp_path / "run.linearium") as archive:
            assert json.loads(archive.read("session.json"))["schema"] == schema


def test_that_a_diverged_run_is_kept_too(tmp_path: Path) -> None:
    story = story_of(3)
    story.tune(replace(PLAIN, step_size=1e6, strength=1.0))
    with np.errstate(all="ignore"):
        while story.stepping().advance():
            pass
        other = reopened(story, tmp_path)
        assert other.present.has_diverged
        other.back(other.present.number - 3)
        story.back(story.present.number - 3)
        assert same_bits(other.present.params, story.present.params)


def test_that_the_path_of_a_run_is_kept_with_the_same_parameters(tmp_path: Path) -> None:
    story = story_of(300)
    other = reopened(story, tmp_path)
    known = {point.number: point.params for point in story.snapshot(Mode.PAUSED).trail}
    path = other.snapshot(Mode.PAUSED).trail
    assert len(path) > 30
    assert all(same_bits(point.params, known[point.number]) for point in path)


def test_that_names_identities_pictures_and_layout_are_kept(tmp_path: Path) -> None:
    story = story_of(5)
    story.obey(Visit(2))
    story.stepping().advance()
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    belongings = Belongings((SavedPicture("cat.png", pixels, "cat"),), {"workspace": "Losses", "zoom": [0.1, 1e300]})
    path = tmp_path / "ünïcode 🐈.linearium"
    files.save(path, session_of(story, belongings))
    session = files.load(path)
    assert [session.story.name, *(name for name, _ in session.story.kept)] == ["run 2 from step 2", "run 1"]
    assert session.story.highest_identity == 2
    (picture,) = session.belongings.pictures
    assert (picture.title, picture.named, picture.pixels.tobytes()) == ("cat.png", "cat", pixels.tobytes())
    assert session.belongings.layout == {"workspace": "Losses", "zoom": [0.1, 1e300]}
    assert session.origin == files.origin_of(SMALL)


def test_that_any_program_can_look_into_the_file(tmp_path: Path) -> None:
    story = story_of(5)
    path = tmp_path / "run.linearium"
    size = files.save(path, session_of(story))
    assert size == path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        document = json.loads(archive.read("session.json"))
        with archive.open("weights.npy") as file:
            weights = np.load(file)
    assert document["schema"] == 1
    assert document["saved_with"]["blas_threads"] == 1
    assert document["data"]["fingerprint"] == files.fingerprint(SMALL)
    assert weights[document["runs"][0]["params"]].tobytes() == story.present.params.weights.tobytes()


def test_that_a_fingerprint_tells_other_labels_and_splits_apart() -> None:
    labels = SMALL.labels.copy()
    labels[0] = (labels[0] + 1) % 3
    others = [
        replace(SMALL, labels=labels),
        replace(SMALL, train=SMALL.train[1:]),
        replace(SMALL, images=255 - SMALL.images),
    ]
    assert len({files.fingerprint(dataset) for dataset in (SMALL, *others)}) == 4
