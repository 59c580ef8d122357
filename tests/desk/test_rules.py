"""Changing rules, categories and types at the desk: all reasons at once, nothing half-done, every act taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.builders import a_copy, a_patron, all_rows

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.rule_books import Change, flaws_of_book, library_book, plan_book, take_over_book
from deskcirc.desk.rules import add_kind, add_rule, change_rule, end_kind, end_rule, kind_to_use, rename_kind
from deskcirc.desk.set_up import usual_book
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.changes import ActName, act_sentence
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import USUAL_RULE, KindOf, RuleBook, WrittenKind
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.rules import KindLine, RuleLine, kinds, rule_lines
from deskcirc.store.tables import circulation_rules

Act = Callable[[Desk], tuple[str, ...]]
FIRST_GRADES = replace(USUAL_RULE, category_id=1, grade_from=1, grade_to=2, loan_limit=1)


def lines(desk: Desk) -> tuple[RuleLine, ...]:
    with desk.library.reading() as connection:
        return rule_lines(connection)


def kind(desk: Desk, which: KindOf, code: str) -> KindLine:
    with desk.library.reading() as connection:
        return next(each for each in kinds(connection, which) if each.code == code)


def told(desk: Desk) -> str:
    with desk.library.reading() as connection:
        last = history(connection, most=1)[0]
    return act_sentence(last.act, last.subject)


ACTS: dict[str, Act] = {
    "a rule added": lambda desk: add_rule(desk, FIRST_GRADES),
    "a rule changed": lambda desk: change_rule(desk, replace(lines(desk)[0].rule, loan_days=21)),
    "a rule ended": lambda desk: end_rule(desk, lines(desk)[0].rule.id),
    "a category added": lambda desk: add_kind(desk, KindOf.CATEGORY, "家长"),
    "a type added": lambda desk: add_kind(desk, KindOf.ITEM_TYPE, "光盘"),
    "a type renamed": lambda desk: rename_kind(desk, KindOf.ITEM_TYPE, 1, "图书"),
    "a type ended": lambda desk: end_kind(desk, KindOf.ITEM_TYPE, kind(desk, KindOf.ITEM_TYPE, "general").id),
    "a book taken over": lambda desk: take_over_book(desk, another_book(), "规则.toml").why_not,
}


def another_book() -> RuleBook:
    book = usual_book()
    first, *others = book.rules
    changed = replace(first, rule=replace(first.rule, loan_days=30))
    own = WrittenKind("家长", "家长")
    added = replace(first, category="家长")
    return RuleBook((*book.categories, own), book.item_types, (changed, added, *others[:-1]))


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_change_is_one_act_and_comes_back_by_one_undo(desk: Desk, act: Act) -> None:
    before = all_rows(desk.library)
    with desk.library.reading() as connection:
        entries = len(history(connection, most=99))
    assert act(desk) == ()
    assert all_rows(desk.library) != before
    assert list(check_library(desk.library)) == []
    with desk.library.reading() as connection:
        assert len(history(connection, most=99)) == entries + 1
    assert undo_by_id(desk, desk.library.last_entry or 0).done
    assert all_rows(desk.library) == before


@pytest.mark.parametrize("role", [Role.HELPER, Role.TEACHER])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_a_librarian_changes_rules(desk: Desk, act: Act, role: Role) -> None:
    before = all_rows(desk.library, without_journal=False)
    assert act(replace(desk, operator=Operator(9, "小明", role))) != ()
    assert all_rows(desk.library, without_journal=False) == before


def test_the_counter_obeys_a_rule_from_the_moment_it_is_made(desk: Desk) -> None:
    pupil = a_patron(desk.library, grade=1)
    assert check_out(desk, pupil, a_copy(desk.library).id).kind is CheckoutKind.LENT
    assert add_rule(desk, FIRST_GRADES) == ()
    refused = check_out(desk, pupil, a_copy(desk.library, "夏洛的网").id)
    assert [block.code for block in refused.blocks] == [BlockCode.LOAN_LIMIT]


def test_the_history_says_what_was_changed_in_a_rule(desk: Desk) -> None:
    change_rule(desk, replace(lines(desk)[0].rule, loan_days=21, type_limit=2))
    assert "Pupil" in told(desk)
    assert "loan days 14 → 21" in told(desk)
    assert "no limit → 2" in told(desk)


def test_a_rule_with_flaws_changes_nothing(desk: Desk) -> None:
    before = all_rows(desk.library, without_journal=False)
    rule = lines(desk)[0].rule
    assert len(change_rule(desk, replace(rule, grade_from=6, grade_to=1, loan_days=0))) == 2
    assert add_rule(desk, replace(rule, id=0)) != ()
    assert all_rows(desk.library, without_journal=False) == before


def test_a_rule_that_has_ended_is_not_there_any_more(desk: Desk) -> None:
    rule = lines(desk)[0].rule
    end_rule(desk, rule.id)
    with pytest.raises(GoneError):
        end_rule(desk, rule.id)
    with pytest.raises(GoneError):
        change_rule(desk, rule)


def test_where_every_rule_has_ended_nothing_is_lent_and_the_way_out_is_said(desk: Desk) -> None:
    for line in lines(desk):
        end_rule(desk, line.rule.id)
    outcome = check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    assert [block.code for block in outcome.blocks] == [BlockCode.NO_RULE]
    assert "School year" in outcome.blocks[0].remedy


@pytest.mark.parametrize("name", ["", "  ", "x" * 41])
def test_a_category_wants_a_name(desk: Desk, name: str) -> None:
    assert add_kind(desk, KindOf.CATEGORY, name) != ()
    assert rename_kind(desk, KindOf.CATEGORY, 1, name) != ()


def test_two_categories_of_one_name_are_refused(desk: Desk) -> None:
    assert "already" in add_kind(desk, KindOf.CATEGORY, " Pupil ")[0]
    assert "already" in rename_kind(desk, KindOf.CATEGORY, 2, "Pupil")[0]
    assert rename_kind(desk, KindOf.CATEGORY, 1, "Pupil") == ()


def test_a_category_in_use_does_not_end_and_says_what_it_is_in_use_for(desk: Desk) -> None:
    a_patron(desk.library)
    patrons, rules = end_kind(desk, KindOf.CATEGORY, kind(desk, KindOf.CATEGORY, "pupil").id)
    assert "1 patrons" in patrons
    assert "3 circulation rules" in rules


def test_a_type_in_use_does_not_end_until_its_copies_are_withdrawn(desk: Desk) -> None:
    general = kind(desk, KindOf.ITEM_TYPE, "general").id
    a_copy(desk.library)
    assert end_kind(desk, KindOf.ITEM_TYPE, general) != ()
    with pytest.raises(GoneError):
        end_kind(desk, KindOf.ITEM_TYPE, 99)


def test_a_category_that_ended_comes_back_under_its_name(desk: Desk) -> None:
    assert add_kind(desk, KindOf.CATEGORY, "家长") == ()
    first = kind(desk, KindOf.CATEGORY, "家长")
    assert end_kind(desk, KindOf.CATEGORY, first.id) == ()
    assert add_kind(desk, KindOf.CATEGORY, "家长") == ()
    assert kind(desk, KindOf.CATEGORY, "家长") == first


def test_a_new_library_has_the_usual_categories_and_types(desk: Desk) -> None:
    book = library_book(desk)
    assert [each.code for each in book.categories] == ["pupil", "teacher", "staff", "class", "helper"]
    assert {"bound_magazine", "loose_magazine"} <= {each.code for each in book.item_types}
    assert plan_book(desk, usual_book()).changes == ()


def test_a_plan_says_what_will_change_and_changes_nothing(desk: Desk) -> None:
    before = all_rows(desk.library, without_journal=False)
    plan = plan_book(desk, another_book())
    assert [plan.count(change) for change in Change] == [2, 1, 1]
    assert "loan days 14 → 30" in next(each.how for each in plan.changes if each.change is Change.CHANGED)
    assert all_rows(desk.library, without_journal=False) == before
    assert take_over_book(desk, another_book(), "规则.toml") == plan
    assert plan_book(desk, another_book()).changes == ()


def test_taking_over_the_same_set_twice_writes_no_second_act(desk: Desk) -> None:
    take_over_book(desk, another_book(), "规则.toml")
    before = all_rows(desk.library, without_journal=False)
    assert take_over_book(desk, another_book(), "规则.toml").changes == ()
    assert all_rows(desk.library, without_journal=False) == before


def test_an_older_library_gets_the_new_categories_with_a_preset_and_keeps_its_names(desk: Desk) -> None:
    helper = kind(desk, KindOf.CATEGORY, "helper").id
    for line in lines(desk):
        if line.category_code == "helper":
            end_rule(desk, line.rule.id)
    end_kind(desk, KindOf.CATEGORY, helper)
    rename_kind(desk, KindOf.CATEGORY, 1, "同学")
    plan = take_over_book(desk, usual_book(), "小学", rename=False)
    assert [each.what for each in plan.changes] == ["patron category Helper", "Helper – any item type"]
    assert kind(desk, KindOf.CATEGORY, "pupil").name == "同学"


def test_a_category_is_known_by_its_name_where_its_code_is_another(desk: Desk) -> None:
    add_kind(desk, KindOf.CATEGORY, "志愿者")
    book = usual_book()
    theirs = replace(book, categories=(*book.categories, WrittenKind("volunteer", "志愿者")))
    assert plan_book(desk, theirs).changes == ()


def test_a_set_with_flaws_is_not_taken_over(desk: Desk) -> None:
    book = usual_book()
    first = book.rules[0]
    bad = replace(first, rule=replace(first.rule, loan_limit=0))
    stray = replace(first, category="nobody")
    wrong = replace(book, rules=(*book.rules, first, bad, stray))
    assert len(flaws_of_book(wrong)) == 3
    before = all_rows(desk.library, without_journal=False)
    assert take_over_book(desk, wrong, "x").why_not == flaws_of_book(wrong)
    assert all_rows(desk.library, without_journal=False) == before


def test_a_set_without_a_rule_is_not_taken_over(desk: Desk) -> None:
    empty, before = replace(usual_book(), rules=()), all_rows(desk.library, without_journal=False)
    assert plan_book(desk, empty).why_not == ("There is no rule in it, so nobody could borrow any more.",)
    assert take_over_book(desk, empty, "x").why_not
    assert all_rows(desk.library, without_journal=False) == before


def test_two_rules_about_the_same_that_an_old_library_has_become_one(desk: Desk) -> None:
    with desk.library.writing(desk.act(ActName.CHANGE_RULE)) as writing:
        row = dict(writing.connection.execute(select(circulation_rules).limit(1)).mappings().one())
        del row["id"]
        writing.insert(circulation_rules, **row)
    plan = take_over_book(desk, usual_book(), "小学")
    assert [each.change for each in plan.changes] == [Change.ENDED]


def test_a_loan_made_by_a_rule_that_ended_is_returned_all_the_same(desk: Desk) -> None:
    pupil, copy = a_patron(desk.library), a_copy(desk.library)
    assert check_out(desk, pupil, copy.id).kind is CheckoutKind.LENT
    end_rule(desk, lines(desk)[0].rule.id)
    assert list(check_library(desk.library)) == []
    assert check_in(desk, copy.id).kind is CheckInKind.RETURNED


def test_an_import_brings_back_the_category_or_type_it_names_and_calls_a_new_one_by_its_name(desk: Desk) -> None:
    end_rule(desk, next(line.rule.id for line in lines(desk) if line.item_type_code == "loose_magazine"))
    magazines = kind(desk, KindOf.ITEM_TYPE, "loose_magazine")
    assert end_kind(desk, KindOf.ITEM_TYPE, magazines.id) == ()
    with desk.library.writing(desk.act(ActName.IMPORT)) as writing:
        assert kind_to_use(writing, KindOf.ITEM_TYPE, "loose_magazine", "期刊") == magazines.id
        kind_to_use(writing, KindOf.CATEGORY, "家长", "家长")
    assert kind(desk, KindOf.ITEM_TYPE, "loose_magazine") == magazines
    assert kind(desk, KindOf.CATEGORY, "家长").name == "家长"


def test_a_category_with_patrons_is_not_taken_back_by_undo(desk: Desk) -> None:
    add_kind(desk, KindOf.CATEGORY, "家长")
    added = desk.library.last_entry or 0
    a_patron(desk.library, category="家长")
    assert not undo_by_id(desk, added).done
    assert list(check_library(desk.library)) == []


def test_a_rule_brought_back_for_a_category_that_has_ended_still_makes_a_whole_book(desk: Desk) -> None:
    helpers = next(line for line in lines(desk) if line.category_code == "helper")
    end_rule(desk, helpers.rule.id)
    ended = desk.library.last_entry or 0
    end_kind(desk, KindOf.CATEGORY, kind(desk, KindOf.CATEGORY, "helper").id)
    assert undo_by_id(desk, ended).done
    assert flaws_of_book(library_book(desk)) == ()
