"""Which copies may go, and why: age, use, damage, repairs, too many of a title, a note, lost; evidence in words.

Numbers are settings of the screen, not rules of the house: provinces differ (domain.md §2 names five copies a title as
one example), and a school of few books keeps what a rich one lets go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.copies import CopyState
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import month_words, ngettext

_BETWEEN_WORDS: Final = re.compile(r"[\s,，、;；]+")
_HELD: Final = (CopyState.IN_STOCK, CopyState.IN_REPAIR, CopyState.IN_PROCESS)


class Ground(StrEnum):
    """What speaks for letting a copy go."""

    AGE = "age"
    UNUSED = "unused"
    DAMAGED = "damaged"
    BEYOND = "beyond"
    MENDED = "mended"
    SURPLUS = "surplus"
    UNSUITABLE = "unsuitable"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; None, "" and False ask nothing. `every`: all that is asked must be so, else one suffices."""

    older_than: int | None = None  # years since it was published
    unused_for: int | None = None  # years without a loan, a reading here, or a loan within a class corner
    damaged: bool = False
    beyond: bool = False  # repair: somebody decided that it cannot be mended
    mended_times: int | None = None  # so often at least; 0 asks nothing
    held_more_than: int | None = None  # copies of the title
    out_at_most: int = 1  # of them at once, ever
    noted: str = ""  # words, one of which the note of the copy or the title contains
    lost: bool = False
    missing: bool = False
    every: bool = True
    class_number: str = ""  # looks only where the call number begins so
    location: str = ""  # looks only here

    @property
    def asked(self) -> frozenset[Ground]:
        """The grounds that are asked for."""
        asked = {
            Ground.AGE: self.older_than is not None,
            Ground.UNUSED: self.unused_for is not None,
            Ground.DAMAGED: self.damaged,
            Ground.BEYOND: self.beyond,
            Ground.MENDED: bool(self.mended_times),
            Ground.SURPLUS: self.held_more_than is not None,
            Ground.UNSUITABLE: bool(self.words),
            Ground.GONE: self.lost or self.missing,
        }
        return frozenset(ground for ground, wanted in asked.items() if wanted)

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for in notes."""
        return tuple(word for word in _BETWEEN_WORDS.split(self.noted.casefold()) if word)


@dataclass(frozen=True, slots=True)
class MendingFacts:
    """What was spent on a copy: how often it was mended and in how many minutes, and charges paid for its damage.

    `beyond` is so while the last that was decided is that it cannot be mended, `why` the words of that decision.
    """

    times: int = 0
    minutes: int = 0
    paid: int = 0  # fen
    beyond: bool = False
    why: str = ""


NEVER_MENDED: Final = MendingFacts()


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What the library knows of a copy that speaks for or against keeping it."""

    copy_id: int
    title_id: int
    state: CopyState
    year: int | None  # of publication
    came_on: date
    last_used: date | None
    accession_number: str
    call_number: str = ""
    location: str = ""
    damaged: bool = False
    damage_note: str = ""
    times_damaged: int = 0
    note: str = ""  # of the copy and of its title
    is_out: bool = False  # on loan, in a class corner, or kept for somebody: it is wanted now
    held: int = 1  # copies of the title
    most_out: int = 0  # of them at once, ever
    mending: MendingFacts = NEVER_MENDED


@dataclass(frozen=True, slots=True)
class Candidate:
    """A copy that meets what was asked for, with its evidence as one line of words."""

    copy_id: int
    evidence: str
    year: int | None = None  # of publication
    last_used: date | None = None


def years_ago(years: int, today: date) -> date:
    """The same day some years ago; 28 February for a 29th, the first day there is for more years than there were."""
    year = max(1, today.year - years)
    return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def candidates(known: Sequence[CopyFacts], criteria: Criteria, today: date) -> tuple[Candidate, ...]:
    """The copies of `known` that the criteria name, in its order; criteria that ask nothing name none."""
    asked = criteria.asked
    if not asked:
        return ()
    surplus = _surplus(known, criteria) if Ground.SURPLUS in asked else frozenset()
    found = []
    for facts in known:
        if not _is_looked_at(facts, criteria):
            continue
        grounds = _grounds(facts, criteria, surplus, today)
        if asked <= grounds if criteria.every else asked & grounds:
            said = evidence(facts, today, grounds)
            found.append(Candidate(facts.copy_id, said, facts.year, facts.last_used))
    return tuple(found)


def evidence(facts: CopyFacts, today: date, grounds: Collection[Ground] = ()) -> str:
    """All that speaks for letting the copy go, in words: "published 1987 · not used since May 2019 · damaged"."""
    said = []
    if facts.state in (CopyState.LOST, CopyState.MISSING):
        said.append(_("lost") if facts.state is CopyState.LOST else _("missing"))
    if facts.year is not None:
        said.append(_("published {year}").format(year=facts.year))
    said.append(_use(facts, today))
    said += _condition(facts)
    if Ground.SURPLUS in grounds:
        said.append(_("{held} copies held, at most {out} out at once").format(held=facts.held, out=facts.most_out))
    if facts.note and (Ground.UNSUITABLE in grounds or not grounds):
        said.append(_("note: {note}").format(note=facts.note))
    return " · ".join(said)


def _use(facts: CopyFacts, today: date) -> str:
    if facts.last_used is None:
        return _("never used since it came in {month}").format(month=month_words(facts.came_on))
    if facts.last_used <= years_ago(1, today):
        return _("not used since {month}").format(month=month_words(facts.last_used))
    return _("last used in {month}").format(month=month_words(facts.last_used))


def _condition(facts: CopyFacts) -> Iterator[str]:
    """What is damaged, whether it can be mended, and what mending was spent on it."""
    mending = facts.mending
    if facts.damaged:
        yield _damage(facts)
    if mending.beyond:
        beyond = _("beyond repair")
        yield _("{damaged}: {note}").format(damaged=beyond, note=mending.why) if mending.why else beyond
    if mending.times:
        words = ngettext("mended {count} time", "mended {count} times", mending.times)
        spent = [words.format(count=mending.times)]
        if mending.minutes:
            minutes = ngettext("{count} minute", "{count} minutes", mending.minutes)
            spent.append(minutes.format(count=mending.minutes))
        yield _(", ").join(spent)
    if mending.paid:
        yield _("{yuan} yuan paid for its damage").format(yuan=format_fen(mending.paid))


def _damage(facts: CopyFacts) -> str:
    if facts.times_damaged > 1:
        words = ngettext("damaged {count} time", "damaged {count} times", facts.times_damaged)
        said = words.format(count=facts.times_damaged)
    else:
        said = _("damaged")
    return _("{damaged}: {note}").format(damaged=said, note=facts.damage_note) if facts.damage_note else said


def _is_looked_at(facts: CopyFacts, criteria: Criteria) -> bool:
    if (
        facts.is_out
        or facts.state is CopyState.WITHDRAWN
        or (criteria.location and facts.location != criteria.location)
    ):
        return False
    return facts.call_number.casefold().startswith(criteria.class_number.strip().casefold())


def _grounds(facts: CopyFacts, criteria: Criteria, surplus: frozenset[int], today: date) -> frozenset[Ground]:
    met = {
        Ground.AGE: criteria.older_than is not None
        and facts.year is not None
        and facts.year < today.year - criteria.older_than,
        Ground.UNUSED: criteria.unused_for is not None and _is_unused(facts, years_ago(criteria.unused_for, today)),
        Ground.DAMAGED: criteria.damaged and facts.damaged,
        Ground.BEYOND: criteria.beyond and facts.mending.beyond,
        Ground.MENDED: bool(criteria.mended_times) and facts.mending.times >= (criteria.mended_times or 0),
        Ground.SURPLUS: facts.copy_id in surplus,
        Ground.UNSUITABLE: any(word in facts.note.casefold() for word in criteria.words),
        Ground.GONE: (criteria.lost and facts.state is CopyState.LOST)
        or (criteria.missing and facts.state is CopyState.MISSING),
    }
    return frozenset(ground for ground, so in met.items() if so)


def _is_unused(facts: CopyFacts, since: date) -> bool:
    """Whether it stood there untouched; one that came later had no time to be wanted."""
    return facts.came_on <= since and (facts.last_used is None or facts.last_used < since)


def _surplus(known: Iterable[CopyFacts], criteria: Criteria) -> frozenset[int]:
    """Of titles of which too many are held, the copies beyond what is kept: damaged and longest unused ones first.

    A copy that is out stays, so it is the first of those that are kept.
    """
    keep = criteria.held_more_than or 0
    of_title: dict[int, list[CopyFacts]] = defaultdict(list)
    for facts in known:
        if facts.held > keep and facts.most_out <= criteria.out_at_most and facts.state in _HELD:
            of_title[facts.title_id].append(facts)
    going: set[int] = set()
    for group in of_title.values():
        # The oldest number stays longest: it is the one the shelf list begins with.
        kept_first = sorted(group, key=lambda facts: facts.accession_number)
        kept_first.sort(key=lambda facts: (not facts.is_out, facts.damaged, -(facts.last_used or date.min).toordinal()))
        going.update(facts.copy_id for facts in kept_first[keep:])
    return frozenset(going)


def most_at_once(stretches: Iterable[tuple[str, str]]) -> int:
    """How many of these stretches of time, each from its begin to before its end, lie over one another at most.

    Instants are texts that sort as they follow each other, as they are stored.
    """
    turns = []
    for begin, end in stretches:
        turns += [(begin, 1), (end, -1)]
    most = now = 0
    for _at, change in sorted(turns):
        now += change
        most = max(most, now)
    return most
