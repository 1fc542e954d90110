"""A folder of images: every picture that can be read, a note for each that cannot, the same split each time."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model import images
from model.datasets import folder
from model.datasets.arrivals import bring_in_images
from model.datasets.folder import list_folder, looks_like_images, preview
from model.datasets.store import Store
from model.datasets.task import CancelledError, DataError, Progress, Task

KINDS = ("png", "jpg", "gif", "bmp", "webp", "tiff", "ppm")
COLOURS = {"cats": (220, 30, 30), "dogs": (30, 200, 30), "ships": (20, 30, 210)}


def picture(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (40, 30), mode: str = "RGB") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).convert(mode).save(path)


def pictures(root: Path, of_each: int, split: str = "") -> Path:
    """A plain colour a class, in every kind of file."""
    for name, colour in COLOURS.items():
        for n in range(of_each):
            picture(root / split / name / f"{n:02}.{KINDS[n % len(KINDS)]}", colour)
    return root


def spoilt(root: Path) -> Path:
    """Eight of each class, and besides: broken, empty, text, hidden, nested, a class without files."""
    pictures(root, 8)
    whole = (root / "cats" / "00.png").read_bytes()
    (root / "cats" / "broken.png").write_bytes(whole[: len(whole) // 2])
    (root / "dogs" / "empty.jpg").write_bytes(b"")
    (root / "dogs" / "notes.txt").write_text("Not a picture.")
    (root / "dogs" / ".hidden").write_text("x")
    (root / "dogs" / "more" / "inside").mkdir(parents=True)
    (root / "nothing").mkdir()
    return root


def read(root: Path, side: int = 8, is_colour: bool = True, task: Task | None = None) -> Store:
    store = Store(root.parent / "sets")
    bring_in_images(list_folder(root, Task()), side, is_colour, store, task or Task())
    return store


def test_that_every_readable_image_is_there_with_its_class_and_the_others_are_told(tmp_path: Path) -> None:
    store = read(spoilt(tmp_path / "pets"))
    about = store.kept()["own-pets-8x8x3"]
    dataset = store.open(about.name)
    assert dataset.classes == ("cats", "dogs", "ships")
    assert np.bincount(dataset.labels).tolist() == [8, 8, 8]
    seen = dataset.images.reshape(24, -1, 3).mean(axis=1)
    expected = np.array(list(COLOURS.values()))[dataset.labels]
    assert np.abs(seen - expected).max() < 8
    assert sorted(about.report.splitlines()) == [
        "cats/broken.png: is damaged or cut off, so its picture cannot be read.",
        "dogs/empty.jpg: is empty: there is no picture in it.",
        "dogs/more: skipped, a folder within a class",
        "dogs/notes.txt: is not a picture this app knows (PNG, JPEG, GIF, BMP, WebP, TIFF, PPM, AVIF).",
        "nothing/: skipped, an empty folder",
    ]


def test_that_processes_read_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = spoilt(tmp_path / "pets")
    alone = read(root).kept()["own-pets-8x8x3"]
    report = alone.report
    monkeypatch.setattr(folder, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(folder, "_AT_ONCE", 4)
    together = read(root).kept()["own-pets-8x8x3"]
    assert (together.fingerprint, together.report) == (alone.fingerprint, report)


def test_that_reading_with_processes_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(folder, "_AT_ONCE", 2)
    told: list[Progress] = []

    def tell(progress: Progress) -> None:
        told.append(progress)
        task.cancel()

    task = Task(tell)
    with pytest.raises(CancelledError):
        read(pictures(tmp_path / "pets", 20), task=task)
    assert told[0].total == 60
    assert told[-1].done < 60
    assert Store(tmp_path / "sets").kept() == {}


def test_that_given_train_and_test_folders_are_kept_apart(tmp_path: Path) -> None:
    root = pictures(pictures(tmp_path / "pets", 6, "Train"), 2, "test")
    picture(root / "test" / "planes" / "a.png", (0, 0, 0))
    store = read(root)
    dataset = store.open("own-pets-8x8x3")
    assert len(dataset.test) == 6
    assert np.bincount(dataset.labels[dataset.test]).tolist() == [2, 2, 2]
    assert store.kept()["own-pets-8x8x3"].report == "test/planes: skipped, there is no such class in train/"


def test_that_the_split_is_stratified_and_the_same_each_time(tmp_path: Path) -> None:
    root = pictures(tmp_path / "pets", 12)
    first = read(root).open("own-pets-8x8x3")
    again = read(root).open("own-pets-8x8x3")
    assert np.bincount(first.labels[first.test]).tolist() == [2, 2, 2]
    assert np.array_equal(first.test, again.test)


@pytest.mark.parametrize("side", [8, 64])
@pytest.mark.parametrize("is_colour", [True, False])
def test_that_images_get_the_side_and_colour_that_were_chosen(side: int, is_colour: bool, tmp_path: Path) -> None:
    channels = 3 if is_colour else 1
    store = read(pictures(tmp_path / "pets", 3), side, is_colour)
    assert store.open(f"own-pets-{side}x{side}x{channels}").shape == (side, side, channels)


def test_that_a_large_photograph_looks_as_it_does_when_it_is_dropped(tmp_path: Path) -> None:
    across, down = np.meshgrid(np.linspace(0, 255, 1200), np.linspace(0, 255, 900))
    pixels = np.stack([across, down, 255 - across], -1).astype(np.uint8)
    for name in COLOURS:
        (tmp_path / "pets" / name).mkdir(parents=True)
        for n in range(3):
            Image.fromarray(pixels).save(tmp_path / "pets" / name / f"{n}.png")
    found = read(tmp_path / "pets", 32).open("own-pets-32x32x3").images[0]
    dropped = images.fit(images.load_file(tmp_path / "pets" / "cats" / "0.png"), (32, 32, 3))
    assert np.abs(found.astype(int) - dropped).max() <= 3


def test_that_the_preview_takes_readable_images_of_each_class_in_turn(tmp_path: Path) -> None:
    listing = list_folder(spoilt(tmp_path / "pets"), Task())
    found = preview(listing, 16, False, 5, Task())
    assert [label for label, _ in found] == [0, 1, 2, 0, 1]
    assert {pixels.shape for _, pixels in found} == {(16, 16, 1)}


def test_that_a_listing_counts_the_files_of_each_class(tmp_path: Path) -> None:
    listing = list_folder(spoilt(tmp_path / "pets"), Task())
    assert (listing.classes, listing.counts, listing.has_test) == (("cats", "dogs", "ships"), [9, 10, 8], False)


def test_that_a_folder_without_classes_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "one" / "cats" / "a.png", (1, 2, 3))
    with pytest.raises(DataError, match="needs one subfolder a class, at least two; it has 1"):
        list_folder(tmp_path / "one", Task())
    (tmp_path / "one" / "dogs").mkdir()
    with pytest.raises(DataError, match="needs files in at least two"):
        list_folder(tmp_path / "one", Task())
    assert not looks_like_images(tmp_path / "one" / "cats")
    assert not looks_like_images(tmp_path / "gone")


def test_that_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list_folder(tmp_path / "gone", Task())


def test_that_a_folder_with_no_picture_in_it_is_refused(tmp_path: Path) -> None:
    for name in COLOURS:
        (tmp_path / "pets" / name).mkdir(parents=True)
        (tmp_path / "pets" / name / "a.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match="None of the 3 files"):
        read(tmp_path / "pets")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_that_a_pipe_among_the_files_does_not_stop_the_reading(tmp_path: Path) -> None:
    root = pictures(tmp_path / "pets", 3)
    os.mkfifo(root / "cats" / "pipe.png")
    assert read(root).kept()["own-pets-8x8x3"].report == "cats/pipe.png: is not an ordinary file."
