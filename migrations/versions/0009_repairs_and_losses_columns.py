"""Columns that loans, copies and charges gain, and the words that charges and batches gain for what can become of them.

Loans and copies only gain a column, so that a library of a million loans is upgraded at once; charges and batches,
which have few rows, are made anew with their wider conditions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_SOURCES = "source IN ('purchase', 'gift', 'allotment', 'exchange', 'stock', 'replacement', 'binding')"
_STATES = "state IN ('open', 'paid', 'waived', 'replaced', 'refunded', 'cancelled')"


def upgrade() -> None:
    op.execute("ALTER TABLE loans ADD COLUMN claimed_at VARCHAR")
    _index("ix_loans_claimed_at", "loans", "claimed_at", "claimed_at IS NOT NULL")
    op.execute(
        "ALTER TABLE copies ADD COLUMN bound_into INTEGER CONSTRAINT fk_copies_bound_into REFERENCES copies (id)"
    )
    _index("ix_copies_bound_into", "copies", "bound_into", "bound_into IS NOT NULL")
    _index("ix_copies_out_of_order", "copies", "state", "damaged OR state = 'in_repair'")
    with op.batch_alter_table("batches") as batches:
        batches.drop_constraint("ck_batches_source", type_="check")
        batches.create_check_constraint("ck_batches_source", _SOURCES)
    _charges()


def _charges() -> None:
    with op.batch_alter_table("charges") as charges:
        charges.add_column(sa.Column("paid", sa.Integer(), server_default=sa.text("0"), nullable=False))
        charges.add_column(sa.Column("refunded", sa.Integer(), server_default=sa.text("0"), nullable=False))
        charges.add_column(sa.Column("loss_id", sa.Integer(), nullable=True))
        charges.add_column(sa.Column("repair_id", sa.Integer(), nullable=True))
        charges.create_foreign_key("fk_charges_loss_id", "losses", ["loss_id"], ["id"])
        charges.create_foreign_key("fk_charges_repair_id", "repairs", ["repair_id"], ["id"])
        charges.drop_constraint("ck_charges_state", type_="check")
        charges.create_check_constraint("ck_charges_state", _STATES)
        charges.create_check_constraint("ck_charges_paid", "paid >= 0 AND paid <= amount")
        charges.create_check_constraint("ck_charges_refunded", "refunded >= 0 AND refunded <= paid")
    _index("ix_charges_loss_id", "charges", "loss_id", "loss_id IS NOT NULL")
    _index("ix_charges_repair_id", "charges", "repair_id", "repair_id IS NOT NULL")


def _index(name: str, table: str, column: str, condition: str) -> None:
    op.create_index(name, table, [column], unique=False, sqlite_where=sa.text(condition))
