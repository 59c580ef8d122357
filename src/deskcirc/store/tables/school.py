"""What the school has set: settings and the days that differ from the week."""

from __future__ import annotations

from sqlalchemy import Column, Date, String, Table

from deskcirc.store.tables.base import flag, key, metadata, words

settings = Table("settings", metadata, key(), Column("name", String, nullable=False, unique=True), words("value"))

closed_days = Table(
    "closed_days",
    metadata,
    key(),
    Column("day", Date, nullable=False, unique=True),
    flag("open"),
    words("name"),
)
