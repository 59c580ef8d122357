"""Bound years: which issue the words on a copy name, what is missing between two, and how the volume is called."""

from __future__ import annotations

import pytest

from deskcirc.domain.binding import MOST, Issue, missing_numbers, read_issue, volume_words, why_not_together


@pytest.mark.parametrize(
    ("words", "issue"),
    [
        ("2026年第3期", Issue(2026, 3, 3)),
        ("2026年3期", Issue(2026, 3, 3)),
        ("2026年第7-8期", Issue(2026, 7, 8)),
        ("2026年第7、8期", Issue(2026, 7, 8)),
        ("2026.3", Issue(2026, 3, 3)),
        ("2026-03", Issue(2026, 3, 3)),
        ("2026/12", Issue(2026, 12, 12)),
        ("2026年第3期(总第456期)", Issue(2026, 3, 3)),
        ("总第456期 2026年第3期", Issue(2026, 3, 3)),
        ("２０２６年第３期", Issue(2026, 3, 3)),
        ("2026年3月号", Issue(2026, 3, 3)),
        ("2026 no. 3", Issue(2026, 3, 3)),
        ("2026年第3期上半月", Issue(2026, 3, 3, "上半月")),
        ("增刊", Issue(0, 0, 0, "增刊")),
        ("2026年增刊", Issue(0, 0, 0, "2026年增刊")),
        ("2026年第0期", Issue(0, 0, 0, "2026年第0期")),
        ("", Issue(0, 0, 0)),
    ],
)
def test_the_words_on_an_issue_name_its_year_and_number(words: str, issue: Issue) -> None:
    assert read_issue(words) == issue


def issues(*words: str) -> list[Issue]:
    return [read_issue(each) for each in words]


def test_a_whole_year_is_named_by_its_first_and_last_number() -> None:
    assert volume_words(issues(*(f"2026年第{number}期" for number in range(12, 0, -1)))) == "2026, nos. 1–12"


def test_what_is_missing_between_two_is_named_on_the_volume() -> None:
    there = [number for number in range(1, 13) if number not in (7, 9, 10)]
    assert volume_words(issues(*(f"2026年第{number}期" for number in there))) == "2026, nos. 1–12 (missing 7, 9–10)"


def test_a_double_issue_leaves_no_gap() -> None:
    assert missing_numbers(issues("2026年第6期", "2026年第7-8期", "2026年第9期"), 2026) == ()


def test_two_years_and_a_special_issue_are_named_beside_each_other() -> None:
    said = volume_words(issues("2025年第12期", "2026年第1期", "增刊"))
    assert said == "2025, nos. 12, 2026, nos. 1, 增刊"


def test_one_issue_is_no_volume_and_one_of_each_is_bound() -> None:
    assert why_not_together([("A1", "2026年第1期")]) == ("Tick the issues to bind, two at least.",)
    said = why_not_together([("A1", "2026年第1期"), ("A2", "2026.1"), ("A3", "2026年第2期")])
    assert said == ("2026, nos. 1 is there twice: A1, A2. One of each is bound; the other stays as it is.",)


def test_the_two_halves_of_a_month_are_two_issues() -> None:
    assert why_not_together([("A1", "2026年第1期上半月"), ("A2", "2026年第1期下半月")]) == ()


def test_no_back_of_a_book_holds_more_than_sixty() -> None:
    many = [(f"A{number}", f"20{10 + number // 50}年第{number % 50 + 1}期") for number in range(61)]
    assert why_not_together(many) == ("61 issues are too many for one volume; 60 at most can be bound.",)


def test_a_double_issue_ends_the_year_though_a_later_one_begins_within_it() -> None:
    assert volume_words(issues("2026年第1-8期", "2026年第2期")) == "2026, nos. 1–8"


def test_so_many_issues_make_a_volume_and_one_more_is_too_many() -> None:
    weekly = [(f"A{number:05}", f"2026年第{number}期") for number in range(1, MOST + 2)]
    assert why_not_together(weekly[:MOST]) == ()
    assert "too many" in why_not_together(weekly)[0]


def test_an_issue_of_thirteen_numbers_is_read_and_one_of_more_is_no_issue() -> None:
    assert read_issue("2026年第1-13期") == Issue(2026, 1, 13)
    assert not read_issue("2026年第1-14期").is_numbered
