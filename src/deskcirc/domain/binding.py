"""Bound years (合订本): what an issue of a magazine says of itself, which can be bound, how the volume is called.

An issue is a copy of the magazine, and its "volume" says which: 2026年第3期. Bound, the issues leave the books and one
copy of the bound year comes into them; a number that is missing between two others is named on the bound volume.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from deskcirc.domain.copies import CopyState
from deskcirc.domain.withdrawal import CopyStanding, why_not_withdrawn
from deskcirc.text import gettext as _

FEWEST: Final = 2
MOST: Final = 60
"""Issues in one binding: a weekly has 52 a year, and no back of a book holds more."""
_SAID: Final = 5  # faults named one by one
_RUNNING: Final = re.compile(r"[(\[]?\s*总\s*第?\s*\d+\s*[期号]?\s*[)\]]?")
_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?!\d)\s*年?")
_NUMBER: Final = re.compile(
    r"(?:第|no\.?|nos\.?|[.\-/,])?\s*(?<!\d)(\d{1,3})(?:\s*[-–—~、,/至]\s*(\d{1,3}))?(?!\d)\s*(?:期|号|月号|月刊|月)?",
    re.I,
)
_NOTHING: Final = re.compile(r"[\s.\-–—/,，、第期]+")


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """Which issue the words on a copy name: `first` to `last` are its numbers, `part` what else stands there.

    Without a year or a number, both are 0 and `part` is all the words.
    """

    year: int
    first: int
    last: int
    part: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether year and number are known, so that what is missing beside it can be counted."""
        return bool(self.year and self.first)


def read_issue(words: str) -> Issue:
    """The issue that a copy's volume names: 2026年第3期, 2026.3, 2026-03, 2026年第7-8期, 2026年第3期上半月.

    The number over all years (总第456期) is passed over.
    """
    plain = " ".join(unicodedata.normalize("NFKC", words).split())
    bare = _RUNNING.sub(" ", plain)
    year = _YEAR.search(bare)
    if year is None:
        return Issue(0, 0, 0, plain)
    rest = f"{bare[: year.start()]} {bare[year.end() :]}"
    number = _NUMBER.search(rest)
    if number is None:
        return Issue(0, 0, 0, plain)
    first, last = int(number[1]), int(number[2] or number[1])
    if not first or last < first or last - first > 12:
        return Issue(0, 0, 0, plain)
    part = _NOTHING.sub(" ", f"{rest[: number.start()]} {rest[number.end() :]}").strip()
    return Issue(int(year[1]), first, last, part)


def missing_numbers(issues: Iterable[Issue], year: int) -> tuple[int, ...]:
    """The numbers of that year that lie between two of these issues and that none of them has."""
    there = {number for each in issues if each.year == year for number in range(each.first, each.last + 1)}
    return tuple(sorted(set(range(min(there), max(there))) - there)) if there else ()


def volume_words(issues: Iterable[Issue]) -> str:
    """How the bound volume is called, as 2026年 1–12期(缺第7期); what bears no number stands in its own words."""
    known = sorted(set(issues))
    numbered = [each for each in known if each.is_numbered]
    said = [_year_words(year, list(group)) for year, group in groupby(numbered, key=lambda each: each.year)]
    return _(", ").join([*said, *(each.part for each in known if not each.is_numbered)])


def _year_words(year: int, issues: Sequence[Issue]) -> str:
    first, last = issues[0].first, max(each.last for each in issues)
    words = _("{year}, nos. {numbers}").format(year=year, numbers=_run(first, last))
    missing = missing_numbers(issues, year)
    return words + _(" (missing {numbers})").format(numbers=_runs(missing)) if missing else words


def _runs(numbers: Sequence[int]) -> str:
    """7、9–11."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return _(", ").join(_run(first, last) for first, last in runs)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


_OUT_OF_REACH: Final = (CopyState.LOST, CopyState.MISSING, CopyState.IN_REPAIR)


def why_not_bound(standing: CopyStanding, title_id: int, volume: str) -> tuple[str, ...]:
    """Every reason why this copy can't be bound among the issues of the title; empty where it can.

    `volume` is what the copy says it is; what can't be withdrawn can't be bound either, for binding withdraws it.
    """
    copy = standing.copy
    if copy.state is CopyState.WITHDRAWN:
        return (_("It is {state} already.").format(state=copy.state_words),)
    reasons = []
    if copy.title_id != title_id:
        reasons.append(_("It is a copy of another title, {title}.").format(title=copy.name))
    if copy.state in _OUT_OF_REACH:
        reasons.append(_("It is registered as {state}.").format(state=copy.state_words))
    elif copy.damaged:
        reasons.append(_("It waits to be mended; take it out of the repair queue first."))
    if not volume.strip():
        reasons.append(_("It does not say which issue it is; write that under “Change …” first."))
    return (*reasons, *why_not_withdrawn(standing))


def why_not_together(issues: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Why these issues, accession number and volume of each, make no bound copy; empty where they do."""
    if len(issues) < FEWEST:
        return (_("Tick the issues to bind, two at least."),)
    if len(issues) > MOST:
        return (_("{count} issues are too many for one volume; {most} at most can be bound.").format(
            count=len(issues), most=MOST
        ),)  # fmt: skip
    numbers: dict[Issue, list[str]] = {}
    for number, volume in issues:
        numbers.setdefault(read_issue(volume), []).append(number)
    words = _("{issue} is there twice: {numbers}. One of each is bound; the other stays as it is.")
    twice = [(issue, found) for issue, found in numbers.items() if len(found) > 1]
    return tuple(
        words.format(issue=volume_words([issue]), numbers=_(", ").join(found)) for issue, found in twice[:_SAID]
    )
