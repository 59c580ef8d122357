"""Paints `labels.paper` pages in millimetres, one way for all: a printer, a PDF, the preview.

Bars are painted in whole dots of the device, for Qt's own scaling would make some a dot wider than others.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from PySide6.QtCore import QFile, QHashSeed, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from deskcirc.errors import DeskcircError, reason_of
from deskcirc.files import written_whole
from deskcirc.labels.barcode import modules_wide
from deskcirc.labels.kept_dates import keep_dates
from deskcirc.labels.paper import Align, Bars, Box, Fill, Paper, Picture, Shape, Words
from deskcirc.text import gettext as _
from deskcirc.ui.theme import FAMILIES

_PDF_DOTS_AN_INCH: Final = 1200
_MILLIMETRES_AN_INCH: Final = 25.4
_SMALLEST: Final = 0.8  # of the wanted size, for words too long for their box
_ALIGNED: Final = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}
_FLAGS: Final = {
    align: int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine) for align, side in _ALIGNED.items()
}


def page_layout(paper: Paper) -> QPageLayout:
    """The paper's size without margins: its pages keep their own."""
    size = QPageSize(
        QSizeF(paper.width, paper.height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def paint(paper: Paper, device: QPagedPaintDevice, progress: Callable[[int, int], None] | None = None) -> None:
    """Paint every page; raises DeskcircError where the device takes none (a disk that is full, a printer gone).

    `progress` hears of every page and may raise CancelledError.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise _refused(paper)
    try:
        canvas = _Canvas(painter, device.logicalDpiX() / _MILLIMETRES_AN_INCH)
        for number, page in enumerate(paper.pages):
            if number and not device.newPage():
                raise _refused(paper)
            for shape in page:
                canvas.draw(shape)
            if progress is not None:
                progress(number + 1, len(paper.pages))
    finally:
        ended = painter.end()
    if not ended:
        raise _refused(paper)


def page_image(paper: Paper, page: int, dots_an_inch: int) -> QImage:
    """One page as a grey picture; for the screen and for measuring what a printer would put where."""
    return _image(paper, page, dots_an_inch / _MILLIMETRES_AN_INCH, QImage.Format.Format_Grayscale8)


def coloured_image(paper: Paper, page: int, dots_wide: int) -> QImage:
    """One page as a coloured picture of so many dots across, to be posted or sent."""
    return _image(paper, page, dots_wide / paper.width, QImage.Format.Format_RGB32)


def _image(paper: Paper, page: int, dots: float, kind: QImage.Format) -> QImage:
    image = QImage(round(paper.width * dots), round(paper.height * dots), kind)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    try:
        canvas = _Canvas(painter, dots)
        for shape in paper.pages[page]:
            canvas.draw(shape)
    finally:
        painter.end()
    return image


def save_pdf(paper: Paper, path: str, progress: Callable[[int, int], None] | None = None) -> None:
    """Write the paper as a PDF file; raises DeskcircError where it can't be written.

    What was there under that name stays until the new file is whole; a work that is cancelled leaves it as it was.
    """
    try:
        with written_whole(Path(path)) as draft:
            _write_pdf(paper, draft, progress)
            if paper.dated is not None:
                keep_dates(draft, paper.dated)
    except OSError as error:
        raise DeskcircError(
            _("{name} could not be written: {reason}.").format(name=Path(path).name, reason=reason_of(error)),
            _("Close it in the other program, make room on the disk, or save under another name."),
        ) from error


def _write_pdf(paper: Paper, path: Path, progress: Callable[[int, int], None] | None) -> None:
    """The writer mostly ends well on a disk that is full too: only the file knows that octets are missing."""
    path.open("wb").close()  # says why not, where it can't be made
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    refused = False
    try:
        _paint_pdf(paper, file, progress)
    except _RefusedError:
        refused = True
    finally:
        file.flush()
        trouble = file.error()
        file.close()
    if refused or trouble != QFile.FileError.NoError:
        full = refused or trouble == QFile.FileError.ResourceError
        raise OSError(errno.ENOSPC if full else errno.EIO, file.errorString())


def _paint_pdf(paper: Paper, file: QFile, progress: Callable[[int, int], None] | None) -> None:
    if paper.dated is not None:
        QHashSeed.setDeterministicGlobalSeed()  # else the fonts stand in the file in an order of chance
    writer = QPdfWriter(file)
    writer.setResolution(_PDF_DOTS_AN_INCH)
    writer.setTitle(paper.name)
    writer.setCreator("deskcirc")
    if paper.dated is not None:  # the same paper has the same number whenever it is saved
        writer.setDocumentId(QUuid(str(uuid5(NAMESPACE_URL, f"deskcirc {paper.name} {paper.dated.isoformat()}"))))
    writer.setPageLayout(page_layout(paper))
    paint(paper, writer, progress)


class _RefusedError(DeskcircError):
    """A printer or a file that takes no page."""


def _refused(paper: Paper) -> _RefusedError:
    return _RefusedError(
        _("“{name}” could not be printed.").format(name=paper.name),
        _("Check that the printer is on and has paper, or save a PDF file to another folder."),
    )


class _Canvas:
    """A painter with `dots` device dots a millimetre."""

    def __init__(self, painter: QPainter, dots: float) -> None:
        self._painter = painter
        self._dots = dots
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetricsF]] = {}

    def draw(self, shape: Shape) -> None:
        """Put one shape at its place."""
        match shape:
            case Words():
                self._words(shape)
            case Bars():
                self._bars(shape)
            case Box():
                self._box(shape)
            case Fill():
                self._fill(shape)
            case Picture():
                self._picture(shape)

    def _rectangle(self, shape: Words | Box | Fill | Picture) -> QRectF:
        dots = self._dots
        return QRectF(shape.x * dots, shape.y * dots, shape.width * dots, shape.height * dots)

    def _words(self, words: Words) -> None:
        room = self._rectangle(words)
        font, metrics = self._measured(words.size, bold=words.bold)
        wide, text = metrics.horizontalAdvance(words.text), words.text
        if wide > room.width():
            smaller = words.size * max(_SMALLEST, room.width() / wide * 0.98)
            font, metrics = self._measured(smaller, bold=words.bold)
            text = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, room.width())
        self._painter.setFont(font)
        self._painter.setPen(QColor(words.colour or ("#4a4a4a" if words.grey else "#000000")))
        self._painter.drawText(room, _FLAGS[words.align], text)

    def _measured(self, size: float, *, bold: bool) -> tuple[QFont, QFontMetricsF]:
        """The font and its measures; a ledger has a million words in a few sizes."""
        key = (max(1, round(size * self._dots * 0.86)), bold)
        if key not in self._fonts:
            font = self._font(size, bold=bold)
            self._fonts[key] = (font, QFontMetricsF(font, self._painter.device()))
        return self._fonts[key]

    def _font(self, size: float, *, bold: bool) -> QFont:
        """Letters of which a line of text is `size` millimetres high, near enough."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(max(1, round(size * self._dots * 0.86)))
        font.setBold(bold)
        return font

    def _bars(self, bars: Bars) -> None:
        module = max(1, int(bars.module * self._dots + 0.05))
        quiet = (bars.width * self._dots - (modules_wide(bars.widths) * module)) / 2
        x = round(bars.x * self._dots + quiet) + (modules_wide(bars.widths) - sum(bars.widths)) // 2 * module
        top, height = round(bars.y * self._dots), round(bars.height * self._dots)
        for place, width in enumerate(bars.widths):
            if place % 2 == 0:
                self._painter.fillRect(x, top, width * module, height, QColor("#000000"))
            x += width * module

    def _box(self, box: Box) -> None:
        """Its lines as strokes, not as fillings: on a coarse preview a stroke is never thinner than a dot."""
        dots, line = self._dots, max(1, round(box.thickness * self._dots))
        left, top = round(box.x * dots), round(box.y * dots)
        right, bottom = left + round(box.width * dots), top + round(box.height * dots)
        pen = QPen(QColor("#000000"), line)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        half = line / 2
        if not box.width:
            self._painter.drawLine(QLineF(left + half, top, left + half, bottom))
            return
        self._painter.drawLine(QLineF(left, top + half, right, top + half))
        if box.height:
            self._painter.drawLine(QLineF(left, bottom - half, right, bottom - half))
            self._painter.drawLine(QLineF(left + half, top, left + half, bottom))
            self._painter.drawLine(QLineF(right - half, top, right - half, bottom))

    def _fill(self, fill: Fill) -> None:
        radius = fill.radius * self._dots
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(fill.colour))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(radius))
        self._painter.drawRoundedRect(self._rectangle(fill), radius, radius)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _picture(self, picture: Picture) -> None:
        image = QImage.fromData(picture.octets)
        if image.isNull():
            return
        room = self._rectangle(picture)
        size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), size)
        place.moveCenter(room.center())
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(place, image)
