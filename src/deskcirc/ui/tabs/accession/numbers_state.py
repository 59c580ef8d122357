"""Accession numbers in plain Python: the series, what is missing in them and why, and whose a number is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from deskcirc.desk.accession import not_allowed
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import bearer_sentence, series_name
from deskcirc.desk.identify import Identified
from deskcirc.desk.number_series import SeriesDraft, add_series, change_series, end_series, explain_gap
from deskcirc.desk.shelf_places import shelf_label_of
from deskcirc.domain.numbering import Gap, series_of
from deskcirc.domain.scanning import Scan, normal_code, read_scan
from deskcirc.domain.title_names import quoted
from deskcirc.labels.report_paper import report_paper
from deskcirc.reports import report_kind
from deskcirc.store.lookups.copies import copy_by_code
from deskcirc.store.lookups.copy_lines import CopyLine, OldLabel, copy_lines, old_labels
from deskcirc.store.lookups.number_gaps import LooseNumbers, SeriesFigures, last_entry, loose_numbers, series_figures
from deskcirc.store.lookups.numbering import Named, all_locations, bearers_of, open_item_types, series_of_copies
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in, take_back
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import copies_part

_REPORT: Final = "number_gaps"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap with the name of the series it lies in."""

    series: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """The copy that was asked for, with the labels it bore before, and the shelf its call number falls to."""

    line: CopyLine
    labels: tuple[OldLabel, ...] = ()
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class NumbersPart:
    """Everything the section shows; `entry` is the journal's last one when it was read."""

    series: tuple[SeriesFigures, ...] = ()
    loose: tuple[LooseNumbers, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    item_types: tuple[Named, ...] = ()
    locations: tuple[Named, ...] = ()
    found_id: int | None = None
    found: FoundCopy | None = None
    may_change: bool = False
    entry: int = -1


def first() -> NumbersPart:
    """The section before anything is read."""
    return NumbersPart()


def refresh(desk: Desk, part: NumbersPart) -> NumbersPart:
    """Read the series again, if anything was written since; and the copy that was asked for."""
    with desk.library.reading() as connection:
        entry = last_entry(connection)
        if entry != part.entry:
            figures = series_figures(connection, desk.policy)
            lines = tuple(GapLine(series_name(each.series), gap) for each in figures for gap in each.gaps)
            part = replace(part, series=figures, loose=loose_numbers(connection), gaps=lines, entry=entry)
            part = replace(part, item_types=open_item_types(connection), locations=all_locations(connection))
        found = None
        for line in copy_lines(connection, [part.found_id]) if part.found_id else ():
            found = FoundCopy(line, old_labels(connection, line.id), shelf_label_of(connection, line.id))
    return replace(part, found=found, may_change=not not_allowed(desk))


def on_scan(desk: Desk, part: NumbersPart, scan: Scan, found: Identified) -> Answer:
    """Whose the number is; of a free one, which series it belongs to."""
    if found.copy is not None:
        words = _("{number} {title}").format(number=found.copy.accession_number, title=found.copy.name)
        return Answer(replace(part, found_id=found.copy.id), Message(Tone.DONE, words), Told("copy", found.copy.code))
    part = replace(part, found_id=None)
    with desk.library.reading() as connection:
        bearers = bearers_of(connection, [scan.code])
        series = series_of(series_of_copies(connection), scan.code)
    if bearers:
        said = tuple(map(bearer_sentence, bearers))
        return Answer(part, Message(Tone.LOOK, said[0], said[1:]), Told("taken", scan.code))
    if series is None:
        words = _("Nothing bears “{code}”, and it is of no series.").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, words), Told("free", scan.code))
    words = _("Nothing bears {code}. It is of the series {name}.").format(code=scan.code, name=series_name(series))
    return Answer(part, Message(Tone.LOOK, words, _missing(part, series.id, scan.code)), Told("free", scan.code))


def _missing(part: NumbersPart, series_id: int, code: str) -> tuple[str, ...]:
    """What is known about a number that was passed over."""
    figures = next((each for each in part.series if each.series.id == series_id), None)
    if figures is None:
        return ()
    value = figures.series.pattern.value(code) or 0
    for gap in figures.gaps:
        low, high = (figures.series.pattern.value(end) or 0 for end in (gap.run.first, gap.run.last))
        if low <= value <= high:
            return (_("It is missing: {reason}").format(reason=gap.reason or _("not explained")),)
    return ()


def on_next(part: NumbersPart) -> NumbersPart:
    """Nobody asks for a copy any more."""
    return replace(part, found_id=None, found=None)


def on_act(desk: Desk, part: NumbersPart, act: str, values: Mapping[str, str]) -> Answer:
    """ "add", "change:SERIES", "end:SERIES", "explain", "find", "print", "save", "label:COPY", "copy:COPY".

    A series is written with "name", "next", "item_type", "location" and a "reason"; a gap with "first", "last",
    "reason". Raises UnknownActError for others, GoneError for what is not there any more.
    """
    verb = act.partition(":")[0]
    if verb in ("add", "change", "end"):
        return _series_act(desk, part, act, values)
    if act == "explain":
        numbers = values.get("first", ""), values.get("last", "")
        flaws = explain_gap(desk, *numbers, values.get("reason", ""))
        done = _("The gap {numbers} is explained").format(numbers="–".join(dict.fromkeys(filter(None, numbers))))
        return _done(desk, part, flaws, done)
    if act == "find":
        return _find(desk, part, values.get("code", ""))
    if verb == "label":
        return copies_part.labelled(desk, part, number_in(act), values)
    if verb == "copy":
        return copies_part.changed(desk, part, (number_in(act),), values)
    if act in ("print", "save"):
        return _listed(desk, part, act, values)
    raise UnknownActError(act)


def _series_act(desk: Desk, part: NumbersPart, act: str, values: Mapping[str, str]) -> Answer:
    verb = act.partition(":")[0]
    if verb == "end":
        done = _("No more numbers are given of this series; those that were given stay.")
        return _done(desk, part, end_series(desk, number_in(act)), done)
    item_type, location = (_id_in(values, name) for name in ("item_type", "location"))
    draft = SeriesDraft(values.get("name", ""), values.get("next", ""), item_type, location)
    if verb == "change":
        flaws = change_series(desk, number_in(act), draft, values.get("reason", ""))
    elif act == "add":
        flaws = add_series(desk, draft)
    else:
        raise UnknownActError(act)
    words = _("The series {name} goes on at {number}")
    return _done(desk, part, flaws, words.format(name=draft.name.strip(), number=normal_code(draft.next_number)))


def _id_in(values: Mapping[str, str], name: str) -> int | None:
    value = values.get(name, "")
    return number_in(f":{value}") if value else None


def _done(desk: Desk, part: NumbersPart, flaws: tuple[str, ...], done: str) -> Answer:
    if flaws:
        return Answer(part, Message(Tone.STOP, flaws[0], flaws[1:]), Told("refused"))
    return Answer(part, Message(Tone.DONE, done), Told("changed"), take_back(desk.library.last_entry))


def _find(desk: Desk, part: NumbersPart, code: str) -> Answer:
    scan = read_scan(code)
    with desk.library.reading() as connection:
        copy = copy_by_code(connection, [scan.code]) if scan.code else None
    return on_scan(desk, part, scan, Identified(copy=copy))


def _listed(desk: Desk, part: NumbersPart, act: str, values: Mapping[str, str]) -> Answer:
    with desk.library.reading() as connection:
        report = report_kind(_REPORT).make(connection, desk.policy, desk.today)
    if act == "save":
        return saved_report(part, report, act, values)
    paper = report_paper(report)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def told_of(part: NumbersPart) -> str:
    """One line about all series: how many numbers are in use, how many are missing without a reason."""
    used, unexplained = sum(each.used for each in part.series), sum(each.unexplained for each in part.series)
    words = _("{used} numbers in use, {missing} missing, {unexplained} of them not explained")
    missing = sum(each.missing for each in part.series)
    return words.format(used=f"{used:,}", missing=f"{missing:,}", unexplained=f"{unexplained:,}")


def loose_words(part: NumbersPart) -> str:
    """Numbers that no series counts, in one line; "" where there are none."""
    if not part.loose:
        return ""
    shown = ", ".join(f"{each.run.label} ({each.used:,})" for each in part.loose[:4])
    return _("Numbers of no series: {numbers}").format(numbers=shown + (" …" if len(part.loose) > 4 else ""))


def found_words(found: FoundCopy) -> tuple[str, str]:
    """The copy that was asked for: what it is, and what is known about its labels."""
    line = found.line
    about = " · ".join(
        part
        for part in (
            line.number,
            quoted(line.title, line.volume),
            line.item_type,
            line.place,
            found.shelf,
            line.batch,
        )
        if part
    )
    label = _("label {code}").format(code=line.barcode) if line.barcode else _("not labelled")
    if line.barcode == line.number:
        label = _("labelled with its number")
    before = ", ".join(each.code for each in found.labels)
    old = _("old labels: {codes}").format(codes=before) if before else ""
    wanted = _("a label is to be printed") if line.wants_label else ""
    day = _("registered on {day}").format(day=line.registered.isoformat()) if line.registered else ""
    return about, " · ".join(part for part in (label, old, wanted, day) if part)
