"""Cards: given anew, reported lost, found again. Loans belong to the patron, so a card changes nothing about them.

A patron has at most one valid card. Earlier ones stay known, so that their finder can be told whose they are.
"""

from __future__ import annotations

from deskcirc.desk.code_owner import code_owner, is_code_free
from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import not_allowed
from deskcirc.domain.card_codes import next_code, next_code_of_patron
from deskcirc.domain.changes import ActName
from deskcirc.domain.patron_form import code_flaw
from deskcirc.domain.patrons import Card, CardState, Patron
from deskcirc.domain.scanning import normal_code
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.lookups.patron_cards import card_by_id, card_codes, cards_of_patron
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import cards
from deskcirc.text import gettext as _


def replace_card(desk: Desk, patron_id: int, text: str) -> str:
    """Give the patron another card; the one that was valid is replaced, a lost one stays lost.

    Returns "" or the sentence why not. Raises GoneError for a patron that does not exist.
    """
    why_not = not_allowed(desk) or code_flaw(text)
    if why_not:
        return why_not
    code = normal_code(text)
    with desk.library.writing(desk.act(ActName.REPLACE_CARD)) as writing:
        patron = _patron(desk, writing.connection, patron_id)
        owned = cards_of_patron(writing.connection, patron_id)
        if any(card.code == code for card in owned):
            return _("{code} is an earlier card of {patron}.").format(code=code, patron=patron.name)
        taken = code_owner(desk, writing.connection, code, but=patron_id)
        if taken:
            return taken
        for card in owned:
            if card.state is CardState.VALID:
                writing.update(cards, card.id, state=CardState.REPLACED.value, stopped_at=desk.now)
        writing.insert(cards, code=code, patron_id=patron_id, issued_at=desk.now)
        writing.tell(patron=patron.label, code=code)
    return ""


def report_card_lost(desk: Desk, patron_id: int) -> str:
    """The patron's valid card is lost and lends nothing more; returns "" or the sentence why not."""
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.CHANGE_PATRON)) as writing:
        patron = _patron(desk, writing.connection, patron_id)
        valid = _valid(cards_of_patron(writing.connection, patron_id))
        if valid is None:
            return _("{patron} has no valid card.").format(patron=patron.name)
        writing.update(cards, valid.id, state=CardState.LOST.value, stopped_at=desk.now)
        writing.tell(patron=patron.label, what=_("card {code} reported lost").format(code=valid.code))
    return ""


def card_found_again(desk: Desk, card_id: int) -> str:
    """A lost card has turned up and is valid again, unless another has been given out since.

    Returns "" or the sentence why not. Raises GoneError for a card that does not exist.
    """
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.CHANGE_PATRON)) as writing:
        found = card_by_id(writing.connection, card_id)
        if found is None:
            raise GoneError
        card, patron_id = found
        patron = _patron(desk, writing.connection, patron_id)
        valid = _valid(cards_of_patron(writing.connection, patron_id))
        if valid is not None:
            return _("{patron} has another card by now: {code}.").format(patron=patron.name, code=valid.code)
        if card.state is not CardState.LOST:
            return _("The card {code} was not reported lost.").format(code=card.code)
        writing.update(cards, card_id, state=CardState.VALID.value, stopped_at=None)
        writing.tell(patron=patron.label, what=_("card {code} found again").format(code=card.code))
    return ""


def proposed_card(desk: Desk, patron_id: int | None = None) -> str:
    """A free code for the next card, by the pattern in use; "" where no pattern can be seen.

    A patron whose card bears their number gets the number again with a mark behind it (20240101-2).
    """
    with desk.library.reading() as connection:
        if patron_id is not None:
            patron = _patron(desk, connection, patron_id)
            owned = cards_of_patron(connection, patron_id)
            if patron.number and any(card.code == patron.number for card in owned):
                return next_code_of_patron(patron.number, lambda code: is_code_free(desk, connection, code))
        return next_code(card_codes(connection), lambda code: is_code_free(desk, connection, code))


def _valid(owned: tuple[Card, ...]) -> Card | None:
    return next((card for card in owned if card.state is CardState.VALID), None)


def _patron(desk: Desk, connection: Connection, patron_id: int) -> Patron:
    patron = patron_by_id(connection, patron_id, desk.policy, desk.today)
    if patron is None:
        raise GoneError
    return patron
