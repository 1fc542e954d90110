"""The store: what is kept comes back as it was, all or nothing, and trains from the disk."""

import errno
import json
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.arrays import Bytes, Labels
from model.datasets.dataset import minus_mean
from model.datasets.draft import Block, Intake, splits_of
from model.datasets.store import Store
from model.datasets.task import CancelledError, DataError
from model.records import Settings
from model.run import Run
from tests.model.small import EVERY_KIND, same_bits, small_dataset

CLASSES = ("cat", "dog", "ship")
SHAPE = (4, 5, 3)


def some_images(count: int, seed: int = 0) -> tuple[Bytes, Labels]:
    images = np.random.default_rng(seed).integers(0, 256, (count, *SHAPE), np.uint8)
    return images, np.arange(count) % len(CLASSES)


def intake(*blocks: Block, name: str = "own-pets-4x5x3", notes: tuple[str, ...] = ()) -> Intake:
    return Intake(name, "pets (4×5 colour)", CLASSES, SHAPE, iter(blocks), list(notes))


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_that_a_kept_set_comes_back_as_it_was_brought(tmp_path: Path) -> None:
    images, labels = some_images(60)
    about = Store(tmp_path).keep(intake(Block(images[:25], labels[:25]), Block(images[25:], labels[25:])))
    dataset = Store(tmp_path).open(about.name)
    assert np.array_equal(dataset.images, images)
    assert np.array_equal(dataset.labels, labels)
    assert (dataset.name, dataset.title, dataset.classes) == (about.name, "pets (4×5 colour)", CLASSES)
    assert (about.images, about.shape) == (60, SHAPE)
    assert np.allclose(dataset.preprocessing.shift, minus_mean(dataset.pixels, dataset.train).shift, atol=1e-7)


def test_that_the_images_of_a_kept_set_stay_on_the_disk_and_are_read_only(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(intake(Block(*some_images(60))))
    base = store.open("own-pets-4x5x3").images
    assert not base.flags.writeable
    while isinstance(base, np.ndarray) and base.base is not None and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)


def test_that_blocks_may_come_in_any_order_when_they_say_their_place(tmp_path: Path) -> None:
    images, labels = some_images(60)
    late, early = Block(images[20:], labels[20:], at=20), Block(images[:20], labels[:20], at=0)
    first = Store(tmp_path / "a").keep(intake(late, early))
    second = Store(tmp_path / "b").keep(intake(Block(images, labels)))
    assert first.fingerprint == second.fingerprint
    assert np.array_equal(Store(tmp_path / "a").open(first.name).images, images)


def test_that_other_pixels_or_labels_have_another_fingerprint(tmp_path: Path) -> None:
    images, labels = some_images(60)
    turned = labels.copy()
    turned[[0, 1]] = turned[[1, 0]]
    found = {
        Store(tmp_path / str(n)).keep(intake(block)).fingerprint
        for n, block in enumerate((Block(images, labels), Block(images, turned), Block(255 - images, labels)))
    }
    assert len(found) == 3


def test_that_given_test_images_are_the_test_images(tmp_path: Path) -> None:
    images, labels = some_images(60)
    Store(tmp_path).keep(intake(Block(images[:40], labels[:40]), Block(images[40:], labels[40:], is_test=True)))
    dataset = Store(tmp_path).open("own-pets-4x5x3")
    assert dataset.test.tolist() == list(range(40, 60))
    assert sorted([*dataset.train, *dataset.validation]) == list(range(40))
    assert len(dataset.validation) == 3


def test_that_without_given_test_images_a_sixth_of_every_class_is_held_back_the_same_each_time() -> None:
    labels = np.repeat([0, 1, 2], 60)
    splits, again = (splits_of(labels, np.zeros(180, np.bool_)) for _ in range(2))
    assert np.bincount(labels[splits["test"]]).tolist() == [10, 10, 10]
    assert np.bincount(labels[splits["validation"]]).tolist() == [5, 5, 5]
    assert sorted(np.concatenate(list(splits.values()))) == list(range(180))
    assert all(np.array_equal(splits[name], again[name]) for name in splits)


@pytest.mark.parametrize("counts", [(3, 1), (3, 3), (5, 1, 1), (40, 2)])
def test_that_even_a_tiny_set_has_images_in_every_split(counts: tuple[int, ...]) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    assert all(len(rows) for rows in splits_of(labels, np.zeros(len(labels), np.bool_)).values())


@pytest.mark.parametrize(
    ("labels", "sentence"), [([0, 0, 0, 0], "two classes"), ([0, 1, 2], "too few images"), ([], "two classes")]
)
def test_that_too_little_to_learn_from_is_refused(labels: list[int], sentence: str, tmp_path: Path) -> None:
    images = some_images(len(labels))[0]
    with pytest.raises(DataError, match=sentence):
        Store(tmp_path).keep(intake(Block(images, np.array(labels, np.intp))))
    assert files_below(tmp_path) == set()


def failing(trouble: BaseException) -> Iterator[Block]:
    yield Block(*some_images(30))
    raise trouble


@pytest.mark.parametrize("trouble", [DataError("damaged"), CancelledError(), ZeroDivisionError()])
def test_that_trouble_on_the_way_leaves_the_kept_set_as_it_was(trouble: BaseException, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(intake(Block(*some_images(60))))
    before = files_below(tmp_path)
    with pytest.raises(type(trouble)):
        store.keep(replace(intake(), blocks=failing(trouble)))
    assert files_below(tmp_path) == before
    assert len(store.open("own-pets-4x5x3").labels) == 60


def test_that_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="The disk is full"):
        Store(tmp_path).keep(intake(Block(*some_images(60))))
    assert files_below(tmp_path) == set()
    assert Store(tmp_path).kept() == {}


def test_that_bringing_a_set_in_again_replaces_it_and_leaves_no_old_files(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(intake(Block(*some_images(60)), notes=("a.png: is broken.",)))
    count = len(files_below(tmp_path))
    images, labels = some_images(90, seed=1)
    store.keep(intake(Block(images, labels)))
    assert np.array_equal(store.open("own-pets-4x5x3").images, images)
    assert len(files_below(tmp_path)) == count - 1
    assert store.kept()["own-pets-4x5x3"].report == ""


def test_that_a_set_in_use_can_be_replaced_under_the_run(tmp_path: Path) -> None:
    store = Store(tmp_path)
    images, labels = some_images(60)
    store.keep(intake(Block(images, labels)))
    old = store.open("own-pets-4x5x3")
    store.keep(intake(Block(*some_images(90, seed=1))))
    assert np.array_equal(old.images, images)


def test_that_the_notes_of_a_set_are_kept_with_it(tmp_path: Path) -> None:
    about = Store(tmp_path).keep(intake(Block(*some_images(60)), notes=("a.png: is broken.", "b.png: is empty.")))
    assert about.report.splitlines() == ["a.png: is broken.", "b.png: is empty."]


def test_that_a_removed_set_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep(intake(Block(*some_images(60))))
    store.remove("own-pets-4x5x3")
    assert store.kept() == {}
    assert files_below(tmp_path) == set()


@pytest.mark.parametrize("damage", ["no images", "short images", "no facts", "other facts", "other shape"])
def test_that_a_damaged_copy_is_said_when_it_is_opened(damage: str, tmp_path: Path) -> None:
    about = Store(tmp_path).keep(intake(Block(*some_images(60))))
    images, facts, told = about.place / "images.npy", about.place / "facts.npz", tmp_path / about.name / "about.json"
    match damage:
        case "no images":
            images.unlink()
        case "short images":
            images.write_bytes(images.read_bytes()[:-100])
        case "no facts":
            facts.unlink()
        case "other facts":
            facts.write_bytes(b"PK no archive")
        case "other shape":
            told.write_text(json.dumps(json.loads(told.read_text()) | {"shape": [2, 2, 1]}))
    with pytest.raises(DataError, match="bring it in again"):
        Store(tmp_path).open(about.name)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 99}', "no json"])
def test_that_a_folder_that_is_not_understood_is_passed_over(text: str, tmp_path: Path) -> None:
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "about.json").write_text(text)
    assert Store(tmp_path).kept() == {}


@pytest.mark.parametrize("settings", EVERY_KIND[::3], ids=str)
def test_that_a_run_on_mapped_images_is_the_same_to_the_bit(settings: Settings, tmp_path: Path) -> None:
    dataset = small_dataset(shape=SHAPE)
    Store(tmp_path).keep(intake(Block(dataset.images, dataset.labels)))
    mapped = Store(tmp_path).open("own-pets-4x5x3")
    in_memory = replace(mapped, images=np.array(mapped.images))
    runs = [Run(one, settings, 1) for one in (mapped, in_memory)]
    for run in runs:
        for _ in range(20):
            run.advance()
    assert same_bits(runs[0].params, runs[1].params)


def test_that_training_and_measuring_need_far_less_memory_than_the_images(tmp_path: Path) -> None:
    side, count = 64, 2400
    blocks = (
        Block(np.full((200, side, side, 3), 40 * k + n, np.uint8), np.full(200, k, np.intp))
        for n in range(4)
        for k in range(3)
    )
    store = Store(tmp_path)
    store.keep(Intake("large", "Large", CLASSES, (side, side, 3), blocks))
    size = count * side * side * 3
    tracemalloc.start()
    try:
        run = Run(store.open("large"), EVERY_KIND[0], 1)
        for _ in range(3):
            run.advance()
        run.measure()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 2
