"""The report of a count on the screen: live before the closing, signed and sealed after it, opened again, void."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk, a_patron, set_up_act
from tests.desk.closed_counts import Counted, a_full_count
from tests.desk.counts import a_count, scan
from tests.ui.at_section import Counter
from tests.ui.papers import page_words

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_last
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import Scope, StocktakeState
from deskcirc.domain.stocktake_tables import TABLES
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import stocktakes
from deskcirc.ui.outcome import Tone, UnknownActError
from deskcirc.ui.paper_painter import save_pdf
from deskcirc.ui.sections import Answer, SectionedState
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.stocktake import report_state
from deskcirc.ui.tabs.stocktake.report_beside import SealCard
from deskcirc.ui.tabs.stocktake.report_page import ReportPage
from deskcirc.ui.tabs.stocktake.report_part import ReportPart, read_part, read_whole
from deskcirc.ui.theme import Theme


class Office(Counter):
    """The librarian at the report, a day after the last scan."""

    def __init__(self, counted: Counted) -> None:
        super().__init__(counted.desk.library, "stocktake", "counts")
        self.now = counted.desk.now + timedelta(hours=1)
        self.act("section:report")

    @property
    def part(self) -> ReportPart:
        """What the screen shows now."""
        return part_of(self.act("section:report"))


def part_of(shown: Shown) -> ReportPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["report"]
    assert isinstance(part, ReportPart)
    return part


@pytest.fixture
def counted(desk: Desk) -> Counted:
    return a_full_count(desk)


@pytest.fixture
def office(counted: Counted) -> Office:
    return Office(counted)


@pytest.fixture
def page(qtbot: QtBot) -> ReportPage:
    made = ReportPage(Theme())
    qtbot.addWidget(made)
    made.resize(1200, 560)
    return made


def shown_buttons(page: ReportPage) -> set[str]:
    """The buttons at the foot that a person sees."""
    return {button.text() for button in page.findChildren(QPushButton) if not button.isHidden()}


def test_before_the_closing_the_report_is_live(office: Office, counted: Counted) -> None:
    part = office.part
    assert part.report is not None
    assert part.question is not None
    before = part.report.total.missing.copies
    scan(Desk(counted.desk.library, counted.desk.operator, "counter 2", office.now), counted.count, counted.missed)
    after = office.part
    assert after.report is not None
    assert after.report.total.missing.copies == before - 1
    assert after.seal.hash == ""


def test_the_count_that_is_going_on_is_shown_first_and_an_earlier_one_can_be_chosen(office: Office) -> None:
    assert office.part.count is not None
    assert office.part.count.name == "2026 暑期盘点"
    part = part_of(office.act("report.count:1"))
    assert part.report is not None
    assert part.report.head.name == "寒假清点"
    assert part.seal.whole


def test_closed_and_signed_the_report_is_sealed_and_the_banner_says_the_numbers(office: Office) -> None:
    question = office.part.question
    assert question is not None
    shown = office.act("report.close", note="期末", asked=str(question.to_mark))
    assert shown.state.message.tone is Tone.DONE
    assert shown.state.message.headline == "2026 暑期盘点 is closed: 3 found, 3 not seen"
    part = part_of(shown)
    assert part.count is not None
    assert part.count.state is StocktakeState.CLOSED
    assert part.seal.whole
    assert part.report is not None
    assert part.report.head.note == "期末"
    assert office.act("report.close").state.message.tone is Tone.STOP


def test_where_the_number_of_the_question_is_old_it_is_asked_again(office: Office) -> None:
    shown = office.act("report.close", asked="7")
    assert shown.state.message.tone is Tone.STOP
    assert "not 7" in shown.state.message.headline


def test_opened_again_with_a_reason_scans_count_and_the_report_is_live_again(office: Office) -> None:
    office.act("report.close")
    assert office.act("report.reopen", note=" ").state.message.tone is Tone.STOP
    shown = office.act("report.reopen", note="漏点")
    assert shown.state.message.headline == "2026 暑期盘点 is open again: scans are counted"
    assert part_of(shown).question is not None


def test_void_is_said_and_undone_by_the_undo_of_the_screen(office: Office, library: Library) -> None:
    office.act("report.close")
    shown = office.act("report.void", note="数错")
    assert shown.state.message.headline == "2026 暑期盘点 is void"
    assert part_of(shown).seal.void
    office.act("undo")
    part = office.part
    assert part.count is not None
    assert part.count.state is StocktakeState.CLOSED
    assert not list(check_library(library))


def test_of_a_count_that_is_void_nothing_is_said_to_become_of_what_it_missed(office: Office, qtbot: QtBot) -> None:
    card = SealCard(Theme())
    qtbot.addWidget(card)
    card.show_seal(office.part)
    assert "would be marked missing" in card.words.text()
    shown = office.act("report.void", note="数错")
    card.show_seal(part_of(shown))
    assert card.words.text() == ""
    assert "void" in card.verdict.text()


def test_a_copy_that_is_scanned_here_is_looked_up_not_counted(office: Office, counted: Counted) -> None:
    shown = office.scan(counted.missed.code)
    assert shown.state.message.headline == "《青铜葵花》 was not seen in 2026 暑期盘点: not seen yet"
    assert "I287.47/2" in shown.state.message.details[0]
    assert "not among what" in office.scan(counted.found.code).state.message.headline
    assert "not counted here" in office.scan("TSG00000").state.message.headline


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_shown_and_saved(office: Office, name: str, tmp_path: Path) -> None:
    shown = office.act(f"report.table:{name}")
    assert part_of(shown).table == name
    file = tmp_path / "table.csv"
    office.act("report.save", file=str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) >= 1
    workbook = tmp_path / "table.xlsx"
    assert office.act("report.save", file=str(workbook)).state.message.tone is Tone.DONE
    assert workbook.stat().st_size > 1000


def test_the_paper_of_a_closed_count_is_the_same_file_whenever_it_is_saved(office: Office, tmp_path: Path) -> None:
    office.act("report.close")
    files = []
    for name in ("first.pdf", "second.pdf"):
        paper = office.act("report.print").state.paper
        assert isinstance(paper, Paper)
        save_pdf(paper, str(tmp_path / name))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    words = page_words(tmp_path / "first.pdf")
    assert all("Sealed on" in page for page in words)
    assert "2026 暑期盘点" in words[0]


@pytest.mark.parametrize(
    "act", ["close:1", "nonsense", "table:", "table:money", "count:", "count:x", "reopen:1", "save", "print:2"]
)
def test_an_act_that_means_nothing_is_no_act(counted: Counted, act: str) -> None:
    desk = counted.desk
    with pytest.raises(UnknownActError):
        report_state.on_act(desk, read_part(desk, ReportPart()), act, {})


@pytest.mark.parametrize("values", [{"asked": "²"}, {"asked": "-1"}, {"asked": "9" * 400}])
def test_a_question_that_named_no_number_is_no_act(counted: Counted, values: dict[str, str]) -> None:
    desk = counted.desk
    with pytest.raises(UnknownActError):
        report_state.on_act(desk, read_part(desk, ReportPart()), "close", values)


def test_a_count_that_is_gone_from_the_list_is_no_trouble(office: Office) -> None:
    assert part_of(office.act("report.count:999999")).report is not None


def test_without_a_count_every_act_says_so(desk: Desk) -> None:
    for act in ("close", "print", "reopen", "void"):
        answer = report_state.on_act(desk, ReportPart(), act, {"note": "x"})
        assert isinstance(answer, Answer)
        assert answer.message is not None
        assert "no count yet" in answer.message.headline


def test_in_a_blind_count_a_helper_sees_no_figures_before_the_closing(
    counted: Counted, office: Office, page: ReportPage
) -> None:
    helper = replace(counted.desk, operator=Operator(1, "小李", Role.HELPER))
    part = read_part(helper, ReportPart())
    assert part.hidden
    assert part.report is None
    page.show_state(part)
    assert "blind" in page.empty.text()
    assert shown_buttons(page) == set()
    answer = report_state.on_act(helper, part, "print", {})
    assert answer.message is not None
    assert answer.message.tone is Tone.LOOK
    office.act("report.close")
    assert read_part(helper, ReportPart()).report is not None


def test_the_page_shows_found_and_missing_the_count_before_and_what_may_be_done(
    office: Office, page: ReportPage, qtbot: QtBot
) -> None:
    page.show_state(office.part)
    assert page.found.text() == "3 of 6 found, 50.00 %"
    assert shown_buttons(page) == {"Close and sign …", "Print", "Save as a table …", "Declare void …"}
    assert "寒假清点: 2 of 8 were not seen" in page.beside.words.text()
    assert "2 copies would be marked missing" in page.sealed.words.text()
    page.show_state(part_of(office.act("report.table:by_class")))
    assert [bar.number for bar in page.bars.bars] == ["1", "1", "1"]
    page.table.grab()
    qtbot.waitUntil(lambda: str(page.table.model().index(0, 0).data()).startswith("G"))
    office.act("report.close")
    page.show_state(office.part)
    assert shown_buttons(page) == {"Print", "Save as a table …", "Open again …", "Declare void …"}
    assert "seal fits" in page.sealed.verdict.text()


def test_closing_asks_with_its_numbers_and_opening_again_asks_why(
    office: Office, page: ReportPage, qtbot: QtBot
) -> None:
    page.show_state(office.part)
    page.close_count.click()
    assert page.dialog is not None
    with qtbot.waitSignal(page.acted) as heard:
        page.dialog.accept()
    assert heard.args == ["close", {"note": "", "asked": "2"}]
    office.act("report.close")
    page.show_state(office.part)
    for button, act in ((page.reopen, "reopen"), (page.void, "void")):
        button.click()
        page.dialog.edit("note").setText("漏点")
        with qtbot.waitSignal(page.acted) as heard:
            page.dialog.accept()
        assert heard.args == [act, {"note": "漏点"}]


def test_an_empty_section_teaches_how_a_report_comes_to_be(library: Library, page: ReportPage) -> None:
    shown = Counter(library, "stocktake", "report")
    page.show_state(part_of(shown.act("section:report")))
    assert "No count yet" in page.empty.text()
    assert shown_buttons(page) == set()


def test_a_report_changed_by_another_program_is_said_in_red(office: Office, page: ReportPage, library: Library) -> None:
    office.act("report.close")
    with library.reading() as connection:
        connection.exec_driver_sql("UPDATE stocktakes SET report = replace(report, '青铜葵花', '红楼梦') WHERE id = 2")
        connection.commit()
    page.show_state(part_of(office.act("report.count:2")))
    assert "does not fit" in page.sealed.verdict.text()
    with library.reading() as connection:
        connection.exec_driver_sql("UPDATE stocktakes SET report = 'nothing' WHERE id = 2")
        connection.commit()
    page.show_state(part_of(office.act("report.count:2")))
    assert "cannot be read" in page.empty.text()


def test_a_count_in_which_nothing_was_scanned_yet_has_a_report_of_zeros(library: Library, page: ReportPage) -> None:
    a_copy(library)
    a_count(a_desk(library))
    shown = Counter(library, "stocktake", "report")
    page.show_state(part_of(shown.act("section:report")))
    assert page.found.text() == "0 of 1 found, 0.00 %"
    page.grab()


def test_what_changes_nothing_of_the_report_lets_it_stand(office: Office, counted: Counted) -> None:
    before = office.part
    counter = Desk(counted.desk.library, counted.desk.operator, "counter 2", office.now)
    assert check_in(counter, counted.lent.id).loan is not None
    check_out(counter, a_patron(counted.desk.library), counted.lent.id)
    after = office.part
    assert after.report is before.report
    assert after.edition == before.edition


def test_a_copy_that_was_missed_and_is_lent_leaves_the_report_at_once(office: Office, counted: Counted) -> None:
    before = office.part
    lending = Desk(counted.desk.library, counted.desk.operator, "counter 2", office.now)
    check_out(lending, a_patron(counted.desk.library), counted.missed.id)
    lent = office.part
    assert missed_by(lent) == missed_by(before) - {counted.missed.id}
    assert undo_last(lending).done
    assert missed_by(office.part) == missed_by(before)


def test_the_report_of_a_large_count_is_read_again_once_in_ten_seconds(office: Office, counted: Counted) -> None:
    desk = Desk(counted.desk.library, counted.desk.operator, "counter 1", office.now)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(stocktakes, counted.count.id, copies=100_000)
    part = read_part(desk, ReportPart())
    scan(replace(desk, station="counter 2"), counted.count, counted.missed)
    assert read_part(replace(desk, now=desk.now + timedelta(seconds=5)), part) is part
    whole = read_whole(desk, part)
    later = read_part(replace(desk, now=desk.now + timedelta(seconds=11)), part)
    assert missed_by(whole) == missed_by(later) == missed_by(part) - {counted.missed.id}


def missed_by(part: ReportPart) -> set[int]:
    assert part.report is not None
    return {line.copy_id for line in part.report.missing}


def test_void_with_nothing_decided_says_that_nothing_had_to_be_taken_back(office: Office, counted: Counted) -> None:
    count = a_count(replace(counted.desk, now=office.now), name="误开", scope=Scope(class_from="Q", class_to="Q"))
    office.act(f"report.count:{count.id}")
    shown = office.act("report.void", note="误开")
    assert shown.state.message.details == ("Nothing had to be taken back.",)


def test_a_count_is_chosen_by_its_name_and_its_number(page: ReportPage, office: Office) -> None:
    page.show_state(office.part)
    assert page.counts.currentText().startswith("2026 暑期盘点 · S2026-02")


def test_why_the_sums_of_two_tables_differ_is_said_under_the_table(page: ReportPage, office: Office) -> None:
    part = part_of(office.act("report.table:people"))
    assert part.report is not None
    page.show_state(part)
    assert page.notes.isHidden() is (part.report.sums.found <= part.report.seen)
    more = replace(part.report, sums=replace(part.report.sums, found=part.report.seen + 1))
    page.show_state(replace(part, report=more, edition=part.edition + 1))
    assert not page.notes.isHidden()
    assert "not expected on a shelf" in page.notes.text()
