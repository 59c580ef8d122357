"""Real MARC files, good and bad: all is accounted for, nothing is garbled, and no octets whatever stop the program."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.marc_samples import DREAM, FILES, LITTLE_PRINCE, iso2709, written

from deskcirc.domain.drafts import Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange.marc import describe, read_marc, sniff

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
SHARED = Path(os.environ.get("DESKCIRC_SHARED", BESIDE)) / "data" / "marc"
NO_MARC = {"pymarc_one.json", "unimarc-holdings.txt", "ATTRIBUTION.md", "Apache-2.0.txt", ".gitattributes"}
IN_THE_TREE = sorted(path for path in FILES.iterdir() if path.name not in NO_MARC)
IN_THE_SHARED_FOLDER = sorted(path for path in SHARED.rglob("*") if path.is_file() and path.name not in NO_MARC)

# Characters that GBK taken for MARC-8 or Latin-1, or UTF-8 taken for either, leave behind, and no text here has.
GARBLED = ("Ã", "Â", "锟斤拷", "烫烫", "þ±", "ð¡")


def drafts(path: Path, **choices: str) -> list[TitleDraft]:
    return [row.draft for row in read_marc(path, **choices) if isinstance(row.draft, TitleDraft)]


def texts_of(draft: TitleDraft) -> str:
    return repr([value for name in draft.__slots__ if name != "marc" for value in [getattr(draft, name)]])


def check_account(rows: list[ReadRow]) -> None:
    """Each row is numbered and is either a draft or a refusal; what lost characters says so."""
    assert rows
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert (row.draft is None) is (row.refusal is not None)
        assert row.place
        assert row.original
        if isinstance(row.draft, TitleDraft):
            assert row.draft.title
            assert row.draft.marc is not None
            assert row.draft.marc.octets
            lost = Mark.CHARACTERS_LOST in {note.mark for note in row.notes}
            assert lost or "\ufffd" not in texts_of(row.draft)
            assert not any(sign in texts_of(row.draft) for sign in GARBLED)
        for note in row.notes:
            assert note.sentence()


@pytest.mark.parametrize("path", IN_THE_TREE, ids=lambda path: path.name)
def test_every_file_of_the_tree_is_accounted_for(path: Path) -> None:
    check_account(list(read_marc(path)))


@pytest.mark.skipif(not IN_THE_SHARED_FOLDER, reason="the folder of shared data is not on this machine")
@pytest.mark.parametrize("path", IN_THE_SHARED_FOLDER, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shared_file_is_accounted_for(path: Path) -> None:
    rows = list(read_marc(path))
    check_account(rows)
    preview = describe(path)
    assert preview.count == len(rows)
    assert sniff(path.read_bytes()[:65536]) == preview.carrier


@pytest.mark.skipif(not IN_THE_SHARED_FOLDER, reason="the folder of shared data is not on this machine")
def test_a_dealer_s_gbk_file_comes_out_word_for_word() -> None:
    path = SHARED / "cnmarc" / "cbip_3rec_gbk.iso"
    first, second, third = drafts(path)
    assert (first.title, first.author, first.other_authors) == ("大学英语教程", "张东军", "孙国名、达克")
    assert (first.isbn, first.price, first.edition, first.series) == ("9787040109375", 3700, "2版", "研究生数学丛书 1")
    assert second.title == "信息通信网络建设安全管理概要"
    assert (second.publisher, second.published, second.pages) == ("人民邮电出版社", "2012.05", "264页, 图表")
    assert second.audience.startswith("本书适合信息通信行业建设单位工程建设管理人员")
    assert (third.title, third.class_number, third.subjects) == ("软件加密与解密", "TP309.7", ("软件加密", "解密软件"))
    resaved = drafts(SHARED / "bad" / "cbip_1rec_resaved_utf8.iso")
    assert (resaved[0].title, resaved[0].summary) == (second.title, second.summary)


@pytest.mark.skipif(not IN_THE_SHARED_FOLDER, reason="the folder of shared data is not on this machine")
def test_three_old_systems_name_their_copies_in_three_ways() -> None:
    (run,) = drafts(SHARED / "cnmarc" / "dp2issue200_985.txt")
    assert [copy.accession_number for copy in run.copies] == [f"2029540{last}" for last in range(3, 9)]
    assert {copy.price for copy in run.copies} == {38}
    (groups,) = drafts(SHARED / "cnmarc" / "dp2issue305_middle_school_905.txt")
    assert [(copy.accession_number, copy.call_number) for copy in groups.copies] == [
        ("T002267", "K86/1:0"),
        ("T002269", "K86/1:0"),
    ]
    (repeated,) = drafts(SHARED / "cnmarc" / "dp2issue645_905b_repeated.txt")
    assert [copy.accession_number for copy in repeated.copies] == ["D001669", "D001705"]


def test_our_own_gbk_file_comes_out_word_for_word() -> None:
    path = FILES / "own_cnmarc_gbk.iso"
    found = drafts(path)
    assert [draft.title for draft in found] == ["红楼梦", "小王子", "朝花夕拾", "昆虫记", "镕基讲话与囍字漫谈"]
    assert [draft.author for draft in found][2:] == ["鲁迅著", "（法）法布尔著", "㐀某编"]
    assert [len(draft.copies) for draft in found] == [3, 0, 3, 2, 0]
    preview = describe(path)
    assert (preview.carrier, preview.encoding, preview.syntax, preview.count) == ("iso2709", "gb18030", "cnmarc", 5)
    assert len(preview.rows) == 5


def test_an_answer_of_a_university_s_server_is_read() -> None:
    found = drafts(FILES / "dp2_sru_bnu_cnmarcxml.xml")
    assert len(found) == 10
    assert found[0].title == "'94中国发展报告"
    assert found[0].call_number == "F124/26"
    assert [copy.accession_number for copy in found[0].copies] == ["1683011", "1683012", "1683013"]


def test_original_scripts_of_a_big_library_s_catalogue_are_read() -> None:
    found = drafts(FILES / "blacklight_test_data.utf8.mrc")
    assert len(found) == 30
    assert "林行止" in texts_of(found[-1])


def test_the_dialect_is_seen_and_can_be_overruled() -> None:
    assert describe(FILES / "pymarc_testunimarc.dat").syntax == "unimarc"
    assert describe(FILES / "pymarc_marc.dat").syntax == "marc21"
    rows = list(read_marc(FILES / "own_cnmarc_gbk.iso", syntax="marc21"))
    assert {row.refusal.reason for row in rows if row.refusal} == {RefusalReason.NO_TITLE}
    with pytest.raises(ImportFileError, match="dialect"):
        read_marc(FILES / "own_cnmarc_gbk.iso", syntax="finmarc")


def test_cyrillic_in_an_old_code_page_is_refused_until_the_code_page_is_named() -> None:
    path = FILES / "pymarc_1251.dat"
    assert all(row.refusal for row in read_marc(path))
    assert [draft.language for draft in drafts(path, encoding="cp1251")] == ["rus"] * 6


@pytest.mark.parametrize("name", ["pymarc_one.json", "ATTRIBUTION.md", "Apache-2.0.txt"])
def test_what_is_no_marc_is_refused_whole_with_a_way_out(name: str) -> None:
    with pytest.raises(ImportFileError) as refusal:
        read_marc(FILES / name)
    assert name in refusal.value.sentence
    assert refusal.value.remedy


def test_a_missing_an_empty_and_a_forbidden_file_are_refused_with_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.iso", written(tmp_path, b""), tmp_path, written(tmp_path, b"\xff\xfe", "bom.iso")):
        with pytest.raises(ImportFileError) as refusal:
            read_marc(path)
        assert refusal.value.sentence


def test_a_reading_given_up_half_way_leaves_the_file_free(tmp_path: Path) -> None:
    path = written(tmp_path, iso2709(DREAM) * 50)
    rows = read_marc(path)
    next(rows)
    del rows
    path.unlink()


def check_octets(octets: bytes) -> None:
    """Reading gives rows that account for everything, or one sentence for the whole file; never another exception."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(ImportFileError):
        check_any(list(read_marc(written(Path(folder), octets))))


def check_any(rows: list[ReadRow]) -> None:
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert (row.draft is None) is (row.refusal is not None)
        lost = Mark.CHARACTERS_LOST in {note.mark for note in row.notes}
        assert row.draft is None or lost or "\ufffd" not in texts_of(row.draft)  # type: ignore[arg-type]


@given(st.binary(max_size=600))
def test_arbitrary_octets_stop_nothing(octets: bytes) -> None:
    check_octets(octets)


LINES = "001  1\n2001 $a书名\n010  $a7\n905  $bT1-5\n".encode()
XML = (
    b"<?xml version='1.0'?><collection><record><leader>00000nam0 2200000   450 </leader>"
    b"<datafield tag='200' ind1='1' ind2=' '><subfield code='a'>A</subfield></datafield></record></collection>"
)
SEEDS = (iso2709(DREAM) + iso2709(LITTLE_PRINCE), iso2709(DREAM, "utf-8"), XML, LINES, b"\xff\xfe" + XML * 2)


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 9), st.binary(max_size=6))))
def test_a_real_file_damaged_anywhere_stops_nothing(seed: bytes, damages: list[tuple[int, int, bytes]]) -> None:
    for at, gone, noise in damages:
        seed = seed[:at] + noise + seed[at + gone :]
    check_octets(seed)
