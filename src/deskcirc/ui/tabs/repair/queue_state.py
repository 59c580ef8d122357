"""The repair queue in plain Python: what a scan, a tick and a button mean for a copy on its way to its shelf.

A copy that is not in the queue enters by its scan; each further scan takes it a step: to the table, mended, back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy, known_patron
from deskcirc.domain.patrons import Patron
from deskcirc.domain.repair import DamageKind, Repair
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.labels.damage_sheet import damage_sheet
from deskcirc.store.lookups.patrons import search_patrons
from deskcirc.store.lookups.repairs import repair_by_id
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.label_orders import label_order, ordered
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import queue_edits as edits
from deskcirc.ui.tabs.repair import queue_steps as steps
from deskcirc.ui.tabs.repair.queue_part import Order, QueuePart, Show, Side, in_hand, listed, read_part

CALM: Final = marked("Scan a damaged copy: it enters the queue, and each further scan takes it on its way")
"""What the banner says while nothing else is to be said."""
_CHOICES: Final = 9
_WRITTEN: Final = frozenset({"note", "work", "due"})
"""Acts of fields that are kept when somebody stops writing: the copy that a scan brought since stays in hand."""


def first() -> QueuePart:
    """The section before anything is read."""
    return QueuePart()


def refresh(desk: Desk, part: QueuePart) -> QueuePart:
    """Read the queue again, if anybody wrote since."""
    return read_part(desk, part)


def on_next(part: QueuePart) -> QueuePart:
    """Nobody mends next, and no copy is in hand; a pile that is taken in goes on."""
    return replace(part, chosen=None, history=(), photo=None, refused=None, seen=(), helper_id=None, helper="")


def on_scan(desk: Desk, part: QueuePart, scan: Scan, found: Identified) -> Answer:
    """A copy goes on by a step; a card says who mends next; of an ISBN the copy is chosen; a name finds a helper."""
    if found.copy is not None:
        return steps.scanned(desk, part, found.copy)
    if found.patron is not None:
        return _helped_by(part, found.patron)
    if found.of_isbn:
        choices = tuple(
            Choice(f"queue.copy:{copy.id}", copy.name, f"{copy.accession_number}  {copy.call_number}")
            for copy in found.of_isbn
        )
        headline = _("Which copy of {title}?").format(title=found.of_isbn[0].name)
        return Answer(part, Message(Tone.LOOK, headline), Told("choose"), choices=choices)
    if scan.kind is ScanKind.CODE:
        helpers = _called(desk, scan.original)
        if helpers:
            headline = _("Who mends next? Choose by number.")
            return Answer(part, Message(Tone.LOOK, headline), Told("choose"), choices=helpers)
    headline = scan.sentence() or _("{code} is neither a copy nor a patron of this library").format(code=scan.code)
    return Answer(part, Message(Tone.STOP, headline), Told("unknown", scan.code))


def on_act(desk: Desk, part: QueuePart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page, and of the damage barcodes."""
    verb, _colon, subject = act.partition(":")
    if verb in ("show", "sort", "side", "of_kind") or act in ("pupils", "close"):
        return Answer(_looked_at(part, verb, subject, act))
    of_list: dict[str, Callable[[], Answer]] = {
        "no_helper": lambda: Answer(replace(part, helper_id=None, helper=""), told=Told("no-helper")),
        "pile": lambda: _pile(part),
        "elsewhere": lambda: _nothing_in_hand(on_next(part)),  # a barcode of the table, scanned away from it
        "print_sheet": lambda: Answer(part, told=Told("printed"), paper=damage_sheet()),
        "withdraw_all": lambda: steps.withdraw_all(desk, part),
        "back_all": lambda: steps.back_all(desk, part),
    }
    if act in of_list:
        return of_list[act]()
    return _by_number(desk, part, act) or _of_chosen(desk, part, act, values)


def _by_number(desk: Desk, part: QueuePart, act: str) -> Answer | None:
    """Acts about what was picked on the screen, by its number in the library."""
    verb, _colon, subject = act.partition(":")
    if verb == "look":
        return Answer(in_hand(desk, part, _repair(desk, number_in(act))))
    if verb == "copy":
        return steps.scanned(desk, part, known_copy(desk, number_in(act)))
    if verb == "take_in":
        return steps.report(desk, part, known_copy(desk, number_in(act)))
    if verb == "helper":
        return _helped_by(part, known_patron(desk, number_in(act)))
    if verb == "return":
        return steps.return_and_take_in(desk, part, number_in(act))
    if verb in steps.OF_ENDED:
        repair = part.chosen if not subject else _repair(desk, number_in(act))
        return steps.OF_ENDED[verb](desk, part, repair) if repair is not None else _nothing_in_hand(part)
    return None


def _of_chosen(desk: Desk, part: QueuePart, act: str, values: Mapping[str, str]) -> Answer:
    """What is done with the copy in hand."""
    verb = act.partition(":")[0]
    done: dict[str, Callable[[Repair], Answer]] = {
        "step": lambda repair: steps.step(desk, part, repair),
        "mended": lambda repair: steps.mended(desk, part, repair),
        "beyond": lambda repair: steps.give_up(desk, part, repair, values.get("note", "")),
        "cancel": lambda repair: steps.cancel(desk, part, repair, values.get("note", "")),
        "add": lambda repair: edits.add(desk, part, repair, act),
        "kind": lambda repair: edits.toggle_kind(desk, part, repair, act),
        "severity": lambda repair: edits.set_severity(desk, part, repair, act),
        "duty": lambda repair: edits.set_duty(desk, part, repair, act),
        "note": lambda repair: edits.set_words(desk, part, repair, values),
        "work": lambda repair: edits.set_work(desk, part, repair, values),
        "due": lambda repair: edits.set_due(desk, part, repair, act, values),
        "assign": lambda repair: edits.assign(desk, part, repair, number_in(act)),
        "unassign": lambda repair: edits.assign(desk, part, repair, None),
        "had": lambda repair: edits.put_down_to(desk, part, repair, number_in(act)),
        "photo": lambda repair: edits.keep_photo(desk, part, repair, act, values),
        "remove_photo": lambda repair: edits.remove_photo(desk, part, repair),
        "label": lambda repair: _label(desk, part, repair),
    }
    if verb not in done:
        raise UnknownActError(act)
    meant = _meant(desk, part, values)
    if meant is None and verb == "add" and part.refused is not None:
        return steps.also_seen(desk, part, part.refused, edits.damage_of(act))
    if meant is None:
        return _nothing_in_hand(part)
    answer = done[verb](meant)
    if verb in _WRITTEN and part.chosen is not None and part.chosen.id != meant.id:
        return replace(answer, part=in_hand(desk, answer.part, part.chosen))
    return answer


def _meant(desk: Desk, part: QueuePart, values: Mapping[str, str]) -> Repair | None:
    """The copy in hand, or the one a question was about: while somebody answers it, scans go on behind it."""
    return _repair(desk, number_in(f"repair:{values['repair']}")) if "repair" in values else part.chosen


def _looked_at(part: QueuePart, verb: str, subject: str, act: str) -> QueuePart:
    """The part with another filter, order or side of the copy in hand."""
    if act == "pupils":
        return listed(replace(part, for_pupils=not part.for_pupils))
    if act == "close":
        return replace(part, chosen=None, history=(), photo=None)
    if verb == "show" and subject in set(Show):
        return listed(replace(part, show=Show(subject)))
    if verb == "sort" and subject in set(Order):
        return listed(replace(part, order=Order(subject)))
    if verb == "side" and subject in set(Side):
        return replace(part, side=Side(subject))
    if verb == "of_kind" and (not subject or subject in set(DamageKind)):
        return listed(replace(part, kind=DamageKind(subject) if subject else None))
    raise UnknownActError(act)


def _repair(desk: Desk, repair_id: int) -> Repair | None:
    with desk.library.reading() as connection:
        return repair_by_id(connection, repair_id, desk.policy, desk.today)


def _helped_by(part: QueuePart, patron: Patron) -> Answer:
    """Who mends next: what is scanned from now on is taken to the table for them."""
    offers: tuple[Offer, ...] = ()
    if part.chosen is not None and part.chosen.state.is_open:
        title = part.chosen.copy.name
        offers = (Offer(f"queue.assign:{patron.id}", _("{title} too").format(title=title)),)
        if part.may_decide and part.chosen.patron_id != patron.id:
            offers = (*offers, Offer(f"queue.had:{patron.id}", _("They had it last")))
    headline = _("{helper} mends next").format(helper=patron.label)
    details = (_("Scan the copies: each is taken to the table for them. Esc when they are done."),)
    shown = replace(part, helper_id=patron.id, helper=patron.label)
    return Answer(shown, Message(Tone.DONE, headline, details), Told("helper", patron=patron.name), offers)


def _called(desk: Desk, words: str) -> tuple[Choice, ...]:
    """Patrons of this name, pinyin or initials."""
    with desk.library.reading() as connection:
        found = search_patrons(connection, words.strip(), desk.policy, desk.today)
    return tuple(Choice(f"queue.helper:{patron.id}", patron.label) for patron in found[:_CHOICES])


def _pile(part: QueuePart) -> Answer:
    """Take in a whole pile, or end that."""
    if part.pile:
        return Answer(replace(part, pile=False, piled=0), told=Told("pile-off"))
    headline = _("A pile is taken in: every scan only reports")
    details = (_("Nothing goes to the table until you end this."),)
    return Answer(replace(part, pile=True, piled=0), Message(Tone.LOOK, headline, details), Told("pile-on"))


def _label(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    order = label_order(desk, [repair.copy.id], straight=True)
    if order is None:
        headline = _("These copies are lost or withdrawn, and get no labels.")
        return Answer(part, Message(Tone.STOP, headline), Told("refused"))
    return Answer(part, ordered(order), Told("label", copy=repair.copy.code), paper=order)


def _nothing_in_hand(part: QueuePart) -> Answer:
    return Answer(part, Message(Tone.LOOK, _("Scan the damaged copy first.")), Told("nothing"))
