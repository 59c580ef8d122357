"""Looking classes up: what the library has in each, deeper numbers of its own, and sentences where nothing answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.class_browser import ClassBrowser, ClassLine, class_browser
from deskcirc.domain.classification import ClassesInStock
from deskcirc.exchange.clc_outline import outline

STOCK = ClassesInStock(
    {"I287.45": 91, "I287.47": 4, "I561.84": 9, "I561.45": 19, "TP311.56": 1, "绘本": 3},
    ("TP311.56", "I287.45"),
    {"I561.84": "《最后的狼》"},
)


@pytest.fixture(scope="module")
def browser() -> ClassBrowser:
    return class_browser(outline(), STOCK)


def line(browser: ClassBrowser, code: str) -> ClassLine:
    known = outline().by_code(code)
    assert known is not None
    return browser.line(known)


def test_a_class_counts_the_titles_of_all_below_it(browser: ClassBrowser) -> None:
    counts = {code: line(browser, code).titles for code in ("I", "I2", "I287", "I287.4", "I287.45", "I3/7", "T", "A")}
    assert counts == {"I": 123, "I2": 95, "I287": 95, "I287.4": 95, "I287.45": 91, "I3/7": 28, "T": 1, "A": 0}


def test_numbers_deeper_than_the_outline_stand_under_their_class(browser: ClassBrowser) -> None:
    below = browser.lines_below(line(browser, "I3/7"))
    assert [(each.class_number, each.titles, each.example) for each in below] == [
        ("I561.45", 19, ""),
        ("I561.84", 9, "《最后的狼》"),
    ]
    assert [each.code for each in browser.lines_below(line(browser, "I287.4"))] == ["I287.45", "I287.47"]
    assert browser.lines_below(below[0]) == ()


def test_a_span_and_a_heading_cannot_be_used_and_say_why(browser: ClassBrowser) -> None:
    for code in ("I3/7", "{G6}"):
        found = line(browser, code)
        assert found.class_number == ""
        assert found.note
    assert line(browser, "[C94]").class_number == "C94"
    assert line(browser, "[C94]").note


def test_a_number_typed_whole_comes_first_with_where_it_lies(browser: ClassBrowser) -> None:
    first, *more = browser.find("i561")
    assert (first.class_number, first.titles) == ("I561", 0)
    assert browser.path_words(first).endswith("I3/7 Literature of other countries › I561")
    assert [each.class_number for each in more[:2]] == ["I561.45", "I561.84"]
    assert browser.path_words(line(browser, "I2")).endswith("I2 Chinese literature")


def test_nothing_found_is_said_with_the_way_out(browser: ClassBrowser) -> None:
    assert browser.find("L247") == ()
    assert "22 main classes" in browser.empty_words("L247")
    assert browser.find("qqq") == ()
    assert "pinyin" in browser.empty_words("qqq")


def test_what_was_used_last_and_most_comes_with_its_counts(browser: ClassBrowser) -> None:
    assert [(each.class_number, each.titles) for each in browser.recent_lines] == [("TP311.56", 1), ("I287.45", 91)]
    assert [each.class_number for each in browser.often_lines][:2] == ["I287.45", "I561.45"]


@given(st.text(max_size=20))
def test_any_query_is_answered(typed: str) -> None:
    browser = class_browser(outline(), STOCK)
    for found in browser.find(typed):
        assert isinstance(browser.path_words(found), str)
    assert browser.find(typed) or browser.empty_words(typed)
