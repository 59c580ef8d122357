"""Counting the shelves: shelves with their labels, counts with what they expect, files, scans and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _shelves()
    _stocktakes()
    _stocktake_blocks()
    _stocktake_files()
    _stocktake_scans()
    _stocktake_photos()
    _stocktake_decisions()


def _shelves() -> None:
    op.create_table(
        "shelves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_call_number", sa.String(), nullable=False),
        sa.Column("first_key", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_shelves_code")),
        sa.CheckConstraint("place >= 0", name=op.f("ck_shelves_place")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_shelves_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelves")),
        sa.UniqueConstraint("code", name=op.f("uq_shelves_code")),
    )
    op.create_index("ix_shelves_location_id_place", "shelves", ["location_id", "place"], unique=False)


def _stocktakes() -> None:
    op.create_table(
        "stocktakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("state_at", sa.String(), nullable=False),
        sa.Column("state_by", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("backup", sa.String(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("seal", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') <= (closed_at IS NOT NULL AND seal <> '')", name=op.f("ck_stocktakes_closed_at")
        ),
        sa.CheckConstraint("expected >= 0 AND expected <= copies", name=op.f("ck_stocktakes_expected")),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed', 'void')", name=op.f("ck_stocktakes_state")),
        sa.ForeignKeyConstraint(["opened_by"], ["operators.id"], name=op.f("fk_stocktakes_opened_by")),
        sa.ForeignKeyConstraint(["state_by"], ["operators.id"], name=op.f("fk_stocktakes_state_by")),
        sa.ForeignKeyConstraint(["previous_id"], ["stocktakes.id"], name=op.f("fk_stocktakes_previous_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktakes")),
        sa.UniqueConstraint("number", name=op.f("uq_stocktakes_number")),
    )


def _stocktake_blocks() -> None:
    op.create_table(
        "stocktake_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("groups", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["stocktake_id"], ["stocktakes.id"], name=op.f("fk_stocktake_blocks_stocktake_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_blocks")),
        sa.UniqueConstraint("stocktake_id", "block", name=op.f("uq_stocktake_blocks_stocktake_id_block")),
    )


def _stocktake_files() -> None:
    op.create_table(
        "stocktake_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("loaded_at", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_stocktake_files_lines")),
        sa.ForeignKeyConstraint(["stocktake_id"], ["stocktakes.id"], name=op.f("fk_stocktake_files_stocktake_id")),
        sa.ForeignKeyConstraint(["loaded_by"], ["operators.id"], name=op.f("fk_stocktake_files_loaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_files")),
    )
    op.create_index(
        "uq_stocktake_files_taken",
        "stocktake_files",
        ["stocktake_id", "sha256"],
        unique=True,
        sqlite_where=sa.text("NOT ended"),
    )


def _stocktake_scans() -> None:
    op.create_table(
        "stocktake_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("shelf_id", sa.Integer(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("untimed", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('found', 'repeat', 'on_loan', 'elsewhere', 'unknown', 'refused')",
            name=op.f("ck_stocktake_scans_kind"),
        ),
        sa.CheckConstraint("(file_id IS NULL) = (line IS NULL)", name=op.f("ck_stocktake_scans_line")),
        sa.ForeignKeyConstraint(["stocktake_id"], ["stocktakes.id"], name=op.f("fk_stocktake_scans_stocktake_id")),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name=op.f("fk_stocktake_scans_copy_id")),
        sa.ForeignKeyConstraint(["shelf_id"], ["shelves.id"], name=op.f("fk_stocktake_scans_shelf_id")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_stocktake_scans_location_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name=op.f("fk_stocktake_scans_operator_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stocktake_files.id"], name=op.f("fk_stocktake_scans_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_scans")),
    )
    op.create_index(
        "uq_stocktake_scans_copy",
        "stocktake_scans",
        ["stocktake_id", "copy_id"],
        unique=True,
        sqlite_where=sa.text("copy_id IS NOT NULL AND kind IN ('found', 'on_loan', 'elsewhere') AND NOT ended"),
    )
    op.create_index(
        "uq_stocktake_scans_code",
        "stocktake_scans",
        ["stocktake_id", "code"],
        unique=True,
        sqlite_where=sa.text("copy_id IS NULL AND kind = 'unknown' AND NOT ended"),
    )
    op.create_index(
        "ix_stocktake_scans_code",
        "stocktake_scans",
        ["stocktake_id", "code"],
        unique=False,
        sqlite_where=sa.text("copy_id IS NULL"),
    )
    op.create_index(
        "ix_stocktake_scans_copy_id",
        "stocktake_scans",
        ["copy_id", "stocktake_id"],
        unique=False,
        sqlite_where=sa.text("copy_id IS NOT NULL"),
    )
    op.create_index(
        "ix_stocktake_scans_file_id",
        "stocktake_scans",
        ["file_id"],
        unique=False,
        sqlite_where=sa.text("file_id IS NOT NULL"),
    )
    op.create_index(
        "ix_stocktake_scans_shelf_id", "stocktake_scans", ["stocktake_id", "shelf_id", "kind"], unique=False
    )


def _stocktake_photos() -> None:
    op.create_table(
        "stocktake_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["stocktake_scans.id"], name=op.f("fk_stocktake_photos_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_photos")),
    )
    op.create_index("ix_stocktake_photos_scan_id", "stocktake_photos", ["scan_id"], unique=False)


def _stocktake_decisions() -> None:
    op.create_table(
        "stocktake_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at_closing", sa.Boolean(), nullable=False),
        sa.Column("reversed_at", sa.String(), nullable=True),
        sa.CheckConstraint("copy_id IS NOT NULL OR scan_id IS NOT NULL", name=op.f("ck_stocktake_decisions_about")),
        sa.CheckConstraint(
            "kind IN ('searched', 'missing', 'lost', 'found', 'returned', 'moved', 'relocated', 'matched', 'accessioned', 'set_aside', 'damaged', 'withdrawal')",
            name=op.f("ck_stocktake_decisions_kind"),
        ),
        sa.ForeignKeyConstraint(["stocktake_id"], ["stocktakes.id"], name=op.f("fk_stocktake_decisions_stocktake_id")),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name=op.f("fk_stocktake_decisions_copy_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["stocktake_scans.id"], name=op.f("fk_stocktake_decisions_scan_id")),
        sa.ForeignKeyConstraint(["by"], ["operators.id"], name=op.f("fk_stocktake_decisions_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_decisions")),
    )
    op.create_index(
        "ix_stocktake_decisions_copy_id",
        "stocktake_decisions",
        ["copy_id"],
        unique=False,
        sqlite_where=sa.text("copy_id IS NOT NULL"),
    )
    op.create_index(
        "ix_stocktake_decisions_scan_id",
        "stocktake_decisions",
        ["scan_id"],
        unique=False,
        sqlite_where=sa.text("scan_id IS NOT NULL"),
    )
    op.create_index(
        "ix_stocktake_decisions_stocktake_id", "stocktake_decisions", ["stocktake_id", "copy_id"], unique=False
    )
