"""The counter under any input whatever: an outcome for each, and a library that keeps its promises."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import NOON, a_copy, a_patron

from deskcirc.domain.operators import Role
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.ui.open_tabs import TABS
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Station

ODD_SCANS = (
    "",
    "   ",
    "\u3000\t\r\n",
    "\u200b\u200d\ufeff",
    "\x00",
    "\x00B00001\x00",
    "B00\x07001",
    "9" * 10_000,
    "\n" * 10_000,
    "🙂" * 300,
    "'; DROP TABLE copies; --",
    '" OR 1=1 --',
    "%_%",
    "\u202eB00001\u202c",
    "\ud800",
    "B\udfff00001",
    "Ｂ００００１",
    "B\u200b00001",
    "DC-CHOICE-99",
    "DC-CHOICE-0",
    "DC-CHOICE-",
    "DC-",
    "]C0",
    "**",
    "*",
    "ISBN",
    "{}",
    "{0} %s {copy}",
    "\\",
    "9" * 400,
    "٣٤٥",
    "①②③",
    "㋿㌀",
    "ﷺ" * 64,
)


def test_the_undo_label_under_a_gun_that_reads_it_twice_takes_back_one_step(library: Library) -> None:
    a_patron(library, card="K0001")
    copies = [a_copy(library, title) for title in ("草房子", "昆虫记")]
    station = Station(library, "counter")
    scans = ("K0001", *(copy.code for copy in copies), "DC-UNDO", "DC-UNDO", "DC-UNDO")
    told = [station.take(Input(NOON + timedelta(milliseconds=300 * n), scan=scan)).told for n, scan in enumerate(scans)]
    assert [each.outcome for each in told] == ["patron", "lent", "lent", "undone", "repeat", "repeat"]
    again = [Input(NOON + timedelta(seconds=5), scan=scan) for scan in (copies[1].code, "DC-CHECKOUT", "DC-UNDO")]
    assert [station.take(each).told.outcome for each in again] == ["lent", "tab", "undone"]


def test_a_wrong_pin_keeps_the_reason_that_was_written(library: Library) -> None:
    a_patron(library, card="K0001", loan_limit=1)
    copies = [a_copy(library, title) for title in ("草房子", "昆虫记")]
    station = Station(library, "counter")
    station.operator = replace(station.operator, role=Role.HELPER)
    for seconds, scan in enumerate(("K0001", *(copy.code for copy in copies))):
        station.take(Input(NOON + timedelta(seconds=seconds), scan=scan))
    values = {"reason": "for the contest", "pin": "0000"}
    ask = station.take(Input(NOON + timedelta(seconds=9), act="override", values=values)).state.ask
    assert ask is not None
    assert (ask.needs_pin, ask.reason) == (True, "for the contest")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("line", ODD_SCANS, ids=range(len(ODD_SCANS)))
def test_whatever_a_scanner_sends_gets_a_sentence(library: Library, tab: str, line: str) -> None:
    a_copy(library)
    station = Station(library, "counter")
    shown = station.take(Input(NOON, scan=line, tab=tab))
    assert shown.message.headline.encode()
    assert shown.message.tone in set(Tone)
    assert len(shown.message.headline) < 300


@pytest.mark.parametrize("value", ["9" * 5000, "007", "-0", "1e3", "--5", "٣", ""])
def test_a_setting_that_is_no_number_gets_a_sentence(library: Library, value: str) -> None:
    station = Station(library, "counter")
    shown = station.take(Input(NOON, act="set:leaver_stop_days", tab="settings", values={"value": value}))
    assert shown.told.outcome == ("saved" if value in ("007", "-0") else "refused")


def test_who_is_taken_off_the_counter_does_not_go_on_working_there(library: Library) -> None:
    station, tab = Station(library, "counter"), "settings"
    station.take(Input(NOON, act="operator_add", tab=tab, values={"name": "王老师", "role": "librarian"}))
    station.take(Input(NOON, act="operator:2"))
    station.take(Input(NOON, act="operator_end:2", tab=tab))
    assert station.operator.id == 1
    station.take(Input(NOON, act="operator_add", tab=tab, values={"name": "李想", "role": "librarian"}))
    added = library.last_entry
    station.take(Input(NOON, act="operator:3"))
    station.take(Input(NOON, act=f"undo_entry:{added}", tab="history"))
    assert station.operator.id == 1


def test_a_hold_for_a_patron_whose_import_was_undone_meanwhile_gets_a_sentence(library: Library) -> None:
    a_patron(library)
    a_patron(library, "李想")
    with library.reading() as connection:
        entry = connection.exec_driver_sql("SELECT max(id) FROM journal").scalar()
    copy = a_copy(library)
    station = Station(library, "counter")
    for at, code in enumerate(("K0001", copy.barcode, "K0002", copy.barcode)):
        station.take(Input(NOON + timedelta(seconds=9 * at), scan=str(code)))
    elsewhere = Station(library, "counter 2")
    assert elsewhere.take(Input(NOON, act=f"undo_entry:{entry}", tab="history")).told.outcome == "undone"
    assert station.take(Input(NOON + timedelta(seconds=40), act="hold")).told.outcome == "trouble"


def test_an_offer_may_lead_to_another_tab_and_what_is_to_be_done_there(library: Library) -> None:
    shown = Station(library, "counter").take(Input(NOON, act="in:history:more"))
    assert (shown.tab, shown.told.outcome) == ("history", "")
    assert Station(library, "counter").take(Input(NOON, act="in:nowhere:more")).told.outcome == "not-an-input"


VERBS = (
    *("next", "undo", "refresh", "confirm_clock", "finder", "return_and_lend", "override", "hold", "renew_all"),
    *("place", "place_copy", "print", "home", "read_here", "tab:holds", "tab:reading_room"),
    *("damage", "bookdrop", "shelved", "more", "operator_add", "set:hold_days", "set:utc_offset_minutes"),
    *("tab:checkout", "tab:returns", "tab:history", "tab:settings", "bookdrop:2026-02-27", "bookdrop:2199-01-01"),
)
SUBJECTS_OF_LISTS = ("title", "cancel", "up", "end", "until", "persons", "copy", "back", "home")
SUBJECTS = (
    *SUBJECTS_OF_LISTS,
    "choose",
    "operator",
    "class",
    "patron",
    "lend",
    "return",
    "undo_entry",
    "operator_pin",
    "operator_end",
)
WORDS = st.one_of(
    st.sampled_from(["", "1", "-5", "999999999999", "2026-04-01", "helper", "teacher", "李想", "\ud800"]), st.text()
)
VALUES = st.dictionaries(
    st.sampled_from(["note", "reason", "pin", "query", "value", "name", "role", "card", "day", "persons"]),
    WORDS,
    max_size=4,
)
ACTS = st.one_of(
    st.sampled_from(VERBS),
    st.builds("{}:{}".format, st.sampled_from(SUBJECTS), st.one_of(st.integers(-2, 40), st.text(max_size=5))),
    st.text(max_size=20),
)
SCANS = st.one_of(
    st.sampled_from(["K0001", "K0002", "B00001", "B00002", "B00003", "A00001", "9787020002207"]),
    st.sampled_from(["DC-UNDO", "DC-NEXT", "DC-CHECKOUT", "DC-RETURNS", "DC-OVERRIDE", "DC-YES", "DC-CHOICE-2"]),
    st.sampled_from(["DC-TAKE-HOME", "DC-READ-HERE", "DC-HOLDS", "DC-READING-ROOM", "草房子", "三（1）班"]),
    st.sampled_from(["DC-RETURN-AND-LEND", "DC-DAMAGED", "DC-BOOKDROP", "DC-HISTORY", "陈", "czm"]),
    st.text(),
)
LEAPS = st.sampled_from([0, 1, 3, 70, 86_400, 14 * 86_400, 90 * 86_400, -60, -400 * 86_400])  # seconds
TAB_NAMES = st.sampled_from(["", *TABS])
INPUTS = st.lists(
    st.one_of(
        st.tuples(LEAPS, TAB_NAMES, SCANS, st.just(""), st.just({})),
        st.tuples(LEAPS, TAB_NAMES, st.just(""), ACTS, VALUES),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def stocked_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two readers and three copies of two titles, one with an ISBN. Never written."""
    path = tmp_path_factory.mktemp("stocked") / "stocked.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        a_patron(library, grade=3)
        a_patron(library, "李想")
        first = a_copy(library)
        a_copy(library, of=first)
        a_copy(library, "城南旧事")
    return path


@given(inputs=INPUTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_inputs_in_any_order_leave_a_library_that_keeps_its_promises(
    stocked_file: Path, inputs: list[tuple[int, str, str, str, dict[str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.deskcirc"
        shutil.copyfile(stocked_file, path)
        with open_library(path) as library:
            station, now = Station(library, "counter"), NOON
            for leap, tab, scan, act, values in inputs:
                now += timedelta(seconds=leap)
                assert station.take(Input(now, scan, act, values, tab)).message.headline
            assert [breach.sentence for breach in check_library(library)] == []


def test_a_copy_out_to_another_is_offered_for_return_and_lend_also_where_the_limit_is_reached(
    library: Library,
) -> None:
    had_it, reader, out = a_patron(library).number, a_patron(library).number, a_copy(library)
    own = [a_copy(library) for _number in range(3)]
    station, now = Station(library, "counter"), NOON
    for code in (had_it, out.barcode, reader, *(copy.barcode for copy in own)):
        now += timedelta(seconds=5)
        station.take(Input(now, scan=code))
    shown = station.take(Input(now + timedelta(seconds=5), scan=out.barcode))
    assert set(shown.told.reasons) == {"loan-limit", "on-loan"}
    again = station.take(Input(now + timedelta(seconds=10), act="return_and_lend"))
    assert again.told.reasons == ("loan-limit",)
    lent = station.take(Input(now + timedelta(seconds=15), act="override", values={"reason": "老师同意"}))
    assert lent.told.outcome == "lent"


def test_an_empty_library_says_how_it_is_filled_until_it_holds_something(library: Library) -> None:
    station = Station(library, "counter")
    assert any("empty" in line for line in station.take(Input(NOON, act="refresh")).message.details)
    a_copy(library)
    assert station.take(Input(NOON + timedelta(seconds=5), act="refresh")).message.details == ()


def test_the_undo_key_takes_a_class_corner_back_where_it_was_opened_and_nowhere_else(library: Library) -> None:
    a_patron(library, grade=3)
    station = Station(library, "counter")
    values = {"target": "50", "capacity": "", "note": "", "card": ""}
    opened = station.take(Input(NOON, act="corners.open", tab="classes", values={**values, "class": "1"}))
    assert opened.told.outcome == "corner-opened", opened.message
    assert (
        station.take(Input(NOON + timedelta(seconds=1), act="undo", tab="checkout")).told.outcome == "nothing-to-undo"
    )
    station.take(Input(NOON + timedelta(seconds=2), act="section:corners", tab="classes"))
    assert station.take(Input(NOON + timedelta(seconds=3), act="undo")).told.outcome == "undone"
