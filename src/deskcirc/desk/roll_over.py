"""The new school year: a roster is compared with who is here, and the plan is done as one act, undone as one act.

Nobody's loans, holds or cards are touched but those of who leaves with nothing in hand. The plan is made again inside
the transaction that does it, so a copy lent while somebody looked at the list keeps its pupil here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deskcirc.desk.clearance import come_back, leave
from deskcirc.desk.desk import Desk
from deskcirc.desk.importing_words import category_code
from deskcirc.desk.renumbering import new_numbers, renumber
from deskcirc.domain.changes import ActName
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.pinyin import search_words
from deskcirc.domain.roster import ClassKey, Decision, LineKind, PlanLine, Roster, RosterPlan, SchoolNow
from deskcirc.domain.roster_plan import NOTHING_DECIDED, plan_roll_over
from deskcirc.domain.rule_book import PUPIL
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.classes import classes_without_pupils
from deskcirc.store.lookups.imports import category_ids, known_classes
from deskcirc.store.lookups.roster import school_now
from deskcirc.store.tables import cards, classes, patron_categories, patrons


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """The plan with the school it was made for."""

    school: SchoolNow
    plan: RosterPlan


@dataclass(frozen=True, slots=True)
class RollOverDone:
    """What was done; `kept_numbers` counts pupils whose new number somebody else still bears."""

    plan: RosterPlan
    kept_numbers: int
    classes_ended: int
    entry_id: int | None  # None where the roster changed nothing


def plan_year(desk: Desk, roster: Roster, decisions: Mapping[str, Decision] = NOTHING_DECIDED) -> PlannedYear:
    """What the roster would change; nothing is stored."""
    with desk.library.reading() as connection:
        school = school_now(connection, desk.policy, _codes(roster))
    return PlannedYear(school, plan_roll_over(roster, school, decisions))


def roll_over(desk: Desk, roster: Roster, decisions: Mapping[str, Decision] = NOTHING_DECIDED) -> RollOverDone:
    """Do the plan. Who is doubtful and not decided stays as they are."""
    with desk.library.writing(desk.act(ActName.ROLL_OVER, file=roster.file_name)) as writing:
        school = school_now(writing.connection, desk.policy, _codes(roster))
        plan = plan_roll_over(roster, school, decisions)
        empty_before = classes_without_pupils(writing.connection)
        doing = _Doing(desk, writing, school, plan)
        doing.make_classes()
        doing.enrol()
        doing.move()
        kept = doing.give_numbers()
        for line in plan.lines:
            if line.leaves and line.pupil is not None:
                leave(desk, writing, line.pupil.id)
        ended = set(classes_without_pupils(writing.connection)) - _still_to_fill(school, empty_before, roster)
        for class_id in sorted(ended):
            writing.update(classes, class_id, ended=True)
        writing.tell(moved=_moved(plan), added=plan.counts[LineKind.NEW], gone=plan.leaving)
    return RollOverDone(plan, kept, len(ended), desk.library.last_entry)


def _codes(roster: Roster) -> Iterable[str]:
    return (code for row in roster.rows for code in (row.number, row.card) if code)


def _still_to_fill(school: SchoolNow, empty: Iterable[int], roster: Roster) -> set[int]:
    """Of the classes that were empty before, those that somebody may have made for pupils to come."""
    grades = {known.id: school.grade(key, roster.on) for key, known in school.classes.items()}
    return {class_id for class_id in empty if grades[class_id] <= school.last_grade}


def _moved(plan: RosterPlan) -> int:
    return plan.counts[LineKind.MOVED] + plan.counts[LineKind.REPEATS] + plan.counts[LineKind.BACK]


class _Doing:
    """One plan on its way into the library."""

    def __init__(self, desk: Desk, writing: Writing, school: SchoolNow, plan: RosterPlan) -> None:
        self._desk = desk
        self._writing = writing
        self._school = school
        self._lines = tuple(line for line in plan.lines if line.kind not in (LineKind.DOUBTFUL, LineKind.LEFT_OUT))
        self._new_classes = plan.new_classes
        self._class_ids: dict[ClassKey, int] = known_classes(writing.connection)

    def make_classes(self) -> None:
        """Make the classes nobody has been in, and begin those again that had ended."""
        for year, number in self._new_classes:
            self._class_ids[year, number] = self._writing.insert(classes, entry_year=year, number=number)
        for key in dict.fromkeys(line.target for line in self._lines if line.target is not None):
            known = self._school.classes.get(key)
            if known is not None and known.ended:
                self._writing.update(classes, known.id, ended=False)

    def enrol(self) -> None:
        """Add who is new, each with a card that bears the number, as an import does."""
        new = [line for line in self._lines if line.kind is LineKind.NEW and line.row is not None]
        categories = category_ids(self._writing.connection)
        ids = self._writing.insert_many(patrons, [self._patron(line, categories) for line in new])
        issued = [
            {"code": line.row.card or line.row.number, "patron_id": patron_id, "issued_at": self._desk.now}
            for line, patron_id in zip(new, ids, strict=True)
            if line.row is not None
        ]
        self._writing.insert_many(cards, issued)

    def move(self) -> None:
        """Put everybody whom the roster names into the class it says, and take over a new name or last day."""
        for line in self._lines:
            if line.pupil is None or line.row is None:
                continue
            if line.kind is LineKind.BACK:
                come_back(self._writing, line.pupil.id)
            changed = self._changes(line)
            if changed:
                self._writing.update(patrons, line.pupil.id, **changed)

    def give_numbers(self) -> int:
        """Give the numbers of the roster to who had others; returns how many could not have theirs."""
        wanted = {
            line.pupil.id: line.row.number
            for line in self._lines
            if line.pupil and line.row and line.row.number and line.row.number != line.pupil.number
        }
        given = new_numbers(wanted, self._school)
        renumber(self._writing, given)
        return len(wanted) - len(given)

    def _changes(self, line: PlanLine) -> dict[str, Any]:
        assert line.row is not None  # noqa: S101  the lines of rows about known pupils come here
        assert line.pupil is not None  # noqa: S101
        changed: dict[str, Any] = {}
        if line.target is not None and line.target != line.pupil.class_key:
            changed["class_id"] = self._class_ids[line.target]
        if line.doubt is not None and line.row.draft.name != line.pupil.name:
            changed |= {"name": line.row.draft.name, "search_words": search_words(line.row.draft.name)}
        if line.row.draft.expires is not None:
            changed["expires"] = line.row.draft.expires
        return changed

    def _patron(self, line: PlanLine, categories: dict[str, int]) -> dict[str, Any]:
        assert line.row is not None  # noqa: S101  who is new comes with a row
        draft = line.row.draft
        code = category_code(draft.category)
        words = draft.category.strip()
        category_id = categories.get(words) or categories.get(code or PUPIL) or self._pupils(categories)
        return {
            "number": line.row.code,
            "name": draft.name,
            "search_words": search_words(draft.name),
            "gender": draft.gender,
            "category_id": category_id,
            "class_id": None if line.target is None else self._class_ids[line.target],
            "state": (PatronState.STOPPED if draft.stopped else PatronState.ACTIVE).value,
            "expires": draft.expires,
            "loan_limit": draft.loan_limit,
            "note": draft.note,
            "enrolled_at": self._desk.now,
        }

    def _pupils(self, categories: dict[str, int]) -> int:
        """The category of pupils, made where a school has none."""
        if PUPIL not in categories:
            categories[PUPIL] = self._writing.insert(patron_categories, code=PUPIL, name=PUPIL)
        return categories[PUPIL]
