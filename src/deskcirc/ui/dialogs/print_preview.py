"""The pages of a paper as they will come out, large enough to read: one at a time, by its width or as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc.text import gettext as _


class PrintPreview(QWidget):
    """Paints by `paint` into `printer`'s preview; Page up and Page down turn the pages."""

    def __init__(self, printer: QPrinter, paint: Callable[[QPrinter], None], pages: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = max(1, pages)
        self.view = QPrintPreviewWidget(printer, self)
        self.view.setAccessibleName(_("Preview"))
        self.view.paintRequested.connect(paint)
        self.view.setViewMode(QPrintPreviewWidget.ViewMode.SinglePageView)
        self.view.previewChanged.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._bar())
        for keys, step in (
            (QKeySequence.StandardKey.MoveToPreviousPage, -1),
            (QKeySequence.StandardKey.MoveToNextPage, 1),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self.turn(step))
        self.show_width()
        self._tell()

    def turn(self, step: int) -> None:
        """Go on or back by pages, within what there is."""
        self.view.setCurrentPage(min(max(1, self.view.currentPage() + step), self._pages))
        self._tell()

    def show_width(self) -> None:
        """As wide as there is room: the words can be read."""
        self._zoom(self._by_width, self.view.fitToWidth)

    def show_whole(self) -> None:
        """The whole page, to see how it is laid out."""
        self._zoom(self._as_whole, self.view.fitInView)

    def _zoom(self, pressed: QPushButton, fit: Callable[[], None]) -> None:
        for button in (self._by_width, self._as_whole):
            button.setChecked(button is pressed)
        fit()

    def _bar(self) -> QHBoxLayout:
        self._back = QPushButton(_("Previous page"), autoDefault=False)
        self._on = QPushButton(_("Next page"), autoDefault=False)
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        self._told = QLabel()
        self._told.setProperty("part", "quiet")
        self._by_width = QPushButton(_("Page width"), autoDefault=False)
        self._as_whole = QPushButton(_("Whole page"), autoDefault=False)
        for button in (self._by_width, self._as_whole):
            button.setCheckable(True)
        self._by_width.clicked.connect(self.show_width)
        self._as_whole.clicked.connect(self.show_whole)
        row = QHBoxLayout()
        for widget in (self._back, self._told, self._on):
            row.addWidget(widget)
            widget.setVisible(self._pages > 1)
        row.addStretch()
        row.addWidget(self._by_width)
        row.addWidget(self._as_whole)
        return row

    def _tell(self) -> None:
        page = max(1, self.view.currentPage())
        self._told.setText(_("Page {number} of {pages}").format(number=page, pages=self._pages))
        self._back.setEnabled(page > 1)
        self._on.setEnabled(page < self._pages)
