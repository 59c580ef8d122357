"""The whole stock and roster of a real rural school, with every figure it gives."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from tests.exchange.tables import EXCEL, RURAL_SCHOOL

from deskcirc.domain.drafts import Mark, PatronDraft, ReadRow, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, Column, TableKind, examine, read_rows


@pytest.fixture(scope="module")
def rows() -> list[ReadRow]:
    return list(read_rows(RURAL_SCHOOL, Choices(on=date(2019, 3, 1))))


@pytest.fixture(scope="module")
def titles(rows: list[ReadRow]) -> list[TitleDraft]:
    return [row.draft for row in rows if isinstance(row.draft, TitleDraft)]


@pytest.fixture(scope="module")
def patrons(rows: list[ReadRow]) -> list[PatronDraft]:
    return [row.draft for row in rows if isinstance(row.draft, PatronDraft)]


def test_both_sheets_are_understood_without_a_word_from_anybody() -> None:
    preview = examine(RURAL_SCHOOL)
    assert [(sheet.name, sheet.plan.kind, sheet.row_count) for sheet in preview.sheets] == [
        ("读者", TableKind.ROSTER, 334),
        ("书籍", TableKind.STOCK, 2662),
    ]
    assert preview.sheets[1].plan.columns == (
        Column.ISBN,
        Column.TITLE,
        Column.AUTHOR,
        Column.PUBLISHER,
        Column.PUBLISHED,
        Column.PAGES,
        Column.PRICE,
        Column.SUBJECTS,
        Column.COPY_COUNT,
        Column.CALL_NUMBER,
        Column.SUMMARY,
        Column.LOCATION,
    )
    assert preview.row_count == 2996
    assert len(preview.sheets[1].first_rows) == 20
    assert not preview.problems


def test_every_row_is_accounted_for(rows: list[ReadRow]) -> None:
    assert Counter(type(row.draft or row.refusal).__name__ for row in rows) == {
        "PatronDraft": 334,
        "TitleDraft": 2661,
        "Refusal": 1,
    }


def test_the_one_row_without_a_title_is_refused_by_name(rows: list[ReadRow]) -> None:
    [refused] = [row for row in rows if row.refusal]
    assert refused.refusal is not None
    assert refused.refusal.reason is RefusalReason.NO_TITLE
    assert refused.place == "书籍"
    assert refused.original.startswith("1234567891011\t")


def test_the_stock_adds_up(titles: list[TitleDraft]) -> None:
    assert sum(len(title.copies) for title in titles) == 9944  # 9945 with the copy of the row without a title
    assert sum(title.isbn_valid for title in titles) == 2656
    assert sum(title.price is not None for title in titles) == 2615  # and one in euro
    assert sum(title.year is not None for title in titles) == 2604
    assert sum(bool(title.class_number) for title in titles) == 2490
    assert sum((title.price or 0) * len(title.copies) for title in titles) == 26_342_660


def test_what_is_doubtful_is_kept_and_marked(rows: list[ReadRow]) -> None:
    marks = Counter(note.mark for row in rows for note in row.notes)
    assert marks == {Mark.ISBN_WRONG: 5, Mark.PRICE_FOREIGN: 1}
    wrong = [note.value for row in rows for note in row.notes if note.mark is Mark.ISBN_WRONG]
    assert wrong == ["1234", "123", "12345", "1112", "1111"]


def test_a_book_comes_out_as_it_stands_in_the_list(titles: list[TitleDraft]) -> None:
    first = titles[0]
    assert (first.title, first.author, first.publisher) == ("毛泽东诗词鉴赏", "公木著", "长春出版社")
    assert (first.isbn, first.isbn_valid, first.price) == ("9787806041574", True, 1680)
    assert (first.published, first.year, first.pages) == ("1999重印", 1999, "14,436页")
    assert (first.class_number, first.call_number) == ("A841.4", "A841.4")
    assert first.subjects == ("毛主席诗词 -- 研究",)
    assert [copy.location for copy in first.copies] == ["1"] * 5
    assert {copy.barcode + copy.accession_number for copy in first.copies} == {""}


def test_prices_in_all_their_forms_are_read(titles: list[TitleDraft]) -> None:
    by_isbn = {title.isbn: title for title in titles}
    assert by_isbn["9787559807656"].price == 11800  # 118.00
    assert by_isbn["9783319130712"].price is None
    assert by_isbn["9783319130712"].note == "EUR 50.84"
    assert sum("册" in title.note for title in titles) == 11  # CNY44.00(全2册)


def test_locations_are_kept_but_for_the_nan_of_a_program(titles: list[TitleDraft]) -> None:
    locations = {copy.location for title in titles for copy in title.copies}
    assert "nan" not in locations
    assert "test" in locations


def test_readers_come_with_their_class_and_their_own_limit(patrons: list[PatronDraft]) -> None:
    assert Counter(patron.loan_limit for patron in patrons) == {2: 313, 5: 21}
    assert Counter(patron.category for patron in patrons) == {"": 313, "教师": 21}
    assert Counter(patron.entry_year for patron in patrons if patron.entry_year) == {
        2018: 34,
        2017: 48,
        2016: 41,
        2015: 48,
        2014: 57,
        2013: 85,
    }
    assert len({patron.card for patron in patrons}) == 334
    assert patrons[0].card == "0016"
    assert Counter(patron.gender for patron in patrons) == {"": 228, "female": 56, "male": 50}


def test_classes_named_by_stems_are_numbered(patrons: list[PatronDraft]) -> None:
    sixth = {(patron.class_label, patron.class_number) for patron in patrons if patron.entry_year == 2013}
    assert sixth == {("六甲", 1), ("六乙", 2), ("六丙", 3)}


def test_a_right_that_was_taken_away_is_not_forgotten(patrons: list[PatronDraft]) -> None:
    assert Counter(patron.note for patron in patrons) == {"": 327, "借书权限: 暂停": 5, "借书权限: 丢失": 2}


def test_without_a_day_a_grade_gives_no_year_of_entry() -> None:
    patrons = [row.draft for row in read_rows(RURAL_SCHOOL) if isinstance(row.draft, PatronDraft)]
    assert {patron.entry_year for patron in patrons} == {None}
    assert "六丙" in {patron.class_label for patron in patrons}


def test_the_empty_form_of_the_same_program_is_read_too() -> None:
    drafts = [row.draft for row in read_rows(EXCEL / "rural_school_template.xlsx")]
    assert [type(draft).__name__ for draft in drafts] == ["PatronDraft"] * 2 + ["TitleDraft"] * 3


def test_a_list_of_loans_is_refused_by_name() -> None:
    path = EXCEL / "rural_school_loan_template.xlsx"
    assert examine(path).sheets[0].plan.kind is TableKind.LOANS
    with pytest.raises(ImportFileError, match="list of loans"):
        read_rows(path)
