"""`deskcirc import` on every real file at hand: no crash, no mojibake, figures that add up, a sound library."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from deskcirc import paths
from deskcirc.cli import main
from deskcirc.settings import LANGUAGE, save_station_settings
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("DESKCIRC_SHARED", ROOT.parent / "shared")) / "data"
OWN = [*(ROOT / "tests" / "files").rglob("*.*"), *(paths.resources() / "practice").glob("*.xlsx")]
FOREIGN = [file for room in ("marc", "excel", "books", "loans", "inventory") for file in (SHARED / room).rglob("*.*")]
FILES = sorted(file for file in [*OWN, *FOREIGN] if file.is_file() and file.suffix not in {".md", ".gitattributes"})
ROWS = re.compile(r"([\d,]+) rows? read: ([\d,]+) added, ([\d,]+) already known, ([\d,]+) refused\.")
TABLES = ("patrons", "titles", "copies")


def named(file: Path) -> str:
    root = SHARED if file.is_relative_to(SHARED) else ROOT
    return file.relative_to(root).as_posix()


def stored_texts(library: Path) -> list[str]:
    """Every title, author, publisher and patron's name of a library, read as any SQLite tool would."""
    with sqlite3.connect(library) as connection:
        rows = connection.execute("SELECT title || ' ' || author || ' ' || publisher FROM titles").fetchall()
        rows += connection.execute("SELECT name FROM patrons").fetchall()
    return [text for (text,) in rows]


def marks(library: Path) -> set[str]:
    with sqlite3.connect(library) as connection:
        return {mark for (mark,) in connection.execute("SELECT DISTINCT mark FROM notes")}


def is_garbled(text: str) -> bool:
    """Whether a text holds control characters, or is Chinese octets shown as western letters or rare characters."""
    western = sum("\x80" <= sign <= "\xff" for sign in text)
    control = any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in text)
    return control or western > 4 + len(text) // 3 or any(sign in text for sign in ("锟斤拷", "烫烫", "Ã©", "â€"))


@pytest.fixture(autouse=True)
def in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's folders of their own, with English chosen as the language of the screen."""
    for variable in ("HOME", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    save_station_settings(paths.settings_folder(), {LANGUAGE.name: LANGUAGE.write("en")})


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_file_goes_in_row_by_row_or_is_refused_with_a_sentence(
    file: Path, library_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(shutil.copy(file, tmp_path))
    status = main(["import", str(library_file), str(own)])
    told = capsys.readouterr()
    if status == 2:
        assert told.err.strip().count("\n") >= 1, "a sentence and a remedy"
        assert told.out == ""
        return
    found = ROWS.search(told.out)
    assert found, told.out
    read, added, known, refused = (int(number.replace(",", "")) for number in found.groups())
    assert read == added + known + refused
    assert status == (1 if refused else 0)
    assert bool(refused) is bool(list(tmp_path.glob("*-refused*.csv")))
    texts = stored_texts(library_file)
    assert bool(texts) is bool(added)
    assert [text for text in texts if is_garbled(text)] == []
    lost = [text for text in texts if "\ufffd" in text]
    assert not lost or "characters-lost" in marks(library_file)
    with open_library(library_file) as library:
        assert list(check_library(library)) == []


def test_the_rural_school_comes_in_whole(library_file: Path, tmp_path: Path) -> None:
    """Facts of the file: 334 readers, 2 661 titles with a name, 9 944 copies, one row without a title."""
    own = Path(shutil.copy(paths.resources() / "practice" / "rural_school.xlsx", tmp_path))
    assert main(["import", str(library_file), str(own)]) == 1
    with sqlite3.connect(library_file) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    assert counts == [334, 2661, 9944]


def test_the_command_runs_as_a_process_of_its_own(library_file: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(ROOT / "tests" / "files" / "marc" / "own_cnmarc_gbk.iso", tmp_path))
    command = [sys.executable, "-m", "deskcirc", "import", "--dry-run", str(library_file), str(file)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=surroundings)
    assert done.returncode == 0, done.stderr
    assert "gb18030" in done.stdout
    assert done.stderr == ""
