"""What the room offers: a preview, the rows, and a sentence for every file that is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.exchange.tables import EXCEL, RURAL_SCHOOL, SHARED, text_table, workbook

from deskcirc.domain.drafts import Mark, PatronDraft, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, Column, FileKind, TableKind, examine, read_rows

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside this checkout")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\xef\xbb\xbf\r\n \r\n", "empty"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("photo.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "picture"),
        ("list.pdf", b"%PDF-1.4\n%", "PDF"),
        ("library.db", b"SQLite format 3\x00", "database"),
        ("dump.sql", b"CREATE TABLE b (x);\nINSERT INTO b VALUES (1);", "database dump"),
        ("book.json", b'{"title": "x"}', "JSON"),
        ("feed.xml", b"<?xml version='1.0'?><rss><channel/></rss>", "XML"),
        ("noise.bin", bytes(range(32)) * 20 + b"\x00abc" * 5, "another program"),
    ],
)
def test_what_is_no_list_gets_a_sentence_and_a_remedy(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for ask in (examine, read_rows):
        with pytest.raises(ImportFileError, match=said) as refused:
            ask(path)
        assert name in refused.value.sentence
        assert refused.value.remedy


def test_a_folder_and_a_missing_file_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="folder"):
        examine(tmp_path)
    with pytest.raises(ImportFileError, match="no file"):
        examine(tmp_path / "gone.xlsx")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_no_bug(tmp_path: Path) -> None:
    path = text_table(tmp_path / "locked.csv", "书名,作者\n")
    path.chmod(0)
    with pytest.raises(ImportFileError, match=r"locked\.csv"):
        examine(path)


def test_a_plan_changed_in_the_preview_is_the_plan_that_is_read(tmp_path: Path) -> None:
    path = text_table(tmp_path / "odd.csv", "甲,乙,丙\n活着,余华,20\n兄弟,余华,30\n")
    preview = examine(path)
    [sheet] = preview.sheets
    assert (sheet.plan.kind, preview.row_count) == (TableKind.UNKNOWN, 0)
    plan = sheet.plan.as_kind(TableKind.STOCK).with_column(0, Column.TITLE).with_column(2, Column.PRICE)
    assert not sheet.with_plan(plan).problem
    rows = list(read_rows(path, Choices(plans={"": plan})))
    assert [row.draft.price for row in rows if isinstance(row.draft, TitleDraft)] == [2000, 3000]


def test_a_preview_and_its_reading_agree_on_the_number_of_rows() -> None:
    for path in (RURAL_SCHOOL, EXCEL / "rural_school_template.xlsx"):
        preview = examine(path)
        assert len(list(read_rows(path, preview.choices()))) == preview.row_count


def test_a_header_with_nothing_below_it_is_said_to_be_empty(tmp_path: Path) -> None:
    assert "nothing below" in examine(workbook(tmp_path / "t.xlsx", [("书名", "作者")])).sheets[0].problem


NO_LISTS = {
    "gdufs_books.sql",
    "isbn_RangeMessage.xml",
    "rural_school_library_template_借阅记录.xlsx",
    "univ_loans_60k.csv",
}
REAL_FILES = sorted(path for room in ("excel", "books", "loans") for path in (SHARED / "data" / room).glob("*"))


@needs_shared
@pytest.mark.parametrize("path", [path for path in REAL_FILES if path.name not in NO_LISTS], ids=lambda path: path.name)
def test_every_real_list_is_read_to_the_last_row(path: Path) -> None:
    preview = examine(path)
    rows = list(read_rows(path, preview.choices()))
    assert len(rows) == preview.row_count
    assert all((row.draft is None) != (row.refusal is None) for row in rows)
    assert not any("\ufffd" in row.original for row in rows)


@needs_shared
@pytest.mark.parametrize("path", [path for path in REAL_FILES if path.name in NO_LISTS], ids=lambda path: path.name)
def test_every_real_file_that_is_no_list_is_refused_with_a_sentence(path: Path) -> None:
    with pytest.raises(ImportFileError) as refused:
        read_rows(path)
    assert refused.value.sentence
    assert refused.value.remedy


@needs_shared
def test_the_high_schools_export_is_one_copy_a_row_in_gbk() -> None:
    path = SHARED / "data" / "books" / "highschool_catalogue_sample_gbk.csv"
    assert examine(path).encoding == "gb18030"
    titles = [row.draft for row in read_rows(path) if isinstance(row.draft, TitleDraft)]
    assert len(titles) == 2983
    assert all(len(title.copies) == 1 and title.copies[0].accession_number for title in titles)
    assert (titles[0].title, titles[0].author, titles[0].publisher) == ("磨坊文札及其他", "都德", "解放军文艺出版社")
    assert len({(title.title, title.author, title.publisher) for title in titles}) < 2983


@needs_shared
@pytest.mark.parametrize(
    ("name", "rows", "valid", "ruined"),
    [
        ("20210407_douban_classbook_xueshu_lishi.csv", 1000, 0, 978),
        ("20210411_douban_classbook_xueshu_tongshi.csv", 1000, 985, 0),
        ("douban_books_detail_6k.csv", 6584, 6506, 0),
    ],
)
def test_isbns_ruined_by_a_spreadsheet_are_noticed(name: str, rows: int, valid: int, ruined: int) -> None:
    read = list(read_rows(SHARED / "data" / "books" / name))
    assert len(read) == rows
    assert sum(isinstance(row.draft, TitleDraft) and row.draft.isbn_valid for row in read) == valid
    assert sum(note.mark is Mark.ISBN_RUINED for row in read for note in row.notes) == ruined


@needs_shared
def test_the_roster_form_of_the_school_office_is_read_without_its_private_columns() -> None:
    rows = list(read_rows(SHARED / "data" / "excel" / "学生导入模板_primary_school.xlsx"))
    patrons = [row.draft for row in rows if isinstance(row.draft, PatronDraft)]
    assert len(patrons) == len(rows) == 20
    assert (patrons[0].name, patrons[0].number, patrons[0].class_label) == ("湿地1", "wt001", "五年级2班")
    [seat] = read_rows(SHARED / "data" / "excel" / "学生导入模板_seat.xlsx")
    assert isinstance(seat.draft, PatronDraft)
    assert (seat.draft.name, seat.draft.number) == ("张三", "1234567890")


MARC_FILES = sorted(path for path in (SHARED / "data" / "marc").rglob("*") if path.is_file())
NO_MARC = {"pymarc_one.json", "unimarc-holdings.txt"}  # a description in JSON, and a manual's page of examples


@needs_shared
@pytest.mark.parametrize("path", [path for path in MARC_FILES if path.name in NO_MARC], ids=lambda path: path.name)
def test_a_file_that_only_speaks_of_marc_is_refused_with_a_sentence(path: Path) -> None:
    with pytest.raises(ImportFileError) as refused:
        read_rows(path)
    assert refused.value.remedy


@needs_shared
@pytest.mark.parametrize("path", [path for path in MARC_FILES if path.name not in NO_MARC], ids=lambda path: path.name)
def test_marc_goes_the_same_way_as_tables(path: Path) -> None:
    preview = examine(path)
    assert preview.kind is FileKind.MARC
    rows = list(read_rows(path, preview.choices()))
    assert len(rows) == preview.row_count
    assert len(preview.sheets[0].first_rows) == min(len(rows), 20)
    assert all((row.draft is None) != (row.refusal is None) for row in rows)


@needs_shared
def test_a_dealers_gbk_file_is_shown_in_chinese() -> None:
    preview = examine(SHARED / "data" / "marc" / "cnmarc" / "cbip_3rec_gbk.iso")
    assert preview.format == "CNMARC in ISO 2709, encoding gb18030"
    assert all(any("一" <= sign <= "龥" for sign in row[0]) for row in preview.sheets[0].first_rows)
