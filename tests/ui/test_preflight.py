"""The preflight section: urgent kinds first, a scan asks about one, fixes are the librarian's and are tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import NOON, TODAY, a_copy, a_patron, all_rows

from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.operators import Role
from deskcirc.domain.preflight import PreflightCode
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.school_year.preflight_page import PreflightPage
from deskcirc.ui.tabs.school_year.preflight_state import PreflightPart
from deskcirc.ui.theme import Theme


def opened(library: Library) -> Station:
    station = Station(library, "counter")
    station.take(Input(NOON, act="section:preflight", tab="school_year"))
    return station


def take(station: Station, seconds: int, **given: Any) -> Shown:
    return station.take(Input(NOON + timedelta(seconds=seconds), **given))


def part_of(shown: Shown) -> PreflightPart:
    part = shown.state.parts["preflight"]  # type: ignore[attr-defined]
    assert isinstance(part, PreflightPart)
    return part


def a_school_with_trouble(library: Library) -> None:
    a_patron(library, "李想", expires=TODAY - timedelta(days=9))
    a_patron(library, "王雨", loan_limit=0)
    a_copy(library)
    a_copy(library, "昆虫记", state=CopyState.IN_PROCESS.value, price=900)


def test_what_can_be_mended_before_the_bell_stands_first(library: Library) -> None:
    a_school_with_trouble(library)
    kinds = [line.code for line in part_of(take(opened(library), 1, act="preflight.run")).kinds]
    assert set(kinds[:2]) == {BlockCode.CARD_EXPIRED, BlockCode.COPY_IN_PROCESS}
    assert kinds.index(BlockCode.LOAN_LIMIT) > kinds.index(PreflightCode.CALENDAR_ENDS)


def test_a_card_scanned_here_says_what_would_be_refused(library: Library) -> None:
    a_school_with_trouble(library)
    station = opened(library)
    shown = take(station, 5, scan="K0001")
    assert (shown.message.tone, shown.message.headline) == (Tone.LOOK, "李想")
    assert part_of(shown).code == BlockCode.CARD_EXPIRED
    a_patron(library, "林小雨", card="K0077")
    assert take(station, 9, scan="K0077").message.tone is Tone.DONE


def test_the_librarian_mends_all_of_a_kind_at_once_and_it_is_tried_again(library: Library) -> None:
    a_school_with_trouble(library)
    station = opened(library)
    shown = take(station, 1, act="preflight.extend_all", values={"day": "2026-07-10"})
    assert shown.told.outcome == "mended"
    assert BlockCode.CARD_EXPIRED not in {line.code for line in part_of(shown).kinds}
    shown = take(station, 2, act="preflight.stock_all")
    assert BlockCode.COPY_IN_PROCESS not in {line.code for line in part_of(shown).kinds}


def test_a_helper_may_look_and_not_mend_and_nonsense_gets_a_sentence(library: Library) -> None:
    a_school_with_trouble(library)
    station = opened(library)
    for number, (day, price) in enumerate(
        (("tomorrow", "nothing"), ("", "-5"), ("2026-02-30", ""), ("", "3,50")), start=1
    ):
        assert take(station, number, act="preflight.extend_all", values={"day": day}).told.outcome == "refused"
        assert take(station, number, act="preflight.price_all", values={"price": price}).told.outcome == "refused"
    station.operator = replace(station.operator, role=Role.HELPER)
    shown = take(station, 9, act="preflight.stock_all")
    assert (shown.told.outcome, shown.message.tone) == ("refused", Tone.STOP)
    assert BlockCode.COPY_IN_PROCESS in {line.code for line in part_of(shown).kinds}


def test_mending_what_is_not_there_writes_nothing(library: Library) -> None:
    station, before = opened(library), all_rows(library, without_journal=False)
    for number, act in enumerate(
        ("extend:99", "extend_all", "stock:99", "stock_all", "price:99", "price_all"), start=1
    ):
        values = {"day": "2026-07-10", "price": "20"}
        assert take(station, number, act=f"preflight.{act}", values=values).told.outcome == "refused"
    assert all_rows(library, without_journal=False) == before


def test_the_page_shows_kinds_lines_and_the_fixes_that_fit(library: Library, qtbot: QtBot) -> None:
    a_school_with_trouble(library)
    page = PreflightPage(Theme())
    qtbot.addWidget(page)
    acts: list[str] = []
    page.acted.connect(lambda act, _values: acts.append(act))
    page.show_state(part_of(take(opened(library), 1, act=f"preflight.kind:{BlockCode.CARD_EXPIRED}")))
    assert "2" in page.summary.text()
    (line,) = page.findings.lines
    assert line.label == "李想"
    buttons = {button.text(): button for button in page.findChildren(QPushButton)}
    assert not buttons["Open the patron"].isEnabled()
    page.findings.selectRow(0)
    assert buttons["Open the patron"].isEnabled()
    buttons["Open the patron"].click()
    assert acts == [f"in:patrons:patron:{line.subject_id}"]


def test_an_empty_list_says_that_all_is_well(library: Library, qtbot: QtBot) -> None:
    page = PreflightPage(Theme())
    qtbot.addWidget(page)
    page.show_state(PreflightPart())
    assert page.kinds.lines == ()
    assert page.findings.lines == ()
