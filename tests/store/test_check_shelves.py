"""Each promise of shelves is proved: broken by another program, `check` names the breach."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, a_patron

from deskcirc.desk.shelves import ShelvesWanted, begin_shelf, make_shelves
from deskcirc.domain.shelves import ShelfGrid
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("UPDATE copies SET barcode = 'SH0001' WHERE id = 1", Rule.ONE_CODE),
        ("UPDATE copies SET accession_number = 'SH0001' WHERE id = 1", Rule.ONE_CODE),
        ("UPDATE cards SET code = 'SH0002' WHERE id = 1", Rule.ONE_CODE),
        ("UPDATE operators SET card = 'SH0002' WHERE id = 1", Rule.ONE_CODE),
        (
            "INSERT INTO copy_codes (code, copy_id, ended_at, reason) VALUES ('SH0002', 1, '2026-03-02', '')",
            Rule.ONE_CODE,
        ),
        ("UPDATE shelves SET code = 'DC-UNDO' WHERE id = 1", Rule.SHELF),
        ("UPDATE shelves SET first_key = '' WHERE id = 1", Rule.SHELF),
        ("UPDATE shelves SET first_key = 'x' WHERE id = 2", Rule.SHELF),
    ],
)
def test_a_broken_promise_is_named(library: Library, broken: str, rule: Rule) -> None:
    desk = a_desk(library)
    a_copy(library)
    a_patron(library)
    made = make_shelves(desk, ShelvesWanted(ShelfGrid(bays=2))).shelves
    begin_shelf(desk, made[0].id, "I2/1")
    assert list(check_library(library)) == []
    with library.reading() as connection:
        connection.exec_driver_sql(broken)
        connection.commit()
    assert rule in {breach.rule for breach in check_library(library)}
