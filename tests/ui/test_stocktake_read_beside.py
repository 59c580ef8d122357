"""What is open in a large count, and its report, are read beside the desk: whoever scans does not wait for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_desk, a_patron
from tests.desk.counts import a_count
from tests.ui.at_resolving import every_matter, keys, part_of, three_not_seen, words_of
from tests.ui.at_section import Counter
from tests.ui.held_readings import HeldReadings, make_large

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.stocktake import Scope
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Ways
from deskcirc.ui.tabs.stocktake.resolving_part import Matter
from deskcirc.ui.tabs.stocktake.resolving_words import empty_words


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def readings() -> HeldReadings:
    return HeldReadings()


def counter_beside(desk: Desk, readings: HeldReadings) -> Counter:
    return Counter(desk.library, "stocktake", "resolving", Ways(beside=readings.begin))


def code_of(desk: Desk, copy_id: int) -> str:
    with desk.library.reading() as connection:
        return copies_by_ids(connection, [copy_id])[0].code


def test_a_scan_made_while_resolving_is_being_read_is_answered_before_the_reading_ends(
    desk: Desk, readings: HeldReadings
) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    shown = counter.scan(code_of(desk, 2))
    assert shown.told.outcome == "count-found"
    assert "still not seen" not in words_of(shown)  # nobody knows yet how many there are
    part = part_of(shown)
    assert part.reading is not None
    assert not part.reading.has_ended
    assert "being read" in empty_words(part)
    (fetch,) = readings.let_go()
    assert keys(part_of(counter.act(fetch)), Matter.NOT_SEEN) == [1, 3]
    assert part_of(counter.act("refresh")).reading is None


def test_what_is_read_beside_the_desk_is_what_the_desk_would_have_read(desk: Desk, readings: HeldReadings) -> None:
    count = every_matter(desk)
    alone = part_of(Counter(desk.library, "stocktake", "resolving").act("refresh"))
    make_large(desk.library, count.id)
    counter = counter_beside(desk, readings)
    for matter in Matter:
        counter.act(f"resolving.matter:{matter}")
        while readings.held:
            for fetch in readings.let_go():
                counter.act(fetch)
    part = part_of(counter.act("refresh"))
    assert {each: keys(part, each) for each in Matter} == {each: keys(alone, each) for each in Matter}


def test_what_is_listed_stays_on_the_screen_while_it_is_read_again(desk: Desk, readings: HeldReadings) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    readings.let_go()
    counter.act("refresh")
    check_out(replace(desk, station="counter 2"), a_patron(desk.library), 1)
    counter.now += timedelta(minutes=2)
    again = part_of(counter.act("refresh"))
    assert again.reading is not None
    assert keys(again, Matter.NOT_SEEN) == [1, 2, 3]
    readings.let_go()
    assert keys(part_of(counter.act("refresh")), Matter.NOT_SEEN) == [2, 3]


def test_a_decision_made_while_the_lists_are_read_again_is_not_listed_by_them(
    desk: Desk, readings: HeldReadings
) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    readings.let_go()
    check_out(replace(desk, station="counter 2"), a_patron(desk.library), 1)
    counter.now += timedelta(minutes=2)
    counter.act("refresh")
    decided = part_of(counter.act("resolving.missing:2"))
    assert keys(decided, Matter.NOT_SEEN) == [1, 3]
    for _round in range(2):  # what was begun before the decision is of no use, what is read now is
        readings.let_go()
        decided = part_of(counter.act("refresh"))
        assert 2 not in keys(decided, Matter.NOT_SEEN)
    assert keys(decided, Matter.NOT_SEEN) == [3]


def test_a_decision_taken_back_in_a_large_count_leaves_its_list_at_once(desk: Desk, readings: HeldReadings) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    readings.let_go()
    (decided,) = keys(part_of(counter.act("resolving.missing:2")), Matter.DECIDED)
    counter.act("resolving.matter:decided")
    back = counter.act(f"resolving.take_back:{decided}")
    assert back.message.tone is Tone.DONE
    assert keys(part_of(back), Matter.DECIDED) == []
    readings.let_go()
    assert keys(part_of(counter.act("refresh")), Matter.NOT_SEEN) == [1, 2, 3]


def test_the_lists_of_another_count_are_empty_until_they_are_read(desk: Desk, readings: HeldReadings) -> None:
    first = three_not_seen(desk)
    make_large(desk.library, first.id)
    second = a_count(replace(desk, now=desk.now + timedelta(minutes=1)), scope=Scope(item_types=(1,)))
    make_large(desk.library, second.id)
    counter = counter_beside(desk, readings)
    readings.let_go()
    latest = part_of(counter.act("refresh")).stocktake
    assert latest is not None
    other = part_of(counter.act(f"resolving.count:{first.id if latest.id == second.id else second.id}"))
    assert other.awaits_reading(Matter.NOT_SEEN)
    readings.let_go()
    assert keys(part_of(counter.act("refresh")), Matter.NOT_SEEN) == [1, 2, 3]
