"""The new school year in plain Python: a roster is chosen, its plan looked at and corrected, then done as one act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.roll_over import PlannedYear, RollOverDone, plan_year, roll_over
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.classes import read_class
from deskcirc.domain.operators import Right
from deskcirc.domain.report import Report
from deskcirc.domain.roster import ClassKey, Decision, LineKind, Roster, Verdict, roster_year
from deskcirc.domain.scanning import Scan
from deskcirc.labels.report_paper import report_paper
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.classes.roll_over_lines import Tile, YearLine, open_doubts, plan_report, tile_counts, tile_lines
from deskcirc.ui.tabs.classes.roster_reading import read_roster


@dataclass(frozen=True, slots=True)
class RollOverPart:
    """Everything the section shows: first nothing, then the plan of a roster, then what was done."""

    year: int = 0  # the school year of the roster begins in September of it
    years: tuple[int, ...] = ()
    file: str = ""
    roster: Roster | None = None
    columns: tuple[str, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    counts: Mapping[Tile, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    undecided: int = 0
    proposals: int = 0  # undecided lines with something likely
    tile: Tile = Tile.DOUBTFUL
    lines: tuple[YearLine, ...] = ()
    done: RollOverDone | None = None
    moves_up: bool = False  # the roster's year is still to come, and everybody moves up before it begins
    may_change: bool = False


def first() -> RollOverPart:
    """The section before anything is read."""
    return RollOverPart()


def refresh(desk: Desk, part: RollOverPart) -> RollOverPart:
    """Make the plan again: what was lent or returned meanwhile changes it."""
    likely = roster_year(desk.today)
    years = tuple(sorted({likely - 1, likely, likely + 1, part.year or likely}))
    part = replace(part, may_change=desk.operator.may(Right.SCHOOL_YEAR), year=part.year or likely, years=years)
    part = replace(part, moves_up=part.roster is not None and part.roster.on > desk.today)
    if part.roster is None or part.done is not None:
        return part
    planned = plan_year(desk, part.roster, part.decisions)
    return _planned(part, planned, part.roster)


def on_scan(_desk: Desk, part: RollOverPart, _scan: Scan, found: Identified) -> Answer:
    """A card says nothing about a roster; whose it is may help to decide."""
    if found.patron is None:
        return Answer(part, Message(Tone.LOOK, _("A scan says nothing about the new school year")), Told("nothing"))
    number = found.patron.number or "–"
    words = _("{patron}, number {number}").format(patron=found.patron.label, number=number)
    return Answer(part, Message(Tone.LOOK, words), Told("patron", patron=found.patron.name))


def on_act(desk: Desk, part: RollOverPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: "choose" a file, "year:YEAR", "tile:NAME", "decide" a line, "agree", "do", "drop" …"""
    verb, _colon, subject = act.partition(":")
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return Answer(part, Message(Tone.STOP, _("Only the librarian may do this.")), Told("refused"))
    if verb == "tile" and subject in set(Tile):
        return Answer(replace(part, tile=Tile(subject)))
    if verb == "year":
        return _read(desk, replace(part, year=number_in(act), decisions={}), part.file)
    if verb not in _ACTS:
        raise UnknownActError(act)
    return _ACTS[verb](desk, part, values)


def _choose(desk: Desk, part: RollOverPart, values: Mapping[str, str]) -> Answer:
    file = file_in("choose", values)
    return _read(desk, replace(part, decisions={}, done=None, roster=None), str(file))


def _read(desk: Desk, part: RollOverPart, file: str) -> Answer:
    if not file:
        return Answer(part)
    read = read_roster(desk, Path(file), part.year)
    part = replace(part, file=file, roster=read.roster, columns=read.columns)
    planned = plan_year(desk, read.roster)
    counts = tile_counts(planned, read.roster)
    tile = next((tile for tile in Tile if counts[tile]), Tile.UNCHANGED)
    headline = _("{file}: {count} rows were read; nothing has been changed yet").format(
        file=read.roster.file_name, count=len(read.roster.rows)
    )
    doubts = open_doubts(planned)
    told = Told("planned", reasons=("doubtful",) if doubts else ())
    return Answer(replace(part, tile=tile), Message(Tone.LOOK if doubts else Tone.DONE, headline), told)


def _decide(desk: Desk, part: RollOverPart, values: Mapping[str, str]) -> Answer:
    key, verdict = values.get("key", ""), values.get("verdict", "")
    if verdict not in set(Verdict):
        raise UnknownActError(f"decide {verdict}")
    words = values.get("class", "").strip()
    class_key = _class_key(desk, part, words) if words else None
    if words and class_key is None:
        headline = _("The class “{label}” cannot be read.").format(label=words)
        remedy = _("Write it as 三（2）班, 302 or 2024级2班.")
        return Answer(part, Message(Tone.STOP, headline, (remedy,)), Told("refused"))
    patron = values.get("patron", "")
    patron_id = number_in(f"decide:{patron}") if patron else None
    made = Decision(Verdict(verdict), patron_id, class_key)
    return Answer(replace(part, decisions={**part.decisions, key: made}), told=Told("decided"))


def _class_key(desk: Desk, part: RollOverPart, words: str) -> ClassKey | None:
    """The class of that name, as it will be called, or that label; None for what is neither."""
    if part.roster is None:
        return None
    school, on = plan_year(desk, part.roster).school, part.roster.on
    for key in school.classes:
        if school.class_name(key, on) == words:
            return key
    label = read_class(words, school.schooling)
    year = label.entry_year_on(on, school.schooling) if label else None
    return None if label is None or year is None else (year, label.number or 0)


def _agree(desk: Desk, part: RollOverPart, _values: Mapping[str, str]) -> Answer:
    """Take every proposal that nobody has decided against."""
    if part.roster is None:
        return Answer(part)
    plan = plan_year(desk, part.roster, part.decisions).plan
    likely = {
        line.key: line.proposal
        for line in plan.lines
        if line.kind is LineKind.DOUBTFUL and line.proposal is not None and line.key not in part.decisions
    }
    headline = _("Decided as proposed: {count}").format(count=len(likely))
    return Answer(replace(part, decisions={**part.decisions, **likely}), Message(Tone.DONE, headline), Told("decided"))


def _do(desk: Desk, part: RollOverPart, _values: Mapping[str, str]) -> Answer:
    if part.roster is None or part.done is not None:
        return Answer(part)
    if not part.roster.rows:  # whoever finishes school would leave all the same
        headline = _("No row of the roster could be read; nothing was changed.")
        return Answer(part, Message(Tone.STOP, headline), Told("refused"))
    done = roll_over(desk, part.roster, part.decisions)
    if done.entry_id is None:
        return Answer(part, Message(Tone.LOOK, _("The roster changes nothing.")), Told("nothing"))
    return Answer(
        replace(part, done=done, lines=()), Message(Tone.DONE, _("The new roster was taken over")), Told("done")
    )


def _undo(desk: Desk, part: RollOverPart, _values: Mapping[str, str]) -> Answer:
    if part.done is None or part.done.entry_id is None:
        return Answer(part)
    outcome = undo_by_id(desk, part.done.entry_id)
    if not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.sentence), Told("nothing-to-undo"))
    headline = _("Undone: {what}").format(what=outcome.sentence)
    return Answer(replace(part, done=None), Message(Tone.DONE, headline), Told("undone"))


def _export(desk: Desk, part: RollOverPart, values: Mapping[str, str]) -> Answer:
    if part.roster is None:
        return Answer(part)
    return saved_report(part, _report(desk, part, part.roster), "export", values)


def _print(desk: Desk, part: RollOverPart, _values: Mapping[str, str]) -> Answer:
    if part.roster is None:
        return Answer(part)
    return Answer(part, told=Told("printed"), paper=report_paper(_report(desk, part, part.roster)))


def _report(desk: Desk, part: RollOverPart, roster: Roster) -> Report:
    return plan_report(plan_year(desk, roster, part.decisions), roster, desk.policy.library_name)


def _drop(_desk: Desk, part: RollOverPart, _values: Mapping[str, str]) -> Answer:
    return Answer(RollOverPart(year=part.year))


def _planned(part: RollOverPart, planned: PlannedYear, roster: Roster) -> RollOverPart:
    open_lines = [line for line in planned.plan.lines if line.kind is LineKind.DOUBTFUL]
    return replace(
        part,
        counts=tile_counts(planned, roster),
        warnings=(*planned.plan.warnings, *_too_early(part, planned)),
        undecided=len(open_lines),
        proposals=sum(line.proposal is not None and line.key not in part.decisions for line in open_lines),
        lines=tile_lines(planned, roster, part.tile),
    )


def _too_early(part: RollOverPart, planned: PlannedYear) -> Iterator[str]:
    if part.moves_up and planned.plan.leaving:
        day = planned.plan.on.isoformat()
        words = _("It is not {day} yet, but the {count} who leave cannot borrow from the moment this is done.")
        yield words.format(day=day, count=planned.plan.leaving)


_ACTS: Final = {
    "choose": _choose,
    "decide": _decide,
    "agree": _agree,
    "do": _do,
    "undo_year": _undo,
    "export": _export,
    "print": _print,
    "drop": _drop,
}
