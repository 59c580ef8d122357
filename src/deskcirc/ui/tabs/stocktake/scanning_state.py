"""Scanning in plain Python: a shelf, then its books; each scan is one line of the count, said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.counting import CountOrder, CountOutcome, count_copy
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.desk.stocktakes import continue_stocktake, pause_stocktake
from deskcirc.domain.copies import Copy
from deskcirc.domain.scanning import Scan, normal_code, read_scan
from deskcirc.domain.stocktake import CountKind, Remark, Shelf, Stocktake, StocktakeState
from deskcirc.labels.stocktake_sheet import stocktake_sheet
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.count_in_hand import another_running, number_of
from deskcirc.ui.tabs.stocktake.scanning_damage import flag_damage, flag_unanswered
from deskcirc.ui.tabs.stocktake.scanning_elsewhere import with_way_over
from deskcirc.ui.tabs.stocktake.scanning_offers import both_ways, decided, matched, offers_about, which_copy
from deskcirc.ui.tabs.stocktake.scanning_part import (
    MOST_LINES,
    LastScan,
    ScanLine,
    ScanningPart,
    Walk,
    clock_of,
    stands_here,
)
from deskcirc.ui.tabs.stocktake.scanning_people import people_act, show_card
from deskcirc.ui.tabs.stocktake.scanning_reading import begin_shelf, read_part
from deskcirc.ui.tabs.stocktake.scanning_words import Around, line_looks, said_of, told_of

CALM: Final = marked("Scan a shelf label, then its books from left to right")
"""What the banner says while nothing else is to be said."""
_MOST_CHOICES: Final = 9
_INTO_A_COUNT: Final = frozenset({"shelf", *(f"count-{kind}" for kind in CountKind)})


def first() -> ScanningPart:
    """The section before anything is read."""
    return ScanningPart()


def refresh(desk: Desk, part: ScanningPart) -> ScanningPart:
    """Read again what was written since."""
    return read_part(desk, part)


def hands_on(part: ScanningPart) -> int | None:
    """The count that is scanned in."""
    return number_of(part.stocktake)


def taken_up(desk: Desk, part: ScanningPart, stocktake_id: int) -> ScanningPart:
    """Scan in this count, where none is in hand: looking at the report of another must not move the gun to it."""
    part = read_part(desk, part)
    count = None if part.stocktake is not None else another_running(desk, stocktake_id, None)
    return part if count is None else replace(part, stocktake=count, stale=True)


def on_next(part: ScanningPart) -> ScanningPart:
    """The shelf is put down; the count and who counts stay."""
    return replace(part, shelf=None, location_id=None, walk=Walk(), last=None, pending=None, stale=True)


def on_scan(desk: Desk, part: ScanningPart, scan: Scan, found: Identified) -> Answer:
    """A shelf label is taken in hand, a card says who counts, everything else is a line of the count.

    The first time it is said which count that is: nobody may have chosen it here, as where another one was closed.
    """
    answer = _scanned(desk, part, scan, found)
    count = answer.part.stocktake
    if count is None or count.id == answer.part.named_count or answer.told.outcome not in _INTO_A_COUNT:
        return answer
    said = _("Scans go into the count {count}").format(count=count.named)
    message = None if answer.message is None else replace(answer.message, details=(said, *answer.message.details))
    return replace(answer, part=replace(answer.part, named_count=count.id), message=message)


def _scanned(desk: Desk, part: ScanningPart, scan: Scan, found: Identified) -> Answer:
    part = flag_unanswered(desk, read_part(desk, part))
    if found.shelf is not None:
        return _took_shelf(desk, part, found.shelf)
    if found.ended_shelf is not None:
        return Answer(
            part,
            Message(Tone.LOOK, _("This shelf is not in use any more: scan another label, or choose a shelf by hand.")),
            Told("gone", scan.code),
        )
    if found.patron is not None:
        return show_card(part, found.patron)
    if part.stocktake is None or not part.stocktake.takes_scans:
        return _not_counting(replace(part, pending=(scan, found)), scan, found)
    if found.copy is None and found.of_isbn:
        return which_copy(desk, part, _counted(desk, part, scan.code, None), found.of_isbn)
    return _counted(desk, part, scan.code, found.copy)


def on_act(desk: Desk, part: ScanningPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page, "choose:COUNT", "go_over:COUNT", "shelf:SHELF", "location:LOCATION", "count:COPY", "damage".

    Besides, the offers about the copy scanned last, and people:
    "person" takes a name and "card:PATRON" a card for who counts.
    """
    verb = act.partition(":")[0]
    part = replace(read_part(desk, part), asked_damage=False)
    if verb == "damage":
        return flag_damage(desk, part, act, values)
    if verb in ("returned", "found"):
        return decided(desk, part, verb, number_in(act))
    if verb == "match":
        return matched(desk, part, number_in(act))
    if verb in ("person", "card"):
        return people_act(desk, part, act, values)
    step = _ACTS.get(verb)
    if step is None:
        raise UnknownActError(act)
    return step(desk, part, act)


def _took_shelf(desk: Desk, part: ScanningPart, shelf: Shelf) -> Answer:
    moved = begin_shelf(desk, replace(part, last=None), shelf, None)
    details = [words for words in (shelf.location, _range_words(shelf)) if words]
    if moved.walk.seen:
        count = len(moved.walk.seen)
        words = ngettext("{count} copy was scanned here already", "{count} copies were scanned here already", count)
        details.append(words.format(count=count))
    headline = _("{shelf}: scan its books from left to right").format(shelf=shelf.label)
    return Answer(moved, Message(Tone.READY, headline, tuple(details), "shelf"), Told("shelf", shelf.code, shelf.name))


def _range_words(shelf: Shelf) -> str:
    return _("from {call_number}").format(call_number=shelf.first_call_number) if shelf.first_call_number else ""


def _not_counting(part: ScanningPart, scan: Scan, found: Identified) -> Answer:
    """Why nothing was noted, and the way on; what was scanned is counted as soon as a count takes it."""
    name = found.copy.name if found.copy is not None else scan.code
    count = part.stocktake
    if count is not None and count.state is StocktakeState.PAUSED:
        headline = _("{name} is not counted: {count} is paused").format(name=name, count=count.label)
        offers = both_ways(f"scanning.continue:{count.id}", _("Continue it"))
        return Answer(part, Message(Tone.STOP, headline), Told("count-paused", scan.code), offers)
    if count is not None:
        headline = _("{name} is not counted").format(name=name)
        message = Message(Tone.STOP, headline, (count.why_no_scans,))
        return Answer(part, message, Told("count-closed", scan.code), choices=_choices(part))
    if part.running:
        headline = _("{name} is not counted yet: in which count?").format(name=name)
        return Answer(part, Message(Tone.STOP, headline), Told("count-choose", scan.code), choices=_choices(part))
    headline = _("{name} is not counted: no count is open").format(name=name)
    hint = _("The librarian opens one under “Counts”: its name, and what it asks for.")
    offers = (Offer("section:counts", _("Counts")),)
    return Answer(
        replace(part, pending=None), Message(Tone.STOP, headline, (hint,)), Told("no-count", scan.code), offers
    )


def _choices(part: ScanningPart) -> tuple[Choice, ...]:
    return tuple(Choice(f"scanning.choose:{each.id}", each.label, each.number) for each in part.running[:_MOST_CHOICES])


def _counted(desk: Desk, part: ScanningPart, code: str, copy: Copy | None) -> Answer:
    """Note one line and say it."""
    count = part.stocktake
    if count is None:
        raise UnknownActError(code)
    order = CountOrder(
        count.id,
        code,
        copy.id if copy is not None else None,
        shelf=part.shelf,
        location_id=None if part.shelf is not None else part.location_id,
        in_order=copy is None or part.walk.in_order(copy.shelf_key),
        person=part.person,
    )
    outcome = count_copy(desk, order)
    if outcome.decision is None:
        return Answer(replace(part, stale=True), Message(Tone.STOP, outcome.why_not), Told("count-closed", code))
    message = said_of(desk, outcome, _around(desk, part, outcome), code=code)
    told = replace(told_of(outcome, code=code), reasons=()) if count.blind else told_of(outcome, code=code)
    answer = Answer(_after(desk, part, outcome), message, told, offers_about(part, outcome))
    return with_way_over(desk, part, outcome, answer)


def _after(desk: Desk, part: ScanningPart, outcome: CountOutcome) -> ScanningPart:
    """The screen carried forward by one scan: nothing is read, so that the last costs what the first did."""
    line, copy = outcome.line, outcome.copy
    if line is None:
        return part
    result, tone, shape = line_looks(line, blind=part.is_blind)
    title, call_number = (copy.name, copy.call_number) if copy is not None else ("", "")
    shown = ScanLine(line.id, clock_of(desk, line), line.code, title, call_number, result, tone, line.person, shape)
    walk = (
        part.walk.scanned(copy.shelf_key, copy.call_number)
        if copy is not None and stands_here(outcome, part.shelf)
        else part.walk
    )
    # What others wrote between the reading and this line is caught up with at the next reading.
    mine = desk.library.last_entry or 0
    entry = mine if mine == part.entry + 1 else part.entry
    return replace(
        part,
        lines=(shown, *part.lines)[:MOST_LINES],
        progress=None if part.progress is None else part.progress.with_line(line, part.shelf),
        walk=walk,
        last=None if copy is None else LastScan(line, copy),
        unknown=line.id if copy is None else None,
        pending=None,
        entry=entry,
    )


def _around(desk: Desk, part: ScanningPart, outcome: CountOutcome) -> Around:
    """Where the copy belongs, as far as the sentence will say it."""
    copy, line, before = outcome.copy, outcome.line, outcome.before
    if copy is None or line is None:
        return Around()
    if line.kind is CountKind.REPEAT and before is not None:
        shelf = next((each.label for each in part.shelves if each.id == before.shelf_id), "")
        return Around(place_before=shelf, clock_before=clock_of(desk, before))
    if line.remark is Remark.WRONG_SHELF:
        shelf_there = part.shelf_of(copy, outcome.copy_location_id)
        return Around(belongs=shelf_there.label if shelf_there is not None else copy.location)
    if line.remark is Remark.OUT_OF_ORDER:
        return Around("", *part.walk.neighbours(copy.shelf_key))
    return Around()


def _choose(desk: Desk, part: ScanningPart, act: str) -> Answer:
    count = _running(part, number_in(act))
    if count is None:
        return Answer(
            part,
            Message(Tone.LOOK, _("This count is not open any more: choose another one, or open one under “Counts”.")),
            Told("gone"),
        )
    chosen = read_part(desk, replace(part, stocktake=count, named_count=count.id, last=None, stale=True))
    headline = _("{count}: scan a shelf, then its books").format(count=count.label)
    return _with_pending(desk, chosen, Message(Tone.DONE, headline), Told("count-chosen", count.number))


def _go_over(desk: Desk, part: ScanningPart, act: str) -> Answer:
    """Go on in the count that asks for the copy scanned last, which is noted there at once."""
    count, last = _running(part, number_in(act)), part.last
    if count is None or last is None:
        return Answer(part, Message(Tone.LOOK, _("Scan the copy once more first.")), Told("nothing"))
    chosen = read_part(desk, replace(part, stocktake=count, named_count=count.id, last=None, stale=True))
    if not count.takes_scans:
        return _not_counting(chosen, _as_scan(last.copy), Identified(copy=last.copy))
    return _counted(desk, chosen, last.line.code, last.copy)


def _with_pending(desk: Desk, part: ScanningPart, message: Message, told: Told) -> Answer:
    """Count what was scanned before a count took it; a paused one is asked to be continued first."""
    if part.pending is None or part.stocktake is None:
        return Answer(part, message, told)
    scan, found = part.pending
    return on_scan(desk, replace(part, pending=None), scan, found)


def _continue(desk: Desk, part: ScanningPart, act: str) -> Answer:
    outcome = continue_stocktake(desk, number_in(act))
    if outcome.stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    again = read_part(desk, replace(part, stocktake=outcome.stocktake, named_count=outcome.stocktake.id, stale=True))
    headline = _("{count} goes on: scan a shelf, then its books").format(count=outcome.stocktake.label)
    return _with_pending(desk, again, Message(Tone.DONE, headline), Told("count-open", outcome.stocktake.number))


def _pause(desk: Desk, part: ScanningPart, act: str) -> Answer:
    outcome = pause_stocktake(desk, number_in(act))
    if outcome.stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    headline = _("{count} is paused: no scan is counted until it is continued").format(count=outcome.stocktake.label)
    return Answer(part, Message(Tone.DONE, headline), Told("count-paused", outcome.stocktake.number))


def _shelf(desk: Desk, part: ScanningPart, act: str) -> Answer:
    """A shelf picked by hand, where its label is worn."""
    shelf = next((each for each in part.shelves if each.id == number_in(act)), None)
    if shelf is None:
        return Answer(
            part,
            Message(Tone.LOOK, _("This shelf is not in use any more: scan another label, or choose a shelf by hand.")),
            Told("gone"),
        )
    return _took_shelf(desk, part, shelf)


def _location(desk: Desk, part: ScanningPart, act: str) -> Answer:
    """Where people are, in a room without shelf labels; 0 for nowhere in particular."""
    location_id = number_in(act)
    if location_id and location_id not in part.locations:
        raise UnknownActError(act)
    moved = begin_shelf(desk, replace(part, last=None), None, location_id or None)
    headline = _("{place}: scan its books from left to right").format(place=moved.place or _("No shelf"))
    return Answer(moved, Message(Tone.READY, headline), Told("location", title=moved.place))


def _count(desk: Desk, part: ScanningPart, act: str) -> Answer:
    """A copy picked by hand: its label is worn, or its ISBN was scanned."""
    copy = known_copy(desk, number_in(act))
    if part.stocktake is None or not part.stocktake.takes_scans:
        return _not_counting(replace(part, pending=None), _as_scan(copy), Identified(copy=copy))
    return _counted(desk, part, normal_code(copy.code) or str(copy.id), copy)


def _as_scan(copy: Copy) -> Scan:
    return read_scan(copy.code)


def _print_sheet(_desk: Desk, part: ScanningPart, act: str) -> Answer:
    if act != "print_sheet":
        raise UnknownActError(act)
    return Answer(part, told=Told("printed"), paper=stocktake_sheet())


def _running(part: ScanningPart, stocktake_id: int) -> Stocktake | None:
    return next((each for each in part.running if each.id == stocktake_id and each.runs), None)


_ACTS: Final[Mapping[str, Callable[[Desk, ScanningPart, str], Answer]]] = {
    "choose": _choose,
    "go_over": _go_over,
    "continue": _continue,
    "pause": _pause,
    "shelf": _shelf,
    "location": _location,
    "count": _count,
    "print_sheet": _print_sheet,
}
