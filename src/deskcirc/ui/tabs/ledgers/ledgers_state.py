"""The ledgers in plain Python: one of six for any time, every number open to its copies; paper, tables and seals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.seals import month_name, seal_month
from deskcirc.domain.ledgers import COLUMNS, DIVISIONS, LedgerColumn, LedgerName
from deskcirc.domain.report import Report
from deskcirc.domain.scanning import Scan
from deskcirc.labels.paper import PaperToCome
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.ledgers.ledgers_part import Behind, LedgersPart
from deskcirc.ui.tabs.ledgers.ledgers_periods import period_of
from deskcirc.ui.tabs.ledgers.ledgers_reading import read_part, wanted_paper, wanted_report, with_lines

_MOST_ROWS: Final = 1000
_SIDES: Final = {
    "opening": marked("Copies held at the opening"),
    "came": marked("Copies that came in"),
    "gone": marked("Copies that went out"),
    "held": marked("Copies held at the closing"),
}


def first() -> LedgersPart:
    """The section before anything is read."""
    return LedgersPart()


def refresh(desk: Desk, part: LedgersPart) -> LedgersPart:
    """Read again what was changed since."""
    return read_part(desk, part)


def on_scan(desk: Desk, part: LedgersPart, scan: Scan, found: Identified) -> Answer:
    """A copy is shown in the accession ledger, from the beginning; everything else has no line."""
    if found.copy is None:
        sentence = _("{code} is no copy, so it has no line in the ledgers.").format(code=scan.code)
        return Answer(part, Message(Tone.STOP, sentence), Told("no-line"))
    copy = found.copy
    number = copy.accession_number
    words = _("The line of {number} in the accession ledger").format(number=number)
    behind = Behind("came", f"copy:{copy.id}", None, words)
    shown = _anew(part, ledger=LedgerName.COPIES, period=period_of(desk, "whole", {}), behind=behind)
    return Answer(shown, Message(Tone.DONE, words), Told("line", copy=number))


def on_act(desk: Desk, part: LedgersPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page.

    "choose:LEDGER", "period:CODE" ("from", "to", "on"), "open" ("key", "column"), "back", "rows" ("ids"), "print",
    "save" ("file"), "seal:MONTH".
    """
    verb, _colon, subject = act.partition(":")
    if verb == "choose" and subject in set(LedgerName):
        return Answer(_anew(part, ledger=LedgerName(subject), behind=None))
    if verb == "period":
        period = period_of(desk, subject, values)
        if period is None:
            sentence = _("These are no days of a ledger.")
            return Answer(part, Message(Tone.STOP, sentence, (_("The first day comes before the last."),)))
        return Answer(_anew(part, period=period, behind=None))
    if act == "back":
        return Answer(_anew(part, behind=None))
    if verb == "seal":
        return _sealed(desk, part, subject, act)
    shown = read_part(desk, part)
    if act == "open":
        return _opened(shown, values)
    if act == "rows":
        return _rows(desk, shown, values)
    if act == "print" and shown.behind is None:
        return _printed(desk, shown)
    if act == "save":
        return _saved(desk, shown, act, values)
    raise UnknownActError(act)


def _anew(part: LedgersPart, **changes: object) -> LedgersPart:
    return replace(part, entry=-1, **changes)  # type: ignore[arg-type]


def _opened(part: LedgersPart, values: Mapping[str, str]) -> Answer:
    """The copies behind a line, a cell or a sum."""
    key, name = values.get("key", ""), values.get("column", "")
    column = next((column for column in COLUMNS[part.ledger] if column.name == name), None)
    side = name if name in _SIDES else _side_of(part.ledger, column)
    if part.behind is not None or key.startswith("copy:") or part.period is None:
        return Answer(part)
    division = name.removeprefix("division_") if name.startswith("division_") else None
    if division == "none":
        division = ""
    if division is not None and division not in DIVISIONS:
        raise UnknownActError(f"open {name}"[:60])
    words = [_(_SIDES[side]), part.period.name, *_line_words(part, key)]
    if division is not None:
        words.append(division.replace("-", "–") or _("No class"))
    behind = Behind(side, key, division, " · ".join(words))
    return Answer(_anew(part, behind=behind))


def _side_of(ledger: LedgerName, column: LedgerColumn | None) -> str:
    if column is not None and column.part:
        return column.part
    if ledger in (LedgerName.GONE, LedgerName.WITHDRAWN):
        return "gone"
    return "held" if ledger is LedgerName.CLASSES else "came"


def _line_words(part: LedgersPart, key: str) -> Sequence[str]:
    line = next((line for line in part.lines.values() if line.key == key), None)
    if line is None:
        return ()
    texts = [column.text(value) for column, value in zip(part.columns, line.values, strict=True)]
    return [text for text in texts[:2] if text]


def _rows(desk: Desk, part: LedgersPart, values: Mapping[str, str]) -> Answer:
    ids = values.get("ids", "").split(",")
    if len(ids) > _MOST_ROWS or not all(one.isascii() and one.isdecimal() and len(one) < 19 for one in ids):
        raise UnknownActError(f"rows {values.get('ids', '')}"[:60])
    if part.is_whole:
        return Answer(part)
    with desk.library.reading() as connection:
        return Answer(with_lines(connection, part, [int(one) for one in ids]))


def _printed(desk: Desk, part: LedgersPart) -> Answer:
    paper = wanted_paper(desk, part)
    if isinstance(paper, PaperToCome):
        words = _("Reading {count} lines for the paper …").format(count=len(part.keys))
        return Answer(part, Message(Tone.READY, words), Told("reading"), paper=paper)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def _saved(desk: Desk, part: LedgersPart, act: str, values: Mapping[str, str]) -> Answer:
    path = file_in(act, values)
    report = wanted_report(desk, part, path)
    if isinstance(report, Report):
        return saved_report(part, report, act, values)
    words = _("Writing {count} lines into {name} …").format(count=len(part.keys), name=path.name)
    return Answer(part, Message(Tone.READY, words), Told("saving"), paper=report)


def _sealed(desk: Desk, part: LedgersPart, month: str, act: str) -> Answer:
    try:
        month_name(month)
    except ValueError:
        raise UnknownActError(act) from None
    outcome = seal_month(desk, month[:7])
    if not outcome.done:
        details = (outcome.remedy,) if outcome.remedy else ()
        return Answer(part, Message(Tone.STOP, outcome.sentence, details), Told("not-sealed"))
    told = _("It can be printed again at any time, the same to the last letter; nothing in it changes any more.")
    shown = _anew(part, period=period_of(desk, f"month:{month[:7]}", {}), behind=None)
    return Answer(shown, Message(Tone.DONE, outcome.sentence, (told,)), Told("sealed"))
