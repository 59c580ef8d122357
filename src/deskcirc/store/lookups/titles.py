"""Titles by themselves, with or without copies: by id, by ISBN, and their MARC records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.titles import AS_DESCRIBED, Title
from deskcirc.store.tables import marc_records, titles

_BY_IDS = select(titles).where(titles.c.id.in_(bindparam("title_ids", expanding=True)))
_BY_ISBN = (
    select(titles)
    .where(
        ~titles.c.ended,
        or_(
            titles.c.isbn == bindparam("isbn"),
            titles.c.id.in_(
                select(titles.alias("others").c.id).where(
                    text("others.other_isbns <> ''"), func.instr(text("others.other_isbns"), bindparam("isbn")) > 0
                )
            ),
        ),
    )
    .order_by(titles.c.id)
)
_RECORD = (
    select(marc_records)
    .where(marc_records.c.title_id == bindparam("title_id"))
    .order_by(marc_records.c.id.desc())
    .limit(1)
)


def title_by_id(connection: Connection, title_id: int) -> Title | None:
    """The title of that id, one that ended too."""
    row = connection.execute(_BY_IDS, {"title_ids": [title_id]}).mappings().one_or_none()
    return None if row is None else title_of(row)


def titles_by_ids(connection: Connection, title_ids: Sequence[int]) -> dict[int, Title]:
    """These titles by their ids; an id that no title has is left out."""
    rows = connection.execute(_BY_IDS, {"title_ids": list(title_ids)}).mappings().all()
    return {row["id"]: title_of(row) for row in rows}


def titles_by_isbn(connection: Connection, isbn: str) -> tuple[Title, ...]:
    """Titles with that ISBN, first or further, whether they have copies or not; `isbn` has thirteen digits."""
    return tuple(title_of(row) for row in connection.execute(_BY_ISBN, {"isbn": isbn}).mappings())


def record_of_title(connection: Connection, title_id: int) -> MarcDraft | None:
    """The MARC record kept with the title, the last one where there are several."""
    row = connection.execute(_RECORD, {"title_id": title_id}).one_or_none()
    return None if row is None else MarcDraft(row.syntax, row.carrier, row.encoding, row.octets)


def record_row(connection: Connection, title_id: int) -> int | None:
    """The row of the MARC record kept with the title, the last one where there are several."""
    row = connection.execute(_RECORD, {"title_id": title_id}).one_or_none()
    return None if row is None else int(row.id)


def title_of(row: Any) -> Title:
    """A whole row of the table of titles as the domain knows it."""
    described = {name: row[name] for name in AS_DESCRIBED}
    description = TitleDraft(
        **described,
        call_number=row["call_number"],
        other_isbns=tuple(row["other_isbns"].split()),
        subjects=tuple(part for part in row["subjects"].split("; ") if part),
    )
    return Title(row["id"], description, row["added_at"], row["awaits_cataloguing"], row["ended"])
