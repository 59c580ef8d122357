"""What is still to be completed, in plain Python: titles put off, without class number, without price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.scanning import Scan
from deskcirc.domain.titles import Title
from deskcirc.store.lookups.title_matches import INCOMPLETE, copies_held, titles_to_complete
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer

MOST = 500
"""Titles listed at once; who has completed them sees the next."""


@dataclass(frozen=True, slots=True)
class IncompleteTitle:
    """A title that lacks something, with how many copies of it are held."""

    title: Title
    held: int


@dataclass(frozen=True, slots=True)
class ToCompletePart:
    """Everything the section shows: which kind is looked at, how many there are of each, and the first of them."""

    lacking: str = INCOMPLETE[0]
    counts: tuple[tuple[str, int], ...] = ()
    lines: tuple[IncompleteTitle, ...] = ()


def first() -> ToCompletePart:
    """The section before anything is read."""
    return ToCompletePart()


def refresh(desk: Desk, part: ToCompletePart) -> ToCompletePart:
    """Read the list and the counts again."""
    with desk.library.reading() as connection:
        counts = tuple((kind, titles_to_complete(connection, kind, 0)[0]) for kind in INCOMPLETE)
        titles = titles_to_complete(connection, part.lacking, MOST)[1]
        held = copies_held(connection, [title.id for title in titles])
    lines = tuple(IncompleteTitle(title, held.get(title.id, 0)) for title in titles)
    return replace(part, counts=counts, lines=lines)


def on_scan(_desk: Desk, part: ToCompletePart, scan: Scan, found: Identified) -> Answer:
    """A copy's title can be opened from here; everything else is scanned in cataloguing."""
    if found.copy is not None:
        offer = Offer(f"cataloguing.open:{found.copy.title_id}", _("Open its description"), "DC-YES")
        return Answer(part, Message(Tone.LOOK, found.copy.name), Told("copy", found.copy.code), offers=(offer,))
    headline = _("{code}: new books are scanned under “Cataloguing”").format(code=scan.code)
    return Answer(part, Message(Tone.LOOK, headline), Told("not-here"))


def on_act(_desk: Desk, part: ToCompletePart, act: str, _values: Mapping[str, str]) -> Answer:
    """The act "look:KIND" with what the titles of the list lack, a word of INCOMPLETE."""
    verb, _colon, kind = act.partition(":")
    if verb == "look" and kind in INCOMPLETE:
        return Answer(replace(part, lacking=kind))
    raise UnknownActError(act)
