"""An .npz of the user's own: arrays of plain numbers, or a sentence."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.datasets.arrivals import bring_in
from model.datasets.dataset import Dataset
from model.datasets.npz import read_npz
from model.datasets.store import Store
from model.datasets.task import DataError, Task
from tests.model.arrivals import Bomb
from tests.model.test_readers import chance_bytes

GREY, COLOUR = chance_bytes(40, 6, 5), chance_bytes(40, 6, 5, 3)
LABELS = np.arange(40) % 4


def saved(folder: Path, **arrays: Any) -> Path:
    path = folder / "My Set.npz"
    np.savez(path, **arrays)
    return path


def opened(path: Path) -> Dataset:
    store = Store(path.parent / "sets")
    return store.open(bring_in(path, store, Task()).name)


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as trouble:
        Store(path.parent / "sets").keep(read_npz(path, Task()))
    assert Store(path.parent / "sets").kept() == {}
    return str(trouble.value)


@pytest.mark.parametrize("images", [GREY, GREY[..., None], COLOUR], ids=["grey", "grey channel", "colour"])
def test_that_images_and_labels_come_as_they_were_saved(images: np.ndarray[Any, Any], tmp_path: Path) -> None:
    dataset = opened(saved(tmp_path, x=images, y=LABELS))
    assert np.array_equal(dataset.images, images.reshape(40, 6, 5, -1))
    assert dataset.labels.tolist() == LABELS.tolist()
    assert dataset.classes == ("0", "1", "2", "3")


def test_that_a_compressed_file_and_other_kinds_of_whole_numbers_do_as_well(tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    np.savez_compressed(path, x=GREY, y=LABELS.astype(">i2")[:, None])
    assert opened(path).labels.tolist() == LABELS.tolist()


def test_that_labels_without_names_are_named_by_their_numbers(tmp_path: Path) -> None:
    dataset = opened(saved(tmp_path, x=GREY, y=LABELS * 10 + 1))
    assert dataset.classes == ("1", "11", "21", "31")
    assert dataset.labels.tolist() == LABELS.tolist()


def test_that_names_of_classes_are_taken(tmp_path: Path) -> None:
    names = np.array(["cat", "dog", "ship", "Möwe", "nothing"])
    assert opened(saved(tmp_path, x=GREY, y=LABELS, classes=names)).classes == ("cat", "dog", "ship", "Möwe", "nothing")


def test_that_training_and_test_arrays_stay_apart(tmp_path: Path) -> None:
    dataset = opened(saved(tmp_path, x_train=GREY[:30], y_train=LABELS[:30], x_test=GREY[30:], y_test=LABELS[30:]))
    assert dataset.test.tolist() == list(range(30, 40))
    assert np.array_equal(dataset.images[30:, ..., 0], GREY[30:])


def test_that_the_name_says_the_shape_so_that_two_sizes_are_two_sets(tmp_path: Path) -> None:
    dataset = opened(saved(tmp_path, x=COLOUR, y=LABELS))
    assert (dataset.name, dataset.title) == ("own-my-set-6x5x3", "My Set (6×5 colour)")


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"x": GREY}, "lacks the array y"),
        ({"y": LABELS}, "lacks the array x_train"),
        ({"x": GREY / 255, "y": LABELS}, "is of type float64; it must be uint8"),
        ({"x": GREY[0], "y": LABELS}, "has the shape"),
        ({"x": chance_bytes(4, 6, 5, 4), "y": LABELS[:4]}, "has the shape"),
        ({"x": chance_bytes(4, 300, 2), "y": LABELS[:4]}, "up to 256×256"),
        ({"x": np.asfortranarray(GREY), "y": LABELS}, "column by column"),
        ({"x": GREY, "y": LABELS[:9]}, "one whole number for each of the 40"),
        ({"x": GREY, "y": LABELS / 2}, "one whole number"),
        ({"x": GREY, "y": LABELS - 1}, "negative label"),
        ({"x": GREY, "y": LABELS, "classes": np.array(["cat", "dog"])}, "a label 3, but there are only 2 names"),
        ({"x": GREY, "y": LABELS, "classes": np.array([1, 2, 3, 4])}, "names of classes"),
        ({"x": GREY, "y": np.zeros(40, int)}, "two classes"),
        ({"x": GREY, "y": np.arange(40)}, "too few images"),
        ({"x": np.repeat(GREY, 10, 0), "y": np.arange(400) // 3}, "at most 100"),
    ],
)
def test_that_unfit_arrays_are_refused_with_the_reason(arrays: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    assert sentence in refusal(saved(tmp_path, **arrays))


@pytest.mark.parametrize("name", ["x", "y", "classes"])
def test_that_nothing_is_ever_unpickled(name: str, tmp_path: Path) -> None:
    bombs = np.array([Bomb() for _ in range(40)], dtype=object)
    arrays = {"x": GREY, "y": LABELS} | {name: bombs}
    assert "could run any code" in refusal(saved(tmp_path, **arrays))


@pytest.mark.parametrize("damage", ["empty", "text", "cut off", "changed", "cut inside"])
def test_that_a_damaged_file_is_refused(damage: str, tmp_path: Path) -> None:
    path = saved(tmp_path, x=GREY, y=LABELS)
    whole = path.read_bytes()
    if damage == "cut inside":
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part[:-5] if name == "x.npy" else part)
    else:
        content = {"empty": b"", "text": b"hello", "cut off": whole[:-300], "changed": whole[:300] + whole[400:]}
        path.write_bytes(content[damage])
    assert "damaged, cut off or no .npz file" in refusal(path)
