"""The checkout's own Python environment, `.venv`: made from a hashed lock, and anew when anything changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = {"run": ROOT / "packaging" / "run.lock", "test": ROOT / "packaging" / "dev.lock"}


class SetUpError(Exception):
    """The set-up cannot go on; the sentence says what to do."""


def provide(purpose: str) -> Path:
    """Make the environment for `purpose` ("run" or "test") unless it stands already; returns its Python.

    Raises SetUpError when a step fails. Only a finished set-up leaves its stamp, so that one that was broken off, or
    that lost a package since, is made again from nothing.
    """
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if stands(purpose):
        return python
    print("正在准备运行环境（只需一次，约 100 MB）… Setting up, once: about 100 MB are fetched …", flush=True)
    stands_for_run = stands("run")
    stamp_file().unlink(missing_ok=True)
    if not stands_for_run:
        _step([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment could not be made")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    lock = LOCKS[purpose]
    _step([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock)], "the packages could not be installed")
    _step([*pip, "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "the program could not be installed")
    stamp = {"fingerprint": fingerprint(lock), "packages": _packages()}
    stamp_file().write_text(json.dumps(stamp), encoding="utf-8")
    return python


def stands(purpose: str) -> bool:
    """Whether a finished environment for `purpose` is there, unchanged; the one for the tests also serves to run."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        stamp = json.loads(stamp_file().read_text(encoding="utf-8"))
        fingerprint_found, packages_then = stamp["fingerprint"], set(stamp["packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    locks = {LOCKS[purpose], LOCKS["test"]}
    return (
        python.exists()
        and fingerprint_found in {fingerprint(lock) for lock in locks}
        and packages_then <= set(_packages())
    )


def fingerprint(lock: Path) -> str:
    """What the environment depends on, as one string: the lock, the project's description, this Python, this place.

    Of Python only what decides which packages fit: a system's update from 3.11.2 to 3.11.2 with a mended library, or
    starting this script by another 3.11, is no reason to fetch everything again; nor is a line for a linter.
    """
    python = str(sys.implementation.cache_tag)
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built_from = [described.get("project"), described.get("build-system"), described.get("tool", {}).get("setuptools")]
    parts = [lock.read_text(encoding="utf-8"), built_from, python, os.fspath(ROOT)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def stamp_file() -> Path:
    """The file that only a finished set-up leaves."""
    return VENV / "deskcirc-set-up.json"


def _packages() -> list[str]:
    """What lies in the environment's package folder: names only, one listing, so that every start can afford it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    folder = VENV / ("Lib/site-packages" if os.name == "nt" else f"lib/{version}/site-packages")
    if not folder.is_dir():
        return []
    return sorted(name for name in os.listdir(folder) if name != "__pycache__")  # noqa: PTH208  names, no paths


def _step(command: list[str], failure: str) -> None:
    sys.stdout.flush()
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
        raise SetUpError(
            f"准备运行环境失败，原因见上面几行。首次启动需要联网；支持 Python 3.11 到 3.14。"
            f"\nSetting up failed: {failure}; the lines above say why. The first start needs the network; "
            f"Python 3.11 to 3.14 are supported (this is {sys.version.split()[0]}). Then run the same command again."
        )
