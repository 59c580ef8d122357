"""The patron card in Checkout: which titles they wait for, and where they stand in the queue."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_patron, days_later

from deskcirc.desk.cards import replace_card
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in
from deskcirc.store.lookups.patrons import patron_by_code
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.checkout.panel import read_panel
from deskcirc.ui.tabs.checkout.patron_card import PatronCard
from deskcirc.ui.tabs.checkout.wording import greeting
from deskcirc.ui.theme import Theme


def test_whoever_waits_is_told_their_place_until_the_copy_is_kept_for_them(desk: Desk, qtbot: QtBot) -> None:
    first, second = a_patron(desk.library, "甲"), a_patron(desk.library, "乙")
    copy = a_copy(desk.library, "草房子")
    place_hold(desk, first, copy.title_id)
    place_hold(days_later(desk, 1), second, copy.title_id)
    assert read_panel(desk, second).waiting == ("Waits for 《草房子》: place 2",)
    card = PatronCard(Theme(), ())
    qtbot.addWidget(card)
    card.show_panel(read_panel(desk, second))
    assert card.waiting.text() == "Waits for 《草房子》: place 2"
    check_in(days_later(desk, 2), copy.id)
    assert read_panel(desk, first).waiting == ()
    assert read_panel(desk, second).waiting == ("Waits for 《草房子》: place 1",)
    card.show_panel(read_panel(desk, first))
    assert card.waiting.text() == ""
    assert greeting(read_panel(desk, second)).tone is Tone.DONE


def test_an_old_card_is_greeted_with_what_became_of_it(desk: Desk) -> None:
    patron = a_patron(desk.library, card="K1")
    replace_card(desk, patron.id, "K2")
    with desk.library.reading() as connection:
        with_old_card = patron_by_code(connection, ["K1"], desk.policy, desk.today)
    assert with_old_card is not None
    said = greeting(read_panel(desk, with_old_card))
    assert said.tone is Tone.LOOK
    assert "This card was replaced by a new one." in said.details[0]
