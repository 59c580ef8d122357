"""How stock comes and goes: batches, deliveries, numbers, covers, hand-overs, withdrawals, sealed months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _hand_overs()
    _ledger_seals()
    _number_gaps()
    _withdrawals()
    _batches()
    _book_number_claims()
    _covers()
    _delivery_lines()
    _copy_codes()
    _withdrawal_copies()


def _hand_overs() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hand_overs"),
        sa.UniqueConstraint("number", name="uq_hand_overs_number"),
    )


def _ledger_seals() -> None:
    op.create_table(
        "ledger_seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_seals"),
        sa.UniqueConstraint("month", name="uq_ledger_seals_month"),
    )


def _number_gaps() -> None:
    op.create_table(
        "number_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_number_gaps"),
    )


def _withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="ck_withdrawals_approved_on"),
        sa.CheckConstraint(
            "reason IN ('weeded', 'damaged', 'lost', 'transferred', 'other')", name="ck_withdrawals_reason"
        ),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'cancelled')", name="ck_withdrawals_state"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawals"),
        sa.UniqueConstraint("number", name="uq_withdrawals_number"),
    )
    op.create_index("ix_withdrawals_approved_on", "withdrawals", ["approved_on"], unique=False)


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dealer", sa.String(), nullable=False),
        sa.Column("donor", sa.String(), nullable=False),
        sa.Column("invoice", sa.String(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=True),
        sa.Column("paid", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("checked_at", sa.String(), nullable=True),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "source IN ('purchase', 'gift', 'allotment', 'exchange', 'stock')", name="ck_batches_source"
        ),
        sa.CheckConstraint("state IN ('open', 'checked', 'closed', 'cancelled')", name="ck_batches_state"),
        sa.CheckConstraint("discount IS NULL OR discount BETWEEN 0 AND 2000", name="ck_batches_discount"),
        sa.CheckConstraint("paid IS NULL OR paid >= 0", name="ck_batches_paid"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_batches_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("number", name="uq_batches_number"),
    )
    op.create_index("ix_batches_received", "batches", ["received"], unique=False)


def _book_number_claims() -> None:
    op.create_table(
        "book_number_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_number", sa.String(), nullable=False),
        sa.Column("book_number", sa.String(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("claimed_at", sa.String(), nullable=False),
        sa.Column("released_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_book_number_claims_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_book_number_claims"),
    )
    op.create_index("ix_book_number_claims_title_id", "book_number_claims", ["title_id"], unique=False)
    op.create_index(
        "uq_book_number_claims_held",
        "book_number_claims",
        ["class_number", "book_number"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
    )


def _covers() -> None:
    op.create_table(
        "covers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_covers_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_covers"),
        sa.UniqueConstraint("title_id", name="uq_covers_title_id"),
    )


def _delivery_lines() -> None:
    op.create_table(
        "delivery_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("volume", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("isbn", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("price_found", sa.Integer(), nullable=True),
        sa.Column("isbn_found", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("syntax", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("expected >= 0 AND arrived >= 0", name="ck_delivery_lines_counts"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_delivery_lines_batch_id"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_delivery_lines_import_id"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_delivery_lines_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_lines"),
    )
    op.create_index("ix_delivery_lines_batch_id", "delivery_lines", ["batch_id", "position"], unique=False)
    op.create_index("ix_delivery_lines_isbn", "delivery_lines", ["isbn"], unique=False)
    op.create_index(
        "ix_delivery_lines_of_sets",
        "delivery_lines",
        ["isbn"],
        unique=False,
        sqlite_where=sa.text("instr(draft, 'other_isbns') > 0"),
    )


def _copy_codes() -> None:
    op.create_table(
        "copy_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_copy_codes_copy_id"),
        sa.PrimaryKeyConstraint("id", name="pk_copy_codes"),
        sa.UniqueConstraint("code", name="uq_copy_codes_code"),
    )
    op.create_index("ix_copy_codes_copy_id", "copy_codes", ["copy_id"], unique=False)


def _withdrawal_copies() -> None:
    op.create_table(
        "withdrawal_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("compensation", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("compensation IS NULL OR compensation >= 0", name="ck_withdrawal_copies_compensation"),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="ck_withdrawal_copies_price"),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_withdrawal_copies_copy_id"),
        sa.ForeignKeyConstraint(["withdrawal_id"], ["withdrawals.id"], name="fk_withdrawal_copies_withdrawal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal_copies"),
        sa.UniqueConstraint("number", name="uq_withdrawal_copies_number"),
    )
    op.create_index("ix_withdrawal_copies_withdrawal_id", "withdrawal_copies", ["withdrawal_id"], unique=False)
    op.create_index(
        "uq_withdrawal_copies_copy_id", "withdrawal_copies", ["copy_id"], unique=True, sqlite_where=sa.text("NOT ended")
    )
