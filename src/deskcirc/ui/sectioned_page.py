"""A tab's page made of sections: their names at the left, the one on top at the right; each is a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.theme import Theme

_LIST: Final = 104  # pixels at least; a longer name of a section makes the list wider

_LOW: Final = 400
_SIDE: Final = 14
_EDGES: Final = (10, 12)
_LOW_EDGE: Final = 6
"""Pixels at the sides, above and below the sections; above and below them on a page that is lower than the first."""


@dataclass(frozen=True, slots=True)
class SectionKind:
    """One section: its name in the state, its title as marked for translation, and how its page is made."""

    name: str
    title: str
    make: Callable[[Theme], TabPage]


class SectionedPage(TabPage):
    """Paints a SectionedState; the page of a section is made when it is first looked at."""

    def __init__(self, theme: Theme, accessible_name: str, kinds: Sequence[SectionKind]) -> None:
        super().__init__(theme)
        self._kinds = tuple(kinds)
        self._pages: dict[str, TabPage] = {}
        self._rooms: dict[str, QScrollArea] = {}
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(accessible_name)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stack = QStackedWidget()
        for kind in self._kinds:
            self.list.addItem(_(kind.title))
        self.list.ensurePolished()
        longest = self.list.sizeHintForColumn(0) + 2 * self.list.frameWidth()
        self.list.setFixedWidth(max(theme.px(_LIST), longest))
        self.list.currentRowChanged.connect(self._choose)
        self._card = card = Card(theme)
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        card.body.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A low page keeps what room there is for its sections."""
        side, low = self._theme.px(_SIDE), event.size().height() < self._theme.px(_LOW)
        above, under = (_LOW_EDGE, _LOW_EDGE) if low else _EDGES
        self._card.body.setContentsMargins(side, self._theme.px(above), side, self._theme.px(under))
        super().resizeEvent(event)

    @property
    def section_names(self) -> tuple[str, ...]:
        """The sections as they stand in the list."""
        return tuple(kind.name for kind in self._kinds)

    def page(self, name: str) -> TabPage:
        """The page of a section, made if it was never looked at."""
        if name not in self._pages:
            kind = next(each for each in self._kinds if each.name == name)
            page = kind.make(self._theme)
            page.acted.connect(lambda act, values: self._pass_on(name, act, values))
            self._pages[name] = page
            self._rooms[name] = _room_of(page)
            self._stack.addWidget(self._rooms[name])
        return self._pages[name]

    def show_state(self, state: object) -> None:
        """Bring the section on top to the top, and let it paint its part."""
        if not isinstance(state, SectionedState):
            raise TypeError(state)
        self.list.blockSignals(True)
        self.list.setCurrentRow([kind.name for kind in self._kinds].index(state.section))
        self.list.blockSignals(False)
        page = self.page(state.section)
        self._stack.setCurrentWidget(self._rooms[state.section])
        if state.section in state.parts:
            page.show_state(state.parts[state.section])

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.act(f"section:{self._kinds[row].name}")

    def _pass_on(self, name: str, act: str, values: object) -> None:
        """Acts for the window and for the whole tab keep their names, the others say which section they are for."""
        verb = act.partition(":")[0]
        of_all = verb in ("window", "tab", "in", "section", "next", "undo", "dismiss")
        self.acted.emit(act if of_all else f"{name}.{act}", values)


def _room_of(page: TabPage) -> QScrollArea:
    """The page with a way to scroll: large letters on a small screen make it larger than the window, never cut it."""
    room = QScrollArea()
    room.setWidgetResizable(True)
    room.setFrameShape(QScrollArea.Shape.NoFrame)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    room.setWidget(page)
    return room
