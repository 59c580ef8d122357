"""Finding patrons: by card, number, name or pinyin, or from the class list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from deskcirc.domain.classes import class_name, grade_on
from deskcirc.domain.patrons import CLASS_CATEGORY, CardState, Patron, PatronState, SchoolClass
from deskcirc.domain.pinyin import matches_query
from deskcirc.domain.policy import Policy
from deskcirc.store.tables import cards, classes, patron_categories, patrons

PATRON_COLUMNS = (
    patrons.c.id,
    patrons.c.number,
    patrons.c.name,
    patrons.c.category_id,
    patron_categories.c.name.label("category"),
    patron_categories.c.code.label("category_code"),
    patrons.c.class_id,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
    patrons.c.state,
    patrons.c.expires,
    patrons.c.suspended_until,
    patrons.c.suspension_reason,
    patrons.c.loan_limit,
    patrons.c.note,
    patrons.c.search_words,
)
PATRON_JOIN = patrons.join(patron_categories).outerjoin(classes)
_BY_ID = select(*PATRON_COLUMNS).select_from(PATRON_JOIN).where(patrons.c.id == bindparam("patron_id"))
_BY_NUMBER = select(*PATRON_COLUMNS).select_from(PATRON_JOIN).where(patrons.c.number == bindparam("number"))
_BY_CARD = (
    select(*PATRON_COLUMNS, cards.c.state.label("card_state"))
    .select_from(PATRON_JOIN.join(cards, cards.c.patron_id == patrons.c.id))
    .where(cards.c.code == bindparam("code"))
)
_SEARCHED = select(patrons.c.id, patrons.c.name, patrons.c.search_words).where(
    patrons.c.state != PatronState.LEFT.value,
    or_(
        func.instr(patrons.c.name, bindparam("words")) > 0,
        func.instr(patrons.c.search_words, bindparam("letters")) > 0,
        func.instr(patrons.c.number, bindparam("number")) == 1,
    ),
)
_OF_CLASS = (
    select(*PATRON_COLUMNS)
    .select_from(PATRON_JOIN)
    .where(
        patrons.c.class_id == bindparam("class_id"),
        patrons.c.state != PatronState.LEFT.value,
        patron_categories.c.code != CLASS_CATEGORY,
    )
    .order_by(patrons.c.number, patrons.c.search_words)
)
_THE_CLASSES = select(patron_categories.c.id).where(patron_categories.c.code == CLASS_CATEGORY)
_IS_A_PERSON = patrons.c.category_id.not_in(_THE_CLASSES)
_HERE = (
    select(*PATRON_COLUMNS)
    .select_from(PATRON_JOIN)
    .where(patrons.c.state != PatronState.LEFT.value)
    .order_by(patrons.c.id)
)
_CLASSES = (
    select(classes, func.count(patrons.c.id).label("patrons"))
    .select_from(classes.outerjoin(patrons, and_(patrons.c.class_id == classes.c.id, _IS_A_PERSON)))
    .where(classes.c.ended.is_(False))
    .group_by(classes.c.id)
    .order_by(classes.c.entry_year.desc(), classes.c.number)
)


def patron_by_id(connection: Connection, patron_id: int, policy: Policy, today: date) -> Patron | None:
    """The patron, their class as it is called today."""
    row = connection.execute(_BY_ID, {"patron_id": patron_id}).one_or_none()
    return None if row is None else patron_of(row, policy, today)


def patron_by_code(connection: Connection, codes: Sequence[str], policy: Policy, today: date) -> Patron | None:
    """The patron whose card or number is one of `codes`, tried in order; a stopped card is still recognised."""
    for code in codes:
        row = connection.execute(_BY_CARD, {"code": code}).one_or_none()
        if row is not None:
            return patron_of(row, policy, today, CardState(row.card_state))
        row = connection.execute(_BY_NUMBER, {"number": code}).one_or_none()
        if row is not None:
            return patron_of(row, policy, today)
    return None


def search_patrons(
    connection: Connection, query: str, policy: Policy, today: date, most: int = 30
) -> tuple[Patron, ...]:
    """Patrons by name, pinyin, initials or number, best first; leavers are left out."""
    words = query.strip()
    if not words:
        return ()
    letters = words.lower().replace(" ", "")
    rows = connection.execute(_SEARCHED, {"words": words, "letters": letters, "number": words.upper()})
    ranked: list[tuple[int, str, int]] = []
    for row in rows:
        rank = matches_query(words, row.name, row.search_words)
        ranked.append((99 if rank is None else rank, row.search_words, row.id))
    found = (patron_by_id(connection, patron_id, policy, today) for _rank, _words, patron_id in sorted(ranked)[:most])
    return tuple(patron for patron in found if patron is not None)


def patrons_of_class(connection: Connection, class_id: int, policy: Policy, today: date) -> tuple[Patron, ...]:
    """The class list, by number."""
    return tuple(patron_of(row, policy, today) for row in connection.execute(_OF_CLASS, {"class_id": class_id}))


def patrons_here(connection: Connection, policy: Policy, today: date) -> tuple[Patron, ...]:
    """Everybody who has not left, in the order in which they were enrolled."""
    return tuple(patron_of(row, policy, today) for row in connection.execute(_HERE))


def school_classes(connection: Connection, policy: Policy, today: date) -> tuple[SchoolClass, ...]:
    """All classes at school, the youngest first."""
    rows = connection.execute(_CLASSES)
    return tuple(
        SchoolClass(
            row.id,
            row.entry_year,
            row.number,
            class_label(row.entry_year, row.number, row.name, policy, today),
            row.patrons,
        )
        for row in rows
    )


def class_label(entry_year: int | None, number: int | None, own_name: str | None, policy: Policy, today: date) -> str:
    """What the class is called today; "" for none."""
    if entry_year is None:
        return ""
    return own_name or class_name(entry_year, number or None, today, policy.schooling)


def patron_of(row: Any, policy: Policy, today: date, card: CardState = CardState.VALID) -> Patron:
    """The patron of a row with PATRON_COLUMNS, of which `search_words` alone may be missing."""
    label = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
    is_class = row.category_code == CLASS_CATEGORY  # a class as a patron is called as it is called today
    return Patron(
        id=row.id,
        number=row.number or "",
        name=label or row.name if is_class else row.name,
        category_id=row.category_id,
        category=row.category,
        class_id=row.class_id,
        class_name=label,
        grade=None if row.entry_year is None else grade_on(row.entry_year, today, policy.schooling),
        state=PatronState(row.state),
        expires=row.expires,
        suspended_until=row.suspended_until,
        suspension_reason=row.suspension_reason,
        loan_limit=row.loan_limit,
        note=row.note,
        card=card,
        category_code=row.category_code,
    )
