"""What happens at the counter: rules, loans, in-house use, holds."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import added_flag, added_number, added_words, key, metadata, one_of, words

circulation_rules = Table(
    "circulation_rules",
    metadata,
    key(),
    Column("category_id", ForeignKey("patron_categories.id")),
    Column("grade_from", Integer),
    Column("grade_to", Integer),
    Column("item_type_id", ForeignKey("item_types.id")),
    Column("loan_limit", Integer, nullable=False),
    Column("type_limit", Integer),
    Column("loan_days", Integer, nullable=False),
    Column("renewals", Integer, nullable=False),
    Column("renewal_days", Integer, nullable=False),
    Column("holds", Integer, nullable=False),
    words("lending", "home"),
    words("overdue_effect", "block"),
    Column("suspension_days", Integer, nullable=False, default=1),
    Column("grace_days", Integer, nullable=False, default=0),
    Column("suspension_cap", Integer),
    Column("fine", Integer, nullable=False, default=0),
    Column("loss_percent", Integer, nullable=False, default=100),
    one_of("lending", "home", "same_day", "in_house"),
    one_of("overdue_effect", "none", "block", "suspend", "fine"),
    CheckConstraint("loan_days >= 0 AND renewals >= 0 AND loan_limit >= 0", name="numbers"),
    added_flag("ended"),
)

loans = Table(
    "loans",
    metadata,
    key(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False),
    Column("rule_id", ForeignKey("circulation_rules.id")),
    Column("lent_at", Instant, nullable=False),
    Column("lent_by", ForeignKey("operators.id")),
    Column("due", Date, nullable=False),
    Column("renewals", Integer, nullable=False, default=0),
    Column("renewed_at", Instant),
    Column("returned_at", Instant),
    Column("returned_by", ForeignKey("operators.id")),
    Column("days_late", Integer),
    words("override_reason"),
    added_words("lending", "home"),
    Column("corner_id", ForeignKey("corners.id")),  # lent to a class for its corner
    Column("claimed_at", Instant),  # the patron says it was returned (待查): nothing follows while it is looked for
    one_of("lending", "home", "same_day", "in_house"),
    CheckConstraint("renewals >= 0", name="renewals"),
    Index("uq_loans_open_copy", "copy_id", unique=True, sqlite_where=text("returned_at IS NULL")),
    Index("ix_loans_open_patron", "patron_id", "due", sqlite_where=text("returned_at IS NULL")),
    Index("ix_loans_patron_id_lent_at", "patron_id", "lent_at"),
    Index("ix_loans_copy_id_lent_at", "copy_id", "lent_at"),
    Index("ix_loans_lent_at", "lent_at"),
    Index("ix_loans_returned_at", "returned_at"),
    Index("ix_loans_on_site", "lent_at", sqlite_where=text("returned_at IS NULL AND lending <> 'home'")),
    Index("ix_loans_claimed_at", "claimed_at", sqlite_where=text("claimed_at IS NOT NULL")),
    Index("ix_loans_corner_id", "corner_id", sqlite_where=text("corner_id IS NOT NULL")),
)

in_house_uses = Table(
    "in_house_uses",
    metadata,
    key(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),
    Column("counted_by", ForeignKey("operators.id")),
)

holds = Table(
    "holds",
    metadata,
    key(),
    Column("title_id", ForeignKey("titles.id"), nullable=False),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("placed_at", Instant, nullable=False),
    words("state", "waiting"),
    Column("copy_id", ForeignKey("copies.id")),
    Column("shelf_number", Integer),
    Column("ready_at", Instant),
    Column("expires", Date),
    Column("ended_at", Instant),
    Column("wanted_copy_id", ForeignKey("copies.id")),  # this very copy; any copy of the title where there is none
    added_number("place"),  # where the librarian has put it in the queue; within a place by placed_at
    one_of("state", "waiting", "ready", "fulfilled", "cancelled", "expired"),
    CheckConstraint("(state = 'ready') <= (copy_id IS NOT NULL AND shelf_number IS NOT NULL)", name="ready"),
    Index("ix_holds_queue", "title_id", "placed_at", sqlite_where=text("state IN ('waiting', 'ready')")),
    Index("uq_holds_open", "title_id", "patron_id", unique=True, sqlite_where=text("state IN ('waiting', 'ready')")),
    Index("uq_holds_ready_copy", "copy_id", unique=True, sqlite_where=text("state = 'ready'")),
    Index("ix_holds_expired", "ended_at", sqlite_where=text("state = 'expired'")),
    Index("ix_holds_copy_id", "copy_id", sqlite_where=text("copy_id IS NOT NULL")),
    Index("uq_holds_shelf_number", "shelf_number", unique=True, sqlite_where=text("state = 'ready'")),
)

corners = Table(
    "corners",
    metadata,
    key(),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False),  # the class itself, to which the copies are lent
    Column("target", Integer, nullable=False),
    Column("capacity", Integer),
    words("note"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    CheckConstraint("target >= 0 AND (capacity IS NULL OR capacity > 0)", name="numbers"),
    Index("uq_corners_open", "class_id", unique=True, sqlite_where=text("closed_at IS NULL")),
)

corner_loans = Table(
    "corner_loans",
    metadata,
    key(),
    Column("corner_id", ForeignKey("corners.id"), nullable=False, index=True),
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    Column("loan_id", ForeignKey("loans.id"), nullable=False, index=True),  # the class's own, of the copy
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("lent_at", Instant, nullable=False),
    Column("lent_by", ForeignKey("operators.id")),
    Column("due", Date),
    Column("returned_at", Instant),
    Column("returned_by", ForeignKey("operators.id")),
    Index("uq_corner_loans_open_copy", "copy_id", unique=True, sqlite_where=text("returned_at IS NULL")),
    Index("ix_corner_loans_open_patron", "patron_id", sqlite_where=text("returned_at IS NULL")),
)
