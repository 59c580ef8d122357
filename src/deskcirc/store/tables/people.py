"""Who reads and who works here: categories, classes, patrons, cards, operators."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import added_flag, added_number, added_words, flag, key, metadata, one_of, words

operators = Table(
    "operators",
    metadata,
    key(),
    Column("name", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("card", String, unique=True),
    words("pin_hash"),
    flag("ended"),
    Column("class_id", ForeignKey("classes.id")),  # a helper of this class's corner alone
    one_of("role", "librarian", "teacher", "helper"),
)

patron_categories = Table(
    "patron_categories",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    added_flag("ended"),
)

classes = Table(
    "classes",
    metadata,
    key(),
    Column("entry_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    words("name"),
    flag("ended"),
    added_words("teacher"),
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
    Index("uq_cards_valid_patron", "patron_id", unique=True, sqlite_where=text("state = 'valid'")),
)

charges = Table(
    "charges",
    metadata,
    key(),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("loan_id", ForeignKey("loans.id"), index=True),
    Column("copy_id", ForeignKey("copies.id"), index=True),
    Column("kind", String, nullable=False),
    Column("amount", Integer, nullable=False),
    words("state", "open"),
    words("note"),
    Column("raised_at", Instant, nullable=False),
    Column("raised_by", ForeignKey("operators.id")),
    Column("settled_at", Instant),
    Column("settled_by", ForeignKey("operators.id")),
    words("settled_note"),
    added_number("paid"),  # fen received so far; 0 of a charge paid before payments were kept, see domain.charges
    added_number("refunded"),  # fen given back
    Column("loss_id", ForeignKey("losses.id")),
    Column("repair_id", ForeignKey("repairs.id")),
    one_of("kind", "late", "lost", "damaged", "other"),
    one_of("state", "open", "paid", "waived", "replaced", "refunded", "cancelled"),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("paid >= 0 AND paid <= amount", name="paid"),
    CheckConstraint("refunded >= 0 AND refunded <= paid", name="refunded"),
    Index("ix_charges_loss_id", "loss_id", sqlite_where=text("loss_id IS NOT NULL")),
    Index("ix_charges_repair_id", "repair_id", sqlite_where=text("repair_id IS NOT NULL")),
    Index("ix_charges_open", "patron_id", sqlite_where=text("state = 'open'")),
)

clearances = Table(
    "clearances",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("cleared_by", ForeignKey("operators.id")),
    words("note"),
)

visits = Table(
    "visits",
    metadata,
    key(),
    Column("at", Instant, nullable=False, index=True),
    Column("patron_id", ForeignKey("patrons.id"), index=True),
    Column("class_id", ForeignKey("classes.id"), index=True),
    Column("persons", Integer, nullable=False, default=1),
    words("note"),
    Column("counted_by", ForeignKey("operators.id")),
    CheckConstraint("persons > 0", name="persons"),
)
