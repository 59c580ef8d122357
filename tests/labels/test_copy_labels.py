"""Labels as plain values: what stands on them, how call numbers are broken, what can't be printed and is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.labels.barcode import MODULES, modules_wide
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import CopyFace, LabelLook, TextFace
from deskcirc.labels.paper import Bars, Box, Paper, Shape, Words
from deskcirc.labels.sheets import Sheet, SheetError, sheet_of, usual_sheets

SHEETS = {sheet.code: sheet for sheet in usual_sheets()}


def face(number: int = 1, call_number: str = "I287.47/12", code: str = "", **others: str) -> CopyFace:
    return CopyFace(
        number,
        code or f"T{number:06}",
        others.get("title", "城南旧事"),
        call_number,
        others.get("volume", ""),
        others.get("library", "红星小学图书馆"),
    )


def order(*faces: CopyFace | TextFace, kind: LabelKind = LabelKind.SPINE, look: LabelLook | None = None) -> LabelOrder:
    return LabelOrder(faces, kind, look or LabelLook())


def words(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def inside(shape: Shape, sheet: Sheet, cell: int, edge: float = 0.0) -> bool:
    place = sheet.place(cell)
    return (
        shape.x >= place.x + edge - 1e-6
        and shape.y >= place.y + edge - 1e-6
        and shape.x + shape.width <= place.x + sheet.cell[0] - edge + 1e-6
        and shape.y + shape.height <= place.y + sheet.cell[1] - edge + 1e-6
    )


def test_a_call_number_stands_on_the_spine_in_lines_class_book_number_and_volume() -> None:
    paper = order(face(volume="上")).paper(SHEETS["labels_5x13"])
    assert words(paper) == ["I287.47", "12", "上"]


@pytest.mark.parametrize(
    ("call_number", "lines"),
    [
        ("I287.47/12", ["I287.47", "12"]),
        ("TP312.8-43/25", ["TP312", ".8-43", "25"]),
        ("I287.45(712.2)/1203", ["I287.45", "(712.2)", "1203"]),
        ("H319.4:I712.84/3", ["H319.4", ":I712.84", "3"]),
        ("D9/1", ["D9", "1"]),
        ("Z2", ["Z2"]),
    ],
)
def test_on_a_narrow_spine_a_long_class_number_is_broken_before_its_signs(call_number: str, lines: list[str]) -> None:
    assert words(order(face(call_number=call_number)).paper(SHEETS["spine_8x9_cut"])) == lines


def test_where_there_is_room_a_class_number_stays_whole() -> None:
    assert words(order(face(call_number="TP312.8-43/25")).paper(SHEETS["labels_4x10"])) == ["TP312.8-43", "25"]


def test_the_librarys_name_stands_over_the_lines_where_it_is_wanted() -> None:
    plain = order(face())
    named = order(face(), look=LabelLook(library_on_spine=True))
    assert "红星小学图书馆" not in words(plain.paper(SHEETS["labels_5x13"]))
    assert words(named.paper(SHEETS["labels_5x13"]))[0] == "红星小学图书馆"


@pytest.mark.parametrize(
    ("number", "volume", "last"), [(1, "", "12"), (2, "", "c.2"), (3, "上", "上 c.3"), (1, "上", "上")]
)
def test_further_copies_are_marked_on_the_spine_where_that_is_wanted(number: int, volume: str, last: str) -> None:
    copy = replace(face(volume=volume), copy_number=number)
    marked = order(copy, look=LabelLook(copy_mark=True)).paper(SHEETS["labels_5x13"])
    assert words(marked)[-1] == last
    assert "c." not in "".join(words(order(copy).paper(SHEETS["labels_5x13"])))


def test_a_barcode_label_shows_library_title_bars_and_number() -> None:
    paper = order(face(), kind=LabelKind.BARCODE).paper(SHEETS["labels_5x13"])
    assert words(paper) == ["红星小学图书馆", "城南旧事", "T000001"]
    assert sum(isinstance(shape, Bars) for shape in paper.pages[0]) == 1


def test_a_low_label_gives_its_room_to_the_bars_and_keeps_what_fits_of_the_words() -> None:
    paper = order(face(), kind=LabelKind.BARCODE).paper(SHEETS["labels_5x16"])
    assert words(paper) == ["城南旧事", "T000001"]
    (bars,) = [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    assert bars.height >= 6


def test_spine_and_barcode_of_a_copy_stand_in_cells_side_by_side() -> None:
    sheet = SHEETS["labels_5x13"]
    paper = order(face(1), face(2), kind=LabelKind.BOTH).paper(sheet, {1, 3})
    bars = [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    assert [inside(shape, sheet, cell) for shape, cell in zip(bars, (4, 6), strict=True)] == [True, True]
    first = next(shape for shape in paper.pages[0] if isinstance(shape, Words))
    assert inside(first, sheet, 2)


def test_plain_words_come_on_a_label_in_a_frame() -> None:
    paper = order(TextFace(("注销", "ZX0001"))).paper(SHEETS["labels_5x13"])
    assert words(paper) == ["注销", "ZX0001"]
    assert any(isinstance(shape, Box) and shape.height for shape in paper.pages[0])


@pytest.mark.parametrize("kind", list(LabelKind))
@pytest.mark.parametrize("code", sorted(SHEETS))
def test_on_every_usual_sheet_a_label_stays_inside_its_cell_or_is_refused(code: str, kind: LabelKind) -> None:
    sheet = SHEETS[code]
    wanted = order(face(volume="植物卷"), kind=kind, look=LabelLook(True, True, True))
    if wanted.problems(sheet):
        assert sheet.cell[0] < 28
        return
    for cell in {1, sheet.cells - 1, sheet.cells} - {0}:
        paper = wanted.paper(sheet, frozenset(range(1, cell)))
        if len(paper.pages) > 1:
            continue
        cells = {cell, cell + 1} & set(range(1, sheet.cells + 1))
        for shape in paper.pages[0]:
            assert any(inside(shape, sheet, each) for each in cells)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (face(code="图书1"), "Bars can't say the code “图书1” of 城南旧事"),
        (face(code="12"), "too short for a scanner: it must have 3 signs"),
        (face(code="L012345678901234567890"), "needs labels"),
        (face(call_number=""), "T000001 城南旧事 has no call number yet"),
        (face(call_number="/"), "has no call number yet"),
    ],
)
def test_what_a_label_cannot_hold_is_said_of_the_copy_and_the_others_can_be_printed(wrong: CopyFace, told: str) -> None:
    sheet = SHEETS["labels_5x13"]
    good = face(2)
    wrong = CopyFace(7, wrong.code, wrong.title, wrong.call_number)
    wanted = order(good, wrong, kind=LabelKind.BOTH)
    (problem,) = wanted.problems(sheet)
    assert told in problem.sentence
    assert problem.copy_id == 7
    with pytest.raises(SheetError, match=wrong.code or "T000001") as caught:
        wanted.paper(sheet)
    assert told in caught.value.sentence
    assert wanted.without([7]).paper(sheet) == order(good, kind=LabelKind.BOTH).paper(sheet)


def test_cells_too_low_for_any_label_are_refused_with_the_height() -> None:
    values = {"paper": [210, 297], "corner": [0, 0], "columns": 1, "rows": 1, "cell": [60, 9]}
    with pytest.raises(SheetError, match=r"at least 12\.8 mm high; those of this sheet are 9 mm"):
        order(face(), kind=LabelKind.BARCODE).paper(sheet_of(values, "low", "low.toml"))


def test_labels_can_be_printed_again_from_one_on() -> None:
    wanted = order(face(1), face(2), face(3))
    assert [each.copy_id for each in wanted.after(1).faces] == [2, 3]


CALL_NUMBERS = st.from_regex(
    r"[A-Z]{1,2}[0-9]{1,4}(\.[0-9]{1,6})?([-=:(][0-9A-Z.]{1,6})?/[0-9A-Z.]{1,6}", fullmatch=True
)


@given(st.floats(12, 110), st.floats(8, 80), CALL_NUMBERS, st.sampled_from(["", "2", "植物卷", "第十二卷下册"]))
def test_whatever_the_cell_the_lines_of_a_spine_say_the_whole_call_number_inside_it_or_are_refused(
    width: float, height: float, call_number: str, volume: str
) -> None:
    values = {"paper": [200, 200], "corner": [0, 0], "columns": 1, "rows": 1, "cell": [width, height]}
    sheet = sheet_of(values, "own", "own.toml")
    wanted = order(face(call_number=call_number, volume=volume))
    if wanted.problems(sheet):
        return
    paper = wanted.paper(sheet)
    assert "".join(words(paper)) == call_number.replace("/", "", 1) + volume
    assert all(inside(shape, sheet, 1, edge=1.0) for shape in paper.pages[0])


@given(st.floats(25, 120), st.floats(12.8, 80), st.from_regex(r"[A-Z]{0,2}[0-9]{1,14}", fullmatch=True))
def test_whatever_the_cell_the_bars_of_a_label_can_be_read_or_are_refused(
    width: float, height: float, code: str
) -> None:
    values = {"paper": [200, 200], "corner": [0, 0], "columns": 1, "rows": 1, "cell": [width, height]}
    sheet = sheet_of(values, "own", "own.toml")
    wanted = order(face(code=code), kind=LabelKind.BARCODE, look=LabelLook(True, True, True))
    if wanted.problems(sheet):
        return
    paper = wanted.paper(sheet)
    (bars,) = [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    assert bars.module in MODULES
    assert modules_wide(bars.widths) * bars.module <= width + 1e-6
    assert bars.height >= 5.9
    assert all(inside(shape, sheet, 1) for shape in paper.pages[0])
