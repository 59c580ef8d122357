"""Photos of books that nobody can name: kept with the unknown code, changed and taken back, by whoever counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import a_copy, a_desk
from tests.desk.counts import a_count, scan

from deskcirc.desk.count_photos import LARGEST_PHOTO, remove_count_photo, set_count_photo
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.domain.operators import Operator, Role
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.count_photos import CountPhoto, photo_of_scan

FIRST, SECOND = CountPhoto(b"first", 10, 20), CountPhoto(b"second", 30, 20)


@pytest.fixture
def desk(library: Library) -> Desk:
    a_copy(library)
    return a_desk(library)


def an_unknown_line(desk: Desk) -> int:
    line = scan(desk, a_count(desk), "X99").line
    assert line is not None
    return line.id


def shown(desk: Desk, scan_id: int) -> CountPhoto | None:
    with desk.library.reading() as connection:
        return photo_of_scan(connection, scan_id)


def test_another_photo_takes_the_place_of_the_first_and_comes_back_by_undo(desk: Desk) -> None:
    scan_id = an_unknown_line(desk)
    assert set_count_photo(desk, scan_id, FIRST) == ""
    assert set_count_photo(desk, scan_id, SECOND) == ""
    assert shown(desk, scan_id) == SECOND
    assert undo_last(desk, "resolving").done
    assert shown(desk, scan_id) == FIRST
    remove_count_photo(desk, scan_id)
    assert shown(desk, scan_id) is None
    assert not list(check_library(desk.library))


def test_a_helper_who_counts_takes_the_photo(desk: Desk) -> None:
    scan_id = an_unknown_line(desk)
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    assert set_count_photo(helper, scan_id, FIRST) == ""


@pytest.mark.parametrize("octets", [b"", b"x" * (LARGEST_PHOTO + 1)])
def test_an_empty_or_a_huge_picture_is_refused_with_a_sentence(desk: Desk, octets: bytes) -> None:
    scan_id = an_unknown_line(desk)
    assert "too large" in set_count_photo(desk, scan_id, CountPhoto(octets, 10, 20))
    assert shown(desk, scan_id) is None


def test_a_book_that_is_known_needs_no_photo(desk: Desk) -> None:
    line = scan(desk, a_count(desk), a_copy(desk.library)).line
    assert line is not None
    assert "is known" in set_count_photo(desk, line.id, FIRST)
    assert shown(desk, line.id) is None


def test_a_line_that_is_gone_takes_no_photo(desk: Desk) -> None:
    with pytest.raises(GoneError):
        set_count_photo(desk, 77, FIRST)
    with pytest.raises(GoneError):
        remove_count_photo(desk, 77)
