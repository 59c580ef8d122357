"""Taking over a whole set of rules, from a file or a preset: what would change, then all of it as one act.

The set replaces the rules there are: rules about the same are changed, the others of the library end, the rest is
added. Categories and item types are only ever added or renamed, for patrons and copies may be of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from deskcirc.desk.desk import Desk
from deskcirc.desk.rules import not_allowed, row_of
from deskcirc.domain.changes import ActName
from deskcirc.domain.rule_book import KindOf, RuleBook, Subject, WrittenKind, WrittenRule, differences, said_twice
from deskcirc.domain.rules import flaws_of_rule
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.rules import KIND_TABLES, KindLine, RuleLine, kinds, rule_lines, stored_book
from deskcirc.store.tables import circulation_rules
from deskcirc.text import gettext as _


class Change(StrEnum):
    """What becomes of something."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class BookChange:
    """One thing that a set of rules would change, in words; `how` is "" where there is nothing more to say."""

    change: Change
    what: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class BookPlan:
    """Everything that would change, or has; `why_not` says why none of it may."""

    changes: tuple[BookChange, ...] = ()
    why_not: tuple[str, ...] = ()

    def count(self, change: Change) -> int:
        """How many things of that sort."""
        return sum(1 for each in self.changes if each.change is change)


@dataclass(frozen=True, slots=True)
class _KindStep:
    which: KindOf
    written: WrittenKind
    known: KindLine | None  # None for one to add
    said: BookChange | None  # None where it stays as it is

    @property
    def values(self) -> dict[str, Any]:
        return {"name": self.written.name, "ended": False}


@dataclass(frozen=True, slots=True)
class _RuleStep:
    written: WrittenRule | None  # None for one that ends
    known: RuleLine | None  # None for one to add
    said: BookChange


@dataclass(frozen=True, slots=True)
class _Steps:
    kinds: tuple[_KindStep, ...]
    rules: tuple[_RuleStep, ...]

    @property
    def changes(self) -> tuple[BookChange, ...]:
        return (*(step.said for step in self.kinds if step.said is not None), *(step.said for step in self.rules))


def library_book(desk: Desk) -> RuleBook:
    """The library's own set of rules, to be written to a file."""
    with desk.library.reading() as connection:
        return stored_book(connection)


def plan_book(desk: Desk, book: RuleBook, *, rename: bool = True) -> BookPlan:
    """What taking over the set would change; nothing is changed yet. `rename`: as in `take_over_book`."""
    with desk.library.reading() as connection:
        return BookPlan(_steps(connection, book, rename=rename).changes, _why_not(desk, book))


def take_over_book(desk: Desk, book: RuleBook, name: str, *, rename: bool = True) -> BookPlan:
    """Take over the set that came from the file or preset called `name`; one act, or none where nothing would change.

    With `rename` the school's categories and types are called as the set calls them.
    """
    if why_not := _why_not(desk, book):
        return BookPlan(why_not=why_not)
    with desk.library.writing(desk.act(ActName.IMPORT_RULES, file=name)) as writing:
        steps = _steps(writing.connection, book, rename=rename)
        if steps.changes:
            write_steps(writing, steps)
            writing.tell(count=len(book.rules))
    return BookPlan(steps.changes)


def _why_not(desk: Desk, book: RuleBook) -> tuple[str, ...]:
    """A file of remarks alone would end every rule, and nobody could borrow any more."""
    empty = () if book.rules else (_("There is no rule in it, so nobody could borrow any more."),)
    return (*not_allowed(desk), *empty, *flaws_of_book(book))


def write_book(writing: Writing, book: RuleBook) -> None:
    """Write the set as part of another act, such as making a library."""
    write_steps(writing, _steps(writing.connection, book, rename=True))


def flaws_of_book(book: RuleBook) -> tuple[str, ...]:
    """Everything that makes no sense in the set, each naming its rule."""
    flaws = []
    for subject in said_twice(book):
        title = book.title_of(next(written for written in book.rules if written.subject == subject))
        flaws.append(_("{rule}: there are two rules about the same.").format(rule=title))
    known = {which: {"", *(kind.code for kind in book.kinds(which))} for which in KindOf}
    for written in book.rules:
        if written.category not in known[KindOf.CATEGORY] or written.item_type not in known[KindOf.ITEM_TYPE]:
            flaws.append(_("{rule}: the set has no such category or item type.").format(rule=book.title_of(written)))
        flaws += [f"{book.title_of(written)}: {flaw}" for flaw in flaws_of_rule(written.rule)]
    return tuple(flaws)


def _steps(connection: Connection, book: RuleBook, *, rename: bool) -> _Steps:
    kind_steps = [step for which in KindOf for step in _kind_steps(connection, which, book, rename=rename)]
    lines = rule_lines(connection)
    matched: dict[Subject, RuleLine] = {}
    for line in lines:
        matched.setdefault(_subject(line, kind_steps), line)
    return _Steps(tuple(kind_steps), tuple(_rule_steps(book, lines, matched)))


def _kind_steps(connection: Connection, which: KindOf, book: RuleBook, *, rename: bool) -> Iterator[_KindStep]:
    known = kinds(connection, which)
    taken: set[int] = set()
    for written in book.kinds(which):
        found = _known(written, [kind for kind in known if kind.id not in taken])
        if found is None:
            yield _KindStep(which, written, None, BookChange(Change.ADDED, _kind_words(which, written.name)))
            continue
        taken.add(found.id)
        after = written if rename or found.ended else WrittenKind(written.code, found.name)
        said = None
        if found.ended:
            said = BookChange(Change.ADDED, _kind_words(which, after.name))
        elif found.name != after.name:
            how = _("now called {name}").format(name=after.name)
            said = BookChange(Change.CHANGED, _kind_words(which, found.name), how)
        yield _KindStep(which, after, found, said)


def _known(written: WrittenKind, known: list[KindLine]) -> KindLine | None:
    """The library's own of that code, else the one it calls by that name."""
    by_code = next((kind for kind in known if kind.code == written.code), None)
    return by_code or next((kind for kind in known if kind.name == written.name and not kind.ended), None)


def _kind_words(which: KindOf, name: str) -> str:
    words = _("patron category {name}") if which is KindOf.CATEGORY else _("item type {name}")
    return words.format(name=name)


def _subject(line: RuleLine, steps: list[_KindStep]) -> Subject:
    """What a rule of the library is about, by the codes of the set."""
    codes = {(step.which, step.known.id): step.written.code for step in steps if step.known is not None}
    rule = line.rule
    category = "" if rule.category_id is None else codes.get((KindOf.CATEGORY, rule.category_id), line.category_code)
    item_type = (
        "" if rule.item_type_id is None else codes.get((KindOf.ITEM_TYPE, rule.item_type_id), line.item_type_code)
    )
    return (category, rule.grade_from, rule.grade_to, item_type)


def _rule_steps(book: RuleBook, lines: tuple[RuleLine, ...], matched: dict[Subject, RuleLine]) -> Iterator[_RuleStep]:
    kept = set()
    for written in book.rules:
        title, line = book.title_of(written), matched.get(written.subject)
        if line is None:
            yield _RuleStep(written, None, BookChange(Change.ADDED, title))
            continue
        kept.add(line.rule.id)
        how = tuple(differences(line.rule, written.rule))
        if how:
            yield _RuleStep(written, line, BookChange(Change.CHANGED, title, _(", ").join(how)))
    for line in lines:
        if line.rule.id not in kept:
            yield _RuleStep(None, line, BookChange(Change.ENDED, line.title))


def write_steps(writing: Writing, steps: _Steps) -> None:
    """Write what changes, and nothing else."""
    ids: dict[tuple[KindOf, str], int | None] = {(which, ""): None for which in KindOf}
    for step in steps.kinds:
        table = KIND_TABLES[step.which]
        if step.known is None:
            ids[step.which, step.written.code] = writing.insert(table, code=step.written.code, name=step.written.name)
            continue
        ids[step.which, step.written.code] = step.known.id
        if step.said is not None:
            writing.update(table, step.known.id, **step.values)
    for rule_step in steps.rules:
        _write_rule(writing, rule_step, ids)


def _write_rule(writing: Writing, step: _RuleStep, ids: dict[tuple[KindOf, str], int | None]) -> None:
    if step.written is None:
        if step.known is not None:
            writing.update(circulation_rules, step.known.rule.id, ended=True)
        return
    row = row_of(step.written.rule)
    row["category_id"] = ids[KindOf.CATEGORY, step.written.category]
    row["item_type_id"] = ids[KindOf.ITEM_TYPE, step.written.item_type]
    if step.known is None:
        writing.insert(circulation_rules, **row)
    else:
        writing.update(circulation_rules, step.known.rule.id, **row)
