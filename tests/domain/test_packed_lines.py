"""Lines that are pressed are the same lines, whatever order they are put in and whichever leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.packed_lines import packed


class Kind(StrEnum):
    """A kind of line."""

    A = "a"
    B = "b"


@dataclass(frozen=True, slots=True)
class Inner:
    """What stands in a line."""

    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list."""

    id: int
    kind: Kind
    inner: Inner | None
    on: date | None = None
    at: datetime | None = None
    words: tuple[str, ...] = ()


LINES = st.lists(
    st.builds(
        Line,
        st.integers(0, 10_000),
        st.sampled_from(Kind),
        st.none() | st.builds(Inner, st.text(max_size=5)),
        st.none() | st.dates(),
        st.none() | st.datetimes(timezones=st.just(UTC)),
        st.lists(st.text(max_size=3), max_size=2).map(tuple),
    ),
    max_size=400,
    unique_by=lambda line: line.id,
)


def key(line: Line) -> int:
    return line.id


def rank(line: Line) -> int:
    return -len(line.words)


@given(LINES)
def test_what_was_packed_comes_out_as_it_went_in(lines: list[Line]) -> None:
    pressed = packed(iter(lines), key)
    assert list(pressed) == lines
    assert pressed.keys == tuple(map(key, lines))
    assert [pressed[at] for at in range(-len(lines), len(lines))] == lines * 2
    assert list(pressed[1:-1]) == lines[1:-1]


@given(LINES, st.sets(st.integers(0, 10_000), max_size=50), st.sets(st.integers(0, 10_000), max_size=50))
def test_lines_leave_change_and_are_put_in_order_as_those_of_a_list_would(
    lines: list[Line], gone: set[int], changed: set[int]
) -> None:
    gone |= {line.id for line in lines[::3]}
    changed |= {line.id for line in lines[::4]}
    others = {line.id: replace(line, words=("!",)) for line in lines if line.id in changed}
    pressed = packed(lines, key, rank).without(gone).with_changed(others)
    left = [others.get(line.id, line) for line in lines if line.id not in gone]
    ranked = sorted(left, key=rank)
    assert list(pressed) == left
    assert list(pressed.ordered(by_rank=True)) == ranked
    assert list(pressed.ordered(by_rank=True).ordered(by_rank=False)) == left
    assert pressed.ordered(by_rank=True).of(changed) == tuple(line for line in ranked if line.id in changed)
