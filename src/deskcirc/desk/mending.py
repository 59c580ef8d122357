"""What a preflight found, mended in one act for all it was found of: cards, stock, prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import copies, patrons
from deskcirc.text import gettext as _
from deskcirc.text import ngettext


def extend_cards(desk: Desk, patron_ids: Sequence[int], until: date) -> str:
    """Let these patrons borrow up to and including a day; returns "" or the sentence why not."""
    if until <= desk.today:
        return _("The cards would have expired already. Choose a day after today.")
    with desk.library.writing(desk.act(ActName.CHANGE_PATRON)) as writing:
        found = [patron_by_id(writing.connection, each, desk.policy, desk.today) for each in patron_ids]
        here = [patron for patron in found if patron is not None]
        if not here:
            return _("None of these patrons is here any more.")
        for patron in here:
            writing.update(patrons, patron.id, expires=until)
        count = ngettext("{count} patron", "{count} patrons", len(here)).format(count=len(here))
        writing.tell(patron=here[0].label if len(here) == 1 else count)
    return ""


def put_into_stock(desk: Desk, copy_ids: Sequence[int]) -> str:
    """Copies that were being processed may be lent from now on; returns "" or the sentence why not."""
    with desk.library.writing(desk.act(ActName.PUT_INTO_STOCK)) as writing:
        found = [copy_by_id(writing.connection, each) for each in copy_ids]
        waiting = [copy for copy in found if copy is not None and copy.state is CopyState.IN_PROCESS]
        if not waiting:
            return _("None of these copies is being processed any more.")
        for copy in waiting:
            writing.update(copies, copy.id, state=CopyState.IN_STOCK.value)
        writing.tell(count=len(waiting))
    return ""


def set_price(desk: Desk, copy_ids: Sequence[int], price: int) -> str:
    """Give these copies a price in fen; returns "" or the sentence why not."""
    if price <= 0:
        return _("A price is more than nothing.")
    with desk.library.writing(desk.act(ActName.SET_PRICE)) as writing:
        found = [copy for each in copy_ids if (copy := copy_by_id(writing.connection, each)) is not None]
        if not found:
            return _("None of these copies is here any more.")
        for copy in found:
            writing.update(copies, copy.id, price=price)
        writing.tell(count=len(found), price=f"{price / 100:.2f}")
    return ""
