"""The dialog that opens a count: its name and its scope; while one chooses, what it would ask for is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.stocktake import GROUP_WORDS, Group
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.whole import grow
from deskcirc.ui.dialogs.yes_and_no import yes_and_no
from deskcirc.ui.tab_page import label, row_of
from deskcirc.ui.tabs.stocktake.counts_part import CountsPart, Weighed
from deskcirc.ui.theme import Theme

_WAIT: Final = 250  # milliseconds after the last change until it is counted
_LIST: Final = 114  # pixels high: three whole lines


class OpenCountDialog(QDialog):
    """`weigh` asks what a scope comes to and is answered by `show_weighed`; `answered` carries the form."""

    weigh = Signal(object)
    answered = Signal(object)

    def __init__(self, theme: Theme, part: CountsPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Open a count"))
        self.setMinimumWidth(theme.px(760))
        self.name, self.note = QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(part.suggested)
        self.first, self.last = QLineEdit(), QLineEdit()
        self.everything = QRadioButton(_("The whole stock"))
        self.some = QRadioButton(_("Only a part of it:"))
        self.everything.setChecked(True)
        self.locations = _list(theme, _("Locations"), [(0, _("without a location")), *_named(part.locations)])
        self.item_types = _list(theme, _("Item types"), _named(part.item_types))
        self.shelves = _list(theme, _("Shelves"), [(each.id, each.label) for each in part.shelves])
        self.blind = QCheckBox(_("Blind: whoever counts does not see what is expected, missing or wrong"))
        self.groups, self.why_not = label("figure"), label("stop")
        self.detail = label("quiet")
        for words in (self.groups, self.why_not, self.detail):
            words.setWordWrap(True)
        self._yes, self._buttons = yes_and_no(self, _("Back up and open"))
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._ask)
        self._name_fields(theme)
        self._lay_out(theme)
        self._watch()
        self._change()
        self.name.setFocus()

    def values(self) -> Mapping[str, str]:
        """The form as the act takes it."""
        name = self.name.text().strip() or self.name.placeholderText()
        form = {"name": name, "note": self.note.text(), "blind": "yes" if self.blind.isChecked() else ""}
        if self.everything.isChecked():
            return form
        lists = {"locations": self.locations, "item_types": self.item_types, "shelves": self.shelves}
        return {
            **form,
            **{key: ",".join(_ticked(each)) for key, each in lists.items()},
            "class_from": self.first.text(),
            "class_to": self.last.text(),
        }

    def show_weighed(self, weighed: Weighed | None) -> None:
        """Say what the scope comes to; what was asked before the last change says nothing any more."""
        if weighed is None or self._timer.isActive():
            return
        self.why_not.setText(weighed.why_not)
        self.why_not.setVisible(bool(weighed.why_not))
        self.groups.setText("" if weighed.why_not else _expected_words(weighed))
        self.groups.setVisible(not weighed.why_not)
        self.detail.setText(_other_groups(weighed))
        self._yes.setEnabled(not weighed.why_not)
        grow(self)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Show every sentence whole."""
        super().showEvent(event)
        grow(self)

    def accept(self) -> None:
        """Answer, once it is known what the scope comes to."""
        if self._yes.isEnabled():
            self.answered.emit(dict(self.values()))
            super().accept()

    def _ask(self) -> None:
        self.weigh.emit(dict(self.values()))

    def _change(self, *_changed: object) -> None:
        narrowed = self.some.isChecked()
        for field in (self.locations, self.item_types, self.shelves, self.first, self.last):
            field.setEnabled(narrowed)
        self._yes.setEnabled(False)
        self.groups.setText(_("Counting …"))
        self.groups.show()
        self.detail.setText("")
        self.why_not.hide()
        self._timer.start()

    def _watch(self) -> None:
        self.some.toggled.connect(self._change)
        for field in (self.first, self.last):
            field.textChanged.connect(self._change)
        for each in (self.locations, self.item_types, self.shelves):
            each.itemChanged.connect(self._change)

    def _name_fields(self, theme: Theme) -> None:
        for field in (self.first, self.last):
            field.setMinimumWidth(theme.px(130))
        self.first.setPlaceholderText(_("from, as I"))
        self.last.setPlaceholderText(_("to, as K"))
        for field, words in (
            (self.name, _("Name of the count")),
            (self.note, _("Note")),
            (self.first, _("First class")),
            (self.last, _("Last class")),
        ):
            field.setAccessibleName(words)

    def _lay_out(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(22), theme.px(16), theme.px(22), theme.px(16))
        layout.setSpacing(theme.px(8))
        layout.addWidget(label("title", _("Open a count")))
        layout.addLayout(row_of(QLabel(_("Name of the count")), self.name, QLabel(_("Note")), self.note))
        layout.addLayout(row_of(self.everything, self.some, None))
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(12))
        for words, each in ((_("Locations"), self.locations), (_("Item types"), self.item_types)):
            columns.addLayout(_column(words, each))
        columns.addLayout(_column(_("Shelves"), self.shelves))
        classes = _column(_("Class numbers"), self.first)
        classes.insertWidget(classes.count() - 1, self.last)
        columns.addLayout(classes)
        layout.addLayout(columns)
        layout.addWidget(self.blind)
        for widget in (self.groups, self.detail, self.why_not):
            layout.addWidget(widget)
        layout.addLayout(self._buttons)


def _expected_words(weighed: Weighed) -> str:
    words = ngettext(
        "{count} copy is to be found on its shelf", "{count} copies are to be found on their shelves", weighed.expected
    )
    return words.format(count=f"{weighed.expected:,}")


def _other_groups(weighed: Weighed) -> str:
    """What is accounted for from the start, each group with its number."""
    others = [(group, count) for group, count in sorted(weighed.groups.items()) if group is not Group.SHELF]
    if not others or weighed.why_not:
        return ""
    named = " · ".join(f"{_(GROUP_WORDS[group])} {count:,}" for group, count in others)
    return _("Accounted for from the start: {groups}").format(groups=named)


def _named(named: Sequence[Named]) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in named]


def _list(theme: Theme, words: str, entries: Sequence[tuple[int, str]]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(words)
    made.setFixedHeight(theme.px(_LIST))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for number, name in entries:
        item = QListWidgetItem(name)
        item.setToolTip(name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setData(Qt.ItemDataRole.UserRole, number)
        made.addItem(item)
    return made


def _ticked(entries: QListWidget) -> list[str]:
    items = (entries.item(row) for row in range(entries.count()))
    return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked]


def _column(words: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    heading = QLabel(words)
    heading.setProperty("part", "quiet")
    column.addWidget(heading)
    column.addWidget(widget)
    column.addStretch()
    return column
