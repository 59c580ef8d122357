"""A row that goes on in the next line where it is too long, as words do: for large letters on a small screen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its widgets beside each other and begins a new line where one finds no room; none is ever cut in two."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  Qt's name
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  Qt's name
        """The item at a place; None behind the last, as Qt expects."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  Qt's name
        """Give the item at a place away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802  Qt's name
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def height_in(self, width: int) -> int:
        """How many pixels high all lines are in this width."""
        return self._placed(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802  Qt's name
        """Put everything into its place."""
        super().setGeometry(rect)
        self._placed(rect, really=True)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """The least that is enough."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as the widest one."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _placed(self, rect: QRect, *, really: bool) -> int:
        """The height of all lines, each as high as its highest widget, in whose middle the others stand."""
        x, y, line = rect.x(), rect.y(), list[tuple[QLayoutItem, int]]()
        height = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if line and x + hint.width() > rect.right() + 1:
                self._put(line, y, height, really=really)
                x, y, line, height = rect.x(), y + height + self.spacing(), [], 0
            line.append((item, x))
            x += hint.width() + self.spacing()
            height = max(height, hint.height())
        self._put(line, y, height, really=really)
        return y + height - rect.y()

    def _put(self, line: list[tuple[QLayoutItem, int]], y: int, height: int, *, really: bool) -> None:
        for item, x in line if really else ():
            hint = item.sizeHint()
            item.setGeometry(QRect(QPoint(x, y + (height - hint.height()) // 2), hint))


class FlowRow(QWidget):
    """Widgets in a FlowLayout, as high as their lines are in the width there is.

    It sets its own height: a page with a height that follows its width would ask its scroll area for the height that
    its lists would like to have, and scroll where nothing needs to.
    """

    def __init__(self, spacing: int, widgets: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self._flow = FlowLayout(spacing, self)
        for widget in widgets:
            self._flow.addWidget(widget)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Another width may need more lines, or fewer."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """As any widget; a button that is shown or hidden may need another line."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        height = self._flow.height_in(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)


def phrase(spacing: int, *widgets: QWidget) -> QWidget:
    """Widgets that are read as one and stay beside each other."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    return made
