"""Who leaves the school: what stands in the way of a clearance (离校清书)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.prices import format_fen
from deskcirc.text import day_words
from deskcirc.text import gettext as _

_NAMED: Final = 5  # titles named in a refusal; of more the rest is counted


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """Something owed; `amount` is what is left of it, in fen."""

    kind: str
    amount: int
    note: str


def why_not_cleared(
    loans: Sequence[OpenLoan],
    from_corner: Sequence[str],
    charges: Sequence[OpenCharge],
    today: date,
    owed_copies: Sequence[str] = (),
) -> tuple[str, ...]:
    """Every reason against a clearance, each naming what is out or owed; nothing where the leaver may go.

    What is said to be returned has to be found or settled first: the library bears it, or the patron makes it good.
    `owed_copies` are lost titles to be replaced, or of which nobody has decided what follows.
    """
    said = []
    for loan in loans[:_NAMED]:
        if loan.claimed_on is not None:
            words = _("{title} is looked for since {day}: find it, or settle the claim under Losses.")
            said.append(words.format(title=loan.name, day=day_words(loan.claimed_on, today)))
            continue
        said.append(_("{title} is on loan, due {day}.").format(title=loan.name, day=day_words(loan.due, today)))
    said += [_("{title} is out of the class corner.").format(title=title) for title in from_corner[:_NAMED]]
    more = max(0, len(loans) - _NAMED) + max(0, len(from_corner) - _NAMED)
    if more:
        said.append(_("… and {count} more").format(count=more))
    for name in owed_copies:
        said.append(_("{title} is lost and not made good yet.").format(title=name))
    for charge in charges:
        said.append(
            _("{amount} yuan are owed: {note}").format(amount=format_fen(charge.amount), note=charge.note or "–")
        )
    return tuple(said)
