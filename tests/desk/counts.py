"""Counts of the shelves as tests open them: a few shelves, a count of everything, a scan."""

from __future__ import annotations

from typing import Any

from tests.builders import a_copy, set_up_act

from deskcirc.desk.counting import CountOrder, CountOutcome, count_copy
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import ClosingQuestion, question_of
from deskcirc.desk.stocktake_reports import report_now
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy
from deskcirc.domain.stocktake import Group, Shelf, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.lookups.presence import present_in
from deskcirc.store.lookups.shelves import shelf_of_code
from deskcirc.store.lookups.stocktakes import frozen_groups, stocktake_by_id
from deskcirc.store.tables import locations, shelves


def a_count(desk: Desk, **order: Any) -> Stocktake:
    """A count of the whole stock, but for what the order says."""
    outcome = open_stocktake(desk, StocktakeOrder(**order))
    assert outcome.stocktake is not None, outcome.why_not
    return outcome.stocktake


def a_shelf(library: Library, code: str = "SH001", first: str = "", **values: Any) -> Shelf:
    """A shelf with its label; `first` is the call number that it begins with."""
    with library.writing(set_up_act(library)) as writing:
        row = {"code": code, "place": 1, "first_call_number": first, "first_key": shelf_key(first) if first else ""}
        writing.insert(shelves, **{**row, **values})
    with library.reading() as connection:
        found = shelf_of_code(connection, code)
    assert found is not None
    return found


def a_location(library: Library, code: str, name: str = "") -> int:
    """A place where copies stand, by its number."""
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(locations, code=code, name=name)


def a_copy_at(library: Library, call_number: str, **columns: Any) -> Copy:
    """A copy that stands under this call number."""
    return a_copy(library, call_number=call_number, shelf_key=shelf_key(call_number), **columns)


def scan(desk: Desk, count: Stocktake, copy: Copy | str, **order: Any) -> CountOutcome:
    """A copy, or a code that no copy has, scanned at the shelf."""
    if isinstance(copy, str):
        return count_copy(desk, CountOrder(count.id, copy, **order))
    return count_copy(desk, CountOrder(count.id, copy.code, copy.id, **order))


def present(desk: Desk, count: Stocktake) -> set[int]:
    """The copies that are known to be in the house since the count was opened."""
    with desk.library.reading() as connection:
        return present_in(connection, count)


def missed(desk: Desk, count: Stocktake) -> set[int]:
    """The copies that had to stand on a shelf and of which nothing is known since."""
    with desk.library.reading() as connection:
        expected = set(frozen_groups(connection, count.id).copies_in(Group.SHELF))
    return expected - present(desk, count)


def the_count(desk: Desk, count: Stocktake) -> Stocktake:
    """The count as it stands now."""
    with desk.library.reading() as connection:
        found = stocktake_by_id(connection, count.id)
    assert found is not None
    return found


def what_closing_does(desk: Desk, count: Stocktake) -> ClosingQuestion:
    """The question that the screen would ask before it closes the count now."""
    with desk.library.reading() as connection:
        return question_of(report_now(desk, connection, count))
