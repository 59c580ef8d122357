"""The note for the parents: kind, complete, with the ways and the sum, on the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.domain.facts import A_COPY

from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay
from deskcirc.labels.loss_letter import loss_letter, sentences_of
from deskcirc.labels.paper import Words

TODAY = date(2026, 3, 2)
LOST = Loss(
    1, A_COPY, LossState.LOST, LossOrigin.PATRON, LossWay.PRICE, TODAY, patron="陈子墨（三（1）班）", lent_on=TODAY
)


@pytest.mark.parametrize(
    ("way", "owed", "paid", "expected"),
    [
        (LossWay.PRICE, 3750, 0, "please pay 37.50 yuan"),
        (LossWay.PRICE, 0, 3750, "37.50 yuan were paid for it. Thank you."),
        (LossWay.SAME_COPY, 0, 0, "please bring us the same book"),
        (LossWay.NOTHING, 0, 0, "nothing has to be paid"),
        (LossWay.UNDECIDED, 0, 0, "we will find a way together"),
    ],
)
def test_it_says_how_the_copy_is_made_good(way: LossWay, owed: int, paid: int, expected: str) -> None:
    said = sentences_of(replace(LOST, way=way, owed=owed, paid=paid), 30)
    assert expected in said[2]
    assert ("30 days" in said[-1]) == bool(owed or paid)


def test_there_are_two_to_a_page_and_they_stay_on_it() -> None:
    paper = loss_letter([replace(LOST, owed=3750)] * 3, "第三小学图书馆", TODAY, 30)
    assert len(paper.pages) == 2
    for page in paper.pages:
        words = [shape for shape in page if isinstance(shape, Words)]
        assert all(shape.x >= 8 and shape.x + shape.width <= 202 and shape.y + shape.height <= 289 for shape in words)
    first = [shape for shape in paper.pages[0] if isinstance(shape, Words) and shape.y < 148]
    assert all(shape.y + shape.height < 148 for shape in first)
    assert "Dear parents of 陈子墨（三（1）班）," in [shape.text for shape in first]
