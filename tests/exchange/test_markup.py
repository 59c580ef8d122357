"""Pages with tables that other programs save under the suffix .xls."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.tables import text_table

from deskcirc.domain.drafts import PatronDraft, TitleDraft
from deskcirc.exchange import FileKind, examine, read_rows

PAGE = """<html><head><meta charset="gb2312"></head><body><table border=1>
<tr><td colspan=3>读者名单</td></tr>
<tr><th>学号</th><th>姓名</th><th>班级</th></tr>
<tr><td>0012</td><td>甲&nbsp;一</td><td>三（2）班</tr>
<tr><td>0013<td>乙<br>二<td>2024级1班
</table></body></html>"""
SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="图书"><Table>
<Row><Cell><Data ss:Type="String">书名</Data></Cell><Cell><Data ss:Type="String">作者</Data></Cell>
<Cell><Data ss:Type="String">单价</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">活着</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">20</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_a_web_page_under_a_false_suffix_is_read_with_its_own_encoding(tmp_path: Path) -> None:
    path = text_table(tmp_path / "名单.xls", PAGE, "gb18030")
    assert examine(path).kind is FileKind.MARKUP
    patrons = [row.draft for row in read_rows(path) if isinstance(row.draft, PatronDraft)]
    assert [(patron.number, patron.name, patron.class_label) for patron in patrons] == [
        ("0012", "甲 一", "三（2）班"),
        ("0013", "乙 二", "2024级1班"),
    ]
    assert patrons[1].entry_year == 2024


def test_a_page_that_lies_about_its_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = text_table(tmp_path / "名单.xls", PAGE.replace("gb2312", "utf-8"), "gb18030")
    assert len(list(read_rows(path))) == 2


def test_the_xml_of_excel_2003_is_read_with_its_gaps(tmp_path: Path) -> None:
    path = text_table(tmp_path / "图书.xls", SPREADSHEET)
    assert [sheet.name for sheet in examine(path).sheets] == ["图书"]
    [row] = read_rows(path)
    assert isinstance(row.draft, TitleDraft)
    assert (row.number, row.draft.title, row.draft.author, row.draft.price) == (4, "活着", "", 2000)


def test_a_page_that_breaks_off_keeps_what_it_had(tmp_path: Path) -> None:
    path = text_table(tmp_path / "名单.html", PAGE[: PAGE.index("0013")], "gb18030")
    assert len(list(read_rows(path))) == 1
