"""What the ledgers say of single lives: a title that comes back, a copy taken out of a batch, marks, frozen prices."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest
from tests.builders import NOON, TODAY, a_copy, a_desk

from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    approve_withdrawal,
    propose,
    remove_from_withdrawal,
)
from deskcirc.domain.ledger_sums import contradictions, copies_behind
from deskcirc.domain.ledgers import Amount, Balance, LedgerLine, LedgerName, Span
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups.ledgers import copy_lines, read_ledger, read_stock

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))
IN_APRIL = NOON + timedelta(days=35)
WEEDED = WithdrawalDraft(WithdrawalReason.WEEDED)


def balance(library: Library, span: Span) -> Balance:
    with library.reading() as connection:
        return read_ledger(connection, LedgerName.CLASSES, span).balance


def lines(library: Library, name: LedgerName, span: Span) -> list[LedgerLine]:
    with library.reading() as connection:
        pages = read_ledger(connection, name, span)
        return list(copy_lines(connection, name, pages.copies, span.last)) if pages.copies else list(pages.lines)


def withdraw(desk: Desk, *copy_ids: int) -> int:
    """Withdraw the copies on the desk's day; the entry in the journal."""
    batch = propose(desk, WEEDED, copy_ids).withdrawal
    assert batch is not None
    assert not approve_withdrawal(desk, batch.id, Approval("校发1号", "王校长", desk.today)).why_not
    return desk.library.last_entry or 0


def test_a_title_comes_in_again_when_a_copy_follows_the_last_that_went(library: Library) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    other = a_copy(library, "青铜葵花", price=500, registered=TODAY)
    a_copy(library, of=other, price=500, registered=TODAY)
    withdraw(a_desk(library), first.id, other.id)
    assert balance(library, MARCH) == Balance(Amount(), Amount(2, 3, 2000), Amount(1, 2, 1500), Amount(1, 1, 500))
    a_copy(library, of=first, price=1200, registered=IN_APRIL.date())
    assert balance(library, APRIL).came == Amount(1, 1, 1200)
    assert balance(library, APRIL).held == Amount(2, 2, 1700)
    rows = lines(library, LedgerName.BALANCE, Span(MARCH.first, APRIL.last))
    assert [row.values[7:10] for row in rows] == [(1, 2, 1500), (0, 0, 0)]


def test_a_registration_taken_back_and_a_withdrawal_taken_back_leave_no_trace(library: Library) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    desk = a_desk(library)
    entry = withdraw(desk, first.id)
    assert balance(library, MARCH).gone == Amount(1, 1, 1000)
    undo_by_id(desk, entry)
    assert balance(library, MARCH).gone == Amount()
    assert lines(library, LedgerName.GONE, MARCH) == []
    assert lines(library, LedgerName.COPIES, MARCH)[0].values[10] == ""
    with library.reading() as connection:
        query = "SELECT entry_id FROM journal_changes WHERE table_name = 'copies' AND before IS NULL"
        registered = connection.exec_driver_sql(query).scalar_one()
        proposed = connection.exec_driver_sql("SELECT id FROM journal WHERE act = 'propose_withdrawal'").scalar_one()
    undo_by_id(desk, proposed)
    undo_by_id(desk, registered)
    assert balance(library, MARCH) == Balance()
    assert lines(library, LedgerName.CAME, MARCH) == []


def test_a_copy_taken_out_of_a_withdrawal_stays_and_may_go_with_another(library: Library) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    second = a_copy(library, "根鸟", price=700, registered=TODAY)
    desk = a_desk(library)
    batch = propose(desk, WEEDED, [first.id, second.id]).withdrawal
    assert batch is not None
    remove_from_withdrawal(desk, batch.id, [first.id])
    approve_withdrawal(desk, batch.id, Approval("校发1号", "王校长", TODAY))
    assert balance(library, MARCH).gone == Amount(1, 1, 700)
    assert [line.values[10] == "" for line in lines(library, LedgerName.COPIES, MARCH)] == [True, False]
    withdraw(desk, first.id)
    assert len(lines(library, LedgerName.COPIES, MARCH)) == 2
    assert len(lines(library, LedgerName.WITHDRAWN, MARCH)) == 2
    assert balance(library, MARCH).gone == Amount(2, 2, 1700)


@pytest.mark.parametrize(("last", "marked"), [(date(2026, 4, 5), False), (date(2026, 4, 6), True)])
def test_the_accession_ledger_of_a_day_tells_of_no_later_withdrawal(
    library: Library, last: date, *, marked: bool
) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    withdraw(a_desk(library, IN_APRIL), first.id)
    (line,) = lines(library, LedgerName.COPIES, Span(None, last))
    assert (line.values[10] != "") is marked


def test_a_copy_that_went_on_the_first_day_was_there_at_the_opening(library: Library) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    withdraw(a_desk(library, IN_APRIL), first.id)
    span = Span(IN_APRIL.date(), APRIL.last)
    with library.reading() as connection:
        stock = read_stock(connection)
    assert copies_behind(stock, span, "opening") == copies_behind(stock, span, "gone") == [first.id]
    assert copies_behind(stock, span, "held") == []


def test_what_was_changed_behind_the_journal_is_counted_as_it_is_and_named(library: Library) -> None:
    first = a_copy(library, "草房子", price=1000, registered=TODAY)
    second = a_copy(library, "根鸟", price=700, registered=TODAY)
    withdraw(a_desk(library), first.id)
    with sqlite3.connect(library.path) as raw:
        raw.execute("UPDATE copies SET state = 'withdrawn' WHERE id = ?", (second.id,))
        raw.execute("UPDATE copies SET price = 1 WHERE id = ?", (first.id,))
    raw.close()
    seen = balance(library, MARCH)
    assert (seen.held, seen.reckoned) == (Amount(), Amount(1, 1, -299))
    assert seen.difference == Amount(-1, -1, 299)
    assert lines(library, LedgerName.BALANCE, MARCH)[-1].values[10:] == (0, 0, 0)
    assert lines(library, LedgerName.WITHDRAWN, MARCH)[0].values[5] == 1000
    with library.reading() as connection:
        named = [number for _id, number in contradictions(read_stock(connection), MARCH.last)]
    assert named == [first.accession_number, second.accession_number]
