"""The cursor of a list of losses: it stays on its line when that line is painted anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskcirc.ui.lines_model import LinesView


def select_again(lines: LinesView[Any], key: int | None, keys: Sequence[int]) -> None:
    """Put the cursor back on the line of that key; one that is listed no more leaves it on none."""
    if key is None or key not in keys:
        lines.clearSelection()
        return
    place = keys.index(key)
    rows = lines.selectionModel().selectedRows()
    if not rows or rows[0].row() != place:
        lines.select(place)
