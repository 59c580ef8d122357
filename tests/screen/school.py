"""The real rural school, taken in once by the program's own commands, and what its file says."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Final

from sqlalchemy import select
from tests.builders import set_up_act

from deskcirc.cli import main
from deskcirc.domain.changes import ActName
from deskcirc.paths import resources
from deskcirc.store.check import check_library
from deskcirc.store.database import Connection, Library, open_library
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.loans import figures_between, loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_code, patrons_of_class, school_classes
from deskcirc.store.tables import patrons

NAME: Final = "希望小学图书馆"
_ALWAYS: Final = timedelta(days=400)
_PATIENCE: Final = 30.0  # seconds until a wait is given up
_USUAL: Final = 3
_APART: Final = 40  # no title of this school has as many copies


@dataclass(frozen=True, slots=True)
class Visit:
    """One pupil at the counter: the card and the books."""

    card: str
    copies: tuple[str, ...]


def make_school(folder: Path) -> Path:
    """The library of the practice workbook, made as a librarian would on the command line."""
    workbook = Path(shutil.copy(resources() / "practice" / "rural_school.xlsx", folder))
    file = folder / "school.deskcirc"
    main(["new", str(file), "--name", NAME])
    main(["import", str(file), str(workbook)])
    with open_library(file) as library:
        _allow_as_usual(library)
    return file


def _allow_as_usual(library: Library) -> None:
    """This school lets a pupil have two copies; here they may have what the rules of a new library say: three."""
    with library.reading() as connection:
        pupils = connection.execute(select(patrons.c.id).where(patrons.c.loan_limit < _USUAL)).scalars().all()
    with library.writing(set_up_act(library)) as writing:
        for pupil in pupils:
            writing.update(patrons, pupil, loan_limit=None)


class SchoolFile:
    """Looks into the library file beside the program that has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[tuple[Library, Connection]]:
        """One look."""
        with open_library(self.path, read_only=True) as library, library.reading() as connection:
            yield library, connection

    def visits(self, pupils: int, copies: int) -> list[Visit]:
        """Pupils who may take so many copies, each with books of their own, no two of one title."""
        with self.reading() as (library, connection):
            today = library.policy.day_of(datetime.now(UTC))
            found = [
                pupil
                for school_class in school_classes(connection, library.policy, today)
                for pupil in patrons_of_class(connection, school_class.id, library.policy, today)
                if copies <= (pupil.loan_limit or _USUAL)
            ]
        codes = (f"{number:07}" for number in count(1, _APART))
        return [Visit(pupil.number, tuple(islice(codes, copies))) for pupil in found[:pupils]]

    def lent_and_returned(self) -> tuple[int, int]:
        """How many loans there ever were, and how many of them ended."""
        now = datetime.now(UTC)
        with self.reading() as (_library, connection):
            figures = figures_between(connection, now - _ALWAYS, now + _ALWAYS)
        return figures.lent, figures.returned

    def on_loan(self, visit: Visit) -> frozenset[str]:
        """Those of the visit's copies that its patron has now; fails where another has one of them."""
        with self.reading() as (library, connection):
            today = library.policy.day_of(datetime.now(UTC))
            patron = patron_by_code(connection, (visit.card,), library.policy, today)
            assert patron is not None, f"no card {visit.card}"
            held = frozenset(loan.code for loan in loans_of_patron(connection, patron.id, library.policy, today))
        assert held <= set(visit.copies), f"{visit.card} has what was never scanned for them: {held}"
        return held

    def acts(self) -> list[str]:
        """The acts at the counter since the library was filled, the first first."""
        with self.reading() as (_library, connection):
            acts = [line.act for line in reversed(history(connection, most=1000))]
        return [act for act in acts if act not in (ActName.SET_UP, ActName.IMPORT)]

    def breaches(self) -> list[str]:
        """Every broken promise of the file; none, if all is well."""
        with open_library(self.path, read_only=True) as library:
            return [breach.sentence for breach in check_library(library)]


def wait_until(true: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Look again and again until it is so; fails after `patience` seconds."""
    give_up, between_looks = time.monotonic() + patience, threading.Event()
    while not true():
        if time.monotonic() > give_up:
            raise AssertionError(f"not so after {patience} s: {true}")
        between_looks.wait(0.02)
