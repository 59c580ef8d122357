"""The new school year at the counter: a file becomes a plan, a person decides, one act does it, one undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, the_patron
from tests.exchange.tables import EXCEL, RURAL_SCHOOL, SHARED, workbook

from deskcirc.desk.circulation import check_out
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Operator, Role
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.classes.roll_over_lines import Tile
from deskcirc.ui.tabs.classes.roll_over_page import RollOverPage
from deskcirc.ui.tabs.classes.roll_over_state import RollOverPart
from deskcirc.ui.theme import Theme

HEADER = ("姓名", "学号", "班级")


class AtClasses:
    """One counter with the section of the new school year open."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter")
        self.act("tab:classes")
        self.act("section:roll_over")

    def act(self, act: str, **values: str) -> Shown:
        return self.station.take(Input(NOON, act=act, values=values))

    def choose(self, file: Path) -> Shown:
        return self.act("roll_over.choose", file=str(file))

    def part(self, shown: Shown) -> RollOverPart:
        part = shown.state.parts["roll_over"]  # type: ignore[attr-defined]
        assert isinstance(part, RollOverPart)
        return part


@pytest.fixture
def at_classes(library: Library) -> AtClasses:
    for place, name in enumerate(("陈子墨", "王欣怡", "李浩然", "赵一诺"), start=1):
        a_patron(library, name, number=f"100{place}", card=f"100{place}", grade=3)
    return AtClasses(library)


def a_roster(tmp_path: Path, *rows: Sequence[str | None]) -> Path:
    return workbook(tmp_path / "名单.xlsx", [HEADER, *rows])


def usual(tmp_path: Path) -> Path:
    return a_roster(
        tmp_path,
        ("陈子墨", "1001", "三（1）班"),
        ("王欣怡", "1002", "二（1）班"),
        ("李浩然", "9003", "三（1）班"),
        ("林小满", "2001", "一（1）班"),
        (None, "2002", "一（1）班"),
    )


def test_a_roster_becomes_big_numbers_with_a_list_behind_each(at_classes: AtClasses, tmp_path: Path) -> None:
    shown = at_classes.choose(usual(tmp_path))
    part = at_classes.part(shown)
    counts = {tile: count for tile, count in part.counts.items() if count}
    assert counts == {
        Tile.DOUBTFUL: 1,
        Tile.NEW: 1,
        Tile.GONE: 1,
        Tile.REPEATS: 1,
        Tile.UNCHANGED: 1,
        Tile.UNREADABLE: 1,
    }
    assert (part.tile, part.undecided, part.proposals) == (Tile.DOUBTFUL, 1, 1)
    assert "学号 is Student or staff number" in part.columns[0]
    for tile, count in counts.items():
        assert len(at_classes.part(at_classes.act(f"roll_over.tile:{tile}")).lines) == count
    (refused,) = at_classes.part(at_classes.act("roll_over.tile:unreadable")).lines
    assert "6" in refused.where
    assert refused.remark


def test_the_plan_is_decided_done_as_one_and_undone_as_one(
    at_classes: AtClasses, library: Library, tmp_path: Path
) -> None:
    before = all_rows(library)
    at_classes.choose(usual(tmp_path))
    assert at_classes.part(at_classes.act("roll_over.agree")).undecided == 0
    shown = at_classes.act("roll_over.do")
    assert shown.message.tone is Tone.DONE
    assert at_classes.part(shown).done is not None
    assert list(check_library(library)) == []
    assert all_rows(library) != before
    undone = at_classes.act("roll_over.undo_year")
    assert undone.told.outcome == "undone"
    assert all_rows(library) == before
    assert at_classes.part(undone).counts[Tile.NEW] == 1


def test_one_pupil_is_corrected_by_a_class_in_words_or_by_its_name(at_classes: AtClasses, tmp_path: Path) -> None:
    at_classes.choose(usual(tmp_path))
    for words, expected in (("三（2）班", "Grade 3, class 2"), ("Grade 3, class 1", "Grade 3, class 1")):
        at_classes.act("roll_over.decide", key="row:3", verdict="new", **{"class": words})
        (line,) = at_classes.part(at_classes.act("roll_over.tile:new")).lines
        assert line.after == expected
    refused = at_classes.act("roll_over.decide", key="row:3", verdict="new", **{"class": "食堂"})
    assert refused.message.tone is Tone.STOP


def test_what_is_lent_while_the_plan_is_looked_at_keeps_its_pupil(
    at_classes: AtClasses, library: Library, tmp_path: Path
) -> None:
    at_classes.choose(usual(tmp_path))
    at_classes.act("roll_over.tile:gone")
    check_out(a_desk(library), the_patron(library, 4), a_copy(library).id)
    (line,) = at_classes.part(at_classes.act("refresh")).lines
    assert (line.name, line.is_kept) == ("赵一诺", True)


def test_a_helper_changes_nothing(at_classes: AtClasses, library: Library, tmp_path: Path) -> None:
    at_classes.station.operator = Operator(1, "helper", Role.HELPER)
    before = all_rows(library)
    assert at_classes.choose(usual(tmp_path)).told.outcome == "refused"
    assert at_classes.act("roll_over.do").told.outcome == "refused"
    assert all_rows(library) == before


def test_a_file_that_is_no_roster_is_refused_with_the_way_out(at_classes: AtClasses, tmp_path: Path) -> None:
    books = workbook(tmp_path / "书目.xlsx", [("书名", "作者", "ISBN"), ("草房子", "曹文轩", "9787534618727")])
    for file in (books, tmp_path / "nowhere.xlsx"):
        shown = at_classes.choose(file)
        assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "trouble")
        assert shown.message.details
        assert at_classes.part(shown).roster is None


def test_a_roster_of_which_nothing_can_be_read_sends_nobody_away(
    at_classes: AtClasses, library: Library, tmp_path: Path
) -> None:
    before = all_rows(library, without_journal=False)
    assert at_classes.choose(a_roster(tmp_path, (None, "1001", "三（1）班"))).told.outcome == "planned"
    assert at_classes.act("roll_over.do").told.outcome == "refused"
    assert all_rows(library, without_journal=False) == before


def test_the_school_year_of_a_roster_can_be_chosen(at_classes: AtClasses, tmp_path: Path) -> None:
    assert at_classes.part(at_classes.choose(usual(tmp_path))).year == 2025  # in March it is that under way
    rows = [("陈子墨", "1001", "四（1）班"), ("王欣怡", "1002", "四（1）班"), ("李浩然", "1003", "四（1）班")]
    at_classes.choose(a_roster(tmp_path, *rows))
    part = at_classes.part(at_classes.act("roll_over.year:2026"))
    assert (part.counts[Tile.UNCHANGED], part.counts[Tile.GONE], part.moves_up) == (3, 1, True)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_plan_is_written_to_a_file_for_the_head_teacher(at_classes: AtClasses, tmp_path: Path, suffix: str) -> None:
    at_classes.choose(usual(tmp_path))
    file = tmp_path / f"计划{suffix}"
    assert at_classes.act("roll_over.export", file=str(file)).told.outcome == "saved"
    if suffix == ".csv":
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    else:
        sheet = openpyxl.load_workbook(file).worksheets[0]
        lines = [",".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert any(line.startswith("Doubtful,9003,李浩然") for line in lines)
    assert sum("1001" in line for line in lines) == 0  # who stays in the class is only counted
    printed = at_classes.act("roll_over.print").state.paper
    assert isinstance(printed, Paper)
    assert any("李浩然" in getattr(shape, "text", "") for page in printed.pages for shape in page)
    assert at_classes.act("roll_over.export", file=str(tmp_path / "no" / "x.csv")).told.outcome == "trouble"


SHARED_FILES = sorted((SHARED / "data" / "excel").glob("*.xlsx"))
REAL = [EXCEL / "rural_school_template.xlsx", RURAL_SCHOOL, *(file for file in SHARED_FILES if "借阅" not in file.name)]


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_the_rosters_of_real_templates_are_planned_done_and_undone(library: Library, file: Path) -> None:
    at_classes = AtClasses(library)
    before = all_rows(library)
    part = at_classes.part(at_classes.choose(file))
    assert part.roster is not None
    rows = len(part.roster.rows)
    assert sum(part.counts[tile] for tile in (Tile.NEW, Tile.DOUBTFUL)) >= rows > 0
    if at_classes.act("roll_over.do").told.outcome == "done":
        assert list(check_library(library)) == []
        entry = library.last_entry
        again = at_classes.part(at_classes.choose(file))
        assert (again.counts[Tile.NEW], again.counts[Tile.GONE]) == (0, 0)
        assert again.counts[Tile.UNCHANGED] >= part.counts[Tile.NEW]
        assert entry is not None
        assert undo_by_id(a_desk(library), entry).done
    assert all_rows(library) == before


def test_the_page_shows_the_numbers_and_offers_what_a_line_may_be(
    at_classes: AtClasses, tmp_path: Path, qtbot: QtBot
) -> None:
    page = RollOverPage(Theme())
    qtbot.addWidget(page)
    acted: list[tuple[str, object]] = []
    page.acted.connect(lambda act, values: acted.append((act, values)))
    page.show_state(at_classes.part(at_classes.act("refresh")))
    page.open_file(usual(tmp_path))
    assert acted.pop()[0] == "choose"
    page.show_state(at_classes.part(at_classes.choose(usual(tmp_path))))
    assert page.tiles.buttons["doubtful"].text().startswith("1\n")
    assert [line.name for line in page.lines.lines] == ["李浩然"]
    assert [button.text() for button in page.decision.buttons] == [
        "This is 李浩然, 1003, Grade 3, class 1",
        "A new pupil",
        "Leave out",
    ]
    page.decision.buttons[0].click()
    assert acted.pop() == ("decide", {"key": "row:2", "verdict": "same", "patron": "3", "class": ""})
    assert "1" in page.do.text()
    page.tiles.buttons["gone"].click()
    page.do.click()
    assert [act for act, _values in acted] == ["tile:gone", "do"]
    page.show_state(at_classes.part(at_classes.act("roll_over.do")))
    assert "Newly enrolled: 1" in page.facts.text()
