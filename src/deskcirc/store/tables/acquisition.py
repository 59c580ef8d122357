"""How stock comes and goes: batches and their deliveries, numbers, covers, hand-overs, withdrawals, sealed months."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import flag, key, metadata, one_of, words

batches = Table(
    "batches",
    metadata,
    key(),
    # Its number in the general ledger, given when the batch is opened and never to another one.
    Column("number", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    words("dealer"),
    words("donor"),
    words("invoice"),
    Column("received", Date, nullable=False),
    words("fund"),
    Column("discount", Integer),  # what is paid of the list price, in thousandths: 780 is 七八折
    Column("paid", Integer),  # fen, as on the invoice
    words("note"),
    words("state", "open"),
    Column("opened_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("closed_at", Instant),
    Column("import_id", ForeignKey("imports.id")),
    one_of("source", "purchase", "gift", "allotment", "exchange", "stock", "replacement", "binding"),
    one_of("state", "open", "checked", "closed", "cancelled"),
    CheckConstraint("discount IS NULL OR discount BETWEEN 0 AND 2000", name="discount"),
    CheckConstraint("paid IS NULL OR paid >= 0", name="paid"),
    Index("ix_batches_received", "received"),
)

delivery_lines = Table(
    "delivery_lines",
    metadata,
    key(),
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", String, nullable=False),
    words("volume"),
    words("author"),
    words("publisher"),
    words("isbn"),
    Column("price", Integer),  # fen, as listed
    Column("expected", Integer, nullable=False),
    Column("arrived", Integer, nullable=False, default=0),
    Column("price_found", Integer),  # fen, as printed on the copy that came
    words("isbn_found"),  # of another edition that came instead
    words("remark"),
    Column("title_id", ForeignKey("titles.id")),  # under which it was catalogued
    Column("draft", Text, nullable=False, default="{}"),  # everything else the list says, as JSON
    words("syntax"),
    words("carrier"),
    words("encoding"),
    Column("octets", LargeBinary),  # the dealer's MARC record, as it came
    Column("import_id", ForeignKey("imports.id")),  # the list it stands on; None for one that was not on any
    flag("ended"),
    CheckConstraint("expected >= 0 AND arrived >= 0", name="counts"),
    Index("ix_delivery_lines_batch_id", "batch_id", "position"),
    Index("ix_delivery_lines_isbn", "isbn"),
    # Sets, whose volumes have ISBNs of their own: few, so that they are looked through where no line has the number.
    Index("ix_delivery_lines_of_sets", "isbn", sqlite_where=text("instr(draft, 'other_isbns') > 0")),
)

hand_overs = Table(
    "hand_overs",
    metadata,
    key(),
    Column("number", String, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    words("receiver"),
    words("note"),
)

copy_codes = Table(
    "copy_codes",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),  # once on a label of this copy, and of no other ever
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    Column("ended_at", Instant, nullable=False),
    words("reason"),
)

number_gaps = Table(
    "number_gaps",
    metadata,
    key(),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("at", Instant, nullable=False),
    flag("ended"),
)

book_number_claims = Table(
    "book_number_claims",
    metadata,
    key(),
    Column("class_number", String, nullable=False),
    Column("book_number", String, nullable=False),
    Column("title_id", ForeignKey("titles.id"), index=True),  # None while the title is not saved
    words("station"),
    Column("claimed_at", Instant, nullable=False),
    Column("released_at", Instant),
    Index(
        "uq_book_number_claims_held",
        "class_number",
        "book_number",
        unique=True,
        sqlite_where=text("released_at IS NULL"),
    ),
)

covers = Table(
    "covers",
    metadata,
    key(),
    Column("title_id", ForeignKey("titles.id"), nullable=False, unique=True),
    Column("octets", LargeBinary, nullable=False),  # JPEG or PNG, made small
    Column("width", Integer, nullable=False),  # dots
    Column("height", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    flag("ended"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    key(),
    Column("number", String, nullable=False, unique=True),
    Column("reason", String, nullable=False),
    words("document"),  # 批准文号
    words("receiver"),  # to whom copies are transferred
    words("approved_by"),
    words("note"),
    words("state", "proposed"),
    Column("opened_at", Instant, nullable=False),
    Column("approved_on", Date),  # the day of the ledger
    one_of("reason", "weeded", "damaged", "lost", "transferred", "other"),
    one_of("state", "proposed", "approved", "cancelled"),
    CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_on"),
    Index("ix_withdrawals_approved_on", "approved_on"),
)

withdrawal_copies = Table(
    "withdrawal_copies",
    metadata,
    key(),
    Column("withdrawal_id", ForeignKey("withdrawals.id"), nullable=False, index=True),
    Column("copy_id", ForeignKey("copies.id"), nullable=False),
    Column("number", String, unique=True),  # 注销号, given with the approval
    Column("price", Integer),  # fen, frozen with the approval
    Column("compensation", Integer),  # fen
    Column("evidence", Text, nullable=False, default=""),
    flag("ended"),
    # A copy is in one withdrawal at most; taken out of one again, it may go into another.
    Index("uq_withdrawal_copies_copy_id", "copy_id", unique=True, sqlite_where=text("NOT ended")),
    CheckConstraint("price IS NULL OR price >= 0", name="price"),
    CheckConstraint("compensation IS NULL OR compensation >= 0", name="compensation"),
)

ledger_seals = Table(
    "ledger_seals",
    metadata,
    key(),
    Column("month", String, nullable=False, unique=True),  # "2026-03"
    Column("sealed_at", Instant, nullable=False),
    Column("operator", String, nullable=False),
    Column("hash", String, nullable=False),  # SHA-256 over the one before and `content`
    Column("content", Text, nullable=False),  # every line of every ledger of the month, as JSON
)
