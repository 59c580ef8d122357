"""The export on the screen: as what, which part of the stock, how much that is, and the button that asks for a name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
)

from deskcirc import paths
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.exchange import EXPORTERS
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_file_to_save
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.ledgers.export_state import ExportPart
from deskcirc.ui.theme import Theme


class ExportPage(TabPage):
    """Paints an ExportPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ExportPart()
        self.formats = QButtonGroup(self)
        self.class_number, self.since = QLineEdit(), QLineEdit()
        self.places, self.batches = QComboBox(), QComboBox()
        self.count, self.hint = label("title"), label("quiet")
        self.hint.setWordWrap(True)
        self.save = self.plain_button(_("Export …"), "folder", main=True)
        self.save.clicked.connect(self._ask_file)
        self.all = self.button(_("The whole stock"), "all")
        self.class_number.setPlaceholderText(_("all; I287 is that class and all below it"))
        self.since.setPlaceholderText(_("from the beginning, or a day: 2026-09-01"))
        self.class_number.editingFinished.connect(self._choose)
        self.since.editingFinished.connect(self._choose)
        self.places.activated.connect(self._choose)
        self.batches.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(label("title", _("What kind of file?")))
        self._add_formats(layout)
        layout.addWidget(label("title", _("Which part of the stock?")))
        layout.addLayout(self._form())
        layout.addWidget(self.count)
        layout.addWidget(self.hint)
        layout.addLayout(self._foot())
        layout.addStretch()

    def show_state(self, state: object) -> None:
        """Write what is chosen, and how much it is."""
        if not isinstance(state, ExportPart):
            raise TypeError(state)
        self._part = state
        for place, exporter in enumerate(EXPORTERS):
            self.formats.button(place).setChecked(exporter.format.value == state.format)
        self.class_number.setText(state.class_number)
        self.since.setText(state.since)
        _fill(self.places, _("all places"), state.places, state.location)
        _fill(self.batches, _("all batches"), state.batches, state.batch)
        self.count.setText(titles_and_copies(state.titles, state.copies, grouped=True))
        self.hint.setText(_hint(state))
        self.save.setEnabled(state.may and state.titles > 0)
        self.all.setEnabled(not state.is_whole)

    def _add_formats(self, layout: QVBoxLayout) -> None:
        for place, exporter in enumerate(EXPORTERS):
            button = QRadioButton(_(exporter.name))
            button.setMinimumWidth(self._theme.px(220))
            button.clicked.connect(self._choose)
            self.formats.addButton(button, place)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addWidget(label("quiet", _(exporter.use)), 1)
            layout.addLayout(row)

    def _form(self) -> QGridLayout:
        """Two fields side by side, so that all of it is seen at once on a small screen."""
        form = QGridLayout()
        form.setHorizontalSpacing(self._theme.px(12))
        fields = (
            (_("Class number"), self.class_number),
            (_("Location"), self.places),
            (_("Changed since"), self.since),
            (_("Batch"), self.batches),
        )
        for place, (words, field) in enumerate(fields):
            field.setAccessibleName(words)
            field.setMinimumWidth(self._theme.px(240))
            field.setMaximumWidth(self._theme.px(340))
            row, column = divmod(place, 2)
            form.addWidget(QLabel(words), row, 2 * column)
            form.addWidget(field, row, 2 * column + 1)
        for column, share in ((1, 4), (3, 4), (4, 1)):
            form.setColumnStretch(column, share)
        return form

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(self.all)
        foot.addStretch()
        return foot

    def _choose(self) -> None:
        """Say what the fields hold now, if it is anything else than before."""
        asked = {
            "format": EXPORTERS[max(0, self.formats.checkedId())].format.value,
            "class_number": self.class_number.text().strip(),
            "location": self.places.currentData() or "",
            "batch": self.batches.currentData() or "",
            "since": self.since.text().strip(),
        }
        if asked != self._part.values():
            self.acted.emit("choose", asked)

    def _ask_file(self) -> None:
        exporter = next(one for one in EXPORTERS if one.format.value == self._part.format)
        day = "" if self._part.today is None else f"-{self._part.today.isoformat()}"
        proposed = paths.documents_folder() / f"{_('stock')}{day}{exporter.suffix}"
        kind = f"{_(exporter.name)} (*{exporter.suffix})"
        ask_file_to_save(self.window(), _("Export the stock"), proposed, kind, self._export)

    def _export(self, file: Path) -> None:
        self.acted.emit("window:export", {**self._part.values(), "file": str(file)})


def _fill(box: QComboBox, nothing: str, names: tuple[str, ...], chosen: str) -> None:
    """The names to choose from behind a first line for all of them."""
    if [box.itemData(place) for place in range(box.count())] != ["", *names]:
        box.clear()
        for words, name in ((nothing, ""), *((name, name) for name in names)):
            box.addItem(words, name)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _hint(state: ExportPart) -> str:
    """What stands in the way, or what the file is good for."""
    if not state.may:
        return _("Only a librarian may export the stock.")
    if not state.titles and state.is_whole:
        return _("There is no stock yet. Import a list of your books, or catalogue some under New books (F9).")
    if not state.titles:
        return _("Nothing in stock is of this kind. Choose another class, place or batch.")
    return _(
        "Withdrawn copies are left out. Records that came from a dealer go out with every field they came with; "
        "what you changed since is in them."
    )
