"""The day under which a copy stands in the ledgers.

It is the day it was registered; for old stock, which was registered by no act of ours, the day it was acquired, if that
lies before the day it came into this library file (a slip of the pen may say 2062); else that day itself.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from deskcirc import settings as known
from deskcirc.store.lookups.policy import stored_settings

LEDGER_DAY: Final = (
    "CASE WHEN copies.registered IS NOT NULL THEN copies.registered"
    " WHEN copies.acquired <= substr(copies.added_at, 1, 10) THEN copies.acquired"
    " ELSE min(coalesce(copies.acquired, '~'), date(copies.added_at, :offset)) END"
)
"""The ledger day in SQL; `:offset` is `offset_of`, the school's time zone."""


def utc_offset(connection: Connection) -> timedelta:
    """The school's time zone."""
    return timedelta(minutes=known.UTC_OFFSET.read(stored_settings(connection)))


def offset_of(offset: timedelta) -> str:
    """The time zone as SQLite's date functions take it."""
    return f"{round(offset.total_seconds() / 60):+d} minutes"


def ledger_day(registered: date | None, acquired: date | None, added_at: datetime, offset: timedelta) -> date:
    """The day under which the copy stands in the ledgers."""
    if registered is not None:
        return registered
    if acquired is not None and acquired <= added_at.date():
        return acquired
    added = (added_at + offset).date()
    return added if acquired is None else min(acquired, added)
