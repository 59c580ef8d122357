"""What a scan means in the section "resolving": the second round is done by scanning, and codes are named by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from deskcirc.desk.count_decisions import decide
from deskcirc.desk.counting import CountOrder, CountOutcome, count_copy
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.domain.copies import Copy
from deskcirc.domain.scanning import Scan
from deskcirc.domain.stocktake import DECISION_WORDS, CountKind, DecisionKind, Remark, Shelf
from deskcirc.store.lookups.shelves import shelf_of_code
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.resolving_deciding import matched
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, ResolvingPart, keys_in
from deskcirc.ui.tabs.stocktake.resolving_reading import counted_here, without_copy
from deskcirc.ui.tabs.stocktake.scanning_offers import both_ways, is_found_again
from deskcirc.ui.tabs.stocktake.scanning_words import Around, said_of, told_of

_CHOICES: Final = 9
_AT_ONCE: Final = {"returned_now": DecisionKind.RETURNED, "found_now": DecisionKind.FOUND}


def scanned(desk: Desk, part: ResolvingPart, scan: Scan, found: Identified) -> Answer:
    """A shelf label says where the next copies stand; a copy names a code, or is counted; the rest is said."""
    if found.copy is not None:
        return on_copy(desk, part, found.copy, scan.code)
    if found.of_isbn:
        return _of_isbn(desk, part, found.of_isbn, scan.code)
    if found.patron is not None or found.operator is not None:
        headline = _("This is a card. Scan a copy that was found, or a shelf label.")
        return Answer(part, Message(Tone.LOOK, headline), Told("card"))
    with desk.library.reading() as connection:
        shelf = shelf_of_code(connection, scan.code)
    if shelf is not None:
        return _on_shelf(part, shelf)
    if part.matching is not None:
        headline = _("{code} is no copy of this library either").format(code=scan.code)
        return Answer(part, Message(Tone.STOP, headline), Told("unknown", scan.code))
    return _counted(desk, part, CountOrder(0, scan.code), None)


def on_copy(desk: Desk, part: ResolvingPart, copy: Copy, code: str = "") -> Answer:
    """The copy that an unknown code is, where one waits for it; else a copy that is here."""
    if part.matching is not None:
        return matched(desk, part, part.matching, copy.id)
    return _counted(desk, part, CountOrder(0, code or copy.code, copy.id), copy)


def _on_shelf(part: ResolvingPart, shelf: Shelf) -> Answer:
    headline = _("{shelf}: what is scanned now stands here").format(shelf=shelf.label)
    return Answer(replace(part, shelf=shelf), Message(Tone.READY, headline), Told("shelf", shelf.code))


def _of_isbn(desk: Desk, part: ResolvingPart, copies: tuple[Copy, ...], code: str) -> Answer:
    """Copies of one title: those that are not seen come first, for one of them it mostly is."""
    if len(copies) == 1:
        return on_copy(desk, part, copies[0], copies[0].code)
    missed = set(keys_in(part.lines.get(Matter.NOT_SEEN, ())))
    first = sorted(copies, key=lambda copy: copy.id not in missed)[:_CHOICES]
    choices = tuple(
        Choice(f"resolving.copy:{copy.id}", copy.name, f"{copy.code}  {copy.call_number}") for copy in first
    )
    headline = _("Which copy of {title}?").format(title=copies[0].name)
    return Answer(part, Message(Tone.LOOK, headline), Told("choose", code), choices=choices)


def _counted(desk: Desk, part: ResolvingPart, order: CountOrder, copy: Copy | None) -> Answer:
    """Note it as a scan of the count; what was missed leaves the list at once."""
    if part.stocktake is None:
        headline = _("No count is open: {code} is not counted").format(code=order.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("no-count", order.code))
    missed = copy is not None and copy.id in keys_in(part.lines.get(Matter.NOT_SEEN, ()))
    outcome = count_copy(desk, replace(order, stocktake_id=part.stocktake.id, shelf=part.shelf))
    if outcome.kind is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused", order.code))
    if copy is not None and outcome.kind is not CountKind.REFUSED:
        part = counted_here(part, copy.id)
    if missed and copy is not None and outcome.kind is not CountKind.REFUSED:
        part = without_copy(desk, part, copy.id, settled=_is_settled(outcome))
    return _told(desk, part, outcome, order.code)


def _is_settled(outcome: CountOutcome) -> bool:
    """Whether the scan opens no other matter: then the lists need not be read again."""
    decision = outcome.decision
    return decision is not None and decision.kind is CountKind.FOUND and decision.remark is Remark.NOTHING


def _told(desk: Desk, part: ResolvingPart, outcome: CountOutcome, code: str) -> Answer:
    """What the scan was, and how many are still not seen; what may be decided about it at once."""
    open_to_all = replace(outcome, stocktake=replace(outcome.stocktake, blind=not part.sees_all))
    message = said_of(desk, open_to_all, Around(), code=code)
    if outcome.kind is CountKind.FOUND and part.sees_all and not part.awaits_reading(Matter.NOT_SEEN):
        left = part.number_of(Matter.NOT_SEEN)
        words = ngettext("{count} copy is still not seen", "{count} copies are still not seen", left)
        said = words.format(count=left) if left else _("Every copy was seen.")
        message = replace(message, details=(said, *message.details))
    return Answer(part, message, told_of(outcome, code=code), _offers(part, outcome))


def _offers(part: ResolvingPart, outcome: CountOutcome) -> tuple[Offer, ...]:
    """A decision that mostly follows from the scan alone, for whoever may decide; a code goes to its list."""
    decision, copy = outcome.decision, outcome.copy
    if decision is None or not part.sees_all:
        return ()
    if copy is None:
        return (Offer("resolving.matter:unknown", _("Show it in its list")),) if part.may_decide else ()
    if CountKind.ON_LOAN in (decision.kind, outcome.before.kind if outcome.before else None) and outcome.loan:
        return both_ways(f"resolving.returned_now:{copy.id}", _("It was returned"))
    if part.may_decide and is_found_again(outcome):
        return both_ways(f"resolving.found_now:{copy.id}", _("It is found"))
    return ()


def decided_now(desk: Desk, part: ResolvingPart, act: str) -> Answer:
    """What was offered about the copy scanned last: "returned_now:COPY" or "found_now:COPY"."""
    if part.stocktake is None:
        raise UnknownActError(act)
    kind, copy = _AT_ONCE[act.partition(":")[0]], known_copy(desk, number_in(act))
    outcome = decide(desk, part.stocktake.id, kind, copy_ids=[copy.id])
    if outcome.why_not:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused", copy.code, copy.title))
    headline = _("{title}: {what}").format(title=copy.name, what=_(DECISION_WORDS[kind]))
    tone = Tone.LOOK if outcome.said else Tone.DONE
    return Answer(part, Message(tone, headline, outcome.said), Told(f"decided-{kind}", copy.code, copy.title))
