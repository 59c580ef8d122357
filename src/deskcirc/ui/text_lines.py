"""Breaking a sentence, Chinese or English, into the lines that fit a width, the last one shortened.

It is shortened in its middle: a long title stands at the front of a sentence and the verdict at its end.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def fitted_lines(sentence: str, font: QFont, width: int, most: int) -> tuple[list[str], bool]:
    """At most `most` lines of `width` pixels, and whether the last had to be shortened."""
    if not sentence or most < 1:
        return [], bool(sentence)
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(sentence) <= width:
        return [sentence], False
    starts = _line_starts(sentence, font, width)
    ends = [*starts[1:], len(sentence)]
    lines = [sentence[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    if len(lines) <= most:
        return lines, False
    rest = sentence[starts[most - 1] :]
    return [*lines[: most - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, width)], True


def _line_starts(sentence: str, font: QFont, width: int) -> list[int]:
    layout = QTextLayout(sentence, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts
