"""Scanning at the shelf, one doubt at a time: order, places, people, two counts at once, what is offered to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, set_up_act
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf
from tests.ui.at_shelf import Walker, opened, walker_desk

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.losses import report_missing
from deskcirc.desk.returning import check_in
from deskcirc.desk.shelves import end_shelf
from deskcirc.desk.stocktakes import pause_stocktake
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import CountedLine, CountKind, CountSums, Remark, Scope
from deskcirc.store.database import Library
from deskcirc.store.tables import titles
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.scanning_figures import figures_of
from deskcirc.ui.tabs.stocktake.scanning_words import line_looks


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def reasons(walker: Walker, *codes: str) -> list[tuple[str, ...]]:
    """What each scan is told besides its kind."""
    return [walker.scan(code).told.reasons for code in codes]


@pytest.mark.parametrize(
    ("kind", "remark", "blind", "looks"),
    [
        (CountKind.FOUND, Remark.NOTHING, False, ("found", Tone.DONE, "")),
        (CountKind.FOUND, Remark.WRONG_SHELF, False, ("belongs elsewhere", Tone.LOOK, "shelf")),
        (CountKind.FOUND, Remark.WRONG_SHELF, True, ("read", Tone.DONE, "")),
        (CountKind.ON_LOAN, Remark.WRONG_SHELF, False, ("on loan, yet here", Tone.LOOK, "lend")),
        (CountKind.ON_LOAN, Remark.WRONG_SHELF, True, ("read", Tone.DONE, "")),
        (CountKind.ELSEWHERE, Remark.NOTHING, False, ("not of this count", Tone.LOOK, "")),
        (CountKind.ELSEWHERE, Remark.NEW, True, ("read", Tone.DONE, "")),
        (CountKind.REPEAT, Remark.NOTHING, False, ("counted twice", Tone.REPEAT, "")),
        (CountKind.REPEAT, Remark.OTHER_SHELF, False, ("counted on another shelf", Tone.LOOK, "shelf")),
        (CountKind.UNKNOWN, Remark.NOTHING, True, ("unknown code", Tone.STOP, "help")),
        (CountKind.REFUSED, Remark.WITHDRAWN, False, ("withdrawn", Tone.STOP, "")),
        (CountKind.REFUSED, Remark.TOO_EARLY, True, ("before the opening", Tone.STOP, "")),
    ],
)
def test_every_line_has_its_words_its_tone_and_its_shape(
    kind: CountKind, remark: Remark, looks: tuple[str, Tone, str], *, blind: bool
) -> None:
    assert line_looks(CountedLine(1, 1, 1, "B1", NOON, kind, remark), blind=blind) == looks


def test_the_figures_of_a_blind_count_are_those_that_need_a_hand() -> None:
    sums = CountSums(5, 4, 3, 2, 1, 6)
    assert [(each.sign, each.count) for each in figures_of(sums, blind=False)] == [
        ("", 21),
        ("=", 5),
        ("+", 4),
        ("+", 3),
        ("+", 2),
        ("+", 1),
        ("+", 6),
    ]
    assert [(each.sign, each.count) for each in figures_of(sums, blind=True)] == [("", 21), ("", 1), ("", 6)]


def test_neither_a_repeat_nor_a_copy_without_a_call_number_says_anything_of_the_order(
    library: Library, desk: Desk
) -> None:
    first, fifth, third, bare = (a_copy_at(library, number) for number in ("I24/1", "I24/5", "I24/3", ""))
    opened(desk)
    walker = Walker(library)
    assert reasons(walker, first.code, bare.code, fifth.code, first.code, third.code) == [
        (),
        (),
        (),
        (),
        ("out_of_order",),
    ]


def test_a_copy_before_all_that_was_scanned_is_said_to_belong_there(library: Library, desk: Desk) -> None:
    first, second = (a_copy_at(library, f"I24/{number}") for number in (1, 5))
    opened(desk)
    walker = Walker(library)
    walker.scan(second.code)
    assert walker.scan(first.code).message.headline == "《草房子》 belongs before I24/5"


def test_a_stray_copy_says_nothing_of_the_order_also_when_its_shelf_is_taken_up_again(
    library: Library, desk: Desk
) -> None:
    a_shelf(library, "SH001", "I2/1", place=1)
    a_shelf(library, "SH002", "K1/1", place=2)
    stray, first, second = (a_copy_at(library, number) for number in ("K9/1", "I24/1", "I24/5"))
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    assert reasons(walker, stray.code, first.code) == [("wrong_shelf",), ()]
    walker.scan("SH002")
    walker.scan("SH001")
    assert reasons(walker, second.code) == [()]


def test_a_copy_is_said_to_belong_to_a_shelf_of_its_own_room(library: Library, desk: Desk) -> None:
    first, second = a_location(library, "YD", "阅览室"), a_location(library, "SK", "书库")
    a_shelf(library, "SH000", "", place=1, name="空架", location_id=second)
    a_shelf(library, "SH001", "I1/1", place=2, name="阅览架", location_id=first)
    a_shelf(library, "SH002", "I1/1", place=3, name="书库架", location_id=second)
    copy = a_copy_at(library, "I24/1", location_id=second)
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    assert walker.scan(copy.code).message.headline == "《草房子》 belongs to 书库架"


def test_what_is_offered_about_one_copy_is_not_done_to_another(library: Library, desk: Desk) -> None:
    out, other = a_copy(library), a_copy(library)
    check_out(desk, a_patron(library), out.id)
    opened(desk)
    walker = Walker(library)
    walker.scan(out.code)
    walker.scan(other.code)
    assert "once more" in walker.act(f"scanning.returned:{out.id}").message.headline


def test_a_return_that_somebody_took_meanwhile_is_said_to_be_over(library: Library, desk: Desk) -> None:
    out, _other = a_copy(library), a_copy(library)
    check_out(desk, a_patron(library), out.id)
    opened(desk)
    walker = Walker(library)
    walker.scan(out.code)
    check_in(walker_desk(walker), out.id)
    shown = walker.scan("DC-YES")
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "refused")
    assert "not on loan any more" in shown.message.headline


def test_a_helper_counts_the_copy_whose_isbn_was_scanned(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, isbn="9787302511625")
    opened(desk)
    walker = Walker(library)
    walker.station.operator = replace(walker.station.operator, role=Role.HELPER)
    walker.scan("978-7-302-51162-5")
    assert walker.scan("DC-YES").told.outcome == "count-found"


def test_a_blind_count_tells_machines_no_more_than_people(library: Library, desk: Desk) -> None:
    missing, _other = a_copy(library), a_copy(library)
    report_missing(desk, missing.id)
    opened(desk, blind=True)
    shown = Walker(library).scan(missing.code)
    assert shown.told.reasons == ()
    assert not [offer for offer in shown.state.offers if "found" in offer.act]


def test_nothing_is_told_before_a_blind_count_is_chosen(library: Library, desk: Desk) -> None:
    missing = a_copy_at(library, "I24/1")
    report_missing(desk, missing.id)
    first = opened(desk, blind=True)
    a_copy_at(library, "I24/2")
    a_count(replace(desk, now=first.opened_at), scope=Scope(class_from="I", class_to="I"), blind=True)
    shown = Walker(library).scan(missing.code)
    assert (shown.told.outcome, shown.message.details) == ("count-choose", ())
    assert not [offer for offer in shown.state.offers if "found" in offer.act]


def test_a_room_that_is_not_there_is_no_place(library: Library, desk: Desk) -> None:
    a_copy(library)
    opened(desk)
    walker = Walker(library)
    assert walker.act("scanning.location:99").told.outcome != "location"
    assert walker.part.location_id is None


def test_what_was_put_down_before_a_count_was_chosen_is_not_counted(library: Library, desk: Desk) -> None:
    copy = a_copy_at(library, "I24/1")
    first = opened(desk)
    a_count(replace(desk, now=first.opened_at), scope=Scope(class_from="I", class_to="I"))
    walker = Walker(library)
    assert walker.scan(copy.code).told.outcome == "count-choose"
    walker.scan("DC-NEXT")
    walker.act(f"scanning.choose:{first.id}")
    assert walker.part.sums.read == 0


def test_of_an_open_and_a_paused_count_the_open_one_is_in_hand(library: Library, desk: Desk) -> None:
    a_copy_at(library, "I24/1")
    paused = opened(desk)
    goes_on = a_count(replace(desk, now=paused.opened_at), scope=Scope(class_from="I", class_to="I"))
    assert pause_stocktake(replace(desk, now=paused.opened_at), paused.id).done
    part = Walker(library).part
    assert part.stocktake is not None
    assert part.stocktake.id == goes_on.id


def test_who_signs_in_counts_and_nobody_else_goes_on_being_named(library: Library, desk: Desk) -> None:
    copies = [a_copy(library) for _each in range(3)]
    opened(desk)
    walker = Walker(library)
    walker.act("scanning.person", name="小明")
    assert walker.part.who == "小明"
    walker.scan(copies[0].code)
    walker.station.operator = replace(walker.station.operator, name="王老师")
    assert (walker.part.person, walker.part.who) == ("", "王老师")
    walker.act("scanning.person", name="王老师")
    assert walker.part.person == ""
    walker.scan(copies[1].code)
    again = Walker(library)
    again.station.operator = replace(again.station.operator, name="王老师")
    again.act("section:scanning")
    assert again.part.person == ""


def test_a_station_that_starts_again_takes_no_shelf_in_hand_that_has_ended(library: Library, desk: Desk) -> None:
    shelf = a_shelf(library, "SH001")
    first, second = a_copy(library), a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    walker.scan(first.code)
    assert Walker(library).part.place == "SH001"
    assert end_shelf(walker_desk(walker), [shelf.id]).done
    again = Walker(library)
    assert again.part.place == ""
    assert again.scan(second.code).told.outcome == "count-found"


def test_a_line_of_another_day_is_listed_with_its_day(library: Library, desk: Desk) -> None:
    first, second = a_copy(library), a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.scan(first.code)
    walker.now += timedelta(days=1)
    walker.act("section:counts")
    again = Walker(library)
    again.now = walker.now
    again.scan(second.code)
    clocks = [line.clock for line in again.part.lines]
    assert [len(clock) for clock in clocks] == [len("12:00:03"), len("04-01 12:00")]
    assert clocks[1].startswith("04-01")
