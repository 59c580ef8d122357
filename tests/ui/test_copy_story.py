"""What befell a copy, and what came of a patron's damage, losses and mending, is told in words to who may know it."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import NOON, a_copy, a_desk, a_patron, set_up_act
from tests.ui.at_section import Counter

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.repair import finish_repair, report_damage
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.repair import DamageKind
from deskcirc.store.database import Library
from deskcirc.store.tables import charges, losses
from deskcirc.ui.copy_story import copy_story, patron_story
from deskcirc.ui.tabs.patrons.details import read_patron


def test_a_patron_is_told_of_what_was_damaged_lost_and_mended_the_newest_first(library: Library) -> None:
    pupil = a_patron(library, "陈子墨", grade=3)
    desk = a_desk(library)
    torn = report_damage(desk, a_copy(library, "草房子").id, DamageReport((DamageKind.TORN,), patron_id=pupil.id))
    other = report_damage(desk, a_copy(library, "青铜葵花").id, DamageReport((DamageKind.SPINE,)))
    assert torn.repair is not None
    assert other.repair is not None
    finish_repair(desk, other.repair.id, minutes=12, materials="书脊布", helper_id=pupil.id)
    lost = a_copy(library, "根鸟", state="lost")
    with library.writing(set_up_act(library)) as writing:
        reported = {"reported_at": NOON, "lost_at": NOON}
        loss_id = writing.insert(losses, copy_id=lost.id, patron_id=pupil.id, way="price", **reported)
        owed = {"amount": 2500, "raised_at": NOON, "loss_id": loss_id}
        writing.insert(charges, patron_id=pupil.id, copy_id=lost.id, kind="lost", **owed)
    told = {line.copy: line.words for line in patron_story(a_desk(library), pupil.id)}
    assert told == {
        "《草房子》": "damaged: torn pages · waits for repair",
        "《青铜葵花》": "mended by them · 12 minutes · 书脊布",
        "《根鸟》": "lost · its price · 25.00 yuan owed",
    }
    assert len(read_patron(a_desk(library), pupil.id).story) == 3


def test_a_helper_is_told_nothing_of_a_patron_and_no_name_of_a_copy(library: Library) -> None:
    pupil = a_patron(library, "陈子墨", grade=3)
    desk = a_desk(library)
    copy = a_copy(library)
    report_damage(desk, copy.id, DamageReport((DamageKind.TORN,), patron_id=pupil.id))
    helper = replace(desk, operator=Operator(2, "小助手", Role.HELPER))
    assert read_patron(helper, pupil.id).story == ()
    (line,) = copy_story(helper, copy.id)
    assert "陈子墨" not in line.words
    (line,) = copy_story(desk, copy.id)
    assert "陈子墨" in line.words


def test_history_tells_what_befell_a_scanned_copy(library: Library) -> None:
    copy = a_copy(library)
    for _time in range(2):
        report_damage(a_desk(library), copy.id, DamageReport((DamageKind.TORN,)))
    counter = Counter(library, "repair", "figures")
    counter.act("tab:history")
    shown = counter.scan("B00001")
    assert len(shown.state.message.details) == 1
    assert "damaged: torn pages" in shown.state.message.details[0]
