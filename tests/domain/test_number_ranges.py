"""Ranges of accession numbers: every way people write them, and what is no range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.number_ranges import NumberRange, read_ranges


@pytest.mark.parametrize(
    ("typed", "ranges"),
    [
        ("", ()),
        ("T002267", (("T002267", "T002267"),)),
        ("T002267–T002300", (("T002267", "T002300"),)),
        ("T002267-T002300", (("T002267", "T002300"),)),
        ("t002267 至 t002300", (("T002267", "T002300"),)),
        ("T002267～T002300", (("T002267", "T002300"),)),
        ("T002267-300", (("T002267", "T002300"),)),
        ("0010201-0010250", (("0010201", "0010250"),)),
        ("0010201-50", (("0010201", "0010250"),)),
        ("T001-T003，T007、T010 – T012;T020", (("T001", "T003"), ("T007", "T007"), ("T010", "T012"), ("T020", "T020"))),
        ("XZ-001-XZ-009", (("XZ-001", "XZ-009"),)),
        ("XZ-001", (("XZ-001", "XZ-001"),)),
        ("XZ-001~XZ-009", (("XZ-001", "XZ-009"),)),
    ],
)
def test_ranges_are_read_as_people_write_them(typed: str, ranges: tuple[tuple[str, str], ...]) -> None:
    read = read_ranges(typed)
    assert read.why_not == ""
    assert [(each.first, each.last) for each in read.ranges] == list(ranges)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("T002300–T002267", "The range T002300–T002267 ends before it begins."),
        ("T002267–C002300", "T002267 and C002300 are not of one kind"),
        ("T002267–T0023000", "are not of one kind"),
        ("abc", "“ABC” is no accession number"),
        ("–", "is no accession number"),
        ("9" * 5000, "is no accession number"),
        ("T001, x", "“X” is no accession number"),
    ],
)
def test_what_is_no_range_is_said(typed: str, told: str) -> None:
    read = read_ranges(typed)
    assert read.ranges == ()
    assert told in read.why_not


def test_a_range_holds_what_lies_between_its_ends_and_is_as_long() -> None:
    span = NumberRange("T002267", "T002300")
    assert [each for each in ("T002266", "T002267", "T002299", "T002300", "T002301", "T00228") if span.holds(each)] == [
        "T002267",
        "T002299",
        "T002300",
    ]


@given(st.text(max_size=30))
def test_whatever_is_typed_comes_out_as_ranges_or_as_a_sentence(typed: str) -> None:
    read = read_ranges(typed)
    assert not (read.ranges and read.why_not)
    assert all(each.holds(each.first) and each.holds(each.last) for each in read.ranges)
