"""The practice library: the shipped stock of a real village school, read as any other workbook and peopled anew.

Plain Python, for the command line and the window.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from deskcirc import exchange, paths
from deskcirc.desk.practice import SEED, make_practice_library
from deskcirc.store.database import Library

STOCK = "rural_school.xlsx"


def make_practice(library: Path, now: datetime, seed: int = SEED) -> Library:
    """Make a practice library whose term ends today; raises LibraryFileError where the file can't be made."""
    stock = paths.resources() / "practice" / STOCK
    choices = exchange.examine(stock).choices(on=now.date())
    return make_practice_library(library, exchange.read_rows(stock, choices), now, seed)
