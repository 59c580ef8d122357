"""Money on the patron's page: paid in parts, given back with a reason, each with its receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import all_rows
from tests.ui.at_patrons import AtPatrons, named

from deskcirc.desk.charges import raise_charge
from deskcirc.desk.desk import Desk
from deskcirc.domain.charges import ChargeKind
from deskcirc.domain.operators import Role
from deskcirc.labels.paper import Paper
from deskcirc.store.database import Library


@pytest.fixture
def at(library: Library) -> AtPatrons:
    return AtPatrons(library)


def test_a_charge_is_paid_in_parts_on_the_patrons_page_and_given_back_with_a_reason(at: AtPatrons, desk: Desk) -> None:
    patron = named(at.station.library, "李小雨", card="K1")
    raise_charge(desk, patron.id, ChargeKind.LOST, 1000)
    at.scan("K1")
    form = at.act("ask_pay:1").form
    assert form is not None
    assert form.fields[0].value == "10.00"
    refused = at.act("pay:1", {"amount": "10.01"})
    assert "Only 10.00 yuan are owed" in refused.message.headline
    assert refused.form is not None
    paid = at.act("pay:1", {"amount": "4", "given": "5"})
    assert paid.message.details == (
        "Receipt 2026-0001",
        "Given 5.00 yuan: 1.00 yuan change",
        "Still owed: 6.00 yuan",
    )
    assert paid.patron is not None
    assert (paid.patron.open_fen, paid.patron.charges[0].cells[3]) == (600, "open · 4.00 paid, 6.00 left")
    assert [offer.label for offer in paid.offers] == ["Print the receipt", "Undo"]
    assert isinstance(at.act(paid.offers[0].act).paper, Paper)
    asked = at.act("ask_refund:1").form
    assert asked is not None
    assert "The 6.00 yuan still owed are owed no more by it." in asked.sentences
    at.act("pay:1", {"amount": ""})
    assert "Say why" in at.act("refund:1", {"amount": "3"}).message.headline
    back = at.act("refund:1", {"amount": "3", "reason": "多收"})
    assert back.patron is not None
    assert back.patron.charges[0].cells[3].endswith("3.00 yuan given back")
    assert at.act("receipts:1").message.headline == "Receipts"


def test_a_helper_neither_takes_money_nor_prints_receipts(at: AtPatrons, desk: Desk) -> None:
    patron = named(at.station.library, "李小雨", card="K1")
    raise_charge(desk, patron.id, ChargeKind.LOST, 1000)
    at.station.operator = replace(at.station.operator, role=Role.HELPER)
    before = all_rows(at.station.library)
    at.scan("K1")
    for act in ("ask_pay:1", "pay:1", "ask_refund:1", "refund:1", "receipts:1"):
        refused = at.act(act)
        assert (refused.told.outcome, refused.form, refused.paper) == ("refused", None, None)
    assert all_rows(at.station.library) == before
