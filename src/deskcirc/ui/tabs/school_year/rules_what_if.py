"""The what-if box on the screen: patron, copy and day in one row, the answer and the rules behind it below."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskcirc.desk.what_if import WhatIf
from deskcirc.domain.opening import clock_words
from deskcirc.text import day_words, in_a_row
from deskcirc.text import gettext as _
from deskcirc.ui.day_edit import DayEdit
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import Card, label
from deskcirc.ui.tabs.school_year.rules_box import WhatIfBox, headline
from deskcirc.ui.theme import Theme


class WhatIfView(QWidget):
    """Asks with `acted` ("ask" and what was filled in, or "clear"); paints a WhatIfBox."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: WhatIfBox | None = None
        self._today = QDate.currentDate()
        self.patron = QLineEdit()
        self.patron.setPlaceholderText(_("Card, number or name"))
        self.patron.setAccessibleName(_("Patron"))
        self.copy = ScanLine()
        self.copy.setPlaceholderText(_("Barcode or accession number"))
        self.copy.setAccessibleName(_("Copy"))
        self.day = DayEdit(self._today)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(_("Day"))
        self.time = ScanLine()
        self.time.setPlaceholderText(_("12:10"))
        self.time.setAccessibleName(_("Time of day; empty for now"))
        self.time.setToolTip(_("Time of day; empty for now"))
        self.time.setFixedWidth(theme.px(84))
        self.time.hide()
        ask, clear = QPushButton(_("Ask")), QPushButton(_("Clear"))
        ask.clicked.connect(self._ask)
        clear.clicked.connect(lambda: self.acted.emit("clear", {}))
        for button in (ask, clear):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for line in (self.patron, self.copy, self.time):
            line.returnPressed.connect(self._ask)
        self.answer, self.reasons = label("title"), label("quiet")
        self.answer.setWordWrap(True)
        self.reasons.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.patron, 3)
        row.addWidget(self.copy, 3)
        row.addWidget(self.day)
        row.addWidget(self.time)
        row.addWidget(ask)
        row.addWidget(clear)
        card = Card(theme, _("What if: may this patron have this copy?"))
        card.body.addLayout(row)
        card.body.addWidget(self.answer)
        card.body.addWidget(self._scrolled(theme))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(6), 0, 0)
        layout.addWidget(card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _scrolled(self, theme: Theme) -> QScrollArea:
        """The reasons in their own room: many of them push no rule off the screen."""
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.room = QScrollArea()
        self.room.setWidget(self.reasons)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QScrollArea.Shape.NoFrame)
        self.room.setFixedHeight(theme.px(92))
        self.room.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return self.room

    def show_box(self, box: WhatIfBox, today: date) -> None:
        """Paint the box; what a person is typing stays where nothing new stands in it."""
        self._today = QDate(today.year, today.month, today.day)
        before, self._shown = self._shown, box
        if before is None or before.patron != box.patron:
            self.patron.setText("" if box.patron is None else box.patron.label)
        if before is None or before.copy != box.copy:
            self.copy.setText("" if box.copy is None else box.copy.code)
        if box.day is None:
            self.day.setDate(self._today)
        else:
            self.day.setDate(QDate(box.day.year, box.day.month, box.day.day))
        self.time.setVisible(box.asks_time)
        if before is None or before.minute != box.minute:
            self.time.setText("" if box.minute is None else clock_words(box.minute))
        answer = box.answer
        self.answer.setText(_("Scan a card and a copy, or type them.") if answer is None else _headline(answer))
        self.reasons.setText("" if answer is None else "\n".join(answer_lines(answer)))
        self.room.setVisible(answer is not None)

    def _ask(self) -> None:
        day = self.day.date().toString(Qt.DateFormat.ISODate)
        if self.day.date() == self._today:
            day = ""
        self.acted.emit(
            "ask", {"patron": self.patron.text(), "copy": self.copy.text(), "day": day, "time": self.time.text()}
        )


def _headline(answer: WhatIf) -> str:
    return headline(answer, answer.day)


def answer_lines(answer: WhatIf) -> list[str]:
    """Everything behind the answer: reasons, how the date comes about, which rule holds and which would be next."""
    lines = ["· " + in_a_row(block.sentence, block.remedy) for block in answer.blocks]
    lines += [f"· {warning}" for warning in answer.warnings]
    if answer.due is not None:
        words = _("Due {day}:") if answer.yes else _("It would be due {day}:")
        lines.append(in_a_row(words.format(day=day_words(answer.due.date, answer.day)), *answer.due_because))
    if answer.rules:
        lines.append(_("Rule: {rule}.").format(rule=answer.rules[0].title))
    lines += [
        _("It goes before “{rule}”: {why}.").format(rule=other.title, why=other.why_not) for other in answer.rules[1:]
    ]
    return lines
