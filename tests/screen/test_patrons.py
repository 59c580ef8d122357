"""The Patrons tab on a real screen: every scan lands, in a form too; everything is reached by keys alone."""

from __future__ import annotations

import pytest
from tests.screen.at_counter import AtCounter

from deskcirc.ui.tabs.patrons.form_dialog import FormDialog
from deskcirc.ui.tabs.patrons.tab import PatronsPage

pytestmark = pytest.mark.screen


def patrons_tab(at: AtCounter) -> PatronsPage:
    """The tab on top, its list read."""
    at.press("F6")
    at.wait(lambda: at.counter.window.header.current == "patrons")
    page = at.counter.window.show_tab("patrons")
    assert isinstance(page, PatronsPage)
    at.wait(lambda: page.list.table.lines.rowCount() > 100)
    return page


def form(at: AtCounter, page: PatronsPage, act: str) -> FormDialog:
    """The form of an act, open and with the keyboard."""
    at.wait(lambda: page.dialog is not None and page.dialog.act == act)
    at.wait_for_dialog()
    assert page.dialog is not None
    return page.dialog


def test_a_card_a_copy_and_a_card_again_bring_their_patrons_up(at: AtCounter) -> None:
    first, second = at.school.visits(2, 2)
    at.strike(first.card, *first.copies)
    at.lands(first)
    page = patrons_tab(at)
    at.strike(second.card)
    at.wait(page.patron.isVisible)
    name = page.patron.side.name.text()
    at.strike(first.copies[0])
    at.wait(lambda: page.patron.side.name.text() != name)
    at.wait(lambda: len(page.patron.lists["loans"].lines) == len(first.copies))
    at.strike("NOBODY-HAS-THIS")
    at.wait(lambda: "NOBODY-HAS-THIS" in at.message.headline)


def test_somebody_is_enrolled_by_keys_and_one_scan(at: AtCounter) -> None:
    page = patrons_tab(at)
    at.press("ctrl+n")
    dialog = form(at, page, "enrol")
    at.strike("Zhou", gap=120, end="")
    at.strike("NEWCARD1")
    at.wait(lambda: dialog.values()["card"] == "NEWCARD1")
    assert dialog.values()["name"] == "Zhou"
    at.press("--delay", "400", "shift", "Return")  # a Return right behind a scan belongs to the gun
    at.wait(lambda: page.dialog is None and page.patron.isVisible())
    assert page.patron.side.card_code.text() == "Card NEWCARD1"
    at.wait_for_counter()
    at.press("F2")
    at.strike("NEWCARD1")
    at.wait(lambda: at.message.headline == "Zhou")


def test_a_lost_card_is_replaced_by_a_scan_and_refused_from_then_on(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 2)
    page = patrons_tab(at)
    at.strike(visit.card)
    at.wait(page.patron.isVisible)
    at.press("ctrl+k")
    form(at, page, "card")
    at.strike("NEWCARD2")
    at.wait(lambda: page.dialog is None and page.patron.side.card_code.text() == "Card NEWCARD2")
    at.wait_for_counter()
    at.press("F2")
    at.strike(visit.card, visit.copies[0])
    at.wait(lambda: at.message.headline.startswith("Not lent"))
    assert any("replaced by a new one" in detail for detail in at.message.details)
    at.strike("NEWCARD2", visit.copies[1])
    at.wait(lambda: at.message.headline.startswith("Lent"))


def test_esc_leads_from_the_form_to_the_patron_to_the_list(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 1)
    page = patrons_tab(at)
    at.strike(visit.card)
    at.wait(page.patron.isVisible)
    at.press("ctrl+b")
    form(at, page, "edit")
    at.press("Escape")
    at.wait(lambda: page.dialog is None)
    at.wait_for_counter()
    at.press("Escape")
    at.wait(page.list.isVisible)


def test_a_name_is_searched_while_it_is_typed_and_opened_by_return(at: AtCounter) -> None:
    page = patrons_tab(at)
    at.press("ctrl+f")
    at.wait(page.list.words.hasFocus)
    (visit,) = at.school.visits(1, 1)
    at.strike(visit.card, gap=120, end="")
    at.wait(lambda: 0 < page.list.table.lines.rowCount() < 20)
    at.press("Return")
    at.wait(lambda: page.list.table.hasFocus() or page.patron.isVisible())
    at.press("Return")
    at.wait(page.patron.isVisible)
