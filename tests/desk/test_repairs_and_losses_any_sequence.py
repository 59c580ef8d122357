"""Everything that can be done to a copy, in any order, at two counters: the library agrees with the cards beside it.

After every step: where each copy is, who waits for it, who owes what and what lies in the cash box are what plain
Python says; `deskcirc check` finds nothing; no row was deleted; and an act with its undo leaves every row as it was.
"""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.desk.any_damage import UNDOS, Step, make_stock, playing
from tests.desk.any_damage_acts import ACTS
from tests.desk.any_sequence import play

OFTEN = ("lend", "lose", "claim", "damage", "pay", "find", "come_in", "lesson", "undo_any")
NAMES = (*ACTS, *UNDOS, *OFTEN, *OFTEN)
NUMBERS = st.integers(0, 47)


def a_step(dice: random.Random) -> Step:
    """One step by fair dice: Hypothesis likes to repeat itself, and then ways seldom cross."""
    return dice.choice(NAMES), dice.randrange(12), dice.randrange(12), dice.randrange(48)


class AnySequence(RuleBasedStateMachine):
    """Two counters on one library, and somebody with cards beside them."""

    stock: Path
    acts_of_a_while: int

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.play = self.opened.enter_context(playing(self.stock))

    def teardown(self) -> None:
        self.opened.close()

    @initialize(dice=st.randoms(use_true_random=True))
    def a_busy_while(self, dice: random.Random) -> None:
        for _step in range(self.acts_of_a_while):
            self.one(a_step(dice))

    @rule(name=st.sampled_from(NAMES), copy=NUMBERS, who=NUMBERS, number=NUMBERS)
    def step(self, name: str, copy: int, who: int, number: int) -> None:
        self.one((name, copy, who, number))

    def one(self, step: Step) -> None:
        note(str(step))
        self.play.step(step)


@pytest.fixture(scope="module")
def stock(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stock") / "stock.deskcirc"
    make_stock(template_file, path)
    return path


def run(stock: Path, examples: int, steps: int, acts_of_a_while: int) -> None:
    machine = type("AnySequenceOnThisStock", (AnySequence,), {"stock": stock, "acts_of_a_while": acts_of_a_while})
    play(machine, examples, steps)


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_copy_loan_repair_loss_hold_and_money_never_contradict_each_other(stock: Path) -> None:
    run(stock, examples=10, steps=12, acts_of_a_while=40)


@pytest.mark.campaign
@pytest.mark.timeout(3 * 3600)
def test_very_many_sequences_of_everything_keep_every_promise(stock: Path) -> None:
    run(stock, examples=300, steps=40, acts_of_a_while=60)
