"""Days and times in any of the forms that handhelds write; a file keeps to one order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from enum import IntEnum
from typing import Final

_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SHORT: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_EIGHT: Final = re.compile(r"\d{8}")
_SIX: Final = re.compile(r"\d{6}")
_CLOCK: Final = re.compile(
    r"(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})\s*秒?(?:[.,]\d+)?)?分?\s*(AM|PM)?",
    re.IGNORECASE,
)
_PLAIN_CLOCK: Final = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_PLAIN_MOMENT: Final = re.compile(r"(\d{8})(\d{6}|\d{4})|(\d{6})(\d{6})")
_MOMENT: Final = re.compile(r"(\d{8}|\S*?\d+[-/.年月]+\d+[-/.年月]+\d+日?)[\sT_,]*(.+)")
_ZONE: Final = re.compile(r"(?<=\d)\s*[+-]\d{2}:?\d{2}$")
_AFTERNOON: Final = frozenset({"下午", "PM"})
_CENTURY: Final = 2000
_FIRST_YEAR: Final = 1970  # where the clock of a handheld with a dead battery begins; that of others in 1980 or 2000
_LAST_YEAR: Final = 2199
_LIKELY: Final = timedelta(days=400)


class DateOrder(IntEnum):
    """In which order a short date is written; 2026-11-23 is read the same in all of them."""

    YEAR_FIRST = 0
    DAY_FIRST = 1
    MONTH_FIRST = 2


def day_in(text: str, order: DateOrder) -> date | None:
    """The day a cell names; None for anything else."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return _date(year, month, day)
    if found := _SHORT.fullmatch(text):
        return _ordered(*found.groups(), order=order)
    if _EIGHT.fullmatch(text):
        if (whole := _date(text[:4], text[4:6], text[6:])) is not None:
            return whole
        return _ordered(text[:2], text[2:4], text[4:], order=order)
    return _ordered(text[:2], text[2:4], text[4:], order=order) if _SIX.fullmatch(text) else None


def clock_in(text: str) -> time | None:
    """The time of day a cell names; None for anything else."""
    if found := _PLAIN_CLOCK.fullmatch(text):
        hour, minute, second = found.groups()
        return _time(int(hour), minute, second)
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    before, hour, minute, second, after = found.groups()
    half = (before or after or "").upper()
    number = int(hour)
    if half and number <= 12:
        number = number % 12 + (12 if half in _AFTERNOON else 0)
    return _time(number, minute, second)


def moment_in(text: str, order: DateOrder) -> tuple[date, time] | None:
    """Day and time of day where a cell names both; None for anything else."""
    plain = _ZONE.sub("", text)
    if found := _PLAIN_MOMENT.fullmatch(plain):
        parts = found.group(1) or found.group(3), found.group(2) or found.group(4)
        if found.group(1) and found.group(2) and day_in(parts[0], order) is None:
            parts = plain[:6], plain[6:]
    elif found := _MOMENT.fullmatch(plain):
        parts = found.group(1), found.group(2)
    else:
        return None
    day, clock = day_in(parts[0], order), clock_in(parts[1].strip())
    return None if day is None or clock is None else (day, clock)


def order_of(texts: Iterable[str], today: date | None) -> DateOrder:
    """The order in which most of these cells are days at all, and of those most are days of the last year."""
    cells = list(texts)

    def worth(order: DateOrder) -> tuple[int, int, int]:
        days = [_any_day(cell, order) for cell in cells]
        read = [day for day in days if day is not None]
        likely = [day for day in read if today is not None and today - _LIKELY <= day <= today + timedelta(days=1)]
        return len(read), len(likely), -order

    return max(DateOrder, key=worth)


def _any_day(text: str, order: DateOrder) -> date | None:
    moment = moment_in(text, order)
    return day_in(text, order) if moment is None else moment[0]


def _ordered(first: str, second: str, third: str, *, order: DateOrder) -> date | None:
    if order is DateOrder.YEAR_FIRST:
        return _date(first, second, third) if len(third) <= 2 else None
    return _date(third, second, first) if order is DateOrder.DAY_FIRST else _date(third, first, second)


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year) + (_CENTURY if len(year) <= 2 else 0)
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _time(hour: int, minute: str, second: str | None) -> time | None:
    try:
        return time(hour, int(minute), int(second or 0))
    except ValueError:
        return None
