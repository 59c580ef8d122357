"""The cover of a title: a picture from a file made small, and the small picture beside the form."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter, QPixmap

WIDTH: Final = 360
HEIGHT: Final = 480
"""Dots that a cover has at the most; it is seen a few centimetres high."""
_QUALITY: Final = 82
_MOST_OCTETS: Final = 64 * 1024 * 1024
_MOST_DOTS: Final = 50_000_000
"""A picture that would need more memory than an old computer has to spare is refused, not opened."""


def cover_values(file: Path) -> dict[str, str]:
    """The picture in a file as the values of the act that keeps it; without a picture where it cannot be read."""
    values = {"file": str(file), "picture": "", "width": "0", "height": "0"}
    image = _read(file)
    if image is None:
        return values
    octets = _jpeg(image)
    return {
        **values,
        "picture": base64.b64encode(octets).decode("ascii"),
        "width": str(image.width()),
        "height": str(image.height()),
    }


def cover_pixmap(octets: bytes | None, height: int) -> QPixmap:
    """The kept picture, so many pixels high; empty where there is none or it cannot be read any more."""
    pixmap = QPixmap()
    if octets is not None and pixmap.loadFromData(octets):
        return pixmap.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
    return QPixmap()


def _read(file: Path) -> QImage | None:
    try:
        if not 0 < file.stat().st_size <= _MOST_OCTETS:
            return None
    except OSError:
        return None
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)  # telephones hold the picture upright by a mark
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_DOTS:
        return None
    if size.width() > WIDTH or size.height() > HEIGHT:
        larger = max(2 * WIDTH, 2 * HEIGHT)
        reader.setScaledSize(size.scaled(QSize(larger, larger), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    if image.width() > WIDTH or image.height() > HEIGHT:
        kept = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(WIDTH, HEIGHT, kept, Qt.TransformationMode.SmoothTransformation)
    return _on_white(image)


def _on_white(image: QImage) -> QImage:
    """JPEG knows nothing that shines through."""
    sheet = QImage(image.size(), QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    painter.drawImage(0, 0, image)
    painter.end()
    return sheet


def _jpeg(image: QImage) -> bytes:
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(_QUALITY)
    writer.write(image)
    return bytes(octets.data())
