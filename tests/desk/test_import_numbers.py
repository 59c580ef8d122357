"""What an import numbers itself gets the numbers of the series that its item type or place has, as registering does."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.builders import id_of, set_up_act
from tests.desk.test_imports import SOURCE, copies_of, rows_of, undone

from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import run_import
from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import copies, item_types, locations, number_series


def a_series(library: Library, code: str, prefix: str, width: int = 5, **suits: int) -> None:
    with library.writing(set_up_act(library)) as writing:
        writing.insert(number_series, code=f"accession-{code}", name=code, prefix=prefix, width=width, next=1, **suits)


def numbers(library: Library) -> list[str]:
    with library.reading() as connection:
        return list(connection.execute(select(copies.c.accession_number).order_by(copies.c.id)).scalars())


@pytest.fixture
def with_series(library: Library) -> Library:
    """A library whose bound magazines and whose upstairs room have number series of their own."""
    with library.writing(set_up_act(library)) as writing:
        upstairs = writing.insert(locations, code="二楼")
        bound = id_of(writing, item_types, "bound_magazine")
    a_series(library, "magazines", "QK", item_type_id=bound)
    a_series(library, "upstairs", "U", location_id=upstairs)
    return library


def test_copies_are_numbered_by_the_series_of_their_type_then_of_their_place(desk: Desk, with_series: Library) -> None:
    run_import(
        desk,
        rows_of(
            TitleDraft("论语", copies=copies_of(2)),
            TitleDraft("读者", item_type="bound_magazine", copies=(*copies_of(1), *copies_of(1, "二楼"))),
            TitleDraft("孟子", copies=copies_of(2, "二楼")),
        ),
        SOURCE,
    )
    assert numbers(with_series) == ["0000001", "0000002", "QK00001", "QK00002", "U00001", "U00002"]
    assert list(check_library(with_series)) == []
    run_import(desk, rows_of(TitleDraft("庄子", copies=copies_of(1, "二楼"))), SOURCE)
    assert numbers(with_series)[-1] == "U00003"


def test_a_series_goes_on_behind_what_the_file_itself_brings(desk: Desk, with_series: Library) -> None:
    given = (CopyDraft("U00001", location="二楼"), CopyDraft(location="二楼"))
    run_import(desk, rows_of(TitleDraft("孟子", copies=given)), SOURCE)
    assert numbers(with_series) == ["U00001", "U00002"]


def test_a_series_that_is_full_gives_way_to_the_general_one(desk: Desk, library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        place = writing.insert(locations, code="角落")
    a_series(library, "corner", "K", width=1, location_id=place)
    run_import(desk, rows_of(TitleDraft("孟子", copies=copies_of(11, "角落"))), SOURCE)
    assert numbers(library)[8:] == ["K9", "0000001", "0000002"]


def test_an_import_that_is_taken_back_gives_its_numbers_to_nobody_else(desk: Desk, with_series: Library) -> None:
    run_import(desk, rows_of(TitleDraft("孟子", copies=copies_of(2, "二楼"))), SOURCE)
    assert undone(desk).done
    run_import(desk, rows_of(TitleDraft("庄子", copies=copies_of(1, "二楼"))), SOURCE)
    assert numbers(with_series) == ["U00003"]
