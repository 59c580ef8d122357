"""The label of a shelf scanned where nothing is counted: what it is for, and the way to where it is asked for.

Nothing is done with it: whoever lends or takes back goes on as before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.stocktake import Shelf
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Offer, Told, Tone

_COUNTED: Final = frozenset({"scanning", "resolving"})
"""The sections of Stocktake in which books are counted at a shelf."""
_OWN: Final = "shelves"
"""The section of Stocktake in which shelves are set up."""
_SCANNING: Final = "in:stocktake:section:scanning"


def is_asked_for(tab: str, state: Any, found: Identified) -> bool:
    """Whether the screen on top takes the label itself; nothing is counted at a shelf that has ended."""
    section = getattr(state, "section", "") if tab == "stocktake" else ""
    return section == _OWN or (section in _COUNTED and found.shelf is not None)


def with_shelf_label(desk: Desk, state: Any, found: Identified) -> Any:
    """The state of a tab after the label of a shelf was scanned in it: all it showed, and the sentence."""
    shelf = found.shelf or found.ended_shelf
    if shelf is None:
        return state
    message = Message(Tone.LOOK, _headline(shelf), _details(desk, shelf))
    offers = () if shelf.ended else _offers(desk)
    return replace(state, message=message, told=Told("shelf", title=shelf.label), offers=offers, choices=())


def _headline(shelf: Shelf) -> str:
    if shelf.ended:
        return _("The label of the shelf {shelf}, which is in use no longer").format(shelf=shelf.label)
    return _("The label of the shelf {shelf}: it is for counting").format(shelf=shelf.label)


def _details(desk: Desk, shelf: Shelf) -> tuple[str, ...]:
    nothing = _("Nothing was done. Scan a card or a book.")
    if shelf.ended:
        return (nothing, _("Take the label off the shelf."))
    return (nothing,) if _offers(desk) else (nothing, _("No count is open."))


def _offers(desk: Desk) -> tuple[Offer, ...]:
    from deskcirc.store.lookups.stocktakes import running_stocktakes  # a counter that lends need not wait for it

    if desk.operator.class_id is not None:
        return ()
    with desk.library.reading() as connection:
        counting = any(each.takes_scans for each in running_stocktakes(connection))
    return (Offer(_SCANNING, _("Go on counting"), "DC-YES"),) if counting else ()
