"""Two counts of the very same copies never run at once, however the second would come to run."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.builders import a_desk
from tests.desk.counts import a_copy_at, a_count, the_count

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake
from deskcirc.desk.undo import UndoOutcome, undo_by_id
from deskcirc.domain.changes import ActName
from deskcirc.domain.stocktake import Scope, Stocktake, StocktakeState
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import journal


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_count_runs_again_only_while_no_other_asks_for_the_same_copies(desk: Desk) -> None:
    a_copy_at(desk.library, "I24/1")
    first = a_count(desk, name="上半年")
    assert close_stocktake(desk, first.id).done
    second = a_count(desk, name="下半年")
    other = a_count(desk, name="文学", scope=Scope(class_from="I", class_to="I"))
    refused = reopen_stocktake(desk, first.id, "漏了一架")
    assert refused.why_not.startswith(second.label)
    assert "go on with it, or close it first" in refused.why_not
    undone = undo_closing(desk, first)
    assert not undone.done
    assert second.label in undone.sentence
    assert the_count(desk, first).state is StocktakeState.CLOSED
    assert close_stocktake(desk, second.id).done
    assert reopen_stocktake(desk, first.id, "漏了一架").done
    assert the_count(desk, other).state is StocktakeState.OPEN
    assert list(check_library(desk.library)) == []


def undo_closing(desk: Desk, count: Stocktake) -> UndoOutcome:
    """What the history says to taking the closing of this count back."""
    query = select(journal.c.id, journal.c.subject).where(journal.c.act == ActName.CLOSE_STOCKTAKE.value)
    with desk.library.reading() as connection:
        closings = [row.id for row in connection.execute(query) if count.number in str(row.subject)]
    return undo_by_id(desk, closings[-1])
