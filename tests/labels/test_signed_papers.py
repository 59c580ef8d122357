"""Papers that are signed: every copy once with its evidence and price, page totals that add up, room for signatures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_COPY

from deskcirc.domain.hand_over import HandOver
from deskcirc.domain.withdrawal import Withdrawal, WithdrawalLine, WithdrawalReason, WithdrawalState
from deskcirc.labels.hand_over_sheet import hand_over_sheet
from deskcirc.labels.label_faces import TextFace
from deskcirc.labels.paper import Box, Paper, Words
from deskcirc.labels.withdrawal_papers import (
    approval_form,
    strike_list,
    strike_stickers,
    transfer_list,
    transfer_report,
)

DAY = date(2026, 3, 2)
PROPOSED = Withdrawal(1, "W2026-001", WithdrawalReason.WEEDED, WithdrawalState.PROPOSED, DAY, copies=2, titles=1)
APPROVED = replace(
    PROPOSED, state=WithdrawalState.APPROVED, document="校发3号", approved_by="王校长", approved_on=DAY, value=3000
)


def lines(count: int, *, evidence: str = "published 1987", title: str = "草房子") -> list[WithdrawalLine]:
    return [
        WithdrawalLine(
            id=at,
            copy=replace(A_COPY, id=at, title=title, accession_number=f"N{at:05}"),
            evidence=evidence,
            came_on=DAY,
            number=f"{at:05}",
            price=1000 + at,
        )
        for at in range(1, count + 1)
    ]


def said(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def test_the_form_names_every_copy_its_evidence_and_who_signs() -> None:
    words = said(approval_form(PROPOSED, lines(2), "第三小学图书馆"))
    assert {"N00001", "N00002", "published 1987", "10.01", "第三小学图书馆"} <= set(words)
    assert words.count("date:") == 5
    assert any(text.startswith("Batch W2026-001   Reason: weeded out") for text in words)


def test_an_approved_form_bears_the_approval_and_what_was_paid() -> None:
    paid = [replace(line, compensation=500) for line in lines(1)]
    words = said(approval_form(APPROVED, paid, ""))
    assert {"Withdrawal No.", "00001", "Paid (yuan)", "5.00"} <= set(words)
    assert any("校发3号" in text and "王校长" in text for text in words)
    assert "Paid (yuan)" not in said(approval_form(PROPOSED, lines(1), ""))


def test_an_empty_form_says_so() -> None:
    assert "No copy is in this withdrawal yet." in said(approval_form(PROPOSED, (), ""))


@given(count=st.integers(0, 90), evidence=st.integers(0, 60), title=st.integers(1, 40))
def test_page_totals_add_up_and_nothing_leaves_the_page(count: int, evidence: int, title: int) -> None:
    made = lines(count, evidence="旧" * evidence, title="书" * title)
    paper = approval_form(PROPOSED, made, "图书馆")
    totals = [re.fullmatch(r"This page: (\d+) cop(?:y|ies), ([\d.]+) yuan", text) for text in said(paper)]
    found = [each for each in totals if each is not None]
    assert sum(int(each[1]) for each in found) == count
    assert round(sum(float(each[2]) for each in found) * 100) == sum(line.price or 0 for line in made)
    assert [text for text in said(paper) if re.fullmatch(r"N\d{5}", text)] == [
        f"N{at:05}" for at in range(1, count + 1)
    ]
    for page in paper.pages:
        assert all(shape.y + shape.height <= 297 and shape.x + shape.width <= 196 for shape in page)
        rows = [shape.y + shape.height for shape in page if isinstance(shape, Words) and shape.text.startswith("N0")]
        assert max(rows, default=0) < 283


def test_labels_are_crossed_out_in_shelf_order_with_a_box_for_each() -> None:
    paper = strike_list(APPROVED, lines(3), "")
    assert len([shape for page in paper.pages for shape in page if isinstance(shape, Box) and shape.width < 5]) == 3
    assert said(paper).count("00002") == 1


def test_a_sticker_bears_the_number_and_the_day() -> None:
    order = strike_stickers(lines(2), DAY)
    assert order.faces[0] == TextFace(("WITHDRAWN", "No. 00001", "2 Mar 2026"))


def test_the_receiver_signs_for_what_the_table_holds() -> None:
    words = said(transfer_list(replace(APPROVED, receiver="第二小学"), lines(2), ""))
    assert any("第二小学" in text for text in words)
    assert "Received by" in words
    report = transfer_report(APPROVED, lines(2), "图书馆")
    assert [row[0] for row in report.rows] == ["00001", "00002"]
    assert len(report.columns) == len(report.rows[0])


def test_the_hand_over_sheet_goes_place_by_place() -> None:
    copies = [replace(A_COPY, id=at, accession_number=f"N{at}", location=place) for at, place in enumerate("BABA")]
    made = HandOver(1, "H2026-001", DAY, "张老师", copies=4)
    words = said(hand_over_sheet(made, copies, "图书馆"))
    heads = [text for text in words if re.match(r"[AB]: 2 copies", text)]
    assert [text[0] for text in heads] == ["A", "B"]
    assert "Received by" in words
