"""A librarian with money and losses in a process of its own, who drops dead before a statement of one act.

`python loss_that_dies.py LIBRARY ACT STATEMENT`: an act of ACTS; with the statement 0 it lives and says "done".
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.builders import NOON, a_desk
from tests.desk.parcel_that_dies import die_before

from deskcirc.desk.binding import BindingOrder, bind_issues
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.mending_lessons import close_lesson
from deskcirc.desk.payments import pay_charges
from deskcirc.desk.replacing import replace_copy
from deskcirc.domain.losses import LossWay
from deskcirc.store.database import open_library

COPIES = 20


def _pay(desk: Desk) -> None:
    assert len(pay_charges(desk, (1, 2, 3), None).payments) == 3


def _declare(desk: Desk) -> None:
    orders = [LossOrder(copy_id, patron_id=1, way=LossWay.PRICE) for copy_id in range(4, 4 + COPIES)]
    assert len(declare_lost(desk, orders).losses) == COPIES


def _find(desk: Desk) -> None:
    assert find_copy(desk, 1).done


def _replace(desk: Desk) -> None:
    assert replace_copy(desk, 2).done


def _close(desk: Desk) -> None:
    assert not close_lesson(desk, 1).why_not


def _bind(desk: Desk) -> None:
    with desk.library.reading() as connection:
        query = "SELECT id, title_id, item_type_id FROM copies WHERE volume <> '' ORDER BY id"
        issues = connection.exec_driver_sql(query).all()
    order = BindingOrder(issues[0].title_id, tuple(each.id for each in issues), issues[0].item_type_id, cost=500)
    assert bind_issues(desk, order).copy_id is not None


ACTS: dict[str, Callable[[Desk], None]] = {
    "pay": _pay,
    "declare": _declare,
    "find": _find,
    "replace": _replace,
    "close": _close,
    "bind": _bind,
}


def main(path: str, act: str, statement: int) -> None:
    """Do the act, or die on the way."""
    with open_library(Path(path)) as library:
        desk = a_desk(library, NOON + timedelta(hours=1))
        if statement:
            die_before(library, statement)
        ACTS[act](desk)
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
