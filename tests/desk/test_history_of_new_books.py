"""Every act from the parcel to the ledger leaves a sentence in the history that lacks none of its facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from tests.builders import TODAY, a_copy, days_later, set_up_act
from tests.delivery_builders import STRAW, UNKNOWN, a_batch, a_list, a_title, lines_in

from deskcirc import text
from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.batch_stages import cancel_batch, check_batch, close_batch, reopen_batch
from deskcirc.desk.batches import change_batch
from deskcirc.desk.binding import BindingOrder, bind_issues
from deskcirc.desk.book_numbers import claim_book_number, release_book_number
from deskcirc.desk.cataloguing import remove_cover, save_title, set_cover
from deskcirc.desk.copies import NEXT, CopyChange, change_copy, replace_label
from deskcirc.desk.deliveries import (
    correct_arrived,
    count_arrived,
    count_other_edition,
    count_rest_of_batch,
    count_unlisted,
    note_price,
)
from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.labels import drop_labels, labels_printed, want_labels
from deskcirc.desk.number_series import SeriesDraft, add_series, change_series, end_series, explain_gap
from deskcirc.desk.seals import seal_month
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    add_to_withdrawal,
    approve_withdrawal,
    cancel_withdrawal,
    change_withdrawal,
    propose,
    remove_from_withdrawal,
    set_compensation,
)
from deskcirc.domain.changes import SECTION_ACTS, ActName, act_sentence
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups.numbering import series_of_copies
from deskcirc.store.tables import journal, titles

OF_NEW_BOOKS = frozenset[ActName]().union(
    *(SECTION_ACTS[name] for name in ("batches", "delivery", "cataloguing", "numbers", "labels", "hand_over")),
    SECTION_ACTS["withdrawal"],
    {ActName.CLAIM_BOOK_NUMBER, ActName.RELEASE_BOOK_NUMBER, ActName.SEAL_MONTH},
)
LACKING = re.compile(r"(?<!\d)–(?!\w)|[{}]")
"""The dash that stands for a fact nobody told; one between two numbers is a run of them."""
BOOK = TitleDraft("草房子", volume="上", class_number="I287.45", book_number="238", call_number="I287.45/238")


def take_in(desk: Desk) -> int:
    """A batch with its list, changed, checked, closed and opened again; returns its id."""
    batch = a_batch(desk)
    change_batch(desk, batch.id, batch.stated)
    a_list(desk, batch)
    first = lines_in(desk, batch)[0].id
    count_arrived(desk, first)
    count_other_edition(desk, first, UNKNOWN)
    correct_arrived(desk, first, 3)
    note_price(desk, first, 2300)
    count_unlisted(desk, batch.id, a_title("少年文艺", STRAW))
    count_rest_of_batch(desk, batch.id)
    check_batch(desk, batch.id)
    assert close_batch(desk, batch.id, "明天再登记").batch
    assert reopen_batch(desk, batch.id, "还没登记").batch
    assert cancel_batch(desk, a_batch(desk).id, "重复").batch
    return batch.id


def catalogue(desk: Desk, batch_id: int) -> tuple[int, ...]:
    """A title catalogued, changed, with a cover that is taken off again, and its copies; returns their ids."""
    claimed = claim_book_number(desk, "I287.45").book_number
    assert release_book_number(desk, "I287.45", claimed)
    title_id = save_title(desk, None, BOOK).title_id
    assert title_id
    save_title(desk, title_id, BOOK, awaits_cataloguing=True)
    set_cover(desk, title_id, b"\xff\xd8", 1, 1)
    remove_cover(desk, title_id)
    assert claim_book_number(desk, "I287.45", title_id=title_id).book_number == "238"
    return add_copies(desk, CopyOrder(title_id, 3, 1, batch_id=batch_id)).copy_ids


def bind(desk: Desk) -> None:
    """Two issues of a magazine become one copy."""
    first = a_copy(desk.library, "少年文艺", volume="2026年第1期", price=800)
    second = a_copy(desk.library, of=first, volume="2026年第2期", price=800)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(titles, first.title_id, kind="magazine")
    order = BindingOrder(first.title_id, (first.id, second.id), first.item_type_id)
    assert bind_issues(desk, order).copy_id


def number_and_label(desk: Desk, copy_ids: tuple[int, ...]) -> None:
    """A series of its own, a gap explained, labels replaced, wanted, printed."""
    assert not add_series(desk, SeriesDraft("教师", "T000005"))
    with desk.library.reading() as connection:
        series = series_of_copies(connection)[-1]
    assert not change_series(desk, series.id, SeriesDraft("教师用书", "T000009"))
    assert not explain_gap(desk, "T000001", "T000004", "撕毁")
    assert not end_series(desk, series.id)
    assert not change_copy(desk, copy_ids, CopyChange(price=1900, note="", volume=""))
    assert replace_label(desk, copy_ids[0], NEXT).barcode
    assert replace_label(desk, copy_ids[1]).barcode
    assert labels_printed(desk, copy_ids)
    assert want_labels(desk, copy_ids)
    assert drop_labels(desk, copy_ids[:1])


def withdraw(desk: Desk, copy_ids: tuple[int, ...]) -> None:
    """One batch that is changed and approved, one that is given up."""
    draft = WithdrawalDraft(WithdrawalReason.WEEDED)
    batch = propose(desk, draft, copy_ids[:1]).withdrawal
    other = propose(desk, draft).withdrawal
    assert batch
    assert other
    add_to_withdrawal(desk, batch.id, copy_ids[1:])
    remove_from_withdrawal(desk, batch.id, copy_ids[2:])
    set_compensation(desk, batch.id, copy_ids[0], None)
    change_withdrawal(desk, batch.id, WithdrawalDraft(WithdrawalReason.DAMAGED))
    assert approve_withdrawal(desk, batch.id, Approval("校发〔2026〕3号", "王校长", TODAY)).done
    assert cancel_withdrawal(desk, other.id).withdrawal


def entries(library: Library) -> Iterator[tuple[str, dict[str, object]]]:
    with library.reading() as connection:
        for row in connection.execute(select(journal).order_by(journal.c.id)):
            yield row.act, json.loads(row.subject)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_history_lacks_no_fact_of_any_act_on_new_books(desk: Desk, library: Library, language: str) -> None:
    text.use_language(language)

    copy_ids = catalogue(desk, take_in(desk))
    number_and_label(desk, copy_ids)
    assert hand_over(desk, copy_ids, "李老师").hand_over
    bind(desk)
    withdraw(desk, copy_ids)
    assert undo_last(desk, "withdrawal").done
    assert seal_month(days_later(desk, 31), "2026-03").done
    told = [entry for entry in entries(library) if entry[0] in OF_NEW_BOOKS | {ActName.UNDO}]
    assert OF_NEW_BOOKS - {act for act, _subject in told} == set()
    for act, subject in told:
        sentence = act_sentence(act, subject)
        assert not LACKING.search(sentence), (act, sentence)
