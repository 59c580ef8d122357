"""Damaged and lost copies: repairs with their photos and lessons, losses, and the money taken or given back."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import flag, key, metadata, one_of, words

mending_lessons = Table(
    "mending_lessons",
    metadata,
    key(),
    Column("number", String, nullable=False, unique=True),
    words("name"),
    Column("on", Date, nullable=False),
    Column("class_id", ForeignKey("classes.id")),
    Column("minutes", Integer, nullable=False),
    words("state", "planned"),
    words("note"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("unfinished", Integer, nullable=False, default=0),  # copies that went back to the queue at the end
    one_of("state", "planned", "under_way", "closed", "cancelled"),
    CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("unfinished >= 0", name="unfinished"),
)

repairs = Table(
    "repairs",
    metadata,
    key(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    words("state", "queued"),
    words("origin", "shelf"),
    words("kinds"),  # codes of domain.repair.DamageKind, sorted, a space between
    words("severity", "medium"),
    words("note"),
    Column("patron_id", ForeignKey("patrons.id")),  # who had the copy last
    Column("loan_id", ForeignKey("loans.id")),  # by which they had it
    words("duty"),  # what follows for them; "" while nobody has decided
    Column("reported_at", Instant, nullable=False),
    Column("reported_by", ForeignKey("operators.id")),
    Column("helper_id", ForeignKey("patrons.id")),  # who mends it
    Column("lesson_id", ForeignKey("mending_lessons.id")),
    Column("due_back", Date),
    words("materials"),
    Column("minutes", Integer),  # that it took
    Column("started_at", Instant),
    Column("mended_at", Instant),
    Column("ended_at", Instant),
    words("ended_note"),
    flag("in_process"),  # the copy was not in stock yet when it was taken to the table, nor is it afterwards
    one_of("state", "queued", "in_repair", "mended", "back", "beyond", "cancelled"),
    one_of("origin", "returns", "shelf", "stocktake", "accession", "corner", "register"),
    one_of("severity", "light", "medium", "heavy"),
    one_of("duty", "", "mends", "pays", "nothing"),
    CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes"),
    CheckConstraint(
        "(state IN ('back', 'beyond', 'cancelled')) = (ended_at IS NOT NULL)",
        name="ended_at",
    ),
    # A copy is in the queue once, whoever reports it and however often.
    Index(
        "uq_repairs_open_copy",
        "copy_id",
        unique=True,
        sqlite_where=text("state IN ('queued', 'in_repair', 'mended')"),
    ),
    Index("ix_repairs_patron_id", "patron_id", sqlite_where=text("patron_id IS NOT NULL")),
    Index("ix_repairs_helper_id", "helper_id", sqlite_where=text("helper_id IS NOT NULL")),
    Index("ix_repairs_lesson_id", "lesson_id", sqlite_where=text("lesson_id IS NOT NULL")),
    Index("ix_repairs_reported_at", "reported_at"),
    Index("ix_repairs_ended_at", "ended_at", sqlite_where=text("ended_at IS NOT NULL")),
)

repair_photos = Table(
    "repair_photos",
    metadata,
    key(),
    Column("repair_id", ForeignKey("repairs.id"), nullable=False, index=True),
    Column("octets", LargeBinary, nullable=False),  # JPEG or PNG, made small
    Column("width", Integer, nullable=False),  # dots
    Column("height", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    flag("ended"),
)

losses = Table(
    "losses",
    metadata,
    key(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    words("state", "lost"),
    words("origin", "patron"),
    Column("patron_id", ForeignKey("patrons.id")),  # who had it
    Column("loan_id", ForeignKey("loans.id")),
    words("way"),  # how it is made good; "" while nobody has decided
    Column("replaced_by", ForeignKey("copies.id")),
    Column("claimed_at", Instant),  # the patron said it was returned (待查)
    Column("lost_at", Instant),  # declared lost
    Column("reported_at", Instant, nullable=False),
    Column("reported_by", ForeignKey("operators.id")),
    Column("searches", Integer, nullable=False, default=0),
    Column("searched_at", Instant),
    Column("ended_at", Instant),
    words("note"),
    words("ended_note"),
    one_of("state", "claimed", "lost", "replaced", "found", "cancelled"),
    one_of("origin", "patron", "claimed", "overdue", "stocktake", "shelf", "register"),
    one_of("way", "", "same_copy", "price", "set_price", "nothing"),
    CheckConstraint("searches >= 0", name="searches"),
    CheckConstraint("(state = 'replaced') <= (replaced_by IS NOT NULL)", name="replaced_by"),
    CheckConstraint("(state IN ('found', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_at"),
    # Lost once: a copy that was replaced stays lost until it is found.
    Index(
        "uq_losses_open_copy",
        "copy_id",
        unique=True,
        sqlite_where=text("state IN ('claimed', 'lost', 'replaced')"),
    ),
    Index("ix_losses_patron_id", "patron_id", sqlite_where=text("patron_id IS NOT NULL")),
    Index("ix_losses_loan_id", "loan_id", sqlite_where=text("loan_id IS NOT NULL")),
    Index("ix_losses_reported_at", "reported_at"),
)

payments = Table(
    "payments",
    metadata,
    key(),
    Column("charge_id", ForeignKey("charges.id"), nullable=False, index=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False),
    words("kind", "paid"),
    Column("amount", Integer, nullable=False),  # fen, whichever way it went
    Column("receipt", String, nullable=False, unique=True),  # the number on its paper, never given again
    Column("at", Instant, nullable=False, index=True),
    Column("taken_by", ForeignKey("operators.id")),
    words("note"),
    one_of("kind", "paid", "refunded"),
    CheckConstraint("amount > 0", name="amount"),
)
