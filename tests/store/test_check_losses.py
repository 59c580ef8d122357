"""Each promise of losses is proved: broken by another program, `check` names the breach."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, a_patron

from deskcirc.desk.circulation import check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.domain.losses import LossWay
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE loans SET claimed_at = NULL WHERE id = 1",
        "UPDATE losses SET state = 'cancelled', ended_at = reported_at WHERE id = 1",
        "UPDATE copies SET state = 'in_stock' WHERE id = 2",
        "UPDATE losses SET lost_at = NULL WHERE id = 2",
        "UPDATE losses SET lost_at = '2020-01-01T00:00:00.000+00:00' WHERE id = 2",
        "UPDATE losses SET loan_id = 1 WHERE id = 2",
        "UPDATE losses SET state = 'replaced', replaced_by = 2 WHERE id = 2",
        "UPDATE losses SET state = 'found', ended_at = reported_at WHERE id = 2",
        "UPDATE charges SET copy_id = 1",
    ],
)
def test_a_broken_promise_is_named(library: Library, broken: str) -> None:
    desk = a_desk(library)
    for title in ("草房子", "西游记"):
        check_out(desk, a_patron(library), a_copy(library, title, price=2000).id)
    assert claim_returned(desk, 1).loss is not None
    assert declare_lost(desk, [LossOrder(2, way=LossWay.PRICE)]).done
    assert list(check_library(library)) == []
    with library.reading() as connection:
        connection.exec_driver_sql(broken)
        connection.commit()
    assert Rule.LOSS in {breach.rule for breach in check_library(library)}
