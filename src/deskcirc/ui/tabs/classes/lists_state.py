"""Lists and figures in plain Python: one of the reports, as of today, to look at, to print, to save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from deskcirc.desk.book_numbers import release_claims
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.report import Report
from deskcirc.domain.scanning import Scan
from deskcirc.labels.report_paper import report_paper
from deskcirc.reports import REPORTS, report_kind
from deskcirc.store.lookups.book_numbers import claims_held
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer

RESERVED: Final = "reserved_call_numbers"
"""The list whose numbers can be let go."""


@dataclass(frozen=True, slots=True)
class ListsPart:
    """Which report is chosen, and the report as it was read last; one of the shelves is from `first` to `last`."""

    chosen: str = REPORTS[0].name
    report: Report | None = None
    first: str = ""
    last: str = ""


def first() -> ListsPart:
    """The section before anything is read."""
    return ListsPart()


def refresh(desk: Desk, part: ListsPart) -> ListsPart:
    """Make the report again."""
    kind = report_kind(part.chosen)
    with desk.library.reading() as connection:
        if kind.make_between is not None:
            report = kind.make_between(connection, desk.policy, desk.today, part.first, part.last)
        else:
            report = kind.make(connection, desk.policy, desk.today)
    return part if report == part.report else replace(part, report=report)


def on_scan(_desk: Desk, part: ListsPart, _scan: Scan, _found: Identified) -> Answer:
    """A scan says nothing about a list."""
    return Answer(part)


def on_act(desk: Desk, part: ListsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: "choose:REPORT", "between" ("first", "last"), "release", "print", "save" with its "file"."""
    verb, _colon, subject = act.partition(":")
    if verb == "choose" and any(kind.name == subject for kind in REPORTS):
        return Answer(ListsPart(subject))
    if act == "between" and report_kind(part.chosen).make_between is not None:
        return Answer(replace(part, first=values.get("first", "").strip(), last=values.get("last", "").strip()))
    if act == "release" and part.chosen == RESERVED:
        return _released(desk, part)
    report = refresh(desk, part).report
    if act == "print" and report is not None:
        paper = report_paper(report)
        pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
        return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)
    if act == "save" and report is not None:
        return saved_report(part, report, act, values)
    raise UnknownActError(act)


def _released(desk: Desk, part: ListsPart) -> Answer:
    """Every number reserved is let go: whoever looks at the list knows that no form stands open any more."""
    with desk.library.reading() as connection:
        held = [claim.id for claim in claims_held(connection)]
    if why_not := release_claims(desk, held):
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    words = ngettext("{count} call number is free again", "{count} call numbers are free again", len(held))
    return Answer(part, Message(Tone.DONE, words.format(count=len(held))), Told("released"))
