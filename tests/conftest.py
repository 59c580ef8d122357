"""A real library file for every test: made once a session, copied for each."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as properties
from tests.builders import OPENED, a_desk

import translations
from deskcirc.desk.desk import Desk
from deskcirc.desk.set_up import make_library
from deskcirc.store.database import Library, open_library
from deskcirc.text import language, use_language

# The everyday run draws the same examples every time, so that nothing lands or fails by luck; a campaign, or
# `--hypothesis-profile=anew`, draws new ones.
properties.register_profile("steady", derandomize=True)
properties.register_profile("anew", derandomize=False)
properties.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Let a campaign draw new examples."""
    if "not campaign" not in (config.option.markexpr or "not campaign"):
        properties.load_profile("anew")


def pytest_unconfigure() -> None:
    """End with a failure, and at once, where a desk's worker is left: Python would wait for it for ever."""
    left = [each.name for each in threading.enumerate() if not each.daemon and each is not threading.main_thread()]
    if left:
        print(f"\nleft running by some test: {', '.join(left)}", flush=True)
        os._exit(1)


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The sentences in Chinese as the sources have them now, in a fresh checkout and after a pull too."""
    translations.compile_catalogues()


@pytest.fixture(autouse=True)
def language_of_the_run() -> Iterator[None]:
    """A test that speaks another language leaves it to none of those after it."""
    before = language()
    yield
    if language() != before:
        use_language(before)


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library as `deskcirc new` makes it: rules, categories, one librarian, no stock and no readers. Never opened."""
    path = tmp_path_factory.mktemp("template") / "template.deskcirc"
    make_library(path, "第三小学图书馆", OPENED).close()
    return path


@pytest.fixture
def library_file(template_file: Path, tmp_path: Path) -> Path:
    """A new library's file, closed."""
    path = tmp_path / "school.deskcirc"
    shutil.copyfile(template_file, path)
    return path


@pytest.fixture
def library(library_file: Path) -> Iterator[Library]:
    """A new library, open."""
    with open_library(library_file) as opened:
        yield opened


@pytest.fixture
def desk(library: Library) -> Desk:
    """The librarian at the counter of a new library, a Monday at noon."""
    return a_desk(library)
