"""Enrolling, changing, stopping and suspending patrons: one act each, refused with all reasons, taken back by undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import TODAY, a_copy, a_desk, a_patron, all_rows, but_numbers, days_later, the_patron

from deskcirc.desk.access import add_operator
from deskcirc.desk.cards import card_found_again, proposed_card, replace_card, report_card_lost
from deskcirc.desk.charges import raise_charge, read_fen, settle_charge
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import (
    Doubt,
    change_patron,
    enrol,
    lift_suspension,
    resume_patron,
    stop_patron,
    suspend,
)
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.changes import act_sentence
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.operators import Role
from deskcirc.domain.patron_form import PatronForm, read_form
from deskcirc.domain.patrons import CardState, Patron, PatronState
from deskcirc.store.check import check_library
from deskcirc.store.lookups.charges import charges_of_patron, open_fen_of_patron
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.patron_cards import cards_of_patron, open_categories
from deskcirc.store.lookups.patrons import patron_by_code, patrons_of_class, school_classes


def a_form(desk: Desk, name: str = "王小明", **words: str) -> PatronForm:
    with desk.library.reading() as connection:
        pupil = open_categories(connection)[0]
    form, refusals = read_form({"name": name, "category": str(pupil.id), "number": "S9001", **words})
    assert refusals == ()
    return form


def found(desk: Desk, code: str) -> Patron | None:
    with desk.library.reading() as connection:
        return patron_by_code(connection, [code], desk.policy, desk.today)


def undo(desk: Desk) -> None:
    assert desk.library.last_entry is not None
    outcome = undo_by_id(desk, desk.library.last_entry)
    assert outcome.done, outcome.sentence


def told(desk: Desk) -> str:
    with desk.library.reading() as connection:
        line = history(connection, most=1)[0]
    return act_sentence(line.act, line.subject)


def test_an_enrolled_patron_is_found_by_number_and_by_card_and_may_borrow_at_once(desk: Desk) -> None:
    taken = enrol(desk, a_form(desk, card="P001", **{"class": "三（2）班"}), frozenset({Doubt.NEW_CLASS}))
    assert taken.patron_id is not None
    by_card, by_number = found(desk, "P001"), found(desk, "S9001")
    assert by_card is not None
    assert by_number is not None
    assert by_card.id == by_number.id == taken.patron_id
    assert (by_card.class_name, by_card.grade) == ("Grade 3, class 2", 3)
    assert check_out(desk, by_card, a_copy(desk.library).id).kind is CheckoutKind.LENT
    assert told(replace(desk, now=desk.now)).startswith("Lent")
    assert list(check_library(desk.library)) == []


def test_without_a_card_of_its_own_the_number_is_the_card(desk: Desk) -> None:
    enrol(desk, a_form(desk))
    patron = found(desk, "S9001")
    assert patron is not None
    with desk.library.reading() as connection:
        assert [card.code for card in cards_of_patron(connection, patron.id)] == ["S9001"]


def test_every_reason_against_a_form_is_said_at_once_with_who_has_the_code(desk: Desk) -> None:
    other, copy = a_patron(desk.library, "陈子墨", number="S9001", grade=5), a_copy(desk.library, "草房子")
    before = all_rows(desk.library)
    taken = enrol(desk, a_form(desk, card=copy.code, **{"class": "快班"}))
    assert taken.patron_id is None
    assert len(taken.refusals) == 3
    said = " ".join(taken.refusals)
    assert other.label in said
    assert "草房子" in said
    assert "快班" in said
    assert all_rows(desk.library) == before


def test_the_card_of_somebody_at_the_counter_is_no_patrons_card(desk: Desk) -> None:
    add_operator(desk, "图书管理员", Role.TEACHER, card="OP1")
    assert "图书管理员" in enrol(desk, a_form(desk, card="OP1")).refusals[0]


def test_a_namesake_in_the_same_class_is_asked_about_and_in_another_class_is_not(desk: Desk) -> None:
    first = a_patron(desk.library, "王小明", grade=3, search_words="wangxiaoming wxm")
    assert enrol(desk, a_form(desk, "王 小明", **{"class": "3-1"})).same_name == (first,)
    assert enrol(desk, a_form(desk, "王小明", **{"class": "3-1"}), frozenset({Doubt.SAME_NAME})).patron_id
    a_patron(desk.library, "李雷", grade=4)
    assert enrol(desk, a_form(desk, "李雷", number="S9002", **{"class": "301"})).patron_id


def test_a_class_nobody_is_in_yet_is_made_only_when_asked_for(desk: Desk) -> None:
    form = a_form(desk, **{"class": "高一3班"})
    assert enrol(desk, form).new_class == "Senior 1, class 3"
    assert enrol(desk, form, frozenset({Doubt.NEW_CLASS})).patron_id is not None
    with desk.library.reading() as connection:
        (made,) = school_classes(connection, desk.policy, TODAY)
        assert [patron.name for patron in patrons_of_class(connection, made.id, desk.policy, TODAY)] == ["王小明"]


def test_a_class_written_without_its_grade_is_asked_for_anew(desk: Desk) -> None:
    assert "names no grade" in enrol(desk, a_form(desk, **{"class": "2班"})).refusals[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name": "  "}, "name"),
        ({"category": ""}, "category"),
        ({"expires": "soon"}, "soon"),
        ({"expires": "2026-02-30"}, "2026-02-30"),
        ({"loan_limit": "-1"}, "-1"),
        ({"loan_limit": "many"}, "many"),
        ({"card": "DC-UNDO"}, "DC-UNDO"),
        ({"number": "9" * 500}, "too long"),
    ],
)
def test_what_cannot_be_understood_is_named(words: dict[str, str], said: str) -> None:
    _form, refusals = read_form({"name": "王小明", "category": "1", **words})
    assert said in " ".join(refusals)


def test_the_29th_of_february_is_a_day_only_in_leap_years() -> None:
    form, refusals = read_form({"name": "王小明", "category": "1", "expires": "2028-02-29"})
    assert (form.expires, refusals) == (date(2028, 2, 29), ())
    assert read_form({"name": "王小明", "category": "1", "expires": "2027-02-29"})[1] != ()


def test_a_change_keeps_loans_and_cards_and_says_what_became_different(desk: Desk) -> None:
    patron = a_patron(desk.library, "王小明", grade=3, card="K7")
    check_out(desk, patron, a_copy(desk.library).id)
    a_patron(desk.library, grade=4)
    form = a_form(desk, "王晓明", number=patron.number, loan_limit="5", note="眼镜", **{"class": "4-1"})
    assert change_patron(desk, patron.id, form).patron_id == patron.id
    after = the_patron(desk.library, patron.id)
    assert (after.name, after.class_name, after.loan_limit, after.note) == ("王晓明", "Grade 4, class 1", 5, "眼镜")
    sentence = told(desk)
    assert "王小明 → 王晓明" in sentence
    assert "own limit – → 5" in sentence
    assert found(desk, "K7") is not None


def test_the_name_as_changed_is_found_by_its_pinyin(desk: Desk) -> None:
    patron = a_patron(desk.library, "王小明")
    change_patron(desk, patron.id, a_form(desk, "李小明", number=patron.number))
    with desk.library.reading() as connection:
        words = connection.exec_driver_sql("SELECT search_words FROM patrons").scalar_one()
    assert words == "lixiaoming lxm"


def test_the_lost_card_is_still_recognised_and_refused_with_its_reason(desk: Desk) -> None:
    patron, copy = a_patron(desk.library, card="K1"), a_copy(desk.library)
    assert report_card_lost(desk, patron.id) == ""
    with_lost_card = found(desk, "K1")
    assert with_lost_card is not None
    assert with_lost_card.card is CardState.LOST
    outcome = check_out(desk, with_lost_card, copy.id)
    assert [block.code for block in outcome.blocks] == ["card-not-valid"]
    assert replace_card(desk, patron.id, "k2") == ""
    with_new_card = found(desk, "K2")
    assert with_new_card is not None
    assert check_out(desk, with_new_card, copy.id).kind is CheckoutKind.LENT
    assert found(desk, "K1") == with_lost_card
    assert list(check_library(desk.library)) == []


def test_loans_stay_with_the_person_whatever_card_they_have(desk: Desk) -> None:
    patron, copy = a_patron(desk.library, card="K1"), a_copy(desk.library)
    check_out(desk, patron, copy.id)
    replace_card(desk, patron.id, "K2")
    with_new_card = found(desk, "K2")
    assert with_new_card is not None
    assert check_out(days_later(desk, 1), with_new_card, copy.id).kind is CheckoutKind.RENEWED


def test_a_code_in_use_is_not_given_as_a_card(desk: Desk) -> None:
    patron, other, copy = (
        a_patron(desk.library, card="K1"),
        a_patron(desk.library, "乙", card="K2"),
        a_copy(desk.library),
    )
    assert other.name in replace_card(desk, patron.id, "K2")
    assert copy.title in replace_card(desk, patron.id, copy.code)
    assert "earlier card" in replace_card(desk, patron.id, "K1")
    assert replace_card(desk, patron.id, " ") != ""
    assert replace_card(desk, patron.id, "DC-NEXT") != ""


def test_a_card_found_again_is_valid_unless_there_is_another(desk: Desk) -> None:
    patron = a_patron(desk.library, card="K1")
    with desk.library.reading() as connection:
        (card,) = cards_of_patron(connection, patron.id)
    assert "not reported lost" not in card_found_again(desk, card.id)
    report_card_lost(desk, patron.id)
    assert card_found_again(desk, card.id) == ""
    report_card_lost(desk, patron.id)
    replace_card(desk, patron.id, "K2")
    assert "K2" in card_found_again(desk, card.id)


def test_a_report_of_loss_is_not_undone_once_there_is_a_new_card(desk: Desk) -> None:
    patron = a_patron(desk.library, card="K1")
    report_card_lost(desk, patron.id)
    reported = desk.library.last_entry
    replace_card(desk, patron.id, "K2")
    assert reported is not None
    assert not undo_by_id(desk, reported).done
    assert list(check_library(desk.library)) == []


def test_the_proposed_card_follows_the_school_and_is_free(desk: Desk) -> None:
    a_patron(desk.library, card="P001")
    patron = a_patron(desk.library, "乙", card="P002", number="S77")
    assert proposed_card(desk) == proposed_card(desk, patron.id) == "P003"
    by_number = a_patron(desk.library, "丙", card="20240101", number="20240101")
    assert proposed_card(desk, by_number.id) == "20240101-2"


def test_a_stopped_patron_borrows_nothing_until_resumed(desk: Desk) -> None:
    patron, copy = a_patron(desk.library), a_copy(desk.library)
    assert stop_patron(desk, patron.id, "") != ""
    assert stop_patron(desk, patron.id, "转学手续中") == ""
    assert stop_patron(desk, patron.id, "又一次") != ""
    assert the_patron(desk.library, patron.id).state is PatronState.STOPPED
    assert check_out(desk, patron, copy.id).kind is CheckoutKind.REFUSED
    assert resume_patron(desk, patron.id) == ""
    assert resume_patron(desk, patron.id) != ""
    assert check_out(desk, patron, copy.id).kind is CheckoutKind.LENT


def test_a_suspension_lasts_up_to_its_day_and_can_be_lifted(desk: Desk) -> None:
    patron, copy = a_patron(desk.library), a_copy(desk.library)
    assert suspend(desk, patron.id, TODAY - timedelta(days=1), "吵闹") != ""
    assert suspend(desk, patron.id, TODAY + timedelta(days=3), "") != ""
    assert lift_suspension(desk, patron.id) != ""
    assert suspend(desk, patron.id, TODAY + timedelta(days=3), "吵闹") == ""
    assert "Thu 5 Mar: 吵闹" in told(desk)
    assert check_out(desk, patron, copy.id).kind is CheckoutKind.REFUSED
    assert check_out(days_later(desk, 4), patron, copy.id).kind is CheckoutKind.LENT
    suspend(days_later(desk, 4), patron.id, TODAY + timedelta(days=9), "又吵闹")
    assert lift_suspension(days_later(desk, 4), patron.id) == ""
    assert the_patron(desk.library, patron.id).suspended_until is None


def test_a_charge_is_paid_or_waived_once_and_a_waiver_needs_its_reason(desk: Desk) -> None:
    patron, copy = a_patron(desk.library), a_copy(desk.library, "草房子")
    assert raise_charge(desk, patron.id, ChargeKind.LOST, 0) != ""
    assert raise_charge(desk, patron.id, ChargeKind.LOST, 10**9) != ""
    assert raise_charge(desk, patron.id, ChargeKind.LOST, 2550, "封面", copy_id=copy.id) == ""
    assert raise_charge(desk, patron.id, ChargeKind.LATE, 10) == ""
    with desk.library.reading() as connection:
        late, lost = charges_of_patron(connection, patron.id)
        assert open_fen_of_patron(connection, patron.id) == 2560
    assert (lost.about, lost.yuan) == ("lost copy · 《草房子》 · 封面", "25.50")
    assert settle_charge(desk, lost.id, ChargeState.PAID) == ""
    assert settle_charge(desk, late.id, ChargeState.WAIVED) != ""
    assert settle_charge(desk, late.id, ChargeState.WAIVED, "生病") == ""
    assert settle_charge(desk, late.id, ChargeState.PAID) != ""
    with desk.library.reading() as connection:
        assert open_fen_of_patron(connection, patron.id) == 0
    assert list(check_library(desk.library)) == []


@pytest.mark.parametrize(("text", "fen"), [("2.5", 250), ("3元", 300), ("￥0.40", 40), ("", None), ("two", None)])
def test_an_amount_is_typed_in_yuan(text: str, fen: int | None) -> None:
    assert read_fen(text) == fen


Act = Callable[[Desk, Patron], object]

ACTS: dict[str, Act] = {
    "enrol": lambda desk, _patron: enrol(desk, a_form(desk, **{"class": "6-9"}), frozenset(Doubt)),
    "change": lambda desk, patron: change_patron(desk, patron.id, a_form(desk, "别人"), frozenset(Doubt)),
    "replace card": lambda desk, patron: replace_card(desk, patron.id, "NEW1"),
    "report lost": lambda desk, patron: report_card_lost(desk, patron.id),
    "stop": lambda desk, patron: stop_patron(desk, patron.id, "理由"),
    "suspend": lambda desk, patron: suspend(desk, patron.id, TODAY + timedelta(days=9), "理由"),
    "charge": lambda desk, patron: raise_charge(desk, patron.id, ChargeKind.OTHER, 100),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_one_entry_and_undone_leaves_the_library_as_it_was(desk: Desk, name: str) -> None:
    patron = a_patron(desk.library, grade=3)
    before, entry = all_rows(desk.library), desk.library.last_entry
    ACTS[name](desk, patron)
    assert desk.library.last_entry == (entry or 0) + 1
    assert all_rows(desk.library) != before
    assert list(check_library(desk.library)) == []
    undo(desk)
    assert all_rows(desk.library) == before


@pytest.mark.parametrize("name", ACTS)
def test_undo_takes_it_back_like_a_loan_but_not_for_a_helper(desk: Desk, name: str) -> None:
    patron = a_patron(desk.library, grade=3)
    before = all_rows(desk.library)
    ACTS[name](desk, patron)
    refused = undo_last(replace(desk, operator=replace(desk.operator, role=Role.HELPER)))
    assert not refused.done
    assert "Only the librarian" in refused.sentence
    assert undo_last(desk).done
    assert all_rows(desk.library) == before


AFTERWARDS: dict[str, tuple[Act, Act]] = {
    "resume": (ACTS["stop"], lambda desk, patron: resume_patron(desk, patron.id)),
    "lift": (ACTS["suspend"], lambda desk, patron: lift_suspension(desk, patron.id)),
    "found again": (ACTS["report lost"], lambda desk, patron: card_found_again(desk, card_of(desk, patron))),
    "paid": (ACTS["charge"], lambda desk, _patron: settle_charge(desk, 1, ChargeState.PAID)),
}


def card_of(desk: Desk, patron: Patron) -> int:
    with desk.library.reading() as connection:
        return cards_of_patron(connection, patron.id)[0].id


@pytest.mark.parametrize("name", AFTERWARDS)
def test_what_ends_a_state_is_undone_too(desk: Desk, name: str) -> None:
    patron = a_patron(desk.library, grade=3)
    first, second = AFTERWARDS[name]
    first(desk, patron)
    before = but_numbers(desk.library)  # a receipt's number is not given again
    assert second(desk, patron) == ""
    undo(desk)
    assert but_numbers(desk.library) == before


@pytest.mark.parametrize("role", [Role.HELPER, Role.TEACHER])
@pytest.mark.parametrize("name", [*ACTS, *AFTERWARDS])
def test_only_the_librarian_changes_patrons(desk: Desk, name: str, role: Role) -> None:
    patron = a_patron(desk.library, grade=3)
    act: Any = ACTS.get(name) or AFTERWARDS[name][1]
    if name in AFTERWARDS:
        AFTERWARDS[name][0](desk, patron)
    before = all_rows(desk.library)
    answer = act(replace(a_desk(desk.library), operator=replace(desk.operator, role=role)), patron)
    assert "Only the librarian" in str(answer)
    assert all_rows(desk.library) == before
