"""Files for people are whole or not there, and no list is ever written over a library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from deskcirc.domain.report import Report, ReportColumn
from deskcirc.errors import DeskcircError
from deskcirc.exchange.plain_writing import save_plain_text
from deskcirc.exchange.report_files import save_report
from deskcirc.files import clear_leftovers, refuse_to_replace, written_whole

REPORT = Report("who", "书单", "", (ReportColumn("书名", 60),), (("草房子",),))


@pytest.mark.parametrize("save", [lambda path: save_report(REPORT, path), lambda path: save_plain_text(path, "x")])
@pytest.mark.parametrize("ending", ["", "-wal", ".lock"])
def test_nothing_is_written_over_a_library(library_file: Path, save: Callable[[Path], None], ending: str) -> None:
    before = library_file.read_bytes()
    with pytest.raises(DeskcircError, match="is the file of a library"):
        save(library_file.with_name(library_file.name + ending))
    assert library_file.read_bytes() == before
    assert [each.name for each in library_file.parent.iterdir()] == [library_file.name]


def test_a_link_to_a_library_is_no_way_round(library_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "list.csv"
    link.symlink_to(library_file)
    with pytest.raises(DeskcircError, match="is the file of a library"):
        save_report(REPORT, link)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes of this kind here")
    os.mkfifo(tmp_path / "list.csv")
    with pytest.raises(DeskcircError, match="is no file"):
        save_report(REPORT, tmp_path / "list.csv")
    assert (tmp_path / "list.csv").is_fifo()


def test_what_was_there_stays_whatever_stops_the_writing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old", encoding="utf-8")
    with suppress(KeyboardInterrupt), written_whole(path) as draft:
        draft.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "list.csv", tmp_path / "link.csv"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)
    with written_whole(link) as draft:
        draft.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


def test_other_files_and_names_that_are_none_may_be_tried(tmp_path: Path) -> None:
    (tmp_path / "book.db").write_bytes(b"SQLite")
    for name in ("book.db", "new.csv", "-wal", "x" * 300):
        refuse_to_replace(tmp_path / name)


def a_dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    return ended.pid


def test_what_a_killed_program_left_half_written_goes_with_the_next_export(tmp_path: Path) -> None:
    half_written = tmp_path / f"stock.xlsx.{a_dead_process()}.deskcirc-new"
    of_another = tmp_path / f"other.csv.{os.getppid()}.deskcirc-new"
    foreign = tmp_path / "notes.new"
    for each in (half_written, of_another, foreign):
        each.write_text("half", encoding="utf-8")
    with written_whole(tmp_path / "list.csv") as draft:
        draft.write_text("whole", encoding="utf-8")
    assert {each.name for each in tmp_path.iterdir()} == {"list.csv", of_another.name, foreign.name}


def test_an_export_that_is_killed_leaves_nothing_once_the_program_starts_again(tmp_path: Path) -> None:
    script = "import sys, os; from pathlib import Path; from deskcirc.files import written_whole\n"
    script += "with written_whole(Path(sys.argv[1])) as draft: draft.write_text('half'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "stock.xlsx")], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    clear_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == []
