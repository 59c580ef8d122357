"""`check` names every way in which the withdrawal ledger and the shelves can contradict each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import TODAY, a_copy, a_desk, a_patron

from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


@pytest.fixture(scope="module")
def withdrawn_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with an approved batch of copies 1 and 2, and a proposed one of copy 3; copy 4 came in withdrawn."""
    path = tmp_path_factory.mktemp("withdrawn") / "withdrawn.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        a_patron(library)
        made = [a_copy(library, f"第{at}本") for at in range(1, 4)]
        a_copy(library, "旧账", state="withdrawn")
        desk, draft = a_desk(library), WithdrawalDraft(WithdrawalReason.WEEDED)
        first = propose(desk, draft, [copy.id for copy in made[:2]]).withdrawal
        assert first is not None
        approve_withdrawal(desk, first.id, Approval("3号", "王校长", TODAY))
        propose(desk, draft, [made[2].id])
    return path


def found(file: Path) -> list[str]:
    with open_library(file) as library:
        return [breach.sentence for breach in check_library(library) if breach.rule is Rule.WITHDRAWAL]


def test_a_sound_ledger_and_an_old_withdrawal_that_was_imported(withdrawn_file: Path) -> None:
    assert found(withdrawn_file) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE copies SET state = 'in_stock' WHERE id = 1",
            "A00001 was withdrawn with batch W2026-001 and is registered as in stock.",
        ),
        (
            "UPDATE copies SET state = 'withdrawn' WHERE id = 3",
            "A00003 is withdrawn, and batch W2026-002 still proposes to withdraw it.",
        ),
        (
            "UPDATE copies SET state = 'withdrawn' WHERE id = 3",
            "A00003 is withdrawn, and no approved batch says so.",
        ),
        (
            "UPDATE withdrawal_copies SET number = NULL WHERE copy_id = 1",
            "A00001 was withdrawn and has no number in the withdrawal ledger, or has one and was not.",
        ),
        (
            "UPDATE number_series SET next = 2 WHERE code = 'withdrawn'",
            "A00002 was withdrawn under number 00002, and the next would bear it again.",
        ),
        (
            "UPDATE withdrawal_copies SET ended = 1, number = NULL WHERE withdrawal_id = 1",
            "Withdrawal W2026-001 is approved and withdraws no copy.",
        ),
        (
            """INSERT INTO holds (title_id, patron_id, placed_at, state, wanted_copy_id, place)
               VALUES (1, 1, '2026-03-02T04:00:00.000+00:00', 'waiting', 1, 0)""",
            "A00001 is withdrawn and 陈子墨 still waits for this very copy.",
        ),
        (
            """DROP INDEX uq_withdrawal_copies_copy_id;
               UPDATE withdrawal_copies SET copy_id = 1 WHERE copy_id = 3""",
            "A00001 is in 2 withdrawals at once.",
        ),
    ],
)
def test_every_contradiction_is_named(withdrawn_file: Path, tmp_path: Path, change: str, sentence: str) -> None:
    file = tmp_path / "damaged.deskcirc"
    shutil.copyfile(withdrawn_file, file)
    with closing(sqlite3.connect(file)) as raw:
        raw.executescript(change)
    assert sentence in found(file)
