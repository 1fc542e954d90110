"""Saving and opening by the training thread, while a run goes on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from model.belongings import Belongings, SavedPicture
from model.commands import Advance, Begin, Open, Pause, Play, Save, Tune, Visit
from model.datasets.dataset import Dataset
from model.keeping import files
from model.keeping.keeper import Opened, Outcome, Refused, Saved
from model.records import Mode, Snapshot
from model.trainer import Trainer
from model.trouble import Failure
from tests.model.desk import Desk, open_source
from tests.model.keeping.sittings import PLAIN, SMALL, session_of, story_of
from tests.model.recorder import DEADLINE_S, Recorder
from tests.model.small import same_bits, small_dataset

OTHER = replace(small_dataset(seed=5), name="other", title="Other")


class SavingDesk(Desk):
    """A trainer that tells what came of saving and opening."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.mailbox = Recorder[Snapshot | Failure]()
        self.trainer = Trainer(self.open_source, self.mailbox, self.outcomes.put)
        self.small = SMALL

    def open_source(self, source: str) -> Dataset:
        return OTHER if source == "other" else self.small if source == "small" else open_source(source)

    def outcome(self) -> Outcome:
        return self.outcomes.get(timeout=DEADLINE_S)


@pytest.fixture
def desk() -> Iterator[SavingDesk]:
    desk = SavingDesk()
    desk.trainer.start()
    yield desk
    desk.trainer.stop()


@pytest.fixture
def begun(desk: SavingDesk) -> SavingDesk:
    desk.send(Begin("small", PLAIN, seed=1), Advance(20))
    desk.wait_for(lambda s: s.number == 20 and s.mode is Mode.PAUSED)
    return desk


def test_that_a_saved_session_opens_where_it_was_and_goes_on_the_same(begun: SavingDesk, tmp_path: Path) -> None:
    path = tmp_path / "run.linearium"
    pictures = (SavedPicture("cat", SMALL.images[0]),)
    begun.send(Save(path, Belongings(pictures, {"theme": "dark"})))
    saved = begun.outcome()
    assert isinstance(saved, Saved)
    assert (saved.path, saved.number, saved.size) == (path, 20, path.stat().st_size)
    begun.send(Begin("other", replace(PLAIN, margin=9.0), 3), Advance(5), Open(path), Advance(5))
    opened = begun.outcome()
    assert isinstance(opened, Opened)
    assert (opened.origin.name, opened.belongings.layout, opened.remark) == ("small", {"theme": "dark"}, "")
    assert opened.belongings.pictures[0].title == "cat"
    snapshot = begun.wait_for(lambda s: s.dataset is SMALL and s.number == 25 and s.mode is Mode.PAUSED)
    assert same_bits(snapshot.params, story_of(25).present.params)


def test_that_training_goes_on_while_it_is_saved(begun: SavingDesk, tmp_path: Path) -> None:
    begun.send(Play())
    for number in range(5):
        begun.send(Save(tmp_path / f"{number}.linearium"))
    saved = [begun.outcome() for _ in range(5)]
    begun.send(Pause())
    end = begun.wait_for(lambda s: s.mode is Mode.PAUSED)
    for outcome in saved:
        assert isinstance(outcome, Saved)
        assert files.load(outcome.path).story.present.number == outcome.number <= end.number
    assert same_bits(end.params, story_of(end.number).present.params)


def test_that_a_running_run_stops_for_one_that_is_opened(begun: SavingDesk, tmp_path: Path) -> None:
    files.save(tmp_path / "a.linearium", session_of(story_of(7)))
    begun.send(Play(), Open(tmp_path / "a.linearium"))
    assert isinstance(begun.outcome(), Opened)
    snapshot = begun.settle()
    assert (snapshot.number, snapshot.mode) == (7, Mode.PAUSED)


def test_that_runs_of_an_opened_session_are_other_runs_than_any_before(begun: SavingDesk, tmp_path: Path) -> None:
    files.save(tmp_path / "a.linearium", session_of(story_of(7)))
    begun.send(Open(tmp_path / "a.linearium"), Open(tmp_path / "a.linearium"))
    begun.outcome()
    begun.outcome()
    begun.settle()
    assert len({snapshot.run for snapshot in begun.snapshots()}) == 3


def test_that_what_is_open_stays_as_it_is_where_a_file_is_refused(begun: SavingDesk, tmp_path: Path) -> None:
    broken, gone, other = (tmp_path / name for name in ("broken.linearium", "gone.linearium", "other.linearium"))
    story = story_of(3)
    files.save(broken, session_of(story))
    broken.write_bytes(broken.read_bytes()[:-9])
    session = session_of(story)
    files.save(gone, replace(session, origin=replace(session.origin, name="pets", title="Pets")))
    files.save(other, replace(session, origin=replace(session.origin, fingerprint="0")))
    begun.send(Visit(15))
    before = begun.settle()
    sentences = {
        broken: "“broken.linearium” is damaged, or not a session of Linearium.",
        gone: "“gone.linearium” needs the data set “Pets”, but there is no such data set.",
        other: "“other.linearium” was made on other images than those that “Small” has here now.",
        tmp_path / "none.linearium": "“none.linearium” is not there any more.",
    }
    for path, sentence in sentences.items():
        begun.send(Open(path))
        assert begun.outcome() == Refused(path, sentence)
    begun.send(Tune(before.settings))
    after = begun.wait_for(lambda s: s.settings == before.settings)
    assert (after.run, after.number, after.newest) == (before.run, 15, 20)
    assert same_bits(after.params, before.params)


def test_that_a_run_goes_on_where_a_file_is_refused(begun: SavingDesk, tmp_path: Path) -> None:
    begun.send(Play(), Open(tmp_path / "none.linearium"))
    assert isinstance(begun.outcome(), Refused)
    begun.wait_for(lambda s: s.mode is Mode.RUNNING and s.number > 25)


def test_that_saving_tells_why_it_cannot(begun: SavingDesk, tmp_path: Path) -> None:
    (tmp_path / "folder.linearium").mkdir()
    for path, why in (
        (tmp_path / "no" / "a.linearium", "there is no folder"),
        (tmp_path / "folder.linearium", "there is a folder of that name"),
    ):
        begun.send(Save(path))
        refused = begun.outcome()
        assert isinstance(refused, Refused)
        assert why in refused.sentence
    begun.send(Save(tmp_path / "a.linearium", Belongings(layout={"zoom": float("nan")})))
    refused = begun.outcome()
    assert isinstance(refused, Refused)
    assert "its layout cannot be written" in refused.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["folder.linearium"]


def test_that_nothing_is_saved_before_there_is_a_run(desk: SavingDesk, tmp_path: Path) -> None:
    desk.send(Save(tmp_path / "a.linearium"))
    assert desk.outcome() == Refused(tmp_path / "a.linearium", "There is no run to save yet.")


def test_that_what_was_asked_for_is_saved_before_the_end(tmp_path: Path) -> None:
    desk = SavingDesk()
    desk.trainer.start()
    desk.send(Begin("small", PLAIN, seed=1), Save(tmp_path / "a.linearium"))
    desk.trainer.stop()
    assert files.load(tmp_path / "a.linearium").story.present.number == 0
