"""The sheet of command barcodes: complete, on one page, no two codes on one level line beside each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from deskcirc.domain.damage_commands import KIND_COMMANDS, SEVERITY_COMMANDS
from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.domain.scanning import Command, read_scan
from deskcirc.labels.command_sheet import CHOICES, COMMAND_CAPTIONS, OperatorCard, command_sheet
from deskcirc.labels.damage_sheet import DAMAGE_CAPTIONS, damage_sheet
from deskcirc.labels.paper import Bars, Paper, Shape, Words
from deskcirc.labels.stocktake_sheet import STOCKTAKE_CAPTIONS, stocktake_sheet


def words_on(page: tuple[Shape, ...]) -> list[str]:
    return [shape.text for shape in page if isinstance(shape, Words)]


def bars_on(paper: Paper) -> list[list[Bars]]:
    return [[shape for shape in page if isinstance(shape, Bars)] for page in paper.pages]


def test_every_command_has_its_code_and_its_caption_on_one_of_the_pages() -> None:
    (counter,), (table,) = command_sheet().pages, damage_sheet().pages
    codes = [text for text in words_on(counter) if read_scan(text).command is not None]
    choices = [f"{Command.CHOICE}-{number}" for number in range(1, CHOICES + 1)]
    assert sorted(codes) == sorted([*COMMAND_CAPTIONS, *choices])
    assert set(COMMAND_CAPTIONS.values()) <= set(words_on(counter))
    codes = [text for text in words_on(table) if read_scan(text).command is not None]
    assert sorted(codes) == sorted([*DAMAGE_CAPTIONS, Command.UNDO, Command.YES, Command.NEXT])
    assert set(DAMAGE_CAPTIONS.values()) <= set(words_on(table))
    everywhere = set(COMMAND_CAPTIONS) | set(DAMAGE_CAPTIONS) | set(STOCKTAKE_CAPTIONS)
    assert everywhere == set(Command) - {Command.CHOICE}


def test_whoever_counts_at_the_shelves_has_all_commands_on_a_sheet_of_their_own() -> None:
    (page,) = stocktake_sheet().pages
    commands = {read_scan(text).command for text in words_on(page)} - {None}
    asked = {Command.UNDO, Command.NEXT, Command.YES, Command.DAMAGED, Command.CHOICE}
    assert commands == {*STOCKTAKE_CAPTIONS, *asked}
    assert "Done with this shelf" in words_on(page)
    assert sum(text.startswith("DC-CHOICE-") for text in words_on(page)) == 9, "so many copies of one ISBN are offered"
    assert "Next patron" not in words_on(page)


def test_every_kind_of_damage_and_every_severity_can_be_scanned() -> None:
    assert set(KIND_COMMANDS.values()) == set(DamageKind)
    assert set(SEVERITY_COMMANDS.values()) == set(Severity)


def test_operators_cards_fill_the_page_and_go_on_on_the_next() -> None:
    cards = [OperatorCard(f"Helper {number}", f"OP-{number}") for number in range(1, 41)]
    paper = command_sheet(cards)
    shown = [text for page in paper.pages for text in words_on(page)]
    assert [text for text in shown if text.startswith("OP-")] == [card.code for card in cards]
    assert [len(bars) for bars in bars_on(paper)] == [26, 27, 10]


def test_a_card_no_bars_can_say_is_left_out() -> None:
    (page,) = command_sheet([OperatorCard("王老师", "卡１")]).pages
    assert "王老师" not in words_on(page)


def test_no_level_line_crosses_neighbouring_codes() -> None:
    cards = [OperatorCard("A", f"OP-{number}") for number in range(33)]
    for bars in [*bars_on(command_sheet(cards)), *bars_on(damage_sheet()), *bars_on(stocktake_sheet())]:
        for one in bars:
            beside = [other for other in bars if 0 < abs(other.x - one.x) < 1.5 * one.width]
            assert all(abs(other.y - one.y) >= one.height for other in beside)


def test_codes_of_one_column_stand_well_apart() -> None:
    (bars,) = bars_on(command_sheet())
    for x in {one.x for one in bars}:
        column = sorted((one for one in bars if one.x == x), key=lambda one: one.y)
        assert all(lower.y - upper.y - upper.height >= 12 for upper, lower in pairwise(column))


@pytest.mark.parametrize("sheet", [command_sheet, damage_sheet, stocktake_sheet])
def test_everything_stays_on_the_paper_a_printer_can_reach(sheet: Callable[[], Paper]) -> None:
    paper = sheet()
    for shape in paper.pages[0]:
        assert shape.x >= 5
        assert shape.y >= 5
        assert shape.x + shape.width <= paper.width - 5
        assert shape.y + shape.height <= paper.height - 5
