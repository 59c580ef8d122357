"""The repair queue on the screen: filters, the list, and the copy in hand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskcirc.domain.mending_tasks import mending_minutes
from deskcirc.domain.repair import DAMAGE_KIND_WORDS, REPAIR_STATE_WORDS, Repair, RepairState
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.long_lines import LongLines
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.repair.queue_part import ORDER_WORDS, QueuePart, Show, is_late
from deskcirc.ui.tabs.repair.queue_sheet import RepairSheet
from deskcirc.ui.tabs.repair.queue_words import wanted_line
from deskcirc.ui.theme import Theme

_NARROW: Final = 800
"""Pixels at 96 dots an inch under which the list gives way to the copy in hand."""
_SHEET: Final = 400
_LETTERS: Final = 10
_TONES: Final = {RepairState.MENDED: Tone.DONE, RepairState.BEYOND: Tone.STOP}


class QueuePage(TabPage):
    """Paints a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = QueuePart()
        self.shows = {show: self.toggle(words, f"show:{show.value}") for show, words in _show_words().items()}
        self.kinds, self.orders = QComboBox(), QComboBox()
        self.pupils = self.toggle(_("For pupils"), "pupils", "people")
        self.pile = self.toggle(_("Pile") + "  Ctrl+B", "pile", "parcel")
        self.pile.setToolTip(_("Take in a whole pile: every scan only reports"))
        self.all_back = self.button(_("Put all mended back"), "back_all", "shelf")
        self.all_out = self.button(_("Propose all for withdrawal"), "withdraw_all")
        self.queue = QWidget()
        self.now, self.now_words = QFrame(), QLabel()
        self.no_helper = self.button(_("Nobody in particular"), "no_helper")
        self.lines = LongLines[Repair](theme, _columns(), self._cells)
        self.lines.setAccessibleName(_("Repair queue"))
        self.lines.chosen.connect(lambda line: self.act(f"look:{line.id}"))
        self.sheet = RepairSheet(theme)
        self.sheet.acted.connect(self.acted)
        self._fill_boxes()
        self._arrange(theme)
        self.key("Ctrl+B", "pile")
        self.key("Ctrl+M", "mended")

    def show_state(self, state: object) -> None:
        """Paint the queue, the filters, and the copy in hand."""
        if not isinstance(state, QueuePart):
            raise TypeError(state)
        before, self._part = self._part, state
        for show, button in self.shows.items():
            button.setText(f"{_show_words()[show]}  {state.counts.get(show, 0)}")
            button.setChecked(show is state.show)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(state.kind.value if state.kind else "")))
        self.orders.setCurrentIndex(self.orders.findData(state.order.value))
        self.pupils.setChecked(state.for_pupils)
        self.pile.setChecked(state.pile)
        self.all_back.setVisible(state.show is Show.MENDED and bool(state.shown))
        self.all_out.setVisible(state.show is Show.BEYOND and bool(state.shown) and state.may_withdraw)
        self._show_now(state)
        moved = before.shown is not state.shown or before.chosen is not state.chosen
        self.lines.show_lines(state.shown)
        self.lines.set_empty_words(_empty_words(state))
        if moved:  # a list somebody scrolls through stays where it is
            self.lines.select(_place(state))
        self.sheet.show_state(state)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """In a narrow window the copy in hand takes the place of the list."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < self._theme.px(_NARROW)
        in_hand = self._part.chosen is not None
        self.queue.setVisible(not (narrow and in_hand))
        self.sheet.setVisible(in_hand or not narrow)
        self.sheet.close_button.setVisible(narrow)
        self.sheet.setMaximumWidth(16_777_215 if narrow else self._theme.px(_SHEET))

    def _show_now(self, state: QueuePart) -> None:
        words = _("{helper} mends what is scanned next").format(helper=state.helper) if state.helper else ""
        if state.pile:
            words = _("A pile is taken in: every scan only reports. {count} copies so far.").format(count=state.piled)
        self.now_words.setText(words)
        self.no_helper.setVisible(bool(state.helper) and not state.pile)
        self.now.setVisible(bool(words))

    def _fill_boxes(self) -> None:
        self.kinds.setAccessibleName(_("Kind of damage"))
        self.kinds.addItem(_("Every damage"), "")
        for kind, words in DAMAGE_KIND_WORDS.items():
            self.kinds.addItem(_(words), kind.value)
        for box in (self.kinds, self.orders):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LETTERS)
        self.kinds.activated.connect(lambda _row: self.act(f"of_kind:{self.kinds.currentData()}"))
        self.orders.setAccessibleName(_("Order"))
        for order, said in ORDER_WORDS.items():
            self.orders.addItem(_(said), order.value)
        self.orders.activated.connect(lambda _row: self.act(f"sort:{self.orders.currentData()}"))

    def _arrange(self, theme: Theme) -> None:
        filters, tools = QHBoxLayout(), QHBoxLayout()
        for button in self.shows.values():
            filters.addWidget(button)
        filters.addStretch()
        sheet = self.button(_("Barcodes"), "print_sheet", "print")
        sheet.setToolTip(_("Print the sheet of damage barcodes"))
        for widget in (self.kinds, self.orders, self.pupils, self.all_back, self.all_out):
            tools.addWidget(widget)
        tools.addStretch()
        for widget in (self.pile, sheet):
            tools.addWidget(widget)
        self.now.setProperty("part", "now")
        strip = QHBoxLayout(self.now)
        strip.setContentsMargins(theme.px(12), theme.px(4), theme.px(8), theme.px(4))
        strip.addWidget(self.now_words, 1)
        strip.addWidget(self.no_helper)
        rows = QVBoxLayout(self.queue)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addLayout(filters)
        rows.addLayout(tools)
        rows.addWidget(self.now)
        rows.addWidget(self.lines, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.queue, 1)
        layout.addWidget(self.sheet, 1)

    def _cells(self, line: Repair) -> Sequence[Cell]:
        return (
            Cell(wanted_line(line, short=True), Tone.LOOK if line.waiting else None),
            Cell(line.copy.name),
            Cell(line.damage_words or "–"),
            self._state_cell(line),
            Cell(line.helper or "–"),
            Cell(str(line.minutes or mending_minutes(line.kinds, line.severity))),
            Cell(line.copy.code),
            Cell(line.patron or "–"),
        )

    def _state_cell(self, line: Repair) -> Cell:
        today = self._part.today
        if line.state is RepairState.IN_REPAIR and line.due_back is not None:
            words = _("back {day}").format(day=day_words(line.due_back, today))
            return Cell(words, Tone.LOOK if is_late(line, today) else None)
        if line.copy.id in self._part.proposed:
            return Cell(_("withdrawal proposed"), Tone.REPEAT)
        return Cell(_(REPAIR_STATE_WORDS[line.state]), _TONES.get(line.state))


def _place(part: QueuePart) -> int | None:
    if part.chosen is None:
        return None
    return next((place for place, each in enumerate(part.shown) if each.id == part.chosen.id), None)


def _show_words() -> dict[Show, str]:
    return {
        Show.ALL: _("All"),
        Show.WAITING: _("To mend"),
        Show.AT_TABLE: _("At the table"),
        Show.MENDED: _("Mended ones"),
        Show.LATE: _("Not back in time"),
        Show.BEYOND: _("Given up"),
    }


def _empty_words(part: QueuePart) -> str:
    if part.show is Show.BEYOND:
        return _("Nothing is given up: whatever cannot be mended waits here for its withdrawal.")
    if part.repairs:
        return _("Nothing of this kind waits. “All” shows the whole queue.")
    return _(
        "No damaged copies.\nScan one: it enters the queue. Scan it again: it goes to the table, then it is mended,"
        " then it goes back to its shelf."
    )


def _columns() -> Sequence[Column]:
    return (
        Column(_("Wanted"), 96),
        Column(_("Title")),
        Column(_("Damage"), 130),
        Column(_("State"), 158),
        Column(_("Mends it"), 90, yields=True),
        Column(_("Minutes"), 66, yields=True),
        Column(_("Copy"), 90, yields=True),
        Column(_("Who had it"), 130, yields=True),
    )
