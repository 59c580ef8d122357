"""Accession numbers: their form, the series that fits best, free runs and gaps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.numbering import (
    Explained,
    NumberSeries,
    Pattern,
    first_free_run,
    gaps_between,
    numbers_in_words,
    read_number,
    runs_of,
    series_of,
    series_that_suits,
)

PREFIXES = st.text("ABT0129-", max_size=3)
WIDTHS = st.integers(1, 3)


@pytest.mark.parametrize(
    ("number", "prefix", "width", "value"),
    [("T002267", "T", 6, 2267), ("D001669", "D", 6, 1669), ("0010201", "", 7, 10201), ("20295403", "", 8, 20295403)],
)
def test_numbers_seen_in_schools_are_read_and_written(number: str, prefix: str, width: int, value: int) -> None:
    read = read_number(number)
    assert read == (Pattern(prefix, width), value)
    assert Pattern(prefix, width).number(value) == number


def test_a_number_without_digits_at_its_end_is_of_no_pattern() -> None:
    assert read_number("GIFT") is None
    assert read_number("12-A") is None


@given(st.text("AB-019", min_size=1, max_size=14))
def test_what_is_read_is_written_back(number: str) -> None:
    read = read_number(number)
    if read is not None:
        assert read[0].number(read[1]) == number
        assert read[0].value(number) == read[1]


@given(PREFIXES, WIDTHS, PREFIXES, WIDTHS)
def test_patterns_overlap_exactly_when_they_share_a_number(one: str, wide: int, other: str, wider: int) -> None:
    first, second = Pattern(one, wide), Pattern(other, wider)
    shared = any(second.value(first.number(value)) is not None for value in range(first.highest + 1))
    assert first.overlaps(second) is shared
    assert second.overlaps(first) is shared


def series(
    series_id: int, prefix: str, *, item_type_id: int | None = None, location_id: int | None = None
) -> NumberSeries:
    pattern = Pattern(prefix, 6)
    return NumberSeries(series_id, f"accession-{series_id}", "", pattern, 1, item_type_id, location_id)


def test_the_series_of_type_and_place_goes_before_type_before_place_before_all() -> None:
    general, of_place, of_type, of_both = (
        series(1, ""),
        series(2, "P", location_id=7),
        series(3, "T", item_type_id=3),
        series(4, "B", item_type_id=3, location_id=7),
    )
    known = [general, of_place, of_type, of_both]
    assert series_that_suits(known, 3, 7) == of_both
    assert series_that_suits(known, 3, 8) == of_type
    assert series_that_suits(known, 4, 7) == of_place
    assert series_that_suits(known, 4, None) == general
    assert series_that_suits([of_both], 4, None) is None
    assert series_of(known, "T000012") == of_type


@given(st.sets(st.integers(0, 40)), st.integers(0, 40), st.integers(1, 6))
def test_a_free_run_is_free_and_the_first_of_its_kind(taken: set[int], start: int, count: int) -> None:
    def is_free(first: int) -> bool:
        return first + count - 1 <= 50 and taken.isdisjoint(range(first, first + count))

    expected = next((first for first in range(start, 60) if is_free(first)), None)
    assert first_free_run(start, count, sorted(taken), 50) == expected


def test_numbers_are_told_as_runs() -> None:
    assert numbers_in_words(["T000003", "T000001", "T000002", "D01", "T000009"]) == "T000001–T000003, T000009, D01"
    assert numbers_in_words(["T1", "T3", "T5"], most=2) == "T1, T3 …"


def test_gaps_are_cut_where_their_explanation_changes() -> None:
    pattern = Pattern("T", 4)
    told = [Explained(4, 5, "taken back", date(2026, 3, 2)), Explained(8, 8, "misprinted", id=7)]
    gaps = gaps_between(pattern, [2, 3, 7, 12], 14, told)
    assert [(gap.run.label, gap.reason) for gap in gaps] == [
        ("T0004–T0005", "taken back"),
        ("T0006", ""),
        ("T0008", "misprinted"),
        ("T0009–T0011", ""),
        ("T0013–T0014", ""),
    ]


def test_numbers_below_the_first_one_are_no_gap_unless_somebody_took_them_back() -> None:
    assert gaps_between(Pattern("", 7), [10201], 10201, []) == ()
    taken_back = [Explained(1, 5, "taken back")]
    assert [gap.run.count for gap in gaps_between(Pattern("", 7), [], 5, taken_back)] == [5]


@given(st.sets(st.integers(0, 30)), st.integers(0, 40), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5))))
def test_gaps_and_numbers_in_use_fill_the_series_without_rest(
    used: set[int], upto: int, told: list[tuple[int, int]]
) -> None:
    explained = [Explained(first, first + more, "because") for first, more in told]
    pattern = Pattern("", 2)
    gaps = gaps_between(pattern, sorted(used), upto, explained)
    missing = [value for gap in gaps for value in range(int(gap.run.first), int(gap.run.last) + 1)]
    starts = [*used, *(each.first for each in explained)]
    expected = [value for value in range(min(starts, default=99), upto + 1) if value not in used]
    assert missing == expected
    known = {value for each in explained for value in range(each.first, each.last + 1)}
    for gap in gaps:
        assert (int(gap.run.first) in known) == bool(gap.reason)


@given(st.sets(st.integers(0, 50)))
def test_runs_say_every_value_once(values: set[int]) -> None:
    told = [value for first, last in runs_of(sorted(values)) for value in range(first, last + 1)]
    assert told == sorted(values)
