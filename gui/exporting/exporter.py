"""The menu of what can be kept of the views, and the keeping."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gui import theme
from gui.classify.panel import ImagePanel
from gui.classify.picture import Picture
from gui.exporting.figure import PAPER, Figure
from gui.exporting.figures import shown_figures
from gui.theme import Theme
from gui.workspaces.workspaces import Workspaces
from model import provenance
from model.arrays import Bytes
from model.records import Snapshot
from model.tables import as_csv

_SCALES = (1, 2, 3, 4)
_COPY_SCALE = 2


class Exporter(QObject):
    """Opens the menu; `said` tells a sentence and whether it is an alarm."""

    said = Signal(str, bool)

    def __init__(self, window: QWidget, workspaces: Workspaces, panel: ImagePanel) -> None:
        """Know where the views are."""
        super().__init__(window)
        self._window, self._workspaces, self._panel = window, workspaces, panel
        self._theme = theme.DARK
        self._snapshot: Snapshot | None = None
        self._seen: Bytes | None = None
        self._folder = ""
        self.is_on_paper = True
        self.menu = QMenu(window)
        panel.picture_shown.connect(self._take_picture)

    def set_theme(self, theme: Theme) -> None:
        """Know the theme that is shown."""
        self._theme = theme

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Know the moment that is seen."""
        self._snapshot = snapshot

    def open_at(self, place: QPoint, over: QWidget | None = None) -> None:
        """Open the menu at a place of the screen: of all figures, or of the one that a widget belongs to."""
        if self._snapshot is None:
            return
        figures = shown_figures(self._workspaces, self._panel, self._seen, self._snapshot)
        if over is not None:
            figures = tuple(figure for figure in figures if _holds(figure.widget, over))
            if not figures:
                return
        self._fill(figures)
        self.menu.popup(place)

    def _fill(self, figures: tuple[Figure, ...]) -> None:
        self.menu.clear()
        for figure in figures:
            into = self.menu if len(figures) == 1 else self.menu.addMenu(figure.title)
            self._offer(into, figure)
        self.menu.addSeparator()
        on_paper = self.menu.addAction("On white, whatever the theme")
        on_paper.setCheckable(True)
        on_paper.setChecked(self.is_on_paper)
        on_paper.toggled.connect(self._choose_ground)

    def _offer(self, menu: QMenu, figure: Figure) -> None:
        _add(menu, "Copy as image", partial(self._copy, figure))
        for scale in _SCALES:
            _add(menu, f"PNG, {scale} ×", partial(self._keep, figure, "png", scale))
        _add(menu, "SVG", partial(self._keep, figure, "svg", 1))
        _add(menu, "PDF", partial(self._keep, figure, "pdf", 1))
        numbers = _add(menu, "Numbers as CSV", partial(self._keep, figure, "csv", 1))
        numbers.setEnabled(figure.numbers() is not None)

    def _copy(self, figure: Figure) -> None:
        from gui.exporting.formats import image_of

        image = image_of(figure, self._caption(), self._look(), self._theme, _COPY_SCALE)
        QGuiApplication.clipboard().setImage(image)
        self.said.emit(f"{figure.title}: copied as an image.", False)

    def _keep(self, figure: Figure, kind: str, scale: int) -> None:
        path = self._ask(figure, kind)
        if path is None:
            return
        try:
            self._write(figure, kind, scale, path)
        except OSError as trouble:
            reason = trouble.strerror or str(trouble)
            self.said.emit(f"“{path.name}” could not be saved: {reason[:1].lower()}{reason[1:]}.", True)
        else:
            self.said.emit(f"Saved “{path.name}” in {path.parent}.", False)

    def _ask(self, figure: Figure, kind: str) -> Path | None:
        assert self._snapshot is not None
        folder = self._folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = Path(folder) / f"{figure.name}-{self._snapshot.dataset.name}-step-{self._snapshot.number}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, f"Save {figure.title}", str(proposed), f"{kind.upper()} (*.{kind})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = str(path.parent)
        return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")

    def _write(self, figure: Figure, kind: str, scale: int, path: Path) -> None:
        from gui.exporting import formats

        caption, look = self._caption(), self._look()
        if kind == "png":
            formats.write_png(path, formats.image_of(figure, caption, look, self._theme, scale))
        elif kind == "svg":
            formats.write_svg(path, figure, caption, look, self._theme)
        elif kind == "pdf":
            formats.write_pdf(path, figure, caption, look, self._theme)
        else:
            numbers = figure.numbers()
            assert numbers is not None
            assert self._snapshot is not None
            formats.write_text(path, as_csv(numbers, provenance.facts(self._snapshot)))

    def _caption(self) -> tuple[str, ...]:
        assert self._snapshot is not None
        return provenance.caption(self._snapshot)

    def _look(self) -> Theme:
        return PAPER if self.is_on_paper else self._theme

    @Slot(bool)
    def _choose_ground(self, is_on_paper: bool) -> None:
        self.is_on_paper = is_on_paper

    @Slot(object, object)
    def _take_picture(self, _: Picture, seen: Bytes) -> None:
        self._seen = seen


def _add(menu: QMenu, text: str, action: Callable[[], None]) -> QAction:
    made = menu.addAction(text)
    made.triggered.connect(action)
    return made


def _holds(widget: QWidget, other: QWidget) -> bool:
    return widget is other or widget.isAncestorOf(other)
