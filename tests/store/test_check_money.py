"""`check` finds money that does not add up, and a receipt that is doubled, of nobody's, or gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_desk, a_patron

from deskcirc.desk.charges import raise_charge
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.domain.charges import ChargeKind
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


@pytest.fixture
def file(library_file: Path) -> Path:
    """Two patrons; three charges: paid in full and part of it given back, paid in part, not paid."""
    with open_library(library_file) as library:
        desk = a_desk(library)
        for name in ("甲", "乙"):
            a_patron(library, name)
        for patron_id in (1, 1, 2):
            raise_charge(desk, patron_id, ChargeKind.LOST, 1000)
        pay_charge(desk, 1, None)
        pay_charge(desk, 2, 400)
        refund_charge(desk, 1, 300, "多收")
    return library_file


def test_money_in_order_is_no_breach(file: Path) -> None:
    with open_library(file) as library:
        assert list(check_library(library)) == []


@pytest.mark.parametrize(
    ("damage", "rule", "sentence"),
    [
        ("UPDATE charges SET paid = 500 WHERE id = 2", Rule.PAYMENTS, "500 fen were received, its receipts say 400"),
        ("UPDATE charges SET refunded = 0 WHERE id = 1", Rule.PAYMENTS, "0 fen were given back, its receipts say 300"),
        (
            "UPDATE payments SET amount = 900 WHERE id = 1",
            Rule.PAYMENTS,
            "1000 fen were received, its receipts say 900",
        ),
        ("UPDATE charges SET state = 'paid', settled_at = raised_at WHERE id = 2", Rule.CHARGE_STATE, "400 received"),
        ("UPDATE charges SET state = 'refunded' WHERE id = 1", Rule.CHARGE_STATE, "1000 received"),
        ("UPDATE payments SET patron_id = 2 WHERE id = 1", Rule.PAYMENTS, "2026-0001 is about a charge of somebody"),
        ("UPDATE number_series SET next = 3 WHERE code = 'receipts:2026'", Rule.PAYMENTS, "2026-0003 was given"),
        ("UPDATE payments SET receipt = '12' WHERE id = 1", Rule.PAYMENTS, "Receipt 12 was given"),
        ("UPDATE number_series SET next = 6 WHERE code = 'receipts:2026'", Rule.PAYMENTS, "2026-0005 is missing"),
        ("UPDATE charges SET paid = 4.5 WHERE id = 2", Rule.MONEY, "4.5 is not an amount in whole fen"),
    ],
)
def test_each_breach_is_named(file: Path, damage: str, rule: Rule, sentence: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(damage)
    with open_library(file) as library:
        found = [breach for breach in check_library(library) if breach.rule is rule]
    assert any(sentence in breach.sentence for breach in found), found
