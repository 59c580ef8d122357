"""The shelves as a page: what a hand and the keys ask for, what an empty list teaches, what a drop means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from tests.desk.counts import a_copy_at, a_location
from tests.ui.test_shelves_section import AtShelves, part_of

from deskcirc.desk.desk import Desk
from deskcirc.store.database import Library
from deskcirc.ui.tabs.stocktake.shelves_dialogs import MakeShelvesDialog, with_location
from deskcirc.ui.tabs.stocktake.shelves_page import ShelvesPage
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart
from deskcirc.ui.theme import Theme


@pytest.fixture
def page(qapp: QApplication) -> Iterator[ShelvesPage]:
    made = ShelvesPage(Theme())
    made.resize(1100, 560)
    made.show()
    yield made
    made.close()
    qapp.processEvents()


def acts_of(page: ShelvesPage) -> list[tuple[str, dict[str, str]]]:
    heard: list[tuple[str, dict[str, str]]] = []
    page.acted.connect(lambda act, values: heard.append((act, dict(values))))
    return heard


def test_an_empty_list_teaches_and_leaves_one_thing_to_do(page: ShelvesPage) -> None:
    page.show_state(ShelvesPart(may_change=True))
    assert page.make.isVisible()
    assert not page.divide.isVisible()
    assert not page.print.isVisible()


def test_the_question_shows_at_once_what_comes_of_it(qapp: QApplication, desk: Desk) -> None:
    dialog = MakeShelvesDialog((), "SH0001")
    heard: list[dict[str, str]] = []
    dialog.answered.connect(heard.append)
    assert "90" in dialog.shown.text()
    dialog.boards.setValue(0)
    dialog.bays.setValue(0)
    assert "3 shelves: Row 1 … Row 3" in dialog.shown.text()
    dialog.rows.setValue(0)
    dialog.accept()
    assert heard == []
    dialog.rows.setValue(2)
    dialog.accept()
    assert heard[0]["rows"] == "2"
    qapp.processEvents()


def test_a_chosen_shelf_is_taken_in_hand_and_several_are_printed_or_moved(page: ShelvesPage, library: Library) -> None:
    part = part_of(AtShelves(library).make())
    page.show_state(part)
    ids = [line.shelf.id for line in part.lines]
    heard = acts_of(page)
    page.list.select(2)
    assert heard == [(f"look:{ids[2]}", {})]
    page.list.selectAll()
    page.print.click()
    page.up.click()
    page.end.click()
    every = ",".join(map(str, ids))
    assert [act for act, _values in heard[1:]] == [f"print:{every}", f"up:{every}", f"end:{every}"]
    page.show_state(part)
    assert len(page.list.selected_lines()) == 3


def test_dropped_shelves_come_before_the_one_under_the_hand(page: ShelvesPage, library: Library) -> None:
    part = part_of(AtShelves(library).make())
    page.show_state(part)
    ids = [line.shelf.id for line in part.lines]
    height = page.list.rowHeight(0)
    places = [page.list.place_at(QPoint(20, y)) for y in (2, height - 2, 3 * height - 2, 5 * height)]
    assert places == [ids[0], ids[1], None, None]
    heard = acts_of(page)
    page.list.select(2)
    page.list.dropped.emit(ids[0])
    assert heard[-1] == (f"move:{ids[2]}", {"before": str(ids[0])})


def test_what_is_proposed_takes_the_place_of_the_list_until_it_is_taken_or_left(
    page: ShelvesPage, library: Library
) -> None:
    a_copy_at(library, "I2/1")
    counter = AtShelves(library)
    counter.make()
    page.show_state(part_of(counter.act("shelves.propose")))
    assert page.proposal.isVisible()
    assert not page.list.isVisible()
    assert len(page.proposal.lines.lines) == 3
    page.show_state(part_of(counter.act("shelves.leave")))
    assert page.list.isVisible()


def test_answers_name_their_location_by_its_number(library: Library) -> None:
    a_location(library, "A", "二楼")
    places = part_of(AtShelves(library).make()).locations
    answers = with_location({"location": places[0].name, "capacity": "30 copies"}, places)
    assert answers["location"] == str(places[0].id)
    assert answers["capacity"] == "30"
    assert with_location({"location": "–"}, places)["location"] == ""
