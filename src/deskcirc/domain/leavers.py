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
    loans: Sequence[OpenLoan], from_corner: Sequence[str], charges: Sequence[OpenCharge], today: date
) -> tuple[str, ...]:
    """Every reason against a clearance, each naming what is out or owed; nothing where the leaver may go."""
    said = []
    for loan in loans[:_NAMED]:
        said.append(_("{title} is on loan, due {day}.").format(title=loan.name, day=day_words(loan.due, today)))
    said += [_("{title} is out of the class corner.").format(title=title) for title in from_corner[:_NAMED]]
    more = max(0, len(loans) - _NAMED) + max(0, len(from_corner) - _NAMED)
    if more:
        said.append(_("… and {count} more").format(count=more))
    for charge in charges:
        said.append(
            _("{amount} yuan are owed: {note}").format(amount=format_fen(charge.amount), note=charge.note or "–")
        )
    return tuple(said)
