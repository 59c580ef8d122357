"""A library that the program of version 7 made, opened today: its damaged copies are in the queue, its acts undoable.

`school_version_7.zip` was written by that program itself, before there were repairs, losses and payments: damaged
copies in stock, on loan, in repair, missing, withdrawn, proposed and in process; lost ones; charges that are paid, open
and waived; a batch that is closed. `acts.json` beside the file names the entries of its journal.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_desk, all_rows, the_copy

from deskcirc.desk.batch_stages import reopen_batch
from deskcirc.desk.charges import settle_charge
from deskcirc.desk.damage_before import queue_what_was_damaged
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.repair import end_repair, finish_repair
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.store import migrate
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.charges import charge_by_id

KEPT = Path(__file__).parents[1] / "files" / "libraries" / "school_version_7.zip"
with zipfile.ZipFile(KEPT) as _zip:
    ACTS: dict[str, int] = json.loads(_zip.read("acts.json"))
# What stands in the way of taking it back is what the program of today has done since, or what that one did.
TOUCHED_BY_ITSELF = frozenset(
    {"lend 1", "return 1", "damage 2", "lend 3", "hold", "damage 11", "propose 11", "raise paid"}
    | {"open batch", "check batch", "damage 12"}
)
BY_THE_QUEUE = frozenset({"damage 1", "damage 13"})


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old file as the program leaves it once it was opened at a counter. Never written."""
    folder = tmp_path_factory.mktemp("old")
    with zipfile.ZipFile(KEPT) as zipped:
        path = Path(zipped.extract("school.deskcirc", folder))
    with open_library(path) as library:
        queue_what_was_damaged(later(library, 0))
    return path


@pytest.fixture
def old(upgraded: Path, tmp_path: Path) -> Iterator[Library]:
    with open_library(Path(shutil.copyfile(upgraded, tmp_path / "school.deskcirc"))) as library:
        yield library


def later(library: Library, hours: int) -> Desk:
    return a_desk(library, NOON + timedelta(hours=2 + hours))


def breaches(library: Library) -> list[str]:
    return [breach.sentence for breach in check_library(library)]


def test_the_file_is_brought_up_with_its_journal_as_it_was(upgraded: Path) -> None:
    kept = upgraded.with_name(f"school-before-version-{migrate.VERSION}.deskcirc")
    assert (migrate.version_of(kept), migrate.version_of(upgraded)) == (7, migrate.VERSION)
    with closing(sqlite3.connect(kept)) as before, closing(sqlite3.connect(upgraded)) as after:
        for table in ("journal", "journal_changes"):
            rows = before.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            assert after.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()[: len(rows)] == rows
        for table in ("loans", "holds", "charges", "batches", "withdrawals", "withdrawal_copies"):
            names = ", ".join(f'"{row[1]}"' for row in before.execute(f"PRAGMA table_info({table})"))
            query = f"SELECT {names} FROM {table} ORDER BY id"
            assert after.execute(query).fetchall() == before.execute(query).fetchall()


def test_every_damaged_copy_is_in_the_queue_once_and_the_withdrawn_one_is_not(old: Library) -> None:
    with old.reading() as connection:
        rows = connection.exec_driver_sql("SELECT copy_id, state, note, patron_id, origin FROM repairs ORDER BY 1")
        found = [tuple(row) for row in rows]
    assert found == [
        (1, "queued", "撕破", 1, "register"),
        (2, "queued", "水渍", None, "register"),  # on loan, by an override
        (6, "in_repair", "", None, "register"),
        (7, "in_repair", "书脊脱落", None, "register"),
        (8, "queued", "缺页", None, "register"),  # missing
        (12, "queued", "霉变", None, "register"),  # proposed for withdrawal
        (13, "queued", "到货即破", None, "register"),  # in process
    ]
    assert queue_what_was_damaged(later(old, 1)) == 0
    assert breaches(old) == []


def test_what_was_at_the_binders_is_mended_and_goes_back(old: Library) -> None:
    with old.reading() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM repairs WHERE state = 'in_repair' ORDER BY id").scalars().all()
    for repair_id in ids:
        assert not finish_repair(later(old, 1), repair_id, minutes=30).why_not
    assert not any(outcome.why_not for outcome in end_repair(later(old, 2), ids))
    for copy_id in (6, 7):
        copy = the_copy(old, copy_id)
        assert (copy.state, copy.damaged, copy.awaits_shelving) == (CopyState.IN_STOCK, False, True)
    assert breaches(old) == []


def test_what_was_lost_by_the_register_is_found_or_declared_with_its_price(old: Library) -> None:
    assert find_copy(later(old, 1), 9).done
    assert declare_lost(later(old, 2), [LossOrder(10, patron_id=2, way=LossWay.PRICE)]).done
    assert breaches(old) == []


def test_old_charges_are_paid_given_back_and_waived_like_new_ones(old: Library) -> None:
    with old.reading() as connection:
        charges = [charge_by_id(connection, number) for number in (1, 2, 3)]
    assert [(charge.state.value, charge.kept, charge.owed) for charge in charges if charge] == [
        ("paid", 3100, 0),
        ("open", 0, 2800),
        ("waived", 0, 0),
    ]
    assert not refund_charge(later(old, 1), 1, 1000, "找到了").why_not
    assert not refund_charge(later(old, 2), 1, None, "找到了").why_not
    assert not pay_charge(later(old, 3), 2, 800).why_not
    assert settle_charge(later(old, 4), 2, ChargeState.WAIVED, "其余免了") == ""
    assert breaches(old) == []
    with old.reading() as connection:
        box = connection.exec_driver_sql("SELECT sum(CASE kind WHEN 'paid' THEN amount ELSE -amount END) FROM payments")
        assert box.scalar_one() == 800 - 3100


def test_a_batch_that_was_closed_is_opened_again(old: Library) -> None:
    assert not reopen_batch(later(old, 1), 1, "漏登一册").why_not
    assert breaches(old) == []


@pytest.mark.parametrize("act", ACTS)
def test_every_act_of_then_is_taken_back_or_says_what_stands_in_the_way(old: Library, act: str) -> None:
    before = all_rows(old)
    outcome = undo_by_id(later(old, 1), ACTS[act])
    assert outcome.sentence
    assert outcome.done != (act in TOUCHED_BY_ITSELF | BY_THE_QUEUE), outcome.sentence
    if not outcome.done:
        assert all_rows(old) == before
    assert breaches(old) == []


def test_all_that_can_be_taken_back_is_taken_back_the_last_first_and_nothing_breaks(old: Library) -> None:
    for hours, (_name, entry) in enumerate(sorted(ACTS.items(), key=lambda each: -each[1])):
        undo_by_id(later(old, 1), entry)
        assert breaches(old) == [], hours


def test_a_withdrawal_of_then_is_taken_back_and_its_damaged_copy_waits_for_repair(old: Library) -> None:
    assert undo_by_id(later(old, 1), ACTS["approve 11"]).done
    assert (the_copy(old, 11).state, the_copy(old, 11).damaged) == (CopyState.IN_STOCK, True)
    with old.reading() as connection:
        asked = connection.exec_driver_sql("SELECT state, note FROM repairs WHERE copy_id = 11").all()
    assert [tuple(row) for row in asked] == [("queued", "散架")]
    assert breaches(old) == []


def test_the_damaged_copy_that_was_out_comes_back_to_the_repair_pile(old: Library) -> None:
    check_in(later(old, 1), 2)
    copy = the_copy(old, 2)
    assert (copy.damaged, copy.awaits_shelving) == (True, False)
    assert breaches(old) == []
