"""Real files taken into a real library: figures that add up, nothing twice, no character spoiled."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from deskcirc import paths
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, ImportSummary, run_import
from deskcirc.domain.drafts import Mark, Refusal, RefusalReason
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, read_rows
from deskcirc.store.check import check_library

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DESKCIRC_SHARED", ROOT.parent / "shared")) / "data"
OWN_FILES = sorted(path for path in (ROOT / "tests" / "files").rglob("*.*") if path.suffix not in {".md", ""})
SHARED_FILES = sorted(
    path for folder in ("marc", "excel", "books") for path in (SHARED / folder).rglob("*.*") if path.is_file()
)
RURAL_SCHOOL = paths.resources() / "practice" / "rural_school.xlsx"


def taken(desk: Desk, path: Path) -> ImportSummary:
    refused: list[Refusal] = []
    rows = read_rows(path, Choices(on=desk.today))
    summary = run_import(desk, rows, ImportSource(path.name), on_refused=lambda _row, why: refused.append(why))
    assert summary.read == summary.added + summary.matched + summary.refused
    assert summary.refused == len(refused)
    assert all(refusal.sentence() for refusal in refused)
    return summary


def words_stored(desk: Desk) -> list[str]:
    with sqlite3.connect(desk.library.path) as connection:
        rows = connection.execute("SELECT title, author, publisher, summary, subjects FROM titles").fetchall()
        return [str(word) for row in rows for word in row]


def test_the_rural_school_comes_in_whole_and_once(desk: Desk) -> None:
    summary = taken(desk, RURAL_SCHOOL)
    assert (summary.read, summary.added, summary.matched, summary.refused) == (2996, 2995, 0, 1)
    assert (summary.titles_added, summary.copies_added, summary.patrons_added) == (2661, 9944, 334)
    assert [refusal.reason for _row, refusal in summary.refusals] == [RefusalReason.NO_TITLE]
    assert summary.notes[Mark.ISBN_WRONG] == 5
    again = taken(desk, RURAL_SCHOOL)
    assert (again.added, again.matched, again.copies_added) == (0, 2995, 0)
    assert list(check_library(desk.library)) == []


@pytest.mark.parametrize("path", OWN_FILES + SHARED_FILES, ids=lambda path: path.name)
def test_every_real_file_adds_up_and_comes_in_once(desk: Desk, path: Path) -> None:
    try:
        first = taken(desk, path)
    except ImportFileError:
        return  # no rows at all; the tests of exchange say in which words
    second = taken(desk, path)
    assert (second.added, second.titles_added, second.copies_added, second.patrons_added) == (0, 0, 0, 0)
    assert second.read == first.read
    assert not any("\x00" in word for word in words_stored(desk))


def test_gbk_records_of_a_dealer_come_out_right_and_are_kept_octet_by_octet(desk: Desk) -> None:
    path = ROOT / "tests" / "files" / "marc" / "own_cnmarc_gbk.iso"
    assert taken(desk, path).copies_added == 8
    with sqlite3.connect(desk.library.path) as connection:
        kept = connection.execute(
            "SELECT title, octets FROM titles JOIN marc_records ON title_id = titles.id"
        ).fetchall()
    assert [title for title, _octets in kept] == ["红楼梦", "小王子", "朝花夕拾", "昆虫记", "镕基讲话与囍字漫谈"]
    assert all(octets in path.read_bytes() for _title, octets in kept)


def test_a_roster_that_stops_a_patron_or_calls_a_card_lost_is_obeyed_at_the_counter(desk: Desk) -> None:
    taken(desk, RURAL_SCHOOL)
    with sqlite3.connect(desk.library.path) as connection:
        states = connection.execute("SELECT state, COUNT(*) FROM patrons GROUP BY state").fetchall()
        card_states = connection.execute("SELECT state, COUNT(*) FROM cards GROUP BY state").fetchall()
    assert dict(states) == {"active": 329, "stopped": 5}
    assert dict(card_states) == {"valid": 332, "lost": 2}
