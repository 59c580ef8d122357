"""What the calendar's page sends along with its acts, read: terms, days, hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from deskcirc.domain.dates import read_date
from deskcirc.domain.year_drafts import DaysDraft, HoursDraft, TermDraft
from deskcirc.text import gettext as _

_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:：.]?([0-5]\d)")
_DAY: Final = re.compile(r"\d{4}\D+\d{1,2}\D+\d{1,2}\D*|\d{8}")
_MONTHS: Final = re.compile(r"(\d{1,2})(?:\D+(\d{1,2}))?")


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
    """Days to mark; `follows` is the digit of a weekday or "". Raises NotReadError."""
    follows = values.get("follows", "")
    first = day_in(values, "first")
    return DaysDraft(
        first,
        day_or_none(values, "last") or first,
        values.get("name", "").strip(),
        open=values.get("kind") == "open",
        as_weekday=int(follows) if follows in tuple("1234567") else None,
    )


def hours_in(values: Mapping[str, str]) -> HoursDraft:
    """One line of opening hours; `months` is "" or such as "5-6". Raises NotReadError."""
    times = []
    for name in ("opens", "closes"):
        words = values.get(name, "").strip()
        found = _CLOCK.fullmatch(words)
        if found is None:
            raise NotReadError(_("“{text}” is not a time like 12:10.").format(text=words))
        times.append(int(found.group(1)) * 60 + int(found.group(2)))
    weekdays = tuple(sorted({int(digit) for digit in values.get("weekdays", "") if digit in "1234567"}))
    words = values.get("months", "").strip()
    months = _MONTHS.fullmatch(words)
    if words and months is None:
        raise NotReadError(_("“{text}” names no months: write 5-6.").format(text=words))
    if months is None:
        return HoursDraft(weekdays, times[0], times[1])
    return HoursDraft(weekdays, times[0], times[1], int(months.group(1)), int(months.group(2) or months.group(1)))
