"""Who reads and who works here: categories, classes, patrons, cards, operators."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import flag, key, metadata, one_of, words

operators = Table(
    "operators",
    metadata,
    key(),
    Column("name", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("card", String, unique=True),
    words("pin_hash"),
    flag("ended"),
    one_of("role", "librarian", "teacher", "helper"),
)

patron_categories = Table(
    "patron_categories",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    key(),
    Column("entry_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    words("name"),
    flag("ended"),
    UniqueConstraint("entry_year", "number"),
)

patrons = Table(
    "patrons",
    metadata,
    key(),
    Column("number", String, unique=True),
    Column("name", String, nullable=False),
    words("search_words"),
    words("gender"),
    Column("category_id", ForeignKey("patron_categories.id"), nullable=False),
    Column("class_id", ForeignKey("classes.id"), index=True),
    words("state", "active"),
    Column("expires", Date),
    Column("suspended_until", Date),
    words("suspension_reason"),
    Column("loan_limit", Integer),
    words("note"),
    Column("enrolled_at", Instant, nullable=False),
    one_of("state", "active", "stopped", "left"),
    CheckConstraint("loan_limit IS NULL OR loan_limit >= 0", name="loan_limit"),
    Index("ix_patrons_name", "name"),
)

cards = Table(
    "cards",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    words("state", "valid"),
    Column("issued_at", Instant, nullable=False),
    Column("stopped_at", Instant),
    one_of("state", "valid", "lost", "replaced", "stopped"),
)
