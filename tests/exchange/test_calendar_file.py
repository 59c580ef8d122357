"""The calendar file: what a school writes comes back as written, and each flaw is named with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskcirc import paths
from deskcirc.domain.year_drafts import CalendarDraft, DaysDraft, HoursDraft, TermDraft
from deskcirc.errors import PlainFileError
from deskcirc.exchange.calendar_file import FORM, calendar_of, calendar_text, read_calendar_file
from deskcirc.exchange.plain_file import read_plain_text

WHOLE = CalendarDraft(
    (
        TermDraft(
            "春季学期", date(2026, 3, 2), date(2026, 7, 3), date(2026, 6, 26), date(2026, 6, 29), date(2026, 6, 22)
        ),
        TermDraft("秋季学期", date(2026, 9, 1), date(2027, 1, 15)),
    ),
    (
        DaysDraft(date(2026, 5, 1), date(2026, 5, 5), "劳动节"),
        DaysDraft(date(2026, 6, 1), date(2026, 6, 1), "儿童节"),
        DaysDraft(date(2026, 5, 9), date(2026, 5, 9), "调休", open=True, as_weekday=1),
    ),
    (HoursDraft((1, 2, 3, 4, 5), 730, 780), HoursDraft((1, 5), 730, 780, 5, 6)),
)
TERM = '[[term]]\nname = "春季"\nstarts = 2026-03-02\nends = 2026-07-03\n'


def read(text: str) -> CalendarDraft:
    return calendar_of(read_plain_text(text, "year.toml", FORM))


def flaws(text: str) -> str:
    with pytest.raises(PlainFileError) as caught:
        read(text)
    return "\n".join(sentence for sentence, _way_out in caught.value.flaws)


def test_a_calendar_comes_back_as_it_was_written() -> None:
    assert read(calendar_text(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TERM.replace("2026-07-03", "2062-07-03"), ("line 4", "2062")),
        (TERM.replace("2026-07-03", "2026-02-03"), ("line 4", "2026-02-03")),
        (TERM + "return_by = 2026-07-04\n", ("line 5", "2026-07-04")),
        (TERM + TERM.replace("春季", "秋季"), ("line 6", "line 7", "春季")[1:]),
        (TERM.replace("ends", "end"), ("line 4", "end")),
        (TERM.replace("2026-03-02", "2026-02-29"), ("line 3",)),
        ('[[holiday]]\nname = "五一"\nfirst = 2026-05-01\nlast = 2062-05-05\n', ("line 4",)),
        ("[[make_up]]\nday = 2026-05-09\nfollows = 8\n", ("line 3",)),
        ('[[hours]]\nweekdays = [1]\nopens = "13:00"\ncloses = "12:10"\n', ("line 4", "13:00")),
    ],
)
def test_every_flaw_is_told_with_its_line(text: str, words: tuple[str, ...]) -> None:
    told = flaws(text)
    for word in words:
        assert word in told


def test_the_official_holidays_of_2026_are_shipped_and_read() -> None:
    draft = read_calendar_file(paths.resources() / "calendar" / "holidays_2026.toml")
    assert sum(len(each.days) for each in draft.days if not each.open) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert [each.first.weekday() in (5, 6) for each in draft.days if each.open] == [True] * 6


def test_the_list_to_fill_in_is_read_and_says_nothing_yet() -> None:
    assert read_calendar_file(paths.resources() / "calendar" / "holidays_template.toml") == CalendarDraft()


def test_a_list_of_holidays_as_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "2026.csv"
    path.write_text("date,name,type\n2026-05-01,劳动节,holiday\n2026/5/9,劳动节,workday\n", encoding="gb18030")
    assert read_calendar_file(path).days == (
        DaysDraft(date(2026, 5, 1), date(2026, 5, 1), "劳动节"),
        DaysDraft(date(2026, 5, 9), date(2026, 5, 9), "劳动节", open=True),
    )


@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_list_of_holidays_is_read_as_any_program_saves_it(tmp_path: Path, ends: str, encoding: str) -> None:
    file = tmp_path / "holidays.csv"
    file.write_bytes(f"日期,名称,类型{ends}2026-10-01,国庆节,放假{ends}".encode(encoding))
    assert [each.name for each in read_calendar_file(file).days] == ["国庆节"]


def test_a_quotation_mark_that_is_never_closed_costs_the_list(tmp_path: Path) -> None:
    file = tmp_path / "holidays.csv"
    file.write_text('2026-10-01,"' + "x" * 140_000)
    with pytest.raises(PlainFileError):
        read_calendar_file(file)


def test_each_wrong_line_of_a_list_is_told(tmp_path: Path) -> None:
    path = tmp_path / "2026.csv"
    path.write_text("2026-05-01,劳动节,holiday\n2026-02-30,春节,holiday\n2026-05-09,劳动节,maybe\n", encoding="utf-8")
    with pytest.raises(PlainFileError) as caught:
        read_calendar_file(path)
    sentences = [sentence for sentence, _way_out in caught.value.flaws]
    assert ["line 2" in sentences[0], "line 3" in sentences[1], len(sentences)] == [True, True, 2]


def test_all_day_events_are_holidays_and_days_worked(tmp_path: Path) -> None:
    path = tmp_path / "2026.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260506\r\n"
        "SUMMARY:劳动节 假\r\n 期\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260509\r\n"
        "SUMMARY:上班(补劳动节)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
        newline="",
    )
    assert read_calendar_file(path).days == (
        DaysDraft(date(2026, 5, 1), date(2026, 5, 5), "劳动节 假期"),
        DaysDraft(date(2026, 5, 9), date(2026, 5, 9), "上班(补劳动节)", open=True),
    )
