"""Withdrawals in plain Python: candidates are looked for, batches proposed, changed, approved, printed and saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.charges import read_fen
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    WithdrawalOutcome,
    add_to_withdrawal,
    approve_withdrawal,
    cancel_withdrawal,
    change_withdrawal,
    propose,
    remove_from_withdrawal,
    set_compensation,
)
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.scanning import Scan
from deskcirc.domain.withdrawal import Withdrawal, WithdrawalReason, WithdrawalState, why_not_withdrawn
from deskcirc.labels.cards import Printable
from deskcirc.labels.withdrawal_papers import (
    approval_form,
    strike_list,
    strike_stickers,
    transfer_list,
    transfer_report,
)
from deskcirc.store.lookups.weeding import evidence_of, weeding_candidates
from deskcirc.store.lookups.withdrawals import standing_of
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.ledgers import withdrawal_words as words
from deskcirc.ui.tabs.ledgers.withdrawal_part import Order, View, WithdrawalPart, in_order, listed, read_part
from deskcirc.ui.tabs.ledgers.withdrawal_values import approval_in, criteria_in, draft_in

_OF_BATCH: Final = frozenset({"remove", "pay", "change", "approve", "approve_rest", "cancel", "print", "save"})

CALM: Final = marked("Withdrawal: what leaves the library is proposed, signed, then struck off")
"""What the banner says while nothing else is to be said."""


def first() -> WithdrawalPart:
    """The section before anything is read."""
    return WithdrawalPart()


def refresh(desk: Desk, part: WithdrawalPart) -> WithdrawalPart:
    """Read the batches again."""
    return read_part(desk, part)


def on_scan(desk: Desk, part: WithdrawalPart, scan: Scan, found: Identified) -> Answer:
    """A copy goes into the batch on the screen, or its evidence is said; of an ISBN the copy is chosen."""
    if found.copy is not None:
        return _scanned(desk, part, found.copy)
    if found.of_isbn:
        choices = tuple(
            Choice(f"withdrawal.copy:{copy.id}", copy.name, f"{copy.accession_number}  {copy.call_number}")
            for copy in found.of_isbn
        )
        headline = _("Which copy of {title}?").format(title=found.of_isbn[0].name)
        return Answer(part, Message(Tone.LOOK, headline), Told("choose"), choices=choices)
    headline = _("{code} is not a copy of this library").format(code=scan.code)
    return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))


def on_act(desk: Desk, part: WithdrawalPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: looking for candidates, ticking them, and everything about the batch on the screen."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        shown = View(subject)
        return Answer(replace(part, view=View.ALL if shown is View.BATCH and part.batch is None else shown))
    if verb == "sort" and subject in set(Order):
        return Answer(in_order(part, Order(subject)))
    if act == "find":
        return _find(desk, part, values)
    if verb == "mark":
        return Answer(_toggled(part, number_in(act)))
    if act in ("mark_all", "mark_none"):
        ticked = act == "mark_all"
        return Answer(replace(part, found=tuple(replace(each, marked=ticked) for each in part.found)))
    if verb == "copy":
        return _scanned(desk, part, known_copy(desk, number_in(act)))
    if verb == "open":
        return Answer(replace(part, batch_id=number_in(act), view=View.BATCH, approval=None))
    if verb in ("propose", "propose_empty", "start"):
        return _propose(desk, part, act, values)
    if act == "add":
        return _add(desk, part)
    return _of_batch(desk, part, act, values)


def _of_batch(desk: Desk, part: WithdrawalPart, act: str, values: Mapping[str, str]) -> Answer:
    verb, _colon, subject = act.partition(":")
    read = read_part(desk, part)
    batch = read.batch
    if verb not in _OF_BATCH:
        raise UnknownActError(act)
    if batch is None:
        return Answer(read, Message(Tone.LOOK, _("Open a withdrawal first, or propose one.")), Told("no-batch"))
    if verb == "print":
        return Answer(read, told=Told("printed"), paper=_paper(desk, read, batch, subject, act))
    if verb == "save":
        report = transfer_report(batch, read.lines, desk.policy.library_name)
        return saved_report(read, report, act, values)
    if act == "approve":
        approval = approval_in(values, desk.today)
        if isinstance(approval, str):
            return Answer(read, Message(Tone.STOP, approval), Told("refused"))
        return _approve(desk, read, batch, approval)
    if act == "approve_rest" and read.approval is not None:
        return _approve(desk, read, batch, read.approval, leave_behind=True)
    return _change_batch(desk, read, batch, act, values)


def _change_batch(desk: Desk, part: WithdrawalPart, batch: Withdrawal, act: str, values: Mapping[str, str]) -> Answer:
    verb = act.partition(":")[0]
    if verb == "remove":
        return _changed(part, remove_from_withdrawal(desk, batch.id, [number_in(act)]), _("{title} stays"))
    if verb == "pay":
        return _pay(desk, part, batch, act, values)
    if act == "change":
        return _changed(
            part, change_withdrawal(desk, batch.id, draft_in(values, batch)), _("The withdrawal is changed")
        )
    if act == "cancel":
        answer = _changed(part, cancel_withdrawal(desk, batch.id), _("The withdrawal is cancelled; its copies stay"))
        return replace(answer, part=replace(part, view=View.ALL)) if answer.told.outcome == "saved" else answer
    raise UnknownActError(act)


def _find(desk: Desk, part: WithdrawalPart, values: Mapping[str, str]) -> Answer:
    criteria = criteria_in(values)
    if isinstance(criteria, str):
        return Answer(part, Message(Tone.STOP, criteria), Told("refused"))
    looking = replace(part, criteria=criteria, view=View.CANDIDATES)
    if not criteria.asked:
        return Answer(looking, Message(Tone.LOOK, _("Tick at least one thing to look for.")), Told("nothing-asked"))
    with desk.library.reading() as connection:
        named = weeding_candidates(connection, criteria, desk.policy, desk.today)
    shown = listed(desk, looking, named)
    count = shown.named
    headline = ngettext("{count} copy found", "{count} copies found", count).format(count=count)
    details: tuple[str, ...] = ()
    if count > len(shown.found):
        said = _("The first {count} are listed; ask for less to see the others.").format(count=len(shown.found))
        details = (said,)
    return Answer(shown, Message(Tone.DONE if count else Tone.LOOK, headline, details), Told("found"))


def _toggled(part: WithdrawalPart, copy_id: int) -> WithdrawalPart:
    found = tuple(replace(each, marked=not each.marked) if each.copy.id == copy_id else each for each in part.found)
    return replace(part, found=found)


def _scanned(desk: Desk, part: WithdrawalPart, copy: Copy) -> Answer:
    """Put a copy in hand into the batch that is being built; without one, say what speaks for letting it go."""
    read = read_part(desk, part)
    batch = read.open_batch
    if batch is not None and any(line.copy.id == copy.id for line in read.lines):
        headline = _("{title} is in this withdrawal already").format(title=copy.name)
        offer = Offer(f"withdrawal.remove:{copy.id}", _("Take it out again"))
        return Answer(replace(read, view=View.BATCH), Message(Tone.REPEAT, headline), _told("already", copy), (offer,))
    if batch is not None:
        outcome = add_to_withdrawal(desk, batch.id, [copy.id])
        if outcome.blocked:
            return Answer(read, words.cannot_go(outcome.blocked[0]), _told("refused", copy))
        if outcome.why_not:
            return Answer(read, words.refused(outcome), _told("refused", copy))
        return Answer(replace(read, view=View.BATCH), words.added(outcome, batch), _told("added", copy))
    return _looked_at(desk, read, copy)


def _told(outcome: str, copy: Copy) -> Told:
    return Told(outcome, copy=copy.code, title=copy.title)


def _looked_at(desk: Desk, part: WithdrawalPart, copy: Copy) -> Answer:
    with desk.library.reading() as connection:
        standing = standing_of(connection, copy.id, desk.policy, desk.today)
        evidence = evidence_of(connection, [copy.id], desk.policy, desk.today).get(copy.id, "")
    reasons = why_not_withdrawn(standing) if standing else ()
    if reasons:
        message = Message(Tone.STOP, _("{title} cannot be withdrawn").format(title=copy.name), reasons)
        batch_id = standing.batch_id if standing else 0
        offers = (Offer(f"withdrawal.open:{batch_id}", _("Show its withdrawal")),) if batch_id else ()
        return Answer(part, message, _told("refused", copy), offers)
    offers = (Offer(f"withdrawal.start:{copy.id}", _("Propose a withdrawal with it")),) if part.may_change else ()
    return Answer(part, Message(Tone.LOOK, copy.name, (evidence,)), _told("evidence", copy), offers)


def _propose(desk: Desk, part: WithdrawalPart, act: str, values: Mapping[str, str]) -> Answer:
    """A new batch: of what is ticked ("propose"), empty, or of one copy in hand ("start:COPY")."""
    read = read_part(desk, part)
    if act.startswith("start:"):
        copy = known_copy(desk, number_in(act))
        gone = copy.state in (CopyState.LOST, CopyState.MISSING)
        draft = WithdrawalDraft(WithdrawalReason.LOST if gone else WithdrawalReason.WEEDED)
        outcome = propose(desk, draft, [copy.id])
    elif act in ("propose", "propose_empty"):
        ticked = read.marked if act == "propose" else ()
        evidence = {each.copy.id: each.candidate.evidence for each in ticked}
        outcome = propose(desk, draft_in(values), list(evidence), evidence)
    else:
        raise UnknownActError(act)
    batch = outcome.withdrawal
    if batch is None or outcome.why_not:
        return Answer(read, words.refused(outcome), Told("refused"))
    shown = replace(read, batch_id=batch.id, view=View.BATCH)
    if not outcome.done:
        headline = _("Withdrawal {number} is open: scan the copies").format(number=batch.number)
        return Answer(shown, Message(Tone.DONE, headline), Told("proposed"))
    return Answer(shown, words.added(outcome, batch), Told("proposed"))


def _add(desk: Desk, part: WithdrawalPart) -> Answer:
    read = read_part(desk, part)
    batch = read.open_batch
    evidence = {each.copy.id: each.candidate.evidence for each in read.marked}
    if batch is None or not evidence:
        return Answer(read, Message(Tone.LOOK, _("Tick copies, and open a withdrawal they go into.")), Told("nothing"))
    outcome = add_to_withdrawal(desk, batch.id, list(evidence), evidence)
    if outcome.why_not:
        return Answer(read, words.refused(outcome), Told("refused"))
    return Answer(replace(read, view=View.BATCH), words.added(outcome, batch), Told("added"))


def _pay(desk: Desk, part: WithdrawalPart, batch: Withdrawal, act: str, values: Mapping[str, str]) -> Answer:
    text = values.get("amount", "").strip()
    amount = read_fen(text) if text else None
    if text and amount is None:
        sentence = _("“{text}” is not an amount in yuan.").format(text=text[:20])
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    return _changed(
        part, set_compensation(desk, batch.id, number_in(act), amount), _("{title}: what was paid is noted")
    )


def _changed(part: WithdrawalPart, outcome: WithdrawalOutcome, headline: str) -> Answer:
    if outcome.why_not:
        return Answer(part, words.refused(outcome), Told("refused"))
    title = outcome.done[0].name if outcome.done else ""
    return Answer(part, Message(Tone.DONE, headline.format(title=title)), Told("saved"))


def _approve(
    desk: Desk, part: WithdrawalPart, batch: Withdrawal, approval: Approval, *, leave_behind: bool = False
) -> Answer:
    outcome = approve_withdrawal(desk, batch.id, approval, leave_behind=leave_behind)
    if outcome.why_not:
        can_split = bool(outcome.blocked) and len(outcome.blocked) < batch.copies
        offers = (Offer("withdrawal.approve_rest", _("Withdraw the others, leave these")),) if can_split else ()
        kept = replace(part, approval=approval if can_split else None)
        return Answer(kept, words.refused(outcome), Told("refused"), offers)
    approved = outcome.withdrawal or batch
    printed = (Offer("withdrawal.print:strike", _("Print the list")),)
    return Answer(replace(part, approval=None), words.withdrawn(outcome, approved), Told("withdrawn"), printed)


def _paper(desk: Desk, part: WithdrawalPart, batch: Withdrawal, wanted: str, act: str) -> Printable:
    library = desk.policy.library_name
    if wanted == "stickers" and batch.state is WithdrawalState.APPROVED:
        return strike_stickers(part.lines, batch.approved_on)
    papers = {"form": approval_form, "strike": strike_list, "transfer": transfer_list}
    if wanted not in papers:
        raise UnknownActError(act)
    return papers[wanted](batch, part.lines, library)
