"""What the report of a count is reckoned from, in a handful of statements, and the reports that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, case, func, or_, select, text

from deskcirc.domain.stocktake import CountKind, DecisionKind, Remark, StocktakeState
from deskcirc.domain.stocktake_reckoning import CopyFact
from deskcirc.domain.stocktake_report import FileLine
from deskcirc.store.tables import (
    copies,
    item_types,
    locations,
    operators,
    shelves,
    stocktake_decisions,
    stocktake_files,
    stocktake_scans,
    stocktakes,
    titles,
)

_OF_COUNT: Final[BindParameter[int]] = bindparam("stocktake_id")
_PLACE: Final = func.coalesce(func.nullif(locations.c.name, ""), locations.c.code)
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
_LOCATIONS: Final = select(locations.c.id, _PLACE).order_by(locations.c.id)
_ITEM_TYPES: Final = select(item_types.c.id, item_types.c.name).order_by(item_types.c.id)
_STANDING: Final = (
    select(
        stocktake_decisions.c.copy_id,
        stocktake_decisions.c.scan_id,
        stocktake_decisions.c.kind,
        stocktake_decisions.c.at_closing,
    )
    .where(stocktake_decisions.c.stocktake_id == _OF_COUNT, stocktake_decisions.c.reversed_at.is_(None))
    .order_by(stocktake_decisions.c.id)
)
_ABOUT_CODES: Final = (DecisionKind.MATCHED.value, DecisionKind.ACCESSIONED.value, DecisionKind.SET_ASIDE.value)
_SOLVED: Final = select(stocktake_decisions.c.scan_id).where(
    stocktake_decisions.c.stocktake_id == _OF_COUNT,
    stocktake_decisions.c.reversed_at.is_(None),
    stocktake_decisions.c.kind.in_(_ABOUT_CODES),
)
_TOLD: Final = (Remark.WAS_LOST.value, Remark.WAS_MISSING.value, Remark.WRONG_SHELF.value)
_LISTED: Final = (
    select(
        stocktake_scans.c.id,
        stocktake_scans.c.copy_id,
        stocktake_scans.c.code,
        stocktake_scans.c.at,
        stocktake_scans.c.kind,
        stocktake_scans.c.remark,
        stocktake_scans.c.person,
        stocktake_scans.c.shelf_id,
        stocktake_scans.c.location_id,
    )
    .where(
        stocktake_scans.c.stocktake_id == _OF_COUNT,
        text("NOT stocktake_scans.ended"),
        or_(
            stocktake_scans.c.kind.in_((CountKind.ON_LOAN.value, CountKind.UNKNOWN.value)),
            stocktake_scans.c.remark.in_(_TOLD),
            stocktake_scans.c.id.in_(_SOLVED),
        ),
        stocktake_scans.c.kind.not_in((CountKind.REPEAT.value, CountKind.REFUSED.value)),
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
)
_SHELF_PLACES: Final = select(shelves.c.id, shelves.c.name, shelves.c.code, shelves.c.location_id)
_AT_WORK: Final = select(
    stocktake_scans.c.person,
    stocktake_scans.c.at,
    case((stocktake_scans.c.kind == CountKind.FOUND.value, 1), else_=0).label("found"),
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
_KEPT: Final = (
    select(stocktakes.c.report, stocktakes.c.seal, stocktakes.c.state_at, operators.c.name.label("by"))
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
_CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that stands: about which copy or scan, and whether the closing made it."""

    copy_id: int | None
    scan_id: int | None
    kind: DecisionKind
    at_closing: bool


@dataclass(frozen=True, slots=True)
class ListedScan:
    """A line that a list of the report names, with where it was noted."""

    id: int
    copy_id: int | None
    code: str
    at: datetime
    kind: CountKind
    remark: Remark
    person: str
    shelf_id: int | None
    location_id: int | None


@dataclass(frozen=True, slots=True)
class AtWork:
    """What one person noted: when each line was, and how many were found."""

    person: str
    instants: tuple[datetime, ...]
    found: int


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What a count keeps of its closing; `state_at` and `by` say when and by whom it came into its state."""

    report: str | None
    seal: str
    state_at: datetime
    by: str


def copy_facts(connection: Connection) -> list[CopyFact]:
    """What is asked of every copy, withdrawn ones too."""
    return [CopyFact(*row) for row in connection.execute(_FACTS)]


def copy_names(connection: Connection, copy_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Accession number and title, with its volume, of these copies."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(copy_ids), _CHUNK):
        for row in connection.execute(_NAMED, {"copy_ids": list(copy_ids[start : start + _CHUNK])}):
            found[row.id] = (row.accession_number, f"{row.title} {row.volume}".strip())
    return found


def location_names(connection: Connection) -> dict[int, str]:
    """Every location's name by its number."""
    return {row[0]: row[1] for row in connection.execute(_LOCATIONS)}


def item_type_names(connection: Connection) -> dict[int, str]:
    """Every item type's name by its number."""
    return {row[0]: row[1] for row in connection.execute(_ITEM_TYPES)}


def shelf_places(connection: Connection) -> dict[int, tuple[str, int | None]]:
    """What people call each shelf, those that have ended too, and its location."""
    return {row.id: (row.name or row.code, row.location_id) for row in connection.execute(_SHELF_PLACES)}


def standing(connection: Connection, stocktake_id: int) -> list[Standing]:
    """Every decision of the count that stands, the first first."""
    rows = connection.execute(_STANDING, {"stocktake_id": stocktake_id})
    return [Standing(row.copy_id, row.scan_id, DecisionKind(row.kind), bool(row.at_closing)) for row in rows]


def listed_scans(connection: Connection, stocktake_id: int) -> list[ListedScan]:
    """The lines that the lists of the report name, by their time."""
    return [_listed(row) for row in connection.execute(_LISTED, {"stocktake_id": stocktake_id})]


def at_work(connection: Connection, stocktake_id: int) -> list[AtWork]:
    """Who noted lines and when, those of files under the person who carried the handheld; by name."""
    instants: dict[str, list[datetime]] = {}
    found: dict[str, int] = {}
    for row in connection.execute(_AT_WORK, {"stocktake_id": stocktake_id}):
        instants.setdefault(row.person, []).append(row.at)
        found[row.person] = found.get(row.person, 0) + row.found
    return [AtWork(person, tuple(instants[person]), found[person]) for person in sorted(instants)]


def report_files(connection: Connection, stocktake_id: int) -> tuple[FileLine, ...]:
    """The files of handhelds that count, in the order of their loading."""
    return tuple(FileLine(*row) for row in connection.execute(_FILES, {"stocktake_id": stocktake_id}))


def kept_report(connection: Connection, stocktake_id: int) -> KeptReport | None:
    """The report as it was frozen when the count was closed, its `report` None for one that never was."""
    row = connection.execute(_KEPT, {"stocktake_id": stocktake_id}).one_or_none()
    return None if row is None else KeptReport(row.report, row.seal, row.state_at, row.by or "")


def closed_before(connection: Connection, stocktake_id: int, opened_at: datetime, scope: str) -> str | None:
    """The stored report of the last closed count that ended before this one was opened, of the same scope first."""
    rows = connection.execute(_CLOSED_BEFORE, {"stocktake_id": stocktake_id, "opened_at": opened_at}).all()
    chosen = next((row.id for row in rows if row.scope == scope), rows[0].id if rows else None)
    kept = None if chosen is None else kept_report(connection, chosen)
    return None if kept is None else kept.report


def _listed(row: Any) -> ListedScan:
    return ListedScan(
        id=row.id,
        copy_id=row.copy_id,
        code=row.code,
        at=row.at,
        kind=CountKind(row.kind),
        remark=Remark(row.remark),
        person=row.person,
        shelf_id=row.shelf_id,
        location_id=row.location_id,
    )
