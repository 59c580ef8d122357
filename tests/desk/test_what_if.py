"""The what-if box: the counter's own answer for a patron, a copy and a day, with nothing written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
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
    the_patron,
)
from tests.desk.any_school import SCHOOLS, TYPES, AnySchool, open_school
from tests.desk.any_sequence import sequences

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.rota import TurnPlace, add_turn, save_slot
from deskcirc.desk.rules import add_rule
from deskcirc.desk.school_settings import change_setting as set_by_hand
from deskcirc.desk.undo import undo_last
from deskcirc.desk.what_if import what_if
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.rota import Activity, Slot, Week
from deskcirc.domain.rule_book import REFERENCE, TEACHER, USUAL_RULE, KindOf
from deskcirc.store.database import open_library
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.rules import kinds

NEXT_MONTH = TODAY + timedelta(days=30)


def test_a_pupil_may_have_a_book_and_is_told_until_when_and_why(desk: Desk) -> None:
    answer = what_if(desk, a_patron(desk.library), a_copy(desk.library).id, TODAY)
    assert answer.yes
    assert answer.due is not None
    assert answer.due.date == date(2026, 3, 16)
    assert "14 days" in answer.due_because[0]
    assert [rule.title for rule in answer.rules] == ["Pupil – any item type"]


def test_nothing_is_written(desk: Desk) -> None:
    patron, copy = a_patron(desk.library), a_copy(desk.library)
    before = all_rows(desk.library, without_journal=False)
    what_if(desk, patron, copy.id, TODAY)
    assert all_rows(desk.library, without_journal=False) == before


def test_every_reason_is_given_at_once(desk: Desk) -> None:
    patron = a_patron(desk.library, suspended_until=TODAY, expires=TODAY - timedelta(days=1))
    answer = what_if(desk, patron, a_copy(desk.library, item_type=REFERENCE).id, TODAY)
    codes = {block.code for block in answer.blocks}
    assert codes == {BlockCode.SUSPENDED, BlockCode.CARD_EXPIRED, BlockCode.IN_HOUSE_ONLY}
    assert answer.due is None


def test_another_day_has_another_answer(desk: Desk) -> None:
    patron = a_patron(desk.library, suspended_until=TODAY)
    copy = a_copy(desk.library)
    assert not what_if(desk, patron, copy.id, TODAY).yes
    later = what_if(desk, patron, copy.id, TODAY + timedelta(days=1))
    assert later.yes
    assert later.due is not None
    assert later.due.date == date(2026, 3, 17)


def test_what_is_out_now_is_late_by_then(desk: Desk) -> None:
    patron = a_patron(desk.library)
    check_out(desk, patron, a_copy(desk.library).id)
    other = a_copy(desk.library, "夏洛的网")
    assert what_if(desk, patron, other.id, TODAY).yes
    assert [block.code for block in what_if(desk, patron, other.id, NEXT_MONTH).blocks] == [BlockCode.OVERDUE]


def test_the_grade_is_that_of_the_day(desk: Desk) -> None:
    with desk.library.reading() as connection:
        pupil_id = next(each.id for each in kinds(connection, KindOf.CATEGORY) if each.code == "pupil")
    add_rule(desk, replace(USUAL_RULE, category_id=pupil_id, grade_from=5, grade_to=5, loan_days=28))
    patron, copy = a_patron(desk.library, grade=4), a_copy(desk.library)
    assert len(what_if(desk, patron, copy.id, TODAY).rules) == 1
    in_autumn = what_if(desk, patron, copy.id, date(2026, 9, 7))
    assert in_autumn.rules[0].title == "Pupil, grade 5 – any item type"
    assert "names the grades" in in_autumn.rules[1].why_not


def test_the_runners_up_are_named_with_what_the_winner_says_more_closely(desk: Desk) -> None:
    teacher, dictionary = a_patron(desk.library, category=TEACHER), a_copy(desk.library, item_type=REFERENCE)
    answer = what_if(desk, teacher, dictionary.id, TODAY)
    assert [rule.title for rule in answer.rules] == [
        "Teacher – Reference work",
        "any patron – Reference work",
        "Teacher – any item type",
    ]
    assert ["patron category" in rule.why_not for rule in answer.rules] == [False, True, False]
    assert "same day" in answer.due_because[0]


def test_ones_own_copy_is_asked_about_as_a_renewal(desk: Desk) -> None:
    patron, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, patron, copy.id)
    assert what_if(desk, patron, copy.id, TODAY).already
    later = what_if(desk, patron, copy.id, TODAY + timedelta(days=10))
    assert (later.renewal, later.yes, later.already) == (True, True, False)
    change_rules(desk.library, renewals=0)
    refused = what_if(desk, patron, copy.id, TODAY + timedelta(days=10))
    assert [block.code for block in refused.blocks] == [BlockCode.RENEWALS_USED]


def test_a_closed_due_date_says_where_it_moves_from(desk: Desk) -> None:
    change_setting(desk.library, "closed_due", '"next"')
    change_setting(desk.library, "closed_weekdays", '"67"')
    change_rules(desk.library, loan_days=13)
    answer = what_if(desk, a_patron(desk.library), a_copy(desk.library).id, TODAY)
    assert answer.due is not None
    assert answer.due.date == date(2026, 3, 16)
    assert "closed" in answer.due_because[-1]


def test_a_card_that_ends_before_is_named(desk: Desk) -> None:
    patron = a_patron(desk.library, expires=TODAY + timedelta(days=5))
    assert any("card ends" in step for step in what_if(desk, patron, a_copy(desk.library).id, TODAY).due_because)


@sequences(25)
@given(
    columns=st.fixed_dictionaries(
        {},
        optional={
            "loan_limit": st.integers(0, 2),
            "suspended_until": st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=40)),
            "expires": st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=40)),
            "state": st.sampled_from(["active", "stopped"]),
        },
    ),
    state=st.sampled_from(["in_stock", "in_repair", "missing", "lost"]),
    item_type=st.sampled_from(["general", "reference", "loose_magazine"]),
    days=st.integers(0, 40),
)
def test_the_counter_does_on_the_day_what_the_box_said(
    template_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    columns: dict[str, Any],
    state: str,
    item_type: str,
    days: int,
) -> None:
    file = tmp_path_factory.mktemp("what_if") / "school.deskcirc"
    shutil.copyfile(template_file, file)
    with open_library(file) as library:
        desk = a_desk(library)
        patron = a_patron(library, **columns)
        copy = a_copy(library, item_type=item_type, state=state)
        then = days_later(desk, days)
        answer = what_if(desk, patron, copy.id, then.today)
        done = check_out(then, patron, copy.id)
    assert answer.yes == (done.kind is CheckoutKind.LENT)
    assert answer.blocks == done.blocks
    assert not answer.yes or answer.due == done.due


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(school=SCHOOLS, days=st.integers(0, 60))
def test_in_any_school_the_counter_does_on_the_day_what_the_box_said(
    template_file: Path, school: AnySchool, days: int
) -> None:
    with open_school(template_file, school) as (desk, ids):
        then = days_later(desk, days)
        copies = [a_copy(desk.library, item_type=kind).id for kind in TYPES]
        with desk.library.reading() as connection:
            held = {who: [loan.copy_id for loan in loans_of_patron(connection, who, desk.policy, desk.today)]
                    for who in ids}  # fmt: skip
        for patron_id in ids:
            patron = the_patron(desk.library, patron_id, desk.today)
            for copy_id in [*copies, *held[patron_id]]:
                answer = what_if(desk, patron, copy_id, then.today)
                done = check_out(then, patron, copy_id)
                assert answer.blocks == done.blocks
                assert answer.yes == (done.kind is not CheckoutKind.REFUSED)
                assert answer.already == (done.kind is CheckoutKind.ALREADY)
                assert not answer.yes or answer.already or answer.due == done.due
                assert answer.warnings == done.warnings
                if done.kind in (CheckoutKind.LENT, CheckoutKind.RENEWED):
                    assert undo_last(then).done


def test_where_a_rota_blocks_the_time_of_day_decides(desk: Desk) -> None:
    pupil, copy = a_patron(desk.library, grade=3), a_copy(desk.library)
    assert set_by_hand(desk, "outside_turn", "block") == ""
    save_slot(desk, Slot(0, 750, 765))
    place = TurnPlace(Week.EVERY, TODAY.isoweekday(), 1)
    add_turn(desk, place, Activity.BORROW, class_id=pupil.class_id, grade=None)
    assert not what_if(desk, pupil, copy.id, TODAY, 740).yes
    assert what_if(desk, pupil, copy.id, TODAY, 755).yes
    assert what_if(desk, pupil, copy.id, TODAY + timedelta(days=7), 750).yes
    assert not what_if(desk, pupil, copy.id, TODAY + timedelta(days=1), 755).yes
