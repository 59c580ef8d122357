"""The codes of a count that no copy has, and what each may be: misread, or of a label the library knows otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select, text

from deskcirc.domain.code_misreads import Misread, candidates_for, numbers_known
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.count_findings import Proposal, UnknownCode
from deskcirc.domain.scanning import read_scan
from deskcirc.domain.stocktake import CountedLine, Decision, DecisionKind, Stocktake
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.count_places import all_rooms
from deskcirc.store.lookups.counted import line_of_row
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.presence import missed_in
from deskcirc.store.tables import copies, copy_codes, stocktake_photos, stocktake_scans, titles

_MOST: Final = 5  # copies proposed for one code
_IDS: Final[BindParameter[Sequence[int]]] = bindparam("copy_ids", expanding=True)
_UNKNOWN: Final = (
    select(stocktake_scans)
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("stocktake_scans.copy_id IS NULL AND stocktake_scans.kind = 'unknown' AND NOT stocktake_scans.ended"),
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
)
_REPEATS: Final = (
    select(stocktake_scans.c.code, func.count().label("repeats"))
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("stocktake_scans.copy_id IS NULL AND stocktake_scans.kind = 'repeat' AND NOT stocktake_scans.ended"),
    )
    .group_by(stocktake_scans.c.code)
)
_PHOTOS: Final = (
    select(stocktake_photos.c.scan_id, func.max(stocktake_photos.c.id).label("id"))
    .select_from(stocktake_photos.join(stocktake_scans))
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("NOT stocktake_photos.ended"),
    )
    .group_by(stocktake_photos.c.scan_id)
)
_CODES: Final = select(copies.c.id, copies.c.accession_number, copies.c.barcode).where(
    copies.c.state != CopyState.WITHDRAWN.value
)
_OF_ISBNS: Final = (
    select(copies.c.id, titles.c.isbn)
    .select_from(copies.join(titles, titles.c.id == copies.c.title_id))
    .where(titles.c.isbn.in_(bindparam("isbns", expanding=True)), copies.c.state != CopyState.WITHDRAWN.value)
    .order_by(copies.c.accession_number)
)
_OLD: Final = select(copy_codes.c.copy_id, copy_codes.c.code)


def unknown_lines(connection: Connection, stocktake_id: int) -> tuple[CountedLine, ...]:
    """The first line of every code of the count that no copy has, in the order they were noted."""
    return tuple(line_of_row(row) for row in connection.execute(_UNKNOWN, {"stocktake_id": stocktake_id}))


def codes_of(connection: Connection, copy_ids: Sequence[int] | None = None) -> dict[str, int]:
    """Every code that finds one of these copies, with its copy: number, barcode, old labels; None for all copies.

    What was withdrawn is not among them: its code is known, and nobody has to guess it.
    """
    found: dict[str, int] = {}
    for row in _rows(connection, _OLD, copy_codes.c.copy_id, copy_ids):
        found[row.code] = row.copy_id
    for row in _rows(connection, _CODES, copies.c.id, copy_ids):
        found[row.accession_number] = row.id
        if row.barcode:
            found[row.barcode] = row.id
    return found


def unknown_codes(connection: Connection, stocktake: Stocktake) -> tuple[UnknownCode, ...]:
    """Every code of the count that no copy has, with what it may be; copies that are missed in it come first."""
    lines = unknown_lines(connection, stocktake.id)
    if not lines:
        return ()
    asked = {"stocktake_id": stocktake.id}
    repeats = {row.code: row.repeats for row in connection.execute(_REPEATS, asked)}
    photos = {row.scan_id: row.id for row in connection.execute(_PHOTOS, asked)}
    aside = _set_aside(connection, stocktake.id)
    proposals = proposals_for(connection, [line.code for line in lines], missed_in(connection, stocktake))
    rooms = all_rooms(connection)
    return tuple(
        UnknownCode(
            line,
            rooms.place_of(line),
            repeats.get(line.code, 0),
            photos.get(line.id),
            proposals.get(line.code, ()),
            aside.get(line.id),
        )
        for line in lines
    )


def proposals_for(
    connection: Connection, codes: Sequence[str], missed: Iterable[int] = ()
) -> dict[str, tuple[Proposal, ...]]:
    """What each of these unknown codes may be, the likeliest first; those that are `missed` before all others."""
    known = codes_of(connection)
    by_number = numbers_known(known)
    not_seen = set(missed)
    chosen: defaultdict[str, list[tuple[int, Misread]]] = defaultdict(list)
    of_isbn = _copies_of_isbns(connection, codes)
    for code in codes:
        found = dict.fromkeys(of_isbn.get(code, ()), Misread.ISBN) or candidates_for(code, known, by_number)
        ordered = sorted(found.items(), key=lambda pair: (pair[0] not in not_seen, _RANK[pair[1]]))
        chosen[code] = ordered[:_MOST]
    ids = list(dict.fromkeys(copy_id for pairs in chosen.values() for copy_id, _how in pairs))
    read: dict[int, Copy] = {}
    for part in in_parts(ids):
        read |= {copy.id: copy for copy in copies_by_ids(connection, part)}
    return {
        code: tuple(Proposal(read[copy_id], how, copy_id in not_seen) for copy_id, how in pairs)
        for code, pairs in chosen.items()
    }


def _copies_of_isbns(connection: Connection, codes: Sequence[str]) -> dict[str, list[int]]:
    """The copies of the title whose ISBN a code is, for the codes that are one."""
    isbns = {code: isbn for code in codes if (isbn := read_scan(code).isbn)}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for part in in_parts(list(dict.fromkeys(isbns.values()))):
        for row in connection.execute(_OF_ISBNS, {"isbns": part}):
            found[row.isbn].append(row.id)
    return {code: found[isbn] for code, isbn in isbns.items() if isbn in found}


_RANK: Final = {how: rank for rank, how in enumerate(Misread)}


def _set_aside(connection: Connection, stocktake_id: int) -> dict[int, Decision]:
    return {
        decision.scan_id: decision
        for decision in decisions_of(connection, stocktake_id, standing=True)
        if decision.kind is DecisionKind.SET_ASIDE and decision.scan_id is not None
    }


def _rows(connection: Connection, statement: Select[Any], column: Any, copy_ids: Sequence[int] | None) -> Iterator[Any]:
    if copy_ids is None:
        yield from connection.execute(statement)
        return
    for part in in_parts(copy_ids):
        yield from connection.execute(statement.where(column.in_(_IDS)), {"copy_ids": part})
