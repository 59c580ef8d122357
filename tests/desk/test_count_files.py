"""Collector files in a count: tried, taken in by one act, merged without double counting, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later
from tests.desk.collector_files import a_file, contradictions, file_id, kinds_of, lines_of_file, taken_in
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, present, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_file_warnings import warnings_of
from deskcirc.desk.count_files import load_file, take_back_file, tried_lines_of, try_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import pause_stocktake
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_files import FileOrder, moment_of
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import CountKind
from deskcirc.errors import CancelledError, GoneError
from deskcirc.store.database import Library
from deskcirc.store.lookups.count_files import files_of, names_given
from deskcirc.store.lookups.counted import count_sums


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_every_line_is_one_of_six_kinds_and_keeps_its_origin(desk: Desk) -> None:
    patron = a_patron(desk.library, card="K0001")
    here, out, gone, card = a_copy(desk.library), a_copy(desk.library), a_copy(desk.library), "K0001"
    check_out(desk, patron, out.id)
    a_copy(desk.library, state=CopyState.WITHDRAWN.value)
    later = days_later(desk, 1)
    count = a_count(later)
    later = replace(later, now=later.now + timedelta(hours=1))
    text = f"{here.code}\n{out.code}\n{here.code}\nT9999\nB00004\n{card}\n"
    done = taken_in(later, count, text, "层1.txt", device="PDA 1", person="李想")
    assert kinds_of(later, done) == [
        (1, "found", ""),
        (2, "on_loan", ""),
        (3, "repeat", ""),
        (4, "unknown", ""),
        (5, "refused", "withdrawn"),
        (6, "refused", "card"),
    ]
    assert (done.sums.read, done.file and done.file.lines) == (6, 6)
    with later.library.reading() as connection:
        (line, *_others) = lines_of_file(connection, file_id(done))
        (listed,) = files_of(connection, count.id)
        assert names_given(connection) == (("PDA 1",), ("李想",))
        assert count_sums(connection, count.id) == done.sums == listed.sums
    assert (line.person, listed.device, listed.name) == ("李想", "PDA 1", "层1.txt")
    assert missed(later, count) == {gone.id}
    assert contradictions(later) == []


def test_a_trial_says_what_would_come_and_writes_nothing(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    before = all_rows(desk.library, without_journal=False)
    trial = try_file(desk, count.id, a_file(desk, f"{copy.code}\nT9999\n"), FileOrder())
    assert (trial.sums.found, trial.sums.unknown, trial.why_not) == (1, 1, "")
    assert [each.line.code for each in trial.of_kind(CountKind.UNKNOWN)] == ["T9999"]
    assert all_rows(desk.library, without_journal=False) == before


def test_the_same_file_twice_is_harmless(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    first = taken_in(desk, count, f"{copy.code}\n")
    again = taken_in(desk, count, f"{copy.code}\n", "other name.txt")
    assert (first.done, again.done) == (True, False)
    assert "scans.txt" in again.why_not
    with desk.library.reading() as connection:
        assert count_sums(connection, count.id).read == 1


def test_a_file_that_goes_on_from_an_earlier_one_adds_what_is_new(desk: Desk) -> None:
    first, second = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    taken_in(desk, count, f"{first.code}\nT9999\n", device="PDA 1")
    whole = f"{first.code}\nT9999\n{second.code}\n"
    trial = try_file(desk, count.id, a_file(desk, whole), FileOrder())
    assert [(each.device, each.lines) for each in trial.contained] == [("PDA 1", 2)]
    done = taken_in(desk, count, whole, device="PDA 1")
    assert (done.sums.repeat, done.sums.found) == (2, 1)


def test_files_of_several_handhelds_and_live_scans_count_a_copy_once(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(4)]
    count = a_count(desk)
    scan(desk, count, copies[0])
    taken_in(desk, count, "".join(f"{copy.code}\n" for copy in copies[:3]), "a.txt")
    taken_in(desk, count, "".join(f"{copy.code}\n" for copy in copies[1:]), "b.txt")
    with desk.library.reading() as connection:
        sums = count_sums(connection, count.id)
    assert (sums.read, sums.found, sums.repeat) == (7, 4, 3)


def test_shelf_labels_say_where_the_lines_after_them_were_scanned(desk: Desk) -> None:
    a_shelf(desk.library, "SH001", "I2/1", place=1)
    a_shelf(desk.library, "SH002", "I3/1", place=2)
    right, late, wrong = (a_copy_at(desk.library, number) for number in ("I25/1", "I24/1", "I35/1"))
    count = a_count(desk)
    done = taken_in(desk, count, f"SH001\n{right.code}\n{late.code}\n{wrong.code}\nSH002\n{wrong.code}\n")
    assert kinds_of(desk, done) == [
        (2, "found", ""),
        (3, "found", "out_of_order"),
        (4, "found", "wrong_shelf"),
        (6, "repeat", "other_shelf"),
    ]


def test_lines_are_counted_in_the_order_of_their_times(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    done = taken_in(later, count, f"{copy.code},1,2026-03-03,09:00:00\n{copy.code},1,2026-03-03,08:00:00\n")
    assert kinds_of(later, done) == [(1, "repeat", ""), (2, "found", "")]


def test_a_copy_lent_after_its_scan_was_there_and_one_lent_before_stands_here_on_loan(desk: Desk) -> None:
    there, taken = a_copy(desk.library), a_copy(desk.library)
    patron = a_patron(desk.library)
    count = a_count(desk)
    week = days_later(desk, 7)
    for copy in (there, taken):
        check_out(week, patron, copy.id)
    next_day = days_later(week, 1)
    text = f"{there.code},1,2026-03-05,09:00:00\n{taken.code},1,2026-03-10,09:00:00\n"
    assert [kind for _line, kind, _remark in kinds_of(next_day, taken_in(next_day, count, text))] == [
        "found",
        "on_loan",
    ]


def test_without_times_a_copy_lent_since_the_opening_was_simply_there(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    week = days_later(desk, 7)
    check_out(week, a_patron(desk.library), copy.id)
    done = taken_in(week, count, f"{copy.code}\n", counted_on=date(2026, 3, 4))
    assert kinds_of(week, done) == [(1, "found", "")]


def test_scans_before_the_opening_are_refused_and_those_of_a_clock_ahead_are_said(desk: Desk) -> None:
    early, ahead = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    text = f"{early.code},1,2026-03-01,09:00:00\n{ahead.code},1,2027-01-01,09:00:00\n"
    done = taken_in(days_later(desk, 1), count, text)
    assert kinds_of(desk, done) == [(1, "refused", "too_early"), (2, "found", "in_future")]


@pytest.mark.parametrize("written", ["2026-03-02 10:15", "2026/3/2 10:15", "202603021015", "2026-03-02 10:15:00"])
def test_a_time_without_seconds_in_the_very_minute_of_the_opening_is_not_too_early(desk: Desk, written: str) -> None:
    copy = a_copy(desk.library)
    opening = replace(desk, now=datetime(2026, 3, 2, 2, 15, 40, tzinfo=UTC))
    count = a_count(opening)
    later = replace(opening, now=opening.now + timedelta(minutes=5))
    done = taken_in(later, count, f"条码,时间\n{copy.code},{written}\n")
    assert kinds_of(later, done) == [(2, "found", "")]
    assert present(later, count) == {copy.id}
    assert not contradictions(later)


@pytest.mark.parametrize("written", ["2026-03-02 10:14", "2026-03-02 10:15:39"])
def test_a_time_that_is_surely_before_the_opening_is_too_early(desk: Desk, written: str) -> None:
    copy = a_copy(desk.library)
    opening = replace(desk, now=datetime(2026, 3, 2, 2, 15, 40, tzinfo=UTC))
    count = a_count(opening)
    later = replace(opening, now=opening.now + timedelta(minutes=5))
    done = taken_in(later, count, f"条码,时间\n{copy.code},{written}\n")
    assert kinds_of(later, done) == [(2, "refused", "too_early")]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1970-01-01 08:03:00", "If the handheld's clock is wrong, say what it shows now"),
        ("2000-01-01 00:03:00", "If the handheld's clock is wrong, say what it shows now"),
        ("2025-03-03 11:59:00", "If the handheld's clock is wrong, say what it shows now"),
        ("2026-03-02 01:00:00", "If the handheld's clock is wrong, say what it shows now"),
        ("2026-03-03 15:00:00", "1 line bears a time that has not come yet: the handheld's clock is ahead."),
        ("2027-03-03 11:59:00", "1 line bears a time that has not come yet: the handheld's clock is ahead."),
    ],
)
def test_a_clock_that_is_wrong_by_hours_or_years_is_said_with_the_way_out(desk: Desk, written: str, words: str) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    tomorrow = days_later(desk, 1)
    trial = try_file(tomorrow, count.id, a_file(desk, f"条码,时间\n{copy.code},{written}\n"), FileOrder())
    assert words in " ".join(warnings_of(trial, desk.policy))


def test_a_clock_that_is_wrong_is_put_right_or_passed_over(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    tomorrow = days_later(desk, 1)
    text = f"{copy.code},1,2000-01-01,03:15:00\n"
    behind = datetime(2000, 1, 1, 3, 30) - datetime(2026, 3, 3, 12, 0)  # noqa: DTZ001  a handheld's clock has no zone
    assert try_file(tomorrow, count.id, a_file(desk, text), FileOrder()).sums.refused == 1
    for order in (FileOrder(clock_ahead=behind), FileOrder(ignore_times=True)):
        assert try_file(tomorrow, count.id, a_file(desk, text), order).sums.found == 1
    done = taken_in(tomorrow, count, text, clock_ahead=behind)
    with desk.library.reading() as connection:
        (line,) = lines_of_file(connection, file_id(done))
    assert line.at == tomorrow.now - timedelta(minutes=15)


def test_a_line_of_which_only_the_day_is_known_stands_at_its_beginning(desk: Desk) -> None:
    (line,) = a_file(desk, "B00001\n").lines
    opened, now = desk.now, desk.now + timedelta(days=3)

    def at(day: date) -> datetime:
        return moment_of(line, FileOrder(counted_on=day), desk.policy, opened, now).at

    assert at(date(2026, 3, 2)) == opened
    assert at(date(2026, 3, 4)) == datetime(2026, 3, 3, 16, tzinfo=UTC)
    assert at(date(2026, 3, 1)) < opened


def test_a_day_that_has_not_come_is_asked_about(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    assert "has not come" in taken_in(desk, count, f"{copy.code}\n", counted_on=date(2026, 3, 3)).why_not


def test_quantities_and_cut_lines_are_told_and_nothing_is_lost(desk: Desk) -> None:
    one, none, twelve = a_copy(desk.library), a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, f"{one.code},1\n{none.code},0\n{twelve.code},12\nB000")
    assert kinds_of(desk, done) == [
        (1, "found", ""),
        (2, "refused", "no_quantity"),
        (3, "found", "quantity"),
        (4, "refused", "unreadable"),
    ]


def test_a_file_of_another_library_is_all_unknown_and_can_be_taken_back(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, "".join(f"X{number:07}\r\n" for number in range(5000)))
    assert (done.sums.read, done.sums.unknown) == (5000, 5000)
    assert take_back_file(desk, file_id(done)).done
    with desk.library.reading() as connection:
        assert count_sums(connection, count.id).read == 0
    assert missed(desk, count) == {copy.id}
    assert contradictions(desk) == []


def test_codes_whose_zeros_or_prefix_were_lost_find_their_copies(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="0021846")
    count = a_count(desk)
    assert kinds_of(desk, taken_in(desk, count, "21846\n")) == [(1, "found", "")]
    assert present(desk, count) == {copy.id}


def test_a_paused_or_closed_count_takes_no_file(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    pause_stocktake(desk, count.id)
    assert "paused" in taken_in(desk, count, f"{copy.code}\n").why_not


def test_a_count_or_a_file_that_does_not_exist_is_gone(desk: Desk) -> None:
    with pytest.raises(GoneError):
        load_file(desk, 7, a_file(desk, "B00001\n"), FileOrder())
    with pytest.raises(GoneError):
        take_back_file(desk, 7)


def test_a_helper_takes_files_in_and_back(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    done = taken_in(helper, count, f"{copy.code}\n")
    assert take_back_file(helper, file_id(done)).done


def test_cancelling_leaves_nothing(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(3)]
    count = a_count(desk)
    before = all_rows(desk.library, without_journal=False)

    def stop(done: int, total: int, _what: str) -> None:
        if done == total:
            raise CancelledError("stop")

    file = a_file(desk, "".join(f"{copy.code}\n" for copy in copies))
    with pytest.raises(CancelledError):
        load_file(desk, count.id, file, FileOrder(), stop)
    assert all_rows(desk.library, without_journal=False) == before


def test_the_lines_of_a_file_can_be_listed_with_their_titles(desk: Desk) -> None:
    copy = a_copy(desk.library, "草房子")
    count = a_count(desk)
    done = taken_in(desk, count, f"{copy.code}\nT9999\n")
    lines = tried_lines_of(desk, file_id(done))
    assert [(each.counted.line, each.title, each.counted.kind) for each in lines] == [
        (1, "《草房子》", CountKind.FOUND),
        (2, "", CountKind.UNKNOWN),
    ]


def test_a_name_of_a_file_that_is_too_long_is_cut(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    done = taken_in(desk, count, f"{copy.code}\n", "a\n" + "扫" * 400 + ".txt")
    assert done.file is not None
    assert done.file.name.endswith("扫.txt")
    assert "longer than" in taken_in(desk, count, "B00009\n", device="x" * 600).why_not
