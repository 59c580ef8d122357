"""Installed, the program finds its migrations, resources and compiled translations without the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program installed by pip from a copy of the checkout, which is gone again afterwards."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = folder / "checkout"
    leave_out = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "*.mo", "tests")
    shutil.copytree(ROOT, checkout, ignore=leave_out)
    target = folder / "installed"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-index"]
    pip += ["--no-deps", "--no-build-isolation", "--target", str(target), str(checkout)]
    completed = subprocess.run(pip, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    shutil.rmtree(checkout)
    return target


def ask(installed: Path, program: str) -> str:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{program}"]
    completed = subprocess.run(command, capture_output=True, text=True, cwd=installed, encoding="utf-8")
    assert completed.returncode == 0, completed.stderr
    return completed.stdout.strip()


def test_every_shipped_file_is_installed(installed: Path) -> None:
    shipped = Path(ask(installed, "from deskcirc import paths; print(paths.resources().parent)"))
    assert shipped == installed / "deskcirc" / "_shipped"
    for room in ("migrations", "resources"):
        expected = {
            file.relative_to(ROOT)
            for file in (ROOT / room).rglob("*")
            if file.is_file() and file.suffix not in {".po", ".mo", ".pyc"}
        }
        found = {file.relative_to(shipped) for file in (shipped / room).rglob("*") if file.is_file()}
        assert expected == {file for file in found if file.suffix not in {".mo", ".pyc"}}


def test_the_chinese_catalogue_is_installed_compiled(installed: Path) -> None:
    found = ask(installed, "from deskcirc import paths; print(*paths.resources().rglob('deskcirc.mo'))")
    assert Path(found).parts[-3:] == ("zh_CN", "LC_MESSAGES", "deskcirc.mo")


def test_the_migrations_are_found_inside_the_installed_package(installed: Path) -> None:
    found = ask(installed, "from deskcirc import paths; print(paths.migrations())")
    assert Path(found) == installed / "deskcirc" / "_shipped" / "migrations"
