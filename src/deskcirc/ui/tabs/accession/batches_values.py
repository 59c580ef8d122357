"""The form of a batch: its words as what is stated of a batch, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from deskcirc.domain.batches import (
    BATCH_SOURCE_WORDS,
    BatchDraft,
    BatchSource,
    discount_words,
    money_words,
    read_discount,
)
from deskcirc.domain.dates import read_date
from deskcirc.domain.prices import typed_fen
from deskcirc.text import gettext as _

_SHOWN: Final = 30  # characters of what can't be read


def draft_in(values: Mapping[str, str], today: date) -> tuple[BatchDraft | None, tuple[str, ...]]:
    """What the form states, or every sentence about what of it can't be read."""
    flaws = []
    written_day, written_discount, written_paid = (
        values.get(name, "").strip() for name in ("received", "discount", "paid")
    )
    source = _source_in(values.get("source", ""))
    if source is None:
        flaws.append(_("Choose how the books came: purchase, gift, sent by the bureau, exchange, or old stock."))
    received = read_date(written_day) if written_day else today
    if received is None:
        flaws.append(_("“{words}” is no day. Write it as 2026-03-02.").format(words=written_day[:_SHOWN]))
    discount = read_discount(written_discount) if written_discount else None
    if written_discount and discount is None:
        flaws.append(_("“{words}” is no discount. Write it as 78 % or 7.8折.").format(words=written_discount[:_SHOWN]))
    paid = typed_fen(written_paid)
    if written_paid and paid is None:
        flaws.append(_("“{words}” is no amount in yuan. Write it as 1234.50.").format(words=written_paid[:_SHOWN]))
    if source is None or received is None or flaws:
        return None, tuple(flaws)
    dealer, donor, invoice, fund, note = (
        values.get(name, "") for name in ("dealer", "donor", "invoice", "fund", "note")
    )
    return BatchDraft(source, received, dealer, donor, invoice, fund, discount, paid, note), ()


def values_of(draft: BatchDraft) -> Mapping[str, str]:
    """The form filled in with what is stated."""
    return {
        "source": _(BATCH_SOURCE_WORDS[draft.source]),
        "received": draft.received.isoformat(),
        "dealer": draft.dealer,
        "donor": draft.donor,
        "invoice": draft.invoice,
        "fund": draft.fund,
        "discount": discount_words(draft.discount),
        "paid": money_words(draft.paid),
        "note": draft.note,
    }


def _source_in(words: str) -> BatchSource | None:
    """The source by its word on the screen or its stored name."""
    return next((each for each in BatchSource if words in (each.value, _(BATCH_SOURCE_WORDS[each]))), None)
