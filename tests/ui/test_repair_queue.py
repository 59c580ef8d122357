"""The repair queue without a window: what each scan, tick and button comes to, and the way out of every refusal."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, set_up_act, the_copy, the_patron
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.desk.holds import place_hold
from deskcirc.desk.withdrawal import cancel_withdrawal
from deskcirc.domain.copies import CopyState
from deskcirc.domain.operators import Role
from deskcirc.domain.repair import DamageKind, Duty, RepairState, Severity
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.withdrawals import all_withdrawals
from deskcirc.store.tables import titles
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.repair.queue_part import QueuePart, Side


class AtQueue(Counter):
    """A station at the repair queue."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, "repair", "queue")
        self.library = library

    @property
    def part(self) -> QueuePart:
        """What the section shows."""
        shown = self.station.take(Input(self.now, act="refresh"))
        part = shown.state.parts["queue"]  # type: ignore[attr-defined]
        assert isinstance(part, QueuePart)
        return part

    def as_helper(self) -> None:
        """From now on a pupil stands here."""
        self.station.operator = replace(self.station.operator, role=Role.HELPER)

    def sound(self) -> bool:
        """Whether the library holds together."""
        return not list(check_library(self.library))


@pytest.fixture
def queue(library: Library) -> AtQueue:
    """The queue of an empty library with three copies and a pupil."""
    for title in ("草房子", "城南旧事", "窗边的小豆豆"):
        a_copy(library, title)
    a_patron(library, "陈子墨", grade=4)
    return AtQueue(library)


def outcomes(queue: AtQueue, *lines: str) -> list[str]:
    """What each scan comes to."""
    return [queue.scan(line).told.outcome for line in lines]


def offers(shown: Shown) -> dict[str, str]:
    """The barcodes of what is offered, by the act."""
    return {offer.act: offer.barcode for offer in shown.state.offers}


def test_a_copy_goes_from_damage_to_its_shelf_by_four_scans(queue: AtQueue) -> None:
    assert outcomes(queue, "B00001", "B00001", "B00001", "B00001") == ["queued", "started", "mended", "back"]
    copy = the_copy(queue.library, 1)
    assert (copy.state, copy.damaged, copy.awaits_shelving) == (CopyState.IN_STOCK, False, True)
    assert queue.part.repairs == ()
    assert queue.sound()


def test_a_second_pull_of_the_trigger_after_it_went_back_does_nothing(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "B00001", "B00001", "B00001")
    assert outcomes(queue, "B00001") == ["back-already"]
    assert not the_copy(queue.library, 1).damaged
    assert outcomes(queue, "DC-DAMAGED") == ["queued"]  # unless somebody says that it came apart again


def test_the_kinds_may_follow_the_scan_by_barcode_or_by_ticks(queue: AtQueue) -> None:
    queue.scan("B00001")
    queue.scan("DC-TORN")
    queue.scan("DC-HEAVY")
    queue.act("queue.kind:cover")
    chosen = queue.part.chosen
    assert chosen is not None
    assert (chosen.kinds, chosen.severity) == ((DamageKind.TORN, DamageKind.COVER), Severity.HEAVY)
    queue.act("queue.kind:torn")
    chosen = queue.part.chosen
    assert chosen is not None
    assert chosen.kinds == (DamageKind.COVER,)


def test_a_helper_may_say_what_is_damaged_and_how_badly_but_not_take_it_away(queue: AtQueue) -> None:
    queue.as_helper()
    queue.scan("B00001")
    queue.act("queue.kind:torn")
    queue.scan("DC-LIGHT")
    chosen = queue.part.chosen
    assert chosen is not None
    assert (chosen.kinds, chosen.severity) == ((DamageKind.TORN,), Severity.LIGHT)
    assert queue.act("queue.kind:torn").message.tone is Tone.STOP
    assert queue.scan("DC-BEYOND-REPAIR").message.tone is Tone.STOP


def test_a_damage_barcode_before_any_copy_says_what_to_do(queue: AtQueue) -> None:
    assert outcomes(queue, "DC-TORN", "DC-MENDED", "DC-BEYOND-REPAIR") == ["nothing"] * 3


def test_a_barcode_of_the_table_scanned_elsewhere_is_never_about_a_copy_left_there(queue: AtQueue) -> None:
    for away in ("tab:returns", "section:losses", "section:figures"):
        outcomes(queue, "B00001")
        queue.act(away)
        assert outcomes(queue, "DC-BEYOND-REPAIR", "DC-MENDED") == ["nothing", "nothing"]
        assert queue.part.chosen is None
    assert [each.state for each in queue.part.repairs] == [RepairState.MENDED]  # by its three scans at the table


def test_a_card_names_who_mends_what_is_scanned_next_until_the_next_is_asked_for(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "B00002", "K0001", "B00001")
    assert [each.helper for each in queue.part.repairs if each.state is RepairState.IN_REPAIR] == [
        "陈子墨 (Grade 4, class 1)"
    ]
    queue.act("next")
    queue.scan("B00002")
    assert {each.copy.title: bool(each.helper) for each in queue.part.repairs} == {"草房子": True, "城南旧事": False}


def test_a_name_typed_finds_the_helper(queue: AtQueue) -> None:
    shown = queue.scan("陈子墨")
    assert [choice.act for choice in shown.state.choices] == ["queue.helper:1"]
    queue.scan("DC-CHOICE-1")
    assert queue.part.helper_id == 1


def test_a_pile_is_only_taken_in_until_that_is_ended(queue: AtQueue) -> None:
    assert outcomes(queue, "DC-PILE", "B00001", "B00002", "B00001") == ["pile-on", "queued", "queued", "already"]
    assert queue.part.piled == 2
    assert {each.state for each in queue.part.repairs} == {RepairState.QUEUED}
    assert outcomes(queue, "DC-PILE", "B00001") == ["pile-off", "started"]


def test_mended_though_it_never_was_in_the_queue_is_two_scans(queue: AtQueue) -> None:
    assert outcomes(queue, "B00001", "DC-MENDED", "B00001") == ["queued", "mended", "back"]


def test_a_copy_on_loan_that_stood_on_the_shelf_says_who_has_it_and_is_returned_and_taken_in(queue: AtQueue) -> None:
    check_out(a_desk(queue.library, NOON - timedelta(days=3)), the_patron(queue.library, 1), 1)
    shown = queue.scan("B00001")
    assert shown.message.tone is Tone.STOP
    assert "陈子墨" in shown.message.headline
    assert offers(shown) == {"queue.return:1": "DC-YES"}
    assert outcomes(queue, "DC-YES") == ["queued"]
    (repair,) = queue.part.repairs
    assert repair.patron == "陈子墨 (Grade 4, class 1)"
    assert queue.sound()


def test_a_mended_copy_goes_to_who_waits_for_it_and_the_shelf_number_is_said(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "B00001", "B00001")
    place_hold(a_desk(queue.library), the_patron(queue.library, 1), 1)
    shown = queue.scan("B00001")
    assert shown.told.outcome == "back"
    assert "1" in shown.message.headline
    assert "陈子墨" in shown.message.details[0]
    assert queue.sound()


def test_beyond_repair_is_proposed_for_withdrawal_by_scan_with_its_evidence(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-SPINE")
    shown = queue.scan("DC-BEYOND-REPAIR")
    assert offers(shown) == {"queue.withdraw:1": "DC-YES"}
    assert outcomes(queue, "DC-YES", "B00002", "DC-BEYOND-REPAIR", "DC-YES")[0] == "proposed"
    with queue.library.reading() as connection:
        (batch,) = all_withdrawals(connection, queue.library.policy)
    assert batch.copies == 2  # the second went into the same withdrawal
    assert queue.part.repairs == ()
    assert queue.sound()


def test_a_helper_may_not_give_up_and_a_teacher_leaves_a_candidate(queue: AtQueue) -> None:
    queue.scan("B00001")
    queue.station.operator = replace(queue.station.operator, role=Role.TEACHER)
    queue.act("refresh")
    shown = queue.scan("DC-BEYOND-REPAIR")
    assert (shown.told.outcome, offers(shown)) == ("beyond-repair", {})
    assert [each.copy.title for each in queue.part.beyond] == ["草房子"]


def test_what_was_given_up_may_be_mended_all_the_same(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-BEYOND-REPAIR")
    assert outcomes(queue, "B00001") == ["given-up"]
    assert queue.act("queue.reopen:1").told.outcome == "queued"
    assert queue.sound()


def test_each_step_is_taken_back_by_the_undo_barcode(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-TORN", "B00001", "B00001", "DC-BEYOND-REPAIR", "DC-YES")
    assert outcomes(queue, *["DC-UNDO"] * 6) == ["undone"] * 6
    assert (queue.part.repairs, queue.part.beyond, queue.part.chosen) == ((), (), None)
    assert not the_copy(queue.library, 1).damaged


def test_an_isbn_picks_the_copy(library: Library) -> None:
    one = a_copy(library, "草房子")
    a_copy(library, of=one)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, one.title_id, isbn="9787544270878")
    queue = AtQueue(library)
    shown = queue.scan("9787544270878")
    assert len(shown.state.choices) == 2
    assert outcomes(queue, "DC-CHOICE-2") == ["queued"]


def test_what_is_written_down_about_a_copy(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "B00001")
    queue.act("queue.note", note="第 3 页撕破")
    queue.act("queue.duty:mends")
    queue.act("queue.work", minutes="25", materials="修补纸")
    queue.act("queue.due", day="2026-03-20")
    queue.scan("K0001")
    queue.act("queue.assign:1")
    chosen = queue.part.chosen
    assert chosen is not None
    assert (chosen.note, chosen.duty, chosen.minutes, chosen.materials) == ("第 3 页撕破", Duty.MENDS, 25, "修补纸")
    assert (str(chosen.due_back), chosen.helper_id) == ("2026-03-20", 1)
    assert queue.act("queue.work", minutes="25 min").message.tone is Tone.STOP
    assert queue.act("queue.work", minutes="9999").message.tone is Tone.STOP


def test_a_photo_is_kept_and_a_file_that_is_none_gets_a_sentence(queue: AtQueue) -> None:
    queue.scan("B00001")
    picture = base64.b64encode(b"\xff\xd8 a small JPEG").decode()
    queue.act("queue.photo", file="tear.jpg", picture=picture, width="20", height="10")
    photo = queue.part.photo
    assert photo is not None
    assert (photo.octets, photo.width) == (b"\xff\xd8 a small JPEG", 20)
    refused = queue.act("queue.photo", file="essay.docx", picture="", width="0", height="0")
    assert (refused.message.tone, "essay.docx" in refused.message.headline) == (Tone.STOP, True)
    huge = base64.b64encode(b"x" * 1_000_001).decode()
    assert queue.act("queue.photo", file="x.jpg", picture=huge, width="9", height="9").message.tone is Tone.STOP
    for nonsense in ("9" * 30, "-3", "٣x", ""):
        shown = queue.act("queue.photo", file="x.jpg", picture=picture, width=nonsense, height="9")
        assert shown.told.outcome == "not-an-input"
    assert queue.part.photo == photo
    queue.act("queue.remove_photo")
    assert queue.part.photo is None


def test_what_was_asked_about_one_copy_is_answered_about_it_though_another_was_scanned_since(queue: AtQueue) -> None:
    queue.scan("B00001")
    first = queue.part.chosen
    assert first is not None
    queue.scan("B00002")
    picture = base64.b64encode(b"\xff\xd8 a small JPEG").decode()
    queue.act("queue.note", note="第 3 页撕破", repair=str(first.id))
    assert queue.part.chosen is not None
    assert queue.part.chosen.copy.title == "城南旧事"
    assert (queue.part.chosen.note, queue.part.chosen.photos) == ("", 0)
    queue.act("queue.photo", file="tear.jpg", picture=picture, width="20", height="10", repair=str(first.id))
    queue.act("queue.beyond", note="缺了半本", repair=str(first.id))
    states = {
        each.copy.title: (each.state, each.photos, each.note) for each in (*queue.part.repairs, *queue.part.beyond)
    }
    assert states["草房子"] == (RepairState.BEYOND, 1, "第 3 页撕破")
    assert states["城南旧事"] == (RepairState.QUEUED, 0, "")
    assert queue.act("queue.photo", repair="7x").told.outcome == "not-an-input"
    assert queue.sound()


def test_filters_count_what_they_leave_and_orders_sort_it(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-MOULD", "B00002", "DC-TORN", "DC-LIGHT", "B00003", "B00003")
    assert {show.value: count for show, count in queue.part.counts.items()} == {
        "all": 3,
        "waiting": 2,
        "at_table": 1,
        "mended": 0,
        "late": 0,
        "beyond": 0,
    }
    queue.act("queue.show:waiting")
    queue.act("queue.sort:easy")
    assert [each.copy.title for each in queue.part.shown] == ["城南旧事", "草房子"]
    queue.act("queue.pupils")
    assert [each.copy.title for each in queue.part.shown] == ["城南旧事"]
    queue.act("queue.of_kind:mould")
    assert queue.part.shown == ()


def test_what_should_be_back_by_now_is_found(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "B00001")
    queue.now += timedelta(days=40)
    queue.act("queue.show:late")
    assert [each.copy.title for each in queue.part.shown] == ["草房子"]


def test_all_that_is_mended_goes_back_at_once(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-MENDED", "B00002", "DC-MENDED", "B00003")
    place_hold(a_desk(queue.library), the_patron(queue.library, 1), 1)
    shown = queue.act("queue.back_all")
    assert shown.told.outcome == "back"
    assert len(shown.message.details) == 1  # the one that is kept for somebody
    assert [each.copy.title for each in queue.part.repairs] == ["窗边的小豆豆"]


def test_another_counters_scan_is_seen_by_the_next_input(queue: AtQueue) -> None:
    queue.scan("B00001")
    other = AtQueue(queue.library)
    other.now = queue.now
    other.scan("B00002")
    assert len(queue.part.repairs) == 2


def test_the_history_of_the_copy_is_read_with_it(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-TORN", "B00001", "B00001", "B00001")
    queue.now += timedelta(days=2)
    queue.scan("B00001")
    queue.act("queue.side:history")
    part = queue.part
    assert part.side is Side.HISTORY
    assert [each.state for each in part.history] == [RepairState.QUEUED, RepairState.BACK]


def test_a_label_is_ordered_and_the_sheet_of_barcodes_printed(queue: AtQueue) -> None:
    queue.scan("B00001")
    assert queue.act("queue.label").state.paper is not None
    assert queue.act("queue.print_sheet").state.paper is not None


def test_a_withdrawal_that_was_given_up_leaves_the_candidate(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-BEYOND-REPAIR", "DC-YES")
    cancel_withdrawal(a_desk(queue.library, queue.now), 1)
    assert [each.copy.title for each in queue.part.beyond] == ["草房子"]
    assert outcomes(queue, "B00001", "DC-YES") == ["given-up", "proposed"]


def test_damage_of_a_copy_on_loan_is_kept_until_it_is_returned_and_is_not_of_the_copy_before(queue: AtQueue) -> None:
    check_out(a_desk(queue.library, NOON - timedelta(days=3)), the_patron(queue.library, 1), 2)
    outcomes(queue, "B00001", "B00002")
    shown = queue.scan("DC-SPINE")
    assert (shown.told.outcome, offers(shown)) == ("refused", {"queue.return:2": "DC-YES"})
    assert "陈子墨" in shown.message.headline
    assert any("spine" in detail for detail in shown.message.details)
    outcomes(queue, "DC-HEAVY", "DC-YES")
    said = {each.copy.title: (each.kinds, each.severity) for each in queue.part.repairs}
    assert said == {
        "草房子": ((), Severity.MEDIUM),
        "城南旧事": ((DamageKind.SPINE,), Severity.HEAVY),
    }
    assert queue.sound()


def test_damage_of_a_copy_that_was_not_taken_in_is_forgotten_with_the_next_scan(queue: AtQueue) -> None:
    check_out(a_desk(queue.library, NOON - timedelta(days=3)), the_patron(queue.library, 1), 2)
    outcomes(queue, "B00002", "DC-SPINE", "B00003", "B00002", "DC-YES")
    assert [each.kinds for each in queue.part.repairs] == [(), ()]


def test_a_copy_whose_withdrawal_is_proposed_says_so_and_is_not_offered_for_it_again(queue: AtQueue) -> None:
    outcomes(queue, "B00001", "DC-BEYOND-REPAIR", "DC-YES")
    assert queue.part.proposed == {1}
    shown = queue.scan("B00001")
    assert list(offers(shown)) == ["queue.reopen:1"]
    assert "Its withdrawal is proposed already." in shown.message.details
