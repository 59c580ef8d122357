"""The signed report of a count on A4: what was found and missed in tables, who signs, then the lists, the seal below.

Pages are made as they are asked for: thirty thousand copies not seen are some seven hundred pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, overload

from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import NUMBERS, Report, ReportColumn, written
from deskcirc.domain.stocktake_report import StocktakeReport, Worth
from deskcirc.domain.stocktake_tables import LISTS, TABLES, rate_words, report_table
from deskcirc.labels.paper import A4, Align, Box, Fill, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most, broken_lines
from deskcirc.text import full_date, marked, ngettext
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_TOP, _BOTTOM = 22.0, 274.0  # where the first row of a page begins, where its last ends
_LETTERS, _LEADING, _WHITE = 3.2, 4.3, 1.6
_SIGNATURES: Final = 34.0
_MOST_LINES: Final = 4
_SIGN: Final = (
    marked("Counted by"),
    marked("Witnessed by"),
    marked("Librarian in charge"),
    marked("School leader"),
    marked("School seal"),
)
_IN_FRONT: Final = ("totals", "comparison", "lines", "by_class", "by_location", "by_item_type", "people")
_BEHIND: Final = ("by_shelf", "files", *LISTS)


@dataclass(frozen=True, slots=True)
class ReportSeal:
    """What is said of the report itself: its seal, whether that still fits, whether the count was declared void."""

    hash: str = ""
    whole: bool = True
    void: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """Some millimetres of a page: `paint` makes its shapes from where it begins. `with_next` rows never stand last
    on a page; `again` is repeated where the next page goes on in the same table."""

    height: float
    paint: Callable[[float], Iterator[Shape]]
    with_next: bool = False
    again: _Row | None = None


def stocktake_paper(report: StocktakeReport, seal: ReportSeal | None = None, as_of: datetime | None = None) -> Paper:
    """The whole report; without a seal it is a draft, and says so on every page, and that it is `as_of` an instant."""
    seal = seal or ReportSeal()
    *before, last = (*_front(report, seal, as_of), *_tables(report, _IN_FRONT))
    signed = [*before, replace(last, with_next=True), _signing()]  # nobody signs a page that says nothing
    pages = _divided([*signed, *_tables(report, _BEHIND)])
    name = _("Stocktake report {number}").format(number=report.head.number)
    return Paper(name, _Pages(report, seal, pages), dated=_closed(report))


class _Pages(Sequence[tuple[Shape, ...]]):
    """The pages, painted one at a time."""

    def __init__(self, report: StocktakeReport, seal: ReportSeal, pages: Sequence[Sequence[_Row]]) -> None:
        self._report, self._seal, self._rows = report, seal, pages

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> tuple[Shape, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Shape, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Shape, ...] | Sequence[tuple[Shape, ...]]:
        """One page, or some of them."""
        if isinstance(at, slice):
            return _Pages(self._report, self._seal, self._rows[at])
        number = range(len(self._rows))[at]
        return tuple(self._page(number))

    def _page(self, number: int) -> Iterator[Shape]:
        yield from _head(self._report, self._seal)
        y = _TOP
        for row in self._rows[number]:
            yield from row.paint(y)
            y += row.height
        yield from _foot(self._report, self._seal, number + 1, len(self._rows))


def _divided(rows: Sequence[_Row]) -> list[list[_Row]]:
    """The rows of each page; a heading is never its last, and a table that goes on repeats its columns."""
    pages: list[list[_Row]] = [[]]
    y = _TOP
    for place, row in enumerate(rows):
        needed, following = row.height, place
        while rows[following].with_next and following + 1 < len(rows):
            following += 1
            needed += rows[following].height
        if y + needed > _BOTTOM and pages[-1]:
            again = [row.again] if row.again is not None else []
            pages.append(list(again))
            y = _TOP + sum(each.height for each in again)
        pages[-1].append(row)
        y += row.height
    return pages


def _front(report: StocktakeReport, seal: ReportSeal, as_of: datetime | None) -> Iterator[_Row]:
    """Title, what was counted, and the four figures that everybody looks for."""
    head = report.head
    yield _Row(12, lambda y: iter([Words(_EDGE, y, _WIDTH, 11, _("Stocktake report"), 8, True, Align.CENTRE)]))
    named = f"{head.name} · {head.number}" if head.name else head.number
    yield _Row(8, lambda y: iter([Words(_EDGE, y, _WIDTH, 6, named, 4.6, align=Align.CENTRE)]))
    for name, words in _facts(report, seal, as_of):
        yield _fact(name, words)
    yield _Row(22, lambda y: _figures(report, y + 2))


def _facts(report: StocktakeReport, seal: ReportSeal, as_of: datetime | None) -> Iterator[tuple[str, str]]:
    head = report.head
    yield _("Counted"), head.scope
    yield _("Count opened"), _by(_day(head.local(head.opened_at)), head.opened_by)
    if head.closed_at:
        yield _("Count closed"), _by(_day(head.local(head.closed_at)), head.closed_by)
    elif not seal.void:
        yield _("Count closed"), _("not closed yet")
    if as_of is not None and not seal.hash:
        yield _("As of"), _day(as_of + timedelta(minutes=head.offset))
    if head.blind:
        yield _("Manner"), _("blind: whoever counted did not see what was expected")
    if head.note:
        yield _("Note"), head.note


def _fact(name: str, words: str) -> _Row:
    lines = broken_lines(words, (_WIDTH - 24) * 0.96, 3.8)

    def paint(y: float) -> Iterator[Shape]:
        yield Words(_EDGE, y, 22, 5, name, 3.6, grey=True)
        for place, line in enumerate(lines):
            yield Words(_EDGE + 24, y + place * 5, _WIDTH - 24, 5, line, 3.8)

    return _Row(5.4 * max(1, len(lines)), paint)


def _figures(report: StocktakeReport, y: float) -> Iterator[Shape]:
    total = report.total
    figures = (
        (_("To be found on shelves"), str(total.expected.copies), _worth(total.expected)),
        (_("Found"), str(total.found.copies), _worth(total.found)),
        (_("Not seen"), str(total.missing.copies), _worth(total.missing)),
        (_("Share found"), rate_words(total.rate), _left(total.gone)),
    )
    wide = _WIDTH / len(figures)
    for place, (name, number, below) in enumerate(figures):
        x = _EDGE + place * wide
        yield Box(x, y, wide, 18, 0.3)
        yield Words(x + 2, y + 1, wide - 4, 4.5, name, 3.3, grey=True)
        yield Words(x + 2, y + 5.4, wide - 4, 7, number, 5.6, bold=True)
        yield Words(x + 2, y + 12.8, wide - 4, 4.4, below, 3.1)


def _worth(worth: Worth) -> str:
    value = _("{yuan} yuan").format(yuan=format_fen(worth.fen))
    if not worth.unpriced:
        return value
    return _("{value}, {count} without a price").format(value=value, count=worth.unpriced)


def _left(gone: Worth) -> str:
    words = ngettext("{count} copy left the stock", "{count} copies left the stock", gone.copies)
    return words.format(count=gone.copies) if gone.copies else ""


def _tables(report: StocktakeReport, names: Sequence[str]) -> Iterator[_Row]:
    """The tables that have a line; a list that has none is named with its good news."""
    for name in names:
        table = report_table(report, name)
        if table.rows:
            yield from _table(table)
        elif name in LISTS:
            yield _heading(_(TABLES[name]))
            yield _note(table.empty)


def _table(table: Report) -> Iterator[_Row]:
    yield _heading(
        _("{heading} ({count})").format(heading=table.title, count=len(table.rows)) if _is_list(table) else table.title
    )
    places = tuple(_places(table.columns))
    columns = _column_heads(places)
    yield columns
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        texts = [written(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
        alone = number != last and number in (0, last - 1)  # at the foot of a page, or the next one on its head
        yield replace(_cells(places, texts, columns), with_next=alone or bool(number == last and table.notes))
    yield from map(_note, table.notes)


def _is_list(table: Report) -> bool:
    return table.name.removeprefix("stocktake_") in LISTS


_Places = tuple[tuple[float, float, ReportColumn], ...]


def _places(columns: Sequence[ReportColumn]) -> Iterator[tuple[float, float, ReportColumn]]:
    """Where each column begins and how wide it is, with a little white to the next."""
    whole, x = sum(column.width for column in columns), _EDGE
    for column in columns:
        share = column.width / whole * _WIDTH
        yield x, share - 1.5, column
        x += share


def _heading(words: str) -> _Row:
    return _Row(11, lambda y: iter([Words(_EDGE, y + 4, _WIDTH, 6.5, words, 4.8, bold=True)]), with_next=True)


def _note(words: str) -> _Row:
    return _Row(6, lambda y: iter([Words(_EDGE, y, _WIDTH, 5, words, 3.5)]))


def _column_heads(places: _Places) -> _Row:
    def paint(y: float) -> Iterator[Shape]:
        yield Fill(_EDGE, y, _WIDTH, 6, "#ededed")
        for x, width, column in places:
            yield Words(x + 0.5, y + 0.5, width, 5, column.heading, 3.1, bold=True, align=_align(column))

    return _Row(6.6, paint, with_next=True)


def _cells(places: _Places, texts: Sequence[str], columns: _Row) -> _Row:
    lines = [at_most(text, place[1], _LETTERS, _MOST_LINES) for text, place in zip(texts, places, strict=True)]
    height = _LEADING * max(1, *(len(each) for each in lines)) + _WHITE

    def paint(y: float) -> Iterator[Shape]:
        for (x, width, column), cell in zip(places, lines, strict=True):
            for place, line in enumerate(cell):
                top = y + _WHITE / 2 + place * _LEADING
                yield Words(x + 0.5, top, width, _LEADING, line, _LETTERS, align=_align(column))
        yield Box(_EDGE, y + height - 0.1, _WIDTH, 0, 0.08)

    return _Row(height, paint, again=columns)


def _align(column: ReportColumn) -> Align:
    return Align.RIGHT if column.kind in NUMBERS else Align.LEFT


def _signing() -> _Row:
    """Whoever counted, who is in charge, who leads, and the room for the seal of the school."""

    def paint(y: float) -> Iterator[Shape]:
        top, wide = y + 6, _WIDTH / len(_SIGN)
        yield Box(_EDGE, top, _WIDTH, _SIGNATURES, 0.3)
        for place, name in enumerate(_SIGN):
            x = _EDGE + place * wide
            if place:
                yield Box(x, top, 0, _SIGNATURES, 0.15)
            yield Words(x + 2, top + 1.5, wide - 4, 6, _(name), 3.8, bold=True)
            yield Words(x + 2, top + _SIGNATURES - 7.5, wide - 4, 6, _("date:"), 3.2, grey=True)

    return _Row(_SIGNATURES + 10, paint)


def _head(report: StocktakeReport, seal: ReportSeal) -> Iterator[Shape]:
    yield Words(_EDGE, 11, _WIDTH * 0.6, 6, report.head.library, 3.6, grey=True)
    yield Words(_EDGE, 11, _WIDTH, 6, _state(seal), 3.8, bold=bool(seal.void or not seal.hash), align=Align.RIGHT)
    yield Box(_EDGE, 18, _WIDTH, 0, 0.2)


def _state(seal: ReportSeal) -> str:
    if seal.void:
        return _("VOID: this count was declared void")
    return _("sealed") if seal.hash else _("DRAFT: the count is not closed")


def _foot(report: StocktakeReport, seal: ReportSeal, number: int, pages: int) -> Iterator[Shape]:
    page = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE, A4[1] - 16, _WIDTH, 5, page, 3.2, align=Align.RIGHT)
    yield Words(_EDGE, A4[1] - 16, _WIDTH * 0.7, 5, f"{report.head.label} · {report.head.number}", 3.2, grey=True)
    if not seal.hash:
        return
    closed = _day(report.head.local(report.head.closed_at))
    words = _("Sealed on {day} · SHA-256 {hash}") if seal.whole else _("The seal {hash} does not fit this report")
    yield Words(_EDGE, A4[1] - 11, _WIDTH, 4.4, words.format(day=closed, hash=seal.hash), 2.7, grey=seal.whole)


def _closed(report: StocktakeReport) -> datetime | None:
    return datetime.fromisoformat(report.head.closed_at) if report.head.closed_at else None


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{full_date(at.date())} {at:%H:%M}"


def _by(day: str, operator: str) -> str:
    return _("{day}, by {operator}").format(day=day, operator=operator) if operator else day
