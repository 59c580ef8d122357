"""The class rota (图书借阅轮流表): whose turn it is, by week A or B, weekday and slot; what the school wishes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.classes import Schooling, class_name, grade_on
from deskcirc.domain.opening import clock_words


class Week(StrEnum):
    """Weeks alternate; a turn of no week comes every week."""

    EVERY = ""
    A = "A"
    B = "B"

    @property
    def each(self) -> tuple[Week, ...]:
        """The weeks in which it comes: A, B, or both."""
        return BOTH_WEEKS if self is Week.EVERY else (self,)


BOTH_WEEKS: Final = (Week.A, Week.B)


class Activity(StrEnum):
    """What the class comes for."""

    BORROW = "borrow"
    READ = "read"


class OutsideTurn(StrEnum):
    """What a pupil meets who comes outside their class's turn."""

    IGNORE = "ignore"
    WARN = "warn"
    BLOCK = "block"


class Every(StrEnum):
    """How often a wish wants its turns."""

    WEEK = "week"
    SECOND_WEEK = "second_week"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day, in minutes after midnight, and how many classes there is room for at once."""

    id: int
    opens: int
    closes: int
    room: int = 1

    def overlaps(self, other: Slot) -> bool:
        """Whether there is a minute that lies in both."""
        return self.opens < other.closes and other.opens < self.closes


@dataclass(frozen=True, slots=True)
class Turn:
    """One class, or one whole grade, on a weekday (1 Monday to 7) in a slot; exactly one of the two is given.

    A pinned turn was put there by a person: a new rota is made around it.
    """

    id: int
    week: Week
    weekday: int
    slot: Slot
    class_id: int | None = None
    grade: int | None = None
    activity: Activity = Activity.BORROW
    pinned: bool = False

    def is_of(self, class_id: int | None, grade: int | None) -> bool:
        """Whether it is the turn of this class, or of the grade it is in."""
        return (self.class_id is not None and self.class_id == class_id) or (
            self.grade is not None and self.grade == grade
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What the school wants: each class of these grades comes so many times, each week or every second week.

    Both grades are included, None is open; `weekdays` (1 Monday to 7) is empty where any open day will do.
    """

    id: int
    grade_from: int | None = None
    grade_to: int | None = None
    activity: Activity = Activity.BORROW
    weekdays: frozenset[int] = frozenset()
    every: Every = Every.WEEK
    times: int = 1

    def is_for(self, grade: int) -> bool:
        """Whether classes of the grade are meant."""
        return (self.grade_from or grade) <= grade <= (self.grade_to or grade)


@dataclass(frozen=True, slots=True)
class RotaClass:
    """A class as the rota knows it; what it is called and its grade follow from the day."""

    id: int
    entry_year: int
    number: int  # 0 for none
    own_name: str = ""
    ended: bool = False

    def name_on(self, day: date, schooling: Schooling) -> str:
        """What the school calls it on that day."""
        return self.own_name or class_name(self.entry_year, self.number or None, day, schooling)

    def grade_on(self, day: date, schooling: Schooling) -> int:
        """The grade it is in on that day."""
        return grade_on(self.entry_year, day, schooling)


@dataclass(frozen=True, slots=True)
class Rota:
    """The school's turns, put in order once so that the counter finds a class's turns without looking through all."""

    turns: tuple[Turn, ...] = ()
    classes: Mapping[int, RotaClass] = field(default_factory=dict)  # those that have turns, by id
    of_weekday: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)  # by time; of classes still at school
    of_class: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)
    of_grade: Mapping[int, tuple[Turn, ...]] = field(default_factory=dict)

    def turns_of(self, class_id: int | None, grade: int | None) -> tuple[Turn, ...]:
        """All turns of a class and of the grade it is in."""
        own = self.of_class.get(class_id, ()) if class_id is not None else ()
        return own + (self.of_grade.get(grade, ()) if grade is not None else ())


NO_ROTA: Final = Rota()


def ordered(turns: Iterable[Turn], classes: Iterable[RotaClass] = ()) -> Rota:
    """The rota of these turns; those of classes that have ended are kept, but nobody's turn comes up through them."""
    everything, known = tuple(turns), {each.id: each for each in classes}
    by_weekday: dict[int, list[Turn]] = {}
    by_class: dict[int, list[Turn]] = {}
    by_grade: dict[int, list[Turn]] = {}
    for turn in sorted(everything, key=lambda each: (each.slot.opens, each.slot.closes, each.id)):
        if turn.class_id is not None and turn.class_id in known and known[turn.class_id].ended:
            continue
        by_weekday.setdefault(turn.weekday, []).append(turn)
        if turn.class_id is not None:
            by_class.setdefault(turn.class_id, []).append(turn)
        elif turn.grade is not None:
            by_grade.setdefault(turn.grade, []).append(turn)
    return Rota(everything, known, _closed(by_weekday), _closed(by_class), _closed(by_grade))


def _closed(lists: Mapping[int, list[Turn]]) -> dict[int, tuple[Turn, ...]]:
    return {key: tuple(turns) for key, turns in lists.items()}


def span_words(slot: Slot) -> str:
    """From when to when: "12:05–12:20"."""
    return f"{clock_words(slot.opens)}–{clock_words(slot.closes)}"


@dataclass(frozen=True, slots=True)
class RotaDraft:
    """A whole rota as a file says it; the ids are its own, and tell which turn lies in which slot."""

    slots: tuple[Slot, ...]
    wishes: tuple[Wish, ...]
    turns: tuple[Turn, ...]
