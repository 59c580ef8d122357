"""Decisions of the section "resolving": about the line, or about all that are ticked; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_orders import DecisionMore, DecisionOutcome
from deskcirc.desk.desk import Desk
from deskcirc.domain.count_findings import UnknownCode
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.stocktake import DECISION_WORDS, DecisionKind
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.loss_question import ask_loss, read_answer
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.resolving_part import (
    FITTING,
    Line,
    Matter,
    ResolvingPart,
    copy_of,
    key_of,
    lines_meant,
    name_of,
    without_keys,
)
from deskcirc.ui.tabs.stocktake.resolving_reading import after_decision, behind, looked_at

_NAMED: Final = 4
"""Refusals that are said one by one; of more it is said how many there are."""
_AT_ONCE: Final = frozenset(
    {
        DecisionKind.SEARCHED,
        DecisionKind.MISSING,
        DecisionKind.FOUND,
        DecisionKind.RETURNED,
        DecisionKind.MOVED,
        DecisionKind.RELOCATED,
    }
)
"""Decisions about copies that ask nothing more."""


def on_decision(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer | None:
    """The acts that decide: KIND:KEY, "ask_lost:KEY", "declare", "take_back:KEY" …; None for any other act.

    A KEY counts where nothing is ticked; raises UnknownActError for one that is no number.
    """
    verb = act.partition(":")[0]
    if verb in set(_AT_ONCE):
        return _decided(desk, part, DecisionKind(verb), act, values)
    step = _STEPS.get(verb)
    return None if step is None else step(desk, part, act, values)


def meant(part: ResolvingPart, act: str) -> tuple[Line, ...]:
    """What an act is about: the ticked lines, else the one whose key stands behind the colon."""
    return lines_meant(part, number_in(act) if ":" in act else None)


def nothing_meant(part: ResolvingPart) -> Answer:
    """Nothing is ticked, and the line is not there any more."""
    return Answer(part, Message(Tone.LOOK, _("Choose a line, or tick some, first.")), Told("nothing"))


def told_outcome(
    desk: Desk, part: ResolvingPart, kind: DecisionKind, lines: Sequence[Line], outcome: DecisionOutcome
) -> Answer:
    """What came of a decision: how many were decided, what hands have to do, and every refusal with its reason."""
    names = {_id_of(line): name_of(line) for line in lines}
    refusals = [sentence for _about, sentence in outcome.refused]
    if not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not, tuple(refusals[1:_NAMED])), Told("refused"))
    what = _(DECISION_WORDS[kind])
    count = len(outcome.done)
    if count == 1:
        (done,) = outcome.done
        about = done.scan_id if part.matter is Matter.UNKNOWN else done.copy_id
        headline = _("{title}: {what}").format(title=names.get(about or 0, ""), what=what)
    else:
        words = ngettext("{count} copy: {what}", "{count} copies: {what}", count)
        headline = words.format(count=count, what=what)
    details = [*outcome.said[:_NAMED], *refusals[:_NAMED]]
    more = len(refusals) - _NAMED
    if more > 0:
        words = ngettext("{count} more was refused", "{count} more were refused", more)
        details.append(words.format(count=more))
    tone = Tone.LOOK if refusals or outcome.said else Tone.DONE
    calmed = replace(part, ticked=frozenset(), asked=None, asked_about=(), matching=None)
    after = after_decision(desk, calmed, outcome.done)
    return Answer(after, Message(tone, headline, tuple(details)), Told(f"decided-{kind}"))


def _id_of(line: Line) -> int:
    """By which id an outcome names it: the scan of an unknown code, else the copy."""
    copy = copy_of(line)
    return key_of(line) if copy is None else copy.id


def _decided(desk: Desk, part: ResolvingPart, kind: DecisionKind, act: str, values: Mapping[str, str]) -> Answer:
    if part.stocktake is None or kind not in FITTING[part.matter]:
        raise UnknownActError(act)
    lines = meant(part, act)
    if not lines:
        return nothing_meant(part)
    return _of_lines(desk, part, kind, lines, values.get("note", ""), DecisionMore())


def _of_lines(
    desk: Desk, part: ResolvingPart, kind: DecisionKind, lines: Sequence[Line], note: str, more: DecisionMore
) -> Answer:
    if part.stocktake is None:
        return nothing_meant(part)
    ids = list(dict.fromkeys(_id_of(line) for line in lines))
    outcome = decide(desk, part.stocktake.id, kind, copy_ids=ids, note=note, **more)
    return told_outcome(desk, part, kind, lines, outcome)


def _ask_lost(desk: Desk, part: ResolvingPart, act: str, _values: Mapping[str, str]) -> Answer:
    """Open the question how the copies are made good, as in Losses."""
    lines = [line for line in meant(part, act) if copy_of(line) is not None]
    if not lines or part.stocktake is None:
        return nothing_meant(part)
    if not part.may_decide or not part.sees_patrons:
        return Answer(part, Message(Tone.STOP, _("Only the librarian declares copies lost.")), Told("refused"))
    copies = list({copy.id: copy for copy in map(copy_of, lines) if copy is not None}.values())
    question = ask_loss(desk, copies[0], "declare")
    if len(copies) > 1:
        title = ngettext("Declare {count} copy lost", "Declare {count} copies lost", len(copies))
        question = replace(question, title=title.format(count=len(copies)))
    asked = replace(part, asked=question, asked_about=tuple(copy.id for copy in copies))
    return Answer(asked, Message(Tone.READY, question.title), Told("asked", copies[0].code))


def _declare(desk: Desk, part: ResolvingPart, _act: str, values: Mapping[str, str]) -> Answer:
    """The answer to the question; what was typed stays on the screen where it is not taken."""
    answer = read_answer(values)
    lines = [line for line in part.shown if copy_of(line) is not None and _id_of(line) in part.asked_about]
    if part.asked is None or part.stocktake is None or not lines:
        return nothing_meant(replace(part, asked=None, asked_about=()))
    if isinstance(answer, str):
        return _not_taken(part, answer)
    more = DecisionMore(way=answer.way, amount=answer.amount)
    told = _of_lines(desk, part, DecisionKind.LOST, lines, answer.note, more)
    refused = told.message is not None and told.message.tone is Tone.STOP
    return _not_taken(part, told.message.headline) if refused and told.message is not None else told


def _not_taken(part: ResolvingPart, sentence: str) -> Answer:
    asked = None if part.asked is None else part.asked.refused(sentence)
    return Answer(replace(part, asked=asked), Message(Tone.STOP, sentence), Told("refused"))


def _damaged(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """To the repair queue, with what was touched on the tiles ("seen") and a note."""
    seen = values.get("seen", "").split()
    if any(word not in DAMAGE_WORDS for word in seen):
        raise UnknownActError(act)
    if DecisionKind.DAMAGED not in FITTING[part.matter]:
        raise UnknownActError(act)
    lines = meant(part, act)
    if not lines:
        return nothing_meant(part)
    more = DecisionMore(damage=tuple(kinds_in(seen)), severity=severity_in(seen))
    return _of_lines(desk, part, DecisionKind.DAMAGED, lines, values.get("note", ""), more)


def _withdrawal(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Into a batch that is proposed, with its reason; approving it is done in Ledgers."""
    reason = values.get("reason", "")
    if reason not in set(WithdrawalReason) or DecisionKind.WITHDRAWAL not in FITTING[part.matter]:
        raise UnknownActError(act)
    lines = [line for line in meant(part, act) if part.matter is not Matter.DECIDED or copy_of(line) is not None]
    if not lines:
        return nothing_meant(part)
    more = DecisionMore(reason=WithdrawalReason(reason))
    answer = _of_lines(desk, part, DecisionKind.WITHDRAWAL, lines, values.get("note", ""), more)
    offers = (Offer("in:ledgers:section:withdrawal", _("Show the withdrawal")),)
    return answer if answer.told.outcome == "refused" else replace(answer, offers=offers)


def _set_aside(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    lines = _unknown_meant(part, act)
    if not lines or part.stocktake is None:
        return nothing_meant(part)
    kind = DecisionKind.SET_ASIDE
    scan_ids = [key_of(line) for line in lines]
    outcome = decide(desk, part.stocktake.id, kind, scan_ids=scan_ids, note=values.get("note", ""))
    return told_outcome(desk, part, kind, lines, outcome)


def _match(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Name an unknown code: by the copy that `copy` says, else by the next copy that is scanned or typed."""
    line = next(iter(_unknown_meant(replace(part, ticked=frozenset()), act)), None)
    if line is None:
        return nothing_meant(part)
    if values.get("copy"):
        return matched(desk, part, line, number_in(f"match:{values['copy']}"))
    if not part.may_decide:
        words = _("Only the librarian says which copy a code is.")
        return Answer(part, Message(Tone.STOP, words), Told("refused"))
    headline = _("Scan or type the copy that {code} is").format(code=line.line.code)
    details = (_("Its accession number stands inside the book. Esc leaves the code unknown."),)
    return Answer(replace(part, matching=line), Message(Tone.LOOK, headline, details), Told("matching", line.line.code))


def matched(
    desk: Desk,
    part: ResolvingPart,
    line: UnknownCode,
    copy_id: int,
    kind: DecisionKind = DecisionKind.MATCHED,
) -> Answer:
    """The code is that copy's: its scans count for the copy."""
    if part.stocktake is None:
        return nothing_meant(part)
    outcome = decide(desk, part.stocktake.id, kind, copy_ids=[copy_id], scan_ids=[line.line.id])
    answer = told_outcome(desk, part, kind, [line], outcome)
    return answer if answer.told.outcome == "refused" else replace(answer, offers=_label_offers(line, copy_id))


def _label_offers(line: UnknownCode, copy_id: int) -> tuple[Offer, ...]:
    """A copy whose label cannot be read wants a new one."""
    return (Offer(f"print_label:{copy_id}", _("Print its label") + "  Ctrl+T"),) if line.line.code else ()


def _registered(desk: Desk, part: ResolvingPart, act: str, _values: Mapping[str, str]) -> Answer:
    """The code was registered meanwhile: its scans count for the new copy. Else Accession is opened with the code."""
    line = next(iter(_unknown_meant(replace(part, ticked=frozenset()), act)), None)
    if line is None:
        return nothing_meant(part)
    seen = looked_at(desk, part, line.line.id)
    if seen.registered is not None:
        return matched(desk, seen, line, seen.registered.id, DecisionKind.ACCESSIONED)
    headline = _("{code} is not registered yet").format(code=line.line.code)
    details = (_("Register the book under Accession with this barcode, then come back and press this again."),)
    offers = (Offer(f"in:accession:cataloguing.scan:{line.line.code}", _("Register it …")),)
    return Answer(seen, Message(Tone.LOOK, headline, details), Told("not-registered", line.line.code), offers)


def _unknown_meant(part: ResolvingPart, act: str) -> tuple[UnknownCode, ...]:
    return tuple(line for line in meant(part, act) if isinstance(line, UnknownCode))


def _take_back(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Take decisions back; each copy is again what it was before."""
    lines = meant(part, act) if part.matter is Matter.DECIDED else ()
    if not lines:
        return nothing_meant(part)
    outcome = reverse_decisions(desk, [key_of(line) for line in lines], values.get("note", ""))
    refusals = tuple(sentence for _about, sentence in outcome.refused)
    if not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not, refusals[1:_NAMED]), Told("refused"))
    count = len(outcome.done)
    words = ngettext("{count} decision is taken back", "{count} decisions are taken back", count)
    tone = Tone.LOOK if refusals else Tone.DONE
    back = {each.id for each in outcome.done}
    left = without_keys(part.shown, back)
    after = behind(replace(part, ticked=frozenset(), lines={**part.lines, Matter.DECIDED: left}))
    return Answer(after, Message(tone, words.format(count=count), refusals[:_NAMED]), Told("taken-back"))


_Step = Callable[[Desk, ResolvingPart, str, Mapping[str, str]], Answer]
_STEPS: Final[Mapping[str, _Step]] = {
    "ask_lost": _ask_lost,
    "declare": _declare,
    "damaged": _damaged,
    "withdrawal": _withdrawal,
    "set_aside": _set_aside,
    "match": _match,
    "registered": _registered,
    "take_back": _take_back,
}
