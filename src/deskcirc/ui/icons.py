"""Our own icons: SVG files of resources/icons, drawn in one colour at the size and density asked for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from deskcirc import paths


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """The icon `name` as a square of `size` pixels in `colour`, sharp on the densest screen attached."""
    application = QGuiApplication.instance()
    density = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn(name, colour, size, density)


def icon(name: str, colour: str, size: int = 24) -> QIcon:
    """The same for a button or a tab."""
    return QIcon(pixmap(name, colour, size))


@cache
def _drawn(name: str, colour: str, size: int, density: float) -> QPixmap:
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    drawn = QPixmap(round(size * density), round(size * density))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(density)
    return drawn
