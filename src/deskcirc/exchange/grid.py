"""A table as rows of cleaned text, whatever kind of file it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.drafts import Mark

# Control characters, the marks of direction and width that copying from a web page leaves, and a stray BOM.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
FORMULA_SIGNS: Final = "=+-@＝＋－＠"
"""By which a spreadsheet may take a text for a formula; in Chinese and Japanese set-ups also by the wide ones.

A wide sign that no program would reckon out costs an apostrophe in the file, which our own reading takes off again.
"""
# Spreadsheets and our own error file keep a text a text with a leading apostrophe or with ="...".
# '0012, but not '94中国发展报告
_TEXT_ESCAPE: Final = re.compile(rf"'(?=[{re.escape(FORMULA_SIGNS)}]|[0-9][0-9Xx.,/\- ]*$)")
_TEXT_FORMULA: Final = re.compile(r'="([^"]*)"')
_NOTHING: Final = frozenset({"nan", "NaN", "null", "NULL", "None", "#N/A", "\\N"})


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its number as the person sees it (from 1), its cells, and marks on cells by their column (from 0)."""

    number: int
    cells: tuple[str, ...]
    marks: tuple[tuple[int, Mark], ...] = ()

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not self.marks and not any(self.cells)

    def original(self) -> str:
        """The row for the error file: its cells, separated by tabs."""
        return "\t".join(self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook, or the one table of a text file (its name is then "")."""

    name: str
    rows: Sequence[GridRow]

    def filled_rows(self) -> list[GridRow]:
        """The rows in which anything is written."""
        return [row for row in self.rows if not row.is_blank()]


@dataclass(frozen=True, slots=True)
class Grids:
    """Everything a file holds: its tables, how its bytes were read ("" for a workbook), and what was left out."""

    grids: tuple[Grid, ...]
    encoding: str = ""
    problems: tuple[str, ...] = ()


def clean_cell(text: str) -> str:
    """The text NFC, trimmed, without invisible characters and spreadsheet escapes; "" for the many names of nothing."""
    if text.isascii() and text.isalnum():
        return "" if text in _NOTHING else text
    plain = unicodedata.normalize("NFC", text)
    if not plain.isprintable():
        plain = _INVISIBLE.sub("", plain.replace("\t", " "))
    plain = plain.strip()
    formula = _TEXT_FORMULA.fullmatch(plain) if plain[:1] == "=" else None
    plain = formula.group(1).strip() if formula else _TEXT_ESCAPE.sub("", plain, count=1) if plain[:1] == "'" else plain
    return "" if plain in _NOTHING else plain


def one_line(text: str) -> str:
    """The text with every run of blanks and line ends made one blank."""
    return " ".join(text.split())
