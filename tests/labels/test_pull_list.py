"""The pull list on paper: complete, in order, with a box to tick, on the paper a printer can reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest

from deskcirc.labels.paper import Box, Words
from deskcirc.labels.pull_list import pull_list

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Line:
    """A copy to be pulled."""

    call_number: str
    title: str
    code: str
    patron: str


@pytest.mark.parametrize("count", [0, 1, 29, 30, 70])
def test_every_copy_has_its_row_and_its_box_in_the_order_given(count: int) -> None:
    lines = [Line(f"I287/{number}", f"《书{number}》", f"B{number}", "陈子墨") for number in range(count)]
    paper = pull_list(lines, "第三小学图书馆", TODAY)
    shapes = [shape for page in paper.pages for shape in page]
    texts = [shape.text for shape in shapes if isinstance(shape, Words)]
    assert [text for text in texts if text.startswith("《")] == [line.title for line in lines]
    assert sum(isinstance(shape, Box) and shape.height > 1 for shape in shapes) == count
    assert len(paper.pages) == max(1, -(-count // 29))


def test_it_stays_on_the_paper_and_columns_do_not_overlap() -> None:
    lines = [
        Line("I287.45/1024-3", "《一个很长很长的书名，长得几乎放不下》", "TSG0012345", "欧阳子墨（九年级（12）班）")
    ] * 29
    (page,) = pull_list(lines, "第三小学图书馆", TODAY).pages
    for shape in page:
        assert shape.x >= 5
        assert shape.x + shape.width <= 205
        assert 5 <= shape.y <= 292
    rows = [shape for shape in page if isinstance(shape, Words) and shape.y == 40.0]
    placed = sorted((word.x, word.x + word.width) for word in rows)
    assert all(ends <= begins for (_x, ends), (begins, _end) in pairwise(placed))
