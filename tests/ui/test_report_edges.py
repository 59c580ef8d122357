"""The report on the screen, one doubt at a time: its seal, who sees it, what a closing and a void say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import a_patron
from tests.desk.closed_counts import Counted, a_full_count
from tests.ui.papers import page_words
from tests.ui.test_stocktake_report import Office, part_of

from deskcirc.desk.clearance import clear_leaver
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.domain.stocktake_report import seal_of
from deskcirc.labels.paper import Paper
from deskcirc.ui.outcome import Tone
from deskcirc.ui.paper_painter import save_pdf
from deskcirc.ui.tabs.stocktake import report_state
from deskcirc.ui.tabs.stocktake.report_page import ReportPage
from deskcirc.ui.tabs.stocktake.report_part import ReportPart, read_part
from deskcirc.ui.theme import Theme


@pytest.fixture
def counted(desk: Desk) -> Counted:
    return a_full_count(desk)


@pytest.fixture
def office(counted: Counted) -> Office:
    return Office(counted)


def on_paper(office: Office, folder: Path) -> str:
    """The first page of the report as it is printed now."""
    paper = office.act("report.print").state.paper
    assert isinstance(paper, Paper)
    save_pdf(paper, str(folder / "report.pdf"))
    return page_words(folder / "report.pdf")[0]


def test_a_report_changed_and_sealed_anew_is_said_in_red_and_on_its_paper(
    office: Office, counted: Counted, qtbot: QtBot, tmp_path: Path
) -> None:
    office.act("report.close")
    with counted.desk.library.reading() as connection:
        text = connection.exec_driver_sql("SELECT report FROM stocktakes WHERE id = 2").scalar_one()
        forged = text.replace("青铜葵花", "红楼梦")
        connection.exec_driver_sql("UPDATE stocktakes SET report = ?, seal = ? WHERE id = 2", (forged, seal_of(forged)))
        connection.commit()
    page = ReportPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(office.act("report.count:2")))
    assert "does not fit" in page.sealed.verdict.text()
    assert "does not fit" in on_paper(office, tmp_path)


def test_the_paper_of_a_void_count_says_so(office: Office, tmp_path: Path) -> None:
    assert "DRAFT" in on_paper(office, tmp_path)
    office.act("report.close")
    assert "DRAFT" not in on_paper(office, tmp_path)
    office.act("report.void", note="数错")
    assert "VOID" in on_paper(office, tmp_path)


def test_a_closing_says_how_many_it_marked_missing(office: Office) -> None:
    details = office.act("report.close").state.message.details
    assert any(each.startswith("2 copies were marked missing") for each in details)
    office.act("report.reopen", note="漏点")
    question = office.part.question
    assert question is not None
    assert question.to_mark == 2


def test_a_closing_that_marks_nothing_says_nothing_of_marking(office: Office, counted: Counted) -> None:
    missed = [counted.missed.id, counted.missed_again.id]
    desk = replace(counted.desk, now=office.now)
    assert len(decide(desk, counted.count.id, DecisionKind.MISSING, copy_ids=missed).done) == 2
    assert len(office.act("report.close").state.message.details) == 1


def test_what_a_void_count_could_not_take_back_is_named(office: Office, counted: Counted) -> None:
    desk = replace(counted.desk, now=office.now)
    assert decide(desk, counted.count.id, DecisionKind.RETURNED, copy_ids=[counted.on_loan_here.id]).done
    check_in(desk, counted.lent.id)
    assert clear_leaver(desk, 1).certificates
    shown = office.act("report.void", note="数错")
    assert shown.state.message.tone is Tone.LOOK
    assert shown.state.message.details[0] == "1 decision was taken back."
    assert len(shown.state.message.details) == 2


def test_a_helper_saves_nothing_of_a_blind_count_and_the_librarian_who_signs_in_sees_it(counted: Counted) -> None:
    helper = replace(counted.desk, operator=Operator(1, "小李", Role.HELPER))
    part = read_part(helper, ReportPart())
    for act in ("print", "save"):
        answer = report_state.on_act(helper, part, act, {"file": "x.csv"})
        assert answer.message is not None
        assert "blind" in answer.message.headline
        assert answer.paper is None
    shown = read_part(counted.desk, part)
    assert (shown.hidden, shown.report is None) == (False, False)
    again = read_part(helper, shown)
    assert (again.hidden, again.report) == (True, None)


def test_a_report_that_was_signed_once_is_hidden_from_nobody(office: Office, counted: Counted) -> None:
    helper = replace(counted.desk, operator=Operator(1, "小李", Role.HELPER))
    office.act("report.close")
    office.act("report.void", note="数错")
    part = read_part(helper, ReportPart(chosen=counted.count.id))
    assert part.seal.void
    assert (part.hidden, part.report is None) == (False, False)
    office.act("undo")
    with counted.desk.library.reading() as connection:
        connection.exec_driver_sql("UPDATE stocktakes SET report = 'nothing' WHERE id = 2")
        connection.commit()
    answer = report_state.on_act(helper, read_part(helper, ReportPart(chosen=counted.count.id)), "print", {})
    assert answer.message is not None
    assert "cannot be read" in answer.message.headline


def test_a_helper_closes_opens_and_voids_nothing(office: Office, counted: Counted) -> None:
    a_patron(counted.desk.library)
    office.station.operator = replace(office.station.operator, role=Role.HELPER)
    for act in ("close", "reopen", "void"):
        shown = office.act(f"report.{act}", note="试一试")
        assert shown.state.message.tone is Tone.STOP
        assert "Only the librarian" in shown.state.message.headline
