"""Damaged and lost copies: repairs with their photos and lessons, losses, and the money taken or given back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _mending_lessons()
    _repairs()
    _repair_photos()
    _losses()
    _payments()


def _mending_lessons() -> None:
    op.create_table(
        "mending_lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("unfinished", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'under_way', 'closed', 'cancelled')", name=op.f("ck_mending_lessons_state")
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_mending_lessons_minutes")),
        sa.CheckConstraint("unfinished >= 0", name=op.f("ck_mending_lessons_unfinished")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_mending_lessons_class_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mending_lessons")),
        sa.UniqueConstraint("number", name=op.f("uq_mending_lessons_number")),
    )


def _repairs() -> None:
    op.create_table(
        "repairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("reported_at", sa.String(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("due_back", sa.Date(), nullable=True),
        sa.Column("materials", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("mended_at", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("ended_note", sa.String(), nullable=False),
        sa.Column("in_process", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('back', 'beyond', 'cancelled')) = (ended_at IS NOT NULL)", name=op.f("ck_repairs_ended_at")
        ),
        sa.CheckConstraint("duty IN ('', 'mends', 'pays', 'nothing')", name=op.f("ck_repairs_duty")),
        sa.CheckConstraint(
            "origin IN ('returns', 'shelf', 'stocktake', 'accession', 'corner', 'register')",
            name=op.f("ck_repairs_origin"),
        ),
        sa.CheckConstraint("severity IN ('light', 'medium', 'heavy')", name=op.f("ck_repairs_severity")),
        sa.CheckConstraint(
            "state IN ('queued', 'in_repair', 'mended', 'back', 'beyond', 'cancelled')", name=op.f("ck_repairs_state")
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name=op.f("ck_repairs_minutes")),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name=op.f("fk_repairs_copy_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["patrons.id"], name=op.f("fk_repairs_helper_id")),
        sa.ForeignKeyConstraint(["lesson_id"], ["mending_lessons.id"], name=op.f("fk_repairs_lesson_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_repairs_loan_id")),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_repairs_patron_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["operators.id"], name=op.f("fk_repairs_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
    )
    op.create_index(op.f("ix_repairs_copy_id"), "repairs", ["copy_id"], unique=False)
    op.create_index(
        "ix_repairs_ended_at", "repairs", ["ended_at"], unique=False, sqlite_where=sa.text("ended_at IS NOT NULL")
    )
    op.create_index(
        "ix_repairs_helper_id", "repairs", ["helper_id"], unique=False, sqlite_where=sa.text("helper_id IS NOT NULL")
    )
    op.create_index(
        "ix_repairs_lesson_id", "repairs", ["lesson_id"], unique=False, sqlite_where=sa.text("lesson_id IS NOT NULL")
    )
    op.create_index(
        "ix_repairs_patron_id", "repairs", ["patron_id"], unique=False, sqlite_where=sa.text("patron_id IS NOT NULL")
    )
    op.create_index("ix_repairs_reported_at", "repairs", ["reported_at"], unique=False)
    op.create_index(
        "uq_repairs_open_copy",
        "repairs",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'in_repair', 'mended')"),
    )


def _repair_photos() -> None:
    op.create_table(
        "repair_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repair_id", sa.Integer(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["repair_id"], ["repairs.id"], name=op.f("fk_repair_photos_repair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_photos")),
    )
    op.create_index(op.f("ix_repair_photos_repair_id"), "repair_photos", ["repair_id"], unique=False)


def _losses() -> None:
    op.create_table(
        "losses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.String(), nullable=True),
        sa.Column("lost_at", sa.String(), nullable=True),
        sa.Column("reported_at", sa.String(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("searched_at", sa.String(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_note", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'replaced') <= (replaced_by IS NOT NULL)", name=op.f("ck_losses_replaced_by")),
        sa.CheckConstraint(
            "(state IN ('found', 'cancelled')) = (ended_at IS NOT NULL)", name=op.f("ck_losses_ended_at")
        ),
        sa.CheckConstraint(
            "origin IN ('patron', 'claimed', 'overdue', 'stocktake', 'shelf', 'register')",
            name=op.f("ck_losses_origin"),
        ),
        sa.CheckConstraint(
            "state IN ('claimed', 'lost', 'replaced', 'found', 'cancelled')", name=op.f("ck_losses_state")
        ),
        sa.CheckConstraint("way IN ('', 'same_copy', 'price', 'set_price', 'nothing')", name=op.f("ck_losses_way")),
        sa.CheckConstraint("searches >= 0", name=op.f("ck_losses_searches")),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name=op.f("fk_losses_copy_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_losses_loan_id")),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_losses_patron_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["copies.id"], name=op.f("fk_losses_replaced_by")),
        sa.ForeignKeyConstraint(["reported_by"], ["operators.id"], name=op.f("fk_losses_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_losses")),
    )
    op.create_index(op.f("ix_losses_copy_id"), "losses", ["copy_id"], unique=False)
    op.create_index(
        "ix_losses_loan_id", "losses", ["loan_id"], unique=False, sqlite_where=sa.text("loan_id IS NOT NULL")
    )
    op.create_index(
        "ix_losses_patron_id", "losses", ["patron_id"], unique=False, sqlite_where=sa.text("patron_id IS NOT NULL")
    )
    op.create_index("ix_losses_reported_at", "losses", ["reported_at"], unique=False)
    op.create_index(
        "uq_losses_open_copy",
        "losses",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('claimed', 'lost', 'replaced')"),
    )


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('paid', 'refunded')", name=op.f("ck_payments_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], name=op.f("fk_payments_charge_id")),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name=op.f("fk_payments_patron_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["operators.id"], name=op.f("fk_payments_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("receipt", name=op.f("uq_payments_receipt")),
    )
    op.create_index(op.f("ix_payments_at"), "payments", ["at"], unique=False)
    op.create_index(op.f("ix_payments_charge_id"), "payments", ["charge_id"], unique=False)
