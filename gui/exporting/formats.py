"""Figures as files."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from gui.exporting.figure import Figure, draw, size_of
from gui.theme import Theme
from model.files import written
from model.provenance import versions

_POINTS_A_PIXEL = 0.75
_DOTS_AN_INCH = 96


def image_of(figure: Figure, caption: tuple[str, ...], look: Theme, shown: Theme, scale: int) -> QImage:
    """A figure as an image, with so many pixels for each of the screen's; the caption is its description, too."""
    image = QImage(size_of(figure, caption) * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.setText("Title", figure.title)
    image.setText("Description", "\n".join(caption))
    image.setText("Software", versions())
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(figure, caption, painter, look, shown)
    painter.end()
    return image


def write_png(path: Path, image: QImage) -> None:
    """Write an image; raises OSError where that fails."""
    written(path, lambda part: image.save(str(part), "PNG"))  # type: ignore[call-overload]


def write_svg(path: Path, figure: Figure, caption: tuple[str, ...], look: Theme, shown: Theme) -> None:
    """Write a figure as a vector drawing; raises OSError where that fails."""

    def write(part: Path) -> bool:
        device = QSvgGenerator()
        device.setFileName(str(part))
        size = size_of(figure, caption)
        device.setSize(size)
        device.setViewBox(QRect(QPoint(0, 0), size))
        device.setResolution(_DOTS_AN_INCH)
        device.setTitle(figure.title)
        device.setDescription("\n".join((*caption, versions())))
        return _paint(device, figure, caption, look, shown)

    written(path, write)


def write_pdf(path: Path, figure: Figure, caption: tuple[str, ...], look: Theme, shown: Theme) -> None:
    """Write a figure as a page of its own size; raises OSError where that fails."""

    def write(part: Path) -> bool:
        device = QPdfWriter(str(part))
        size = size_of(figure, caption)
        page = QSizeF(size) * _POINTS_A_PIXEL
        device.setPageSize(QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
        device.setPageMargins(QMarginsF(0, 0, 0, 0))
        device.setResolution(_DOTS_AN_INCH)
        device.setTitle(figure.title)
        device.setCreator(versions())
        return _paint(device, figure, caption, look, shown)

    written(path, write)


def write_text(path: Path, text: str) -> None:
    """Write a text; raises OSError where that fails."""
    written(path, lambda part: bool(part.write_text(text, encoding="utf-8")))


def _paint(
    device: QSvgGenerator | QPdfWriter, figure: Figure, caption: tuple[str, ...], look: Theme, shown: Theme
) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    draw(figure, caption, painter, look, shown)
    return painter.end()
