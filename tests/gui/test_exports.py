"""Keeping views in the real window: as pictures, drawings, numbers and animations."""

import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import GifImagePlugin, Image, ImageSequence
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from gui import theme
from gui.exporting.exporter import Exporter
from gui.workspaces.names import DATA, EVIDENCE, GRADIENT_CHECK, LANDSCAPE, LOSSES, ONE_STEP, TRAIN
from model.records import Snapshot
from tests.stage import Stage

FIGURES = {
    TRAIN: ["Templates", "Loss and accuracy", "Loss along the gradient", "Image and its scores"],
    LANDSCAPE: ["Loss on a plane", "Loss along the gradient", "Image and its scores"],
    ONE_STEP: ["One step: stage 1", "Image and its scores"],
    GRADIENT_CHECK: ["Gradient check", "Image and its scores"],
    LOSSES: ["Losses", "Image and its scores"],
    DATA: ["Data", "Image and its scores"],
    EVIDENCE: ["Evidence", "Image and its scores"],
}


@pytest.fixture
def exporter(stage: Stage) -> Iterator[Exporter]:
    """The exporter of a window after a few steps."""
    stage.step(6)
    yield stage.window.extras.exporter
    stage.window.extras.exporter.menu.hide()


def submenus(menu: QMenu) -> dict[str, QMenu]:
    found = {}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found[action.text()] = inner
    return found


def action(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def open_menu(stage: Stage, exporter: Exporter) -> QMenu:
    stage.window.top_bar.export.click()
    assert exporter.menu.isVisible()
    return exporter.menu


def keep(monkeypatch: pytest.MonkeyPatch, menu: QMenu, text: str, path: Path) -> None:
    """Choose an entry, and this path when asked where to."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    action(menu, text).trigger()


def ground(picture: Image.Image) -> tuple[int, ...]:
    colour = picture.convert("RGB").getpixel((2, 2))
    assert isinstance(colour, tuple)
    return colour


@pytest.mark.parametrize("workspace", FIGURES)
def test_that_every_view_of_every_workspace_becomes_a_file_of_every_kind(
    stage: Stage, exporter: Exporter, workspace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.window.top_bar.workspaces.button(workspace).click()
    stage.wait(lambda: workspace != LANDSCAPE or stage.window.workspaces.desks.plane.is_settled, "the plane")
    stage.live(0.05)
    menus = submenus(open_menu(stage, exporter))
    assert list(menus) == FIGURES[workspace]
    for number, (title, menu) in enumerate(menus.items()):
        made = {kind: tmp_path / f"{number}.{kind}" for kind in ("png", "svg", "pdf", "csv")}
        keep(monkeypatch, menu, "PNG, 2 ×", made["png"])
        keep(monkeypatch, menu, "SVG", made["svg"])
        keep(monkeypatch, menu, "PDF", made["pdf"])
        keep(monkeypatch, menu, "Numbers as CSV", made["csv"])
        with Image.open(made["png"]) as picture:
            assert ground(picture) == (255, 255, 255)
            colours = picture.convert("RGB").getcolors(1 << 24)
            assert colours is not None
            assert len(colours) > 50, title
            assert "softmax" in picture.info["Description"]
        drawing = ElementTree.parse(made["svg"]).getroot()
        assert len(list(drawing.iter())) > 20, title
        assert made["pdf"].read_bytes()[:5] == b"%PDF-"
        assert made["csv"].read_text(encoding="utf-8").startswith("# data: CIFAR-10 sample")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "nothing half done is left"


def numbers_in(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def test_that_the_numbers_are_those_of_the_run_with_all_their_digits(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus, path = submenus(open_menu(stage, exporter)), tmp_path / "numbers.csv"
    snapshot = stage.snapshot
    keep(monkeypatch, menus["Templates"], "Numbers as CSV", path)
    rows = numbers_in(path)
    weights = np.array([float(row["weight"]) for row in rows if row["channel"] != "bias"], np.float32)
    assert np.array_equal(weights.reshape(10, -1), snapshot.params.weights)
    biases = np.array([float(row["weight"]) for row in rows if row["channel"] == "bias"], np.float32)
    assert np.array_equal(biases, snapshot.params.biases)
    assert rows[1] | {"weight": ""} == {
        "class": "airplane",
        "row": "0",
        "column": "0",
        "channel": "green",
        "weight": "",
    }
    keep(monkeypatch, menus["Loss and accuracy"], "Numbers as CSV", path)
    rows = numbers_in(path)
    losses = [float(row["data_loss"]) for row in rows if row["kind"] == "batch"]
    assert losses == snapshot.batch_curve[2].tolist()
    measured = [float(row["validation_accuracy"]) for row in rows if row["kind"] == "measurement"]
    assert measured == snapshot.measure_curve[6].tolist()
    keep(monkeypatch, menus["Loss along the gradient"], "Numbers as CSV", path)
    survey = stage.window.workspaces.survey
    assert survey is not None
    assert [float(row["batch loss"]) for row in numbers_in(path)] == survey.batch.losses.tolist()


def test_that_a_figure_says_what_made_it(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "curves.csv"
    keep(monkeypatch, submenus(open_menu(stage, exporter))["Loss and accuracy"], "Numbers as CSV", path)
    head = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    for fact in (
        "CIFAR-10 sample (4,500 training, 500 validation, 1,000 test images)",
        "pixels 0..1, training mean subtracted",
        "softmax cross-entropy",
        "λ Σ W² (gradient 2 λ W), λ = 0.03, bias not penalised",
        "step size: 0.03",
        "batch size: 256",
        "seed: 1",
        "step: 6",
        f"NumPy {np.__version__}",
    ):
        assert fact in head


def test_that_the_theme_can_be_kept_and_the_view_stays_as_it_is(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stage.train.curves.grab().toImage()
    menu = open_menu(stage, exporter)
    action(menu, "On white, whatever the theme").trigger()
    for scale in (1, 4):
        path = tmp_path / f"{scale}.png"
        keep(monkeypatch, submenus(menu)["Loss and accuracy"], f"PNG, {scale} ×", path)
    with Image.open(tmp_path / "1.png") as small, Image.open(tmp_path / "4.png") as large:
        dark = tuple(int(theme.DARK.window[n : n + 2], 16) for n in (1, 3, 5))
        assert ground(small) == ground(large) == dark
        assert large.size == (4 * small.width, 4 * small.height)
    stage.live(0.02)
    assert stage.train.curves.grab().toImage() == before


def test_that_a_right_click_offers_the_view_under_it(stage: Stage, exporter: Exporter) -> None:
    view = stage.train.curves.loss
    place = view.mapTo(stage.window, QPoint(60, 40))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, stage.window.mapToGlobal(place))
    QApplication.sendEvent(stage.window, event)
    texts = [each.text() for each in exporter.menu.actions()]
    assert exporter.menu.isVisible()
    assert texts[0] == "Copy as image"
    assert not submenus(exporter.menu)
    action(exporter.menu, "Copy as image").trigger()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 2 * stage.train.curves.width() - 100
    assert "copied" in stage.window.toast.words.text()


def test_that_what_cannot_be_saved_is_said_and_leaves_nothing(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = submenus(open_menu(stage, exporter))["Templates"]
    for kind, text in (("png", "PNG, 1 ×"), ("svg", "SVG"), ("pdf", "PDF"), ("csv", "Numbers as CSV")):
        keep(monkeypatch, menu, text, tmp_path / "no such folder" / f"templates.{kind}")
        assert stage.window.toast.words.text().startswith(f"“templates.{kind}” could not be saved: no such file")
        assert stage.window.toast.words.property("tone") == "warning"
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    action(menu, "SVG").trigger()
    assert not list(tmp_path.iterdir())


def test_that_a_name_without_a_suffix_gets_the_right_one(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = open_menu(stage, exporter)
    keep(monkeypatch, submenus(menu)["Templates"], "PNG, 1 ×", tmp_path / "my templates v1.5")
    keep(monkeypatch, menu, "Templates as a sheet (PNG)", tmp_path / "sheet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my templates v1.5.png", "sheet.png"]
    assert "“sheet.png”" in stage.window.toast.words.text()


@pytest.mark.parametrize(("kind", "name"), [("webp", "WebP"), ("gif", "GIF")])
def test_that_the_run_becomes_an_animation(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    path = tmp_path / f"run.{kind}"
    keep(monkeypatch, open_menu(stage, exporter), f"The run as an animation ({name})", path)
    assert exporter.film.is_running
    stage.wait(lambda: not exporter.film.is_running, "the animation")
    # A frame that has another palette than the first is read in colour, all others as indices.
    strategy = GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    monkeypatch.setattr(GifImagePlugin, "LOADING_STRATEGY", strategy)
    with Image.open(path) as film:
        frames = [frame.mode for frame in ImageSequence.Iterator(film)]
    assert len(frames) == frames_of(stage.snapshot)
    assert set(frames) == {"P" if kind == "gif" else "RGBA"}
    assert "7 moments" in stage.window.toast.words.text()


def frames_of(snapshot: Snapshot) -> int:
    """Each waypoint of the run, and where it is now."""
    return len({waypoint.number for waypoint in snapshot.trail} | {snapshot.number})


def test_that_an_animation_can_be_cancelled_and_leaves_nothing(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(monkeypatch, open_menu(stage, exporter), "The run as an animation (GIF)", tmp_path / "run.gif")
    exporter.film.cancel()
    stage.wait(lambda: not exporter.film.is_running, "the end")
    assert not list(tmp_path.iterdir())
    assert "cancelled" in stage.window.toast.words.text()


def test_that_closing_the_window_ends_an_animation(
    stage: Stage, exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(monkeypatch, open_menu(stage, exporter), "The run as an animation (WebP)", tmp_path / "run.webp")
    exporter.menu.hide()
    stage.window.close()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
