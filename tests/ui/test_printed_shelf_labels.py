"""Labels of shelves as they are painted: every code read back, every word inside its cell, on every sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.ui.papers import bars_on, page_images, page_words, painted

from deskcirc.domain.shelves import ShelfGrid
from deskcirc.labels.barcode import MODULES, narrowest
from deskcirc.labels.paper import Bars, Words
from deskcirc.labels.sheets import SheetError, usual_sheets
from deskcirc.labels.shelf_labels import USUAL_SHEET, ShelfFace, ShelfLabelOrder
from deskcirc.ui.dialogs.sheet_choice import SheetDialog
from deskcirc.ui.paper_painter import save_pdf

SHEETS = {sheet.code: sheet for sheet in usual_sheets()}
RANGES = (("I247.5/12", "I287.47/3"), ("I287.45(712.2)/1203", "K825.2=7/Z123"), ("", ""), ("D9/1", "D9/1"))


def order(count: int, code: str = "SH{number:04}") -> ShelfLabelOrder:
    names = ShelfGrid(3, 6, 5).names()
    return ShelfLabelOrder(
        tuple(
            ShelfFace(n + 1, code.format(number=n + 1), f"{names[n % 90]}排架层", "二楼借阅室", *RANGES[n % 4])
            for n in range(count)
        )
    )


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_on_every_usual_sheet_shelf_labels_are_read_back_or_refused_with_a_sentence(name: str) -> None:
    sheet, wanted = SHEETS[name], order(SHEETS[name].cells)
    if sheet.cell[0] < narrowest("SH0001"):
        with pytest.raises(SheetError):
            wanted.paper(sheet)
        return
    paper = wanted.paper(sheet)
    assert sorted(each.text for each in bars_on(painted(paper))) == sorted(face.code for face in wanted.faces)
    assert all(shape.module >= MODULES[-1] for shape in paper.pages[0] if isinstance(shape, Bars))
    for shape in paper.pages[0]:
        assert any(
            shape.x >= place.x - 1e-6
            and shape.y >= place.y - 1e-6
            and shape.x + shape.width <= place.x + sheet.cell[0] + 1e-6
            and shape.y + shape.height <= place.y + sheet.cell[1] + 1e-6
            for place in sheet.places(sheet.cells)
        ), shape


def test_ninety_strips_come_on_a4_and_each_code_is_read_back_from_the_pdf(tmp_path: Path) -> None:
    wanted = order(90)
    save_pdf(wanted.paper(SHEETS[USUAL_SHEET], {1, 2}), str(tmp_path / "shelves.pdf"))
    read = [each.text for image in page_images(tmp_path / "shelves.pdf", 200) for each in bars_on(image, 200)]
    assert sorted(read) == [face.code for face in wanted.faces]
    assert "1-1-1" in "".join(page_words(tmp_path / "shelves.pdf"))
    first = next(
        shape for shape in wanted.paper(SHEETS[USUAL_SHEET]).pages[0] if "I247.5" in getattr(shape, "text", "")
    )
    assert isinstance(first, Words)
    assert first.text == "I247.5/12 – I287.47/3"


def test_the_name_stands_larger_than_all_else_on_a_strip() -> None:
    (page,) = order(1).paper(SHEETS[USUAL_SHEET]).pages
    words = [shape for shape in page if isinstance(shape, Words)]
    largest = max(words, key=lambda each: each.size)
    assert largest.text.startswith("1-1-1")
    assert largest.size > 9
    (bars,) = [shape for shape in page if isinstance(shape, Bars)]
    assert bars.height > 20


def test_a_code_that_bars_cannot_say_is_named_and_the_others_can_be_printed() -> None:
    wanted = ShelfLabelOrder((ShelfFace(1, "架一"), ShelfFace(2, "A"), ShelfFace(3, "SH0003")))
    problems = wanted.problems(SHEETS[USUAL_SHEET])
    assert [problem.copy_id for problem in problems] == [1, 2]
    assert len(wanted.without({1, 2}).paper(SHEETS[USUAL_SHEET]).pages) == 1


def test_the_strips_are_proposed_for_shelf_labels(qapp: QApplication) -> None:
    dialog = SheetDialog(order(3))
    assert dialog.sheet.code == USUAL_SHEET
    assert dialog.paper is not None
    dialog.accept()
    qapp.processEvents()


def test_a_very_long_name_of_a_shelf_is_broken_into_lines_that_can_be_read() -> None:
    name = "二楼儿童阅览室（含绘本角、漫画角、连环画角及特藏）东侧靠窗第三排第二架自上而下第四层"
    wanted = ShelfLabelOrder((ShelfFace(1, "SH0001", name, "二楼", *RANGES[0]),))
    bold = [each for each in wanted.paper(SHEETS[USUAL_SHEET]).pages[0] if isinstance(each, Words) and each.bold]
    assert "".join(each.text for each in bold) == name
    assert len(bold) > 1
    assert min(each.size for each in bold) > 4
