"""What is looked for, on the screen: the copies in walking order, where to look, and what the search came to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.losses import SEARCHES_IN_VAIN
from deskcirc.domain.search_places import WantedCopy
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.losses_part import LossesPart
from deskcirc.ui.tabs.repair.losses_selecting import select_again
from deskcirc.ui.theme import Theme

_Line = tuple[WantedCopy, bool]


class ClaimedSheet(TabPage):
    """Paints the copies of a LossesPart that are said to be returned."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.lines = LinesView[_Line](theme, _columns(), _cells)
        self.lines.take_what_is_left()
        self.lines.setAccessibleName(_("Copies to look for, in walking order"))
        self.lines.set_empty_words(
            _(
                "Nothing is looked for. If a patron says “I brought it back”, scan the copy's number here or open the\n"
                "patron (F6): the copy is looked for, and nothing follows for them meanwhile."
            )
        )
        self.lines.clicked.connect(self._click)
        for by_key in (self.lines.chosen, self.lines.ticked):
            by_key.connect(lambda line: self.act(f"look:{line[0].loss.id}"))
        self.lines.selectionModel().selectionChanged.connect(self._show_places)
        self.where = label("quiet")
        self.where.setWordWrap(True)
        self.not_found = self.plain_button(_("Looked for, not found"), "check")
        self.not_found.clicked.connect(lambda: self.act(self._meant()[0]))
        self._ticked = 0
        self.found, self.ended, self.lost = (self.plain_button(words) for words in _buttons())
        self.found.clicked.connect(lambda: self._of_line("found"))
        self.ended.clicked.connect(self._ask_end)
        self.lost.clicked.connect(lambda: self._of_line("ask_lost"))
        self.key("Ctrl+P", "print")
        self._may_change = False
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the list, and where the copy under the cursor may be."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        self._may_change = state.may_change
        at = self.lines.selected_line()
        self.lines.show_lines([(each, each.loss.id in state.looked_for) for each in state.claimed])
        select_again(self.lines, None if at is None else at[0].loss.id, [each.loss.id for each in state.claimed])
        self._ticked = len(state.looked_for)
        self.not_found.setEnabled(bool(state.claimed))
        self._show_places()

    def _arrange(self, theme: Theme) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Tick all"), "look_all"))
        foot.addWidget(self.button(_("Tick none"), "look_none"))
        foot.addWidget(self.not_found)
        foot.addStretch()
        foot.addWidget(self.button(_("Print the search list") + "  Ctrl+P", "print", "print", main=True))
        of_line = QHBoxLayout()
        of_line.addWidget(self.where, 1)
        for button in (self.found, self.ended, self.lost):
            of_line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.lines, 1)
        layout.addLayout(of_line)
        layout.addLayout(foot)

    def _show_places(self) -> None:
        line = self.lines.selected_line()
        hint = _("Choose a copy to see where to look.") if self.lines.lines else ""
        self.where.setText(hint if line is None else _("; ").join(line[0].places))
        words, count = _("Looked for, not found"), self._meant()[1]
        self.not_found.setText(f"{words} ({count})" if count else words)
        self.found.setEnabled(line is not None)
        for button in (self.ended, self.lost):
            button.setEnabled(line is not None and self._may_change)

    def _meant(self) -> tuple[str, int]:
        """The act of what was looked for in vain, and of how many copies: the ticked, else the chosen one, else all."""
        line = self.lines.selected_line()
        if self._ticked or line is None:
            return "searched", self._ticked or len(self.lines.lines)
        return f"searched:{line[0].loss.id}", 1

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.act(f"look:{self.lines.lines[index.row()][0].loss.id}")

    def _of_line(self, verb: str) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"{verb}:{line[0].copy.id}")

    def _ask_end(self) -> None:
        """Why the claim ends: the copy is with the patron after all."""
        line = self.lines.selected_line()
        if line is None:
            return
        loss = line[0].loss
        title = _("{title} is with {patron} after all").format(title=loss.copy.name, patron=loss.patron or "–")
        sentence = _("It counts as on loan again, from the day it was lent; being late counts too.")
        field = Field("note", _("Reason"))
        dialog = QuestionDialog(title, [sentence], [field], _("It is on loan"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"end_claim:{loss.id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _buttons() -> Sequence[str]:
    return _("It is here"), _("On loan after all …"), _("Declare it lost …")


def _columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Call number"), 140),
        Column(_("Title")),
        Column(_("Barcode"), 116, yields=True),
        Column(_("Patron"), 190, yields=True),
        Column(_("Said on"), 120, yields=True),
        Column(_("Times looked for"), 130),
    )


def _cells(line: _Line) -> Sequence[Cell]:
    wanted, ticked = line
    loss = wanted.loss
    times = ngettext("{count} time", "{count} times", loss.searches).format(count=loss.searches)
    tone = Tone.LOOK if loss.searches >= SEARCHES_IN_VAIN else None
    return (
        Cell("", Tone.DONE) if ticked else Cell("☐"),
        Cell(loss.copy.call_number or "–"),
        Cell(loss.copy.name),
        Cell(loss.copy.code),
        Cell(loss.patron or "–"),
        Cell("–" if loss.claimed_on is None else day_words(loss.claimed_on)),
        Cell(times if loss.searches else _("never so far"), tone),
    )
