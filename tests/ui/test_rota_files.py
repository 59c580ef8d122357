"""`deskcirc rota export` and `import`: out and in the same, a trial changes nothing, a flaw costs the whole file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from tests.builders import all_rows, set_up_act

from deskcirc.errors import LibraryFileError
from deskcirc.store.database import open_library
from deskcirc.store.tables import classes
from deskcirc.ui.rota_files import COMMAND

ROTA = """deskcirc = "rota"
[[slot]]
opens = "12:10"
closes = "12:25"
[[turn]]
class = "{name}"
weekday = 1
at = "12:10"
"""


@pytest.fixture
def school(library_file: Path) -> Path:
    """A library with one class, closed."""
    with open_library(library_file) as library, library.writing(set_up_act(library)) as writing:
        writing.insert(classes, entry_year=2024, number=2)
    return library_file


def run(verb: str, library: Path, file: Path, *, dry_run: bool = False) -> int:
    return COMMAND.run(Namespace(verb=verb, library=library, file=file, dry_run=dry_run))


def rows(library: Path) -> object:
    with open_library(library) as opened:
        return all_rows(opened)


def test_a_rota_is_taken_over_and_written_out_again(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, written = tmp_path / "given.toml", tmp_path / "written.toml"
    given.write_text(ROTA.format(name="2024级2班"), encoding="utf-8")
    assert run("import", school, given) == 0
    assert "Slots: 1, wishes: 0, turns: 1." in capsys.readouterr().out
    assert run("export", school, written) == 0
    before = rows(school)
    assert run("import", school, written, dry_run=True) == 0
    assert "Trial only; nothing was saved." in capsys.readouterr().out
    assert rows(school) == before
    assert run("export", school, Path("-")) == 0
    assert capsys.readouterr().out == written.read_text(encoding="utf-8")


def test_a_class_nobody_knows_costs_the_whole_file(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, before = tmp_path / "given.toml", rows(school)
    given.write_text(ROTA.format(name="2024级7班"), encoding="utf-8")
    assert run("import", school, given) == 1
    said = capsys.readouterr().err
    assert "given.toml, line 6: There is no class “2024级7班” here." in said
    assert "Nothing was changed." in said
    assert rows(school) == before


def test_a_file_of_remarks_alone_does_not_empty_the_rota(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.toml"
    given.write_text(ROTA.format(name="2024级2班"), encoding="utf-8")
    assert run("import", school, given) == 0
    before = rows(school)
    given.write_text("# nothing\n", encoding="utf-8")
    assert run("import", school, given) == 1
    assert "There is no rota in given.toml." in capsys.readouterr().err
    assert rows(school) == before


def test_without_a_library_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryFileError):
        run("export", tmp_path / "none.deskcirc", tmp_path / "rota.toml")
