"""A count of a big library with nearly every copy scanned, written by plain `sqlite3` with its journal, true chain and
all: two people, shelf by shelf in shelf order, so that a scan at the end of a count can be measured.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.big_library import fill
from tests.benchmarks.codes import barcode_of

from deskcirc.domain.changes import ActName
from deskcirc.domain.stocktake import CountKind
from deskcirc.store import tables
from deskcirc.store.columns import instant_text
from deskcirc.store.journal import Change, chained_hash, image_text

A_SHELF: Final = 250
"""Copies on one of its shelves."""
_PEOPLE: Final = ("李雷", "韩梅梅")
_ON_SHELVES: Final = """
    SELECT copies.id, shelf_key FROM copies
    LEFT JOIN loans ON loans.copy_id = copies.id AND loans.returned_at IS NULL
    WHERE loans.id IS NULL ORDER BY shelf_key, accession_number"""
_IN_ORDER: Final = "SELECT shelf_key, call_number FROM copies ORDER BY shelf_key, accession_number"


def write_shelves(path: Path) -> None:
    """Shelves with labels for the whole stock, each with the call number that it begins with."""
    raw = sqlite3.connect(path)
    with raw:
        begins = raw.execute(_IN_ORDER).fetchall()[::A_SHELF]
        rows = [
            {"code": f"SH{place:04d}", "place": place, "first_call_number": number, "first_key": key}
            for place, (key, number) in enumerate(begins)
        ]
        fill(raw, tables.shelves, rows)
    raw.close()


def write_lines(path: Path, missing: int) -> int:
    """Scan every copy that is not on loan in the count of this number 1, but for so many; returns how many."""
    raw = sqlite3.connect(path)
    with raw:
        (opened,) = raw.execute("SELECT opened_at FROM stocktakes WHERE id = 1").fetchone()
        on_shelves = raw.execute(_ON_SHELVES).fetchall()
        left_out = {round(place * len(on_shelves) / missing) for place in range(missing)}
        counted = [row for place, row in enumerate(on_shelves) if place not in left_out]
        begins = raw.execute("SELECT id, first_key FROM shelves ORDER BY place").fetchall()
        lines = list(_lines(counted, begins, datetime.fromisoformat(opened)))
        entries, changes = _journal(raw, lines)
        fill(raw, tables.stocktake_scans, [{**line, "at": instant_text(line["at"])} for line in lines])
        fill(raw, tables.journal, entries)
        fill(raw, tables.journal_changes, changes)
    raw.execute("ANALYZE")
    raw.close()
    return len(lines)


def _lines(counted: list[tuple[int, str]], begins: list[tuple[int, str]], opened: datetime) -> Iterator[dict[str, Any]]:
    shelf = 0
    for number, (copy_id, shelf_key) in enumerate(counted):
        while shelf + 1 < len(begins) and begins[shelf + 1][1] <= shelf_key:
            shelf += 1
        yield {
            "id": number + 1,
            "stocktake_id": 1,
            "copy_id": copy_id,
            "code": barcode_of(copy_id),
            "at": opened + timedelta(seconds=3 * number + 3),
            "shelf_id": begins[shelf][0],
            "location_id": None,
            "kind": CountKind.FOUND.value,
            "remark": "",
            "operator_id": 1,
            "person": _PEOPLE[number // A_SHELF % len(_PEOPLE)],
            "file_id": None,
            "line": None,
            "quantity": 1,
            "untimed": False,
            "ended": False,
        }


def _journal(raw: sqlite3.Connection, lines: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """An entry a line, chained to the last one of the library, with its change."""
    last_id, previous = raw.execute("SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    entries, changes = [], []
    for entry_id, line in enumerate(lines, start=last_id + 1):
        change = Change(tables.stocktake_scans.name, line["id"], None, image_text(tables.stocktake_scans, line))
        subject = {"title": "《海底两万里》", "code": line["code"], "place": "–", "what": "found"}
        entry: dict[str, Any] = {
            "at": instant_text(line["at"]),
            "act": ActName.COUNT_COPY.value,
            "operator": "Librarian",
            "station": "1",
            "subject": json.dumps(subject, ensure_ascii=False, sort_keys=True),
            "undoes": None,
        }
        previous = chained_hash(previous, entry, [change])
        entries.append({**entry, "id": entry_id, "hash": previous})
        image = {"before": change.before, "after": change.after}
        changes.append({"entry_id": entry_id, "table_name": change.table_name, "row_id": change.row_id, **image})
    return entries, changes
