"""A promise of the library file that does not hold, with its name and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The promises that `check` proves, by the names it prints."""

    FILE = "file"
    REFERENCE = "reference"
    TABLES = "tables"
    ONE_OPEN_LOAN = "one-open-loan"
    LOAN_AND_STATE = "loan-and-state"
    LOAN_AND_TROLLEY = "loan-and-trolley"
    LOAN_TIMES = "loan-times"
    LOAN_HERE = "loan-here"
    HOLD_AND_COPY = "hold-and-copy"
    HOLD_SHELF = "hold-shelf"
    ONE_HOLD = "one-hold"
    MONEY = "money"
    ONE_CODE = "one-code"
    ONE_VALID_CARD = "one-valid-card"
    CHARGE_STATE = "charge-state"
    PAYMENTS = "payments"
    ACCESSION_NUMBER = "accession-number"
    TERMS = "terms"
    ROTA = "rota"
    CERTIFICATE = "certificate"
    IMPORT_ADDS_UP = "import-adds-up"
    CORNER_AND_LOAN = "corner-and-loan"
    CORNER_AND_CLASS = "corner-and-class"
    LESSON = "lesson"
    SHELF = "shelf"
    SEARCH = "search"
    BATCH = "batch"
    REPAIR_AND_COPY = "repair-and-copy"
    REPAIR_TIMES = "repair-times"
    WITHDRAWAL = "withdrawal"
    LOSS = "loss"
    STOCKTAKE = "stocktake"
    COUNT_LINES = "count-lines"
    COUNT_DECISIONS = "count-decisions"
    BINDING = "binding"
    LEDGER_BALANCE = "ledger-balance"
    SEAL_CHAIN = "seal-chain"
    SEALED_LEDGER = "sealed-ledger"
    JOURNAL_CHAIN = "journal-chain"
    JOURNAL_CLOCK = "journal-clock"
    JOURNAL_IMAGE = "journal-image"


@dataclass(frozen=True, slots=True)
class Question:
    """Rows that ought not to be: `query` gives their id first, then the facts that the sentence names."""

    rule: Rule
    table: str
    sentence: str
    query: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One promise broken by one row; `table` is "" and `row_id` 0 where it is the file as a whole."""

    rule: Rule
    sentence: str
    table: str = ""
    row_id: int = 0
