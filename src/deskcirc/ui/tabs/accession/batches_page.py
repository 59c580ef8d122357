"""The batches on the screen: the list of them, and behind each its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.batches import BATCH_SOURCE_WORDS, BATCH_STATE_WORDS, BatchState, money_words
from deskcirc.store.lookups.batches import BatchLine
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.accession.batches_form import batch_form
from deskcirc.ui.tabs.accession.batches_sheet import BatchSheet
from deskcirc.ui.tabs.accession.batches_state import BatchesPart
from deskcirc.ui.tabs.accession.batches_values import values_of
from deskcirc.ui.theme import Theme


class BatchesPage(TabPage):
    """Paints a BatchesPart: all batches, or the sheet of one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = BatchesPart()
        self.batches = LinesView[BatchLine](theme, _columns(), _cells)
        self.batches.setAccessibleName(_("Batches"))
        self.batches.set_empty_words(
            _(
                "No batches yet. A batch is what came together: the books of one invoice, or one gift.\n"
                "Open one when a parcel comes; it is a row of the general ledger."
            )
        )
        self.batches.chosen.connect(lambda line: self.act(f"look:{line.batch.id}"))
        self.open = self.plain_button(_("Open a batch …"), "parcel", main=True)
        self.open.clicked.connect(self._ask_open)
        self.sheet = BatchSheet(theme)
        self.sheet.acted.connect(self.acted)
        self.sheet.change.clicked.connect(self._ask_change)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)

    def show_state(self, state: object) -> None:
        """Paint the list, or the sheet of the batch that is open on the screen."""
        if not isinstance(state, BatchesPart):
            raise TypeError(state)
        self._part = state
        self.batches.show_lines(state.lines)
        self.open.setEnabled(state.may_change)
        self._stack.setCurrentIndex(0 if state.contents is None else 1)
        if state.contents is not None:
            self.sheet.show_contents(state.contents, state.ends, may_change=state.may_change)

    def _list(self) -> QWidget:
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.batches, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.open)
        foot.addStretch()
        rows.addLayout(foot)
        return sheet

    def _ask_open(self) -> None:
        today = self._part.today
        received = {} if today is None else {"received": today.isoformat()}
        self._ask(_("Open a batch"), _("Open the batch"), "open", received)

    def _ask_change(self) -> None:
        if self._part.contents is None:
            return
        batch = self._part.contents.line.batch
        title = _("Change batch {number}").format(number=batch.number)
        self._ask(title, _("Save"), f"change:{batch.id}", values_of(batch.stated))

    def _ask(self, title: str, yes: str, act: str, values: Mapping[str, str]) -> None:
        dialog = batch_form(title, yes, values, self._part.typed or {}, self)
        dialog.answered.connect(lambda answers: self.acted.emit(act, answers))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _columns() -> Sequence[Column]:
    return (
        Column(_("Batch"), 90),
        Column(_("Received on"), 110),
        Column(_("Dealer or donor")),
        Column(_("How it came"), 120, yields=True),
        Column(_("Invoice"), 120, yields=True),
        Column(_("Expected"), 88, yields=True),
        Column(_("Registered"), 100),
        Column(_("Value"), 90),
        Column(_("State"), 130),
    )


def _cells(line: BatchLine) -> Sequence[Cell]:
    batch = line.batch
    stated = batch.stated
    return (
        Cell(batch.number),
        Cell(stated.received.isoformat()),
        Cell(stated.dealer or stated.donor or "–"),
        Cell(_(BATCH_SOURCE_WORDS[stated.source])),
        Cell(stated.invoice or "–"),
        Cell(str(line.expected) if line.expected else "–"),
        Cell(str(line.copies) if line.copies else "–"),
        Cell(money_words(line.value) if line.copies else "–"),
        Cell(_(BATCH_STATE_WORDS[batch.state]), Tone.DONE if batch.state is BatchState.CLOSED else None),
    )
