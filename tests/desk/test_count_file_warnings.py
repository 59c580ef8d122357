"""What is said of a collector file before it is taken in: only what is odd about it."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, days_later
from tests.desk.collector_files import a_file, taken_in
from tests.desk.counts import a_count, a_shelf

from deskcirc.desk.count_file_warnings import counts_nothing, looks_foreign, warnings_of
from deskcirc.desk.count_files import FileTrial, try_file
from deskcirc.desk.desk import Desk
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.database import Library


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def tried(desk: Desk, count: Stocktake, text: str) -> FileTrial:
    return try_file(desk, count.id, a_file(desk, text, "scans.csv"), FileOrder())


def said(desk: Desk, count: Stocktake, text: str) -> str:
    return " ".join(warnings_of(tried(desk, count, text), desk.policy))


def test_a_file_in_order_is_said_nothing_of(desk: Desk) -> None:
    a_shelf(desk.library, "SH001")
    copy = a_copy(desk.library)
    count = a_count(desk)
    for text in (f"{copy.code}\n", f"条码,架位,数量\n{copy.code},SH001,1\n"):
        assert warnings_of(tried(desk, count, text), desk.policy) == ()


def test_only_shelves_that_are_not_known_are_named(desk: Desk) -> None:
    a_shelf(desk.library, "SH001")
    one, other = a_copy(desk.library), a_copy(desk.library)
    text = f"条码,架位\n{one.code},SH001\n{other.code},SH9\n"
    count = a_count(desk)
    assert "not known: SH9." in said(desk, count, text)
    many = "条码,架位\n" + "".join(f"{one.code},SH{number}\n" for number in range(5, 9))
    assert "SH5, SH6, SH7…" in said(desk, count, many)


def test_lines_without_a_time_are_odd_only_among_others_with_one(desk: Desk) -> None:
    one, other = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    assert "no time" not in said(later, count, f"{one.code}\n{other.code}\n")
    mixed = f"条码,时间\n{one.code},2026-03-03 09:00:00\n{other.code},\n"
    assert "1 line bears no time" in said(later, count, mixed)


def test_a_few_unknown_codes_make_no_file_of_another_library(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    few, many = (copy.code + "\n" + "".join(f"T{each:04}\n" for each in range(number)) for number in (4, 5))
    assert [looks_foreign(tried(desk, count, text)) for text in (few, many)] == [False, True]
    stock = "".join(f"{a_copy(desk.library).code}\n" for _each in range(15))
    assert not looks_foreign(tried(desk, count, many + stock))


def test_a_file_that_would_count_nothing_is_told_from_one_that_counts_a_line(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    nothing, one = f"条码,数量\n{copy.code},0\n", f"条码,数量\n{copy.code},0\n{copy.code},1\n"
    assert [counts_nothing(tried(desk, count, text)) for text in (nothing, one)] == [True, False]


def test_lines_that_repeat_what_was_counted_are_not_said_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    text = f"条码,数量\n{copy.code},3\n"
    assert "quantity above one" in said(desk, count, text)
    assert taken_in(desk, count, text).done
    assert "quantity above one" not in said(desk, count, text + "T1,1\n")
