"""A clipboard pasted into a field gets a sentence that shows its beginning, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.builders import a_copy, all_rows
from tests.delivery_builders import a_batch

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.batch_stages import cancel_batch, close_batch
from deskcirc.desk.batches import change_batch, open_batch
from deskcirc.desk.copies import CopyChange, change_copy, replace_label
from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, change_withdrawal, propose
from deskcirc.domain.batches import BatchDraft, BatchSource
from deskcirc.domain.copies import CopyState
from deskcirc.domain.withdrawal import WithdrawalReason

LONG = "整个剪贴板 {title} %s" * 10_000
SOLD = BatchSource.PURCHASE
WEEDED = WithdrawalReason.WEEDED

ACTS: dict[str, Callable[[Desk], Any]] = {
    "dealer": lambda desk: open_batch(desk, BatchDraft(SOLD, desk.today, dealer=LONG)).why_not,
    "note": lambda desk: change_batch(desk, 1, BatchDraft(SOLD, desk.today, dealer="x", note=LONG)).why_not,
    "closing": lambda desk: close_batch(desk, 1, LONG).why_not,
    "cancelling": lambda desk: cancel_batch(desk, 1, LONG).why_not,
    "source": lambda desk: add_copies(desk, CopyOrder(1, 1, 1, source=LONG)).refusals,
    "volume": lambda desk: add_copies(desk, CopyOrder(1, 1, 1, volumes=(LONG,))).refusals,
    "remark": lambda desk: change_copy(desk, [1], CopyChange(note=LONG)),
    "worn": lambda desk: replace_label(desk, 1, "X1", LONG).refusals,
    "receiver": lambda desk: hand_over(desk, [1], LONG).why_not,
    "transfer": lambda desk: propose(desk, WithdrawalDraft(WEEDED, receiver=LONG)).why_not,
    "weeding": lambda desk: change_withdrawal(desk, 1, WithdrawalDraft(WEEDED, note=LONG)).why_not,
    "document": lambda desk: approve_withdrawal(desk, 1, Approval(LONG, "x", desk.today)).why_not,
}


@pytest.mark.parametrize("act", ACTS)
def test_a_text_longer_than_anybody_types_is_refused(desk: Desk, act: str) -> None:
    a_batch(desk)
    a_copy(desk.library, state=CopyState.IN_PROCESS.value)
    second = a_copy(desk.library, "城南旧事")
    propose(desk, WithdrawalDraft(WEEDED), [second.id])
    before = all_rows(desk.library)
    why_not = ACTS[act](desk)
    said = why_not if isinstance(why_not, str) else why_not[0]
    assert said == "“整个剪贴板 {title} %s整个剪贴…” is longer than 500 characters."
    assert all_rows(desk.library) == before
