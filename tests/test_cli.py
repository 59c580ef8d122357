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
@pytest.mark.parametrize("kind", ["rules", "calendar", "rota"])
@pytest.mark.parametrize("behind", ["| head -c 1", ">&-", "2>&- | true"])
def test_a_plain_file_is_written_to_whoever_reads_it(
    here: dict[str, str], library_file: Path, kind: str, behind: str
) -> None:
    assert deskcirc(here, kind, "export", library_file, "-", behind=behind)[0] == DONE


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


def test_rules_go_from_one_school_to_another_as_a_file(here: dict[str, str], tmp_path: Path) -> None:
    ours, theirs, file = tmp_path / "ours.deskcirc", tmp_path / "theirs.deskcirc", tmp_path / "规则.toml"
    assert deskcirc(here, "new", ours, "--preset", "nine_year")[0] == DONE
    assert deskcirc(here, "new", theirs)[0] == DONE
    assert deskcirc(here, "rules", "export", ours, file)[0] == DONE
    status, output, _said = deskcirc(here, "rules", "import", theirs, file, "--dry-run")
    assert (status, "Trial only" in output, "added: Pupil, grades 1 to 2" in output) == (DONE, True, True)
    status, output, _said = deskcirc(here, "rules", "import", theirs, file)
    assert (status, "2 added, 1 changed, 0 ended" in output) == (DONE, True)
    assert "nothing would change" in deskcirc(here, "rules", "import", theirs, file)[1]
    assert deskcirc(here, "check", theirs)[0] == DONE
    screen = deskcirc(here, "rules", "export", theirs, "-")[1]
    rules = [line for line in screen.splitlines() if not line.startswith("#")]
    assert sorted(rules) == sorted(line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))


def test_a_calendar_goes_from_one_school_to_another_as_a_file(here: dict[str, str], tmp_path: Path) -> None:
    ours, theirs, file = tmp_path / "ours.deskcirc", tmp_path / "theirs.deskcirc", tmp_path / "year.toml"
    for library in (ours, theirs):
        deskcirc(here, "new", library)
    term = '[[term]]\nname = "Spring"\nstarts = 2026-03-02\nends = 2026-07-03\n'
    file.write_text(term, encoding="utf-8")
    assert "nothing was saved" in deskcirc(here, "calendar", "import", ours, file, "--dry-run")[1]
    assert deskcirc(here, "calendar", "import", ours, file)[0] == DONE
    assert deskcirc(here, "calendar", "export", ours, file)[0] == DONE
    assert deskcirc(here, "calendar", "import", theirs, file)[0] == DONE
    assert "Spring" in deskcirc(here, "calendar", "export", theirs, "-")[1]
    file.write_text(term.replace("Spring", "Another"), encoding="utf-8")
    status, _output, said = deskcirc(here, "calendar", "import", theirs, file)
    assert status == 1
    assert "Spring" in said
    assert "Another" in said
    assert deskcirc(here, "check", theirs)[0] == DONE


def test_a_rules_file_with_slips_is_refused_with_every_line(here: dict[str, str], tmp_path: Path) -> None:
    library, file = tmp_path / "ours.deskcirc", tmp_path / "rules.toml"
    deskcirc(here, "new", library)
    file.write_text('[[rule]]\ncategory = "pupil"\nloan_limit = 3\nloan_dais = 14\n\n[[rule]]\nholds = -1\n')
    status, output, said = deskcirc(here, "rules", "import", library, file)
    assert (status, output) == (ANSWER_NO, "")
    assert [f"line {number}" in said for number in (4, 7)] == [True, True]
    assert "loan_days" in said
    assert "Nothing was changed." in said
    for words in (
        ("import", library, tmp_path / "none.toml"),
        ("export", tmp_path / "none.deskcirc", "-"),
        ("export",),
    ):
        assert deskcirc(here, "rules", *words)[0] == TROUBLE
    assert deskcirc(here, "rules", "export", library, tmp_path / "no" / "rules.toml")[0] == TROUBLE


def test_the_stock_goes_out_and_comes_in_again(here: dict[str, str], library_file: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "list.csv", tmp_path / "stock.iso"
    rows.write_text("书名,登录号\n草房子,T0001\n小王子,T0002\n", "utf-8")
    assert deskcirc(here, "import", library_file, rows)[0] == DONE
    status, output, _said = deskcirc(here, "export", library_file, out, "--format", "cnmarc-gb18030")
    assert (status, output) == (DONE, "Written: 2 titles, 2 copies.\n")
    assert "草房子".encode("gb18030") in out.read_bytes()
    status, _output, said = deskcirc(here, "export", library_file, out, "--format", "csv", "--location", "阁楼")
    assert (status, said.splitlines()[0]) == (TROUBLE, "There is no place 阁楼.")
