"""The report of a count: what became of each expected copy, its tables, the text it is kept as, the comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.stocktake import CountSums, Group, frozen
from deskcirc.domain.stocktake_reckoning import (
    CopyFact,
    class_of,
    compared,
    fates_of,
    groups_of,
    minutes_at_work,
    table,
    tallies,
)
from deskcirc.domain.stocktake_report import (
    GroupLine,
    MissingLine,
    PersonLine,
    ReportHead,
    SeenLine,
    StocktakeReport,
    TableLine,
    Tally,
    UnknownLine,
    Worth,
    seal_of,
    stored_report,
)
from deskcirc.domain.stocktake_tables import LISTS, TABLES, bar_values, report_table

NOON = datetime(2026, 7, 2, 4, 0, tzinfo=UTC)
IDS = st.sets(st.integers(1, 30))


def a_fact(copy_id: int, call_number: str = "I247.57/1", price: int | None = 100) -> CopyFact:
    return CopyFact(copy_id, call_number, call_number, 1, 1, price, "in_stock")


def a_report(missing: tuple[int, ...] = ()) -> StocktakeReport:
    """The report of a count of ten copies that missed these."""
    lines = tuple(MissingLine(each, f"{each:05}", "书", "I2/1", "", "", 100, "missing", "missing") for each in missing)
    expected, lost = Worth(10, 1000), Worth(len(missing), 100 * len(missing))
    total = Tally(expected, Worth(10 - lost.copies, 1000 - lost.fen), lost)
    head = ReportHead(
        "图书馆", "S2026-01", "期末", "whole", False, NOON.isoformat(), "王老师", NOON.isoformat(), offset=480
    )
    return StocktakeReport(head, 10, total, 3, (), CountSums(found=3), missing=lines)


@given(IDS, IDS, IDS, IDS)
def test_every_expected_copy_has_exactly_one_fate(
    expected: set[int], present: set[int], settled: set[int], withdrawn: set[int]
) -> None:
    fates = fates_of(expected, present, settled, withdrawn)
    assert fates.found | fates.missing | fates.gone == expected
    assert fates.expected == len(expected)
    assert not fates.gone & settled
    assert fates.found == expected & present


def test_a_copy_withdrawn_meanwhile_is_not_missed_unless_the_count_had_given_it_up() -> None:
    fates = fates_of({1, 2, 3}, {3}, {2}, {1, 2, 3})
    assert [set(each) for each in (fates.found, fates.missing, fates.gone)] == [{3}, {2}, {1}]


@given(st.lists(st.tuples(st.sampled_from(["I247/1", "K92/2", "??", ""]), st.none() | st.integers(0, 9999))))
def test_the_lines_of_a_table_add_up_to_all_expected_copies(copies: list[tuple[str, int | None]]) -> None:
    facts = [a_fact(place, *copy) for place, copy in enumerate(copies)]
    fates = fates_of(range(len(facts)), set(range(0, len(facts), 2)), set(), set(range(0, len(facts), 3)))
    lines = table(tallies(facts, fates, class_of), {"I": "", "K": ""})
    expected = [line.tally.expected for line in lines]
    assert sum(worth.copies for worth in expected) == len(facts)
    assert sum(worth.fen for worth in expected) == sum(price or 0 for _number, price in copies)
    assert sum(worth.unpriced for worth in expected) == sum(price is None for _number, price in copies)
    assert sum(line.tally.found.copies for line in lines) == len(fates.found)


def test_classes_come_in_their_order_and_what_has_none_at_the_end() -> None:
    facts = [a_fact(1, "K92/1"), a_fact(2, "旧书"), a_fact(3, "I24/1")]
    lines = table(tallies(facts, fates_of({1, 2, 3}, {1}, set(), set()), class_of), {"I": "", "K": ""})
    assert [line.code for line in lines] == ["I", "K", ""]


def test_groups_hold_all_but_what_stood_on_shelves() -> None:
    groups = frozen([(1, Group.SHELF), (2, Group.ON_LOAN), (3, Group.ON_LOAN), (4, Group.LOST)])
    lines = groups_of(groups, {2: 500, 3: None, 4: 700})
    assert [(line.group, line.worth) for line in lines] == [(3, Worth(2, 500, 1)), (10, Worth(1, 700, 0))]


def test_hours_at_work_leave_out_the_pauses() -> None:
    instants = [NOON + timedelta(minutes=minute) for minute in (0, 1, 2, 60, 70, 400)]
    assert minutes_at_work(instants) == 12
    assert minutes_at_work([NOON]) == 0
    assert minutes_at_work([]) == 0


def test_what_the_last_count_missed_was_found_is_missed_again_or_left() -> None:
    before = a_report((1, 2, 3, 4, 5))
    groups = frozen([(1, Group.SHELF), (2, Group.SHELF), (3, Group.MISSING), (4, Group.ON_LOAN), (6, Group.SHELF)])
    fates = fates_of({1, 2, 6}, {1}, set(), set())
    found = compared(before, fates, groups, {1}, 3333)
    assert (found.missing_then, found.found_now, found.missing_again, found.left, found.missing_anew) == (5, 2, 2, 1, 1)
    assert found.missing_then == found.found_now + found.missing_again + found.left
    assert (found.rate_then, found.rate_now) == (5000, 3333)


def test_a_copy_found_that_was_missing_before_is_not_missed_again() -> None:
    groups = frozen([(1, Group.MISSING)])
    found = compared(a_report((1,)), fates_of((), {1}, set(), set()), groups, {1}, None)
    assert (found.found_now, found.missing_again) == (1, 0)


def test_a_report_reads_back_from_its_text_and_one_letter_breaks_the_seal() -> None:
    report = a_report((1, 2))
    text = report.stored()
    assert stored_report(text) == report
    assert stored_report(text).stored() == text
    assert seal_of(text) != seal_of(text.replace("王", "李"))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"head": 1}', "不是报告", '{"head": {"x": 1}}'])
def test_a_text_that_is_no_report_is_said_so(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  json's own error is one of them
        stored_report(text)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_any_report_has_as_many_cells_as_columns(name: str) -> None:
    for report in (a_report(), a_report((1, 2, 3))):
        made = report_table(report, name)
        assert all(len(row) == len(made.columns) for row in made.rows)
        assert made.rows or made.empty or name in ("by_class", "by_location", "by_item_type")


def test_lists_are_tables_too_and_a_picture_shows_the_most_first() -> None:
    assert set(LISTS) < set(TABLES)
    facts = [a_fact(1, "K9/1"), a_fact(2, "I2/1"), a_fact(3, "I3/1")]
    lines = table(tallies(facts, fates_of({1, 2, 3}, set(), set(), set()), class_of), {"I": "", "K": ""})
    report = StocktakeReport(a_report().head, 3, Tally(), 0, (), CountSums(), by_class=lines)
    assert [value for _words, value in bar_values(report, "by_class")] == [2, 1]
    assert bar_values(report, "totals") == ()


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_the_shares_of_what_was_found_missed_and_left_make_a_hundred(found: int, missing: int, gone: int) -> None:
    worths = [Worth(copies) for copies in (found + missing + gone, found, missing, gone)]
    rows = report_table(replace(a_report(), total=Tally(*worths)), "totals").rows
    shares = [int(row[2]) for row in rows if isinstance(row[2], int)]
    assert shares[0] == 10_000 == sum(shares[1:])
    assert missing == 0 or shares[1] < 10_000


def test_the_tables_say_the_numbers_of_the_report() -> None:
    total = Tally(Worth(10, 1000, 2), Worth(6, 700, 1), Worth(3, 250, 1), Worth(1, 50))
    report = replace(
        a_report(),
        total=total,
        seen=4,
        copies=12,
        groups=(GroupLine(Group.ON_LOAN, Worth(2, 90, 1)),),
        by_class=(TableLine("I", "", total),),
        people=(PersonLine("王老师", 90, 80, 45, 500), PersonLine("", 1, 1, 0)),
    )
    assert [row[1:] for row in report_table(report, "totals").rows] == [
        (10, 10_000, 1000, 2),
        (6, 6000, 700, 1),
        (4, None, None, None),
        (2, None, None, None),
        (3, 3000, 250, 1),
        (1, 1000, 50, 0),
        (2, None, 90, 1),
        (12, None, None, None),
    ]
    assert report_table(report, "by_class").rows[0][1:] == (10, 6, 3, 6000, 1000, 250)
    assert [row[1:] for row in report_table(report, "people").rows] == [(90, 80, 500, 75, 120), (1, 1, 0, 0, None)]
    assert report_table(report, "people").rows[1][0] == "nobody named"
    assert report.accounted == 2


def test_a_day_of_the_report_is_that_of_the_schools_own_clock() -> None:
    head = a_report().head
    assert head.local(head.closed_at) == NOON + timedelta(hours=8)
    assert head.local("") is None


def test_what_was_decided_about_a_copy_or_a_code_stands_in_its_list() -> None:
    missed = MissingLine(1, "A1", "书", "I2/1", "书库", "架一", 100, "missing")
    unknown = UnknownLine("T1", "架一", NOON.isoformat(), "王老师", "matched", "A00002")
    report = replace(
        a_report(),
        missing=(missed, replace(missed, decided="lost"), replace(missed, state="in_stock", location="")),
        unknown=(unknown, replace(unknown, decided="", copy="")),
        found_again=(SeenLine(3, "A3", "书", "I3/1", "架一", "架二", "was_lost", "found"),),
    )
    missing = report_table(report, "missing").rows
    assert [row[3:5] for row in missing] == [
        ("书库 架一", "missing"),
        ("书库 架一", "declared lost"),
        ("架一", "not seen yet"),
    ]
    assert [row[2:] for row in report_table(report, "unknown").rows] == [
        ("2026-07-02 12:00", "王老师", "matched A00002"),
        ("2026-07-02 12:00", "王老师", "undecided"),
    ]
    assert report_table(report, "found_again").rows[0][3:] == ("架一", "架二", "was lost: found again")


def test_a_copy_of_the_last_count_that_is_here_was_found_whatever_this_count_asks_for() -> None:
    found = compared(a_report((1, 2, 3)), fates_of({3}, {1}, set(), {3}), frozen([(3, Group.SHELF)]), {1}, None)
    assert (found.found_now, found.missing_again, found.left) == (1, 0, 2)


def test_where_more_was_found_than_expected_it_is_said_why_the_sums_differ() -> None:
    report = a_report()  # three lines found a copy, and three copies were seen
    assert not report_table(report, "people").notes
    more = replace(report, sums=CountSums(found=4))
    assert all("not expected on a shelf" in report_table(more, name).notes[0] for name in ("lines", "people"))


def test_headings_of_the_paper_begin_with_capitals() -> None:
    for name in TABLES:
        for column in report_table(a_report((1,)), name).columns:
            assert column.heading[0].isupper(), column.heading


def test_the_last_share_takes_what_rounding_down_left_of_a_hundred() -> None:
    third = Tally(Worth(3), Worth(2), Worth(), Worth(1))
    shares = [row[2] for row in report_table(replace(a_report(), total=third), "totals").rows]
    assert [share for share in shares if share is not None] == [10_000, 6666, 0, 3334]
    missed = replace(third, missing=Worth(1), gone=Worth())
    shares = [row[2] for row in report_table(replace(a_report(), total=missed), "totals").rows]
    assert [share for share in shares if share is not None] == [10_000, 6666, 3334]
