"""Where everything on the rota's grid stands, in pixels: weekdays across, slots down, chips in rows in each cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deskcirc.domain.rota import Slot, Turn


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Chip:
    """One turn on the grid; `place` is its own place among the turns shown, for a turn not yet saved has no id."""

    area: Area
    turn: Turn
    place: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One slot of one weekday, with who comes; `column` and `row` count from 0."""

    area: Area
    column: int
    row: int
    weekday: int
    slot: Slot
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the grid is drawn with, in pixels."""

    head: int  # the row of weekdays
    times: int  # the column of slots
    chip: int  # height of a chip
    gap: int
    least: int  # height of an empty cell


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The whole grid for one width."""

    width: int
    height: int
    weekdays: tuple[int, ...]
    slots: tuple[Slot, ...]
    cells: tuple[GridCell, ...]  # row by row

    def cell(self, column: int, row: int) -> GridCell | None:
        """The cell there, None beside the grid."""
        if not (0 <= column < len(self.weekdays) and 0 <= row < len(self.slots)):
            return None
        return self.cells[row * len(self.weekdays) + column]

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell under a point."""
        return next((cell for cell in self.cells if cell.area.holds(x, y)), None)

    def chip_at(self, x: float, y: float) -> Chip | None:
        """The chip under a point."""
        return next((chip for cell in self.cells for chip in cell.chips if chip.area.holds(x, y)), None)


def grid_layout(
    turns: Sequence[Turn],
    weekdays: Sequence[int],
    slots: Sequence[Slot],
    width: int,
    sizes: Sizes,
    breadth: Callable[[Turn], int],
) -> GridLayout:
    """The grid at a width in pixels; `breadth` measures a chip. A row is as high as its fullest cell needs."""
    column = max(1, (width - sizes.times) // max(1, len(weekdays)))
    cells: list[GridCell] = []
    top = sizes.head
    numbered = list(enumerate(turns))
    for row, slot in enumerate(slots):
        placed = []
        for weekday in weekdays:
            here = [(place, turn) for place, turn in numbered if (turn.weekday, turn.slot.id) == (weekday, slot.id)]
            placed.append(_flow(here, column, sizes, breadth))
        height = max([sizes.least, *(high for _chips, high in placed)])
        for place, (weekday, (chips, _high)) in enumerate(zip(weekdays, placed, strict=True)):
            left = sizes.times + place * column
            moved = tuple(
                Chip(Area(area.x + left, area.y + top, area.width, area.height), turn, at) for area, turn, at in chips
            )
            cells.append(GridCell(Area(left, top, column, height), place, row, weekday, slot, moved))
        top += height
    return GridLayout(width, top, tuple(weekdays), tuple(slots), tuple(cells))


def _flow(
    turns: Sequence[tuple[int, Turn]], column: int, sizes: Sizes, breadth: Callable[[Turn], int]
) -> tuple[list[tuple[Area, Turn, int]], int]:
    """Chips one beside the other, on a new row where they no longer fit; and the height they take."""
    x, y, found = sizes.gap, sizes.gap, []
    for place, turn in turns:
        wide = min(breadth(turn), column - 2 * sizes.gap)
        if x > sizes.gap and x + wide > column - sizes.gap:
            x, y = sizes.gap, y + sizes.chip + sizes.gap
        found.append((Area(x, y, wide, sizes.chip), turn, place))
        x += wide + sizes.gap
    return found, y + sizes.chip + sizes.gap
