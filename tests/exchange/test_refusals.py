"""The error file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.exchange.tables import RURAL_SCHOOL, text_table

from deskcirc.domain.drafts import ReadRow, Refusal, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import ColumnPlan, examine, read_rows, write_refusals

LIST = "书名,作者,ISBN,登录号\n活着,余华,9787506365437,0012\n,曹雪芹,9787020002207,0013\n,=1+1,@x,-5\n"


def refused_of(path: Path) -> tuple[list[ReadRow], dict[str, ColumnPlan]]:
    return list(read_rows(path)), {sheet.name: sheet.plan for sheet in examine(path).sheets}


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_a_refused_row_is_kept_with_its_number_its_reason_and_its_cells_under_their_headers(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", LIST))
    [written] = write_refusals(tmp_path / "errors.csv", rows, plans)
    header, first, _second = lines(written)
    assert header[3:] == ["书名", "作者", "ISBN", "登录号"]
    assert first == ["3", "", "The row has no title.", "", "曹雪芹", "'9787020002207", "'0013"]
    assert written.read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_cell_is_calculated_by_a_spreadsheet(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", LIST))
    [written] = write_refusals(tmp_path / "errors.csv", rows, plans)
    assert not [cell for line in lines(written) for cell in line if cell[:1] in set("=+-@\t\r") and cell]


def test_a_wide_sign_of_a_formula_is_kept_a_text_too(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", "书名,作者\n,＝1+1\n,＠x\n"))
    [written] = write_refusals(tmp_path / "errors.csv", rows, plans)
    assert [line[-1] for line in lines(written)[1:]] == ["'＝1+1", "'＠x"]


def test_the_mended_error_file_can_be_imported_as_it_is(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", LIST))
    [written] = write_refusals(tmp_path / "errors.csv", rows, plans)
    mended = written.read_text(encoding="utf-8-sig").replace("The row has no title.,,", "The row has no title.,红楼梦,")
    drafts = [row.draft for row in read_rows(text_table(tmp_path / "mended.csv", mended, "utf-8-sig"))]
    assert all(isinstance(draft, TitleDraft) for draft in drafts)
    assert isinstance(drafts[0], TitleDraft)
    assert (drafts[0].isbn, drafts[0].copies[0].accession_number) == ("9787020002207", "0013")
    assert isinstance(drafts[1], TitleDraft)
    assert drafts[1].author == "=1+1"


def test_refused_rows_of_two_sheets_go_to_two_files(tmp_path: Path) -> None:
    rows, plans = refused_of(RURAL_SCHOOL)
    taken = Refusal(RefusalReason.CARD_TAKEN, "0016")
    person = ReadRow(7, "读者", "0016\t甲", refusal=taken)
    written = write_refusals(tmp_path / "errors.csv", [*rows, person], plans)
    assert [path.name for path in written] == ["errors-书籍.csv", "errors-读者.csv"]
    assert lines(written[1])[1] == ["7", "读者", taken.sentence(), "'0016", "甲"]


def test_a_refused_record_without_columns_is_kept_whole(tmp_path: Path) -> None:
    record = ReadRow(3, "at byte 1177", "00123nam", refusal=Refusal(RefusalReason.RECORD_CUT_OFF, "end"))
    [written] = write_refusals(tmp_path / "errors.csv", [record], {})
    assert lines(written)[1] == ["3", "at byte 1177", "The record is cut off: end.", "00123nam"]


def test_nothing_refused_writes_nothing(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", "书名,作者\n活着,余华\n"))
    assert write_refusals(tmp_path / "errors.csv", rows, plans) == ()
    assert not (tmp_path / "errors.csv").exists()


def test_an_error_file_that_cannot_be_written_is_no_bug(tmp_path: Path) -> None:
    rows, plans = refused_of(text_table(tmp_path / "list.csv", LIST))
    with pytest.raises(ImportFileError, match="cannot be written"):
        write_refusals(tmp_path / "no such folder" / "errors.csv", rows, plans)
