"""What a rota is made for and judged by: the classes at school today, the slots, the days and hours, and the wishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from deskcirc.domain.classes import SIX_THREE_THREE, Schooling, grade_name, short_class_name
from deskcirc.domain.opening import OpeningPeriod, hours_of, plan_of_month
from deskcirc.domain.policy import Policy
from deskcirc.domain.rota import Activity, Every, RotaClass, Slot, Turn, Week, Wish, span_words
from deskcirc.domain.turns import is_within_hours
from deskcirc.text import gettext as _
from deskcirc.text import marked, weekday_words


@dataclass(frozen=True, slots=True)
class ClassHere:
    """A class at school today, by the name it has today."""

    id: int
    name: str
    grade: int
    short: str = ""  # as a timetable writes it


@dataclass(frozen=True, slots=True)
class RotaFacts:
    """Everything a rota is made from; `places` are the slots of each weekday on which the library is open for them."""

    classes: tuple[ClassHere, ...]  # by grade and number
    slots: tuple[Slot, ...]  # by time
    places: frozenset[tuple[int, int]]  # weekday and id of the slot
    wishes: tuple[Wish, ...]
    turns: tuple[Turn, ...]
    left: tuple[ClassHere, ...] = ()  # classes with turns that are no longer at school
    schooling: Schooling = SIX_THREE_THREE
    silent: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict, hash=False)  # months, of places

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays that have a place at all."""
        return tuple(sorted({weekday for weekday, _slot in self.places}))

    def classes_of(self, turn: Turn) -> tuple[ClassHere, ...]:
        """The classes that come in a turn: one, or all of the grade; none where they have left."""
        if turn.class_id is not None:
            return tuple(each for each in self.classes if each.id == turn.class_id)
        return tuple(each for each in self.classes if each.grade == turn.grade)

    def called(self, class_id: int | None, grade: int | None) -> str:
        """What the class or the grade is called."""
        if grade is not None:
            return grade_name(grade, self.schooling) or str(grade)
        named = (each.name for each in (*self.classes, *self.left) if each.id == class_id)
        return next(named, "–")

    def called_shortly(self, class_id: int | None, grade: int | None) -> str:
        """The same as a timetable writes it."""
        named = (each.short or each.name for each in (*self.classes, *self.left) if each.id == class_id)
        return self.called(None, grade) if grade is not None else next(named, "–")


NO_FACTS: Final = RotaFacts((), (), frozenset(), (), ())


def rota_facts(
    policy: Policy, today: date, classes: Iterable[RotaClass], slots: Sequence[Slot], wishes: Sequence[Wish]
) -> RotaFacts:
    """The facts of the school as it is today; a class beyond the school's last grade is not at school."""
    named = [(each, _here(each, policy, today)) for each in classes]
    grades = range(policy.schooling.first_grade, policy.last_grade + 1)
    here = [(found, each) for each, found in named if not each.ended and found.grade in grades]
    here.sort(key=lambda pair: (pair[0].grade, pair[1].number, pair[0].id))
    inside = {found.id for found, _each in here}
    return RotaFacts(
        classes=tuple(found for found, _each in here),
        slots=tuple(slots),
        places=_places(policy, slots),
        wishes=tuple(wishes),
        turns=policy.rota.turns,
        left=tuple(found for _each, found in named if found.id not in inside),
        schooling=policy.schooling,
        silent=_silent(policy, slots),
    )


def _here(each: RotaClass, policy: Policy, today: date) -> ClassHere:
    grade = each.grade_on(today, policy.schooling)
    short = each.own_name or short_class_name(grade, each.number, policy.schooling)
    return ClassHere(each.id, each.name_on(today, policy.schooling), grade, short)


def _places(policy: Policy, slots: Sequence[Slot]) -> frozenset[tuple[int, int]]:
    """Hours of single months don't count: the rota is made for the whole term, and rests where they close it."""
    return _open_places(policy, slots, tuple(period for period in policy.opening if period.month_from is None))


def _silent(policy: Policy, slots: Sequence[Slot]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The months whose own hours close a place that is open in all others; only months with a day in some term."""
    places, closed = _places(policy, slots), defaultdict[tuple[int, int], list[int]](list)
    for month in range(1, 13):
        plan = plan_of_month(policy.opening, month)
        if any(period.month_from is not None for period in plan) and _in_some_term(policy, month):
            for place in places - _open_places(policy, slots, plan):
                closed[place].append(month)
    return {place: tuple(months) for place, months in closed.items()}


def _in_some_term(policy: Policy, month: int) -> bool:
    if not policy.terms:
        return True
    spans = ((term.starts, term.ends) for term in policy.terms)
    return any(
        first.month <= month + 12 * year <= last.month + 12 * (last.year - first.year)
        for first, last in spans
        for year in (0, 1)
    )


def _open_places(policy: Policy, slots: Sequence[Slot], plan: Sequence[OpeningPeriod]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (weekday, slot.id)
        for weekday in range(1, 8)
        if plan or weekday - 1 not in policy.open_days.closed_weekdays
        for hours in [hours_of(plan, weekday)]
        if hours or not plan
        for slot in slots
        if is_within_hours(hours, slot)
    )


_ACTIVITIES = {Activity.BORROW: marked("borrows"), Activity.READ: marked("reads here")}
_WEEKS = {Week.EVERY: marked("each week"), Week.A: marked("week A"), Week.B: marked("week B")}
_EVERY = {Every.WEEK: marked("each week"), Every.SECOND_WEEK: marked("every second week")}


def activity_words(activity: Activity) -> str:
    """What the class does: "borrows", "reads here"."""
    return _(_ACTIVITIES[activity])


def week_words(week: Week) -> str:
    """In which weeks: "each week", "week A"."""
    return _(_WEEKS[week])


def every_words(every: Every) -> str:
    """How often: "each week", "every second week"."""
    return _(_EVERY[every])


def weekdays_words(weekdays: Iterable[int]) -> str:
    """Weekdays in their order: "Mon, Wed"."""
    return _(", ").join(weekday_words(weekday) for weekday in sorted(weekdays))


def grades_words(first: int | None, last: int | None, schooling: Schooling) -> str:
    """Which grades: "Each class", "Grade 3", "Grade 1 to Grade 2", "Grade 3 and above"."""
    if first is None and last is None:
        return _("Each class")
    low, high = (grade_name(each, schooling) if each is not None else "" for each in (first, last))
    if low == high:
        return low
    if not high:
        return _("{grade} and above").format(grade=low)
    return _("{first} to {last}").format(first=low, last=high) if low else _("Up to {grade}").format(grade=high)


def wish_words(wish: Wish, schooling: Schooling) -> str:
    """The wish as a sentence: "Grade 1 to Grade 2: reads here, each week, times: 2 (Mon, Wed)"."""
    facts = {
        "who": grades_words(wish.grade_from, wish.grade_to, schooling),
        "what": activity_words(wish.activity),
        "every": every_words(wish.every),
        "times": wish.times,
        "days": weekdays_words(wish.weekdays),
    }
    if wish.weekdays:
        return _("{who}: {what}, {every}, times: {times} ({days})").format(**facts)
    return _("{who}: {what}, {every}, times: {times}").format(**facts)


def turn_words(facts: RotaFacts, turn: Turn) -> str:
    """The turn as a sentence: "Grade 3, class 2: borrows, Mon 12:00–12:15, week A"."""
    return _("{who}: {what}, {day} {time}, {week}").format(
        who=facts.called(turn.class_id, turn.grade),
        what=activity_words(turn.activity),
        day=weekday_words(turn.weekday),
        time=span_words(turn.slot),
        week=week_words(turn.week),
    )


def classes_words(classes: Sequence[ClassHere], most: int = 6) -> str:
    """The classes by name, the rest as a number: "三（1）班, 三（2）班 and 4 more"."""
    names = _(", ").join(each.name for each in classes[:most])
    if len(classes) <= most:
        return names
    return _("{names} and {count} more").format(names=names, count=len(classes) - most)
