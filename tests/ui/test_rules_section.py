"""The rules on the School year tab: the form, files, presets, the what-if box, and the way there from the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_patron

from deskcirc.desk.access import add_operator
from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Role
from deskcirc.domain.rules import Lending
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.school_year.rules_dialogs import PlanDialog, RulesDialogs
from deskcirc.ui.tabs.school_year.rules_form import RuleDialog
from deskcirc.ui.tabs.school_year.rules_kinds_page import KindsPage
from deskcirc.ui.tabs.school_year.rules_page import RulesPage, precedence_words
from deskcirc.ui.tabs.school_year.rules_state import RulesPart
from deskcirc.ui.tabs.school_year.rules_values import rule_from, words_of
from deskcirc.ui.tabs.school_year.rules_what_if import answer_lines
from deskcirc.ui.theme import Theme


class Counter:
    """A station whose clock goes on by three seconds an input."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter")
        self.seconds = 0

    def take(self, **given: Any) -> Shown:
        self.seconds += 3
        return self.station.take(Input(NOON + timedelta(seconds=self.seconds), **given))

    def act(self, act: str, **values: str) -> Shown:
        return self.take(act=f"rules.{act}", values=values, tab="school_year")


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library)


def part_of(shown: Shown) -> RulesPart:
    part = shown.state.parts["rules"]  # type: ignore[attr-defined]
    assert isinstance(part, RulesPart)
    return part


def rule_words(counter: Counter, **changed: str) -> dict[str, str]:
    first = part_of(counter.act("new")).rules[0].rule
    return {**words_of(first), **changed}


def test_a_rule_is_changed_in_its_form_and_holds_at_once(counter: Counter) -> None:
    opened = part_of(counter.act("change:1"))
    assert opened.form is not None
    shown = counter.act("save", **{**words_of(opened.form.rule), "loan_days": "21"})
    assert shown.message.tone is Tone.DONE
    assert part_of(shown).form is None
    assert part_of(shown).rules[0].rule.loan_days == 21
    assert [offer.act.partition(":")[0] for offer in shown.state.offers] == ["in"]


def test_the_change_is_taken_back_where_it_is_offered(counter: Counter) -> None:
    counter.act("change:1")
    offer = counter.act("end:1").state.offers[0]
    undone = counter.take(act=offer.act)
    assert undone.message.tone is Tone.DONE
    assert part_of(counter.take(tab="school_year", act="refresh")).rules[0].rule.id == 1


def test_a_rule_with_flaws_stays_in_the_form_with_every_reason(counter: Counter) -> None:
    words = rule_words(counter, grade_from="6", grade_to="1", loan_days="0")
    shown = counter.act("save", **words)
    form = part_of(shown).form
    assert form is not None
    assert len(form.flaws) == 2
    assert form.rule.grade_from == 6
    assert shown.message.details == form.flaws


def test_a_copied_rule_is_a_new_one(counter: Counter) -> None:
    form = part_of(counter.act("copy:1")).form
    assert form is not None
    assert form.rule.id == 0
    assert "already" in counter.act("save", **words_of(form.rule)).message.details[0]
    shown = counter.act("save", **{**words_of(form.rule), "grade_from": "1", "grade_to": "2"})
    assert len(part_of(shown).rules) == 11


@pytest.mark.parametrize("values", [{}, {"loan_days": "many"}, {"lending": "away"}, {"holds": ""}, {"fine": "9" * 30}])
def test_a_form_written_by_hand_is_refused_with_a_sentence(counter: Counter, values: dict[str, str]) -> None:
    words = rule_words(counter, **values) if values else {}
    assert counter.act("save", **words).told.outcome == "not-an-input"


def test_words_and_rule_are_two_sides_of_one_thing(counter: Counter) -> None:
    for line in part_of(counter.act("new")).rules:
        assert rule_from(words_of(line.rule), line.rule.id) == line.rule


def test_a_helper_reads_the_rules_and_changes_none(counter: Counter, desk: Desk) -> None:
    add_operator(desk, "小明", Role.HELPER)
    counter.take(act="operator:2", values={"pin": ""})
    for act in ("new", "change:1", "end:1"):
        shown = counter.act(act)
        assert shown.message.tone is Tone.STOP
        assert part_of(shown).form is None
    assert counter.act("preset:middle").message.tone is Tone.STOP
    assert counter.act("ask").message.tone is Tone.LOOK


def test_the_counter_leads_to_a_new_rule_where_there_is_none(counter: Counter, library: Library) -> None:
    for line in part_of(counter.act("new")).rules:
        counter.act(f"end:{line.rule.id}")
    a_patron(library, card="K0001")
    copy = a_copy(library)
    counter.take(scan="K0001", tab="checkout")
    refused = counter.take(scan=copy.barcode)
    assert refused.told.reasons == ("no-rule",)
    offer = next(offer for offer in refused.state.offers if "rules.new" in offer.act)
    form = part_of(counter.take(act=offer.act)).form
    assert form is not None
    assert (form.rule.category_id, form.rule.item_type_id) == (1, copy.item_type_id)
    counter.act("save", **words_of(form.rule))
    counter.take(scan="K0001", tab="checkout")
    assert counter.take(scan=copy.barcode).told.outcome == "lent"


def test_a_helper_is_not_led_where_a_librarian_is_needed(counter: Counter, library: Library, desk: Desk) -> None:
    for line in part_of(counter.act("new")).rules:
        counter.act(f"end:{line.rule.id}")
    add_operator(desk, "小明", Role.HELPER)
    counter.take(act="operator:2", values={"pin": ""})
    a_patron(library, card="K0001")
    counter.take(scan="K0001", tab="checkout")
    assert counter.take(scan=a_copy(library).barcode).state.offers == ()


def test_a_card_and_a_copy_scanned_here_fill_the_box(counter: Counter, library: Library) -> None:
    a_patron(library, card="K0001")
    copy = a_copy(library)
    counter.act("new")
    assert counter.take(scan="K0001").told.outcome == "what-if"
    shown = counter.take(scan=copy.barcode)
    assert (shown.told.outcome, shown.told.patron, shown.told.copy) == ("may", "陈子墨", copy.barcode)
    assert "16 Mar" in shown.message.headline
    answer = part_of(shown).box.answer
    assert answer is not None
    assert any("Pupil – any item type" in line for line in answer_lines(answer))


def test_the_answer_in_the_box_follows_the_rules(counter: Counter, library: Library) -> None:
    a_patron(library, card="K0001")
    copy = a_copy(library)
    counter.act("ask", patron="K0001", copy=copy.barcode)
    words = rule_words(counter, lending=Lending.IN_HOUSE.value)
    counter.act("change:1")
    answer = part_of(counter.act("save", **words)).box.answer
    assert answer is not None
    assert not answer.yes


def test_typed_words_ask_too_for_any_day_to_come(counter: Counter, library: Library) -> None:
    a_patron(library, "林小雨", search_words="lin xiao yu|lxy|linxiaoyu")
    copy = a_copy(library)
    shown = counter.act("ask", patron="林小雨", copy=copy.barcode, day="2026-04-01")
    assert (shown.told.outcome, str(shown.told.due)) == ("may", "2026-04-15")
    assert counter.act("ask", patron="林小雨", copy=copy.barcode, day="2026-03-01").told.outcome == "refused"
    assert counter.act("ask", patron="林小雨", copy=copy.barcode, day="soon").told.outcome == "not-an-input"
    assert counter.act("ask", patron="林小雨", copy=copy.barcode, time="noon").told.outcome == "refused"
    assert counter.act("ask", patron="林小雨", copy=copy.barcode, time="12：40").told.outcome == "may"
    assert counter.act("ask", patron="谁", copy=copy.barcode).told.outcome == "unknown"
    assert counter.act("ask", patron="林小雨", copy="???").told.outcome == "unknown"
    assert part_of(counter.act("clear")).box.patron is None


def test_a_copy_chosen_by_its_number_stands_in_the_box(counter: Counter, library: Library) -> None:
    a_patron(library, "林小雨")
    copy = a_copy(library)
    assert counter.act("ask", patron="林小雨").told.outcome == "what-if"
    assert counter.act(f"which:{copy.id}").told.outcome == "may"
    assert counter.act("which:999").told.outcome == "what-if"


@pytest.mark.parametrize("act", ["export", "import"])
@pytest.mark.parametrize("file", ["", "/", ".", "a\0b"])
@pytest.mark.parametrize("section", ["rules", "calendar", "rota"])
def test_what_names_no_file_gets_a_sentence(counter: Counter, section: str, act: str, file: str) -> None:
    shown = counter.take(act=f"{section}.{act}", values={"file": file}, tab="school_year")
    assert shown.told.outcome == "not-an-input"


def test_two_of_one_name_are_chosen_from(counter: Counter, library: Library) -> None:
    for _number in range(2):
        a_patron(library, "林小雨")
    copy = a_copy(library)
    shown = counter.act("ask", patron="林小雨", copy=copy.barcode)
    assert len(shown.state.choices) == 2
    assert counter.take(act="choose:2").told.outcome == "may"


def test_a_preset_is_seen_before_it_is_taken_over(counter: Counter) -> None:
    plan = part_of(counter.act("preset:nine_year")).plan
    assert plan is not None
    assert len(part_of(counter.act("drop_plan")).rules) == 10
    counter.act("preset:nine_year")
    shown = counter.act("take_over")
    assert shown.told.outcome == "imported"
    assert len(part_of(shown).rules) == 12
    assert counter.act("preset:nine_year").told.outcome == "nothing"


def test_rules_go_to_a_file_and_come_back_from_it(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "规则.toml"
    assert counter.act("export", file=str(file)).message.tone is Tone.DONE
    counter.act("end:1")
    plan = part_of(counter.act("import", file=str(file))).plan
    assert plan is not None
    assert [change.what for change in plan.plan.changes] == ["Pupil – any item type"]
    assert len(part_of(counter.act("take_over")).rules) == 10


def test_a_file_with_a_slip_is_refused_by_its_line(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "规则.toml"
    file.write_text("[[rule]]\nloan_limits = 3\nloan_days = 14\n", encoding="utf-8")
    shown = counter.act("import", file=str(file))
    assert shown.message.tone is Tone.STOP
    assert "line 2" in shown.message.details[0]
    assert counter.act("export", file=str(tmp_path / "no" / "x.toml")).told.outcome == "trouble"


@pytest.fixture
def page(counter: Counter, qtbot: QtBot) -> RulesPage:
    made = RulesPage(Theme())
    qtbot.addWidget(made)
    made.show_state(part_of(counter.act("new")))
    return made


def test_the_form_opens_and_greys_what_has_no_meaning(page: RulesPage) -> None:
    form = page.dialogs.dialog
    assert isinstance(form, RuleDialog)
    assert not form.numbers["suspension_days"].isEnabled()
    form.choices["overdue_effect"].setCurrentIndex(form.choices["overdue_effect"].findData("suspend"))
    assert form.numbers["suspension_days"].isEnabled()
    assert not form.numbers["fine"].isEnabled()
    form.choices["lending"].setCurrentIndex(form.choices["lending"].findData("in_house"))
    assert not form.numbers["loan_days"].isEnabled()


def test_the_form_hands_on_what_was_filled_in_and_stays_with_the_flaws(
    page: RulesPage, counter: Counter, qtbot: QtBot
) -> None:
    form = page.dialogs.dialog
    assert isinstance(form, RuleDialog)
    form.numbers["loan_days"].setValue(0)
    with qtbot.waitSignal(page.acted) as asked:
        form.accept()
    act, values = asked.args
    assert values["type_limit"] == ""
    page.show_state(part_of(counter.act(act, **values)))
    assert page.dialogs.dialog is form
    assert "0 loan days" in form.flaws.text()
    page.show_state(part_of(counter.act("close_form")))
    assert page.dialogs.dialog is None


def test_a_form_left_by_escape_is_closed_for_the_station_too(page: RulesPage, qtbot: QtBot) -> None:
    form = page.dialogs.dialog
    assert form is not None
    with qtbot.waitSignal(page.acted) as asked:
        form.reject()
    assert asked.args[0] == "close_form"


def test_the_plan_is_shown_line_by_line(page: RulesPage, counter: Counter, qtbot: QtBot) -> None:
    counter.act("close_form")
    page.show_state(part_of(counter.act("preset:middle")))
    plan = page.dialogs.dialog
    assert isinstance(plan, PlanDialog)
    assert plan.list.count() > 2
    with qtbot.waitSignal(page.acted) as asked:
        plan.agreed.emit()
    assert asked.args[0] == "take_over"
    assert isinstance(page.dialogs, RulesDialogs)


def test_a_chosen_rule_says_which_it_gives_way_to(page: RulesPage, counter: Counter) -> None:
    page.show_state(part_of(counter.act("close_form")))
    page.lines.select(0)
    assert "gives way to “any patron – Reference work”" in page.precedence.text()
    assert page.change.isEnabled()
    lines = page.lines.lines
    lone = replace(lines[0], rule=replace(lines[0].rule, category_id=99, item_type_id=99))
    assert "meets no other rule" in precedence_words(lone, lines[:1])


def test_the_box_on_the_page_asks_and_answers(
    page: RulesPage, counter: Counter, library: Library, qtbot: QtBot
) -> None:
    a_patron(library, card="K0001")
    copy = a_copy(library)
    page.what_if.patron.setText("K0001")
    page.what_if.copy.setText(copy.barcode)
    with qtbot.waitSignal(page.acted) as asked:
        page.what_if.copy.returnPressed.emit()
    act, values = asked.args
    page.show_state(part_of(counter.act(act, **{**values, "day": ""})))
    assert page.what_if.answer.text().startswith("Yes: 陈子墨")
    assert "Rule: Pupil" in page.what_if.reasons.text()


def test_categories_and_types_are_listed_with_their_uses(counter: Counter, library: Library, qtbot: QtBot) -> None:
    a_patron(library)
    shown = counter.take(act="section:kinds", tab="school_year")
    made = KindsPage(Theme())
    qtbot.addWidget(made)
    made.show_state(shown.state.parts["kinds"])  # type: ignore[attr-defined]
    names = [line.name for line in next(iter(made.lists.values())).lines]
    assert names == ["Pupil", "Teacher", "Staff", "Class", "Helper"]
    assert counter.take(act="kinds.add_category", values={"name": "家长"}).message.tone is Tone.DONE
    assert counter.take(act="kinds.end_category:1").message.tone is Tone.STOP
    assert counter.take(act="kinds.rename_item_type:1", values={"name": "图书"}).message.tone is Tone.DONE
    assert counter.take(act="kinds.end_planet:1").told.outcome == "not-an-input"
