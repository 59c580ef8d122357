"""Files of handheld collectors in the shapes in which handhelds, spreadsheets and accidents leave them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.collector_files import CollectorColumn, CollectorFile, CollectorWish, LineFault
from deskcirc.errors import ImportFileError
from deskcirc.exchange.collector import read_collector
from deskcirc.exchange.collector_times import DateOrder, clock_in, day_in, moment_in, order_of

TODAY = date(2026, 7, 3)
KNOWN = frozenset(f"B{number:05}" for number in range(1, 60))
SHELVES = frozenset({"SH001", "SH002", "架三"})


def wish(**chosen: Any) -> CollectorWish:
    return CollectorWish(is_known=KNOWN.__contains__, shelf_codes=SHELVES, today=TODAY, **chosen)


def read(text: str | bytes, name: str = "scans.txt", **chosen: Any) -> CollectorFile:
    return read_collector(text if isinstance(text, bytes) else text.encode(), name, wish(**chosen))


def codes(file: CollectorFile) -> list[str]:
    return [line.code for line in file.lines]


def a_workbook(rows: Iterable[Iterable[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_quantity_is_not_taken_for_the_code_of_the_first_copies() -> None:
    small = frozenset({*map(str, range(1, 900)), "B00001"})
    chosen = CollectorWish(is_known=small.__contains__, today=TODAY)
    for text in ("1,401,1\n2,17,1\n3,356,2\n", "401,1\n17,1\n356,2\n9999,1\n"):
        file = read_collector(text.encode(), "a.txt", chosen)
        assert [line.code for line in file.lines][:3] == ["401", "17", "356"]
    rows = "".join(f"X{number:04},1\n" for number in range(20))
    assert read_collector(f"B00001,1\n{rows}".encode(), "a.txt", chosen).lines[1].code == "X0000"


def test_one_code_a_line() -> None:
    file = read("B00001\r\nB00002\r\nB00003\r\n")
    assert (codes(file), file.timed, file.columns) == (
        ["B00001", "B00002", "B00003"],
        0,
        (CollectorColumn.CODE,),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "   "])
def test_code_quantity_day_and_time_are_told_apart_whatever_parts_them(delimiter: str) -> None:
    lines = [("B00001", "1", "2026-07-02", "09:15:03"), ("B00002", "2", "2026-07-02", "09:15:09")]
    file = read("\n".join(delimiter.join(line) for line in lines) + "\n")
    assert [(line.code, line.quantity, line.at) for line in file.lines] == [
        ("B00001", 1, datetime(2026, 7, 2, 9, 15, 3)),  # noqa: DTZ001  a handheld's clock has no zone
        ("B00002", 2, datetime(2026, 7, 2, 9, 15, 9)),  # noqa: DTZ001
    ]


def test_columns_may_stand_in_any_order_and_lines_be_numbered() -> None:
    file = read("1,SH001,20260702091503,B00001\n2,SH001,20260702091509,B00002\n3,SH002,20260702091511,X99\n")
    meant = (CollectorColumn.NOTHING, CollectorColumn.SHELF, CollectorColumn.MOMENT, CollectorColumn.CODE)
    assert (file.columns, codes(file)) == (meant, ["B00001", "B00002", "X99"])
    assert [line.shelf_code for line in file.lines] == ["SH001", "SH001", "SH002"]


def test_columns_of_fixed_width_are_cut_also_where_the_cells_touch() -> None:
    padded = "".join(f"{code:<20}{quantity:>4}\r\n" for code, quantity in (("B00001", 1), ("B00002", 12)))
    assert [(line.code, line.quantity) for line in read(padded).lines] == [("B00001", 1), ("B00002", 12)]
    long = frozenset({"12345678901234567890", "12345678901234567891"})
    touching = "".join(f"{code}{quantity:04}\r\n" for quantity, code in enumerate(sorted(long), start=1))
    file = read_collector(touching.encode(), "C20N4.txt", CollectorWish(is_known=long.__contains__))
    assert ([(line.code, line.quantity) for line in file.lines], file.widths) == (
        [("12345678901234567890", 1), ("12345678901234567891", 2)],
        (20, 4),
    )


def test_padding_by_zero_bytes_is_padding() -> None:
    octets = b"".join(f"B0000{number}".encode().ljust(20, b"\0") + b"   1\r\n" for number in range(1, 4))
    assert codes(read(octets + b"\0" * 300 + b"\x1a")) == ["B00001", "B00002", "B00003"]


def test_every_line_after_a_shelf_label_belongs_to_that_shelf() -> None:
    file = read("B00001\nSH001\nB00002\nB00003\nSH002\nB00004\n")
    assert [(line.number, line.code, line.shelf_code) for line in file.lines] == [
        (1, "B00001", ""),
        (3, "B00002", "SH001"),
        (4, "B00003", "SH001"),
        (6, "B00004", "SH002"),
    ]
    assert file.shelf_labels == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_the_encoding_and_the_line_ends_do_not_matter(encoding: str, ending: str) -> None:
    text = ending.join(["条码,数量,架位", "B00001,1,架三", "B00002,3,架三", ""])
    file = read(text.encode(encoding))
    assert [(line.code, line.quantity, line.shelf_code) for line in file.lines] == [
        ("B00001", 1, "架三"),
        ("B00002", 3, "架三"),
    ]
    assert file.headers == ("条码", "数量", "架位")


def test_files_joined_with_their_end_marks_and_byte_order_marks_are_one() -> None:
    day = "\ufeffB00001\r\nB00002\x1a".encode()
    assert codes(read(day + day)) == ["B00001", "B00002", "B00001", "B00002"]


def test_a_cut_last_line_is_told_and_not_taken_for_another_copy() -> None:
    file = read("B00011\nB00012\nB0001")
    assert [line.fault for line in file.lines] == [None, None, LineFault.CUT]
    assert "line 3" in " ".join(file.flaws)
    assert read("B00011,1\nB00012,1\nB00013").lines[-1].fault is LineFault.CUT
    assert read("B00011,1\nB00012,1\nB00013,").lines[-1].readable


def test_a_total_in_the_last_line_is_not_said_to_be_cut() -> None:
    file = read("B00011,1\nB00012,1\n合计,2")
    assert ([line.fault for line in file.lines], file.flaws) == ([None, None, LineFault.NO_CODE], ())


def test_a_last_line_without_its_end_is_whole_where_it_looks_so() -> None:
    assert all(line.readable for line in read("B00011\nB00012\nB00013").lines)
    assert read("B00011,1,2026-07-02,09:15\nB00012,1,2026-07-02,09:15\nB00013,1,2026-07-0").lines[-1].readable


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1", 1),
        ("0001", 1),
        ("3.0", 3),
        ("２", 2),
        ("5册", 5),
        ("", 1),
        ("0", 0),
        ("-1", 0),
        ("many", 0),
        ("9" * 40, 0),
    ],
)
def test_a_quantity_is_read_as_text_and_one_that_is_none_is_zero(text: str, quantity: int) -> None:
    file = read(f"条码,数量\nB00001,{text}\nB00002,1\n")
    assert file.lines[0].quantity == quantity


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2026-07-02 09:15:03", date(2026, 7, 2), time(9, 15, 3)),
        ("2026/7/2 9:15", date(2026, 7, 2), time(9, 15)),
        ("20260702091503", date(2026, 7, 2), time(9, 15, 3)),
        ("202607020915", date(2026, 7, 2), time(9, 15)),
        ("260702091503", date(2026, 7, 2), time(9, 15, 3)),
        ("2026-07-02T09:15:03.250+08:00", date(2026, 7, 2), time(9, 15, 3)),
        ("2026年7月2日 下午3时5分", date(2026, 7, 2), time(15, 5)),
        ("2026-07-02 12:05:00 AM", date(2026, 7, 2), time(0, 5)),
        ("20260702,091503", date(2026, 7, 2), time(9, 15, 3)),
        ("2026.07.02 09:15:03", date(2026, 7, 2), time(9, 15, 3)),
    ],
)
def test_a_moment_is_read_in_the_forms_that_handhelds_write(text: str, day: date, clock: time) -> None:
    assert moment_in(text, DateOrder.YEAR_FIRST) == (day, clock)


def test_the_order_of_day_and_month_is_that_of_the_whole_file() -> None:
    assert order_of(["03/07/2026", "13/07/2026"], TODAY) is DateOrder.DAY_FIRST
    assert order_of(["07/03/2026", "07/13/2026"], TODAY) is DateOrder.MONTH_FIRST
    assert order_of(["02/07/2026", "03/07/2026"], TODAY) is DateOrder.DAY_FIRST  # March and February are too long ago
    assert order_of(["26-07-02"], TODAY) is DateOrder.YEAR_FIRST
    assert day_in("02/07/26", DateOrder.DAY_FIRST) == date(2026, 7, 2)


def test_what_is_no_day_and_no_time_is_none() -> None:
    assert day_in("2026-13-45", DateOrder.YEAR_FIRST) is None
    assert clock_in("25:61") is None
    assert moment_in("B00001", DateOrder.DAY_FIRST) is None


def test_a_day_without_a_time_of_day_is_kept_as_a_day() -> None:
    (line,) = read("条码,日期\nB00001,2026-07-02\n").lines
    assert (line.day, line.clock, line.at) == (date(2026, 7, 2), None, None)


def test_a_workbook_is_read_with_its_real_dates() -> None:
    rows = [("条码", "数量", "扫描时间"), ("B00001", 1, datetime(2026, 7, 2, 9, 15)), ("B00002", 2, None)]  # noqa: DTZ001
    file = read(a_workbook(rows), "scans.xlsx")
    assert [(line.number, line.code, line.quantity, line.at) for line in file.lines] == [
        (2, "B00001", 1, datetime(2026, 7, 2, 9, 15)),  # noqa: DTZ001
        (3, "B00002", 2, None),
    ]


def test_numbers_that_a_spreadsheet_rounded_and_formulas_are_not_taken_for_codes() -> None:
    file = read(a_workbook([("条码",), (12345678901234567890,), ("=A1&B1",), ("1.23457E+12",), ("B00003",)]), "a.xlsx")
    faults = [line.fault for line in file.lines]
    assert faults == [LineFault.ROUNDED, LineFault.FORMULA, LineFault.ROUNDED, None]


def test_titles_and_totals_around_the_lines_are_no_codes() -> None:
    file = read("盘点数据导出\n\n条码,数量\nB00001,1\nB00002,1\n合计,2\n")
    assert [(line.code, line.fault) for line in file.lines] == [
        ("B00001", None),
        ("B00002", None),
        ("合计", LineFault.NO_CODE),
    ]
    assert "line 3" in file.flaws[0]


def test_codes_as_spreadsheets_and_guns_dress_them_are_the_same_codes() -> None:
    assert codes(read('\'00012\n="B00001"\nb00002\nＢ００００３\n*B00004*\n]C0B00005\n')) == [
        "00012",
        "B00001",
        "B00002",
        "B00003",
        "B00004",
        "B00005",
    ]


def test_the_columns_can_be_changed_by_a_person() -> None:
    columns = (CollectorColumn.NOTHING, CollectorColumn.CODE, CollectorColumn.CODE)
    file = read("B00001,B00002,B00003\n", columns=columns)
    assert (codes(file), file.columns[2]) == (["B00002"], CollectorColumn.NOTHING)
    assert codes(read("B00001x0001\n", widths=(6, 1, 4))) == ["B00001"]


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (b"", "leer.txt"),
        (b"\0\0\0\x1a\r\n", "leer.txt"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40, "photo.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "photo.png"),
        (b"MZ" + bytes(range(256)) * 40, "sync.exe"),
        (b"PK\x03\x04 cut off", "a.xlsx"),
        (b"%PDF-1.7 \n" + b"stream" * 20, "list.pdf"),
        (bytes(range(256)) * 200, "flash.bin"),
        (b'{"codes": [1]}', "a.json"),
    ],
)
def test_what_holds_no_lines_is_refused_with_a_way_out(octets: bytes, name: str) -> None:
    with pytest.raises(ImportFileError) as refused:
        read(octets, name)
    assert name in refused.value.sentence
    assert refused.value.remedy


def test_a_name_that_is_a_path_or_endless_harms_nothing() -> None:
    for name in ("../../x.txt", "\0", "扫" * 300, "", "."):
        assert codes(read_collector(b"B00001\n", name, wish())) == ["B00001"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(octets: bytes) -> None:
    with suppress(ImportFileError):
        file = read(octets)
        assert all(line.number >= 1 and line.quantity >= 0 for line in file.lines)


@given(st.text(max_size=300))
def test_any_text_accounts_for_every_line_that_holds_anything(text: str) -> None:
    octets = ("B00001\n" + text).encode("utf-8", "surrogatepass")
    with suppress(ImportFileError):
        file = read(octets)
        assert len({line.number for line in file.lines}) == len(file.lines)


def test_a_hundred_thousand_lines_are_all_there(tmp_path: Path) -> None:
    text = "".join(f"B{number:06},1,2026-07-02,09:15:03\r\n" for number in range(100_000))
    file = read(text)
    assert (len(file.lines), file.timed) == (100_000, 100_000)


@pytest.mark.parametrize("name", ["IMG_0031.jpg", "书架.JPEG", "photo.png", "scan.HEIC"])
def test_a_text_that_is_named_as_a_picture_is_a_damaged_picture_and_no_scans(name: str) -> None:
    with pytest.raises(ImportFileError) as error:
        read("B00001\nB00002\n", name)
    assert error.value.sentence == f"{name} is named as a picture, but holds none: it is damaged."
    assert "the handheld writes" in error.value.remedy
