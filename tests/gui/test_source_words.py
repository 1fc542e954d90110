"""What is said of sources: sizes, times and states in words."""

from pathlib import Path

import numpy as np
import pytest

from gui.sources import words
from gui.sources.folder_form import laid_out
from gui.sources.toys import portrait
from model.datasets.catalogue import TOYS, Catalogue
from model.datasets.known import KNOWN
from model.datasets.task import Pace, Progress


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (55_000, "55 kB"), (170_052_171, "170 MB"), (2.5e9, "2.5 GB")],
)
def test_that_bytes_are_said_in_the_unit_that_suits_them(count: float, said: str) -> None:
    assert words.size(count) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.1, "1 s"), (42.4, "42 s"), (89, "89 s"), (90, "2 min"), (2400, "40 min"), (7200, "2.0 h")]
)
def test_that_times_are_said_roughly(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


def test_that_a_download_says_share_rate_and_time_left() -> None:
    told = Progress("Downloading it", 57_800_000, 170_000_000, 55_000.0)
    assert words.progress(told) == "Downloading it …  34%  ·  55 kB/s  ·  34 min left"
    assert words.progress(Progress("Reading images", 500, 1000)) == "Reading images …  50%"


def test_that_the_rate_is_that_of_the_last_ten_seconds() -> None:
    pace = Pace()
    assert pace.rate_at(100.0, 5_000) == 0
    assert pace.rate_at(102.0, 7_000) == 1000
    assert [pace.rate_at(110.0 + n, 7_000 + 500 * n) for n in range(1, 12)][-1] == 500


def test_that_what_has_come_of_a_download_is_counted_over_all_its_files(tmp_path: Path) -> None:
    catalogue, known = Catalogue(tmp_path, ()), KNOWN["fashion"]
    place = catalogue.downloads / "fashion"
    place.mkdir(parents=True)
    (place / known.files[1].name).write_bytes(bytes(known.files[1].size))
    (place / f"{known.files[0].name}.part").write_bytes(bytes(15_000_000))
    assert words.of_full(known, catalogue) == "49% of 30.9 MB are here"


def test_that_a_sheet_of_images_shows_each_pixel_as_a_square() -> None:
    images = [np.array([[[n], [n + 1]], [[n + 2], [n + 3]]], np.uint8) for n in (10, 20)]
    sheet = laid_out(images, 4, (1, 2, 3))
    assert sheet.shape == (4, 12, 3)
    assert sheet[:, :4, 0].tolist() == [[10, 10, 11, 11]] * 2 + [[12, 12, 13, 13]] * 2
    assert sheet[0, 5].tolist() == [1, 2, 3]
    assert sheet[3, 11].tolist() == [23, 23, 23]


def test_that_the_portrait_of_a_toy_shows_its_points_where_they_are() -> None:
    drawn = portrait(TOYS["toy-blobs"].load(), (0, 0, 0))
    side = len(drawn)
    top, bottom = drawn[: side // 3, 4 * side // 9 : 5 * side // 9], drawn[-side // 3 :, 4 * side // 9 : 5 * side // 9]
    lit = [np.count_nonzero(part.any(axis=2)) for part in (top, bottom)]
    assert lit[0] > 200
    assert lit[1] < 40
