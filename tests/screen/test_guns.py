"""Every sort of gun that types, on the screen: with and without Enter, fast and slow, with Caps Lock on."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pytest
from PySide6.QtWidgets import QApplication
from tests.screen import keys
from tests.screen.at_counter import AtCounter

from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.outcome import Tone

pytestmark = pytest.mark.screen


@pytest.fixture
def caps_lock(at: AtCounter) -> Iterator[None]:
    """Somebody left Caps Lock on."""
    at.press("Caps_Lock")
    yield
    keys.press("Caps_Lock")


def test_the_gun_of_these_tests_strikes_at_a_speed_no_hand_has(at: AtCounter) -> None:
    at.strike("9787020002207")
    at.wait(lambda: len(at.watch.gaps) == 13)
    assert 7 <= median(at.watch.gaps) <= 20, at.watch.gaps  # 8 to 9 where the machine has nothing else to do


def test_two_codes_thirty_milliseconds_apart_are_two_scans(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 3)
    at.strike(visit.card, *visit.copies, pause=30)
    at.lands(visit)
    assert at.school.acts() == ["check_out"] * 3


def test_the_same_code_twice_is_lent_once_and_said_so(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 1)
    at.strike(visit.card, *visit.copies, *visit.copies)
    at.wait(lambda: at.message.tone is Tone.REPEAT)
    assert visit.copies[0] in at.message.headline
    assert at.school.acts() == ["check_out"]


@pytest.mark.usefixtures("caps_lock")
def test_caps_lock_changes_nothing(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 1)
    at.strike("DC-RETURNS")
    at.wait(lambda: at.counter.window.header.current == "returns")
    at.strike("DC-CHECKOUT", visit.card, *visit.copies)
    at.lands(visit)


def test_a_gun_that_ends_with_tab_lends_and_moves_no_focus(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 2)
    before = QApplication.focusWidget()
    at.strike(visit.card, *visit.copies, end="\t")
    at.lands(visit)
    assert QApplication.focusWidget() is before


def test_a_gun_that_sends_no_end_lends_once_it_is_silent(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 2)
    at.strike(visit.card)
    at.strike(*visit.copies, end="", pause=300)
    at.lands(visit)
    assert at.counter.window.scan_box.line.text() == ""


@pytest.mark.parametrize("in_a_list", [True, False], ids=["a list has the focus", "the scan box has the focus"])
def test_a_slow_bluetooth_gun_lends(at: AtCounter, in_a_list: bool) -> None:
    (visit,) = at.school.visits(1, 1)
    if in_a_list:
        at.counter.window.findChildren(LinesView)[0].setFocus()
    at.strike(visit.card, *visit.copies, gap=keys.SLOW_GUN)
    at.lands(visit)
    assert at.school.acts() == ["check_out"]
    assert at.counter.window.scan_box.line.text() == ""


def test_a_name_typed_by_hand_is_no_scan_and_a_scan_finds_its_way_out_of_the_same_field(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 2)
    lines: list[str] = []
    at.counter.scans.line.connect(lines.append)
    at.press("ctrl+f")
    at.wait_for_dialog()
    at.strike("duzhe41", gap=keys.HAND, end="")
    field = at.text_field()
    at.wait(lambda: field.text() == "duzhe41")
    assert lines == []
    at.strike(visit.card, *visit.copies)
    at.lands(visit)
    assert lines == [visit.card, *visit.copies]


def test_what_was_typed_in_a_field_stays_when_a_scan_goes_through_it(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 2)
    at.choose_in_menu("Open another library")
    at.wait_for_dialog()
    field = at.text_field()
    at.strike("our school", gap=keys.HAND, end="")
    at.wait(lambda: field.text() == "our school")
    at.strike(visit.card, *visit.copies)
    at.lands(visit)
    assert field.text() == "our school"
    at.press("Escape")
    at.wait_for_counter()
