"""The workspace Data: looking through the images, class means, the confusion matrix."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from gui import numbers
from gui.data import browser as browser_module
from gui.data import sheets
from gui.data.sheets import FRAME, PITCH, SIDE
from gui.workspaces.data import CLASSES, CONFUSION, IMAGES
from gui.workspaces.names import ONE_STEP
from model.arrays import Bytes
from model.browsing import Verdict, Wanted
from model.confusion import precision, recall
from model.inspection import Split
from model.records import LossKind, PenaltyKind
from tests.gui.data import listed, open_data, scored, settle
from tests.gui.one_step import bench_of, choose
from tests.stage import Stage

LEFT = Qt.MouseButton.LeftButton


def middle_of(place: int, columns: int) -> QPoint:
    """The middle of a picture, as long as nothing is scrolled."""
    row, column = divmod(place, columns)
    return QPoint(column * PITCH + PITCH // 2, row * PITCH + PITCH // 2)


@pytest.mark.parametrize(("source", "loss"), [("cifar10-sample", LossKind.HINGE), ("fashion-sample", LossKind.SOFTMAX)])
def test_that_the_wrong_images_are_listed_the_hardest_first(stage: Stage, source: str, loss: LossKind) -> None:
    stage.open(source)
    choose(stage, loss, PenaltyKind.L2)
    stage.step(30)
    data = open_data(stage, IMAGES)
    data.images.splits.button(Split.VALIDATION).click()
    data.images.verdicts.button(Verdict.WRONG).click()
    data.images.hardest.click()
    settle(stage)
    dataset = stage.snapshot.dataset
    predictions, losses = scored(stage.snapshot, dataset.validation)
    is_wrong = predictions != dataset.labels[dataset.validation]
    assert np.array_equal(np.sort(listed(data)), dataset.validation[is_wrong])
    in_order = losses[np.searchsorted(dataset.validation, listed(data))]
    assert (np.diff(in_order) <= 1e-4).all()
    assert data.images.count.text().startswith(f"{is_wrong.sum():,} of {len(dataset.validation):,} validation images")


def test_that_a_click_classifies_an_image_and_the_arrows_go_on(stage: Stage) -> None:
    data = open_data(stage, IMAGES)
    view = data.images.browser
    QTest.mouseClick(view.viewport(), LEFT, pos=middle_of(3, view.images.columns))
    row = int(stage.snapshot.dataset.train[3])
    picture = stage.window.image_panel._picture
    assert picture is not None
    assert (picture.row, picture.title) == (row, "training image 3")
    QTest.keyClick(view, Qt.Key.Key_Right)
    picture = stage.window.image_panel._picture
    assert picture is not None
    assert picture.row == int(stage.snapshot.dataset.train[4])


def test_that_a_double_click_takes_apart_the_coming_step_for_an_image_of_its_batch(stage: Stage) -> None:
    data = open_data(stage, IMAGES)
    rows = stage.snapshot.coming.batch.rows
    data.images.browser.opened.emit(int(rows[7]))
    bench = bench_of(stage)
    assert bench.scene is not None
    assert stage.window.workspaces.shown == ONE_STEP
    assert bench.scene.step is stage.snapshot.coming
    assert bench.scene.anatomy.position == 7


def test_that_any_other_image_is_taken_apart_by_itself_and_says_so(stage: Stage) -> None:
    stage.step(2)
    data = open_data(stage, IMAGES)
    row = int(stage.snapshot.dataset.test[5])
    data.images.browser.opened.emit(row)
    bench = bench_of(stage)
    assert bench.scene is not None
    assert bench.scene.step.batch.rows.tolist() == [row]
    assert bench.held.which.text() == "taken apart: step 3, the coming one, if its batch were this image alone"
    stage.step(1)
    assert bench.scene.step.batch.rows.tolist() == [row]
    assert bench.scene.step.before is stage.snapshot.params
    bench.held.newest.click()
    assert bench.scene.step is stage.snapshot.coming


def test_that_only_what_is_visible_is_drawn_and_crisply(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    data = open_data(stage, IMAGES)
    view, drawn = data.images.browser, []
    whole = sheets.sheet

    def counted(pictures: Bytes, *others: Any) -> sheets.Packed:
        drawn.append(len(pictures))
        return whole(pictures, *others)

    monkeypatch.setattr(browser_module, "sheet", counted)
    view.verticalScrollBar().setValue(100 * PITCH)
    shown = view.viewport().grab().toImage()
    lines = -(-view.viewport().height() // PITCH) + 1
    assert 0 < max(drawn) <= lines * view.images.columns
    first = stage.snapshot.dataset.images[listed(data)[100 * view.images.columns]]
    half = SIDE // len(first) // 2
    for row, column in ((0, 0), (9, 30), (31, 17)):
        seen = shown.pixelColor(FRAME + 2 * column + half, FRAME + 2 * row + half)
        assert [seen.red(), seen.green(), seen.blue()] == first[row, column].tolist()


def test_that_the_matrix_shows_the_newest_measurement(stage: Stage) -> None:
    stage.step(40)
    data = open_data(stage, CONFUSION)
    page, measure = data.confusion, stage.snapshot.measure
    for split, counts in ((Split.VALIDATION, measure.validation_confusion), (Split.TEST, measure.test_confusion)):
        page.splits.button(split).click()
        page.kinds.button(False).click()
        assert [text.said for text in page.grid.cells] == [f"{n:,}" if n else "" for n in counts.flat]
        assert [text.said for text in page.grid.recalls] == [numbers.percent(share) for share in recall(counts)]
        assert [text.said for text in page.grid.precisions] == [numbers.percent(s) for s in precision(counts)]
        page.kinds.button(True).click()
        shares = 100 * counts / counts.sum(axis=1)[:, None]
        assert [text.said for text in page.grid.cells] == [f"{s:.0f}" if s else "" for s in shares.flat]


def test_that_a_click_on_a_cell_shows_its_images(stage: Stage) -> None:
    stage.step(40)
    data = open_data(stage, CONFUSION)
    page, counts = data.confusion, stage.snapshot.measure.validation_confusion
    errors = counts - np.diag(counts.diagonal())
    cell = divmod(int(errors.argmax()), len(errors))
    page.grid.pointed.emit(cell)
    classes = stage.snapshot.dataset.classes
    assert f"{errors.max()} of 50 validation images of {classes[cell[0]]}" in page.sentence.text()
    where = page.grid.place_of(cell).center().toPoint()
    assert page.grid.cell_at(QPointF(where)) == cell
    QTest.mouseClick(page.grid.viewport(), LEFT, pos=where)
    assert data.images.wanted == Wanted(Split.VALIDATION, *cell)
    settle(stage)
    assert data.shown is data.images
    predictions, _ = scored(stage.snapshot, listed(data))
    assert len(listed(data)) == errors.max()
    assert (stage.snapshot.dataset.labels[listed(data)] == cell[0]).all()
    assert (predictions == cell[1]).all()


def test_that_classes_are_counted_and_their_means_shown(stage: Stage) -> None:
    data = open_data(stage, CLASSES)
    page, dataset = data.classes, stage.snapshot.dataset
    assert page.counts.counts["frog"] == (450, 50, 100)
    members = dataset.train[dataset.labels[dataset.train] == 6]
    mean = dataset.images[members].mean(axis=0)
    assert np.abs(page.means.pictures[6] - mean).max() <= 0.5
    page.chosen.setCurrentIndex(6)
    page.chosen.activated.emit(6)
    assert np.array_equal(page.seen.pictures[0], dataset.images[members[0]])
    np.testing.assert_array_equal(page.seen.seen[0], dataset.preprocessing.apply(dataset.pixels[members[0]]))
