"""What a person may decide about a file and about one of its sheets: encoding, MARC dialect, kind of list, copies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from deskcirc.exchange import FileKind, Preview, SheetPreview, TableKind
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.theme import Theme

KINDS: Final = {TableKind.STOCK: marked("titles and copies"), TableKind.ROSTER: marked("patrons")}
"""What a sheet can list, if it can be imported."""

_ENCODINGS: Final = (
    ("utf-8", "UTF-8"),
    ("gb18030", marked("GB18030 (Simplified Chinese)")),
    ("big5", marked("Big5 (Traditional Chinese)")),
    ("utf-16", "UTF-16"),
    ("cp1252", marked("Windows 1252 (Western)")),
    ("cp1251", marked("Windows 1251 (Cyrillic)")),
)
_MARC8: Final = ("marc-8", "MARC-8")
_DIALECTS: Final = (("cnmarc", "CNMARC"), ("unimarc", "UNIMARC"), ("marc21", "MARC 21"))
_MOST_COPIES: Final = 9


class Option(QWidget):
    """A combo with its words; they come and go together. The combo's data are names, "" for the silent choice."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(QLabel(words))
        row.addWidget(self.combo)

    def offer(self, silent: str, choices: Iterable[tuple[str, str]], chosen: str | None) -> None:
        """Offer the choices after the one that leaves it to the file."""
        self.combo.clear()
        self.combo.addItem(silent, "")
        for value, name in choices:
            self.combo.addItem(_(name), value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(chosen or "")))


class FileOptions(QWidget):
    """Encoding, dialect and sheet; `read_anew` carries the names of the first two, `sheet_chosen` the sheet's place."""

    read_anew = Signal(str, str)
    sheet_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._encoding, self._dialect = Option(theme, _("Encoding")), Option(theme, _("Dialect"))
        self._sheet = Option(theme, _("Sheet"))
        self.encoding, self.dialect, self.sheet = self._encoding.combo, self._dialect.combo, self._sheet.combo
        _in_a_row(self, theme, self._encoding, self._dialect, self._sheet)
        for combo in (self.encoding, self.dialect):
            combo.activated.connect(self._ask_anew)
        self.sheet.activated.connect(self.sheet_chosen)

    def show_file(self, shown: Preview) -> None:
        """Offer what fits the kind of file."""
        is_marc = shown.kind is FileKind.MARC
        found = _("detected: {name}").format(name=shown.encoding.removesuffix("-sig").upper())
        self._encoding.offer(found, [*_ENCODINGS, *([_MARC8] if is_marc else [])], shown.chosen.encoding)
        self._encoding.setVisible(shown.kind is not FileKind.WORKBOOK)
        self._dialect.offer(_("detected"), _DIALECTS, shown.chosen.syntax)
        self._dialect.setVisible(is_marc)

    def show_sheets(self, sheets: Iterable[SheetPreview], chosen: int) -> None:
        """Offer the sheets, saying of each whether it will be read."""
        self.sheet.clear()
        for place, sheet in enumerate(sheets, 1):
            words = sheet.name or _("Table {number}").format(number=place)
            self.sheet.addItem(f"{words} – " + _("left out") if sheet.problem else words)
        self.sheet.setCurrentIndex(chosen)
        self._sheet.setVisible(self.sheet.count() > 1)

    def _ask_anew(self) -> None:
        self.read_anew.emit(self.encoding.currentData(), self.dialect.currentData())


class SheetOptions(QWidget):
    """What a sheet lists, and how many copies a book has that names none; `kind_chosen` carries a TableKind or None."""

    kind_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._copies = (
            Option(theme, _("This sheet lists")),
            Option(theme, _("Copies of a title that gives no number")),
        )
        self.kind, self.copies = self._kind.combo, self._copies.combo
        self.copies.addItems([str(number) for number in range(_MOST_COPIES + 1)])
        self.copies_of_a_record = 0
        _in_a_row(self, theme, self._kind, self._copies)
        self.kind.activated.connect(self._choose)

    def show_file(self, shown: Preview) -> None:
        """Begin with what fits the kind of file: the books of a dealer's records may not have come yet.

        Where a delivery is expected, `copies_of_a_record` says how many copies a record without a count means.
        """
        is_marc = shown.kind is FileKind.MARC
        self._kind.setVisible(not is_marc)
        self.copies.setCurrentIndex(self.copies_of_a_record if is_marc else shown.chosen.copies_if_silent)

    def show_sheet(self, sheet: SheetPreview, *, left_out: bool) -> None:
        """Show what the sheet lists, unless a person has left it out."""
        known = sheet.plan.kind.value if sheet.plan.kind in KINDS and not left_out else ""
        self._kind.offer(_("nothing to import"), [(kind.value, name) for kind, name in KINDS.items()], known)
        self._copies.setVisible(sheet.plan.kind is TableKind.STOCK and not sheet.problem)

    def _choose(self) -> None:
        chosen = self.kind.currentData()
        self.kind_chosen.emit(TableKind(chosen) if chosen else None)


def _in_a_row(widget: QWidget, theme: Theme, *options: Option) -> None:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(12))
    for option in options:
        row.addWidget(option)
