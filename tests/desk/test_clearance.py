"""Clearing leavers: refused while anything is open, one certificate each, its number never given again."""

from __future__ import annotations

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, days_later, set_up_act, the_patron

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.clearance import clear_class, clear_leaver, reasons_against
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.patrons import CardState, Patron, PatronState
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.clearance import certificates, leaver_lines
from deskcirc.store.lookups.patrons import patron_by_code
from deskcirc.store.tables import charges, terms


def owing(library: Library, patron: Patron) -> None:
    with library.writing(set_up_act(library)) as writing:
        writing.insert(charges, patron_id=patron.id, kind="lost", amount=2500, note="草房子", raised_at=NOON)


def test_a_leaver_with_nothing_in_hand_is_cleared_and_the_card_stopped(desk: Desk, library: Library) -> None:
    leaver = a_patron(library, card="K1", grade=6)
    outcome = clear_leaver(desk, leaver.id)
    assert [(given.number, given.name, given.class_name) for given in outcome.certificates] == [
        (1, "陈子墨", "Grade 6, class 1")
    ]
    with library.reading() as connection:
        by_card = patron_by_code(connection, ["K1"], desk.policy, desk.today)
    assert by_card is not None
    assert (by_card.state, by_card.card) == (PatronState.LEFT, CardState.STOPPED)
    refused = check_out(desk, by_card, a_copy(library).id)
    assert refused.kind is CheckoutKind.REFUSED
    assert BlockCode.PATRON_LEFT in [block.code for block in refused.blocks]
    assert list(check_library(library)) == []


def test_a_clearance_is_refused_while_a_copy_is_out_and_given_when_it_is_back(desk: Desk, library: Library) -> None:
    leaver, copy = a_patron(library, grade=6), a_copy(library)
    check_out(desk, leaver, copy.id)
    (refused,) = clear_leaver(desk, leaver.id).refused
    assert "草房子" in refused.reasons[0]
    assert the_patron(library, leaver.id).state is PatronState.ACTIVE
    check_in(desk, copy.id)
    assert clear_leaver(desk, leaver.id).certificates


def test_a_return_is_not_taken_back_behind_the_certificate_it_allowed(desk: Desk, library: Library) -> None:
    leaver, copy = a_patron(library, grade=6), a_copy(library)
    check_out(desk, leaver, copy.id)
    check_in(days_later(desk, 1), copy.id)
    returned = library.last_entry
    clear_leaver(days_later(desk, 2), leaver.id)
    cleared = library.last_entry
    assert returned is not None
    assert cleared is not None
    refused = undo_by_id(days_later(desk, 3), returned)
    assert not refused.done
    assert "certificate 1" in refused.sentence
    assert list(check_library(library)) == []
    assert undo_by_id(days_later(desk, 3), cleared).done
    assert undo_by_id(days_later(desk, 3), returned).done
    assert list(check_library(library)) == []


def test_a_clearance_is_refused_while_a_charge_is_open(desk: Desk, library: Library) -> None:
    leaver = a_patron(library, grade=6)
    owing(library, leaver)
    assert "25.00" in reasons_against(desk, leaver.id)[0]
    assert clear_leaver(desk, leaver.id).entry_id is None


def test_nobody_is_cleared_twice(desk: Desk, library: Library) -> None:
    leaver = a_patron(library, grade=6)
    clear_leaver(desk, leaver.id)
    with pytest.raises(GoneError):
        clear_leaver(desk, leaver.id)


def test_a_clearance_undone_is_as_before_but_its_number_is_never_given_again(desk: Desk, library: Library) -> None:
    leaver = a_patron(library, grade=6)
    before = all_rows(library)
    outcome = clear_leaver(desk, leaver.id)
    assert outcome.entry_id is not None
    assert undo_by_id(desk, outcome.entry_id).done
    after = all_rows(library)
    assert {name for name in before if before[name] != after[name]} == {"number_series"}
    assert clear_leaver(desk, leaver.id).certificates[0].number == 2
    assert list(check_library(library)) == []


def test_a_whole_class_is_cleared_in_one_act_but_for_who_still_has_something(desk: Desk, library: Library) -> None:
    first, second, third = (a_patron(library, name, grade=6) for name in ("陈子墨", "王欣怡", "李浩然"))
    check_out(desk, second, a_copy(library).id)
    class_id = first.class_id
    assert class_id is not None
    outcome = clear_class(desk, class_id, "六年级（1）班")
    assert [given.number for given in outcome.certificates] == [1, 2]
    assert [one.patron.id for one in outcome.refused] == [second.id]
    with library.reading() as connection:
        lines = leaver_lines(connection, class_id)
        assert len(certificates(connection, desk.policy)) == 2
    assert {line.id: line.certificate for line in lines} == {first.id: 1, second.id: None, third.id: 2}
    assert outcome.entry_id is not None
    assert undo_by_id(desk, outcome.entry_id).done
    assert the_patron(library, third.id).state is PatronState.ACTIVE


def test_lending_to_leavers_stops_before_the_finals_and_to_nobody_else(desk: Desk, library: Library) -> None:
    from datetime import date

    with library.writing(set_up_act(library)) as writing:
        days = {"starts": date(2026, 2, 23), "ends": date(2026, 7, 3), "finals": date(2026, 3, 10)}
        writing.insert(terms, name="spring", **days)
    leaver, younger = a_patron(library, grade=6), a_patron(library, "小一", grade=5)
    outcome = check_out(a_desk(library), leaver, a_copy(library).id)
    assert [block.code for block in outcome.blocks] == [BlockCode.LEAVER_STOPPED]
    assert check_out(desk, younger, a_copy(library).id).kind is CheckoutKind.LENT
