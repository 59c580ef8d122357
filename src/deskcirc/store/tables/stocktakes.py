"""Counting the shelves: shelves with their labels, counts with what they expect, files, scans and decisions.

What a count expects is frozen when it is opened, one byte a copy in blocks of copies by their number: a hundred
thousand copies are a few dozen rows of the journal instead of a hundred thousand, and a scan reads one of them.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import flag, key, metadata, one_of, words

shelves = Table(
    "shelves",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),  # what stands on its label; never a copy's
    words("name"),
    Column("location_id", ForeignKey("locations.id")),
    Column("place", Integer, nullable=False),  # the walking order through the room
    words("first_call_number"),  # "" where nobody said what stands on it
    words("first_key"),  # of that call number; the shelf ends where the next one of its location begins
    flag("ended"),
    CheckConstraint("code <> ''", name="code"),
    CheckConstraint("place >= 0", name="place"),
    Index("ix_shelves_location_id_place", "location_id", "place"),
)

stocktakes = Table(
    "stocktakes",
    metadata,
    key(),
    Column("number", String, nullable=False, unique=True),
    words("name"),
    Column("scope", Text, nullable=False),  # JSON of domain.stocktake.Scope
    flag("blind"),
    words("state", "open"),
    words("note"),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", ForeignKey("operators.id")),
    Column("state_at", Instant, nullable=False),  # since when it is open, paused, closed or void
    Column("state_by", ForeignKey("operators.id")),
    Column("copies", Integer, nullable=False),  # in its scope at the opening, whatever their group
    Column("expected", Integer, nullable=False),  # of them those that had to stand on a shelf
    words("backup"),  # the file that was made before the opening
    Column("previous_id", ForeignKey("stocktakes.id")),  # the last closed count before it, to compare with
    Column("closed_at", Instant),
    Column("report", Text),  # JSON, as it was when the count was closed and signed
    words("seal"),  # SHA-256 of the report in capitals' hex; "" while it is not closed
    one_of("state", "open", "paused", "closed", "void"),
    CheckConstraint("expected >= 0 AND expected <= copies", name="expected"),
    CheckConstraint("(state = 'closed') <= (closed_at IS NOT NULL AND seal <> '')", name="closed_at"),
)

stocktake_blocks = Table(
    "stocktake_blocks",
    metadata,
    key(),
    Column("stocktake_id", ForeignKey("stocktakes.id"), nullable=False),
    Column("block", Integer, nullable=False),  # copies.id // domain.stocktake.BLOCK
    Column("groups", LargeBinary, nullable=False),  # byte copies.id % BLOCK: its domain.stocktake.Group, 0 out of scope
    UniqueConstraint("stocktake_id", "block"),
)

stocktake_files = Table(
    "stocktake_files",
    metadata,
    key(),
    Column("stocktake_id", ForeignKey("stocktakes.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    words("device"),  # which handheld, as people call it
    words("person"),  # who counted with it
    words("encoding"),
    Column("counted_on", Date),  # said by a person where the lines have no time
    Column("loaded_at", Instant, nullable=False),
    Column("loaded_by", ForeignKey("operators.id")),
    Column("lines", Integer, nullable=False),  # read, empty ones left out; the sum of the kinds of its scans
    flag("ended"),  # taken back
    CheckConstraint("lines >= 0", name="lines"),
    Index("uq_stocktake_files_taken", "stocktake_id", "sha256", unique=True, sqlite_where=text("NOT ended")),
)

stocktake_scans = Table(
    "stocktake_scans",
    metadata,
    key(),
    Column("stocktake_id", ForeignKey("stocktakes.id"), nullable=False),
    Column("copy_id", ForeignKey("copies.id")),  # NULL for a code that nobody knows
    Column("code", String, nullable=False),  # as it was scanned, in its normal spelling
    Column("at", Instant, nullable=False),  # when the book was in somebody's hand
    Column("shelf_id", ForeignKey("shelves.id")),
    Column("location_id", ForeignKey("locations.id")),  # where it was, when no shelf label was scanned
    Column("kind", String, nullable=False),
    words("remark"),  # domain.stocktake.Remark
    Column("operator_id", ForeignKey("operators.id")),
    words("person"),  # who counted: the operator's name, or who carried the handheld
    Column("file_id", ForeignKey("stocktake_files.id")),  # NULL for a live scan
    Column("line", Integer),  # of the file, from 1
    Column("quantity", Integer, nullable=False, default=1),
    flag("untimed"),  # `at` is only a day somebody named, or the loading of its file
    flag("ended"),  # taken back with its file
    one_of("kind", "found", "repeat", "on_loan", "elsewhere", "unknown", "refused"),
    CheckConstraint("(file_id IS NULL) = (line IS NULL)", name="line"),
    # A copy, and an unknown code, is counted once a count; every further line is its repeat or was refused.
    Index(
        "uq_stocktake_scans_copy",
        "stocktake_id",
        "copy_id",
        unique=True,
        sqlite_where=text("copy_id IS NOT NULL AND kind IN ('found', 'on_loan', 'elsewhere') AND NOT ended"),
    ),
    Index(
        "uq_stocktake_scans_code",
        "stocktake_id",
        "code",
        unique=True,
        sqlite_where=text("copy_id IS NULL AND kind = 'unknown' AND NOT ended"),
    ),
    # The counter asks at every scan whether the copy was counted already, here or in another count.
    Index("ix_stocktake_scans_copy_id", "copy_id", "stocktake_id", sqlite_where=text("copy_id IS NOT NULL")),
    Index("ix_stocktake_scans_code", "stocktake_id", "code", sqlite_where=text("copy_id IS NULL")),
    Index("ix_stocktake_scans_shelf_id", "stocktake_id", "shelf_id", "kind"),
    Index("ix_stocktake_scans_file_id", "file_id", sqlite_where=text("file_id IS NOT NULL")),
)

stocktake_photos = Table(
    "stocktake_photos",
    metadata,
    key(),
    Column("scan_id", ForeignKey("stocktake_scans.id"), nullable=False, index=True),  # of a book nobody can name
    Column("octets", LargeBinary, nullable=False),  # JPEG or PNG, made small
    Column("width", Integer, nullable=False),  # dots
    Column("height", Integer, nullable=False),
    flag("ended"),
)

stocktake_decisions = Table(
    "stocktake_decisions",
    metadata,
    key(),
    Column("stocktake_id", ForeignKey("stocktakes.id"), nullable=False),
    Column("copy_id", ForeignKey("copies.id")),
    Column("scan_id", ForeignKey("stocktake_scans.id")),  # of an unknown code, or of the scan it is about
    Column("kind", String, nullable=False),
    words("state_before"),  # copies.state before it, what taking it back restores
    words("note"),
    Column("at", Instant, nullable=False),
    Column("by", ForeignKey("operators.id")),
    flag("at_closing"),  # made by the closing itself: opening the count again takes it back
    Column("reversed_at", Instant),
    one_of(
        "kind",
        "searched",
        "missing",
        "lost",
        "found",
        "returned",
        "moved",
        "relocated",
        "matched",
        "accessioned",
        "set_aside",
        "damaged",
        "withdrawal",
    ),
    CheckConstraint("copy_id IS NOT NULL OR scan_id IS NOT NULL", name="about"),
    Index("ix_stocktake_decisions_stocktake_id", "stocktake_id", "copy_id"),
    Index("ix_stocktake_decisions_copy_id", "copy_id", sqlite_where=text("copy_id IS NOT NULL")),
    Index("ix_stocktake_decisions_scan_id", "scan_id", sqlite_where=text("scan_id IS NOT NULL")),
)
