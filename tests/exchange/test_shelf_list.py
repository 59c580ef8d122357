"""Lists of shelves as people write them: any spreadsheet, any encoding, headings in their own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from deskcirc.domain.report import Report, ReportColumn
from deskcirc.errors import ImportFileError
from deskcirc.exchange.report_files import save_report
from deskcirc.exchange.shelf_list import CODE, FIRST, LOCATION, NAME, read_shelf_list


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_list_in_any_encoding_is_read_by_its_headings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "架位.csv"
    file.write_bytes(
        "架位号,名称,馆藏地,起始索书号\r\nSH0001,1排1架,二楼,I247.5/1\r\n\r\n,1排2架,,\r\n".encode(encoding)
    )
    rows = read_shelf_list(file).rows
    assert [(row.number, row.code, row.name, row.location, row.call_number) for row in rows] == [
        (2, "SH0001", "1排1架", "二楼", "I247.5/1"),
        (4, "", "1排2架", "", ""),
    ]


def test_a_workbook_may_have_title_rows_and_columns_in_any_order(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["红星小学架位表"], ["索书号", "备注", "层架标", "架位名称"], ["K2/1", "x", "J-1", "一层"]):
        sheet.append(line)
    book.save(tmp_path / "list.xlsx")
    (row,) = read_shelf_list(tmp_path / "list.xlsx").rows
    assert (row.code, row.name, row.call_number) == ("J-1", "一层", "K2/1")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_saved_is_read_again(tmp_path: Path, ending: str) -> None:
    columns = tuple(ReportColumn(heading, 20) for heading in (CODE, NAME, LOCATION, FIRST, "Last call number"))
    rows = (("SH0001", "=1+1", "二楼", "-I2/1", "I9/9"), ("SH0002", "b", "", "", ""))
    save_report(Report("shelves", "Shelves", "", columns, rows), tmp_path / f"list.{ending}")
    read = read_shelf_list(tmp_path / f"list.{ending}").rows
    assert [(row.code, row.name, row.location, row.call_number) for row in read] == [row[:4] for row in rows]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.4", "索书号\nI2/1\n".encode()]
)
def test_a_file_that_is_no_list_of_shelves_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(ImportFileError) as refused:
        read_shelf_list(file)
    assert refused.value.remedy
