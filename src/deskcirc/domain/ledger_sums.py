"""Reckoning the ledgers: what came and went by batch, class and time, and what is held, each from its own side.

A library of 100 000 copies is gone through in a few loops over plain tuples; days are compared as ISO text, as stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from deskcirc.domain.ledgers import DIVISIONS, LETTERS, Amount, Balance, Span

Came: TypeAlias = tuple[int, int, str, int, int | None, str, bool]
"""Copy, title, day, fen, batch (None for old stock), accession number, whether the copy itself says it is withdrawn."""
Gone: TypeAlias = tuple[int, int, int, str, int, int]
"""Line of the withdrawal, copy, title, day, fen, withdrawal."""

_DIVISION: Final = {
    letter: letter if letter in "ABZ" else "C-K" if letter in "CDEFGHIJK" else "N-X" for letter in LETTERS
}
_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Turns:
    """The copies with which a title came into the stock, and the lines with which its last copy left it."""

    brought: frozenset[int]
    took: frozenset[int]


@dataclass(frozen=True, slots=True)
class Stock:
    """All that ever came and went; `letters` gives each title's main class, "" for none. Made by `stock_of`."""

    came: Sequence[Came]
    gone: Sequence[Gone]
    letters: Mapping[int, str]
    turns: Turns


@dataclass(frozen=True, slots=True)
class CameLine:
    """What a batch brought in a span, or old stock of one day where there is no batch; `divisions` counts copies."""

    batch_id: int | None
    day: date
    amount: Amount
    divisions: tuple[int, ...]
    numbers: str


@dataclass(frozen=True, slots=True)
class GoneLine:
    """What a withdrawal took."""

    withdrawal_id: int
    day: date
    amount: Amount
    divisions: tuple[int, ...]


def stock_of(came: Sequence[Came], gone: Sequence[Gone], letters: Mapping[int, str]) -> Stock:
    """All that ever came and went, with the turns of every title."""
    return Stock(came, gone, letters, _title_turns(came, gone))


def _title_turns(came: Sequence[Came], gone: Sequence[Gone]) -> Turns:
    """Go through the life of every title; within a day copies come before others go."""
    lives = _lives(came, gone)
    first: dict[int, tuple[str, int]] = {}
    for copy_id, title_id, day, *_rest in came:
        before = first.get(title_id)
        if before is None or (day, copy_id) < before:
            first[title_id] = (day, copy_id)
    brought = {copy_id for title_id, (_day, copy_id) in first.items() if title_id not in lives}
    took: set[int] = set()
    for events in lives.values():
        there = 0
        for _day, goes, row_id in sorted(events):
            there += -1 if goes else 1
            if not goes and there == 1:
                brought.add(row_id)
            elif goes and there == 0:
                took.add(row_id)
    return Turns(frozenset(brought), frozenset(took))


def _lives(came: Sequence[Came], gone: Sequence[Gone]) -> dict[int, list[tuple[str, bool, int]]]:
    """Comings and goings of the titles of which a copy ever went."""
    lives: dict[int, list[tuple[str, bool, int]]] = {title_id: [] for _id, _copy, title_id, *_rest in gone}
    if lives:
        for copy_id, title_id, day, *_rest in came:
            if title_id in lives:
                lives[title_id].append((day, False, copy_id))
        for line_id, _copy, title_id, day, *_more in gone:
            lives[title_id].append((day, True, line_id))
    return lives


def within(stock: Stock, span: Span) -> Stock:
    """What of it came or went in the span, for reading the lines of a span that is short beside the whole."""
    first, last = _texts(span)
    gone = [line for line in stock.gone if first <= line[3] <= last]
    went = {line[1] for line in gone}
    came = [copy for copy in stock.came if first <= copy[2] <= last or copy[0] in went]
    return Stock(came, gone, stock.letters, stock.turns)


def balances(stock: Stock, span: Span) -> Mapping[str, Balance]:
    """The balance of each main class over the span, "" for titles without one; every letter is there."""
    first, last = _texts(span)
    sides = {letter: [0] * 12 for letter in LETTERS}
    letters, brought = stock.letters, stock.turns.brought
    left = {copy_id: day for _line, copy_id, _title, day, *_rest in stock.gone}
    held: set[int] = set()
    for copy_id, title_id, day, fen, _batch, _number, withdrawn in stock.came:
        if day > last:
            continue
        side = sides[letters[title_id]]
        at = 0 if day < first else 3
        side[at] += copy_id in brought
        side[at + 1] += 1
        side[at + 2] += fen
        if not withdrawn or left.get(copy_id, "") > last:
            held.add(title_id)
            side[10] += 1
            side[11] += fen
    for line_id, _copy_id, title_id, day, fen, _withdrawal in stock.gone:
        if day <= last:
            at, sign = (0, -1) if day < first else (6, 1)
            side = sides[letters[title_id]]
            side[at] += sign * (line_id in stock.turns.took)
            side[at + 1] += sign
            side[at + 2] += sign * fen
    for title_id in held:
        sides[letters[title_id]][9] += 1
    return {letter: Balance(*(Amount(*side[at : at + 3]) for at in (0, 3, 6, 9))) for letter, side in sides.items()}


def total(of_classes: Iterable[Balance]) -> Balance:
    """The sum of balances."""
    sums = [0] * 12
    for balance in of_classes:
        sums = [one + other for one, other in zip(sums, balance.values, strict=True)]
    return Balance(*(Amount(*sums[at : at + 3]) for at in (0, 3, 6, 9)))


def came_lines(stock: Stock, span: Span) -> tuple[CameLine, ...]:
    """A line a batch and a line a day of old stock, by their first day."""
    first, last = _texts(span)
    found: dict[int | str, _Gathered] = defaultdict(_Gathered)
    for copy_id, title_id, day, fen, batch_id, number, _withdrawn in stock.came:
        if first <= day <= last:
            line = found[day if batch_id is None else batch_id]
            line.add(copy_id in stock.turns.brought, fen, _DIVISION[stock.letters[title_id]], day)
            line.add_number(number)
    lines = [
        CameLine(key if isinstance(key, int) else None, date.fromisoformat(line.day), line.amount, line.divided, text)
        for key, line in found.items()
        for text in (line.numbers_text(),)
    ]
    return tuple(sorted(lines, key=lambda line: (line.day, line.batch_id or 0)))


def gone_lines(stock: Stock, span: Span) -> tuple[GoneLine, ...]:
    """A line a withdrawal, by their day."""
    first, last = _texts(span)
    found: dict[int, _Gathered] = defaultdict(_Gathered)
    for line_id, _copy_id, title_id, day, fen, withdrawal_id in stock.gone:
        if first <= day <= last:
            found[withdrawal_id].add(line_id in stock.turns.took, fen, _DIVISION[stock.letters[title_id]], day)
    lines = [GoneLine(key, date.fromisoformat(line.day), line.amount, line.divided) for key, line in found.items()]
    return tuple(sorted(lines, key=lambda line: (line.day, line.withdrawal_id)))


class _Gathered:
    """What one line of the general ledger adds up to."""

    __slots__ = ("copies", "day", "divisions", "fen", "numbers", "titles")

    def __init__(self) -> None:
        self.titles = self.copies = self.fen = 0
        self.divisions = dict.fromkeys(DIVISIONS, 0)
        self.day = "~"
        self.numbers: dict[str, tuple[tuple[int, str], tuple[int, str]]] = {}

    def add(self, turn: bool, fen: int, division: str, day: str) -> None:
        self.titles += turn
        self.copies += 1
        self.fen += fen
        self.divisions[division] += 1
        self.day = min(self.day, day)

    def add_number(self, number: str) -> None:
        key = (len(number), number)
        prefix = number.rstrip(_DIGITS)
        low, high = self.numbers.get(prefix, (key, key))
        if key < low or key > high or prefix not in self.numbers:
            self.numbers[prefix] = (min(low, key), max(high, key))

    @property
    def amount(self) -> Amount:
        return Amount(self.titles, self.copies, self.fen)

    @property
    def divided(self) -> tuple[int, ...]:
        return tuple(self.divisions.values())

    def numbers_text(self) -> str:
        """From the lowest to the highest number, once for each series."""
        runs = sorted(self.numbers.values())
        return ", ".join(low[1] if low == high else f"{low[1]} – {high[1]}" for low, high in runs)


def balance_rows(stock: Stock, span: Span, whole: Balance) -> tuple[tuple[str, Balance], ...]:
    """The balance by years, or by months within one year; "2026" or "2026-03" and the balance of that time.

    The closing of the last is what was counted, of those before what was reckoned.
    """
    first, last = _texts(span)
    days = [day for _c, _t, day, *_r in stock.came if day <= last] + [gone[3] for gone in stock.gone if gone[3] <= last]
    begins = max(first, min(days, default=last))
    length = 7 if begins[:4] == last[:4] else 4
    moved: dict[str, list[Amount]] = {key: [Amount(), Amount()] for key in _times(begins, last, length)}
    for copy_id, _title, day, fen, *_rest in stock.came:
        if first <= day <= last:
            side = moved[day[:length]]
            side[0] += Amount(copy_id in stock.turns.brought, 1, fen)
    for line_id, _copy, _title, day, fen, _withdrawal in stock.gone:
        if first <= day <= last:
            side = moved[day[:length]]
            side[1] += Amount(line_id in stock.turns.took, 1, fen)
    opening, rows = whole.opening, []
    for key, (came, gone) in moved.items():
        held = opening + came - gone
        rows.append((key, Balance(opening, came, gone, whole.held if key == last[:length] else held)))
        opening = held
    return tuple(rows)


def _times(begins: str, last: str, length: int) -> Iterator[str]:
    if length == 4:
        yield from (f"{year:04}" for year in range(int(begins[:4]), int(last[:4]) + 1))
    else:
        yield from (f"{last[:4]}-{month:02}" for month in range(int(begins[5:7]), int(last[5:7]) + 1))


def division_of(letter: str) -> str:
    """The division of a main class, one of DIVISIONS; "" for no class."""
    return _DIVISION[letter]


def copies_behind(stock: Stock, span: Span, part: str, key: str = "", division: str | None = None) -> list[int]:
    """The copies behind a number, by day and accession number: `part` "opening", "came", "gone" or "held".

    `key` narrows them to a line as `LedgerLine.key` names it, "" for all; `division` to one of DIVISIONS.
    """
    first, last = _texts(span)
    kind, _colon, subject = key.partition(":")
    if kind == "span":
        first, last = max(first, subject), min(last, subject + "~")
    left = {copy_id: (day, withdrawal) for _line, copy_id, _title, day, _fen, withdrawal in stock.gone}
    came = stock.came
    if kind or division is not None:
        wanted = _wanted(stock, left, kind, subject, division)
        came = [copy for copy in came if wanted(copy)]
    chosen = sorted(_ON_SIDE[part](came, {copy_id: day for copy_id, (day, _which) in left.items()}, first, last))
    return [copy_id for _day, _number, copy_id in chosen]


_Chosen: TypeAlias = Iterable[tuple[str, str, int]]


def _that_came(came: Iterable[Came], _left: Mapping[int, str], first: str, last: str) -> _Chosen:
    return [(day, number, copy_id) for copy_id, _t, day, _f, _b, number, _w in came if first <= day <= last]


def _that_went(came: Iterable[Came], left: Mapping[int, str], first: str, last: str) -> _Chosen:
    gone = {copy_id: day for copy_id, day in left.items() if first <= day <= last}
    return [(gone[copy_id], number, copy_id) for copy_id, _t, _d, _f, _b, number, _w in came if copy_id in gone]


def _there_before(came: Iterable[Came], left: Mapping[int, str], first: str, _last: str) -> _Chosen:
    gone = {copy_id for copy_id, day in left.items() if day < first}
    return [
        (day, number, copy_id) for copy_id, _t, day, _f, _b, number, _w in came if day < first and copy_id not in gone
    ]


def _there_at_last(came: Iterable[Came], left: Mapping[int, str], _first: str, last: str) -> _Chosen:
    return [
        (day, number, copy_id)
        for copy_id, _t, day, _f, _b, number, withdrawn in came
        if day <= last and (not withdrawn or left.get(copy_id, "") > last)
    ]


_ON_SIDE: Final = {"came": _that_came, "gone": _that_went, "opening": _there_before, "held": _there_at_last}


def _wanted(
    stock: Stock, left: Mapping[int, tuple[str, int]], kind: str, subject: str, division: str | None
) -> Callable[[Came], bool]:
    def of_line(came: Came) -> bool:
        if kind == "batch":
            return str(came[4]) == subject
        if kind == "day":
            return came[4] is None and came[2] == subject
        if kind == "withdrawal":
            return str(left.get(came[0], ("", 0))[1]) == subject
        if kind == "class":
            return stock.letters[came[1]] == subject
        if kind == "division":
            return _DIVISION[stock.letters[came[1]]] == subject
        return kind != "copy" or str(came[0]) == subject

    return lambda came: of_line(came) and (division is None or _DIVISION[stock.letters[came[1]]] == division)


def contradictions(stock: Stock, last: date) -> list[tuple[int, str]]:
    """Copies whose own state or price doesn't agree with their withdrawal: what a difference comes from."""
    gone = {copy_id: (day, fen) for _line, copy_id, _title, day, fen, _withdrawal in stock.gone}
    found = []
    for copy_id, _title, day, fen, _batch, number, withdrawn in stock.came:
        leaves = gone.get(copy_id)
        agrees = not withdrawn if leaves is None else withdrawn and leaves[0] >= day and leaves[1] == fen
        if not agrees and day <= last.isoformat():
            found.append((copy_id, number))
    return found


def _texts(span: Span) -> tuple[str, str]:
    return ("" if span.first is None else span.first.isoformat()), span.last.isoformat()


def month_span(month: str) -> Span:
    """All days of "2026-03"; raises ValueError for what is no month."""
    first = date.fromisoformat(f"{month}-01")
    return Span(first, date.fromisoformat(f"{next_month(month)}-01") - timedelta(days=1))


def next_month(month: str) -> str:
    """The month after "2026-03"; raises ValueError for what is no month, or the last there is."""
    year, _dash, number = month.partition("-")
    follows = date(int(year) + (number == "12"), int(number) % 12 + 1, 1)
    return follows.isoformat()[:7]
