"""Each promise of counts and their reports is proved: broken by another program, `check` names the breach."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.desk.closed_counts import a_full_count

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.domain.stocktake_report import seal_of
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """The librarian, with two closed counts; the second is number 2."""
    counted = a_full_count(desk)
    assert close_stocktake(counted.desk, counted.count.id).done
    return counted.desk


def said(desk: Desk) -> list[str]:
    """The breaches of counts."""
    return [breach.sentence for breach in check_library(desk.library) if breach.rule is Rule.STOCKTAKE]


@pytest.mark.parametrize(
    ("broken", "names"),
    [
        ("UPDATE stocktakes SET report = replace(report, '青铜葵花', '草房子') WHERE id = 2", "does not fit"),
        ("UPDATE stocktakes SET report = '{}' WHERE id = 2", "cannot be read"),
        ("UPDATE stocktakes SET report = NULL WHERE id = 2", "has no report"),
        ("UPDATE stocktakes SET state = 'open' WHERE id = 2", "bears a seal"),
        ("UPDATE stocktakes SET copies = copies + 1 WHERE id = 2", "has frozen others"),
        ("UPDATE stocktake_blocks SET groups = CAST(groups || X'01' AS BLOB) WHERE id = 2", "do not exist"),
        ("UPDATE stocktake_blocks SET groups = 'text' WHERE id = 2", "cannot be read"),
        ("UPDATE stocktake_blocks SET groups = X'FF' WHERE id = 2", "cannot be read"),
        ("UPDATE stocktake_scans SET ended = 1 WHERE stocktake_id = 2", "how many lines"),
        ("DELETE FROM stocktake_decisions WHERE at_closing AND stocktake_id = 2", "nothing is decided"),
    ],
)
def test_a_broken_promise_is_named(closed: Desk, broken: str, names: str) -> None:
    assert said(closed) == []
    with closed.library.reading() as connection:
        connection.exec_driver_sql(broken)
        connection.commit()
    assert any(names in sentence for sentence in said(closed))


@pytest.mark.parametrize(
    ("forged", "names"),
    [
        (lambda report: report["total"]["found"].update(copies=99), "add up"),
        (lambda report: report["by_class"].pop(), "add up"),
        (lambda report: report["missing"].pop(), "add up"),
        (lambda report: report.update(copies=3), "otherwise than the count"),
        (lambda report: report["missing"][0].update(decided="", state="in_stock"), "nothing is decided"),
    ],
)
def test_a_report_that_was_forged_and_sealed_anew_still_contradicts_the_rows(
    closed: Desk, forged: Callable[[Any], object], names: str
) -> None:
    with closed.library.reading() as connection:
        kept = connection.exec_driver_sql("SELECT report FROM stocktakes WHERE id = 2").scalar_one()
        report = json.loads(kept)
        forged(report)
        text = json.dumps(report, ensure_ascii=False)
        connection.exec_driver_sql("UPDATE stocktakes SET report = ?, seal = ? WHERE id = 2", (text, seal_of(text)))
        connection.commit()
    assert any(names in sentence for sentence in said(closed))


def test_a_count_that_was_opened_again_or_declared_void_keeps_every_promise(closed: Desk) -> None:
    assert reopen_stocktake(closed, 2, "漏点").done
    assert said(closed) == []
    assert close_stocktake(closed, 2).done
    assert void_stocktake(closed, 2, "数错").done
    assert said(closed) == []
