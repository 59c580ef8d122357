"""What a new roster changes: who moves, stays, repeats, is new, has gone, and where only a person can say.

A pure function of the roster, the school as it is, and what a person has decided so far. Nobody is taken for gone
because a roster is silent: only pupils of a year that the roster is about, and those past the last grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from deskcirc.domain.classes import grade_name
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.roster import (
    ClassKey,
    Decision,
    Doubt,
    KnownPupil,
    LineKind,
    PlanLine,
    Roster,
    RosterPlan,
    RosterRow,
    SchoolNow,
    Verdict,
)
from deskcirc.domain.roster_match import RosterMatches
from deskcirc.text import gettext as _

NOTHING_DECIDED: Final[Mapping[str, Decision]] = MappingProxyType({})
_PUPILS_OF_A_CLASS: Final = 5
"""Fewer pupils in a class that nobody knows are likelier a slip of the pen than a new class."""


def plan_roll_over(
    roster: Roster, school: SchoolNow, decisions: Mapping[str, Decision] = NOTHING_DECIDED
) -> RosterPlan:
    """The plan: one line for each row, in the roster's order, then one for each pupil who has gone."""
    planner = _Planner(roster, school, decisions)
    rows = tuple(planner.row_lines())
    lines = (*rows, *planner.gone_lines())
    wanted = dict.fromkeys(line.target for line in rows if line.target is not None and _is_done(line))
    new_classes = tuple(sorted(key for key in wanted if key not in school.classes))
    warnings = tuple(_warnings(roster, school, planner, rows))
    return RosterPlan(roster.on, lines, new_classes, warnings, Counter(line.kind for line in lines))


def _is_done(line: PlanLine) -> bool:
    return line.kind not in (LineKind.DOUBTFUL, LineKind.LEFT_OUT)


class _Planner:
    """The plan in the making: who is claimed by a row, who may be meant by one."""

    def __init__(self, roster: Roster, school: SchoolNow, decisions: Mapping[str, Decision]) -> None:
        self._roster = roster
        self._school = school
        self._decisions = decisions
        self._matches = RosterMatches(roster, school)
        self._named = Counter(row.class_key for row in roster.rows)
        self._cohorts = Counter(key[0] for key, known in school.classes.items() if not known.ended)
        self._by_id = {pupil.id: pupil for pupil in school.patrons}
        self._claimed: set[int] = set()
        self._codes_given: set[str] = set()
        self._protected: set[int] = set()
        self.silent: Counter[int] = Counter()  # pupils left as they are, by their year of entry

    def row_lines(self) -> Iterator[PlanLine]:
        """One line for each row; the certain ones claim their pupils before any other."""
        found = [self._matches.find(row) for row in self._roster.rows]
        self._claimed = {match.pupil.id for match in found if match.pupil is not None and match.doubt is None}
        for place, (row, match) in enumerate(zip(self._roster.rows, found, strict=True)):
            line = PlanLine(
                key=f"row:{place}",
                kind=LineKind.DOUBTFUL,
                row=row,
                pupil=match.pupil,
                target=self._target(row),
                candidates=match.candidates,
                doubt=match.doubt,
                proposal=match.proposal,
            )
            decision = self._decisions.get(line.key)
            made = self._undecided(line) if decision is None else self._decided(line, decision)
            if made.kind in (LineKind.DOUBTFUL, LineKind.LEFT_OUT):
                self._protected.update(pupil.id for pupil in (*made.candidates, *([made.pupil] if made.pupil else [])))
            yield made

    def gone_lines(self) -> Iterator[PlanLine]:
        """Pupils whom no row names, nor may name: past the last grade, or missing from a year the roster is about."""
        here = [pupil for pupil in self._school.patrons if self._is_here(pupil)]
        heads = Counter(pupil.class_key[0] for pupil in here if pupil.class_key)
        told = Counter(row.class_key[0] for row in self._roster.rows if row.class_key)
        for pupil in here:
            if pupil.class_key is None or pupil.id in self._claimed or pupil.id in self._protected:
                continue
            year = pupil.class_key[0]
            is_leaver = self._school.grade(pupil.class_key, self._roster.on) > self._school.last_grade
            if not is_leaver and told[year] * 2 < heads[year]:
                self.silent[year] += 1
                continue
            decision = self._decisions.get(f"gone:{pupil.id}")
            stays = decision is not None and decision.verdict is Verdict.STAYS
            yield PlanLine(
                key=f"gone:{pupil.id}",
                kind=LineKind.GONE,
                pupil=pupil,
                leaves=pupil.holds_nothing and not stays,
                is_leaver=is_leaver,
            )

    @staticmethod
    def _is_here(pupil: KnownPupil) -> bool:
        return pupil.is_pupil and pupil.class_key is not None and pupil.state is not PatronState.LEFT

    def _target(self, row: RosterRow) -> ClassKey | None:
        """The class that is written; a grade's only class may be written with its number or without."""
        key = row.class_key
        if key is None or key in self._school.classes:
            return key
        siblings = [known for known in self._school.classes if known[0] == key[0]]
        alone = len(siblings) == 1 and {siblings[0][1], key[1]} == {0, 1}
        return siblings[0] if alone else key

    def _undecided(self, line: PlanLine) -> PlanLine:
        if line.doubt is not None:
            return line
        doubt = self._doubt_of_class(line)
        if doubt is None:
            return self._settled(line)
        verdict = Decision(Verdict.SAME, line.pupil.id) if line.pupil else Decision(Verdict.NEW)
        return replace(line, doubt=doubt, proposal=verdict if doubt is not Doubt.NO_CLASS else None)

    def _decided(self, line: PlanLine, decision: Decision) -> PlanLine:
        """The line as a person wants it, or doubtful again where that cannot be."""
        if decision.class_key is not None:
            line = replace(line, target=decision.class_key)
        if decision.verdict is Verdict.OUT:
            if line.doubt is None and line.pupil is not None:
                self._claimed.discard(line.pupil.id)
            return replace(line, kind=LineKind.LEFT_OUT)
        if decision.verdict is Verdict.NEW:
            return self._decided_new(line)
        pupil = self._by_id.get(decision.patron_id or 0)
        if pupil is None:  # somebody undid the enrolling of this very pupil
            return replace(line, kind=LineKind.DOUBTFUL, doubt=line.doubt or Doubt.SAME_NAME)
        certain = line.pupil is not None and line.pupil.id == pupil.id
        if pupil.id in self._claimed and not certain:
            return replace(line, doubt=Doubt.PUPIL_TWICE)
        self._claimed.add(pupil.id)
        return self._settled(replace(line, pupil=pupil))

    def _decided_new(self, line: PlanLine) -> PlanLine:
        assert line.row is not None  # noqa: S101  lines of rows alone come here
        codes = {line.row.number, line.row.card} - {""}
        if self._matches.is_taken(line.row) or not codes.isdisjoint(self._codes_given):
            return replace(line, doubt=Doubt.NUMBER_TAKEN)
        return self._settled(replace(line, pupil=None))

    def _settled(self, line: PlanLine) -> PlanLine:
        """The line with what happens to the pupil."""
        if line.pupil is None:
            assert line.row is not None  # noqa: S101  as above
            self._codes_given |= {line.row.number, line.row.card} - {""}
            return replace(line, kind=LineKind.NEW)
        pupil = line.pupil
        before, target = pupil.class_key, line.target or pupil.class_key
        line = replace(line, target=target)
        if pupil.state is PatronState.LEFT:
            return replace(line, kind=LineKind.BACK)
        if before == target:
            return replace(line, kind=LineKind.UNCHANGED)
        repeats = before is not None and target is not None and target[0] == before[0] + 1
        return replace(line, kind=LineKind.REPEATS if repeats else LineKind.MOVED)

    def _doubt_of_class(self, line: PlanLine) -> Doubt | None:
        assert line.row is not None  # noqa: S101  as above
        target, draft = line.target, line.row.draft
        if target is None:
            silent = not draft.class_label and (line.pupil is not None or bool(draft.category))
            return None if silent else Doubt.NO_CLASS
        grade = self._school.grade(target, self._roster.on)
        if not self._school.schooling.first_grade <= grade <= self._school.last_grade:
            return Doubt.NO_SUCH_CLASS
        strange = target not in self._school.classes and self._cohorts[target[0]] > 0
        if strange and self._named[line.row.class_key] < _PUPILS_OF_A_CLASS:
            return Doubt.NO_SUCH_CLASS
        pupil = line.pupil
        before = None if pupil is None or pupil.state is PatronState.LEFT else pupil.class_key
        return Doubt.ODD_GRADE if before is not None and target[0] - before[0] not in (0, 1) else None


def _warnings(roster: Roster, school: SchoolNow, planner: _Planner, rows: tuple[PlanLine, ...]) -> Iterator[str]:
    """What a person should know before anything else."""
    if roster.refused:
        yield _("{count} rows of the roster cannot be read; they are listed with their lines.").format(
            count=len(roster.refused)
        )
    known = [line for line in rows if line.pupil is not None]
    odd = sum(line.kind is LineKind.REPEATS or line.doubt is Doubt.ODD_GRADE for line in known)
    if odd * 2 > len(known) and odd > 1:
        yield _(
            "Most pupils would not be in the grade they should be in: is this the roster of the school year {year}?"
        ).format(year=roster.on.year)
    for year, count in sorted(planner.silent.items(), reverse=True):
        grade = grade_name(school.grade((year, 0), roster.on), school.schooling) or str(year)
        yield _("The roster says little or nothing about {grade}: {count} pupils are left as they are.").format(
            grade=grade, count=count
        )
