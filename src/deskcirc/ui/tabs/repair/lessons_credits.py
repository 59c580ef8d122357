"""The helpers' credits on the screen: who has mended how many copies, by term, to be printed and hung on the wall."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from deskcirc.domain.mending_lessons import HelperCredit
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart
from deskcirc.ui.theme import Theme


class CreditsSheet(TabPage):
    """Paints the credits of a LessonsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.periods = QComboBox()
        self.periods.setAccessibleName(_("Period"))
        self.periods.activated.connect(lambda _row: self.act(f"period:{self.periods.currentData()}"))
        self.told = label("quiet")
        self.lines = LinesView[HelperCredit](theme, _columns(), _cells)
        self.lines.setAccessibleName(_("Helpers who have mended copies"))
        self.lines.set_empty_words(
            _("Nobody has mended a copy in this time.\nWhoever brings a mended copy back in a lesson stands here.")
        )
        head = QHBoxLayout()
        head.addWidget(self.periods)
        head.addWidget(self.told, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Print the list"), "print:credits", "print"))
        foot.addWidget(self.button(_("Thank-you sheet"), "print:credits_thanks", "print"))
        self.save = self.plain_button(_("Save as a table …"))
        self.save.clicked.connect(self._ask_file)
        foot.addWidget(self.save)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint the credits of the period chosen."""
        if not isinstance(state, LessonsPart):
            raise TypeError(state)
        offered = [(period.code, period.name) for period in state.periods]
        if [(self.periods.itemData(at), self.periods.itemText(at)) for at in range(self.periods.count())] != offered:
            self.periods.clear()
            for code, name in offered:
                self.periods.addItem(name, code)
        if state.period is not None:
            self.periods.setCurrentIndex(max(0, self.periods.findData(state.period.code)))
        copies = sum(each.copies for each in state.credits)
        words = ngettext("{count} copy mended", "{count} copies mended", copies)
        self.told.setText(words.format(count=copies) if copies else "")
        self.lines.show_lines(state.credits)

    def _ask_file(self) -> None:
        ask_table_to_save(self.window(), _("Who has mended copies"), self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save:credits", {"file": str(path)})


def _columns() -> Sequence[Column]:
    return (
        Column(_("Who mended")),
        Column(_("Copies mended"), 150),
        Column(_("Minutes"), 120),
        Column(_("Last on"), 170),
    )


def _cells(line: HelperCredit) -> Sequence[Cell]:
    last = full_date(line.last_on) if line.last_on is not None else ""
    return Cell(line.helper), Cell(str(line.copies)), Cell(str(line.minutes)), Cell(last)
