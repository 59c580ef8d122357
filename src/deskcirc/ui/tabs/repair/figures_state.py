"""The figures in plain Python: what was damaged, mended and lost in some days, every number open to its copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.periods import period_of
from deskcirc.domain.scanning import Scan
from deskcirc.labels.report_paper import report_paper
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.figures_part import TABLES, Behind, FiguresPart
from deskcirc.ui.tabs.repair.figures_reading import read_part

CALM: Final = marked("What was damaged, mended and lost; every number opens to its copies")
"""What the banner says while nothing else is to be said."""
_MOST_COLUMNS: Final = 20


def first() -> FiguresPart:
    """The section before anything is read."""
    return FiguresPart()


def refresh(desk: Desk, part: FiguresPart) -> FiguresPart:
    """Read again what was changed since."""
    return read_part(desk, part)


def on_scan(_desk: Desk, part: FiguresPart, scan: Scan, found: Identified) -> Answer:
    """A copy shows what befell it; everything else has no figures here."""
    if found.copy is None:
        headline = _("{code} is not a copy of this library").format(code=scan.code)
        way = _("Scan a copy to see what befell it.")
        return Answer(part, Message(Tone.LOOK, headline, (way,)), Told("unknown", scan.code))
    copy = found.copy
    title = f"{copy.name} · {copy.accession_number}"
    words = _("Damage and losses of {title}").format(title=copy.name)
    behind = Behind(copy_id=copy.id, title=title)
    return Answer(_anew(part, behind=behind), Message(Tone.DONE, words), Told("story", copy.code, copy.title))


def on_act(desk: Desk, part: FiguresPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page.

    "choose:TABLE", "period:CODE" ("from", "to"), "open" ("line", "column"), "back", "print", "save" ("file").
    """
    verb, _colon, subject = act.partition(":")
    if verb == "choose" and subject in TABLES:
        return Answer(_anew(part, chosen=subject, behind=None))
    if verb == "period":
        period = period_of(desk.policy, desk.today, subject, values)
        if period is None:
            sentence = _("Figures need a first and a last day.")
            return Answer(part, Message(Tone.STOP, sentence, (_("The first day comes before the last."),)))
        return Answer(_anew(part, period=period, behind=None))
    if act == "back":
        return Answer(_anew(part, behind=None))
    if act == "open":
        return _opened(desk, part, values)
    report = read_part(desk, part).report
    if act == "print" and report is not None:
        paper = report_paper(report)
        pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
        return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)
    if act == "save" and report is not None:
        return saved_report(part, report, act, values)
    raise UnknownActError(act)


def _anew(part: FiguresPart, **changes: object) -> FiguresPart:
    return replace(part, entry=-1, **changes)  # type: ignore[arg-type]


def _opened(desk: Desk, part: FiguresPart, values: Mapping[str, str]) -> Answer:
    """The copies behind a number; a number of none, and a line that is gone, open nothing."""
    column = values.get("column", "")
    if not (column.isascii() and column.isdecimal() and len(column) <= 2 and int(column) < _MOST_COLUMNS):
        raise UnknownActError(f"open {column}"[:60])
    table = read_part(desk, part).table
    line = None if table is None else table.line(values.get("line", ""))
    if part.behind is not None or line is None or int(column) >= len(line.figures):
        return Answer(part)
    if not line.figures[int(column)].value:
        return Answer(part, Message(Tone.LOOK, _("No copy stands behind this number.")), Told("none"))
    return Answer(_anew(part, behind=Behind(line.name, int(column))))
