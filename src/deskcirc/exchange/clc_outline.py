"""The outline of the classification that comes with the program, read once from resources/clc."""

from __future__ import annotations

import csv
from functools import cache

from deskcirc import paths
from deskcirc.domain.classification import Outline, OutlineClass, outline_of


@cache
def outline() -> Outline:
    """The outline; empty where the program's own file is missing, so that cataloguing goes on without it."""
    file = paths.resources() / "clc" / "clc_outline.csv"
    if not file.is_file():
        return Outline()
    with file.open(encoding="utf-8", newline="") as lines:
        return outline_of(
            OutlineClass(row["class_number"], row["name_zh"], row["name_en"], row["pinyin"])
            for row in csv.DictReader(lines)
        )
