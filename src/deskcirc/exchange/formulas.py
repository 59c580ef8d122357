"""Formulas in an .xlsx that were never calculated: cells written by a program and not yet opened in a spreadsheet.

Their stored value is missing, so a reader of values sees an empty cell where the person sees a number.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from deskcirc.exchange.package_limits import blocks_of, refuse_swelling, rows_of_sheet

Cell = tuple[int, int]  # row and column, from 0

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_CELL: Final = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})([0-9]+)"[^>]*>(?:(?!</c>).)*?<f[ >/].*?</c>', re.DOTALL)
_FORMULA: Final = re.compile(rb"<f[^>]*>([^<]*)</f>")
_VALUE: Final = re.compile(rb"<v>[^<]")


def formulas_without_value(path: Path) -> dict[str, dict[Cell, str]]:
    """For each sheet the cells with a formula and no stored value, and the formula; empty for other kinds of files.

    Raises ImportFileError for a workbook that is larger than any list.
    """
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[str, dict[Cell, str]] = {}
    with zipfile.ZipFile(path) as package:
        refuse_swelling(package, path)
        for name, member in _sheets(package):
            with package.open(member) as stream:
                found[name] = dict(_uncalculated(rows_of_sheet(path, blocks_of(stream))))
    return found


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and its part in the package."""
    members = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= members:
        return
    relations = {
        attributes[b"Id"]: attributes[b"Target"].decode()
        for attributes in _elements(_RELATION, package.read("xl/_rels/workbook.xml.rels"))
        if b"Id" in attributes and b"Target" in attributes
    }
    for attributes in _elements(_SHEET, package.read("xl/workbook.xml")):
        target = relations.get(attributes.get(b"r:id", b""), "")
        member = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if member in members:
            yield html.unescape(attributes.get(b"name", b"").decode("utf-8", "replace")), member


def _elements(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[dict[bytes, bytes]]:
    for element in pattern.finditer(xml):
        yield dict(_ATTRIBUTE.findall(element.group()))


def _uncalculated(pieces: Iterable[bytes]) -> Iterator[tuple[Cell, str]]:
    for cell in (cell for piece in pieces if b"<f" in piece for cell in _CELL.finditer(piece)):
        if _VALUE.search(cell.group()):
            continue
        formula = _FORMULA.search(cell.group())
        text = html.unescape(formula.group(1).decode("utf-8", "replace")) if formula else ""
        yield (int(cell.group(2)) - 1, _column(cell.group(1).decode())), text


def _column(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
