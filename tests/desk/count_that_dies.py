"""Somebody who counts in a process of their own and tells each scan only when it is noted, until the power is cut.

`python count_that_dies.py LIBRARY ACT [STATEMENT]`: "scan" goes along the shelves again and again and says a number
after each scan, until it is killed, or drops dead before that statement of its third; "load", "take_back", "close" and
"reopen" do that one act, or drop dead before that statement of it, and say "done".
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path

from tests.builders import NOON, a_desk, the_copy
from tests.desk.parcel_that_dies import die_before

from deskcirc.desk.count_files import load_file, take_back_file, wish_of
from deskcirc.desk.counting import CountOrder, count_copy
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake
from deskcirc.domain.count_files import FileOrder
from deskcirc.exchange.collector import read_collector
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.shelves import shelf_of_code

COUNT, CLOSED = 1, 2
COPIES = 60
LINES = 150


def collector_file() -> bytes:
    """A handheld's file: every third copy, some twice, and codes that nobody knows."""
    codes = [f"B{1 + number * 3 % COPIES:05}" if number % 5 else f"X{number:04}" for number in range(LINES)]
    return "\r\n".join(codes).encode() + b"\r\n"


def _load(desk: Desk) -> None:
    file = read_collector(collector_file(), "盘点机.txt", wish_of(desk))
    assert load_file(desk, COUNT, file, FileOrder("PDA 1", "李想")).done


def _take_back(desk: Desk) -> None:
    assert take_back_file(desk, 1).done


def _close(desk: Desk) -> None:
    assert close_stocktake(desk, COUNT).done


def _reopen(desk: Desk) -> None:
    assert reopen_stocktake(desk, CLOSED, "漏了一架").done


ACTS: dict[str, Callable[[Desk], None]] = {
    "load": _load,
    "take_back": _take_back,
    "close": _close,
    "reopen": _reopen,
}


def _scan(library: Library, statement: int) -> None:
    with library.reading() as connection:
        shelf = shelf_of_code(connection, "SH001")
    for number, copy_id in zip(count(1), cycle(range(1, COPIES + 1)), strict=False):
        if number == 3 and statement:
            die_before(library, statement)
        desk = a_desk(library, NOON + timedelta(hours=2, seconds=number), station="gun 1")
        code = the_copy(library, copy_id).code
        assert count_copy(desk, CountOrder(COUNT, code, copy_id, shelf=shelf)).kind is not None
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def main(path: str, act: str, statement: int = 0) -> None:
    """Count, or do the act, or die on the way."""
    with open_library(Path(path)) as library:
        if act == "scan":
            _scan(library, statement)
            return
        desk = a_desk(library, NOON + timedelta(hours=2))
        if statement:
            die_before(library, statement)
        ACTS[act](desk)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(argument) for argument in sys.argv[3:]))
