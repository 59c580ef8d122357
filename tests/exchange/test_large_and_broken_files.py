"""Files made to harm, or harmed on the way: a sentence, whatever they hold, and never the computer's whole memory."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import repeat
from pathlib import Path

import pytest
from tests.exchange.marc_samples import DREAM, LITTLE_PRINCE, iso2709
from tests.exchange.tables import workbook

from deskcirc.errors import ImportFileError
from deskcirc.exchange import examine, read_rows

HEADER = ("书名", "登录号")
BOOK = ("草房子", "A00001")
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def with_sheet(good: Path, target: Path, pieces: Iterator[str] | list[str]) -> Path:
    """The workbook with the XML of its first sheet replaced."""
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                new.writestr(part.filename, old.read(part))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for piece in pieces:
                sheet.write(piece.encode())
    return target


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "good.xlsx", [HEADER, BOOK])


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


LIST = f'<row r="1">{cell("A1", "书名")}{cell("B1", "登录号")}</row><row r="2">{cell("A2", "草房子")}</row>'
END = "</sheetData></worksheet>"


def refused(path: Path) -> str:
    with pytest.raises(ImportFileError) as said:
        examine(path)
    assert said.value.remedy
    return said.value.sentence


@pytest.mark.parametrize(
    "stray",
    [
        f'<row r="1048576">{cell("XFD1048576", "x")}</row>',
        '<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>',
        "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(3, 2000)),
        f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>',
    ],
    ids=["far corner", "beyond any sheet", "wide", "no number"],
)
def test_a_cell_left_over_far_away_does_not_fill_the_memory(good: Path, tmp_path: Path, stray: str) -> None:
    assert "far.xlsx" in refused(with_sheet(good, tmp_path / "far.xlsx", [SHEET, LIST, stray, END]))


def test_a_remark_in_the_last_row_costs_nothing(good: Path, tmp_path: Path) -> None:
    stray = f'<row r="3000"><c r="XFD3000" s="1"/>{cell("B3000", "A00002")}</row>'
    path = with_sheet(good, tmp_path / "remark.xlsx", [SHEET, LIST, stray, END])
    assert [row.number for row in read_rows(path)] == [2, 3000]


def test_a_sheet_that_swells_without_measure_is_refused_unread(good: Path, tmp_path: Path) -> None:
    pieces = [SHEET, *repeat("0" * (1 << 20), 300), END]
    assert "larger than any list" in refused(with_sheet(good, tmp_path / "bomb.xlsx", pieces))


def test_a_row_without_an_end_is_refused(good: Path, tmp_path: Path) -> None:
    pieces = [SHEET, '<row r="1"><c r="A1" t="str"><v>', *repeat("0" * (1 << 20), 40), "</v></c></row>", END]
    assert "one row of" in refused(with_sheet(good, tmp_path / "row.xlsx", pieces))


def test_formulas_below_the_last_value_are_rows_too(good: Path, tmp_path: Path) -> None:
    formula = '<row r="3"><c r="A3"><f>A2</f></c><c r="B3"><f>B2+1</f></c></row>'
    rows = list(read_rows(with_sheet(good, tmp_path / "formulas.xlsx", [SHEET, LIST, formula, END])))
    assert [row.number for row in rows] == [2, 3]
    assert rows[1].refusal is not None
    assert rows[1].original == "=A2\t=B2+1"


def test_a_workbook_cut_anywhere_or_with_any_octet_changed_gets_a_sentence_or_its_rows(
    good: Path, tmp_path: Path
) -> None:
    octets, path = good.read_bytes(), tmp_path / "broken.xlsx"
    cuts = [octets[:end] for end in range(1, len(octets), 211)]
    changes = [octets[:at] + bytes([octets[at] ^ 0x5A]) + octets[at + 1 :] for at in range(0, len(octets), 97)]
    for broken in cuts + changes:
        path.write_bytes(broken)
        with suppress(ImportFileError):
            assert len(list(read_rows(path))) == 1


@pytest.mark.parametrize("field", ["书" * 200_000, '"' + "书" * 200_000 + '"', '"' + "书" * 200_000, "," * 200_000])
def test_a_field_longer_than_any_costs_only_its_row(tmp_path: Path, field: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"书名,登录号\n{field},1\n草房子,2\n", encoding="utf-8")
    last = list(read_rows(path))[-1]
    assert last.original == "草房子\t2"


def test_a_torn_character_does_not_turn_the_file_into_another_language(tmp_path: Path) -> None:
    path = tmp_path / "torn.csv"
    path.write_bytes("title,barcode\n草房子,1\n城南旧事,2\n".encode() + "窗".encode()[:2] + b",3\n")
    assert [row.original.split("\t")[0] for row in read_rows(path)][:2] == ["草房子", "城南旧事"]


def test_a_page_that_calls_itself_latin_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = '<html><meta charset="ISO-8859-1"><table><tr><td>书名<td>登录号<tr><td>草房子<td>1</table>'
    (tmp_path / "page.xls").write_bytes(page.encode("gb18030"))
    [row] = read_rows(tmp_path / "page.xls")
    assert row.original == "草房子\t1"


def test_a_record_cut_off_at_any_octet_costs_no_neighbour(tmp_path: Path) -> None:
    first, second = iso2709(DREAM), iso2709(LITTLE_PRINCE)
    path = tmp_path / "cut.iso"
    for end in range(1, len(second)):
        path.write_bytes(first + second[:end])
        rows = list(read_rows(path))
        assert rows[0].draft is not None
        assert len(rows) <= 2


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be cut off there")
def test_a_file_cut_off_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "stick.iso"
    path.write_bytes(iso2709(DREAM) * 2000)
    rows = read_rows(path)
    next(rows)
    os.truncate(path, 5000)
    assert sum(1 for _row in rows) == 1999


def test_a_file_that_has_gone_since_it_was_looked_at_gets_a_sentence(tmp_path: Path, good: Path) -> None:
    for name, octets in (("a.iso", iso2709(DREAM)), ("b.csv", "书名,登录号\n草房子,1\n".encode())):
        path = tmp_path / name
        path.write_bytes(octets)
        choices = examine(path).choices()
        path.unlink()
        with pytest.raises(ImportFileError):
            list(read_rows(path, choices))
    choices = examine(good).choices()
    good.unlink()
    with pytest.raises(ImportFileError):
        list(read_rows(good, choices))
