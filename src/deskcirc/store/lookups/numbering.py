"""Number series of the copies, who bears a code, which numbers are taken, and what is known about missing ones."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from sqlalchemy import BindParameter, Column, Connection, and_, bindparam, func, not_, select, text

from deskcirc.domain.changes import ActName
from deskcirc.domain.numbering import Explained, NumberSeries, Pattern, reached
from deskcirc.domain.rule_book import ITEM_TYPE_OF_KIND
from deskcirc.store.tables import (
    cards,
    copies,
    copy_codes,
    item_types,
    journal,
    journal_changes,
    locations,
    number_gaps,
    number_series,
    operators,
    patrons,
    shelves,
    titles,
)

ACCESSION: Final = "accession"
"""Code of the general series; those of types and places begin with it too, other counters have codes of their own."""
_AT_ONCE: Final = 500
_ASKED: Final[BindParameter[Any]] = bindparam("codes", expanding=True)
_SERIES = select(number_series).where(number_series.c.code.startswith(ACCESSION)).order_by(number_series.c.id)
_LOCATIONS = select(locations.c.id, locations.c.code, locations.c.name).order_by(locations.c.code)
_TYPE_BY_CODE = select(item_types.c.id).where(item_types.c.code == bindparam("code"), ~item_types.c.ended)
_ITEM_TYPES = select(item_types.c.id, item_types.c.name).where(~item_types.c.ended).order_by(item_types.c.id)


class BearerKind(StrEnum):
    """What bears a code."""

    NUMBER = "number"
    BARCODE = "barcode"
    OLD_BARCODE = "old_barcode"
    PATRON = "patron"
    CARD = "card"
    OPERATOR = "operator"
    SHELF = "shelf"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who or what bears a code: a copy by its title and id, a patron, an operator or a shelf by their name."""

    code: str
    kind: BearerKind
    name: str
    copy_id: int = 0


_OF_COPIES = copies.join(titles)
_SHELF_NAME = func.coalesce(func.nullif(shelves.c.name, ""), shelves.c.code)
_BEARERS: Final[tuple[tuple[BearerKind, Column[Any], Any, Any, Any], ...]] = (
    (BearerKind.NUMBER, copies.c.accession_number, titles.c.title, copies.c.id, _OF_COPIES),
    (BearerKind.BARCODE, copies.c.barcode, titles.c.title, copies.c.id, _OF_COPIES),
    (
        BearerKind.OLD_BARCODE,
        copy_codes.c.code,
        titles.c.title,
        copies.c.id,
        copy_codes.join(copies, copies.c.id == copy_codes.c.copy_id).join(titles),
    ),
    (BearerKind.CARD, cards.c.code, patrons.c.name, bindparam("none", 0), cards.join(patrons)),
    (BearerKind.PATRON, patrons.c.number, patrons.c.name, bindparam("none", 0), patrons),
    (BearerKind.OPERATOR, operators.c.card, operators.c.name, bindparam("none", 0), operators),
    (BearerKind.SHELF, shelves.c.code, _SHELF_NAME, bindparam("none", 0), shelves),
)
_ASK_BEARERS: Final = tuple(
    (kind, select(code.label("code"), name.label("name"), copy_id.label("copy_id")).select_from(tables), code)
    for kind, code, name, copy_id, tables in _BEARERS
)
_CODE_COLUMNS: Final[tuple[Column[Any], ...]] = (
    copies.c.accession_number,
    copies.c.barcode,
    copy_codes.c.code,
    cards.c.code,
    patrons.c.number,
    operators.c.card,
    shelves.c.code,
)
_BETWEEN: Final = tuple(
    select(column).where(column >= bindparam("low"), column <= bindparam("high")) for column in _CODE_COLUMNS
)
_NUMBERS_BETWEEN: Final = _BETWEEN[0]
_ALL_NUMBERS = select(copies.c.accession_number).execution_options(yield_per=5000)
# What an import brought, another system gave: only numbers given by registering here are given once, for ever.
_GIVEN_BETWEEN = _NUMBERS_BETWEEN.where(
    copies.c.id.in_(
        select(journal_changes.c.row_id)
        .select_from(journal_changes.join(journal, journal.c.id == journal_changes.c.entry_id))
        .where(
            journal_changes.c.table_name == copies.name,
            journal_changes.c.row_id == copies.c.id,
            journal_changes.c.before.is_(None),
            journal.c.act == ActName.ADD_COPIES.value,
        )
    )
)
_undone = journal.alias("undone")
# In two steps, from the few undos to what they changed: as one, SQLite walks through all changes of copies instead.
_UNDONE = (
    select(journal.c.id, journal.c.at)
    .select_from(journal.join(_undone, _undone.c.id == journal.c.undoes))
    .where(journal.c.undoes > 0, _undone.c.act == ActName.ADD_COPIES.value)
    .order_by(text("+journal.id"))  # sorted afterwards: the order must not lead through the whole journal
)
_COPIES_GONE = (
    select(journal_changes.c.entry_id, journal_changes.c.before)
    .where(
        journal_changes.c.entry_id.in_(bindparam("entries", expanding=True)),
        text("+journal_changes.table_name = 'copies'"),
        journal_changes.c.after.is_(None),
    )
    .order_by(journal_changes.c.id)
)
_EXPLANATIONS = select(number_gaps).where(~number_gaps.c.ended).order_by(number_gaps.c.id)


@dataclass(frozen=True, slots=True)
class Named:
    """An item type or a location by its id, to choose from."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A number that was given to a copy, and when its registering was undone."""

    number: str
    at: datetime


def series_of_copies(connection: Connection, *, ended: bool = False) -> tuple[NumberSeries, ...]:
    """The number series of the copies, the general one first; `ended` ones only where asked for."""
    found = (_series(row) for row in connection.execute(_SERIES))
    return tuple(each for each in found if ended or not each.ended)


def _series(row: Any) -> NumberSeries:
    pattern = Pattern(row.prefix, row.width)
    numbers = (row.item_type_id, row.location_id, row.ended)
    return NumberSeries(row.id, row.code, row.name, pattern, row.next, *numbers)


def all_locations(connection: Connection) -> tuple[Named, ...]:
    """Every place, by its name or else its code, in the order people count in: 2 before 10."""
    rows = sorted(connection.execute(_LOCATIONS), key=lambda row: _as_people_count(row.code))
    return tuple(Named(row.id, row.name or row.code) for row in rows)


def _as_people_count(code: str) -> tuple[tuple[int, str], ...]:
    """A key in which the digits of a code are numbers; a part without digits comes after those."""
    parts = (part for part in re.split(r"([0-9]+)", code) if part)
    return tuple((int(part), "") if part.isdecimal() else (sys.maxsize, part) for part in parts)


def open_item_types(connection: Connection) -> tuple[Named, ...]:
    """Every item type that has not ended."""
    return tuple(Named(row.id, row.name) for row in connection.execute(_ITEM_TYPES))


def item_type_of_kind(connection: Connection, kind: str) -> int | None:
    """The item type that copies of such a title usually are, in a school that has it; None for what may be any."""
    code = ITEM_TYPE_OF_KIND.get(kind)
    found = None if code is None else connection.execute(_TYPE_BY_CODE, {"code": code}).scalar()
    return None if found is None else int(found)


def bearers_of(connection: Connection, codes: Iterable[str]) -> tuple[Bearer, ...]:
    """Whoever bears one of the codes, in the order of the codes; a copy under its number and barcode once."""
    wanted = dict.fromkeys(code for code in codes if code)
    found: dict[str, list[Bearer]] = {}
    rest = iter(wanted)
    while asked := list(islice(rest, _AT_ONCE)):
        for kind, statement, column in _ASK_BEARERS:
            for row in connection.execute(statement.where(column.in_(_ASKED)), {"codes": asked}):
                borne = found.setdefault(row.code, [])
                if not any(other.copy_id == row.copy_id and row.copy_id for other in borne):
                    borne.append(Bearer(row.code, kind, row.name, row.copy_id))
    return tuple(bearer for code in wanted for bearer in found.get(code, ()))


def values_taken(connection: Connection, pattern: Pattern, first: int, last: int) -> set[int]:
    """Values of the pattern from `first` to `last` that anything in the library bears, as number, label or card."""
    found: set[int] = set()
    for statement in _BETWEEN:
        found |= _values(connection, statement, pattern, first, min(last, pattern.highest))
    return found


def values_in_use(connection: Connection, pattern: Pattern) -> list[int]:
    """Every value of the pattern that a copy has as its accession number, withdrawn ones too; rising."""
    return sorted(_values(connection, _NUMBERS_BETWEEN, pattern, 0, pattern.highest))


def series_stands_at(connection: Connection, series: NumberSeries) -> int:
    """The value the series goes on with: behind the numbers of its pattern that an import brought beyond it."""
    pattern = series.pattern
    later = sorted(_values(connection, _NUMBERS_BETWEEN, pattern, series.next, pattern.highest))
    if not later:
        return series.next
    bounds = {"low": pattern.number(0), "high": pattern.number(series.next - 1)}
    earlier = connection.execute(_NUMBERS_BETWEEN, bounds).scalars()
    afresh = all(pattern.value(number) is None for number in earlier)
    return reached(later, series.next, afresh=afresh)


def values_given(connection: Connection, pattern: Pattern, first: int) -> set[int]:
    """Values of the pattern from `first` on that copies have by being registered here, not by an import."""
    return _values(connection, _GIVEN_BETWEEN, pattern, first, pattern.highest)


def _values(connection: Connection, statement: Any, pattern: Pattern, first: int, last: int) -> set[int]:
    bounds = {"low": pattern.number(first), "high": pattern.number(last)}
    found = (pattern.value(code) for code in connection.execute(statement, bounds).scalars())
    return {value for value in found if value is not None}


def numbers_but_of(connection: Connection, patterns: Iterable[Pattern]) -> Iterator[str]:
    """Every accession number but those of the patterns."""
    number = copies.c.accession_number
    statement = _ALL_NUMBERS
    for each in patterns:
        ends = each.number(0), each.number(each.highest)
        statement = statement.where(not_(and_(func.length(number) == len(ends[0]), number.between(*ends))))
    return iter(connection.execute(statement).scalars())


def numbers_taken_back(connection: Connection) -> tuple[TakenBack, ...]:
    """Numbers given by registering and taken back by an undo, the earliest first; an undone import tells none."""
    entries = {row.id: row.at for row in connection.execute(_UNDONE)}
    found, rest = list[TakenBack](), iter(entries)
    while asked := list(islice(rest, _AT_ONCE)):
        for row in connection.execute(_COPIES_GONE, {"entries": asked}):
            found.append(TakenBack(json.loads(row.before)["accession_number"], entries[row.entry_id]))
    return tuple(found)


def explanations(connection: Connection, pattern: Pattern, offset: timedelta) -> tuple[Explained, ...]:
    """What was written about missing numbers of the pattern; days are the school's, by its `offset` from UTC."""
    found = []
    for row in connection.execute(_EXPLANATIONS):
        first, last = pattern.value(row.first), pattern.value(row.last)
        if first is not None and last is not None:
            found.append(Explained(first, last, row.reason, (row.at + offset).date(), row.id))
    return tuple(found)


def first_taken_code(connection: Connection, pattern: Pattern) -> Bearer | None:
    """A card or a patron whose code has the pattern; None where there is none."""
    bounds = {"low": pattern.number(0), "high": pattern.number(pattern.highest)}
    for kind, statement, column in _ASK_BEARERS:
        if kind in (BearerKind.CARD, BearerKind.PATRON, BearerKind.OPERATOR):
            asked = statement.where(column >= bindparam("low"), column <= bindparam("high")).order_by(column)
            for row in connection.execute(asked, bounds):
                if pattern.value(row.code) is not None:
                    return Bearer(row.code, kind, row.name)
    return None
