"""The frame of the tests that play any sequence of acts: a library of its own for each, and how many are played."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from deskcirc.store.database import Library, open_library


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
