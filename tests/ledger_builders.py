"""Three months of a school library as its ledgers know them, done by the desk's own functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tests.builders import a_desk

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.batches import open_batch
from deskcirc.desk.cataloguing import save_title
from deskcirc.desk.desk import Desk
from deskcirc.desk.seals import seal_month
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    approve_withdrawal,
    propose,
    set_compensation,
)
from deskcirc.domain.batches import BatchDraft, BatchSource
from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.rule_book import GENERAL
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups.imports import item_type_ids

MONTHS: Final = ("2026-03", "2026-04", "2026-05")
_STORIES: Final = (
    ("草房子", "曹文轩", "人民文学出版社", 1997, "I287.45", 2200),
    ("青铜葵花", "曹文轩", "江苏少年儿童出版社", 2005, "I287.45", 1800),
    ("夏洛的网", "（美）E.B.怀特著；任溶溶译", "上海译文出版社", 2004, "I712.84", 2600),
    ("中国少年儿童百科全书·自然环境与科学技术卷（彩图注音版）", "林崇德主编", "浙江教育出版社", 2012, "Z228.1", 12800),
    ("昆虫记", "（法）法布尔著；陈筱卿译", "人民教育出版社", 2018, "Q96-49", 3450),
    ("十万个为什么", "韩启德总主编", "少年儿童出版社", 2014, "Z228.1", 9800),
    ("唐诗三百首", "（清）蘅塘退士编", "中华书局", 2009, "I222.742", 1900),
    ("上下五千年", "林汉达，曹余章", "少年儿童出版社", 2002, "K209", 3980),
    ("哲学家们都干了些什么？", "林欣浩", "北京联合出版公司", 2015, "B-49", 4200),
    ("马克思的故事", "", "中国少年儿童新闻出版总社", 2011, "A711", 1550),
    ("汉字树", "廖文豪", "甘肃人民美术出版社", 2015, "H12", 3800),
    ("万物简史", "（美）比尔·布莱森", "接力出版社", 2005, "N49", 4800),
    ("校园里的植物", "", "", None, "", None),
)


@dataclass(frozen=True, slots=True)
class _Parcel:
    source: BatchSource
    giver: str
    invoice: str
    titles: int
    copies: int
    note: str = ""


_PARCELS: Final = {
    datetime(2026, 3, 3, 2, tzinfo=UTC): _Parcel(BatchSource.PURCHASE, "新华书店", "发票 01234567", 13, 3),
    datetime(2026, 3, 31, 2, tzinfo=UTC): _Parcel(BatchSource.GIFT, "校友李建国", "", 4, 1, "附赠书签"),
    datetime(2026, 4, 8, 2, tzinfo=UTC): _Parcel(BatchSource.ALLOTMENT, "", "教字〔2026〕12号", 12, 4),
    datetime(2026, 5, 12, 2, tzinfo=UTC): _Parcel(BatchSource.PURCHASE, "晨光图书", "发票 01239999", 8, 2),
}


def three_months(library: Library, *, sealed: bool = True) -> Desk:
    """Books bought, given and sent from March to May, some worn, lost and handed on; the desk on 2 June 2026."""
    came: list[int] = []
    april, may = (a_desk(library, datetime(2026, month, 20, 3, tzinfo=UTC)) for month in (4, 5))
    worn = WithdrawalDraft(WithdrawalReason.DAMAGED, note="受潮")
    for place, (at, parcel) in enumerate(_PARCELS.items()):
        if at > april.now:
            _withdraw(april, worn, came[:36], "校发〔2026〕3号")
        came += _receive(a_desk(library, at), parcel, place)
    _withdraw(may, WithdrawalDraft(WithdrawalReason.LOST), came[40:44], "校发〔2026〕7号", compensation=3000)
    handed_on = WithdrawalDraft(WithdrawalReason.TRANSFERRED, "红星镇中心小学")
    _withdraw(may, handed_on, came[50:53], "教字〔2026〕20号")
    june = a_desk(library, datetime(2026, 6, 2, 4, tzinfo=UTC))
    for month in MONTHS if sealed else ():
        assert seal_month(june, month).done
    return june


def _receive(desk: Desk, parcel: _Parcel, place: int) -> Sequence[int]:
    is_gift = parcel.source is BatchSource.GIFT
    draft = BatchDraft(
        parcel.source,
        desk.today,
        dealer="" if is_gift else parcel.giver,
        donor=parcel.giver if is_gift else "",
        invoice=parcel.invoice,
        note=parcel.note,
    )
    batch = open_batch(desk, draft).batch
    assert batch is not None
    with desk.library.reading() as connection:
        item_type_id = item_type_ids(connection)[GENERAL]
    copies: list[int] = []
    for number in range(parcel.titles):
        title_id = _title(desk, number, place)
        added = add_copies(desk, CopyOrder(title_id, parcel.copies, item_type_id, batch_id=batch.id, in_stock=True))
        assert added.done, added.refusals
        copies += added.copy_ids
    return copies


def _title(desk: Desk, number: int, place: int) -> int:
    title, author, publisher, year, class_number, price = _STORIES[number]
    called = call_number(class_number, str(number + 13 * place + 1)) if class_number else ""
    volume = f"第{place + 1}册" if place else ""
    described = TitleDraft(
        title,
        volume=volume,
        author=author,
        publisher=publisher,
        published="" if year is None else str(year),
        year=year,
        class_number=class_number,
        book_number=str(number + 13 * place + 1) if class_number else "",
        call_number=called,
        price=price,
    )
    saved = save_title(desk, None, described)
    assert saved.title_id is not None, saved
    return saved.title_id


def _withdraw(
    desk: Desk, draft: WithdrawalDraft, copies: Sequence[int], document: str, *, compensation: int | None = None
) -> None:
    batch = propose(desk, draft, copies).withdrawal
    assert batch is not None
    if compensation is not None:
        set_compensation(desk, batch.id, copies[0], compensation)
    done = approve_withdrawal(desk, batch.id, Approval(document, "王校长", desk.today))
    assert not done.why_not, done.why_not
