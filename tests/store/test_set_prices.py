"""What a whole set costs, of which one volume was lost: its own price, or the sum of volumes that are all known."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import OPENED, a_copy, set_up_act

from deskcirc.store.database import Library
from deskcirc.store.lookups.set_prices import set_price_of
from deskcirc.store.tables import copies, item_types, titles


def copy_of_title(library: Library, title: str, **columns: Any) -> int:
    """A copy of a new title with these columns; returns its id."""
    with library.writing(set_up_act(library)) as writing:
        title_id = writing.insert(titles, title=title, added_at=OPENED, **columns)
        number = f"T{title_id:05}"
        type_id = writing.connection.execute(item_types.select().limit(1)).one().id
        row = {"accession_number": number, "barcode": number, "added_at": OPENED}
        return writing.insert(copies, title_id=title_id, item_type_id=type_id, **row)


def price(library: Library, copy_id: int) -> int | None:
    with library.reading() as connection:
        return set_price_of(connection, copy_id)


def test_a_set_that_is_one_title_costs_what_the_dealer_asks_before_the_sum_of_its_volumes(library: Library) -> None:
    first = a_copy(library, "十万个为什么", volume="动物", price=2000)
    a_copy(library, of=first, volume="植物", price=3000)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, first.title_id, kind="set", price=4500)
    assert price(library, first.id) == 4500
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, first.title_id, price=None)
    assert price(library, first.id) == 5000


def test_a_volume_that_is_there_twice_counts_once_by_its_higher_price(library: Library) -> None:
    first = a_copy(library, "十万个为什么", volume="动物", price=2000)
    a_copy(library, of=first, volume="动物", price=2200)
    a_copy(library, of=first, volume="植物", price=3000)
    a_copy(library, of=first, price=9900)
    assert price(library, first.id) == 5200


def test_a_set_of_titles_costs_its_own_price_before_the_sum_and_not_titles_that_ended(library: Library) -> None:
    one = copy_of_title(library, "红楼梦", set_name="四大名著", price=3000)
    copy_of_title(library, "西游记", set_name="四大名著", price=2500)
    copy_of_title(library, "西游记旧版", set_name="四大名著", price=900, ended=True)
    copy_of_title(library, "水浒连环画", set_name="四大名著", price=700, kind="magazine")
    assert price(library, one) == 5500
    copy_of_title(library, "四大名著", kind="set", price=5000)
    assert price(library, one) == 5000


@pytest.mark.parametrize("unknown", [None, 0])
def test_a_set_costs_nothing_that_is_known_while_the_price_of_one_volume_is_not(
    library: Library, unknown: int | None
) -> None:
    one = copy_of_title(library, "红楼梦", set_name="四大名著", price=3000)
    copy_of_title(library, "西游记", set_name="四大名著", price=unknown)
    assert price(library, one) is None


def test_volumes_that_are_titles_of_their_own_are_a_set_with_the_same_title_by_the_same_author(
    library: Library,
) -> None:
    one = copy_of_title(library, "文选", author="鲁迅", volume="上", price=1000)
    assert price(library, one) is None
    copy_of_title(library, "文选", author="鲁迅", volume="下", price=1500)
    copy_of_title(library, "文选", author="老舍", volume="下", price=7000)
    copy_of_title(library, "文选", author="鲁迅", price=4000)
    copy_of_title(library, "文选", author="鲁迅", volume="中", price=800, ended=True)
    assert price(library, one) == 2500


def test_a_book_of_one_volume_is_no_set(library: Library) -> None:
    assert price(library, a_copy(library, "草房子", volume="全一册", price=2000).id) is None
