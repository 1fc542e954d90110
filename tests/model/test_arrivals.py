"""CIFAR-10 and MNIST as they come, archives and folders: read whole, or refused with a sentence."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from model.datasets import cifar10, mnist
from model.datasets.arrivals import Arrival, arrival_of, bring_in
from model.datasets.catalogue import Catalogue
from model.datasets.store import Store
from model.datasets.task import CancelledError, DataError, Progress, Task
from tests.model.arrivals import TRAINING, archive, file_of, idx_folder, members, pickled, unpacked
from tests.model.test_readers import chance_bytes, idx_of


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """CIFAR-10 with twenty records a file, Fashion-MNIST with twenty images."""
    monkeypatch.setattr(cifar10, "_RECORDS", TRAINING)
    monkeypatch.setattr(cifar10, "FILE_BYTES", TRAINING * 3073)
    monkeypatch.setattr(cifar10, "_AT_ONCE", 10)
    monkeypatch.setattr(mnist, "_TRAINING_IMAGES", TRAINING)


FASHION_FIRST, MNIST_FIRST = [9, 2, 1, 1, 6, 1, 4, 6, 5, 7], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(DataError) as trouble:
        bring_in(path, Store(folder / "sets"), Task())
    assert Store(folder / "sets").kept() == {}
    return str(trouble.value)


@pytest.mark.parametrize(("name", "mode"), [("cifar-10-binary.tar.gz", "w:gz"), ("cifar-10-binary.tar", "w")])
def test_that_the_archive_is_read_in_the_official_order_whatever_its_own(name: str, mode: str, tmp_path: Path) -> None:
    about = bring_in(archive(tmp_path, members(), name, mode), Store(tmp_path / "sets"), Task())
    dataset = Store(tmp_path / "sets").open("cifar10")
    assert (about.title, about.images, about.shape) == ("CIFAR-10", 6 * TRAINING, (32, 32, 3))
    assert dataset.images[:, 0, 0, 0].tolist() == np.repeat(np.arange(6), TRAINING).tolist()
    assert dataset.test.tolist() == list(range(5 * TRAINING, 6 * TRAINING))
    assert dataset.classes == cifar10.CLASSES


def test_that_archive_and_unpacked_folder_give_the_same_set(tmp_path: Path) -> None:
    unpacked(tmp_path)
    one, other, third = (
        bring_in(path, Store(tmp_path / str(n)), Task())
        for n, path in enumerate(
            (archive(tmp_path, members()), tmp_path, tmp_path / "cifar-10-batches-bin" / "test_batch.bin")
        )
    )
    assert one.fingerprint == other.fingerprint == third.fingerprint


def test_that_reading_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path) -> None:
    told: list[Progress] = []
    task = Task(told.append)
    bring_in(archive(tmp_path, members()), Store(tmp_path / "sets"), task)
    assert told[-1].total == 6 * TRAINING
    task.cancel()
    with pytest.raises(CancelledError):
        bring_in(archive(tmp_path, members()), Store(tmp_path / "other"), task)
    assert Store(tmp_path / "other").kept() == {}


def test_that_an_archive_is_never_extracted(tmp_path: Path) -> None:
    content = {"../outside": b"x", "/tmp/absolute": b"x", **members()}
    path = archive(tmp_path / "..", content, f"{tmp_path.name}.tar.gz")
    try:
        bring_in(path, Store(tmp_path / "sets"), Task())
    finally:
        path.unlink()
    assert [entry.name for entry in tmp_path.iterdir()] == ["sets"]
    assert not (tmp_path.parent / "outside").exists()


def without(name: str) -> dict[str, bytes]:
    return {key: data for key, data in members().items() if not key.endswith(name)}


def shorter() -> dict[str, bytes]:
    return members() | {"cifar-10-batches-bin/data_batch_3.bin": file_of(2)[:-1]}


def wrongly_labelled() -> dict[str, bytes]:
    return members() | {"cifar-10-batches-bin/data_batch_3.bin": b"\x0a" + file_of(2)[1:]}


def bloated() -> dict[str, bytes]:
    return {"zeros": bytes(TRAINING * 3073 + 1)} | members()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: without("test_batch.bin"), "lacks test_batch.bin"),
        (shorter, "data_batch_3.bin has 61,459 bytes; in CIFAR-10 it has 61,460"),
        (wrongly_labelled, "label beyond 9"),
        (bloated, "other and larger files"),
        (lambda: {"readme": b"hello"}, "lacks"),
    ],
)
def test_that_another_archive_is_refused_by_its_structure(
    content: Callable[[], dict[str, bytes]], sentence: str, tmp_path: Path
) -> None:
    assert sentence in refusal(archive(tmp_path, content()), tmp_path)


@pytest.mark.parametrize("damage", ["cut off", "changed", "empty", "no archive"])
def test_that_a_damaged_archive_is_refused(damage: str, tmp_path: Path) -> None:
    path = archive(tmp_path, members())
    whole = path.read_bytes()
    middle = len(whole) // 2
    content = {
        "cut off": whole[:middle],
        "changed": whole[:middle] + bytes(5000) + whole[middle + 5000 :],
        "empty": b"",
        "no archive": b"<html>sign in</html>" * 100,
    }[damage]
    path.write_bytes(content)
    assert "damaged, cut off or no archive" in refusal(path, tmp_path)


@pytest.mark.parametrize("how", ["archive", "renamed archive", "folder", "file"])
def test_that_the_pickled_version_is_refused_with_the_reason_and_what_to_take(how: str, tmp_path: Path) -> None:
    said = refusal(pickled(tmp_path, how), tmp_path)
    assert "can run any code" in said
    assert "take the binary version, cifar-10-binary.tar.gz" in said


@pytest.mark.parametrize("zipped", [True, False])
def test_that_the_clothes_are_known_by_their_labels(zipped: bool, tmp_path: Path) -> None:
    path = idx_folder(tmp_path / "somewhere", FASHION_FIRST, zipped)
    about = bring_in(path, Store(tmp_path / "sets"), Task())
    assert (about.name, about.title, about.classes[9]) == ("fashion", "Fashion-MNIST", "ankle boot")
    dataset = Store(tmp_path / "sets").open("fashion")
    assert np.array_equal(dataset.images[:TRAINING, ..., 0], chance_bytes(TRAINING, 28, 28))
    assert dataset.labels[dataset.test].tolist() == FASHION_FIRST


def test_that_the_digits_are_known_by_theirs_also_from_one_of_the_files(tmp_path: Path) -> None:
    path = idx_folder(tmp_path / "raw", MNIST_FIRST) / "t10k-labels-idx1-ubyte.gz"
    about = bring_in(path, Store(tmp_path / "sets"), Task())
    assert (about.name, about.classes) == ("mnist", tuple("0123456789"))


def test_that_other_images_in_these_files_are_the_users_own(tmp_path: Path) -> None:
    about = bring_in(idx_folder(tmp_path / "Kuzushiji", [1] * 10), Store(tmp_path / "sets"), Task())
    assert (about.name, about.title) == ("own-kuzushiji-28x28x1", "Kuzushiji (28×28 grey)")


def test_that_idx_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    path = idx_folder(tmp_path / "raw", MNIST_FIRST)
    (path / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx_of(chance_bytes(3))))
    assert "as many images as labels" in refusal(path, tmp_path)


def test_that_a_damaged_idx_file_has_its_sentence(tmp_path: Path) -> None:
    path = idx_folder(tmp_path / "raw", MNIST_FIRST)
    (path / "train-images-idx3-ubyte.gz").write_bytes(b"\x1f\x8b damaged")
    assert "train-images-idx3-ubyte.gz is damaged" in refusal(path, tmp_path)


def test_that_each_thing_is_known_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "photographs" / "cats").mkdir(parents=True)
    (tmp_path / "photographs" / "dogs").mkdir()
    (tmp_path / "one" / "cats").mkdir(parents=True)
    for name in ("holiday.png", "data.npz", "model.pkl", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    expected = {
        archive(tmp_path, {}): Arrival.ARCHIVE,
        unpacked(tmp_path / "cifar"): Arrival.CIFAR10,
        tmp_path / "cifar": Arrival.CIFAR10,
        idx_folder(tmp_path / "raw", MNIST_FIRST): Arrival.IDX,
        pickled(tmp_path, "folder"): Arrival.PICKLE,
        tmp_path / "photographs": Arrival.IMAGES,
        tmp_path / "data.npz": Arrival.NPZ,
        tmp_path / "model.pkl": Arrival.PICKLE,
        tmp_path / "holiday.png": None,
        tmp_path / "notes.txt": None,
        tmp_path / "one": None,
        tmp_path / "gone": None,
    }
    assert {path: arrival_of(path) for path in expected} == expected


def test_that_what_lies_in_the_data_folder_is_found_and_read_when_it_is_opened(tmp_path: Path) -> None:
    unpacked(tmp_path / "data")
    debian = idx_folder(tmp_path / "debian", FASHION_FIRST)
    catalogue = Catalogue(tmp_path / "data", (debian, tmp_path / "nowhere"))
    assert catalogue.titles()["cifar10"] == "CIFAR-10"
    assert catalogue.store.kept() == {}
    assert catalogue.open("cifar10").images[20, 0, 0, 0] == 1
    assert catalogue.open("fashion").name == "fashion"
    assert set(catalogue.store.kept()) == {"cifar10", "fashion"}


def test_that_an_archive_in_the_data_folder_is_found_too(tmp_path: Path) -> None:
    archive(tmp_path, members())
    assert len(Catalogue(tmp_path, ()).open("cifar10").labels) == 6 * TRAINING


def test_that_an_empty_data_folder_offers_samples_and_toys(tmp_path: Path) -> None:
    names = list(Catalogue(tmp_path / "none", ()).sources())
    assert names[:2] == ["cifar10-sample", "fashion-sample"]
    assert all(name.startswith("toy-") for name in names[2:])
    with pytest.raises(DataError, match="no data set called “cifar10” any more"):
        Catalogue(tmp_path / "none", ()).open("cifar10")
