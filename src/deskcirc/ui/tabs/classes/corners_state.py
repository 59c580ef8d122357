"""The class corners in plain Python: which there are; one is opened, filled, lent from, taken back and closed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from deskcirc.desk.corners import CornerDraft, CornerOutcome, change_corner, close_corner, open_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.corners import USUAL_TARGET, Corner
from deskcirc.domain.scanning import Scan
from deskcirc.errors import GoneError
from deskcirc.labels.corner_list import ListedCopy, corner_list, corner_result
from deskcirc.store.lookups.corners import card_of, corner_by_id, corner_of_class
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.classes import corners_inside as inside
from deskcirc.ui.tabs.classes import corners_pile as pile
from deskcirc.ui.tabs.classes import corners_words as words
from deskcirc.ui.tabs.classes.corners_part import CornersPart, View, looked_at, read_part

_FOR_HELPERS = frozenset({"put_back", "due", "no_pupil", "print", "view:inside", "view:history"})
"""What a helper who is kept to one corner does there beside scanning."""
_OF_A_GROWING_PILE = frozenset({"shelves", "drop", "drop_last", "damage"})


def first() -> CornersPart:
    """The section before anything is read."""
    return CornersPart()


def refresh(desk: Desk, part: CornersPart) -> CornersPart:
    """Read what is on top again."""
    return read_part(desk, part)


def on_next(part: CornersPart) -> CornersPart:
    """The next pupil comes before the corner."""
    return replace(part, pupil=None)


def on_scan(desk: Desk, part: CornersPart, scan: Scan, found: Identified) -> Answer:
    """What a scan means depends on what is on top: the list, the inside, a pile, or the past."""
    return pile.open_pile(_scanned(desk, part, scan, found))


def _scanned(desk: Desk, part: CornersPart, scan: Scan, found: Identified) -> Answer:
    if part.corner is None or part.view is View.LIST:
        kept_to = desk.operator.class_id
        return _find_corner(desk, part, scan, found) if kept_to is None else _look_at_class(desk, part, kept_to)
    if part.view is View.FILL:
        return pile.scan_for_filling(desk, part, part.corner, scan, found)
    if part.view is View.BACK:
        return pile.scan_coming_back(desk, part, part.corner, scan, found)
    if part.view is View.HISTORY and found.copy is not None:
        return inside.where_it_stood(desk, part, found.copy)
    return inside.scan_inside(desk, part, part.corner, scan, found)


def on_act(desk: Desk, part: CornersPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the list and of one corner, see `_of_list` and `_of_corner`; a helper of one corner does few of them."""
    verb = act.partition(":")[0]
    own = f"look_class:{desk.operator.class_id}"
    if desk.operator.class_id is not None and not {verb, act} & {own, *_FOR_HELPERS}:
        message = Message(Tone.STOP, _("A helper of a class corner lends and takes back there, and nothing else."))
        return Answer(part, message, Told("kept-to-corner"))
    if verb in ("look", "look_class", "list", "open"):
        return _of_list(desk, part, act, values)
    if part.corner is None:
        raise UnknownActError(act)
    answer = _of_corner(desk, part, part.corner, act, values)
    return pile.open_pile(answer) if verb in _OF_A_GROWING_PILE else answer


def _of_list(desk: Desk, part: CornersPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "look:CORNER", "look_class:CLASS", "list", and "open" with class, target, capacity, note and card."""
    verb = act.partition(":")[0]
    if verb == "list":
        listed = read_part(desk, replace(part, view=View.LIST, corner=None))
        return Answer(listed, words.calm(listed))
    if verb == "look_class":
        return _look_at_class(desk, part, number_in(act))
    if verb == "look":
        with desk.library.reading() as connection:
            corner = corner_by_id(connection, number_in(act), desk.policy, desk.today)
        if corner is None:
            raise GoneError
        return _look(desk, part, corner)
    outcome = open_corner(desk, _chosen_class(desk, values), _draft(values))
    if outcome.corner is None:
        return _refused(part, outcome)
    opened = looked_at(part, outcome.corner, View.FILL)
    headline = _("The class corner of {name} is open").format(name=outcome.corner.class_name)
    with desk.library.reading() as connection:
        card = card_of(connection, outcome.corner.patron_id)
    has_card = _("The card of the class is {code}.").format(code=card) if card else _("The class has no card yet.")
    details = (has_card, _("Scan the copies for it, or choose them from the shelves."))
    return Answer(opened, Message(Tone.DONE, headline, details), Told("corner-opened"))


def _of_corner(desk: Desk, part: CornersPart, corner: Corner, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the corner on top: views, the pile, sub-loans, its numbers, its end, its papers."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        return pile.begin(desk, part, View(subject))
    if verb == "put_back":
        return inside.put_back(desk, part, corner, number_in(act))
    if verb == "due":
        return inside.set_due(desk, part, values)
    if verb == "no_pupil":
        gone = replace(part, pupil=None)
        return Answer(gone, words.calm(gone))
    if verb in ("change", "close"):
        return _change_or_close(desk, part, corner, verb, values)
    if verb == "close_short":
        return _change_or_close(desk, part, corner, "close", {"leave_short": "yes"})
    if verb in ("print", "print_result"):
        return _printed(desk, part, corner, verb)
    return _of_pile(desk, part, corner, act, values)


def _of_pile(desk: Desk, part: CornersPart, corner: Corner, act: str, values: Mapping[str, str]) -> Answer:
    verb = act.partition(":")[0]
    filling = part.view is View.FILL
    if verb == "shelves" and filling:
        return pile.add_from_shelves(desk, part, corner, values)
    if verb == "lend" and filling:
        return pile.lend_pile(desk, part, corner)
    if verb == "override" and filling:
        return pile.override_pile(desk, part, corner, values)
    if verb in ("drop", "drop_last"):
        last = part.pile[0].code if part.pile else ""
        return pile.drop(part, last if verb == "drop_last" else values.get("code", ""))
    if verb == "damage":
        return pile.mark_line_damaged(part, act, values)
    if verb == "return" and part.view is View.BACK:
        return pile.return_extra(desk, part, number_in(act))
    if verb == "take_back" and part.view is View.BACK:
        return pile.take_pile_back(desk, part, corner)
    raise UnknownActError(act)


def _change_or_close(desk: Desk, part: CornersPart, corner: Corner, verb: str, values: Mapping[str, str]) -> Answer:
    if verb == "change":
        outcome = change_corner(desk, corner.id, _draft(values))
        headline = _("The class corner of {name} was changed").format(name=corner.class_name)
        return _refused(part, outcome) if outcome.why_not else Answer(part, Message(Tone.DONE, headline), Told("saved"))
    outcome = close_corner(desk, corner.id, leave_short=values.get("leave_short") == "yes")
    if outcome.why_not:
        answer = _refused(part, outcome)
        offer = Offer("corners.close_short", _("Close it, the class still owes them"))
        return replace(answer, offers=(offer,)) if corner.is_open and part.may_change else answer
    headline = _("The class corner of {name} is closed").format(name=corner.class_name)
    return Answer(part, Message(Tone.DONE, headline), Told("corner-closed"))


def _find_corner(desk: Desk, part: CornersPart, scan: Scan, found: Identified) -> Answer:
    patron = found.patron
    if patron is not None and patron.class_id is not None:
        return _look_at_class(desk, part, patron.class_id)
    if found.copy is not None:
        return inside.where_it_stood(desk, part, found.copy)
    headline = _("{code} leads to no class corner").format(code=scan.code)
    return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))


def _look_at_class(desk: Desk, part: CornersPart, class_id: int) -> Answer:
    with desk.library.reading() as connection:
        corner = corner_of_class(connection, class_id, desk.policy, desk.today)
    if corner is not None:
        return _look(desk, part, corner)
    message = Message(Tone.LOOK, _("This class has no open corner."))
    return Answer(replace(part, view=View.LIST, corner=None), message, Told("no-corner"))


def _look(desk: Desk, part: CornersPart, corner: Corner) -> Answer:
    shown = read_part(desk, looked_at(part, corner))
    return Answer(shown, words.calm(shown), Told("corner"))


def _refused(part: CornersPart, outcome: CornerOutcome) -> Answer:
    return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))


def _chosen_class(desk: Desk, values: Mapping[str, str]) -> int:
    """The class by its name or its number in the library."""
    wanted = values.get("class", "").strip()
    with desk.library.reading() as connection:
        classes = school_classes(connection, desk.policy, desk.today)
    chosen = next((each.id for each in classes if wanted == each.name), None)
    return number_in(f"open:{wanted}") if chosen is None else chosen


def _draft(values: Mapping[str, str]) -> CornerDraft:
    capacity = values.get("capacity", "").strip()
    target = values.get("target", "").strip() or str(USUAL_TARGET)
    return CornerDraft(
        _whole(target),
        _whole(capacity) if capacity else None,
        values.get("note", ""),
        values.get("card", ""),
    )


def _whole(text: str) -> int:
    """A count of copies; what is none becomes one that is refused with its sentence."""
    plain = text.isascii() and text.isdecimal() and len(text) <= 4
    return int(text) if plain else -1


def _printed(desk: Desk, part: CornersPart, corner: Corner, verb: str) -> Answer:
    if verb == "print_result":
        paper = corner_result(corner.class_name, desk.policy.library_name, part.sheet, desk.today)
    else:
        lines = [
            ListedCopy(
                line.copy.call_number, line.copy.name, line.copy.code, line.sub_loan.patron if line.sub_loan else ""
            )
            for line in part.inside
        ]
        paper = corner_list(corner.class_name, desk.policy.library_name, lines, desk.today)
    return Answer(part, words.calm(part), Told("printed"), paper=paper)
