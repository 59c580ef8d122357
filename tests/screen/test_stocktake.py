"""A shelf counted on a real screen: its label, twenty books, a wrong one, a code nobody knows, and an undo."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.builders import a_desk
from tests.desk.counts import a_count, a_shelf
from tests.screen.at_counter import AtCounter
from tests.screen.school import SchoolFile

from deskcirc.store.database import open_library

pytestmark = pytest.mark.screen

BOOKS = 20
_LINES = "SELECT code, kind, remark FROM stocktake_scans WHERE NOT ended ORDER BY id"


@pytest.fixture
def school(filled_school: Path, tmp_path: Path) -> SchoolFile:
    """The school with a shelf that begins somewhere in history, and a count of everything going on."""
    path = Path(shutil.copy(filled_school, tmp_path / "school.deskcirc"))
    with open_library(path) as library:
        a_shelf(library, "SH001", "K2/1", name="历史架")
        a_count(a_desk(library, datetime.now(UTC)), name="期末盘点")
    return SchoolFile(path)


def codes_of(school: SchoolFile, which: str) -> list[str]:
    """The codes of copies in shelf order."""
    with school.reading() as (_library, connection):
        query = f"SELECT coalesce(barcode, accession_number) FROM copies WHERE {which} ORDER BY shelf_key, id LIMIT 20"
        return list(connection.exec_driver_sql(query).scalars())


def lines_of(school: SchoolFile) -> list[tuple[str, str, str]]:
    """Every line of the count: code, what it is, and what is to be said of it."""
    with school.reading() as (_library, connection):
        return [tuple(row) for row in connection.exec_driver_sql(_LINES)]


def test_a_shelf_is_counted_by_scans_alone(at: AtCounter) -> None:
    books = codes_of(at.school, "shelf_key > 'K2'")
    (wrong, *_others) = codes_of(at.school, "shelf_key LIKE 'B%'")
    at.strike("DC-STOCKTAKE")
    at.wait(lambda: at.counter.window.header.current == "stocktake")
    at.strike("SH001")
    at.wait(lambda: "历史架" in at.message.headline)
    at.strike(*books)
    at.wait(lambda: len(lines_of(at.school)) == BOOKS)
    assert [line[:2] for line in lines_of(at.school)] == [(code, "found") for code in books]
    at.strike(wrong)
    at.wait(lambda: lines_of(at.school)[-1] == (wrong, "found", "wrong_shelf"))
    at.strike("X99999", books[0])
    at.wait(lambda: len(lines_of(at.school)) == BOOKS + 3)
    assert [line[1] for line in lines_of(at.school)[-2:]] == ["unknown", "repeat"]
    at.strike("DC-UNDO")
    at.wait(lambda: len(lines_of(at.school)) == BOOKS + 2)
    assert at.school.acts()[-2:] == ["count_copy", "undo"]
    assert at.school.breaches() == []
