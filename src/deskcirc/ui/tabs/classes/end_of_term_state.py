"""The end of a term in plain Python: what each class still has to bring, the lists and slips for it, the amnesty.

A copy scanned here is taken back as it is in Returns, so a class that brings its pile clears itself on the board.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from deskcirc.desk.calendar import declare_amnesty
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.returning import check_in
from deskcirc.domain.operators import Right
from deskcirc.domain.recall import Recall, recall_on
from deskcirc.domain.scanning import Scan
from deskcirc.domain.terms import Amnesty
from deskcirc.labels.paper import Paper
from deskcirc.labels.recall_list import RecallClass, RecallLine, recall_lists
from deskcirc.labels.recall_slips import recall_slips
from deskcirc.store.lookups.end_of_term import NO_CLASS, ClassDue, CopyOut, board, copies_wanted
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui import return_words
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer

_NO_RECALL: Final = Recall()


@dataclass(frozen=True, slots=True)
class EndOfTermPart:
    """Everything the section shows; `copies` are those of the class that is open."""

    recall: Recall = _NO_RECALL
    today: date = date.min
    classes: tuple[ClassDue, ...] = ()
    amnesty: Amnesty | None = None  # of today, or the next to come
    open_id: int | None = None
    copies: tuple[CopyOut, ...] = ()
    may_forgive: bool = False
    said: str = ""  # of the copy that came back last, for the board on the wall

    @property
    def opened(self) -> ClassDue | None:
        """The class whose copies are listed."""
        return next((each for each in self.classes if each.class_id == self.open_id), None)


def first() -> EndOfTermPart:
    """The section before anything is read."""
    return EndOfTermPart()


def refresh(desk: Desk, part: EndOfTermPart) -> EndOfTermPart:
    """Read the board again, and the copies of the class that is open."""
    policy, today = desk.policy, desk.today
    recall = recall_on(policy.terms, today)
    with desk.library.reading() as connection:
        classes = board(connection, policy, today, recall)
        here = part.open_id is not None and any(each.class_id == part.open_id for each in classes)
        copies = copies_wanted(connection, policy, today, recall, class_id=part.open_id) if here else ()
    return replace(
        part,
        recall=recall,
        today=today,
        classes=classes,
        amnesty=next((each for each in policy.amnesties if each.ends >= today), None),
        open_id=part.open_id if here else None,
        copies=tuple(copy for copy in copies if not copy.in_corner),
        may_forgive=desk.operator.may(Right.SCHOOL_YEAR),
    )


def on_scan(desk: Desk, part: EndOfTermPart, scan: Scan, found: Identified) -> Answer:
    """A copy is taken back; a card opens the class of its patron."""
    if found.copy is not None:
        outcome = check_in(desk, found.copy.id)
        message = return_words.return_message(outcome, desk.today)
        return Answer(replace(part, said=message.headline), message, return_words.told(outcome))
    if found.patron is not None:
        opened = replace(part, open_id=found.patron.class_id or NO_CLASS)
        return Answer(opened, Message(Tone.DONE, found.patron.label), Told("class", patron=found.patron.name))
    if found.of_isbn:
        headline = _("{code} is an ISBN: scan the library's own barcode to take a copy back").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("isbn", copy=scan.code))
    return Answer(part, return_words.unknown(scan), Told("unknown", copy=scan.code))


def on_act(desk: Desk, part: EndOfTermPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: "open:CLASS", "close", "lists", "slips" (of the open class, else of all), "save", "amnesty"."""
    verb = act.partition(":")[0]
    if verb == "open":
        return Answer(replace(part, open_id=number_in(act)))
    if act == "close":
        return Answer(replace(part, open_id=None))
    if act in ("lists", "slips"):
        return _printed(desk, part, act)
    if act == "save":
        return _saved(desk, part, act, values)
    if act == "amnesty":
        return _forgiven(desk, part, act, values)
    raise UnknownActError(act)


def _printed(desk: Desk, part: EndOfTermPart, what: str) -> Answer:
    recall = recall_on(desk.policy.terms, desk.today)
    classes = _recall_classes(desk, part, recall)
    library = desk.policy.library_name
    paper: Paper = (
        recall_lists(classes, library, recall.return_by, desk.today)
        if what == "lists"
        else recall_slips(classes, library, recall.return_by)
    )
    told = Told(f"recall-{what}")
    if recall.return_by is None:
        message = Message(
            Tone.LOOK,
            _("The day by which everything must be back has not been set"),
            (_("The lists leave room to write it in. Set it in the calendar, and it is printed."),),
        )
        offer = Offer("in:school_year:section:calendar", _("To the calendar"))
        return Answer(part, message, told, offers=(offer,), paper=paper)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), told, paper=paper)


def _recall_classes(desk: Desk, part: EndOfTermPart, recall: Recall) -> tuple[RecallClass, ...]:
    with desk.library.reading() as connection:
        classes = board(connection, desk.policy, desk.today, recall)
        copies = copies_wanted(connection, desk.policy, desk.today, recall, class_id=part.open_id)
    listed = [copy for copy in copies if not copy.in_corner]
    lines = {key: tuple(map(_line, found)) for key, found in groupby(listed, key=lambda copy: copy.class_id)}
    return tuple(
        RecallClass(
            _class_name(each), each.teacher, lines.get(each.class_id, ()), each.corner, each.class_id != NO_CLASS
        )
        for each in classes
        if part.open_id in (None, each.class_id)
    )


def _line(copy: CopyOut) -> RecallLine:
    late = copy.days_late > 0
    return RecallLine(copy.patron_number, copy.patron, copy.name, copy.call_number, copy.code, copy.due, late)


def _class_name(each: ClassDue) -> str:
    return each.name or _("Teachers and others")


def _saved(desk: Desk, part: EndOfTermPart, act: str, values: Mapping[str, str]) -> Answer:
    from deskcirc.reports.recall import recall_report

    with desk.library.reading() as connection:
        report = recall_report(connection, desk.policy, desk.today, part.open_id)
    return saved_report(part, report, act, values)


def _forgiven(desk: Desk, part: EndOfTermPart, act: str, values: Mapping[str, str]) -> Answer:
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return Answer(part, Message(Tone.STOP, _("Only a librarian may forgive late returns.")), Told("refused"))
    try:
        starts, ends = (date.fromisoformat(values.get(name, "")) for name in ("starts", "ends"))
    except ValueError:
        raise UnknownActError(act) from None
    lift = values.get("lift") == "yes"
    refusal = declare_amnesty(desk, starts, ends, values.get("reason", ""), lift)
    if refusal:
        return Answer(part, Message(Tone.STOP, refusal), Told("refused"))
    headline = _("What comes back on these days is forgiven, however late it is")
    return Answer(part, Message(Tone.DONE, headline), Told("amnesty"))
