"""A signed report that somebody changes beneath the program: the report, its window and `check` all say so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.desk.closed_counts import a_full_count

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.desk.stocktake_reports import SealedReport, sealed_report
from deskcirc.desk.stocktakes import rename_stocktake
from deskcirc.domain.stocktake_report import seal_of
from deskcirc.store.check import check_library

FORGED: dict[str, Callable[[Any], object]] = {
    "who counted": lambda report: report["people"][0].update(person="张三"),
    "what was missed": lambda report: report["missing"][0].update(title="别的书"),
    "a price": lambda report: report["missing"][0].update(price=1),
    "the day": lambda report: report["head"].update(closed_at="2026-01-01T00:00:00.000000"),
    "nothing but blanks": lambda _report: None,
}


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """The librarian, with two closed counts; the second is number 2."""
    counted = a_full_count(desk)
    assert close_stocktake(counted.desk, counted.count.id).done
    return counted.desk


def kept(desk: Desk) -> SealedReport:
    with desk.library.reading() as connection:
        found = sealed_report(connection, 2)
    assert found is not None
    return found


def forge(desk: Desk, how: Callable[[Any], object], *, sealed_anew: bool) -> None:
    """Change the report in its table as another program would."""
    with desk.library.reading() as connection:
        report = json.loads(connection.exec_driver_sql("SELECT report FROM stocktakes WHERE id = 2").scalar_one())
        how(report)
        text = json.dumps(report, ensure_ascii=False)
        connection.exec_driver_sql("UPDATE stocktakes SET report = ? WHERE id = 2", (text,))
        if sealed_anew:
            connection.exec_driver_sql("UPDATE stocktakes SET seal = ? WHERE id = 2", (seal_of(text),))
        connection.commit()


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("sealed_anew", [False, True])
def test_a_report_changed_by_another_program_is_whole_no_more_however_it_is_sealed(
    closed: Desk, what: str, *, sealed_anew: bool
) -> None:
    assert kept(closed).whole
    forge(closed, FORGED[what], sealed_anew=sealed_anew)
    assert not kept(closed).whole
    assert [breach.row_id for breach in check_library(closed.library) if breach.table == "stocktakes"]


def test_a_seal_that_was_changed_fits_no_more(closed: Desk) -> None:
    with closed.library.reading() as connection:
        connection.exec_driver_sql("UPDATE stocktakes SET seal = 'abc' WHERE id = 2")
        connection.commit()
    assert not kept(closed).whole


def test_another_count_that_is_renamed_breaks_no_seal(closed: Desk) -> None:
    assert rename_stocktake(closed, 1, "寒假").done
    assert kept(closed).whole


def test_a_report_of_a_count_that_was_declared_void_or_closed_anew_is_whole(closed: Desk) -> None:
    first = kept(closed).seal
    assert reopen_stocktake(closed, 2, "漏点").done
    assert close_stocktake(closed, 2, note="补点").done
    assert kept(closed).whole
    assert kept(closed).seal != first
    assert void_stocktake(closed, 2, "数错").done
    assert kept(closed).whole
    assert list(check_library(closed.library)) == []
