"""A full search for garbage waits until nobody scans."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from deskcirc.ui import garbage


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def test_a_work_that_makes_a_hundred_thousand_objects_starts_no_full_search() -> None:
    garbage.collect_rarely()
    before = full_collections()
    kept = [[number] for number in range(300_000)]
    assert full_collections() == before
    assert len(kept) == 300_000


def test_what_the_start_made_is_never_looked_at_again() -> None:
    kept = [[number] for number in range(1000)]
    garbage.keep_what_is_there()
    assert gc.get_freeze_count() >= len(kept)


class Circle:
    """An object that nobody but itself refers to."""

    def __init__(self) -> None:
        self.itself = self


def test_circles_are_found_when_nobody_is_at_the_counter() -> None:
    garbage.collect_rarely()
    seen = weakref.ref(Circle())
    garbage.collect_now()
    assert seen() is None
