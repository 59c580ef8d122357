"""Edges of counts: two stations at once, evidence that was taken back, and what is refused however it is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later
from tests.desk.collector_files import contradictions, file_id, taken_in
from tests.desk.counts import a_count

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake
from deskcirc.domain.stocktake import DecisionKind, Scope
from deskcirc.errors import GoneError
from deskcirc.store import backup
from deskcirc.store.database import Library
from deskcirc.store.lookups.counted import lines_of_file


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_of_two_stations_that_open_the_same_count_at_once_one_is_told_of_the_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_copy(desk.library)
    back_up = backup.back_up_before

    def meanwhile(source: Path, words: str) -> Path:
        monkeypatch.setattr(backup, "back_up_before", back_up)
        assert a_count(replace(desk, station="counter 2"), name="期末").number == "S2026-01"
        return back_up(source, words)

    monkeypatch.setattr(backup, "back_up_before", meanwhile)
    assert "期末 counts the very same copies" in open_stocktake(desk, StocktakeOrder(name="也是期末")).why_not
    assert a_count(desk, scope=Scope(class_to="Z")).number == "S2026-02"


def test_a_line_that_was_taken_back_with_its_file_is_no_evidence(desk: Desk) -> None:
    out, other = a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    file = file_id(taken_in(later, count, f"{out.code}\nT123\n"))
    with desk.library.reading() as connection:
        seen, unknown = lines_of_file(connection, file)
    assert take_back_file(later, file).done
    before = all_rows(desk.library)
    for kind in (DecisionKind.RETURNED, DecisionKind.MOVED):
        with pytest.raises(GoneError):
            decide(later, count.id, kind, scan_ids=[seen.id])
    with pytest.raises(GoneError):
        decide(later, count.id, DecisionKind.SET_ASIDE, scan_ids=[unknown.id])
    with pytest.raises(GoneError):
        decide(later, count.id, DecisionKind.MATCHED, scan_ids=[unknown.id], copy_ids=[other.id])
    assert all_rows(desk.library) == before
    assert contradictions(later) == []
