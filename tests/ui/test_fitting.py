"""What is reckoned to fit a label does fit it in the letters of this computer, so that nothing is cut off."""

from __future__ import annotations

import string

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from deskcirc.labels.fitting import width_of
from deskcirc.ui.theme import FAMILIES

PIXELS = 1000


@pytest.mark.parametrize(
    "text",
    [*string.digits, *string.ascii_uppercase, *string.ascii_lowercase, *".,-=:+/()<>;'", "卷", "TP312.8-43", "I287.45"],
)
def test_letters_are_reckoned_at_least_as_wide_as_they_are(text: str, qapp: object) -> None:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(PIXELS)
    font.setBold(True)
    wide = QFontMetricsF(font).horizontalAdvance(text)
    assert width_of(text, PIXELS / 0.86) >= wide * 0.995
