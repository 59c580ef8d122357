"""Pictures that are kept with what they show, covers and photos of damage: read from a file, made small, shown."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter, QPixmap

COVER: Final = QSize(360, 480)
"""Dots that a cover has at the most; it is seen a few centimetres high."""
PHOTO: Final = QSize(960, 960)
"""And a photo of damage, on which a tear must be seen."""
_QUALITY: Final = 82
_MOST_OCTETS: Final = 64 * 1024 * 1024
_MOST_DOTS: Final = 50_000_000
"""A picture that would need more memory than an old computer has to spare is refused, not opened."""


def picture_values(file: Path, most: QSize = COVER) -> dict[str, str]:
    """The picture in a file, of so many dots at the most, as the values of the act that keeps it.

    Without a picture where it cannot be read.
    """
    values = {"file": str(file), "picture": "", "width": "0", "height": "0"}
    image = _read(file, most)
    if image is None:
        return values
    octets = _jpeg(image)
    return {
        **values,
        "picture": base64.b64encode(octets).decode("ascii"),
        "width": str(image.width()),
        "height": str(image.height()),
    }


def kept_pixmap(octets: bytes | None, height: int) -> QPixmap:
    """The kept picture, so many pixels high; empty where there is none or it cannot be read any more."""
    pixmap = QPixmap()
    if octets is not None and pixmap.loadFromData(octets):
        return pixmap.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
    return QPixmap()


def _read(file: Path, most: QSize) -> QImage | None:
    try:
        if not 0 < file.stat().st_size <= _MOST_OCTETS:
            return None
        octets = file.read_bytes()  # once: it may vanish, and Qt opens no name that is not whole characters
    except OSError:
        return None
    buffer = QBuffer()
    buffer.setData(octets)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # telephones hold the picture upright by a mark
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_DOTS:
        return None
    if size.width() > most.width() or size.height() > most.height():
        larger = 2 * max(most.width(), most.height())
        scaled = size.scaled(QSize(larger, larger), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull() or _is_cut_off(octets):
        return None
    if image.width() > most.width() or image.height() > most.height():
        image = image.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return None if image.isNull() else _on_white(image)


def _is_cut_off(octets: bytes) -> bool:
    """Whether a JPEG ends before its end: Qt paints what is there and fills the rest with grey, without a word.

    A camera may write more behind the end (an embedded second picture, padding), so the mark is looked for from the
    last scan on; within a scan the two octets never stand beside each other (ITU T.81, B.1.1.5).
    """
    if not octets.startswith(b"\xff\xd8"):
        return False
    last_scan = octets.rfind(b"\xff\xda")
    return last_scan < 0 or octets.find(b"\xff\xd9", last_scan) < 0


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
