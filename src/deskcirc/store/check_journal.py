"""Proving the journal: its chain of hashes, its clock, and that every row is as its last entry left it."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Connection, Table

from deskcirc.store.breach import Breach, Rule
from deskcirc.store.database import CLOCK_TOLERANCE
from deskcirc.store.journal import CLOCK_SET_BACK, GENESIS, Change, chained_hash
from deskcirc.store.reversal import same_image
from deskcirc.store.tables import TABLES
from deskcirc.text import gettext as _

_ENTRIES = "SELECT id, at, act, operator, station, subject, undoes, hash FROM journal ORDER BY id"
_CHANGES = (
    "SELECT entry_id, table_name, row_id, before, after FROM journal_changes ORDER BY entry_id, journal_changes.id"
)
# SQLite takes the bare column `after` from the row that holds the maximum.
_LAST_IMAGES = "SELECT row_id, after, max(id) FROM journal_changes WHERE table_name = ? GROUP BY row_id ORDER BY row_id"
_NUMBERS = """
SELECT row_id, after IS NULL, json_extract(after, '$.accession_number')
FROM journal_changes
WHERE table_name = 'copies'
  AND (before IS NULL OR after IS NULL
       OR json_extract(before, '$.accession_number') <> json_extract(after, '$.accession_number'))
ORDER BY id
"""
_SERIES_SET_BACK = """
SELECT row_id, json_extract(after, '$.code') FROM journal_changes JOIN journal ON journal.id = entry_id
WHERE table_name = 'number_series' AND json_extract(after, '$.next') < json_extract(before, '$.next')
  AND act <> 'change_number_series'  -- a person's own decision; numbers given before are passed over then
"""


def raw_connection(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for walks over a million rows."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  a library file is SQLite
    return raw


def journal_breaches(connection: Connection) -> Iterator[Breach]:
    """Every breach of the journal's promises, streamed: memory does not grow with loans."""
    raw = raw_connection(connection)
    yield from _chain(raw)
    for table in TABLES.values():
        if not table.name.startswith("journal"):
            yield from _images(raw, table)
    yield from _numbers(raw)


def _chain(raw: sqlite3.Connection) -> Iterator[Breach]:
    previous_hash, previous_at = GENESIS, ""
    changes = groupby(raw.execute(_CHANGES), key=itemgetter(0))
    head = next(changes, None)
    for entry_id, at, act, operator, station, subject, undoes, stored in raw.execute(_ENTRIES):
        while head is not None and head[0] < entry_id:  # changes of no entry: a missing reference, named elsewhere
            head = next(changes, None)
        rows = head[1] if head is not None and head[0] == entry_id else iter(())
        mine = (Change(*row[1:]) for row in rows)  # an import has more than memory should hold
        entry = {"at": at, "act": act, "operator": operator, "station": station, "subject": subject, "undoes": undoes}
        if not _is_chained(previous_hash, entry, mine, stored):
            sentence = _("Entry {entry} of the journal was changed, or one before it was taken out.")
            yield Breach(Rule.JOURNAL_CHAIN, sentence.format(entry=entry_id), "journal", entry_id)
        if _went_back(previous_at, at) and f'"{CLOCK_SET_BACK}":' not in subject:
            sentence = _("The clock went back from {before} to {after}, and nobody confirmed it.")
            sentence = sentence.format(before=previous_at, after=at)
            yield Breach(Rule.JOURNAL_CLOCK, sentence, "journal", entry_id)
        previous_hash, previous_at = stored, at


def _is_chained(previous: str, entry: dict[str, Any], changes: Iterator[Change], stored: str) -> bool:
    try:
        return chained_hash(previous, entry, changes) == stored
    except TypeError:  # octets where every program of ours writes text
        return False


def _is_as_left(now: str, image: str | None) -> bool:
    try:
        return now == image or same_image(now, image)
    except (ValueError, TypeError):  # the image is no JSON
        return False


def _went_back(before: str, after: str) -> bool:
    try:
        if after >= before:
            return False
        return datetime.fromisoformat(after) < datetime.fromisoformat(before) - CLOCK_TOLERANCE
    except (ValueError, TypeError):
        return True


def _images(raw: sqlite3.Connection, table: Table) -> Iterator[Breach]:
    """Walk the table and the journal's last images side by side, both in the order of ids."""
    images = ((row_id, after) for row_id, after, _last in raw.execute(_LAST_IMAGES, (table.name,)))
    image: tuple[int, str | None] | None = next(images, None)
    for row_id, now in _rows(raw, table):
        while image is not None and image[0] < row_id:
            yield from _gone(table, *image)
            image = next(images, None)
        if image is None or image[0] > row_id:
            sentence = _("The row was written without the journal.")
            yield Breach(Rule.JOURNAL_IMAGE, sentence, table.name, row_id)
            continue
        if not _is_as_left(now, image[1]):
            sentence = _("The row is not as the journal's last entry left it.")
            yield Breach(Rule.JOURNAL_IMAGE, sentence, table.name, row_id)
        image = next(images, None)
    while image is not None:
        yield from _gone(table, *image)
        image = next(images, None)


def _gone(table: Table, row_id: int, after: str | None) -> Iterator[Breach]:
    if after is not None:
        yield Breach(Rule.JOURNAL_IMAGE, _("The row is gone, and the journal knows nothing of it."), table.name, row_id)


def _rows(raw: sqlite3.Connection, table: Table) -> Iterator[tuple[int, str]]:
    """Id and image of every row, straight from the stored values: instants and dates are stored as they are imaged."""
    names = sorted(column.name for column in table.columns)
    flags = [at for at, name in enumerate(names) if isinstance(table.c[name].type, Boolean)]
    place_of_id = names.index("id")
    listed = ", ".join(f'"{name}"' for name in names)
    for row in raw.execute(f'SELECT {listed} FROM "{table.name}" ORDER BY id'):  # noqa: S608  names of our tables
        values = list(row)
        for flag in flags:
            values[flag] = _flag(values[flag])
        image = dict(zip(names, values, strict=True))
        yield row[place_of_id], json.dumps(image, ensure_ascii=False, separators=(",", ":"), default=_octets)


def _flag(value: Any) -> Any:
    return bool(value) if value in (0, 1) else value


def _octets(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _numbers(raw: sqlite3.Connection) -> Iterator[Breach]:
    """A number belongs to the copy it was given to first; only a copy that undo took away again gives it back."""
    owner: dict[str, int] = {}
    given: dict[int, list[str]] = {}
    for row_id, taken_back, number in raw.execute(_NUMBERS):
        if taken_back:
            for old in given.pop(row_id, []):
                if owner.get(old) == row_id:
                    del owner[old]
            continue
        if owner.setdefault(number, row_id) != row_id:
            sentence = _("The accession number {number} was given before, to another copy.").format(number=number)
            yield Breach(Rule.ACCESSION_NUMBER, sentence, "copies", row_id)
        given.setdefault(row_id, []).append(number)
    for row_id, code in raw.execute(_SERIES_SET_BACK):
        sentence = _("The number series {code} was set back; numbers could be given twice.").format(code=code)
        yield Breach(Rule.ACCESSION_NUMBER, sentence, "number_series", row_id)
