"""What the rota is made from: the slots of a day and the school's wishes, and the way to a rota made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from deskcirc.domain.rota import span_words
from deskcirc.domain.rota_facts import NO_FACTS, RotaFacts, wish_words
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.school_year.rota_dialogs import ask_slot, ask_wish

_Line = TypeVar("_Line")


class WishesDialog(QDialog):
    """`acted` carries an act of the section and its values; `show_facts` paints what came of it."""

    acted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = NO_FACTS
        self.setWindowTitle(_("Slots and wishes"))
        self.setMinimumSize(820, 440)
        self.slots, self.wishes = QListWidget(), QListWidget()
        self.slots.setAccessibleName(_("Slots"))
        self.wishes.setAccessibleName(_("Wishes"))
        self.keep = QCheckBox(_("Leave the turns with a pin where they are"))
        self.keep.setChecked(True)
        self.make = QPushButton(_("Show the rota this makes"), default=True)
        self.make.setProperty("part", "main")
        self.make.clicked.connect(self._make)
        self.said = label("stop")
        self.said.setWordWrap(True)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(self._column(_("Slots of a day"), self.slots, "slot"), 2)
        columns.addLayout(self._column(_("Wishes"), self.wishes, "wish"), 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._foot())

    def show_facts(self, facts: RotaFacts, refusal: str) -> None:
        """Paint the slots and wishes, and why the last change was refused ("" where it was not)."""
        self.said.setText(refusal)
        self.said.setVisible(bool(refusal))
        if facts != self._facts:
            self._facts = facts
            for listed, lines in ((self.slots, self._slot_lines()), (self.wishes, self._wish_lines())):
                row = listed.currentRow()
                listed.clear()
                listed.addItems(lines)
                listed.setCurrentRow(min(max(row, 0), listed.count() - 1))
        self.make.setEnabled(bool(facts.slots and facts.wishes and facts.classes))

    def change(self, what: str, *, new: bool) -> None:
        """Ask for a new "slot" or "wish", or for other values of the one in the list that is current."""
        if what == "slot":
            slot = None if new else _current(self.slots, self._facts.slots)
            if new or slot is not None:
                ask_slot(self, slot, partial(self._act, f"slot:{slot.id if slot else 0}"))
        else:
            wish = None if new else _current(self.wishes, self._facts.wishes)
            if new or wish is not None:
                ask_wish(self, self._facts, wish, partial(self._act, f"wish:{wish.id if wish else 0}"))

    def end(self, what: str) -> None:
        """Take the current slot or wish out."""
        slot, wish = _current(self.slots, self._facts.slots), _current(self.wishes, self._facts.wishes)
        found = slot if what == "slot" else wish
        if found is not None:
            self._act(f"end_{what}:{found.id}", {})

    def _column(self, title: str, listed: QListWidget, what: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label("title", title))
        column.addWidget(listed, 1)
        buttons = QHBoxLayout()
        for words, call in (
            (_("Add …"), partial(self.change, what, new=True)),
            (_("Change …"), partial(self.change, what, new=False)),
            (_("Take out"), partial(self.end, what)),
        ):
            button = QPushButton(words, autoDefault=False)
            button.clicked.connect(lambda _checked=False, call=call: call())
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        listed.itemDoubleClicked.connect(lambda _item: self.change(what, new=False))
        return column

    def _foot(self) -> QHBoxLayout:
        close = QPushButton(_("Close") + "  Esc", autoDefault=False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self.make)
        return foot

    def _make(self) -> None:
        self._act("plan", {"keep": "yes" if self.keep.isChecked() else "no"})
        self.accept()

    def _act(self, name: str, values: Mapping[str, str]) -> None:
        self.acted.emit(name, values)

    def _slot_lines(self) -> list[str]:
        lines = []
        for slot in self._facts.slots:
            room = ngettext("{count} class", "{count} classes", slot.room).format(count=slot.room)
            lines.append(f"{span_words(slot)}   {room}")
        return lines

    def _wish_lines(self) -> list[str]:
        return [wish_words(wish, self._facts.schooling) for wish in self._facts.wishes]


def _current(listed: QListWidget, known: Sequence[_Line]) -> _Line | None:
    row = listed.currentRow()
    return known[row] if 0 <= row < len(known) else None
