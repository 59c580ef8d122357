"""Receipts and cash sheets look as they did when somebody looked at them, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.ui.reference_papers import compare_with_reference

from deskcirc.domain.cash_sheet import CashLine, CashSheet
from deskcirc.domain.charges import Payment, PaymentKind
from deskcirc.labels.cash_sheet import cash_paper
from deskcirc.labels.paper import Paper, Words
from deskcirc.labels.receipt import Receipt, receipt_paper
from deskcirc.text import use_language

DAY = date(2026, 3, 2)
LONG = "《不一样的卡梅拉：我想去看海（珍藏版）》第三辑第一册"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


def payment(number: int, amount: int = 1650, kind: PaymentKind = PaymentKind.PAID, note: str = "") -> Payment:
    about = f"图书遗失 · {LONG}" if number == 1 else "图书遗失 · 《草房子》"
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    who = "陈子墨（五年级（1）班）"
    return Payment(number, number, 1, who, kind, amount, f"2026-{number:04}", at, "王老师", about, note)


def receipts() -> Paper:
    refund = payment(2, 10050, PaymentKind.REFUNDED, "书已找到")
    return receipt_paper([Receipt(payment(1), DAY, 850), Receipt(refund, DAY, again=True)], "第三小学图书馆")


def sheet(count: int, taken_back: tuple[str, ...] = ()) -> CashSheet:
    kinds = (PaymentKind.REFUNDED, *[PaymentKind.PAID] * 4)
    begin = datetime(2026, 3, 2, 8, tzinfo=UTC)
    lines = (
        CashLine(begin + timedelta(minutes=7 * number), payment(number, 500 + number * 37, kinds[number % 5]))
        for number in range(1, count + 1)
    )
    return CashSheet(DAY, DAY, 12550, tuple(lines), taken_back)


def words_of(paper: Paper, page: int = 0) -> list[str]:
    return [shape.text for shape in paper.pages[page] if isinstance(shape, Words)]


def test_receipts_look_as_they_were_looked_at() -> None:
    compare_with_reference(receipts(), "receipts")


def test_a_cash_sheet_looks_as_it_was_looked_at() -> None:
    compare_with_reference(cash_paper(sheet(12, ("2026-0013",)), "第三小学图书馆"), "cash_sheet")


def test_a_receipt_names_the_amount_twice_and_what_is_left_and_never_how_it_came_about() -> None:
    said = words_of(receipts())
    assert "人民币壹拾陆元伍角整" in said
    assert said.count("¥ 16.50") == 2
    assert "部分交款，还有 8.50 元未交。" in said
    assert said.count("补打") == 2
    assert "领款人签字：" in said


def test_a_long_sheet_says_the_sums_once_and_each_page_its_own() -> None:
    paper = cash_paper(sheet(90), "第三小学图书馆")
    assert len(paper.pages) > 1
    made = sheet(90)
    assert made.closing == 12550 + made.came_in - made.went_out
    first, last = words_of(paper), words_of(paper, len(paper.pages) - 1)
    assert "现有结余" in last
    assert "现有结余" not in first
    for page in range(len(paper.pages)):
        assert all(shape.y < 297 for shape in paper.pages[page])


@pytest.mark.parametrize("count", range(30, 46))
def test_sums_and_signatures_never_run_off_the_page(count: int) -> None:
    for page in cash_paper(sheet(count, ("2026-0099",) * 40), "图书馆").pages:
        assert all(shape.y + shape.height <= 290 for shape in page if not isinstance(shape, Words) or shape.text)


def test_a_day_without_payments_says_so() -> None:
    assert "没有收款，也没有退款。" in words_of(cash_paper(CashSheet(DAY, DAY, 0, ()), "图书馆"))
