"""What is wrong with a rota, each clash with a sentence and the turns it is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from deskcirc.domain.rota import BOTH_WEEKS, Slot, Turn, Week, span_words
from deskcirc.domain.rota_facts import RotaFacts, classes_words, week_words, weekdays_words
from deskcirc.text import gettext as _
from deskcirc.text import ngettext, weekday_words


class ClashKind(StrEnum):
    """What can be wrong."""

    TWICE = "twice"
    TOO_MANY = "too-many"
    NO_SUCH_CLASS = "no-such-class"
    CLOSED = "closed"
    OVERLAP = "overlap"
    NO_TURN = "no-turn"
    RESTS = "rests"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that is wrong; `turns` are the ids of the turns it is about, none for a class that has no turn."""

    kind: ClashKind
    sentence: str
    turns: tuple[int, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether it is only to be known: nothing has to be changed."""
        return self.kind is ClashKind.RESTS


@dataclass(frozen=True, slots=True)
class _Meeting:
    """All turns of one slot on one weekday of week A or B."""

    week: Week
    weekday: int
    slot: Slot
    turns: tuple[Turn, ...]

    def when(self, alone: bool) -> str:
        facts = {"day": weekday_words(self.weekday), "time": span_words(self.slot), "week": week_words(self.week)}
        return _("{day} {time}, {week}").format(**facts) if alone else _("{day} {time}").format(**facts)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(turn.id for turn in self.turns)


def clashes_of(facts: RotaFacts) -> tuple[Clash, ...]:
    """Everything wrong with the turns of the facts, what is told of both weeks told once."""
    found = [
        *_of_unknown_classes(facts),
        *_of_closed_hours(facts),
        *_of_meetings(facts),
        *_of_overlapping_slots(facts),
        *_of_classes_without_turn(facts),
        *_of_months(facts),
    ]
    return tuple(dict.fromkeys(found))


def _of_unknown_classes(facts: RotaFacts) -> Iterator[Clash]:
    for turn in facts.turns:
        if facts.classes_of(turn):
            continue
        name = facts.called(turn.class_id, turn.grade)
        sentence = (
            _("{name} is no longer at school.").format(name=name)
            if turn.class_id is not None
            else _("There is no class in {grade}.").format(grade=name)
        )
        yield Clash(ClashKind.NO_SUCH_CLASS, sentence, (turn.id,))


def _of_closed_hours(facts: RotaFacts) -> Iterator[Clash]:
    by_place: dict[tuple[int, Slot], list[int]] = defaultdict(list)
    for turn in facts.turns:
        if (turn.weekday, turn.slot.id) not in facts.places:
            by_place[turn.weekday, turn.slot].append(turn.id)
    for (weekday, slot), ids in sorted(by_place.items(), key=lambda each: (each[0][0], each[0][1].opens)):
        sentence = _("{day} {time}: the library is closed then.").format(
            day=weekday_words(weekday), time=span_words(slot)
        )
        yield Clash(ClashKind.CLOSED, sentence, tuple(ids))


def _meetings(facts: RotaFacts) -> dict[tuple[Week, int], list[_Meeting]]:
    """The slots of each day of week A and B that have turns, by time."""
    together: dict[tuple[Week, int, Slot], list[Turn]] = defaultdict(list)
    for turn in facts.turns:
        for week in turn.week.each:
            together[week, turn.weekday, turn.slot].append(turn)
    days: dict[tuple[Week, int], list[_Meeting]] = defaultdict(list)
    for week, weekday, slot in sorted(together, key=lambda each: (each[1], each[2].opens, each[2].id, each[0])):
        turns = tuple(together[week, weekday, slot])
        days[week, weekday].append(_Meeting(week, weekday, slot, turns))
    return days


def _of_meetings(facts: RotaFacts) -> Iterator[Clash]:
    days = _meetings(facts)
    for (week, weekday), meetings in days.items():
        twin_day = days.get((_other(week), weekday), [])
        twins = {meeting.slot: meeting.ids for meeting in twin_day}
        for meeting in meetings:
            when = meeting.when(alone=twins.get(meeting.slot) != meeting.ids)
            yield from _twice(facts, meeting, when)
            count = _classes_in(facts, meeting)
            if count > meeting.slot.room:
                sentence = _("{when}: {count} classes at once, and room for {room}.").format(
                    when=when, count=count, room=meeting.slot.room
                )
                yield Clash(ClashKind.TOO_MANY, sentence, meeting.ids)


def _twice(facts: RotaFacts, meeting: _Meeting, when: str) -> Iterator[Clash]:
    who = Counter(each for turn in meeting.turns for each in facts.classes_of(turn))
    for each, count in who.items():
        if count > 1:
            ids = tuple(turn.id for turn in meeting.turns if turn.is_of(each.id, each.grade))
            sentence = _("{when}: {name} stands there {count} times.").format(when=when, name=each.name, count=count)
            yield Clash(ClashKind.TWICE, sentence, ids)


def _classes_in(facts: RotaFacts, meeting: _Meeting) -> int:
    return len({each for turn in meeting.turns for each in facts.classes_of(turn)})


def _of_overlapping_slots(facts: RotaFacts) -> Iterator[Clash]:
    """Slots that overlap share the one room: the classes of both count against the larger of the two."""
    days = _meetings(facts)
    for (week, weekday), meetings in days.items():
        for one, other in combinations(meetings, 2):
            if not one.slot.overlaps(other.slot):
                continue
            room = max(one.slot.room, other.slot.room)
            count = _classes_in(facts, one) + _classes_in(facts, other)
            both = {each for turn in one.turns for each in facts.classes_of(turn)} & {
                each for turn in other.turns for each in facts.classes_of(turn)
            }
            if count <= room and not both:
                continue
            twin = [each.ids for each in days.get((_other(week), weekday), []) if each.slot in (one.slot, other.slot)]
            words = {
                "one": one.when(alone=twin != [one.ids, other.ids]),
                "other": span_words(other.slot),
                "count": count,
                "room": room,
            }
            sentence = _("{one} and {other} overlap: {count} classes at once, and room for {room}.")
            yield Clash(ClashKind.OVERLAP, sentence.format(**words), one.ids + other.ids)


def _of_classes_without_turn(facts: RotaFacts) -> Iterator[Clash]:
    served = {each.id for turn in facts.turns for each in facts.classes_of(turn)}
    without = [each for each in facts.classes if each.id not in served]
    if without and facts.turns:
        sentence = _("Without a turn: {classes}.").format(classes=classes_words(without))
        yield Clash(ClashKind.NO_TURN, sentence)


def _of_months(facts: RotaFacts) -> Iterator[Clash]:
    """Turns that fall silent in months which have hours of their own, told once for the same months."""
    by_months: dict[tuple[int, ...], list[Turn]] = defaultdict(list)
    for turn in facts.turns:
        months = facts.silent.get((turn.weekday, turn.slot.id))
        if months:
            by_months[months].append(turn)
    for months, turns in sorted(by_months.items()):
        words = ngettext(
            "By the hours of months {months} {count} turn rests then: {days}.",
            "By the hours of months {months} {count} turns rest then: {days}.",
            len(turns),
        ).format(
            months=_(", ").join(str(month) for month in months),
            count=len(turns),
            days=weekdays_words({turn.weekday for turn in turns}),
        )
        yield Clash(ClashKind.RESTS, words, tuple(turn.id for turn in turns))


def _other(week: Week) -> Week:
    return BOTH_WEEKS[1] if week is BOTH_WEEKS[0] else BOTH_WEEKS[0]
