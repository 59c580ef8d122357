"""The new-book bulletin laid out: A4 for the wall in two columns, or pictures for the class chat in one.

One layout serves both: a banner, a greeting, headings, and a card for each title with its cover. A title without a
cover gets a plain one drawn in the colour of its class, so that a page never looks half empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.bulletin import Announced, Bulletin
from deskcirc.domain.title_names import quoted
from deskcirc.labels.paper import A4, Align, Box, Fill, Paper, Picture, Shape, Words
from deskcirc.labels.paragraph import at_most, broken_lines, width_of
from deskcirc.text import gettext as _

PICTURE_DOTS: Final = 1080
"""How wide the pictures for the class chat are: as wide as a phone shows without scaling down."""
_INKS: Final = ("#1c4e80", "#8a3b12", "#2e6b3f", "#6a2c70", "#9a6a00", "#0f6674", "#8c2f39", "#3d4a8a")
_PALE, _QUIET, _DARK, _ON_DARK = "#f3f6fa", "#5b6673", "#1d2733", "#ffffff"
_BANNER: Final = "#17406d"
_GOLD: Final = "#f2b84b"
_COVER: Final = (21.0, 29.0)
_CARD: Final = 35.0
_GAP: Final = 4.0
_HEADING: Final = 11.0
_MOST_GREETING: Final = 8  # lines; the books are what the bulletin is for


@dataclass(frozen=True, slots=True)
class _Format:
    """A page: its size, its edge, how many cards stand beside each other."""

    width: float
    height: float
    edge: float
    columns: int

    @property
    def inside(self) -> float:
        return self.width - 2 * self.edge

    @property
    def card(self) -> float:
        return (self.inside - (self.columns - 1) * _GAP) / self.columns


_WALL: Final = _Format(A4[0], A4[1], 13.0, 2)
_CHAT: Final = _Format(108.0, 340.0, 6.0, 1)


@dataclass(frozen=True, slots=True)
class _Block:
    """Something of a height that goes under what is there: a heading, or a row of cards."""

    height: float
    heading: str = ""
    cards: tuple[Announced, ...] = ()


def bulletin_paper(bulletin: Bulletin) -> Paper:
    """The bulletin on A4 pages."""
    pages = _divided(bulletin, _WALL)
    shapes = [tuple(_page(bulletin, _WALL, blocks, place, len(pages))) for place, blocks in enumerate(pages)]
    return Paper(bulletin.headline, tuple(shapes), _WALL.width, _WALL.height)


def bulletin_pictures(bulletin: Bulletin) -> tuple[Paper, ...]:
    """The bulletin as pictures of one page each, to be painted PICTURE_DOTS wide; as many as it takes."""
    pages = _divided(bulletin, _CHAT)
    made = []
    for place, blocks in enumerate(pages):
        height = _top(bulletin, _CHAT, place) + sum(block.height for block in blocks) + 12
        shapes = (Fill(0, 0, _CHAT.width, height, _ON_DARK), *_page(bulletin, _CHAT, blocks, place, len(pages), height))
        made.append(Paper(bulletin.headline, (shapes,), _CHAT.width, height))
    return tuple(made)


def _divided(bulletin: Bulletin, on: _Format) -> list[list[_Block]]:
    """The blocks of each page; a heading never stands alone at the foot of one."""
    blocks = list(_blocks(bulletin, on))
    pages: list[list[_Block]] = [[]]
    y = _top(bulletin, on, 0)
    for place, block in enumerate(blocks):
        needed = block.height + (blocks[place + 1].height if block.heading and place + 1 < len(blocks) else 0)
        if y + needed > on.height - 13 and pages[-1]:
            pages.append([])
            y = _top(bulletin, on, len(pages) - 1)
        pages[-1].append(block)
        y += block.height
    return pages


def _blocks(bulletin: Bulletin, on: _Format) -> Iterator[_Block]:
    for group in bulletin.groups:
        if group.heading:
            yield _Block(_HEADING, heading=group.heading)
        for start in range(0, len(group.titles), on.columns):
            yield _Block(_CARD + _GAP, cards=group.titles[start : start + on.columns])


def _greeting(bulletin: Bulletin, on: _Format) -> list[str]:
    given = [line for line in bulletin.greeting.splitlines() if line.strip()]
    lines = [line for each in given for line in broken_lines(each.strip(), on.inside, 4.0)]
    return (
        lines if len(lines) <= _MOST_GREETING else [*lines[: _MOST_GREETING - 1], lines[_MOST_GREETING - 1][:-1] + "…"]
    )


def _top(bulletin: Bulletin, on: _Format, page: int) -> float:
    """Where the first block of a page begins."""
    if page:
        return on.edge + 8
    lines = len(_greeting(bulletin, on))
    return 36 + (lines * 5.6 + 5 if lines else 0) + 5


def _page(
    bulletin: Bulletin, on: _Format, blocks: Sequence[_Block], page: int, pages: int, height: float = 0.0
) -> Iterator[Shape]:
    yield from _banner(bulletin, on) if not page else _running_head(bulletin, on)
    y = _top(bulletin, on, page)
    for block in blocks:
        if block.heading:
            yield from _heading(block.heading, on, y)
        for place, title in enumerate(block.cards):
            yield from _card(title, on.edge + place * (on.card + _GAP), y, on.card)
        y += block.height
    if not blocks:
        yield Words(on.edge, y, on.inside, 8, _("No title is ticked yet."), 4.5, colour=_QUIET)
    yield from _foot(on, page, pages, height or on.height)


def _banner(bulletin: Bulletin, on: _Format) -> Iterator[Shape]:
    yield Fill(0, 0, on.width, 34, _BANNER)
    yield Fill(0, 34, on.width, 1.2, _GOLD)
    yield Words(on.edge, 6.5, on.inside, 12, bulletin.headline, 10, bold=True, colour=_ON_DARK, align=Align.CENTRE)
    yield Words(on.edge, 19, on.inside, 5.5, bulletin.library, 4.2, colour=_GOLD, align=Align.CENTRE)
    yield Words(on.edge, 25, on.inside, 5.5, bulletin.about, 3.7, colour="#d5e1ee", align=Align.CENTRE)
    for place, line in enumerate(_greeting(bulletin, on)):
        yield Words(on.edge, 39.5 + place * 5.6, on.inside, 5.6, line, 4.0, colour=_DARK)


def _running_head(bulletin: Bulletin, on: _Format) -> Iterator[Shape]:
    yield Words(on.edge, on.edge - 5, on.inside * 0.6, 6, bulletin.headline, 4.2, bold=True, colour=_BANNER)
    x = on.edge + on.inside * 0.6
    yield Words(x, on.edge - 5, on.inside * 0.4, 6, bulletin.library, 3.4, colour=_QUIET, align=Align.RIGHT)
    yield Fill(on.edge, on.edge + 2, on.inside, 0.5, _GOLD)


def _heading(words: str, on: _Format, y: float) -> Iterator[Shape]:
    yield Fill(on.edge, y + 1.6, 1.6, 6, _GOLD, 0.6)
    yield Words(on.edge + 3.4, y + 1.2, on.inside - 4, 7, words, 5.2, bold=True, colour=_BANNER)


def _card(title: Announced, x: float, y: float, width: float) -> Iterator[Shape]:
    ink = _INKS[(ord(title.letter) - ord("A")) % len(_INKS)] if title.letter else _INKS[0]
    yield Fill(x, y, width, _CARD, _PALE, 1.6)
    yield from _cover(title, x + 3, y + 3, ink)
    left, room = x + 6 + _COVER[0], width - _COVER[0] - 9
    lines = at_most(quoted(title.title), room, 4.6, 2)
    top = y + 2.6
    for line in lines:
        yield Words(left - (0.9 if line.startswith("《") else 0), top, room, 5.6, line, 4.6, bold=True, colour=_DARK)
        top += 5.7
    for line in at_most(title.made_by, room, 3.2, 1 if len(lines) > 1 else 2):
        yield Words(left, top, room, 4.4, line, 3.2, colour=_QUIET)
        top += 4.4
    bottom = y + _CARD - 3
    foot = bottom - (5.8 if title.call_number else 0)
    for line in at_most(title.summary, room, 3.2, max(0, int((foot - top - 0.6) / 4.3))):
        yield Words(left, top + 0.6, room, 4.3, line, 3.2, colour=_DARK)
        top += 4.3
    if title.call_number:
        yield from _chip(title.call_number, left, bottom - 5, room, ink)


def _chip(words: str, x: float, y: float, room: float, ink: str) -> Iterator[Shape]:
    width = min(room, width_of(words, 3.4) * 1.12 + 4)
    yield Fill(x, y, width, 5, ink, 2.5)
    yield Words(x + 1.6, y, width - 3.2, 5, words, 3.4, bold=True, colour=_ON_DARK, align=Align.CENTRE)


def _cover(title: Announced, x: float, y: float, ink: str) -> Iterator[Shape]:
    width, height = _COVER
    if title.cover:
        yield Picture(x, y, width, height, title.cover)
        return
    yield Fill(x, y, width, height, ink, 0.8)
    yield Fill(x + 1.6, y, 0.4, height, _GOLD)
    lines = at_most(title.title, width - 5.4, 3.6, 4)
    for place, line in enumerate(lines):
        top = y + 4 + place * 4.5
        yield Words(x + 3.2, top, width - 4.4, 4.5, line, 3.6, bold=True, colour=_ON_DARK, align=Align.CENTRE)
    yield Box(x + 7, y + height - 5, width - 12, 0, 0.1)
    yield Words(x + 3, y + height - 4.6, width - 4, 3.4, title.author, 2.4, colour="#e6ecf3", align=Align.CENTRE)


def _foot(on: _Format, page: int, pages: int, height: float) -> Iterator[Shape]:
    words = _("Ask for these books at the library.")
    if pages > 1:
        words = f"{words}   {page + 1} / {pages}"
    yield Words(on.edge, height - 9, on.inside, 5, words, 3.2, colour=_QUIET, align=Align.CENTRE)
