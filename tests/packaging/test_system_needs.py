"""What a Linux system lacks, and the line that brings it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import system_needs
from environment import SetUpError

GLIB = system_needs.LIBRARIES[0]

linux = pytest.mark.skipif(sys.platform != "linux", reason="libraries and apt are Linux's")


def test_a_package_is_asked_for_by_the_name_this_debian_knows() -> None:
    assert system_needs.package_names([GLIB], known={"libglib2.0-0t64"}.__contains__) == ["libglib2.0-0t64"]
    assert system_needs.package_names([GLIB], known={"libglib2.0-0"}.__contains__) == ["libglib2.0-0"]


def test_where_apt_has_no_lists_yet_the_older_name_is_asked_for() -> None:
    assert system_needs.package_names([GLIB], known=lambda name: False) == ["libglib2.0-0"]


def test_the_line_to_paste_is_one_line_that_refreshes_and_installs() -> None:
    line = system_needs.line_to_paste(["libegl1", "fonts-noto-cjk"])
    assert "\n" not in line
    assert "apt-get update && " in line
    assert line.endswith("apt-get install -y --no-install-recommends libegl1 fonts-noto-cjk")


@linux
def test_the_machine_that_runs_the_tests_lacks_nothing() -> None:
    assert system_needs.missing(for_tests=True) == []


@linux
def test_a_library_that_is_not_there_is_found_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = system_needs.Need("libdeskcirc-unheard-of.so.9", ("libdeskcirc9",))
    monkeypatch.setattr(system_needs, "LIBRARIES", (*system_needs.LIBRARIES, unknown))
    assert system_needs.missing(for_tests=False) == [unknown]


@linux
def test_without_apt_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unknown = system_needs.Need("libdeskcirc-unheard-of.so.9", ("libdeskcirc9",))
    monkeypatch.setattr(system_needs, "LIBRARIES", (unknown,))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetUpError, match=r"libdeskcirc-unheard-of\.so\.9"):
        system_needs.provide(for_tests=False)


def test_a_chinese_font_is_known_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "DejaVuSans.ttf").touch()
    assert not system_needs.has_chinese_font([tmp_path])
    (tmp_path / "truetype" / "NotoSansCJK-Regular.ttc").touch()
    assert system_needs.has_chinese_font([tmp_path])
