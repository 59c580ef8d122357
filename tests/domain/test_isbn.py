"""ISBNs as they stand in real catalogues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from deskcirc.domain.isbn import Isbn, find_isbns, is_unified_book_number, read_isbn, read_issn


@pytest.mark.parametrize(
    "written",
    [
        "9787020002207",
        "978-7-02-000220-7",
        "978 7 02 000220 7",
        "ISBN 978-7-02-000220-7 (平装)",
        "ISBN-13: 9787020002207",
        "９７８７０２０００２２０７",
        "978–7–02–000220–7：CNY23.00",
        "7-02-000220-X",
        "702000220x",
        "9787020002207.0",
        "9.787020002207E+12",
        "'9787020002207",
        "7-02-000220-X（平装）",
    ],
)
def test_every_spelling_of_one_isbn_gives_its_thirteen_digits(written: str) -> None:
    assert read_isbn(written) == Isbn("9787020002207", valid=True, ruined=False)


@pytest.mark.parametrize("written", ["9.79E+12", "9.787E12", "9.78702E+12", "9.78702000220E+12", "9.79e+12"])
def test_an_isbn_rounded_by_a_spreadsheet_is_noticed(written: str) -> None:
    assert read_isbn(written) == Isbn(written, valid=False, ruined=True)


@pytest.mark.parametrize("written", ["123", "1234567891011", "1111", "1002200727273", "赠书", "9790060115615"])
def test_what_is_no_isbn_is_kept_as_written(written: str) -> None:
    assert read_isbn(written) == Isbn(written, valid=False, ruined=False)


def test_a_wrong_check_digit_is_kept_without_its_hyphens() -> None:
    assert read_isbn("978-7-02-000220-8 (精)") == Isbn("9787020002208", valid=False, ruined=False)


def test_an_empty_cell_is_neither_right_nor_wrong() -> None:
    assert read_isbn("  ") == Isbn("", valid=False, ruined=False)


def test_all_numbers_of_a_set_are_found() -> None:
    assert find_isbns("7-02-000220-X (上) 9787115416902 (下) 7-02-000220-X") == ("9787020002207", "9787115416902")


def test_serials_and_books_from_before_1988_have_their_own_numbers() -> None:
    assert read_issn("ISSN 1000-6729") == "1000-6729"
    assert not read_issn("1000-6728")
    assert is_unified_book_number("10019·3456")
    assert is_unified_book_number("统一书号：R7013.245".replace(".", "·"))
    assert not is_unified_book_number("9787020002207")


@given(st.integers(0, 10**9 - 1).map(lambda n: f"978{n:09d}"), st.sampled_from(["", "-", " "]))
def test_any_right_number_is_read_through_any_separator(body: str, separator: str) -> None:
    number = body + ean.calc_check_digit(body)
    assert read_isbn(separator.join((number[:3], number[3], number[4:8], number[8:12], number[12]))).value == number


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    isbn = read_isbn(text)
    assert not (isbn.valid and isbn.ruined)
    assert not isbn.valid or len(isbn.value) == 13
