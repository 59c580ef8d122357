"""The list of labels to print on the screen: filters above, the copies, and what is done with them below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QVBoxLayout

from deskcirc.domain.copies import COPY_STATE_WORDS
from deskcirc.domain.label_copies import LabelCopy
from deskcirc.domain.title_names import quoted
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.labels_state import LabelsPart, Order
from deskcirc.ui.theme import Theme


class LabelsPage(TabPage):
    """Paints a LabelsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LabelsPart()
        self.batches = self._list(_("Batch"), "batch")
        self.places = self._list(_("Place"), "place")
        self.order = self._list(_("Order"), "order")
        self.order.addItem(_("By accession number"), Order.NUMBER.value)
        self.order.addItem(_("As on the shelf"), Order.SHELF.value)
        self.numbers = ScanLine()
        self.numbers.setAccessibleName(_("Accession numbers"))
        self.numbers.setPlaceholderText(_("T002267–T002300, T002310"))
        self.numbers.returnPressed.connect(lambda: self._send_numbers("numbers"))
        self.copies = LinesView[LabelCopy](theme, _columns(), _cells)
        self.copies.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.copies.setAccessibleName(_("Labels to print"))
        self.copies.selectionModel().selectionChanged.connect(self._tell)
        self.told = label("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(self._filters())
        layout.addLayout(self._numbers())
        layout.addWidget(self.copies, 1)
        layout.addLayout(self._foot())

    def show_state(self, state: object) -> None:
        """Paint the list with its filters."""
        if not isinstance(state, LabelsPart):
            raise TypeError(state)
        self._part = state
        _fill(self.batches, [(0, _("All batches")), *state.batches], state.batch_id)
        _fill(self.places, [(0, _("All places")), *state.locations], state.location_id)
        self.order.setCurrentIndex(self.order.findData(state.order.value))
        if not self.numbers.hasFocus() or not state.typed:
            self.numbers.setText(state.typed)
        self.copies.set_empty_words(_empty_words(state))
        self.copies.show_lines(state.lines)
        for widget in (self.add, self.print):
            widget.setEnabled(state.may_change)
        self._tell()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in (self.batches, self.places, self.order):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.told)
        return row

    def _numbers(self) -> QHBoxLayout:
        show = self.plain_button(_("Show only these"), "search")
        show.clicked.connect(lambda: self._send_numbers("numbers"))
        self.add = self.plain_button(_("Put on the list"), "flag")
        self.add.clicked.connect(lambda: self._send_numbers("add"))
        row = QHBoxLayout()
        row.addWidget(label("quiet", _("Accession numbers")))
        row.addWidget(self.numbers, 1)
        row.addWidget(show)
        row.addWidget(self.add)
        return row

    def _foot(self) -> QHBoxLayout:
        self.print = self.plain_button(_("Print labels …"), "print", main=True)
        self.print.clicked.connect(lambda: self._send_chosen("print"))
        self.off = self.plain_button(_("Take off the list"))
        self.off.clicked.connect(lambda: self._send_chosen("take_off"))
        row = QHBoxLayout()
        row.addWidget(self.print)
        row.addWidget(self.off)
        row.addStretch()
        row.addWidget(label("quiet", _("Scan a copy whose label is worn or missing: it comes on the list.")))
        return row

    def _list(self, name: str, act: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.activated.connect(lambda _row: self.act(f"{act}:{box.currentData()}"))
        return box

    def _send_numbers(self, act: str) -> None:
        self.acted.emit(act, {"numbers": self.numbers.text()})

    def _send_chosen(self, act: str) -> None:
        """The lines that are selected; for printing, without any all that are listed."""
        ids = " ".join(str(copy.id) for copy in self.copies.selected_lines())
        if ids or act == "print":
            self.acted.emit(act, {"copies": ids})

    def _tell(self) -> None:
        """How many are listed of how many, and what the buttons are about."""
        listed, chosen, every = len(self._part.lines), len(self.copies.selected_lines()), len(self._part.copies)
        words = ngettext("{count} copy wants a label", "{count} copies want labels", every).format(count=every)
        if listed != every:
            words = _("{listed} of {words}").format(listed=listed, words=words)
        if chosen:
            words = _("{words}, {chosen} chosen").format(words=words, chosen=chosen)
        self.told.setText(words if every else "")
        self.off.setEnabled(bool(chosen) and self._part.may_change)


def _empty_words(part: LabelsPart) -> str:
    if part.copies:
        return _("None of the copies that want a label is among these.")
    return _(
        "No copy wants a label. New copies come here when they are registered.\n"
        "Where a label is worn or missing, scan the copy, or type its number above and put it on the list."
    )


def _fill(box: QComboBox, choices: Sequence[tuple[int, str]], chosen: int) -> None:
    if [box.itemData(row) for row in range(box.count())] != [each[0] for each in choices]:
        box.clear()
        for number, words in choices:
            box.addItem(words, number)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _columns() -> Sequence[Column]:
    return (
        Column(_("Accession number"), 130),
        Column(_("Title")),
        Column(_("Call number"), 170),
        Column(_("Batch"), 90, yields=True),
        Column(_("Place"), 130, yields=True),
        Column(_("State"), 140, yields=True),
    )


def _cells(copy: LabelCopy) -> Sequence[Cell]:
    return (
        Cell(copy.accession_number),
        Cell(quoted(copy.title, copy.volume)),
        Cell(copy.call_number) if copy.call_number else Cell(_("none yet"), Tone.LOOK),
        Cell(copy.batch or "–"),
        Cell(copy.location or "–"),
        Cell(_(COPY_STATE_WORDS[copy.state])),
    )
