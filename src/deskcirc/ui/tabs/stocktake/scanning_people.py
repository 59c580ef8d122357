"""Who counts at a station: whoever is at the counter, or somebody named once; two pupils can take turns at one gun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import known_patron
from deskcirc.domain.patrons import Patron
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.scanning_offers import both_ways
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart

_LONGEST_NAME: Final = 40


def show_card(part: ScanningPart, patron: Patron) -> Answer:
    """A card is no copy: it lies in a book, or somebody says that they count from now on."""
    headline = _("The card of {patron}: do they count from now on?").format(patron=patron.label)
    hint = _("Take 1 if they do. A card that lay in a book goes to the librarian.")
    offers = both_ways(f"scanning.card:{patron.id}", _("They count now"))
    message = Message(Tone.LOOK, headline, (hint,), "card")
    return Answer(part, message, Told("patron", patron=patron.label), offers)


def people_act(desk: Desk, part: ScanningPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "person" with a name, "" for whoever is at the counter, and "card:PATRON"."""
    if act.partition(":")[0] == "card":
        return _counts(part, known_patron(desk, number_in(act)).label)
    if act == "person":
        return _counts(part, " ".join(values.get("name", "").split())[:_LONGEST_NAME])
    raise UnknownActError(act)


def _counts(part: ScanningPart, name: str) -> Answer:
    """The order on the shelf is looked at for each person alone, so it is read again."""
    person = "" if name == part.operator else name
    names = tuple(dict.fromkeys([name, *part.named])) if name else part.named
    counting = replace(part, person=person, named=names, stale=True)
    headline = _("{person} counts now").format(person=counting.who)
    return Answer(counting, Message(Tone.DONE, headline), Told("person", patron=counting.who))
