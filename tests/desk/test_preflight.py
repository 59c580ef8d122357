"""The preflight finds what the counter would refuse today, no more and no less, and what it mends can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.builders import (
    TODAY,
    a_copy,
    a_desk,
    a_patron,
    all_rows,
    change_rules,
    change_setting,
    days_later,
    set_up_act,
    the_copy,
    the_patron,
)
from tests.desk.any_school import SCHOOLS, SLOTS, TYPES, AnySchool, open_school
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.mending import extend_cards, put_into_stock, set_price
from deskcirc.desk.preflight import preflight
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.preflight import Finding, PreflightCode, Subject
from deskcirc.domain.rule_book import REFERENCE, TEACHER
from deskcirc.store.database import Library
from deskcirc.store.tables import circulation_rules, patrons, rota_slots, rota_turns, terms

QUIET = {PreflightCode.CALENDAR_ENDS, PreflightCode.CLOSED_TODAY}


def found(library: Library, on: int = 0) -> dict[str, list[str]]:
    """Labels by code; without what is said of the calendar, which these libraries have none of."""
    report = preflight(days_later(a_desk(library), on))
    return {code: [each.label for each in report.of(code)] for code in report.codes if code not in QUIET}


def test_a_library_in_order_has_nothing_to_mend(library: Library) -> None:
    a_patron(library, grade=3)
    a_copy(library, price=2500)
    assert found(library) == {}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"expires": TODAY - timedelta(days=1)}, BlockCode.CARD_EXPIRED),
        ({"suspended_until": TODAY}, BlockCode.SUSPENDED),
        ({"state": PatronState.STOPPED.value}, BlockCode.PATRON_STOPPED),
        ({"loan_limit": 0}, BlockCode.LOAN_LIMIT),
    ],
)
def test_what_the_counter_would_refuse_a_patron_is_found(
    library: Library, columns: dict[str, Any], code: BlockCode
) -> None:
    a_patron(library, "李想")
    refused = a_patron(library, **columns)
    copy = a_copy(library, price=2500)
    assert found(library) == {code.value: [refused.label]}
    outcome = check_out(a_desk(library), refused, copy.id)
    assert [block.code for block in outcome.blocks] == [code]


def test_who_has_something_late_is_found_on_the_day_after(library: Library) -> None:
    patron, copy = a_patron(library), a_copy(library, price=2500)
    a_copy(library, "昆虫记", price=2500)
    lent = check_out(a_desk(library), patron, copy.id)
    assert lent.due is not None
    days = (lent.due.date - TODAY).days
    assert found(library, days) == {}
    assert found(library, days + 1) == {BlockCode.OVERDUE.value: [patron.label]}


def test_who_has_left_is_not_tried(library: Library) -> None:
    a_patron(library, state=PatronState.LEFT.value)
    a_copy(library, price=2500)
    report = preflight(a_desk(library))
    assert (report.patrons, report.copies) == (0, 1)


def test_a_missing_rule_is_one_finding_and_names_category_and_item_type(library: Library) -> None:
    for name in ("李想", "王雨"):
        a_patron(library, name)
    a_copy(library, price=2500)
    with library.writing(set_up_act(library)) as writing:
        for (rule_id,) in writing.connection.exec_driver_sql("SELECT id FROM circulation_rules").all():
            writing.update(circulation_rules, rule_id, ended=True)
    report = preflight(a_desk(library))
    (finding,) = report.of(BlockCode.NO_RULE.value)
    assert (finding.subject_id, finding.other_id) == (1, 1)
    assert "2" in finding.sentence
    assert report.rules == 0


def test_reference_works_are_no_refusal_worth_a_line_a_pupil(library: Library) -> None:
    a_patron(library)
    a_copy(library, price=2500)
    a_copy(library, "辞海", item_type=REFERENCE, price=9000)
    assert found(library) == {}


def test_a_card_that_has_the_code_of_a_copy_is_found(library: Library) -> None:
    patron = a_patron(library, card="B00001")
    a_copy(library, price=2500)
    assert found(library) == {PreflightCode.CODE_TWICE.value: [patron.label]}


def test_copies_in_process_and_without_a_price_are_found_and_mended_in_one_act_each(library: Library) -> None:
    a_patron(library)
    waiting = [
        a_copy(library, title, state=CopyState.IN_PROCESS.value, registered=TODAY) for title in ("草房子", "昆虫记")
    ]
    desk = a_desk(library)
    assert {code: len(labels) for code, labels in found(library).items()} == {
        BlockCode.COPY_IN_PROCESS.value: 2,
        PreflightCode.NO_PRICE.value: 2,
    }
    before = all_rows(library)
    assert put_into_stock(desk, [copy.id for copy in waiting]) == ""
    stocked = library.last_entry
    assert set_price(desk, [copy.id for copy in waiting], 1850) == ""
    assert [the_copy(library, copy.id).price for copy in waiting] == [1850, 1850]
    assert found(library) == {}
    for entry in (library.last_entry, stocked):
        assert entry is not None
        assert undo_by_id(desk, entry).done
    assert all_rows(library) == before


def test_expired_cards_are_extended_for_all_of_them_at_once(library: Library) -> None:
    late = [a_patron(library, name, expires=TODAY - timedelta(days=9)) for name in ("李想", "王雨")]
    copy = a_copy(library, price=2500)
    desk = a_desk(library)
    assert extend_cards(desk, [patron.id for patron in late], TODAY) != ""
    assert extend_cards(desk, [patron.id for patron in late], date(2026, 7, 10)) == ""
    assert found(library) == {}
    assert check_out(desk, the_patron(library, late[0].id), copy.id).kind is CheckoutKind.LENT


@sequences(40)
@given(
    held=st.integers(0, 4),
    expires=st.none() | st.integers(-3, 3),
    suspended=st.none() | st.integers(-3, 3),
    state=st.sampled_from([PatronState.ACTIVE, PatronState.STOPPED]),
    days=st.integers(0, 40),
)
def test_a_patron_is_named_exactly_when_the_counter_refuses_them(
    template_file: Path, held: int, expires: int | None, suspended: int | None, state: PatronState, days: int
) -> None:
    with library_like(template_file) as library:
        named, refused = tried(library, held, expires, suspended, state, days)
    assert named == refused


def tried(
    library: Library, held: int, expires: int | None, suspended: int | None, state: PatronState, days: int
) -> tuple[set[str], set[str]]:
    patron = a_patron(library)
    for number in range(held):
        check_out(a_desk(library), patron, a_copy(library, f"题名{number}", price=2500).id)
    last = a_copy(library, price=2500)
    on = TODAY + timedelta(days=days)
    columns = {
        "expires": None if expires is None else on + timedelta(days=expires),
        "suspended_until": None if suspended is None else on + timedelta(days=suspended),
        "state": state.value,
    }
    with library.writing(set_up_act(library)) as writing:
        writing.update(patrons, patron.id, **columns)
    desk = days_later(a_desk(library), days)
    named = {each.code for each in preflight(desk).findings if each.subject_id == patron.id and each.code not in QUIET}
    outcome = check_out(desk, the_patron(library, patron.id), last.id)
    return named, {block.code.value for block in outcome.blocks}


def test_leavers_are_named_from_the_day_on_which_their_lending_stops(library: Library) -> None:
    a_copy(library)
    with library.writing(set_up_act(library)) as writing:
        days = {"starts": date(2026, 2, 23), "ends": date(2026, 7, 3), "finals": date(2026, 3, 10)}
        writing.insert(terms, name="spring", **days)
    leaver, _younger = a_patron(library, grade=6), a_patron(library, "小一", grade=5)
    found = preflight(a_desk(library)).findings
    assert [one.subject_id for one in found if one.code == "leaver-stopped"] == [leaver.id]


def test_a_limit_by_type_that_one_rule_sets_for_all_types_is_tried_with_each(library: Library) -> None:
    pupil = a_patron(library)
    a_copy(library, "草房子", price=2500)
    change_rules(library, type_limit=1)
    check_out(a_desk(library), pupil, a_copy(library, "画册", item_type="picture", price=2500).id)
    a_copy(library, "另一本画册", item_type="picture", price=2500)
    assert found(library) == {BlockCode.TYPE_LIMIT.value: [pupil.label]}


def test_the_limit_of_a_rule_by_which_nothing_goes_home_is_no_patrons_trouble(library: Library) -> None:
    teacher = a_patron(library, category=TEACHER)
    for number in range(4):
        check_out(a_desk(library), teacher, a_copy(library, f"第{number}本", price=2500).id)
    a_copy(library, "读者合订本", item_type="bound_magazine", price=2500)
    a_copy(library, price=2500)
    assert found(library) == {}


def test_a_turn_later_today_is_no_refusal_and_none_today_is(library: Library) -> None:
    pupil = a_patron(library, grade=3)
    a_copy(library, price=2500)
    change_setting(library, "outside_turn", '"block"')
    with library.writing(set_up_act(library)) as writing:
        slot = writing.insert(rota_slots, opens=900, closes=920)
        turn = writing.insert(rota_turns, grade=3, weekday=1, slot_id=slot)
    assert found(library) == {}
    assert found(library, on=1) == {BlockCode.OUTSIDE_TURN.value: [pupil.label]}
    with library.writing(set_up_act(library)) as writing:
        writing.update(rota_turns, turn, weekday=2)
    assert found(library) == {BlockCode.OUTSIDE_TURN.value: [pupil.label]}


WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a school takes a second; the first says enough
NOT_OF_ONE_PATRON = {BlockCode.NO_RULE, BlockCode.IN_HOUSE_ONLY, BlockCode.NEXT_TERM_NOT_SET}
LIMITS = {BlockCode.LOAN_LIMIT, BlockCode.TYPE_LIMIT}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=WITHOUT_SHRINKING)
@given(school=SCHOOLS)
def test_in_any_school_it_names_exactly_what_the_counter_then_refuses(template_file: Path, school: AnySchool) -> None:
    with open_school(template_file, school) as (desk, ids):
        tried = [a_copy(desk.library, f"架上{number}", item_type=kind, price=2500) for number, kind in enumerate(TYPES)]
        report = preflight(desk)
        for patron_id in ids:
            named = {BlockCode(each.code) for each in of_patrons(report.findings) if each.subject_id == patron_id}
            assert named == heard_today(desk, patron_id, [copy.id for copy in tried])
        told = any(each.code == BlockCode.NO_RULE for each in report.findings)
        assert told == any(BlockCode.NO_RULE in refused(desk, who, copy.id) for who in ids for copy in tried)


def of_patrons(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.subject is Subject.PATRON]


def heard_today(desk: Desk, patron_id: int, copy_ids: list[int]) -> set[BlockCode]:
    """What the patron is refused for at the counter whenever they come today, whatever they may take out they bring."""
    heard: list[set[BlockCode]] = []
    desk.library.clock_confirmed_at = desk.midnight  # each patron comes from the morning on
    for minute in sorted({720, *(opens for opens, _closes in SLOTS)}):
        then = replace(desk, now=desk.midnight + timedelta(minutes=minute))
        each = [refused(then, patron_id, copy_id) for copy_id in copy_ids]
        heard.append({code for codes in each for code in codes - (LIMITS if BlockCode.IN_HOUSE_ONLY in codes else set())
                      if BlockCode.NO_RULE not in codes})  # fmt: skip
    return set.intersection(*heard) - NOT_OF_ONE_PATRON


def refused(desk: Desk, patron_id: int, copy_id: int) -> set[BlockCode]:
    """Why the counter refuses the copy; what it lends comes back at once."""
    outcome = check_out(desk, the_patron(desk.library, patron_id, desk.today), copy_id)
    if outcome.kind is CheckoutKind.LENT:
        assert undo_last(desk).done
    return {block.code for block in outcome.blocks}
