"""The files of CIFAR-10 and of MNIST's kind: read back as written, and refused when damaged."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from model.arrays import Bytes
from model.datasets.cifar10 import read_records
from model.datasets.idx import read_idx


def chance_bytes(*shape: int) -> Bytes:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def idx_of(values: Bytes) -> bytes:
    """An IDX file of unsigned bytes."""
    return bytes([0, 0, 8, values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def records_of(images: Bytes, labels: Bytes) -> bytes:
    """CIFAR-10 records: a label, then three planes."""
    planes = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
    return np.column_stack([labels, planes]).astype(np.uint8).tobytes()


def written(folder: Path, content: bytes, name: str = "data") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("shape", [(7,), (3, 4), (5, 28, 28), (0, 28, 28), (300, 2)])
def test_that_an_idx_file_is_read_as_it_was_written(shape: tuple[int, ...], tmp_path: Path) -> None:
    values = chance_bytes(*shape)
    assert np.array_equal(read_idx(written(tmp_path, idx_of(values))), values)
    assert np.array_equal(read_idx(written(tmp_path, gzip.compress(idx_of(values)), "data.gz")), values)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\x08",
        b"no idx file at all",
        b"\0\0\x0d\x01" + struct.pack(">I", 1) + bytes(4),
        b"\x01\0\x08\x01" + struct.pack(">I", 1) + bytes(1),
        b"\0\0\x08\x03" + struct.pack(">I", 1),
        b"\0\0\x08\x03" + bytes(5),
        b"\0\0\x08\x00",
        idx_of(chance_bytes(3, 4))[:-1],
        idx_of(chance_bytes(3, 4)) + b"\0",
        b"\0\0\x08\x03" + struct.pack(">III", 2**31, 2**31, 4),
        b"\0\0\x08\x01" + struct.pack(">I", 2**32 - 1),
    ],
)
def test_that_a_damaged_idx_file_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        read_idx(written(tmp_path, content))


@pytest.mark.parametrize("damage", ["cut off", "another kind of file", "changed inside"])
def test_that_a_damaged_gzipped_idx_file_is_refused_alike(damage: str, tmp_path: Path) -> None:
    whole = gzip.compress(idx_of(chance_bytes(30, 40)))
    changed = whole[:200] + bytes(40) + whole[240:]
    content = {"cut off": whole[:-100], "another kind of file": b"<html>", "changed inside": changed}[damage]
    with pytest.raises(ValueError):
        read_idx(written(tmp_path, content, "data.gz"))


def test_that_cifar10_records_are_read_as_they_were_written(tmp_path: Path) -> None:
    images, labels = chance_bytes(6, 32, 32, 3), np.array([9, 0, 3, 3, 1, 7], np.uint8)
    found_images, found_labels = read_records(written(tmp_path, records_of(images, labels)))
    assert np.array_equal(found_images, images)
    assert np.array_equal(found_labels, labels)


def test_that_the_planes_of_a_record_are_red_green_and_blue_row_by_row(tmp_path: Path) -> None:
    record = bytes([5]) + bytes([1, 2]) + bytes(1022) + bytes([3]) + bytes(1023) + bytes([4]) + bytes(1023)
    images, labels = read_records(written(tmp_path, record))
    assert labels.tolist() == [5]
    assert images[0, 0, 0].tolist() == [1, 3, 4]
    assert images[0, 0, 1].tolist() == [2, 0, 0]


@pytest.mark.parametrize("length", [0, 1, 3072, 3074, 2 * 3073 - 1])
def test_that_a_file_of_no_whole_records_is_refused(length: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"data_batch_1\.bin"):
        read_records(written(tmp_path, bytes(length), "data_batch_1.bin"))


@pytest.mark.parametrize("label", [10, 255])
def test_that_a_record_with_a_label_beyond_nine_is_refused(label: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"label beyond 9"):
        read_records(written(tmp_path, bytes(3073) + bytes([label]) + bytes(3072)))
