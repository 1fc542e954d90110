"""The menu of what can be kept of the views, and the keeping."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gui import theme
from gui.classify.panel import ImagePanel
from gui.classify.picture import Picture
from gui.exporting.figure import PAPER, Figure
from gui.exporting.figures import shown_figures
from gui.exporting.film import Film, HandOver
from gui.keeping.memory import Memory
from gui.theme import Theme
from gui.widgets.toast import Toast
from gui.workspaces.workspaces import Workspaces
from model import provenance
from model.arrays import Bytes
from model.records import Snapshot
from model.tables import as_csv

_SCALES = (1, 2, 3, 4)
_COPY_SCALE = 2
_KINDS = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "csv": "CSV", "webp": "WebP", "gif": "GIF"}


class Exporter(QObject):
    """Opens the menu, and says on a toast what was kept."""

    def __init__(
        self,
        window: QWidget,
        workspaces: Workspaces,
        panel: ImagePanel,
        hand_over: HandOver,
        toast: Toast,
        memory: Memory,
    ) -> None:
        """Know where the views are; hand_over brings what a thread has done to the GUI thread."""
        super().__init__(window)
        self._window, self._workspaces, self._panel = window, workspaces, panel
        self._theme = theme.DARK
        self._snapshot: Snapshot | None = None
        self._seen: Bytes | None = workspaces.pictured[1] if workspaces.pictured is not None else None
        self._memory = memory
        self.is_on_paper = True
        self.menu = QMenu(window)
        self.film = Film(self, hand_over)
        self.film.went_on.connect(self._tell_progress)
        self.film.ended.connect(self._say)
        self._toast = toast
        toast.clicked.connect(self.film.cancel)
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
        self._offer_run(self.menu if len(figures) > 1 else None)
        self.menu.addSeparator()
        on_paper = self.menu.addAction("On white, whatever the theme")
        on_paper.setCheckable(True)
        on_paper.setChecked(self.is_on_paper)
        on_paper.toggled.connect(self._choose_ground)

    def _offer_run(self, menu: QMenu | None) -> None:
        """What there is of the run as a whole."""
        if menu is None:
            return
        menu.addSeparator()
        _add(menu, "Templates as a sheet (PNG)", self._keep_sheet)
        for kind in ("webp", "gif"):
            made = _add(menu, f"The run as an animation ({_KINDS[kind]})", partial(self._keep_film, kind))
            made.setEnabled(not self.film.is_running)

    def _keep_sheet(self) -> None:
        from gui.exporting.formats import write_png
        from gui.exporting.sheet import moments, sheet

        assert self._snapshot is not None
        path = self._ask("templates-sheet", "the templates", "png")
        if path is not None:
            image = sheet(moments(self._snapshot)[-1], self._snapshot, self._look())
            image.setText("Description", "\n".join(self._caption()))
            self._try(path, partial(write_png, path, image))

    def _keep_film(self, kind: str) -> None:
        assert self._snapshot is not None
        path = self._ask("run", "the run", kind)
        if path is not None:
            self.film.start(path, self._snapshot, self._look(), "\n".join(self._caption()))

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

        image = image_of(figure, self._caption(figure), self._look(), self._theme, _COPY_SCALE)
        QGuiApplication.clipboard().setImage(image)
        self._say(f"{figure.title}: copied as an image.", False)

    def _keep(self, figure: Figure, kind: str, scale: int) -> None:
        path = self._ask(figure.name, figure.title, kind, is_of_run=figure.made_by is None)
        if path is not None:
            self._try(path, partial(self._write, figure, kind, scale, path))

    def _try(self, path: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as trouble:
            reason = trouble.strerror or str(trouble)
            self._say(f"“{path.name}” could not be saved: {reason[:1].lower()}{reason[1:]}.", True)
        else:
            self._say(f"Saved “{path.name}” in {path.parent}.", False)

    def _ask(self, name: str, title: str, kind: str, is_of_run: bool = True) -> Path | None:
        """Ask where to; what is of the main run is proposed to be called after its moment."""
        assert self._snapshot is not None
        folder = self._memory.folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        moment = f"-{self._snapshot.dataset.name}-step-{self._snapshot.number}" if is_of_run else ""
        proposed = Path(folder) / f"{name}{moment}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, f"Save {title}", str(proposed), f"{_KINDS[kind]} (*.{kind})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._memory.folder = str(path.parent)
        return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")

    def _write(self, figure: Figure, kind: str, scale: int, path: Path) -> None:
        from gui.exporting import formats

        caption, look = self._caption(figure), self._look()
        if kind == "png":
            formats.write_png(path, formats.image_of(figure, caption, look, self._theme, scale))
        elif kind == "svg":
            formats.write_svg(path, figure, caption, look, self._theme)
        elif kind == "pdf":
            formats.write_pdf(path, figure, caption, look, self._theme)
        else:
            numbers = figure.numbers()
            assert numbers is not None
            formats.write_text(path, as_csv(numbers, self._facts(figure)))

    def _caption(self, figure: Figure | None = None) -> tuple[str, ...]:
        return provenance.caption(self._facts(figure))

    def _facts(self, figure: Figure | None) -> dict[str, str]:
        """What made a figure, or the main run."""
        if figure is not None and figure.made_by is not None:
            return figure.made_by
        assert self._snapshot is not None
        return provenance.facts(self._snapshot)

    @Slot(str, bool)
    def _say(self, sentence: str, is_alarm: bool) -> None:
        self._toast.say(sentence, "warning" if is_alarm else "plain")

    def _look(self) -> Theme:
        return PAPER if self.is_on_paper else self._theme

    @Slot(int, int)
    def _tell_progress(self, done: int, count: int) -> None:
        self._say(f"Making the animation: {done} of {count} frames. Click here to cancel.", False)

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
