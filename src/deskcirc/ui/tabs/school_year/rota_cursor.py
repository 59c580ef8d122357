"""What hand and keyboard do on the rota's grid, in plain Python: the cell one is at, the turn selected or held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from deskcirc.domain.rota import Turn, span_words
from deskcirc.domain.rota_facts import NO_FACTS, RotaFacts
from deskcirc.text import gettext as _
from deskcirc.text import weekday_words
from deskcirc.ui.tabs.school_year.rota_layout import Chip, GridCell, GridLayout


class Wish(StrEnum):
    """What is asked of the rota."""

    MOVE = "move"
    SWAP = "swap"
    ADD = "add"
    END = "end"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change a person wants: the turn, where it goes, and with whom it changes places; 0 for none."""

    what: Wish
    turn_id: int = 0
    weekday: int = 0
    slot_id: int = 0
    with_id: int = 0


class RotaCursor:
    """Where one is on the grid; turns that are only planned have the id 0 and can't be taken up."""

    def __init__(self) -> None:
        self.layout = GridLayout(0, 0, (), (), ())
        self.column, self.row = 0, 0
        self.selected = 0
        self.held = 0
        self._facts = NO_FACTS
        self._turns: tuple[Turn, ...] = ()

    def show(self, facts: RotaFacts, turns: Sequence[Turn]) -> None:
        """Go on with these turns; what is gone is neither held nor selected any longer."""
        self._facts, self._turns = facts, tuple(turns)
        here = {turn.id for turn in turns}
        self.held = self.held if self.held in here else 0
        self.selected = self.selected if self.selected in here else 0

    @property
    def cell(self) -> GridCell | None:
        """The cell one is at."""
        return self.layout.cell(self.column, self.row)

    @property
    def turn(self) -> Turn | None:
        """The turn that is selected."""
        return next((turn for turn in self._turns if turn.id and turn.id == self.selected), None)

    def words(self) -> str:
        """The cell one is at, as a screen reader says it."""
        cell = self.cell
        if cell is None:
            return ""
        names = _(", ").join(self._facts.called(chip.turn.class_id, chip.turn.grade) for chip in cell.chips)
        facts = {"day": weekday_words(cell.weekday), "time": span_words(cell.slot), "names": names or _("nobody")}
        return _("{day} {time}: {names}").format(**facts)

    def step(self, right: int, down: int) -> None:
        """Go to the next cell, if there is one; what is held comes along."""
        cell = self.layout.cell(self.column + right, self.row + down)
        if cell is not None:
            self.go_to(cell)
            if not self.held:
                self.selected = cell.chips[0].turn.id if cell.chips else 0

    def go_to(self, cell: GridCell) -> None:
        """Be at a cell."""
        self.column, self.row = cell.column, cell.row

    def select_next(self) -> None:
        """From one turn of the cell to the next."""
        cell = self.cell
        if cell is not None and cell.chips and not self.held:
            ids = [chip.turn.id for chip in cell.chips]
            at = ids.index(self.selected) + 1 if self.selected in ids else 0
            self.selected = ids[at % len(ids)]

    def take_or_put(self) -> Wanted | None:
        """Take the selected turn up, put the held one down here, or ask for a new one where there is none."""
        cell = self.cell
        if cell is None:
            return None
        if self.held:
            held, self.held = self.held, 0
            return self.put(held, cell, None)
        if self.selected:
            self.held = self.selected
            return None
        return Wanted(Wish.ADD, weekday=cell.weekday, slot_id=cell.slot.id)

    def put(self, turn_id: int, cell: GridCell, onto: Chip | None) -> Wanted | None:
        """A turn was put into a cell, on a chip or beside: it moves, or changes places where there is no room."""
        turn = next((each for each in self._turns if each.id and each.id == turn_id), None)
        if turn is None:
            return None
        if (turn.weekday, turn.slot.id) == (cell.weekday, cell.slot.id):
            leaves = onto if onto is not None and onto.turn.week is not turn.week else None
            if leaves is None:
                return None
        else:
            leaves = self._who_leaves(turn, cell, onto)
        what = Wish.SWAP if leaves else Wish.MOVE
        return Wanted(what, turn_id, cell.weekday, cell.slot.id, leaves.turn.id if leaves else 0)

    def _who_leaves(self, turn: Turn, cell: GridCell, onto: Chip | None) -> Chip | None:
        """Who gives way in a cell without room: who the turn was dropped on, else the first of the same weeks."""
        together = [chip for chip in cell.chips if set(chip.turn.week.each) & set(turn.week.each)]
        for week in turn.week.each:
            here = [chip.turn for chip in cell.chips if week in chip.turn.week.each]
            if sum(len(self._facts.classes_of(each)) for each in here) >= cell.slot.room:
                return onto if onto in together else next(iter(together), None)
        return None
