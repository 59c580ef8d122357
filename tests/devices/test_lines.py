"""Bytes in any pieces become exactly the lines that were sent."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.devices.lines import Line, LineAssembler

codes = st.text(alphabet="ABCXYZ0123456789-", min_size=1, max_size=20)
ends = st.sampled_from([b"\r", b"\n", b"\r\n", b"\r\r", b"\t", b"\x03", b"\x03\r\n", b"\r\x00"])


@st.composite
def pieces_of(draw: st.DrawFn) -> tuple[list[str], list[bytes]]:
    """Codes with any ends, and the whole stream cut anywhere."""
    sent = draw(st.lists(codes, max_size=6))
    stream = b"".join(draw(st.sampled_from([b"", b"\x02"])) + code.encode() + draw(ends) for code in sent)
    cuts = sorted(draw(st.sets(st.integers(0, len(stream)))) | {0, len(stream)})
    return sent, [stream[start:end] for start, end in pairwise(cuts)]


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


@given(pieces_of())
def test_every_scan_comes_out_once_and_whole_however_the_port_cuts_it(
    sent_and_pieces: tuple[list[str], list[bytes]],
) -> None:
    sent, pieces = sent_and_pieces
    assembler = LineAssembler()
    assert [line.text for piece in pieces for line in assembler.feed(piece, 0)] == sent


@given(st.lists(st.tuples(st.binary(max_size=80), st.integers(0, 300)), max_size=30))
def test_no_stream_makes_the_assembler_fail_or_grow(reads: list[tuple[bytes, int]]) -> None:
    assembler = LineAssembler(idle_ms=100, longest=40)
    now = 0
    for data, pause in reads:
        now += pause
        for line in (*assembler.feed(data, now), *assembler.flush(now)):
            assert 0 < len(line.text) <= 40
            assert not set(line.text) & set("\r\n\t\0")
    assert len(assembler.drop()) <= 40


def test_several_lines_in_one_read_keep_their_order() -> None:
    assert texts(LineAssembler().feed(b"T1\r\nT2\r\nT3\r\nhal", 0)) == ["T1", "T2", "T3"]


def test_a_half_line_waits_for_its_other_half() -> None:
    assembler = LineAssembler()
    assert assembler.feed(b"T00", 0) == ()
    assert assembler.flush(10_000) == ()
    assert texts(assembler.feed(b"2267\r", 20_000)) == ["T002267"]


def test_a_gun_without_an_end_is_read_when_it_falls_silent() -> None:
    assembler = LineAssembler(idle_ms=100)
    assembler.feed(b"T00", 1000)
    assembler.feed(b"2267", 1040)
    assert assembler.flush(1139) == ()
    assert texts(assembler.flush(1140)) == ["T002267"]
    assert assembler.flush(2000) == ()


def test_a_busy_machine_does_not_cut_a_scan_without_an_end() -> None:
    assembler = LineAssembler(idle_ms=100)
    assembler.feed(b"T00", 0)
    assert assembler.feed(b"2267", 500) == ()
    assert texts(assembler.flush(600)) == ["T002267"]


def test_garbage_without_an_end_is_cut_once_and_the_next_scan_is_good() -> None:
    assembler = LineAssembler(longest=10)
    lines = [line for _ in range(100) for line in assembler.feed(b"abcdefg", 0)]
    assert lines == [Line("abcdefgabc", cut=True)]
    assert assembler.feed(b"xyz\rT002267\r", 0) == (Line("T002267"),)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("书T1".encode(), "书T1"),
        ("书T1".encode("gb18030"), "书T1"),
        (b"\xff\xff1", "\xff\xff1"),
    ],
)
def test_chinese_labels_come_out_in_either_encoding(sent: bytes, text: str) -> None:
    assert texts(LineAssembler().feed(sent + b"\r", 0)) == [text]


def test_a_lost_cable_drops_the_half_line_and_says_so() -> None:
    assembler = LineAssembler()
    assembler.feed(b"T0022", 0)
    assert assembler.drop() == "T0022"
    assert texts(assembler.feed(b"T3\r", 0)) == ["T3"]
