"""The section of accession numbers: series, gaps, and whose a number is; in the tab as a person uses it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.builders import NOON, a_copy, a_patron
from tests.desk.counts import a_copy_at, a_shelf
from tests.desk.test_accession import an_order
from tests.desk.test_number_series import imported

from deskcirc.desk.accession import add_copies
from deskcirc.desk.copies import replace_label
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Role
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.accession import numbers_state
from deskcirc.ui.tabs.accession.numbers_page import NumbersPage
from deskcirc.ui.tabs.accession.numbers_state import NumbersPart, found_words
from deskcirc.ui.theme import Theme


class Counter:
    """A station whose accession numbers are looked at."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter 1")
        self._at = NOON
        self.shown: Shown = self.act("section:numbers")

    def act(self, act: str, **values: str) -> Shown:
        return self._take(Input(self._at, act=act, values=values, tab="accession"))

    def scan(self, code: str) -> Shown:
        return self._take(Input(self._at, scan=code, tab="accession"))

    def _take(self, given: Input) -> Shown:
        self._at += timedelta(seconds=5)
        self.shown = self.station.take(given)
        return self.shown

    @property
    def part(self) -> NumbersPart:
        parts = getattr(self.shown.state, "parts")  # noqa: B009  the state of a tab of sections
        found = parts["numbers"]
        assert isinstance(found, NumbersPart)
        return found


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library)


def test_a_series_is_added_used_changed_ended_and_taken_back(counter: Counter, desk: Desk) -> None:
    assert [each.next_number for each in counter.part.series] == ["0000001"]
    done = counter.act("numbers.add", name="图书", next="T002267", item_type="", location="")
    assert done.message.tone is Tone.DONE
    books = counter.part.series[1]
    assert (books.next_number, books.used) == ("T002267", 0)
    add_copies(desk, an_order(desk, 3, series_id=books.series.id))
    counter.act(f"numbers.change:{books.series.id}", name="图书", next="T003000", reason="跳号")
    assert counter.part.series[1].next_number == "T003000"
    assert [(line.gap.run.label, line.gap.reason) for line in counter.part.gaps] == [("T002270–T002999", "跳号")]
    counter.act(f"numbers.end:{books.series.id}")
    assert len(counter.part.series) == 1
    assert counter.act("undo").message.tone is Tone.DONE
    assert len(counter.part.series) == 2


def test_a_refused_series_says_all_reasons(counter: Counter) -> None:
    shown = counter.act("numbers.add", name="", next="刊")
    assert shown.message.tone is Tone.STOP
    assert len(shown.message.details) >= 1


def test_a_gap_is_explained_and_printed(counter: Counter, desk: Desk, tmp_path: Path) -> None:
    imported(desk, "0000001", "0000004")
    counter.act("section:numbers")
    assert counter.part.gaps[0].gap.reason == ""
    assert counter.act("numbers.explain", first="0000002", last="0000003", reason="").message.tone is Tone.STOP
    counter.act("numbers.explain", first="0000002", last="0000003", reason="2019年注销")
    assert counter.part.gaps[0].gap.reason == "2019年注销"
    assert counter.act("numbers.print").message.tone is Tone.DONE
    assert counter.act("numbers.save", file=str(tmp_path / "gaps.csv")).message.tone is Tone.DONE
    assert "2019年注销" in (tmp_path / "gaps.csv").read_text(encoding="utf-8-sig")


def test_whose_a_number_is(counter: Counter, desk: Desk) -> None:
    a_patron(desk.library, "陈子墨", card="0000077")
    added = add_copies(desk, an_order(desk, 2))
    undo_by_id(desk, added.entry_id or 0)
    add_copies(desk, an_order(desk, 1))
    counter.scan("0000003")
    assert counter.part.found is not None
    assert counter.part.found.line.title == "草房子"
    assert "陈子墨" in counter.scan("0000077").message.headline
    free = counter.scan("0000002").message
    assert "General series" in free.headline
    assert "taken back" in "".join(free.details)
    assert counter.part.found is None
    assert "no series" in counter.act("numbers.find", code="QQ7").message.headline


def test_an_old_label_scanned_in_any_tab_finds_its_copy_with_a_quiet_remark(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="Q7")
    replace_label(desk, copy.id, "Q8", "磨损")
    reader = a_patron(desk.library)
    counter.scan("Q7")
    assert counter.part.found is not None
    assert [label.code for label in counter.part.found.labels] == ["Q7"]
    at = NOON + timedelta(minutes=5)
    counter.station.take(Input(at, scan=f"K{reader.id:04}", tab="checkout"))
    lent = counter.station.take(Input(at + timedelta(seconds=5), scan="Q7", tab="checkout"))
    assert lent.message.tone is Tone.DONE
    assert any("Q8" in detail for detail in lent.message.details)
    back = counter.station.take(Input(at + timedelta(seconds=9), scan="Q7", tab="returns"))
    assert any("old label" in detail for detail in back.message.details)
    now = counter.station.take(Input(at + timedelta(seconds=15), scan="Q8", tab="returns"))
    assert not any("old label" in detail for detail in now.message.details)


def test_a_label_and_a_copy_are_put_right_here_too(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="Q7")
    counter.scan("Q7")
    assert counter.act(f"numbers.label:{copy.id}", code="Q8", reason="x").message.tone is Tone.DONE
    assert counter.part.found is not None
    assert counter.part.found.line.barcode == "Q8"
    counter.act(f"numbers.copy:{copy.id}", price="8.80")
    assert counter.part.found.line.price == 880
    counter.act("next")
    assert counter.part.found is None


def test_a_helper_sees_the_numbers_and_changes_nothing(desk: Desk) -> None:
    helper = Desk(desk.library, desk.operator.__class__(1, "小明", Role.HELPER), desk.station, desk.now)
    part = numbers_state.refresh(helper, numbers_state.first())
    assert not part.may_change
    answer = numbers_state.on_act(helper, part, "add", {"name": "x", "next": "X1"})
    assert answer.message is not None
    assert answer.message.tone is Tone.STOP


def test_the_page_paints_series_bars_and_gaps(counter: Counter, desk: Desk, qapp: QApplication) -> None:
    imported(desk, "0000001", "0000004", "XZ0001")
    counter.act("section:numbers")
    page = NumbersPage(Theme())
    sent: list[tuple[str, dict[str, str]]] = []
    page.acted.connect(lambda act, values: sent.append((act, values)))
    page.resize(1000, 560)
    page.show_state(counter.part)
    page.show()
    qapp.processEvents()
    assert not page.grab().isNull()
    assert "XZ0001" in page.loose.text()
    assert [line.gap.run.label for line in page.gaps.lines] == ["0000002–0000003"]
    assert not page.explain.isEnabled()
    page.gaps.select(0)
    assert page.explain.isEnabled()
    page.print.click()
    assert sent == [("print", {})]


def test_a_copy_that_is_asked_for_says_on_which_shelf_it_belongs(counter: Counter, desk: Desk) -> None:
    a_shelf(desk.library, "SH0001", "A1/1", name="1排3架2层")
    copy = a_copy_at(desk.library, "I2/1")
    counter.scan(copy.code)
    assert counter.part.found is not None
    assert "1排3架2层" in found_words(counter.part.found)[0]
