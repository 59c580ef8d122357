"""What the program and its tests need of a Linux system: found by looking for the thing itself, installed through apt.

Sets checked on a minimal Debian 12: the libraries the Qt wheels link to (other libraries of theirs come along as
dependencies of these), the module that makes virtual environments, a font with Chinese glyphs, and for the tests an X
server nobody sees with a window manager and a typist, and what turns printed pages into pictures.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from environment import SetUpError


@dataclass(frozen=True, slots=True)
class Need:
    """One thing of the system: its name anywhere, and the Debian packages that bring it, newest naming first."""

    name: str
    packages: tuple[str, ...]


LIBRARIES = (
    Need("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
    Need("libGL.so.1", ("libgl1",)),
    Need("libEGL.so.1", ("libegl1",)),
    Need("libxkbcommon.so.0", ("libxkbcommon0",)),
    Need("libdbus-1.so.3", ("libdbus-1-3",)),
    Need("libfontconfig.so.1", ("libfontconfig1",)),
    Need("libxcb-cursor.so.0", ("libxcb-cursor0",)),
    Need("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
    Need("libxcb-icccm.so.4", ("libxcb-icccm4",)),
    Need("libxcb-keysyms.so.1", ("libxcb-keysyms1",)),
    Need("libxcb-shape.so.0", ("libxcb-shape0",)),
)
TOOLS_OF_THE_TESTS = (
    Need("Xvfb", ("xvfb",)),
    Need("xauth", ("xauth",)),
    Need("openbox", ("openbox",)),
    Need("xdotool", ("xdotool",)),
    Need("pdftoppm", ("poppler-utils",)),
)
VENV_MODULE = Need(
    "Python module ensurepip", (f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-venv")
)
CHINESE_FONT = Need("Chinese font (Noto Sans CJK)", ("fonts-noto-cjk",))

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_CHINESE_FONT_FILES = (
    "cjk", "wqy", "sourcehan", "droidsansfallback", "uming", "ukai", "msyh", "simsun", "simhei", "harmonyos_sans_sc",
)  # fmt: skip


def provide(*, for_tests: bool) -> None:
    """Have what is missing installed, where root or sudo allows; else raises SetUpError with the line to paste."""
    needs = missing(for_tests=for_tests)
    if not needs:
        return
    names = ", ".join(need.name for need in needs)
    if shutil.which("apt-get") is None:
        raise SetUpError(
            f"系统缺少以下组件，请用系统的软件包管理器安装后再试：{names}\n"
            f"The system lacks these; install the packages that hold them, then run the same command again: {names}"
        )
    rights = _rights()
    if rights is not None:
        print(f"正在安装系统组件… Installing what the system lacks: {names}", flush=True)
        _install(rights, needs)
        needs = missing(for_tests=for_tests)
    if needs:
        raise SetUpError(
            "系统缺少一些组件。请以管理员身份执行下面这一行，然后重新运行刚才的命令。\n"
            f"The system lacks {', '.join(need.name for need in needs)}. Have an administrator (root) run this line, "
            f"then run the same command again:\n\n  {line_to_paste(package_names(needs, _apt_knows))}\n"
        )


def missing(*, for_tests: bool) -> list[Need]:
    """What the system lacks to run the program, and to test it if `for_tests`."""
    lacking = [need for need in LIBRARIES if not _loads(need.name)]
    if importlib.util.find_spec("ensurepip") is None:
        lacking.append(VENV_MODULE)
    if for_tests:
        lacking += [tool for tool in TOOLS_OF_THE_TESTS if shutil.which(tool.name) is None]
    if not has_chinese_font(Path(folder).expanduser() for folder in _FONT_FOLDERS):
        lacking.append(CHINESE_FONT)
    return lacking


def has_chinese_font(folders: Iterable[Path]) -> bool:
    """Whether a font file known to hold Simplified Chinese lies under one of `folders`, or fontconfig knows another."""
    for folder in folders:
        for _, _, files in os.walk(folder):
            if any(part in file.lower() for file in files for part in _CHINESE_FONT_FILES):
                return True
    fc_list = shutil.which("fc-list")
    return fc_list is not None and bool(_output([fc_list, ":lang=zh-cn", "file"]).strip())


def package_names(needs: Iterable[Need], known: Callable[[str], bool]) -> list[str]:
    """The Debian packages for `needs`: of several namings the first that apt knows, else the oldest."""
    return [next((name for name in need.packages if known(name)), need.packages[-1]) for need in needs]


def line_to_paste(packages: list[str]) -> str:
    """The one line that installs `packages`; with sudo where there is one."""
    sudo = "sudo " if shutil.which("sudo") else ""
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def _loads(library: str) -> bool:
    """Whether the dynamic linker finds `library` and all that it needs: the question Qt will ask."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _rights() -> list[str] | None:
    """What to put before a command that needs root: nothing for root, sudo where it asks no password, else None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _install(rights: list[str], needs: list[Need]) -> None:
    """Install by the lists apt has; where these are empty or out of date, fetch them and try once more."""
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    for refresh_first in (False, True):
        if refresh_first:
            subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL)
        packages = package_names(needs, _apt_knows)
        if not refresh_first and not all(_apt_knows(package) for package in packages):
            continue
        install = [*apt, "install", "-y", "--no-install-recommends", *packages]
        if subprocess.run(install, stdin=subprocess.DEVNULL).returncode == 0:
            return


def _apt_knows(package: str) -> bool:
    return subprocess.run(["apt-cache", "show", package], capture_output=True).returncode == 0


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout
