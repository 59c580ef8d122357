"""Workbooks with all that people do to them."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.exchange.tables import RURAL_SCHOOL, workbook

from deskcirc.domain.drafts import Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import TableKind, examine, read_rows

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = ("书名", "作者", "出版社", "ISBN", "单价", "数量", "登录号")


def titles(path: Path) -> list[TitleDraft]:
    return [row.draft for row in read_rows(path) if isinstance(row.draft, TitleDraft)]


def marks(row: ReadRow) -> list[Mark]:
    return [note.mark for note in row.notes]


def test_a_header_below_title_rows_is_found_and_sums_below_are_refused_with_their_reason(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        [
            ("XX小学图书目录",),
            ("制表日期：2024年5月",),
            (),
            HEADER,
            ("红楼梦", "曹雪芹", "人民文学出版社", 9787020002207, 59.7, 3, None),
            (),
            ("西游记", "吴承恩", "人民文学出版社", "", "", 2, None),
            ("合计", None, None, None, 59.7, 5, None),
            ("制表人：张老师",),
        ],
        merged=["A1:G1", "A2:G2"],
    )
    rows = list(read_rows(path))
    assert [row.number for row in rows] == [5, 7, 8, 9]
    assert [row.refusal and row.refusal.reason for row in rows] == [None, None, *[RefusalReason.NOT_A_RECORD] * 2]
    assert [len(title.copies) for title in titles(path)] == [3, 2]
    assert examine(path).sheets[0].plan.header_row == 4


def test_numbers_lose_their_decimal_point_and_money_stays_exact(tmp_path: Path) -> None:
    path = workbook(tmp_path / "n.xlsx", [HEADER, ("活着", "余华", "", 9787506365437.0, 28.8, 1.0, 20240001.0)])
    [title] = titles(path)
    assert (title.isbn, title.isbn_valid, title.price) == ("9787506365437", True, 2880)
    assert title.copies[0].accession_number == "20240001"


def test_a_number_longer_than_a_spreadsheet_holds_is_marked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "long.xlsx", [HEADER, ("活着", "余华", "", "", "", 1, 430000199001011234)])
    [row] = read_rows(path)
    assert marks(row) == [Mark.NUMBER_ROUNDED]


def test_cells_merged_over_several_rows_speak_for_each_but_are_counted_once(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "merged.xlsx",
        [HEADER, ("上册", "甲", "同一社", "", 10, 4, ""), ("中册", "甲"), ("下册", "甲")],
        merged=["C2:C4", "F2:F4"],
    )
    assert [title.publisher for title in titles(path)] == ["同一社"] * 3
    assert [len(title.copies) for title in titles(path)] == [4, 1, 1]


def test_a_header_of_two_merged_rows_is_read_from_its_lower_row(tmp_path: Path) -> None:
    rows = [
        ("书名", "责任", None, "价格信息", None),
        (None, "作者", "出版社", "单价", "码洋"),
        ("活着", "余华", "", 20, 20),
    ]
    path = workbook(tmp_path / "two.xlsx", rows, merged=["A1:A2", "B1:C1", "D1:E1"])
    [title] = titles(path)
    assert (title.title, title.author, title.price) == ("活着", "余华", 2000)


def test_a_formula_never_calculated_is_marked_and_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "formula.xlsx", [HEADER, ("活着", "余华", "", "", "=10+10", 1, "")])
    [row] = read_rows(path)
    assert marks(row) == [Mark.FORMULA]
    assert row.notes[0].value == "=10+10"
    assert isinstance(row.draft, TitleDraft)
    assert row.draft.price is None


def test_a_formula_far_down_a_long_sheet_is_found(tmp_path: Path) -> None:
    rows = [
        ("书" * 40 + str(number), "余华", "", "", f"={number}+1" if number % 900 == 0 else 5) for number in range(9000)
    ]
    found = [row for row in read_rows(workbook(tmp_path / "long.xlsx", [HEADER, *rows])) if row.notes]
    assert [row.notes[0].value for row in found] == [f"={number}+1" for number in range(0, 9000, 900)]


def test_a_date_cell_gives_its_day(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "d.xlsx", [("书名", "出版日期", "入库日期"), ("活着", date(2012, 5, 1), date(2013, 6, 2))]
    )
    [title] = titles(path)
    assert (title.published, title.year) == ("2012-05-01", 2012)
    assert str(title.copies[0].acquired) == "2013-06-02"


def test_a_hidden_sheet_is_left_out_and_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "h.xlsx", [HEADER, ("活着", "余华")], hidden="字典")
    assert [sheet.name for sheet in examine(path).sheets] == ["Sheet"]
    assert "字典" in examine(path).problems[0]


def test_the_suffix_is_never_trusted(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(RURAL_SCHOOL.read_bytes())
    assert examine(path).row_count == 2996


def test_an_open_document_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:oasis:manifest'/>")
        package.writestr("content.xml", _ods_rows((("书名", "作者"), ("活着", "余华"))))
    assert titles(path)[0].author == "余华"


def test_a_damaged_workbook_gets_a_sentence_and_a_remedy(tmp_path: Path) -> None:
    whole = RURAL_SCHOOL.read_bytes()
    for place, cut in enumerate((whole[: len(whole) // 2], whole[:100], whole[:3000] + bytes(3000) + whole[6000:])):
        path = tmp_path / f"{place}.xlsx"
        path.write_bytes(cut)
        with pytest.raises(ImportFileError) as refused:
            examine(path)
        assert path.name in refused.value.sentence
        assert refused.value.remedy


def test_a_protected_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
    )
    with pytest.raises(ImportFileError, match="password"):
        examine(path)


def test_a_broken_old_workbook_is_no_bug(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(COMPOUND + bytes(2000))
    with pytest.raises(ImportFileError, match=r"old\.xls"):
        examine(path)


def test_a_workbook_without_a_known_header_names_what_it_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "odd.xlsx", [("甲方", "乙方"), ("1", "2")])
    assert examine(path).sheets[0].plan.kind is TableKind.UNKNOWN
    with pytest.raises(ImportFileError, match="甲方, 乙方") as refused:
        read_rows(path)
    assert "书名" in refused.value.remedy


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"empty\.xlsx"):
        examine(workbook(tmp_path / "empty.xlsx", []))


def _ods_rows(rows: tuple[tuple[str, ...], ...]) -> str:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    return (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="甲">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
