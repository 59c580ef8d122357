"""Taking acts back: step by step, across desks, and with a sentence where a later act stands in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import (
    LIBRARIAN,
    NOON,
    a_copy,
    a_desk,
    a_patron,
    all_rows,
    change_rules,
    days_later,
    set_up_act,
    the_copy,
)

from deskcirc.desk.access import add_operator
from deskcirc.desk.circulation import Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import cancel_hold, place_hold
from deskcirc.desk.returning import check_in, mark_damaged, shelve_all
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Role
from deskcirc.domain.patrons import Patron
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.tables import number_series, titles

THOUGH_DAMAGED = Override(frozenset({BlockCode.COPY_IN_REPAIR}), "needed for the lesson")


def last_entry(library: Library) -> int:
    with library.reading() as connection:
        return int(connection.exec_driver_sql("SELECT max(id) FROM journal").scalar_one())


def hold_of(desk: Desk, copy: Copy) -> int:
    with desk.library.reading() as connection:
        return holds_of_title(connection, copy.title_id, desk.policy, desk.today)[0].id


def _renew(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    check_out(days_later(desk, -3), reader, copy.id)
    return lambda: check_out(desk, reader, copy.id)


def _late_return(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    change_rules(desk.library, overdue_effect="suspend")
    check_out(days_later(desk, -20), reader, copy.id)
    return lambda: check_in(desk, copy.id)


def _return_to_hold_shelf(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    check_out(desk, a_patron(desk.library, "林小雨"), copy.id)
    place_hold(desk, reader, copy.title_id)
    return lambda: check_in(desk, copy.id)


def _take_what_was_kept(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    return lambda: check_out(desk, reader, copy.id)


def _take_what_was_kept_for_another(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    place_hold(desk, a_patron(desk.library, "林小雨"), copy.title_id)
    check_in(desk, copy.id)
    override = Override(frozenset(BlockCode), "本人同意")
    return lambda: check_out(desk, reader, copy.id, override=override)


def _return_and_lend(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    check_out(desk, a_patron(desk.library, "林小雨"), copy.id)
    return lambda: check_out(desk, reader, copy.id, return_first=True)


def _cancel(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    hold_id = hold_of(desk, copy)
    return lambda: cancel_hold(desk, hold_id)


def _damage_on_the_hold_shelf(desk: Desk, reader: Patron, copy: Copy) -> Callable[[], object]:
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    return lambda: mark_damaged(desk, copy.id, "脱页", reader.id)


def _shelve(desk: Desk, _reader: Patron, copy: Copy) -> Callable[[], object]:
    for other in (copy, a_copy(desk.library, "夏洛的网")):
        check_in(desk, other.id)
    return lambda: shelve_all(desk)


ACTS: dict[str, Callable[[Desk, Patron, Copy], Callable[[], object]]] = {
    "lend": lambda desk, reader, copy: lambda: check_out(desk, reader, copy.id),
    "renew": _renew,
    "return late": _late_return,
    "return to the hold shelf": _return_to_hold_shelf,
    "take what was kept": _take_what_was_kept,
    "take what was kept for another": _take_what_was_kept_for_another,
    "return and lend": _return_and_lend,
    "read in the room": lambda desk, _reader, copy: lambda: check_in(desk, copy.id),
    "ask for a title": lambda desk, reader, copy: lambda: place_hold(desk, reader, copy.title_id),
    "cancel": _cancel,
    "damage on the hold shelf": _damage_on_the_hold_shelf,
    "shelve": _shelve,
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_and_its_undo_leave_the_library_as_it_was(desk: Desk, act: str) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    act_now = ACTS[act](desk, reader, copy)
    before = all_rows(desk.library)
    act_now()
    assert all_rows(desk.library) != before, "the act must change something"
    assert undo_last(desk).done
    assert all_rows(desk.library) == before
    assert list(check_library(desk.library)) == []


def test_step_by_step_the_whole_day_is_taken_back(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    before = all_rows(desk.library)
    check_out(desk, reader, copy.id)
    check_in(desk, copy.id)
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    check_out(desk, reader, copy.id)
    mark_damaged(desk, copy.id, "脱页")
    for _step in range(6):
        assert undo_last(desk).done
    assert all_rows(desk.library) == before
    assert not undo_last(desk).done


def test_an_undo_says_what_was_undone(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    sentence = undo_last(desk).sentence
    assert "草房子" in sentence
    assert reader.name in sentence


def test_each_counter_takes_back_its_own_acts(desk: Desk) -> None:
    reader, copy, other = a_patron(desk.library), a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    second = a_desk(desk.library, station="counter 2")
    check_out(desk, reader, copy.id)
    check_out(second, reader, other.id)
    assert "草房子" in undo_last(desk).sentence


def test_what_was_done_yesterday_is_left_to_the_history(desk: Desk) -> None:
    check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    assert not undo_last(days_later(desk, 1)).done
    assert undo_by_id(days_later(desk, 1), last_entry(desk.library)).done


def refused(desk: Desk, entry_id: int) -> bool:
    """Whether undoing is refused with a sentence, changing nothing."""
    before = all_rows(desk.library, without_journal=False)
    outcome = undo_by_id(desk, entry_id)
    assert outcome.sentence
    assert all_rows(desk.library, without_journal=False) == before
    assert list(check_library(desk.library)) == []
    return not outcome.done


def test_a_loan_renewed_since_is_not_taken_back(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    lending = last_entry(desk.library)
    check_out(days_later(desk, 2), reader, copy.id)
    assert refused(days_later(desk, 2), lending)


def test_a_return_is_not_taken_back_when_the_copy_was_lent_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    mark_damaged(desk, copy.id, "水渍")  # so that it goes to repair and its row stays as it is
    check_out(desk, a_patron(desk.library), copy.id, override=THOUGH_DAMAGED)
    check_in(desk, copy.id)
    returning = last_entry(desk.library)
    second = a_desk(desk.library, station="counter 2")
    check_out(second, a_patron(desk.library, "林小雨"), copy.id, override=THOUGH_DAMAGED)
    assert refused(desk, returning)
    assert not undo_last(desk).done


def test_a_hold_does_not_come_back_to_a_number_that_another_copy_has_now(desk: Desk) -> None:
    first, second = a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    reader = a_patron(desk.library)
    place_hold(desk, reader, first.title_id)
    check_in(desk, first.id)
    check_out(desk, reader, first.id)
    fetching = last_entry(desk.library)
    place_hold(desk, a_patron(desk.library, "林小雨"), second.title_id)
    check_in(a_desk(desk.library, station="counter 2"), second.id)
    assert refused(desk, fetching)


def test_damage_is_not_taken_back_when_the_copy_would_be_kept_and_on_loan(desk: Desk) -> None:
    copy = a_copy(desk.library)
    place_hold(desk, a_patron(desk.library), copy.title_id)
    check_in(desk, copy.id)
    mark_damaged(desk, copy.id, "脱页")
    damaging = last_entry(desk.library)
    second = a_desk(desk.library, station="counter 2")
    check_out(second, a_patron(desk.library, "林小雨"), copy.id, override=THOUGH_DAMAGED)
    assert refused(desk, damaging)


def test_an_act_is_taken_back_once(desk: Desk) -> None:
    check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    lending = last_entry(desk.library)
    assert undo_by_id(desk, lending).done
    assert refused(desk, lending)


def test_an_undo_is_not_undone_and_the_set_up_of_the_library_stays(desk: Desk) -> None:
    check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    undo_last(desk)
    assert refused(desk, last_entry(desk.library))
    assert refused(desk, 1)


def test_the_undo_barcode_at_an_idle_counter_does_not_empty_the_library(desk: Desk) -> None:
    """An import, an operator or a rule is taken back in the history, on purpose and by its line."""
    a_copy(desk.library)
    assert add_operator(desk, "小帮手", Role.HELPER) == ""
    assert not undo_last(desk).done


def test_stock_that_is_on_loan_is_not_taken_back_with_its_import(desk: Desk) -> None:
    copy = a_copy(desk.library)
    importing = last_entry(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    assert refused(desk, importing)
    undo_last(desk)
    assert undo_by_id(desk, importing).done


def test_a_number_series_never_goes_back(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(number_series, 1, next=51)
        writing.insert(titles, title="草房子", added_at=NOON)
    assert undo_by_id(desk, last_entry(desk.library)).done
    with desk.library.reading() as connection:
        assert connection.execute(number_series.select()).one().next == 51
        assert connection.execute(titles.select()).all() == []


def test_an_entry_that_does_not_exist_is_a_bug(desk: Desk) -> None:
    with pytest.raises(LookupError):
        undo_by_id(desk, 999)


def test_the_undo_is_in_the_journal_with_who_did_it(desk: Desk) -> None:
    check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    lending = last_entry(desk.library)
    undo_last(desk)
    with desk.library.reading() as connection:
        row = connection.exec_driver_sql("SELECT act, operator, undoes FROM journal ORDER BY id DESC").first()
    assert row is not None
    assert tuple(row) == ("undo", LIBRARIAN.name, lending)


def test_a_copy_lent_off_the_trolley_is_back_on_it_after_the_undo(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_in(desk, copy.id)
    check_out(desk, reader, copy.id)
    undo_last(desk)
    assert the_copy(desk.library, copy.id).awaits_shelving
