"""Library cards on any sheet at any cell: name, class, number, category, library, and the code as bars for the gun.

Where a cell has no room for bars that any gun reads (`labels.barcode`), the sheet is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.report import ReportFile
from deskcirc.labels.barcode import code128, fits_code128, module_for, narrowest
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.paper import Align, Bars, Box, Paper, PaperToCome, Shape, Words
from deskcirc.labels.sheets import Place, Sheet, SheetError
from deskcirc.labels.shelf_labels import ShelfLabelOrder
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_FULL: Final = 45.0  # millimetres of height from which a card shows everything
_LOWEST: Final = 14.0  # below it there is no room for a name and bars
_FLATTEST: Final = 6.0  # millimetres of bars that a hand can hit


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on one card; every text but `name` and `code` may be ""."""

    name: str
    class_name: str
    number: str
    category: str
    code: str
    library: str


@dataclass(frozen=True, slots=True)
class CardOrder:
    """Cards that somebody wants printed; on which sheet and from which cell on is asked before."""

    cards: tuple[CardFace, ...]

    @property
    def memory(self) -> str:
        """Under which name a station remembers the sheet and the cell."""
        return "cards"

    @property
    def name(self) -> str:
        """What is printed, as the title of a window."""
        return _("Print library cards")

    @property
    def question(self) -> str:
        """How many there are, and what is to be chosen."""
        count = len(self.cards)
        words = ngettext(
            "{count} card: which sheet is in the printer?", "{count} cards: which sheet is in the printer?", count
        )
        return words.format(count=count)

    def paper(self, sheet: Sheet, skip: Collection[int] = frozenset()) -> Paper:
        """The cards on a sheet; raises SheetError as `cards_paper` does."""
        return cards_paper(self.cards, sheet, skip)


Order = CardOrder | LabelOrder | ShelfLabelOrder
"""What comes on a sheet of which somebody must say where to begin."""
Printable = Paper | PaperToCome | Order | ReportFile
"""What a screen may want printed, or written into a file beside the desk."""


def cards_paper(cards: Sequence[CardFace], sheet: Sheet, skip: Collection[int] = frozenset()) -> Paper:
    """The cards on `sheet`, one a cell; the cells in `skip` are used up on the first page.

    Raises SheetError where a cell is too small for its code, or where bars can't say a code at all.
    """
    pages: list[list[Shape]] = []
    for card, place in zip(cards, sheet.places(len(cards), skip), strict=True):
        while len(pages) <= place.page:
            pages.append([])
        pages[place.page] += _card(card, sheet, place)
    name = _("Library cards") if len(cards) != 1 else _("Library card of {name}").format(name=cards[0].name)
    return Paper(name, tuple(tuple(page) for page in pages) or ((),), sheet.paper[0], sheet.paper[1])


def _card(card: CardFace, sheet: Sheet, place: Place) -> Iterator[Shape]:
    width, height = sheet.cell
    if height < _LOWEST:
        words = _("A card needs cells at least {least} mm high; those of this sheet are {height} mm.")
        raise SheetError(words.format(least=f"{_LOWEST:g}", height=f"{height:g}"), _("Choose another sheet."))
    module = _module(card, width)
    if sheet.cut:
        yield Box(place.x, place.y, width, height, 0.1)
    yield from (_full if height >= _FULL else _small)(card, place, sheet.cell, module)


def _module(card: CardFace, width: float) -> float:
    if not fits_code128(card.code):
        raise SheetError(
            _("The card of {name} has no code that bars can say: “{code}”.").format(name=card.name, code=card.code),
            _("Give the card a code of Latin letters and digits."),
        )
    module = module_for(card.code, width)
    if module is None:
        words = _(
            "The code {code} of {name} needs cells {needed} mm wide to be read; those of this sheet are {width} mm."
        )
        numbers = {"needed": f"{narrowest(card.code):.1f}", "width": f"{width:g}"}
        raise SheetError(words.format(code=card.code, name=card.name, **numbers), _("Choose a sheet with wider cells."))
    return module


def _full(card: CardFace, place: Place, cell: tuple[float, float], module: float) -> Iterator[Shape]:
    """Library and category above a thin line, then name, class and number, the bars below."""
    (width, height), x, y = cell, place.x, place.y
    edge = 5.0
    inside = width - 2 * edge
    yield Words(x + edge, y + 3.2, inside - 20, 6, card.library or _("Library"), 4.2, bold=True)
    yield Words(x + width - edge - 20, y + 3.2, 20, 6, _("Library card"), 3.4, align=Align.RIGHT, grey=True)
    yield Box(x + edge, y + 9.8, inside, 0, 0.2)
    yield Words(x + edge, y + 11.2, inside, 9.5, card.name, 7.6, bold=True)
    yield Words(x + edge, y + 20.6, inside, 5.4, _between(card.class_name, card.category), 4.0)
    if card.number:
        number = _("No. {number}").format(number=card.number)
        yield Words(x + edge, y + 25.8, inside, 5, number, 3.7, grey=True)
    top = y + 32.2
    bars = height - 32.2 - 7.0
    yield _bars(card.code, x, top, width, bars, module)
    yield Words(x, top + bars + 0.6, width, 4.4, card.code, 3.5, align=Align.CENTRE)


def _small(card: CardFace, place: Place, cell: tuple[float, float], module: float) -> Iterator[Shape]:
    """Two lines, or one where the cell is low, then the bars with their letters."""
    (width, height), x, y = cell, place.x, place.y
    edge = 1.5
    inside = width - 2 * edge
    if height >= 24:
        yield Words(x + edge, y + 1.2, inside, 3.8, card.library, 2.9, align=Align.CENTRE, grey=True)
        y, height = y + 3.6, height - 3.6
    line = 5.4 if height >= 20 else 4.2
    who = f"{card.name}  {card.class_name}".rstrip()
    said = card.code if card.number in card.code else _between(card.number, card.code)
    yield Words(x + edge, y + 1.2, inside, line, who, line * 0.78, bold=True, align=Align.CENTRE)
    top, letters = y + 1.2 + line + 0.6, 3.4
    bars = max(_FLATTEST, y + height - 1.2 - letters - top)
    yield _bars(card.code, x, top, width, bars, module)
    yield Words(x + edge, top + bars + 0.2, inside, letters, said, 2.9, align=Align.CENTRE)


def _bars(code: str, x: float, y: float, width: float, height: float, module: float) -> Bars:
    return Bars(x, y, width, height, module, code128(code))


def _between(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
