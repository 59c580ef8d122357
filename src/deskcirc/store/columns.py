"""Column types of the library file and how a row's image is written down in the journal."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Date, Dialect, LargeBinary, String, Table
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, stored as ISO 8601 text with milliseconds, so that any SQLite tool can read and sort it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


@lru_cache(maxsize=64)
def instant_text(value: datetime) -> str:
    """The stored form of an instant; raises ValueError for one without a time zone."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="milliseconds")


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


@cache
def _writers(table: Table) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Every column, by name, with what turns its values into JSON, None where they are plain already."""
    return tuple((column.name, _writer(column)) for column in sorted(table.columns, key=attrgetter("name")))


def _writer(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Instant):
        return instant_text
    if isinstance(column.type, Date):
        return date.isoformat
    return _encoded if isinstance(column.type, LargeBinary) else None


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value


def image_of(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The row as plain JSON values, one a column, in the order of their names, for the journal."""
    return {
        name: row[name] if write is None or row[name] is None else write(row[name]) for name, write in _writers(table)
    }


def row_of(table: Table, image: dict[str, Any]) -> dict[str, Any]:
    """The values that an image was made of; a column younger than the image is not among them."""
    return {column.name: _read(column, image[column.name]) for column in table.columns if column.name in image}
