"""The export of the stock in plain Python: as what, and which part of it; the file itself is the window's affair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.call_numbers import class_number_is_well_formed
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.exchange import ExportFormat
from deskcirc.store.lookups.export import chosen_count, places_and_batches
from deskcirc.text import gettext as _
from deskcirc.text import marked, storable
from deskcirc.ui.exporting import FORMATS, choice_of
from deskcirc.ui.outcome import Message, Tone, UnknownActError
from deskcirc.ui.sections import Answer

_LONGEST: Final = 60  # characters of a class number, a place or a batch


@dataclass(frozen=True, slots=True)
class ExportPart:
    """What was chosen, as words; how much that is; and what there is to choose from."""

    format: str = ExportFormat.CNMARC.value
    class_number: str = ""
    location: str = ""
    batch: str = ""
    since: str = ""  # a day as 2026-09-01
    titles: int = 0
    copies: int = 0
    places: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    may: bool = False
    today: date | None = None

    def values(self) -> dict[str, str]:
        """What was chosen, for the act that writes the file."""
        return {name: getattr(self, name) for name in ("format", "class_number", "location", "batch", "since")}

    @property
    def is_whole(self) -> bool:
        """Whether it is the stock as a whole."""
        return not (self.class_number or self.location or self.batch or self.since)


CALM: Final = marked("Export: the stock as a file for other programs")
"""What the banner says while nothing else is to be said."""


def first() -> ExportPart:
    """The section before anything is read."""
    return ExportPart()


def refresh(desk: Desk, part: ExportPart) -> ExportPart:
    """Count what is chosen, and read what there is to choose from."""
    with desk.library.reading() as connection:
        titles, copies = chosen_count(connection, choice_of(part.values()))
        places, batches = places_and_batches(connection)
    may = desk.operator.may(Right.LEDGERS)
    return replace(part, titles=titles, copies=copies, places=places, batches=batches, may=may, today=desk.today)


def on_scan(_desk: Desk, part: ExportPart, _scan: Scan, _found: Identified) -> Answer:
    """A scan says nothing about a file."""
    words = _("A file is made of the whole stock or of a part of it; scan copies at the counter.")
    return Answer(part, Message(Tone.LOOK, words))


def on_act(_desk: Desk, part: ExportPart, act: str, values: Mapping[str, str]) -> Answer:
    """`choose` says what and as what, `all` lets every restriction go."""
    if act == "all":
        return Answer(replace(part, class_number="", location="", batch="", since=""))
    if act != "choose":
        raise UnknownActError(act)
    asked: dict[str, Any] = {
        name: storable(values.get(name, old)).strip()[:_LONGEST] for name, old in part.values().items()
    }
    if asked["format"] not in FORMATS:
        raise UnknownActError(act)
    asked["class_number"] = asked["class_number"].upper()
    flaws = _flaws(asked)
    if flaws:
        return Answer(part, Message(Tone.STOP, flaws[0], tuple(flaws[1:])))
    return Answer(replace(part, **asked))


def _flaws(asked: Mapping[str, str]) -> list[str]:
    """Everything that can't be meant."""
    flaws = []
    if asked["class_number"] and not class_number_is_well_formed(asked["class_number"]):
        flaws.append(_("“{text}” is not the beginning of a class number, as I287.").format(text=asked["class_number"]))
    if asked["since"]:
        try:
            choice_of(asked)
        except ValueError:
            flaws.append(_("“{words}” is not a date like 2026-11-20").format(words=asked["since"]))
    return flaws
