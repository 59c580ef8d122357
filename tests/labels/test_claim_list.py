"""The claim list: every line under its kind, sums in yuan, and nothing beyond the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from deskcirc.domain.batches import Batch, BatchDraft, BatchSource, BatchState
from deskcirc.domain.deliveries import Claim, DeliveryLine, claims_of
from deskcirc.labels.claim_list import claim_list, claim_report
from deskcirc.labels.paper import Paper, Words

DAY = date(2026, 3, 2)
STATED = BatchDraft(BatchSource.PURCHASE, DAY, dealer="新华书店", invoice="F-17", discount=780)
BATCH = Batch(1, "2026-001", STATED, BatchState.CHECKED, datetime(2026, 3, 2, tzinfo=UTC))
LINE = DeliveryLine(1, 1, 1, "草房子", "", "曹文轩", "苏少", "9787534618130", 2200, 3, arrived=1)


def words_of(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def test_the_list_names_dealer_invoice_lines_and_sums_at_both_prices() -> None:
    paper = claim_list(BATCH, claims_of([LINE]), "第三小学", DAY)
    words = words_of(paper)
    assert {"To: 新华书店", "Invoice: F-17", "short: 2 copies", "草房子", "44.00"} <= set(words)
    assert "Short, at list price: 44.00 yuan, at 78 %: 34.32 yuan" in words


def test_a_long_list_fills_pages_whose_rows_stay_above_the_sums() -> None:
    lines = [replace(LINE, id=number, position=number, arrived=number % 6) for number in range(1, 200)]
    claims = claims_of(lines)
    paper = claim_list(BATCH, claims, "第三小学", DAY)
    assert len(paper.pages) > 5
    for page in paper.pages:
        bottoms = [shape.y + shape.height for shape in page]
        assert max(bottoms) <= 297
        rights = [shape.x + shape.width for shape in page]
        assert max(rights) <= 196
    assert sum(words == "草房子" for words in words_of(paper)) == len(claims)


def test_nothing_to_claim_is_said() -> None:
    claims: tuple[Claim, ...] = ()
    assert "Everything came as it was ordered; nothing is to be claimed." in words_of(
        claim_list(BATCH, claims, "", DAY)
    )
    assert claim_report(BATCH, claims, "", DAY).rows == ()


def test_the_table_has_one_row_a_claim_with_both_prices() -> None:
    claims = claims_of([replace(LINE, arrived=3, price_found=2480)])
    report = claim_report(BATCH, claims, "第三小学", DAY)
    assert [row[0] for row in report.rows] == ["price differs"]
    assert (report.rows[0][7], report.rows[0][8], report.rows[0][12]) == (2200, 2480, 840)
    assert len(report.rows[0]) == len(report.columns)
