"""Looking a class up: the outline as a tree with the titles this library has in each, and a box for number or words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.class_browser import ClassBrowser, ClassLine, class_browser
from deskcirc.domain.classification import ClassesInStock, Outline
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme

_BROWSES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_LINE: Final = Qt.ItemDataRole.UserRole


class ClassDialog(QDialog):
    """Shows the outline and the classes of the library; `chosen` carries the class number taken.

    Whoever opens it `to_look` only finds no button to take one. Keys: type to search, the arrows go through the lines,
    Return takes the line, Esc empties the box and then closes.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        outline: Outline,
        stock: ClassesInStock,
        class_number: str = "",
        *,
        to_look: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Classes of the CLC"))
        self._theme = theme
        self._browser: ClassBrowser = class_browser(outline, stock)
        self._to_look = to_look
        self.box = _Box()
        self.box.setPlaceholderText(_("Number, words or pinyin initials: I287, 童话, thyy"))
        self.box.setAccessibleName(_("Number, words or pinyin initials"))
        self.box.setMaxLength(80)
        self.box.textChanged.connect(self._search)
        self.tree = self._made_tree(_("CLC classes"))
        self.found = self._made_tree(_("Classes found"))
        self.found.setRootIsDecorated(False)
        self._stack = QStackedWidget()
        for tree in (self.tree, self.found):
            self._stack.addWidget(tree)
        self.box.browse = self._browse
        self.path, self.note = label("quiet"), label("look")
        for words in (self.path, self.note):
            words.setWordWrap(True)
        self._lay_out()
        self._fill_tree()
        resize_within_screen(self, theme.px(960), theme.px(680))
        self._point_at(class_number)
        self.box.setFocus()

    @property
    def line(self) -> ClassLine | None:
        """The line under the cursor."""
        item = self._shown.currentItem()
        found = None if item is None else item.data(0, _LINE)
        return found if isinstance(found, ClassLine) else None

    def accept(self) -> None:
        """Take the class under the cursor; a heading is opened instead."""
        line = self.line
        if line is None or self._to_look or not line.class_number:
            item = self._shown.currentItem()
            if item is not None:
                item.setExpanded(not item.isExpanded())
            return
        super().accept()
        self.chosen.emit(line.class_number)

    def reject(self) -> None:
        """Esc first empties the box."""
        if self.box.text():
            self.box.clear()
            self.box.setFocus()
        else:
            super().reject()

    @property
    def _shown(self) -> QTreeWidget:
        return self.found if self._stack.currentWidget() is self.found else self.tree

    def _made_tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(name)
        tree.setColumnCount(3)
        tree.setHeaderLabels([_("CLC class"), _("Titles here"), _("Such as")])
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.header().setStretchLastSection(False)
        for column, width in ((1, 100), (2, 250)):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            tree.header().resizeSection(column, self._theme.px(width))
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.currentItemChanged.connect(lambda _now, _before: self._tell())
        tree.itemActivated.connect(lambda _item, _column: self.accept())
        return tree

    def _lay_out(self) -> None:
        px = self._theme.px
        self._take = QPushButton(_("Use this class"), default=True)
        self._take.setProperty("part", "main")
        self._take.clicked.connect(self.accept)
        self._take.setVisible(not self._to_look)
        leave = QPushButton((_("Close") if self._to_look else _("Cancel")) + "  Esc", autoDefault=False)
        leave.clicked.connect(super().reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self._take)
        self._empty = label("quiet")
        self._empty.setWordWrap(True)
        self._empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        for widget in (self.box, self._empty):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        for widget in (self.path, self.note):
            layout.addWidget(widget)
        layout.addLayout(foot)

    def _fill_tree(self) -> None:
        for title, lines in (
            (_("Used last here"), self._browser.recent_lines),
            (_("Most titles here"), self._browser.often_lines),
        ):
            if lines:
                group = QTreeWidgetItem([title])
                self.tree.addTopLevelItem(group)
                group.addChildren([self._item(line, below=False) for line in lines])
                group.setExpanded(True)
        self.tree.addTopLevelItems([self._item(line) for line in self._browser.main_lines])

    def _item(self, line: ClassLine, *, below: bool = True) -> QTreeWidgetItem:
        name = f"{line.code}  {line.name}" if line.name else line.code
        item = QTreeWidgetItem([name, str(line.titles or ""), line.example])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _LINE, line)
        item.setToolTip(2, line.example)
        item.setToolTip(0, name)
        if below:
            item.addChildren([self._item(each) for each in self._browser.lines_below(line)])
        return item

    def _search(self, query: str) -> None:
        wanted = query.strip()
        self.found.clear()
        self._stack.setCurrentWidget(self.found if wanted else self.tree)
        lines = self._browser.find(wanted) if wanted else ()
        self.found.addTopLevelItems([self._item(line, below=False) for line in lines])
        if lines:
            self.found.setCurrentIndex(self.found.model().index(0, 0))
        self._empty.setText("" if lines or not wanted else self._browser.empty_words(wanted))
        self._empty.setVisible(bool(self._empty.text()))
        self._tell()

    def _tell(self) -> None:
        """Say where the line stands, what is to be said about it, and whether it can be taken."""
        line = self.line
        self._take.setEnabled(line is not None and bool(line.class_number))
        self.path.setText("" if line is None else self._browser.path_words(line) + _counted(line))
        self.note.setText("" if line is None else line.note)
        self.note.setVisible(bool(self.note.text()))

    def _browse(self, event: QKeyEvent) -> None:
        QCoreApplication.sendEvent(self._shown, event)

    def _point_at(self, class_number: str) -> None:
        """Open the tree where the number of the form stands."""
        wanted = [each.code for each in self._browser.outline.path(class_number)]
        above: QTreeWidgetItem = self.tree.invisibleRootItem()
        while found := next((item for item in _items_below(above) if _stands_for(item, wanted, class_number)), None):
            self.tree.setCurrentItem(found)
            self.tree.scrollToItem(found, QTreeWidget.ScrollHint.PositionAtCenter)
            above = found


class _Box(QLineEdit):
    """A line for Chinese and for numbers from which the arrows go through the classes."""

    browse: Callable[[QKeyEvent], None] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Up and down are the list's."""
        if event.key() in _BROWSES and self.browse is not None:
            self.browse(event)
        else:
            super().keyPressEvent(event)


def _items_below(above: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for place in range(above.childCount()):
        if (item := above.child(place)) is not None:
            yield item


def _stands_for(item: QTreeWidgetItem, codes: list[str], number: str) -> bool:
    line = item.data(0, _LINE)
    if not isinstance(line, ClassLine):
        return False
    return line.outlined.code in codes if line.outlined is not None else line.class_number == number.strip()


def _counted(line: ClassLine) -> str:
    if not line.titles:
        return ""
    return "  ·  " + ngettext("{count} title here", "{count} titles here", line.titles).format(count=line.titles)
