"""The class list in plain Python: every class with what it holds, and the pupils of the one that is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskcirc.desk.classes import change_class, end_class, move_pupils
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.classes import ClassLine, PupilLine, class_lines, pupils_of_class
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer


@dataclass(frozen=True, slots=True)
class OverviewPart:
    """Everything the section shows; `pupils` are those of the class that is open, and one of them may be marked."""

    classes: tuple[ClassLine, ...] = ()
    open_id: int | None = None
    pupils: tuple[PupilLine, ...] = ()
    marked_id: int | None = None
    may_change: bool = False

    @property
    def opened(self) -> ClassLine | None:
        """The class whose pupils are listed."""
        return next((line for line in self.classes if line.id == self.open_id), None)


def first() -> OverviewPart:
    """The section before anything is read."""
    return OverviewPart()


def refresh(desk: Desk, part: OverviewPart) -> OverviewPart:
    """Read the classes again; a class that has gone is closed."""
    with desk.library.reading() as connection:
        classes = class_lines(connection, desk.policy, desk.today)
        here = part.open_id is not None and any(line.id == part.open_id for line in classes)
        open_id = part.open_id if here else None
        pupils = () if open_id is None else pupils_of_class(connection, open_id, desk.policy, desk.today)
    may_change = desk.operator.may(Right.SCHOOL_YEAR)
    return replace(part, classes=classes, open_id=open_id, pupils=pupils, may_change=may_change)


def on_scan(_desk: Desk, part: OverviewPart, scan: Scan, found: Identified) -> Answer:
    """A card opens the class of its pupil."""
    patron = found.patron
    if patron is None:
        headline = _("{code} is not the card of a pupil").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("not-a-patron"))
    if patron.class_id is None:
        headline = _("{patron} is in no class").format(patron=patron.name)
        return Answer(part, Message(Tone.LOOK, headline), Told("no-class", patron=patron.name))
    opened = replace(part, open_id=patron.class_id, marked_id=patron.id)
    return Answer(opened, Message(Tone.DONE, patron.label), Told("class", patron=patron.name))


def on_act(desk: Desk, part: OverviewPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: "open:CLASS", "close", "change:CLASS", "end:CLASS", and "move:CLASS" of chosen pupils."""
    verb = act.partition(":")[0]
    if verb == "open":
        return Answer(replace(part, open_id=number_in(act), marked_id=None))
    if act == "close":
        return Answer(replace(part, open_id=None, marked_id=None))
    if verb == "change":
        return _said(part, change_class(desk, number_in(act), values.get("teacher", ""), values.get("name", "")))
    if verb == "end":
        return _said(part, end_class(desk, number_in(act)))
    if verb == "move":
        chosen = [number_in(f"pupil:{word}") for word in values.get("pupils", "").split()]
        return _said(part, move_pupils(desk, number_in(act), chosen, _label(part, values.get("class", ""))))
    raise UnknownActError(act)


def _label(part: OverviewPart, words: str) -> str:
    """A class chosen by the name it bears today, in whatever language, by its year; else the words as typed."""
    named = next((line for line in part.classes if line.name == words.strip()), None)
    if named is None:
        return words
    return f"{named.entry_year}级{named.number}班" if named.number else f"{named.entry_year}级"


def _said(part: OverviewPart, why_not: str) -> Answer:
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    return Answer(part, Message(Tone.DONE, _("Saved")), Told("saved"))
