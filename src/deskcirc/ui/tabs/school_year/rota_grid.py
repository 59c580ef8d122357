"""The rota as a grid to look at and to change: chips are dragged, or taken up and put down with the keyboard.

Arrows go from cell to cell, the space bar from chip to chip in a cell, Return takes a chip up and puts it down, Esc
lets it go, Delete takes the turn out. A grade has its colour, but what a chip says is in its words and signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from deskcirc.domain.rota import Turn
from deskcirc.domain.rota_facts import RotaFacts
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.school_year.rota_cursor import RotaCursor, Wanted, Wish
from deskcirc.ui.tabs.school_year.rota_layout import Chip, grid_layout
from deskcirc.ui.tabs.school_year.rota_painting import RotaPainter
from deskcirc.ui.theme import Theme

_MIME: Final = "application/x-deskcirc-turn"
_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RotaGrid(QWidget):
    """`wanted` carries a `Wanted`; `chosen` says that another turn, or none, is selected now."""

    wanted = Signal(object)
    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cursor_ = RotaCursor()
        self._painter = RotaPainter(theme)
        self._turns: tuple[Turn, ...] = ()
        self._weekdays: tuple[int, ...] = ()
        self._may_change = False
        self._pressed: tuple[QPoint, Chip] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Rota"))

    def show_rota(self, facts: RotaFacts, turns: Sequence[Turn], clashing: Iterable[int], *, may_change: bool) -> None:
        """Paint these turns; `clashing` are the ids of those with which something is wrong."""
        self._painter.facts, self._painter.clashing = facts, frozenset(clashing)
        self._turns, self._may_change = tuple(turns), may_change
        used = {turn.weekday for turn in turns} | set(facts.weekdays)
        self._weekdays = tuple(sorted(used | {1, 2, 3, 4, 5})) if used else ()
        self.cursor_.show(facts, turns)
        self._lay_out()
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Esc lets a chip go before it means the next patron."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride and self.cursor_.held:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """The keyboard's way to everything the mouse can do."""
        key, wanted = Qt.Key(event.key()), None
        if key in _STEPS:
            self.cursor_.step(*_STEPS[key])
        elif key == Qt.Key.Key_Space:
            self.cursor_.select_next()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._may_change:
            wanted = self.cursor_.take_or_put()
        elif key == Qt.Key.Key_Escape and self.cursor_.held:
            self.cursor_.held = 0
        elif key == Qt.Key.Key_Delete and self._may_change and self.cursor_.selected:
            wanted = Wanted(Wish.END, self.cursor_.selected)
        else:
            super().keyPressEvent(event)
            return
        self._tell(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Select what is under the mouse."""
        at, layout = event.position(), self.cursor_.layout
        cell, chip = layout.cell_at(at.x(), at.y()), layout.chip_at(at.x(), at.y())
        if cell is not None:
            self.cursor_.go_to(cell)
        self._pressed = (at.toPoint(), chip) if chip is not None else None
        self.cursor_.selected, self.cursor_.held = (chip.turn.id if chip else 0), 0
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Begin to drag once the mouse has moved far enough."""
        if self._pressed is None or not self._may_change or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, chip = self._pressed
        far = (event.position().toPoint() - start).manhattanLength()
        if chip.turn.id and far >= QApplication.startDragDistance():
            self._pressed = None
            self._drag(chip, start)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Only our own chips may come."""
        if event.mimeData().hasFormat(_MIME) and event.source() is self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  Qt's name
        """Show the cell that a chip would fall into."""
        cell = self.cursor_.layout.cell_at(event.position().x(), event.position().y())
        if cell is None:
            event.ignore()
            return
        self.cursor_.go_to(cell)
        event.acceptProposedAction()
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Put the chip where it was let go."""
        self.drop(int(bytes(event.mimeData().data(_MIME).data()) or b"0"), event.position())
        event.acceptProposedAction()

    def drop(self, turn_id: int, at: QPointF) -> None:
        """A turn was let go at a point."""
        layout = self.cursor_.layout
        cell = layout.cell_at(at.x(), at.y())
        if cell is not None and self._may_change:
            self._tell(self.cursor_.put(turn_id, cell, layout.chip_at(at.x(), at.y())))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """All of it."""
        painter = QPainter(self)
        self._painter.paint(painter, self.cursor_.layout, self.cursor_, focused=self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Another width lays the chips out anew."""
        super().resizeEvent(event)
        if event.size().width() != self.cursor_.layout.width:
            self._lay_out()

    def _lay_out(self) -> None:
        made = grid_layout(
            self._turns,
            self._weekdays,
            self._painter.facts.slots,
            self.width() - 1,
            self._painter.sizes,
            self._painter.breadth,
        )
        self.cursor_.layout = made
        self.setMinimumHeight(made.height + 1)
        self.update()

    def _drag(self, chip: Chip, start: QPoint) -> None:
        area = QRect(chip.area.x, chip.area.y, chip.area.width, chip.area.height)
        picture = QPixmap(area.size())
        self.render(picture, QPoint(), area)
        data = QMimeData()
        data.setData(_MIME, QByteArray(str(chip.turn.id).encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(picture)
        drag.setHotSpot(start - area.topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def _tell(self, wanted: Wanted | None = None) -> None:
        self.setAccessibleDescription(self.cursor_.words())
        self.chosen.emit()
        self.update()
        if wanted is not None:
            self.wanted.emit(wanted)
