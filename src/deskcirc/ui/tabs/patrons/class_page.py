"""Everything out in one class, patron by patron: what the class teacher asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.store.lookups.end_of_term import CopyOut
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage, label
from deskcirc.ui.tabs.patrons.class_view import ClassView
from deskcirc.ui.theme import Theme


class ClassPage(TabPage):
    """Paints a ClassView; Return on a line brings its patron up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        columns = (
            Column(_("Name"), 150),
            Column(_("Number"), 130, yields=True),
            Column(_("Title")),
            Column(_("Barcode"), 116, yields=True),
            Column(_("Due"), 240),
        )
        self.lines = LinesView[CopyOut](theme, columns, _cells)
        self.lines.setAccessibleName(_("Out in this class"))
        self.lines.set_empty_words(_("Nothing is out in this class."))
        self.lines.chosen.connect(lambda line: self.act(f"patron:{line.patron_id}"))
        self._card = Card(theme, _("Out in this class"))
        self.counts = label("")
        self.counts.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Back to the list") + "  Esc", "list"))
        foot.addStretch()
        foot.addWidget(self.button(_("Class sheet with barcodes"), "print_sheet", "card"))
        foot.addWidget(self.button(_("Recall list") + "  Ctrl+P", "print_recall", "print"))
        self.key("Ctrl+P", "print_recall")
        for part in (self.counts, self.lines):
            self._card.body.addWidget(part, 1 if part is self.lines else 0)
        self._card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)

    def show_class(self, shown: ClassView) -> None:
        """Paint the class."""
        self._card.title.setText(shown.name)
        teacher = _("Class teacher: {name}").format(name=shown.teacher) if shown.teacher else ""
        self._card.aside.setText(teacher)
        self.counts.setText(_counts(shown))
        self.lines.show_lines(shown.copies)


def _counts(shown: ClassView) -> str:
    out = len(shown.copies)
    corner = ngettext("{count} copy in the class corner", "{count} copies in the class corner", shown.corner)
    return " · ".join(
        (
            ngettext("{count} pupil", "{count} pupils", shown.pupils).format(count=shown.pupils),
            _("{count} of them have something").format(count=shown.borrowers),
            ngettext("{count} copy out", "{count} copies out", out).format(count=out),
            ngettext("{count} late", "{count} late", shown.late).format(count=shown.late),
            *([corner.format(count=shown.corner)] if shown.corner else ()),
        )
    )


def _cells(line: CopyOut) -> Sequence[Cell]:
    due = day_words(line.due)
    if line.days_late:
        late = ngettext("{days} day late", "{days} days late", line.days_late).format(days=line.days_late)
        due = _("{day}, {late}").format(day=due, late=late)
    return (
        Cell(line.patron),
        Cell(line.patron_number),
        Cell(line.name),
        Cell(line.code),
        Cell(due, Tone.LOOK if line.days_late else None),
    )
