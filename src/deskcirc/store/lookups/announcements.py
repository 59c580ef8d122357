"""Titles to announce in a new-book bulletin: of a batch, of a hand-over, or of a stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select, text

from deskcirc.domain.bulletin import Announced, first_sentence
from deskcirc.domain.copies import CopyState
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.ledger_days import LEDGER_DAY, offset_of
from deskcirc.store.tables import batches, copies, covers, titles

MOST_TITLES: Final = 600
"""Of one bulletin; nobody reads more, and a batch seldom has as many."""
_TITLES = (
    select(
        titles.c.id,
        titles.c.title,
        titles.c.volume,
        titles.c.author,
        titles.c.publisher,
        titles.c.year,
        titles.c.call_number,
        titles.c.summary,
        titles.c.audience,
        func.count(copies.c.id).label("copies"),
        func.max(copies.c.call_number).label("copy_call_number"),
        covers.c.octets,
    )
    .select_from(copies.join(titles).outerjoin(covers, (covers.c.title_id == titles.c.id) & ~covers.c.ended))
    .where(copies.c.state != CopyState.WITHDRAWN.value)
    .group_by(titles.c.id)
    .order_by(func.min(copies.c.shelf_key), titles.c.id)
    .limit(MOST_TITLES)
)


@dataclass(frozen=True, slots=True)
class NewsOf:
    """Of what the bulletin tells: a batch by its number, else a hand-over, else the days from first to last."""

    first: date
    last: date
    batch: str = ""
    hand_over_id: int | None = None


def titles_to_announce(connection: Connection, news: NewsOf, policy: Policy) -> tuple[Announced, ...]:
    """The titles in shelf order, each with how many copies of it came."""
    statement = _TITLES.where(_condition(news))
    given = {} if news.batch or news.hand_over_id is not None else _days(news, policy)
    return tuple(_announced(row) for row in connection.execute(statement, given))


def _condition(news: NewsOf) -> ColumnElement[bool]:
    if news.batch:
        number = select(batches.c.id).where(batches.c.number == news.batch).scalar_subquery()
        return copies.c.batch_id == number
    if news.hand_over_id is not None:
        return copies.c.hand_over_id == news.hand_over_id
    return text(f"({LEDGER_DAY}) BETWEEN :first AND :last")  # type: ignore[return-value]


def _days(news: NewsOf, policy: Policy) -> dict[str, str]:
    return {
        "first": news.first.isoformat(),
        "last": news.last.isoformat(),
        "offset": offset_of(policy.utc_offset),
    }


def _announced(row: Any) -> Announced:
    return Announced(
        title_id=row.id,
        title=" ".join(part for part in (row.title, row.volume) if part),
        author=row.author,
        publisher=row.publisher,
        year=row.year,
        call_number=row.call_number or row.copy_call_number or "",
        summary=first_sentence(row.summary),
        audience=row.audience,
        copies=row.copies,
        cover=row.octets or b"",
    )
