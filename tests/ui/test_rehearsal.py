"""Before the first scan the counter goes through its work once: nothing is stored, and then everything is at hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.benchmarks.big_library import TINY, big_library
from tests.benchmarks.codes import NOW, barcode_of, card_of
from tests.benchmarks.counter import Counter

from deskcirc.store.database import Library, open_library
from deskcirc.ui.outcome import Input
from deskcirc.ui.rehearsal import rehearse
from deskcirc.ui.station import Station


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(big_library(tmp_path, TINY)) as library:
        yield library


def contents(library: Library) -> list[str]:
    with sqlite3.connect(library.path) as raw:
        return list(raw.iterdump())


def compiled(library: Library) -> int:
    """How many statements have been compiled on this connection."""
    with library.reading() as connection:
        cache = connection.engine._compiled_cache
    assert cache is not None
    return len(cache)


def test_a_rehearsal_leaves_the_library_as_it_was(library: Library) -> None:
    before = contents(library)
    rehearse(library, NOW + timedelta(minutes=5))
    assert contents(library) == before
    assert library.last_entry is None


def test_after_a_rehearsal_the_first_visit_compiles_no_statement(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    rehearse(library, NOW + timedelta(minutes=5))
    known = compiled(library)
    station = Station(library, "1")
    codes = (card_of(pair.patron.id), barcode_of(pair.copy_id))
    outcomes = [station.take(Input(moment(place), scan=code)).told.outcome for place, code in enumerate(codes)]
    outcomes.append(station.take(Input(moment(5), tab="returns", scan=codes[1])).told.outcome)
    assert outcomes == ["patron", "lent", "returned"]
    assert compiled(library) == known


def test_acts_after_a_rehearsal_are_stored(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    rehearse(library, NOW)
    before = contents(library)
    Counter(library).lend(pair)
    assert contents(library) != before
    assert library.last_entry is not None


def test_an_empty_library_is_rehearsed_without_trouble(library_file: Path) -> None:
    with open_library(library_file) as library:
        rehearse(library, NOW)
        assert library.last_entry is None


def moment(place: int) -> datetime:
    return NOW + timedelta(minutes=6, seconds=3 * place)
