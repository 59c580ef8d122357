"""The outline of the classification: what lies under what, how it is searched, and what is odd about a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc import paths, text
from deskcirc.domain.call_numbers import class_number_is_well_formed
from deskcirc.domain.classification import (
    MAIN_CLASS_NAMES,
    ClassesInStock,
    Outline,
    class_number_flaw,
    main_class_name,
    outline_of,
)
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.pinyin import search_words
from deskcirc.exchange import Choices, read_rows
from deskcirc.exchange.clc_outline import outline


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    text.use_language("zh_CN")
    yield
    text.use_language("en")


def codes(number: str) -> list[str]:
    return [each.code for each in outline().path(number)]


def test_there_are_the_22_main_classes() -> None:
    assert "".join(each.code for each in outline().main_classes) == "ABCDEFGHIJKNOPQRSTUVXZ"
    assert list(MAIN_CLASS_NAMES) == [each.code for each in outline().main_classes]
    assert len(outline().classes) == 434


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("I287.45", ["I", "I2", "I28", "I287", "I287.4", "I287.45"]),
        ("I287.47", ["I", "I2", "I28", "I287", "I287.4", "I287.47"]),
        ("I561.84", ["I", "I3/7"]),
        ("K837.127=5", ["K", "K833/837"]),
        ("G551.2", ["G", "{G5}", "G53/57"]),
        ("R711-62", ["R", "R71"]),
        ("TP312/4", ["T", "TP", "TP3", "TP31"]),
        ("DF3", ["D", "DF"]),
        ("A49", ["A", "A49"]),
        ("A41", ["A", "A4"]),
        ("Q-49", ["Q", "Q-4"]),
        ("[Q178]", ["Q", "Q1"]),
        ("ｉ２８７．５", ["I", "I2", "I28", "I287", "I287.5"]),
    ],
)
def test_a_number_is_cut_back_to_the_deepest_class_of_the_outline(number: str, path: list[str]) -> None:
    assert codes(number) == path


@pytest.mark.parametrize("number", ["", "L1", "绘本", "247.5", "/", " "])
def test_of_what_is_no_class_number_no_path_is_known(number: str) -> None:
    assert codes(number) == []
    assert outline().path_words(number) == ""


def test_the_path_in_words() -> None:
    assert (
        outline().path_words("I287.6/7")
        == "I 文学 › I2 中国文学 › I28 儿童文学 › I287 当代作品（1949年~） › I287.6 散文"
    )
    assert outline().path_words("G51") == "G 文化、科学、教育、体育 › G5 世界各国教育事业 › G51 世界教育事业"
    text.use_language("en")
    assert outline().path_words("I2").endswith("I2 Chinese literature")


def test_most_class_numbers_of_a_real_school_are_known_deeper_than_their_letter() -> None:
    rows = read_rows(paths.resources() / "practice" / "rural_school.xlsx", Choices(on=date(2019, 3, 1)))
    drafts = (row.draft for row in rows if isinstance(row.draft, TitleDraft))
    numbers = [draft.class_number for draft in drafts if draft.class_number]
    assert len(numbers) == 2490
    assert sum(len(codes(number)) > 1 for number in numbers) == 2469


def test_every_class_lies_in_its_main_class_and_is_found_again() -> None:
    for each in outline().classes:
        letter = each.code.strip("[{")[0]
        assert codes(each.class_number or each.code.strip("{}").partition("/")[0])[0] == letter
        if each.class_number:
            assert outline().known_class(each.class_number) == each
        for below in outline().children(each):
            assert outline().parent(below) == each


def test_spans_and_headings_are_no_class_numbers_and_alternatives_lose_their_brackets() -> None:
    numbers = {each.code: each.class_number for each in outline().classes}
    assert (numbers["I3/7"], numbers["{G6}"], numbers["[C94]"]) == ("", "", "C94")
    assert all(class_number_is_well_formed(number) for number in numbers.values() if number)


@pytest.mark.parametrize(
    ("query", "first"),
    [("童话", "I287.7"), ("th", "TH"), ("tonghua", "I287.7"), ("thyy", "I287.7"), ("i287", "I287"), ("TP", "TP"),
     ("chinese FICTION", "I24"), ("篮球", None), ("", None), ("(", None), ("%", None)],
)  # fmt: skip
def test_classes_are_found_by_number_words_and_pinyin(query: str, first: str | None) -> None:
    found = outline().find(query)
    assert (found[0].code if found else None) == first


def test_a_number_gives_its_path_upwards_then_what_lies_below() -> None:
    found = [each.code for each in outline().find("I28")]
    assert found[:4] == ["I28", "I2", "I", "I286"]
    assert "I287.45" in found


@given(st.text(max_size=12))
def test_any_query_and_any_number_is_answered(typed: str) -> None:
    assert len(outline().find(typed)) <= 60
    assert isinstance(outline().path_words(typed), str)
    assert isinstance(class_number_flaw(typed), str)


def test_the_pinyin_of_the_file_is_what_the_program_reads() -> None:
    assert [each.code for each in outline().classes if each.pinyin != search_words(each.name_zh)] == []


def test_main_classes_have_the_names_of_the_outline_in_chinese() -> None:
    names = {each.code: each.name_zh for each in outline().main_classes}
    assert {letter: main_class_name(letter) for letter in names} == names
    assert main_class_name("L") == ""


@pytest.mark.parametrize("number", ["", "I287.45", "tp312", 'K1"1949"', "[Q178]"])
def test_a_well_formed_class_number_has_no_flaw(number: str) -> None:
    assert class_number_flaw(number) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [("L247", "22"), ("247.5", "22"), ("绘本", "22"), ("IB2", "T"), ("I17(198", "I17(198"), ("I247,5", "I247,5")],
)
def test_what_is_odd_about_a_class_number_is_said(number: str, words: str) -> None:
    text.use_language("en")
    assert words in class_number_flaw(number)


def test_the_classes_with_most_titles_come_first_equal_ones_in_shelf_order() -> None:
    stock = ClassesInStock({"I287.45": 3, "I247.5": 9, "G4": 3, "B1": 1})
    assert stock.often(3) == ("I247.5", "G4", "I287.45")


def test_without_the_file_there_is_an_empty_outline() -> None:
    empty = outline_of(())
    assert empty == Outline()
    assert empty.path_words("I2") == ""
    assert empty.find("I2") == ()
