"""The list of patrons: fields that narrow it down, and thousands of lines that scroll at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from deskcirc.store.lookups.patron_list import Standing
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.lines_model import Cell, Column, dress_table
from deskcirc.ui.paged_model import PagedModel
from deskcirc.ui.tab_page import Card, TabPage, label
from deskcirc.ui.tabs.patrons.info_line import InfoLine
from deskcirc.ui.tabs.patrons.listing import Listing
from deskcirc.ui.tabs.patrons.screen import PatronsState
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 150
"""How long the words must stand still before they are looked up."""
_NARROW: Final = 820
LOW: Final = 220
"""Height at 96 dots an inch under which a page has no room for buttons beneath its list."""
_STANDINGS: Final = {
    Standing.HERE: marked("Everybody at school"),
    Standing.LATE: marked("With something overdue"),
    Standing.HELD_UP: marked("Stopped, suspended, expired"),
    Standing.NO_CARD: marked("Without a valid card"),
    Standing.LEFT: marked("Who have left"),
}


class PatronTable(QTableView):
    """The list itself; `chosen` carries the id of the patron Return was pressed on, or who was clicked twice."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        columns = (
            Column(_("Name"), 200),
            Column(_("Class"), 160),
            Column(_("Number"), 130),
            Column(_("Card"), 130),
            Column(_("In hand"), 84),
            Column(_("State")),
        )
        self._theme = theme
        self.lines = PagedModel(columns, _cells, self)
        self.setModel(self.lines)
        dress_table(self, theme, columns)
        self.setAccessibleName(_("Patrons"))
        self.activated.connect(self._choose)
        self._empty = label("quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        QVBoxLayout(self.viewport()).addWidget(self._empty)

    def say_empty(self, words: str) -> None:
        """What an empty list says; "" for a list that is not."""
        self._empty.setText(words)
        self._empty.setVisible(bool(words))

    @property
    def empty_words(self) -> str:
        """What the list says now in place of lines."""
        return self._empty.text()

    def select_first(self) -> None:
        """Put the keyboard and the cursor on the first line."""
        self.setFocus()
        if self.lines.rowCount():
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Letters and digits are not for searching the list; a scanner may be typing them."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A narrow list gives up card and number."""
        super().resizeEvent(event)
        width = event.size().width()
        for column, needs in ((3, _NARROW), (2, _NARROW - 130), (1, _NARROW - 260)):
            self.setColumnHidden(column, width < self._theme.px(needs))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.lines.key(index.row()))


class ListPage(TabPage):
    """Paints the Listing of a PatronsState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._painted: Listing | None = None
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Name, pinyin, initials, number, card or class"))
        self.words.setAccessibleName(_("Search for patrons"))
        self.words.setClearButtonEnabled(True)
        self.classes, self.categories, self.standings = QComboBox(), QComboBox(), QComboBox()
        for box, name in (
            (self.classes, _("Class")),
            (self.categories, _("Category")),
            (self.standings, _("Which patrons")),
        ):
            box.setAccessibleName(name)
            box.setMinimumWidth(theme.px(80))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.activated.connect(self._search)
        for standing, said in _STANDINGS.items():
            self.standings.addItem(_(said), standing.value)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._search)
        self.words.textEdited.connect(self._pause.start)
        self.words.returnPressed.connect(self._enter)
        self.table = PatronTable(theme)
        self.table.chosen.connect(lambda key: self.act(f"patron:{key}"))
        self.table.lines.wanted.connect(self._ask_rows)
        self.count = QLabel()
        self.count.setProperty("part", "quiet")
        self.enrol = self.button(_("Enrol") + "  Ctrl+N", "ask_enrol", "person", main=True)
        self.out_of_class = self.plain_button(_("Out in this class") + "  Ctrl+O")
        self.out_of_class.clicked.connect(self._show_class)
        self.cards = self.button(_("Print these cards") + "  Ctrl+P", "print_cards", "print")
        self.key("Ctrl+P", "print_cards")
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self._show_class)
        self._lay_out()

    def show_listing(self, state: PatronsState) -> None:
        """Paint who answers; the lines that are not read yet are asked for as they are seen."""
        listing, before = state.listing, self._painted
        self._painted = listing
        if before is None or before.edition != listing.edition:
            self._fill_boxes(listing, before)
            if before is None or before.keys != listing.keys:
                self.table.lines.set_keys(listing.keys)
            self.table.lines.forget()
        self.table.lines.fill(dict(listing.lines))
        found = len(listing.keys)
        self.count.setText(ngettext("{count} patron", "{count} patrons", found).format(count=f"{found:,}"))
        self.table.say_empty("" if found else _empty_words(listing))
        self.out_of_class.setEnabled(listing.wanted.class_id is not None)
        self.cards.setEnabled(bool(found))
        self.enrol.setEnabled(state.may_change)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """In a low window the buttons give way to the list; their keys work all the same."""
        self.foot.setVisible(event.size().height() >= self._theme.px(LOW))
        super().resizeEvent(event)

    def _fill_boxes(self, listing: Listing, before: Listing | None) -> None:
        if before is None or (before.classes, before.categories) != (listing.classes, listing.categories):
            self.classes.clear()
            self.classes.addItem(_("Every class"), "")
            for each in listing.classes:
                self.classes.addItem(_("{name}  ({count})").format(name=each.name, count=each.patrons), str(each.id))
            self.categories.clear()
            self.categories.addItem(_("Every category"), "")
            for category in listing.categories:
                self.categories.addItem(category.name, str(category.id))
        wanted = listing.wanted
        self.classes.setCurrentIndex(max(0, self.classes.findData(str(wanted.class_id or ""))))
        self.categories.setCurrentIndex(max(0, self.categories.findData(str(wanted.category_id or ""))))
        self.standings.setCurrentIndex(self.standings.findData(wanted.standing.value))
        if not self._pause.isActive() and self.words.text() != wanted.words:
            self.words.setText(wanted.words)

    def _lay_out(self) -> None:
        card = Card(self._theme)
        fields = QHBoxLayout()
        fields.setSpacing(self._theme.px(8))
        for widget, share in ((self.words, 4), (self.classes, 2), (self.categories, 2), (self.standings, 2)):
            fields.addWidget(widget, share)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(self._theme.px(8))
        foot.addWidget(self.out_of_class)
        foot.addWidget(self.cards)
        foot.addWidget(self.count)
        foot.addStretch()
        foot.addWidget(self.enrol)
        card.body.addLayout(fields)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _search(self) -> None:
        self._pause.stop()
        values = {
            "words": self.words.text(),
            "class": self.classes.currentData() or "",
            "category": self.categories.currentData() or "",
            "standing": self.standings.currentData(),
        }
        self.acted.emit("search", values)

    def _enter(self) -> None:
        """Return looks at once, and then stands on the first line, where Return brings the patron up."""
        if self._pause.isActive():
            self._search()
        elif len(self._keys()) == 1:
            self.act(f"patron:{self._keys()[0]}")
        else:
            self.table.select_first()

    def _keys(self) -> Sequence[int]:
        return () if self._painted is None else self._painted.keys

    def _ask_rows(self, keys: Sequence[int]) -> None:
        self.acted.emit("rows", {"ids": ",".join(str(key) for key in keys)})

    def _show_class(self) -> None:
        if self.classes.currentData():
            self.act(f"class:{self.classes.currentData()}")


def _empty_words(listing: Listing) -> str:
    wanted = listing.wanted
    if wanted.words or wanted.class_id or wanted.category_id or wanted.standing is not Standing.HERE:
        return _("Nobody answers to this. Esc shows everybody again; Ctrl+N enrols somebody new.")
    return _("Nobody is enrolled yet: “More”, “Import lists” takes in your roster, Ctrl+N enrols one by one.")


def _cells(line: object) -> Sequence[Cell]:
    if not isinstance(line, InfoLine):
        raise TypeError(line)
    return [Cell(text) for text in line.cells]
