"""A collector file before it is taken in: its first lines, what would come of it, and what a person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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

from deskcirc.desk.count_files import TriedLine
from deskcirc.domain.collector_files import CollectorFile
from deskcirc.exchange.collector_source import DELIMITERS
from deskcirc.exchange.delimited import ENCODINGS
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.files_part import FilesPart
from deskcirc.ui.tabs.stocktake.files_preview import FilePreview
from deskcirc.ui.tabs.stocktake.files_words import kind_words, samples
from deskcirc.ui.tabs.stocktake.scanning_figures import Figures, figures_of
from deskcirc.ui.tabs.stocktake.scanning_words import KIND_LOOKS
from deskcirc.ui.theme import Theme

_DELIMITER_WORDS: Final = dict(
    zip(
        DELIMITERS,
        (marked("comma"), marked("semicolon"), marked("tab"), marked("bar |"), marked("blanks")),
        strict=True,
    )
)
_MOST_WARNINGS: Final = 3
_LEAST: Final = 96  # pixels of the lists
_NARROW: Final = 900
_LOW: Final = 400


class FileTrialPanel(TabPage):
    """Paints the trial of a FilesPart; what a person says goes out as the act "change"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._said: dict[str, str] = {}
        self._in_a_row = 0
        self.name, self.what = label("name"), ElidedLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = FilePreview(theme)
        self.preview.changed.connect(lambda columns: self.acted.emit("change", {"columns": columns}))
        self.samples = LinesView[TriedLine](theme, _columns(), _cells)
        self.samples.setAccessibleName(_("Lines of each kind"))
        self.samples.setMinimumHeight(theme.px(_LEAST))
        self.samples.set_empty_words(_("Every line was counted."))
        self.figures = Figures(theme)
        self.warnings = QLabel()
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        # No wrapping: a page of a height that depends on its width would ask for more than a small screen has.
        self.warnings.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.device, self.person = self._names(_("Handheld")), self._names(_("Person"))
        self.day = self._line("counted_on", _("Day of the scans"))
        self.clock = self._line("clock", _("What the handheld's clock shows now"))
        self.clock.setPlaceholderText(_("right, as far as known"))
        self.widths = self._line("widths", _("Widths"))
        self.widths.setPlaceholderText("20,4")
        self.ignore = QCheckBox(_("Leave its times aside"))
        self.ignore.clicked.connect(lambda on: self.acted.emit("change", {"ignore_times": "yes" if on else ""}))
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        for combo, name, words in (
            (self.encoding, "encoding", _("Encoding")),
            (self.delimiter, "delimiter", _("Cells are parted by")),
        ):
            combo.setAccessibleName(words)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.activated.connect(lambda _row, combo=combo, name=name: self._choose(name, combo))
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the file that is being tried."""
        if not isinstance(state, FilesPart):
            raise TypeError(state)
        trial = state.trial
        if trial is None:
            return
        self.name.setText(trial.file.name)
        self.what.setText(f"{trial.file.sentence()}  →  {trial.stocktake.named}")
        self.preview.show_file(trial.file)
        self.samples.show_lines(samples(trial, blind=state.is_blind))
        self.figures.show_figures(figures_of(trial.sums, blind=state.is_blind))
        said = [trial.why_not] if trial.why_not else list(state.warnings)
        self.warnings.setText("\n".join(f"· {words}" for words in said[:_MOST_WARNINGS]))
        self.warnings.setToolTip("\n".join(said))
        self.warnings.setVisible(bool(said))
        order = trial.order
        self._fill(self.device, state.devices, order.device)
        self._fill(self.person, state.people, order.person)
        day = order.counted_on.isoformat() if order.counted_on else ""
        self.day.setPlaceholderText(state.day_shown)
        for line, text in ((self.day, day), (self.clock, state.clock), (self.widths, _widths(state))):
            if not line.hasFocus():
                line.setText(text)
            self._said[line.objectName()] = text
        self.ignore.setChecked(order.ignore_times)
        self._show_choices(state, trial.file)

    def _show_choices(self, state: FilesPart, file: CollectorFile) -> None:
        reading = state.reading
        chosen = ("", "") if reading is None else (reading.encoding, reading.delimiter)
        alone = _("fixed widths") if file.widths else _("one code a line")
        found = _(_DELIMITER_WORDS[file.delimiter]) if file.delimiter in _DELIMITER_WORDS else alone
        rows = (
            (self.encoding, file.encoding, {name: name for name in ENCODINGS}, chosen[0]),
            (self.delimiter, found, {sign: _(words) for sign, words in _DELIMITER_WORDS.items()}, chosen[1]),
        )
        for combo, told, choices, value in rows:
            combo.clear()
            combo.addItem(_("{found} (found)").format(found=told or _("workbook")), "")
            for data, words in choices.items():
                combo.addItem(words, data)
            combo.setCurrentIndex(max(combo.findData(value), 0))
            combo.setEnabled(bool(file.encoding))
        self.widths.setEnabled(bool(file.encoding))

    def _names(self, words: str) -> QComboBox:
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setCompleter(None)  # type: ignore[arg-type]  # a list that comes up would eat the keys of a scan
        combo.setAccessibleName(words)
        combo.setMinimumWidth(self._theme.px(90))
        return combo

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.editingFinished.connect(lambda: self._typed(line))
        return line

    def _typed(self, line: QLineEdit) -> None:
        name = line.objectName()
        if line.text() != self._said.get(name, ""):
            self._said[name] = line.text()
            self.acted.emit("change", {name: line.text()})

    def _choose(self, name: str, combo: QComboBox) -> None:
        self.acted.emit("change", {name: str(combo.currentData())})

    @staticmethod
    def _fill(combo: QComboBox, names: tuple[str, ...], value: str) -> None:
        """The names given before; what somebody is writing stays."""
        typed = combo.currentText()
        if [combo.itemText(at) for at in range(combo.count())] != list(names):
            combo.clear()
            combo.addItems(list(names))
            combo.setEditText(typed)
        if value and not typed:
            combo.setEditText(value)

    def _arrange(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addWidget(self.what, 1)
        head.addWidget(self.ignore)
        self._grid = fields = QGridLayout()
        fields.setHorizontalSpacing(theme.px(8))
        fields.setVerticalSpacing(theme.px(2))
        self._fields: tuple[tuple[QLabel, QWidget], ...] = tuple(
            (label("quiet", words), widget)
            for words, widget in (
                (_("Handheld"), self.device),
                (_("Person"), self.person),
                (_("Day of lines without one"), self.day),
                (_("Its clock shows now"), self.clock),
                (_("Encoding"), self.encoding),
                (_("Parted by"), self.delimiter),
                (_("Widths"), self.widths),
            )
        )
        self._lay_fields(len(self._fields))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self.figures)
        layout.addWidget(self.warnings)
        layout.addLayout(fields)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(10))
        sides.addWidget(self.preview, 1)
        sides.addWidget(self.samples, 1)
        layout.addLayout(sides, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """In a narrow window the fields stand in two rows, on a low page the figures are smaller."""
        super().resizeEvent(event)
        self.figures.set_low(low=event.size().height() < self._theme.px(_LOW))
        narrow = event.size().width() < self._theme.px(_NARROW)
        self._lay_fields(-(-len(self._fields) // 2) if narrow else len(self._fields))

    def _lay_fields(self, columns: int) -> None:
        """Each field under its words, so many beside each other."""
        if columns == self._in_a_row:
            return
        self._in_a_row = columns
        for place, (words, widget) in enumerate(self._fields):
            row, column = divmod(place, columns)
            self._grid.addWidget(words, 2 * row, column)
            self._grid.addWidget(widget, 2 * row + 1, column)
        for column in range(len(self._fields)):
            self._grid.setColumnStretch(column, int(column < columns))


def _columns() -> Sequence[Column]:
    return (
        Column(_("Line"), 62),
        Column(_("Code"), 110),
        Column(_("Title"), yields=True),
        Column(_("What it is"), 190),
    )


def _cells(each: TriedLine) -> Sequence[Cell]:
    return (
        Cell(str(each.counted.line or "")),
        Cell(each.counted.code),
        Cell(each.title or "–"),
        Cell(kind_words(each), *KIND_LOOKS[each.counted.kind]),
    )


def _widths(state: FilesPart) -> str:
    return "" if state.reading is None else ",".join(map(str, state.reading.widths))
