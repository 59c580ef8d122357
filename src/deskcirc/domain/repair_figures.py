"""Figures of repairs: how many copies were damaged, mended and given up in some days, and of what kinds.

What lay there at the beginning, what came in and what ended must give what lies there at the end, as in the ledgers.
Every figure is reckoned from the cases themselves and keeps the copies behind it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import Final, NamedTuple

from deskcirc.domain.figures import Figure, FigureLine, FigureTable, counted, number_columns
from deskcirc.domain.ledgers import Span
from deskcirc.domain.repair import DAMAGE_KIND_WORDS, SEVERITY_WORDS, DamageKind, RepairState, Severity
from deskcirc.domain.report import Kind, ReportColumn
from deskcirc.text import gettext as _
from deskcirc.text import marked

NOBODY: Final = -1
"""Stands for damage of which nobody knows who had the copy."""
BINDING: Final = frozenset((DamageKind.SPINE, DamageKind.LOOSE_PAGES, DamageKind.COVER))
"""What falls apart by itself where a book is badly bound."""
_BETWEEN: Final = re.compile(r"\s*[,，、;；/\n]\s*")
_MANY: Final = 40  # lines of a table; more is no picture any more


class RepairFact(NamedTuple):
    """One case of damage as figures need it; `class_id` is of who had the copy, 0 in no class, NOBODY for unknown.

    A tuple, for twenty thousand of them are made for one figure, and a frozen dataclass takes five times as long.
    """

    copy_id: int
    state: RepairState
    kinds: tuple[DamageKind, ...]
    severity: Severity
    reported_on: date
    class_id: int = NOBODY
    publisher: str = ""
    materials: str = ""
    minutes: int | None = None
    started_on: date | None = None
    mended_on: date | None = None
    ended_on: date | None = None
    due_back: date | None = None

    def was_open(self, at_end_of: date) -> bool:
        """Whether the copy lay in the queue or at the table when that day was over."""
        return self.reported_on <= at_end_of and (self.ended_on is None or self.ended_on > at_end_of)

    def stage(self, at_end_of: date) -> RepairState:
        """How far an open one had come when that day was over."""
        if self.mended_on is not None and self.mended_on <= at_end_of:
            return RepairState.MENDED
        begun = self.started_on is not None and self.started_on <= at_end_of
        return RepairState.IN_REPAIR if begun else RepairState.QUEUED


@dataclass(frozen=True, slots=True)
class RepairBook:
    """The cases that touch the days, with what else their figures need: names of classes, copies held by publisher."""

    span: Span
    facts: Sequence[RepairFact] = ()
    classes: Mapping[int, str] = field(default_factory=dict)  # in the order of the screen
    held: Mapping[str, int] = field(default_factory=dict)

    def came(self) -> list[RepairFact]:
        """Those that were seen in these days."""
        return [fact for fact in self.facts if self.span.holds(fact.reported_on)]

    def ended(self, state: RepairState, facts: Iterable[RepairFact] | None = None) -> list[RepairFact]:
        """Those that ended so in these days."""
        found = self.facts if facts is None else facts
        return [fact for fact in found if fact.state is state and _within(self.span, fact.ended_on)]

    def mended(self, facts: Iterable[RepairFact] | None = None) -> list[RepairFact]:
        """Those that were mended in these days."""
        return [fact for fact in (self.facts if facts is None else facts) if _within(self.span, fact.mended_on)]

    def still_open(self, facts: Iterable[RepairFact] | None = None) -> list[RepairFact]:
        """Those that lay there at the end."""
        return [fact for fact in (self.facts if facts is None else facts) if fact.was_open(self.span.last)]

    def opening(self) -> list[RepairFact]:
        """Those that lay there before the first day."""
        first = self.span.first
        if first is None:
            return []
        return [
            fact
            for fact in self.facts
            if fact.reported_on < first and (fact.ended_on is None or fact.ended_on >= first)
        ]


def _within(span: Span, day: date | None) -> bool:
    return day is not None and span.holds(day)


def _of(facts: Iterable[RepairFact]) -> Figure:
    return counted(fact.copy_id for fact in facts)


def flow_table(book: RepairBook) -> FigureTable:
    """From what lay there at the beginning to what lies there at the end, and how the mending went."""
    lines = (*_flow_lines(book), *_work_lines(book))
    title, empty = _("Repairs"), _("No copy was in repair in these days.")
    shown = lines if any(line.figures[0].value for line in lines) else ()
    return FigureTable("repair_flow", title, _("Repairs"), number_columns((_("Copies"),), 24), shown, None, (), empty)


def _flow_lines(book: RepairBook) -> tuple[FigureLine, ...]:
    left = book.still_open()
    last = book.span.last
    waiting, begun, dry = (
        [fact for fact in left if fact.stage(last) is state]
        for state in (RepairState.QUEUED, RepairState.IN_REPAIR, RepairState.MENDED)
    )
    late = [fact for fact in (*waiting, *begun) if fact.due_back is not None and fact.due_back < last]
    lines = (
        ("opening", _("In repair at the beginning"), book.opening(), ""),
        ("came", _("+ came in"), book.came(), _("damage seen in these days")),
        ("back", _("− back on the shelf"), book.ended(RepairState.BACK), ""),
        ("beyond", _("− beyond repair"), book.ended(RepairState.BEYOND), _("a candidate for withdrawal")),
        ("cancelled", _("− not damaged after all"), book.ended(RepairState.CANCELLED), ""),
        ("open", _("= in repair at the end"), left, _("beginning + came in − ended")),
        ("waiting", _("of them waiting"), waiting, ""),
        ("begun", _("of them at the table"), begun, ""),
        ("dry", _("of them mended, not yet back"), dry, ""),
        ("late", _("of them over their day"), late, _("should have been back before the last day")),
    )
    return tuple(FigureLine(name, words, (_of(facts),), how) for name, words, facts, how in lines)


def _work_lines(book: RepairBook) -> tuple[FigureLine, ...]:
    mended, back = book.mended(), book.ended(RepairState.BACK)
    timed = [fact for fact in mended if fact.minutes is not None]
    days = [((fact.ended_on or fact.reported_on) - fact.reported_on).days for fact in back]
    copies = _of(back).copies
    middle = Figure(median_low(days) if days else None, copies)
    longest = Figure(max(days) if days else None, copies)
    return (
        FigureLine("mended", _("Repaired"), (_of(mended),), _("finished in these days, back on the shelf or not")),
        FigureLine(
            "minutes",
            _("Minutes of mending"),
            (Figure(sum(fact.minutes or 0 for fact in timed), _of(timed).copies),),
            _("as noted for {count} of them").format(count=len(timed)),
        ),
        FigureLine("days", _("Days until back, the middle"), (middle,), _("half of them were back by then")),
        FigureLine("longest", _("Days until back, the longest"), (longest,), ""),
    )


_SIDES: Final = (
    marked("Came in"),
    marked("Repaired"),
    marked("Back"),
    marked("Beyond repair"),
    marked("Still open"),
    marked("Minutes"),
)


def _sides(book: RepairBook, facts: Sequence[RepairFact]) -> tuple[Figure, ...]:
    """The figures of some of the cases, under the headings of `_SIDES`."""
    mended = book.mended(facts)
    timed = [fact for fact in mended if fact.minutes]
    return (
        _of(fact for fact in facts if book.span.holds(fact.reported_on)),
        _of(mended),
        _of(book.ended(RepairState.BACK, facts)),
        _of(book.ended(RepairState.BEYOND, facts)),
        _of(book.still_open(facts)),
        Figure(sum(fact.minutes or 0 for fact in timed), _of(timed).copies),
    )


def _split(
    book: RepairBook, names: Mapping[str, str], keys_of: Callable[[RepairFact], Iterable[str]]
) -> tuple[FigureLine, ...]:
    """A line for each of the names under which a case comes that these days know; in the order of `names`."""
    gathered: dict[str, list[RepairFact]] = defaultdict(list)
    for fact in book.facts:
        for key in keys_of(fact):
            gathered[key].append(fact)
    found = (FigureLine(key, words, _sides(book, gathered[key])) for key, words in names.items() if key in gathered)
    return tuple(line for line in found if any(figure.value for figure in line.figures))


def _split_table(name: str, title: str, of: str, lines: tuple[FigureLine, ...], notes: tuple[str, ...]) -> FigureTable:
    columns = number_columns([_(heading) for heading in _SIDES])
    return FigureTable(name, title, of, columns, lines, 0, notes, _("No copy was in repair in these days."))


def kinds_table(book: RepairBook) -> FigureTable:
    """By kind of damage; a copy of several kinds counts under each, so the lines add up to more than all."""
    names = {str(kind): _(words) for kind, words in DAMAGE_KIND_WORDS.items()} | {"": _("not said")}
    lines = _split(book, names, lambda fact: [str(kind) for kind in fact.kinds] or [""])
    notes = (_("A copy with damage of several kinds counts under each of them."),)
    return _split_table("repair_kinds", _("By kind of damage"), _("Kind of damage"), lines, notes)


def severity_table(book: RepairBook) -> FigureTable:
    """By how bad it was."""
    names = {str(severity): _(words) for severity, words in SEVERITY_WORDS.items()}
    lines = _split(book, names, lambda fact: (str(fact.severity),))
    return _split_table("repair_severity", _("By severity"), _("Severity"), lines, ())


def damage_by_class(book: RepairBook) -> FigureTable:
    """By the class of who had the copy last, as it was called at the end of these days."""
    names = {str(key): words for key, words in book.classes.items()}
    names |= {"0": _("In no class"), str(NOBODY): _("not known who had it")}
    lines = _split(book, names, lambda fact: (str(fact.class_id),))
    notes = (_("The class of who had the copy last; that says nothing about whose fault it was."),)
    return _split_table("repair_classes", _("By class of who had it"), _("Class"), lines, notes)


def publishers_table(book: RepairBook) -> FigureTable:
    """Which publishers fall apart: damage for every hundred copies held, the most broken bindings first."""
    gathered: dict[str, list[RepairFact]] = defaultdict(list)
    for fact in book.came():
        gathered[fact.publisher].append(fact)
    lines = [_publisher_line(name, facts, book.held.get(name, 0)) for name, facts in gathered.items()]
    lines.sort(key=lambda line: (-(line.figures[1].value or 0), -(line.figures[0].value or 0), line.words))
    columns = (
        *number_columns((_("Came in"), _("Binding"), _("Beyond repair"), _("Copies held"))),
        ReportColumn(_("Bindings per 100 held"), 28, Kind.SHARE),
    )
    notes = (
        _("Binding: spine, loose pages or cover. Per 100 held = 100 × binding ÷ copies of the publisher now held."),
    )
    empty = _("No copy came to repair in these days.")
    title, of = _("By publisher: which fall apart"), _("Publisher")
    return FigureTable("repair_publishers", title, of, columns, tuple(lines[:_MANY]), 1, notes, empty)


def _publisher_line(name: str, facts: Sequence[RepairFact], held: int) -> FigureLine:
    binding = _of(fact for fact in facts if BINDING.intersection(fact.kinds))
    beyond = _of(fact for fact in facts if fact.state is RepairState.BEYOND)
    share = 10_000 * (binding.value or 0) // held if held else None
    figures = (_of(facts), binding, beyond, Figure(held), Figure(share, binding.copies))
    return FigureLine(name, name or _("no publisher given"), figures)


def materials_table(book: RepairBook) -> FigureTable:
    """What was used up: for how many copies each material was noted, the most used first."""
    gathered: dict[str, list[int]] = defaultdict(list)
    for fact in book.mended():
        for name in dict.fromkeys(part for part in _BETWEEN.split(fact.materials.strip()) if part):
            gathered[name].append(fact.copy_id)
    lines = [FigureLine(name, name, (counted(copies),)) for name, copies in gathered.items()]
    lines.sort(key=lambda line: (-(line.figures[0].value or 0), line.words))
    columns = number_columns((_("Copies"),), 24)
    empty = _("No materials were noted in these days.")
    title, of = _("Materials used"), _("Material")
    return FigureTable("repair_materials", title, of, columns, tuple(lines[:_MANY]), 0, (), empty)
