"""Everything that can be done to a copy, in any order, at two counters: the library agrees with the cards beside it.

After every step: where each copy is, who waits for it, who owes what and what lies in the cash box are what plain
Python says; `deskcirc check` finds nothing; no row was deleted; and an act with its undo leaves every row as it was.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.any_damage import UNDOS, make_stock, playing
from tests.desk.any_damage_acts import ACTS
from tests.desk.any_sequence import AnyStep, Step, play_in

OFTEN = ("lend", "lose", "claim", "damage", "pay", "find", "come_in", "lesson", "undo_any")
NAMES = (*ACTS, *UNDOS, *OFTEN, *OFTEN)


class AnySequence(AnyStep):
    """Two counters on one library, and somebody with cards beside them."""

    names = NAMES
    highest = (11, 11, 47)

    def __init__(self) -> None:
        super().__init__()
        self.play = self.opened.enter_context(playing(self.file))

    def one(self, step: Step) -> None:
        self.play.step(step)


@pytest.fixture(scope="module")
def stock(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stock") / "stock.deskcirc"
    make_stock(template_file, path)
    return path


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_copy_loan_repair_loss_hold_and_money_never_contradict_each_other(stock: Path) -> None:
    play_in(AnySequence, stock, examples=10, steps=12, acts_of_a_while=40)


@pytest.mark.campaign
@pytest.mark.timeout(3 * 3600)
def test_very_many_sequences_of_everything_keep_every_promise(stock: Path) -> None:
    play_in(AnySequence, stock, examples=300, steps=40, acts_of_a_while=60)
