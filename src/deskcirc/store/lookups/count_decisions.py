"""What was decided in counts: which decisions stand, about which copies and codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.stocktake import Decision, DecisionKind
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.tables import operators, stocktake_decisions

_DECISIONS: Final = select(stocktake_decisions, operators.c.name.label("decider")).select_from(
    stocktake_decisions.outerjoin(operators, stocktake_decisions.c.by == operators.c.id)
)
_OF_COUNT: Final = _DECISIONS.where(stocktake_decisions.c.stocktake_id == bindparam("stocktake_id")).order_by(
    stocktake_decisions.c.id
)
_STANDING: Final = _OF_COUNT.where(stocktake_decisions.c.reversed_at.is_(None))
_STANDING_OF_COPIES: Final = _STANDING.where(
    stocktake_decisions.c.copy_id.in_(bindparam("copy_ids", expanding=True)),
)
_ABOUT_SCANS: Final = _DECISIONS.where(
    stocktake_decisions.c.scan_id.in_(bindparam("scan_ids", expanding=True)),
    stocktake_decisions.c.reversed_at.is_(None),
).order_by(stocktake_decisions.c.id)
_BY_IDS: Final = _DECISIONS.where(stocktake_decisions.c.id.in_(bindparam("ids", expanding=True))).order_by(
    stocktake_decisions.c.id.desc()
)


def decisions_of(connection: Connection, stocktake_id: int, *, standing: bool = False) -> tuple[Decision, ...]:
    """What was decided in the count, the first first; `standing` leaves out what was taken back."""
    rows = connection.execute(_STANDING if standing else _OF_COUNT, {"stocktake_id": stocktake_id})
    return tuple(_decision(row) for row in rows)


def decisions_by_ids(connection: Connection, decision_ids: Iterable[int]) -> tuple[Decision, ...]:
    """These decisions, the last first: what was decided upon another decision is taken back before it."""
    rows = connection.execute(_BY_IDS, {"ids": list(decision_ids)})
    return tuple(_decision(row) for row in rows)


def standing_decisions(connection: Connection, stocktake_id: int, copy_ids: Sequence[int]) -> dict[int, list[Decision]]:
    """What stands about each of these copies in the count, the first first; nothing for a copy without any."""
    found: dict[int, list[Decision]] = {}
    for part in in_parts(copy_ids):
        asked = {"stocktake_id": stocktake_id, "copy_ids": part}
        for row in connection.execute(_STANDING_OF_COPIES, asked):
            found.setdefault(row.copy_id, []).append(_decision(row))
    return found


def decisions_about(connection: Connection, scan_ids: Sequence[int]) -> dict[int, list[Decision]]:
    """What stands about each of these scans, the first first; nothing for a scan without any."""
    found: dict[int, list[Decision]] = {}
    for row in connection.execute(_ABOUT_SCANS, {"scan_ids": list(scan_ids)}):
        found.setdefault(row.scan_id, []).append(_decision(row))
    return found


def _decision(row: Any) -> Decision:
    return Decision(
        id=row.id,
        stocktake_id=row.stocktake_id,
        copy_id=row.copy_id,
        scan_id=row.scan_id,
        kind=DecisionKind(row.kind),
        at=row.at,
        by=row.decider or "",
        note=row.note,
        state_before=row.state_before,
        at_closing=bool(row.at_closing),
        reversed_at=row.reversed_at,
    )
