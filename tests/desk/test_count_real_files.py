"""Real files taken into a count as a handheld's: every line is told, the six kinds add up, and no line is lost.

The files lie beside the checkout and are not ours to ship; most of them are no handheld's, as the file that somebody
chooses by mistake is none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.builders import a_copy, days_later
from tests.desk.collector_files import contradictions, lines_of_file
from tests.desk.counts import a_count, present

from deskcirc.desk.count_file_warnings import warnings_of
from deskcirc.desk.count_files import load_file, take_back_file, try_file, wish_of
from deskcirc.desk.desk import Desk
from deskcirc.domain.collector_files import CollectorFile
from deskcirc.domain.count_files import FileOrder
from deskcirc.errors import ImportFileError
from deskcirc.exchange.collector import read_collector
from deskcirc.store.lookups.counted import count_sums

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DESKCIRC_SHARED", ROOT.parent / "shared")) / "data"
ROOMS = ("inventory", "excel", "books", "loans", "marc", "barcodes", "clc")
FOREIGN = [file for room in ROOMS for file in (SHARED / room).rglob("*.*")]
OWN = [file for file in (ROOT / "tests" / "files").rglob("*.*") if file.suffix not in {".md", ".gitattributes"}]
FILES = sorted(file for file in [*OWN, *FOREIGN] if file.is_file())
INVENTORY = sorted((SHARED / "inventory").glob("*.txt"))
LARGE = 2_000_000  # bytes
NOTHING = b' ,;|\t"\x00\x1a'


def each(files: list[Path]) -> list[Any]:
    """The files as parameters, the large ones for the campaign."""
    large = (pytest.mark.campaign, pytest.mark.timeout(600))
    return [pytest.param(file, marks=large if file.stat().st_size > LARGE else (), id=file.name) for file in files]


def read(desk: Desk, path: Path) -> CollectorFile | None:
    """The file as a handheld's; None where it is said that it holds no scans, and what to do."""
    try:
        return read_collector(path.read_bytes(), path.name, wish_of(desk))
    except ImportFileError as error:
        said = error
    assert said.sentence
    assert said.remedy
    return None


def written_lines(octets: bytes) -> set[int]:
    """The numbers of the lines of a text that hold anything."""
    lines = octets.replace(b"\x1a", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return {number for number, line in enumerate(lines, start=1) if line.strip(NOTHING)}


@pytest.mark.parametrize("path", each(FILES))
def test_every_line_of_a_real_file_is_told_and_none_is_lost(desk: Desk, path: Path) -> None:
    copy = a_copy(desk.library)
    file = read(desk, path)
    if file is None:
        return
    count, later = a_count(desk), days_later(desk, 1)
    trial = try_file(later, count.id, file, FileOrder())
    assert trial.sums.read == len(file.lines) == len(trial.lines)
    assert all(warnings_of(trial, desk.policy))
    loaded = load_file(later, count.id, file, FileOrder("PDA 1"))
    assert loaded.done == bool(file.lines), loaded.why_not
    assert loaded.sums == trial.sums
    assert contradictions(later) == []
    assert present(later, count) <= {copy.id}
    if loaded.file is not None:
        with desk.library.reading() as connection:
            kept = lines_of_file(connection, loaded.file.id)
        assert {line.line for line in kept} == {line.number for line in file.lines}
        assert take_back_file(later, loaded.file.id).done
    with desk.library.reading() as connection:
        assert count_sums(connection, count.id).read == 0


TEXTS = [path for path in FILES if path.suffix in {".txt", ".csv"}]


@pytest.mark.parametrize("path", each(TEXTS))
def test_every_line_of_a_real_text_that_holds_anything_becomes_a_line(desk: Desk, path: Path) -> None:
    file = read(desk, path)
    if file is not None and not file.encoding.startswith("utf-16") and file.lines:
        first = file.lines[0].number  # above it stands a header
        written = {number for number in written_lines(path.read_bytes()) if number >= first}
        assert {line.number for line in file.lines} == written


@pytest.mark.skipif(not INVENTORY, reason="the file of a real stock-take is not here")
@pytest.mark.parametrize("path", INVENTORY, ids=lambda path: path.name)
def test_the_books_of_a_real_stock_take_are_found_by_their_barcodes_beside_the_chips(desk: Desk, path: Path) -> None:
    codes = [line.split("\t")[1] for line in path.read_text(encoding="utf-8").splitlines()]
    copies = {a_copy(desk.library, barcode=code).id for code in codes}
    count, later = a_count(desk), days_later(desk, 1)
    file = read(desk, path)
    assert file is not None
    assert [line.code for line in file.lines] == codes
    loaded = load_file(later, count.id, file, FileOrder("RFID"))
    assert (loaded.sums.read, loaded.sums.found) == (len(codes), len(codes))
    assert present(later, count) == copies
