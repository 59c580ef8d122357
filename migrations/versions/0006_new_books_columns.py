"""Columns that titles, copies and number series gain, and the indices of shelf order and of what is still to be done.

Columns are added, not whole tables written anew, so that a library of a million loans is upgraded at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ADDED = (
    "copies ADD COLUMN batch_id INTEGER CONSTRAINT fk_copies_batch_id REFERENCES batches (id)",
    "copies ADD COLUMN hand_over_id INTEGER CONSTRAINT fk_copies_hand_over_id REFERENCES hand_overs (id)",
    "copies ADD COLUMN registered DATE",
    "copies ADD COLUMN volume VARCHAR DEFAULT '' NOT NULL",
    "copies ADD COLUMN wants_label BOOLEAN DEFAULT 0 NOT NULL",
    "number_series ADD COLUMN name VARCHAR DEFAULT '' NOT NULL",
    "number_series ADD COLUMN item_type_id INTEGER CONSTRAINT fk_number_series_item_type_id REFERENCES item_types (id)",
    "number_series ADD COLUMN location_id INTEGER CONSTRAINT fk_number_series_location_id REFERENCES locations (id)",
    "number_series ADD COLUMN ended BOOLEAN DEFAULT 0 NOT NULL",
    "titles ADD COLUMN kind VARCHAR DEFAULT 'book' NOT NULL",
    "titles ADD COLUMN set_name VARCHAR DEFAULT '' NOT NULL",
    "titles ADD COLUMN unified_number VARCHAR DEFAULT '' NOT NULL",
    "titles ADD COLUMN awaits_cataloguing BOOLEAN DEFAULT 0 NOT NULL",
)
_LEDGER = ["title_id", "registered", "acquired", "added_at", "price", "batch_id", "accession_number", "state"]


def upgrade() -> None:
    for added in _ADDED:
        op.execute(f"ALTER TABLE {added}")
    op.create_index("ix_copies_ledger", "copies", _LEDGER, unique=False)
    _index("ix_copies_batch_id", "copies", ["batch_id"], "batch_id IS NOT NULL")
    _index("ix_copies_hand_over_id", "copies", ["hand_over_id"], "hand_over_id IS NOT NULL")
    _index("ix_copies_in_process", "copies", ["accession_number"], "state = 'in_process'")
    _index("ix_copies_wants_label", "copies", ["accession_number"], "wants_label")
    op.drop_index(
        "ix_copies_awaits_shelving", "copies"
    )  # made anew with the second column, else the one below is taken
    _index("ix_copies_awaits_shelving", "copies", ["shelf_key", "accession_number"], "awaits_shelving")
    op.create_index("ix_copies_shelf_key", "copies", ["shelf_key", "accession_number"], unique=False)
    op.create_index("ix_titles_class_number", "titles", ["class_number"], unique=False)
    _index("ix_titles_awaits_cataloguing", "titles", ["added_at"], "awaits_cataloguing")


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(condition))
