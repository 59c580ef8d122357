"""Whether this computer can show Chinese at all: on a bare system every character would be an empty box."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFontDatabase

MISSING: Final = (
    "This computer has no Chinese font, so deskcirc shows English until one is installed.\n\n"
    "Linux (Debian, UOS, deepin, Kylin): sudo apt-get install fonts-noto-cjk, then start deskcirc again."
)
"""In English on purpose and never translated: its Chinese could not be read."""


def chinese_can_be_shown() -> bool:
    """Whether any font for Simplified Chinese is installed (some 5 ms); Windows always brings one."""
    return sys.platform == "win32" or bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
