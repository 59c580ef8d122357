"""The sheet of one batch on the screen: what is stated of it, what is in it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.batches import (
    BATCH_SOURCE_WORDS,
    BATCH_STATE_WORDS,
    LIST_PRICE,
    BatchState,
    discount_words,
    money_words,
)
from deskcirc.domain.stock_words import arrived_words, titles_and_copies
from deskcirc.store.lookups.batches import BatchContents, Division
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.theme import Theme


class BatchSheet(TabPage):
    """Shows BatchContents; the page it lies in passes its acts on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._batch_id = 0
        self._ends: tuple[str, ...] = ()
        self.title, self.state = label("title"), label("quiet")
        self.stated, self.figures = label(""), label("")
        self.ends = label("look")
        for words in (self.stated, self.figures, self.ends):
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
        self.delivery = self.plain_button(_("Delivery check"))
        self.delivery.clicked.connect(lambda: self.act(f"in:accession:delivery.choose:{self._batch_id}"))
        self.cancel = self._asking(_("Cancel the batch …"), self._ask_cancel)
        self.reopen = self._asking(_("Open it again …"), self._ask_reopen)
        self.close_batch = self._asking(_("Close the batch …"), self._ask_close, main=True)
        for button in (self.delivery, self.change, self.cancel, self.reopen):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.close_batch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.stated)
        layout.addWidget(self.figures)
        layout.addWidget(self.ends)
        layout.addWidget(self.divisions, 1)
        layout.addLayout(foot)

    def show_contents(self, contents: BatchContents, ends: Sequence[str], *, may_change: bool) -> None:
        """Paint the batch; `ends` is what speaks against closing it."""
        batch = contents.line.batch
        self._batch_id, self._ends = batch.id, tuple(ends)
        self.title.setText(batch.name)
        self.state.setText(_(BATCH_STATE_WORDS[batch.state]))
        self.stated.setText(_stated_words(contents))
        self.figures.setText(_figure_words(contents))
        self.figures.setVisible(bool(self.figures.text()))
        self.divisions.show_lines(contents.divisions)
        started = contents.line.copies or contents.line.expected
        self.ends.setText(" ".join(ends))
        self.ends.setVisible(bool(ends and started))
        for button, shown in (
            (self.delivery, batch.is_under_way),
            (self.change, batch.is_under_way),
            (self.cancel, batch.is_under_way and not contents.line.copies),
            (self.close_batch, batch.is_under_way),
            (self.reopen, batch.state is not BatchState.OPEN),
        ):
            button.setVisible(shown)
            button.setEnabled(may_change)
        self._mark_main(self.delivery if not contents.line.copies and ends else self.close_batch)

    def _mark_main(self, main: QPushButton) -> None:
        """What comes next stands out: the parcel is unpacked first, and closed when its books are registered."""
        for button in (self.delivery, self.close_batch):
            part = "main" if button is main else None
            if button.property("part") != part:
                button.setProperty("part", part)
                button.style().unpolish(button)
                button.style().polish(button)

    def _asking(self, words: str, ask: Callable[[], None], *, main: bool = False) -> QPushButton:
        button = self.plain_button(words, main=main)
        button.clicked.connect(ask)
        return button

    def _ask_close(self) -> None:
        """A batch with nothing open is closed at once; else what is open is named, and a reason asked for."""
        if not self._ends:
            self.act(f"close:{self._batch_id}")
            return
        field = Field("reason", _("Close it all the same, because"))
        self._ask(_("Not everything of this batch is done"), self._ends, field, _("Close it all the same"), "close")

    def _ask_cancel(self) -> None:
        said = _("Its number stays in the general ledger and is never given to another batch.")
        self._ask(_("Cancel this batch?"), [said], Field("reason", _("Reason")), _("Cancel the batch"), "cancel")

    def _ask_reopen(self) -> None:
        field = Field("reason", _("Reason"), required=False)
        self._ask(_("Open this batch again?"), [], field, _("Open it again"), "reopen")

    def _ask(self, title: str, said: Sequence[str], field: Field, yes: str, verb: str) -> None:
        dialog = QuestionDialog(title, said, [field], yes, self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"{verb}:{self._batch_id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


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
    """What the lists say and what is registered, at list price and at what is paid of it."""
    line = contents.line
    parts = []
    if line.expected or line.arrived:
        parts.append(arrived_words(line.arrived, line.expected))
    if not line.copies:
        return " · ".join(parts)
    registered = _("{stock} registered").format(stock=titles_and_copies(line.titles, line.copies))
    parts += [registered, _("list price {value} yuan").format(value=money_words(line.value))]
    discount = line.batch.stated.discount
    if discount is not None:
        due = money_words(line.value * discount // LIST_PRICE)
        parts.append(_("at {discount}: {amount} yuan").format(discount=discount_words(discount), amount=due))
    if contents.first_number:
        ends = {"first": contents.first_number, "last": contents.last_number}
        parts.append(_("accession numbers {first} to {last}").format(**ends))
    return " · ".join(parts)


def _columns() -> Sequence[Column]:
    return (
        Column(_("Division of the classification")),
        Column(_("Titles"), 100),
        Column(_("Copies"), 100),
        Column(_("Value"), 140),
    )


def _cells(division: Division) -> Sequence[Cell]:
    return (
        Cell(division.letter or _("without a class number")),
        Cell(str(division.titles)),
        Cell(str(division.copies)),
        Cell(money_words(division.value)),
    )
