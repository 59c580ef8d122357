"""Batches on a real library file: numbered once for ever, checked, closed with what is open named, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update
from tests.builders import a_copy, a_desk, all_rows, days_later, set_up_act
from tests.delivery_builders import a_batch, a_list, a_registered_copy, lines_in

from deskcirc.desk.batch_stages import cancel_batch, check_batch, close_batch, reopen_batch
from deskcirc.desk.batches import change_batch, open_batch, open_stock_batch
from deskcirc.desk.deliveries import count_arrived
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.domain.batches import BatchDraft, BatchSource, BatchState
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator, Role
from deskcirc.store.check import check_library
from deskcirc.store.lookups.batches import batch_by_id, batch_contents, batch_lines, open_batches, words_typed_before
from deskcirc.store.tables import titles


def test_batches_are_numbered_in_their_year_also_by_two_stations_in_turn(desk: Desk) -> None:
    other = a_desk(desk.library, station="counter 2")
    numbers = [a_batch(each).number for each in (desk, other, desk)]
    assert numbers == ["2026-001", "2026-002", "2026-003"]
    assert a_batch(days_later(desk, 365)).number == "2027-001"


def test_the_number_of_a_cancelled_batch_is_never_given_again(desk: Desk) -> None:
    batch = a_batch(desk)
    assert cancel_batch(desk, batch.id, "").why_not
    cancelled = cancel_batch(desk, batch.id, "opened twice").batch
    assert cancelled is not None
    assert (cancelled.state, cancelled.stated.note) == (BatchState.CANCELLED, "opened twice")
    assert a_batch(desk).number == "2026-002"
    assert check_batch(desk, batch.id).why_not == ("Batch 2026-001 was cancelled. Open it again first.",)


def test_everything_that_is_wrong_with_a_batch_is_said_at_once(desk: Desk) -> None:
    draft = BatchDraft(BatchSource.PURCHASE, desk.today + timedelta(days=1), discount=5000, paid=-1)
    outcome = open_batch(desk, draft)
    assert outcome.batch is None
    assert len(outcome.why_not) == 4
    assert open_batch(desk, BatchDraft(BatchSource.GIFT, desk.today)).why_not[0].startswith("Who gave")


def test_the_same_invoice_of_the_same_dealer_is_said_and_dealers_are_offered_again(desk: Desk) -> None:
    a_batch(desk, invoice="F-17")
    again = open_batch(desk, BatchDraft(BatchSource.PURCHASE, desk.today, dealer=" 新华书店 ", invoice="F-17"))
    assert again.same_invoice == ("2026-001",)
    with desk.library.reading() as connection:
        assert words_typed_before(connection, "dealer") == ("新华书店",)


def test_a_batch_is_closed_quietly_only_when_nothing_is_open(desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    refused = close_batch(desk, batch.id)
    assert refused.why_not == ("No copy is registered in this batch.", "8 copies of the list have not come.")
    for line in lines_in(desk, batch):
        count_arrived(desk, line.id, line.expected)
    copy = a_registered_copy(desk, batch)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.connection.execute(update(titles).values(awaits_cataloguing=True))
    assert close_batch(desk, batch.id).why_not == (
        "7 copies arrived and are not registered yet.",
        "1 title is still to be catalogued.",
    )
    closed = close_batch(desk, batch.id, "  the rest comes in May ").batch
    assert closed is not None
    assert closed.state is BatchState.CLOSED
    assert closed.stated.note.endswith("still to be catalogued. the rest comes in May")
    assert copy.accession_number


def test_a_paid_amount_that_the_copies_do_not_come_to_is_named(desk: Desk) -> None:
    batch = a_batch(desk, discount=780, paid=5000)
    a_registered_copy(desk, batch, price=10000)
    assert close_batch(desk, batch.id).why_not == (
        "50.00 yuan were paid, but the registered copies come to 78.00 yuan at this discount.",
    )


def test_checked_closed_and_opened_again_and_each_step_undone(desk: Desk) -> None:
    batch = a_batch(desk)
    before = all_rows(desk.library)
    assert check_batch(desk, batch.id).batch is not None
    assert check_batch(desk, batch.id).why_not
    close_batch(desk, batch.id, "a trial")
    reopened = reopen_batch(desk, batch.id, "one more parcel").batch
    assert reopened is not None
    assert (reopened.state, reopened.closed_at) == (BatchState.CHECKED, None)
    for _step in range(3):
        assert undo_last(desk, "batches").done
    assert all_rows(desk.library) == before
    assert list(check_library(desk.library)) == []


def test_opening_and_changing_come_back_by_undo(desk: Desk) -> None:
    nothing = all_rows(desk.library)
    batch = a_batch(desk)
    changed = change_batch(desk, batch.id, replace(batch.stated, fund="生均公用经费", discount=655)).batch
    assert changed is not None
    assert (changed.stated.fund, changed.number) == ("生均公用经费", batch.number)
    assert undo_last(desk, "batches").done
    assert undo_last(desk, "batches").done
    assert all_rows(desk.library) == nothing


def test_a_batch_with_copies_cannot_be_cancelled_and_a_closed_one_not_changed(desk: Desk) -> None:
    batch = a_batch(desk)
    a_registered_copy(desk, batch)
    assert "registered in batch 2026-001" in cancel_batch(desk, batch.id, "wrong").why_not[0]
    close_batch(desk, batch.id)
    assert change_batch(desk, batch.id, batch.stated).why_not == ("Batch 2026-001 is closed. Open it again first.",)


def test_the_sheet_of_a_batch_shows_divisions_numbers_and_values(desk: Desk) -> None:
    batch = a_batch(desk)
    first = a_registered_copy(desk, batch, price=1000)
    a_copy(desk.library, of=first, batch_id=batch.id, price=1500)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.connection.execute(update(titles).values(class_number="I287.45"))
    a_registered_copy(desk, batch, price=None)
    with desk.library.reading() as connection:
        contents = batch_contents(connection, batch.id)
        lines = batch_lines(connection)
    assert contents is not None
    assert (contents.line.titles, contents.line.copies, contents.line.value) == (2, 3, 2500)
    assert [(each.letter, each.copies, each.value) for each in contents.divisions] == [("I", 2, 2500), ("", 1, 0)]
    assert (contents.first_number, contents.last_number, contents.unregistered) == ("A00001", "A00003", 1)
    assert [line.copies for line in lines] == [3]


def test_an_import_of_stock_stands_in_the_ledger_as_a_closed_batch(desk: Desk) -> None:
    with desk.library.writing(desk.act(ActName.IMPORT, file="stock.xlsx")) as writing:
        batch_id = open_stock_batch(writing, desk, "stock.xlsx", None)
    with desk.library.reading() as connection:
        batch = batch_by_id(connection, batch_id)
        assert open_batches(connection) == ()
    assert batch is not None
    assert (batch.number, batch.state, batch.stated.source) == ("2026-001", BatchState.CLOSED, BatchSource.STOCK)


def test_only_the_librarian_takes_in_new_books(desk: Desk) -> None:
    helper = Desk(desk.library, Operator(2, "Helper", Role.HELPER), desk.station, desk.now)
    refused = open_batch(helper, BatchDraft(BatchSource.STOCK, desk.today))
    assert refused.why_not == ("Only the librarian takes in new books.",)
