"""The rota: its turns in order for the counter, its slots and wishes, and the classes at school, for its screen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from deskcirc.domain.rota import Activity, Every, Rota, RotaClass, Slot, Turn, Week, Wish, ordered
from deskcirc.store.tables import classes, rota_slots, rota_turns, rota_wishes

_TURNS = (
    select(rota_turns, rota_slots.c.opens, rota_slots.c.closes, rota_slots.c.room)
    .select_from(rota_turns.join(rota_slots))
    .where(~rota_turns.c.ended, ~rota_slots.c.ended)
    .order_by(rota_turns.c.id)
)
_WITH_TURNS = select(classes).where(classes.c.id.in_(select(rota_turns.c.class_id).where(~rota_turns.c.ended)))
_AT_SCHOOL = select(classes).where(~classes.c.ended).order_by(classes.c.entry_year.desc(), classes.c.number)
_ALL_CLASSES = select(classes).order_by(classes.c.entry_year.desc(), classes.c.number)
_SLOTS = select(rota_slots).where(~rota_slots.c.ended).order_by(rota_slots.c.opens, rota_slots.c.closes)
_WISHES = select(rota_wishes).where(~rota_wishes.c.ended).order_by(rota_wishes.c.id)


def read_rota(connection: Connection) -> Rota:
    """The turns that stand, and the classes they are of."""
    turns = [_turn(row) for row in connection.execute(_TURNS)]
    return ordered(turns, (_class(row) for row in connection.execute(_WITH_TURNS)) if turns else ())


def classes_at_school(connection: Connection) -> tuple[RotaClass, ...]:
    """The classes that may have turns, the youngest first."""
    return tuple(_class(row) for row in connection.execute(_AT_SCHOOL))


def all_classes(connection: Connection) -> tuple[RotaClass, ...]:
    """Every class there ever was, the youngest first."""
    return tuple(_class(row) for row in connection.execute(_ALL_CLASSES))


def rota_slots_of(connection: Connection) -> tuple[Slot, ...]:
    """The slots of the day by their time."""
    return tuple(Slot(row.id, row.opens, row.closes, row.room) for row in connection.execute(_SLOTS))


def rota_wishes_of(connection: Connection) -> tuple[Wish, ...]:
    """What the school wishes, in the order it was written down."""
    return tuple(_wish(row) for row in connection.execute(_WISHES))


def _turn(row: Any) -> Turn:
    slot = Slot(row.slot_id, row.opens, row.closes, row.room)
    activity = Activity(row.activity)
    return Turn(row.id, Week(row.week), row.weekday, slot, row.class_id, row.grade, activity, row.pinned)


def _class(row: Any) -> RotaClass:
    return RotaClass(row.id, row.entry_year, row.number, row.name, row.ended)


def _wish(row: Any) -> Wish:
    weekdays = frozenset(int(digit) for digit in row.weekdays if digit in "1234567")
    return Wish(row.id, row.grade_from, row.grade_to, Activity(row.activity), weekdays, Every(row.every), row.times)
