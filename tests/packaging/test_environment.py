"""The environment of a checkout: a finished one is kept, anything else is noticed and made again."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from pathlib import Path

import pytest

import environment


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in a folder with blanks and Chinese in its name, whose environment for the tests is finished."""
    root = tmp_path / "图书馆 的 电脑"
    packages = root / ".venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    for package in ("PySide6", "sqlalchemy"):
        (packages / package).mkdir(parents=True)
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    (root / "packaging").mkdir()
    for name in ("run.lock", "dev.lock"):
        (root / "packaging" / name).write_text(f"# {name}\n")
    (root / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    locks = {"run": root / "packaging" / "run.lock", "test": root / "packaging" / "dev.lock"}
    monkeypatch.setattr(environment, "LOCKS", locks)
    finish(root, "dev.lock")
    return root


def finish(root: Path, lock: str) -> None:
    stamp = {
        "fingerprint": environment.fingerprint(root / "packaging" / lock),
        "packages": ["PySide6", "sqlalchemy"],
    }
    environment.stamp_file().write_text(json.dumps(stamp))


@pytest.mark.usefixtures("checkout")
def test_an_environment_for_the_tests_also_runs_the_program() -> None:
    assert environment.stands("test")
    assert environment.stands("run")


def test_an_environment_to_run_the_program_is_not_enough_for_the_tests(checkout: Path) -> None:
    finish(checkout, "run.lock")
    assert environment.stands("run")
    assert not environment.stands("test")


def test_a_set_up_that_was_broken_off_is_noticed(checkout: Path) -> None:
    environment.stamp_file().unlink()
    assert not environment.stands("run")
    environment.stamp_file().write_text('{"fingerpr')
    assert not environment.stands("run")


def test_a_changed_lock_is_noticed(checkout: Path) -> None:
    (checkout / "packaging" / "dev.lock").write_text("# another\n")
    assert not environment.stands("test")


def test_a_changed_project_is_noticed_a_changed_linter_is_not(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text("[project]\n[tool.ruff]\nline-length = 120\n")
    assert environment.stands("test")
    (checkout / "pyproject.toml").write_text("[project]\nname = 'another'\n")
    assert not environment.stands("test")


def test_an_environment_whose_python_is_gone_is_noticed(checkout: Path) -> None:
    (checkout / ".venv" / "bin" / "python").unlink()
    assert not environment.stands("run")


def test_an_environment_emptied_of_its_packages_is_noticed(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv" / "lib")
    assert not environment.stands("run")


def test_a_package_taken_away_is_noticed(checkout: Path) -> None:
    next((checkout / ".venv").rglob("PySide6")).rmdir()
    assert not environment.stands("run")


def test_a_checkout_that_was_moved_is_set_up_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOT", checkout.rename(checkout.with_name("moved")))
    moved = environment.ROOT
    monkeypatch.setattr(environment, "VENV", moved / ".venv")
    locks = {"run": moved / "packaging" / "run.lock", "test": moved / "packaging" / "dev.lock"}
    monkeypatch.setattr(environment, "LOCKS", locks)
    assert not environment.stands("run")


def test_an_older_python_can_read_the_script_far_enough_to_be_told() -> None:
    script = (Path(environment.__file__).with_name("dev.py")).read_text(encoding="utf-8")
    ast.parse(script, feature_version=(3, 7))
    assert script.index("sys.version_info < (3, 11)") < script.index("import checks")
