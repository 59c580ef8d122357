"""The Returns tab: what came over the counter at the left, the trolley in shelf order at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.returns.state import ReturnLine, ReturnsState, TrolleyLine
from deskcirc.ui.theme import Theme


class ReturnsPage(TabPage):
    """Paints a ReturnsState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._book_drop_day = date.min
        self.book_drop = self._made_book_drop()
        cards = QHBoxLayout()
        cards.setSpacing(theme.px(10))
        self._came = self._made_came()
        self._trolley = self._made_trolley()
        cards.addWidget(self._came, 1)
        cards.addWidget(self._trolley)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.book_drop)
        layout.addLayout(cards, 1)
        self.key("Ctrl+D", "damage")
        self.key("Ctrl+B", "bookdrop")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the trolley a third of the width, and no more than it needs."""
        self._trolley.setFixedWidth(min(self._theme.px(330), event.size().width() // 3))
        super().resizeEvent(event)

    def show_state(self, state: object) -> None:
        """Paint what came in, the trolley, and the book-drop warning while that mode is on."""
        if not isinstance(state, ReturnsState):
            raise TypeError(state)
        self.lines.show_lines(state.lines)
        self.trolley.show_lines(state.trolley)
        words = ngettext("{count} copy in this session", "{count} copies in this session", state.count)
        self._came.aside.setText(words.format(count=state.count) if state.count else "")
        waiting = len(state.trolley)
        self._trolley.aside.setText(ngettext("{count} copy", "{count} copies", waiting).format(count=waiting))
        self.book_drop.setVisible(state.book_drop is not None)
        if state.book_drop is not None:
            self._book_drop_day = state.book_drop
            words = _("Book drop: every copy scanned counts as returned on {day}.")
            self.book_drop_words.setText(words.format(day=day_words(state.book_drop)))

    def _made_book_drop(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("part", "warning")
        mark = QLabel()
        side = self._theme.px(26)
        mark.setPixmap(icons.pixmap("calendar", self._theme.tone(Tone.LOOK).ink, side))
        self.book_drop_words = QLabel()
        row = QHBoxLayout(frame)
        row.setContentsMargins(self._theme.px(14), self._theme.px(6), self._theme.px(8), self._theme.px(6))
        row.addWidget(mark)
        row.addWidget(self.book_drop_words, 1)
        another = self.plain_button(_("Another day"), "calendar")
        another.clicked.connect(self._ask_day)
        row.addWidget(another)
        row.addWidget(self.button(_("End book drop") + "  Ctrl+B", "bookdrop"))
        frame.hide()
        return frame

    def _ask_day(self) -> None:
        """Ask on which day the copies lay in the box."""
        field = Field("day", _("Day of return"), "date", self._book_drop_day.isoformat())
        dialog = QuestionDialog(_("When did these copies come back?"), [], [field], _("From now on"), self.window())
        dialog.answered.connect(lambda values: self.act(f"bookdrop:{values['day']}"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _print_trolley(self) -> None:
        """Show the list that goes along with the trolley; the window's title is the library's name."""
        from deskcirc.ui.printing import print_shelving_list

        print_shelving_list(self.window(), self.trolley.lines, self.window().windowTitle())

    def _made_came(self) -> Card:
        card = Card(self._theme, _("Just returned"))
        columns = (
            Column(_("Time"), 86, yields=True),
            Column(_("Title")),
            Column(_("Call number"), 124, yields=True),
            Column(_("From"), 210, yields=True),
            Column(_("Condition"), 140),
            Column(_("Goes to"), 120),
        )
        self.lines = LinesView[ReturnLine](self._theme, columns, _return_cells)
        self.lines.setAccessibleName(_("Just returned"))
        self.lines.set_empty_words(_("Scan the copies one after the other; no card is needed."))
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        foot.addWidget(self.button(_("Mark damaged") + "  Ctrl+D", "damage", "damage"))
        foot.addStretch()
        foot.addWidget(self.button(_("Book drop") + "  Ctrl+B", "bookdrop", "calendar"))
        card.body.addWidget(self.lines, 1)
        card.body.addLayout(foot)
        return card

    def _made_trolley(self) -> Card:
        card = Card(self._theme, _("To shelve"))
        self.trolley = LinesView[TrolleyLine](
            self._theme, (Column(_("Call number"), 120), Column(_("Title"))), _trolley_cells
        )
        self.trolley.setAccessibleName(_("To shelve, in shelf order"))
        self.trolley.set_empty_words(_("Nothing waits to be shelved."))
        card.body.addWidget(self.trolley, 1)
        foot = QHBoxLayout()
        printed = self.plain_button(_("Print"), "print")
        printed.clicked.connect(self._print_trolley)
        foot.addWidget(printed)
        foot.addWidget(self.button(_("All shelved"), "shelved", "shelf"), 1)
        card.body.addLayout(foot)
        return card


def _return_cells(line: ReturnLine) -> Sequence[Cell]:
    if line.undone:
        condition = Cell(_("undone"), Tone.REPEAT)
    else:
        condition = Cell(line.condition or "—", line.tone if line.condition else None)
    return (
        Cell(line.clock),
        Cell(line.title),
        Cell(line.call_number),
        Cell(line.patron),
        condition,
        Cell(line.destination),
    )


def _trolley_cells(line: TrolleyLine) -> Sequence[Cell]:
    return Cell(line.call_number or "—"), Cell(line.title)
