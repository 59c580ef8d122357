"""The Holds tab: what to pull from the shelves at the left, the hold shelf and who waits at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.holds.lists import PullLine, ShelfLine, WaitingLine
from deskcirc.ui.tabs.holds.state import HoldsState
from deskcirc.ui.theme import Theme


class HoldsPage(TabPage):
    """Paints a HoldsState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._may_order = False
        self._pull_card = self._made_pull()
        self._shelf_card = self._made_shelf()
        self._waiting_card = self._made_waiting()
        right = QVBoxLayout()
        right.setSpacing(theme.px(10))
        right.addWidget(self._shelf_card, 1)
        right.addWidget(self._waiting_card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._pull_card)
        row.addLayout(right, 1)
        self.key("Ctrl+P", "print")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the pull list two fifths of the width."""
        self._pull_card.setFixedWidth(event.size().width() * 2 // 5)
        super().resizeEvent(event)

    def show_state(self, state: object) -> None:
        """Paint the three lists."""
        if not isinstance(state, HoldsState):
            raise TypeError(state)
        lists = state.lists
        self._may_order = state.may_order
        self.pull.show_lines(lists.pull)
        self.shelf.show_lines(lists.shelf)
        self.waiting.show_lines(lists.waiting)
        for card, lines in (
            (self._pull_card, lists.pull),
            (self._shelf_card, lists.shelf),
            (self._waiting_card, lists.waiting),
        ):
            words = ngettext("{count} copy", "{count} copies", len(lines))
            if card is self._waiting_card:
                words = ngettext("{count} patron", "{count} patrons", len(lines))
            card.aside.setText(words.format(count=len(lines)) if lines else "")
        self._weigh()

    def _made_pull(self) -> Card:
        card = Card(self._theme, _("To pull from the shelves"))
        columns = (
            Column(_("Call number"), 118),
            Column(_("Title")),
            Column(_("Reserved by"), 150, yields=True),
            Column(_("Location"), 90, yields=True),
        )
        self.pull = LinesView[PullLine](self._theme, columns, _pull_cells)
        self.pull.setAccessibleName(_("To pull from the shelves, in shelf order"))
        self.pull.set_empty_words(
            _("Nothing to pull: what somebody waits for is out. It is caught when it comes back in Returns.")
        )
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        foot.addStretch()
        foot.addWidget(self.button(_("Print list") + "  Ctrl+P", "print", "print"))
        card.body.addWidget(self.pull, 1)
        card.body.addLayout(foot)
        return card

    def _made_shelf(self) -> Card:
        card = Card(self._theme, _("On the hold shelf"))
        columns = (
            Column(_("Shelf place"), 100),
            Column(_("Title")),
            Column(_("Reserved by"), 190, yields=True),
            Column(_("Kept until"), 220),
        )
        self.shelf = LinesView[ShelfLine](self._theme, columns, _shelf_cells)
        self.shelf.setAccessibleName(_("On the hold shelf"))
        self.shelf.set_empty_words(_("The hold shelf is empty. Scan a pulled copy: the screen says its number."))
        self.shelf.selectionModel().selectionChanged.connect(self._weigh)
        self.longer = self.plain_button(_("Keep until …"), "calendar")
        self.longer.clicked.connect(self._ask_day)
        self.give_up = self.plain_button(_("Cancel hold"))
        self.give_up.clicked.connect(lambda: self._on_line("cancel", self.shelf.selected_line()))
        for button in (self.longer, self.give_up):
            card.head.addWidget(button)
        card.body.addWidget(self.shelf, 1)
        return card

    def _made_waiting(self) -> Card:
        card = Card(self._theme, _("Waiting"))
        columns = (
            Column(_("Title")),
            Column(_("Place in line"), 100),
            Column(_("Patron"), 190),
            Column(_("Asked for on"), 120, yields=True),
        )
        self.waiting = LinesView[WaitingLine](self._theme, columns, _waiting_cells)
        self.waiting.setAccessibleName(_("Waiting"))
        self.waiting.set_empty_words(_("Nobody waits. To reserve: scan the card, then scan or type the title."))
        self.waiting.selectionModel().selectionChanged.connect(self._weigh)
        self.up = self.plain_button(_("Further up"))
        self.up.clicked.connect(lambda: self._on_line("up", self.waiting.selected_line()))
        self.last = self.plain_button(_("To the end"))
        self.last.clicked.connect(lambda: self._on_line("end", self.waiting.selected_line()))
        self.drop = self.plain_button(_("Cancel hold"))
        self.drop.clicked.connect(lambda: self._on_line("cancel", self.waiting.selected_line()))
        for button in (self.up, self.last, self.drop):
            card.head.addWidget(button)
        card.body.addWidget(self.waiting, 1)
        return card

    def _weigh(self) -> None:
        """Offer what can be done with the selected lines by who is at the counter."""
        kept, waits = self.shelf.selected_line(), self.waiting.selected_line()
        on_shelf = kept is not None and not kept.ended
        self.longer.setEnabled(on_shelf and self._may_order)
        self.give_up.setEnabled(on_shelf)
        self.up.setEnabled(waits is not None and waits.place > 1 and self._may_order)
        self.last.setEnabled(waits is not None and self._may_order)
        self.drop.setEnabled(waits is not None)

    def _on_line(self, act: str, line: ShelfLine | WaitingLine | None) -> None:
        if line is not None:
            self.act(f"{act}:{line.hold_id}")

    def _ask_day(self) -> None:
        line = self.shelf.selected_line()
        if line is None:
            return
        value = line.expires or date.max.replace(year=2100).isoformat()
        field = Field("day", _("Kept until"), "date", value)
        title = _("Until when is {title} kept for {patron}?").format(title=line.title, patron=line.patron)
        dialog = QuestionDialog(title, [], [field], _("Keep it"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"until:{line.hold_id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _pull_cells(line: PullLine) -> Sequence[Cell]:
    return Cell(line.call_number or "—"), Cell(line.title), Cell(line.patron), Cell(line.location)


def _shelf_cells(line: ShelfLine) -> Sequence[Cell]:
    if line.ended:
        words = _("over: {what}").format(what=line.ended)
        return Cell("—"), Cell(line.title), Cell(line.patron), Cell(words, Tone.STOP)
    until = Cell(_("today is the last day"), Tone.LOOK) if line.is_last_day else Cell(line.until or "—")
    return Cell(str(line.number)), Cell(line.title), Cell(line.patron), until


def _waiting_cells(line: WaitingLine) -> Sequence[Cell]:
    title = _("{title} (only {code})").format(title=line.title, code=line.copy_code) if line.copy_code else line.title
    return Cell(title), Cell(str(line.place)), Cell(line.patron), Cell(line.since)
