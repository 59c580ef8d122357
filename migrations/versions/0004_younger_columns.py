"""Columns that older tables gain: what ended, teachers of classes, kinds of loans, and rules that may come again.

Columns are added, not whole tables written anew, so that a library of a million loans is upgraded at once; only the
rule table, which has a few dozen rows, is made anew without its constraint over the four columns that name a rule:
a rule that ended may be made again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ADDED = (
    "classes ADD COLUMN teacher VARCHAR DEFAULT '' NOT NULL",
    "closed_days ADD COLUMN as_weekday INTEGER",
    "closed_days ADD COLUMN ended BOOLEAN DEFAULT 0 NOT NULL",
    "holds ADD COLUMN wanted_copy_id INTEGER CONSTRAINT fk_holds_wanted_copy_id REFERENCES copies (id)",
    "holds ADD COLUMN place INTEGER DEFAULT 0 NOT NULL",
    "item_types ADD COLUMN ended BOOLEAN DEFAULT 0 NOT NULL",
    (
        "loans ADD COLUMN lending VARCHAR DEFAULT 'home' NOT NULL "
        "CONSTRAINT ck_loans_lending CHECK (lending IN ('home', 'same_day', 'in_house'))"
    ),
    "loans ADD COLUMN corner_id INTEGER CONSTRAINT fk_loans_corner_id REFERENCES corners (id)",
    "operators ADD COLUMN class_id INTEGER CONSTRAINT fk_operators_class_id REFERENCES classes (id)",
    "patron_categories ADD COLUMN ended BOOLEAN DEFAULT 0 NOT NULL",
)


def upgrade() -> None:
    for added in _ADDED:
        op.execute(f"ALTER TABLE {added}")
    op.create_index(
        "ix_loans_corner_id", "loans", ["corner_id"], unique=False, sqlite_where=sa.text("corner_id IS NOT NULL")
    )
    op.create_index(
        "uq_cards_valid_patron", "cards", ["patron_id"], unique=True, sqlite_where=sa.text("state = 'valid'")
    )
    op.create_index(
        "ix_loans_on_site",
        "loans",
        ["lent_at"],
        unique=False,
        sqlite_where=sa.text("returned_at IS NULL AND lending <> 'home'"),
    )
    op.create_index("ix_holds_copy_id", "holds", ["copy_id"], unique=False, sqlite_where=sa.text("copy_id IS NOT NULL"))
    op.create_index("ix_holds_expired", "holds", ["ended_at"], unique=False, sqlite_where=sa.text("state = 'expired'"))
    with op.batch_alter_table("circulation_rules") as rules:
        rules.add_column(sa.Column("ended", sa.Boolean(), server_default=sa.text("0"), nullable=False))
        rules.drop_constraint("uq_circulation_rules_category_id_grade_from_grade_to_item_type_id", type_="unique")
