"""Repairs, losses and money counted again from nothing but the journal's images: row by row, by no query of ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from deskcirc.domain.ledgers import Span
from deskcirc.store.database import Library

_TABLES: Final = ["repairs", "losses", "payments", "charges", "copies", "withdrawals", "withdrawal_copies"]
_ENDS: Final = ("back", "beyond", "cancelled")
Row = dict[str, Any]


def rows_of_the_journal(library: Library) -> dict[str, dict[int, Row]]:
    """Every row of these tables as the last image left it."""
    rows: dict[str, dict[int, Row]] = {name: {} for name in _TABLES}
    query = "SELECT table_name, row_id, after FROM journal_changes ORDER BY id"
    with library.reading() as connection:
        for table, row_id, after in connection.exec_driver_sql(query):
            if table in rows and after is None:
                rows[table].pop(row_id, None)
            elif table in rows:
                rows[table][row_id] = json.loads(after)
    return rows


def day_of(instant: str | None) -> date | None:
    """The school's day: eight hours ahead of UTC."""
    return None if instant is None else (datetime.fromisoformat(instant) + timedelta(hours=8)).date()


def repairs_in(rows: Mapping[str, Mapping[int, Row]], span: Span) -> Counter[str]:
    """The lines of the figures of repairs, by their names."""
    found: Counter[str] = Counter()
    for row in rows["repairs"].values():
        seen, ended, mended = (day_of(row[name]) for name in ("reported_at", "ended_at", "mended_at"))
        assert seen is not None
        found["came"] += _inside(seen, span)
        found["mended"] += _inside(mended, span)
        found["opening"] += span.first is not None and seen < span.first and (ended is None or ended >= span.first)
        found["open"] += seen <= span.last and (ended is None or ended > span.last)
        if row["state"] in _ENDS:
            found[row["state"]] += _inside(ended, span)
    return found


def losses_in(rows: Mapping[str, Mapping[int, Row]], span: Span) -> Counter[str]:
    """The lines of the figures of losses that count copies, by their names."""
    found: Counter[str] = Counter()
    for row in rows["losses"].values():
        lost, claimed, (ended, way) = day_of(row["lost_at"]), day_of(row["claimed_at"]), _end(rows, row)
        found["claimed"] += _inside(claimed, span)
        if lost is None:
            found["claims_found"] += way == "found" and _inside(ended, span)
            found["searched"] += claimed is not None and claimed <= span.last and (ended is None or ended > span.last)
            continue
        found["declared"] += _inside(lost, span)
        found["opening"] += span.first is not None and lost < span.first and (ended is None or ended >= span.first)
        found["lost"] += lost <= span.last and (ended is None or ended > span.last)
        if claimed is not None and claimed <= span.last < lost:
            found["searched"] += 1
        if way:
            found[way] += _inside(ended, span)
    return found


def money_in(rows: Mapping[str, Mapping[int, Row]], span: Span) -> Counter[str]:
    """The sums of the figures of losses and of the cash sheet, in fen."""
    found: Counter[str] = Counter()
    for row in rows["payments"].values():
        day, about = day_of(row["at"]), rows["charges"][row["charge_id"]]
        assert day is not None
        kind = "lost" if about["loss_id"] is not None else "damaged"
        if _inside(day, span):
            found[f"{row['kind']}_{kind}"] += row["amount"]
            found["in" if row["kind"] == "paid" else "out"] += row["amount"]
        if day <= span.last:
            found["in the box"] += row["amount"] if row["kind"] == "paid" else -row["amount"]
    for row in rows["charges"].values():
        if row["state"] == "waived" and _inside(day_of(row["settled_at"]), span):
            found["waived_lost" if row["loss_id"] is not None else "waived_damaged"] += row["amount"] - row["paid"]
    return found


def _inside(day: date | None, span: Span) -> bool:
    return day is not None and (span.first is None or span.first <= day) and day <= span.last


def _end(rows: Mapping[str, Mapping[int, Row]], loss: Row) -> tuple[date | None, str]:
    """The day and the way of the first end the loss came to."""
    ends = []
    if loss["replaced_by"] is not None:
        ends.append((day_of(rows["copies"][loss["replaced_by"]]["added_at"]), "replaced"))
    if loss["ended_at"] is not None:
        ends.append((day_of(loss["ended_at"]), "found" if loss["state"] == "found" else "mistake"))
    for line in rows["withdrawal_copies"].values():
        batch = rows["withdrawals"][line["withdrawal_id"]]
        if line["copy_id"] == loss["copy_id"] and not line["ended"] and batch["state"] == "approved":
            ends.append((date.fromisoformat(batch["approved_on"]), "withdrawn"))
    order = {"replaced": 0, "found": 1, "mistake": 1, "withdrawn": 2}
    known = [(day, way) for day, way in ends if day is not None]
    return min(known, key=lambda each: (each[0], order[each[1]])) if known else (None, "")
