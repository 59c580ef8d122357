"""Shelf order, checked against the vectors of the official manual and for every text a person could type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.shelf_order import compared

from deskcirc import paths
from deskcirc.domain.call_numbers import (
    call_number,
    class_number_is_well_formed,
    division,
    has_place,
    keys_in_class,
    main_class,
    plain_class_number,
    running_number_of_key,
    shelf_form,
    shelf_key,
)
from deskcirc.domain.drafts import TitleDraft
from deskcirc.exchange import Choices, read_rows

SHELVES = [
    ["R711", "R711-62", "R711(711)", "R711(711)=535", "R711=6", "R711<326>", "R711:R83", "R711+R173", "R711.1"],
    ["B", "B-43", "B0", "B0-0", "B0-53", "B1"],
    ["TP3", "TP3-43", "TP30"],
    ["T1", "TP1"],
    ["TM101", "TM90"],
    ["D035.37", "D035.4"],
    ["TP312", "TP312A", "TP312-43", "TP313"],
    ["K1", "K1(2)", 'K1"1949"', "K1=2", "K1<3>"],
    ["I247.5", "I247.5/2", "I247.5/1234"],
    ["K827", "K827/Z763Y", "K827/Z763AA"],
    ["K827/Z763", "K827/Z763Y"],
    ["I287.45/237", "I287.45/238", "I287.45/238:2", "I287.45/238:10", "I287.45/239", "I287.45/2380"],
    ["I287.45/238", "I287.45/238(2)", "I287.45/238=2", "I287.45/238:2"],
    ["I287/9", "I287.4/1", "I287.45/1", "I287.5/1"],
    ["A1", "B1", "C1", "D1", "DF1", "E1", "X1", "Z1"],
    ["I17(198.4)/9", "I17(2)/1", "I17:1"],
]


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf[0])
def test_copies_stand_in_the_order_of_the_official_manual(shelf: list[str]) -> None:
    keys = [shelf_key(number) for number in shelf]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ｉ２８７．４５／２３８：２", "I287.45/238:2"),
        ("i287.45/238", "I287.45/238"),
        (" I287.45 / 238 ", "I287.45/238"),
        ("I287.45\n238", "I287.45/238"),
        ("K825.38=76 547", "K825.38=76/547"),
        ("I 287.45/238", "I287.45/238"),
        ("I287.45/00238", "I287.45/238"),
        ("I28745/238", "I287.45/238"),
        ("K1“1949”", 'K1"1949"'),
        ("R711（711）", "R711(711)"),
        ("[I287.45]/1", "I287.45/1"),
        ("TP312/", "TP312"),
    ],
)
def test_ways_of_writing_that_differ_on_no_shelf_give_one_key(typed: str, printed: str) -> None:
    assert shelf_key(typed) == shelf_key(printed)


def test_odd_and_empty_call_numbers_come_last_by_their_text() -> None:
    odd = ["", "123", "L247/1", "绘本", "绘本2"]
    keys = [shelf_key("Z99/99999:9"), *map(shelf_key, odd)]
    assert keys == sorted(keys)


def test_words_after_a_book_number_leave_the_copy_beside_its_neighbours() -> None:
    shelf = ["A21/2382", "A21/2382 V2", "A21/2382 修订版", "A21/2383", "A21/毛"]
    assert [shelf_key(number) for number in shelf] == sorted(map(shelf_key, shelf))


def test_an_author_in_characters_stands_last_in_its_own_class() -> None:
    shelf = ["K827/Z763AA", "K827/毛", "K827-49/1", "K828"]
    assert [shelf_key(number) for number in shelf] == sorted(map(shelf_key, shelf))


DOMAIN_VECTORS = {
    "nothing, auxiliaries in their order, then the next digit": "R711 < R711-62 < R711(711) < R711(711)=535 < R711=6 "
    "< R711<326> < R711:R83 < R711+R173 < R711.1",
    "a form number before the digits": "B < B-43 < B0 < B0-0 < B0-53 < B1",
    "a form number after two letters": "TP3 < TP3-43 < TP30",
    "one letter before two": "T1 < TP1",
    "digits one by one, not by value": "TM101 < TM90",
    "dots are passed over": "D035.37 < D035.4",
    "a letter right after digits before any symbol": "TP312 < TP312A < TP312-43",
    "book numbers by value": "I247.5/2 < I247.5/1234",
    "letter runs right-aligned": "K827/Z763Y < K827/Z763AA",
    "a shorter call number before its extension": "I287.45/238 < I287.45/238:2",
}
"""Chapter 4 of the project's domain notes, every one of its vectors."""


@pytest.mark.parametrize("rule", DOMAIN_VECTORS)
def test_the_order_of_the_manual(rule: str) -> None:
    shelf = DOMAIN_VECTORS[rule].split(" < ")
    keys = [shelf_key(number) for number in shelf]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


CALL_NUMBERS = st.one_of(
    st.text(),
    st.text(alphabet='AITPDZa019/.-()"=<>:+ [] 　．／毛~', max_size=12),
    st.from_regex(r"(TP|I|K|D)[0-9]{1,4}(\.[0-9])?([-=:+][0-9]{1,2}|A)?(/[A-Z]{0,2}0?[0-9]{1,4}(:[0-9]{1,2})?)?",
                  fullmatch=True),
)  # fmt: skip


@given(CALL_NUMBERS)
def test_any_text_has_a_key_of_printable_ascii(text: str) -> None:
    key = shelf_key(text)
    assert all(" " <= sign <= "~" for sign in key)


@given(CALL_NUMBERS)
def test_the_form_on_the_shelf_is_the_same_when_taken_twice(text: str) -> None:
    assert shelf_form(shelf_form(text)) == shelf_form(text)
    assert shelf_key(shelf_form(text)) == shelf_key(text)


@given(CALL_NUMBERS, CALL_NUMBERS)
def test_only_call_numbers_that_are_one_on_the_shelf_share_a_key(one: str, other: str) -> None:
    assert (shelf_key(one) == shelf_key(other)) == (shelf_form(one) == shelf_form(other))


WELL_FORMED = st.from_regex(
    r"(TP|TM|I|K|DF|B)[0-9]{0,4}(-[0-9]{1,2}|=[0-9]|:[A-Z][0-9]|\+[A-Z][0-9]|\([0-9]{1,3}\)|\"[0-9]{2}\"|<[0-9]{2}>|A){0,2}"
    r"(/([A-Z]{1,2})?[0-9]{1,4}[A-Z]{0,2}([:=(-][0-9]{1,2})?)?",
    fullmatch=True,
).filter(lambda number: class_number_is_well_formed(number.partition("/")[0]))


def in_order_of_the_manual(numbers: Iterable[str]) -> list[str]:
    """The forms on the shelf, put in order by the comparison that knows no key."""
    forms: list[str] = list(map(shelf_form, numbers))
    return sorted(forms, key=cmp_to_key(compared))


@given(WELL_FORMED, WELL_FORMED)
def test_the_keys_stand_as_the_manual_compares_the_numbers(one: str, other: str) -> None:
    keys = shelf_key(one), shelf_key(other)
    assert (keys[0] > keys[1]) - (keys[0] < keys[1]) == compared(shelf_form(one), shelf_form(other))


@given(st.lists(WELL_FORMED, max_size=30))
def test_sorting_by_key_is_sorting_by_the_manual(numbers: list[str]) -> None:
    assert [shelf_form(number) for number in sorted(numbers, key=shelf_key)] == in_order_of_the_manual(numbers)


def test_the_class_numbers_of_a_real_school_stand_as_the_manual_compares_them() -> None:
    rows = read_rows(paths.resources() / "practice" / "rural_school.xlsx", Choices(on=date(2019, 3, 1)))
    drafts = (row.draft for row in rows if isinstance(row.draft, TitleDraft))
    numbers = sorted({draft.class_number for draft in drafts if class_number_is_well_formed(draft.class_number)})
    assert len(numbers) > 700
    assert [shelf_form(number) for number in sorted(numbers, key=shelf_key)] == in_order_of_the_manual(numbers)


@given(CALL_NUMBERS, CALL_NUMBERS, CALL_NUMBERS)
def test_any_three_call_numbers_are_in_one_order(one: str, two: str, three: str) -> None:
    first, second, third = sorted(map(shelf_key, (one, two, three)))
    assert first <= second <= third
    assert first <= third


@given(WELL_FORMED.filter(lambda number: "/" in number), WELL_FORMED.filter(lambda number: "/" not in number))
def test_the_keys_of_one_class_lie_side_by_side(number: str, class_number: str) -> None:
    first, end = keys_in_class(class_number)
    same = shelf_form(number).partition("/")[0] == shelf_form(class_number)
    assert (first <= shelf_key(number) < end) == same
    assert not first <= shelf_key(class_number) < end


@given(st.integers(0, 10**9), st.sampled_from(["", ":2", "(3)", "A", "-1", " 修订版"]))
def test_the_running_number_can_be_read_off_the_key(number: int, addition: str) -> None:
    assert running_number_of_key(shelf_key(f"I287.45/{number:05}{addition}")) == number


@pytest.mark.parametrize("called", ["", "I287.45", "K827/Z763", "K827/毛", "绘本", "绘本 12"])
def test_an_author_number_and_none_have_no_running_number(called: str) -> None:
    assert running_number_of_key(shelf_key(called)) is None


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (" i287.45 ", "I287.45"),
        ("tp312", "TP312"),
        ("ＴＰ３", "TP3"),
        ("[c7]", "[C7]"),
        ("G25a", "G25a"),
        ("绘本", "绘本"),
    ],
)
def test_a_class_number_is_written_as_it_is_printed(typed: str, plain: str) -> None:
    assert plain_class_number(typed) == plain


@given(st.from_regex(r"(TP|I|K|D)[0-9]{1,4}(/[A-Z]?[0-9]{1,4})?", fullmatch=True), st.sampled_from("-(=:+"),
       st.integers(0, 99))  # fmt: skip
def test_a_call_number_stands_before_its_extension(number: str, symbol: str, extension: int) -> None:
    longer = f"{number}{symbol}{extension}" + (")" if symbol == "(" else "")
    assert shelf_key(number) < shelf_key(longer)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_running_numbers_stand_by_value(one: int, other: int) -> None:
    assert (shelf_key(f"I247.5/{one}") < shelf_key(f"I247.5/{other}")) == (one < other)


@given(st.decimals(0, 1, places=6), st.decimals(0, 1, places=6))
def test_digits_of_a_class_number_are_a_decimal_fraction(one: object, other: object) -> None:
    left, right = (f"TP{str(f'{number:f}')[2:].rstrip('0')}" for number in (one, other))
    assert (shelf_key(left) < shelf_key(right)) == (f"0.{left[2:] or 0}" < f"0.{right[2:] or 0}")


@pytest.mark.parametrize(
    "number",
    ["I247.5", "TP312A", "DF3", "K825.6=422", "I17(198.4)", "H319.4:B821", "[Q178]", "Ｉ２４７．５", "G25a", "P1/7",
     "D0-0", 'K1"1949"'],
)  # fmt: skip
def test_class_numbers_of_real_stock_are_well_formed(number: str) -> None:
    assert class_number_is_well_formed(number)


@pytest.mark.parametrize(
    "number",
    ["", "L1", "M2", "W3", "Y4", "IB2", "247.5", "绘本", "I247,5", "I17(198", "I17)1", "TPA1", "I2 47", "i247"],
)
def test_slips_in_a_class_number_are_noticed(number: str) -> None:
    assert not class_number_is_well_formed(number)


@pytest.mark.parametrize(
    ("number", "letter", "group"),
    [("A841.4", "A", "A"), ("B1", "B", "B"), ("C3", "C", "C-K"), ("K827=52", "K", "C-K"), ("N1", "N", "N-X"),
     ("TP312", "T", "N-X"), ("X5/23", "X", "N-X"), ("Z228", "Z", "Z"), ("[Q178]", "Q", "N-X"),
     ("ｉ２４７", "I", "C-K")],
)  # fmt: skip
def test_ledgers_count_a_class_in_its_division(number: str, letter: str, group: str) -> None:
    assert main_class(number) == letter
    assert division(number) == group


@pytest.mark.parametrize("number", ["", "L1", "绘本", "123"])
def test_an_odd_class_falls_in_no_division(number: str) -> None:
    assert main_class(number) is None
    assert division(number) is None


def test_the_spine_shows_class_and_book_number_with_one_slash() -> None:
    assert call_number("I287.45 ", "238") == "I287.45/238"
    assert call_number("Ｉ２８７．４５", "／２３８：２") == "I287.45/238:2"
    assert call_number("I287.45", "") == "I287.45"
    assert call_number("", "238") == "238"


def test_only_a_copy_without_a_call_number_has_no_place() -> None:
    assert [has_place(shelf_key(number)) for number in ("", "I24/1", "校本", "?")] == [False, True, True, True]
    assert not has_place("")
