"""The counts on the screen: opened with a scope that is counted while one chooses, paused, continued, named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, a_patron, set_up_act
from tests.desk.counts import a_copy_at, a_count, a_shelf
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Group, Scope, StocktakeState
from deskcirc.store.database import Library
from deskcirc.store.tables import locations
from deskcirc.ui.outcome import Tone, UnknownActError
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.tabs.stocktake.counts_dialog import OpenCountDialog
from deskcirc.ui.tabs.stocktake.counts_page import CountsPage
from deskcirc.ui.tabs.stocktake.counts_part import CountsPart, Weighed
from deskcirc.ui.tabs.stocktake.counts_state import scope_in
from deskcirc.ui.theme import Theme


class Office(Counter):
    """The librarian at the list of the counts."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, "stocktake", "counts")

    @property
    def part(self) -> CountsPart:
        """What the screen shows now."""
        state = self.act("section:counts").state
        assert isinstance(state, SectionedState)
        part = state.parts["counts"]
        assert isinstance(part, CountsPart)
        return part

    def weighed(self, **values: str) -> Weighed:
        """What a scope comes to."""
        state = self.act("counts.weigh", **values).state
        assert isinstance(state, SectionedState)
        weighed = state.parts["counts"].weighed
        assert isinstance(weighed, Weighed)
        return weighed


def test_what_a_scope_asks_for_is_known_before_it_is_opened(library: Library) -> None:
    novel, _poems = a_copy_at(library, "I24/1"), a_copy_at(library, "J22/1")
    check_out(a_desk(library), a_patron(library), novel.id)
    office = Office(library)
    assert office.weighed().groups == {Group.SHELF: 1, Group.ON_LOAN: 1}
    assert office.weighed(class_from="i", class_to="i").groups == {Group.ON_LOAN: 1}
    assert "No copy" in office.weighed(class_from="X", class_to="X").why_not
    assert "exchange" in office.weighed(class_from="K", class_to="I").why_not
    assert office.part.lines == (), "nothing was written"


def test_opening_says_what_is_to_be_found_and_where_the_backup_is(library: Library) -> None:
    a_copy_at(library, "I24/1")
    office = Office(library)
    shown = office.act("counts.open", class_from="I", class_to="I", blind="yes", note="两周")
    assert shown.message.headline == "S2026-01 is open: 1 copy is to be found on its shelf"
    assert "before the count S2026-01" in shown.message.details[0]
    (line,) = office.part.lines
    assert (line.stocktake.scope, line.stocktake.blind) == (Scope(class_from="I", class_to="I"), True)
    assert (line.found, line.scope) == (0, "class I")
    assert shown.state.offers[0].act == f"in:stocktake:scanning.choose:{line.stocktake.id}"


def test_the_same_scope_again_is_said_while_one_chooses(library: Library) -> None:
    a_copy(library)
    a_count(a_desk(library), name="期末")
    assert "期末" in Office(library).weighed().why_not


def test_a_count_is_paused_continued_and_named(library: Library) -> None:
    a_copy(library)
    count = a_count(a_desk(library), name="期末")
    office = Office(library)
    assert "is paused" in office.act(f"counts.pause:{count.id}").message.headline
    assert office.part.lines[0].stocktake.state is StocktakeState.PAUSED
    assert "goes on" in office.act(f"counts.continue:{count.id}").message.headline
    office.act(f"counts.rename:{count.id}", name="秋季")
    assert office.part.lines[0].stocktake.name == "秋季"
    office.scan("DC-UNDO")
    assert office.part.lines[0].stocktake.name == "期末"


def test_a_book_scanned_in_the_list_is_sent_to_the_scanning(library: Library) -> None:
    copy = a_copy(library)
    office = Office(library)
    assert "open a count here first" in office.scan(copy.code).message.headline
    count = a_count(a_desk(library))
    office.now += timedelta(minutes=1)
    shown = office.scan(copy.code)
    assert shown.message.tone is Tone.LOOK
    assert shown.state.offers[0].act.endswith(f"scanning.choose:{count.id}")


@pytest.mark.parametrize("ids", ["x", "-1", "1,y", "9" * 30])
def test_no_scope_is_read_from_what_are_no_numbers(ids: str) -> None:
    with pytest.raises(UnknownActError):
        scope_in("open", {"locations": ids})


def test_the_dialog_counts_while_one_chooses_and_opens_only_what_has_copies(library: Library, qtbot: QtBot) -> None:
    a_copy_at(library, "I24/1")
    a_shelf(library, "SH001")
    office = Office(library)
    dialog = OpenCountDialog(Theme(), office.part)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.weigh) as asked:
        dialog.some.setChecked(True)
        dialog.first.setText("I")
    assert asked.args is not None
    assert asked.args[0]["class_from"] == "I"
    dialog.show_weighed(office.weighed(class_from="I"))
    assert dialog.groups.text() == "1 copy is to be found on its shelf"
    with qtbot.waitSignal(dialog.weigh):
        dialog.first.setText("X")
    dialog.show_weighed(office.weighed(class_from="X"))
    assert "No copy" in dialog.why_not.text()
    with qtbot.assertNotEmitted(dialog.answered):
        dialog.accept()


def test_rooms_that_are_numbered_stand_in_the_order_people_count_in(library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        for code in ("二楼", "10", "2", "146下", "1", "A10", "A9"):
            writing.insert(locations, code=code, name="")
    a_copy(library)
    names = [each.name for each in Office(library).part.locations]
    assert [name for name in names if name in {"二楼", "10", "2", "146下", "1", "A10", "A9"}] == [
        "1", "2", "10", "146下", "A9", "A10", "二楼"
    ]  # fmt: skip


def test_numbers_of_a_large_library_are_parted_by_thousands(qtbot: QtBot, library: Library) -> None:
    a_copy(library)
    dialog = OpenCountDialog(Theme(), Office(library).part)
    qtbot.addWidget(dialog)
    dialog._timer.stop()
    dialog.show_weighed(Weighed(Scope(), {Group.SHELF: 9325, Group.ON_LOAN: 1200}))
    assert "9,325" in dialog.groups.text()
    assert "1,200" in dialog.detail.text()


def test_an_empty_list_teaches_and_a_line_tells_what_is_known(library: Library, qtbot: QtBot) -> None:
    office = Office(library)
    page = CountsPage(Theme())
    qtbot.addWidget(page)
    page.show_state(office.part)
    assert not page.scan.isVisibleTo(page)
    a_copy(library)
    a_count(a_desk(library), name="期末", note="两周", blind=True)
    office.now = NOON + timedelta(hours=1)
    page.show_state(office.part)
    assert "the whole stock · blind count" in page.about.text()
    assert page.about.text().endswith("两周")
    assert page.pause.isVisibleTo(page)
    with qtbot.waitSignal(page.acted) as acted:
        page.scan.click()
    assert acted.args is not None
    assert acted.args[0] == "in:stocktake:scanning.choose:1"


def test_who_only_counts_does_not_see_in_the_list_what_a_blind_count_expects(library: Library) -> None:
    a_copy(library)
    a_count(a_desk(library), blind=True)
    office = Office(library)
    assert office.part.lines[0].told == "0 / 1"
    office.station.operator = replace(office.station.operator, role=Role.HELPER)
    assert office.part.lines[0].told == "–"


def test_a_second_count_of_the_month_is_proposed_under_a_name_of_its_own(library: Library) -> None:
    a_copy_at(library, "I24/1")
    a_copy_at(library, "J22/1")
    office = Office(library)
    first = office.part.suggested
    office.act("counts.open", name=first, class_from="I", class_to="I")
    second = office.part.suggested
    assert (first, second) == ("Stocktake 2026-03", "Stocktake 2026-03 (2)")
    office.act("counts.open", name=second, class_from="J", class_to="J")
    assert office.part.suggested == "Stocktake 2026-03 (3)"


def test_the_count_under_the_cursor_is_the_one_in_hand(library: Library, qtbot: QtBot) -> None:
    a_copy_at(library, "I24/1")
    first = a_count(a_desk(library), scope=Scope(class_from="I", class_to="I"))
    a_count(a_desk(library))
    office = Office(library)
    page = CountsPage(Theme())
    qtbot.addWidget(page)
    page.acted.connect(lambda act, values: office.act(f"counts.{act}", **values))
    page.show_state(office.part)
    page.counts.select(1)
    assert office.part.chosen == first.id


def test_who_may_not_open_a_count_is_told_who_may(library: Library, qtbot: QtBot) -> None:
    a_copy(library)
    office = Office(library)
    office.station.operator = replace(office.station.operator, role=Role.HELPER)
    page = CountsPage(Theme())
    qtbot.addWidget(page)
    page.show_state(office.part)
    with qtbot.waitSignal(page.acted) as acted:
        page.open.click()
    assert page.dialog is None
    assert acted.args is not None
    shown = office.act(f"counts.{acted.args[0]}")
    assert "The librarian takes over" in shown.message.headline
    assert office.part.lines == ()
