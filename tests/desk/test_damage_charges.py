"""Who had a copy pays for its damage once; the charge knows the repair, the copy and the loan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import a_copy, a_patron, all_rows
from tests.ui.at_section import Counter

from deskcirc.desk.charges import settle_charge
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.damage_charges import charge_for_damage
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import report_damage
from deskcirc.desk.undo import undo_last
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.operators import Role
from deskcirc.domain.repair import DamageKind
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.payments import charges_of_repair


def damaged(desk: Desk, *, known: bool = True) -> int:
    patron = a_patron(desk.library, "陈子墨")
    report = DamageReport((DamageKind.TORN,), patron_id=patron.id if known else None)
    outcome = report_damage(desk, a_copy(desk.library, "草房子").id, report)
    assert outcome.repair is not None
    return outcome.repair.id


def test_a_damage_is_charged_once_to_who_had_the_copy_and_undone(desk: Desk) -> None:
    repair_id = damaged(desk)
    before = all_rows(desk.library)
    assert charge_for_damage(desk, repair_id, 500) == ""
    with desk.library.reading() as connection:
        (charge,) = charges_of_repair(connection, repair_id)
    assert (charge.amount, charge.repair_id, charge.note) == (500, repair_id, "torn pages")
    assert "5.00 yuan were charged for this damage already" in charge_for_damage(desk, repair_id, 300)
    assert list(check_library(desk.library)) == []
    assert undo_last(desk).done
    assert all_rows(desk.library) == before


def test_a_waived_damage_may_be_charged_anew(desk: Desk) -> None:
    repair_id = damaged(desk)
    charge_for_damage(desk, repair_id, 500)
    settle_charge(desk, 1, ChargeState.WAIVED, "写错了")
    assert charge_for_damage(desk, repair_id, 300) == ""


def test_a_damage_of_nobody_and_a_charge_of_nothing_are_refused(desk: Desk) -> None:
    repair_id = damaged(desk, known=False)
    assert "Nobody is known" in charge_for_damage(desk, repair_id, 500)
    assert "lies between" in charge_for_damage(desk, repair_id, 0)
    teacher = replace(desk, operator=replace(desk.operator, role=Role.TEACHER))
    assert "Only the librarian" in charge_for_damage(teacher, repair_id, 500)
    with pytest.raises(GoneError):
        charge_for_damage(desk, 99, 500)


def test_the_queue_leads_to_the_money_section_which_asks_the_amount(desk: Desk) -> None:
    repair_id = damaged(desk)
    counter = Counter(desk.library, "repair", "queue")
    counter.act(f"queue.look:{repair_id}")
    offers = counter.act("queue.duty:pays").state.offers
    assert [offer.act for offer in offers] == [f"money.damage:{repair_id}"]
    shown = counter.act(offers[0].act)
    assert shown.message.headline == "Say what 陈子墨 pays for 《草房子》"
    assert "not an amount" in counter.act(f"money.charge_damage:{repair_id}", amount="x").message.headline
    assert counter.act(f"money.charge_damage:{repair_id}", amount="5").message.headline == "5.00 yuan charged: 陈子墨"
    assert counter.act("money.charge:1").message.headline == "陈子墨 owes 5.00 yuan: 1 charge"
