"""A ledger on A4 across: ruled columns, page totals and what is carried forward, the balance, signatures, page numbers.

A page is kept as squeezed text and made as it is painted: 100 000 copies are some 4 000 pages, which as shapes would
take gigabytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, overload

from deskcirc.domain.ledgers import COLUMNS, LEDGER_WORDS, Amount, Balance, LedgerColumn, LedgerLine, LedgerName
from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import Kind
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.labels.paper import A4, Align, Box, Fill, Paper, Shape, Words
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext

_WIDE, _HIGH = A4[1], A4[0]
_EDGE: Final = 12.0  # millimetres at either side
_WIDTH: Final = _WIDE - 2 * _EDGE
_TOP: Final = 22.0  # of the table
_HEAD_ROW, _ROW = 5.6, 5.3
_BOTTOM: Final = 184.0  # of the table
_LETTERS: Final = 3.0
_LINE: Final = 0.12
_SIGN: Final = (marked("Handled by"), marked("Checked by"), marked("In charge"), marked("Deputy head"))
_SIGN_WITHDRAWN: Final = (*_SIGN, marked("School property"), marked("Accounts"))
_WITHOUT_TOTALS: Final = frozenset({LedgerName.BALANCE})

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SealFoot:
    """What stands at the foot of a sealed month: its hash, the day of sealing in words, and the instant itself."""

    hash: str
    day: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """Everything on the paper beside the lines; `span` and `as_of` are in words."""

    name: LedgerName
    span: str
    library: str
    balance: Balance
    as_of: str = ""
    seal: SealFoot | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One page: its lines' texts squeezed, how many there are up to its end, the sums before it and of it by column."""

    octets: bytes
    lines: int
    through: int
    before: tuple[int, ...]
    sums: tuple[int, ...]


def amount_words(amount: Amount) -> str:
    """Titles, copies and yuan in one row of words."""
    words = {"stock": titles_and_copies(amount.titles, amount.copies), "yuan": format_fen(amount.fen)}
    return _("{stock}, {yuan} yuan").format(**words)


def balance_words(balance: Balance) -> str:
    """Opening + in − out = closing, as it stands at every foot."""
    return _("Opening {opening} + in {came} − out {gone} = closing {held}").format(
        opening=amount_words(balance.opening),
        came=amount_words(balance.came),
        gone=amount_words(balance.gone),
        held=amount_words(balance.reckoned),
    )


def difference_words(balance: Balance) -> str:
    """What was counted otherwise; "" where the count agrees."""
    if not any(balance.difference.values):
        return ""
    return _("Counted on the shelves of the register: {held}. That differs by {difference}.").format(
        held=amount_words(balance.held), difference=amount_words(balance.difference)
    )


def ledger_paper(
    sheet: LedgerSheet, lines: Iterable[LedgerLine], total: int, progress: Progress | None = None
) -> Paper:
    """The ledger, `total` being how many lines there are; `progress` is called as they are taken in."""
    parts = tuple(_parts(sheet, lines, total, progress))
    name = f"{_(LEDGER_WORDS[sheet.name])} {sheet.span}"
    return Paper(name, LedgerPages(sheet, parts), _WIDE, _HIGH, None if sheet.seal is None else sheet.seal.at)


def _parts(sheet: LedgerSheet, lines: Iterable[LedgerLine], total: int, progress: Progress | None) -> Iterator[_Part]:
    columns = COLUMNS[sheet.name]
    sums = before = (0,) * len(columns)
    texts: list[list[str]] = []
    room, done = _rows_of(sheet), 0
    for done, line in enumerate(lines, 1):
        if len(texts) == room:
            yield _Part(_squeezed(texts), room, done - 1, before, sums)
            texts, before, sums = [], _added(before, sums), (0,) * len(columns)
            if progress is not None:
                progress(done, total)
        texts.append([column.text(value) for column, value in zip(columns, line.values, strict=True)])
        if not line.key.startswith("division:"):
            sums = _added(sums, tuple(value if isinstance(value, int) else 0 for value in line.values))
    yield _Part(_squeezed(texts), len(texts), done, before, sums)


def _squeezed(texts: list[list[str]]) -> bytes:
    return zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 1)


def _added(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(int.__add__, one, other))


def _rows_of(sheet: LedgerSheet) -> int:
    """How many lines a page holds, between what is brought forward and what is carried on."""
    free = int((_BOTTOM - _TOP - _HEAD_ROW * _head_rows(sheet)) / _ROW)
    return free if sheet.name in _WITHOUT_TOTALS else free - 3


def _head_rows(sheet: LedgerSheet) -> int:
    return 2 if any(column.group for column in COLUMNS[sheet.name]) else 1


class LedgerPages(Sequence[tuple[Shape, ...]]):
    """The pages of one ledger, each made when it is asked for."""

    def __init__(self, sheet: LedgerSheet, parts: Sequence[_Part]) -> None:
        self._sheet = sheet
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, place: int) -> tuple[Shape, ...]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Shape, ...]]: ...

    def __getitem__(self, place: int | slice) -> Any:
        """One page, or several as pages of their own."""
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        number = range(len(self))[place]
        return tuple(_page(self._sheet, self._parts[number], number + 1, len(self)))


def _page(sheet: LedgerSheet, part: _Part, number: int, pages: int) -> Iterator[Shape]:
    yield Words(_EDGE, 6, _WIDTH, 8, _(LEDGER_WORDS[sheet.name]), 6.2, bold=True, align=Align.CENTRE)
    yield Words(_EDGE, 14.5, _WIDTH / 2, 5.5, sheet.library, 3.8)
    right = " · ".join(words for words in (sheet.span, sheet.as_of) if words)
    yield Words(_EDGE + _WIDTH / 2, 14.5, _WIDTH / 2, 5.5, right, 3.8, align=Align.RIGHT)
    columns = tuple(_places(sheet))
    yield from _head(sheet, columns)
    y = _TOP + _HEAD_ROW * _head_rows(sheet)
    for cells, bold in _rows(sheet, part, number, pages):
        yield from _row(columns, cells, y, bold=bold)
        y += _ROW
    if not part.lines and pages == 1:
        yield Words(_EDGE, y + 2, _WIDTH, 7, _("Nothing was entered in this period."), 4, align=Align.CENTRE, grey=True)
        y += 11
    yield from _rules(sheet, columns, y)
    yield from _foot(sheet, number, pages)


def _rows(sheet: LedgerSheet, part: _Part, number: int, pages: int) -> Iterator[tuple[Sequence[str], bool]]:
    """Brought forward, the lines, this page, carried forward or the sum of all."""
    lines: list[list[str]] = json.loads(zlib.decompress(part.octets))
    totals = sheet.name not in _WITHOUT_TOTALS
    if totals and number > 1:
        yield _totals(sheet, _("Brought forward"), part.before, part.through - part.lines), True
    yield from ((cells, "–" in cells[0]) for cells in lines)
    if totals and part.lines:
        yield _totals(sheet, _("This page"), part.sums, part.lines), True
        carried = _("Carried forward") if number < pages else _("Total")
        yield _totals(sheet, carried, _added(part.before, part.sums), part.through), True


def _totals(sheet: LedgerSheet, words: str, sums: Sequence[int], lines: int) -> list[str]:
    """The sums under their columns; where a line is a copy, how many copies they are."""
    columns = COLUMNS[sheet.name]
    cells = [column.text(value) if column.adds else "" for column, value in zip(columns, sums, strict=True)]
    if sheet.name in (LedgerName.COPIES, LedgerName.WITHDRAWN):
        count = ngettext("{count} copy", "{count} copies", lines).format(count=lines)
        words = f"{words} · {count}"
    at = max(range(len(columns)), key=lambda at: 0 if columns[at].adds or at > 4 else columns[at].width)
    return [*cells[:at], words, *cells[at + 1 :]]


def _places(sheet: LedgerSheet) -> Iterator[tuple[float, float, LedgerColumn]]:
    """Where each column begins and how wide it is."""
    columns = COLUMNS[sheet.name]
    share, x = _WIDTH / sum(column.width for column in columns), _EDGE
    for column in columns:
        yield x, column.width * share, column
        x += column.width * share


_Places = Sequence[tuple[float, float, LedgerColumn]]


def _head(sheet: LedgerSheet, columns: _Places) -> Iterator[Shape]:
    high = _HEAD_ROW * _head_rows(sheet)
    yield Fill(_EDGE, _TOP, _WIDTH, high, "#ededed")
    for x, width, column in columns:
        top, height = (_TOP + _HEAD_ROW, _HEAD_ROW) if column.group else (_TOP, high)
        heading = _(column.heading)
        yield Words(x + 0.5, top, width - 1, height, heading, 2.9, bold=True, align=Align.CENTRE)
    for group, left, wide in _groups(columns):
        yield Words(left, _TOP, wide, _HEAD_ROW, _(group), 2.9, bold=True, align=Align.CENTRE)
        yield Box(left, _TOP + _HEAD_ROW, wide, 0, _LINE)
    yield Box(_EDGE, _TOP, _WIDTH, 0, 0.3)
    yield Box(_EDGE, _TOP + high, _WIDTH, 0, 0.3)


def _groups(columns: _Places) -> Iterator[tuple[str, float, float]]:
    """Each heading over several columns with the place of all of them."""
    found: dict[str, tuple[float, float]] = {}
    for x, width, column in columns:
        if column.group:
            left, wide = found.get(column.group, (x, 0.0))
            found[column.group] = (left, wide + width)
    yield from ((group, left, wide) for group, (left, wide) in found.items())


def _row(columns: _Places, cells: Sequence[str], y: float, *, bold: bool) -> Iterator[Shape]:
    for (x, width, column), text in zip(columns, cells, strict=True):
        if text:
            align = Align.RIGHT if column.kind in (Kind.NUMBER, Kind.MONEY) else Align.LEFT
            yield Words(x + 0.7, y, width - 1.4, _ROW, text, _LETTERS, bold=bold, align=align)
    yield Box(_EDGE, y + _ROW, _WIDTH, 0, _LINE)


def _rules(sheet: LedgerSheet, columns: _Places, bottom: float) -> Iterator[Shape]:
    """The lines between the columns; within a group they begin below its heading."""
    before = ""
    for x, _width, column in columns:
        inside = bool(column.group) and column.group == before
        top = _TOP + _HEAD_ROW if inside and _head_rows(sheet) == 2 else _TOP
        yield Box(x, top, 0, bottom - top, _LINE)
        before = column.group
    yield Box(_EDGE + _WIDTH, _TOP, 0, bottom - _TOP, _LINE)
    yield Box(_EDGE, bottom, _WIDTH, 0, 0.3)


def _foot(sheet: LedgerSheet, number: int, pages: int) -> Iterator[Shape]:
    yield Words(_EDGE, 186, _WIDTH, 5, balance_words(sheet.balance), 3.2, bold=True)
    differs = difference_words(sheet.balance)
    if differs:
        yield Words(_EDGE, 190.3, _WIDTH, 4.4, differs, 3.0, bold=True)
    signs = _SIGN_WITHDRAWN if sheet.name in (LedgerName.GONE, LedgerName.WITHDRAWN) else _SIGN
    wide = (_WIDTH - 38) / len(signs)
    for at, sign in enumerate(signs):
        yield Words(_EDGE + at * wide, 195, wide * 0.42, 5.5, _(sign), 3.2)
        yield Box(_EDGE + at * wide + wide * 0.42, 200, wide * 0.5, 0, _LINE)
    page = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE + _WIDTH - 38, 195, 38, 5.5, page, 3.2, align=Align.RIGHT)
    if sheet.name in (LedgerName.CAME, LedgerName.BALANCE, LedgerName.CLASSES):
        told = _("Titles: those that came into the stock or left it; a further copy counts among the copies alone.")
        yield Words(_EDGE + _WIDTH / 2, 202.2, _WIDTH / 2, 4, told, 2.6, grey=True, align=Align.RIGHT)
    if sheet.seal is not None:
        sealed = _("Sealed on {day} · {hash}").format(day=sheet.seal.day, hash=sheet.seal.hash)
        yield Words(_EDGE, 202.2, _WIDTH, 4, sealed, 2.6, grey=True)
