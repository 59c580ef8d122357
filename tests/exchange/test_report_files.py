"""Reports as files: what Excel opens says the same as the screen, and a file that can't be written harms nothing."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.exchange.report_files import ReportFileError, save_report

REPORT = Report(
    "who",
    "谁借了什么: 五/1班",
    "红星小学",
    (
        ReportColumn("书名", 60),
        ReportColumn("索书号", 30),
        ReportColumn("册", 10, Kind.NUMBER),
        ReportColumn("应还", 30, Kind.DAY),
        ReportColumn("赔偿", 20, Kind.MONEY),
    ),
    (
        ("《草房子》", "=1+1", 2, date(2026, 6, 26), 2550),
        ("《坏\x07\ufffe字》", "I287,5", 1, None, 0),
    ),
)


def test_a_name_too_long_for_the_disk_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match="too long"):
        save_report(REPORT, tmp_path / ("x" * 300 + ".csv"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_a_full_disk_is_said_once_with_a_way_out_and_the_older_file_stays(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    path = tmp_path / name
    save_report(REPORT, path)
    whole = path.read_bytes()
    long = replace(REPORT, rows=REPORT.rows * 2000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(ReportFileError) as trouble:
            save_report(long, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "make room on the disk" in trouble.value.remedy
    del trouble
    gc.collect()
    assert (path.read_bytes(), list(tmp_path.iterdir()), said) == (whole, [path], [])


def test_a_workbook_holds_numbers_as_numbers_days_as_days_and_no_formula(tmp_path: Path) -> None:
    save_report(REPORT, tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "谁借了什么: 五/1班"
    assert rows[2] == ["书名", "索书号", "册", "应还", "赔偿"]
    assert rows[3] == ["《草房子》", "=1+1", 2, datetime(2026, 6, 26), 25.5]  # noqa: DTZ001  as openpyxl reads a day
    assert rows[4] == ["《坏字》", "I287,5", 1, None, 0]
    assert sheet["B4"].data_type == "s"
    assert sheet.freeze_panes == "A4"


def test_comma_separated_text_carries_the_mark_by_which_excel_knows_chinese(tmp_path: Path) -> None:
    save_report(REPORT, tmp_path / "list.CSV")
    raw = (tmp_path / "list.CSV").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines() == [
        "书名,索书号,册,应还,赔偿",
        "《草房子》,'=1+1,2,2026-06-26,25.50",
        '《坏字》,"I287,5",1,,0.00',
    ]


def test_a_wide_sign_of_a_formula_is_kept_a_text_in_comma_separated_text(tmp_path: Path) -> None:
    wide = replace(
        REPORT, rows=(("＝1+1", "＋86", 1, None, 0), ("\n=1+1", "草＝房", 1, None, 0), ("＋ 送修", "", 1, None, 0))
    )
    save_report(wide, tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert "'＝1+1,'＋86," in text
    assert "'\n=1+1" in text
    assert ",草＝房," in text
    assert "\n＋ 送修," in text  # a line of our own figures


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_folder_that_is_gone_is_said_and_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportFileError, match="could not be written: there is no such file or folder"):
        save_report(REPORT, tmp_path / "gone" / name)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_the_new_file_cannot_be_put(tmp_path: Path) -> None:
    (tmp_path / "list.csv").mkdir()
    with pytest.raises(ReportFileError):
        save_report(REPORT, tmp_path / "list.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]
