"""The list of the shelves: several may be chosen, and they are dragged to another place of the walking order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView

from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.shelves_part import ShelfLine
from deskcirc.ui.theme import Theme


class ShelfList(LinesView[ShelfLine]):
    """`dropped` carries the number of the shelf before which the chosen ones were dropped, None at the end."""

    dropped = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _columns(), _cells)
        self.setAccessibleName(_("Shelves in walking order"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)

    def allow_dragging(self, *, allowed: bool) -> None:
        """Whether shelves may be dragged to another place."""
        self.setDragEnabled(allowed)
        self.setAcceptDrops(allowed)

    def place_at(self, where: QPoint) -> int | None:
        """The number of the shelf before which something dropped there comes; None at the end."""
        row = self.rowAt(where.y())
        if row < 0:
            return None
        if where.y() > self.rowViewportPosition(row) + self.rowHeight(row) / 2:
            row += 1
        return self.lines[row].shelf.id if row < len(self.lines) else None

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  Qt's name
        """Anywhere in the list is a place."""
        super().dragMoveEvent(event)
        if event.source() is self:
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """The list itself stays as it is until the desk has moved the shelves."""
        if event.source() is self:
            self.dropped.emit(self.place_at(event.position().toPoint()))
        event.ignore()


def _columns() -> Sequence[Column]:
    return (
        Column("#", 48),
        Column(_("Shelf name"), 150),
        Column(_("Label code"), 96, yields=True),
        Column(_("Location"), 110, yields=True),
        Column(_("From … to")),
        Column(_("Copies"), 76),
        Column(_("Last counted"), 130, yields=True),
    )


def _cells(line: ShelfLine) -> Sequence[Cell]:
    shelf = line.shelf
    said = line.range_words or _("not said yet")
    copies = "–" if line.fill is None else f"{line.fill.copies:,}"
    return (
        Cell(str(line.number)),
        Cell(shelf.label),
        Cell(shelf.code),
        Cell(shelf.location or "–"),
        Cell(said, Tone.LOOK if line.flaw else None),
        Cell(copies),
        Cell(day_words(line.counted) if line.counted else _("never")),
    )
