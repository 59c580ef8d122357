"""The stock as it leaves the library: each title with its copies and its MARC record, in the order of its number.

Titles that ended and copies that were withdrawn are no stock any more. A title that several records told of, as two
dealers' files, goes out once, with the record that came last: two would make the receiver count its copies twice. The
earlier records stay in the library. Read in pages of some hundred titles, so that
a library of any size costs no more memory than a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from deskcirc.domain.drafts import CopyDraft, MarcDraft, TitleDraft
from deskcirc.domain.stock_choice import StockChoice
from deskcirc.store.lookups.titles import title_of
from deskcirc.store.tables import (
    batches,
    copies,
    item_types,
    journal,
    journal_changes,
    locations,
    marc_records,
    titles,
)

_PAGE: Final = 400  # titles
_GENERAL: Final = "general"
"""The item type of ordinary books, which no file need name."""

_IDS: Final[Any] = bindparam("title_ids", expanding=True)
_TITLES = select(titles).where(titles.c.id.in_(_IDS)).order_by(titles.c.id)
_COPIES = (
    select(
        copies.c.title_id,
        copies.c.accession_number,
        copies.c.barcode,
        copies.c.call_number,
        copies.c.price,
        copies.c.source,
        copies.c.acquired,
        copies.c.note,
        copies.c.volume,
        func.coalesce(locations.c.code, "").label("location"),
        item_types.c.code.label("type_code"),
        item_types.c.name.label("type_name"),
    )
    .select_from(copies.join(item_types).outerjoin(locations, locations.c.id == copies.c.location_id))
    .where(copies.c.title_id.in_(_IDS), copies.c.state != "withdrawn")
    .order_by(copies.c.title_id, copies.c.id)
)
_RECORDS = select(marc_records).where(marc_records.c.title_id.in_(_IDS)).order_by(marc_records.c.id)


def chosen_count(connection: Connection, choice: StockChoice) -> tuple[int, int]:
    """How many titles are chosen, and how many copies of them."""
    ids = _chosen(choice)
    found = ids.subquery()
    count = connection.execute(select(func.count()).select_from(found)).scalar_one()
    of_them = (
        select(func.count()).select_from(copies).where(copies.c.title_id.in_(select(found.c.id)), *_copies(choice))
    )
    return int(count), int(connection.execute(of_them).scalar_one())


def chosen_titles(connection: Connection, choice: StockChoice) -> Iterator[tuple[int, TitleDraft]]:
    """The id of each title chosen with all an export needs of it: its copies, and the last record kept with it."""
    after = 0
    ids = _chosen(choice).order_by(titles.c.id).limit(_PAGE)
    wanted = _COPIES.where(*_copies(choice))
    while page := connection.execute(ids.where(titles.c.id > after)).scalars().all():
        yield from _page(connection, page, wanted)
        after = page[-1]


def _page(connection: Connection, page: Sequence[int], wanted: Select[Any]) -> Iterator[tuple[int, TitleDraft]]:
    asked = {"title_ids": list(page)}
    of_titles: dict[int, list[CopyDraft]] = defaultdict(list)
    types: dict[int, str] = {}
    rows = connection.execute(wanted, asked).all()
    mixed = _of_several_types(rows)
    for row in rows:
        of_titles[row.title_id].append(_copy(row, own_type=row.title_id in mixed))
        types.setdefault(row.title_id, "" if row.type_code == _GENERAL else row.type_name)
    records = {
        row.title_id: MarcDraft(row.syntax, row.carrier, row.encoding, row.octets)
        for row in connection.execute(_RECORDS, asked)
    }
    for described in connection.execute(_TITLES, asked).mappings():
        title = title_of(described)
        held, record = tuple(of_titles.get(title.id, ())), records.get(title.id)
        yield title.id, replace(title.description, copies=held, marc=record, item_type=types.get(title.id, ""))


def _of_several_types(rows: Sequence[Any]) -> frozenset[int]:
    """The titles whose copies are not all of one item type, so that each copy has to say its own."""
    first: dict[int, str] = {}
    return frozenset(row.title_id for row in rows if first.setdefault(row.title_id, row.type_code) != row.type_code)


def _copy(row: Any, *, own_type: bool) -> CopyDraft:
    return CopyDraft(
        row.accession_number,
        row.barcode or "",
        row.location,
        row.call_number,
        row.price,
        row.source,
        row.acquired,
        row.note,
        row.volume,
        row.type_name if own_type else "",
    )


def _chosen(choice: StockChoice) -> Select[Any]:
    """The ids of the titles."""
    ids = select(titles.c.id).where(~titles.c.ended)
    if choice.class_number:
        ids = ids.where(titles.c.class_number.startswith(choice.class_number, autoescape=True))
    if choice.of_copies:
        held = select(copies.c.title_id).where(copies.c.state != "withdrawn", *_copies(choice))
        ids = ids.where(titles.c.id.in_(held))
    if choice.changed_since is not None:
        since = select(func.min(journal.c.id)).where(journal.c.at >= choice.changed_since).scalar_subquery()
        changed = select(journal_changes.c.row_id).where(journal_changes.c.entry_id >= since)
        ids = ids.where(
            or_(
                titles.c.id.in_(changed.where(journal_changes.c.table_name == "titles")),
                titles.c.id.in_(
                    select(copies.c.title_id).where(
                        copies.c.id.in_(changed.where(journal_changes.c.table_name == "copies"))
                    )
                ),
            )
        )
    return ids


def _copies(choice: StockChoice) -> list[Any]:
    """What is asked of the copies."""
    asked: list[Any] = [copies.c.state != "withdrawn"]
    if choice.location:
        asked.append(copies.c.location_id.in_(select(locations.c.id).where(locations.c.code == choice.location)))
    if choice.batch:
        asked.append(copies.c.batch_id.in_(select(batches.c.id).where(batches.c.number == choice.batch)))
    return asked


def places_and_batches(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of all places and numbers of all batches, to choose from; the last batch first."""
    places = connection.execute(select(locations.c.code).order_by(locations.c.code)).scalars()
    numbers = connection.execute(select(batches.c.number).order_by(batches.c.id.desc())).scalars()
    return tuple(places), tuple(numbers)
