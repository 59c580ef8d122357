"""The Patrons screen in plain Python: who comes up by which scan, forms and their refusals, printing, who may what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, all_rows, days_later, set_up_act
from tests.ui.at_patrons import AtPatrons, named, names

from deskcirc.desk.cards import replace_card, report_card_lost
from deskcirc.desk.charges import raise_charge
from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.patrons import suspend
from deskcirc.desk.returning import check_in
from deskcirc.domain.charges import ChargeKind
from deskcirc.domain.operators import Role
from deskcirc.labels.cards import CardOrder
from deskcirc.labels.paper import Paper
from deskcirc.store.database import Library
from deskcirc.store.tables import titles
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.patrons.screen import View


@pytest.fixture
def at(library: Library) -> AtPatrons:
    return AtPatrons(library)


FORM = {"name": "王小明", "number": "S9001", "card": "P001", "class": "", "category": "1"}


def test_an_empty_library_lists_nobody_and_anything_may_be_scanned(at: AtPatrons) -> None:
    state = at.act("refresh")
    assert (state.view, state.listing.keys) == (View.LIST, ())
    assert at.scan("K0001").told.outcome == "unknown"
    unknown = at.scan("9787020002207")
    assert (unknown.told.outcome, unknown.offers) == ("unknown", ())  # a book's number is nobody's card


@pytest.mark.parametrize("words", ["李小雨", "lixiaoyu", "lxy", "S0002", "s00", "P77", "p7788", "三（1）班", "301"])
def test_the_list_answers_to_name_pinyin_initials_number_card_and_class(at: AtPatrons, words: str) -> None:
    named(at.station.library, "张三", grade=5, number="T1")
    named(at.station.library, "李小雨", grade=3, number="S0002", card="P7788")
    assert names(at.act("search", {"words": words})) == ["李小雨"]


def test_a_whole_surname_stands_before_a_longer_one(at: AtPatrons) -> None:
    for name in ("梁小雨", "林娜", "李雷"):
        named(at.station.library, name)
    assert names(at.act("search", {"words": "li"})) == ["李雷", "梁小雨", "林娜"]


def test_the_list_is_narrowed_by_class_category_and_standing(at: AtPatrons) -> None:
    library = at.station.library
    pupil, teacher = named(library, "甲", grade=3), named(library, "乙", category="teacher")
    gone = named(library, "丙", state="left")
    assert names(at.act("search", {"class": str(pupil.class_id)})) == ["甲"]
    assert names(at.act("search", {"category": str(teacher.category_id)})) == ["乙"]
    assert names(at.act("search", {"standing": "left"})) == [gone.name]
    assert names(at.act("search", {"standing": "held_up"})) == []
    assert names(at.act("search", {"words": "甲", "category": str(teacher.category_id)})) == []


def test_whoever_has_something_overdue_is_listed(at: AtPatrons, desk: Desk) -> None:
    late, punctual = named(at.station.library, "甲"), named(at.station.library, "乙")
    check_out(days_later(desk, -40), late, a_copy(at.station.library).id)
    check_out(desk, punctual, a_copy(at.station.library, "昆虫记").id)
    state = at.act("search", {"standing": "late"})
    assert names(state) == ["甲"]
    assert "days late" in state.listing.lines[late.id].cells[-1]


def test_lines_far_down_are_read_when_they_are_seen(at: AtPatrons) -> None:
    ids = [named(at.station.library, f"读者{number:03}", number=f"N{number:03}").id for number in range(60)]
    state = at.act("refresh")
    assert len(state.listing.keys) == 60
    assert ids[-1] not in state.listing.lines
    assert at.act("rows", {"ids": f"{ids[-1]},{ids[-2]}"}).listing.lines.keys() == {ids[-1], ids[-2]}


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("rows", {"ids": "1,x"}),
        ("rows", {}),
        ("search", {"standing": "odd"}),
        ("search", {"class": "３"}),
        ("patron:x", {}),
        ("confirm:odd", {}),
        ("form_back", {}),
        ("waive:", {"reason": "x"}),
        ("dance", {}),
    ],
)
def test_an_act_nobody_knows_is_said_and_changes_nothing(at: AtPatrons, act: str, values: dict[str, str]) -> None:
    assert at.take(act=act, values=values).message.tone is Tone.STOP


def test_a_card_a_copy_and_a_name_bring_the_patron_up(at: AtPatrons, desk: Desk) -> None:
    patron, copy = named(at.station.library, "李小雨", card="K1"), a_copy(at.station.library, "草房子")
    check_out(desk, patron, copy.id)
    for scan in ("K1", copy.code, copy.accession_number, "lixiaoyu", "李小雨"):
        at.act("list")
        state = at.scan(scan)
        assert state.view is View.PATRON
        assert state.patron is not None
        assert state.patron.patron.id == patron.id
    assert "《草房子》" in at.scan(copy.code).message.headline


def test_an_old_card_brings_its_patron_up_and_says_what_became_of_it(at: AtPatrons, desk: Desk) -> None:
    patron = named(at.station.library, "李小雨", card="K1")
    replace_card(desk, patron.id, "K2")
    state = at.scan("K1")
    assert (state.message.tone, state.message.details) == (Tone.LOOK, ("This card was replaced by a new one.",))
    assert state.patron is not None
    assert [line.cells[:2] for line in state.patron.cards] == [("K2", "valid"), ("K1", "replaced")]


def test_a_copy_nobody_has_says_who_brought_it_back(at: AtPatrons, desk: Desk) -> None:
    patron, copy = named(at.station.library, "李小雨"), a_copy(at.station.library)
    assert [offer.act for offer in at.scan(copy.code).offers] == [f"print_label:{copy.id}"]
    check_out(desk, patron, copy.id)
    check_in(days_later(desk, 1), copy.id)
    state = at.scan(copy.code)
    assert "Nobody has" in state.message.headline
    assert [offer.act for offer in state.offers] == [f"patron:{patron.id}", f"print_label:{copy.id}"]


def test_a_copy_on_the_hold_shelf_brings_up_whom_it_is_kept_for(at: AtPatrons, desk: Desk) -> None:
    patron, copy = named(at.station.library, "李小雨"), a_copy(at.station.library)
    place_hold(desk, patron, copy.title_id)
    check_in(desk, copy.id)
    state = at.scan(copy.code)
    assert state.patron is not None
    assert state.patron.patron.id == patron.id
    assert state.patron.holds[0].cells[1] == "ready on hold shelf 1"


def test_an_isbn_asks_which_of_those_who_have_the_title(at: AtPatrons, desk: Desk) -> None:
    copy = a_copy(at.station.library, "草房子")
    with at.station.library.writing(set_up_act(at.station.library)) as writing:
        writing.update(titles, copy.title_id, isbn="9787020002207")
    assert "No copy" in at.scan("9787020002207").message.headline
    readers = [named(at.station.library, name) for name in ("甲", "乙")]
    check_out(desk, readers[0], copy.id)
    at.act("list")
    assert at.scan("9787020002207").view is View.PATRON
    check_out(desk, readers[1], a_copy(at.station.library, of=copy).id)
    at.act("list")
    state = at.scan("9787020002207")
    assert [choice.label for choice in state.choices] == ["甲", "乙"]
    assert at.act("choose:2").patron is not None


def test_a_code_nobody_has_may_become_a_card(at: AtPatrons) -> None:
    patron = named(at.station.library, "李小雨", card="K1")
    at.scan("K1")
    state = at.scan("NEW77")
    assert [offer.act for offer in state.offers] == ["enrol_with:NEW77", "card_with:NEW77"]
    state = at.act("card_with:NEW77")
    assert state.form is not None
    assert state.form.fields[0].value == "NEW77"
    state = at.act("card", {"card": "NEW77"})
    assert state.told.outcome == "saved"
    assert state.patron is not None
    assert (state.patron.patron.id, state.patron.valid_card) == (patron.id, "NEW77")


def test_a_scan_fills_the_card_of_an_open_form_and_says_who_has_it_already(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    assert at.act("ask_enrol").form is not None
    state = at.scan("NEW1")
    assert state.form is not None
    assert {field.name: field.value for field in state.form.fields}["card"] == "NEW1"
    state = at.scan("K1")
    assert state.form is not None
    assert state.form.refusals == ("K1 belongs to 李小雨.",)
    assert {field.name: field.value for field in state.form.fields}["card"] == "NEW1"


def test_the_new_card_is_scanned_and_that_is_all(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    named(at.station.library, "王小明", card="K2")
    at.scan("K1")
    assert at.act("ask_card").form is not None
    assert at.scan("K2").form is not None
    state = at.scan("NEW1")
    assert (state.form, state.told.outcome) == (None, "saved")
    assert state.patron is not None
    assert state.patron.valid_card == "NEW1"


def test_a_scan_beside_another_form_loses_nothing(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    at.scan("K1")
    at.act("ask_edit")
    state = at.scan("K0002")
    assert state.form is not None
    assert state.told.outcome == "form-open"


def test_whoever_is_enrolled_comes_up_and_the_act_is_taken_back_by_its_offer(at: AtPatrons) -> None:
    before = all_rows(at.station.library)
    at.act("ask_enrol")
    state = at.act("enrol", FORM)
    assert (state.view, state.form, state.message.headline) == (View.PATRON, None, "Enrolled 王小明")
    state = at.act(state.offers[0].act)
    assert state.told.outcome == "undone"
    assert (state.view, state.patron) == (View.LIST, None)
    assert all_rows(at.station.library) == before


def test_a_refused_form_keeps_what_was_typed_with_every_reason(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="P001", number="S9001")
    at.act("ask_enrol")
    state = at.act("enrol", {**FORM, "class": "快班"})
    assert state.form is not None
    assert {field.name: field.value for field in state.form.fields}["name"] == "王小明"
    assert len(state.form.refusals) == 3
    assert state.message.tone is Tone.STOP


def test_doubts_are_asked_one_after_the_other_and_the_form_comes_back(at: AtPatrons) -> None:
    known = named(at.station.library, "王小明", grade=3)
    at.act("ask_enrol")
    state = at.act("enrol", {**FORM, "class": "三（1）班"})
    assert [choice.act for choice in state.choices] == ["confirm:same-name", f"patron:{known.id}", "form_back"]
    state = at.act("form_back")
    assert state.form is not None
    assert {field.name: field.value for field in state.form.fields}["class"] == "三（1）班"
    state = at.act("enrol", {**FORM, "class": "三（8）班"})
    assert state.choices[0].act == "confirm:new-class"
    state = at.act("choose:1")
    assert state.told.outcome == "saved"
    assert state.patron is not None
    assert state.patron.patron.class_name == "Grade 3, class 8"


def test_esc_closes_the_form_then_goes_back_to_the_list_then_shows_everybody(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    at.act("search", {"words": "lixiaoyu"})
    at.scan("K1")
    at.act("ask_edit")
    state = at.act("next")
    assert (state.form, state.view) == (None, View.PATRON)
    state = at.act("next")
    assert (state.view, state.listing.wanted.words) == (View.LIST, "lixiaoyu")
    assert at.act("next").listing.wanted.words == ""


def test_each_change_shows_the_patron_as_they_are_now(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    at.scan("K1")
    state = at.act("suspend", {"until": "2026-03-20", "reason": "吵闹"})
    assert state.patron is not None
    assert state.patron.standing == ("Suspended until Fri 20 Mar: 吵闹",)
    state = at.act("lift")
    assert state.patron is not None
    assert state.patron.standing == ()
    assert "days" not in at.act("suspend", {"until": "soon", "reason": "吵闹"}).told.outcome
    state = at.act("stop", {"reason": "转学"})
    assert state.patron is not None
    assert (state.patron.is_active, state.patron.standing) == (False, ("Lending stopped",))
    at.act("resume")
    state = at.act("card_lost")
    assert state.patron is not None
    assert state.patron.lost_card is not None
    state = at.act(f"card_found:{state.patron.lost_card}")
    assert state.patron is not None
    assert state.patron.valid_card == "K1"
    acts = [line.cells[1] for line in state.patron.done]
    assert acts[0] == "Changed 李小雨: card K1 found again"
    assert "Suspended lending to 李小雨 until Fri 20 Mar: 吵闹" in acts


def test_a_charge_is_raised_paid_and_waived_here(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1")
    at.scan("K1")
    assert at.act("charge", {"kind": "lost", "amount": "two", "note": ""}).told.outcome == "refused"
    at.act("charge", {"kind": "lost", "amount": "25.5", "note": "《草房子》"})
    state = at.act("charge", {"kind": "late", "amount": "1", "note": ""})
    assert state.patron is not None
    assert state.patron.open_fen == 2650
    late, lost = state.patron.charges
    assert at.act(f"waive:{late.key}", {"reason": ""}).told.outcome == "refused"
    at.act(f"waive:{late.key}", {"reason": "生病"})
    state = at.act(f"paid:{lost.key}")
    assert state.patron is not None
    assert (state.patron.open_fen, [line.is_open for line in state.patron.charges]) == (0, [False, False])


def test_the_rule_and_the_own_limit_are_explained(at: AtPatrons) -> None:
    named(at.station.library, "李小雨", card="K1", grade=3, loan_limit=5)
    state = at.scan("K1")
    assert state.patron is not None
    said = " ".join(state.patron.limits)
    assert "5 copies at a time by an own limit; the rule says 3." in said
    assert "The rule for Pupil applies." in said
    assert "Reference work: read here only" in said
    named(at.station.library, "王工", card="K2", category="staff", grade=3)
    state = at.scan("K2")
    assert state.patron is not None
    assert "5 copies at a time." in state.patron.limits


def test_past_loans_are_read_a_page_at_a_time(at: AtPatrons, desk: Desk) -> None:
    patron, copy = named(at.station.library, "李小雨", card="K1"), a_copy(at.station.library)
    for day in range(60):
        there = days_later(desk, -100 + day)
        assert check_out(there, patron, copy.id).due is not None
        check_in(there, copy.id)
    state = at.scan("K1")
    assert state.patron is not None
    assert (len(state.patron.past), state.patron.past_count) == (50, 60)
    state = at.act("more_past")
    assert state.patron is not None
    assert len(state.patron.past) == 60


def test_a_helper_sees_what_the_counter_needs_and_changes_nothing(at: AtPatrons, desk: Desk) -> None:
    patron, copy = named(at.station.library, "李小雨", card="K1", note="家访"), a_copy(at.station.library)
    check_out(desk, patron, copy.id)
    raise_charge(desk, patron.id, ChargeKind.LOST, 100)
    suspend(desk, patron.id, desk.today + timedelta(days=9), "吵闹")
    at.station.operator = replace(at.station.operator, role=Role.HELPER)
    before = all_rows(at.station.library)
    state = at.scan("K1")
    assert state.patron is not None
    assert not state.may_change
    assert (len(state.patron.loans), state.patron.charges, state.patron.done) == (1, (), ())
    shown = repr(state.patron)
    assert "家访" not in shown
    assert "吵闹" not in shown
    for act in ("ask_enrol", "ask_edit", "ask_card", "ask_suspend", "ask_stop", "ask_charge", "ask_waive:1"):
        refused = at.act(act)
        assert (refused.told.outcome, refused.form) == ("refused", None)
        assert "Only the librarian" in refused.message.headline
    for act, values in (("enrol", FORM), ("card_lost", {}), ("paid:1", {}), ("edit", FORM), ("lift", {})):
        assert at.act(act, values).told.outcome == "refused"
    assert all_rows(at.station.library) == before


def test_a_class_shows_everything_out_in_it_and_leads_to_its_patrons(at: AtPatrons, desk: Desk) -> None:
    first, second = named(at.station.library, "甲", grade=3), named(at.station.library, "乙", grade=3)
    check_out(days_later(desk, -40), first, a_copy(at.station.library).id)
    check_out(desk, second, a_copy(at.station.library, "昆虫记").id)
    check_out(desk, second, a_copy(at.station.library, "城南旧事").id)
    named(at.station.library, "丙", grade=4)
    state = at.act(f"class:{first.class_id}")
    assert state.message.headline == "Grade 3, class 1: 3 copies out, 1 late"
    assert state.of_class is not None
    figures = (state.of_class.pupils, state.of_class.borrowers, len(state.of_class.copies), state.of_class.late)
    assert figures == (2, 2, 3, 1)
    assert [copy.patron for copy in state.of_class.copies] == ["甲", "乙", "乙"]
    recall = at.act("print_recall").paper
    assert isinstance(recall, Paper)
    assert recall.name == "Recall list of Grade 3, class 1"
    state = at.act(f"patron:{second.id}")
    assert state.view is View.PATRON


def test_cards_and_the_sheet_of_a_class_are_printed(at: AtPatrons, desk: Desk) -> None:
    patron = named(at.station.library, "甲", grade=3, card="K1")
    named(at.station.library, "乙", grade=3, card="K2")
    at.scan("K1")
    paper = at.act("print_card").paper
    assert isinstance(paper, CardOrder)
    assert [(face.name, face.code) for face in paper.cards] == [("甲", "K1")]
    at.act(f"class:{patron.class_id}")
    assert isinstance(at.act("print_sheet").paper, Paper)
    assert at.act("print_recall").paper is None
    at.act("search", {"class": str(patron.class_id)})
    paper = at.act("print_cards").paper
    assert isinstance(paper, CardOrder)
    assert len(paper.cards) == 2
    report_card_lost(desk, patron.id)
    at.scan("甲")
    assert at.act("print_card").paper is None


def test_an_act_that_needs_a_patron_asks_for_one_first(at: AtPatrons) -> None:
    assert at.act("ask_edit").message.headline == "Choose a patron first."
