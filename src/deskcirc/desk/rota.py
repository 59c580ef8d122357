"""The rota at the desk: making it, moving a turn, and changing the slots and wishes; each is one act.

Nothing here refuses a clash: a person may have a reason, and the screen marks it (domain/rota_clashes.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.opening import clock_words
from deskcirc.domain.rota import Activity, RotaDraft, Slot, Turn, Week, Wish, span_words
from deskcirc.domain.rota_facts import RotaFacts, rota_facts, wish_words
from deskcirc.domain.rota_plan import RotaPlan, plan_rota
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.rota import all_classes, read_rota, rota_slots_of, rota_wishes_of
from deskcirc.store.tables import rota_slots, rota_turns, rota_wishes
from deskcirc.text import gettext as _
from deskcirc.text import ngettext, weekday_words

MOST_ROOM: Final = 60
MOST_TIMES: Final = 10
_DAY: Final = 1440  # minutes


@dataclass(frozen=True, slots=True)
class TurnPlace:
    """Where a turn stands: the week, the weekday (1 Monday to 7) and the slot by its id."""

    week: Week
    weekday: int
    slot_id: int


def facts_of(desk: Desk) -> RotaFacts:
    """The rota as it stands, and all it is made from."""
    with desk.library.reading() as connection:
        return _facts(desk, connection)


def make_rota(desk: Desk, *, keep_pinned: bool) -> RotaPlan:
    """The rota that the wishes give, around the turns a person has put there or anew; nothing is written."""
    return _planned(facts_of(desk), keep_pinned)


def save_rota(desk: Desk, *, keep_pinned: bool) -> RotaPlan:
    """Make the rota and put it in the place of the old one."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        plan = _planned(facts, keep_pinned)
        stay = {turn.id for turn in plan.kept}
        _end(writing, (turn.id for turn in facts.turns if turn.id not in stay))
        writing.insert_many(rota_turns, [_row(turn, turn.slot.id) for turn in plan.made])
        count = len(plan.turns)
        writing.tell(what=ngettext("made, {count} turn", "made, {count} turns", count).format(count=count))
    return plan


def move_turn(desk: Desk, turn_id: int, place: TurnPlace) -> None:
    """Put a turn elsewhere; it stays there when the rota is made anew. Raises GoneError for a turn or slot gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        turn, slot = _turn(facts, turn_id), _slot(facts, place.slot_id)
        _place(writing, turn, place)
        when = {"day": weekday_words(place.weekday), "time": span_words(slot)}
        name = facts.called(turn.class_id, turn.grade)
        writing.tell(what=_("{name} moved to {day} {time}").format(name=name, **when))


def swap_turns(desk: Desk, one_id: int, other_id: int) -> None:
    """Let two turns change places, each in its own weeks; in the same slot they change weeks. Raises GoneError."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        one, other = _turn(facts, one_id), _turn(facts, other_id)
        same = (one.weekday, one.slot.id) == (other.weekday, other.slot.id)
        _place(writing, one, TurnPlace(other.week if same else one.week, other.weekday, other.slot.id))
        _place(writing, other, TurnPlace(one.week if same else other.week, one.weekday, one.slot.id))
        names = {"one": facts.called(one.class_id, one.grade), "other": facts.called(other.class_id, other.grade)}
        writing.tell(what=_("{one} and {other} changed places").format(**names))


def add_turn(desk: Desk, place: TurnPlace, activity: Activity, *, class_id: int | None, grade: int | None) -> None:
    """Give a class, or a whole grade, one more turn. Raises GoneError for a class or slot gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        turn = Turn(0, place.week, place.weekday, _slot(facts, place.slot_id), class_id, grade, activity, pinned=True)
        if not facts.classes_of(turn):
            raise GoneError
        writing.insert(rota_turns, **_row(turn, place.slot_id))
        writing.tell(what=_("{name} added").format(name=facts.called(class_id, grade)))


def end_turn(desk: Desk, turn_id: int) -> None:
    """Take a turn out. Raises GoneError for a turn gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        turn = _turn(facts, turn_id)
        _end(writing, [turn.id])
        writing.tell(what=_("{name} taken out").format(name=facts.called(turn.class_id, turn.grade)))


def pin_turn(desk: Desk, turn_id: int, *, pinned: bool) -> None:
    """Say whether a turn stays where it is when the rota is made anew. Raises GoneError for a turn gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        turn = _turn(facts, turn_id)
        writing.update(rota_turns, turn.id, pinned=pinned)
        words = _("{name} stays in its place") if pinned else _("{name} may be moved")
        writing.tell(what=words.format(name=facts.called(turn.class_id, turn.grade)))


def save_slot(desk: Desk, slot: Slot) -> str:
    """Change a slot, or add it where its id is 0; returns "" or the sentence why not. Raises GoneError for one gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        known = rota_slots_of(writing.connection)
        refusal = slot_refusal(slot, known)
        if refusal:
            return refusal
        values = {"opens": slot.opens, "closes": slot.closes, "room": slot.room}
        if slot.id == 0:
            writing.insert(rota_slots, **values)
        elif slot.id in {each.id for each in known}:
            writing.update(rota_slots, slot.id, **values)
        else:
            raise GoneError
        writing.tell(what=_("slot {time}").format(time=span_words(slot)))
    return ""


def slot_refusal(slot: Slot, known: Iterable[Slot]) -> str:
    """Why a slot cannot be; "" for one that can."""
    if not 0 <= slot.opens < slot.closes <= _DAY:
        facts = {"opens": clock_words(slot.opens), "closes": clock_words(slot.closes)}
        return _("A slot from {opens} to {closes} is none: it must end after it begins.").format(**facts)
    if not 1 <= slot.room <= MOST_ROOM:
        return _("Room for {count} classes is not possible: write 1 to {most}.").format(count=slot.room, most=MOST_ROOM)
    if any(each.opens == slot.opens and each.id != slot.id for each in known):
        facts = {"time": clock_words(slot.opens)}
        return _("A slot begins at {time} already: let more classes into it instead.").format(**facts)
    return ""


def end_slot(desk: Desk, slot_id: int) -> int:
    """Take a slot out with its turns; returns how many those were. Raises GoneError for a slot gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        facts = _facts(desk, writing.connection)
        slot = _slot(facts, slot_id)
        ended = [turn.id for turn in facts.turns if turn.slot.id == slot_id]
        _end(writing, ended)
        writing.update(rota_slots, slot_id, ended=True)
        writing.tell(what=_("slot {time} taken out").format(time=span_words(slot)))
    return len(ended)


def save_wish(desk: Desk, wish: Wish) -> str:
    """Change a wish, or add it where its id is 0; returns "" or the sentence why not. Raises GoneError for one gone."""
    if not 1 <= wish.times <= MOST_TIMES:
        return _("{count} times is not possible: write 1 to {most}.").format(count=wish.times, most=MOST_TIMES)
    if wish.grade_from is not None and wish.grade_to is not None and wish.grade_from > wish.grade_to:
        return _("The first grade comes after the last.")
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        known = rota_wishes_of(writing.connection)
        if wish.id == 0:
            writing.insert(rota_wishes, **_wish_row(wish))
        elif wish.id in {each.id for each in known}:
            writing.update(rota_wishes, wish.id, **_wish_row(wish))
        else:
            raise GoneError
        writing.tell(what=_("wish “{wish}”").format(wish=wish_words(wish, desk.policy.schooling)))
    return ""


def end_wish(desk: Desk, wish_id: int) -> None:
    """Take a wish out. Raises GoneError for a wish gone."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        wish = next((each for each in rota_wishes_of(writing.connection) if each.id == wish_id), None)
        if wish is None:
            raise GoneError
        writing.update(rota_wishes, wish_id, ended=True)
        writing.tell(what=_("wish “{wish}” taken out").format(wish=wish_words(wish, desk.policy.schooling)))


def take_over(desk: Desk, draft: RotaDraft, file: str) -> None:
    """Put the rota of a file, its slots and wishes included, in the place of the old one."""
    with desk.library.writing(desk.act(ActName.CHANGE_ROTA)) as writing:
        connection = writing.connection
        _end(writing, [turn.id for turn in read_rota(connection).turns])
        for slot in rota_slots_of(connection):
            writing.update(rota_slots, slot.id, ended=True)
        for wish in rota_wishes_of(connection):
            writing.update(rota_wishes, wish.id, ended=True)
        slots = [{"opens": each.opens, "closes": each.closes, "room": each.room} for each in draft.slots]
        ids = writing.insert_many(rota_slots, slots)
        slot_ids = dict(zip((each.id for each in draft.slots), ids, strict=True))
        writing.insert_many(rota_turns, [_row(turn, slot_ids[turn.slot.id]) for turn in draft.turns])
        writing.insert_many(rota_wishes, [_wish_row(wish) for wish in draft.wishes])
        writing.tell(what=_("taken over from {file}").format(file=file))


def _facts(desk: Desk, connection: Connection) -> RotaFacts:
    classes, slots, wishes = all_classes(connection), rota_slots_of(connection), rota_wishes_of(connection)
    policy = replace(desk.policy, rota=read_rota(connection))  # as it is in this very transaction
    return rota_facts(policy, desk.today, classes, slots, wishes)


def _planned(facts: RotaFacts, keep_pinned: bool) -> RotaPlan:
    return plan_rota(facts, [turn for turn in facts.turns if keep_pinned and turn.pinned])


def _turn(facts: RotaFacts, turn_id: int) -> Turn:
    found = next((turn for turn in facts.turns if turn.id == turn_id), None)
    if found is None:
        raise GoneError
    return found


def _slot(facts: RotaFacts, slot_id: int) -> Slot:
    found = next((slot for slot in facts.slots if slot.id == slot_id), None)
    if found is None:
        raise GoneError
    return found


def _place(writing: Writing, turn: Turn, place: TurnPlace) -> None:
    writing.update(
        rota_turns, turn.id, week=place.week.value, weekday=place.weekday, slot_id=place.slot_id, pinned=True
    )


def _end(writing: Writing, turn_ids: Iterable[int]) -> None:
    for turn_id in turn_ids:
        writing.update(rota_turns, turn_id, ended=True)


def _row(turn: Turn, slot_id: int) -> dict[str, Any]:
    return {
        "week": turn.week.value,
        "weekday": turn.weekday,
        "slot_id": slot_id,
        "class_id": turn.class_id,
        "grade": turn.grade,
        "activity": turn.activity.value,
        "pinned": turn.pinned,
    }


def _wish_row(wish: Wish) -> dict[str, Any]:
    return {
        "grade_from": wish.grade_from,
        "grade_to": wish.grade_to,
        "activity": wish.activity.value,
        "weekdays": "".join(str(weekday) for weekday in sorted(wish.weekdays)),
        "every": wish.every.value,
        "times": wish.times,
    }
