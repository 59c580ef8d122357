"""What an import compares a foreign file with: every title, copy, patron and code of the library, in few columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from deskcirc.store.tables import (
    cards,
    classes,
    copies,
    copy_codes,
    item_types,
    locations,
    marc_records,
    notes,
    number_series,
    operators,
    patron_categories,
    patrons,
    titles,
)

_AT_ONCE = {"yield_per": 2000}
_TITLES = select(
    titles.c.id,
    titles.c.title,
    titles.c.volume,
    titles.c.author,
    titles.c.publisher,
    titles.c.isbn,
    titles.c.isbn_valid,
    titles.c.price,
    titles.c.call_number,
).execution_options(**_AT_ONCE)
_COPIES = select(
    copies.c.id,
    copies.c.title_id,
    copies.c.location_id,
    copies.c.item_type_id,
    copies.c.accession_number,
    copies.c.barcode,
).execution_options(**_AT_ONCE)
_OLD_BARCODES = select(copy_codes.c.code, copies.c.accession_number).select_from(
    copy_codes.join(copies, copies.c.id == copy_codes.c.copy_id)
)
_PATRONS = select(patrons.c.id, patrons.c.number, patrons.c.name, patrons.c.class_id)
_CARDS = select(cards.c.code, cards.c.patron_id)
_OPERATOR_CARDS = select(operators.c.card).where(operators.c.card.is_not(None))
_NOTES = select(notes.c.title_id, notes.c.copy_id, notes.c.patron_id, notes.c.mark, notes.c.value)
_RECORDS = select(marc_records.c.title_id, marc_records.c.octets).execution_options(yield_per=200)
_SERIES = select(number_series)


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """A title by what tells it from others, and what its copies inherit."""

    id: int
    title: str
    volume: str
    author: str
    publisher: str
    isbn: str
    isbn_valid: bool
    price: int | None  # fen
    call_number: str


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """A copy by its codes and its place."""

    id: int
    title_id: int
    location_id: int | None
    item_type_id: int
    accession_number: str
    barcode: str


@dataclass(frozen=True, slots=True)
class KnownPatron:
    """A patron by number, name and class."""

    id: int
    number: str
    name: str
    class_id: int | None


@dataclass(frozen=True, slots=True)
class KnownNote:
    """A note that was made once, cleared or not."""

    title_id: int | None
    copy_id: int | None
    patron_id: int | None
    mark: str
    value: str


@dataclass(frozen=True, slots=True)
class Series:
    """A number series: the next number to give is `next`, filled with zeros to `width` places behind `prefix`."""

    id: int
    prefix: str
    width: int
    next: int


def highest_id(connection: Connection, table: Table) -> int:
    """The highest id ever given in the table that still stands; 0 for an empty one."""
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0)


def known_titles(connection: Connection) -> Iterator[KnownTitle]:
    """All titles, a few at a time."""
    return (KnownTitle(*row) for row in connection.execute(_TITLES))


def known_copies(connection: Connection) -> Iterator[KnownCopy]:
    """All copies, withdrawn ones too: their numbers are given for ever."""
    for row in connection.execute(_COPIES):
        numbers = (row.accession_number, row.barcode or "")
        yield KnownCopy(row.id, row.title_id, row.location_id, row.item_type_id, *numbers)


def old_barcodes(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Every barcode that a copy once bore, with the copy's accession number."""
    return tuple((row.code, row.accession_number) for row in connection.execute(_OLD_BARCODES))


def known_patrons(connection: Connection) -> Iterator[KnownPatron]:
    """All patrons, leavers too."""
    return (KnownPatron(row.id, row.number or "", row.name, row.class_id) for row in connection.execute(_PATRONS))


def known_cards(connection: Connection) -> Iterator[tuple[str, int]]:
    """Code and patron of every card ever issued."""
    return ((row.code, row.patron_id) for row in connection.execute(_CARDS))


def operator_cards(connection: Connection) -> frozenset[str]:
    """Codes of the operators' cards."""
    return frozenset(connection.execute(_OPERATOR_CARDS).scalars())


def known_notes(connection: Connection) -> Iterator[KnownNote]:
    """All notes."""
    return (KnownNote(*row) for row in connection.execute(_NOTES))


def known_records(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Title and octets of every MARC record, a few at a time."""
    return ((row.title_id, row.octets) for row in connection.execute(_RECORDS))


def known_classes(connection: Connection) -> dict[tuple[int, int], int]:
    """Id of every class by year of entry and number."""
    rows = connection.execute(select(classes.c.entry_year, classes.c.number, classes.c.id))
    return {(row.entry_year, row.number): row.id for row in rows}


def location_ids(connection: Connection) -> dict[str, int]:
    """Id of every location by its code."""
    return {row.code: row.id for row in connection.execute(select(locations.c.code, locations.c.id))}


def item_type_ids(connection: Connection) -> dict[str, int]:
    """Id of every item type that has not ended, by its code and by its name."""
    return _by_code_and_name(connection, item_types)


def category_ids(connection: Connection) -> dict[str, int]:
    """Id of every patron category that has not ended, by its code and by its name."""
    return _by_code_and_name(connection, patron_categories)


def number_series_of(connection: Connection, code: str) -> Series | None:
    """The number series of that code."""
    row = connection.execute(_SERIES.where(number_series.c.code == code)).one_or_none()
    return None if row is None else Series(row.id, row.prefix, row.width, row.next)


def _by_code_and_name(connection: Connection, table: Table) -> dict[str, int]:
    rows = connection.execute(select(table.c.code, table.c.name, table.c.id).where(~table.c.ended)).all()
    return {**{row.name: row.id for row in rows}, **{row.code: row.id for row in rows}}
