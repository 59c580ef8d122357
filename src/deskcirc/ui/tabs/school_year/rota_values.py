"""What the rota's page sends along with its acts, read: places, slots, wishes, and who comes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deskcirc.desk.rota import TurnPlace
from deskcirc.domain.rota import Activity, Every, Slot, Week, Wish
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import UnknownActError, number_in

_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:：.]?([0-5]\d)")
_LONGEST: Final = 9  # digits of a number


def place_in(act: str, values: Mapping[str, str]) -> tuple[TurnPlace, Activity, tuple[int | None, int | None]]:
    """Where a turn goes, what the class does there, and who it is (class or grade, None where it is not said)."""
    weekday = _number(act, values.get("weekday", ""))
    try:
        week, activity = Week(values.get("week", "")), Activity(values.get("activity", "borrow"))
    except ValueError as error:
        raise UnknownActError(act) from error
    if not 1 <= weekday <= 7:
        raise UnknownActError(act)
    place = TurnPlace(week, weekday, _number(act, values.get("slot", "")))
    return place, activity, who_in(act, values)


def who_in(act: str, values: Mapping[str, str]) -> tuple[int | None, int | None]:
    """The class's id or the grade: `class:12`, `grade:3`; neither where nothing is said."""
    words = values.get("who", "")
    if not words:
        return None, None
    kind = words.partition(":")[0]
    if kind not in ("class", "grade"):
        raise UnknownActError(act)
    number = number_in(words)
    return (number, None) if kind == "class" else (None, number)


def slot_in(act: str, values: Mapping[str, str]) -> tuple[Slot, str]:
    """The slot, and the sentence that says which of its times is none; "" where both are times."""
    slot_id = number_in(act)
    times = []
    for name in ("opens", "closes"):
        words = values.get(name, "").strip()
        found = _CLOCK.fullmatch(words)
        if found is None:
            return Slot(slot_id, 0, 0), _("“{text}” is not a time like 12:10.").format(text=words)
        times.append(int(found.group(1)) * 60 + int(found.group(2)))
    return Slot(slot_id, times[0], times[1], _number(act, values.get("room", "1"))), ""


def wish_in(act: str, values: Mapping[str, str]) -> Wish:
    """The wish; "" as a grade is any."""
    grades = [_number(act, values[name]) if values.get(name) else None for name in ("grade_from", "grade_to")]
    weekdays = values.get("weekdays", "")
    if not set(weekdays) <= set("1234567"):
        raise UnknownActError(act)
    try:
        activity, every = Activity(values.get("activity", "borrow")), Every(values.get("every", "week"))
    except ValueError as error:
        raise UnknownActError(act) from error
    days = frozenset(int(digit) for digit in weekdays)
    return Wish(number_in(act), grades[0], grades[1], activity, days, every, _number(act, values.get("times", "1")))


def _number(act: str, words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) <= _LONGEST):
        raise UnknownActError(act)
    return int(words)
