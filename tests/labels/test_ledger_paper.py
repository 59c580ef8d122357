"""Ledgers on paper: what is carried forward is brought forward, every foot balances, every page is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.ledgers import COLUMNS, Amount, Balance, LedgerLine, LedgerName
from deskcirc.labels.ledger_paper import LedgerSheet, SealFoot, ledger_paper
from deskcirc.labels.paper import Paper, Shape, Words

BALANCE = Balance(Amount(2, 3, 6000), Amount(1, 2, 2500), Amount(0, 1, 1500), Amount(3, 4, 7000))
FOOT = (
    "Opening 2 titles, 3 copies, 60.00 yuan + in 1 title, 2 copies, 25.00 yuan"
    " − out 0 titles, 1 copy, 15.00 yuan = closing 3 titles, 4 copies, 70.00 yuan"
)


def copies(prices: Sequence[int | None]) -> list[LedgerLine]:
    """Lines of the accession ledger."""
    return [
        LedgerLine(
            f"copy:{at}",
            (date(2026, 3, 2), f"T{at:05}", "草房子", "曹文轩", "", 1997, price, "gift:李", "2026-001", "I287", "", ""),
        )
        for at, price in enumerate(prices)
    ]


def paper_of(name: LedgerName, lines: list[LedgerLine], seal: SealFoot | None = None) -> Paper:
    return ledger_paper(LedgerSheet(name, "2026", "第三小学图书馆", BALANCE, seal=seal), lines, len(lines))


def texts(page: tuple[Shape, ...]) -> list[str]:
    return [shape.text for shape in page if isinstance(shape, Words)]


def sum_beside(words: str, page: tuple[Shape, ...]) -> str:
    """The sum on the line that begins with these words."""
    head = next(shape for shape in page if isinstance(shape, Words) and shape.text.startswith(words))
    return next(
        shape.text for shape in page if isinstance(shape, Words) and shape.y == head.y and shape.text[-3:-2] == "."
    )


@given(st.lists(st.one_of(st.none(), st.integers(1, 99_999)), min_size=1, max_size=120))
def test_what_a_page_carries_forward_the_next_brings_forward_and_the_last_sums_up(prices: list[int | None]) -> None:
    paper = paper_of(LedgerName.COPIES, copies([*prices, 1]))
    pages = list(paper.pages)
    for before, after in pairwise(pages):
        if any(price for price in prices[:20]):
            assert sum_beside("Carried forward", before) == sum_beside("Brought forward", after)
    fen = sum(price or 0 for price in prices) + 1
    assert sum_beside("Total", pages[-1]) == f"{fen // 100}.{fen % 100:02}"
    assert f"Total · {len(prices) + 1} copies" in texts(pages[-1])
    assert [text for page in pages for text in texts(page) if text.startswith("T0")] == [
        f"T{at:05}" for at in range(len(prices) + 1)
    ]


def sums_on(page: tuple[Shape, ...]) -> list[tuple[str, str]]:
    """The bold lines of a page: their words and the sum beside them."""
    heads = [shape for shape in page if isinstance(shape, Words) and " copies" in shape.text and shape.bold]
    return [(head.text, sum_beside(head.text, page)) for head in heads if " · " in head.text]


def test_each_page_sums_up_itself_and_what_went_before() -> None:
    pages = paper_of(LedgerName.COPIES, copies([100] * 60)).pages
    assert [sums_on(page) for page in pages] == [
        [("This page · 26 copies", "26.00"), ("Carried forward · 26 copies", "26.00")],
        [
            ("Brought forward · 26 copies", "26.00"),
            ("This page · 26 copies", "26.00"),
            ("Carried forward · 52 copies", "52.00"),
        ],
        [("Brought forward · 52 copies", "52.00"), ("This page · 8 copies", "8.00"), ("Total · 60 copies", "60.00")],
    ]


def test_the_sum_of_a_division_is_not_added_to_those_of_its_classes() -> None:
    held = (0, 0, 0, 1, 2, 300, 0, 0, 0, 1, 2, 300)
    lines = [LedgerLine("class:I", ("I", "I", *held)), LedgerLine("division:C-K", ("C-K", "C-K", *held))]
    page = paper_of(LedgerName.CLASSES, lines).pages[0]
    for words in ("This page", "Total"):
        assert sum_beside(words, page) == "3.00"


@pytest.mark.parametrize("name", list(LedgerName))
def test_every_page_of_every_ledger_says_that_opening_and_in_less_out_is_closing(name: LedgerName) -> None:
    lines = copies([100] * 60) if name is LedgerName.COPIES else []
    for page in paper_of(name, lines).pages:
        assert FOOT in texts(page)
        assert {"Handled by", "Checked by", "In charge", "Deputy head", "第三小学图书馆"} <= set(texts(page))
        withdrawals = name in (LedgerName.GONE, LedgerName.WITHDRAWN)
        assert ("School property" in texts(page)) == ("Accounts" in texts(page)) == withdrawals
        assert all(shape.x >= 0 and shape.x + shape.width <= 297 and shape.y + shape.height <= 210 for shape in page)


def test_a_difference_between_the_count_and_the_movements_is_named_on_the_paper() -> None:
    wrong = Balance(BALANCE.opening, BALANCE.came, BALANCE.gone, Amount(3, 5, 7000))
    sheet = LedgerSheet(LedgerName.BALANCE, "2026", "", wrong)
    said = texts(ledger_paper(sheet, [], 0).pages[0])
    assert FOOT in said  # what must be there; what was counted stands under it
    assert any("3 titles, 5 copies" in text and "differs by 0 titles, 1 copy" in text for text in said)


def test_a_sealed_page_bears_the_hash_and_the_day_of_sealing() -> None:
    seal = SealFoot("ab" * 32, "1 Apr 2026", datetime(2026, 4, 1, tzinfo=UTC))
    paper = paper_of(LedgerName.COPIES, copies([100]), seal)
    assert f"Sealed on 1 Apr 2026 · {'ab' * 32}" in texts(paper.pages[0])
    assert paper.dated == seal.at


def test_every_line_has_a_value_for_every_column() -> None:
    assert [len(COLUMNS[LedgerName.COPIES])] == [len(copies([1])[0].values)]
