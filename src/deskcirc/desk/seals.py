"""Sealing a month: its ledgers are kept word for word, chained by a hash, and nothing in them changes any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.ledger_sums import month_span, next_month
from deskcirc.domain.operators import Right
from deskcirc.store.lookups.ledger_content import NO_SEAL, Seal, all_seals, month_content, seal_hash
from deskcirc.store.tables import ledger_seals
from deskcirc.text import gettext as _
from deskcirc.text import month_words


@dataclass(frozen=True, slots=True)
class SealOutcome:
    """Whether the month was sealed; if not, why, and what would allow it."""

    done: bool
    sentence: str
    remedy: str = ""


def seal_month(desk: Desk, month: str) -> SealOutcome:
    """Seal the ledgers of a month that is over, "2026-03", for ever.

    The first seal may be of any such month; all that lies before it is its opening balance. From then on month
    follows month. Raises ValueError for what is no month.
    """
    with desk.library.writing(desk.act(ActName.SEAL_MONTH, month=month_name(month))) as writing:
        seals = all_seals(writing.connection)
        refusal = _refusal(desk, month, seals)
        if refusal is not None:
            return refusal
        content = month_content(writing.connection, month, desk.policy.library_name)
        chained = seal_hash(seals[-1].hash if seals else NO_SEAL, content)
        operator = desk.operator.name
        writing.insert(ledger_seals, month=month, sealed_at=desk.now, operator=operator, hash=chained, content=content)
    return SealOutcome(True, _("The ledgers of {month} are sealed").format(month=month_name(month)))


def month_to_seal(desk: Desk) -> str | None:
    """The month that should be sealed next, None while the one after the last sealed month is not over."""
    with desk.library.reading() as connection:
        seals = all_seals(connection)
    if not seals:
        return date.fromordinal(desk.today.replace(day=1).toordinal() - 1).isoformat()[:7]
    following = next_month(seals[-1].month)
    return following if month_span(following).last < desk.today else None


def month_name(month: str) -> str:
    """ "2026-03" in the language of the screen. Raises ValueError for what is no month."""
    return month_words(date.fromisoformat(f"{month}-01"))


def _refusal(desk: Desk, month: str, seals: tuple[Seal, ...]) -> SealOutcome | None:
    """Everything that forbids it, None where nothing does."""
    if not desk.operator.may(Right.LEDGERS):
        sentence = _("{name} may not seal ledgers.").format(name=desk.operator.name)
        return SealOutcome(False, sentence, _("Let a librarian take over the counter first."))
    name = month_name(month)
    if month_span(month).last >= desk.today:
        sentence = _("{month} is not over yet, so it cannot be sealed.").format(month=name)
        return SealOutcome(False, sentence, _("Seal it on the first day of the next month, or later."))
    if not seals or month == next_month(seals[-1].month):
        return None
    if any(seal.month == month for seal in seals):
        return SealOutcome(False, _("{month} is sealed already.").format(month=name))
    if month < seals[0].month:
        sentence = _("{month} lies before the first sealed month and is closed with it.").format(month=name)
        return SealOutcome(False, sentence)
    first = month_name(next_month(seals[-1].month))
    sentence = _("{first} must be sealed before {month}.").format(first=first, month=name)
    return SealOutcome(False, sentence, _("Month follows month, so that nothing can slip in between."))
