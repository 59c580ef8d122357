"""A walk along the shelves: whose count it is, who counts, pauses, undo, and what others do meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.desk.counts import a_copy_at, a_shelf, present
from tests.ui.at_section import Counter
from tests.ui.at_shelf import Walker, opened, walker_desk

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.stocktakes import pause_stocktake
from deskcirc.domain.stocktake import Scope
from deskcirc.labels.paper import Paper
from deskcirc.store.database import Library
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.lookups.counted import latest_lines
from deskcirc.ui.replay import replay
from deskcirc.ui.station import Station


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_card_asks_who_counts_and_writes_no_line(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    a_patron(library)
    count = opened(desk)
    walker = Walker(library)
    assert "陈子墨" in walker.scan("K0001").message.headline
    assert walker.scan("DC-CHOICE-1").message.headline.endswith("counts now")
    walker.scan(copy.code)
    with library.reading() as connection:
        (line,) = latest_lines(connection, count.id, 5)
    assert line.person.startswith("陈子墨")
    assert walker.act("scanning.person", name="").told.outcome == "person"
    assert walker.part.who == walker.part.operator


def test_two_pupils_at_one_station_take_turns_by_name(library: Library, desk: Desk) -> None:
    first, second = a_copy_at(library, "I24/9"), a_copy_at(library, "I24/1")
    opened(desk)
    walker = Walker(library)
    walker.act("scanning.person", name=" 小明 ")
    walker.scan(first.code)
    walker.act("scanning.person", name="小红")
    assert walker.scan(second.code).told.reasons == (), "each has an order of their own"
    part = walker.part
    assert [line.person for line in part.lines] == ["小红", "小明"]
    assert part.people == ("小红", "小明")


def test_of_several_open_counts_one_is_chosen_and_nothing_scanned_is_lost(library: Library, desk: Desk) -> None:
    copy = a_copy_at(library, "I24/1")
    opened(desk, name="全部")
    opened(desk, name="小说", scope=Scope(class_from="I", class_to="I"))
    walker = Walker(library)
    shown = walker.scan(copy.code)
    assert [choice.label for choice in shown.state.choices] == ["小说", "全部"]
    shown = walker.scan("DC-CHOICE-2")
    assert shown.told.outcome == "count-found"
    assert walker.part.stocktake is not None
    assert walker.part.stocktake.name == "全部"


def test_a_paused_count_is_continued_and_the_scan_counts(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    count = opened(desk)
    pause_stocktake(days_later(desk, 21), count.id)
    walker = Walker(library)
    shown = walker.scan(copy.code)
    assert "paused" in shown.message.headline
    assert walker.scan("DC-CHOICE-1").told.outcome == "count-found"


def test_a_station_goes_on_where_it_stopped(library: Library, desk: Desk) -> None:
    shelf = a_shelf(library, "SH001")
    copy, other = a_copy_at(library, "I24/5"), a_copy_at(library, "I24/1")
    opened(desk, name="全部")
    opened(desk, name="小说", scope=Scope(class_from="I", class_to="I"))
    walker = Walker(library)
    walker.scan(copy.code)
    walker.scan("DC-CHOICE-1")
    walker.act("scanning.person", name="小明")
    walker.scan("SH001")
    walker.scan(other.code)
    again = Walker(library)
    again.now += timedelta(days=3)
    part = again.part
    assert part.stocktake is not None
    assert (part.stocktake.name, part.shelf, part.person) == ("小说", shelf, "小明")
    assert part.walk.last == "I24/1"


def test_undo_takes_back_the_last_scan_and_the_order_with_it(library: Library, desk: Desk) -> None:
    high, low = a_copy_at(library, "I24/9"), a_copy_at(library, "I24/1")
    count = opened(desk)
    walker = Walker(library)
    walker.scan(high.code)
    walker.scan("DC-UNDO")
    assert (walker.part.lines, walker.part.sums.read) == ((), 0)
    assert present(walker_desk(walker), count) == set()
    assert walker.scan(low.code).told.reasons == ()
    assert walker.scan(high.code).told.reasons == ()


def test_what_is_done_at_the_shelves_is_printed_on_a_sheet(library: Library, desk: Desk) -> None:
    a_copy(library)
    opened(desk)
    assert isinstance(Walker(library).act("scanning.print_sheet").state.paper, Paper)


def test_the_barcode_opens_the_screen(library: Library, desk: Desk) -> None:
    a_copy(library)
    opened(desk)
    counter = Counter(library, "ledgers", "export")
    shown = counter.scan("DC-STOCKTAKE")
    assert (shown.tab, getattr(shown.state, "section", "")) == ("stocktake", "scanning")


def test_what_another_station_does_meanwhile_is_caught_up_with(library: Library, desk: Desk) -> None:
    scanned, lent, other = (a_copy(library) for _each in range(3))
    patron = a_patron(library)
    count = opened(desk)
    walker = Walker(library)
    walker.scan(scanned.code)
    walker.now += timedelta(minutes=1)
    check_out(walker_desk(walker), patron, lent.id)
    walker.scan(other.code)
    progress = walker.part.progress
    assert progress is not None
    assert (progress.found, progress.sums.read) == (3, 2)
    with library.reading() as connection:
        assert count_progress(connection, count, walker.now).found == 3


def test_who_signs_in_counts_from_then_on(library: Library, desk: Desk) -> None:
    a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.act("scanning.person", name="小明")
    walker.station.operator = replace(walker.station.operator, name="王老师")
    assert walker.part.who == "王老师"


def test_a_log_of_the_shelf_is_played_again_with_what_each_scan_was(library: Library, desk: Desk) -> None:
    a_shelf(library, "SH001", "I2/1", place=1, name="一号架")
    a_shelf(library, "SH002", "I3/1", place=2)
    copy, wrong, out = a_copy_at(library, "I24/1"), a_copy_at(library, "I35/1"), a_copy_at(library, "I24/5")
    check_out(desk, a_patron(library), out.id)
    opened(desk)
    scans = ["DC-STOCKTAKE", "SH001", copy.code, wrong.code, out.code, "T9999", "K0001"]
    lines = [json.dumps({"at": f"2026-04-01T09:00:{5 * second:02}", "scan": scan}) for second, scan in enumerate(scans)]
    played = list(replay(Station(library, "counter 1"), lines))
    assert [each["outcome"] for each in played[1:]] == [
        "shelf",
        "count-found",
        "count-found",
        "count-on_loan",
        "count-unknown",
        "patron",
    ]
    assert (played[1]["copy"], played[1]["title"]) == ("SH001", "一号架")
    assert played[3]["reasons"] == ["wrong_shelf"]
    assert "陈子墨" in played[4]["patron"]


def test_a_count_that_was_closed_meanwhile_says_so_and_its_books_go_into_no_other(library: Library, desk: Desk) -> None:
    copy, other = a_copy_at(library, "I24/1"), a_copy_at(library, "I24/3")
    everything = opened(desk, name="全部")
    novels = opened(desk, name="小说", scope=Scope(class_from="I", class_to="I"))
    walker = Walker(library)
    walker.act(f"scanning.choose:{novels.id}")
    walker.scan(copy.code)
    walker.now += timedelta(minutes=1)
    assert close_stocktake(walker_desk(walker), novels.id).why_not == ""
    shown = walker.scan(other.code)
    assert shown.message.headline == "《草房子》 is not counted"
    assert "小说 is closed" in shown.message.details[0]
    with library.reading() as connection:
        assert latest_lines(connection, everything.id, 5) == []
    assert walker.scan("DC-CHOICE-1").told.outcome == "count-found"
    with library.reading() as connection:
        assert [line.copy_id for line in latest_lines(connection, everything.id, 5)] == [other.id]
