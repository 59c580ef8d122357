"""The copies of a title on the screen: those there are, and beneath them the order form that registers more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskcirc.desk.giving_numbers import Labelling
from deskcirc.domain.copies import COPY_STATE_WORDS, bound_words
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.copy_lines import CopyLine
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.ui.focus import READS_MEANWHILE
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.copies_dialogs import change_dialog, change_values, label_dialog, label_values
from deskcirc.ui.tabs.accession.copies_part import YES, CopiesPart
from deskcirc.ui.theme import Theme


class CopiesPanel(TabPage):
    """Paints a CopiesPart; its acts are those that `copies_part.on_act` knows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CopiesPart()
        self._edits: dict[str, QWidget] = {}
        self._sent: Mapping[str, str] = {}
        self.copies = LinesView[CopyLine](theme, _columns(), _cells)
        self.copies.setAccessibleName(_("Copies of this title"))
        self.copies.set_empty_words(_("No copies yet. Say how many came, and register them below."))
        self.copies.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.copies.chosen.connect(lambda _line: self._ask_change())
        self.copies.selectionModel().selectionChanged.connect(self._weigh)
        self.copies.setMinimumHeight(theme.px(110))
        self.preview = label("title")
        self.preview.setAccessibleName(_("Numbers that would be given"))
        self.told = label("quiet")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the page
        self.register = self.plain_button(_("Register"), "check", main=True)
        self.register.clicked.connect(self._register)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.copies, 1)
        layout.addLayout(self._acts_on_copies())
        layout.addLayout(self._form())
        layout.addLayout(self._foot())
        self._weigh()

    def show_state(self, state: object) -> None:
        """Paint the copies and the form; a field that somebody writes in keeps what is written."""
        if not isinstance(state, CopiesPart):
            raise TypeError(state)
        self._part = state
        self.copies.show_lines(state.lines)
        self._offer("series", state.series, _("the series that fits"))
        self._offer("item_type", state.item_types)
        self._offer("location", state.locations, _("no place yet"))
        self._offer("batch", state.batches, _("no batch"))
        for name, edit in self._edits.items():
            _write(edit, state.values.get(name, ""), self._sent.get(name, ""))
        own = state.values.get("labelling", "") == Labelling.OWN
        self._edits["barcodes"].setEnabled(own)
        self.preview.setText(state.preview)
        self.told.setText(" ".join(state.order_flaws[:1]))
        self.told.setToolTip("\n".join(state.order_flaws))
        self._weigh()

    def values(self) -> Mapping[str, str]:
        """The order form as it stands."""
        return {name: _read(edit) for name, edit in self._edits.items()}

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(8))
        grid.setVerticalSpacing(self._theme.px(6))
        rows: Sequence[Sequence[tuple[str, str, QWidget]]] = (
            (
                ("count", _("How many"), ScanLine()),
                ("start", _("First number"), _hinted(ScanLine(), _("the next one"))),
                ("series", _("Number series"), QComboBox()),
            ),
            (
                ("item_type", _("Item type"), QComboBox()),
                ("location", _("Place"), QComboBox()),
                ("batch", _("Batch"), QComboBox()),
            ),
            (
                ("price", _("Price in yuan"), _hinted(ScanLine(), _("the title's"))),
                ("source", _("Source"), _hinted(QLineEdit(), _("the batch's"))),
                ("volumes", _("Volumes"), _hinted(QLineEdit(), _("vol. 1, vol. 2"))),
            ),
            (
                ("labelling", _("Barcode"), _labelling_box()),
                ("barcodes", _("Own barcodes"), _hinted(ScanLine(), _("scan them, or the first of a run"))),
                ("in_stock", "", QCheckBox(_("Straight to the shelf"))),
            ),
        )
        for row, fields in enumerate(rows):
            for column, (name, words, edit) in enumerate(fields):
                self._put(grid, row, column, name, words, edit)
        for column in (1, 3, 5):
            grid.setColumnStretch(column, 1)
        return grid

    def _put(self, grid: QGridLayout, row: int, column: int, name: str, words: str, edit: QWidget) -> None:
        said = QLabel(words)
        said.setBuddy(edit)
        edit.setObjectName(name)
        edit.setProperty(READS_MEANWHILE, True)  # the books of the title are counted meanwhile
        edit.setAccessibleName(words or _("Straight to the shelf"))
        grid.addWidget(said, row, 2 * column)
        grid.addWidget(edit, row, 2 * column + 1)
        self._edits[name] = edit
        if isinstance(edit, QComboBox):
            edit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            edit.activated.connect(self._look)
        elif isinstance(edit, QLineEdit):
            edit.editingFinished.connect(self._look_if_changed)
            edit.returnPressed.connect(self._register)
        elif isinstance(edit, QCheckBox):
            edit.clicked.connect(self._look)

    def _acts_on_copies(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.relabel = self.plain_button(_("New label …"))
        self.relabel.clicked.connect(self._ask_label)
        self.change = self.plain_button(_("Change …"))
        self.change.clicked.connect(self._ask_change)
        row.addWidget(self.relabel)
        row.addWidget(self.change)
        row.addStretch()
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.register)
        row.addWidget(self.preview)
        row.addWidget(self.told, 1)
        return row

    def _offer(self, name: str, named: Sequence[Named], nothing: str = "") -> None:
        box = self._edits[name]
        assert isinstance(box, QComboBox)  # noqa: S101  as the form makes it
        wanted = [(nothing, ""), *((each.name, str(each.id)) for each in named)]
        offered = wanted if nothing else wanted[1:]
        if offered == [(box.itemText(place), box.itemData(place)) for place in range(box.count())]:
            return
        box.clear()
        for words, value in offered:
            box.addItem(words, value)

    def _weigh(self) -> None:
        part, selected = self._part, self.copies.selected_lines()
        self.register.setEnabled(part.may_change and part.title_id is not None)
        self.relabel.setEnabled(part.may_change and len(selected) == 1)
        self.change.setEnabled(part.may_change and bool(selected))

    def _look(self) -> None:
        self._send("copies_look")

    def _look_if_changed(self) -> None:
        """Where a field was left; Return, which keeps it, registers, and what it said must stay on the screen."""
        edit = self.sender()
        if isinstance(edit, QLineEdit) and edit.hasFocus():
            return
        if any(value != self._part.values.get(name, "") for name, value in self.values().items() if value):
            self._look()

    def _register(self) -> None:
        if self.register.isEnabled():
            self._send("copies_register")

    def _send(self, act: str) -> None:
        self._sent = dict(self.values())
        self.acted.emit(act, dict(self._sent))

    def _ask_label(self) -> None:
        lines = self.copies.selected_lines()
        if len(lines) == 1:
            dialog = label_dialog(lines[0], self)
            dialog.answered.connect(
                lambda answers: self.acted.emit(f"copies_label:{lines[0].id}", label_values(answers))
            )
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _ask_change(self) -> None:
        lines = self.copies.selected_lines()
        if lines and self._part.may_change:
            types, places = self._part.item_types, self._part.locations
            dialog = change_dialog(lines, types, places, self)
            act = f"copies_change:{','.join(str(line.id) for line in lines)}"
            dialog.answered.connect(lambda answers: self.acted.emit(act, change_values(answers, types, places)))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()


def _hinted(edit: QLineEdit, words: str) -> QLineEdit:
    edit.setPlaceholderText(words)
    return edit


def _labelling_box() -> QComboBox:
    box = QComboBox()
    for words, value in (
        (_("as the school has set"), ""),
        (_("the number itself"), Labelling.AS_NUMBER.value),
        (_("its own"), Labelling.OWN.value),
        (_("when it is labelled"), Labelling.LATER.value),
    ):
        box.addItem(words, value)
    return box


def _read(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData() or "")
    if isinstance(edit, QCheckBox):
        return YES if edit.isChecked() else ""
    return edit.text() if isinstance(edit, QLineEdit) else ""


def _write(edit: QWidget, value: str, sent: str) -> None:
    """Put the value into the field, but for one in which somebody has written on since the form was sent."""
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(max(0, edit.findData(value)))
    elif isinstance(edit, QCheckBox):
        edit.setChecked(value == YES)
    elif isinstance(edit, QLineEdit) and edit.text() != value and not _is_written_in(edit, sent):
        edit.setText(value)


def _is_written_in(edit: QLineEdit, sent: str) -> bool:
    return edit.hasFocus() and edit.isModified() and edit.text() != sent


def _columns() -> Sequence[Column]:
    return (
        Column(_("Accession number"), 110),
        Column(_("Barcode"), 120, yields=True),
        Column(_("Volume"), 130, yields=True),
        Column(_("Item type"), 100, yields=True),
        Column(_("Place")),
        Column(_("Price"), 70),
        Column(_("Batch"), 90, yields=True),
        Column(_("State"), 130),
    )


def _cells(line: CopyLine) -> Sequence[Cell]:
    return (
        Cell(line.number),
        Cell(line.barcode or _("not labelled")) if line.barcode != line.number else Cell("〃"),
        Cell(line.volume),
        Cell(line.item_type),
        Cell(line.place or "–"),
        Cell("–" if line.price is None else format_fen(line.price)),
        Cell(line.batch or "–"),
        Cell(state_words(line)),
    )


def state_words(line: CopyLine) -> str:
    """What state the copy is in, that it is on loan, or into which copy it was bound."""
    if line.bound_into:
        return bound_words(line.bound_into)
    return _("on loan") if line.on_loan else _(COPY_STATE_WORDS[line.state])
