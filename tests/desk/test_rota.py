"""The rota at the desk: made, changed and taken back as single acts, and obeyed by the counter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, change_setting, set_up_act

from deskcirc.desk import rota
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.rota import TurnPlace
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.changes import act_sentence
from deskcirc.domain.rota import Activity, Every, RotaDraft, Slot, Turn, Week, Wish
from deskcirc.domain.rota_clashes import clashes_of
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.history import history
from deskcirc.store.tables import classes

NEW_TURN = TurnPlace(Week.EVERY, 1, 1)


@pytest.fixture
def school(desk: Desk) -> Desk:
    """Two classes in each of six grades, three slots at lunch, and the wish that each comes once a week."""
    with desk.library.writing(set_up_act(desk.library)) as writing:
        for grade in range(1, 7):
            for number in (1, 2):
                writing.insert(classes, entry_year=2026 - grade, number=number)
    for opens in (720, 735, 750):
        assert rota.save_slot(desk, Slot(0, opens, opens + 15)) == ""
    assert rota.save_wish(desk, Wish(0)) == ""
    return desk


def taken_back(desk: Desk) -> bool:
    """Whether the last act could be taken back from the history."""
    with desk.library.reading() as connection:
        (line,) = history(connection, most=1)
    return undo_by_id(desk, line.id).done


def last_sentence(desk: Desk) -> str:
    with desk.library.reading() as connection:
        (line,) = history(connection, most=1)
    return act_sentence(line.act, line.subject)


def test_a_made_rota_is_saved_and_taken_back_as_one_act(school: Desk) -> None:
    before = all_rows(school.library)
    plan = rota.save_rota(school, keep_pinned=True)
    facts = rota.facts_of(school)
    assert (len(plan.made), plan.unmet) == (12, ())
    assert len(facts.turns) == 12
    assert clashes_of(facts) == ()
    assert last_sentence(school) == "Changed the rota: made, 12 turns"
    assert taken_back(school)
    after = all_rows(school.library)
    assert after == before
    assert list(check_library(school.library)) == []


def test_a_rota_made_again_leaves_what_was_moved_by_hand(school: Desk) -> None:
    rota.save_rota(school, keep_pinned=True)
    moved = rota.facts_of(school).turns[0]
    rota.move_turn(school, moved.id, TurnPlace(Week.A, 5, 3))
    rota.save_rota(school, keep_pinned=True)
    turns = rota.facts_of(school).turns
    assert [(turn.week, turn.weekday, turn.slot.id) for turn in turns if turn.id == moved.id] == [(Week.A, 5, 3)]
    rota.save_rota(school, keep_pinned=False)
    assert moved.id not in {turn.id for turn in rota.facts_of(school).turns}


def test_two_turns_change_places_and_back(school: Desk) -> None:
    rota.save_rota(school, keep_pinned=True)
    one, other = rota.facts_of(school).turns[:2]
    before = all_rows(school.library)
    rota.swap_turns(school, one.id, other.id)
    now = {turn.id: turn for turn in rota.facts_of(school).turns}
    assert (now[one.id].weekday, now[one.id].slot) == (other.weekday, other.slot)
    assert (now[other.id].weekday, now[other.id].slot) == (one.weekday, one.slot)
    assert taken_back(school)
    assert all_rows(school.library) == before


def test_a_turn_is_added_pinned_and_taken_out(school: Desk) -> None:
    rota.add_turn(school, NEW_TURN, Activity.READ, class_id=None, grade=1)
    (turn,) = rota.facts_of(school).turns
    assert (turn.grade, turn.activity, turn.pinned) == (1, Activity.READ, True)
    rota.pin_turn(school, turn.id, pinned=False)
    assert not rota.facts_of(school).turns[0].pinned
    rota.end_turn(school, turn.id)
    assert rota.facts_of(school).turns == ()
    assert last_sentence(school) == "Changed the rota: Grade 1 taken out"


def test_what_is_gone_is_said_to_be_gone(school: Desk) -> None:
    for act in (
        lambda: rota.move_turn(school, 99, NEW_TURN),
        lambda: rota.end_turn(school, 99),
        lambda: rota.end_slot(school, 99),
        lambda: rota.end_wish(school, 99),
        lambda: rota.save_slot(school, Slot(99, 1, 2)),
        lambda: rota.save_wish(school, Wish(99)),
        lambda: rota.add_turn(school, NEW_TURN, Activity.BORROW, class_id=99, grade=None),
    ):
        before = all_rows(school.library, without_journal=False)
        with pytest.raises(GoneError):
            act()
        assert all_rows(school.library, without_journal=False) == before


def test_a_slot_goes_with_its_turns_and_comes_back_with_them(school: Desk) -> None:
    rota.save_rota(school, keep_pinned=True)
    before = all_rows(school.library)
    ended = rota.end_slot(school, 1)
    assert ended > 0
    assert len(rota.facts_of(school).turns) == 12 - ended
    assert taken_back(school)
    assert all_rows(school.library) == before


def test_a_turn_is_not_taken_back_into_a_slot_that_has_ended_since(school: Desk) -> None:
    rota.save_rota(school, keep_pinned=True)
    turn = rota.facts_of(school).turns[0]
    rota.end_turn(school, turn.id)
    with school.library.reading() as connection:
        (ended,) = history(connection, most=1)
    rota.end_slot(school, turn.slot.id)
    assert "taken out" in undo_by_id(school, ended.id).sentence
    assert turn.slot.id not in {each.slot.id for each in rota.facts_of(school).turns}


def test_a_slot_that_is_used_is_not_undone_away(school: Desk) -> None:
    rota.save_slot(school, Slot(0, 800, 815))
    with school.library.reading() as connection:
        (added,) = history(connection, most=1)
    slot = rota.facts_of(school).slots[-1]
    rota.add_turn(school, TurnPlace(Week.EVERY, 1, slot.id), Activity.BORROW, class_id=1, grade=None)
    assert not undo_by_id(school, added.id).done
    assert list(check_library(school.library)) == []


@pytest.mark.parametrize(
    ("slot", "sentence"),
    [
        (Slot(0, 735, 720), "A slot from 12:15 to 12:00 is none: it must end after it begins."),
        (Slot(0, 600, 615, 0), "Room for 0 classes is not possible: write 1 to 60."),
        (Slot(0, 720, 740), "A slot begins at 12:00 already: let more classes into it instead."),
    ],
)
def test_a_slot_that_cannot_be_is_refused_with_its_reason(school: Desk, slot: Slot, sentence: str) -> None:
    before = all_rows(school.library, without_journal=False)
    assert rota.save_slot(school, slot) == sentence
    assert all_rows(school.library, without_journal=False) == before


def test_a_wish_is_changed_and_taken_out(school: Desk) -> None:
    assert rota.save_wish(school, Wish(1, 3, 6, Activity.BORROW, frozenset({1, 5}), Every.SECOND_WEEK, 2)) == ""
    (wish,) = rota.facts_of(school).wishes
    assert (wish.grade_from, wish.weekdays, wish.every, wish.times) == (3, frozenset({1, 5}), Every.SECOND_WEEK, 2)
    assert rota.save_wish(school, Wish(0, 4, 3)) == "The first grade comes after the last."
    rota.end_wish(school, 1)
    assert rota.facts_of(school).wishes == ()


def test_a_rota_from_a_file_takes_the_place_of_the_old_one_and_is_undone_as_one(school: Desk) -> None:
    rota.save_rota(school, keep_pinned=True)
    before = all_rows(school.library)
    slot = Slot(1, 600, 620, 2)
    draft = RotaDraft((slot,), (), (Turn(1, Week.A, 2, slot, 3),))
    rota.take_over(school, draft, "rota.toml")
    facts = rota.facts_of(school)
    assert [(turn.week, turn.weekday, turn.slot.opens, turn.class_id) for turn in facts.turns] == [(Week.A, 2, 600, 3)]
    assert (len(facts.slots), facts.wishes) == (1, ())
    assert taken_back(school)
    assert all_rows(school.library) == before


def test_the_counter_obeys_the_rota_at_once(school: Desk) -> None:
    pupil = a_patron(school.library, grade=3)
    assert pupil.class_id is not None
    rota.add_turn(school, NEW_TURN, Activity.BORROW, class_id=pupil.class_id, grade=None)
    change_setting(school.library, "outside_turn", '"block"')
    late = a_desk(school.library, NOON + timedelta(minutes=20))
    refused = check_out(late, pupil, a_copy(school.library).id)
    assert [block.code.value for block in refused.blocks] == ["outside-turn"]
    assert refused.blocks[0].remedy == "The turn of Grade 3, class 1: Mon 9 Mar 12:00–12:15."
    in_time = a_desk(school.library, NOON + timedelta(minutes=10))
    lent = check_out(in_time, pupil, a_copy(school.library, "昆虫记").id)
    assert (lent.kind, lent.warnings) == (CheckoutKind.LENT, ())


def test_teachers_and_renewals_know_no_turn(school: Desk) -> None:
    pupil, teacher = a_patron(school.library, grade=3), a_patron(school.library, "周老师", category="teacher", grade=3)
    copy = a_copy(school.library)
    assert check_out(school, pupil, copy.id).kind is CheckoutKind.LENT
    rota.add_turn(school, NEW_TURN, Activity.BORROW, class_id=pupil.class_id, grade=None)
    change_setting(school.library, "outside_turn", '"block"')
    later = a_desk(school.library, NOON + timedelta(days=1))
    assert check_out(later, pupil, copy.id).kind is CheckoutKind.RENEWED
    assert check_out(later, teacher, a_copy(school.library, "昆虫记").id).kind is CheckoutKind.LENT
