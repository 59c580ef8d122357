"""From a fresh clone to a running program, to passed tests: `python3 packaging/dev.py run`, `… test`; see USAGE.

The same file on Linux and Windows, the standard library only, from any directory. It makes `.venv` in the checkout from
the hashed locks beside this file, compiles the translations, and on Linux has what Qt needs of the system installed.

The locks hold for Linux and Windows and name no server. `dev.py lock` makes both anew from pyproject.toml and
build.in, with whatever `uv` is on the PATH; commit both together, since the set-up for the tests also serves `run`.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python must get this far to be told
    sys.exit("deskcirc 需要 Python 3.11 或更高版本。\ndeskcirc needs Python 3.11 or newer.")

import io
import os
import shutil
import subprocess
from contextlib import ExitStack

import checks
import environment
import system_needs
from environment import ROOT, SetUpError
from virtual_screen import virtual_screen

USAGE = """\
usage: python3 packaging/dev.py COMMAND [ARGUMENTS…]

  run [ARGUMENTS…]         start deskcirc with these arguments (set up first, once)
  test [PYTEST ARGUMENTS…] the house's checks and all tests; with arguments only pytest, with them
  bench [OPTIONS…]         measure how fast the counter is, beside what cannot be beaten (see `bench --help`)
  translations             bring the .po files in line with the sentences in the sources
  pictures [NAME …]        make the manual's pictures anew, all or these
  lock                     make the two lock files anew (needs uv)
"""
_CATALOGUES = ROOT / "resources" / "translations"


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    commands = {
        "run": run,
        "test": test,
        "bench": bench,
        "translations": translations,
        "pictures": pictures,
        "lock": lock,
    }
    if command not in commands:
        asked = command in {"--help", "-h", "help"}
        print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        return commands[command](rest)
    except SetUpError as trouble:
        print(trouble, file=sys.stderr)
        return 1


def run(arguments: list[str]) -> int:
    """Start the program; on Linux it takes this process over."""
    python = _set_up("run")
    command = [str(python), "-P", "-m", "deskcirc", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606  the program is meant to take this process over
    return subprocess.call(command)


def test(arguments: list[str]) -> int:
    """Run the house's checks and every test, or pytest alone with the arguments given."""
    python = _set_up("test")
    return checks.chosen_tests(python, arguments) if arguments else checks.everything(python)


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, on Linux with their window on a virtual screen."""
    python = _set_up("test")
    command = [str(python), "-m", "tests.benchmarks", *arguments]
    with ExitStack() as until_done:
        screen = until_done.enter_context(virtual_screen()) if sys.platform == "linux" else {}
        return subprocess.call(command, cwd=ROOT, env=checks.surroundings(screen))


def translations(arguments: list[str]) -> int:
    """Refresh the catalogues from the sources and list what has no translation yet."""
    python = _set_up("test")
    return subprocess.call([str(python), str(ROOT / "packaging" / "translations.py"), "refresh", *arguments])


def pictures(arguments: list[str]) -> int:
    """Make the manual's pictures anew from practice libraries; look at them before they are committed."""
    python = _set_up("test")
    return subprocess.call([str(python), str(ROOT / "packaging" / "pictures.py"), *arguments])


def lock(arguments: list[str]) -> int:
    """Make both locks anew; extra arguments (`--upgrade`) go to uv."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("uv is not on the PATH; install it (`pipx install uv`) and try again.")
    compile_a_lock = [uv, "pip", "compile", "-q", "--universal", "--generate-hashes", "--python-version", "3.11"]
    compile_a_lock += ["--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    for purpose, groups in (("run", []), ("test", ["--group", "dev"])):
        file = environment.LOCKS[purpose]
        subprocess.run(
            [
                *compile_a_lock,
                *groups,
                *arguments,
                "pyproject.toml",
                "packaging/build.in",
                "-o",
                file.relative_to(ROOT).as_posix(),
            ],
            cwd=ROOT,
            check=True,
        )
        if "://" in file.read_text(encoding="utf-8"):
            raise SetUpError(f"{file.name} names a server: it must not be committed.")
    return 0


def _set_up(purpose: str) -> os.PathLike[str]:
    """Whatever `purpose` needs is there afterwards; returns the environment's Python."""
    if sys.platform == "linux":
        system_needs.provide(for_tests=purpose == "test")
    python = environment.provide(purpose)
    if _translations_are_stale():
        subprocess.run([str(python), str(ROOT / "packaging" / "translations.py"), "compile"], check=True)
    return python


def _translations_are_stale() -> bool:
    for source in _CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without Chinese still gets the rest
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
