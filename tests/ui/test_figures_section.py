"""The figures of repairs on the screen: terms, days, a picture, every number open to its copies, paper and tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk, a_patron
from tests.ui.at_section import Counter

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.repair import report_damage
from deskcirc.domain.figures import FigureTable
from deskcirc.domain.repair import DamageKind
from deskcirc.domain.report import Report
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.repair.figures_page import FiguresPage
from deskcirc.ui.tabs.repair.figures_part import TABLES, FiguresPart
from deskcirc.ui.theme import Theme


def part_of(shown: Shown) -> FiguresPart:
    part = shown.state.parts["figures"]  # type: ignore[attr-defined]
    assert isinstance(part, FiguresPart)
    return part


def report_of(shown: Shown) -> Report:
    report = part_of(shown).report
    assert report is not None
    return report


def table_of(shown: Shown) -> FigureTable:
    table = part_of(shown).table
    assert table is not None
    return table


@pytest.fixture
def counter(library: Library) -> Counter:
    """Two copies were reported damaged, one of them twice over."""
    a_patron(library, "陈子墨", grade=3)
    desk = a_desk(library)
    for number, kinds in enumerate(((DamageKind.TORN, DamageKind.SPINE), (DamageKind.TORN,))):
        report_damage(desk, a_copy(library, f"书{number}").id, DamageReport(kinds))
    return Counter(library, "repair", "figures")


def test_a_term_is_told_first_and_another_period_tells_other_figures(counter: Counter) -> None:
    shown = counter.act("figures.choose:repair_flow")
    line = table_of(shown).line("came")
    assert line is not None
    assert line.figures[0].value == 2
    assert table_of(counter.act("figures.period:year:2024")).lines == ()
    days = counter.act("figures.period:days", **{"from": "2026-03-02", "to": "2026-03-02"})
    assert "2 Mar 2026" in report_of(days).told
    assert len(table_of(days).lines) > 5


def test_days_that_are_none_are_refused_with_the_way_out(counter: Counter) -> None:
    shown = counter.act("figures.period:days", **{"from": "2026-03-09", "to": "2026-03-02"})
    message = shown.state.message
    assert message.tone is Tone.STOP
    assert message.details == ("The first day comes before the last.",)


def test_a_number_opens_to_its_copies_and_back(counter: Counter) -> None:
    counter.act("figures.choose:repair_kinds")
    shown = counter.act("figures.open", line="torn", column="0")
    assert [row[1] for row in report_of(shown).rows] == ["书0", "书1"]
    assert report_of(shown).title == "torn pages · Came in"
    assert part_of(counter.act("figures.back")).behind is None
    counter.act("figures.open", line="spine", column="0")
    shown = counter.act("figures.choose:repair_severity")
    assert part_of(shown).behind is None


def test_a_number_of_nothing_opens_nothing(counter: Counter) -> None:
    counter.act("figures.choose:repair_kinds")
    shown = counter.act("figures.open", line="torn", column="1")
    assert shown.state.message.headline == "No copy stands behind this number."
    assert part_of(shown).behind is None


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_printed_and_saved_with_what_the_screen_says(
    counter: Counter, name: str, tmp_path: Path
) -> None:
    shown = counter.act(f"figures.choose:{name}")
    file = tmp_path / "figures.csv"
    counter.act("figures.save", file=str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    report = report_of(shown)
    listed = name in ("repairs", "losses")  # copies in their state, not figures
    assert listed or report.notes[-1].startswith("By the register as it stands now")
    assert rows[0] == [column.heading for column in report.columns]
    assert [row[0] for row in rows[len(rows) - len(report.notes) :]] == list(report.notes)
    paper = counter.act("figures.print").state.paper
    assert isinstance(paper, Paper)
    said = "".join(shape.text for page in paper.pages for shape in page if isinstance(shape, Words))
    assert report.title in said
    if report.rows:
        assert "".join(report.notes).replace(" ", "") in said.replace(" ", "")


def test_the_page_shows_the_table_its_picture_and_its_formulas(counter: Counter, qtbot: QtBot) -> None:
    page = FiguresPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(counter.act("figures.choose:repair_kinds")))
    assert [bar[1:] for bar in page.bars.bars] == [("torn pages", 2, "2"), ("spine broken", 1, "1")]
    model = page.table.model()
    page.table.grab()
    qtbot.waitUntil(lambda: model.index(0, 0).data() == "torn pages")
    assert model.index(0, 1).data() == "2"
    assert "several kinds" in page.notes.text()
    with qtbot.waitSignal(page.acted) as heard:
        page.table.activated.emit(model.index(1, 1))
    assert heard.args == ["open", {"line": "spine", "column": "0"}]
    with qtbot.waitSignal(page.acted) as heard:
        page.bars.chosen.emit("torn")
    assert heard.args[0] == "open"


def test_an_empty_period_teaches_how_figures_come_to_be(library: Library, qtbot: QtBot) -> None:
    page = FiguresPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(Counter(library, "repair", "figures").act("figures.choose:repair_flow")))
    assert "fill by themselves" in page.empty.text()
    assert not page.empty.isHidden()


def test_a_scanned_copy_shows_what_befell_it_and_the_way_back(counter: Counter) -> None:
    shown = counter.scan("B00001")
    ((_day, what, came),) = report_of(shown).rows
    assert (what, came) == ("damaged: torn pages, spine broken", "waits for repair")
    assert table_of(counter.act("figures.back")).name == "repair_flow"
    assert counter.scan("K0001").state.message.tone is Tone.LOOK
    assert "not a copy" in counter.scan("X99").state.message.headline
