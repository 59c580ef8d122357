"""The school year: terms, opening hours, the rota, amnesties; class corners, visits, charges, clearances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _amnesties()
    _opening_periods()
    _rota_slots()
    _rota_wishes()
    _terms()
    _rota_turns()
    _clearances()
    _corners()
    _visits()
    _corner_loans()
    _charges()


def _amnesties() -> None:
    op.create_table(
        "amnesties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts <= ends", name="ck_amnesties_days"),
        sa.PrimaryKeyConstraint("id", name="pk_amnesties"),
    )


def _opening_periods() -> None:
    op.create_table(
        "opening_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("month_from", sa.Integer(), nullable=True),
        sa.Column("month_to", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(month_from IS NULL) = (month_to IS NULL)", name="ck_opening_periods_months"),
        sa.CheckConstraint(
            "weekday BETWEEN 1 AND 7 AND 0 <= opens AND opens < closes AND closes <= 1440",
            name="ck_opening_periods_times",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opening_periods"),
    )


def _rota_slots() -> None:
    op.create_table(
        "rota_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440 AND room > 0", name="ck_rota_slots_times"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_slots"),
    )


def _rota_wishes() -> None:
    op.create_table(
        "rota_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_from", sa.Integer(), nullable=True),
        sa.Column("grade_to", sa.Integer(), nullable=True),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("activity IN ('borrow', 'read')", name="ck_rota_wishes_activity"),
        sa.CheckConstraint("every IN ('week', 'second_week')", name="ck_rota_wishes_every"),
        sa.CheckConstraint("times > 0", name="ck_rota_wishes_times"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_wishes"),
    )


def _terms() -> None:
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("return_by", sa.Date(), nullable=True),
        sa.Column("vacation_loans_from", sa.Date(), nullable=True),
        sa.Column("finals", sa.Date(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts <= ends", name="ck_terms_days"),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
    )


def _rota_turns() -> None:
    op.create_table(
        "rota_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("activity IN ('borrow', 'read')", name="ck_rota_turns_activity"),
        sa.CheckConstraint("week IN ('', 'A', 'B')", name="ck_rota_turns_week"),
        sa.CheckConstraint("(class_id IS NULL) <> (grade IS NULL)", name="ck_rota_turns_who"),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name="ck_rota_turns_weekday"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_rota_turns_class_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["rota_slots.id"], name="fk_rota_turns_slot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_turns"),
    )


def _clearances() -> None:
    op.create_table(
        "clearances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("cleared_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cleared_by"], ["operators.id"], name="fk_clearances_cleared_by"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_clearances_patron_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clearances"),
        sa.UniqueConstraint("number", name="uq_clearances_number"),
    )
    op.create_index("ix_clearances_patron_id", "clearances", ["patron_id"], unique=False)


def _corners() -> None:
    op.create_table(
        "corners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.CheckConstraint("target >= 0 AND (capacity IS NULL OR capacity > 0)", name="ck_corners_numbers"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_corners_class_id"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_corners_patron_id"),
        sa.PrimaryKeyConstraint("id", name="pk_corners"),
    )
    op.create_index("uq_corners_open", "corners", ["class_id"], unique=True, sqlite_where=sa.text("closed_at IS NULL"))


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("counted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("persons > 0", name="ck_visits_persons"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_visits_class_id"),
        sa.ForeignKeyConstraint(["counted_by"], ["operators.id"], name="fk_visits_counted_by"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_visits_patron_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_at", "visits", ["at"], unique=False)
    op.create_index("ix_visits_class_id", "visits", ["class_id"], unique=False)
    op.create_index("ix_visits_patron_id", "visits", ["patron_id"], unique=False)


def _corner_loans() -> None:
    op.create_table(
        "corner_loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("corner_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("lent_at", sa.String(), nullable=False),
        sa.Column("lent_by", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("returned_at", sa.String(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_corner_loans_copy_id"),
        sa.ForeignKeyConstraint(["corner_id"], ["corners.id"], name="fk_corner_loans_corner_id"),
        sa.ForeignKeyConstraint(["lent_by"], ["operators.id"], name="fk_corner_loans_lent_by"),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name="fk_corner_loans_loan_id"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_corner_loans_patron_id"),
        sa.ForeignKeyConstraint(["returned_by"], ["operators.id"], name="fk_corner_loans_returned_by"),
        sa.PrimaryKeyConstraint("id", name="pk_corner_loans"),
    )
    op.create_index("ix_corner_loans_copy_id", "corner_loans", ["copy_id"], unique=False)
    op.create_index("ix_corner_loans_corner_id", "corner_loans", ["corner_id"], unique=False)
    op.create_index("ix_corner_loans_loan_id", "corner_loans", ["loan_id"], unique=False)
    op.create_index(
        "ix_corner_loans_open_patron",
        "corner_loans",
        ["patron_id"],
        unique=False,
        sqlite_where=sa.text("returned_at IS NULL"),
    )
    op.create_index("ix_corner_loans_patron_id", "corner_loans", ["patron_id"], unique=False)
    op.create_index(
        "uq_corner_loans_open_copy",
        "corner_loans",
        ["copy_id"],
        unique=True,
        sqlite_where=sa.text("returned_at IS NULL"),
    )


def _charges() -> None:
    op.create_table(
        "charges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.String(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('late', 'lost', 'damaged', 'other')", name="ck_charges_kind"),
        sa.CheckConstraint("state IN ('open', 'paid', 'waived')", name="ck_charges_state"),
        sa.CheckConstraint("amount > 0", name="ck_charges_amount"),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_charges_copy_id"),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name="fk_charges_loan_id"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_charges_patron_id"),
        sa.ForeignKeyConstraint(["raised_by"], ["operators.id"], name="fk_charges_raised_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["operators.id"], name="fk_charges_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_charges"),
    )
    op.create_index("ix_charges_copy_id", "charges", ["copy_id"], unique=False)
    op.create_index("ix_charges_loan_id", "charges", ["loan_id"], unique=False)
    op.create_index("ix_charges_open", "charges", ["patron_id"], unique=False, sqlite_where=sa.text("state = 'open'"))
    op.create_index("ix_charges_patron_id", "charges", ["patron_id"], unique=False)
