"""The shelves in plain Python: made, named, ordered, divided and labelled; a scan goes to a shelf or says where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.desk.shelf_places import begin_with_copy, shelf_of_copy
from deskcirc.desk.shelves import (
    ShelfDraft,
    ShelvesOutcome,
    ShelvesWanted,
    capacity_flaw,
    change_shelf,
    end_shelf,
    make_shelves,
    order_shelves,
    take_ranges,
)
from deskcirc.domain.copies import Copy
from deskcirc.domain.scanning import Scan
from deskcirc.domain.shelves import ShelfGrid
from deskcirc.domain.stock_words import copies_words
from deskcirc.domain.stocktake import Shelf
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.label_orders import copies_in
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake import shelves_lists
from deskcirc.ui.tabs.stocktake.shelves_part import ShelfLine, ShelvesPart, label_order, proposal_of, read_part

CALM: Final = marked("Shelves: scan a label to see what stands there, a book to see where it belongs")
_YES: Final = "DC-YES"


def first() -> ShelvesPart:
    """The section before anything is read."""
    return ShelvesPart()


def refresh(desk: Desk, part: ShelvesPart) -> ShelvesPart:
    """Read the shelves again, if anything was written since."""
    return read_part(desk, part)


def on_next(part: ShelvesPart) -> ShelvesPart:
    """No shelf is in hand any more, and nothing is proposed."""
    return replace(part, chosen=None, setting=False, proposal=None, trial=None)


def on_scan(desk: Desk, part: ShelvesPart, scan: Scan, found: Identified) -> Answer:
    """The label of a shelf takes it in hand; a book says where it belongs, or is the first of the shelf in hand."""
    part = read_part(desk, part)
    if found.shelf is not None:
        return _in_hand(desk, replace(part, chosen=found.shelf.id), found.shelf)
    if found.ended_shelf is not None:
        words = _("The label of the shelf {shelf}, which is in use no longer").format(shelf=found.ended_shelf.label)
        return Answer(part, Message(Tone.LOOK, words, (_("Take the label off the shelf."),)), Told("shelf"))
    if found.copy is not None:
        if part.setting and part.chosen is not None:
            return _begun(desk, part, found.copy)
        return _where(desk, part, found.copy)
    words = _("“{code}” is no label of a shelf, and no book").format(code=scan.code)
    return Answer(part, Message(Tone.LOOK, words), Told("unknown"))


def on_act(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    """ "look:SHELF", "make", "change:SHELF", "end:SHELVES", "move:SHELVES", "up:SHELVES", "down:SHELVES", "begin:COPY".

    And "setting", "propose", "take", "leave", "print:SHELVES", and those of lists (`shelves_lists`). Raises
    UnknownActError for others, GoneError for a shelf that is not there.
    """
    verb = act.partition(":")[0]
    if verb == "look":
        return Answer(replace(part, chosen=number_in(act)))
    if verb in ("make", "change", "end", "begin"):
        return _changed(desk, part, act, values)
    if verb in ("move", "up", "down"):
        return _moved(desk, read_part(desk, part), act, values)
    if act in ("propose", "take", "leave"):
        return _divided(desk, read_part(desk, part), act, values)
    if act == "setting":
        return _setting(part)
    if verb == "print":
        return _printed(read_part(desk, part), _shelves_in(act, values))
    return shelves_lists.on_act(desk, read_part(desk, part), act, values)


def _changed(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    verb = act.partition(":")[0]
    if verb == "make":
        return _made(desk, part, act, values)
    if verb == "begin":
        return _begun(desk, part, known_copy(desk, number_in(act)))
    if verb == "end":
        outcome = end_shelf(desk, _shelves_in(act, values))
        words = ngettext(
            "{count} shelf is in use no longer", "{count} shelves are in use no longer", len(outcome.shelves)
        )
        details = (_("Take their labels off. What stood there belongs to the shelf before."),)
        return _done(replace(part, chosen=None), outcome, words.format(count=len(outcome.shelves)), details)
    draft = ShelfDraft(values.get("name", ""), _number(values, "location") or None, values.get("first", ""))
    outcome = change_shelf(desk, number_in(act), draft)
    name = outcome.shelves[0].label if outcome.shelves else ""
    return _done(replace(part, chosen=number_in(act)), outcome, _("{shelf} is changed").format(shelf=name))


def _made(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    if act != "make":
        raise UnknownActError(act)
    rows, bays, boards = (_number(values, name) for name in ("rows", "bays", "boards"))
    grid = ShelfGrid(rows, bays, boards, _number(values, "first_row") or 1, values.get("before", ""))
    wanted = ShelvesWanted(grid, _number(values, "location") or None, values.get("first_code", ""))
    outcome = make_shelves(desk, wanted)
    made = outcome.shelves
    words = ngettext(
        "{count} shelf is made: print its label", "{count} shelves are made: print their labels", len(made)
    )
    details = (f"{made[0].label} … {made[-1].label}  ({made[0].code} – {made[-1].code})",) if made else ()
    ids = ",".join(str(shelf.id) for shelf in made)
    offers = (Offer(f"shelves.print:{ids}", _("Print their labels"), _YES),) if made else ()
    shown = replace(part, chosen=made[0].id if made else part.chosen)
    return _done(shown, outcome, words.format(count=len(made)), details, offers)


def _moved(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    """Before another shelf, or one step up or down for those of the keys."""
    verb, ids = act.partition(":")[0], _shelves_in(act, values)
    if not ids:
        raise UnknownActError(act)
    before = _number(values, "before") or None
    if verb != "move":
        before = _step(part, ids, -1 if verb == "up" else 1)
        if before == 0:
            return Answer(part)
    outcome = order_shelves(desk, ids, before)
    if not outcome.done:
        return _done(part, outcome, "")
    return Answer(replace(part, chosen=ids[0]), told=Told("shelves-moved"))


def _step(part: ShelvesPart, ids: tuple[int, ...], step: int) -> int | None:
    """Before which shelf these come when they move by one: None at the end, 0 where they cannot."""
    order = [line.shelf.id for line in part.lines]
    places = [place for place, shelf_id in enumerate(order) if shelf_id in ids]
    if not places:
        return 0
    if step < 0:
        return order[places[0] - 1] if places[0] else 0
    after = places[-1] + 2
    if places[-1] + 1 >= len(order):
        return 0
    return order[after] if after < len(order) else None


def _divided(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    if act == "leave":
        return Answer(replace(part, proposal=None, trial=None))
    if act == "propose":
        return _proposed(desk, part, _number(values, "location") or None, _number(values, "capacity"))
    if part.proposal is None:
        return Answer(part, Message(Tone.LOOK, _("No ranges are proposed.")), Told("nothing"))
    shown = part.proposal
    now = proposal_of(desk, part, shown.location_id, shown.capacity)
    if now.ranges != shown.ranges:
        words = _("The stock or the shelves have changed since: look at the ranges once more")
        return Answer(replace(part, proposal=now), Message(Tone.LOOK, words), Told("changed-since"))
    outcome = take_ranges(desk, shown.location_id, shown.capacity)
    words = ngettext("The range of {count} shelf is set", "The ranges of {count} shelves are set", len(outcome.shelves))
    after = replace(part, proposal=None) if outcome.done else part
    return _done(after, outcome, words.format(count=len(outcome.shelves)))


def _proposed(desk: Desk, part: ShelvesPart, location_id: int | None, capacity: int) -> Answer:
    if flaw := capacity_flaw(capacity):
        return Answer(part, Message(Tone.STOP, flaw), Told("refused"))
    proposal = proposal_of(desk, part, location_id, capacity)
    if not proposal.ranges:
        words = _("There are no shelves there yet: make them first")
        return Answer(part, Message(Tone.LOOK, words), Told("nothing"))
    if not any(each.stands for each in proposal.ranges):
        words = _("No copy with a call number stands there, so nothing can be divided.")
        return Answer(part, Message(Tone.LOOK, words), Told("nothing"))
    copies = sum(each.copies for each in proposal.ranges)
    count = len(proposal.ranges)
    words = ngettext(
        "{copies} on {count} shelf: so its range would be", "{copies} on {count} shelves: so the ranges would be", count
    )
    headline = words.format(copies=copies_words(copies, grouped=True), count=count)
    details = [_("Nothing is written yet.")]
    if proposal.over:
        more = ngettext(
            "{count} copy more than there is room for: make more shelves, or allow more copies on each.",
            "{count} copies more than there is room for: make more shelves, or allow more copies on each.",
            proposal.over,
        )
        details.insert(0, more.format(count=f"{proposal.over:,}"))
    tone = Tone.LOOK if proposal.over else Tone.READY
    return Answer(
        replace(part, proposal=proposal, trial=None), Message(tone, headline, tuple(details)), Told("proposed")
    )


def _setting(part: ShelvesPart) -> Answer:
    if part.setting or not part.may_change:
        return Answer(replace(part, setting=False))
    words = _("Scan a shelf label, then the first book on that shelf; then the next shelf")
    return Answer(replace(part, setting=True), Message(Tone.READY, words), Told("setting"))


def _printed(part: ShelvesPart, shelf_ids: tuple[int, ...]) -> Answer:
    order = label_order(part, shelf_ids)
    if not order.faces:
        return Answer(part, Message(Tone.LOOK, _("There are no shelves yet.")), Told("nothing"))
    words = ngettext("Label of {count} shelf", "Labels of {count} shelves", len(order.faces))
    message = Message(Tone.READY, words.format(count=len(order.faces)))
    return Answer(part, message, Told("printed"), paper=order)


def _in_hand(desk: Desk, part: ShelvesPart, shelf: Shelf) -> Answer:
    line = part.line or ShelfLine(0, shelf)
    details = [" · ".join(_facts(desk, line))]
    if line.flaw:
        details.append(line.flaw)
    if part.setting:
        details.insert(0, _("Scan the first book on it."))
    offers = () if part.setting else (Offer(f"shelves.print:{shelf.id}", _("Print its label")),)
    message = Message(Tone.LOOK if line.flaw else Tone.DONE, shelf.label, tuple(filter(None, details)))
    return Answer(part, message, Told("shelf", title=shelf.label), offers)


def _facts(desk: Desk, line: ShelfLine) -> list[str]:
    facts = [line.shelf.location, line.range_words or _("nobody said what stands here")]
    if line.fill is not None:
        copies = line.fill.copies
        facts.append(ngettext("{count} copy", "{count} copies", copies).format(count=f"{copies:,}"))
    if line.counted is not None:
        facts.append(_("last counted {day}").format(day=day_words(line.counted, desk.today)))
    return [fact for fact in facts if fact]


def _where(desk: Desk, part: ShelvesPart, copy: Copy) -> Answer:
    """Where a book belongs, and the offer that the shelf in hand begins with it."""
    shelf, line = shelf_of_copy(desk, copy), part.line
    offers: tuple[Offer, ...] = ()
    if line is not None and part.may_change:
        label = _("{shelf} begins with this book").format(shelf=line.shelf.label)
        offers = (Offer(f"shelves.begin:{copy.id}", label, _YES),)
    number = copy.call_number or _("no call number yet")
    if shelf is None:
        words = _("{title}: no shelf has a range that it falls into").format(title=copy.name)
        return Answer(part, Message(Tone.LOOK, words, (number,)), Told("no-shelf", copy.code, copy.title), offers)
    words = _("{title} belongs on {shelf}").format(title=copy.name, shelf=shelf.label)
    details = (" · ".join(fact for fact in (number, shelf.location) if fact),)
    return Answer(part, Message(Tone.DONE, words, details), Told("belongs", copy.code, copy.title), offers)


def _begun(desk: Desk, part: ShelvesPart, copy: Copy) -> Answer:
    if part.chosen is None:
        return Answer(part, Message(Tone.LOOK, _("Scan the label of the shelf first")), Told("nothing"))
    outcome = begin_with_copy(desk, part.chosen, copy)
    name = outcome.shelves[0].label if outcome.shelves else ""
    words = _("{shelf} begins with {number}").format(shelf=name, number=copy.call_number)
    after = read_part(desk, part)
    flaw = after.line.flaw if after.line is not None and outcome.done else ""
    details = tuple(filter(None, (flaw, copy.name, _("Scan the next shelf.") if part.setting else "")))
    answer = _done(after, outcome, words, details)
    if flaw and answer.message is not None:
        return replace(answer, message=replace(answer.message, tone=Tone.LOOK))
    return answer


def _done(
    part: ShelvesPart,
    outcome: ShelvesOutcome,
    words: str,
    details: tuple[str, ...] = (),
    offers: tuple[Offer, ...] = (),
) -> Answer:
    if not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    return Answer(part, Message(Tone.DONE, words, details), Told("changed"), offers)


def _shelves_in(act: str, values: Mapping[str, str]) -> tuple[int, ...]:
    """The shelves behind the act's colon, else in `values["shelves"]`; raises UnknownActError for what is no number."""
    return copies_in(act, {"copies": values.get("shelves", "")})


def _number(values: Mapping[str, str], name: str) -> int:
    """A number of a form, 0 where nothing is filled in; raises UnknownActError for what is none."""
    value = values.get(name, "").strip()
    return number_in(f":{value}") if value else 0
