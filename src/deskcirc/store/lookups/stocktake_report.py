"""What the report of a count is reckoned from, in a handful of statements, and the reports that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, case, func, or_, select, text

from deskcirc.domain.stocktake import ABOUT_CODES, STOOD_THOUGH_GONE, CountedLine, CountKind, Remark, StocktakeState
from deskcirc.domain.stocktake_reckoning import CopyFact
from deskcirc.domain.stocktake_report import FileLine
from deskcirc.store.lookups.counted import line_of_row
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.tables import (
    copies,
    journal_changes,
    operators,
    shelves,
    stocktake_decisions,
    stocktake_files,
    stocktake_scans,
    stocktakes,
    titles,
)

_OF_COUNT: Final[BindParameter[int]] = bindparam("stocktake_id")
_FACTS: Final = select(
    copies.c.id,
    copies.c.call_number,
    copies.c.shelf_key,
    copies.c.location_id,
    copies.c.item_type_id,
    copies.c.price,
    copies.c.state,
)
_NAMED: Final = (
    select(
        copies.c.id,
        copies.c.accession_number,
        titles.c.title,
        func.coalesce(func.nullif(copies.c.volume, ""), titles.c.volume).label("volume"),
    )
    .select_from(copies.join(titles))
    .where(copies.c.id.in_(bindparam("copy_ids", expanding=True)))
)
_SOLVED: Final = select(stocktake_decisions.c.scan_id).where(
    stocktake_decisions.c.stocktake_id == _OF_COUNT,
    stocktake_decisions.c.reversed_at.is_(None),
    stocktake_decisions.c.kind.in_([kind.value for kind in ABOUT_CODES]),
)
_OF_LISTS: Final = tuple(remark.value for remark in (*STOOD_THOUGH_GONE, Remark.WRONG_SHELF))
_LISTED: Final = (
    select(stocktake_scans)
    .where(
        stocktake_scans.c.stocktake_id == _OF_COUNT,
        text("NOT stocktake_scans.ended"),
        or_(
            stocktake_scans.c.kind.in_((CountKind.ON_LOAN.value, CountKind.UNKNOWN.value)),
            stocktake_scans.c.remark.in_(_OF_LISTS),
            stocktake_scans.c.id.in_(_SOLVED),
        ),
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
)
_SHELF_PLACES: Final = select(shelves.c.id, shelves.c.name, shelves.c.code, shelves.c.location_id)
_AT_WORK: Final = select(
    stocktake_scans.c.person,
    stocktake_scans.c.at,
    case((stocktake_scans.c.kind == CountKind.FOUND.value, stocktake_scans.c.copy_id)).label("found"),
).where(stocktake_scans.c.stocktake_id == _OF_COUNT, text("NOT stocktake_scans.ended"))
_FILES: Final = (
    select(
        stocktake_files.c.name,
        stocktake_files.c.device,
        stocktake_files.c.person,
        stocktake_files.c.lines,
        stocktake_files.c.sha256,
    )
    .where(stocktake_files.c.stocktake_id == _OF_COUNT, text("NOT stocktake_files.ended"))
    .order_by(stocktake_files.c.id)
)
# The seal as the act of the closing wrote it: who changes a report and seals it anew changes no journal.
_TOLD: Final = (
    select(case((func.json_valid(journal_changes.c.after), func.json_extract(journal_changes.c.after, "$.seal"))))
    .where(journal_changes.c.table_name == stocktakes.name, journal_changes.c.row_id == stocktakes.c.id)
    .order_by(journal_changes.c.id.desc())
    .limit(1)
    .correlate(stocktakes)
    .scalar_subquery()
)
_KEPT: Final = (
    select(
        stocktakes.c.report, stocktakes.c.seal, stocktakes.c.state_at, operators.c.name.label("by"), _TOLD.label("told")
    )
    .select_from(stocktakes.outerjoin(operators, stocktakes.c.state_by == operators.c.id))
    .where(stocktakes.c.id == _OF_COUNT)
)
_CLOSED_BEFORE: Final = (
    select(stocktakes.c.id, stocktakes.c.scope)
    .where(
        stocktakes.c.state == StocktakeState.CLOSED.value,
        stocktakes.c.closed_at < bindparam("opened_at"),
        stocktakes.c.id != bindparam("stocktake_id"),
    )
    .order_by(stocktakes.c.closed_at.desc())
)


@dataclass(frozen=True, slots=True)
class AtWork:
    """What one person noted: when each line was, and which copies were found, by number."""

    person: str
    instants: tuple[datetime, ...]
    found: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What a count keeps of its closing; `state_at` and `by` say when and by whom it came into its state, and `told`
    is its seal as the journal has it."""

    report: str | None
    seal: str
    told: str
    state_at: datetime
    by: str


def copy_facts(connection: Connection) -> list[CopyFact]:
    """What is asked of every copy, withdrawn ones too."""
    return [CopyFact(*row) for row in connection.execute(_FACTS)]


def copy_names(connection: Connection, copy_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Accession number and title, with its volume, of these copies."""
    found: dict[int, tuple[str, str]] = {}
    for part in in_parts(copy_ids):
        for row in connection.execute(_NAMED, {"copy_ids": part}):
            found[row.id] = (row.accession_number, f"{row.title} {row.volume}".strip())
    return found


def shelf_places(connection: Connection) -> dict[int, tuple[str, int | None]]:
    """What people call each shelf, those that have ended too, and its location."""
    return {row.id: (row.name or row.code, row.location_id) for row in connection.execute(_SHELF_PLACES)}


def listed_scans(connection: Connection, stocktake_id: int) -> list[CountedLine]:
    """The lines that the lists of the report name, by their time."""
    return [line_of_row(row) for row in connection.execute(_LISTED, {"stocktake_id": stocktake_id})]


def at_work(connection: Connection, stocktake_id: int) -> list[AtWork]:
    """Who noted lines and when, those of files under the person who carried the handheld; by name."""
    instants: dict[str, list[datetime]] = {}
    found: dict[str, list[int]] = {}
    for row in connection.execute(_AT_WORK, {"stocktake_id": stocktake_id}):
        instants.setdefault(row.person, []).append(row.at)
        if row.found is not None:
            found.setdefault(row.person, []).append(row.found)
    return [AtWork(person, tuple(instants[person]), tuple(found.get(person, ()))) for person in sorted(instants)]


def report_files(connection: Connection, stocktake_id: int) -> tuple[FileLine, ...]:
    """The files of handhelds that count, in the order of their loading."""
    return tuple(FileLine(*row) for row in connection.execute(_FILES, {"stocktake_id": stocktake_id}))


def kept_report(connection: Connection, stocktake_id: int) -> KeptReport | None:
    """The report as it was frozen when the count was closed, its `report` None for one that never was."""
    row = connection.execute(_KEPT, {"stocktake_id": stocktake_id}).one_or_none()
    return None if row is None else KeptReport(row.report, row.seal, row.told or "", row.state_at, row.by or "")


def closed_before(connection: Connection, stocktake_id: int, opened_at: datetime, scope: str) -> str | None:
    """The stored report of the last closed count that ended before this one was opened, of the same scope first."""
    rows = connection.execute(_CLOSED_BEFORE, {"stocktake_id": stocktake_id, "opened_at": opened_at}).all()
    chosen = next((row.id for row in rows if row.scope == scope), rows[0].id if rows else None)
    kept = None if chosen is None else kept_report(connection, chosen)
    return None if kept is None else kept.report
