"""What the withdrawal section is told in words: criteria, why a batch is proposed, what stands on the signed form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from deskcirc.desk.withdrawal import Approval, WithdrawalDraft
from deskcirc.domain.dates import read_date
from deskcirc.domain.weeding import Criteria
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, NumberOrder, Withdrawal, WithdrawalReason
from deskcirc.text import gettext as _

_DIGITS: Final = 3
_NUMBER_DIGITS: Final = 7


def criteria_in(values: Mapping[str, str]) -> Criteria | str:
    """What is looked for, or the sentence about what can't be read."""
    numbers = {}
    for name in ("older_than", "unused_for", "mended_times", "held_more_than", "out_at_most"):
        text = values.get(name, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
            return _("“{text}” is no number up to 999.").format(text=text[:20])
        numbers[name] = int(text)
    return Criteria(
        older_than=numbers.get("older_than"),
        unused_for=numbers.get("unused_for"),
        damaged=values.get("damaged") == "yes",
        beyond=values.get("beyond") == "yes",
        mended_times=numbers.get("mended_times"),
        held_more_than=numbers.get("held_more_than"),
        out_at_most=numbers.get("out_at_most", 1),
        noted=values.get("noted", "").strip(),
        lost=values.get("lost") == "yes",
        missing=values.get("missing") == "yes",
        every=values.get("every", "yes") == "yes",
        class_number=values.get("class_number", "").strip(),
        location=values.get("location", "").strip(),
    )


def draft_in(values: Mapping[str, str], before: Withdrawal | None = None) -> WithdrawalDraft:
    """Why a batch goes and to whom; the reason by its word on the screen or its stored name."""
    words = values.get("reason", "")
    known = (each for each in WithdrawalReason if words in (each.value, _(WITHDRAWAL_REASON_WORDS[each])))
    reason = next(known, before.reason if before else WithdrawalReason.OTHER)
    return WithdrawalDraft(reason, values.get("receiver", "").strip(), values.get("note", "").strip())


def approval_in(values: Mapping[str, str], today: date) -> Approval | str:
    """What stands on the signed form, or the sentence about what can't be read."""
    text = values.get("day", "").strip()
    day = read_date(text) if text else today
    if day is None:
        return _("“{text}” is no day. Write it as 2026-03-02.").format(text=text[:20])
    number = values.get("first_number", "").strip()
    if number and not (number.isascii() and number.isdecimal() and len(number) <= _NUMBER_DIGITS):
        return _("“{text}” is no withdrawal number.").format(text=number[:20])
    by_shelf = values.get("order", "") in (NumberOrder.SHELF.value, _("shelf order"))
    return Approval(
        document=values.get("document", "").strip(),
        approved_by=values.get("approved_by", "").strip(),
        day=day,
        order=NumberOrder.SHELF if by_shelf else NumberOrder.ACCESSION,
        first_number=int(number) if number else None,
    )
