"""Library cards, class sheets and certificates: everybody once, bars wide enough, or a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.labels.barcode import MODULES, modules_wide
from deskcirc.labels.cards import CardFace, cards_paper
from deskcirc.labels.certificate import Clearance, clearance_paper
from deskcirc.labels.class_sheet import ClassPupil, class_sheet
from deskcirc.labels.paper import Bars, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import broken_lines, width_of
from deskcirc.labels.sheets import Sheet, SheetError, sheet_of, usual_sheets

SHEETS = {sheet.code: sheet for sheet in usual_sheets()}


def a_card(number: int = 1, code: str = "") -> CardFace:
    return CardFace(
        f"陈{number}", "五年级（1）班", f"2021{number:04}", "学生", code or f"S2021{number:04}", "红星小学图书馆"
    )


def words(page: tuple[Shape, ...]) -> list[str]:
    return [shape.text for shape in page if isinstance(shape, Words)]


def bars(paper: Paper) -> list[Bars]:
    return [shape for page in paper.pages for shape in page if isinstance(shape, Bars)]


WIDE_ENOUGH = sorted(code for code, sheet in SHEETS.items() if sheet.cell[0] > 35)


@pytest.mark.parametrize("code", WIDE_ENOUGH)
def test_on_every_usual_sheet_wide_enough_for_its_bars_a_card_stays_inside_its_cell(code: str) -> None:
    sheet = SHEETS[code]
    place = sheet.place(sheet.cells)
    paper = cards_paper([a_card()], sheet, frozenset(range(1, sheet.cells)))
    for shape in paper.pages[0]:
        assert shape.x >= place.x - 1e-6
        assert shape.y >= place.y - 1e-6
        assert shape.x + shape.width <= place.x + sheet.cell[0] + 1e-6
        assert shape.y + shape.height <= place.y + sheet.cell[1] + 1e-6
    assert all(shape.module >= 0.25 for shape in bars(paper))
    assert all(modules_wide(shape.widths) * shape.module <= sheet.cell[0] for shape in bars(paper))


def test_one_single_card_lands_on_the_cell_that_was_chosen() -> None:
    sheet = SHEETS["cards_2x5"]
    paper = cards_paper([a_card()], sheet, frozenset({1, 2, 3}))
    (frame,) = [shape for shape in paper.pages[0] if isinstance(shape, Box) and shape.height]
    assert (frame.x, frame.y, frame.width, frame.height) == pytest.approx((19.4 + 85.6, 13.5 + 54, 85.6, 54))
    assert (paper.width, paper.height) == (210, 297)


def test_a_card_says_whose_it_is_and_of_which_library() -> None:
    (page,) = cards_paper([a_card(7)], SHEETS["cards_2x5"]).pages
    shown = " ".join(words(page))
    assert all(part in shown for part in ("陈7", "五年级（1）班", "学生", "20210007", "S20210007", "红星小学图书馆"))


def test_more_cards_than_cells_go_on_on_the_next_page() -> None:
    paper = cards_paper([a_card(number) for number in range(23)], SHEETS["cards_2x5"], frozenset({1}))
    assert [sum(isinstance(shape, Bars) for shape in page) for page in paper.pages] == [9, 10, 4]


def test_a_cell_too_narrow_for_its_code_is_refused_with_the_width_it_needs() -> None:
    with pytest.raises(SheetError, match=r"L012345678901234567 of 陈1 needs cells 44\.\d mm wide .* are 38\.1 mm"):
        cards_paper([a_card(code="L012345678901234567")], SHEETS["labels_5x13"])


def test_a_code_that_bars_cannot_say_is_refused_with_the_patron() -> None:
    with pytest.raises(SheetError, match="陈1 has no code that bars can say: “卡1”"):
        cards_paper([a_card(code="卡1")], SHEETS["cards_2x5"])


def test_a_cell_too_low_is_refused() -> None:
    low = Sheet("own", (210, 297), (0, 0), 1, 1, (60, 10), (60, 10))
    with pytest.raises(SheetError, match="at least 14 mm high; those of this sheet are 10 mm"):
        cards_paper([a_card()], low)


@given(st.floats(30, 120), st.floats(14, 80), st.from_regex(r"[A-Z]{0,2}[0-9]{4,12}", fullmatch=True))
def test_whatever_the_cell_bars_are_wide_enough_or_refused(width: float, height: float, code: str) -> None:
    sheet = sheet_of(
        {"paper": [200, 200], "corner": [0, 0], "columns": 1, "rows": 1, "cell": [width, height]}, "own", "own.toml"
    )
    try:
        paper = cards_paper([a_card(code=code)], sheet)
    except SheetError:
        return
    (shape,) = bars(paper)
    assert shape.module in MODULES
    assert modules_wide(shape.widths) * shape.module <= width + 1e-6
    assert shape.height >= 5


@pytest.mark.parametrize("count", [0, 1, 28, 48, 50, 64])
def test_a_class_has_one_page_with_every_pupil_once(count: int) -> None:
    pupils = [ClassPupil(f"陈{number}", str(number), f"S{number:04}") for number in range(count)]
    paper = class_sheet([("五年级（1）班", pupils)], "红星小学")
    assert len(paper.pages) == 1
    assert len({shape.widths for shape in bars(paper)}) == count
    assert [text for text in words(paper.pages[0]) if text.startswith("陈")] == [pupil.name for pupil in pupils]
    assert all(shape.x >= 8 and shape.y + shape.height <= 290 for shape in paper.pages[0])


def test_no_level_line_crosses_neighbouring_codes_of_a_class() -> None:
    pupils = [ClassPupil(f"陈{number}", str(number), f"S{number:04}") for number in range(50)]
    shapes = bars(class_sheet([("五年级（1）班", pupils)], ""))
    for one in shapes:
        beside = [other for other in shapes if 5 < other.x - one.x < 80]
        assert all(abs(other.y - one.y) >= one.height for other in beside)


def test_a_pupil_without_a_code_stands_on_the_sheet_and_is_told() -> None:
    (page,) = class_sheet([("五年级（1）班", [ClassPupil("陈子墨", "", "卡")])], "").pages
    assert "no code that bars can say here" in words(page)


def test_a_whole_class_of_leavers_gets_three_certificates_a_page() -> None:
    leavers = [
        Clearance(f"2026-{number:04}", f"陈{number}", "六年级（2）班", f"2020{number:04}", date(2026, 6, 26))
        for number in range(1, 8)
    ]
    paper = clearance_paper(leavers, "红星小学图书馆")
    assert len(paper.pages) == 3
    shown = [text for page in paper.pages for text in words(page)]
    assert [text for text in shown if text.startswith("No. ")] == [f"No. 2026-{number:04}" for number in range(1, 8)]
    assert shown.count("26 Jun 2026") == 7
    assert "certify that 陈7 of 六年级（2）班, number 20200007" in " ".join(words(paper.pages[2]))


@given(st.text(st.sampled_from("汉字读者，。；an owl 7"), max_size=120), st.floats(30, 160))
def test_a_broken_sentence_loses_no_letter_and_no_line_begins_with_a_closing_mark(text: str, width: float) -> None:
    lines = broken_lines(text, width, 5)
    assert "".join("".join(lines).split()) == "".join(text.split())
    marks = "，。；"
    assert not any(line[:1] in tuple(marks) and len(line) > 1 for line in lines[1:])
    assert all(width_of(line.rstrip(marks), 5) <= width + 1e-6 or " " not in line for line in lines)
