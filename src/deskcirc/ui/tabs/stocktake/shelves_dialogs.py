"""What is asked about shelves: how many are to be made, what one is called and begins with, how to divide the stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from deskcirc.desk.shelves import MOST, MOST_COPIES
from deskcirc.domain.shelves import ShelfGrid
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.dialogs.whole import grow
from deskcirc.ui.spin_room import with_room
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.stocktake.shelves_part import ShelfLine


class MakeShelvesDialog(QDialog):
    """Asks for rows, bays and boards and shows at once what comes of it; `answered` carries the values of the act."""

    answered = Signal(object)

    def __init__(self, locations: Sequence[Named], next_code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Make shelves"))
        self.setMinimumWidth(620)
        self.rows, self.bays, self.boards = _spin(3), _spin(6), _spin(5)
        self.first_row = with_room(QSpinBox(minimum=1, maximum=9999, value=1))
        self.before, self.code = QLineEdit(), QLineEdit(next_code)
        self.location = location_box(locations)
        self.shown = label("title")
        self.shown.setWordWrap(True)
        self._yes = QPushButton(_("Make them"), default=True)
        self._yes.setProperty("part", "main")
        self._yes.clicked.connect(self.accept)
        self._arrange()
        for spin in (self.rows, self.bays, self.boards, self.first_row):
            spin.valueChanged.connect(self._show)
        self.before.textChanged.connect(self._show)
        self._show()

    def values(self) -> dict[str, str]:
        """What is filled in now, as the act takes it."""
        return {
            "rows": str(self.rows.value()),
            "bays": str(self.bays.value()),
            "boards": str(self.boards.value()),
            "first_row": str(self.first_row.value()),
            "before": self.before.text(),
            "location": str(self.location.currentData()),
            "first_code": self.code.text(),
        }

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Show every sentence whole."""
        super().showEvent(event)
        grow(self)

    def accept(self) -> None:
        """Answer, if there is anything to be made."""
        if self._yes.isEnabled():
            self.answered.emit(self.values())
            super().accept()

    def _arrange(self) -> None:
        said = label("quiet", _("0 leaves a part out of the names. The boards of a bay are counted from the top."))
        said.setWordWrap(True)
        form = QGridLayout()
        form.setSpacing(10)
        for place, (words, widget) in enumerate(
            (
                (_("Rows"), self.rows),
                (_("Bays in a row"), self.bays),
                (_("Boards in a bay"), self.boards),
                (_("Number of the first row"), self.first_row),
                (_("First label code"), self.code),
                (_("Words before each name"), self.before),
                (_("Location"), self.location),
            )
        ):
            widget.setAccessibleName(words)
            row, side = divmod(place, 2)
            form.addWidget(QLabel(words), row, 2 * side)
            form.addWidget(widget, row, 2 * side + 1)
            form.setColumnStretch(2 * side + 1, 1)
        no = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(no)
        foot.addWidget(self._yes)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.addWidget(label("title", _("How many shelves are there?")))
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addWidget(self.shown)
        layout.addLayout(foot)

    def _show(self) -> None:
        grid = ShelfGrid(
            self.rows.value(), self.bays.value(), self.boards.value(), self.first_row.value(), self.before.text()
        )
        fits = 1 <= grid.count <= MOST
        self._yes.setEnabled(fits)
        if fits:
            names = grid.names()
            count = ngettext("{count} shelf", "{count} shelves", len(names)).format(count=f"{len(names):,}")
            ends = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
            self.shown.setText(_("{shelves}: {names}").format(shelves=count, names=ends))
        else:
            self.shown.setText(_("1 to {most} shelves can be made at once.").format(most=f"{MOST:,}"))


def change_dialog(line: ShelfLine, locations: Sequence[Named], parent: QWidget) -> QuestionDialog:
    """Asks for name, location and first call number of a shelf."""
    shelf = line.shelf
    title = _("Change the shelf {shelf}").format(shelf=shelf.label)
    said = [
        _("Label code {code}: it stays with this shelf.").format(code=shelf.code),
        _("The first call number can be typed, or taken from a book: “First books by scan”."),
    ]
    named = ["–", *(each.name for each in locations)]
    here = next((each.name for each in locations if each.id == shelf.location_id), "–")
    fields = (
        Field("name", _("Shelf name"), value=shelf.name, required=False),
        Field("location", _("Location"), "choice", here, named),
        Field("first", _("First call number"), value=shelf.first_call_number, required=False),
    )
    return QuestionDialog(title, said, fields, _("Save"), parent)


def divide_dialog(locations: Sequence[Named], parent: QWidget) -> QuestionDialog:
    """Asks whose stock is divided, and how many copies a shelf takes; `locations` are those that have shelves."""
    said = [
        _("The stock of the location is divided over its shelves in walking order; you see it before it is taken."),
        _("Without a number every shelf gets about as many copies as the others."),
    ]
    named = [each.name for each in locations]
    fields = (
        Field("location", _("Location"), "choice", named[0] if named else "", named),
        Field("capacity", _("Copies on a shelf, at most"), value="", required=False),
    )
    return QuestionDialog(_("Propose ranges"), said, fields, _("Show them"), parent)


def with_location(answers: Mapping[str, str], locations: Sequence[Named]) -> dict[str, str]:
    """The answers as the act takes them: the location by its number, "" for none; the capacity as digits."""
    location = next((str(each.id) for each in locations if each.name == answers.get("location")), "")
    capacity = "".join(sign for sign in answers.get("capacity", "") if sign.isascii() and sign.isdigit())
    return {**answers, "location": "" if location == "0" else location, "capacity": capacity[: len(str(MOST_COPIES))]}


def location_box(locations: Sequence[Named]) -> QComboBox:
    """The locations to choose from, none of them first; the data are their numbers."""
    box = QComboBox()
    box.addItem("–", "")
    for each in locations:
        box.addItem(each.name, str(each.id))
    if len(locations) == 1:
        box.setCurrentIndex(1)
    return box


def _spin(value: int) -> QSpinBox:
    return with_room(QSpinBox(minimum=0, maximum=MOST, value=value))
