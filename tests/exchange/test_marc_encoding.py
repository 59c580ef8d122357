"""Encodings of MARC files are found by rule, and what can't be read is said, never stored as other characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.marc_samples import DREAM, LITTLE_PRINCE, framed, iso2709, marc21, written

from deskcirc.domain.drafts import Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange.marc import describe, read_marc
from deskcirc.exchange.marc8 import decode_marc8
from deskcirc.exchange.marc_encoding import decides

LATIN_LEADER = "nam  22%05d   4500"


def read_one(folder: Path, octets: bytes, encoding: str | None = None) -> ReadRow:
    (row,) = read_marc(written(folder, octets), encoding=encoding)
    return row


def title(row: ReadRow) -> str:
    assert isinstance(row.draft, TitleDraft), row.refusal
    return row.draft.title


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("fields", [DREAM, LITTLE_PRINCE])
def test_chinese_in_either_encoding_is_the_same_title(
    tmp_path: Path, encoding: str, fields: tuple[tuple[str, str], ...]
) -> None:
    draft = read_one(tmp_path, iso2709(fields, encoding)).draft
    assert isinstance(draft, TitleDraft)
    assert draft.marc is not None
    assert draft.marc.encoding == encoding
    assert draft.title == next(text for tag, text in fields if tag == "200").split("$")[1][1:]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read_and_kept_as_it_stands(tmp_path: Path, encoding: str) -> None:
    text = iso2709(DREAM, "utf-8").decode() + iso2709(LITTLE_PRINCE, "utf-8").decode()
    octets = ("\ufeff" + text).encode(encoding)
    rows = list(read_marc(written(tmp_path, octets)))
    assert [title(row) for row in rows] == ["红楼梦", "小王子"]
    at = text.index("\x1d") + 1
    assert rows[1].place == f"byte {2 + 2 * at}"
    assert isinstance(rows[1].draft, TitleDraft)
    assert rows[1].draft.marc is not None
    assert rows[1].draft.marc.octets == text[at:].encode(encoding)
    assert rows[1].draft.marc.encoding == encoding
    assert describe(tmp_path / "sample.iso").encoding == encoding


def test_utf_16_without_its_mark_is_read_once_a_person_says_so(tmp_path: Path) -> None:
    octets = iso2709(DREAM, "utf-8").decode().encode("utf-16-le")
    assert title(read_one(tmp_path, octets, "utf-16")) == "红楼梦"
    form = written(tmp_path, "001  1\n2001 ▼a呐喊\n210  ▼a北京\n690  ▼aI210.6\n".encode("utf-16-le"), "form.txt")
    assert [title(row) for row in read_marc(form, encoding="utf-16")] == ["呐喊"]
    preview = describe(tmp_path / "sample.iso", encoding="utf-16")
    assert (preview.encoding, preview.count, title(preview.rows[0])) == ("utf-16-le", 1, "红楼梦")


def test_a_byte_order_mark_before_utf_8_is_no_part_of_the_leader(tmp_path: Path) -> None:
    row = read_one(tmp_path, b"\xef\xbb\xbf" + iso2709(DREAM, "utf-8"))
    assert title(row) == "红楼梦"
    assert row.notes == ()


def test_gbk_is_never_taken_for_marc_8_even_in_marc_21(tmp_path: Path) -> None:
    chinese = iso2709([("001", "1"), ("245", "10$a红楼梦 /$c曹雪芹著.")], "gb18030", LATIN_LEADER)
    row = read_one(tmp_path, chinese)
    assert title(row) == "红楼梦"


def test_the_rare_characters_of_gb18030_come_out_right(tmp_path: Path) -> None:
    fields = [(tag, text.replace("红楼梦", "镕囍㐀𠮷传")) for tag, text in DREAM]
    assert title(read_one(tmp_path, iso2709(fields))) == "镕囍㐀𠮷传"


def test_two_words_of_gbk_that_are_valid_utf_8_follow_the_rest_of_the_file(tmp_path: Path) -> None:
    assert "统一".encode("gbk").decode("utf-8")
    unicom = [("001", "3"), ("200", "1 $a统一")]
    rows = list(read_marc(written(tmp_path, iso2709(DREAM) + iso2709(unicom) + iso2709(LITTLE_PRINCE))))
    assert [title(row) for row in rows] == ["红楼梦", "统一", "小王子"]


def test_a_file_put_together_from_two_encodings_is_read_title_by_title(tmp_path: Path) -> None:
    octets = iso2709(DREAM) * 3 + iso2709(LITTLE_PRINCE, "utf-8") + iso2709(DREAM)
    rows = list(read_marc(written(tmp_path, octets)))
    assert [title(row) for row in rows] == ["红楼梦"] * 3 + ["小王子", "红楼梦"]


def test_a_character_cut_in_two_by_an_old_program_is_marked(tmp_path: Path) -> None:
    octets = [(tag, text.replace("$", "\x1f").encode("gb18030") + b"\x1e") for tag, text in DREAM]
    octets[6:6] = [("300", "  \x1fa附光".encode("gb18030") + b"\xc5\x1e")]
    row = read_one(tmp_path, framed(octets))
    assert title(row) == "红楼梦"
    assert [(note.mark, note.value) for note in row.notes] == [(Mark.CHARACTERS_LOST, "300")]


def test_marks_and_east_asian_characters_of_marc_8_are_read(tmp_path: Path) -> None:
    linked = b"10\x1f6880-01\x1faHonglou meng\x1e", b"10\x1f6245-01/$1\x1fa\x1b$1!PVK7oi$N\x1b(B\x1e"
    octets = framed([("245", linked[0]), ("100", b"1 \x1faDvor\xe9\xe1ak\x1e"), ("880", linked[1])], LATIN_LEADER)
    row = read_one(tmp_path, octets)
    assert isinstance(row.draft, TitleDraft)
    assert row.draft.title == "米国の"
    assert row.draft.parallel_title == "Honglou meng"
    assert row.notes == ()


def test_a_mark_of_marc_8_follows_its_letter() -> None:
    assert decode_marc8(b"Soci\xe2et\xe2e \xb5 \xa1\xf0c") == "Socie\u0301te\u0301 æ Łc\u0327"


def test_an_unknown_escape_of_marc_8_is_a_loss_and_not_a_blank() -> None:
    assert decode_marc8(b"Soci\x1bt\xe2e") == "Soci\ufffdte\u0301"
    assert decode_marc8(b"\x1b$1!!\x1b(BX") == "\ufffd\ufffdX"


@pytest.mark.parametrize(("encoding", "text"), [("cp1251", "Теория вероятностей"), ("cp866", "Сборник задач")])
def test_an_encoding_nobody_named_is_refused_and_read_once_it_is_named(
    tmp_path: Path, encoding: str, text: str
) -> None:
    octets = marc21(("001", "1"), ("245", f"10$a{text}"), encoding=encoding, unicode_flag=False)
    row = read_one(tmp_path, octets)
    assert row.refusal is not None
    assert row.refusal.reason is RefusalReason.RECORD_UNREADABLE
    assert title(read_one(tmp_path, octets, encoding)) == text


def test_western_letters_of_latin_1_do_not_become_chinese(tmp_path: Path) -> None:
    octets = iso2709([("200", "1 $aL'été à la mer : récits préférés")], "latin-1")
    row = read_one(tmp_path, octets)
    assert "été" not in row.original
    assert Mark.CHARACTERS_LOST in {note.mark for note in row.notes}
    assert title(read_one(tmp_path, octets, "latin-1")) == "L'été à la mer : récits préférés"


def test_text_encoded_twice_is_turned_back(tmp_path: Path) -> None:
    fields = [("200", "1 $aÉditura Mureşeană"), ("210", "  $cşi alţii")]
    twice = [(tag, text.encode().decode("latin-1")) for tag, text in fields]
    row = read_one(tmp_path, iso2709(twice, "utf-8"))
    assert title(row) == "Éditura Mureşeană"
    assert Mark.RECORD_MENDED in {note.mark for note in row.notes}


def test_a_person_can_overrule_the_encoding(tmp_path: Path) -> None:
    octets = iso2709([("200", "1 $a紅樓夢$f曹雪芹著")], "big5")
    assert title(read_one(tmp_path, octets, "big5")) == "紅樓夢"


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "utf-7", "cp037", "idna", "unicode_escape", " "])
def test_an_encoding_in_which_marc_cannot_stand_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportFileError, match="encoding"):
        read_marc(written(tmp_path, iso2709(DREAM)), encoding=name)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30))
def test_what_chinese_is_written_in_utf_8_is_read_as_utf_8(text: str) -> None:
    assert decides(text.encode(), may_be_marc8=True) == "utf-8"


COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学"
)


@given(st.text(st.sampled_from(COMMON), min_size=4, max_size=60))
def test_common_chinese_in_gbk_is_read_as_such_whatever_else_it_could_be(text: str) -> None:
    octets = b"00000nam  " + text.encode("gb18030")
    assert decides(octets, may_be_marc8=True, preferred="gb18030") == "gb18030"
