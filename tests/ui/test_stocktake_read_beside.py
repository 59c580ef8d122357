"""What is open in a large count, and its report, are read beside the desk: whoever scans does not wait for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_desk, a_patron
from tests.desk.closed_counts import Counted, a_full_count
from tests.desk.counts import a_count, scan
from tests.ui.at_resolving import every_matter, keys, part_of, three_not_seen, words_of
from tests.ui.at_section import Counter
from tests.ui.held_readings import HeldReadings, make_large

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_reports import report_now
from deskcirc.domain.copies import Copy
from deskcirc.domain.packed_lines import PackedLines
from deskcirc.domain.report import ReportFile
from deskcirc.domain.stocktake import Scope
from deskcirc.domain.stocktake_report import StocktakeReport
from deskcirc.errors import CancelledError
from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown, Ways
from deskcirc.ui.tabs.stocktake.counts_part import CountsPart
from deskcirc.ui.tabs.stocktake.report_part import ReportPart
from deskcirc.ui.tabs.stocktake.resolving_page import ResolvingPage
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, key_of
from deskcirc.ui.tabs.stocktake.resolving_words import empty_words
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart
from deskcirc.ui.tabs.stocktake.scanning_progress import progress_words
from deskcirc.ui.theme import Theme


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def readings() -> HeldReadings:
    return HeldReadings()


def counter_beside(desk: Desk, readings: HeldReadings) -> Counter:
    return Counter(desk.library, "stocktake", "resolving", Ways(beside=readings.begin))


def code_of(desk: Desk, copy_id: int) -> str:
    return copy_of_id(desk, copy_id).code


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
    assert set(readings.let_go()) == {"refresh"}
    assert keys(part_of(counter.act("refresh")), Matter.NOT_SEEN) == [1, 3]
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


def report_of(shown: Shown) -> ReportPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["report"]
    assert isinstance(part, ReportPart)
    return part


def at_the_report(counted: Counted, readings: HeldReadings) -> Counter:
    make_large(counted.desk.library, counted.count.id)
    counter = Counter(counted.desk.library, "stocktake", "counts", Ways(beside=readings.begin))
    counter.now = counted.desk.now + timedelta(hours=1)
    counter.act("section:report")
    return counter


def test_the_report_of_a_large_count_is_read_beside_the_desk_and_says_the_same(
    desk: Desk, readings: HeldReadings
) -> None:
    counted = a_full_count(desk)
    alone = report_now_of(counted)
    counter = at_the_report(counted, readings)
    assert report_of(counter.act("refresh")).report is None
    looked = counter.scan(counted.missed.code)
    assert looked.told.outcome == "reading"
    readings.let_go()
    part = report_of(counter.act("refresh"))
    assert part.report is not None
    assert (part.report.total, part.report.missing) == (alone.total, alone.missing)
    assert part.question is not None
    assert counter.scan(counted.missed.code).message.tone is Tone.LOOK


def test_a_copy_seen_since_the_report_was_read_is_not_said_to_be_missed(desk: Desk, readings: HeldReadings) -> None:
    counted = a_full_count(desk)
    counter = at_the_report(counted, readings)
    readings.let_go()
    counter.act("refresh")
    scan(replace(counted.desk, now=counter.now, station="counter 2"), counted.count, counted.missed)
    assert counter.scan(counted.missed.code).message.tone is Tone.DONE


def test_a_count_closed_while_its_report_is_read_again_shows_its_signed_report(
    desk: Desk, readings: HeldReadings
) -> None:
    counted = a_full_count(desk)
    counter = at_the_report(counted, readings)
    readings.let_go()
    closed = counter.act("report.close", note="")
    assert closed.told.outcome == "count-closed", words_of(closed)
    assert report_of(closed).report is None  # the one that was live is none any more
    readings.let_go()
    part = report_of(counter.act("refresh"))
    assert part.seal.hash
    assert part.seal.whole
    assert part.question is None


def test_the_paper_and_the_table_of_a_large_report_are_made_beside_the_desk(
    desk: Desk, readings: HeldReadings, tmp_path: Path
) -> None:
    counted = a_full_count(desk)
    counter = at_the_report(counted, readings)
    paper = counter.act("report.print").state.paper
    assert isinstance(paper, PaperToCome)
    steps: list[int] = []
    assert paper.make(lambda done, _total: steps.append(done)).pages
    assert steps == sorted(steps) != []
    counter.act("report.table:missing")
    table = counter.act("report.save", file=str(tmp_path / "fehlt.csv")).state.paper
    assert isinstance(table, ReportFile)
    assert counted.missed.accession_number in [row[0] for row in table.make(lambda _done, _total: None).rows]


def report_now_of(counted: Counted) -> StocktakeReport:
    with counted.desk.library.reading() as connection:
        return report_now(counted.desk, connection, counted.count)


def test_the_second_round_of_a_large_count_is_read_beside_the_desk_and_can_be_stopped(
    desk: Desk, readings: HeldReadings
) -> None:
    count = three_not_seen(desk)
    known = Counter(desk.library, "stocktake", "resolving").act("resolving.print_round").state.paper
    make_large(desk.library, count.id)
    counter = counter_beside(desk, readings)
    whole = counter.act("resolving.print_round").state.paper  # not even listed yet
    assert isinstance(known, Paper)
    assert isinstance(whole, PaperToCome)
    assert list(whole.make(lambda _done, _total: None).pages) == list(known.pages)
    readings.let_go()
    counter.act("resolving.tick:2")
    ticked = counter.act("resolving.print_round").state.paper
    assert isinstance(ticked, PaperToCome)
    words = str(list(ticked.make(lambda _done, _total: None).pages))
    assert code_of(desk, 2) in words
    assert code_of(desk, 3) not in words

    def stop(_done: int, _total: int) -> None:
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        whole.make(stop)


@pytest.mark.parametrize("act", ["print_walk", "print_unknown"])
def test_the_other_papers_of_a_large_count_are_what_they_would_be_read_at_once(
    desk: Desk, readings: HeldReadings, act: str
) -> None:
    count = every_matter(desk)
    known = Counter(desk.library, "stocktake", "resolving").act(f"resolving.{act}").state.paper
    make_large(desk.library, count.id)
    paper = counter_beside(desk, readings).act(f"resolving.{act}").state.paper
    assert isinstance(known, Paper)
    assert isinstance(paper, PaperToCome)
    assert list(paper.make(lambda _done, _total: None).pages) == list(known.pages)


def test_how_far_a_large_count_is_comes_with_what_was_scanned_while_it_was_read(
    desk: Desk, readings: HeldReadings
) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = Counter(desk.library, "stocktake", "scanning", Ways(beside=readings.begin))
    assert counter.scan(code_of(desk, 2)).told.outcome == "count-found"
    waiting = scanning_of(counter.act("refresh"))
    assert waiting.progress is None
    assert "Reading how far" in progress_words(waiting)
    for fetch in readings.let_go():
        counter.act(fetch)
    known = scanning_of(counter.act("refresh"))
    assert known.progress is not None
    assert (known.progress.found, known.following) == (1, None)
    counter.scan(code_of(desk, 3))
    after = scanning_of(counter.act("refresh"))
    assert after.progress is not None
    assert after.progress.found == 2
    assert not readings.held  # what is written is added to what is known


def test_the_list_of_counts_opens_before_it_is_known_how_far_a_large_one_is(desk: Desk, readings: HeldReadings) -> None:
    count = three_not_seen(desk)
    make_large(desk.library, count.id)
    counter = Counter(desk.library, "stocktake", "counts", Ways(beside=readings.begin))
    assert counts_of(counter.act("refresh")).lines[0].told == "… / 3"
    scan(replace(desk, now=counter.now, station="counter 2"), count, copy_of_id(desk, 1))
    readings.let_go()
    assert counts_of(counter.act("refresh")).lines[0].told == "1 / 3"


def scanning_of(shown: Shown) -> ScanningPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["scanning"]
    assert isinstance(part, ScanningPart)
    return part


def counts_of(shown: Shown) -> CountsPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["counts"]
    assert isinstance(part, CountsPart)
    return part


def copy_of_id(desk: Desk, copy_id: int) -> Copy:
    with desk.library.reading() as connection:
        return copies_by_ids(connection, [copy_id])[0]


def test_a_pressed_list_is_decided_ticked_and_ordered_as_any_other(desk: Desk, readings: HeldReadings) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    readings.let_go()
    part = part_of(counter.act("refresh"))
    assert isinstance(part.lines[Matter.NOT_SEEN], PackedLines)
    counter.act("resolving.searched:1")
    ticked = part_of(counter.act("resolving.tick_all"))
    assert ticked.ticked == {1, 2, 3}
    assert part_of(counter.act("resolving.tick:2")).ticked == {1, 3}
    likeliest = part_of(counter.act("resolving.by_chance"))
    assert keys(likeliest, Matter.NOT_SEEN) == [2, 3, 1]  # what was looked for in vain comes last
    counter.act("resolving.tick_none")
    assert part_of(counter.act("resolving.look:3")).placed is not None
    left = part_of(counter.act("resolving.missing:3"))
    assert keys(left, Matter.NOT_SEEN) == [2, 1]
    assert keys(part_of(counter.act("resolving.by_chance")), Matter.NOT_SEEN) == [1, 2]
    assert words_of(counter.scan(code_of(desk, 2))).count("1 copy is still not seen") == 1
    assert keys(part_of(counter.act("refresh")), Matter.NOT_SEEN) == [1]


def test_the_page_paints_of_a_pressed_list_what_is_seen_of_it(desk: Desk, readings: HeldReadings, qtbot: QtBot) -> None:
    make_large(desk.library, three_not_seen(desk).id)
    counter = counter_beside(desk, readings)
    page = ResolvingPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(counter.act("refresh")))
    assert "being read" in page.stack.lines.empty_words
    readings.let_go()
    page.show_state(part_of(counter.act("refresh")))
    assert [key_of(line) for line, _ticked in page.stack.lines.lines] == [1, 2, 3]
    page.stack.lines.select(1)
    page.show_state(part_of(counter.act("resolving.tick:2")))
    assert page.stack.line is not None
    assert key_of(page.stack.line) == 2
    assert [ticked for _line, ticked in page.stack.lines.lines] == [False, True, False]
    page.show_state(part_of(counter.act("resolving.missing:2")))
    assert key_of(page.stack.line) == 3  # the cursor goes on where its line left
