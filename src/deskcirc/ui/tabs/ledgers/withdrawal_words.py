"""What the withdrawal section says: what was added or withdrawn, what could not be and why, whose last copy goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deskcirc.desk.withdrawal import BlockedCopy, WithdrawalOutcome
from deskcirc.domain.prices import format_fen
from deskcirc.domain.withdrawal import Withdrawal, last_copies_words
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.outcome import Message, Tone

_NAMED: Final = 6


def blocked_words(blocked: Sequence[BlockedCopy]) -> tuple[str, ...]:
    """Each copy that can't go with its reasons, the first few by name."""
    said = [
        _("{title} ({number}): {reasons}").format(
            title=each.copy.name, number=each.copy.accession_number, reasons=in_a_row(*each.reasons)
        )
        for each in blocked[:_NAMED]
    ]
    if len(blocked) > _NAMED:
        said.append(_("… and {count} more").format(count=len(blocked) - _NAMED))
    return tuple(said)


def refused(outcome: WithdrawalOutcome) -> Message:
    """Nothing was done, and why."""
    return Message(Tone.STOP, outcome.why_not, blocked_words(outcome.blocked))


def added(outcome: WithdrawalOutcome, batch: Withdrawal) -> Message:
    """Copies went into a batch; what stayed out of it is named."""
    count = len(outcome.done)
    if count == 1:
        headline = _("{title} is in withdrawal {number}").format(title=outcome.done[0].name, number=batch.number)
    else:
        words = ngettext("{count} copy is in withdrawal {number}", "{count} copies are in withdrawal {number}", count)
        headline = words.format(count=count, number=batch.number)
    details = (*blocked_words(outcome.blocked), *last_copies_words(outcome.last))
    tone = Tone.LOOK if outcome.blocked or any(each.waiting for each in outcome.last) else Tone.DONE
    return Message(tone, headline, details)


def cannot_go(blocked: BlockedCopy) -> Message:
    """One copy can't go, and every reason."""
    headline = _("{title} cannot be withdrawn").format(title=blocked.copy.name)
    return Message(Tone.STOP, headline, blocked.reasons)


def withdrawn(outcome: WithdrawalOutcome, batch: Withdrawal) -> Message:
    """A batch was approved: how many copies it withdrew, under which numbers they stand, what stayed."""
    count = len(outcome.done)
    words = ngettext("{count} copy withdrawn, {amount} yuan", "{count} copies withdrawn, {amount} yuan", count)
    headline = words.format(count=count, amount=format_fen(batch.value))
    details = [_("Now cross out their labels: print the list in shelf order, or stickers.")]
    if outcome.blocked:
        details.append(_("These stay in the library:"))
        details += blocked_words(outcome.blocked)
    details += last_copies_words(outcome.last)
    return Message(Tone.DONE, headline, tuple(details))
