"""Runs of accession numbers as Chinese systems abbreviate them: `D040394-5`, `0010201-10`, `20295403-5408`."""

from __future__ import annotations

import re

from deskcirc.domain.drafts import Mark, Note

_LONGEST = 2000  # copies in one run; more is a slip of the pen or two unrelated numbers
_BETWEEN_NUMBERS = re.compile(r"[,;，；、\s]+")
_RUN = re.compile(r"(?P<prefix>.*?)(?P<start>\d+)(?:-{1,2}|~|至)(?P<again>[A-Za-z]*)(?P<end>\d+)")
_DASHES = str.maketrans({"－": "-", "—": "-", "–": "-", "〜": "~", "～": "~", "∼": "~"})


def expanded(text: str, notes: list[Note]) -> list[str]:
    """Every number the text stands for, in order.

    The end of a run replaces as many last digits of its start as it has: 20295403-5408 are six numbers. What is no
    rising run (2010-0001, 0045-0012) is one number with a hyphen in it; a run too long to be true is kept as written.
    """
    numbers: list[str] = []
    spaced = re.sub(r"\s*([-~])\s*", r"\1", text.translate(_DASHES))
    for piece in _BETWEEN_NUMBERS.split(spaced):
        if piece:
            numbers.extend(_run(piece, notes))
    return numbers


def _run(piece: str, notes: list[Note]) -> list[str]:
    match = _RUN.fullmatch(piece)
    if match is None or match["again"] not in ("", match["prefix"]):
        return [piece]
    start, end = match["start"], match["end"]
    if len(end) > len(start):
        return [piece]
    first, last = int(start), int(start[: len(start) - len(end)] + end)
    if last <= first:
        return [piece]
    if last - first >= _LONGEST:
        notes.append(Note(Mark.COUNT_UNREADABLE, piece))
        return [piece]
    return [f"{match['prefix']}{number:0{len(start)}d}" for number in range(first, last + 1)]
