"""Every table of the library file.

SQLAlchemy Core tables, not mapped classes: the counter's statements are built once and run as they stand, and the
program starts without the object mapper. A copy has no "on loan" state: whether it is on loan is whether an open
loan exists, whether it stands on the hold shelf is whether a ready hold names it; so the two cannot disagree.
Nothing is deleted and nothing cascades; only `undo` takes an inserted row away again, and the journal keeps it.
"""

from __future__ import annotations

from deskcirc.store.tables.acquisition import (
    batches,
    book_number_claims,
    copy_codes,
    covers,
    delivery_lines,
    hand_overs,
    ledger_seals,
    number_gaps,
    withdrawal_copies,
    withdrawals,
)
from deskcirc.store.tables.base import metadata
from deskcirc.store.tables.circulation import circulation_rules, corner_loans, corners, holds, in_house_uses, loans
from deskcirc.store.tables.journal import imports, journal, journal_changes, notes
from deskcirc.store.tables.people import (
    cards,
    charges,
    classes,
    clearances,
    operators,
    patron_categories,
    patrons,
    visits,
)
from deskcirc.store.tables.repairs import losses, mending_lessons, payments, repair_photos, repairs
from deskcirc.store.tables.school import (
    amnesties,
    closed_days,
    opening_periods,
    rota_slots,
    rota_turns,
    rota_wishes,
    settings,
    terms,
)
from deskcirc.store.tables.stock import copies, item_types, locations, marc_records, number_series, titles
from deskcirc.store.tables.stocktakes import (
    shelves,
    stocktake_blocks,
    stocktake_decisions,
    stocktake_files,
    stocktake_photos,
    stocktake_scans,
    stocktakes,
)

TABLES = {table.name: table for table in metadata.sorted_tables}

__all__ = [
    "TABLES",
    "amnesties",
    "batches",
    "book_number_claims",
    "cards",
    "charges",
    "circulation_rules",
    "classes",
    "clearances",
    "closed_days",
    "copies",
    "copy_codes",
    "corner_loans",
    "corners",
    "covers",
    "delivery_lines",
    "hand_overs",
    "holds",
    "imports",
    "in_house_uses",
    "item_types",
    "journal",
    "journal_changes",
    "ledger_seals",
    "loans",
    "locations",
    "losses",
    "marc_records",
    "mending_lessons",
    "metadata",
    "notes",
    "number_gaps",
    "number_series",
    "opening_periods",
    "operators",
    "patron_categories",
    "patrons",
    "payments",
    "repair_photos",
    "repairs",
    "rota_slots",
    "rota_turns",
    "rota_wishes",
    "settings",
    "shelves",
    "stocktake_blocks",
    "stocktake_decisions",
    "stocktake_files",
    "stocktake_photos",
    "stocktake_scans",
    "stocktakes",
    "terms",
    "titles",
    "visits",
    "withdrawal_copies",
    "withdrawals",
]
