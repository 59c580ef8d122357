"""What was done: the append-only journal, the imports, and the marks they left."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import key, metadata, words

imports = Table(
    "imports",
    metadata,
    key(),
    Column("at", Instant, nullable=False),
    Column("file_name", String, nullable=False),
    words("digest"),
    words("kind"),
    Column("rows_read", Integer, nullable=False),
    Column("rows_added", Integer, nullable=False),
    Column("rows_matched", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    CheckConstraint("rows_read = rows_added + rows_matched + rows_refused", name="adds_up"),
)

notes = Table(
    "notes",
    metadata,
    key(),
    Column("title_id", ForeignKey("titles.id"), index=True),
    Column("copy_id", ForeignKey("copies.id"), index=True),
    Column("patron_id", ForeignKey("patrons.id"), index=True),
    Column("import_id", ForeignKey("imports.id")),
    Column("mark", String, nullable=False),
    words("value"),
    Column("at", Instant, nullable=False),
    Column("cleared_at", Instant),
)

journal = Table(
    "journal",
    metadata,
    key(),
    Column("at", Instant, nullable=False),
    Column("act", String, nullable=False),
    Column("operator", String, nullable=False),
    Column("station", String, nullable=False),
    Column("subject", Text, nullable=False, default="{}"),
    Column("undoes", ForeignKey("journal.id"), unique=True),
    Column("hash", String, nullable=False, unique=True),
    Index("ix_journal_station_id", "station", "id"),
)

journal_changes = Table(
    "journal_changes",
    metadata,
    key(),
    # Checked at commit: the changes of an import are written before the entry they belong to.
    Column("entry_id", ForeignKey("journal.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True),
    Column("table_name", String, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_journal_changes_row", "table_name", "row_id"),
)
