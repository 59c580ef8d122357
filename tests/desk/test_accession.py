"""Registering copies: numbered in a row, all or nothing, and no number ever twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.builders import NOON, OPENED, TODAY, a_copy, a_desk, a_patron, all_rows, change_setting, set_up_act, the_copy

from deskcirc.desk.access import add_operator
from deskcirc.desk.accession import CopiesAdded, CopyOrder, add_copies, plan_copies
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import MOST, Labelling
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.copies import CopyState
from deskcirc.domain.operators import Operator, Role
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import batches, copies, item_types, locations, number_gaps, number_series, titles

NUMBERS_STAY = frozenset({"number_series", "number_gaps"})
"""What an undo of registering leaves: a number is given once, for ever, and what was left out stays explained."""


def a_title(library: Library, title: str = "草房子", **columns: Any) -> int:
    with library.writing(set_up_act(library)) as writing:
        row = {"price": 2500, "call_number": "I287.45/238", "added_at": OPENED, **columns}
        return writing.insert(titles, title=title, **row)


def a_batch(library: Library, **columns: Any) -> int:
    with library.writing(set_up_act(library)) as writing:
        row = {"number": "2026-001", "source": "purchase", "dealer": "新华书店", "received": TODAY, **columns}
        return writing.insert(batches, opened_at=OPENED, **row)


def a_series(library: Library, prefix: str, width: int = 6, **columns: Any) -> int:
    with library.writing(set_up_act(library)) as writing:
        row = {"code": f"accession-{prefix}", "prefix": prefix, "width": width, **columns}
        return writing.insert(number_series, **row)


def a_place(library: Library, code: str = "阅览室") -> int:
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(locations, code=code)


def a_type(library: Library, name: str = "教师用书") -> int:
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(item_types, code=name, name=name)


def an_order(desk: Desk, count: int = 5, **what: Any) -> CopyOrder:
    title_id = what.pop("title_id", None) or a_title(desk.library)
    return CopyOrder(title_id, count, what.pop("item_type_id", 1), **what)


def numbers(added: CopiesAdded) -> list[str]:
    assert added.refusals == ()
    return list(added.numbers)


def rows(library: Library, *but: str) -> dict[str, list[tuple[Any, ...]]]:
    return {name: kept for name, kept in all_rows(library).items() if name not in but}


def row_of(library: Library, copy_id: int) -> Any:
    with library.reading() as connection:
        return connection.execute(copies.select().where(copies.c.id == copy_id)).one()


def is_whole(library: Library) -> bool:
    return list(check_library(library)) == []


def test_copies_get_the_next_numbers_in_a_row(desk: Desk) -> None:
    assert numbers(add_copies(desk, an_order(desk, 3))) == ["0000001", "0000002", "0000003"]
    assert numbers(add_copies(desk, an_order(desk, 2))) == ["0000004", "0000005"]
    assert is_whole(desk.library)


def test_a_start_and_a_count_give_consecutive_numbers_and_the_series_goes_on_from_there(desk: Desk) -> None:
    a_series(desk.library, "T")
    assert numbers(add_copies(desk, an_order(desk, 3, start="t002267"))) == ["T002267", "T002268", "T002269"]
    added = add_copies(desk, an_order(desk, 1, start="T002270"))
    assert numbers(added) == ["T002270"]
    with desk.library.reading() as connection:
        assert connection.execute(number_series.select().where(number_series.c.prefix == "T")).one().next == 2271
    assert is_whole(desk.library)


def test_what_a_registered_copy_inherits(desk: Desk) -> None:
    batch_id, place = a_batch(desk.library), a_place(desk.library)
    added = add_copies(desk, an_order(desk, 2, batch_id=batch_id, location_id=place, volumes=("上册", "下册")))
    first, second = (row_of(desk.library, copy_id) for copy_id in added.copy_ids)
    assert (first.registered, first.state, first.wants_label) == (TODAY, "in_process", True)
    assert (first.price, first.source, first.batch_id, first.acquired) == (2500, "新华书店", batch_id, TODAY)
    assert (first.call_number, first.shelf_key != "", first.location_id) == ("I287.45/238", True, place)
    assert (first.barcode, first.volume, second.volume) == ("0000001", "上册", "下册")


def test_a_copy_in_process_is_not_lent_and_one_straight_to_the_shelf_is(desk: Desk) -> None:
    reader = a_patron(desk.library)
    waiting = add_copies(desk, an_order(desk, 1)).copy_ids[0]
    ready = add_copies(desk, an_order(desk, 1, in_stock=True)).copy_ids[0]
    assert check_out(desk, reader, waiting).kind is CheckoutKind.REFUSED
    assert check_out(desk, reader, ready).kind is CheckoutKind.LENT
    assert the_copy(desk.library, ready).state is CopyState.IN_STOCK


def test_a_school_with_barcodes_of_its_own_labels_later_or_at_once(desk: Desk) -> None:
    change_setting(desk.library, "barcode_is_number", "false")
    assert not desk.library.policy.barcode_is_number
    later = add_copies(desk, an_order(desk, 2))
    assert {row_of(desk.library, copy_id).barcode for copy_id in later.copy_ids} == {None}
    scanned = add_copies(desk, an_order(desk, 2, barcodes=("tm0001", "TM0007")))
    assert [row_of(desk.library, copy_id).barcode for copy_id in scanned.copy_ids] == ["TM0001", "TM0007"]
    run = add_copies(desk, an_order(desk, 3, barcodes=("TM0010",)))
    assert [row_of(desk.library, copy_id).barcode for copy_id in run.copy_ids] == ["TM0010", "TM0011", "TM0012"]
    assert is_whole(desk.library)


def refused(desk: Desk, order: CopyOrder, *words: str) -> CopiesAdded:
    """Nothing is half-numbered: the library stays as it was, and every word is said."""
    before = all_rows(desk.library, without_journal=False)
    added = add_copies(desk, order)
    assert not added.done
    said = "\n".join(added.refusals)
    for word in words:
        assert word in said
    assert all_rows(desk.library, without_journal=False) == before
    return added


def test_a_number_in_use_names_its_owner_and_the_next_free_run(desk: Desk) -> None:
    a_copy(desk.library, "夏洛的网", accession_number="T000003", barcode="B-1")
    a_copy(desk.library, "城南旧事", accession_number="X1", barcode="T000004")
    a_patron(desk.library, "陈子墨", number="T000005")
    a_patron(desk.library, "林小雨", card="T000009")
    add_operator(desk, "王老师", Role.TEACHER, card="T000010")
    words = ("T000003", "夏洛的网", "T000004", "城南旧事", "T000005", "陈子墨", "T000006–T000008")
    added = refused(desk, an_order(desk, 3, start="T000003"), *words)
    assert added.proposal == "T000006"
    assert refused(desk, an_order(desk, 4, start="T000008"), "林小雨", "王老师").proposal == "T000011"
    assert numbers(add_copies(desk, an_order(desk, 3, start=added.proposal)))[0] == "T000006"
    assert is_whole(desk.library)


def test_many_conflicts_are_counted_not_listed(desk: Desk) -> None:
    add_copies(desk, an_order(desk, 100))
    refused(desk, an_order(desk, 50, start="0000001"), "0000001–0000050", "0000101–0000150")
    for number in range(20):
        a_copy(desk.library, f"第{number}本", accession_number=f"Q{number:03}", barcode=f"QB{number}")
    added = refused(desk, an_order(desk, 20, start="Q000"), "第4本", "15")
    assert len(added.refusals) == 7


def test_the_next_numbers_pass_over_what_anything_bears(desk: Desk) -> None:
    a_patron(desk.library, card="0000002")
    a_copy(desk.library, accession_number="0000004", barcode="7")
    assert numbers(add_copies(desk, an_order(desk, 3))) == ["0000005", "0000006", "0000007"]
    assert is_whole(desk.library)


def test_a_series_that_an_import_has_run_past_goes_on_behind_it(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        title_id = writing.insert(titles, title="旧书", added_at=OPENED)
        shared = {"title_id": title_id, "item_type_id": 1, "added_at": OPENED}
        writing.insert_many(copies, [{**shared, "accession_number": f"{n:07}"} for n in range(1, 5001)])
    assert numbers(add_copies(desk, an_order(desk, 2))) == ["0005001", "0005002"]


def test_a_start_in_another_series_is_refused(desk: Desk) -> None:
    teachers = a_type(desk.library)
    series_id = a_series(desk.library, "D", item_type_id=teachers, name="教师用书", next=1669)
    assert numbers(add_copies(desk, an_order(desk, 1, item_type_id=teachers))) == ["D001669"]
    refused(desk, an_order(desk, 2, start="D001700"), "教师用书")
    refused(desk, an_order(desk, 2, item_type_id=teachers, series_id=series_id, start="0000100"), "0000100", "D001670")
    refused(desk, an_order(desk, 2, series_id=series_id), "教师用书")


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ({"start": "图书一"}, "Latin"),
        ({"start": "ABC"}, "digits"),
        ({"start": "9999999", "count": 2}, "1 numbers"),
        ({"start": "A" * 30 + "1"}, "24"),
        ({"count": 0}, "0 copies"),
        ({"count": MOST + 1}, str(MOST)),
        ({"item_type_id": 99}, "item type"),
        ({"location_id": 99}, "place"),
        ({"price": -1}, "price"),
        ({"volumes": ("上", "下"), "count": 3}, "2 volumes"),
        ({"series_id": 77}, "series"),
        ({"barcodes": ("甲",), "count": 1}, "Latin"),
        ({"barcodes": ("B1", "B1"), "count": 2}, "twice"),
        ({"barcodes": ("B1", "B2"), "count": 3}, "2 barcodes"),
        ({"barcodes": ("0000002", "B2"), "count": 2}, "another of these"),
        ({"barcodes": ("B-9",), "count": 2}, "counted up"),
        ({"barcodes": ("DC-UNDO",), "count": 1}, "command"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_a_sentence(desk: Desk, what: dict[str, Any], word: str) -> None:
    order = an_order(desk, what.pop("count", 2))
    refused(desk, replace(order, **what), word)


def test_everything_that_stands_in_the_way_is_said_at_once(desk: Desk) -> None:
    batch_id, ended = a_batch(desk.library, state="closed"), a_title(desk.library, "停刊", ended=True)
    a_copy(desk.library, accession_number="0000050", barcode="Q")
    order = CopyOrder(ended, 1, 99, batch_id=batch_id, start="0000050", price=-5)
    refused(desk, order, "停刊", "2026-001", "item type", "price", "0000050")


def test_what_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    with pytest.raises(GoneError):
        add_copies(desk, CopyOrder(999, 1, 1))
    with pytest.raises(GoneError):
        add_copies(desk, an_order(desk, 1, batch_id=999))


def test_only_a_librarian_registers_copies(desk: Desk) -> None:
    helper = Desk(desk.library, Operator(1, "小明", Role.HELPER), desk.station, desk.now)
    refused(helper, an_order(desk, 1), "librarian")


def test_undo_takes_the_copies_back_but_never_the_numbers(desk: Desk) -> None:
    order = an_order(desk, 3)
    add_copies(desk, order)
    before = rows(desk.library, *NUMBERS_STAY)
    added = add_copies(desk, replace(order, count=4))
    assert undo_last(desk, "cataloguing").done
    assert rows(desk.library, *NUMBERS_STAY) == before
    assert is_whole(desk.library)
    assert numbers(add_copies(desk, order)) == ["0000008", "0000009", "0000010"]
    assert added.numbers[0] == "0000004"


def test_a_number_taken_back_is_given_again_only_where_the_book_bears_it(desk: Desk) -> None:
    order = an_order(desk, 3)
    added = add_copies(desk, order)
    undo_by_id(desk, added.entry_id or 0)
    said = refused(desk, replace(order, start="0000002"), "0000002–0000003", "taken back")
    assert said.proposal == "0000004"
    assert numbers(add_copies(desk, replace(order, start="0000001", again=True)))[0] == "0000001"
    assert is_whole(desk.library)


def test_copies_lent_since_are_not_taken_back(desk: Desk) -> None:
    added = add_copies(desk, an_order(desk, 2, in_stock=True))
    check_out(desk, a_patron(desk.library), added.copy_ids[0])
    assert not undo_by_id(desk, added.entry_id or 0).done


def test_numbers_left_out_are_explained_by_themselves(desk: Desk) -> None:
    add_copies(desk, an_order(desk, 2))
    add_copies(desk, an_order(desk, 2, start="0000010"))
    with desk.library.reading() as connection:
        (gap,) = connection.execute(number_gaps.select()).all()
    assert (gap.first, gap.last) == ("0000003", "0000009")
    assert "0000010" in gap.reason


def test_the_history_tells_the_numbers(desk: Desk) -> None:
    added = add_copies(desk, an_order(desk, 5, start="T002267"))
    outcome = undo_by_id(desk, added.entry_id or 0)
    assert "T002267–T002271" in outcome.sentence
    assert "草房子" in outcome.sentence


def test_a_plan_says_the_numbers_and_writes_nothing(desk: Desk) -> None:
    order = an_order(desk, 2)
    before = all_rows(desk.library, without_journal=False)
    assert plan_copies(desk, order).numbers == ("0000001", "0000002")
    assert plan_copies(desk, replace(order, count=0)).refusals
    assert all_rows(desk.library, without_journal=False) == before


def test_labels_that_are_own_are_never_the_numbers_of_others(desk: Desk) -> None:
    added = add_copies(desk, an_order(desk, 1, labelling=Labelling.LATER))
    refused(desk, an_order(desk, 1, barcodes=(added.numbers[0],)), added.numbers[0])
    assert a_desk(desk.library).now == NOON
