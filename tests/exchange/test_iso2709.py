"""ISO 2709 as it comes from dealers and old systems: every fault seen in real files costs at most its own title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.marc_samples import (
    CNMARC_LEADER,
    DREAM,
    LITTLE_PRINCE,
    framed,
    iso2709,
    lengths_in_characters,
    written,
)

from deskcirc.domain.drafts import Mark, ReadRow, Refusal, RefusalReason, TitleDraft
from deskcirc.exchange.iso2709 import divide, frames, parse
from deskcirc.exchange.marc import read_marc

DREAM_OCTETS, PRINCE_OCTETS = iso2709(DREAM), iso2709(LITTLE_PRINCE)


def rows_of(folder: Path, octets: bytes) -> list[ReadRow]:
    return list(read_marc(written(folder, octets)))


def titles(rows: list[ReadRow]) -> list[str]:
    return [row.draft.title for row in rows if isinstance(row.draft, TitleDraft)]


def mended(row: ReadRow) -> bool:
    return any(note.mark is Mark.RECORD_MENDED for note in row.notes)


TAGS = st.text("0123456789", min_size=3, max_size=3)
CONTENTS = st.text(st.characters(min_codepoint=0x20, exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@given(st.lists(st.lists(st.tuples(TAGS, CONTENTS), min_size=1, max_size=12), min_size=1, max_size=6))
def test_what_was_framed_comes_back_field_by_field(descriptions: list[list[tuple[str, str]]]) -> None:
    octets = [framed([(tag, text.encode() + b"\x1e") for tag, text in fields]) for fields in descriptions]
    found = list(frames(b"".join(octets)))
    assert [frame.octets for frame in found] == octets
    assert not any(frame.faults or frame.refusal for frame in found)
    for frame, fields in zip(found, descriptions, strict=True):
        divided = divide(frame.octets)
        assert not isinstance(divided, Refusal)
        assert [(tag.decode(), part.decode()) for tag, part in divided.fields] == fields
        assert divided.faults == ()


@given(
    st.lists(st.sampled_from([b"\x1d", b"\x1e", b"\x1f", b"001000500000", b"00644nam0 2200217   450 ", b"\n", b"a"]))
)
def test_no_heap_of_separators_stops_the_reading(pieces: list[bytes]) -> None:
    octets = b"".join(pieces)
    for frame in frames(octets):
        assert octets[frame.offset : frame.offset + len(frame.octets)] == frame.octets
        parse(frame.octets)


@given(st.binary(max_size=400), st.integers(0, 643), st.integers(0, 60))
def test_noise_in_one_title_never_costs_the_ones_around_it(noise: bytes, at: int, gone: int) -> None:
    noise = noise.replace(b"\x1d", b"")
    damaged = DREAM_OCTETS[:at] + noise + DREAM_OCTETS[at + gone : -1] + b"\x1d"
    found = [frame.octets for frame in frames(PRINCE_OCTETS + damaged + PRINCE_OCTETS)]
    assert found[0] == PRINCE_OCTETS
    assert found[-1] == PRINCE_OCTETS


def test_lengths_counted_in_characters_are_mended(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, lengths_in_characters(DREAM) + lengths_in_characters(LITTLE_PRINCE))
    assert titles(rows) == ["红楼梦", "小王子"]
    assert all(mended(row) for row in rows)


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\r\n\r\n", b"\x00\x00\x00", b"   ", b"\x1a"])
def test_what_stands_between_two_titles_does_no_harm(tmp_path: Path, between: bytes) -> None:
    rows = rows_of(tmp_path, between + DREAM_OCTETS + between + PRINCE_OCTETS + between)
    assert titles(rows) == ["红楼梦", "小王子"]
    assert not any(mended(row) or row.refusal for row in rows)
    assert rows[1].place == f"byte {len(between) * 2 + len(DREAM_OCTETS)}"


@pytest.mark.parametrize("kept", [12, 19, 20, 23])
def test_a_short_leader_is_mended(tmp_path: Path, kept: int) -> None:
    rows = rows_of(tmp_path, PRINCE_OCTETS + DREAM_OCTETS[:kept] + DREAM_OCTETS[24:])
    assert titles(rows) == ["小王子", "红楼梦"]
    assert mended(rows[1])


def test_fields_out_of_the_order_of_their_directory_keep_their_tags(tmp_path: Path) -> None:
    end = DREAM_OCTETS.index(b"\x1e")
    entries = [DREAM_OCTETS[at : at + 12] for at in range(24, end, 12)]
    rows = rows_of(tmp_path, DREAM_OCTETS[:24] + b"".join(sorted(entries, reverse=True)) + DREAM_OCTETS[end:])
    draft, usual = rows[0].draft, rows_of(tmp_path, DREAM_OCTETS)[0].draft
    assert isinstance(draft, TitleDraft)
    assert isinstance(usual, TitleDraft)
    assert replace(draft, marc=None) == replace(usual, marc=None)
    assert not mended(rows[0])


def test_a_missing_end_sign_parts_two_titles_all_the_same(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, DREAM_OCTETS[:-1] + PRINCE_OCTETS + DREAM_OCTETS[:-1])
    assert titles(rows) == ["红楼梦", "小王子", "红楼梦"]
    assert [mended(row) for row in rows] == [True, False, True]


def test_a_cut_off_last_title_is_refused_and_its_neighbours_stay(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, DREAM_OCTETS + PRINCE_OCTETS[:-40])
    assert titles(rows) == ["红楼梦"]
    assert rows[1].number == 2
    assert rows[1].place == f"byte {len(DREAM_OCTETS)}"
    assert rows[1].refusal is not None
    assert rows[1].refusal.reason is RefusalReason.RECORD_CUT_OFF
    assert "小王子" in rows[1].original


def test_a_last_field_cut_short_is_a_cut_off_title_too(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, DREAM_OCTETS + PRINCE_OCTETS[:-5])
    assert titles(rows) == ["红楼梦"]
    assert rows[1].refusal is not None
    assert rows[1].refusal.reason is RefusalReason.RECORD_CUT_OFF


def test_an_unreadable_directory_is_refused_with_its_place(tmp_path: Path) -> None:
    broken = PRINCE_OCTETS[:30] + b"x\x1e" + PRINCE_OCTETS[31:]
    rows = rows_of(tmp_path, DREAM_OCTETS + broken + DREAM_OCTETS)
    assert titles(rows) == ["红楼梦", "红楼梦"]
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[1].place == f"byte {len(DREAM_OCTETS)}"
    assert rows[1].refusal is not None
    assert rows[1].refusal.reason is RefusalReason.RECORD_UNREADABLE


def test_a_directory_without_its_end_sign_is_mended(tmp_path: Path) -> None:
    end = DREAM_OCTETS.index(b"\x1e")
    rows = rows_of(tmp_path, DREAM_OCTETS[:end] + b"\x1f" + DREAM_OCTETS[end + 1 :])
    assert titles(rows) == ["红楼梦"]
    assert mended(rows[0])


def test_letters_in_the_numbers_of_the_directory_are_mended(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, DREAM_OCTETS[:30] + b"??" + DREAM_OCTETS[32:])
    assert titles(rows) == ["红楼梦"]
    assert mended(rows[0])


def test_a_field_end_inside_a_field_stays_in_that_field(tmp_path: Path) -> None:
    fields = [(tag, text.replace("社$d", "社\x1e$d")) for tag, text in DREAM]
    rows = rows_of(tmp_path, iso2709(fields))
    assert titles(rows) == ["红楼梦"]
    assert mended(rows[0])
    draft = rows[0].draft
    assert isinstance(draft, TitleDraft)
    assert (draft.publisher, draft.published, draft.pages) == ("人民文学出版社", "2008.7", "3册(1606页), 图")


def test_an_end_sign_inside_a_title_does_not_cut_it_in_two(tmp_path: Path) -> None:
    fields = [(tag, text.replace("四大", "四\x1d大")) for tag, text in DREAM]
    rows = rows_of(tmp_path, iso2709(fields) + PRINCE_OCTETS)
    assert titles(rows) == ["红楼梦", "小王子"]
    draft = rows[0].draft
    assert isinstance(draft, TitleDraft)
    assert draft.summary == "本书写贾、史、王、薛四大家族的兴衰。"


def test_a_title_longer_than_its_length_can_say_is_read_whole(tmp_path: Path) -> None:
    notes = [("300", "  $a" + "长" * 4000)] * 15
    octets = iso2709([*DREAM[:-1], *notes, DREAM[-1]])
    assert len(octets) > 100_000
    rows = rows_of(tmp_path, octets + PRINCE_OCTETS)
    assert titles(rows) == ["红楼梦", "小王子"]
    draft = rows[0].draft
    assert isinstance(draft, TitleDraft)
    assert len(draft.copies) == 3
    assert not mended(rows[0])


def test_words_between_two_titles_are_accounted_for(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, DREAM_OCTETS + b"-- page 2 --" + PRINCE_OCTETS + b"7")
    assert titles(rows) == ["红楼梦", "小王子"]
    assert [row.refusal.reason for row in rows if row.refusal] == [RefusalReason.NOT_A_RECORD] * 2
    assert [row.number for row in rows] == [1, 2, 3, 4]


def test_a_directory_that_names_more_fields_than_there_are_is_refused(tmp_path: Path) -> None:
    at = DREAM_OCTETS.index(b"\x1e0001\x1e")
    rows = rows_of(tmp_path, PRINCE_OCTETS + DREAM_OCTETS[:at] + b"999001100600" * 2 + DREAM_OCTETS[at:])
    assert titles(rows) == ["小王子"]
    assert rows[1].refusal is not None
    assert "18" in rows[1].refusal.value


def test_the_octets_are_kept_as_they_came(tmp_path: Path) -> None:
    damaged = lengths_in_characters(DREAM)
    for row, octets in zip(rows_of(tmp_path, damaged + PRINCE_OCTETS), (damaged, PRINCE_OCTETS), strict=True):
        assert isinstance(row.draft, TitleDraft)
        assert row.draft.marc is not None
        assert row.draft.marc.octets == octets
        assert (row.draft.marc.carrier, row.draft.marc.syntax) == ("iso2709", "cnmarc")


def test_a_description_without_a_title_is_refused(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, framed([("001", b"1\x1e"), ("210", b"  \x1fa\xb1\xb1\xbe\xa9\x1e")], CNMARC_LEADER))
    assert [row.refusal for row in rows] == [Refusal(RefusalReason.NO_TITLE)]
