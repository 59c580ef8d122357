"""The signed report of a count on A4: its figures, its lists, who signs, the seal; the same pages again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.desk.closed_counts import PUPIL, Counted, a_full_count
from tests.desk.counts import what_closing_does

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.stocktake_report import MissingLine, StocktakeReport
from deskcirc.labels.paper import A4, Paper, Words
from deskcirc.labels.stocktake_report import ReportSeal, stocktake_paper

SEAL = "0f" * 32


@pytest.fixture
def counted(desk: Desk) -> Counted:
    return a_full_count(desk)


@pytest.fixture
def report(counted: Counted) -> StocktakeReport:
    outcome = close_stocktake(counted.desk, counted.count.id, note="期末清点")
    assert outcome.report is not None, outcome.why_not
    return outcome.report


def words_on(paper: Paper) -> list[list[str]]:
    """The words of each page."""
    return [[shape.text for shape in page if isinstance(shape, Words)] for page in paper.pages]


def all_words(paper: Paper) -> str:
    return "\n".join(words for page in words_on(paper) for words in page)


def many(report: StocktakeReport, count: int) -> StocktakeReport:
    """The report of a count that missed so many copies."""
    lines = tuple(
        MissingLine(number, f"{number:07}", "一本书" * (number % 20 + 1), "I247.57/12", "书库", "", 1800, "missing")
        for number in range(count)
    )
    return replace(report, missing=lines)


def test_the_first_page_says_what_was_counted_and_the_four_figures(report: StocktakeReport) -> None:
    words = words_on(stocktake_paper(report, ReportSeal(SEAL)))[0]
    for said in ("Stocktake report", "the whole stock", "期末清点", "To be found on shelves", "Not seen", "50.00 %"):
        assert said in words
    assert "128.20 yuan" in words


def test_every_table_and_list_of_the_report_stands_on_the_paper(report: StocktakeReport) -> None:
    told = all_words(stocktake_paper(report, ReportSeal(SEAL)))
    for said in ("By main class", "By location", "By person", "By shelf", "Beside the last count", "Unknown codes (1)"):
        assert said in told
    for said in ("I Literature", "一楼书库", "王老师", "TSG99999", "寒假清点", "青铜葵花", "数学花园"):
        assert said in told


def test_no_patron_is_named_on_a_paper_that_is_posted(report: StocktakeReport) -> None:
    assert PUPIL not in all_words(stocktake_paper(report, ReportSeal(SEAL)))
    assert PUPIL not in report.stored()


def test_who_signs_stands_before_the_lists_once(report: StocktakeReport) -> None:
    told = all_words(stocktake_paper(many(report, 200), ReportSeal(SEAL)))
    signing = ("Counted by", "Witnessed by", "Librarian in charge", "School leader", "School seal")
    assert [told.count(who) for who in signing] == [1] * 5
    assert told.index("School seal") < told.index("Not seen (200)")


def test_each_page_is_numbered_and_bears_the_seal(report: StocktakeReport) -> None:
    pages = words_on(stocktake_paper(many(report, 300), ReportSeal(SEAL)))
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert any(SEAL in words for words in page)


def test_a_table_that_goes_on_repeats_its_columns_and_every_line_is_printed_once(report: StocktakeReport) -> None:
    paper = stocktake_paper(many(report, 300), ReportSeal(SEAL))
    told = all_words(paper)
    assert all(told.count(f"{number:07}\n") == 1 for number in range(300))
    listed = [page for page in words_on(paper) if any(words.startswith("00002") for words in page)]
    assert all("Accession number" in page for page in listed)


def test_nothing_stands_outside_of_the_page(report: StocktakeReport) -> None:
    for page in stocktake_paper(many(report, 120), ReportSeal(SEAL)).pages:
        for shape in page:
            if isinstance(shape, Words):
                assert shape.x >= 0
                assert shape.x + shape.width <= A4[0]
                assert shape.y >= 0
                assert shape.y + shape.height <= A4[1] - 5


def test_a_closed_count_comes_out_as_the_same_pages_and_of_the_same_instant(report: StocktakeReport) -> None:
    first, second = (stocktake_paper(report, ReportSeal(SEAL)) for _ in range(2))
    assert list(first.pages) == list(second.pages)
    assert first.dated == second.dated
    assert first.dated is not None


def test_before_the_closing_it_is_a_draft_on_every_page(counted: Counted) -> None:
    report = what_closing_does(counted.desk, counted.count).report
    pages = words_on(stocktake_paper(report))
    assert all("DRAFT: the count is not closed" in page for page in pages)
    assert "not closed yet" in pages[0]
    assert not any("SHA-256 0" in words for page in pages for words in page)


def test_a_void_count_and_a_seal_that_does_not_fit_say_so(report: StocktakeReport) -> None:
    assert "VOID" in all_words(stocktake_paper(report, ReportSeal(SEAL, void=True)))
    assert "does not fit" in all_words(stocktake_paper(report, ReportSeal(SEAL, whole=False)))


def test_a_draft_says_of_which_day_and_minute_it_is(counted: Counted) -> None:
    report = what_closing_does(counted.desk, counted.count).report
    as_of = datetime(2026, 7, 2, 1, 5, tzinfo=UTC)
    assert "2 Jul 2026 09:05" in words_on(stocktake_paper(report, as_of=as_of))[0]
    assert "As of" not in all_words(stocktake_paper(report, ReportSeal(SEAL), as_of))


def test_of_a_void_count_that_never_was_closed_no_closing_to_come_is_said(counted: Counted) -> None:
    report = what_closing_does(counted.desk, counted.count).report
    assert "not closed yet" not in all_words(stocktake_paper(report, ReportSeal(void=True)))


def test_a_note_stands_whole_on_the_paper(report: StocktakeReport) -> None:
    note = "".join(chr(0x4E00 + place) for place in range(500))
    told = all_words(stocktake_paper(replace(report, head=replace(report.head, note=note)), ReportSeal(SEAL)))
    assert note in told.replace("\n", "")


def test_a_call_number_and_a_place_stand_whole_in_their_columns(report: StocktakeReport) -> None:
    number, room = "TP311.138SQ/1234567890-12", "二楼儿童阅览室（含绘本角、漫画角、连环画角及特藏）"
    line = replace(report.missing[0], call_number=number, location=room, shelf="A排3架")
    told = all_words(stocktake_paper(replace(report, missing=(line,)), ReportSeal(SEAL)))
    assert number in told.replace("\n", "")
    assert f"{room} A排3架" in told.replace("\n", "")


def test_no_page_begins_or_ends_with_a_single_line_of_a_table(report: StocktakeReport) -> None:
    for count in range(2, 90):
        for page in words_on(stocktake_paper(many(report, count), ReportSeal(SEAL))):
            listed = sum(words.isdecimal() and len(words) == 7 for words in page)
            assert listed != 1


def test_nobody_signs_a_page_without_a_figure(report: StocktakeReport) -> None:
    line = report.by_class[0]
    for count in range(1, 60):
        pages = words_on(stocktake_paper(replace(report, by_class=(line,) * count), ReportSeal(SEAL)))
        signed = next(page for page in pages if "Counted by" in page)
        assert signed.index("Counted by") > 3
        assert "By person" in signed or "Person" in signed
