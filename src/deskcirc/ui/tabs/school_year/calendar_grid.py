"""The painted year: twelve months from September, each day in the colour and shape of what it is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from deskcirc.domain.calendar import DayKind, OpenDays
from deskcirc.domain.terms import Term, term_on
from deskcirc.text import gettext as _
from deskcirc.text import month_words
from deskcirc.ui.calendar_words import day_sentence
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme

_COLUMNS: Final = 4
_WEEKS: Final = 6
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class YearGrid(QWidget):
    """`picked` carries the first and the last day chosen, by click, drag or keys; `opened` when Return is pressed."""

    picked = Signal(object, object)
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._calendar, self._today = OpenDays(), date(2026, 9, 1)
        self.start = self._today
        self.anchor = self.cursor_day = self._today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("The school's year, day by day"))
        self.setMinimumSize(theme.px(540), theme.px(320))

    def show_calendar(self, calendar: OpenDays, today: date) -> None:
        """Paint this calendar; the first time the year of today is shown, and today is chosen."""
        if self._today != today:
            self._today = self.anchor = self.cursor_day = today
            self.show_year(today.year if today.month >= 9 else today.year - 1)
        self._calendar = calendar
        self.update()

    def show_year(self, year: int) -> None:
        """Show the school year that begins in September of this year."""
        self.start = date(min(max(year, 2000), 2098), 9, 1)
        self.update()

    @property
    def chosen(self) -> tuple[date, date]:
        """The first and the last day chosen."""
        return min(self.anchor, self.cursor_day), max(self.anchor, self.cursor_day)

    def pick(self, first: date, last: date) -> None:
        """Choose days."""
        self.anchor, self.cursor_day = first, last
        if not self.start <= last < date(self.start.year + 1, 9, 1):
            self.show_year(last.year if last.month >= 9 else last.year - 1)
        self.update()
        self.picked.emit(*self.chosen)

    def day_at(self, x: float, y: float) -> date | None:
        """The day under a point; None between the days."""
        width, height = self._month_size()
        place = int(x // width) + _COLUMNS * int(y // height)
        if not 0 <= x < self.width() or not 0 <= place < 12:
            return None
        month = _month(self.start.year, place)
        for number in range(1, monthrange(month.year, month.month)[1] + 1):
            day = month.replace(day=number)
            if self.area_of(day).contains(x, y):
                return day
        return None

    def area_of(self, day: date) -> QRectF:
        """Where a day of the year shown is painted."""
        place = (day.month - 9) % 12
        width, height = self._month_size()
        head, cell = self._theme.px(20), (width - self._theme.px(10)) / 7
        row = (day.day - 1 + day.replace(day=1).weekday()) // 7
        line = (height - head - self._theme.px(4)) / _WEEKS
        x = (place % _COLUMNS) * width + day.weekday() * cell
        return QRectF(x, (place // _COLUMNS) * height + head + row * line, cell, line)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The whole year."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(12):
            month = _month(self.start.year, place)
            self._head(painter, month, place)
            for number in range(1, monthrange(month.year, month.month)[1] + 1):
                self._day(painter, month.replace(day=number))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Begin to choose."""
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None:
            self.pick(day, day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Choose on, to where the mouse is dragged."""
        day = self.day_at(event.position().x(), event.position().y())
        if day is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.pick(self.anchor, day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Arrows go by days and weeks, with Shift they choose a range; Return marks it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            day = self.cursor_day + timedelta(days=step)
            self.pick(self.anchor if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else day, day)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """What the day under the mouse is."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            day = self.day_at(event.pos().x(), event.pos().y())
            words = day_sentence(self._calendar, day, self._today) if day else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _month_size(self) -> tuple[float, float]:
        return self.width() / _COLUMNS, self.height() / (12 / _COLUMNS)

    def _head(self, painter: QPainter, month: date, place: int) -> None:
        width, height = self._month_size()
        painter.setPen(QColor(self._theme.palette.ink))
        painter.setFont(self._theme.font(14, bold=True))
        area = QRectF((place % _COLUMNS) * width, (place // _COLUMNS) * height, width, self._theme.px(20))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, month_words(month))

    def _day(self, painter: QPainter, day: date) -> None:
        kind, palette = self._calendar.kind_of(day), self._theme.palette
        area = self.area_of(day)
        _ground(painter, self._theme, area.adjusted(1, 1, -1, -1), kind)
        first, last = self.chosen
        if first <= day <= last:
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        _marks(painter, self._theme, area, day, term_on(self._calendar.terms, day))
        is_open = kind in (DayKind.OPEN, DayKind.MAKE_UP)
        painter.setPen(QColor(palette.ink if is_open else palette.quiet))
        painter.setFont(self._theme.font(14, bold=day == self._today))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(day.day))


def _month(year: int, place: int) -> date:
    """The first day of the month at a place, 0 being the September of the year."""
    return date(year + (8 + place) // 12, (8 + place) % 12 + 1, 1)


def _ground(painter: QPainter, theme: Theme, area: QRectF, kind: DayKind) -> None:
    """Colour and shape: holidays filled, make-up days round, vacation hatched, open days a light ground."""
    painter.setPen(Qt.PenStyle.NoPen)
    if kind is DayKind.OPEN:
        painter.fillRect(area, QColor(theme.palette.accent_soft))
    elif kind is DayKind.HOLIDAY:
        painter.fillRect(area, QColor(theme.tone(Tone.STOP).fill))
    elif kind is DayKind.VACATION:
        painter.fillRect(area, QBrush(QColor(theme.palette.line), Qt.BrushStyle.BDiagPattern))
    elif kind in (DayKind.MAKE_UP, DayKind.MAKE_UP_CLOSED):
        painter.setPen(QPen(QColor(theme.tone(Tone.DONE).solid), 2))
        painter.setBrush(QColor(theme.tone(Tone.DONE).fill))
        painter.drawEllipse(area)


def _marks(painter: QPainter, theme: Theme, area: QRectF, day: date, term: Term | None) -> None:
    """A bar on the first and last day of a term, a corner on the day by which everything is back."""
    if term is None:
        return
    bar = theme.px(3)
    if day == term.starts:
        painter.fillRect(QRectF(area.left(), area.top(), bar, area.height()), QColor(theme.palette.ink))
    if day == term.ends:
        painter.fillRect(QRectF(area.right() - bar, area.top(), bar, area.height()), QColor(theme.palette.ink))
    if day == term.return_by:
        side = theme.px(9)
        corner = area.topRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tone(Tone.LOOK).solid))
        left, down = QPointF(corner.x() - side, corner.y()), QPointF(corner.x(), corner.y() + side)
        painter.drawPolygon(QPolygonF([corner, left, down]))
