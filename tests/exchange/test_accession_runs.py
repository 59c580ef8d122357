"""Runs of accession numbers stand for exactly the copies a librarian means by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.drafts import Mark, Note
from deskcirc.exchange.accession_runs import expanded


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("T002267", ["T002267"]),
        ("D040394-5", ["D040394", "D040395"]),
        ("0010208-10", ["0010208", "0010209", "0010210"]),
        ("20295403-5408", [f"2029540{last}" for last in range(3, 9)]),
        ("D040399-402", ["D040399", "D040400", "D040401", "D040402"]),
        ("T000009-T000011", ["T000009", "T000010", "T000011"]),
        ("0001～0003", ["0001", "0002", "0003"]),
        ("0001 — 3", ["0001", "0002", "0003"]),
        ("0001至0002", ["0001", "0002"]),
        ("T1,T2；T5", ["T1", "T2", "T5"]),
        ("D000001-3、D000010", ["D000001", "D000002", "D000003", "D000010"]),
        ("", []),
    ],
)
def test_a_run_is_the_numbers_it_abbreviates(text: str, numbers: list[str]) -> None:
    notes: list[Note] = []
    assert expanded(text, notes) == numbers
    assert notes == []


@pytest.mark.parametrize("number", ["2010-0001", "0045-0012", "A12-B15", "97-1234", "XZ-", "-5", "12-X"])
def test_a_number_with_a_hyphen_in_it_is_no_run(number: str) -> None:
    assert expanded(number, []) == [number]


def test_a_run_too_long_to_be_true_is_kept_and_noted() -> None:
    notes: list[Note] = []
    assert expanded("0000001-0999999", notes) == ["0000001-0999999"]
    assert notes == [Note(Mark.COUNT_UNREADABLE, "0000001-0999999")]


@given(st.sampled_from(["", "T", "XZ"]), st.integers(0, 9_999_000), st.integers(1, 999), st.integers(0, 4))
def test_however_much_of_the_end_is_left_out_the_run_is_the_same(prefix: str, start: int, more: int, cut: int) -> None:
    first, last = f"{start:07d}", f"{start + more:07d}"
    while cut and first[:cut] != last[:cut]:
        cut -= 1
    numbers = expanded(f"{prefix}{first}-{last[cut:]}", [])
    assert numbers == [f"{prefix}{number:07d}" for number in range(start, start + more + 1)]


@given(st.text(max_size=40))
def test_no_text_stops_the_reading_or_makes_thousands_of_copies(text: str) -> None:
    assert len(expanded(text, [])) <= 40 * 2000
