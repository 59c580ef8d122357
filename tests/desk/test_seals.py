"""A sealed month: sealed in order, by who may, kept with its hash; its facts can't change, everything else can."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.builders import NOON, a_copy, a_desk

from deskcirc.desk.desk import Desk
from deskcirc.desk.seals import month_to_seal, seal_month
from deskcirc.desk.undo import undo_by_id
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.changes import ActName
from deskcirc.domain.ledger_sums import month_span, next_month
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import SealedMonthError
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.ledger_content import NO_SEAL, all_seals, seal_hash, sealed_content
from deskcirc.store.tables import batches, copies, withdrawal_copies, withdrawals

APRIL = NOON + timedelta(days=31)
DAY = date(2026, 3, 2)


@pytest.fixture
def sealed(library: Library) -> Desk:
    """The librarian in April, with March sealed: a batch of two copies, one of them withdrawn."""
    desk = a_desk(library)
    with library.writing(desk.act(ActName.OPEN_BATCH)) as writing:
        writing.insert(batches, number="2026-001", source="gift", donor="李建国", received=DAY, opened_at=NOON)
    first = a_copy(library, "草房子", price=1800, registered=DAY, batch_id=1)
    a_copy(library, of=first, price=1800, registered=DAY, batch_id=1)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [first.id]).withdrawal
    assert batch is not None
    approve_withdrawal(desk, batch.id, Approval("校发3号", "王校长", DAY))
    a_copy(library, "别的书", registered=DAY)
    assert propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [3]).withdrawal is not None
    april = a_desk(library, APRIL)
    assert seal_month(april, "2026-03").done
    return april


def changed(desk: Desk, table: Any, row_id: int, **values: Any) -> None:
    with desk.library.writing(desk.act(ActName.CHANGE_COPY)) as writing:
        writing.update(table, row_id, **values)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (copies, {"price": 1}),
        (copies, {"registered": date(2026, 4, 2)}),
        (copies, {"batch_id": None}),
        (copies, {"accession_number": "X1"}),
        (copies, {"title_id": 2}),
        (copies, {"source": "别处"}),
        (copies, {"registered": date(2026, 3, 5)}),
        (copies, {"registered": date(2026, 2, 5)}),
        (batches, {"number": "2026-009"}),
        (batches, {"source": "purchase"}),
        (batches, {"dealer": "新华书店"}),
        (batches, {"invoice": "No.7"}),
        (batches, {"donor": "别人"}),
        (batches, {"received": date(2026, 3, 1)}),
        (withdrawals, {"number": "X"}),
        (withdrawals, {"reason": "lost"}),
        (withdrawals, {"document": "校发4号"}),
        (withdrawals, {"receiver": "别校"}),
        (withdrawals, {"approved_by": "别人"}),
        (withdrawals, {"approved_on": date(2026, 4, 2)}),
        (withdrawals, {"approved_on": date(2026, 3, 5)}),
        (withdrawals, {"state": "cancelled", "approved_on": None}),
        (withdrawal_copies, {"price": 1}),
        (withdrawal_copies, {"compensation": 1}),
        (withdrawal_copies, {"number": "X"}),
        (withdrawal_copies, {"copy_id": 2}),
        (withdrawal_copies, {"withdrawal_id": 2}),
        (withdrawal_copies, {"ended": True}),
    ],
)
def test_a_fact_of_a_sealed_month_is_not_changed(sealed: Desk, table: Any, values: Mapping[str, Any]) -> None:
    with pytest.raises(SealedMonthError) as refused:
        changed(sealed, table, 1, **values)
    assert "2026-03-31" in refused.value.sentence
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("table", "row_id", "values"),
    [
        (copies, 2, {"state": "missing"}),
        (copies, 2, {"call_number": "I287/1", "barcode": "NEW1"}),
        (batches, 1, {"state": "closed", "closed_at": APRIL}),
        (withdrawal_copies, 1, {"evidence": "旧"}),
    ],
)
def test_what_is_no_fact_of_the_ledgers_goes_on_changing(
    sealed: Desk, table: Any, row_id: int, values: Mapping[str, Any]
) -> None:
    changed(sealed, table, row_id, **values)


def test_nothing_is_entered_under_a_day_that_is_sealed(sealed: Desk) -> None:
    with pytest.raises(SealedMonthError):
        a_copy(sealed.library, "补登", registered=date(2026, 3, 31))
    with pytest.raises(SealedMonthError):
        a_copy(sealed.library, "更早", registered=date(2020, 1, 1))
    a_copy(sealed.library, "四月", registered=date(2026, 4, 1))
    a_copy(sealed.library, "早就买了", registered=date(2026, 4, 1), acquired=date(2020, 1, 1))
    a_copy(sealed.library, "更早就买了", registered=date(2026, 4, 2), acquired=date(2019, 1, 1))


def test_a_withdrawal_is_not_approved_under_a_day_that_is_sealed(sealed: Desk) -> None:
    batch = propose(sealed, WithdrawalDraft(WithdrawalReason.LOST), [2]).withdrawal
    assert batch is not None
    with pytest.raises(SealedMonthError):
        changed(sealed, withdrawals, batch.id, state="approved", approved_on=date(2026, 3, 31), approved_by="王校长")
    changed(sealed, withdrawals, batch.id, state="approved", approved_on=date(2026, 4, 1), approved_by="王校长")


def test_no_copy_is_slipped_into_a_sealed_withdrawal(sealed: Desk) -> None:
    with sealed.library.writing(sealed.act(ActName.CHANGE_COPY)) as writing, pytest.raises(SealedMonthError):
        writing.insert(withdrawal_copies, withdrawal_id=1, copy_id=2, number="9", price=1800)
    with pytest.raises(SealedMonthError):
        changed(sealed, withdrawal_copies, 2, withdrawal_id=1)


def test_a_copy_is_not_moved_into_a_sealed_month(sealed: Desk) -> None:
    a_copy(sealed.library, "四月", registered=date(2026, 4, 1))
    with pytest.raises(SealedMonthError):
        changed(sealed, copies, 4, registered=date(2026, 3, 31))


def test_undo_does_not_reach_into_a_sealed_month(sealed: Desk) -> None:
    with sealed.library.reading() as connection:
        query = "SELECT id FROM journal WHERE act = 'approve_withdrawal'"
        entry = connection.exec_driver_sql(query).scalar_one()
    with pytest.raises(SealedMonthError):
        undo_by_id(sealed, entry)
    assert list(check_library(sealed.library)) == []


def test_a_copy_of_a_sealed_month_is_withdrawn_today(sealed: Desk) -> None:
    batch = propose(sealed, WithdrawalDraft(WithdrawalReason.LOST), [2]).withdrawal
    assert batch is not None
    assert not approve_withdrawal(sealed, batch.id, Approval("校发5号", "王校长", sealed.today)).why_not
    assert list(check_library(sealed.library)) == []


def test_months_are_sealed_in_order_when_they_are_over(sealed: Desk) -> None:
    assert month_to_seal(sealed) is None
    assert not seal_month(sealed, "2026-04").done
    june = a_desk(sealed.library, datetime(2026, 6, 3, 4, tzinfo=NOON.tzinfo))
    refused = seal_month(june, "2026-05")
    assert (refused.done, refused.sentence) == (False, "Apr 2026 must be sealed before May 2026.")
    assert not seal_month(june, "2026-03").done
    assert not seal_month(june, "2026-02").done
    assert month_to_seal(june) == "2026-04"
    assert seal_month(june, "2026-04").done
    assert seal_month(june, "2026-05").done
    with june.library.reading() as connection:
        seals = all_seals(connection)
        previous = NO_SEAL
        for seal in seals:
            content = sealed_content(connection, seal.month)
            assert content is not None
            assert seal.hash == seal_hash(previous, content)
            previous = seal.hash
    assert [seal.month for seal in seals] == ["2026-03", "2026-04", "2026-05"]


def test_only_a_librarian_seals(library: Library) -> None:
    helper = replace(a_desk(library, APRIL), operator=Operator(2, "Helper", Role.HELPER))
    assert not seal_month(helper, "2026-03").done
    with library.reading() as connection:
        assert all_seals(connection) == ()


@pytest.mark.parametrize(
    ("tampering", "rules"),
    [
        ("UPDATE ledger_seals SET content = replace(content, '1800', '1900')", {Rule.SEAL_CHAIN, Rule.SEALED_LEDGER}),
        ("UPDATE ledger_seals SET hash = 'f'", {Rule.SEAL_CHAIN}),
        ("UPDATE ledger_seals SET content = 'x'", {Rule.SEAL_CHAIN}),
        ("UPDATE copies SET price = 5 WHERE id = 2", {Rule.SEALED_LEDGER}),
        ("UPDATE copies SET state = 'withdrawn' WHERE id = 2", {Rule.LEDGER_BALANCE}),
        ("UPDATE batches SET invoice = 'other'", {Rule.SEALED_LEDGER}),
    ],
)
def test_check_names_what_was_done_behind_the_journal(sealed: Desk, tampering: str, rules: set[Rule]) -> None:
    path = sealed.library.path
    with sqlite3.connect(path) as raw:
        raw.execute(tampering)
    raw.close()
    assert rules <= {breach.rule for breach in check_library(sealed.library)}


def test_check_sees_that_an_earlier_seal_was_taken_out(sealed: Desk) -> None:
    may = a_desk(sealed.library, APRIL + timedelta(days=31))
    assert seal_month(may, "2026-04").done
    with sqlite3.connect(sealed.library.path) as raw:
        raw.execute("DELETE FROM ledger_seals WHERE month = '2026-03'")
    raw.close()
    assert Rule.SEAL_CHAIN in {breach.rule for breach in check_library(sealed.library)}


def test_months_follow_each_other_over_the_year() -> None:
    assert next_month("2025-12") == "2026-01"
    assert month_span("2024-02").last == date(2024, 2, 29)
    with pytest.raises(ValueError, match="month"):
        month_span("2026-13")
