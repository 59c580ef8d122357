"""Rows of a stock list as titles and copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.tables import text_table

from deskcirc.domain.drafts import CopyDraft, Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.exchange import Choices, read_rows
from deskcirc.exchange.stock import bare_title


def read(tmp_path: Path, text: str, choices: Choices | None = None) -> tuple[TitleDraft, ReadRow]:
    """The one title of a table with one row."""
    [row] = read_rows(text_table(tmp_path / "one.csv", text), choices)
    assert isinstance(row.draft, TitleDraft)
    return row.draft, row


def marks(row: ReadRow) -> dict[Mark, str]:
    return {note.mark: note.value for note in row.notes}


def test_a_row_with_an_accession_number_is_one_copy_whatever_the_count_says(tmp_path: Path) -> None:
    title, _row = read(tmp_path, "book_id,title,author,total_copies\n1002200727273,磨坊文札,都德,5\n")
    assert title.copies == (CopyDraft(accession_number="1002200727273"),)


def test_a_row_with_a_count_is_that_many_copies_with_the_same_place_and_price(tmp_path: Path) -> None:
    title, _row = read(tmp_path, "书名,作者,册数,书架,单价,来源,入库日期\n活着,余华,3册,B2,20,赠送,2024/3/1\n")
    assert len(title.copies) == 3
    assert {(copy.location, copy.price, copy.source, str(copy.acquired)) for copy in title.copies} == {
        ("B2", 2000, "赠送", "2024-03-01")
    }


def test_several_accession_numbers_in_one_cell_are_as_many_copies(tmp_path: Path) -> None:
    title, _row = read(tmp_path, "书名,作者,登录号,条码\n活着,余华,T001；T002、T003,A1 A2 A3\n")
    assert [(copy.accession_number, copy.barcode) for copy in title.copies] == [
        ("T001", "A1"),
        ("T002", "A2"),
        ("T003", "A3"),
    ]


@pytest.mark.parametrize(
    ("written", "count", "numbers"),
    [
        ("T0001-T0003", "", ["T0001", "T0002", "T0003"]),
        ("00101～00103", "", ["00101", "00102", "00103"]),
        ("0010201-3", "3", ["0010201", "0010202", "0010203"]),
        ("12-3", "1", ["12-3"]),
        ("12-3", "", ["12-3"]),
    ],
)
def test_a_run_of_accession_numbers_is_read_where_it_surely_is_one(
    tmp_path: Path, written: str, count: str, numbers: list[str]
) -> None:
    title, _row = read(tmp_path, f"书名,登录号,数量\n活着,{written},{count}\n")
    assert [copy.accession_number for copy in title.copies] == numbers


def test_a_row_that_names_no_copies_stands_for_as_many_as_the_person_says(tmp_path: Path) -> None:
    text = "书名,作者\n活着,余华\n"
    assert len(read(tmp_path, text)[0].copies) == 1
    assert read(tmp_path, text, Choices(copies_if_silent=0))[0].copies == ()


@pytest.mark.parametrize("count", ["若干", "-1", "9787020002207", "1.5"])
def test_a_count_that_cannot_be_read_is_one_copy_and_marked(tmp_path: Path, count: str) -> None:
    title, row = read(tmp_path, f"书名,作者,数量\n活着,余华,{count}\n")
    assert len(title.copies) == 1
    assert marks(row) == {Mark.COUNT_UNREADABLE: count}


@pytest.mark.parametrize(
    ("written", "isbn", "valid", "mark"),
    [
        ("7-5063-6543-7", "7506365437", False, Mark.ISBN_WRONG),
        ("978-7-5063-6543-7", "9787506365437", True, None),
        ("7800773167", "9787800773167", True, None),
        ("9.79E+12", "9.79E+12", False, Mark.ISBN_RUINED),
        ("10019·3456", "10019·3456", False, None),
        ("", "", False, None),
    ],
)
def test_a_doubtful_isbn_is_kept_and_marked(
    tmp_path: Path, written: str, isbn: str, valid: bool, mark: Mark | None
) -> None:
    title, row = read(tmp_path, f"书名,作者,ISBN\n活着,余华,{written}\n")
    assert (title.isbn, title.isbn_valid) == (isbn, valid)
    assert marks(row) == ({mark: written} if mark else {})


def test_a_serial_goes_by_its_issn(tmp_path: Path) -> None:
    title, row = read(tmp_path, "书名,作者,ISBN\n读者,甘肃,ISSN 1000-6729\n")
    assert (title.isbn, title.issn, row.notes) == ("", "1000-6729", ())


def test_the_isbns_of_a_set_are_all_kept(tmp_path: Path) -> None:
    title, _row = read(tmp_path, "书名,作者,ISBN\n文库,甲,9787020002207 9787506365437\n")
    assert (title.isbn, title.other_isbns) == ("9787020002207", ("9787506365437",))


@pytest.mark.parametrize(
    ("call_number", "class_number", "book_number", "odd"),
    [
        ("I287.45/238:2", "I287.45", "238:2", False),
        ("A841.4 ", "A841.4", "", False),
        ("K825.38=76 547", "K825.38=76", "547", False),
        ("21.2", "", "", True),
        ("", "", "", False),
    ],
)
def test_a_call_number_gives_its_class_and_its_book_number(
    tmp_path: Path, call_number: str, class_number: str, book_number: str, odd: bool
) -> None:
    title, row = read(tmp_path, f"书名,作者,索书号\n活着,余华,{call_number}\n")
    assert (title.class_number, title.book_number) == (class_number, book_number)
    assert title.call_number == call_number.strip()
    assert (Mark.CLASS_NUMBER_ODD in marks(row)) is odd


def test_unreadable_and_foreign_prices_and_dates_are_kept_as_words(tmp_path: Path) -> None:
    title, row = read(tmp_path, "书名,作者,单价,出版日期,入库日期\n活着,余华,NT$220,某年,开学\n")
    assert (title.price, title.note, title.published, title.year) == (None, "NT$220", "某年", None)
    assert title.copies[0].note == "入库日期: 开学"
    assert [note.mark for note in row.notes] == [Mark.PRICE_FOREIGN, Mark.DATE_UNREADABLE, Mark.DATE_UNREADABLE]


def test_brackets_around_a_whole_title_fall_and_others_stay() -> None:
    assert bare_title("《活着》") == "活着"
    assert bare_title("《三国》与《水浒》") == "《三国》与《水浒》"
    assert bare_title("《〈资本论〉精选》讲解") == "《〈资本论〉精选》讲解"
    assert bare_title("《读《红楼梦》》") == "读《红楼梦》"


def test_a_book_called_total_is_a_book_and_a_row_of_sums_is_not(tmp_path: Path) -> None:
    book, sums = read_rows(text_table(tmp_path / "s.csv", "书名,作者,单价\n总计,余华,20\n总计,,1024.50\n"))
    assert book.draft is not None
    assert sums.refusal is not None
    assert sums.refusal.reason is RefusalReason.NOT_A_RECORD


def test_a_header_repeated_on_every_page_is_no_book(tmp_path: Path) -> None:
    rows = list(read_rows(text_table(tmp_path / "p.csv", "书名,作者\n活着,余华\n书名,作者\n兄弟,余华\n")))
    assert [row.refusal is None for row in rows] == [True, False, True]
