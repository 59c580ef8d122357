"""The accession ledger of a whole stock: on the screen, and as a PDF; beside plain SQL that reads the same rows."""

from __future__ import annotations

import sqlite3
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.counter import copy_of
from tests.benchmarks.figures import Figure, Goal, percentiles
from tests.benchmarks.processes import told_by

_BATCHES, _WITHDRAWALS = 240, 24
_FIRST_DAY: Final = date(2017, 9, 1)
_GOAL: Final = 500.0  # milliseconds
_ROWS: Final = "SELECT id, title_id, registered, price, batch_id, accession_number, state FROM copies"


def measure(library: Path, folder: Path, times: int) -> list[Figure]:
    """Both, on a copy of the library whose stock came in batches and went in withdrawals."""
    with copy_of(library, folder, "ledgers") as path:
        _write_batches(path)
        limit = percentiles([_milliseconds_of_rows(path) for _number in range(times)])
        seen = _seen(path, folder, times)
    shown, pages = percentiles(seen["shown"]), seen["pages"]
    copies = f"{seen['copies']:,}".replace(",", " ")
    seconds = {"reading": seen["reading"], "painting": seen["painting"]}
    goals = (Goal("p50", shown["p50"], _GOAL),)
    rate, size = pages / sum(seconds.values()), seen["octets"] / 1_000_000
    return [
        Figure(f"ledger of {copies} copies on the screen", "ms", shown, limit, "its rows by plain SQL", goals),
        Figure(f"the same to PDF, {pages} pages, with progress", "s", seconds, {}, "–", ()),
        Figure("pages of it a second", "pages/s", {"": rate}, {}, "–", ()),
        Figure("the PDF of it", "MB", {"size": size}, {}, "–", ()),
    ]


def _seen(path: Path, folder: Path, times: int) -> dict[str, Any]:
    told: dict[str, Any] = told_by("ledgers_process", str(path), str(folder), str(times))
    return told


def _milliseconds_of_rows(path: Path) -> float:
    raw = sqlite3.connect(path)
    began = time.perf_counter()
    raw.execute(_ROWS).fetchall()
    took = 1000 * (time.perf_counter() - began)
    raw.close()
    return took


def _write_batches(path: Path) -> None:
    """Four fifths of the copies came in batches, the rest is old stock; some of that was weeded out or lost."""
    raw = sqlite3.connect(path)
    with raw:
        (copies,) = raw.execute("SELECT max(id) FROM copies").fetchone()
        for number in range(1, _BATCHES + 1):
            day = _FIRST_DAY + timedelta(days=12 * number)
            values = (number, f"{day.year}-{number:03}", f"No.{number}", day.isoformat(), f"{day}T04:00:00.000000Z")
            raw.execute(
                "INSERT INTO batches (id, number, invoice, received, opened_at, source, dealer, donor, fund, note,"
                " state) VALUES (?, ?, ?, ?, ?, 'purchase', '新华书店', '', '', '', 'closed')",
                values,
            )
        raw.execute("UPDATE copies SET batch_id = 1 + id * ? / (? + 1) WHERE id % 5", (_BATCHES, copies))
        raw.execute("UPDATE copies SET registered = (SELECT received FROM batches WHERE id = batch_id)")
        for number in range(1, _WITHDRAWALS + 1):
            _write_withdrawal(raw, number, copies)
    raw.close()


def _write_withdrawal(raw: sqlite3.Connection, number: int, copies: int) -> None:
    day = _FIRST_DAY + timedelta(days=100 * number)
    raw.execute(
        "INSERT INTO withdrawals (id, number, document, opened_at, approved_on, reason, receiver, approved_by, note,"
        " state) VALUES (?, ?, ?, ?, ?, 'weeded', '', '王校长', '', 'approved')",
        (number, f"{number:05}", f"校发{number}号", f"{day}T04:00:00.000000Z", day.isoformat()),
    )
    gone = [(number, copy_id) for copy_id in range(5 * number, copies // 4, 5 * _WITHDRAWALS)]
    raw.executemany(
        "INSERT INTO withdrawal_copies (withdrawal_id, copy_id, number, price, evidence, ended)"
        " SELECT ?, id, accession_number, price, '', 0 FROM copies WHERE id = ?",
        gone,
    )
    raw.executemany("UPDATE copies SET state = 'withdrawn' WHERE id = ?", [gone[1:] for gone in gone])
