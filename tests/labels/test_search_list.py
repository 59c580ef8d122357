"""The search list on paper: every copy and every place with a box to tick, in order, within reach of the printer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.domain.facts import A_COPY

from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay
from deskcirc.domain.search_places import WantedCopy
from deskcirc.labels.paper import Box, Paper, Words
from deskcirc.labels.search_list import search_list

TODAY = date(2026, 3, 2)
PLACES = (
    "其位置：I287.45/12，在《城南旧事》I287.45/11与《一个很长很长的书名，长得几乎放不下，还要再长一些》I287.45/13之间",
    "还书车",
    "陈子墨（三（1）班）：书包、课桌、家里",
)


def wanted(number: int) -> WantedCopy:
    copy = replace(A_COPY, call_number=f"I287.45/{number}", id=number, title=f"书{number}")
    claim = Loss(number, copy, LossState.CLAIMED, LossOrigin.PATRON, LossWay.UNDECIDED, TODAY)
    return WantedCopy(replace(claim, patron="陈子墨（三（1）班）", claimed_on=TODAY, searches=2), PLACES)


def words_of(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_every_copy_has_its_box_and_every_place_too(count: int) -> None:
    paper = search_list([wanted(number) for number in range(1, count + 1)], "第三小学图书馆", TODAY)
    shapes = [shape for page in paper.pages for shape in page]
    assert [text for text in words_of(paper) if text.startswith("《")] == [f"《书{n}》" for n in range(1, count + 1)]
    assert sum(isinstance(shape, Box) and shape.height > 4 for shape in shapes) == count
    assert sum(isinstance(shape, Box) and 1 < shape.height < 4 for shape in shapes) == count * len(PLACES)


def test_it_is_said_who_says_so_and_how_often_it_was_looked_for() -> None:
    assert "陈子墨（三（1）班） said so on 2 Mar 2026 · looked for 2 times" in words_of(
        search_list([wanted(1)], "", TODAY)
    )
    assert "Nothing is looked for." in words_of(search_list([], "", TODAY))


def test_it_stays_on_the_paper_and_no_copy_runs_over_two_pages() -> None:
    paper = search_list([wanted(number) for number in range(1, 30)], "第三小学图书馆", TODAY)
    for page in paper.pages:
        for shape in page:
            assert shape.x >= 5
            assert shape.x + shape.width <= 205
            assert 5 <= shape.y <= 288
        names = sum(isinstance(shape, Words) and shape.text.startswith("《") for shape in page)
        assert names * len(PLACES) == sum(isinstance(shape, Box) and 1 < shape.height < 4 for shape in page)


def test_copies_that_are_not_in_their_places_are_called_missing_and_not_returned() -> None:
    assert heading(search_list([], "第三小学图书馆", TODAY, missing=True)) == "Missing copies"
    assert heading(search_list([], "第三小学图书馆", TODAY)) == "Copies to look for"


def heading(paper: Paper) -> str:
    return next(shape.text for shape in paper.pages[0] if isinstance(shape, Words))
