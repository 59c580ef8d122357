"""Cards and class sheets as they are painted: every code read back, every cell at its place in millimetres."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ui.papers import bars_on, extent, page_images, painted

from deskcirc.labels.cards import CardFace, cards_paper
from deskcirc.labels.class_sheet import ClassPupil, class_sheet
from deskcirc.labels.paper import Bars
from deskcirc.labels.sheets import usual_sheets
from deskcirc.ui.paper_painter import save_pdf

DOTS = 600
MILLIMETRE = DOTS / 25.4
SHEETS = {sheet.code: sheet for sheet in usual_sheets()}


def cards(count: int) -> list[CardFace]:
    return [
        CardFace(f"陈子墨{number}", "五年级（1）班", f"2021{number:04}", "学生", f"S2021{number:04}", "红星小学图书馆")
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("cell", [1, 4, 10])
def test_a_card_is_painted_where_the_definition_says(cell: int) -> None:
    sheet = SHEETS["cards_2x5"]
    image = painted(cards_paper(cards(1), sheet, frozenset(range(1, cell))), DOTS)
    row, column = divmod(cell - 1, 2)
    x, y = 19.4 + 85.6 * column, 13.5 + 54 * row
    assert extent(image, DOTS) == pytest.approx((x, y, x + 85.6, y + 54), abs=0.2)


@pytest.mark.parametrize("cell", [1, 33, 65])
def test_bars_of_a_label_stand_in_the_middle_of_their_cell(cell: int) -> None:
    sheet = SHEETS["labels_5x13"]
    paper = cards_paper(cards(1), sheet, frozenset(range(1, cell)))
    (bars,) = [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    strip = painted(paper, DOTS).crop((0, round((bars.y + 1) * MILLIMETRE), 4960, round((bars.y + 3) * MILLIMETRE)))
    left, _top, right, _bottom = extent(strip, DOTS)
    row_start = 4.75 + 40.6 * ((cell - 1) % 5)
    assert (left + right) / 2 == pytest.approx(row_start + 38.1 / 2, abs=0.2)
    assert left - row_start >= 10 * 0.25  # the white a gun needs
    assert row_start + 38.1 - right >= 10 * 0.25


@pytest.mark.parametrize("code", ["cards_2x5", "cards_2x5_small", "labels_3x8", "labels_4x10", "labels_5x13"])
def test_every_card_of_a_full_sheet_is_read_back_from_the_pdf(code: str, tmp_path: Path) -> None:
    wanted = cards(SHEETS[code].cells)
    save_pdf(cards_paper(wanted, SHEETS[code]), str(tmp_path / "cards.pdf"))
    (image,) = page_images(tmp_path / "cards.pdf", dots=DOTS)
    assert sorted(found.text for found in bars_on(image, DOTS)) == sorted(card.code for card in wanted)


def test_a_card_for_the_card_printer_and_one_for_the_roll_are_read_back(tmp_path: Path) -> None:
    for code in ("card_printer", "roll_50x30"):
        save_pdf(cards_paper(cards(2), SHEETS[code]), str(tmp_path / f"{code}.pdf"))
        pages = page_images(tmp_path / f"{code}.pdf", dots=203)  # the dots of a label printer
        assert [[found.text for found in bars_on(page, 203)] for page in pages] == [["S20210001"], ["S20210002"]]


@pytest.mark.parametrize("count", [28, 50, 64])
def test_every_pupil_of_a_class_is_read_back_from_the_class_sheet(count: int, tmp_path: Path) -> None:
    pupils = [ClassPupil(f"陈子墨{number}", f"2021{number:04}", f"S2021{number:04}") for number in range(count)]
    save_pdf(class_sheet([("五年级（1）班", pupils)], "红星小学图书馆"), str(tmp_path / "class.pdf"))
    (image,) = page_images(tmp_path / "class.pdf")
    assert sorted(found.text for found in bars_on(image)) == [pupil.code for pupil in pupils]
