"""What the calendar's page sends along with its acts, read: terms, days, hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from deskcirc.domain.dates import read_date
from deskcirc.domain.opening import clock_words
from deskcirc.domain.year_drafts import DaysDraft, HoursDraft, TermDraft
from deskcirc.text import gettext as _
from deskcirc.text import weekday_words

_CLOCK: Final = r"([01]?\d|2[0-4])[:：.]?([0-5]\d)"
_TIMES: Final = re.compile(_CLOCK + r"\s*(?:[-–—~～至到]|to)\s*" + _CLOCK)
_WEEKDAYS: Final = re.compile(r"([1-7])(?:\s*[-–—~～至到]\s*([1-7]))?")
_COMMAS: Final = re.compile(r"[,，、;；]")
_DAY: Final = re.compile(r"\d{4}\D+\d{1,2}\D+\d{1,2}\D*|\d{8}")
_MONTHS: Final = re.compile(r"(\d{1,2})月?(?:[^\d,，、;；]+(\d{1,2})月?)?")


class NotReadError(ValueError):
    """What was typed is no day, time or month; the message is the sentence that says so."""


def day_in(values: Mapping[str, str], name: str) -> date:
    """A day that must be there. Raises NotReadError."""
    found = day_or_none(values, name)
    if found is None:
        raise NotReadError(_("A day is missing: write it as 2026-09-01."))
    return found


def day_or_none(values: Mapping[str, str], name: str) -> date | None:
    """A day, None where nothing was typed. Raises NotReadError."""
    words = values.get(name, "").strip()
    if not words:
        return None
    found = read_date(words) if _DAY.fullmatch(words) else None
    if found is None:
        raise NotReadError(_("“{text}” is not a date like 2026-11-20").format(text=words))
    return found


def term_in(values: Mapping[str, str]) -> TermDraft:
    """A term. Raises NotReadError."""
    return TermDraft(
        values.get("name", "").strip(),
        day_in(values, "starts"),
        day_in(values, "ends"),
        day_or_none(values, "return_by"),
        day_or_none(values, "vacation_loans_from"),
        day_or_none(values, "finals"),
    )


def days_in(values: Mapping[str, str]) -> DaysDraft:
    """Days to mark; `follows` is a weekday in words, or its digit; anything else is none. Raises NotReadError."""
    follows = values.get("follows", "")
    digits = {weekday_words(day): day for day in range(1, 8)} | {str(day): day for day in range(1, 8)}
    first = day_in(values, "first")
    return DaysDraft(
        first,
        day_or_none(values, "last") or first,
        values.get("name", "").strip(),
        open=values.get("kind") == "open",
        as_weekday=digits.get(follows),
    )


def hours_in(values: Mapping[str, str]) -> tuple[HoursDraft, ...]:
    """Opening hours of some weekdays: one line for each time of day, in each of the months named.

    `weekdays` is such as "12345" or "1-5", `times` such as "12:10-13:00, 16:00-17:00", `months` "" or such as
    "5-6, 9". Raises NotReadError.
    """
    weekdays = _weekdays_in(values.get("weekdays", ""))
    times = [_time_in(part) for part in _parts(values.get("times", ""))]
    if not times:
        raise NotReadError(_("The hours are missing: write them as 12:10-13:00."))
    months = [_months_in(part) for part in _parts(values.get("months", ""))]
    if not months:
        return tuple(HoursDraft(weekdays, *time) for time in times)
    return tuple(HoursDraft(weekdays, *time, *span) for span in months for time in times)


def hours_values(hours: HoursDraft) -> Mapping[str, str]:
    """A line of opening hours as a person would type it."""
    days = "".join(str(day) for day in hours.weekdays)
    months = "" if hours.month_from is None else f"{hours.month_from}-{hours.month_to}"
    if hours.month_from == hours.month_to and hours.month_from is not None:
        months = str(hours.month_from)
    times = f"{clock_words(hours.opens)}-{clock_words(hours.closes)}"
    return {"weekdays": days, "times": times, "months": months}


def _parts(words: str) -> list[str]:
    return [part.strip() for part in _COMMAS.split(words) if part.strip()]


def _weekdays_in(words: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in _WEEKDAYS.finditer(words):
        first, last = int(part.group(1)), int(part.group(2) or part.group(1))
        found.update(range(first, last + 1) if first <= last else {*range(first, 8), *range(1, last + 1)})
    if _WEEKDAYS.sub("", words).strip(" ,，、;；"):
        raise NotReadError(_("“{text}” names no weekdays: write 12345, or 1-5.").format(text=words))
    return tuple(sorted(found))


def _time_in(words: str) -> tuple[int, int]:
    found = _TIMES.fullmatch(words)
    if found is None:
        raise NotReadError(_("“{text}” is not from when to when: write 12:10-13:00.").format(text=words))
    hour, minute, last_hour, last_minute = (int(digits) for digits in found.groups())
    return hour * 60 + minute, last_hour * 60 + last_minute


def _months_in(words: str) -> tuple[int, int]:
    found = _MONTHS.fullmatch(words)
    if found is None:
        raise NotReadError(_("“{text}” names no months: write 5-6.").format(text=words))
    return int(found.group(1)), int(found.group(2) or found.group(1))
