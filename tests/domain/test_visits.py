"""Which visits are one and the same: by the opening period that they are nearest to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.visits import VisitSums, visit_period

LUNCH, AFTERNOON = (730, 780), (960, 1020)


def test_a_day_without_opening_hours_is_one_period() -> None:
    assert visit_period(0, ()) == visit_period(1439, ()) == (0, 1440)


def test_who_is_let_in_early_or_stays_late_comes_for_the_period_next_to_it() -> None:
    hours = (LUNCH, AFTERNOON)
    assert visit_period(725, hours) == visit_period(735, hours) == visit_period(790, hours) == (0, 870)
    assert visit_period(955, hours) == visit_period(1100, hours) == (870, 1440)


@given(st.integers(0, 1439), st.lists(st.integers(0, 1440), max_size=8, unique=True))
def test_every_minute_of_the_day_lies_in_its_period(minute: int, edges: list[int]) -> None:
    edges = sorted(edges)[: len(edges) // 2 * 2]
    hours = list(zip(edges[::2], edges[1::2], strict=True))
    begins, ends = visit_period(minute, hours)
    assert begins <= minute < ends
    assert all(visit_period(other, hours) == (begins, ends) for other in (begins, ends - 1))


def test_sums_add_up() -> None:
    both = VisitSums(teachers=1, classes=1, class_persons=38) + VisitSums(pupils=2, read_in_house=3)
    assert (both.persons, both.classes, both.read_in_house) == (41, 1, 3)
