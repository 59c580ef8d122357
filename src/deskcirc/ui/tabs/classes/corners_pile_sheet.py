"""The pile of a class corner on the screen: what was scanned, how it was judged, and the one button that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.corners import BackVerdict
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.classes import corners_questions as questions
from deskcirc.ui.tabs.classes.corners_part import CornersPart, PileLine, View
from deskcirc.ui.tabs.classes.corners_words import lend_words, take_back_words
from deskcirc.ui.theme import Theme


class CornerPile(TabPage):
    """Paints the pile of a CornersPart, to be lent or to be taken back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CornersPart()
        self.pile = LinesView[PileLine](theme, _pile_columns(), _pile_cells)
        self.pile.setAccessibleName(_("The pile"))
        rows, foot = QVBoxLayout(self), QHBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        self._fill(rows, foot)
        rows.addLayout(foot)
        self.pile.selectionModel().selectionChanged.connect(self._weigh)
        here = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.pile, self._drop, context=here)

    def show_state(self, state: object) -> None:
        """Paint the pile and what may be done with it."""
        if not isinstance(state, CornersPart):
            raise TypeError(state)
        self._part = state
        self.pile.show_lines(state.pile)
        self._show_words(state, state.view is View.FILL)

    def _show_words(self, state: CornersPart, filling: bool) -> None:
        count = len(state.fine)
        self.lend.setText(lend_words(count))
        self.take_back.setText(take_back_words(count))
        for button, shown in ((self.lend, filling), (self._shelves, filling), (self.take_back, not filling)):
            button.setVisible(shown)
        self._damage.setVisible(not filling and bool(count))
        self._weigh()
        self._sheet.setVisible(not filling and bool(state.sheet))  # what cannot be used makes room for large letters
        self._sheet.setEnabled(bool(state.sheet))
        self.lend.setEnabled(bool(count))
        self.take_back.setEnabled(bool(count))
        empty = _("Scan the copies one after the other, or choose them from the shelves. Nothing is lent yet.")
        if not filling:
            empty = _("Scan what came back, one after the other; what is missing is named when you take the pile back.")
        self.pile.set_empty_words(empty)

    def _fill(self, rows: QVBoxLayout, foot: QHBoxLayout) -> None:
        rows.addWidget(self.pile, 1)
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        self._shelves = self._asking(_("Choose from the shelves …"), self._ask_shelves)
        self._damage = self.button(_("Mark damaged") + "  Ctrl+D", "damage", "damage")
        self._damage.setShortcut(QKeySequence("Ctrl+D"))  # as in Returns, while it can be seen
        self._sheet = self.button(_("Print the sheet"), "print_result", "print")
        self.give_back = self._asking(_("Return it for them"), self._return_extra)
        for button in (
            self._shelves,
            self._damage,
            self.give_back,
            self._asking(_("Take off the pile"), self._drop),
            self._sheet,
        ):
            foot.addWidget(button)
        foot.addStretch()
        self.lend = self.button("", "lend", main=True)
        self.take_back = self.button("", "take_back", main=True)
        foot.addWidget(self.lend)
        foot.addWidget(self.take_back)

    def _asking(self, words: str, ask: Callable[[], None]) -> QPushButton:
        button = self.plain_button(words)
        button.clicked.connect(ask)
        return button

    def _ask_shelves(self) -> None:
        questions.ask_shelves(self._part, self.window(), lambda values: self.acted.emit("shelves", values))

    def _return_extra(self) -> None:
        line = self.pile.selected_line()
        if line is not None:
            self.act(f"return:{line.copy_id}")

    def _weigh(self, *_selected: object) -> None:
        """Only what is on loan to somebody else can be returned for them."""
        line = self.pile.selected_line()
        elsewhere = (BackVerdict.EXTRA_ON_LOAN, BackVerdict.SWAPPED)
        can_be_returned = line is not None and line.verdict in elsewhere
        self.give_back.setEnabled(can_be_returned)
        self.give_back.setVisible(can_be_returned)

    def _drop(self) -> None:
        line = self.pile.selected_line()
        if line is not None:
            self.acted.emit("drop", {"code": line.code})


def _pile_columns() -> Sequence[Column]:
    return (
        Column(_("Code"), 120),
        Column(_("Title")),
        Column(_("Call number"), 130, yields=True),
        Column(_("What it is"), 320),
    )


def _pile_cells(line: PileLine) -> Sequence[Cell]:
    tone = Tone.LOOK if line.passed or line.damage is not None else line.tone
    return Cell(line.code), Cell(line.title), Cell(line.call_number), Cell(line.words, tone)
