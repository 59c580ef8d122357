"""Handing over on the screen: copies that wait, hand-overs that were made, and the bulletin that announces them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from deskcirc.domain.hand_over import HandOver, WaitingCopy
from deskcirc.domain.prices import format_fen
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sided_page import SidedPage, list_over
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.accession.bulletin_sheet import BulletinSheet
from deskcirc.ui.tabs.accession.hand_over_part import HandOverPart, View
from deskcirc.ui.tabs.accession.hand_over_state import unready_words
from deskcirc.ui.theme import Theme


class HandOverPage(SidedPage[View]):
    """Paints a HandOverPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = HandOverPart()
        self.waiting = LinesView[tuple[WaitingCopy, bool]](theme, _waiting_columns(), _waiting_cells)
        self.made = LinesView[HandOver](theme, _made_columns(), _made_cells)
        self.batch = QComboBox()
        self.told = label("quiet")
        self.tick_all = self.button(_("Tick all"), "tick_all")
        self.go = self.plain_button(_("Hand over …"), "check", main=True)
        self.bulletin = BulletinSheet(theme)
        self._name_lists()
        sides = {
            View.WAITING: (_("To hand over"), self._waiting_body()),
            View.MADE: (_("Hand-overs"), self._made_body()),
            View.BULLETIN: (_("New-book bulletin"), self.bulletin),
        }
        self.lay_sides(sides)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top."""
        if not isinstance(state, HandOverPart):
            raise TypeError(state)
        self._part = state
        self.waiting.show_lines([(each, each.copy.id in state.ticked) for each in state.waiting])
        self._offer_batches(state)
        self.told.setText(_told(state))
        self.go.setEnabled(state.may_change and bool(state.ticked))
        self.made.show_lines(state.made)
        if state.view is View.BULLETIN:
            self.bulletin.show_state(state)
        self.show_side(state.view)

    def _name_lists(self) -> None:
        self.waiting.setAccessibleName(_("Copies that wait to be handed over"))
        self.waiting.set_empty_words(
            _(
                "Nothing waits: copies come here once they are registered in Cataloguing.\n"
                "From the hand-over on they may be lent; before it the counter does not lend them."
            )
        )
        self.waiting.clicked.connect(self._click)
        self.waiting.chosen.connect(lambda line: self.act(f"tick:{line[0].copy.id}"))
        self.batch.setAccessibleName(_("Batch"))
        self.batch.activated.connect(lambda _row: self.act(f"batch:{self.batch.currentData()}"))
        self.go.clicked.connect(self._ask)
        self.made.setAccessibleName(_("Hand-overs"))
        self.made.set_empty_words(_("No hand-over yet. Each is listed here, and its sheet can be printed again."))
        self.made.chosen.connect(lambda line: self.act(f"print:{line.id}"))

    def _waiting_body(self) -> QWidget:
        foot = QHBoxLayout()
        foot.addWidget(self.tick_all)
        foot.addWidget(self.button(_("Tick none"), "tick_none"))
        foot.addWidget(self.batch)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.go)
        return list_over(self.waiting, foot)

    def _made_body(self) -> QWidget:
        again = self.plain_button(_("Print the sheet again"), "print")
        again.clicked.connect(lambda: self._of_line("print"))
        announce = self.plain_button(_("Announce them"))
        announce.clicked.connect(lambda: self._of_line("announce"))
        foot = QHBoxLayout()
        foot.addWidget(again)
        foot.addWidget(announce)
        foot.addStretch()
        return list_over(self.made, foot)

    def _of_line(self, verb: str) -> None:
        line = self.made.selected_line()
        if line is not None:
            self.act(f"{verb}:{line.id}")

    def _offer_batches(self, part: HandOverPart) -> None:
        offered = ["", *part.waiting_batches]
        if [self.batch.itemData(at) for at in range(self.batch.count())] != offered:
            self.batch.clear()
            for number in offered:
                self.batch.addItem(_("batch {number}").format(number=number) if number else _("all batches"), number)
        self.batch.setCurrentIndex(max(0, self.batch.findData(part.batch)))

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.act(f"tick:{self.waiting.lines[index.row()][0].copy.id}")

    def _ask(self) -> None:
        """Who receives the copies, after what is not ready is said: it may go all the same."""
        count = len(self._part.chosen)
        unready = unready_words(self._part.chosen)
        sentences = [_("From now on they are in stock and may be lent; they stand on the trolley until shelved.")]
        if unready:
            sentences += [_("Not ready yet, and handed over all the same:"), *unready]
        fields = (Field("receiver", _("Received by")), Field("note", _("Note (optional)"), required=False))
        words = ngettext("Hand over {count} copy", "Hand over {count} copies", count).format(count=count)
        dialog = QuestionDialog(words, sentences, fields, _("Hand over"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit("hand_over", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _told(part: HandOverPart) -> str:
    words = ngettext("{count} copy waits", "{count} copies wait", len(part.waiting))
    said = words.format(count=len(part.waiting))
    if not part.ticked:
        return said if part.waiting else ""
    chosen = part.chosen
    unready = sum(bool(each.misses) for each in chosen)
    value = format_fen(sum(each.copy.price or 0 for each in chosen))
    said = _("{said}, {count} ticked, {amount} yuan").format(said=said, count=len(chosen), amount=value)
    return _("{said}, {count} of them not ready").format(said=said, count=unready) if unready else said


def _waiting_columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Batch"), 100, yields=True),
        Column(_("Location"), 110, yields=True),
        Column(_("Call number"), 140),
        Column(_("Title")),
        Column(_("Accession No."), 120),
        Column(_("Not done yet"), 210),
    )


def _waiting_cells(line: tuple[WaitingCopy, bool]) -> Sequence[Cell]:
    waiting, ticked = line
    copy = waiting.copy
    return (
        Cell("", Tone.DONE) if ticked else Cell("☐"),
        Cell(waiting.batch or "–"),
        Cell(copy.location or "–"),
        Cell(copy.call_number or "–"),
        Cell(copy.name),
        Cell(copy.accession_number),
        Cell(_(", ").join(waiting.misses), Tone.LOOK) if waiting.misses else Cell(_("ready"), Tone.DONE),
    )


def _made_columns() -> Sequence[Column]:
    return (
        Column(_("Hand-over No."), 120),
        Column(_("Day"), 140),
        Column(_("Copies"), 80),
        Column(_("Value (yuan)"), 110),
        Column(_("Received by"), 150),
        Column(_("Note")),
    )


def _made_cells(line: HandOver) -> Sequence[Cell]:
    return (
        Cell(line.number),
        Cell(full_date(line.on)),
        Cell(str(line.copies)),
        Cell(format_fen(line.value)),
        Cell(line.receiver),
        Cell(line.note),
    )
