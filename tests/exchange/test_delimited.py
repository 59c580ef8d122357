"""Text tables in the encodings and shapes in which other programs leave them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.tables import text_table

from deskcirc.domain.drafts import Mark, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, examine, read_rows
from deskcirc.exchange.delimited import find_delimiter, find_encoding, read_delimited

CSV = "书名,作者,单价\r\n红楼梦,曹雪芹,59.70\r\n聊斋,㐂𠮷,3\r\n"


def titles(path: Path, choices: Choices | None = None) -> list[TitleDraft]:
    return [row.draft for row in read_rows(path, choices) if isinstance(row.draft, TitleDraft)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_by_itself(tmp_path: Path, encoding: str) -> None:
    path = text_table(tmp_path / "list.csv", CSV, encoding)
    assert [(title.title, title.author, title.price) for title in titles(path)] == [
        ("红楼梦", "曹雪芹", 5970),
        ("聊斋", "㐂𠮷", 300),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found_by_itself(tmp_path: Path, delimiter: str) -> None:
    path = text_table(tmp_path / "list.txt", CSV.replace(",", delimiter))
    assert titles(path)[0].price == 5970


def test_commas_inside_a_tab_separated_table_part_nothing() -> None:
    assert find_delimiter(["书名\t作者", "甲,乙,丙\t丁,戊", "己\t庚,辛"]) == "\t"


def test_a_false_xls_full_of_gbk_text_is_read(tmp_path: Path) -> None:
    path = text_table(tmp_path / "导出.xls", CSV.replace(",", "\t"), "gb18030")
    assert titles(path)[0].author == "曹雪芹"


def test_a_person_can_name_another_encoding(tmp_path: Path) -> None:
    path = text_table(tmp_path / "taiwan.csv", "書名,作者\n紅樓夢,曹雪芹\n", "big5")
    assert examine(path, "big5").sheets[0].plan.headers == ("書名", "作者")
    with pytest.raises(ImportFileError, match="klingon"):
        examine(path, "klingon")


def test_a_few_bad_bytes_cost_only_their_own_characters(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(("书名,作者\n" + "红楼梦,曹雪芹\n" * 40).encode() + "西游".encode() + b"\xff\xfe\xe8,\xff\n")
    rows = list(read_rows(path))
    assert len(rows) == 41
    assert [note.mark for note in rows[-1].notes] == [Mark.CHARACTERS_LOST, Mark.CHARACTERS_LOST]
    assert not any(row.notes for row in rows[:-1])


def test_a_stray_quotation_mark_never_swallows_the_rows_below(tmp_path: Path) -> None:
    text = '书名,作者\n"红楼梦,曹雪芹\n西游记,吴承恩\n"三国"演义",罗贯中\n"水浒\n传",施耐庵\n'
    found = titles(text_table(tmp_path / "quotes.csv", text))
    assert [title.author for title in found][-3:] == ["吴承恩", "罗贯中", "施耐庵"]
    assert found[-1].title == "水浒 传"
    assert len(found) == 4


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    [good, broken] = read_rows(text_table(tmp_path / "wide.csv", "书名,作者\n红楼梦,曹雪芹,,\n西游记,吴承恩,1,2\n"))
    assert good.draft is not None
    assert broken.refusal is not None
    assert broken.refusal.reason is RefusalReason.ROW_BROKEN


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    path = text_table(tmp_path / "blank.csv", "书名,作者\n\n红楼梦,曹雪芹\n,\n  ,　\n西游记,吴承恩\n\n")
    assert [row.number for row in read_rows(path)] == [3, 6]
    assert examine(path).row_count == 2


@given(st.text(max_size=300))
def test_no_text_makes_reading_fail_and_every_row_keeps_its_number(text: str) -> None:
    [grid] = read_delimited(text.encode("utf-8", "replace")).grids
    assert [row.number for row in grid.rows] == list(range(1, len(grid.rows) + 1))


@given(st.binary(max_size=300))
def test_no_bytes_make_finding_the_encoding_fail(content: bytes) -> None:
    content.decode(find_encoding(content), "replace")


@given(st.lists(st.lists(st.text('书名ab,"\n', max_size=6), min_size=2, max_size=2), min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    [grid] = read_delimited("\n".join(["甲,乙"] * 20 + quoted).encode()).grids
    assert [row.cells for row in grid.rows[20:]] == [tuple(cell.strip() for cell in row) for row in rows]
