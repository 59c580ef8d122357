"""Batches: stock that came together on one invoice or as one gift, each one row of the general ledger (总括登记账).

A batch is open while its parcels are unpacked, checked once they were compared with the dealer's list, and closed
when everything in it is registered. Its number is given when it is opened and never to another one, even where the
batch is cancelled; an opening that was undone has never been.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import language, marked, ngettext

LIST_PRICE: Final = 1000
"""The discount, in thousandths, of a batch paid at its list price."""
HIGHEST_DISCOUNT: Final = 2000
"""Imported books are paid above the price printed on them, but not twice over."""
_DIGITS: Final = "〇一二三四五六七八九"
_SPOKEN: Final = re.compile(r"([一二三四五六七八九][〇零一二三四五六七八九]?[一二三四五六七八九]?)折")
_WRITTEN: Final = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(%|折)?")
_NUMBER: Final = re.compile(r"(\d{4})-(\d+)")
_LEAST_DIGITS: Final = 3


class BatchSource(StrEnum):
    """How stock came into the library; the words are those of the general ledger."""

    PURCHASE = "purchase"
    GIFT = "gift"
    ALLOTMENT = "allotment"
    EXCHANGE = "exchange"
    STOCK = "stock"
    REPLACEMENT = "replacement"
    BINDING = "binding"


BATCH_SOURCE_WORDS: Final = {
    BatchSource.PURCHASE: marked("purchase"),
    BatchSource.GIFT: marked("gift"),
    BatchSource.ALLOTMENT: marked("sent by the education bureau"),
    BatchSource.EXCHANGE: marked("exchange"),
    BatchSource.STOCK: marked("old stock"),
    BatchSource.REPLACEMENT: marked("replaced by readers"),
    BatchSource.BINDING: marked("bound here"),
}


class BatchState(StrEnum):
    """How far a batch has come."""

    OPEN = "open"
    CHECKED = "checked"
    CLOSED = "closed"
    CANCELLED = "cancelled"


BATCH_STATE_WORDS: Final = {
    BatchState.OPEN: marked("in work"),
    BatchState.CHECKED: marked("checked"),
    BatchState.CLOSED: marked("batch closed"),
    BatchState.CANCELLED: marked("cancelled"),
}


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """What staff state of a batch; `discount` in thousandths of the list price, `paid` in fen as on the invoice."""

    source: BatchSource
    received: date
    dealer: str = ""
    donor: str = ""
    invoice: str = ""
    fund: str = ""
    discount: int | None = None
    paid: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as the library keeps it."""

    id: int
    number: str  # "2026-001"
    stated: BatchDraft
    state: BatchState
    opened_at: datetime
    checked_at: datetime | None = None
    closed_at: datetime | None = None
    import_id: int | None = None

    @property
    def origin(self) -> str:
        """Who it came from: the dealer, else the donor, else the words of its source."""
        return self.stated.dealer or self.stated.donor or _(BATCH_SOURCE_WORDS[self.stated.source])

    @property
    def is_under_way(self) -> bool:
        """Whether copies may still come into it."""
        return self.state in (BatchState.OPEN, BatchState.CHECKED)

    @property
    def name(self) -> str:
        """How it is called in a list to choose from."""
        return _("{number} {origin}").format(number=self.number, origin=self.origin)


@dataclass(frozen=True, slots=True)
class BatchStand:
    """How far the work on a batch has come, in copies; `value` is at list price in fen, `awaiting` counts titles."""

    copies: int  # registered in it, with their accession numbers
    value: int
    expected: int = 0
    arrived: int = 0
    short: int = 0
    undated: int = 0  # without a day in the ledgers
    awaiting: int = 0


def open_ends(stated: BatchDraft, stand: BatchStand) -> tuple[str, ...]:
    """Everything that speaks against closing a batch, a sentence each."""
    ends = []
    if not stand.copies:
        ends.append(_("No copy is registered in this batch."))
    if stand.short:
        words = ngettext(
            "{count} copy of the list has not come.", "{count} copies of the list have not come.", stand.short
        )
        ends.append(words.format(count=stand.short))
    waiting = max(0, stand.arrived - stand.copies)
    if waiting and stand.copies:
        words = ngettext(
            "{count} copy arrived and is not registered yet.",
            "{count} copies arrived and are not registered yet.",
            waiting,
        )
        ends.append(words.format(count=waiting))
    if stand.undated:
        words = ngettext(
            "{count} copy has no day in the ledgers.", "{count} copies have no day in the ledgers.", stand.undated
        )
        ends.append(words.format(count=stand.undated))
    if stand.awaiting:
        words = ngettext(
            "{count} title is still to be catalogued.", "{count} titles are still to be catalogued.", stand.awaiting
        )
        ends.append(words.format(count=stand.awaiting))
    return (*ends, *_money_differs(stated, stand))


def _money_differs(stated: BatchDraft, stand: BatchStand) -> tuple[str, ...]:
    """A sentence where the invoice asks for more than a hundredth more or less than the copies come to."""
    if stated.paid is None or stated.discount is None or not stand.value:
        return ()
    due = stand.value * stated.discount // LIST_PRICE
    if abs(due - stated.paid) * 100 <= due:
        return ()
    words = _("{paid} yuan were paid, but the registered copies come to {due} yuan at this discount.")
    return (words.format(paid=format_fen(stated.paid), due=format_fen(due)),)


def next_number(year: int, given: Iterable[str]) -> str:
    """The number after the highest of this year among those ever given; a number in another form is passed over."""
    matches = (_NUMBER.fullmatch(number) for number in given)
    running = [int(match[2]) for match in matches if match is not None and int(match[1]) == year]
    return f"{year}-{max(running, default=0) + 1:0{_LEAST_DIGITS}d}"


def read_discount(text: str) -> int | None:
    """The discount in thousandths: 七八折, 7.8折, 78折, 78%, 0.78 and 78 are all 780; None for what is none.

    A bare number up to 2 is a share of the price, up to 10 so many tenths of it, above that so many hundredths.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    spoken = _SPOKEN.fullmatch(plain)
    if spoken:
        digits = "".join(str(_DIGITS.index(each)) for each in spoken[1].replace("零", "〇"))
        return int(digits.ljust(3, "0"))
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        return None
    number, sign = float(written[1]), written[2]
    if sign == "%":
        each = 10.0
    elif sign == "折":
        each = 100.0 if number <= 10 else 10.0
    else:
        each = 1000.0 if number <= 2 else 100.0 if number <= 10 else 10.0
    discount = round(number * each)
    return discount if discount <= HIGHEST_DISCOUNT else None


def discount_words(discount: int | None) -> str:
    """What is paid of the list price, as people say it: 78 %, in Chinese 七八折; "" where nothing is stated."""
    if discount is None:
        return ""
    if discount == LIST_PRICE:
        return _("list price")
    if language() == "zh_CN" and 0 < discount < LIST_PRICE:
        digits = f"{discount:03d}".rstrip("0")
        return "".join(_DIGITS[int(digit)] for digit in digits) + "折"
    percent = f"{discount / 10:.1f}".removesuffix(".0")
    return _("{percent} %").format(percent=percent)


def money_words(fen: int | None) -> str:
    """Yuan with two decimals; "" where nothing is known."""
    return "" if fen is None else format_fen(fen)
