"""What may be decided about the copy just scanned: it was returned and nobody noted it, it is found, or it is this one.

Each is a decision of the count. Whoever may take a copy back at the counter may do so here; the others are the
librarian's, and a helper's scan says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from deskcirc.desk.count_decisions import decide
from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import known_copy
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.stocktake import STOOD_THOUGH_GONE, CountKind, DecisionKind
from deskcirc.store.lookups.copy_in_count import copy_in_count
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart

_MOST_CHOICES: Final = 9
_MOST_ASKED: Final = 200  # copies of one title, as of a textbook, of which it is looked up whether they are counted
_DONE: Final = {
    "returned": (DecisionKind.RETURNED, marked("{title} is returned")),
    "found": (DecisionKind.FOUND, marked("{title} is found")),
}


def both_ways(act: str, words: str) -> tuple[Offer, ...]:
    """An offer taken by a touch, by DC-CHOICE-1 and by DC-YES."""
    return (Offer(act, words, "DC-CHOICE-1"), Offer(act, "", "DC-YES"))


def offers_about(part: ScanningPart, outcome: CountOutcome) -> tuple[Offer, ...]:
    """The offers after a scan; damage has its own key and barcode."""
    copy, decision = outcome.copy, outcome.decision
    if copy is None or decision is None:
        return ()
    damaged = (Offer("scanning.damage", "", "DC-DAMAGED"),)
    if part.is_blind:
        return damaged
    before = outcome.before.kind if outcome.before is not None else None
    if CountKind.ON_LOAN in (decision.kind, before) and outcome.loan is not None:  # scanned again, it is still on loan
        return (*both_ways(f"scanning.returned:{copy.id}", _("It was returned")), *damaged)
    if part.may_open and is_found_again(outcome):
        return (*both_ways(f"scanning.found:{copy.id}", _("It is found")), *damaged)
    return damaged


def is_found_again(outcome: CountOutcome) -> bool:
    """Whether the copy is here and registered as lost or missing; so it is when it is scanned again."""
    if outcome.kind is CountKind.REPEAT:
        return outcome.copy is not None and outcome.copy.state in (CopyState.LOST, CopyState.MISSING)
    return outcome.decision is not None and outcome.decision.remark in STOOD_THOUGH_GONE


def which_copy(desk: Desk, part: ScanningPart, answer: Answer, copies: tuple[Copy, ...]) -> Answer:
    """The printed ISBN was scanned in place of the label: unknown until somebody says which copy it is.

    Those that nobody counted yet come first, for one of them it mostly is; a blind count does not tell them apart.
    """
    verb = "match" if part.may_open else "count"
    if len(copies) == 1:
        words = _("That is the ISBN of {title}: is it {code}?")
        message = Message(Tone.LOOK, words.format(title=copies[0].name, code=copies[0].code), (), "help")
        return replace(
            answer, message=message, offers=both_ways(f"scanning.{verb}:{copies[0].id}", _("It is this copy"))
        )
    words = _("That is the ISBN of {title}: scan its own label, or say which copy")
    message = Message(Tone.LOOK, words.format(title=copies[0].name), (), "help")
    counted = frozenset() if part.is_blind else _counted_already(desk, part, copies)
    first = sorted(copies, key=lambda copy: copy.id in counted)[:_MOST_CHOICES]
    choices = tuple(Choice(f"scanning.{verb}:{each.id}", each.code, _known_of(part, each, counted)) for each in first)
    return replace(answer, message=message, choices=choices)


def _counted_already(desk: Desk, part: ScanningPart, copies: tuple[Copy, ...]) -> frozenset[int]:
    if part.stocktake is None:
        return frozenset()
    with desk.library.reading() as connection:
        known = [copy_in_count(connection, part.stocktake.id, each.id) for each in copies[:_MOST_ASKED]]
    return frozenset(each.copy.id for each in known if each is not None and each.counted)


def _known_of(part: ScanningPart, copy: Copy, counted: frozenset[int]) -> str:
    """What tells the copies of one title apart: the call number, and whether it was counted already."""
    said = "" if part.is_blind else _("counted already") if copy.id in counted else _("not counted yet")
    return " · ".join(each for each in (copy.call_number, said) if each)


def decided(desk: Desk, part: ScanningPart, verb: str, copy_id: int) -> Answer:
    """Do what was offered about the copy scanned last: "returned" or "found"."""
    if part.last is None or part.last.copy.id != copy_id or part.stocktake is None:
        return _scan_again(part)
    kind, words = _DONE[verb]
    copy = part.last.copy
    outcome = decide(desk, part.stocktake.id, kind, copy_ids=(copy_id,))
    if outcome.why_not:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused", copy.code, copy.title))
    tone = Tone.LOOK if outcome.said else Tone.DONE
    message = Message(tone, _(words).format(title=copy.name), outcome.said)
    return Answer(replace(part, stale=True), message, Told(f"count-{kind}", copy.code, copy.title))


def matched(desk: Desk, part: ScanningPart, copy_id: int) -> Answer:
    """The code scanned last is this copy's."""
    line = part.unknown
    if line is None or part.stocktake is None:
        return _scan_again(part)
    copy = known_copy(desk, copy_id)
    outcome = decide(desk, part.stocktake.id, DecisionKind.MATCHED, copy_ids=(copy.id,), scan_ids=(line,))
    if outcome.why_not:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused", copy.code, copy.title))
    message = Message(Tone.DONE, _("{title} is here: {code}").format(title=copy.name, code=copy.code), outcome.said)
    return Answer(replace(part, stale=True, unknown=None), message, Told("count-matched", copy.code, copy.title))


def _scan_again(part: ScanningPart) -> Answer:
    return Answer(part, Message(Tone.LOOK, _("Scan the copy once more first.")), Told("nothing"))
