"""What stands on the shelves: titles, copies, their types and places, the dealers' records, numbers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from deskcirc.store.columns import Instant
from deskcirc.store.tables.base import added_flag, added_words, flag, key, metadata, one_of, words

locations = Table(
    "locations",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    words("name"),
)

item_types = Table(
    "item_types",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    added_flag("ended"),
)

titles = Table(
    "titles",
    metadata,
    key(),
    Column("title", String, nullable=False),
    words("subtitle"),
    words("parallel_title"),
    words("volume"),
    words("author"),
    words("other_authors"),
    words("edition"),
    words("place"),
    words("publisher"),
    words("published"),
    Column("year", Integer),
    words("isbn"),
    flag("isbn_valid"),
    words("other_isbns"),
    words("issn"),
    Column("price", Integer),
    words("pages"),
    words("size"),
    words("binding"),
    words("accompanying"),
    words("series"),
    words("language"),
    words("audience"),
    words("subjects"),
    Column("summary", Text, nullable=False, default=""),
    words("class_number"),
    words("book_number"),
    words("call_number"),
    words("note"),
    Column("added_at", Instant, nullable=False),
    flag("ended"),
    added_words("kind", "book"),
    added_words("set_name"),
    added_words("unified_number"),
    added_flag("awaits_cataloguing"),
    CheckConstraint("title <> ''", name="title"),
    CheckConstraint("price IS NULL OR price >= 0", name="price"),
    Index("ix_titles_isbn", "isbn"),
    Index("ix_titles_other_isbns", "other_isbns", sqlite_where=text("other_isbns <> ''")),
    Index("ix_titles_title", "title"),
    Index("ix_titles_class_number", "class_number"),
    Index("ix_titles_awaits_cataloguing", "added_at", sqlite_where=text("awaits_cataloguing")),
)

marc_records = Table(
    "marc_records",
    metadata,
    key(),
    Column("title_id", ForeignKey("titles.id"), nullable=False, index=True),
    Column("syntax", String, nullable=False),
    Column("carrier", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("octets", LargeBinary, nullable=False),
)

copies = Table(
    "copies",
    metadata,
    key(),
    Column("title_id", ForeignKey("titles.id"), nullable=False),
    Column("accession_number", String, nullable=False, unique=True),
    Column("barcode", String, unique=True),
    words("state", "in_stock"),
    Column("item_type_id", ForeignKey("item_types.id"), nullable=False),
    Column("location_id", ForeignKey("locations.id")),
    words("call_number"),
    words("shelf_key"),
    Column("price", Integer),
    words("source"),
    Column("acquired", Date),
    Column("added_at", Instant, nullable=False),
    flag("awaits_shelving"),
    flag("damaged"),
    words("damage_note"),
    Column("damaged_at", Instant),
    Column("damaged_by", ForeignKey("patrons.id")),
    words("note"),
    Column("batch_id", ForeignKey("batches.id")),
    Column("hand_over_id", ForeignKey("hand_overs.id")),
    Column("registered", Date),  # the day of the ledgers; see store.lookups.ledger_days for copies without one
    added_words("volume"),  # of a set that is one title, or the issue of a magazine
    added_flag("wants_label"),
    Column("bound_into", ForeignKey("copies.id")),  # a loose issue: the bound copy it is a part of now
    one_of("state", "in_process", "in_stock", "in_repair", "missing", "lost", "withdrawn"),
    CheckConstraint("price IS NULL OR price >= 0", name="price"),
    CheckConstraint("accession_number <> ''", name="accession_number"),
    Index("ix_copies_title_id_state", "title_id", "state"),
    Index("ix_copies_awaits_shelving", "shelf_key", "accession_number", sqlite_where=text("awaits_shelving")),
    Index("ix_copies_shelf_key", "shelf_key", "accession_number"),
    # All that the ledgers ask of every copy, so that they need not read the table itself.
    Index(
        "ix_copies_ledger",
        "title_id",
        "registered",
        "acquired",
        "added_at",
        "price",
        "batch_id",
        "accession_number",
        "state",
    ),
    Index("ix_copies_batch_id", "batch_id", sqlite_where=text("batch_id IS NOT NULL")),
    Index("ix_copies_hand_over_id", "hand_over_id", sqlite_where=text("hand_over_id IS NOT NULL")),
    Index("ix_copies_in_process", "accession_number", sqlite_where=text("state = 'in_process'")),
    Index("ix_copies_out_of_order", "state", sqlite_where=text("damaged OR state = 'in_repair'")),
    Index("ix_copies_bound_into", "bound_into", sqlite_where=text("bound_into IS NOT NULL")),
    Index("ix_copies_wants_label", "accession_number", sqlite_where=text("wants_label")),
)

number_series = Table(
    "number_series",
    metadata,
    key(),
    Column("code", String, nullable=False, unique=True),
    words("prefix"),
    Column("width", Integer, nullable=False, default=7),
    Column("next", Integer, nullable=False, default=1),
    added_words("name"),
    Column("item_type_id", ForeignKey("item_types.id")),
    Column("location_id", ForeignKey("locations.id")),
    added_flag("ended"),
    CheckConstraint("next > 0 AND width > 0", name="numbers"),
)
