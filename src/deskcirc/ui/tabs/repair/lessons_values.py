"""What the lessons section is told in words: of a lesson its name, class, day, length, copies and pupils."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.dates import read_date
from deskcirc.domain.mending_lessons import LONGEST_MINUTES, MOST_COPIES, LessonDraft
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart

_SHOWN: Final = 20
_MOST_PUPILS: Final = 99


@dataclass(frozen=True, slots=True)
class LessonWish:
    """A lesson as it is asked for; `pupils` 0 where nobody has said how many come."""

    draft: LessonDraft
    copies: int
    pupils: int


def draft_in(part: LessonsPart, values: Mapping[str, str]) -> LessonDraft | str:
    """Name, class, day, minutes and note; or the sentence about what can't be read."""
    text = values.get("day", "").strip()
    day = read_date(text) if text else part.today
    if day is None:
        return _("“{text}” is no day. Write it as 2026-03-02.").format(text=text[:_SHOWN])
    minutes = _number(values.get("minutes", ""), part.lesson_minutes, LONGEST_MINUTES)
    if isinstance(minutes, str):
        return minutes
    wanted = values.get("class", "").strip()
    class_id = None
    if wanted and wanted != no_class_words():
        found = next((each for each in part.classes if wanted in (each.name, str(each.id))), None)
        if found is None:
            return _("There is no class called “{text}”.").format(text=wanted[:_SHOWN])
        class_id = found.id
    return LessonDraft(values.get("name", "").strip(), day, minutes, class_id, values.get("note", "").strip())


def wish_in(part: LessonsPart, values: Mapping[str, str]) -> LessonWish | str:
    """A new lesson; or the sentence about what can't be read."""
    draft = draft_in(part, values)
    if isinstance(draft, str):
        return draft
    pupils = _number(values.get("pupils", ""), 0, _MOST_PUPILS)
    if isinstance(pupils, str):
        return pupils
    copies = _number(values.get("copies", ""), pupils or 20, MOST_COPIES)
    if isinstance(copies, str):
        return copies
    return LessonWish(draft, copies, pupils)


def no_class_words() -> str:
    """What the choice of a class says where there is none."""
    return _("no class: a club, or whoever comes")


def _number(text: str, usual: int, most: int) -> int | str:
    words = text.strip()
    if not words:
        return usual
    if not (words.isascii() and words.isdecimal() and len(words) <= 4 and int(words) <= most):
        return _("“{text}” is no number up to {most}.").format(text=words[:_SHOWN], most=most)
    return int(words)
