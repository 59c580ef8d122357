"""What the library holds and who reads: titles, copies, places, patrons, cards, operators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _classes()
    _item_types()
    _locations()
    _operators()
    _patron_categories()
    _settings()
    _titles()
    _marc_records()
    _patrons()
    _cards()
    _copies()


def _classes() -> None:
    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
        sa.UniqueConstraint("entry_year", "number", name="uq_classes_entry_year_number"),
    )


def _item_types() -> None:
    op.create_table(
        "item_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_types"),
        sa.UniqueConstraint("code", name="uq_item_types_code"),
    )


def _locations() -> None:
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_locations"),
        sa.UniqueConstraint("code", name="uq_locations_code"),
    )


def _operators() -> None:
    op.create_table(
        "operators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('librarian', 'teacher', 'helper')", name="ck_operators_role"),
        sa.PrimaryKeyConstraint("id", name="pk_operators"),
        sa.UniqueConstraint("card", name="uq_operators_card"),
        sa.UniqueConstraint("name", name="uq_operators_name"),
    )


def _patron_categories() -> None:
    op.create_table(
        "patron_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_patron_categories"),
        sa.UniqueConstraint("code", name="uq_patron_categories_code"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settings"),
        sa.UniqueConstraint("name", name="uq_settings_name"),
    )


def _titles() -> None:
    op.create_table(
        "titles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subtitle", sa.String(), nullable=False),
        sa.Column("parallel_title", sa.String(), nullable=False),
        sa.Column("volume", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("other_authors", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("isbn", sa.String(), nullable=False),
        sa.Column("isbn_valid", sa.Boolean(), nullable=False),
        sa.Column("other_isbns", sa.String(), nullable=False),
        sa.Column("issn", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("pages", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("binding", sa.String(), nullable=False),
        sa.Column("accompanying", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subjects", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("class_number", sa.String(), nullable=False),
        sa.Column("book_number", sa.String(), nullable=False),
        sa.Column("call_number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.CheckConstraint("title <> ''", name="ck_titles_title"),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="ck_titles_price"),
        sa.PrimaryKeyConstraint("id", name="pk_titles"),
    )
    op.create_index("ix_titles_isbn", "titles", ["isbn"], unique=False)
    op.create_index(
        "ix_titles_other_isbns", "titles", ["other_isbns"], unique=False, sqlite_where=sa.text("other_isbns <> ''")
    )
    op.create_index("ix_titles_title", "titles", ["title"], unique=False)


def _marc_records() -> None:
    op.create_table(
        "marc_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("syntax", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_marc_records_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marc_records"),
    )
    op.create_index("ix_marc_records_title_id", "marc_records", ["title_id"], unique=False)


def _patrons() -> None:
    op.create_table(
        "patrons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_words", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("suspension_reason", sa.String(), nullable=False),
        sa.Column("loan_limit", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'stopped', 'left')", name="ck_patrons_state"),
        sa.CheckConstraint("loan_limit IS NULL OR loan_limit >= 0", name="ck_patrons_loan_limit"),
        sa.ForeignKeyConstraint(["category_id"], ["patron_categories.id"], name="fk_patrons_category_id"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_patrons_class_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patrons"),
        sa.UniqueConstraint("number", name="uq_patrons_number"),
    )
    op.create_index("ix_patrons_class_id", "patrons", ["class_id"], unique=False)
    op.create_index("ix_patrons_name", "patrons", ["name"], unique=False)


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("patron_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("issued_at", sa.String(), nullable=False),
        sa.Column("stopped_at", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('valid', 'lost', 'replaced', 'stopped')", name="ck_cards_state"),
        sa.ForeignKeyConstraint(["patron_id"], ["patrons.id"], name="fk_cards_patron_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("code", name="uq_cards_code"),
    )
    op.create_index("ix_cards_patron_id", "cards", ["patron_id"], unique=False)


def _copies() -> None:
    op.create_table(
        "copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("accession_number", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("item_type_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("call_number", sa.String(), nullable=False),
        sa.Column("shelf_key", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("acquired", sa.Date(), nullable=True),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("awaits_shelving", sa.Boolean(), nullable=False),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("damage_note", sa.String(), nullable=False),
        sa.Column("damaged_at", sa.String(), nullable=True),
        sa.Column("damaged_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("accession_number <> ''", name="ck_copies_accession_number"),
        sa.CheckConstraint(
            "state IN ('in_process', 'in_stock', 'in_repair', 'missing', 'lost', 'withdrawn')", name="ck_copies_state"
        ),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="ck_copies_price"),
        sa.ForeignKeyConstraint(["damaged_by"], ["patrons.id"], name="fk_copies_damaged_by"),
        sa.ForeignKeyConstraint(["item_type_id"], ["item_types.id"], name="fk_copies_item_type_id"),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name="fk_copies_location_id"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_copies_title_id"),
        sa.PrimaryKeyConstraint("id", name="pk_copies"),
        sa.UniqueConstraint("accession_number", name="uq_copies_accession_number"),
        sa.UniqueConstraint("barcode", name="uq_copies_barcode"),
    )
    op.create_index(
        "ix_copies_awaits_shelving", "copies", ["shelf_key"], unique=False, sqlite_where=sa.text("awaits_shelving")
    )
    op.create_index("ix_copies_title_id_state", "copies", ["title_id", "state"], unique=False)
