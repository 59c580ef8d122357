"""Labels as they are painted: every code read back from the PDF, everything at its place in millimetres."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.ui.papers import DOTS_AN_INCH, ReadBars, bars_on, extent, page_images, page_sizes, page_words, painted

from deskcirc.labels.barcode import code39, narrowest
from deskcirc.labels.calibration import calibration_paper
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import CopyFace, LabelLook, TextFace
from deskcirc.labels.paper import Bars, Box, shifted
from deskcirc.labels.sheets import Place, Sheet, usual_sheets
from deskcirc.ui.paper_painter import save_pdf

SHEETS = {sheet.code: sheet for sheet in usual_sheets()}
CALL_NUMBERS = ("I287.47/12", "G634.603/3", "TP312.8-43/25", "K825.2=7/Z123", "D9/1", "I287.45(712.2)/1203")
SHEETS_WIDE_ENOUGH = sorted(code for code, sheet in SHEETS.items() if sheet.cell[0] >= 30)


def faces(count: int, code: str = "T{number:06}") -> tuple[CopyFace, ...]:
    return tuple(
        CopyFace(
            number,
            code.format(number=number),
            "城南旧事",
            CALL_NUMBERS[number % len(CALL_NUMBERS)],
            ("", "2", "上")[number % 3],
            "红星小学图书馆",
        )
        for number in range(1, count + 1)
    )


def saved(order: LabelOrder, sheet: Sheet, folder: Path, skip: frozenset[int] = frozenset()) -> Path:
    save_pdf(order.paper(sheet, skip), str(folder / "labels.pdf"))
    return folder / "labels.pdf"


def read_back(pdf: Path, dots: int = DOTS_AN_INCH) -> list[list[ReadBars]]:
    return [bars_on(image, dots) for image in page_images(pdf, dots)]


def middle_of(found: ReadBars) -> float:
    return (found.left + found.right) / 2


def ink(image: Image.Image, place: Place, sheet: Sheet) -> tuple[float, float, float, float]:
    """The bounds of what is printed on a cell and half the way to its neighbours, in millimetres from the cell."""
    scale = DOTS_AN_INCH / 25.4
    gap_x = max(0.0, sheet.pitch[0] - sheet.cell[0]) / 2 if sheet.columns > 1 else 0.0
    gap_y = max(0.0, sheet.pitch[1] - sheet.cell[1]) / 2 if sheet.rows > 1 else 0.0
    left, top = max(0.0, place.x - gap_x), max(0.0, place.y - gap_y)
    right, bottom = place.x + sheet.cell[0] + gap_x, place.y + sheet.cell[1] + gap_y
    box = (round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))
    found = extent(image.crop(box))
    return (
        found[0] + left - place.x,
        found[1] + top - place.y,
        found[2] + left - place.x,
        found[3] + top - place.y,
    )


def test_labels_in_code_39_are_read_back_from_the_pdf(tmp_path: Path) -> None:
    sheet = next(each for each in SHEETS.values() if each.cell[0] >= narrowest("T000001", code39))
    wanted = LabelOrder(faces(sheet.cells), LabelKind.BARCODE, LabelLook(code39=True))
    (found,) = read_back(saved(wanted, sheet, tmp_path))
    assert sorted(each.text for each in found) == [f"T{number:06}" for number in range(1, sheet.cells + 1)]
    assert {each.symbology for each in found} == {"Code39"}


def test_what_code_39_cannot_say_or_hold_is_named(tmp_path: Path) -> None:
    narrow = next(
        each for each in SHEETS.values() if narrowest("T000001") < each.cell[0] < narrowest("T000001", code39)
    )
    order = LabelOrder(faces(1), LabelKind.BARCODE, LabelLook(code39=True))
    assert "needs labels" in order.problems(narrow)[0].sentence
    small = LabelOrder(faces(1, "t{number:06}"), LabelKind.BARCODE, LabelLook(code39=True))
    assert "Print it in Code 128" in small.problems(narrow)[0].sentence


@pytest.mark.parametrize("code", SHEETS_WIDE_ENOUGH)
def test_every_code_of_a_full_sheet_is_read_back_from_the_pdf_in_the_middle_of_its_cell(
    code: str, tmp_path: Path
) -> None:
    sheet = SHEETS[code]
    wanted = LabelOrder(faces(sheet.cells), LabelKind.BARCODE)
    (found,) = read_back(saved(wanted, sheet, tmp_path))
    assert sorted(each.text for each in found) == [f"T{number:06}" for number in range(1, sheet.cells + 1)]
    for number, each in enumerate(sorted(found, key=lambda one: one.text), start=1):
        place = sheet.place(number)
        assert middle_of(each) == pytest.approx(place.x + sheet.cell[0] / 2, abs=0.2)
        assert place.y <= each.top < each.bottom <= place.y + sheet.cell[1]


@pytest.mark.parametrize("code", SHEETS_WIDE_ENOUGH)
def test_short_and_long_codes_are_read_back_on_the_first_and_the_last_cell_or_refused(
    code: str, tmp_path: Path
) -> None:
    sheet = SHEETS[code]
    codes = ["T01", "T002267", "XZ000001", "0010201", "L012345678901234567"]
    order = LabelOrder(tuple(CopyFace(number, each, "植物") for number, each in enumerate(codes)), LabelKind.BARCODE)
    refused = {problem.copy_id for problem in order.problems(sheet)}
    assert refused == {number for number, each in enumerate(codes) if narrowest(each) > sheet.cell[0]}
    taken = [each for number, each in enumerate(codes) if number not in refused]
    skip = frozenset(range(len(taken), sheet.cells))  # the last of the codes comes on the last cell
    pages = read_back(saved(order.without(refused), sheet, tmp_path, skip))
    found = {each.text: middle_of(each) for page in pages for each in page}
    assert sorted(found) == sorted(taken)
    cells = (1, sheet.cells) if sheet.cells >= len(taken) else (1, 1)
    for each, cell in zip((taken[0], taken[-1]), cells, strict=True):
        assert found[each] == pytest.approx(sheet.place(cell).x + sheet.cell[0] / 2, abs=0.2)


@pytest.mark.parametrize("code", ["roll_50x30", "roll_40x30", "roll_30x20"])
def test_labels_of_a_roll_are_a_page_each_and_readable_with_the_dots_of_a_label_printer(
    code: str, tmp_path: Path
) -> None:
    sheet = SHEETS[code]
    pdf = saved(LabelOrder(faces(3), LabelKind.BARCODE), sheet, tmp_path)
    assert [[each.text for each in page] for page in read_back(pdf, 203)] == [["T000001"], ["T000002"], ["T000003"]]
    assert page_sizes(pdf) == [pytest.approx(sheet.paper, abs=0.2)] * 3


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_the_cells_of_every_sheet_are_on_the_pdf_where_the_definition_says(code: str, tmp_path: Path) -> None:
    """The outlines of the calibration page, measured: its first and its last cell, within 0.2 mm."""
    sheet = SHEETS[code]
    paper = calibration_paper(sheet)
    outlines = tuple(shape for shape in paper.pages[0] if isinstance(shape, Box) and shape.width and shape.height)
    assert len(outlines) == sheet.cells
    save_pdf(type(paper)(paper.name, (outlines,), paper.width, paper.height), str(tmp_path / "cells.pdf"))
    (image,) = page_images(tmp_path / "cells.pdf")
    first, last = sheet.place(1), sheet.place(sheet.cells)
    wanted = (first.x, first.y, last.x + sheet.cell[0], last.y + sheet.cell[1])
    assert extent(image) == pytest.approx(wanted, abs=0.2)
    assert page_sizes(tmp_path / "cells.pdf") == [pytest.approx(sheet.paper, abs=0.2)]


@pytest.mark.parametrize("cell", [1, 18, 65])
def test_printing_begins_at_the_cell_that_was_chosen_and_leaves_out_the_used_ones(cell: int, tmp_path: Path) -> None:
    sheet = SHEETS["labels_5x13"]
    skip = frozenset(range(1, cell)) | ({cell + 1} if cell < 65 else frozenset())
    pages = read_back(saved(LabelOrder(faces(3), LabelKind.BARCODE), sheet, tmp_path, skip))
    cells = [cell, cell + 2, cell + 3] if cell < 65 else [65, 1, 2]
    found = sorted((each.text, middle_of(each)) for page in pages for each in page)
    assert [text for text, _middle in found] == ["T000001", "T000002", "T000003"]
    middles = [sheet.place(each).x + sheet.cell[0] / 2 for each in cells]
    assert [middle for _text, middle in found] == pytest.approx(middles, abs=0.2)


@pytest.mark.parametrize("kind", list(LabelKind))
@pytest.mark.parametrize("code", sorted(SHEETS))
def test_the_ink_of_a_label_never_leaves_it(code: str, kind: LabelKind) -> None:
    sheet = SHEETS[code]
    wanted = LabelOrder(faces(min(sheet.cells, 12)), kind, LabelLook(True, True, True))
    wanted = wanted.without({problem.copy_id for problem in wanted.problems(sheet)})
    if not wanted.faces or sheet.cut:
        return
    paper = wanted.paper(sheet)
    places = list(sheet.places(len(wanted.faces) * wanted.cells_a_face))
    images = [painted(paper, page=page) for page in range(len(paper.pages))]
    for place in places:
        left, top, right, bottom = ink(images[place.page], place, sheet)
        assert min(left, top) >= 0.8
        assert right <= sheet.cell[0] - 0.8
        assert bottom <= sheet.cell[1] - 0.8


def test_the_offset_of_a_printer_moves_everything_by_just_that(tmp_path: Path) -> None:
    paper = LabelOrder(faces(65), LabelKind.BARCODE).paper(SHEETS["labels_5x13"])
    before, after = extent(painted(paper)), extent(painted(shifted(paper, 1.3, -0.7)))
    moved = (before[0] + 1.3, before[1] - 0.7, before[2] + 1.3, before[3] - 0.7)
    assert after == pytest.approx(moved, abs=2 * 25.4 / DOTS_AN_INCH)
    save_pdf(shifted(paper, 1.3, -0.7), str(tmp_path / "moved.pdf"))
    (found,) = read_back(tmp_path / "moved.pdf")
    assert len(found) == 65


def test_a_code_on_the_narrowest_label_has_the_white_a_gun_needs_inside_the_label() -> None:
    sheet = SHEETS["roll_30x20"]
    paper = LabelOrder(faces(1), LabelKind.BARCODE).paper(sheet)
    (bars,) = [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    image, scale = painted(paper, 600), 600 / 25.4
    strip = image.crop((0, round((bars.y + 1) * scale), image.width, round((bars.y + 3) * scale)))
    left, _top, right, _bottom = extent(strip, 600)
    assert left >= 10 * 0.25
    assert sheet.cell[0] - right >= 10 * 0.25


def test_plain_words_come_out_on_the_page(tmp_path: Path) -> None:
    order = LabelOrder((TextFace(("注销", "甲")), TextFace(("注销", "乙"))))
    (words,) = page_words(saved(order, SHEETS["labels_5x16"], tmp_path))
    assert words.split() == ["注销", "注销", "甲", "乙"]


def test_a_thousand_labels_are_small_enough_to_be_sent(tmp_path: Path) -> None:
    pdf = saved(LabelOrder(faces(1000), LabelKind.BOTH), SHEETS["labels_5x13"], tmp_path)
    assert pdf.stat().st_size <= 1_000_000
