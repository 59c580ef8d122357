"""The page that tells what an import will bring, or has brought: figures, doubts by how often, the rows to look at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.import_lines import OutcomeLine, outcome_cells, outcome_columns, outcome_lines
from deskcirc.ui.import_words import FileImport, mark_lines, summary_sentences
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.tab_page import Card, label
from deskcirc.ui.theme import Theme

_LOWEST_LIST: Final = 80  # pixels at 96 dots an inch: the heading and a row


class OutcomePage(QWidget):
    """Shows one FileImport, of a dry run or a real one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = label("name")
        self.headline.setWordWrap(True)
        self._figures = {name: label("name") for name in ("added", "matched", "refused")}
        self._sentences = label("")
        self._sentences.setWordWrap(True)
        self._doubts = Card(theme, _("Doubtful, but imported"))
        self._marks = QLabel()
        self._marks.setWordWrap(True)
        self._doubts.body.addWidget(self._marks)
        self.list: LinesView[OutcomeLine] = LinesView(theme, outcome_columns(), outcome_cells)
        self.list.setAccessibleName(_("Rows to look at"))
        self.list.setMinimumHeight(theme.px(_LOWEST_LIST))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.headline)
        layout.addLayout(self._figure_row(theme))
        layout.addWidget(self._sentences)
        layout.addWidget(self._doubts)
        layout.addWidget(self.list, 1)
        self._stretch = QWidget()
        layout.addWidget(self._stretch, 1)

    def show_outcome(self, done: FileImport) -> None:
        """Tell what came of the file, or what would come of it."""
        summary = done.summary
        for name, figure in self._figures.items():
            figure.setText(f"{getattr(summary, name):,}")
        self._headline(done)
        # The first sentence gives the figures that stand in the cards.
        self._sentences.setText("\n".join(summary_sentences(done)[1:]))
        self._show_marks(done)
        lines = tuple(outcome_lines(done))
        self.list.show_lines(lines)
        self.list.setVisible(bool(lines))
        self._stretch.setVisible(not lines)

    def show_undone(self, sentence: str) -> None:
        """Tell that what was added is gone again."""
        self.say(sentence, "done")
        self._figures["added"].setText("0")
        self._sentences.clear()

    def say(self, sentence: str, part: str) -> None:
        """Put another sentence into the headline."""
        self.headline.setText(sentence)
        self.headline.setProperty("part", part)
        self.headline.style().unpolish(self.headline)
        self.headline.style().polish(self.headline)

    def _headline(self, done: FileImport) -> None:
        count = done.summary.added
        if done.dry_run:
            words = ngettext("{count} row will be added", "{count} rows will be added", count)
        else:
            words = ngettext("{count} row was added", "{count} rows were added", count)
        self.say(words.format(count=f"{count:,}") if count else _("Nothing new is in this file"), "name")

    def _figure_row(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        words = {"added": _("added"), "matched": _("already known"), "refused": _("refused")}
        for name, figure in self._figures.items():
            card = Card(theme)
            inside = QHBoxLayout()
            inside.addWidget(figure)
            inside.addWidget(label("quiet", words[name]), 0, Qt.AlignmentFlag.AlignBottom)
            inside.addStretch()
            card.body.addLayout(inside)
            row.addWidget(card, 1)
        return row

    def _show_marks(self, done: FileImport) -> None:
        lines = mark_lines(done.summary)
        self._marks.setText("   ·   ".join(f"{number:,} × {name}" for number, name in lines))
        self._doubts.setVisible(bool(lines))
