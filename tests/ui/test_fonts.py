"""A computer without a Chinese font is told so in words it can show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = (
    "from PySide6.QtGui import QGuiApplication; application = QGuiApplication([]);"
    "from deskcirc.ui.fonts import chinese_can_be_shown; print(chinese_can_be_shown())"
)


@pytest.mark.skipif(sys.platform != "linux", reason="only fontconfig can be shown another set of fonts")
def test_a_system_whose_fonts_hold_no_chinese_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    bare = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(configuration)}
    answers = [
        subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True).stdout.strip()
        for env in (bare, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    ]
    assert answers == ["False", "True"]
