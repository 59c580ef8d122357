"""The strip at the counter: there on a day with turns, gone on any other, and on by itself from turn to turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_desk, a_patron

from deskcirc.desk import rota
from deskcirc.desk.rota import TurnPlace
from deskcirc.domain.calendar import OpenDays
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.rota import Activity, Slot, Week
from deskcirc.domain.turns import DaySchedule, Span
from deskcirc.store.database import Library
from deskcirc.ui.calendar_words import HoursByClock
from deskcirc.ui.foot import Foot
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station
from deskcirc.ui.theme import Theme
from deskcirc.ui.turn_strip import TurnStrip

SCHEDULE = DaySchedule(date(2026, 3, 2), (Span(720, 735, "3(1)"), Span(735, 750, "3(2)")), timedelta(hours=8))


def test_the_strip_follows_the_clock_and_goes_with_the_last_turn(qtbot: QtBot) -> None:
    clock = [datetime(2026, 3, 2, 4, 5, tzinfo=UTC)]
    strip = TurnStrip(Theme(), lambda: clock[0])
    qtbot.addWidget(strip)
    strip.show_schedule(SCHEDULE)
    assert strip.words.text() == "Now: 3(1) until 12:15  ·  Next: 3(2) 12:15"
    clock[0] += timedelta(minutes=10)
    strip.look()
    assert strip.words.text() == "Now: 3(2) until 12:30"
    assert not strip.isHidden()
    clock[0] += timedelta(minutes=15)
    strip.look()
    assert strip.isHidden()


def test_a_low_window_and_a_day_without_turns_have_no_strip(qtbot: QtBot) -> None:
    strip = TurnStrip(Theme(), lambda: datetime(2026, 3, 2, 4, 5, tzinfo=UTC))
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.show_schedule(SCHEDULE)
    strip.set_low(True)
    assert strip.isHidden()
    strip.set_low(False)
    assert not strip.isHidden()
    strip.show_schedule(None)
    assert strip.isHidden()


def test_the_station_shows_a_changed_rota_at_once(library: Library) -> None:
    pupil = a_patron(library, grade=3)
    station = Station(library, "counter 1")
    assert station.take(Input(NOON, act="refresh")).schedule is None
    desk = a_desk(library)
    rota.save_slot(desk, Slot(0, 720, 735))
    place = TurnPlace(Week.EVERY, 1, 1)
    rota.add_turn(desk, place, Activity.BORROW, class_id=pupil.class_id, grade=None)
    shown = station.take(Input(NOON, act="refresh")).schedule
    assert shown is not None
    assert shown.words(NOON) == "Now: Grade 3, class 1 until 12:15  ·  Next: Grade 3, class 1, Mon 9 Mar 12:00"
    assert station.take(Input(NOON + timedelta(days=1), act="refresh")).schedule is None


def test_the_foot_says_until_when_it_is_open_by_the_clock_and_its_figures_stay(qtbot: QtBot) -> None:
    hours = tuple(OpeningPeriod(day, day, 720, 735) for day in range(1, 6))
    clock = [datetime(2026, 3, 2, 4, 5, tzinfo=UTC)]
    foot = Foot(Theme(), lambda: clock[0])
    qtbot.addWidget(foot)
    foot.show_today("2 lent", HoursByClock(OpenDays(frozenset({5, 6}), opening=hours), timedelta(hours=8)))
    assert foot.words == "2 lent   ·   Open until 12:15"
    clock[0] += timedelta(minutes=10)
    foot.look()
    assert foot.words == "2 lent   ·   Closed, opens Tue 3 Mar 12:00"
    foot.show_today("3 lent", None)
    assert foot.words == "3 lent"
