"""Looking up a patron who has no card with them: by name, by pinyin, or in the list of a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.patrons import Patron
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.checkout.finder import Finder
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 150
"""How long the words must stand still before they are looked up."""


class FinderDialog(QDialog):
    """Shows a Finder; `acted` asks for another one ("finder", "class:ID") or takes a patron ("patron:ID")."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Find a patron"))
        self._finder: Finder | None = None
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Name, pinyin or initials: 张小雨, zhangxiaoyu, zxy"))
        self.words.setAccessibleName(_("Name, pinyin or initials"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._ask)
        self.words.textEdited.connect(self._pause.start)
        self.classes = QListWidget()
        self.classes.setAccessibleName(_("Classes"))
        self.classes.setFixedWidth(theme.px(210))
        self.classes.itemClicked.connect(self._choose_class)
        self.classes.itemActivated.connect(self._choose_class)
        self.classes.itemSelectionChanged.connect(self._choose_selected_class)
        columns = (Column(_("Name")), Column(_("Class"), 170), Column(_("Number"), 170))
        self.patrons = LinesView[Patron](theme, columns, _cells)
        self.patrons.setAccessibleName(_("Patrons found"))
        self.patrons.set_empty_words(_("Nobody found yet: type a name, or choose a class on the left."))
        self.patrons.chosen.connect(self._choose)
        self._lay_out(theme)
        self.words.setFocus()

    def show_finder(self, finder: Finder) -> None:
        """Show the classes once, and whom the words or the class gave."""
        if self._finder is None or self._finder.classes != finder.classes:
            self.classes.clear()
            for each in finder.classes:
                item = QListWidgetItem(_("{name}  ({count})").format(name=each.name, count=each.patrons))
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                self.classes.addItem(item)
        self._finder = finder
        self.patrons.show_lines(finder.patrons)
        if finder.patrons:
            self.patrons.select(0)

    def _lay_out(self, theme: Theme) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(theme.px(10))
        lists.addWidget(self.classes)
        lists.addWidget(self.patrons, 1)
        take = QPushButton(_("This patron"), default=True)
        take.setProperty("part", "main")
        take.clicked.connect(self._take)
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        layout.setSpacing(theme.px(10))
        layout.addWidget(label("title", _("Find a patron")))
        layout.addWidget(self.words)
        layout.addLayout(lists, 1)
        layout.addLayout(foot)
        resize_within_screen(self, theme.px(860), theme.px(560))

    def _ask(self) -> None:
        self.acted.emit("finder", {"query": self.words.text()})

    def _choose_class(self, item: QListWidgetItem) -> None:
        self.acted.emit(f"class:{item.data(Qt.ItemDataRole.UserRole)}", {})

    def _choose_selected_class(self) -> None:
        """The arrows choose too; the selection tells, for the current line changes by mere focus."""
        for item in self.classes.selectedItems():
            self._choose_class(item)

    def _take(self) -> None:
        """Take the reader under the cursor, once the list is what the words ask for."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        elif (patron := self.patrons.selected_line()) is not None:
            self._choose(patron)

    def _choose(self, patron: Patron) -> None:
        self.acted.emit(f"patron:{patron.id}", {})
        self.accept()


def _cells(patron: Patron) -> Sequence[Cell]:
    return Cell(patron.name), Cell(patron.class_name or patron.category), Cell(patron.number)
