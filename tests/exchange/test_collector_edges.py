"""What is easily taken for something else in a handheld's file: columns, ends, encodings, days."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from tests.exchange.marc_samples import DREAM, iso2709
from tests.exchange.test_collector import TODAY, codes, read

from deskcirc.domain.collector_files import CollectorColumn, CollectorWish, LineFault
from deskcirc.errors import ImportFileError
from deskcirc.exchange.collector import read_collector
from deskcirc.exchange.collector_times import DateOrder, day_in, order_of


def test_a_word_that_stands_before_every_code_is_no_header() -> None:
    assert codes(read("barcode,B00001\nbarcode,B00002\n")) == ["B00001", "B00002"]


def test_a_number_scanned_into_the_quantity_by_mistake_makes_no_day_of_the_column() -> None:
    file = read("条码,数量\nB00001,2\nB00002,1\nB00003,202607020915\n")
    assert [(line.quantity, line.at) for line in file.lines] == [(2, None), (1, None), (999_999, None)]


def test_a_quantity_with_zeros_before_it_is_no_day() -> None:
    file = read("B00001,000112\nB00002,000211\n")
    assert [(line.quantity, line.day) for line in file.lines] == [(112, None), (211, None)]


def test_the_labels_of_shelves_are_not_taken_for_the_codes_where_all_codes_are_unknown() -> None:
    file = read("SH001,T0001\nSH002,T0002\n")
    assert [(line.code, line.shelf_code) for line in file.lines] == [("T0001", "SH001"), ("T0002", "SH002")]


def test_of_two_columns_that_mean_the_same_the_first_is_taken() -> None:
    assert [line.quantity for line in read("条码,数量,\nB00001,2,7\nB00002,3,9\n").lines] == [2, 3]
    assert read("条码,架位,库位\nB00001,SH001,SH002\n").lines[0].shelf_code == "SH001"


def test_a_quantity_may_stand_before_the_code() -> None:
    assert [(line.code, line.quantity) for line in read("2,B00001\n1,B00002\n5,B00003\n").lines] == [
        ("B00001", 2),
        ("B00002", 1),
        ("B00003", 5),
    ]


def test_blanks_within_codes_that_the_library_knows_part_no_cells() -> None:
    assert codes(read("B 00001\nB 00002\n")) == ["B00001", "B00002"]


def test_long_codes_that_the_library_knows_are_cut_nowhere() -> None:
    long = [f"{10**23 + number}" for number in range(1, 4)]
    chosen = CollectorWish(is_known=frozenset(long).__contains__, today=TODAY)
    assert codes(read_collector("\n".join([*long, ""]).encode(), "a.txt", chosen)) == long


def test_a_stray_quotation_mark_swallows_nothing() -> None:
    assert [(line.code, line.quantity) for line in read('B00001,"1\nB00002,2\n').lines] == [
        ("B00001", 1),
        ("B00002", 2),
    ]


@pytest.mark.parametrize("end", ["\r", "\x1a"])
def test_a_last_line_with_any_end_is_whole(end: str) -> None:
    assert read(f"B00011{end}B00012{end}B0001{end}").lines[-1].readable


def test_sheets_that_are_not_read_are_named() -> None:
    book = openpyxl.Workbook()
    for name in ("扫描", "备份"):
        book.create_sheet(name).append(["B00001"])
    kept = BytesIO()
    book.save(kept)
    file = read(kept.getvalue(), "a.xlsx")
    assert codes(file) == ["B00001"]
    assert "备份" in " ".join(file.flaws)


def test_a_file_of_descriptions_is_no_file_of_scans() -> None:
    with pytest.raises(ImportFileError):
        read(iso2709(DREAM) * 3, "books.iso")


def test_an_encoding_that_a_person_chose_is_the_one_that_is_used() -> None:
    octets = "条码,架位\nB00001,架三\n".encode("utf-16-le")
    assert read(octets).encoding == "utf-16-le"
    assert read(octets, encoding="gb18030").encoding == "gb18030"
    lost = read("条码\n图书00001\n图书\n".encode("gb18030"), encoding="utf-8")
    assert [line.fault for line in lost.lines][-2:] == [LineFault.LOST, LineFault.LOST]


def test_a_shelf_in_its_own_column_goes_before_the_label_scanned_last() -> None:
    file = read("条码,架位\nSH001,\nB00001,SH002\nB00002,\n")
    assert [line.shelf_code for line in file.lines] == ["SH002", "SH001"]


def test_a_shelf_label_at_the_end_leaves_the_line_before_it_whole() -> None:
    assert all(line.readable for line in read("T00001\nT00002\nT003\nSH002").lines)


def test_in_columns_of_fixed_width_a_last_line_without_its_quantity_is_cut() -> None:
    known = [f"{10**19 + number}" for number in range(12)]
    chosen = CollectorWish(is_known=frozenset(known).__contains__)
    text = "".join(f"{code}0001\n" for code in known)
    file = read_collector(f"{text}{known[0]}".encode(), "C20N4.txt", chosen)
    assert file.widths == (20, 4)
    assert [line.fault for line in file.lines[-2:]] == [None, LineFault.CUT]


def test_a_cut_line_keeps_the_shelf_it_was_scanned_on() -> None:
    file = read("SH001\nB00011\nB00012\nB0001")
    assert (file.lines[-1].fault, file.lines[-1].shelf_code) == (LineFault.CUT, "SH001")


def test_what_the_library_knows_is_a_code_however_odd_it_looks() -> None:
    chosen = CollectorWish(is_known=frozenset({"藏书甲"}).__contains__)
    file = read_collector("藏书甲\n藏书乙\n藏书00012\n=A1&B1\nB00003\n".encode(), "a.txt", chosen)
    assert [line.fault for line in file.lines] == [None, LineFault.NO_CODE, None, LineFault.FORMULA, None]


def test_a_moment_in_a_column_that_a_person_named_day_is_read_with_its_time() -> None:
    (line,) = read("B00001,2026-07-02 09:15\n", columns=(CollectorColumn.CODE, CollectorColumn.DAY)).lines
    assert (line.day, line.clock) == (date(2026, 7, 2), time(9, 15))


@pytest.mark.parametrize("clock", ["", ",09:15"])
def test_a_day_late_in_the_file_tells_the_order_of_all(clock: str) -> None:
    head = "条码,日期,时间\n" if clock else "条码,日期\n"
    early = "".join(f"B{number:05},05/06/2026{clock}\n" for number in range(700))
    late = "".join(f"B{number:05},06/25/2026{clock}\n" for number in range(700, 720))
    assert read(head + early + late).lines[0].day == date(2026, 5, 6)


def test_of_two_orders_the_one_whose_days_have_come_already_is_meant() -> None:
    assert order_of(["07/08/2026"], date(2026, 7, 9)) is DateOrder.MONTH_FIRST
    assert order_of(["07/08/2026"], date(2026, 8, 9)) is DateOrder.DAY_FIRST
    assert order_of(["26/07/02", "02/07/26", "03/07/26"], date(2026, 7, 9)) is DateOrder.DAY_FIRST


def test_a_dead_clock_begins_in_1970_and_none_before() -> None:
    assert day_in("1969-12-31", DateOrder.YEAR_FIRST) is None
    assert day_in("1970-01-01", DateOrder.YEAR_FIRST) == date(1970, 1, 1)


def test_a_time_of_day_stands_alone_and_by_the_day_beside_it() -> None:
    (line,) = read("条码,日期,时间\nB00001,2026-07-02,9:15:03\n").lines
    assert line.at == datetime(2026, 7, 2, 9, 15, 3)  # noqa: DTZ001  a handheld's clock has no zone
