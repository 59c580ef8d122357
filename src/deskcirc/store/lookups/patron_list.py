"""The list of patrons, thousands long: the ids that answer a search at once, the lines a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, text

from deskcirc.domain.classes import read_class
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.pinyin import comparable, match_rank
from deskcirc.domain.policy import Policy
from deskcirc.domain.scanning import normal_code
from deskcirc.store.lookups.patrons import PATRON_COLUMNS, PATRON_JOIN, patron_of
from deskcirc.store.tables import cards, classes, loans, patrons

_EXACT: Final = -1
_BY_NUMBER: Final = 90
_BY_CARD: Final = 91
_OTHERWISE: Final = 99
"""Places before and behind the ranks of names (domain.pinyin.MatchRank)."""


class Standing(StrEnum):
    """Which patrons the list is about."""

    HERE = "here"
    LATE = "late"
    HELD_UP = "held_up"
    NO_CARD = "no_card"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words typed, a class, a category, a standing; "" and None for any."""

    words: str = ""
    class_id: int | None = None
    category_id: int | None = None
    standing: Standing = Standing.HERE


@dataclass(frozen=True, slots=True)
class PatronLine:
    """One patron as the list shows them: with the code of the valid card, the copies out, and the oldest of them."""

    patron: Patron
    card: str
    out: int
    days_late: int


_OPEN_LOAN: Final = text("loans.returned_at IS NULL")
_VALID: Final = text("cards.state = 'valid'")
_CARD_CODE = select(cards.c.code).where(cards.c.patron_id == patrons.c.id, _VALID).correlate(patrons).scalar_subquery()
_OF_PATRON = select(loans.c.id).where(loans.c.patron_id == patrons.c.id, _OPEN_LOAN).correlate(patrons)
_OUT = _OF_PATRON.with_only_columns(func.count()).scalar_subquery()
_OLDEST = _OF_PATRON.where(loans.c.claimed_at.is_(None)).with_only_columns(func.min(loans.c.due)).scalar_subquery()
_LINES = (
    select(*PATRON_COLUMNS, _CARD_CODE.label("card"), _OUT.label("out"), _OLDEST.label("oldest_due"))
    .select_from(PATRON_JOIN)
    .where(patrons.c.id.in_(bindparam("ids", expanding=True)))
)
_KEYS = (
    select(patrons.c.id)
    .select_from(patrons.outerjoin(classes))
    .order_by(
        classes.c.entry_year.is_(None),
        classes.c.entry_year.desc(),
        classes.c.number,
        patrons.c.number.is_(None),
        patrons.c.number,
        patrons.c.search_words,
        patrons.c.id,
    )
)
_RANKED_BY = (patrons.c.name, patrons.c.search_words, patrons.c.number)
_LATE = (
    select(loans.c.patron_id, func.min(loans.c.due).label("due"))
    .where(_OPEN_LOAN, loans.c.claimed_at.is_(None), loans.c.due < bindparam("today"))
    .group_by(loans.c.patron_id)
)
_WITH_CARD = select(cards.c.patron_id).where(func.instr(cards.c.code, bindparam("code")) == 1)
_CLASSES = select(classes.c.id, classes.c.entry_year, classes.c.number, classes.c.name).where(~classes.c.ended)


def patron_keys(connection: Connection, wanted: Wanted, policy: Policy, today: date) -> tuple[int, ...]:
    """The ids of everybody who answers, best first; with no words class by class, the youngest first.

    Words are a name, its pinyin or initials, the beginning of a number or of a card's code, or a class as the school
    writes it.
    """
    conditions = _standing(wanted, today)
    if wanted.class_id is not None:
        conditions.append(patrons.c.class_id == wanted.class_id)
    if wanted.category_id is not None:
        conditions.append(patrons.c.category_id == wanted.category_id)
    words = wanted.words.strip()
    asked = comparable(words)
    if asked:
        conditions.append(_answers(connection, words, policy, today))
    query = _KEYS.where(*conditions)
    keys = _ranked(connection, query, words) if asked else connection.execute(query).scalars().all()
    if wanted.standing is not Standing.LATE:
        return tuple(keys)
    late = _late_patrons(connection, policy, today)
    return tuple(key for key in keys if key in late)


def patron_lines(connection: Connection, keys: Sequence[int], policy: Policy, today: date) -> dict[int, PatronLine]:
    """The lines of these patrons by their ids, a few hundred at most."""
    rows = connection.execute(_LINES, {"ids": list(keys)}) if keys else ()
    return {
        row.id: PatronLine(
            patron_of(row, policy, today),
            row.card or "",
            row.out,
            0 if row.oldest_due is None else policy.days_late(row.oldest_due, today),
        )
        for row in rows
    }


def _standing(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    here = patrons.c.state != PatronState.LEFT.value
    held_up = or_(
        patrons.c.state == PatronState.STOPPED.value, patrons.c.suspended_until >= today, patrons.c.expires < today
    )
    without_card = ~select(cards.c.id).where(cards.c.patron_id == patrons.c.id, _VALID).correlate(patrons).exists()
    return {
        Standing.HERE: [here],
        Standing.LATE: [here],
        Standing.HELD_UP: [and_(here, held_up)],
        Standing.NO_CARD: [and_(here, without_card)],
        Standing.LEFT: [~here],
    }[wanted.standing]


def _answers(connection: Connection, words: str, policy: Policy, today: date) -> ColumnElement[bool]:
    code = normal_code(words)
    ways: list[ColumnElement[bool]] = [
        func.instr(patrons.c.name, words) > 0,
        func.instr(patrons.c.search_words, comparable(words)) > 0,
    ]
    if code:
        ways.append(func.instr(patrons.c.number, code) == 1)
        ways.append(patrons.c.id.in_(_WITH_CARD.params(code=code)))
    named = _classes_named(connection, words, policy, today)
    if named:
        ways.append(patrons.c.class_id.in_(named))
    return or_(*ways)


def _classes_named(connection: Connection, words: str, policy: Policy, today: date) -> list[int]:
    label = read_class(words, policy.schooling)
    year = label.entry_year_on(today, policy.schooling) if label else None
    number = label.number if label else None
    return [
        row.id
        for row in connection.execute(_CLASSES)
        if (row.name and words in row.name)
        or (year is not None and row.entry_year == year and number in (None, row.number))
    ]


def _ranked(connection: Connection, query: Select[tuple[int]], words: str) -> list[int]:
    """The ids that the query finds, whoever answers to the words best first."""
    asked, code = comparable(words), normal_code(words)
    by_card = set(connection.execute(_WITH_CARD, {"code": code}).scalars()) if code else set[int]()
    ranked: list[tuple[int, int, int]] = []
    for place, (key, name, spelled, number) in enumerate(connection.execute(query.add_columns(*_RANKED_BY))):
        rank: int | None = _EXACT if code and number == code else match_rank(asked, name, spelled)
        if rank is None and code and number and number.startswith(code):
            rank = _BY_NUMBER
        if rank is None:
            rank = _BY_CARD if key in by_card else _OTHERWISE
        ranked.append((rank, place, key))
    return [key for _rank, _place, key in sorted(ranked)]


def _late_patrons(connection: Connection, policy: Policy, today: date) -> set[int]:
    rows = connection.execute(_LATE, {"today": today})
    return {row.patron_id for row in rows if policy.days_late(row.due, today) > 0}
