"""After every decision of the section "resolving" the screen shows what is read anew, and the library is sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_desk, a_patron, set_up_act, the_copy
from tests.ui.at_resolving import every_matter, keys, part_of, three_not_seen, words_of
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_findings import DecisionLine
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import stocktakes
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, ResolvingPart, key_of
from deskcirc.ui.tabs.stocktake.resolving_reading import read_part, read_whole
from deskcirc.ui.tabs.stocktake.resolving_steps import STEPS, fits


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "stocktake", "resolving")


DECISIONS = [
    (Matter.NOT_SEEN, "searched", {}),
    (Matter.NOT_SEEN, "missing", {}),
    (Matter.NOT_SEEN, "here", {}),
    (Matter.NOT_SEEN, "withdrawal", {"reason": "lost"}),
    (Matter.ON_LOAN, "returned", {}),
    (Matter.FOUND, "found", {}),
    (Matter.FOUND, "damaged", {"seen": "torn"}),
    (Matter.MISPLACED, "moved", {}),
    (Matter.MISPLACED, "damaged", {"seen": "torn"}),
    (Matter.ORDER, "moved", {}),
    (Matter.UNKNOWN, "match", {"copy": "7"}),
    (Matter.UNKNOWN, "set_aside", {}),
    (Matter.ALIKE, "moved", {}),
    (Matter.KEPT, "moved", {}),
]


@pytest.mark.parametrize(("matter", "verb", "values"), DECISIONS)
def test_after_a_decision_the_screen_shows_what_is_read_anew(
    desk: Desk, counter: Counter, matter: Matter, verb: str, values: dict[str, str]
) -> None:
    every_matter(desk)
    part = part_of(counter.act(f"resolving.matter:{matter}"))
    assert part.shown, matter
    shown = counter.act(f"resolving.{verb}:{key_of(part.shown[0])}", **values)
    assert shown.message.tone in (Tone.DONE, Tone.LOOK), words_of(shown)
    carried = part_of(shown)
    fresh = part_of(Counter(desk.library, "stocktake", "resolving").act("resolving.tick_none"))
    assert keys(carried, matter) == keys(fresh, matter)
    assert keys(carried, Matter.NOT_SEEN) == keys(fresh, Matter.NOT_SEEN)
    assert keys(carried, Matter.DECIDED) == keys(fresh, Matter.DECIDED)
    looked = part_of(counter.act("resolving.matter:decided"))
    assert {each: keys(looked, each) for each in Matter} == {each: keys(fresh, each) for each in Matter}
    assert not list(check_library(desk.library))


def test_a_large_count_is_read_again_once_a_minute_and_when_somebody_looks(desk: Desk) -> None:
    count = three_not_seen(desk)
    part = read_part(desk, ResolvingPart())
    large = replace(part, stocktake=replace(count, copies=100_000))
    check_out(desk, a_patron(desk.library), 1)
    behind = read_part(replace(desk, now=desk.now + timedelta(seconds=30)), large)
    assert behind.is_behind
    assert keys(behind, Matter.NOT_SEEN) == [1, 2, 3]
    assert keys(read_whole(desk, behind), Matter.NOT_SEEN) == [2, 3]
    later = read_part(replace(desk, now=desk.now + timedelta(seconds=61)), behind)
    assert keys(later, Matter.NOT_SEEN) == [2, 3]
    assert not later.is_behind


def test_of_a_large_count_the_order_of_the_shelves_is_read_when_somebody_looks(desk: Desk, counter: Counter) -> None:
    count = every_matter(desk)
    small = part_of(counter.act("resolving.tick_none"))
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(stocktakes, count.id, copies=100_000)
    large = part_of(Counter(desk.library, "stocktake", "resolving").act("resolving.tick_none"))
    assert [each for each in Matter if large.awaits_reading(each)] == [Matter.MISPLACED, Matter.ORDER]
    assert keys(large, Matter.NOT_SEEN) == keys(small, Matter.NOT_SEEN)
    for matter in (Matter.MISPLACED, Matter.ORDER):
        looked = part_of(Counter(desk.library, "stocktake", "resolving").act(f"resolving.matter:{matter}"))
        assert keys(looked, matter) == keys(small, matter) != []
    paper = Counter(desk.library, "stocktake", "resolving").act("resolving.print_walk").state.paper
    assert isinstance(paper, Paper)
    known = counter.act("resolving.print_walk").state.paper
    assert isinstance(known, Paper)
    assert len(paper.pages) == len(known.pages)


def decided(counter: Counter) -> list[tuple[DecisionKind, int]]:
    """What is decided, the last first, with the key of its line."""
    part = part_of(counter.act("resolving.matter:decided"))
    return [(each.decision.kind, key_of(each)) for each in part.shown if isinstance(each, DecisionLine)]


def test_what_is_missing_is_declared_lost_then_proposed_for_withdrawal_and_each_step_is_taken_back(
    counter: Counter, desk: Desk
) -> None:
    three_not_seen(desk)
    counter.act("resolving.searched:1")
    counter.act("resolving.missing:1")
    missing, searched = decided(counter)
    assert [missing[0], searched[0]] == [DecisionKind.MISSING, DecisionKind.SEARCHED]
    for key in (missing[1], searched[1]):
        counter.act(f"resolving.tick:{key}")  # two lines of one copy are one copy
    counter.act("resolving.ask_lost:0")
    assert words_of(counter.act("resolving.declare", way="nothing")).startswith("《草房子》: declared lost")
    lost = decided(counter)[0]
    assert lost[0] is DecisionKind.LOST
    counter.act(f"resolving.withdrawal:{lost[1]}", reason="lost")
    assert [kind for kind, _key in decided(counter)][:2] == [DecisionKind.WITHDRAWAL, DecisionKind.LOST]
    assert the_copy(desk.library, 1).state is CopyState.LOST
    assert "take that back first" in words_of(counter.act(f"resolving.take_back:{missing[1]}"))
    for kind in (DecisionKind.WITHDRAWAL, DecisionKind.LOST, DecisionKind.MISSING, DecisionKind.SEARCHED):
        assert decided(counter)[0][0] is kind
        assert counter.act(f"resolving.take_back:{decided(counter)[0][1]}").told.outcome == "taken-back"
    assert the_copy(desk.library, 1).state is CopyState.IN_STOCK
    assert not list(check_library(desk.library))


def test_only_what_may_follow_a_decision_has_a_button_that_can_be_pressed(counter: Counter, desk: Desk) -> None:
    every_matter(desk)
    counter.act("resolving.matter:unknown")
    part = part_of(counter.act("resolving.tick_none"))
    counter.act(f"resolving.set_aside:{key_of(part.shown[0])}")
    (aside,) = part_of(counter.act("resolving.matter:decided")).shown
    assert [fits(step, aside) for step in STEPS[Matter.DECIDED]] == [True, False, False]
    assert counter.act(f"resolving.withdrawal:{key_of(aside)}", reason="lost").told.outcome == "nothing"
    assert counter.act(f"resolving.ask_lost:{key_of(aside)}").told.outcome == "nothing"
