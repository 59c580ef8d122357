"""Slips, lists and the thank-you sheet of a mending lesson: every copy once, nothing off the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_COPY

from deskcirc.domain.mending_lessons import HelperCredit, LessonLine, LessonState, MendingLesson
from deskcirc.domain.repair import DamageKind, RepairState, Severity
from deskcirc.domain.scanning import Command
from deskcirc.labels.barcode import code128
from deskcirc.labels.mending_lists import materials_report, teachers_paper, teachers_report
from deskcirc.labels.mending_slips import mending_slips
from deskcirc.labels.paper import A4, Bars, Box, Paper, Words
from deskcirc.labels.thanks_sheet import thanks_sheet

DAY = date(2026, 3, 6)
LESSON = MendingLesson(1, "M2026-003", "修补课", DAY, 40, LessonState.PLANNED, 1, "三年级（2）班")


def a_slip(
    number: int,
    title: str = "草房子",
    kinds: tuple[DamageKind, ...] = (DamageKind.TORN,),
    severity: Severity = Severity.LIGHT,
    **facts: str,
) -> LessonLine:
    copy = replace(A_COPY, id=number, title=title, volume="", accession_number=f"A{number}", barcode=f"T{number:06}")
    line = LessonLine(number, copy, RepairState.QUEUED, kinds, severity)
    return replace(line, **facts)  # type: ignore[arg-type]


def said(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def stays_on_the_page(paper: Paper) -> None:
    for page in paper.pages:
        for shape in page:
            assert shape.x >= 0
            assert shape.y >= 0
            assert shape.x + shape.width <= A4[0] + 0.01
            assert shape.y + shape.height <= A4[1] + 0.01


def test_a_slip_says_title_damage_task_materials_and_minutes_and_has_its_bars() -> None:
    paper = mending_slips(LESSON, [a_slip(7, note="第12页")])
    words = said(paper)
    assert {"《草房子》", "torn pages, 第12页", "T000007", "about 6 minutes", "mending tissue", "Mended by"} <= set(
        words
    )
    assert any("Lay the torn page flat" in text for text in words)
    (bars,) = (shape for shape in paper.pages[0] if isinstance(shape, Bars))
    assert bars.widths == code128("T000007")


def test_who_mends_it_stands_on_the_slip_where_it_is_known() -> None:
    assert "陈子墨（三年级（2）班）" in said(mending_slips(LESSON, [a_slip(1, helper="陈子墨（三年级（2）班）")]))


def test_a_copy_whose_code_bars_cannot_say_gets_a_slip_without_bars() -> None:
    line = a_slip(1)
    paper = mending_slips(LESSON, [replace(line, copy=replace(line.copy, barcode="图001"))])
    assert not [shape for shape in paper.pages[0] if isinstance(shape, Bars)]
    assert "图001" in said(paper)


def test_a_lesson_without_copies_prints_a_page_that_says_so() -> None:
    assert said(mending_slips(LESSON, ())) == ["No copy is in this mending lesson yet."]
    assert materials_report(LESSON, ()).rows == ()


@given(
    st.lists(
        st.tuples(
            st.text("书Ab ", min_size=1, max_size=80),
            st.lists(st.sampled_from(DamageKind), max_size=11, unique=True),
            st.sampled_from(Severity),
            st.text("水渍 a", max_size=300),
        ),
        max_size=12,
    )
)
def test_every_copy_has_one_slip_and_no_slip_leaves_its_page(
    copies: list[tuple[str, list[DamageKind], Severity, str]],
) -> None:
    lines = [
        replace(a_slip(number, title, tuple(kinds), severity), note=note)
        for number, (title, kinds, severity, note) in enumerate(copies)
    ]
    paper = mending_slips(LESSON, lines)
    stays_on_the_page(paper)
    codes = [text for text in said(paper) if text.startswith("T0")]
    assert codes == [line.copy.code for line in lines]
    for page in paper.pages:
        bars = [shape for shape in page if isinstance(shape, Bars)]
        assert all(lower.y - upper.y >= 40 for upper, lower in pairwise(bars))
        cuts = sorted({shape.y for shape in page if isinstance(shape, Box) and shape.thickness == 0.12})
        assert len(cuts) == len(bars)


def test_the_materials_of_the_lesson_are_counted() -> None:
    report = materials_report(LESSON, [a_slip(1), a_slip(2), a_slip(3, kinds=(DamageKind.SPINE,))])
    counts = {row[0]: row[1] for row in report.rows}
    assert counts["mending tissue"] == 2
    assert counts["paste and a fine brush"] == 3


def test_the_teachers_list_has_every_copy_and_the_bars_for_what_was_not_finished() -> None:
    lines = [a_slip(1), replace(a_slip(2, helper="陈子墨"), state=RepairState.MENDED, minutes=9)]
    report = teachers_report(LESSON, lines)
    assert [(row[2], row[5], row[6], row[7]) for row in report.rows] == [
        ("T000001", "", None, ""),
        ("T000002", "陈子墨", 9, "mended"),
    ]
    paper = teachers_paper(LESSON, [a_slip(number) for number in range(90)])
    assert len(paper.pages) > 1
    stays_on_the_page(paper)
    (bars,) = (shape for page in paper.pages for shape in page if isinstance(shape, Bars))
    assert bars.widths == code128(Command.NOT_FINISHED)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 31, 77])
def test_the_thank_you_sheet_names_every_helper_once_and_nobody_else(count: int) -> None:
    credited = [HelperCredit(number, f"N{number}", 2, 10, DAY) for number in range(count)]
    paper = thanks_sheet(credited, "2025—2026", "图书馆")
    stays_on_the_page(paper)
    assert [text for text in said(paper) if text.startswith("N") and text[1:].isdecimal()] == [
        each.helper for each in credited
    ]
    if count:
        assert f"{2 * count} books can be read again because of you." in said(paper)
    else:
        assert "Nobody has mended a copy in these days." in said(paper)
