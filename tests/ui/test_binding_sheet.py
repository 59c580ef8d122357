"""Binding in the cataloguing section: the issues of a year are proposed, ticked, scanned, and bound by one key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.builders import TODAY, a_copy, a_patron
from tests.desk.test_binding import a_magazine
from tests.ui.at_cataloguing import Counter, part_of

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.accession import binding_part
from deskcirc.ui.tabs.accession.binding_panel import BindingPanel
from deskcirc.ui.tabs.accession.binding_part import BindingPart
from deskcirc.ui.tabs.accession.cataloguing_part import View
from deskcirc.ui.theme import Theme


def at_binding(library: Library, issues: tuple[Copy, ...]) -> tuple[Counter, BindingPart]:
    counter = Counter(library)
    counter.act(f"open:{issues[0].title_id}")
    return counter, part_of(counter.act("show:binding")).binding


def said(shown: Shown) -> str:
    return " ".join((shown.message.headline, *shown.message.details))


def rows(part: BindingPart) -> list[tuple[str, bool]]:
    return [(line.copy.volume if line.copy else f"- {line.issue.first}", line.ticked) for line in part.lines]


def test_a_year_stands_in_its_order_with_its_gaps_and_one_of_each_is_ticked(library: Library) -> None:
    issues = a_magazine(library, (10, 2, 4, 1))
    a_copy(library, of=issues[0], volume="2026年第2期", price=800)
    assert rows(at_binding(library, issues)[1]) == [
        ("2026年第1期", True),
        ("2026年第2期", True),
        ("2026年第2期", False),
        ("- 3", False),
        ("2026年第4期", True),
        *((f"- {number}", False) for number in range(5, 10)),
        ("2026年第10期", True),
    ]


def test_the_oldest_year_that_is_over_is_proposed_and_another_can_be_chosen(library: Library) -> None:
    issues = a_magazine(library)
    a_copy(library, of=issues[0], volume="2025年第12期", price=800)
    counter, part = at_binding(library, issues)
    assert (part.values["year"], rows(part)) == ("2025", [("2025年第12期", True)])
    part = part_of(counter.act("binding_look", year="2026")).binding
    assert len(part.chosen) == 3
    part = part_of(counter.act("binding_look", year="")).binding
    assert len(part.chosen) == 4
    assert part.plan.volume == "2025, nos. 12, 2026, nos. 1–3"


def test_what_will_be_made_is_said_before_anybody_binds(library: Library) -> None:
    counter, part = at_binding(library, a_magazine(library))
    assert (part.plan.volume, part.plan.price, part.plan.number) == ("2026, nos. 1–3", 2400, "0000001")
    part = part_of(counter.act("binding_look", cost="15", volume="2026年上")).binding
    assert (part.plan.volume, part.plan.price) == ("2026年上", 3900)
    assert part_of(counter.act("binding_look", cost="much")).binding.flaws


def test_bound_issues_leave_the_list_and_the_bound_years_are_opened(library: Library) -> None:
    issues = a_magazine(library)
    counter, _part = at_binding(library, issues)
    shown = counter.act("binding_bind", cost="15")
    assert shown.message.tone is Tone.DONE
    assert shown.message.headline == "3 issues are bound as 0000001"
    assert part_of(shown).binding.lines == ()
    assert part_of(counter.act("show:copies")).panel.lines[0].bound_into == "0000001"
    opener = next(offer.act for offer in shown.state.offers if "open" in offer.act)
    years = part_of(counter.take(act=opener))
    assert not years.is_magazine
    assert [line.volume for line in years.panel.lines] == ["2026, nos. 1–3"]
    assert [breach.sentence for breach in check_library(library)] == []


def test_one_return_too_many_binds_nothing_more(library: Library) -> None:
    issues = a_magazine(library)
    a_copy(library, of=issues[0], volume="2025年第11期", price=800)
    a_copy(library, of=issues[0], volume="2025年第12期", price=800)
    counter, _part = at_binding(library, issues)
    counter.act("binding_bind")
    shown = counter.act("binding_bind")
    assert shown.message.tone is Tone.STOP
    assert len(part_of(counter.act("binding_all")).binding.chosen) == 3


def test_ctrl_z_takes_the_binding_back(library: Library) -> None:
    counter, _part = at_binding(library, a_magazine(library))
    counter.act("binding_bind")
    assert counter.take(act="undo").message.tone is Tone.DONE
    assert len(part_of(counter.act("show:binding")).binding.chosen) == 3
    assert [breach.sentence for breach in check_library(library)] == []


def test_an_issue_on_loan_says_so_and_is_not_ticked(library: Library, desk: Desk) -> None:
    issues = a_magazine(library)
    check_out(desk, a_patron(library, "王芳"), issues[1].id)
    counter, part = at_binding(library, issues)
    assert [line.ticked for line in part.lines] == [True, False, True]
    assert "on loan to 王芳" in part.lines[1].why_not[0]
    assert counter.scan(issues[1].barcode).message.tone is Tone.STOP


def test_an_issue_in_hand_is_scanned_and_ticked(library: Library) -> None:
    issues = a_magazine(library)
    counter, _part = at_binding(library, issues)
    counter.act("binding_none")
    shown = counter.scan(issues[2].barcode)
    assert said(shown) == "2026年第3期 is ticked"
    assert [line.ticked for line in part_of(shown).binding.lines] == [False, False, True]


def test_an_old_label_scanned_in_cataloguing_says_into_which_copy_it_went(library: Library) -> None:
    issues = a_magazine(library)
    counter, _part = at_binding(library, issues)
    counter.act("binding_bind")
    assert "bound into 0000001" in said(counter.scan(issues[0].barcode))


def test_a_book_has_no_issues_to_bind(library: Library) -> None:
    book = a_copy(library)
    counter = Counter(library)
    counter.act(f"open:{book.title_id}")
    shown = counter.act("show:binding")
    assert shown.message.headline == "Only the issues of a magazine are bound"
    assert part_of(shown).view is View.COPIES


def test_the_sheet_is_worked_by_keys_alone(library: Library, desk: Desk, qtbot: QtBot) -> None:
    issues = a_magazine(library, (1, 2, 4))
    panel = BindingPanel(Theme())
    qtbot.addWidget(panel)
    panel.show_state(binding_part.refresh(desk, binding_part.first(), issues[0].title_id))
    panel.resize(1100, 600)
    panel.show()
    asked: list[tuple[str, Any]] = []
    panel.acted.connect(lambda act, values: asked.append((act, values)))
    panel.issues.setFocus()
    panel.issues.select(2)  # the missing one
    QTest.keyClick(panel.issues, Qt.Key.Key_Return)
    assert asked == []
    panel.issues.select(3)
    QTest.keyClick(panel.issues, Qt.Key.Key_Return)
    assert asked.pop()[0] == f"binding_tick:{issues[2].id}"
    cost = panel.findChild(QLineEdit, "binding_cost")
    assert cost is not None
    cost.setFocus()
    QTest.keyClicks(cost, "15")
    QTest.keyClick(cost, Qt.Key.Key_Return)
    act, values = asked[0]
    assert (act, values["cost"], values["label"]) == ("binding_bind", "15", "yes")
    assert str(TODAY.year) in panel.preview.text()
