"""What happens at the counter: rules, loans, holds, imports, and the append-only journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _closed_days()
    _imports()
    _journal()
    _number_series()
    _circulation_rules()
    _journal_changes()
    _holds()
    _in_house_uses()
    _loans()
    _notes()
    _keep_the_journal()


def _closed_days() -> None:
    op.create_table(
        "closed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closed_days"),
        sa.UniqueConstraint("day", name="uq_closed_days_day"),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("rows_matched", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.CheckConstraint("rows_read = rows_added + rows_matched + rows_refused", name="ck_imports_adds_up"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["journal.id"], name="fk_journal_undoes"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("hash", name="uq_journal_hash"),
        sa.UniqueConstraint("undoes", name="uq_journal_undoes"),
    )
    op.create_index("ix_journal_station_id", "journal", ["station", "id"], unique=False)


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.CheckConstraint("next > 0 AND width > 0", name="ck_number_series_numbers"),
        sa.PrimaryKeyConstraint("id", name="pk_number_series"),
        sa.UniqueConstraint("code", name="uq_number_series_code"),
    )


def _circulation_rules() -> None:
    op.create_table(
        "circulation_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("grade_from", sa.Integer(), nullable=True),
        sa.Column("grade_to", sa.Integer(), nullable=True),
        sa.Column("item_type_id", sa.Integer(), nullable=True),
        sa.Column("loan_limit", sa.Integer(), nullable=False),
        sa.Column("type_limit", sa.Integer(), nullable=True),
        sa.Column("loan_days", sa.Integer(), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewal_days", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("lending", sa.String(), nullable=False),
        sa.Column("overdue_effect", sa.String(), nullable=False),
        sa.Column("suspension_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("suspension_cap", sa.Integer(), nullable=True),
        sa.Column("fine", sa.Integer(), nullable=False),
        sa.Column("loss_percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("lending IN ('home', 'same_day', 'in_house')", name="ck_circulation_rules_lending"),
        sa.CheckConstraint(
            "overdue_effect IN ('none', 'block', 'suspend', 'fine')", name="ck_circulation_rules_overdue_effect"
        ),
        sa.CheckConstraint("loan_days >= 0 AND renewals >= 0 AND loan_limit >= 0", name="ck_circulation_rules_numbers"),
        sa.ForeignKeyConstraint(["category_id"], ["patron_categories.id"], name="fk_circulation_rules_category_id"),
        sa.ForeignKeyConstraint(["item_type_id"], ["item_types.id"], name="fk_circulation_rules_item_type_id"),
        sa.PrimaryKeyConstraint("id", name="pk_circulation_rules"),
        sa.UniqueConstraint(
            "category_id",
            "grade_from",
            "grade_to",
            "item_type_id",
            name="uq_circulation_rules_category_id_grade_from_grade_to_item_type_id",
        ),
    )


def _journal_changes() -> None:
    op.create_table(
        "journal_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal.id"],
            name="fk_journal_changes_entry_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_journal_changes"),
    )
    op.create_index("ix_journal_changes_entry_id", "journal_changes", ["entry_id"], unique=False)
    op.create_index("ix_journal_changes_row", "journal_changes", ["table_name", "row_id"], unique=False)


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("shelf_number", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.String(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') <= (copy_id IS NOT NULL AND shelf_number IS NOT NULL)", name="ck_holds_ready"
        ),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'fulfilled', 'cancelled', 'expired')", name="ck_holds_state"),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_holds_copy_id"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_holds_patron_id"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_holds_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_patron_id", "holds", ["patron_id"], unique=False)
    op.create_index(
        "ix_holds_queue",
        "holds",
        ["title_id", "placed_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'ready')"),
    )
    op.create_index(
        "uq_holds_open",
        "holds",
        ["title_id", "patron_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'ready')"),
    )
    op.create_index("uq_holds_ready_copy", "holds", ["copy_id"], unique=True, sqlite_where=sa.text("state = 'ready'"))
    op.create_index(
        "uq_holds_shelf_number", "holds", ["shelf_number"], unique=True, sqlite_where=sa.text("state = 'ready'")
    )


def _in_house_uses() -> None:
    op.create_table(
        "in_house_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("counted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_in_house_uses_copy_id"),
        sa.ForeignKeyConstraint(["counted_by"], ["operators.id"], name="fk_in_house_uses_counted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_in_house_uses"),
    )
    op.create_index("ix_in_house_uses_at", "in_house_uses", ["at"], unique=False)
    op.create_index("ix_in_house_uses_copy_id", "in_house_uses", ["copy_id"], unique=False)


def _loans() -> None:
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("lent_at", sa.String(), nullable=False),
        sa.Column("lent_by", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewed_at", sa.String(), nullable=True),
        sa.Column("returned_at", sa.String(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.CheckConstraint("renewals >= 0", name="ck_loans_renewals"),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_loans_copy_id"),
        sa.ForeignKeyConstraint(["lent_by"], ["operators.id"], name="fk_loans_lent_by"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_loans_patron_id"),
        sa.ForeignKeyConstraint(["returned_by"], ["operators.id"], name="fk_loans_returned_by"),
        sa.ForeignKeyConstraint(["rule_id"], ["circulation_rules.id"], name="fk_loans_rule_id"),
        sa.PrimaryKeyConstraint("id", name="pk_loans"),
    )
    op.create_index("ix_loans_copy_id_lent_at", "loans", ["copy_id", "lent_at"], unique=False)
    op.create_index("ix_loans_lent_at", "loans", ["lent_at"], unique=False)
    op.create_index(
        "ix_loans_open_patron", "loans", ["patron_id", "due"], unique=False, sqlite_where=sa.text("returned_at IS NULL")
    )
    op.create_index("ix_loans_patron_id_lent_at", "loans", ["patron_id", "lent_at"], unique=False)
    op.create_index("ix_loans_returned_at", "loans", ["returned_at"], unique=False)
    op.create_index(
        "uq_loans_open_copy", "loans", ["copy_id"], unique=True, sqlite_where=sa.text("returned_at IS NULL")
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=True),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("patron_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("cleared_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["copy_id"], ["copies.id"], name="fk_notes_copy_id"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_notes_import_id"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_notes_patron_id"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_notes_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_copy_id", "notes", ["copy_id"], unique=False)
    op.create_index("ix_notes_patron_id", "notes", ["patron_id"], unique=False)
    op.create_index("ix_notes_title_id", "notes", ["title_id"], unique=False)


def _keep_the_journal() -> None:
    for table in ("journal", "journal_changes"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )
