"""Mending lessons (修补课): pupils mend damaged copies together; which copies are chosen, and who has done what.

A lesson is planned → under way (the first copy went out to the table) → closed, or cancelled before that. Its copies
stay in the repair queue until one is taken out. At the end every copy is accounted for once: mended, back in the
queue, or given up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from deskcirc.domain.copies import Copy
from deskcirc.domain.mending_tasks import MendingTask, mending_minutes, task_of
from deskcirc.domain.repair import DAMAGE_KIND_WORDS, DamageKind, RepairState, Severity
from deskcirc.text import gettext as _
from deskcirc.text import marked

MOST_COPIES: Final = 200
"""Of one lesson: more than any class mends in an afternoon."""
LONGEST_MINUTES: Final = 600
DONE: Final = (RepairState.MENDED, RepairState.BACK)
"""States in which a copy of a lesson counts as mended."""
_SECONDS: Final = 60


class LessonState(StrEnum):
    """How far a lesson has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether its copies may still change."""
        return self in (LessonState.PLANNED, LessonState.UNDER_WAY)


LESSON_STATE_WORDS: Final = {
    LessonState.PLANNED: marked("prepared"),
    LessonState.UNDER_WAY: marked("under way"),
    LessonState.CLOSED: marked("closed"),
    LessonState.CANCELLED: marked("cancelled"),
}


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """What is asked of a lesson; `minutes` it lasts, `class_id` None for a club or whoever comes."""

    name: str
    on: date
    minutes: int
    class_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MendingLesson:
    """One lesson; `unfinished` counts the copies that went back to the queue when it was closed."""

    id: int
    number: str
    name: str
    on: date
    minutes: int
    state: LessonState
    class_id: int | None = None
    class_name: str = ""
    note: str = ""
    copies: int = 0
    mended: int = 0
    unfinished: int = 0
    spent: int = 0  # minutes of all copies mended in it
    closed_on: date | None = None

    @property
    def label(self) -> str:
        """Its name with the class, as far as there are such: "修补课 三年级（2）班"; its number is said beside it."""
        said = [part for part in (self.name, self.class_name) if part]
        return " ".join(dict.fromkeys(said)) or _("Mending lesson")


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One copy of a lesson; `helper` is a label (name and class), instants are UTC, `minutes` those it took."""

    repair_id: int
    copy: Copy
    state: RepairState
    kinds: tuple[DamageKind, ...]
    severity: Severity
    note: str = ""
    helper_id: int | None = None
    helper: str = ""
    helper_name: str = ""
    started_at: datetime | None = None
    mended_at: datetime | None = None
    minutes: int | None = None

    @property
    def task(self) -> MendingTask:
        """What is to be done."""
        return task_of(self.kinds, self.severity)

    @property
    def damage_words(self) -> str:
        """The kinds and the note, as one line."""
        said = [_(DAMAGE_KIND_WORDS[kind]) for kind in self.kinds]
        return _(", ").join([*said, self.note] if self.note else said)

    @property
    def at_table(self) -> bool:
        """Whether a pupil has it in hand."""
        return self.state is RepairState.IN_REPAIR

    @property
    def done(self) -> bool:
        """Whether it was mended."""
        return self.state in DONE


@dataclass(frozen=True, slots=True)
class HelperCredit:
    """What one helper has mended: copies, and the minutes they took; `helper` is a label (name and class)."""

    patron_id: int
    helper: str
    copies: int
    minutes: int
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How many copies a lesson wants, how long it is in minutes, and how many pupils come (0: one a copy)."""

    copies: int
    minutes: int
    pupils: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A copy in the queue that a lesson may have; `waiting` are open holds of its title, `lent` its loans ever."""

    repair_id: int
    kinds: tuple[DamageKind, ...]
    severity: Severity
    waiting: int = 0
    lent: int = 0

    @property
    def minutes(self) -> int:
        """How long a pupil needs."""
        return mending_minutes(self.kinds, self.severity)

    @property
    def main_kind(self) -> DamageKind:
        """The damage that takes longest: by it a lesson is mixed."""
        return max(self.kinds or (DamageKind.OTHER,), key=lambda kind: mending_minutes((kind,), self.severity))


def choose_copies(candidates: Iterable[Candidate], wish: Wish) -> tuple[Candidate, ...]:
    """The copies for a lesson: fit for pupils, the most wanted first, none longer than the lesson, and mixed.

    Each pupil gets work for no more minutes than the lesson has. As long as there is anything else, no more than half
    of the copies have the same damage, so that not the whole class waits for the paste.
    """
    wanted = min(wish.copies, MOST_COPIES)
    fit = [each for each in candidates if task_of(each.kinds, each.severity).fit_for_pupils]
    fit = [each for each in fit if each.minutes <= wish.minutes]
    fit.sort(key=lambda each: (-each.waiting, -each.lent, each.minutes, each.repair_id))
    free = [wish.minutes] * (wish.pupils or max(wanted, 0))
    chosen: list[Candidate] = []
    kinds: Counter[DamageKind] = Counter()
    passed_over: list[Candidate] = []
    for each in fit:
        if len(chosen) < wanted and kinds[each.main_kind] < -(-wanted // 2):
            if _takes(free, each.minutes):
                chosen.append(each)
                kinds[each.main_kind] += 1
        else:
            passed_over.append(each)
    for each in passed_over:
        if len(chosen) < wanted and _takes(free, each.minutes):
            chosen.append(each)
    return tuple(chosen)


def _takes(free: list[int], minutes: int) -> bool:
    """Give the work to the pupil who has most time left; False where nobody has enough."""
    if not free:
        return False
    place = max(range(len(free)), key=lambda at: free[at])
    if free[place] < minutes:
        return False
    free[place] -= minutes
    return True


def next_choice(
    candidates: Iterable[Candidate], taken: Collection[int], refused: Collection[int], minutes: int
) -> Candidate | None:
    """The copy that takes the place of one that is swapped out; None where the queue has no other for pupils."""
    left = [each for each in candidates if each.repair_id not in taken and each.repair_id not in refused]
    found = choose_copies(left, Wish(1, minutes))
    return found[0] if found else None


def minutes_between(started_at: datetime, ended_at: datetime) -> int:
    """Whole minutes at the table, begun ones counted: who has mended anything has at least one."""
    return max(1, -int(-(ended_at - started_at).total_seconds() // _SECONDS))


def materials_of(lines: Sequence[LessonLine]) -> tuple[tuple[str, int], ...]:
    """What must lie ready for the whole lesson: each material with the number of copies that want it."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line.task.materials)
    return tuple(counts.items())


def minutes_of(lines: Iterable[LessonLine]) -> int:
    """The minutes that all tasks take together."""
    return sum(mending_minutes(line.kinds, line.severity) for line in lines)


def credits_of(lines: Iterable[LessonLine]) -> tuple[HelperCredit, ...]:
    """What each pupil has mended of these, who mended most first."""
    done = [line for line in lines if line.done and line.helper_id is not None]
    copies: Counter[tuple[int, str]] = Counter((line.helper_id or 0, line.helper) for line in done)
    minutes: Counter[int] = Counter()
    for line in done:
        minutes[line.helper_id or 0] += line.minutes or 0
    found = [HelperCredit(patron, helper, count, minutes[patron]) for (patron, helper), count in copies.items()]
    return tuple(sorted(found, key=lambda each: (-each.copies, -each.minutes, each.helper)))
