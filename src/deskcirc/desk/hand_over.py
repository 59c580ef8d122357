"""Handing copies over to the stacks in one act: from then on they are lent.

They stand on the trolley afterwards: whoever receives them puts them on their shelves by the same list as what came
back, a copy that somebody waits for shows on the pull list, and one lent straight from the trolley needs no shelving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.desk.running_numbers import take_numbers
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.hand_over import HandOver
from deskcirc.domain.operators import Right
from deskcirc.domain.typed_words import too_long
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.hand_overs import hand_over_by_id
from deskcirc.store.tables import copies, hand_overs
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class HandOverOutcome:
    """The hand-over that was made, and the copies that were not in process any more; else the sentence why not."""

    hand_over: HandOver | None = None
    skipped: tuple[Copy, ...] = ()
    why_not: str = ""


def hand_over(desk: Desk, copy_ids: Sequence[int], receiver: str, note: str = "") -> HandOverOutcome:
    """Hand these copies over to whoever puts them on the shelves; they are in stock from now on."""
    if not desk.operator.may(Right.ACCESSION):
        return HandOverOutcome(why_not=_("Only the librarian hands new copies over."))
    if not receiver.strip():
        return HandOverOutcome(why_not=_("Write down who receives the copies."))
    if flaws := too_long(receiver, note):
        return HandOverOutcome(why_not=flaws[0])
    with desk.library.writing(desk.act(ActName.HAND_OVER)) as writing:
        found = [copy_by_id(writing.connection, each) for each in dict.fromkeys(copy_ids)]
        here = [copy for copy in found if copy is not None]
        ready = [copy for copy in here if copy.state is CopyState.IN_PROCESS]
        skipped = tuple(copy for copy in here if copy.state is not CopyState.IN_PROCESS)
        if not ready:
            return HandOverOutcome(skipped=skipped, why_not=_("None of these copies is being processed any more."))
        year = desk.today.year
        (count,) = take_numbers(writing, f"hand_overs:{year}", 1)
        number = _("H{year}-{number}").format(year=year, number=f"{count:03}")
        row = {"at": desk.now, "receiver": receiver.strip(), "note": note.strip()}
        hand_over_id = writing.insert(hand_overs, number=number, **row)
        for copy in ready:
            handed = {"state": CopyState.IN_STOCK.value, "hand_over_id": hand_over_id}
            writing.update(
                copies, copy.id, awaits_shelving=not copy.damaged, **handed
            )  # what is damaged is mended first
        writing.tell(number=number, count=len(ready))
        return HandOverOutcome(hand_over_by_id(writing.connection, hand_over_id, desk.policy), skipped)
