"""Mending slips as printed: a gun reads every one of them, and they look as they did when they were looked at."""

from __future__ import annotations

import pytest
from tests.labels.test_mending_slips import DAY, LESSON, a_slip
from tests.ui.papers import bars_on, painted
from tests.ui.reference_papers import compare_with_reference

from deskcirc.domain.mending_lessons import HelperCredit
from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.domain.scanning import Command
from deskcirc.labels.mending_lists import teachers_paper
from deskcirc.labels.mending_slips import mending_slips
from deskcirc.labels.thanks_sheet import thanks_sheet

LINES = (
    a_slip(1, note="第12页"),
    a_slip(
        2,
        "十万个为什么：植物与动物的奥秘",
        (DamageKind.LOOSE_PAGES, DamageKind.WRITTEN_IN),
        Severity.MEDIUM,
        helper="陈子墨（三年级（2）班）",
    ),
    a_slip(3, "夏洛的网", (DamageKind.SPINE,), Severity.MEDIUM),
    a_slip(4, "窗边的小豆豆", (DamageKind.LABEL_GONE,)),
)
CREDITS = tuple(
    HelperCredit(number, name, 6 - number, 30, DAY) for number, name in enumerate(("陈子墨", "李沐阳", "王小雨"))
)
PAPERS = {
    "mending_slips": mending_slips(LESSON, LINES),
    "thanks_sheet": thanks_sheet(CREDITS, "三年级（2）班", "第三小学图书馆"),
}


@pytest.mark.parametrize("dots", [203, 300, 600])
def test_a_gun_reads_every_slip(dots: int) -> None:
    lines = [a_slip(number) for number in range(1, 6)] + [a_slip(6, kinds=(DamageKind.LABEL_GONE,))]
    paper = mending_slips(LESSON, lines)
    read = [found.text for page in range(len(paper.pages)) for found in bars_on(painted(paper, dots, page), dots)]
    assert sorted(read) == [line.copy.code for line in lines]


def test_a_gun_reads_the_bars_for_what_was_not_finished() -> None:
    assert [found.text for found in bars_on(painted(teachers_paper(LESSON, LINES)))] == [Command.NOT_FINISHED]


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_page_looks_as_it_did_when_it_was_looked_at(name: str) -> None:
    compare_with_reference(PAPERS[name], name)
