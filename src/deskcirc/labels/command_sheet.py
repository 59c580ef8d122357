"""The sheet of command barcodes for the counter: everything a keyboard could do there, by scan.

Three columns of groups; the middle one stands half a row lower, so that no level line crosses two neighbouring codes:
a gun held too far away would else read the one beside. Operators' cards follow where there is room, then on pages of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.scanning import Command
from deskcirc.labels.barcode import code128, fits_code128, modules_wide
from deskcirc.labels.paper import A4, Align, Bars, Paper, Shape, Words
from deskcirc.text import gettext as _
from deskcirc.text import marked

COMMAND_CAPTIONS: Final = {
    Command.UNDO: marked("Undo"),
    Command.NEXT: marked("Next patron"),
    Command.YES: marked("Yes, the first"),
    Command.CHECKOUT: marked("Check out"),
    Command.RETURNS: marked("Returns"),
    Command.READING_ROOM: marked("Reading room"),
    Command.HOLDS: marked("Holds"),
    Command.HISTORY: marked("History"),
    Command.RETURN_AND_LEND: marked("Return it and lend it"),
    Command.READ_HERE: marked("Read it here"),
    Command.TAKE_HOME: marked("Take it home"),
    Command.OVERRIDE: marked("Lend all the same"),
    Command.DAMAGED: marked("Damaged"),
    Command.BOOKDROP: marked("Book drop"),
}
CHOICES: Final = 9

_EDGE, _TOP, _PITCH = 10.0, 26.0, 27.0  # millimetres: page margin, first row, row to row
_COLUMN: Final = (A4[0] - 2 * _EDGE) / 3
_HEADING, _CAPTION, _BARS, _CODE = 4.5, 7.5, 10.5, 3.5  # heights inside a row
_ROWS: Final = 9
_MODULE: Final = 0.33  # the usual width; a longer code gets a narrower one, read by any gun down to 0.2


@dataclass(frozen=True, slots=True)
class OperatorCard:
    """The card of somebody who works at the counter; scanning its code changes over to them."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One code of a sheet with its words; `heading` stands over the first of a group."""

    code: str
    caption: str
    heading: str = ""


Column = tuple[Cell | None, ...]
"""The codes of a column from the top; None leaves a row free."""


def command_sheet(cards: Sequence[OperatorCard] = ()) -> Paper:
    """The sheet, in the language of the screen; cards whose code bars can't say are left out."""
    printable = [Cell(card.code, card.name) for card in cards if fits_code128(card.code)]
    book = (Command.RETURN_AND_LEND, Command.OVERRIDE, Command.DAMAGED, Command.READ_HERE, Command.TAKE_HOME)
    middle = _group(_("This book"), *book, Command.BOOKDROP)
    room = _ROWS - len(middle)
    first = (
        (
            *_group(_("At any time"), Command.UNDO, Command.NEXT, Command.YES),
            None,
            *_group(
                _("Go to"),
                Command.CHECKOUT,
                Command.RETURNS,
                Command.READING_ROOM,
                Command.HOLDS,
                Command.HISTORY,
            ),
        ),
        (*middle, *headed(_("At the counter"), printable[:room])),
        headed(_("Choose from the screen"), _choices()),
    )
    pages = [command_page(first, _("Scan what you want to do"))]
    rest, each = printable[room:], 3 * _ROWS
    for start in range(0, len(rest), each):
        batch = rest[start : start + each]
        columns = tuple(tuple(batch[place : place + _ROWS]) for place in range(0, len(batch), _ROWS))
        pages.append(command_page(columns, _("At the counter")))
    return Paper(_("Command barcodes"), tuple(pages))


def _group(heading: str, *commands: Command) -> Column:
    return headed(heading, [Cell(command.value, _(COMMAND_CAPTIONS[command])) for command in commands])


def _choices() -> list[Cell]:
    return [
        Cell(f"{Command.CHOICE.value}-{number}", _("Number {number}").format(number=number))
        for number in range(1, CHOICES + 1)
    ]


def headed(heading: str, cells: Sequence[Cell]) -> Column:
    """A group of codes under a heading."""
    return tuple(Cell(cell.code, cell.caption, "" if place else heading) for place, cell in enumerate(cells))


def command_page(columns: Sequence[Column], title: str) -> tuple[Shape, ...]:
    """One page of codes: up to three columns of nine."""
    shapes: list[Shape] = [Words(_EDGE, 10, A4[0] - 2 * _EDGE, 11, title, 7.5, bold=True)]
    for column, cells in enumerate(columns):
        lower = _PITCH / 2 if column == 1 else 0.0
        for row, cell in enumerate(cells):
            if cell is not None:
                shapes += _cell(cell, _EDGE + column * _COLUMN, _TOP + lower + row * _PITCH)
    return tuple(shapes)


def _cell(cell: Cell, x: float, y: float) -> Iterator[Shape]:
    """One code with its caption above and its letters below; the heading of its group above that."""
    inside, width = x + 2, _COLUMN - 4
    if cell.heading:
        yield Words(inside, y, width, _HEADING, cell.heading, 3.4, align=Align.CENTRE, grey=True)
    y += _HEADING
    yield Words(inside, y, width, _CAPTION, cell.caption, 6, bold=True, align=Align.CENTRE)
    y += _CAPTION
    widths = code128(cell.code)
    yield Bars(x, y, _COLUMN, _BARS, min(_MODULE, _COLUMN / modules_wide(widths)), widths)
    yield Words(inside, y + _BARS, width, _CODE, cell.code, 2.8, align=Align.CENTRE)
