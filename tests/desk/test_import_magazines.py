"""Copies of magazines and of bound years get the item type of their kind where the file names none."""

from __future__ import annotations

from tests.desk.test_imports import copies_of, table, taken

from deskcirc.desk.desk import Desk
from deskcirc.domain.drafts import TitleDraft
from deskcirc.store.database import Library


def test_copies_of_a_magazine_are_magazines_where_the_file_names_no_type(desk: Desk, library: Library) -> None:
    taken(desk, TitleDraft("少年文艺", kind="magazine", copies=copies_of(1)))
    taken(desk, TitleDraft("少年文艺", volume="2025", kind="bound_year", copies=copies_of(1)))
    taken(desk, TitleDraft("儿童文学", kind="magazine", item_type="普通图书", copies=copies_of(1)))
    names = "SELECT item_types.code FROM copies JOIN item_types ON item_type_id = item_types.id ORDER BY copies.id"
    assert table(library, names) == [("loose_magazine",), ("bound_magazine",), ("general",)]
