"""A picture of a sheet with its cells: what will be printed where, which cells are used up, and where to begin."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.labels.paper import Paper
from deskcirc.labels.sheets import Sheet
from deskcirc.text import gettext as _
from deskcirc.ui.paper_painter import page_image

_EDGE: Final = 8
_MILLIMETRES_AN_INCH: Final = 25.4
_FEWEST_DOTS: Final = 150  # an inch; below it bars are a dot wide at least, and wider than they will be
_STEPS: Final = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class SheetPicture(QWidget):
    """`changed` says that other cells are to be left out; a left click begins there, a right click marks one cell.

    The keys: arrows move the first cell.
    """

    changed = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._paper: Paper | None = None
        self._image: QImage | None = None
        self.first = 1
        self._marked: set[int] = set()
        self.setAccessibleName(_("Picture of the sheet"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(260, 300))

    @property
    def used(self) -> frozenset[int]:
        """The cells that are left out: all before the first, and those marked one by one."""
        return frozenset(range(1, self.first)) | self._marked

    def show_sheet(self, sheet: Sheet, used: Collection[int] = ()) -> None:
        """Show another sheet, all of it free but the cells that are `used`."""
        free = [cell for cell in range(1, sheet.cells + 1) if cell not in used]
        self._sheet, self.first = sheet, free[0] if free else 1
        self._marked = {cell for cell in used if self.first < cell <= sheet.cells} if free else set()
        self.update()

    def show_paper(self, paper: Paper) -> None:
        """Show what will come out on the first page."""
        self._paper, self._image = paper, None
        self.update()

    def begin_at(self, cell: int) -> None:
        """Use up the cells before this one, and begin here."""
        if 1 <= cell <= self._sheet.cells:
            self.first = cell
            self._marked = {each for each in self._marked if each > cell}
            self.changed.emit()
            self.update()

    def mark(self, cell: int) -> None:
        """Leave this cell out, or take it in again."""
        self._marked ^= {cell}
        self.changed.emit()
        self.update()

    def cell_at(self, point: QPointF) -> int | None:
        """The cell under a point of the widget."""
        return next((cell for cell in range(1, self._sheet.cells + 1) if self._cell(cell).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Begin at a cell, or mark it."""
        cell = self.cell_at(event.position())
        if cell is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.mark(cell)
        else:
            self.begin_at(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Arrows move the first cell; everything else is the dialog's own."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.begin_at(self.first + step[0] + step[1] * self._sheet.columns)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The page as it will come out, its cells as thin lines, the used ones in grey with their numbers."""
        painter = QPainter(self)
        page = self._page()
        painter.fillRect(page, QColor("#ffffff"))
        if self._paper is not None and self._paper.pages[0]:
            painter.drawImage(page, self._painted(self._paper, page))
        painter.setPen(QPen(QColor("#b9c2cc"), 1))
        painter.drawRect(page)
        for cell in range(1, self._sheet.cells + 1):
            room = self._cell(cell)
            if cell in self.used:
                painter.fillRect(room, QColor("#dfe4e9"))
                painter.setPen(QColor("#566274"))
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), str(cell))
            painter.setPen(QPen(QColor("#b9c2cc"), 1))
            painter.drawRect(room)
        painter.setPen(QPen(self.palette().highlight().color(), 3))
        painter.drawRect(self._cell(self.first))
        painter.end()

    def _scale(self) -> float:
        """Pixels a millimetre."""
        width, height = self._sheet.paper
        return min((self.width() - 2 * _EDGE) / width, (self.height() - 2 * _EDGE) / height)

    def _page(self) -> QRectF:
        scale = self._scale()
        width, height = self._sheet.paper[0] * scale, self._sheet.paper[1] * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _cell(self, cell: int) -> QRectF:
        place, page, scale = self._sheet.place(cell), self._page(), self._scale()
        return QRectF(
            page.x() + place.x * scale,
            page.y() + place.y * scale,
            self._sheet.cell[0] * scale,
            self._sheet.cell[1] * scale,
        )

    def _painted(self, paper: Paper, page: QRectF) -> QImage:
        """The page at twice the size it is shown in, so that small letters stay clean; kept until something changes."""
        wanted = int(page.width() * 2)
        if self._image is None or abs(self._image.width() - wanted) > 2:
            dots = round(wanted / paper.width * _MILLIMETRES_AN_INCH)
            self._image = page_image(paper, 0, max(_FEWEST_DOTS, dots)).scaled(
                page.size().toSize() * 2,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._image
