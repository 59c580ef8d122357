"""Three months of ledgers on paper: sealed months are the same file for ever, and pages look as they were looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.builders import OPENED
from tests.ledger_builders import three_months
from tests.ui.papers import page_words
from tests.ui.reference_papers import compare_with_reference

from deskcirc.desk.set_up import make_library
from deskcirc.domain.ledgers import LedgerName
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.ledger_content import all_seals
from deskcirc.text import use_language
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station

PROGRAM: Final = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
from deskcirc.store.database import open_library
from deskcirc.text import use_language
from deskcirc.ui.outcome import Input
from deskcirc.ui.paper_painter import save_pdf
from deskcirc.ui.station import Station

application = QApplication([])
use_language("zh_CN")
library, folder, now = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
with open_library(library) as opened:
    station = Station(opened, "office")
    for act in ("tab:ledgers", "ledgers.period:month:2026-04"):
        station.take(Input(now, act=act))
    for name in sys.argv[4:]:
        station.take(Input(now, act="ledgers.choose:" + name))
        save_pdf(station.take(Input(now, act="ledgers.print")).state.paper, str(folder / (name + ".pdf")))
"""
NAMES: Final = [name.value for name in LedgerName]


@pytest.fixture(scope="module")
def sealed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with March, April and May sealed; closed."""
    path = tmp_path_factory.mktemp("sealed") / "sealed.deskcirc"
    with make_library(path, "第三小学图书馆", OPENED) as library:
        three_months(library)
    return path


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """The language of the school; English again afterwards."""
    use_language("zh_CN")
    yield
    use_language("en")


def saved(library: Path, folder: Path, now: str, zone: str) -> dict[str, bytes]:
    """Every ledger of April as a PDF file, by a process of its own at that time in that time zone."""
    folder.mkdir()
    command = [sys.executable, "-c", PROGRAM, str(library), str(folder), now, *NAMES]
    subprocess.run(command, check=True, timeout=300, env={**os.environ, "TZ": zone})
    return {name: (folder / f"{name}.pdf").read_bytes() for name in NAMES}


def letters(words: str) -> str:
    """What a reader of the PDF finds for certain; digits in a row of letters it does not."""
    return "".join(mark for mark in words if mark.isascii() and mark.isalpha())


def test_a_sealed_month_is_the_same_file_years_later_and_bears_its_hash(sealed_file: Path, tmp_path: Path) -> None:
    first = saved(sealed_file, tmp_path / "first", "2026-06-02T04:00:00+00:00", "Asia/Shanghai")
    later = saved(sealed_file, tmp_path / "later", "2031-01-15T23:30:00+00:00", "America/New_York")
    assert first == later
    with open_library(sealed_file, read_only=True) as library, library.reading() as connection:
        april = next(seal for seal in all_seals(connection) if seal.month == "2026-04")
    for name in NAMES:
        pages = page_words(tmp_path / "later" / f"{name}.pdf")
        assert pages
        assert all(letters(april.hash) in letters(words) for words in pages), name
    with open_library(sealed_file) as library:
        for page in printed(library, "withdrawn", "month:2026-04").pages:
            assert any(isinstance(shape, Words) and april.hash in shape.text for shape in page)
    assert len(page_words(tmp_path / "first" / "withdrawn.pdf")) == 2


def printed(library: Library, ledger: str, period: str) -> Paper:
    """The paper as the page of the ledgers prints it on 2 June 2026."""
    station, now = Station(library, "office"), datetime(2026, 6, 2, 5, tzinfo=UTC)
    for act in ("tab:ledgers", f"ledgers.period:{period}", f"ledgers.choose:{ledger}"):
        station.take(Input(now, act=act))
    paper = station.take(Input(now, act="ledgers.print")).state.paper
    assert isinstance(paper, Paper)
    return paper


@pytest.mark.usefixtures("in_chinese", "qapp")
@pytest.mark.parametrize(
    ("ledger", "period", "page"), [("withdrawn", "year:2026", 1), ("in", "year:2026", 0), ("balance", "year:2026", 0)]
)
def test_a_ledger_looks_as_it_did_when_it_was_looked_at(sealed_file: Path, ledger: str, period: str, page: int) -> None:
    with open_library(sealed_file) as library:
        compare_with_reference(printed(library, ledger, period), f"ledger_{ledger}", page)
