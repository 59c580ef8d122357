"""Cataloguing on the screen: a line to look for titles with what answers, or the sheet of one title."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, FoundTitle
from deskcirc.ui.tabs.accession.cataloguing_sheet import TitleSheet
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 200
"""How long the words must stand still before they are looked up."""


class CataloguingPage(TabPage):
    """Paints a CataloguingPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Title, author, pinyin or initials"))
        self.words.setAccessibleName(_("Search for titles"))
        self.words.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._find)
        self.words.textEdited.connect(self._pause.start)
        self.words.returnPressed.connect(self._enter)
        self.found = LinesView[FoundTitle](theme, _columns(), _cells)
        self.found.setAccessibleName(_("Titles found"))
        self.found.chosen.connect(lambda line: self.act(f"open:{line.title.id}"))
        self.new = self.plain_button(_("New title") + "  Ctrl+N", "book", main=True)
        self.new.clicked.connect(self._begin_new)
        self.waiting = self.button("", "section:to_complete")
        self.sheet = TitleSheet(theme)
        self.sheet.acted.connect(self.acted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._begin_new)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(partial(self.words.setFocus))

    def show_state(self, state: object) -> None:
        """Paint what was found, or the title in the form."""
        if not isinstance(state, CataloguingPart):
            raise TypeError(state)
        self.new.setEnabled(state.may_change)
        self.waiting.setText(_("To complete: {count}").format(count=state.awaiting))
        self.waiting.setVisible(bool(state.awaiting))
        if state.form is not None:
            self._stack.setCurrentIndex(1)
            self.sheet.show_state(state)
            return
        self._stack.setCurrentIndex(0)
        if not self._pause.isActive() and self.words.text().strip() != state.words.strip():
            self.words.setText(state.words)
        self.found.show_lines(state.found)
        self.found.set_empty_words(_empty_words(state))

    def _list(self) -> QWidget:
        sheet = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.waiting)
        head.addWidget(self.new)
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.found, 1)
        return sheet

    def _find(self) -> None:
        self._pause.stop()
        self.acted.emit("find", {"words": self.words.text()})

    def _enter(self) -> None:
        """Return looks at once, and goes into the list that is there already."""
        if self._pause.isActive():
            self._find()
        elif self.found.lines:
            self.found.setFocus()
            self.found.select(0)

    def _begin_new(self) -> None:
        words = "" if self.found.lines else self.words.text()
        self.acted.emit("new", {"title": words})


def _empty_words(part: CataloguingPart) -> str:
    if part.words.strip():
        return _("No title answers “{words}”. Ctrl+N describes it as a new one.").format(words=part.words.strip())
    return _(
        "Scan the ISBN of a book: what the library has is opened for further copies, what a dealer's list has is\n"
        "filled in, and for everything else a new form begins. A book without an ISBN: type its title above."
    )


def _columns() -> Sequence[Column]:
    return (
        Column(_("Title")),
        Column(_("Author"), 180),
        Column(_("Publisher"), 180, yields=True),
        Column(_("Publication date"), 100, yields=True),
        Column(_("Call number"), 130),
        Column(_("Copies"), 70),
    )


def _cells(line: FoundTitle) -> Sequence[Cell]:
    about = line.title.description
    return (
        Cell(line.title.name),
        Cell(about.author or "–"),
        Cell(about.publisher or "–"),
        Cell(about.published or "–"),
        Cell(about.call_number or "–"),
        Cell(str(line.held) if line.held else "–"),
    )
