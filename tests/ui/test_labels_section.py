"""The list of labels to print at the desk: what is on it, what is printed of it, one label from the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_patron, the_copy

from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Role
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.label_faces import CopyFace
from deskcirc.store.database import Library
from deskcirc.ui import theme
from deskcirc.ui.outcome import Input, Tone, print_labels
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.accession.labels_page import LabelsPage
from deskcirc.ui.tabs.accession.labels_state import LabelsPart


class At:
    """A counter, its clock going on by ten seconds with each input."""

    def __init__(self, library: Library, tab: str = "accession") -> None:
        self.station = Station(library, "counter")
        self._inputs = count()
        self.tab = tab

    def act(self, act: str, **values: str) -> Shown:
        now = NOON + timedelta(seconds=10 * next(self._inputs))
        return self.station.take(Input(now, act=act, values=values, tab=self.tab))

    def scan(self, code: str) -> Shown:
        return self.station.take(Input(NOON + timedelta(seconds=10 * next(self._inputs)), scan=code, tab=self.tab))


@pytest.fixture
def at(library: Library) -> At:
    made = At(library)
    made.act("section:labels")
    return made


def part(shown: Shown) -> LabelsPart:
    found: Any = shown.state
    read = found.parts["labels"]
    assert isinstance(read, LabelsPart)
    return read


def numbers(shown: Shown) -> list[str]:
    return [copy.accession_number for copy in part(shown).lines]


def ordered(shown: Shown) -> list[str]:
    paper = shown.state.paper
    assert isinstance(paper, LabelOrder)
    return [face.code for face in paper.faces if isinstance(face, CopyFace)]


def some_copies(library: Library) -> None:
    """A00001 … A00006, all wanting labels, in another order on the shelf."""
    for number, shelf in enumerate("fedcba"):
        a_copy(library, f"书{number}", wants_label=True, shelf_key=shelf, call_number=f"I{9 - number}/1")


def test_copies_that_want_labels_are_listed_by_number_or_as_on_the_shelf(library: Library, at: At) -> None:
    some_copies(library)
    assert numbers(at.act("refresh")) == [f"A0000{number}" for number in range(1, 7)]
    assert numbers(at.act("labels.order:shelf")) == [f"A0000{number}" for number in range(6, 0, -1)]


def test_ranges_of_numbers_leave_what_lies_in_them_and_that_is_printed(library: Library, at: At) -> None:
    some_copies(library)
    assert numbers(at.act("labels.numbers", numbers="A00002-4，A00006")) == ["A00002", "A00003", "A00004", "A00006"]
    assert ordered(at.act("labels.print", copies="")) == ["B00002", "B00003", "B00004", "B00006"]
    refused = at.act("labels.numbers", numbers="A00004-A00002")
    assert refused.message.tone is Tone.STOP
    assert "ends before it begins" in refused.message.headline
    assert len(numbers(at.act("labels.numbers", numbers=""))) == 6


def test_only_chosen_copies_are_printed_and_leave_the_list_when_they_came_out(library: Library, at: At) -> None:
    some_copies(library)
    shown = at.act("labels.print", copies="3 5")
    assert ordered(shown) == ["B00003", "B00005"]
    assert isinstance(shown.state.paper, LabelOrder)
    after = at.act(shown.state.paper.done, copies="3 5")
    assert after.message.headline == "The labels of 2 copies are printed"
    assert numbers(after) == ["A00001", "A00002", "A00004", "A00006"]
    assert after.state.paper is None
    assert len(numbers(at.act("undo"))) == 6


def test_a_scanned_copy_comes_on_the_list_and_can_be_taken_off_again(library: Library, at: At) -> None:
    copy = a_copy(library)
    shown = at.scan(copy.code)
    assert shown.message.headline == "《草房子》 gets a label"
    assert numbers(shown) == ["A00001"]
    again = at.scan(copy.code)
    assert again.message.tone is Tone.LOOK
    (offer,) = again.state.offers
    assert numbers(at.act(offer.act)) == []


def test_a_number_range_is_put_on_the_list_at_once(library: Library, at: At) -> None:
    for _number in range(5):
        a_copy(library)
    shown = at.act("labels.add", numbers="A00002-A00004")
    assert shown.message.headline == "3 copies get labels"
    assert numbers(shown) == ["A00002", "A00003", "A00004"]
    assert at.act("labels.add", numbers="A00002-A00004").message.tone is Tone.LOOK
    assert at.act("labels.add", numbers="").message.tone is Tone.STOP


def test_a_copy_gone_for_good_gets_no_label(library: Library, at: At) -> None:
    copy = a_copy(library, state="withdrawn")
    assert at.scan(copy.code).message.tone is Tone.STOP
    assert at.act("print_labels", copies=str(copy.id)).message.tone is Tone.STOP


def test_only_the_librarian_changes_the_list(library: Library, at: At) -> None:
    some_copies(library)
    at.station.operator = replace(at.station.operator, role=Role.HELPER)
    assert at.act("labels.take_off", copies="1").message.headline == "Only the librarian may do this."
    assert at.scan("B00001").message.headline == "Only the librarian may do this."
    assert len(numbers(at.act("refresh"))) == 6


@pytest.mark.parametrize("tab", ["checkout", "returns", "history", "patrons", "holds", "reading_room"])
def test_the_label_of_the_copy_scanned_last_is_ordered_from_any_tab_of_the_counter(library: Library, tab: str) -> None:
    copy, patron = a_copy(library), a_patron(library)
    at = At(library, tab)
    if tab == "checkout":
        at.scan("K0001")
    at.tab = "checkout"
    at.scan(copy.code)
    at.tab = tab
    shown = at.act("print_label")
    assert shown.tab == tab
    assert ordered(shown) == [copy.code]
    assert isinstance(shown.state.paper, LabelOrder)
    assert shown.state.paper.straight
    assert patron.name


def test_printing_a_label_does_not_disturb_the_patron_at_the_counter(library: Library) -> None:
    copy = a_copy(library)
    a_patron(library)
    at = At(library, "checkout")
    at.scan("K0001")
    at.scan(copy.code)
    before: Any = at.act("refresh").state
    after: Any = at.act("print_label").state
    assert after.panel.patron == before.panel.patron
    assert after.session == before.session


def test_without_a_scanned_copy_the_counter_says_what_to_do(library: Library) -> None:
    at = At(library, "checkout")
    assert at.act("print_label").message.headline == "Scan the copy whose label shall be printed first"
    at.scan("nothing-of-ours-1")
    assert at.act("print_label").message.tone is Tone.LOOK


def test_a_worn_label_printed_at_the_counter_takes_the_copy_off_the_list(library: Library) -> None:
    copy = a_copy(library, wants_label=True)
    at = At(library, "returns")
    at.scan(copy.code)
    order = at.act("print_label").state.paper
    assert isinstance(order, LabelOrder)
    at.act(order.done, copies=str(copy.id))
    with library.reading() as connection:
        assert [row.act for row in connection.exec_driver_sql("select act from journal order by id desc limit 1")] == [
            ActName.PRINT_LABELS
        ]
    assert the_copy(library, copy.id).state.value == "in_stock"


def test_the_page_teaches_when_nothing_wants_a_label_and_prints_what_is_listed(
    library: Library, at: At, qtbot: QtBot
) -> None:
    page = LabelsPage(theme.chosen("light", 100))
    qtbot.addWidget(page)
    page.show_state(part(at.act("refresh")))
    assert "No copy wants a label" in page.copies._empty.text()
    some_copies(library)
    page.show_state(part(at.act("refresh")))
    assert page.told.text() == "6 copies want labels"
    with qtbot.waitSignal(page.acted) as caught:
        page.print.click()
    assert caught.args == ["print", {"copies": ""}]
    page.copies.select(2)
    with qtbot.waitSignal(page.acted) as caught:
        page.off.click()
    assert caught.args == ["take_off", {"copies": "3"}]


def test_a_copy_picked_by_hand_is_offered_a_label_for_its_own_may_be_worn(library: Library) -> None:
    copy = a_copy(library)
    a_patron(library)
    at = At(library, "checkout")
    alone = at.scan(copy.code)
    assert [offer.act for offer in alone.state.offers] == [f"print_label:{copy.id}"]
    at.scan("K0001")
    assert at.scan(copy.code).state.offers == ()  # lent by its code: the label can be read
    at.tab = "returns"
    back = at.act(f"return:{copy.id}")
    assert [offer.act for offer in back.state.offers] == ["damage", f"print_label:{copy.id}"]
    assert ordered(at.act(back.state.offers[1].act)) == [copy.code]


def test_labels_of_copies_just_registered_are_offered_at_once(library: Library, at: At) -> None:
    first, second = a_copy(library, wants_label=True), a_copy(library, wants_label=True)
    offer = print_labels((first.id, second.id))
    assert ordered(at.act(offer.act)) == [first.code, second.code]
    assert at.act("print_labels:x").told.outcome == "not-an-input"


def test_what_was_ordered_once_is_not_ordered_again_when_the_tab_is_opened_again(library: Library, at: At) -> None:
    some_copies(library)
    at.act("refresh")
    assert at.act("labels.print", copies="").state.paper is not None
    at.tab = "checkout"
    at.act("refresh")
    at.tab = "accession"
    assert at.act("refresh").state.paper is None
