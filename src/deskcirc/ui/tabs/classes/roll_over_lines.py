"""The plan of a new school year in words: its tiles, the lines under each, and what a person may say about a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from deskcirc.desk.roll_over import PlannedYear
from deskcirc.domain.report import Report, ReportColumn
from deskcirc.domain.roster import (
    Doubt,
    KnownPupil,
    LineKind,
    PlanLine,
    Roster,
    SchoolNow,
    Verdict,
    doubt_sentence,
)
from deskcirc.text import gettext as _
from deskcirc.text import marked

_MOST_CHOICES: Final = 4  # pupils a row may mean that are offered


class Tile(StrEnum):
    """One number of the plan, and the list behind it."""

    DOUBTFUL = "doubtful"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"
    REPEATS = "repeats"
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"


TILE_WORDS: Final = {
    Tile.DOUBTFUL: marked("Doubtful"),
    Tile.MOVED: marked("Other class"),
    Tile.NEW: marked("New"),
    Tile.GONE: marked("Gone"),
    Tile.REPEATS: marked("Repeating"),
    Tile.UNCHANGED: marked("As before"),
    Tile.UNREADABLE: marked("Not read"),
}
_KINDS: Final = {
    Tile.MOVED: {LineKind.MOVED},
    Tile.NEW: {LineKind.NEW, LineKind.BACK},
    Tile.GONE: {LineKind.GONE},
    Tile.REPEATS: {LineKind.REPEATS},
    Tile.UNCHANGED: {LineKind.UNCHANGED},
}
KIND_WORDS: Final = {
    LineKind.UNCHANGED: marked("as before"),
    LineKind.MOVED: marked("other class"),
    LineKind.REPEATS: marked("repeats the grade"),
    LineKind.NEW: marked("new"),
    LineKind.BACK: marked("comes back"),
    LineKind.GONE: marked("gone"),
    LineKind.DOUBTFUL: marked("doubtful"),
    LineKind.LEFT_OUT: marked("left out"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One thing a person may say about a line."""

    label: str
    verdict: Verdict
    patron_id: int | None = None
    is_proposal: bool = False


@dataclass(frozen=True, slots=True)
class YearLine:
    """One line of the plan as the screen and the file show it."""

    key: str
    where: str  # line of the roster
    number: str
    name: str
    before: str
    after: str
    outcome: str
    remark: str
    is_open: bool = False  # doubtful, and nobody has decided
    is_kept: bool = False  # gone, but something in hand keeps them here
    ways: tuple[Way, ...] = ()
    class_way: Way | None = None  # what is said along with another class; None where who is meant comes first


def tile_counts(planned: PlannedYear, roster: Roster) -> dict[Tile, int]:
    """How many lines each tile has."""
    counts = {tile: sum(planned.plan.counts[kind] for kind in kinds) for tile, kinds in _KINDS.items()}
    counts[Tile.DOUBTFUL] = sum(_is_doubtful(line) for line in planned.plan.lines)
    counts[Tile.UNREADABLE] = len(roster.refused)
    return {tile: counts[tile] for tile in Tile}


def open_doubts(planned: PlannedYear) -> int:
    """How many doubtful lines nobody has decided."""
    return planned.plan.counts[LineKind.DOUBTFUL]


def tile_lines(planned: PlannedYear, roster: Roster, tile: Tile) -> tuple[YearLine, ...]:
    """The lines behind a tile; decided doubts stay in their list, so that a person may think again."""
    if tile is Tile.UNREADABLE:
        return tuple(
            YearLine(
                key=f"refused:{place}",
                where=_where(row.line, row.place),
                number="",
                name=" ".join(row.original.split()),
                before="",
                after="",
                outcome=_("not read"),
                remark=row.sentence,
            )
            for place, row in enumerate(roster.refused)
        )
    return tuple(_line(planned.school, roster, line) for line in planned.plan.lines if _is_in(line, tile))


def plan_report(planned: PlannedYear, roster: Roster, library: str) -> Report:
    """The whole plan for the head teacher, what changes first; who stays in the class is only counted."""
    found: dict[str, tuple[Tile, YearLine]] = {}
    for tile in Tile:
        if tile is not Tile.UNCHANGED:
            for line in tile_lines(planned, roster, tile):
                found.setdefault(line.key, (tile, line))
    counts = tile_counts(planned, roster)
    facts = [_("{what}: {count}").format(what=_(TILE_WORDS[tile]), count=counts[tile]) for tile in Tile if counts[tile]]
    return Report(
        name="new_school_year",
        title=_("Plan of the new school year"),
        told=" · ".join(part for part in (library, roster.file_name, *facts) if part),
        columns=(
            ReportColumn(_("What happens"), 24),
            ReportColumn(_("Number"), 26),
            ReportColumn(_("Name"), 24),
            ReportColumn(_("Class until now"), 30),
            ReportColumn(_("Class in the roster"), 30),
            ReportColumn(_("Remark"), 70),
        ),
        rows=tuple(_report_row(tile, line) for tile, line in found.values()),
        grouped=True,
        empty=_("The roster changes nothing."),
    )


def _report_row(tile: Tile, line: YearLine) -> tuple[str, ...]:
    shown = line.outcome if tile in (Tile.DOUBTFUL, Tile.GONE) else ""
    remark = " · ".join(part for part in (shown, line.remark, line.where) if part)
    return _(TILE_WORDS[tile]), line.number, line.name, line.before, line.after, remark


def _is_doubtful(line: PlanLine) -> bool:
    return line.doubt is not None or line.kind in (LineKind.DOUBTFUL, LineKind.LEFT_OUT)


def _is_in(line: PlanLine, tile: Tile) -> bool:
    return _is_doubtful(line) if tile is Tile.DOUBTFUL else line.kind in _KINDS[tile]


def _line(school: SchoolNow, roster: Roster, line: PlanLine) -> YearLine:
    on = roster.on
    is_gone = line.kind is LineKind.GONE  # called as they were when they were still here
    return YearLine(
        key=line.key,
        where="" if line.row is None else _where(line.row.line, line.row.place),
        number=line.number,
        name=line.name,
        before="" if line.pupil is None else school.class_name(line.pupil.class_key, on - timedelta(days=is_gone)),
        after="" if is_gone else _after(school, roster, line),
        outcome=_outcome(line),
        remark="" if is_gone else doubt_sentence(line, school, on),
        is_open=line.kind is LineKind.DOUBTFUL,
        is_kept=is_gone and line.pupil is not None and not line.pupil.holds_nothing,
        ways=tuple(_gone_ways(line) if is_gone else _ways(school, roster, line)),
        class_way=_class_way(line),
    )


def _class_way(line: PlanLine) -> Way | None:
    if line.pupil is not None and line.kind is not LineKind.GONE:
        return Way("", Verdict.SAME, line.pupil.id)
    is_new = line.kind is LineKind.NEW or (line.kind is LineKind.DOUBTFUL and not line.candidates)
    return Way("", Verdict.NEW) if is_new and line.row is not None else None


def _where(line: int, place: str) -> str:
    return _("{place}, row {line}").format(place=place, line=line) if place else _("row {line}").format(line=line)


def _after(school: SchoolNow, roster: Roster, line: PlanLine) -> str:
    """The class that is meant, as it will be called; as it is written where it cannot be read."""
    written = line.row.draft.class_label if line.row else ""
    return school.class_name(line.target, roster.on) or written


def _outcome(line: PlanLine) -> str:
    if line.kind is not LineKind.GONE:
        return _(KIND_WORDS[line.kind])
    if not line.leaves:
        why = _gone_remark(line)
        return _("stays: {why}").format(why=why) if why else _("stays")
    return _("leaves after the last grade") if line.is_leaver else _("leaves")


def _gone_remark(line: PlanLine) -> str:
    if line.pupil is None or line.pupil.holds_nothing:
        return ""
    said = []
    if line.pupil.open_loans:
        said.append(_("Copies on loan: {count}").format(count=line.pupil.open_loans))
    if line.pupil.open_charges:
        said.append(_("Open charges: {count}").format(count=line.pupil.open_charges))
    return "; ".join(said)


def _gone_ways(line: PlanLine) -> Iterator[Way]:
    if line.pupil is not None and line.pupil.holds_nothing:
        yield Way(_("Has left"), Verdict.LEFT)
        yield Way(_("Stays here"), Verdict.STAYS)


def _ways(school: SchoolNow, roster: Roster, line: PlanLine) -> Iterator[Way]:
    pupils = dict.fromkeys((*([line.pupil] if line.pupil else []), *line.candidates))
    for pupil in list(pupils)[:_MOST_CHOICES]:
        proposed = line.proposal is not None and line.proposal.patron_id == pupil.id
        yield Way(_pupil_words(school, roster, pupil), Verdict.SAME, pupil.id, proposed)
    if line.doubt not in (Doubt.NUMBER_TAKEN, Doubt.NAME_CHANGED) and (line.pupil is None or line.candidates):
        proposed = line.proposal is not None and line.proposal.verdict is Verdict.NEW
        yield Way(_("A new pupil"), Verdict.NEW, None, proposed)
    yield Way(_("Leave out"), Verdict.OUT)


def _pupil_words(school: SchoolNow, roster: Roster, pupil: KnownPupil) -> str:
    facts = {
        "name": pupil.name,
        "number": pupil.number or "–",
        "class_name": school.class_name(pupil.class_key, roster.on),
    }
    if not facts["class_name"]:
        return _("This is {name}, {number}").format(**facts)
    return _("This is {name}, {number}, {class_name}").format(**facts)
