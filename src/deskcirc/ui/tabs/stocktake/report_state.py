"""The report in plain Python: looked at, closed and signed, opened again, declared void, printed and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.stocktake_closing import ClosingOutcome, close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.domain.copies import Copy
from deskcirc.domain.report import Report, ReportFile
from deskcirc.domain.scanning import Scan
from deskcirc.domain.stocktake import Stocktake
from deskcirc.domain.stocktake_report import MissingLine, StocktakeReport
from deskcirc.domain.stocktake_tables import TABLES, missing_words, report_table
from deskcirc.errors import DeskcircError
from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.labels.stocktake_report import ReportSeal, stocktake_paper
from deskcirc.store.database import opened_beside
from deskcirc.store.lookups.presence import present_of
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.report_part import (
    ReportPart,
    is_read_beside,
    read_figures,
    read_part,
    read_whole,
)

CALM: Final = marked("The report of a count: look at it while people count, then close and sign it")
"""What the banner says while nothing else is to be said."""
_STEPS: Final[Mapping[str, Callable[[Desk, int, str], ClosingOutcome]]] = {
    "reopen": reopen_stocktake,
    "void": void_stocktake,
}
_MOST_SAID: Final = 12  # sentences of what could not be taken back
_LONGEST_NUMBER: Final = 9


def first() -> ReportPart:
    """The section before anything is read."""
    return ReportPart()


def refresh(desk: Desk, part: ReportPart) -> ReportPart:
    """Read again what was changed since."""
    return read_part(desk, part)


def hands_on(part: ReportPart) -> int | None:
    """The count whose report is looked at."""
    return part.chosen


def taken_up(_desk: Desk, part: ReportPart, stocktake_id: int) -> ReportPart:
    """Look at the report of this count; one that does not exist leaves what is looked at."""
    return part if part.chosen == stocktake_id else replace(part, chosen=stocktake_id, entry=-1)


def on_scan(desk: Desk, part: ReportPart, scan: Scan, found: Identified) -> Answer:
    """A copy is looked up in the report; it is not counted here."""
    shown = read_part(desk, part)
    if found.copy is not None and shown.report is None and shown.reading is not None:
        words = _("The report is being read: scan {title} again in a moment")
        return Answer(shown, Message(Tone.LOOK, words.format(title=found.copy.name)), Told("reading", scan.code))
    if found.copy is None or shown.report is None:
        headline = _("{code} is not counted here").format(code=scan.code)
        way = _("Go to the section Scanning to count it.")
        return Answer(shown, Message(Tone.LOOK, headline, (way,)), Told("not-here", scan.code))
    return Answer(shown, _fate(desk, shown, shown.report, found.copy), Told("looked-up", scan.code, found.copy.title))


def on_act(desk: Desk, part: ReportPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page.

    "count:COUNT", "table:NAME", "close" ("note", "asked"), "reopen" ("note"), "void" ("note"), "print",
    "save" ("file").
    """
    verb, _colon, subject = act.partition(":")
    if verb == "count":
        return Answer(replace(part, chosen=number_in(act), entry=-1))
    if verb == "table" and subject in TABLES:
        return Answer(replace(part, table=subject, edition=part.edition + 1))
    if act not in ("close", "print", "save", *_STEPS):
        raise UnknownActError(act)
    if act in ("print", "save") and part.count is not None and is_read_beside(desk, part.count):
        return _to_come(desk, read_part(desk, part), act, values)
    shown = read_whole(desk, part) if act in ("print", "save") else read_part(desk, part)
    if shown.count is None:
        return Answer(shown, Message(Tone.LOOK, _("There is no count yet: open one in the section Counts.")))
    if act == "close":
        asked = _asked_in(values)
        return _closed(shown, close_stocktake(desk, shown.count.id, note=values.get("note", ""), asked=asked))
    if act in _STEPS:
        return _taken_back(shown, act, _STEPS[act](desk, shown.count.id, values.get("note", "")))
    if shown.report is None:
        return Answer(shown, Message(Tone.LOOK, _why_no_report(shown)))
    if act == "save":
        return saved_report(shown, report_table(shown.report, shown.table), act, values)
    paper = stocktake_paper(shown.report, shown.seal, desk.now)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(shown, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def _to_come(desk: Desk, part: ReportPart, act: str, values: Mapping[str, str]) -> Answer:
    """The paper or the table of a large count: read beside the desk, with progress, when it is wanted."""
    if part.count is None or part.hidden:
        return Answer(part, Message(Tone.LOOK, _why_no_report(part)))
    beside, count = replace(desk, beside=None), part.count
    if act == "print":
        paper = PaperToCome(_("Stocktake report {number}").format(number=count.number), partial(_paper, beside, count))
        words = _("Reading the report of {count} for the paper …")
        return Answer(part, Message(Tone.READY, words.format(count=count.label)), Told("reading"), paper=paper)
    path = file_in(act, values)
    table = ReportFile(partial(_table, beside, count, part.table), path)
    words = _("Writing the report of {count} into {name} …").format(count=count.label, name=path.name)
    return Answer(part, Message(Tone.READY, words), Told("saving"), paper=table)


def _paper(desk: Desk, count: Stocktake, progress: Callable[[int, int], None]) -> Paper:
    report, seal = _read_alone(desk, count, progress)
    return stocktake_paper(report, seal)


def _table(desk: Desk, count: Stocktake, table: str, progress: Callable[[int, int], None]) -> Report:
    report, _seal = _read_alone(desk, count, progress)
    return report_table(report, table)


def _read_alone(
    desk: Desk, count: Stocktake, progress: Callable[[int, int], None]
) -> tuple[StocktakeReport, ReportSeal]:
    """The report by a connection of its own; raises DeskcircError for one that cannot be read any more."""

    def told(done: int, total: int, _what: str = "") -> None:
        progress(done, total)

    with opened_beside(desk.library) as library:
        figures = read_figures(count.id, replace(desk, library=library), told)
    if figures.report is None:
        raise DeskcircError(_unreadable())
    return figures.report, figures.seal


def _why_no_report(part: ReportPart) -> str:
    if part.hidden:
        return _("This count is blind: its figures are shown to the librarian, and to everybody once it is closed.")
    return _unreadable()


def _unreadable() -> str:
    return _("The report of this count cannot be read any more. Its backup and the history still hold it.")


def _asked_in(values: Mapping[str, str]) -> int | None:
    """How many copies the question named; None where it named none. Raises UnknownActError for no number."""
    asked = values.get("asked", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_NUMBER):
        raise UnknownActError("close")
    return int(asked)


def _closed(part: ReportPart, outcome: ClosingOutcome) -> Answer:
    if outcome.stocktake is None or outcome.report is None or not outcome.done:
        return Answer(replace(part, entry=-1), Message(Tone.STOP, outcome.why_not), Told("refused"))
    total = outcome.report.total
    words = _("{count} is closed: {found} found, {missing} not seen")
    facts = {"found": total.found.copies, "missing": total.missing.copies}
    marked_now = ngettext(
        "{count} copy was marked missing. It can still be found, and the count can be opened again.",
        "{count} copies were marked missing. They can still be found, and the count can be opened again.",
        outcome.count,
    ).format(count=outcome.count)
    sealed = _("The report is sealed: print it and have it signed.")
    details = (marked_now, sealed) if outcome.count else (sealed,)
    headline = words.format(count=outcome.stocktake.label, **facts)
    return Answer(part, Message(Tone.DONE, headline, details), Told("count-closed", outcome.stocktake.number))


def _taken_back(part: ReportPart, act: str, outcome: ClosingOutcome) -> Answer:
    if outcome.stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    words = _("{count} is open again: scans are counted") if act == "reopen" else _("{count} is void")
    back = ngettext("{count} decision was taken back.", "{count} decisions were taken back.", outcome.count)
    stayed = outcome.stayed
    more = (_("… and {count} more.").format(count=len(stayed) - _MOST_SAID),) if len(stayed) > _MOST_SAID else ()
    first = back.format(count=outcome.count) if outcome.count else _("Nothing had to be taken back.")
    details = (*((first,) if outcome.count or not stayed else ()), *stayed[:_MOST_SAID], *more)
    tone = Tone.LOOK if stayed else Tone.DONE
    headline = words.format(count=outcome.stocktake.label)
    return Answer(part, Message(tone, headline, details), Told(f"count-{act}", outcome.stocktake.number))


def _fate(desk: Desk, part: ReportPart, report: StocktakeReport, copy: Copy) -> Message:
    """What the report says of one copy; of a count that goes on, with what was written since the report was read."""
    missed = next((line for line in report.missing if line.copy_id == copy.id), None)
    if missed is None or _was_seen_since(desk, part, copy):
        words = _("{title} is not among what {count} missed")
        return Message(Tone.DONE, words.format(title=copy.name, count=report.head.label))
    words = _("{title} was not seen in {count}: {what}")
    headline = words.format(title=copy.name, count=report.head.label, what=missing_words(missed))
    return Message(Tone.LOOK, headline, _where(missed))


def _was_seen_since(desk: Desk, part: ReportPart, copy: Copy) -> bool:
    if part.count is None or part.question is None:  # what was signed stands
        return False
    with desk.library.reading() as connection:
        return bool(present_of(connection, part.count, [copy.id]))


def _where(line: MissingLine) -> tuple[str, ...]:
    place = " ".join(filter(None, (line.location, line.shelf, line.call_number)))
    return (_("It belongs to {place}.").format(place=place),) if place else ()
