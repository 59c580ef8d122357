"""How the rota's grid looks: weekdays, times, and a chip a turn with its name, what it is for, its week, its marks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen

from deskcirc.domain.opening import clock_words
from deskcirc.domain.rota import Activity, Turn, Week
from deskcirc.domain.rota_facts import NO_FACTS, RotaFacts
from deskcirc.text import weekday_words
from deskcirc.ui import icons
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.school_year.rota_cursor import RotaCursor
from deskcirc.ui.tabs.school_year.rota_layout import Area, Chip, GridCell, GridLayout, Sizes
from deskcirc.ui.theme import Theme

_GRADES: Final = {
    "light": ("#dcebfb", "#dff3e1", "#fdf0cd", "#fbe3ec", "#e9e3fa", "#d9f2f2"),
    "dark": ("#1f3a57", "#1f4530", "#4a3a12", "#51283a", "#38305c", "#17464a"),
}
"""Grounds of the chips, grade after grade; letters keep the colour of all letters, for contrast on each of them."""

_SIGNS: Final = {Activity.BORROW: "lend", Activity.READ: "book"}


class RotaPainter:
    """Paints a grid in a theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font = theme.font(15)
        self._small = theme.font(14)
        self._metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)
        self.facts: RotaFacts = NO_FACTS
        self.clashing: frozenset[int] = frozenset()
        px = theme.px
        self.sizes = Sizes(head=px(30), times=px(68), chip=px(28), gap=px(4), least=px(44))

    def breadth(self, turn: Turn) -> int:
        """How broad a chip is, in pixels."""
        px = self._theme.px
        wide = px(28) + self._metrics.horizontalAdvance(self._name(turn)) + px(10)
        wide += px(20) if turn.week is not Week.EVERY else 0
        wide += px(16) if turn.pinned else 0
        return wide + (px(20) if turn.id in self.clashing else 0)

    def paint(self, painter: QPainter, layout: GridLayout, cursor: RotaCursor, *, focused: bool) -> None:
        """The whole grid."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._heads(painter, layout)
        for cell in layout.cells:
            self._ground(painter, cell)
        current = cursor.cell
        if current is not None and (focused or cursor.held):
            self._cursor(painter, current, held=bool(cursor.held))
        for cell in layout.cells:
            for chip in cell.chips:
                self._chip(painter, chip, cursor)

    def _name(self, turn: Turn) -> str:
        return self.facts.called_shortly(turn.class_id, turn.grade)

    def _heads(self, painter: QPainter, layout: GridLayout) -> None:
        painter.setPen(QColor(self._theme.palette.quiet))
        painter.setFont(self._theme.font(15, bold=True))
        for cell in layout.cells[: len(layout.weekdays)]:
            head = QRect(cell.area.x, 0, cell.area.width, self.sizes.head)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, weekday_words(cell.weekday))
        painter.setFont(self._font)
        for row in range(len(layout.slots)):
            cell = layout.cells[row * len(layout.weekdays)]
            area = QRect(0, cell.area.y + self.sizes.gap, self.sizes.times - self.sizes.gap, cell.area.height)
            slot = cell.slot
            words = f"{clock_words(slot.opens)}\n–{clock_words(slot.closes)}"
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)

    def _ground(self, painter: QPainter, cell: GridCell) -> None:
        palette, area = self._theme.palette, _rectangle(cell.area)
        closed = (cell.weekday, cell.slot.id) not in self.facts.places
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.stripe if closed else palette.paper))
        painter.drawRect(area)
        if closed:
            hatched = QBrush(QColor(palette.line), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(area.adjusted(1, 1, -1, -1), hatched)

    def _cursor(self, painter: QPainter, cell: GridCell, *, held: bool) -> None:
        palette, inset = self._theme.palette, 1.5
        style = Qt.PenStyle.DashLine if held else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(palette.accent), 3 if held else 2, style))
        painter.setBrush(QColor(palette.accent_soft) if held else Qt.BrushStyle.NoBrush)
        painter.drawRect(_rectangle(cell.area).adjusted(inset, inset, -inset, -inset))

    def _chip(self, painter: QPainter, chip: Chip, cursor: RotaCursor) -> None:
        palette, turn, area = self._theme.palette, chip.turn, _rectangle(chip.area)
        px = self._theme.px
        wrong, chosen = turn.id in self.clashing and turn.id != 0, turn.id != 0 and turn.id == cursor.selected
        line = self._theme.tone(Tone.STOP).solid if wrong else palette.accent if chosen else palette.quiet
        painter.setPen(QPen(QColor(line), 3 if chosen else 2 if wrong else 1, self._pen_of(turn)))
        painter.setBrush(QColor(self._grade_colour(turn)))
        round_ = area.height() / 2 if turn.activity is Activity.READ else px(4)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), round_, round_)
        left, right = area.left() + px(7), area.right() - px(6)
        sign, middle = px(17), area.center().y()
        painter.drawPixmap(int(left), int(middle - sign / 2), icons.pixmap(_SIGNS[turn.activity], palette.ink, sign))
        if wrong:
            right -= sign
            painter.drawPixmap(int(right), int(middle - sign / 2), icons.pixmap("warning", line, sign))
        if turn.pinned:
            right -= px(16)
            painter.drawPixmap(int(right), int(middle - px(7)), icons.pixmap("pin", palette.quiet, px(14)))
        if turn.week is not Week.EVERY:
            right -= px(19)
            self._week(painter, turn.week, QRectF(right, middle - px(9), px(17), px(18)))
        painter.setPen(QColor(palette.ink))
        painter.setFont(self._font)
        room = QRectF(left + px(20), area.top(), right - left - px(20), area.height())
        words = self._metrics.elidedText(self._name(turn), Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _week(self, painter: QPainter, week: Week, area: QRectF) -> None:
        """The letter of the week: A on a light ground, B the other way round."""
        palette = self._theme.palette
        painter.setPen(QPen(QColor(palette.ink), 1))
        painter.setBrush(QColor(palette.ink if week is Week.B else palette.paper))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(palette.paper if week is Week.B else palette.ink))
        painter.setFont(self._small)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, week.value)

    def _pen_of(self, turn: Turn) -> Qt.PenStyle:
        """A turn that is only planned has a broken line around it."""
        return Qt.PenStyle.SolidLine if turn.id else Qt.PenStyle.DashLine

    def _grade_colour(self, turn: Turn) -> str:
        colours = _GRADES.get(self._theme.palette.name, _GRADES["light"])
        found = self.facts.classes_of(turn)
        grade = turn.grade if turn.grade is not None else found[0].grade if found else None
        return self._theme.palette.ground if grade is None else colours[(grade - 1) % len(colours)]


def _rectangle(area: Area) -> QRectF:
    return QRectF(area.x, area.y, area.width, area.height)
