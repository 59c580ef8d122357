"""A librarian with a parcel in a process of its own, who drops dead before a statement of one act, as by kill -9.

`python parcel_that_dies.py LIBRARY ACT STATEMENT`: an act of ACTS; with the statement 0 it lives and says "done".
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.builders import NOON, TODAY, a_desk
from tests.delivery_builders import a_title, rows_of

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.delivery_lists import load_delivery
from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.imports import ImportSource
from deskcirc.desk.seals import seal_month
from deskcirc.desk.withdrawal import Approval, approve_withdrawal
from deskcirc.domain.stock_choice import StockChoice
from deskcirc.exchange import ExportFacts, ExportFormat
from deskcirc.store.database import Library, open_library
from deskcirc.ui.exporting import export_file

LINES = 120
COPIES = 200
WITHDRAWN = 100


def _load(desk: Desk) -> None:
    rows = rows_of(a_title(f"书{number}", count=2) for number in range(LINES))
    load_delivery(desk, 1, rows, ImportSource("list.xlsx", "x", "workbook"))


def _register(desk: Desk) -> None:
    added = add_copies(desk, CopyOrder(1, COPIES, 1, batch_id=1))
    assert len(added.numbers) == COPIES


def _hand_over(desk: Desk) -> None:
    assert hand_over(desk, list(range(1, COPIES)), "王老师").hand_over is not None


def _approve(desk: Desk) -> None:
    approved = approve_withdrawal(desk, 1, Approval("校发3号", "王校长", desk.today))
    assert len(approved.done) == WITHDRAWN


def _seal(desk: Desk) -> None:
    assert seal_month(desk, "2026-02").done


def _export(desk: Desk) -> None:
    target = desk.library.path.with_name("stock.csv")
    export_file(desk.library, target, ExportFormat.CSV, StockChoice(), ExportFacts(TODAY))


ACTS: dict[str, Callable[[Desk], None]] = {
    "load": _load,
    "register": _register,
    "hand_over": _hand_over,
    "approve": _approve,
    "seal": _seal,
    "export": _export,
}


def die_before(library: Library, number: int) -> None:
    """Die before that statement from now on."""
    raw = library._connection.connection.dbapi_connection
    assert raw is not None
    seen = count(1)

    def watch(_statement: str) -> None:
        if next(seen) == number:
            os._exit(9)

    raw.set_trace_callback(watch)


def main(path: str, act: str, statement: int) -> None:
    """Do the act, or die on the way."""
    with open_library(Path(path)) as library:
        desk = a_desk(library, NOON + timedelta(minutes=1))
        if statement:
            die_before(library, statement)
        ACTS[act](desk)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
