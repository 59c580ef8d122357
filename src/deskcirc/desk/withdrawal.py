"""Withdrawing copies: a batch is proposed with its evidence, changed, approved in one act, or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.repair_parts import withdrawn_in
from deskcirc.desk.running_numbers import next_number, take_numbers
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.domain.withdrawal import (
    WITHDRAWAL_REASON_WORDS,
    LastCopies,
    NumberOrder,
    Withdrawal,
    WithdrawalLine,
    WithdrawalReason,
    WithdrawalState,
    why_not_withdrawn,
)
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.losses import compensation_of, losses_of_copies
from deskcirc.store.lookups.weeding import evidence_of
from deskcirc.store.lookups.withdrawals import (
    last_copies,
    lines_of_withdrawal,
    standing_of,
    withdrawal_by_id,
)
from deskcirc.store.tables import copies, withdrawal_copies, withdrawals
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

MOST_COPIES: Final = 2000
"""Of one batch: more than any school lets go on one signature."""
_NUMBERS: Final = "withdrawn"
_HIGHEST_NUMBER: Final = 9_999_999


@dataclass(frozen=True, slots=True)
class WithdrawalDraft:
    """What is asked before a batch is proposed or changed; `receiver` is to whom copies are transferred."""

    reason: WithdrawalReason
    receiver: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What stands on the signed form; `first_number` only where a school goes on from a paper ledger."""

    document: str
    approved_by: str
    day: date
    order: NumberOrder = NumberOrder.ACCESSION
    first_number: int | None = None


@dataclass(frozen=True, slots=True)
class BlockedCopy:
    """A copy that can't go, with every reason."""

    copy: Copy
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithdrawalOutcome:
    """The batch as it stands afterwards; `why_not` where nothing was done.

    `done` are the copies that were added, removed or withdrawn, `blocked` those that were not.
    """

    withdrawal: Withdrawal | None = None
    done: tuple[Copy, ...] = ()
    blocked: tuple[BlockedCopy, ...] = ()
    last: tuple[LastCopies, ...] = ()
    why_not: str = ""


def propose(
    desk: Desk, draft: WithdrawalDraft, copy_ids: Sequence[int] = (), evidence: Mapping[int, str] | None = None
) -> WithdrawalOutcome:
    """Open a batch and put these copies into it; `evidence` by copy id, where a search has found some.

    Copies that can't go are left out and named. A batch may begin empty: its copies are scanned then.
    """
    if why_not := _not_allowed(desk) or _too_many(len(copy_ids)) or _too_long(draft.receiver, draft.note):
        return WithdrawalOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.PROPOSE_WITHDRAWAL)) as writing:
        fit, blocked = sorted_out(desk, writing, copy_ids)
        if copy_ids and not fit:
            return WithdrawalOutcome(blocked=blocked, why_not=_("None of these copies can be withdrawn."))
        withdrawal_id, number = opened_in(desk, writing, draft)
        put_in(desk, writing, withdrawal_id, fit, evidence or {})
        writing.tell(number=number, reason=_(WITHDRAWAL_REASON_WORDS[draft.reason]), count=len(fit))
        return _outcome(desk, writing, withdrawal_id, fit, blocked)


def change_withdrawal(desk: Desk, withdrawal_id: int, draft: WithdrawalDraft) -> WithdrawalOutcome:
    """Give a proposed batch another reason, receiver or note. Raises GoneError for a batch that does not exist."""
    with desk.library.writing(desk.act(ActName.CHANGE_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch) or _too_long(draft.receiver, draft.note):
            return WithdrawalOutcome(batch, why_not=why_not)
        writing.update(withdrawals, withdrawal_id, **_values(draft))
        writing.tell(number=batch.number, what=_(WITHDRAWAL_REASON_WORDS[draft.reason]))
        return _outcome(desk, writing, withdrawal_id)


def add_to_withdrawal(
    desk: Desk, withdrawal_id: int, copy_ids: Sequence[int], evidence: Mapping[int, str] | None = None
) -> WithdrawalOutcome:
    """Put more copies into a proposed batch; those that can't go are left out and named. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.CHANGE_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch) or _too_many(batch.copies + len(copy_ids)):
            return WithdrawalOutcome(batch, why_not=why_not)
        fit, blocked = sorted_out(desk, writing, copy_ids)
        put_in(desk, writing, withdrawal_id, fit, evidence or {})
        what = ngettext("{count} copy added", "{count} copies added", len(fit)).format(count=len(fit))
        writing.tell(number=batch.number, what=what)
        return _outcome(desk, writing, withdrawal_id, fit, blocked)


def remove_from_withdrawal(desk: Desk, withdrawal_id: int, copy_ids: Sequence[int]) -> WithdrawalOutcome:
    """Take copies out of a proposed batch: they stay in the library. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.CHANGE_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch):
            return WithdrawalOutcome(batch, why_not=why_not)
        going = [
            line
            for line in lines_of_withdrawal(writing.connection, withdrawal_id, desk.policy)
            if line.copy.id in copy_ids
        ]
        for line in going:
            writing.update(withdrawal_copies, line.id, ended=True)
        what = ngettext("{count} copy removed", "{count} copies removed", len(going)).format(count=len(going))
        writing.tell(number=batch.number, what=what)
        return _outcome(desk, writing, withdrawal_id, [line.copy for line in going])


def set_compensation(desk: Desk, withdrawal_id: int, copy_id: int, amount: int | None) -> WithdrawalOutcome:
    """Note what was paid for a copy, in fen; None for nothing. Raises GoneError as above, or for another copy."""
    with desk.library.writing(desk.act(ActName.CHANGE_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch):
            return WithdrawalOutcome(batch, why_not=why_not)
        lines = lines_of_withdrawal(writing.connection, withdrawal_id, desk.policy)
        line = next((each for each in lines if each.copy.id == copy_id), None)
        if line is None:
            raise GoneError
        writing.update(withdrawal_copies, line.id, compensation=amount)
        words = _("{title}: {amount} yuan paid").format(title=line.copy.name, amount=format_fen(amount or 0))
        writing.tell(number=batch.number, what=words)
        return _outcome(desk, writing, withdrawal_id, [line.copy])


def cancel_withdrawal(desk: Desk, withdrawal_id: int) -> WithdrawalOutcome:
    """Give a proposed batch up: its copies stay, its number is not given again. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.CANCEL_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch):
            return WithdrawalOutcome(batch, why_not=why_not)
        lines = lines_of_withdrawal(writing.connection, withdrawal_id, desk.policy)
        for line in lines:
            writing.update(withdrawal_copies, line.id, ended=True)
        writing.update(withdrawals, withdrawal_id, state=WithdrawalState.CANCELLED.value)
        writing.tell(number=batch.number)
        return _outcome(desk, writing, withdrawal_id, [line.copy for line in lines])


def approve_withdrawal(
    desk: Desk, withdrawal_id: int, approval: Approval, *, leave_behind: bool = False
) -> WithdrawalOutcome:
    """Withdraw the copies of a proposed batch, each under a number of its own, with their prices as of now.

    Copies that were lent or kept for somebody meanwhile stop it, unless it was decided to `leave_behind` them: they
    are taken out of the batch then and stay in the library. Raises GoneError as above.
    """
    with desk.library.writing(desk.act(ActName.APPROVE_WITHDRAWAL)) as writing:
        batch = _batch(desk, writing, withdrawal_id)
        if why_not := _not_allowed(desk) or _not_proposed(batch):
            return WithdrawalOutcome(batch, why_not=why_not)
        lines = lines_of_withdrawal(writing.connection, withdrawal_id, desk.policy)
        blocked = _blocked(desk, writing, withdrawal_id, [line.copy.id for line in lines])
        stay = {each.copy.id for each in blocked}
        going = [line for line in lines if line.copy.id not in stay]
        why_not = _bad_approval(desk, writing, batch, approval, going)
        if not why_not and blocked and not leave_behind:
            why_not = ngettext("{count} copy cannot go now.", "{count} copies cannot go now.", len(blocked)).format(
                count=len(blocked)
            )
        if why_not:
            return WithdrawalOutcome(batch, blocked=blocked, why_not=why_not)
        for line in lines:
            if line.copy.id in stay:
                writing.update(withdrawal_copies, line.id, ended=True)
        _withdraw(desk, writing, going, approval)
        _close(writing, batch, approval)
        value = sum(line.price or 0 for line in going)
        writing.tell(number=batch.number, count=len(going), amount=format_fen(value))
        return _outcome(desk, writing, withdrawal_id, [line.copy for line in going], blocked)


def withdraw_in(
    desk: Desk, writing: Writing, copy_ids: Sequence[int], draft: WithdrawalDraft, approval: Approval, evidence: str
) -> Withdrawal:
    """Withdraw copies at once as a part of another act: a batch of its own, approved, with a number for each copy.

    That act has asked who may, what stands in the way of each copy (`why_not_withdrawn`), and tells what was done.
    """
    withdrawal_id, _number = opened_in(desk, writing, draft)
    rows = [{"withdrawal_id": withdrawal_id, "copy_id": copy_id, "evidence": evidence} for copy_id in copy_ids]
    writing.insert_many(withdrawal_copies, rows)
    going = lines_of_withdrawal(writing.connection, withdrawal_id, desk.policy)
    _withdraw(desk, writing, going, approval)
    batch = withdrawal_by_id(writing.connection, withdrawal_id, desk.policy)
    if batch is None:
        raise GoneError
    _close(writing, batch, approval)
    return batch


def opened_in(desk: Desk, writing: Writing, draft: WithdrawalDraft) -> tuple[int, str]:
    """Open a batch within an act that does more; its id and number."""
    year = desk.today.year
    (count,) = take_numbers(writing, f"withdrawals:{year}", 1)
    number = _("W{year}-{number}").format(year=year, number=f"{count:03}")
    return writing.insert(withdrawals, number=number, opened_at=desk.now, **_values(draft)), number


def _withdraw(desk: Desk, writing: Writing, going: Sequence[WithdrawalLine], approval: Approval) -> None:
    in_order = list(going)
    if approval.order is NumberOrder.ACCESSION:
        in_order.sort(key=lambda line: (len(line.copy.accession_number), line.copy.accession_number))
    numbers = take_numbers(writing, _NUMBERS, len(in_order), approval.first_number)
    for line, number in zip(in_order, numbers, strict=True):
        writing.update(withdrawal_copies, line.id, number=f"{number:05}", price=line.price)
        withdrawn_in(desk, writing, line.copy)
        gone = {"state": CopyState.WITHDRAWN.value, "awaits_shelving": False, "wants_label": False}
        writing.update(copies, line.copy.id, **gone)


def _close(writing: Writing, batch: Withdrawal, approval: Approval) -> None:
    writing.update(
        withdrawals,
        batch.id,
        state=WithdrawalState.APPROVED.value,
        document=approval.document.strip(),
        approved_by=approval.approved_by.strip(),
        approved_on=approval.day,
    )


def _not_allowed(desk: Desk) -> str:
    return "" if desk.operator.may(Right.LEDGERS) else _("Only the librarian withdraws copies.")


def _not_proposed(batch: Withdrawal) -> str:
    if batch.state is WithdrawalState.PROPOSED:
        return ""
    if batch.state is WithdrawalState.CANCELLED:
        return _("Withdrawal {number} was cancelled.").format(number=batch.number)
    return _("Withdrawal {number} is approved; undo the approval to change it.").format(number=batch.number)


def _too_many(count: int) -> str:
    if count <= MOST_COPIES:
        return ""
    return _("A withdrawal takes {most} copies at most. Propose several.").format(most=MOST_COPIES)


def _too_long(*texts: str) -> str:
    return next(iter(too_long(*texts)), "")


def _bad_approval(
    desk: Desk, writing: Writing, batch: Withdrawal, approval: Approval, going: Sequence[WithdrawalLine]
) -> str:
    if not going:
        return _("There is no copy in withdrawal {number} that could go.").format(number=batch.number)
    if not approval.document.strip() or not approval.approved_by.strip():
        return _("Write down the number of the approval and who approved it.")
    if long := _too_long(approval.document, approval.approved_by):
        return long
    if batch.reason is WithdrawalReason.TRANSFERRED and not batch.receiver:
        return _("Write down first to whom the copies are transferred.")
    if approval.day > desk.today:
        return _("The day of the approval is still to come.")
    later = [line.copy for line in going if line.came_on > approval.day]
    if later:
        words = _("{title} ({number}) came into the library after that day.")
        return words.format(title=later[0].name, number=later[0].accession_number)
    return _bad_number(next_number(writing.connection, _NUMBERS), approval.first_number)


def _bad_number(next_one: int, wanted: int | None) -> str:
    if wanted is None or next_one <= wanted <= _HIGHEST_NUMBER:
        return ""
    if wanted > _HIGHEST_NUMBER:
        return _("A withdrawal number has seven digits at most.")
    return _("Numbers up to {last} are given already; go on from {next}.").format(last=next_one - 1, next=next_one)


def _values(draft: WithdrawalDraft) -> dict[str, str]:
    return {"reason": draft.reason.value, "receiver": draft.receiver.strip(), "note": draft.note.strip()}


def sorted_out(desk: Desk, writing: Writing, copy_ids: Sequence[int]) -> tuple[list[Copy], tuple[BlockedCopy, ...]]:
    """Which of these copies can go into a new line, and which can't and why; an id that no copy has is left out."""
    fit, blocked = [], []
    for copy_id in dict.fromkeys(copy_ids):
        standing = standing_of(writing.connection, copy_id, desk.policy, desk.today)
        if standing is None:
            continue
        reasons = why_not_withdrawn(standing)
        if reasons:
            blocked.append(BlockedCopy(standing.copy, reasons))
        else:
            fit.append(standing.copy)
    return fit, tuple(blocked)


def _blocked(desk: Desk, writing: Writing, batch_id: int, copy_ids: Sequence[int]) -> tuple[BlockedCopy, ...]:
    found = [standing_of(writing.connection, each, desk.policy, desk.today) for each in copy_ids]
    return tuple(
        BlockedCopy(standing.copy, reasons)
        for standing in found
        if standing is not None and (reasons := why_not_withdrawn(standing, batch_id))
    )


def put_in(desk: Desk, writing: Writing, withdrawal_id: int, fit: Sequence[Copy], evidence: Mapping[int, str]) -> None:
    """Put copies into a proposed batch within an act that has sorted them out, with what speaks for each."""
    unknown = [copy.id for copy in fit if copy.id not in evidence]
    known = {**evidence, **evidence_of(writing.connection, unknown, desk.policy, desk.today)}
    lost = losses_of_copies(writing.connection, [copy.id for copy in fit], desk.policy, desk.today)
    known |= {copy_id: loss.evidence(known.get(copy_id, ""), desk.today) for copy_id, loss in lost.items()}
    paid = compensation_of(writing.connection, [copy.id for copy in fit])
    rows = [
        {
            "withdrawal_id": withdrawal_id,
            "copy_id": copy.id,
            "evidence": known.get(copy.id, ""),
            "compensation": paid.get(copy.id),
        }
        for copy in fit
    ]
    writing.insert_many(withdrawal_copies, rows)


def _batch(desk: Desk, writing: Writing, withdrawal_id: int) -> Withdrawal:
    batch = withdrawal_by_id(writing.connection, withdrawal_id, desk.policy)
    if batch is None:
        raise GoneError
    return batch


def _outcome(
    desk: Desk,
    writing: Writing,
    withdrawal_id: int,
    done: Sequence[Copy] = (),
    blocked: tuple[BlockedCopy, ...] = (),
) -> WithdrawalOutcome:
    connection = writing.connection
    going = [line.copy.id for line in lines_of_withdrawal(connection, withdrawal_id, desk.policy)]
    last = last_copies(connection, going, desk.policy, desk.today)
    batch = withdrawal_by_id(connection, withdrawal_id, desk.policy)
    return WithdrawalOutcome(batch, tuple(done), blocked, last)
