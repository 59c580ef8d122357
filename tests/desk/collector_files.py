"""Collector files as tests write them: text in, read with what the library knows, and taken into a count."""

from __future__ import annotations

from typing import Any

from deskcirc.desk.count_files import FileOutcome, load_file, wish_of
from deskcirc.desk.desk import Desk
from deskcirc.domain.collector_files import CollectorFile
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.stocktake import CountedLine, Stocktake
from deskcirc.exchange.collector import read_collector
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Connection
from deskcirc.store.lookups.count_files import rows_of_file
from deskcirc.store.lookups.counted import line_of_row


def a_file(desk: Desk, text: str | bytes, name: str = "scans.txt") -> CollectorFile:
    """The file as it is read at this desk."""
    return read_collector(text if isinstance(text, bytes) else text.encode(), name, wish_of(desk))


def taken_in(desk: Desk, count: Stocktake, text: str | bytes, name: str = "scans.txt", **order: Any) -> FileOutcome:
    """The file taken into the count."""
    return load_file(desk, count.id, a_file(desk, text, name), FileOrder(**order))


def lines_of_file(connection: Connection, file_id: int) -> list[CountedLine]:
    """The lines of a file that was taken in, in its order."""
    return [line_of_row(row) for row in rows_of_file(connection, file_id)]


def kinds_of(desk: Desk, outcome: FileOutcome) -> list[tuple[int | None, str, str]]:
    """Number, kind and remark of each line of the file, in its order."""
    assert outcome.file is not None, outcome.why_not
    with desk.library.reading() as connection:
        lines = lines_of_file(connection, outcome.file.id)
    return [(line.line, line.kind.value, line.remark.value) for line in lines]


def contradictions(desk: Desk) -> list[str]:
    """What `check` says of the lines of counts."""
    return [breach.sentence for breach in check_library(desk.library) if breach.rule is Rule.COUNT_LINES]


def file_id(outcome: FileOutcome) -> int:
    """The number of a file that was taken in."""
    assert outcome.file is not None, outcome.why_not
    return outcome.file.id
