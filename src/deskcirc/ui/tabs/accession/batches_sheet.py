"""The sheet of one batch on the screen: what is stated of it, what is in it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.batches import BATCH_SOURCE_WORDS, BATCH_STATE_WORDS, discount_words, money_words
from deskcirc.store.lookups.batches import BatchContents, Division
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.theme import Theme


class BatchSheet(TabPage):
    """Shows BatchContents; the page it lies in passes its acts on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title, self.state = label("title"), label("quiet")
        self.stated, self.figures = label(""), label("")
        for words in (self.stated, self.figures):
            words.setWordWrap(True)
        self.divisions = LinesView[Division](theme, _columns(), _cells)
        self.divisions.setAccessibleName(_("Copies by division of the classification"))
        self.divisions.set_empty_words(_("Nothing is registered in this batch yet."))
        self.change = self.plain_button(_("Change …"))
        head = QHBoxLayout()
        head.addWidget(self.button(_("All batches"), "list"))
        head.addWidget(self.title)
        head.addStretch()
        head.addWidget(self.state)
        foot = QHBoxLayout()
        foot.addWidget(self.change)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.stated)
        layout.addWidget(self.figures)
        layout.addWidget(self.divisions, 1)
        layout.addLayout(foot)

    def show_contents(self, contents: BatchContents, *, may_change: bool) -> None:
        """Paint the batch."""
        batch = contents.line.batch
        self.title.setText(batch.name)
        self.state.setText(_(BATCH_STATE_WORDS[batch.state]))
        self.stated.setText(_stated_words(contents))
        self.figures.setText(_figure_words(contents))
        self.divisions.show_lines(contents.divisions)
        self.change.setEnabled(may_change and batch.is_under_way)


def _stated_words(contents: BatchContents) -> str:
    """What is stated of the batch in one line; what nobody stated is left out."""
    stated = contents.line.batch.stated
    paid = money_words(stated.paid)
    parts = (
        _(BATCH_SOURCE_WORDS[stated.source]),
        _("received {day}").format(day=stated.received.isoformat()),
        _("invoice {invoice}").format(invoice=stated.invoice) if stated.invoice else "",
        _("fund: {fund}").format(fund=stated.fund) if stated.fund else "",
        _("discount {discount}").format(discount=discount_words(stated.discount)) if stated.discount else "",
        _("paid {amount} yuan").format(amount=paid) if paid else "",
        stated.note,
    )
    return " · ".join(part for part in parts if part)


def _figure_words(contents: BatchContents) -> str:
    line = contents.line
    registered = _("{titles} titles, {copies} copies registered, list price {value} yuan").format(
        titles=line.titles, copies=line.copies, value=money_words(line.value)
    )
    if not contents.first_number:
        return registered
    numbers = _("accession numbers {first} to {last}").format(first=contents.first_number, last=contents.last_number)
    return f"{registered} · {numbers}"


def _columns() -> Sequence[Column]:
    return (Column(_("Class")), Column(_("Titles"), 100), Column(_("Copies"), 100), Column(_("Value"), 140))


def _cells(division: Division) -> Sequence[Cell]:
    return (
        Cell(division.letter or _("without a class number")),
        Cell(str(division.titles)),
        Cell(str(division.copies)),
        Cell(money_words(division.value)),
    )
