"""What the screens of the counter say of a damaged copy, in every state of its repair."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import NOON, a_copy, a_desk, a_patron

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.repair import finish_repair, give_up_repair, report_damage, start_repair
from deskcirc.domain.repair import DamageKind, RepairState
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station


def a_damaged_copy(library: Library, state: RepairState, helper_id: int | None = None) -> str:
    """The barcode of a copy whose repair has come so far."""
    desk, copy = a_desk(library), a_copy(library)
    repair = report_damage(desk, copy.id, DamageReport((DamageKind.TORN,))).repair
    assert repair is not None
    if state in (RepairState.IN_REPAIR, RepairState.MENDED):
        start_repair(desk, [repair.id], helper_id=helper_id)
    if state is RepairState.MENDED:
        finish_repair(desk, repair.id)
    if state is RepairState.BEYOND:
        give_up_repair(desk, repair.id, "nothing left of it")
    return copy.barcode


def scanned(library: Library, tab: str, code: str) -> Shown:
    """What the screen shows after the scan."""
    station = Station(library, "counter 1")
    station.take(Input(tab=tab, act="refresh", at=NOON))
    return station.take(Input(tab=tab, scan=code, at=NOON + timedelta(seconds=5)))


def test_returns_says_where_a_damaged_copy_belongs(library: Library) -> None:
    helper = a_patron(library, "王小明")
    words = {
        RepairState.QUEUED: "waits for repair: put it on the repair shelf",
        RepairState.IN_REPAIR: "is being mended: back to the mending table",
        RepairState.BEYOND: "is beyond repair: put it aside",
    }
    for state, said in words.items():
        shown = scanned(library, "returns", a_damaged_copy(library, state, helper.id))
        assert said in shown.message.headline
        assert shown.message.tone is Tone.LOOK
        if state is RepairState.IN_REPAIR:
            assert any("王小明" in detail for detail in shown.message.details)


def test_returns_takes_a_mended_copy_back_and_replay_names_it(library: Library) -> None:
    shown = scanned(library, "returns", a_damaged_copy(library, RepairState.MENDED))
    assert (shown.told.outcome, shown.told.reasons) == ("back-from-repair", ("shelf",))
    assert "goes back to its shelf" in shown.message.headline


def test_checkout_without_a_patron_says_that_a_copy_waits_for_repair_or_is_in_repair(library: Library) -> None:
    shown = scanned(library, "checkout", a_damaged_copy(library, RepairState.QUEUED))
    assert "waits for repair" in shown.message.headline
    shown = scanned(library, "checkout", a_damaged_copy(library, RepairState.MENDED))
    assert "in repair" in shown.message.headline


def test_the_reading_room_does_not_give_out_a_damaged_copy(library: Library) -> None:
    code = a_damaged_copy(library, RepairState.QUEUED)
    assert "waits for repair" in scanned(library, "reading_room", code).message.headline
