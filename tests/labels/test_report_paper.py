"""Any report on paper: every row once, groups under their heading, each page with its head and its number."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.labels.paper import Paper, Words
from deskcirc.labels.report_paper import report_paper

COLUMNS = (
    ReportColumn("Class", 30),
    ReportColumn("Title", 60),
    ReportColumn("Due", 30, Kind.DAY),
    ReportColumn("Price", 30, Kind.MONEY),
)


def a_report(groups: list[int], *, grouped: bool = True) -> Report:
    rows = tuple(
        (f"class {place}", f"copy {place}.{number}", date(2026, 6, 26), 2550)
        for place, count in enumerate(groups)
        for number in range(count)
    )
    return Report("who", "Who has what", "school", COLUMNS, rows, grouped, "Nothing is on loan.")


def words(paper: Paper) -> list[list[str]]:
    return [[shape.text for shape in page if isinstance(shape, Words)] for page in paper.pages]


@given(st.lists(st.integers(1, 80), max_size=6))
def test_every_row_stands_once_under_its_class_and_inside_the_page(groups: list[int]) -> None:
    report = a_report(groups)
    paper = report_paper(report)
    seen, heading = [], ""
    for page in words(paper):
        assert page[0] == "Who has what"
        for text in page:
            if text.startswith("class "):
                heading = text.removesuffix(" (continued)")
            elif text.startswith("copy "):
                seen.append((heading, text))
    assert seen == [(str(row[0]), str(row[1])) for row in report.rows]
    assert all(shape.y + shape.height <= 290 for page in paper.pages for shape in page)
    assert all(f"Page {number} of {len(paper.pages)}" in page for number, page in enumerate(words(paper), 1))


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for first in range(1, 60):
        for page in words(report_paper(a_report([first, 5]))):
            told = [text for text in page if text.startswith(("class", "copy"))]
            assert told[-1].startswith("copy")


def test_days_and_money_are_written_as_people_read_them() -> None:
    (page,) = words(report_paper(a_report([1], grouped=False)))
    assert {"class 0", "26 Jun 2026", "25.50"} <= set(page)


def test_an_empty_report_says_so() -> None:
    (page,) = words(report_paper(a_report([])))
    assert "Nothing is on loan." in page
