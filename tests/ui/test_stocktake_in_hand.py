"""The count in hand goes with whoever walks through the sections; the gun alone stays where it was put."""

from __future__ import annotations

import pytest
from tests.builders import a_desk, days_later
from tests.desk.counts import a_copy_at
from tests.ui.at_shelf import Walker, opened

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.stocktake import Scope, Stocktake
from deskcirc.store.database import Library
from deskcirc.ui.sections import SectionedState


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


@pytest.fixture
def counts(library: Library, desk: Desk) -> tuple[Stocktake, Stocktake]:
    """Of two classes, the second opened last."""
    a_copy_at(library, "I24/1")
    a_copy_at(library, "K2/1")
    return tuple(opened(desk, name=each, scope=Scope(class_from=each, class_to=each)) for each in "IK")  # type: ignore[return-value]


def looked_at(walker: Walker, section: str) -> int | None:
    """The count that a section shows when it is opened."""
    state = walker.act(f"section:{section}").state
    assert isinstance(state, SectionedState)
    part = state.parts[section]
    if section in ("counts", "report"):
        return part.chosen  # type: ignore[no-any-return]
    return None if part.stocktake is None else part.stocktake.id


def test_what_is_scanned_in_is_what_is_resolved_reported_and_loaded_into(
    library: Library, counts: tuple[Stocktake, Stocktake]
) -> None:
    walker = Walker(library)
    walker.act(f"scanning.choose:{counts[0].id}")
    for section in ("resolving", "files", "report", "shelves", "counts", "resolving"):
        if section != "shelves":
            assert looked_at(walker, section) == counts[0].id, section
        else:
            walker.act("section:shelves")


def test_looking_at_another_count_does_not_move_the_gun(
    library: Library, desk: Desk, counts: tuple[Stocktake, Stocktake]
) -> None:
    walker = Walker(library)
    walker.act(f"scanning.choose:{counts[0].id}")
    looked_at(walker, "report")
    walker.act(f"report.count:{counts[1].id}")
    assert looked_at(walker, "resolving") == counts[1].id
    assert looked_at(walker, "scanning") == counts[0].id
    assert looked_at(walker, "files") == counts[0].id
    close_stocktake(days_later(desk, 30), counts[0].id)
    walker.act("section:report")
    assert looked_at(walker, "resolving") == counts[1].id  # a closed one is resolved no more
    assert looked_at(walker, "scanning") == counts[0].id  # and says so at the next scan
