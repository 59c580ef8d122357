"""Any sequence of scans, decisions, reversals, undos and the counter beside them: the library stays whole.

A decision that is taken back at once leaves the library as it was, but for the journal and its own row.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.builders import a_copy, a_desk, a_patron, but_numbers, days_later, the_copy, the_patron
from tests.desk.any_sequence import library_like, sequences
from tests.desk.counts import a_count, a_shelf, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_orders import DecisionOutcome
from deskcirc.desk.counting import CountOrder, count_copy
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.loss_changes import cancel_loss
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.repair import end_repair, finish_repair, report_damage, start_repair
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.losses import LossWay
from deskcirc.domain.stocktake import CountKind, DecisionKind
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.store.tables import losses, repairs, stocktake_decisions, stocktake_scans

COPIES = 5
CODES = ("T1", "T2")
DECIDED = tuple(kind.value for kind in DecisionKind)
COUNTER = (
    *("lend", "return", "find", "miss", "lose", "claim", "hold", "shelve", "damage", "start_repair", "finish_repair"),
    "cancel_loss",
)
OFTEN = ("scan", "scan", "scan_code", "reverse", "reverse_old", "undo", "undo_old", "lend", "return", "find", "miss")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*DECIDED, *DECIDED, *OFTEN, *OFTEN, *COUNTER)),
        st.integers(1, COPIES),
        st.integers(0, 2),
        st.booleans(),
    ),
    min_size=6,
    max_size=18,
)


@pytest.fixture(scope="module")
def counted_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("counted") / "counted.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        for name in ("陈子墨", "李华", "王芳"):
            a_patron(library, name, grade=4)
        first = a_copy(library, price=1200)
        a_copy(library, of=first, price=None)
        a_copy(library, "城南旧事", price=2500)
        a_copy(library, "小桔灯", state="lost", price=900)
        a_copy(library, "稻草人", price=1500)
        a_shelf(library, "SH1")
        a_shelf(library, "SH2", place=2)
        before = a_desk(library)
        check_out(before, the_patron(library, 3), 5)
        a_count(days_later(before, 40))
    return path


def newest(desk: Desk, table: str) -> int:
    tables = {"losses": losses, "repairs": repairs, "decisions": stocktake_decisions, "scans": stocktake_scans}
    with desk.library.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(tables[table].c.id), 1))).scalar_one())


def unknown_line(desk: Desk, code: str) -> int:
    query = select(stocktake_scans.c.id).where(
        stocktake_scans.c.code == code, stocktake_scans.c.kind == CountKind.UNKNOWN.value
    )
    with desk.library.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def undo(desk: Desk, back: int) -> None:
    entry = desk.library.last_entry
    if entry is not None and entry - back > 0:
        undo_by_id(desk, entry - back)


def decided(desk: Desk, kind: DecisionKind, copy: int, other: int) -> DecisionOutcome:
    if kind in (DecisionKind.MATCHED, DecisionKind.ACCESSIONED):
        line = unknown_line(desk, CODES[other % 2])
        return decide(desk, 1, kind, scan_ids=[line], copy_ids=[copy], old_label=other == 2)
    if kind is DecisionKind.SET_ASIDE:
        return decide(desk, 1, kind, scan_ids=[unknown_line(desk, CODES[other % 2])])
    if kind is DecisionKind.LOST:
        way, patron = (LossWay.PRICE, 1) if other == 1 else (LossWay.UNDECIDED, None)
        return decide(desk, 1, kind, copy_ids=[copy], way=way, patron_id=patron, amount=800 if patron else None)
    if kind is DecisionKind.MISSING:
        return decide(desk, 1, kind, copy_ids=[copy, copy % COPIES + 1])
    return decide(desk, 1, kind, copy_ids=[copy])


def do(desk: Desk, act: str, copy: int, other: int) -> None:
    library = desk.library
    reader, loss, repair = the_patron(library, 1 + other), newest(desk, "losses"), newest(desk, "repairs")
    with library.reading() as connection:
        shelf = dict(enumerate(all_shelves(connection))).get(other % 2)  # an undo may have taken it away
    acts: dict[str, Callable[[], object]] = {
        "scan": lambda: scan(desk, _count(desk), the_copy(library, copy), shelf=shelf),
        "scan_code": lambda: count_copy(desk, _order(desk, CODES[other % 2])),
        "reverse": lambda: reverse_decisions(desk, [newest(desk, "decisions")]),
        "reverse_old": lambda: reverse_decisions(desk, [max(newest(desk, "decisions") - copy, 1)]),
        "undo": lambda: undo(desk, 0),
        "undo_old": lambda: undo(desk, copy),
        "lend": lambda: check_out(desk, reader, copy),
        "return": lambda: check_in(desk, copy),
        "find": lambda: find_copy(desk, copy),
        "miss": lambda: report_missing(desk, copy),
        "lose": lambda: declare_lost(desk, [LossOrder(copy, way=LossWay.PRICE, amount=700)]),
        "cancel_loss": lambda: cancel_loss(desk, loss, "点错了"),
        "claim": lambda: claim_returned(desk, 1 + other, "说还了"),
        "hold": lambda: place_hold(desk, reader, 1 if copy < 3 else copy - 1),
        "shelve": lambda: shelve_all(desk),
        "damage": lambda: report_damage(desk, copy, DamageReport(note="破了")),
        "start_repair": lambda: start_repair(desk, [repair]),
        "finish_repair": lambda: (finish_repair(desk, repair), end_repair(desk, [repair])),
    }
    acts[act]()


def _count(desk: Desk):  # type: ignore[no-untyped-def]
    from deskcirc.desk.stocktakes import the_stocktake

    with desk.library.reading() as connection:
        return the_stocktake(connection, 1)


def _order(desk: Desk, code: str) -> CountOrder:
    """A code as the counter reads it: a label that was matched since finds its copy."""
    from deskcirc.store.lookups.copies import copy_by_code

    with desk.library.reading() as connection:
        known = copy_by_code(connection, [code])
    return CountOrder(1, code, known.id if known else None)


@given(STEPS)
@sequences(40)
def test_whatever_is_decided_and_taken_back_the_library_stays_whole(
    counted_file: Path, steps: list[tuple[str, int, int, bool]]
) -> None:
    with library_like(counted_file) as library:
        desk = days_later(a_desk(library), 41)
        for minute, (act, copy, other, at_once) in enumerate(steps):
            now = replace(desk, now=desk.now + timedelta(minutes=7 * minute))
            with suppress(GoneError):
                if act not in DECIDED:
                    do(now, act, copy, other)
                    continue
                _decide_and_perhaps_not(now, DecisionKind(act), copy, other, at_once=at_once)
        assert list(check_library(library)) == []


def _decide_and_perhaps_not(desk: Desk, kind: DecisionKind, copy: int, other: int, *, at_once: bool) -> None:
    before = but_numbers(desk.library, "stocktake_decisions")
    outcome = decided(desk, kind, copy, other)
    if not outcome.done:
        assert but_numbers(desk.library, "stocktake_decisions") == before
        assert outcome.why_not
    elif at_once:
        soon = replace(desk, now=desk.now + timedelta(minutes=1))
        back = reverse_decisions(soon, [each.id for each in outcome.done])
        assert [each.id for each in back.done] == [each.id for each in outcome.done][::-1], back.refused
        assert but_numbers(desk.library, "stocktake_decisions") == before
        undo(replace(desk, now=desk.now + timedelta(minutes=2)), 0)  # the taking back
        undo_by_id(replace(desk, now=desk.now + timedelta(minutes=3)), (desk.library.last_entry or 0) - 2)
        assert but_numbers(desk.library, "stocktake_decisions") == before
