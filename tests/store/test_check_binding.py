"""`check` names every way in which bound issues and their bound copy can contradict each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, id_of, set_up_act

from deskcirc.desk.binding import BindingOrder, bind_issues
from deskcirc.domain.rule_book import GENERAL
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.tables import item_types, titles


@pytest.fixture(scope="module")
def bound_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library in which copies 1 and 2, issues of a magazine, are bound into copy 4; copy 3 is a loose issue."""
    path = tmp_path_factory.mktemp("bound") / "bound.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        first = a_copy(library, "少年文艺", volume="2026年第1期", price=800)
        for number in (2, 3):
            a_copy(library, of=first, volume=f"2026年第{number}期", price=800)
        with library.writing(set_up_act(library)) as writing:
            writing.update(titles, first.title_id, kind="magazine")
            kind = id_of(writing, item_types, GENERAL)
        order = BindingOrder(first.title_id, (1, 2), kind, start="HD0001")
        assert bind_issues(a_desk(library), order).copy_id == 4
    return path


def found(file: Path) -> list[str]:
    with open_library(file) as library:
        return [breach.sentence for breach in check_library(library) if breach.rule is Rule.BINDING]


def test_a_sound_binding(bound_file: Path) -> None:
    assert found(bound_file) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE copies SET state = 'in_stock' WHERE id = 1",
            "A00001 was bound into HD0001 and is registered as in stock.",
        ),
        (
            "UPDATE copies SET bound_into = 3 WHERE id = 1",
            "A00001 was bound into A00003, which is no bound year of that magazine.",
        ),
        (
            "UPDATE titles SET kind = 'book' WHERE kind = 'bound_year'",
            "A00001 was bound into HD0001, which is no bound year of that magazine.",
        ),
        (
            "UPDATE copies SET bound_into = 4 WHERE id = 4",
            "HD0001 is a bound year and was itself bound into HD0001.",
        ),
        (
            "UPDATE withdrawals SET approved_on = '2026-03-01'",
            "A00001 was bound into HD0001, but left the books on another day than that one came into them.",
        ),
    ],
)
def test_every_contradiction_is_named(bound_file: Path, tmp_path: Path, change: str, sentence: str) -> None:
    file = tmp_path / "damaged.deskcirc"
    shutil.copyfile(bound_file, file)
    with closing(sqlite3.connect(file)) as raw:
        raw.executescript(change)
    assert sentence in found(file)
