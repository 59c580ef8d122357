"""An import of stock stands in the general ledger as a batch of its own."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.domain.drafts import CopyDraft, Draft, PatronDraft, ReadRow, TitleDraft


def taken(desk: Desk, *drafts: Draft) -> None:
    run_import(
        desk, [ReadRow(number, "", "", draft) for number, draft in enumerate(drafts, 1)], ImportSource("馆藏.xlsx")
    )


def asked(desk: Desk, statement: str) -> list[tuple[object, ...]]:
    with desk.library.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_copies_of_an_import_are_one_batch_of_the_general_ledger(desk: Desk) -> None:
    taken(desk, TitleDraft("草房子", copies=(CopyDraft(),) * 2), TitleDraft("红瓦", copies=(CopyDraft(),)))
    assert asked(desk, "SELECT source, state, import_id FROM batches") == [("stock", "closed", 1)]
    assert asked(desk, "SELECT DISTINCT batch_id, registered FROM copies") == [(1, desk.today.isoformat())]


def test_an_import_that_brings_no_copies_is_no_batch(desk: Desk) -> None:
    taken(desk, TitleDraft("草房子"), PatronDraft("陈子墨", number="S1"))
    assert asked(desk, "SELECT count(*) FROM batches") == [(0,)]
