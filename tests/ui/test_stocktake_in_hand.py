"""The count in hand goes with whoever walks through the sections; the gun alone stays where it was put."""

from __future__ import annotations

from importlib import import_module

import pytest
from tests.builders import a_desk, days_later
from tests.desk.counts import a_copy_at, a_shelf
from tests.ui.at_section import Counter
from tests.ui.at_shelf import Walker, opened

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.stocktake import Scope, Stocktake
from deskcirc.store.check import check_library
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


def test_a_book_of_another_running_count_says_which_and_leads_there(
    library: Library, counts: tuple[Stocktake, Stocktake]
) -> None:
    shelf = a_shelf(library, "SH009")
    walker = Walker(library)
    walker.act(f"scanning.choose:{counts[0].id}")
    walker.scan(shelf.code)
    shown = walker.scan("A00002")  # of class K
    assert shown.told.outcome == "count-elsewhere"
    assert "K asks for it, and has it found by this scan." in shown.message.details
    assert shown.state.offers[0].label == "Go on in K"
    shown = walker.scan("DC-CHOICE-1")
    assert shown.told.outcome == "count-found"
    part = walker.part
    assert part.stocktake is not None
    assert (part.stocktake.id, part.place, part.sums.found) == (counts[1].id, "SH009", 1)
    assert list(check_library(library)) == []
    walker.act("scanning.go_over:99")
    assert walker.act(f"scanning.go_over:{counts[0].id}").told.outcome == "count-repeat"


def test_of_two_counts_of_one_name_the_number_tells_which_is_meant(
    library: Library, counts: tuple[Stocktake, Stocktake]
) -> None:
    walker = Walker(library)
    walker.act(f"counts.rename:{counts[1].id}", name="I")
    walker.act(f"scanning.choose:{counts[0].id}")
    assert walker.scan("A00002").state.offers[0].label == f"Go on in I · {counts[1].number}"


def test_a_blind_count_does_not_say_which_count_asks_for_a_book(library: Library, desk: Desk) -> None:
    a_copy_at(library, "I24/1")
    other = a_copy_at(library, "K2/1")
    blind = opened(desk, blind=True, scope=Scope(class_from="I", class_to="I"))
    opened(desk, name="K", scope=Scope(class_from="K", class_to="K"))
    walker = Walker(library)
    walker.act(f"scanning.choose:{blind.id}")
    shown = walker.scan(other.code)
    assert shown.message.headline.endswith("is read")
    assert not any(offer.label for offer in shown.state.offers)


@pytest.mark.parametrize("tab", ["repair", "stocktake", "accession", "classes", "ledgers", "school_year"])
def test_every_section_opens_after_every_other(library: Library, tab: str) -> None:
    counter = Counter(library, tab, "")
    sections = list(import_module(f"deskcirc.ui.tabs.{tab}.state").SECTIONS.sections)
    for before in sections:
        for after in sections:
            counter.act(f"section:{before}")
            state = counter.act(f"section:{after}").state
            assert isinstance(state, SectionedState)
            assert state.section == after
