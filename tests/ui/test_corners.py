"""The class corners at the counter, by scans and acts as a station takes them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows
from tests.corner_builders import a_class, a_corner, a_pupil_of, copies_of

from deskcirc.desk.corner_piles import fill_corner
from deskcirc.domain.rule_book import REFERENCE
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.classes.corners_page import CornersPage
from deskcirc.ui.tabs.classes.corners_part import CornersPart, View
from deskcirc.ui.theme import Theme


class Counter:
    """A station whose clock goes on three seconds an input."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter 1")
        self.now = NOON

    def act(self, name: str, **values: str) -> Shown:
        return self._take(Input(self._later(), act=name, values=values))

    def scan(self, line: str) -> Shown:
        return self._take(Input(self._later(), scan=line))

    def _later(self) -> datetime:
        self.now += timedelta(seconds=3)
        return self.now

    def _take(self, given: Input) -> Shown:
        return self.station.take(given)


def part_of(shown: Shown) -> CornersPart:
    part = shown.state.parts["corners"]  # type: ignore[attr-defined]
    assert isinstance(part, CornersPart)
    return part


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library)


def outcome(shown: Shown) -> str:
    return shown.told.outcome


def test_a_corner_is_opened_filled_by_scans_lent_and_undone(library: Library, counter: Counter) -> None:
    a_class(library)
    copies_of(library, 3)
    reference = a_copy(library, "辞海", item_type=REFERENCE)
    counter.act("tab:classes")
    counter.act("section:corners")
    opened = counter.act("corners.open", **{"class": "Grade 4, class 2", "target": "3", "capacity": "60"})
    assert (outcome(opened), part_of(opened).view) == ("corner-opened", View.FILL)
    before = all_rows(library)
    said = [counter.scan(code) for code in ("B00001", "B00002", "B00001", reference.barcode, "B99999", "B00003")]
    assert [outcome(shown) for shown in said] == [
        "fine",
        "fine",
        "in-the-pile",
        "in-house-only",
        "unknown",
        "fine",
    ]
    assert [shown.message.tone for shown in said] == [
        Tone.DONE,
        Tone.DONE,
        Tone.LOOK,
        Tone.STOP,
        Tone.STOP,
        Tone.DONE,
    ]
    assert said[-1].message.details == ("Grade 4, class 2: 3 of 3 copies, room for 60",)
    assert all_rows(library) == before
    lent = counter.act("corners.lend")
    assert (outcome(lent), lent.message.headline) == (
        "corner-filled",
        "3 copies lent to the class corner of Grade 4, class 2",
    )
    assert [line.code for line in part_of(lent).pile] == ["B99999", reference.barcode]
    undone = counter.scan("DC-UNDO")
    assert outcome(undone) == "undone"
    assert all_rows(library) == before
    assert part_of(undone).fine == (1, 2, 3)
    assert outcome(counter.act("corners.lend")) == "corner-filled"
    assert list(check_library(library)) == []


def test_the_whole_of_it_is_done_by_scans_alone(library: Library, counter: Counter) -> None:
    corner = a_corner(a_desk(library))
    copies_of(library, 2)
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    counter.act("corners.view:fill")
    counter.scan("B00001")
    counter.scan("B00002")
    assert outcome(counter.scan("DC-YES")) == "corner-filled"
    counter.act("corners.view:back")
    counter.scan("B00002")
    assert outcome(counter.scan("DC-YES")) == "corner-taken-back"
    assert part_of(counter.scan("DC-UNDO")).fine == (2,)


def test_what_was_refused_may_be_passed_by_an_override_barcode_and_a_reason(library: Library, counter: Counter) -> None:
    corner = a_corner(a_desk(library))
    a_copy(library, "辞海", item_type=REFERENCE)
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    counter.act("corners.view:fill")
    counter.scan("B00001")
    asked = counter.scan("DC-OVERRIDE")
    assert asked.tab == "classes"
    assert asked.state.ask is not None
    assert asked.state.ask.act == "corners.override"
    passed = counter.act("corners.override", reason="研究课")
    assert (outcome(passed), part_of(passed).fine) == ("override", (1,))
    assert outcome(counter.act("corners.lend")) == "corner-filled"


def test_copies_are_chosen_from_the_shelves_and_one_is_taken_out(library: Library, counter: Counter) -> None:
    corner = a_corner(a_desk(library), target=3, capacity=None)
    copies_of(library, 5)
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    counter.act("corners.view:fill")
    chosen = counter.act("corners.shelves")
    assert part_of(chosen).fine == (1, 2, 3)
    dropped = counter.act("corners.drop", code="B00002")
    assert part_of(dropped).fine == (1, 3)
    assert outcome(counter.act("corners.shelves", first="K", last="I")) == "refused"
    assert part_of(counter.act("corners.shelves", most="1")).fine == (1, 3, 2)


def test_undoing_takes_the_last_scan_off_the_pile_and_leaves_what_was_done_before(
    library: Library, counter: Counter
) -> None:
    desk = a_desk(library)
    corner = a_corner(desk)
    one, two = copies_of(library, 2)
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    for view, write in (("fill", "corner-filled"), ("back", "corner-taken-back")):
        counter.act(f"corners.view:{view}")
        before = all_rows(library)
        counter.scan(one.barcode)
        counter.scan(two.barcode)
        assert [outcome(counter.scan("DC-UNDO")), outcome(counter.act("undo"))] == ["dropped", "dropped"]
        assert all_rows(library) == before
        counter.scan(one.barcode)
        if view == "back":
            counter.scan("DC-DAMAGED")
        assert outcome(counter.scan("DC-YES")) == write
    assert [outcome(counter.act("undo")) for _time in range(2)] == ["undone", "undone"]


def test_the_pile_that_came_back_is_sorted_out_and_the_sheet_is_printed(library: Library, counter: Counter) -> None:
    desk = a_desk(library)
    corner, other = a_corner(desk), a_corner(desk, number=3)
    back, torn, short, swapped, extra = copies_of(library, 5)
    fill_corner(desk, corner.id, [back.id, torn.id, short.id])
    fill_corner(desk, other.id, [swapped.id])
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    counter.act("corners.view:back")
    assert outcome(counter.scan(back.barcode)) == "back"
    assert outcome(counter.scan(torn.barcode)) == "back"
    damaged = counter.scan("DC-DAMAGED")
    assert (outcome(damaged), damaged.tab) == ("damaged", "classes")
    strange = counter.scan(swapped.barcode)
    assert (outcome(strange), strange.told.patron) == ("swapped", "Grade 4, class 3")
    assert outcome(counter.scan(extra.barcode)) == "extra"
    taken = counter.act("corners.take_back")
    assert (outcome(taken), taken.told.reasons) == ("corner-taken-back", ("short",))
    assert taken.message.details[0] == "1 short, still on loan to the class: 《第2本》"
    sheet = {part.heading: len(part.copies) for part in part_of(taken).sheet}
    assert sheet == {"Short": 1, "Extra": 1, "Swapped": 1, "Unknown": 0, "Damaged": 1, "Came back": 2}
    assert counter.act("corners.print_result").state.paper is not None
    returned = counter.act(f"corners.return:{swapped.id}")
    assert outcome(returned) == "returned"
    assert list(check_library(library)) == []


def test_a_pupils_card_then_copies_and_a_copy_alone_comes_back(library: Library, counter: Counter) -> None:
    desk = a_desk(library)
    corner, other = a_corner(desk), a_corner(desk, number=3)
    one, two = copies_of(library, 2)
    fill_corner(desk, corner.id, [one.id])
    fill_corner(desk, other.id, [two.id])
    pupil, stranger = a_pupil_of(desk, corner), a_pupil_of(desk, other, "林小雨")
    counter.act("tab:classes")
    counter.act(f"corners.look_class:{corner.class_id}")
    assert outcome(counter.scan(f"K{stranger.id:04}")) == "refused"
    assert outcome(counter.scan(f"K{pupil.id:04}")) == "patron"
    assert outcome(counter.scan(one.barcode)) == "lent-in-corner"
    refused = counter.scan(two.barcode)
    assert (outcome(refused), refused.told.reasons) == ("refused", ("other-corner",))
    counter.scan("DC-NEXT")
    assert outcome(counter.scan(one.barcode)) == "returned-in-corner"
    assert outcome(counter.act("corners.due", day="2026-03-20")) == "corner-due"
    assert outcome(counter.act("corners.due", day="2026-02-20")) == "refused"


def test_whose_card_it_was_is_forgotten_when_the_corner_has_been_idle(library: Library, counter: Counter) -> None:
    desk = a_desk(library)
    corner = a_corner(desk)
    one, two = copies_of(library, 2)
    fill_corner(desk, corner.id, [one.id, two.id])
    pupil = a_pupil_of(desk, corner)
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    counter.scan(f"K{pupil.id:04}")
    assert outcome(counter.scan(one.barcode)) == "lent-in-corner"
    counter.now += timedelta(seconds=desk.policy.idle_seconds)
    idle = counter.scan(two.barcode)
    assert (outcome(idle), idle.told.reasons) == ("refused", ("in-its-corner",))


def test_a_corner_with_shorts_is_closed_by_decision_only(library: Library, counter: Counter) -> None:
    desk = a_desk(library)
    corner = a_corner(desk)
    fill_corner(desk, corner.id, [copies_of(library, 1)[0].id])
    counter.act("tab:classes")
    counter.act(f"corners.look:{corner.id}")
    asked = counter.act("corners.close")
    assert (outcome(asked), [offer.act for offer in asked.state.offers]) == ("refused", ["corners.close_short"])
    assert outcome(counter.act("corners.close_short")) == "corner-closed"


def test_the_page_paints_every_view(qapp: QApplication, library: Library, counter: Counter) -> None:
    desk = a_desk(library)
    page = CornersPage(Theme())
    counter.act("tab:classes")
    page.show_state(part_of(counter.act("section:corners")))
    assert page.corners.selected_line() is None
    corner = a_corner(desk)
    one, _two = copies_of(library, 2)
    fill_corner(desk, corner.id, [one.id])
    pupil = a_patron(library, class_id=corner.class_id)
    page.show_state(part_of(counter.act("corners.list")))
    assert page.corners.lines[0].held == 1
    page.show_state(part_of(counter.act(f"corners.look:{corner.id}")))
    counter.scan(f"K{pupil.id:04}")
    page.show_state(part_of(counter.scan(one.barcode)))
    assert page.sheet.inside.lines[0].sub_loan is not None
    counter.act("corners.view:fill")
    page.show_state(part_of(counter.scan("B00002")))
    assert page.sheet.piles.lend.text() == "Lend 1 copy to the class"
    page.show_state(part_of(counter.act("corners.view:back")))
    other = a_corner(desk, number=3)
    fill_corner(desk, other.id, [2])
    page.show_state(part_of(counter.scan("B00002")))
    acts = list[str]()
    page.acted.connect(lambda act, _values: acts.append(act))
    assert not page.sheet.piles.give_back.isEnabled()
    page.sheet.piles.pile.select(0)
    page.sheet.piles.give_back.click()
    assert acts == ["return:2"]
    page.show_state(part_of(counter.act("corners.view:history")))
    assert page.sheet.readers.lines[0].taken == 1
    assert page.grab().width() > 0
