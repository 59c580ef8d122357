"""The rota's page: the grid of week A, week B or both, what clashes, and a made rota shown before it is saved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskcirc import paths
from deskcirc.domain.rota import Turn, Week
from deskcirc.domain.rota_facts import turn_words
from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_file_to_save
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.school_year.rota_cursor import Wanted, Wish
from deskcirc.ui.tabs.school_year.rota_dialogs import ask_turn
from deskcirc.ui.tabs.school_year.rota_grid import RotaGrid
from deskcirc.ui.tabs.school_year.rota_state import RotaPart
from deskcirc.ui.tabs.school_year.rota_tools import EmptyRota, RotaTools
from deskcirc.ui.tabs.school_year.rota_wishes import WishesDialog
from deskcirc.ui.theme import Theme

_LINES_SHOWN: Final = 3
_LINE_HEIGHT: Final = 36


class RotaPage(TabPage):
    """Paints a RotaPart; which week is looked at is the page's own affair."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = RotaPart()
        self.week: Week = Week.EVERY  # both
        self.tools = RotaTools(theme)
        self.tools.acted.connect(self._tool)
        self.grid = RotaGrid(theme)
        self.grid.wanted.connect(self._wanted)
        self.grid.chosen.connect(self._weigh)
        self.wrong = QListWidget()
        self.wrong.setAccessibleName(_("What clashes"))
        self.wrong.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.wrong.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.wrong.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.wishes: WishesDialog | None = None
        self._empty = EmptyRota(theme)
        self._empty.acted.connect(self._tool)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._full())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        layout.addWidget(self._stack)

    def show_state(self, state: object) -> None:
        """Paint the rota, or how one begins."""
        if not isinstance(state, RotaPart):
            raise TypeError(state)
        self._part = state
        begun = bool(state.facts.slots)
        self._stack.setCurrentIndex(1 if begun else 0)
        self._empty.show_part(state)
        if self.wishes is not None:
            self.wishes.show_facts(state.facts, state.refusal)
        self._paint()

    def look_at(self, week: Week) -> None:
        """Show one week, or both (Week.EVERY)."""
        self.week = week
        self._paint()

    def open_wishes(self) -> None:
        """The dialog with slots and wishes."""
        dialog = WishesDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.acted.connect(self.acted)
        dialog.finished.connect(self._forget_wishes)
        dialog.show_facts(self._part.facts, "")
        self.wishes = dialog
        dialog.open()

    def _full(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.grid)
        full = QWidget()
        layout = QVBoxLayout(full)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.px(6))
        layout.addWidget(self.tools.head)
        layout.addWidget(area, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(self.tools.foot)
        return full

    def _paint(self) -> None:
        part = self._part
        turns = [turn for turn in part.turns if self.week is Week.EVERY or self.week in turn.week.each]
        previews = part.plan is not None
        clashing = set() if previews else _wrong_turns(part)
        self.tools.show_part(part, self.week)
        self.grid.show_rota(part.facts, turns, clashing, may_change=part.may_change and not previews)
        self._list_what_is_wrong()

    def _list_what_is_wrong(self) -> None:
        """What clashes; of a made rota, the wishes without room, and under each what would help."""
        part = self._part
        self.wrong.clear()
        if part.plan is None:
            lines = [(clash.sentence, "next" if clash.is_quiet else "warning") for clash in part.clashes]
        else:
            told = [((each.sentence, "warning"), *((words, "next") for words in each.remedies)) for each in part.advice]
            lines = [line for lines_of_one in told for line in lines_of_one]
        for line, sign in lines:
            colour = self._theme.tone(Tone.STOP).solid if sign == "warning" else self._theme.palette.accent
            item = QListWidgetItem(icons.icon(sign, colour, self._theme.px(18)), line)
            item.setToolTip(line)
            self.wrong.addItem(item)
        self.wrong.setVisible(bool(lines))
        self.wrong.setFixedHeight(self._theme.px(_LINE_HEIGHT * min(len(lines), _LINES_SHOWN) + 4))

    def _weigh(self) -> None:
        part, turn = self._part, self.grid.cursor_.turn
        words = turn_words(part.facts, turn) if turn is not None else ""
        self.tools.show_turn(turn, words, may_change=part.may_change and part.plan is None)

    def _wanted(self, wanted: Wanted) -> None:
        turn = next((each for each in self._part.turns if each.id and each.id == wanted.turn_id), None)
        if wanted.what is Wish.ADD:
            self._ask_turn(None, (wanted.weekday, wanted.slot_id))
        elif turn is None:
            return
        elif wanted.what is Wish.END:
            self.act(f"end:{turn.id}")
        elif wanted.what is Wish.SWAP:
            self.acted.emit(f"swap:{turn.id}", {"with": str(wanted.with_id)})
        else:
            values = {"week": turn.week.value, "weekday": str(wanted.weekday), "slot": str(wanted.slot_id)}
            self.acted.emit(f"move:{turn.id}", values)

    def _ask_turn(self, turn: Turn | None, place: tuple[int, int]) -> None:
        name = f"move:{turn.id}" if turn else "add"
        ask_turn(self, self._part.facts, turn, place, lambda values: self.acted.emit(name, values))

    def _tool(self, name: str) -> None:
        """A button was pressed; those that need more than the act itself ask for it."""
        turn, cell = self.grid.cursor_.turn, self.grid.cursor_.cell
        if name.startswith("week:"):
            self.look_at(Week(name.removeprefix("week:")))
        elif name == "wishes":
            self.open_wishes()
        elif name == "add":
            first = self._part.facts.slots[0]
            self._ask_turn(None, (cell.weekday, cell.slot.id) if cell else (1, first.id))
        elif name == "move" and turn is not None:
            self._ask_turn(turn, (turn.weekday, turn.slot.id))
        elif name in ("end", "pin", "unpin") and turn is not None:
            self.act(f"{name}:{turn.id}")
        elif name == "export":
            proposed = paths.documents_folder() / f"{_('rota')}.toml"
            ask_file_to_save(self, _("Save the rota"), proposed, _kind(), lambda path: self._with_file(name, path))
        elif name == "import":
            folder, title = paths.documents_folder(), _("Take over a rota")
            ask_file_to_open(self, title, folder, [_kind()], lambda path: self._with_file(name, path))
        else:
            self.act(name)

    def _with_file(self, name: str, path: object) -> None:
        self.acted.emit(name, {"file": str(path)})

    def _forget_wishes(self) -> None:
        self.wishes = None


def _kind() -> str:
    return _("Rota (*.toml)")


def _wrong_turns(part: RotaPart) -> set[int]:
    return {turn_id for clash in part.clashes if not clash.is_quiet for turn_id in clash.turns}
