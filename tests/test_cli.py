"""The command line with wrong words, odd names and pipes that close: a sentence and an exit status, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deskcirc.store.database import Library

DONE, ANSWER_NO, TROUBLE = 0, 1, 2
posix = pytest.mark.skipif(sys.platform == "win32", reason="bytes and files of POSIX")


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a command: English, and folders of its own."""
    folder = tmp_path / "configuration"
    (folder / "deskcirc").mkdir(parents=True)
    (folder / "deskcirc" / "station.json").write_text('{"language": "en"}')
    folders = {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    return {**os.environ, **folders, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def deskcirc(
    here: dict[str, str], *words: str | bytes | Path, given: bytes | None = b"", behind: str = ""
) -> tuple[int, str, str]:
    """Exit status, output and errors of a command; `behind` is the rest of a line of the shell."""
    command = [sys.executable, "-m", "deskcirc", *words]
    if behind:
        quoted = " ".join(f"'{word}'" for word in map(str, command))
        command = ["bash", "-o", "pipefail", "-c", f"{quoted} {behind}"]
    ran = subprocess.run(command, env=here, input=given, capture_output=True)
    assert b"Traceback" not in ran.stderr, ran.stderr.decode()
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("--colour",),
        ("new", "a.deskcirc", "b.deskcirc"),
        ("practice", "a.deskcirc", "--today", "0001-01-01"),
        ("practice", "a.deskcirc", "--today", "9999-12-31"),
        ("practice", "a.deskcirc", "--seed", "seven"),
        ("check", "gone.deskcirc"),
        ("check", ""),
        ("check", "x" * 400),
        ("new", "x" * 400),
        ("import", "gone.deskcirc", "list.csv"),
    ],
    ids=range(11),
)
def test_wrong_words_are_answered_with_exit_status_two(here: dict[str, str], words: tuple[str, ...]) -> None:
    status, output, said = deskcirc(here, *words)
    assert (status, output) == (TROUBLE, "")
    assert said


def test_a_file_to_import_that_cannot_be_is_named(here: dict[str, str], library_file: Path, tmp_path: Path) -> None:
    rows = tmp_path / "list.csv"
    rows.write_text("书名,登录号\n草房子,1\n", encoding="utf-8")
    for words in ([tmp_path / ("x" * 400)], [rows, "--refused", "x" * 400], [rows, "--encoding", "idna"]):
        status, _output, said = deskcirc(here, "import", library_file, *words)
        assert (status, len(said.splitlines())) == (TROUBLE, 2)


@posix
def test_names_in_another_encoding_are_taken_as_they_are(here: dict[str, str], tmp_path: Path) -> None:
    library, rows = os.fsencode(tmp_path) + b"/\xff.deskcirc", os.fsencode(tmp_path) + b"/\xcd\xbc.csv"
    Path(os.fsdecode(rows)).write_text("书名,登录号\n草房子,1\n", encoding="utf-8")
    assert deskcirc(here, "new", library, "--name", b"\xcd\xbc\xca\xe9\xb9\xdd")[0] == DONE
    assert deskcirc(here, "import", library, rows)[0] == DONE
    assert deskcirc(here, "replay", library, "-", "--station", b"\xff")[0] == DONE
    assert deskcirc(here, "check", library)[0] == DONE


@posix
@pytest.mark.parametrize("behind", ["| head -c 1", "| true", ">&-", "2>&- | true"])
def test_a_reader_who_has_seen_enough_is_no_trouble(here: dict[str, str], library_file: Path, behind: str) -> None:
    assert deskcirc(here, "check", library_file, behind=behind)[0] == DONE


@posix
@pytest.mark.parametrize("command", ["check", "replay"])
def test_lines_that_cannot_be_written_are_no_success(
    here: dict[str, str], library_file: Path, tmp_path: Path, command: str
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"at": "2026-03-02T12:00:00", "scan": "1"}\n')
    words = [library_file] if command == "check" else [library_file, log]
    status, _output, said = deskcirc(here, command, *words, behind="> /dev/full")
    assert (status, said) == (TROUBLE, "The lines cannot be written (the disk is full).\n")


@posix
def test_a_log_from_a_closed_input_is_an_empty_log(here: dict[str, str], library_file: Path) -> None:
    assert deskcirc(here, "replay", library_file, "-", behind="<&-")[:2] == (DONE, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_log_may_come_in_the_encodings_of_shells(
    here: dict[str, str], library_file: Path, tmp_path: Path, encoding: str
) -> None:
    lines = [{"at": "2026-03-02T12:00:00", "scan": "图书\u2028馆"}, {"at": "2026-03-02T12:00:09", "scan": "2"}]
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding=encoding)
    status, output, _said = deskcirc(here, "replay", library_file, log)
    assert status == DONE
    assert [json.loads(line)["outcome"] for line in output.splitlines()] == ["unknown", "unknown"]


def test_octets_that_are_no_characters_cost_only_their_line(here: dict[str, str], library_file: Path) -> None:
    given = b'{"at": "2026-03-02T12:00:00", "scan": "\xc3\x28\xff"}\n\xff\n{"at": "2026-03-02T12:00:00", "scan": "2"}\n'
    legacy = here | {"PYTHONIOENCODING": "gbk"}
    status, output, _said = deskcirc(legacy, "replay", library_file, "-", given=given)
    outcomes = [json.loads(line)["outcome"] for line in output.splitlines()]
    assert (status, outcomes) == (DONE, ["unreadable", "not-an-input", "unknown"])


def test_a_library_that_breaks_a_promise_is_an_answer_of_no(
    here: dict[str, str], library: Library, library_file: Path
) -> None:
    with library.reading() as connection:
        connection.exec_driver_sql("UPDATE operators SET name = 'somebody'")
        connection.exec_driver_sql("COMMIT")
    status, output, _said = deskcirc(here, "check", library_file)
    assert status == ANSWER_NO
    assert output.splitlines()[-1] == "1 breach"
