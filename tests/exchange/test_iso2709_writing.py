"""ISO 2709 as we write it: lengths in octets, whatever the encoding; no text can break a file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymarc import MARCReader

from deskcirc.exchange import iso2709
from deskcirc.exchange.iso2709_writing import LONGEST_FIELD, MarcTooLongError, cleaned, kept_octets, written
from deskcirc.exchange.marc_fields import Field, FieldList, Parsed

LEADER = "00000nam0 2200000   450 "
ENCODINGS = ["utf-8", "gb18030"]
any_text = st.text(max_size=12)
safe_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1d\x1e\x1f"), max_size=12)
codes = st.sampled_from("abcdefgx9A4")
indicators = st.sampled_from(["  ", "1 ", " 0", "31"])
tags = st.sampled_from(["010", "200", "330", "606", "905", "979"])


def data_fields(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Field, ...]]:
    parts = st.lists(st.tuples(codes, texts), min_size=1, max_size=4).map(tuple)
    return st.lists(st.builds(Field, tags, indicators, st.just(""), parts), min_size=1, max_size=6).map(tuple)


def read(octets: bytes, encoding: str) -> FieldList:
    parsed = iso2709.parse(octets, encoding)
    assert isinstance(parsed, Parsed)
    assert parsed.faults == ()
    return parsed.fields


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(deadline=None)
@given(fields=data_fields(safe_text))
def test_what_is_written_is_read_back_without_a_fault(encoding: str, fields: tuple[Field, ...]) -> None:
    octets = written(FieldList(LEADER, fields), encoding)
    assert read(octets, encoding).fields == fields
    assert int(octets[:5]) == len(octets)
    (frame,) = iso2709.frames(octets * 1)
    assert frame.faults == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(deadline=None)
@given(fields=data_fields(any_text))
def test_no_text_can_break_a_file(encoding: str, fields: tuple[Field, ...]) -> None:
    """Two records one behind the other are two, even where a text holds the separators themselves."""
    octets = written(FieldList(LEADER, fields), encoding)
    assert octets.count(b"\x1d") == 1
    assert len(list(iso2709.frames(octets + octets))) == 2


def test_a_reader_that_trusts_the_lengths_reads_the_same() -> None:
    fields = FieldList(LEADER, (Field("001", text="7"), Field("200", "1 ", "", (("a", "红楼梦"), ("f", "曹雪芹著")))))
    (record,) = MARCReader(io.BytesIO(written(fields, "gb18030")), file_encoding="gb18030", to_unicode=True)
    assert record is not None
    assert record["200"].get_subfields("a", "f") == ["红楼梦", "曹雪芹著"]
    assert record["001"].data == "7"


def test_nothing_is_stamped_into_the_leader_of_a_cnmarc_record() -> None:
    octets = written(FieldList("00000oam2 2200000   450 ", (Field("200", "1 ", "", (("a", "书"),)),)), "utf-8")
    assert (octets[5:12], octets[17:24]) == (b"oam2 22", b"   450 ")


def test_marc_21_says_that_it_is_unicode() -> None:
    octets = written(FieldList("00000nam  2200000 a 4500", (Field("245", "10", "", (("a", "Book"),)),)), "utf-8")
    assert octets[9:10] == b"a"


@pytest.mark.parametrize(
    "fields",
    [
        (Field("330", "  ", "", (("a", "字" * LONGEST_FIELD),)),),
        tuple(Field("330", "  ", "", (("a", "x" * 9_000),)) for _number in range(12)),
    ],
    ids=["a field", "the record"],
)
def test_what_is_too_long_gets_a_sentence_and_can_still_be_kept(fields: tuple[Field, ...]) -> None:
    whole = FieldList(LEADER, (Field("200", "1 ", "", (("a", "书"),)), *fields))
    with pytest.raises(MarcTooLongError) as trouble:
        written(whole, "utf-8")
    assert trouble.value.sentence
    assert trouble.value.remedy
    parsed = iso2709.parse(kept_octets(whole), "utf-8")
    assert isinstance(parsed, Parsed)
    assert parsed.fields.fields == whole.fields


def test_signs_no_file_can_hold_are_left_out_and_their_fields_named() -> None:
    fields = FieldList(
        LEADER, (Field("200", "1 ", "", (("a", "红\x1f楼\ud800梦"),)), Field("300", "  ", "", (("a", "x"),)))
    )
    mended, tags = cleaned(fields)
    assert mended.value("200", "a") == "红楼梦"
    assert tags == ("200",)
    assert cleaned(mended) == (mended, ())
