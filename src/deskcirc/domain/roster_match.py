"""Who in the library a row of a roster means: by number, else by card, else by name among pupils of about that age."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from deskcirc.domain.roster import Decision, Doubt, KnownPupil, Roster, RosterRow, SchoolNow, Verdict


@dataclass(frozen=True, slots=True)
class Match:
    """Whom the row means, where that is certain; else whom it may mean, why it is doubtful, and what is likely."""

    pupil: KnownPupil | None = None
    candidates: tuple[KnownPupil, ...] = ()
    doubt: Doubt | None = None
    proposal: Decision | None = None


def plain_name(name: str) -> str:
    """The name without what two files may write differently: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class RosterMatches:
    """Everybody the library knows, by code and by name, beside every row of the roster."""

    def __init__(self, roster: Roster, school: SchoolNow) -> None:
        self._school = school
        self._by_code = {code: pupil for pupil in school.patrons for code in pupil.codes}
        self._by_name: dict[str, list[KnownPupil]] = defaultdict(list)
        for known in school.patrons:
            if known.is_pupil:
                self._by_name[plain_name(known.name)].append(known)
        self._written = Counter(code for row in roster.rows for code in {row.number, row.card} if code)
        self._sure = {pupil.id for row in roster.rows if (pupil := self._certain(row)) is not None}
        self._new_names = Counter(
            (plain_name(row.draft.name), row.class_key)
            for row in roster.rows
            if (found := self.holder(row)) is None or found.id not in self._sure
        )

    def holder(self, row: RosterRow) -> KnownPupil | None:
        """Who bears the row's number, else who bears its card."""
        return self._by_code.get(row.number) or self._by_code.get(row.card)

    def is_taken(self, row: RosterRow) -> bool:
        """Whether one of the row's codes belongs to somebody, to a copy or to an operator already."""
        codes = {row.number, row.card} - {""}
        return any(code in self._by_code for code in codes) or not codes.isdisjoint(self._school.other_codes)

    def find(self, row: RosterRow) -> Match:
        """Whom the row means."""
        certain = self._certain(row)
        if certain is not None:
            return Match(certain)
        holder, namesakes = self.holder(row), self._namesakes(row)
        if self._is_twice(row):
            others = tuple(dict.fromkeys((*namesakes, *([holder] if holder else ()))))
            likely = [pupil for pupil in others if plain_name(pupil.name) == plain_name(row.draft.name)]
            return Match(None, others, Doubt.NUMBER_TWICE, _same(likely))
        if namesakes:
            return self._by_namesakes(row, namesakes)
        if holder is not None:
            likely = [holder] if _years_between(row, holder) == 0 else []
            return Match(None, (holder,), Doubt.NAME_CHANGED, _same(likely))
        if self.is_taken(row):
            return Match(None, (), Doubt.NUMBER_TAKEN)
        if self._new_names[plain_name(row.draft.name), row.class_key] > 1:
            return Match(None, (), Doubt.SAME_NAME, Decision(Verdict.NEW))
        return Match()

    def _by_namesakes(self, row: RosterRow, namesakes: tuple[KnownPupil, ...]) -> Match:
        """Of the row's class one is likely meant, else of its year; of two rows of one name nobody can say."""
        if self._new_names[plain_name(row.draft.name), row.class_key] > 1:
            return Match(None, namesakes, Doubt.SAME_NAME)
        of_year = [pupil for pupil in namesakes if _years_between(row, pupil) == 0]
        likely = [pupil for pupil in of_year if pupil.class_key == row.class_key] or of_year
        doubt = Doubt.SAME_NAME if len(namesakes) > 1 else Doubt.NUMBER_CHANGED
        return Match(None, namesakes, doubt, _same(likely))

    def _certain(self, row: RosterRow) -> KnownPupil | None:
        """Who bears the row's number or card and its name, too."""
        holder = None if self._is_twice(row) else self.holder(row)
        return holder if holder is not None and plain_name(holder.name) == plain_name(row.draft.name) else None

    def _is_twice(self, row: RosterRow) -> bool:
        return any(self._written[code] > 1 for code in (row.number, row.card) if code)

    def _namesakes(self, row: RosterRow) -> tuple[KnownPupil, ...]:
        """Pupils of that name whom no other row means for certain, at most a year older or younger."""
        found = self._by_name[plain_name(row.draft.name)]
        return tuple(pupil for pupil in found if pupil.id not in self._sure and abs(_years_between(row, pupil)) <= 1)


def _years_between(row: RosterRow, pupil: KnownPupil) -> int:
    """How many years later than the pupil's class the row's class entered the school; 0 where one of them is open."""
    if row.class_key is None or pupil.class_key is None:
        return 0
    return row.class_key[0] - pupil.class_key[0]


def _same(likely: list[KnownPupil]) -> Decision | None:
    return Decision(Verdict.SAME, likely[0].id) if len(likely) == 1 else None
