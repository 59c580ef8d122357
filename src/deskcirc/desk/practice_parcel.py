"""New books in the practice library: a parcel half unpacked, copies that wait for their labels, a withdrawal proposed.

The titles are old stories that belong to everybody, in editions of a publisher that there is not, so their ISBNs are
valid and nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.batches import open_batch
from deskcirc.desk.book_numbers import claim_book_number
from deskcirc.desk.cataloguing import save_title
from deskcirc.desk.deliveries import count_arrived, count_rest_of_line
from deskcirc.desk.delivery_lists import load_delivery
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.batches import BatchDraft, BatchSource
from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.deliveries import DeliveryLine
from deskcirc.domain.drafts import CopyDraft, ReadRow, TitleDraft
from deskcirc.domain.rule_book import GENERAL
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.deliveries import lines_of_batch
from deskcirc.store.lookups.imports import item_type_ids, known_copies
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.text import gettext as _

_STORIES: Final = (
    ("西游记（少年版）", "吴承恩", "I242.4", 2980, 3),
    ("三国演义（少年版）", "罗贯中", "I242.4", 3280, 3),
    ("聊斋故事选", "蒲松龄", "I242.1", 2480, 2),
    ("唐诗三百首（注音版）", "蘅塘退士", "I222.742", 2200, 5),
    ("伊索寓言", "伊索", "I545.74", 1980, 2),
    ("安徒生童话选", "安徒生", "I534.88", 2680, 4),
    ("格林童话选", "格林兄弟", "I516.88", 2680, 4),
    ("昆虫记（少年版）", "法布尔", "Q96-49", 3600, 3),
    ("山海经（图说）", "", "K928.626", 4500, 2),
    ("千字文（注音版）", "周兴嗣", "H194.1", 1600, 5),
)
_CATALOGUED: Final = 2
"""Titles whose copies wait for labels and for the stacks."""
_ARRIVED: Final = 6
_TO_WITHDRAW: Final = 5
_SHORT: Final = 4
"""The place in the list of a line of which one copy is missing."""


def receive_a_parcel(desk: Desk) -> None:
    """A purchase three days ago: most of it counted, the first titles catalogued and registered."""
    ordered = BatchDraft(
        BatchSource.PURCHASE,
        desk.today - timedelta(days=3),
        dealer=_("Morning Light Bookshop"),
        invoice="20260318",
        fund=_("books of the year"),
        discount=780,
    )
    batch = open_batch(desk, ordered).batch
    if batch is None:
        return
    load_delivery(desk, batch.id, _rows(), ImportSource(_("Delivery list"), kind="practice"))
    with desk.library.reading() as connection:
        lines = lines_of_batch(connection, batch.id)
    for place, line in enumerate(lines[:_ARRIVED]):
        if place == _SHORT:
            count_arrived(desk, line.id)
        else:
            count_rest_of_line(desk, line.id)
    for line, row in zip(lines[:_CATALOGUED], _rows(), strict=False):
        if isinstance(row.draft, TitleDraft):
            _register(desk, batch.id, line, row.draft)


def propose_a_withdrawal(desk: Desk) -> None:
    """A few copies that nobody has out, as worn; the paper to sign can be printed from it."""
    with desk.library.reading() as connection:
        at_hand = [
            copy.id
            for copy in known_copies(connection)
            if loan_of_copy(connection, copy.id, desk.policy, desk.today) is None
        ]
    worn = {copy_id: _("worn, and mended twice") for copy_id in at_hand[-_TO_WITHDRAW:]}
    propose(desk, WithdrawalDraft(WithdrawalReason.DAMAGED), tuple(worn), worn)


def _register(desk: Desk, batch_id: int, line: DeliveryLine, described: TitleDraft) -> None:
    book_number = claim_book_number(desk, described.class_number).book_number
    called = call_number(described.class_number, book_number)
    described = replace(described, book_number=book_number, call_number=called, copies=())
    title_id = save_title(desk, None, described, delivery_line=line.id).title_id
    if title_id is None:
        return
    with desk.library.reading() as connection:
        item_type_id = item_type_ids(connection)[GENERAL]
    add_copies(desk, CopyOrder(title_id, line.arrived or line.expected, item_type_id, batch_id=batch_id))


def _rows() -> Iterator[ReadRow]:
    for number, (title, author, class_number, price, count) in enumerate(_STORIES, start=1):
        draft = TitleDraft(
            title=title,
            author=author,
            place=_("Practice town"),
            publisher=_("Practice press"),
            published="2026",
            year=2026,
            isbn=_isbn(number),
            isbn_valid=True,
            price=price,
            class_number=class_number,
            copies=(CopyDraft(),) * count,
        )
        yield ReadRow(number, "", title, draft)


def _isbn(number: int) -> str:
    digits = f"97879999{number:04d}"
    return digits + str(-sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10)
