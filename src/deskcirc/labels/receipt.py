"""The receipt for money taken (收据) and the voucher for money given back: two on an A4, each with its stub, to be cut.

It says what was paid for and nothing about how that came about: it goes home with a child.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.domain.charges import Payment, PaymentKind
from deskcirc.domain.money import capital_amount
from deskcirc.domain.prices import format_fen
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_A_PAGE: Final = 2
_HEIGHT: Final = A4[1] / _A_PAGE
_STUB, _STUB_WIDTH = 10.0, 50.0  # millimetres: its left edge, its width
_CUT: Final = 65.0
_LEFT, _WIDTH = 72.0, 126.0
_LABEL: Final = 27.0
_DASH: Final = 3.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """One payment on paper; `left` fen of the charge were still owed after it, `again` marks what is printed again."""

    payment: Payment
    on: date
    left: int = 0
    again: bool = False

    @property
    def is_refund(self) -> bool:
        """Whether money was given back."""
        return self.payment.kind is PaymentKind.REFUNDED

    @property
    def title(self) -> str:
        """What the paper is called."""
        return _("Refund voucher") if self.is_refund else _("Receipt")


def receipt_paper(receipts: Sequence[Receipt], library: str) -> Paper:
    """The receipts in the order given, two on a page, with a line to cut along between them."""
    pages = tuple(
        tuple(_page(receipts[start : start + _A_PAGE], library)) for start in range(0, len(receipts), _A_PAGE)
    )
    if len(receipts) == 1:
        return Paper(f"{receipts[0].title} {receipts[0].payment.receipt}", pages)
    return Paper(_("Receipts"), pages)


def _page(receipts: Sequence[Receipt], library: str) -> Iterator[Shape]:
    for place, receipt in enumerate(receipts):
        top = place * _HEIGHT
        yield from _stub(receipt, library, top)
        yield from _dashes(_CUT, top + 8, _HEIGHT - 16)
        yield from _sheet(receipt, library, top)
    for step in range(int(A4[0] / (2 * _DASH)) + 1):
        yield Box(step * 2 * _DASH, _HEIGHT, _DASH, 0, 0.1)


def _dashes(x: float, top: float, height: float) -> Iterator[Shape]:
    for step in range(int(height / (2 * _DASH))):
        yield Box(x, top + step * 2 * _DASH, 0, _DASH, 0.1)


def _stub(receipt: Receipt, library: str, top: float) -> Iterator[Shape]:
    """What stays with the library."""
    payment = receipt.payment
    yield Words(_STUB, top + 12, _STUB_WIDTH, 6, library, 3.4, grey=True)
    yield Words(_STUB, top + 18, _STUB_WIDTH, 7, _("{title} · stub").format(title=receipt.title), 4.6, bold=True)
    if receipt.again:
        yield Words(_STUB, top + 25, _STUB_WIDTH, 6, _("duplicate"), 3.8, grey=True)
    yield Words(_STUB, top + 32, _STUB_WIDTH, 6, _("No. {number}").format(number=payment.receipt), 4.2)
    yield Words(_STUB, top + 39, _STUB_WIDTH, 6, full_date(receipt.on), 3.8)
    y = top + 50
    for name, value in ((_payer_words(receipt), payment.patron), (_("For"), payment.about)):
        yield Words(_STUB, y, _STUB_WIDTH, 5, name, 3.2, grey=True)
        lines = at_most(value, _STUB_WIDTH * 0.94, 3.8, 3)
        for number, line in enumerate(lines):
            yield Words(_STUB, y + 5 + number * 5, _STUB_WIDTH, 5, line, 3.8)
        y += 8 + 5 * max(1, len(lines))
    yield Words(_STUB, top + 100, _STUB_WIDTH, 8, _figures(payment), 6, bold=True)
    yield Words(_STUB, top + 112, _STUB_WIDTH, 5, _("Done by"), 3.2, grey=True)
    yield Words(_STUB, top + 117, _STUB_WIDTH, 5, payment.taken_by, 3.8)


def _sheet(receipt: Receipt, library: str, top: float) -> Iterator[Shape]:
    """What the payer takes home."""
    payment = receipt.payment
    yield Words(_LEFT, top + 10, _WIDTH, 6, library, 4.2, grey=True, align=Align.CENTRE)
    yield Words(_LEFT, top + 16, _WIDTH, 11, receipt.title, 8.4, bold=True, align=Align.CENTRE)
    if receipt.again:
        yield Box(_LEFT + _WIDTH - 22, top + 17, 22, 8, 0.3)
        yield Words(_LEFT + _WIDTH - 22, top + 18, 22, 6, _("duplicate"), 4.4, align=Align.CENTRE)
    yield Words(_LEFT, top + 30, _WIDTH / 2, 6, full_date(receipt.on), 4)
    number = _("No. {number}").format(number=payment.receipt)
    yield Words(_LEFT + _WIDTH / 2, top + 30, _WIDTH / 2, 6, number, 4.2, align=Align.RIGHT)
    y = top + 38
    for name, lines, size in _rows(receipt):
        height = 5 + 6 * max(1, len(lines))
        yield Box(_LEFT, y, _LABEL, height, 0.2)
        yield Box(_LEFT + _LABEL, y, _WIDTH - _LABEL, height, 0.2)
        yield Words(_LEFT + 2, y + height / 2 - 3, _LABEL - 4, 6, name, 3.8)
        for place, line in enumerate(lines):
            yield Words(_LEFT + _LABEL + 3, y + 2.5 + place * 6, _WIDTH - _LABEL - 6, 6, line, size)
        y += height
    yield from _signatures(receipt, library, top + _HEIGHT - 30)


def _rows(receipt: Receipt) -> Iterator[tuple[str, list[str], float]]:
    payment, room = receipt.payment, (_WIDTH - _LABEL - 6) * 0.94  # a closing mark may stand out
    yield _payer_words(receipt), [payment.patron], 4.6
    yield _("For"), at_most(payment.about, room, 4.4, 2), 4.4
    yield _("In capitals"), [_("RMB {words}").format(words=capital_amount(payment.amount))], 4.8
    yield _("In figures"), [_figures(payment)], 5.2
    if receipt.left and not receipt.is_refund:
        left = _("A part; {amount} yuan are left to pay.").format(amount=format_fen(receipt.left))
        yield _("Note"), at_most(" ".join(part for part in (left, payment.note) if part), room, 3.8, 2), 3.8
    elif payment.note:
        yield _("Reason") if receipt.is_refund else _("Note"), at_most(payment.note, room, 3.8, 2), 3.8


def _signatures(receipt: Receipt, library: str, y: float) -> Iterator[Shape]:
    half = _WIDTH / 2 - 4
    yield Words(_LEFT, y, half, 6, _("Done by: {name}").format(name=receipt.payment.taken_by), 4)
    right = _LEFT + _WIDTH / 2 + 4
    if receipt.is_refund:
        yield Words(right, y, half, 6, _("Money received by (signature):"), 3.8)
        yield Box(right, y + 14, half, 0, 0.15)
    else:
        sealed = _("{library} (seal)").format(library=library or _("Library"))
        yield Words(right, y, half, 6, sealed, 4, align=Align.RIGHT)


def _payer_words(receipt: Receipt) -> str:
    return _("Given back to") if receipt.is_refund else _("Received from")


def _figures(payment: Payment) -> str:
    return f"¥ {format_fen(payment.amount)}"
