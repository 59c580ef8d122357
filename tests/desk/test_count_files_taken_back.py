"""Collector files taken back: what only repeated them counts again, as if they had never come."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk, a_patron, all_rows
from tests.desk.collector_files import contradictions, file_id, kinds_of, lines_of_file, taken_in
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, present, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.stocktake import CountKind, Stocktake, StocktakeState
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.count_files import codes_of_file
from deskcirc.store.lookups.counted import count_sums
from deskcirc.store.tables import stocktake_decisions, stocktakes


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


_DECIDE = ActName.DECIDE_COUNT


def test_what_a_file_did_is_undone_exactly(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    before = all_rows(desk.library)
    later = replace(desk, now=desk.now + timedelta(minutes=1))
    done = taken_in(later, count, f"{copy.code}\nT9999\n")
    after = all_rows(desk.library)
    take_back_file(later, file_id(done))
    assert undo_last(later, "files").done
    assert all_rows(desk.library) == after
    assert undo_last(later, "files").done
    assert all_rows(desk.library) == before


def test_what_only_repeated_a_file_taken_back_counts_again(desk: Desk) -> None:
    both, once = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    first = taken_in(desk, count, f"{both.code}\n{once.code}\nT9999\n", "a.txt")
    second = taken_in(desk, count, f"T9999\n{both.code}\n{both.code}\n", "b.txt")
    back = take_back_file(desk, file_id(first))
    assert back.done
    assert kinds_of(desk, second) == [(1, "unknown", ""), (2, "found", ""), (3, "repeat", "")]
    assert missed(desk, count) == {once.id}
    assert contradictions(desk) == []
    assert "already" in take_back_file(desk, file_id(first)).why_not
    again = taken_in(desk, count, f"{both.code}\n{once.code}\nT9999\n", "a.txt")
    assert [kind for _line, kind, _remark in kinds_of(desk, again)] == ["repeat", "found", "repeat"]


def test_a_taking_back_is_not_undone_once_its_copies_were_counted_anew(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, f"{copy.code}\n")
    later = replace(desk, now=desk.now + timedelta(minutes=1), station="counter 2")
    take_back_file(later, file_id(done))
    scan(desk, count, copy)
    assert not undo_last(later, "files").done
    assert contradictions(desk) == []


def test_a_file_on_whose_lines_decisions_rest_is_not_taken_back(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, "T9999\n")
    with desk.library.reading() as connection:
        (line,) = lines_of_file(connection, file_id(done))
    with desk.library.writing(desk.act(_DECIDE)) as writing:
        writing.insert(stocktake_decisions, stocktake_id=count.id, scan_id=line.id, kind="set_aside", at=desk.now)
    assert "1 decision" in take_back_file(desk, file_id(done)).why_not


def test_a_file_of_a_closed_count_stays(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, f"{copy.code}\n")
    with desk.library.writing(desk.act(_DECIDE)) as writing:
        values = {"state": StocktakeState.CLOSED.value, "closed_at": desk.now, "seal": "F" * 64, "report": "{}"}
        writing.update(stocktakes, count.id, **values)
    assert "closed" in take_back_file(desk, file_id(done)).why_not


@contextmanager
def _stocked(template: Path, folder: Path, lent: int) -> Iterator[tuple[Desk, Stocktake]]:
    """A library of five copies, a card and a shelf, a count of it open for an hour, one copy lent meanwhile."""
    path = folder / "school.deskcirc"
    shutil.copyfile(template, path)
    with open_library(path) as library:
        desk = a_desk(library)
        patron = a_patron(library, card="K0001")
        copies = [a_copy_at(library, f"I2{place}/1") for place in range(4)]
        a_copy_at(library, "I25/1", state=CopyState.WITHDRAWN.value)
        a_shelf(library, "SH001")
        count = a_count(desk)
        if lent < len(copies):
            check_out(replace(desk, now=desk.now + timedelta(minutes=15)), patron, copies[lent].id)
        yield replace(desk, now=desk.now + timedelta(hours=1)), count
    for kept in folder.iterdir():
        kept.unlink()


def _take(desk: Desk, count: Stocktake, texts: dict[str, list[tuple[str, int, int]]]) -> dict[str, int]:
    """Take the files in one after the other; those of the same text but once."""
    ids = {}
    for name, lines in texts.items():
        outcome = taken_in(desk, count, _text(lines, count.opened_at), name)
        if outcome.file is not None:
            ids[name] = outcome.file.id
    return ids


def _kinds(desk: Desk, ids: dict[str, int]) -> dict[str, list[tuple[int | None, CountKind]]]:
    with desk.library.reading() as connection:
        return {
            name: [(line.line, line.kind) for line in lines_of_file(connection, file_id)]
            for name, file_id in ids.items()
        }


_CODES = st.sampled_from(["B00001", "B00002", "B00003", "B00004", "B00005", "T1", "T2", "K0001", "SH001", "???"])
_LINES = st.lists(st.tuples(_CODES, st.integers(0, 2), st.integers(-30, 60)), min_size=1, max_size=8)


def _text(lines: list[tuple[str, int, int]], opened: datetime) -> str:
    """The lines as a handheld writes them, scanned so many minutes after the opening, in the school's time."""
    rows = []
    for code, quantity, minutes in lines:
        at = (opened + timedelta(hours=8, minutes=minutes)).strftime("%Y-%m-%d,%H:%M:%S")
        rows.append(f"{code},{quantity},{at}")
    return "\n".join(rows) + "\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(_LINES, min_size=2, max_size=4, unique_by=str), lent=st.integers(0, 4), back=st.integers(0, 3))
def test_any_files_add_up_and_one_taken_back_leaves_what_the_others_alone_give(
    template_file: Path, tmp_path: Path, files: list[list[tuple[str, int, int]]], lent: int, back: int
) -> None:
    texts = {f"{place}.txt": lines for place, lines in enumerate(files)}
    removed = f"{back % len(files)}.txt"
    with _stocked(template_file, tmp_path, lent) as (desk, count):
        ids = _take(desk, count, texts)
        with desk.library.reading() as connection:
            sums = count_sums(connection, count.id)
            assert sums.read == sum(len(codes_of_file(connection, each)) for each in ids.values())
        assert removed not in ids or take_back_file(desk, ids.pop(removed)).done
        assert contradictions(desk) == []
        left, seen = _kinds(desk, ids), present(desk, count)
    with _stocked(template_file, tmp_path, lent) as (desk, count):
        ids = _take(desk, count, {name: lines for name, lines in texts.items() if name != removed})
        assert (_kinds(desk, ids), present(desk, count)) == (left, seen)
