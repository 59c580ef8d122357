"""MARC as lines of text, as screens of other systems print it and MarcBreaker writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.marc_samples import FILES, written

from deskcirc.domain.drafts import Mark, ReadRow, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange.marc import read_marc, sniff

FORM = """          01087nam0 2200193   450_
001     0198016851
010  ǂd0.38元
2001 ǂa朝花夕拾ǂf鲁迅著
210  ǂa北京ǂc人民文学出版社ǂd1985.07
905  ǂb0001-2ǂdI210.4ǂe8ǂf
985  ǂa00019ǂb书库ǂh0001
     ǂa00027ǂb书库ǂh0002
***
"""
TABLE = """  |   | 00790oam2_2200229___450_¶
-- | -- | --
1 |   | guanbarteam¶
10 | __ | ‡a7-02-000220-X ‡b平装 ‡dCNY12.00¶
100 | __ | ‡a00010101d________em_y0chiy0121____ea¶
200 | 1_ | ‡a红楼梦 ‡f曹雪芹著¶
905 | __ | ‡a1 ‡bT002267 ‡dI242.4 ‡e1¶
"""
COLUMNS = "FMT\tBK\nLDR\t-----nam0 22-----   450 \n001\t1\n2001\t|a 小王子 |f 李玉民译\n690\t|a I565.8\nSYS\t1\n"
BREAKER = """=LDR  01201nam  2200253 a 4500
=001  tes1\\
=008  960221s1955\\\\\\\\dcuabcdjdbkoqu001\\0dspa\\d
=245  10$aProblems of {dollar}5 in {Lstrok}{acute}od{acute}z and {lcub}Sz{uml}{macr}u{rcub} {nosuch} /$cA. Doe.

=LDR  03445nam  2200853 a 4500
=001  tes2\\
=245  00$aSecond.
"""


def rows_of(folder: Path, text: str, encoding: str = "utf-8") -> list[ReadRow]:
    return list(read_marc(written(folder, text.encode(encoding), "form.txt")))


def drafts(rows: list[ReadRow]) -> list[TitleDraft]:
    return [row.draft for row in rows if isinstance(row.draft, TitleDraft)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("text", "title"), [(FORM, "朝花夕拾"), (TABLE, "红楼梦"), (COLUMNS, "小王子")])
def test_a_work_form_is_read_in_any_encoding(tmp_path: Path, text: str, title: str, encoding: str) -> None:
    text = text.replace("ǂ", "▼") if encoding == "gb18030" else text
    text = text.replace("‡", "▼").replace("¶", "") if encoding == "gb18030" else text
    rows = rows_of(tmp_path, text, encoding)
    assert [draft.title for draft in drafts(rows)] == [title]
    assert [row.notes for row in rows] == [()]


def test_a_line_without_a_tag_carries_the_field_on(tmp_path: Path) -> None:
    (draft,) = drafts(rows_of(tmp_path, FORM))
    assert [(copy.accession_number, copy.barcode) for copy in draft.copies] == [("0001", "00019"), ("0002", "00027")]
    assert (draft.price, draft.year, draft.call_number) == (38, 1985, "I210.4/8")


def test_tags_that_lost_their_zeros_and_blanks_written_as_signs_are_read(tmp_path: Path) -> None:
    (draft,) = drafts(rows_of(tmp_path, TABLE))
    assert (draft.isbn, draft.language, draft.audience) == ("9787020002207", "chi", "em")


@pytest.mark.parametrize("between", ["", "\n", "\r\n\r\n", "***\n"])
def test_forms_one_after_another_are_told_apart(tmp_path: Path, between: str) -> None:
    form = FORM.removesuffix("***\n")
    rows = rows_of(tmp_path, between.join([form, form.replace("朝花夕拾", "呐喊"), form]))
    assert [draft.title for draft in drafts(rows)] == ["朝花夕拾", "呐喊", "朝花夕拾"]
    assert len(rows) == 3


def test_the_octets_of_each_form_are_kept(tmp_path: Path) -> None:
    first, second = drafts(rows_of(tmp_path, FORM + TABLE))
    assert first.marc is not None
    assert second.marc is not None
    assert first.marc.octets.decode().strip() == FORM.removesuffix("***\n").strip()
    assert second.marc.octets.decode().strip() == TABLE.strip()


def test_a_line_that_is_no_field_is_said(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, FORM.replace("210  ", "第 1 页\n210  "))
    assert [(note.mark, note.value) for note in rows[0].notes] == [
        (Mark.RECORD_MENDED, "a line is not a field: 第 1 页")
    ]


def test_names_of_marc_breaker_become_characters(tmp_path: Path) -> None:
    first, second = drafts(rows_of(tmp_path, BREAKER))
    assert first.title == "Problems of $5 in Łódź and {Szǖ} {nosuch}"
    assert (first.author, first.language) == ("A. Doe.", "spa")
    assert second.title == "Second"


def test_the_national_library_s_page_copied_and_pasted_is_read() -> None:
    (row,) = read_marc(FILES / "nlc_web_copy_paste.txt")
    assert isinstance(row.draft, TitleDraft)
    assert (row.draft.title, row.draft.isbn, row.draft.price) == ("小王子", "9787500162087", 3200)
    assert row.draft.class_number == "I565.8"


@pytest.mark.parametrize(
    "text",
    [
        "题名,作者\n红楼梦,曹雪芹\n",
        "200\n995$a\nHomebranch\n995$b\n",
        "001\t$5\n002\t$6\n003\t$7\n",
        '{"leader": "00755cam", "fields": [{"245": {"subfields": [{"a": "x"}]}}]}',
        "",
        "   \r\n",
    ],
)
def test_other_text_is_no_marc(tmp_path: Path, text: str) -> None:
    assert sniff(text.encode()) is None
    with pytest.raises(ImportFileError) as refusal:
        read_marc(written(tmp_path, text.encode()))
    assert refusal.value.remedy
