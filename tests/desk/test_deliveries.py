"""The delivery check on a real library file: a list loaded once, copies counted, extra ones kept, everything undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.builders import a_desk, all_rows
from tests.delivery_builders import STRAW, UNKNOWN, USUAL, a_batch, a_list, a_title, later, lines_in, rows_of

from deskcirc.desk import deliveries
from deskcirc.desk.batch_stages import cancel_batch, check_batch, close_batch
from deskcirc.desk.delivery_lists import load_delivery
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.deliveries import figures_of, line_draft
from deskcirc.domain.drafts import MarcDraft, Mark, Note, ReadRow, Refusal, RefusalReason
from deskcirc.errors import CancelledError, GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.deliveries import lines_by_isbn, lines_changed_after, lines_to_catalogue, loaded_line


def test_a_list_becomes_the_lines_of_its_batch_and_comes_back_by_undo(desk: Desk) -> None:
    batch = a_batch(desk)
    before = all_rows(desk.library)
    outcome = a_list(desk, batch)
    assert (outcome.summary.read, outcome.summary.added, outcome.expected) == (4, 4, 8)
    assert [(line.position, line.name, line.expected) for line in lines_in(desk, batch)] == [
        (1, "草房子", 3),
        (2, "红楼梦 上册", 2),
        (3, "红楼梦 下册", 2),
        (4, "少年百科", 1),
    ]
    assert list(check_library(desk.library)) == []
    assert undo_last(desk, "delivery").done
    assert all_rows(desk.library) == before


def test_the_same_list_in_the_same_batch_is_never_expected_twice(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    again = a_list(desk, batch, again=True)
    assert (again.summary.added, again.summary.matched) == (0, 4)
    more = a_list(desk, batch, [*USUAL, USUAL[0], a_title("新书", UNKNOWN)], file="more.xlsx", again=True)
    assert (more.summary.added, more.summary.matched) == (2, 4)


def test_the_same_file_or_the_same_rows_in_another_batch_are_said_and_taken_only_when_meant(desk: Desk) -> None:
    a_list(desk, a_batch(desk))
    other = a_batch(desk, "another dealer")
    same_file = a_list(desk, other)
    assert same_file.why_not == (
        "This very file was loaded into batch 2026-001 on Mon 2 Mar; its copies would be expected twice.",
    )
    same_rows = a_list(desk, other, file="saved again.csv")
    assert same_rows.why_not == ("4 lines of 4 stand in batch 2026-001 already.",)
    assert lines_in(desk, other) == ()
    meant = a_list(desk, other, again=True)
    assert (meant.summary.added, meant.why_not) == (4, ())


def test_every_good_row_is_taken_and_the_bad_ones_are_named(desk: Desk) -> None:
    batch = a_batch(desk)
    cut_off = ReadRow(9, "byte 8812", "00512nam", refusal=Refusal(RefusalReason.RECORD_CUT_OFF, "…"))
    doubtful = ReadRow(8, "", "", draft=a_title("面议的书", price=None), notes=(Note(Mark.PRICE_UNREADABLE, "面议"),))
    outcome = load_delivery(desk, batch.id, [*rows_of(USUAL), doubtful, cut_off], ImportSource("cut.iso"))
    assert (outcome.summary.read, outcome.summary.added, outcome.summary.refused) == (6, 5, 1)
    assert [(row.number, refusal.reason) for row, refusal in outcome.summary.refusals] == [(9, "record-cut-off")]
    assert [(remark.number, remark.note.value) for remark in outcome.summary.remarks] == [(8, "面议")]
    assert "面议" in lines_in(desk, batch)[-1].remark


def test_a_row_that_orders_no_copy_is_refused_and_not_counted_as_one(desk: Desk) -> None:
    batch = a_batch(desk)
    outcome = load_delivery(desk, batch.id, rows_of([*USUAL, a_title("白纸", count=0)]), ImportSource("list.xlsx"))
    assert [(row.number, refusal.reason) for row, refusal in outcome.summary.refusals] == [(5, "no-copies")]
    assert outcome.expected == sum(len(draft.copies) for draft in USUAL)


def test_a_trial_and_a_cancelled_load_leave_nothing(desk: Desk) -> None:
    batch = a_batch(desk)
    before = all_rows(desk.library)
    rows = rows_of(USUAL)
    trial = load_delivery(desk, batch.id, rows, ImportSource("list.xlsx"), dry_run=True)
    assert trial.summary.added == 4
    with pytest.raises(CancelledError):
        load_delivery(desk, batch.id, rows, ImportSource("list.xlsx"), cancelled=lambda: True)
    with pytest.raises(OSError, match="stick"):
        load_delivery(desk, batch.id, _pulled_out(rows), ImportSource("list.xlsx"))
    assert all_rows(desk.library) == before


def _pulled_out(rows: object) -> Iterator[ReadRow]:
    yield from rows  # type: ignore[misc]
    raise OSError("the stick is gone")


def test_each_scan_counts_one_copy_and_is_taken_back_alone(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    states = [all_rows(desk.library)]
    for step in range(4):
        assert deliveries.count_arrived(later(desk, step), line.id).count == 1
        states.append(all_rows(desk.library))
    counted = lines_in(desk, batch)[0]
    assert (counted.arrived, counted.extra, counted.short) == (4, 1, 0)
    for before in reversed(states[:-1]):
        assert undo_last(later(desk), "delivery").done
        assert all_rows(desk.library) == before


def test_two_stations_count_the_same_line_and_none_is_lost(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    other = a_desk(desk.library, station="counter 2")
    for each in (desk, other, desk):
        deliveries.count_arrived(each, line.id)
    assert lines_in(desk, batch)[0].arrived == 3
    assert not undo_last(other, "delivery").done
    assert undo_last(desk, "delivery").done
    assert lines_in(desk, batch)[0].arrived == 2


def test_a_book_on_no_list_gets_a_line_of_its_own(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    outcome = deliveries.count_unlisted(desk, batch.id, a_title("寄错的书", UNKNOWN), None, 2)
    assert outcome.line is not None
    assert (outcome.line.expected, outcome.line.arrived, outcome.line.extra) == (0, 2, 2)
    assert deliveries.count_unlisted(desk, batch.id, a_title("  ")).why_not
    assert undo_last(desk, "delivery").done
    assert len(lines_in(desk, batch)) == 4


def test_price_edition_remark_and_count_are_put_right_and_come_back(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    before = all_rows(desk.library)
    deliveries.note_price(desk, line.id, 2480)
    deliveries.count_other_edition(desk, line.id, UNKNOWN)
    deliveries.note_remark(desk, line.id, "  cover  torn ")
    deliveries.correct_arrived(desk, line.id, 2)
    found = lines_in(desk, batch)[0]
    assert (found.price_found, found.isbn_found, found.remark, found.arrived) == (2480, UNKNOWN, "cover torn", 2)
    assert deliveries.note_edition(desk, line.id, "12345").why_not == ("“12345” is no ISBN.",)
    assert deliveries.correct_arrived(desk, line.id, 100_000).why_not
    for _step in range(4):
        assert undo_last(desk, "delivery").done
    assert all_rows(desk.library) == before


def test_the_rest_of_a_line_and_of_a_whole_batch(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    deliveries.count_arrived(desk, line.id)
    assert deliveries.count_rest_of_line(desk, line.id).count == 2
    assert deliveries.count_rest_of_batch(desk, batch.id).count == 5
    figures = figures_of(lines_in(desk, batch))
    assert (figures.expected, figures.arrived, figures.short) == (8, 8, 0)
    assert deliveries.count_rest_of_batch(desk, batch.id).why_not


def test_a_line_is_taken_off_the_list_only_while_nothing_of_it_came(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    first, second = lines_in(desk, batch)[:2]
    deliveries.count_arrived(desk, first.id)
    assert deliveries.drop_line(desk, first.id).why_not
    assert deliveries.drop_line(desk, second.id).line is None
    assert [line.name for line in lines_in(desk, batch)][:2] == ["草房子", "红楼梦 下册"]


def test_nothing_is_counted_in_a_batch_that_is_closed_or_cancelled(desk: Desk) -> None:
    batch, other = a_batch(desk), a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    close_batch(desk, batch.id, "a trial")
    assert deliveries.count_arrived(desk, line.id).why_not == ("Batch 2026-001 is closed. Open it again first.",)
    cancel_batch(desk, other.id, "a trial")
    assert a_list(desk, other).why_not == ("Batch 2026-002 was cancelled. Open it again first.",)
    with pytest.raises(GoneError):
        deliveries.count_arrived(desk, 99)


def test_the_cataloguer_finds_what_the_list_says_with_what_was_found_on_the_copy(desk: Desk) -> None:
    batch = a_batch(desk)
    marc = MarcDraft("cnmarc", "iso2709", "gb18030", b"00100nam0")
    drafts = [replace(USUAL[0], summary="油麻地", subjects=("儿童小说",), marc=marc)]
    a_list(desk, batch, drafts)
    line = lines_in(desk, batch)[0]
    deliveries.note_price(desk, line.id, 2480)
    with desk.library.reading() as connection:
        (loaded,) = lines_by_isbn(connection, STRAW)
        assert loaded_line(connection, line.id) == loaded
        assert lines_to_catalogue(connection, batch.id) == ()
        assert lines_by_isbn(connection, UNKNOWN) == ()
    draft, record = line_draft(loaded)
    assert (draft.summary, draft.subjects, draft.price, draft.copies) == ("油麻地", ("儿童小说",), 2480, ())
    assert record == marc
    assert len(loaded.description.copies) == 3


def test_a_line_is_settled_once_it_is_catalogued(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    line = lines_in(desk, batch)[0]
    deliveries.count_arrived(desk, line.id)
    with desk.library.reading() as connection:
        assert lines_to_catalogue(connection, batch.id) == (line.id,)
        entry = connection.exec_driver_sql("SELECT max(id) FROM journal").scalar_one()
        assert lines_changed_after(connection, entry - 1) == {line.id}
        assert lines_changed_after(connection, entry) == frozenset()


def test_an_opening_is_not_undone_under_the_list_that_was_loaded_since(desk: Desk) -> None:
    batch = a_batch(desk)
    opening = desk.library.last_entry
    a_list(desk, batch)
    assert opening is not None
    assert not undo_by_id(desk, opening).done
    assert undo_last(desk, "batches").done
    assert undo_by_id(desk, opening).done


def test_saying_that_all_was_compared_is_the_first_that_undo_takes_back_beside_the_list(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    before = all_rows(desk.library)
    assert check_batch(desk, batch.id).batch
    assert undo_last(desk, "delivery").done
    assert all_rows(desk.library) == before
