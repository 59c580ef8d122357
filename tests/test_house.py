"""The tree keeps the house: layout, shape, names, layers, and the facts about the locked packages it is built on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {"pyproject.toml", "src", "migrations", "resources", "tests", "packaging", "README.md", "LICENSE"}
CORE = ("domain", "store", "desk", "devices", "exchange", "labels", "reports")
TOO_VAGUE = {"service", "services", "manager", "handler", "handlers", "helper", "helpers", "util", "utils"}
MODULES = sorted(
    file
    for room in ("src", "tests", "packaging", "migrations")
    for file in (ROOT / room).rglob("*.py")
    if "__pycache__" not in file.parts
)
TEXTS = sorted(
    file
    for room in (*(ROOT / name for name in TOP_LEVEL), ROOT / ".ci")
    for file in ([room] if room.is_file() else room.rglob("*"))
    if file.suffix in {".py", ".md", ".toml", ".lock", ".in", ".po", ".json", ".svg", ".mako", ".csv", ""}
    and file.is_file()
    and "__pycache__" not in file.parts
)


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in `file` with the dotted name of what is called."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def run_python(program: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *options, "-c", program], capture_output=True, text=True, cwd=ROOT)


def test_the_top_level_holds_exactly_the_rooms_of_the_design() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found == TOP_LEVEL


def test_no_room_of_the_program_is_a_lone_file_beside_the_package() -> None:
    found = {path.name for path in (ROOT / "src").iterdir() if not path.name.endswith(".egg-info")}
    assert found == {"deskcirc"}


@pytest.mark.parametrize("name", ["run.lock", "dev.lock"])
def test_a_lock_names_no_server_and_has_a_hash_for_every_package(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_the_tests_is_what_runs_at_the_counter() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "packaging" / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("run.lock") - pins("dev.lock") == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    machine = re.compile("/" + "(work|root)/|/" + r"home/\w+/|(files\." + r"python" + r"hosted|py" + r"pi)\.org")
    assert [named(file) for file in TEXTS if machine.search(file.read_text(encoding="utf-8", errors="replace"))] == []


def test_every_module_opens_with_a_sentence_saying_what_it_is() -> None:
    assert [named(file) for file in MODULES if not (ast.get_docstring(parsed(file)) or "").strip()] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [named(file) for file in MODULES if TOO_VAGUE & set(file.stem.split("_"))] == []


def test_files_functions_and_classes_stay_within_the_shape() -> None:
    assert list(out_of_shape()) == []


def out_of_shape() -> Iterator[str]:
    """Files over 400 lines, functions over 45 (a migration's step may list more columns), classes over 15 methods."""
    for file in MODULES:
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > 400:
            yield f"{named(file)}: {lines} lines"
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "versions" not in file.parts:
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 45:
                    yield f"{named(file)}: {node.name} has {length} lines"
            # In tests a class may list one act a method: a state machine's rules, what a person can do at the window.
            if isinstance(node, ast.ClassDef) and "tests" not in file.parts:
                methods = sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body)
                if methods > 15:
                    yield f"{named(file)}: {node.name} has {methods} methods"


def test_imports_go_down_only() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    completed = run_python(program)
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_the_core_and_every_state_of_the_screen_work_without_qt() -> None:
    package = ROOT / "src" / "deskcirc"
    files = [file for room in CORE for file in (package / room).rglob("*.py")]
    files += (package / "ui").rglob("state.py")
    names = [".".join(file.relative_to(package.parent).with_suffix("").parts) for file in files]
    modules = sorted(name.removesuffix(".__init__") for name in names)
    completed = run_python(
        "import importlib, sys\n"
        "sys.modules['PySide6'] = None\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
    )
    assert completed.returncode == 0, completed.stderr


def test_the_locked_qt_survives_a_long_day_of_signals() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference at each emit and aborts after some hundreds."""
    completed = run_python(
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal(int)\n"
        "sender, received = Sender(), []\n"
        "sender.sent.connect(received.append)\n"
        "for number in range(20_000):\n"
        "    sender.sent.emit(number)\n"
        "print(len(received))\n"
    )
    assert (completed.returncode, completed.stdout.strip()) == (0, "20000"), completed.stderr


def test_no_error_file_of_an_import_lies_among_the_files_of_the_tests() -> None:
    """Refused rows are written beside the file: a test takes in a copy of a sample, never the sample itself."""
    assert [named(file) for file in (ROOT / "tests").rglob("*-refused*.csv")] == []


def test_no_test_sleeps() -> None:
    asleep = re.compile(r"(^|\.)(sleep|qWait|qSleep|msleep)$|^(qtbot|qt_bot|bot)\.wait$")
    found = [
        f"{named(file)}:{call.lineno}" for file in MODULES if "tests" in file.parts for call in sleeps(file, asleep)
    ]
    assert found == []


def sleeps(file: Path, asleep: re.Pattern[str]) -> list[ast.Call]:
    return [call for name, call in calls(file) if asleep.search(name)]


def test_no_test_is_passed_over_without_a_reason() -> None:
    silent = []
    for file in (file for file in MODULES if "tests" in file.parts):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Attribute) and node.attr == "skip" and ast.unparse(node) == "pytest.mark.skip":
                silent.append(f"{named(file)}:{node.lineno} marked skip: take the test out or mend it")
        for name, call in calls(file):
            reasons = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
            if name == "pytest.importorskip" or (name == "pytest.skip" and not (reasons or call.args)):
                silent.append(f"{named(file)}:{call.lineno} {name}")
            if name in {"pytest.mark.skipif", "pytest.mark.xfail"} and not reasons:
                silent.append(f"{named(file)}:{call.lineno} {name} without a reason")
    assert silent == []
