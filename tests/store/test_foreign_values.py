"""Rows that another program has written: the counter says that the file is damaged, and is not damaged itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron

from deskcirc.desk.access import first_operator
from deskcirc.desk.circulation import check_out
from deskcirc.desk.identify import identify
from deskcirc.desk.returning import check_in
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.errors import LibraryFileError
from deskcirc.store.database import Library, open_library

FOREIGN_VALUES = (
    "UPDATE loans SET due = 'soon'",
    "UPDATE loans SET due = 5",
    "UPDATE loans SET lent_at = 'yesterday'",
    "UPDATE cards SET state = 'eaten'",
    "UPDATE copies SET state = 'eaten'",
    "UPDATE patrons SET expires = 'never'",
    "UPDATE circulation_rules SET lending = 'maybe'",
    "UPDATE operators SET role = 'king'",
    "DROP TABLE settings",
    "DROP TABLE circulation_rules",
    "DROP TABLE in_house_uses",
)


@pytest.mark.parametrize("statement", FOREIGN_VALUES)
def test_what_another_program_wrote_into_the_file_is_called_damage(library_file: Path, statement: str) -> None:
    with open_library(library_file) as library:
        reader, copy = a_patron(library), a_copy(library)
        check_out(a_desk(library), reader, copy.id)
    with closing(sqlite3.connect(library_file)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement)
        raw.commit()
    with open_library(library_file) as library, pytest.raises(LibraryFileError, match="damaged"):
        use(library, copy.id)


def use(library: Library, copy_id: int) -> None:
    """What a counter does from its start to the first return."""
    first_operator(library)
    desk = a_desk(library)
    check_in(desk, copy_id)
    desk.figures_of_today()
    identify(desk, Scan("K0001", ScanKind.CODE, "K0001"))
