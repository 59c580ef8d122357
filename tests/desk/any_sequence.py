"""The frame of the tests that play any sequence of acts: a library of its own for each, and how many are played."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from deskcirc.store.database import Library, open_library

Step = tuple[str, int, int, int]
"""The name of an act with the numbers by which it chooses: of a copy, of a person, and of whatever else it needs."""
_HIGHEST = 47
_NUMBERS = st.integers(0, _HIGHEST)
_A_NAME = st.runner().flatmap(lambda machine: st.sampled_from(machine.names))


@contextmanager
def library_like(file: Path) -> Iterator[Library]:
    """A library that begins as the file is, and is gone after the example; the file itself is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.deskcirc"
        shutil.copyfile(file, path)
        with open_library(path) as library:
            yield library


def sequences(examples: int) -> settings:
    """So many sequences, however long one takes; each has a library of its own, so that fixtures may be shared."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    """Play so many sequences of so many acts of a machine; nothing is remembered from run to run."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=chosen)


class AnyStep(RuleBasedStateMachine):
    """Single steps after a busy while of them. Who plays says how one is done, and which `names` there are.

    The steps of the busy while are thrown by fair dice: Hypothesis likes to repeat itself, and then ways seldom cross.
    """

    file: ClassVar[Path]  # the library it begins with
    acts_of_a_while: ClassVar[int]
    names: ClassVar[tuple[str, ...]]
    highest: ClassVar[tuple[int, int, int]] = (_HIGHEST, _HIGHEST, _HIGHEST)

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()

    def teardown(self) -> None:
        self.opened.close()

    @initialize(dice=st.randoms(use_true_random=True))
    def a_busy_while(self, dice: random.Random) -> None:
        for _step in range(self.acts_of_a_while):
            copy, who, number = (dice.randint(0, highest) for highest in self.highest)
            self._noted((dice.choice(self.names), copy, who, number))

    @rule(name=_A_NAME, copy=_NUMBERS, who=_NUMBERS, number=_NUMBERS)
    def step(self, name: str, copy: int, who: int, number: int) -> None:
        self._noted((name, copy, who, number))

    def one(self, step: Step) -> None:
        """Do one step."""
        raise NotImplementedError

    def _noted(self, step: Step) -> None:
        note(str(step))
        self.one(step)


def play_in(machine: type[AnyStep], file: Path, examples: int, steps: int, acts_of_a_while: int) -> None:
    """Play a machine in a library that begins as the file is."""
    play(
        type(f"{machine.__name__}Here", (machine,), {"file": file, "acts_of_a_while": acts_of_a_while}), examples, steps
    )
