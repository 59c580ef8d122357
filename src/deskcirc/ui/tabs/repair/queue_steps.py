"""The steps of a copy in the repair queue: entered, to the table, mended, back, given up, proposed for withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.desk.damage import DamageReport, RepairOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import (
    cancel_repair,
    end_repair,
    finish_repair,
    give_up_repair,
    reopen_repair,
    report_damage,
    start_repair,
)
from deskcirc.desk.returning import check_in
from deskcirc.desk.withdrawal import WithdrawalDraft, WithdrawalOutcome, add_to_withdrawal, propose
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.damage_commands import kinds_in, severity_in
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.domain.repair_steps import RepairStep, next_step
from deskcirc.domain.withdrawal import WithdrawalReason, WithdrawalState
from deskcirc.store.lookups.repairs import repairs_of_copy
from deskcirc.store.lookups.weeding import evidence_of
from deskcirc.store.lookups.withdrawals import all_withdrawals
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import queue_words as words
from deskcirc.ui.tabs.repair.queue_part import QueuePart, in_hand, with_repair

_NAMED: Final = 6


def scanned(desk: Desk, part: QueuePart, copy: Copy) -> Answer:
    """A copy in hand: it enters the queue, or goes on by a step."""
    with desk.library.reading() as connection:
        history = repairs_of_copy(connection, copy.id, desk.policy, desk.today)
    known = next((each for each in history if each.state.is_open), None)
    last = history[0] if history and known is None else None
    answer = _led_on(desk, replace(part, scanned=history), copy, known, last)
    return replace(answer, part=replace(answer.part, scanned=None))


def _led_on(desk: Desk, part: QueuePart, copy: Copy, known: Repair | None, last: Repair | None) -> Answer:
    """What the scan of a copy does; `last` is the repair it had last, where none is open."""
    if last is not None and last.state is RepairState.BEYOND and copy.state is CopyState.IN_REPAIR:
        return _was_given_up(desk, part, last)
    if part.pile:
        return report(desk, part, copy)
    if last is not None and last.state is RepairState.BACK and last.ended_on == desk.today:
        return _back_already(desk, part, last)
    return report(desk, part, copy) if known is None else step(desk, part, known)


def step(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """Take the copy on by a step."""
    steps: dict[RepairStep, Callable[[Desk, QueuePart, Repair], Answer]] = {
        RepairStep.START: _start,
        RepairStep.FINISH: mended,
        RepairStep.END: _end,
    }
    wanted = next_step(repair.state)
    return reopen(desk, part, repair) if wanted is None else steps[wanted](desk, part, repair)


def mended(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """Note the copy as mended, also one that nobody had taken to the table."""
    outcome = finish_repair(desk, repair.id, helper_id=None if repair.helper_id else part.helper_id)
    return _answer(desk, part, outcome, "mended", words.mended)


def give_up(desk: Desk, part: QueuePart, repair: Repair, note: str) -> Answer:
    """Say that the copy cannot be mended; what is damaged is reason enough where nobody types one."""
    outcome = give_up_repair(desk, repair.id, note.strip() or words.damage_line(repair))
    answer = _answer(
        desk, part, outcome, "beyond-repair", lambda done: words.given_up(done, may_withdraw=part.may_withdraw)
    )
    if outcome.why_not or not part.may_withdraw:
        return answer
    return replace(answer, offers=(_withdrawal_offer(repair),))


def cancel(desk: Desk, part: QueuePart, repair: Repair, note: str) -> Answer:
    """Take the copy out of the queue: it is not damaged after all."""
    outcome = cancel_repair(desk, repair.id, note.strip())
    return _answer(desk, part, outcome, "not-damaged", lambda done: words.back(outcome, done))


def reopen(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """Put a copy whose repair has ended into the queue again."""
    outcome = reopen_repair(desk, repair.id)
    return _answer(desk, part, outcome, "queued", lambda done: words.entered(done, already=False))


def return_and_take_in(desk: Desk, part: QueuePart, copy_id: int) -> Answer:
    """Return a copy that stood on the shelf though it is on loan by the register, then take it into the queue."""
    back = check_in(desk, copy_id)
    seen = _seen_of(part, back.copy, back.patron.id if back.patron else None)
    return _entered(desk, part, back.copy, report_damage(desk, copy_id, seen))


def withdraw(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """Propose that a copy beyond repair is withdrawn."""
    return _withdraw(desk, part, (repair,))


def withdraw_all(desk: Desk, part: QueuePart) -> Answer:
    """Propose that all copies beyond repair are withdrawn."""
    return _withdraw(desk, part, part.beyond)


def back_all(desk: Desk, part: QueuePart) -> Answer:
    """Put back everything that is mended: each copy goes to who waits for it, else to the trolley."""
    dry = [repair.id for repair in part.repairs if repair.state is RepairState.MENDED]
    if not dry:
        return Answer(part, Message(Tone.LOOK, _("Nothing that is mended waits here.")), Told("nothing"))
    outcomes = end_repair(desk, dry)
    done = [each for each in outcomes if each.repair is not None and not each.why_not]
    kept = [
        _("{title}: hold shelf {number}").format(title=each.repair.copy.name, number=each.hold.shelf_number)
        for each in done
        if each.repair is not None and each.hold is not None
    ]
    stay = [each.why_not for each in outcomes if each.why_not]
    headline = ngettext("{count} copy goes back", "{count} copies go back", len(done)).format(count=len(done))
    details = (*kept[:_NAMED], *stay[:_NAMED])
    return Answer(part, Message(Tone.LOOK if details else Tone.DONE, headline, details), Told("back"))


OF_ENDED: Final[Mapping[str, Callable[[Desk, QueuePart, Repair], Answer]]] = {"reopen": reopen, "withdraw": withdraw}
"""What is done with a repair that has ended."""


def report(desk: Desk, part: QueuePart, copy: Copy) -> Answer:
    """Take a copy into the queue, or say that it is there already."""
    return _entered(desk, part, copy, report_damage(desk, copy.id, _seen_of(part, copy)))


def also_seen(desk: Desk, part: QueuePart, copy: Copy, word: str) -> Answer:
    """A damage barcode of a copy that was not taken in yet: what stands in the way is said again, the word is kept."""
    return report(desk, replace(part, refused=copy, seen=(*part.seen, word)), copy)


def _seen_of(part: QueuePart, copy: Copy, patron_id: int | None = None) -> DamageReport:
    """What was said of the copy before it could be taken in."""
    seen = part.seen if part.refused is not None and part.refused.id == copy.id else ()
    return DamageReport(kinds_in(seen), severity_in(seen), patron_id=patron_id)


def _entered(desk: Desk, part: QueuePart, copy: Copy, outcome: RepairOutcome) -> Answer:
    repair = outcome.repair
    if outcome.why_not or repair is None:
        seen = _seen_of(part, copy)
        message = words.not_taken_in(outcome, seen.kinds)
        waits = replace(in_hand(desk, part, None), refused=copy, seen=part.seen if seen.kinds else ())
        return Answer(waits, message, Told("refused", copy.code, copy.title), _ways_out(copy, outcome))
    known = with_repair(desk, part, repair)
    kind = "already" if outcome.already else "queued"
    if part.pile:
        known = replace(known, piled=part.piled + (0 if outcome.already else 1))
        message = words.in_the_pile(repair, known.piled, already=outcome.already)
        return Answer(known, message, words.told(kind, repair))
    return Answer(known, words.entered(repair, already=outcome.already), words.told(kind, repair))


def _ways_out(copy: Copy, outcome: RepairOutcome) -> tuple[Offer, ...]:
    if outcome.loan is not None:
        return (Offer(f"queue.return:{copy.id}", _("Return it and take it in"), "DC-YES"),)
    if copy.state is CopyState.LOST:
        return (Offer(f"in:returns:return:{copy.id}", _("Take it back in Returns"), "DC-YES"),)
    return ()


def _start(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    (outcome,) = start_repair(desk, [repair.id], helper_id=part.helper_id)
    return _answer(desk, part, outcome, "started", lambda done: words.on_the_table(done, desk.today))


def _end(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    (outcome,) = end_repair(desk, [repair.id])
    return _answer(desk, part, outcome, "back", lambda done: words.back(outcome, done))


def _answer(
    desk: Desk, part: QueuePart, outcome: RepairOutcome, kind: str, said: Callable[[Repair], Message]
) -> Answer:
    repair = outcome.repair
    if outcome.why_not or repair is None:
        offers = _ways_out(repair.copy, outcome) if repair is not None else ()
        told = words.told("refused", repair) if repair is not None else Told("refused")
        shown = in_hand(desk, part, repair) if repair is not None else part
        return Answer(shown, words.refused(outcome), told, offers)
    return Answer(with_repair(desk, part, repair), said(repair), words.told(kind, repair))


def _back_already(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """The same copy once more on the day it went back: a second pull of the trigger, or it came apart again."""
    offers = (Offer(f"queue.take_in:{repair.copy.id}", _("It is damaged again"), "DC-DAMAGED"),)
    message = words.back_already(repair)
    return Answer(in_hand(desk, part, repair), message, words.told("back-already", repair), offers)


def _was_given_up(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    offers = [Offer(f"queue.reopen:{repair.id}", _("Mend it all the same"))]
    proposed = repair.copy.id in part.proposed
    if part.may_withdraw and not proposed:
        offers.insert(0, _withdrawal_offer(repair))
    message = words.was_given_up(repair, desk.today, proposed=proposed)
    return Answer(in_hand(desk, part, repair), message, words.told("given-up", repair), tuple(offers))


def _withdrawal_offer(repair: Repair) -> Offer:
    return Offer(f"queue.withdraw:{repair.id}", _("Propose its withdrawal"), "DC-YES")


def _withdraw(desk: Desk, part: QueuePart, repairs: Sequence[Repair]) -> Answer:
    """Put copies into the open withdrawal of damaged ones, or propose one, with what speaks for it."""
    if not repairs:
        return Answer(part, Message(Tone.LOOK, _("Nothing is beyond repair.")), Told("nothing"))
    outcome = _proposed(desk, repairs)
    batch = outcome.withdrawal
    if outcome.why_not or not outcome.done or batch is None:
        reasons = [reason for blocked in outcome.blocked for reason in blocked.reasons]
        headline = outcome.why_not or _("None of these copies can be withdrawn.")
        return Answer(part, Message(Tone.STOP, headline, tuple(reasons[:_NAMED])), Told("refused"))
    count = len(outcome.done)
    what = ngettext("{count} copy is proposed for withdrawal", "{count} copies are proposed for withdrawal", count)
    where = _("Withdrawal {number}: its form is printed and signed under “Ledgers”.").format(number=batch.number)
    offers = (Offer(f"in:ledgers:withdrawal.open:{batch.id}", _("Show the withdrawal")),)
    return Answer(part, Message(Tone.DONE, what.format(count=count), (where,)), Told("proposed"), offers)


def _proposed(desk: Desk, repairs: Sequence[Repair]) -> WithdrawalOutcome:
    ids = [repair.copy.id for repair in repairs]
    with desk.library.reading() as connection:
        known = evidence_of(connection, ids, desk.policy, desk.today)
        batches = all_withdrawals(connection, desk.policy)
    evidence = {each.copy.id: _evidence(each, known.get(each.copy.id, "")) for each in repairs}
    waiting = (
        each for each in batches if each.state is WithdrawalState.PROPOSED and each.reason is WithdrawalReason.DAMAGED
    )
    batch = next(waiting, None)
    if batch is not None:
        return add_to_withdrawal(desk, batch.id, ids, evidence)
    return propose(desk, WithdrawalDraft(WithdrawalReason.DAMAGED), ids, evidence)


def _evidence(repair: Repair, known: str) -> str:
    said = _("beyond repair: {note}").format(note=repair.ended_note or words.damage_line(repair))
    return _("; ").join(each for each in (said, known) if each)
