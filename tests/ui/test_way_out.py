"""A missed copy is no dead end: on every screen a scan says what it is, and one more scan finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, the_copy

from deskcirc.desk.circulation import check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.payments import pay_charge
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.operators import Role
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.ui.open_tabs import TABS
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Station

SECTIONS = {
    "accession": ("batches", "delivery", "cataloguing", "to_complete", "numbers", "labels", "hand_over"),
    "ledgers": ("ledgers", "withdrawal", "export"),
    "classes": ("overview", "corners", "roll_over", "leavers", "end_of_term", "lists"),
    "school_year": ("rules", "kinds", "calendar", "rota", "preflight"),
    "repair": ("queue", "losses"),
    "stocktake": ("counts", "scanning"),
}
SCREENS = [
    (tab, section) for tab in sorted(TABS) for section in SECTIONS.get(tab, ("",)) if (tab, section) != ("repair", "")
]


def missed(library: Library, how: str) -> None:
    desk = a_desk(library)
    patron, copy = a_patron(library, grade=2), a_copy(library, price=2500)
    if how == "missing":
        assert report_missing(desk, copy.id) == ""
        return
    check_out(desk, patron, copy.id)
    if how == "claimed":
        with library.reading() as connection:
            loan = loan_of_copy(connection, copy.id, library.policy, desk.today)
        assert loan is not None
        claim_returned(desk, loan.id)
        return
    assert declare_lost(desk, [LossOrder(copy.id, way=LossWay.PRICE)]).done


@pytest.mark.parametrize("how", ["lost", "missing", "claimed"])
@pytest.mark.parametrize(("tab", "section"), SCREENS)
def test_a_missed_copy_is_found_from_every_screen(library: Library, tab: str, section: str, how: str) -> None:
    missed(library, how)
    station, now = Station(library, "counter 1"), NOON + timedelta(minutes=1)
    station.take(Input(now, act=f"tab:{tab}"))
    if section:
        station.take(Input(now, act=f"section:{section}"))
    shown = station.take(Input(now + timedelta(seconds=5), scan="B00001"))
    way_out = next((offer for offer in shown.state.offers if offer.act == "in:repair:losses.found:1"), None)
    if way_out is not None:
        assert shown.message.details[-1].endswith("If it lies here, it is found.")
        later = now + timedelta(seconds=10)  # where DC-YES answers something else, it is a button
        shown = station.take(Input(later, scan=way_out.barcode) if way_out.barcode else Input(later, act=way_out.act))
        assert shown.message.headline == "《草房子》 is found"
    assert the_copy(library, 1).state is CopyState.IN_STOCK
    with library.reading() as connection:
        assert loan_of_copy(connection, 1, library.policy, NOON.date()) is None
    assert list(check_library(library)) == []


def test_a_copy_that_nobody_misses_is_offered_nothing(library: Library) -> None:
    a_copy(library)
    station = Station(library, "counter 1")
    station.take(Input(NOON, act="tab:history"))
    shown = station.take(Input(NOON + timedelta(seconds=5), scan="B00001"))
    assert all("found" not in offer.act for offer in shown.state.offers)


@pytest.mark.parametrize("tab", ["returns", "holds", "reading_room"])
def test_what_was_paid_is_given_back_wherever_the_copy_is_found(library: Library, tab: str) -> None:
    missed(library, "lost")
    assert pay_charge(a_desk(library), 1, None).why_not == ""
    station = Station(library, "counter 1")
    station.take(Input(NOON + timedelta(minutes=1), act=f"tab:{tab}"))
    shown = station.take(Input(NOON + timedelta(minutes=2), scan="B00001"))
    assert shown.message.headline.startswith("《草房子》 is found: give 25.00 yuan back to 陈子墨")
    assert shown.message.tone is Tone.LOOK
    voucher = next(offer for offer in shown.state.offers if "money.receipts" in offer.act)
    assert isinstance(station.take(Input(NOON + timedelta(minutes=3), act=voucher.act)).state.paper, Paper)


def test_a_helper_is_sent_to_the_librarian_with_it(library: Library) -> None:
    missed(library, "lost")
    pay_charge(a_desk(library), 1, None)
    station = Station(library, "counter 1")
    station.operator = replace(station.operator, role=Role.HELPER)
    station.take(Input(NOON + timedelta(minutes=1), act="tab:holds"))
    shown = station.take(Input(NOON + timedelta(minutes=2), scan="B00001"))
    assert shown.message.details[-1] == "Bring it to the librarian: something was paid for it."
    assert all("receipts" not in offer.act for offer in shown.state.offers)
