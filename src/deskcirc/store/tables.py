"""Every table of the library file.

SQLAlchemy Core tables, not mapped classes: the counter's statements are built once and run as they stand, and the
program starts without the object mapper. A copy has no "on loan" state: whether it is on loan is whether an open
loan exists, whether it stands on the hold shelf is whether a ready hold names it; so the two cannot disagree.
Nothing is deleted and nothing cascades; only `undo` takes an inserted row away again, and the journal keeps it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from deskcirc.store.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _words(name: str, default: str = "") -> Column[str]:
    return Column(name, String, nullable=False, default=default)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False, default=False)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


settings = Table("settings", metadata, _id(), Column("name", String, nullable=False, unique=True), _words("value"))

operators = Table(
    "operators",
    metadata,
    _id(),
    Column("name", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("card", String, unique=True),
    _words("pin_hash"),
    _flag("ended"),
    _one_of("role", "librarian", "teacher", "helper"),
)

patron_categories = Table(
    "patron_categories",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    _id(),
    Column("entry_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    _words("name"),
    _flag("ended"),
    UniqueConstraint("entry_year", "number"),
)

patrons = Table(
    "patrons",
    metadata,
    _id(),
    Column("number", String, unique=True),
    Column("name", String, nullable=False),
    _words("search_words"),
    _words("gender"),
    Column("category_id", ForeignKey("patron_categories.id"), nullable=False),
    Column("class_id", ForeignKey("classes.id"), index=True),
    _words("state", "active"),
    Column("expires", Date),
    Column("suspended_until", Date),
    _words("suspension_reason"),
    Column("loan_limit", Integer),
    _words("note"),
    Column("enrolled_at", Instant, nullable=False),
    _one_of("state", "active", "stopped", "left"),
    CheckConstraint("loan_limit IS NULL OR loan_limit >= 0", name="loan_limit"),
    Index("ix_patrons_name", "name"),
)

cards = Table(
    "cards",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    _words("state", "valid"),
    Column("issued_at", Instant, nullable=False),
    Column("stopped_at", Instant),
    _one_of("state", "valid", "lost", "replaced", "stopped"),
)

locations = Table(
    "locations",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    _words("name"),
)

item_types = Table(
    "item_types",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
)

titles = Table(
    "titles",
    metadata,
    _id(),
    Column("title", String, nullable=False),
    _words("subtitle"),
    _words("parallel_title"),
    _words("volume"),
    _words("author"),
    _words("other_authors"),
    _words("edition"),
    _words("place"),
    _words("publisher"),
    _words("published"),
    Column("year", Integer),
    _words("isbn"),
    _flag("isbn_valid"),
    _words("other_isbns"),
    _words("issn"),
    Column("price", Integer),
    _words("pages"),
    _words("size"),
    _words("binding"),
    _words("accompanying"),
    _words("series"),
    _words("language"),
    _words("audience"),
    _words("subjects"),
    Column("summary", Text, nullable=False, default=""),
    _words("class_number"),
    _words("book_number"),
    _words("call_number"),
    _words("note"),
    Column("added_at", Instant, nullable=False),
    _flag("ended"),
    CheckConstraint("title <> ''", name="title"),
    CheckConstraint("price IS NULL OR price >= 0", name="price"),
    Index("ix_titles_isbn", "isbn"),
    Index("ix_titles_other_isbns", "other_isbns", sqlite_where=text("other_isbns <> ''")),
    Index("ix_titles_title", "title"),
)

marc_records = Table(
    "marc_records",
    metadata,
    _id(),
    Column("title_id", ForeignKey("titles.id"), nullable=False, index=True),
    Column("syntax", String, nullable=False),
    Column("carrier", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("octets", LargeBinary, nullable=False),
)

copies = Table(
    "copies",
    metadata,
    _id(),
    Column("title_id", ForeignKey("titles.id"), nullable=False),
    Column("accession_number", String, nullable=False, unique=True),
    Column("barcode", String, unique=True),
    _words("state", "in_stock"),
    Column("item_type_id", ForeignKey("item_types.id"), nullable=False),
    Column("location_id", ForeignKey("locations.id")),
    _words("call_number"),
    _words("shelf_key"),
    Column("price", Integer),
    _words("source"),
    Column("acquired", Date),
    Column("added_at", Instant, nullable=False),
    _flag("awaits_shelving"),
    _flag("damaged"),
    _words("damage_note"),
    Column("damaged_at", Instant),
    Column("damaged_by", ForeignKey("patrons.id")),
    _words("note"),
    _one_of("state", "in_process", "in_stock", "in_repair", "missing", "lost", "withdrawn"),
    CheckConstraint("price IS NULL OR price >= 0", name="price"),
    CheckConstraint("accession_number <> ''", name="accession_number"),
    Index("ix_copies_title_id_state", "title_id", "state"),
    Index("ix_copies_awaits_shelving", "shelf_key", sqlite_where=text("awaits_shelving")),
)

circulation_rules = Table(
    "circulation_rules",
    metadata,
    _id(),
    Column("category_id", ForeignKey("patron_categories.id")),
    Column("grade_from", Integer),
    Column("grade_to", Integer),
    Column("item_type_id", ForeignKey("item_types.id")),
    Column("loan_limit", Integer, nullable=False),
    Column("type_limit", Integer),
    Column("loan_days", Integer, nullable=False),
    Column("renewals", Integer, nullable=False),
    Column("renewal_days", Integer, nullable=False),
    Column("holds", Integer, nullable=False),
    _words("lending", "home"),
    _words("overdue_effect", "block"),
    Column("suspension_days", Integer, nullable=False, default=1),
    Column("grace_days", Integer, nullable=False, default=0),
    Column("suspension_cap", Integer),
    Column("fine", Integer, nullable=False, default=0),
    Column("loss_percent", Integer, nullable=False, default=100),
    _one_of("lending", "home", "same_day", "in_house"),
    _one_of("overdue_effect", "none", "block", "suspend", "fine"),
    CheckConstraint("loan_days >= 0 AND renewals >= 0 AND loan_limit >= 0", name="numbers"),
    UniqueConstraint("category_id", "grade_from", "grade_to", "item_type_id"),
)

loans = Table(
    "loans",
    metadata,
    _id(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False),
    Column("rule_id", ForeignKey("circulation_rules.id")),
    Column("lent_at", Instant, nullable=False),
    Column("lent_by", ForeignKey("operators.id")),
    Column("due", Date, nullable=False),
    Column("renewals", Integer, nullable=False, default=0),
    Column("renewed_at", Instant),
    Column("returned_at", Instant),
    Column("returned_by", ForeignKey("operators.id")),
    Column("days_late", Integer),
    _words("override_reason"),
    CheckConstraint("renewals >= 0", name="renewals"),
    Index("uq_loans_open_copy", "copy_id", unique=True, sqlite_where=text("returned_at IS NULL")),
    Index("ix_loans_open_patron", "patron_id", "due", sqlite_where=text("returned_at IS NULL")),
    Index("ix_loans_patron_id_lent_at", "patron_id", "lent_at"),
    Index("ix_loans_copy_id_lent_at", "copy_id", "lent_at"),
    Index("ix_loans_lent_at", "lent_at"),
    Index("ix_loans_returned_at", "returned_at"),
)

in_house_uses = Table(
    "in_house_uses",
    metadata,
    _id(),
    Column("copy_id", ForeignKey("copies.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False, index=True),
    Column("counted_by", ForeignKey("operators.id")),
)

holds = Table(
    "holds",
    metadata,
    _id(),
    Column("title_id", ForeignKey("titles.id"), nullable=False),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("placed_at", Instant, nullable=False),
    _words("state", "waiting"),
    Column("copy_id", ForeignKey("copies.id")),
    Column("shelf_number", Integer),
    Column("ready_at", Instant),
    Column("expires", Date),
    Column("ended_at", Instant),
    _one_of("state", "waiting", "ready", "fulfilled", "cancelled", "expired"),
    CheckConstraint("(state = 'ready') <= (copy_id IS NOT NULL AND shelf_number IS NOT NULL)", name="ready"),
    Index("ix_holds_queue", "title_id", "placed_at", sqlite_where=text("state IN ('waiting', 'ready')")),
    Index("uq_holds_open", "title_id", "patron_id", unique=True, sqlite_where=text("state IN ('waiting', 'ready')")),
    Index("uq_holds_ready_copy", "copy_id", unique=True, sqlite_where=text("state = 'ready'")),
    Index("uq_holds_shelf_number", "shelf_number", unique=True, sqlite_where=text("state = 'ready'")),
)

closed_days = Table(
    "closed_days",
    metadata,
    _id(),
    Column("day", Date, nullable=False, unique=True),
    _flag("open"),
    _words("name"),
)

number_series = Table(
    "number_series",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    _words("prefix"),
    Column("width", Integer, nullable=False, default=7),
    Column("next", Integer, nullable=False, default=1),
    CheckConstraint("next > 0 AND width > 0", name="numbers"),
)

imports = Table(
    "imports",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("file_name", String, nullable=False),
    _words("digest"),
    _words("kind"),
    Column("rows_read", Integer, nullable=False),
    Column("rows_added", Integer, nullable=False),
    Column("rows_matched", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    CheckConstraint("rows_read = rows_added + rows_matched + rows_refused", name="adds_up"),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    Column("title_id", ForeignKey("titles.id"), index=True),
    Column("copy_id", ForeignKey("copies.id"), index=True),
    Column("patron_id", ForeignKey("patrons.id"), index=True),
    Column("import_id", ForeignKey("imports.id")),
    Column("mark", String, nullable=False),
    _words("value"),
    Column("at", Instant, nullable=False),
    Column("cleared_at", Instant),
)

journal = Table(
    "journal",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("act", String, nullable=False),
    Column("operator", String, nullable=False),
    Column("station", String, nullable=False),
    Column("subject", Text, nullable=False, default="{}"),
    Column("undoes", ForeignKey("journal.id"), unique=True),
    Column("hash", String, nullable=False, unique=True),
    Index("ix_journal_station_id", "station", "id"),
)

journal_changes = Table(
    "journal_changes",
    metadata,
    _id(),
    # Checked at commit: the changes of an import are written before the entry they belong to.
    Column("entry_id", ForeignKey("journal.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True),
    Column("table_name", String, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_journal_changes_row", "table_name", "row_id"),
)

TABLES = {table.name: table for table in metadata.sorted_tables}
