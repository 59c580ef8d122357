"""A file from before there was a repair queue: what was damaged then enters it once."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, set_up_act, the_copy

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage_before import queue_what_was_damaged
from deskcirc.desk.holds import place_hold
from deskcirc.desk.repair import finish_repair
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.check_in import Destination
from deskcirc.domain.repair import RepairOrigin, RepairState
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.repairs import repair_queue
from deskcirc.store.tables import copies


def test_copies_marked_before_the_queue_enter_it_once_with_their_words_and_who_had_them(library: Library) -> None:
    reader = a_patron(library)
    torn = a_copy(library, "甲", damaged=True, damage_note="撕破", damaged_at=NOON, damaged_by=reader.id)
    away = a_copy(library, "乙", state="in_repair")
    assert list(check_library(library)) == []  # an older file keeps its promises until it is opened
    assert queue_what_was_damaged(a_desk(library)) == 2
    assert queue_what_was_damaged(a_desk(library)) == 0
    with library.reading() as connection:
        queue = {repair.copy.id: repair for repair in repair_queue(connection, library.policy, TODAY)}
    assert (queue[torn.id].state, queue[torn.id].note, queue[torn.id].patron_id) == (
        RepairState.QUEUED,
        "撕破",
        reader.id,
    )
    assert queue[away.id].state is RepairState.IN_REPAIR
    assert {repair.origin for repair in queue.values()} == {RepairOrigin.REGISTER}
    assert list(check_library(library)) == []


def test_a_copy_in_repair_before_the_queue_finds_its_way_back(library: Library) -> None:
    away = a_copy(library, state="in_repair")
    queue_what_was_damaged(a_desk(library))
    with library.reading() as connection:
        (repair,) = repair_queue(connection, library.policy, TODAY)
    assert not finish_repair(a_desk(library), repair.id).why_not
    assert check_in(a_desk(library), away.id).decision.destination is Destination.SHELF
    assert list(check_library(library)) == []


def test_a_mark_from_before_the_queue_is_not_taken_back_beside_its_repair(library: Library) -> None:
    copy = a_copy(library)
    with library.writing(set_up_act(library)) as writing:
        writing.update(copies, copy.id, damaged=True)
    marking = library.last_entry
    assert marking is not None
    queue_what_was_damaged(a_desk(library))
    queueing = library.last_entry
    assert queueing is not None
    assert not undo_by_id(a_desk(library), queueing).done
    outcome = undo_by_id(a_desk(library), marking)
    assert not outcome.done
    assert "repair queue" in outcome.sentence
    assert list(check_library(library)) == []


def test_a_copy_damaged_before_the_queue_leaves_the_hold_shelf_and_the_trolley_and_keeps_its_day(
    library: Library,
) -> None:
    desk, waiting = a_desk(library), a_patron(library)
    held, shelved = a_copy(library, "甲"), a_copy(library, "乙", awaits_shelving=True)
    check_out(desk, a_patron(library, "林小雨"), held.id)
    assert place_hold(desk, waiting, held.title_id) == ""
    check_in(desk, held.id)
    week_ago = NOON - timedelta(days=7)
    with library.writing(set_up_act(library)) as writing:
        for copy in (held, shelved):
            writing.update(copies, copy.id, damaged=True, damaged_at=week_ago)
    assert queue_what_was_damaged(desk) == 2
    with library.reading() as connection:
        queue = repair_queue(connection, library.policy, TODAY)
        (hold,) = holds_of_title(connection, held.title_id, library.policy, TODAY)
    assert {repair.reported_on for repair in queue} == {TODAY - timedelta(days=7)}
    assert hold.copy_id is None
    assert not the_copy(library, shelved.id).awaits_shelving
    assert list(check_library(library)) == []


def test_a_copy_damaged_nobody_knows_when_was_damaged_when_it_was_registered(library: Library) -> None:
    a_copy(library, damaged=True, added_at=NOON - timedelta(days=30))
    queue_what_was_damaged(a_desk(library))
    with library.reading() as connection:
        (repair,) = repair_queue(connection, library.policy, TODAY)
    assert repair.reported_on == TODAY - timedelta(days=30)
