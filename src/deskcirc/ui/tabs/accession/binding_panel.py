"""Binding on the screen: the issues of a magazine with the gaps between them, and beneath them the bound volume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
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

from deskcirc.domain.binding import volume_words
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.focus import READS_MEANWHILE
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.binding_part import YES, BindingPart, IssueLine
from deskcirc.ui.theme import Theme


class BindingPanel(TabPage):
    """Paints a BindingPart; its acts are those that `binding_part.on_act` knows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._edits: dict[str, QWidget] = {}
        self.issues = LinesView[IssueLine](theme, _columns(), _cells)
        self.issues.setAccessibleName(_("Issues of this magazine"))
        self.issues.set_empty_words(
            _(
                "No loose issue is here. Issues are registered under “Copies”, each with its number as its volume,\n"
                "such as 2026年第3期; here a year of them becomes one bound copy."
            )
        )
        self.issues.setMinimumHeight(theme.px(120))
        self.issues.chosen.connect(self._tick)
        self.issues.clicked.connect(self._click)
        self.told = label("quiet")
        self.preview = label("title")
        self.preview.setAccessibleName(_("The bound volume"))
        self.flaw = label("quiet")
        for words in (self.preview, self.flaw):
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the page
        self.bind = self.plain_button(_("Bind"), "check", main=True)
        self.bind.clicked.connect(self._bind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._head())
        layout.addWidget(self.issues, 1)
        layout.addLayout(self._form())
        layout.addLayout(self._foot())

    def show_state(self, state: object) -> None:
        """Paint the issues and the order; a field that somebody writes in keeps what is written."""
        if not isinstance(state, BindingPart):
            raise TypeError(state)
        self.issues.show_lines(state.lines)
        self._offer("year", [Named(year, str(year)) for year in state.years], _("all years"))
        self._offer("item_type", state.item_types)
        self._offer("location", state.locations, _("no place yet"))
        for name, edit in self._edits.items():
            _write(edit, state.values.get(name, ""))
        for name, words in _hints(state).items():
            edit = self._edits[name]
            if isinstance(edit, QLineEdit):
                edit.setPlaceholderText(words)
        self.told.setText(_told(state))
        self.preview.setText(_preview(state))
        self.flaw.setText(" ".join(state.flaws[:1]))
        self.flaw.setToolTip("\n".join(state.flaws))
        self.bind.setEnabled(bool(state.chosen))

    def values(self) -> Mapping[str, str]:
        """The order form as it stands."""
        return {name: _read(edit) for name, edit in self._edits.items()}

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        year = QComboBox()
        said = QLabel(_("Year"))
        said.setBuddy(year)
        self._take("year", _("Year"), year)
        row.addWidget(said)
        row.addWidget(year)
        for words, act in ((_("Tick all"), "binding_all"), (_("Tick none"), "binding_none")):
            row.addWidget(self.button(words, act))
        row.addWidget(self.told, 1)
        return row

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(8))
        grid.setVerticalSpacing(self._theme.px(6))
        rows: Sequence[Sequence[tuple[str, str, QWidget]]] = (
            (
                ("volume", _("Volume"), QLineEdit()),
                ("cost", _("Binding in yuan"), ScanLine()),
                ("price", _("Price in yuan"), ScanLine()),
            ),
            (
                ("start", _("Accession number"), ScanLine()),
                ("item_type", _("Item type"), QComboBox()),
                ("location", _("Place"), QComboBox()),
            ),
            (
                ("label", "", QCheckBox(_("Onto the list of labels to print"))),
                ("in_stock", "", QCheckBox(_("Straight to the shelf"))),
            ),
        )
        for row, fields in enumerate(rows):
            for column, (name, words, edit) in enumerate(fields):
                said = QLabel(words)
                said.setBuddy(edit)
                self._take(name, words, edit)
                grid.addWidget(said, row, 2 * column)
                grid.addWidget(edit, row, 2 * column + 1)
        for column in (1, 3, 5):
            grid.setColumnStretch(column, 1)
        return grid

    def _take(self, name: str, words: str, edit: QWidget) -> None:
        edit.setObjectName(f"binding_{name}")
        edit.setProperty(READS_MEANWHILE, True)
        self._edits[name] = edit
        if isinstance(edit, QCheckBox):
            edit.setAccessibleName(edit.text())
            edit.clicked.connect(self._look)
            return
        edit.setAccessibleName(words)
        if isinstance(edit, QComboBox):
            edit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            edit.setMinimumContentsLength(8)
            edit.activated.connect(self._look)
        elif isinstance(edit, QLineEdit):
            edit.editingFinished.connect(self._look_when_left)
            edit.returnPressed.connect(self._bind)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.bind)
        row.addWidget(self.preview, 2)
        row.addWidget(self.flaw, 3)
        return row

    def _offer(self, name: str, named: Sequence[Named], nothing: str = "") -> None:
        box = self._edits[name]
        assert isinstance(box, QComboBox)  # noqa: S101  as the form makes it
        offered = [*([(nothing, "")] if nothing else []), *((each.name, str(each.id)) for each in named)]
        if offered == [(box.itemText(place), box.itemData(place)) for place in range(box.count())]:
            return
        box.clear()
        for words, value in offered:
            box.addItem(words, value)

    def _click(self, index: QModelIndex) -> None:
        """A click on the tick itself; anywhere else it only puts the cursor there."""
        if index.column() == 0:
            self._tick(self.issues.lines[index.row()])

    def _tick(self, line: IssueLine) -> None:
        if line.copy is not None and not line.why_not:
            self.acted.emit(f"binding_tick:{line.copy.id}", dict(self.values()))

    def _look(self) -> None:
        self.acted.emit("binding_look", dict(self.values()))

    def _look_when_left(self) -> None:
        """Return, which keeps the field, binds; what it said must stay on the screen."""
        edit = self.sender()
        if isinstance(edit, QLineEdit) and not edit.hasFocus() and edit.isModified():
            edit.setModified(False)
            self._look()

    def _bind(self) -> None:
        if self.bind.isEnabled():
            self.acted.emit("binding_bind", dict(self.values()))


def _hints(part: BindingPart) -> Mapping[str, str]:
    """What is taken where nothing is typed."""
    price = part.plan.price
    return {
        "volume": part.plan.volume,
        "cost": format_fen(0),
        "price": _("that of the issues") if price is None else format_fen(price),
        "start": part.plan.number or _("the next one"),
    }


def _told(part: BindingPart) -> str:
    count = len(part.chosen)
    if not part.lines:
        return ""
    said = [ngettext("{count} issue ticked", "{count} issues ticked", count).format(count=count)]
    missing = sum(1 for line in part.lines if line.copy is None)
    if missing:
        said.append(ngettext("{count} number missing", "{count} numbers missing", missing).format(count=missing))
    return " · ".join(said)


def _preview(part: BindingPart) -> str:
    plan = part.plan
    if part.flaws or not part.chosen:
        return ""
    price = "" if plan.price is None else _("{amount} yuan").format(amount=format_fen(plan.price))
    return " · ".join(filter(None, (plan.volume, plan.number, price)))


def _read(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData() or "")
    if isinstance(edit, QCheckBox):
        return YES if edit.isChecked() else ""
    return edit.text() if isinstance(edit, QLineEdit) else ""


def _write(edit: QWidget, value: str) -> None:
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(max(0, edit.findData(value)))
    elif isinstance(edit, QCheckBox):
        edit.setChecked(value == YES)
    elif isinstance(edit, QLineEdit) and edit.text() != value and not (edit.hasFocus() and edit.isModified()):
        edit.setText(value)


def _columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Issue"), 170),
        Column(_("Accession number"), 130),
        Column(_("Price"), 70),
        Column(_("Place"), 120, yields=True),
        Column(_("What stands in the way")),
    )


def _cells(line: IssueLine) -> Sequence[Cell]:
    copy = line.copy
    if copy is None:
        return (
            Cell(""),
            Cell(volume_words([line.issue])),
            Cell("–"),
            Cell("–"),
            Cell("–"),
            Cell(_("this number is missing"), Tone.LOOK),
        )
    tick = Cell("") if line.why_not else Cell("", Tone.DONE) if line.ticked else Cell("☐")
    return (
        tick,
        Cell(copy.volume or "–"),
        Cell(copy.number),
        Cell("–" if copy.price is None else format_fen(copy.price)),
        Cell(copy.place or "–"),
        Cell(" ".join(line.why_not)),
    )
