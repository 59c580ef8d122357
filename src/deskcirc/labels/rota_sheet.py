"""The rota for the wall: a page a week, weekdays across, slots down, letters as large as the page has room for.

A letter is read from two metres at about a centimetre (a two-hundredth of the distance); cells of few classes reach it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import Final

from deskcirc.domain.opening import clock_words
from deskcirc.domain.rota import BOTH_WEEKS, Activity, Slot, Turn, Week, span_words
from deskcirc.domain.rota_facts import RotaFacts, week_words
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.text import day_words, in_a_row, weekday_words
from deskcirc.text import gettext as _

_WIDTH, _HEIGHT = A4[1], A4[0]  # landscape
_EDGE: Final = 10.0
_TOP, _FOOT = 30.0, 12.0  # millimetres above and below the grid
_HEAD: Final = 11.0  # the row of weekdays
_TIMES: Final = 34.0  # the column of slots
_TWO_LINES: Final = 19.0  # the height of a row that has room for both times of a slot
_ROWS: Final = 16  # slots on a page
_LARGEST: Final = 13.0  # millimetres of a letter's line
_FRAME: Final = 0.8  # the frame around who comes to read


def rota_sheet(facts: RotaFacts, turns: Sequence[Turn], library_name: str, term_name: str, today: date) -> Paper:
    """Both weeks on a page each; one page where they are the same, and one that says so where nobody has a turn."""
    alternates = any(turn.week is not Week.EVERY for turn in turns)
    weeks = BOTH_WEEKS if alternates else (Week.EVERY,)
    used = {turn.slot for turn in turns}
    slots = [slot for slot in facts.slots if slot in used] or list(facts.slots)
    days = sorted({turn.weekday for turn in turns} | set(facts.weekdays)) or [1, 2, 3, 4, 5]
    told = " · ".join(part for part in (library_name, term_name, day_words(today)) if part)
    pages = []
    for week in weeks:
        mine = [turn for turn in turns if week is Week.EVERY or week in turn.week.each]
        for start in range(0, max(1, len(slots)), _ROWS):
            page = _Page(facts, mine, days, slots[start : start + _ROWS])
            pages.append((*_head(week if alternates else None, told), *page.shapes(), *_legend(mine)))
    return Paper(_("Library rota"), tuple(pages), _WIDTH, _HEIGHT)


def _head(week: Week | None, told: str) -> Iterator[Shape]:
    title = _("Library rota")
    yield Words(_EDGE, 8, 150, 13, title, 11, bold=True)
    yield Words(_EDGE, 21, 190, 6, told, 4.5, grey=True)
    if week is not None:
        yield Words(_WIDTH - _EDGE - 110, 8, 110, 18, week_words(week), 16, bold=True, align=Align.RIGHT)


def _legend(turns: Sequence[Turn]) -> Iterator[Shape]:
    y = _HEIGHT - _FOOT + 2.5
    if not turns:
        return
    kinds = {turn.activity for turn in turns}
    borrowing = _("No frame: the class borrows.") if Activity.BORROW in kinds else ""
    reading = _("In a frame: the class reads in the library.") if Activity.READ in kinds else ""
    if reading:
        yield Words(_EDGE, y, _WIDTH - 2 * _EDGE, 6, in_a_row(borrowing, reading), 4.5, grey=True)


class _Page:
    """The grid of one week."""

    def __init__(self, facts: RotaFacts, turns: Sequence[Turn], days: Sequence[int], slots: Sequence[Slot]) -> None:
        self._facts, self._turns, self._days, self._slots = facts, turns, days, slots
        self._column = (_WIDTH - 2 * _EDGE - _TIMES) / len(days)
        self._row = (_HEIGHT - _TOP - _FOOT - _HEAD) / max(1, len(slots))

    def shapes(self) -> Iterator[Shape]:
        """Lines, times, weekdays, and everybody in their place."""
        if not self._slots:
            yield Words(_EDGE, 80, _WIDTH - 2 * _EDGE, 14, _("Nobody has a turn yet."), 9, align=Align.CENTRE)
            return
        yield from self._lines()
        for place, weekday in enumerate(self._days):
            x = _EDGE + _TIMES + place * self._column
            yield Words(x, _TOP, self._column, _HEAD, weekday_words(weekday), 8, bold=True, align=Align.CENTRE)
        for row, slot in enumerate(self._slots):
            y = _TOP + _HEAD + row * self._row
            yield from self._times(slot, y)
            for place, weekday in enumerate(self._days):
                here = [turn for turn in self._turns if (turn.weekday, turn.slot) == (weekday, slot)]
                yield from self._cell(here, _EDGE + _TIMES + place * self._column, y)

    def _times(self, slot: Slot, y: float) -> Iterator[Shape]:
        """From when to when; one below the other, and larger, where the row is high enough."""
        x, width = _EDGE + 2, _TIMES - 4
        if self._row < _TWO_LINES:
            yield Words(x, y, width, self._row, span_words(slot), min(self._row * 0.55, 6), bold=True)
            return
        top = y + (self._row - _TWO_LINES) / 2
        yield Words(x, top, width, 11, clock_words(slot.opens), 11, bold=True, align=Align.CENTRE)
        closes = _("to {time}").format(time=clock_words(slot.closes))
        yield Words(x, top + 11, width, 8, closes, 7.5, align=Align.CENTRE)

    def _lines(self) -> Iterator[Shape]:
        width, bottom = _WIDTH - 2 * _EDGE, _HEIGHT - _FOOT
        yield Box(_EDGE, _TOP, width, bottom - _TOP, 0.5)
        for row in range(len(self._slots)):
            yield Box(_EDGE, _TOP + _HEAD + row * self._row, width, 0, 0.4 if row == 0 else 0.2)
        for place in range(len(self._days)):
            yield Box(_EDGE + _TIMES + place * self._column, _TOP, 0.2, bottom - _TOP, 0.2)

    def _cell(self, turns: Sequence[Turn], x: float, y: float) -> Iterator[Shape]:
        """Everybody in one cell, in as many columns as make the letters largest."""
        if not turns:
            return
        names = [_narrow(self._facts.called_shortly(turn.class_id, turn.grade)) for turn in turns]
        broad = max(_ems(name) for name in names)
        inner, high = self._column - 2, self._row - 1.5
        size, columns = max((_size(inner, high, broad, len(names), count), -count) for count in (1, 2, 3, 4))
        columns = -columns
        rows = ceil(len(names) / columns)
        wide, tall = inner / columns, high / rows
        for place, (name, turn) in enumerate(zip(names, turns, strict=True)):
            left = x + 1 + place % columns * wide
            top = y + 0.75 + place // columns * tall
            yield Words(left, top, wide, tall, name, size, bold=True, align=Align.CENTRE)
            if turn.activity is Activity.READ:
                frame, deep = min(wide - 1, _ems(name) * size * 0.86 + 4), min(tall - 0.6, size * 1.15)
                middle = top + (tall - deep) / 2
                yield Box(left + (wide - frame) / 2, middle, frame, deep, _FRAME)


def _size(width: float, height: float, broad: float, count: int, columns: int) -> float:
    """The height of letters with which `count` names of `broad` ems fit a cell in so many columns."""
    return min(_LARGEST, height / ceil(count / columns) * 0.82, (width / columns - 3) / (broad * 0.9))


def _narrow(name: str) -> str:
    """The name with narrow brackets, 三(2)班: room for letters half as large again."""
    return name.replace("（", "(").replace("）", ")")


def _ems(name: str) -> float:
    """How broad a name is, in heights of its letters; a Chinese sign is as broad as it is high."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.4 if sign in "( )" else 0.6 for sign in name)
