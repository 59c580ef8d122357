"""What the Patrons screen prints: one card, the cards of everybody listed, the sheet of a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import not_allowed
from deskcirc.labels.cards import CardFace, CardOrder
from deskcirc.labels.class_sheet import ClassPupil, class_sheet
from deskcirc.store.lookups.patron_list import PatronLine, Standing, Wanted, patron_keys, patron_lines
from deskcirc.store.lookups.payments import payments_of_charge
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.paying import receipts_on_paper, receipts_wanted
from deskcirc.ui.tabs.patrons.class_view import recall_list
from deskcirc.ui.tabs.patrons.screen import PatronsState

_MOST_CARDS: Final = 2000
_AT_ONCE: Final = 500


def print_card(desk: Desk, state: PatronsState) -> PatronsState:
    """The valid card of the patron on the screen."""
    if state.patron is None or not state.patron.valid_card:
        return _nothing(state, _("There is no valid card to print: give the patron a new one first."))
    return _order(desk, state, _lines(desk, [state.patron.patron.id]))


def print_cards(desk: Desk, state: PatronsState) -> PatronsState:
    """The cards of everybody the list shows."""
    if len(state.listing.keys) > _MOST_CARDS:
        words = _("That would be {count} cards. Choose a class or a category first.")
        return _nothing(state, words.format(count=len(state.listing.keys)))
    return _order(desk, state, _lines(desk, state.listing.keys))


def print_sheet(desk: Desk, state: PatronsState) -> PatronsState:
    """The sheet of the class on the screen: every pupil with their bars, to lend without cards."""
    if state.of_class is None:
        return _nothing(state, _("Choose a class first."))
    wanted = Wanted(class_id=state.of_class.class_id, standing=Standing.HERE)
    with desk.library.reading() as connection:
        keys = patron_keys(connection, wanted, desk.policy, desk.today)
    pupils = [ClassPupil(line.patron.name, line.patron.number, line.card) for line in _lines(desk, keys) if line.card]
    if not pupils:
        return _nothing(state, _("Nobody in this class has a valid card."))
    paper = class_sheet([(state.of_class.name, pupils)], desk.policy.library_name)
    message = Message(Tone.DONE, _("Sheet of {class_name}").format(class_name=state.of_class.name))
    return replace(state, paper=paper, message=message, told=Told("printed"))


def print_recall(desk: Desk, state: PatronsState) -> PatronsState:
    """What is out in the class on the screen, for its teacher."""
    if state.of_class is None:
        return _nothing(state, _("Choose a class first."))
    if not state.of_class.copies and not state.of_class.corner:
        return _nothing(state, _("Nothing is out in this class."))
    paper = recall_list(desk, state.of_class)
    return replace(state, paper=paper, message=Message(Tone.DONE, paper.name), told=Told("printed"))


def print_receipts(desk: Desk, state: PatronsState, act: str) -> PatronsState:
    """The receipts of the payments in `receipt:ID,ID`; all of a charge in `receipts:ID`, which are duplicates."""
    if refusal := not_allowed(desk):
        return replace(state, message=Message(Tone.STOP, refusal), told=Told("refused"))
    wanted = receipts_wanted(act)
    if act.startswith("receipts"):
        with desk.library.reading() as connection:
            wanted = tuple(each.id for each in payments_of_charge(connection, wanted[0], desk.policy))
        if not wanted:
            return _nothing(state, _("No receipt was ever given for this charge."))
    paper = receipts_on_paper(desk, wanted, frozenset(wanted) if act.startswith("receipts") else frozenset())
    if paper is None:
        return _nothing(state, _("This payment was undone."))
    return replace(state, paper=paper, message=Message(Tone.DONE, paper.name), told=Told("printed"))


def _lines(desk: Desk, keys: Sequence[int]) -> list[PatronLine]:
    lines: list[PatronLine] = []
    with desk.library.reading() as connection:
        for start in range(0, len(keys), _AT_ONCE):
            page = keys[start : start + _AT_ONCE]
            found = patron_lines(connection, page, desk.policy, desk.today)
            lines += [found[key] for key in page if key in found]
    return lines


def _order(desk: Desk, state: PatronsState, lines: Sequence[PatronLine]) -> PatronsState:
    library = desk.policy.library_name
    faces = tuple(
        CardFace(each.name, each.class_name, each.number, each.category, line.card, library)
        for line in lines
        if line.card
        for each in (line.patron,)
    )
    if not faces:
        return _nothing(state, _("Nobody here has a valid card."))
    message = Message(Tone.DONE, _("Cards to print: {count}").format(count=len(faces)))
    return replace(state, paper=CardOrder(faces), message=message, told=Told("printed"))


def _nothing(state: PatronsState, sentence: str) -> PatronsState:
    return replace(state, message=Message(Tone.LOOK, sentence), told=Told("nothing"))


PRINTS: Final[Mapping[str, Callable[[Desk, PatronsState], PatronsState]]] = {
    "print_card": print_card,
    "print_cards": print_cards,
    "print_sheet": print_sheet,
    "print_recall": print_recall,
}
