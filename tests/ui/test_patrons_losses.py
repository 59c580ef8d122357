"""On the patron's page: a copy they say they brought back is looked for, one they lost is declared lost."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, change_rules
from tests.ui.at_patrons import AtPatrons

from deskcirc.desk.circulation import check_out
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.patrons.tab import PatronsPage
from deskcirc.ui.theme import Theme


def at_patron(library: Library, **columns: Any) -> AtPatrons:
    patron, copy = a_patron(library), a_copy(library, **columns)
    check_out(a_desk(library, NOON), patron, copy.id)
    at = AtPatrons(library)
    at.act("patron:1")
    return at


def test_what_they_say_was_returned_is_looked_for_and_undone_by_a_click(library: Library) -> None:
    at = at_patron(library, price=2500)
    before = all_rows(library)
    claimed = at.act("claim:1")
    assert claimed.message.headline == "《草房子》 is looked for now"
    assert claimed.patron is not None
    assert claimed.patron.loans[0].cells[3].endswith("; looked for")
    assert [line.cells[0] for line in claimed.patron.story] == ["《草房子》"]
    assert at.act("claim:1").message.tone is Tone.LOOK
    again = at.act(claimed.offers[0].act)
    assert again.message.tone is Tone.DONE
    assert all_rows(library) == before


def test_a_loss_is_declared_with_the_price_the_rule_makes_of_it(library: Library) -> None:
    change_rules(library, loss_percent=200)
    at = at_patron(library, price=2500)
    question = at.act("ask_lost:1").loss
    assert question is not None
    assert question.ways[0].amount == "50.00"
    assert question.ways[0].told == "price 25.00 yuan × 200 % = 50.00 yuan"
    lost = at.act("lost:1", {"way": "price", "amount": "50", "note": ""})
    assert lost.loss is None
    assert lost.message.headline == "《草房子》 is declared lost: 50.00 yuan owed"
    assert lost.patron is not None
    assert lost.patron.loans == ()
    assert lost.patron.open_fen == 5000
    assert [line.cells[0] for line in lost.patron.story] == ["《草房子》"]
    assert [offer.act for offer in lost.offers][1:] == ["in:repair:losses.letter:1"]
    assert list(check_library(library)) == []


def test_an_unknown_price_keeps_the_question_open_with_its_reason(library: Library) -> None:
    at = at_patron(library)
    assert at.act("ask_lost:1").loss is not None
    refused = at.act("lost:1", {"way": "price", "amount": "", "note": ""})
    assert refused.loss is not None
    assert refused.loss.refusal == "The price is not known: write what it costs."
    assert at.act("next").loss is None
    assert at.act("lost:99", {"way": "nothing"}).message.tone is Tone.LOOK


def test_the_question_stands_on_the_page_and_says_what_each_way_costs(qtbot: QtBot, library: Library) -> None:
    at = at_patron(library, price=2500)
    page = PatronsPage(Theme())
    qtbot.addWidget(page)
    acts: list[tuple[str, Any]] = []
    page.acted.connect(lambda act, values: acts.append((act, values)))
    page.show_state(at.act("patron:1"))
    page.show()
    assert not page.patron.lost.isEnabled()
    page.patron.lists["loans"].select(0)
    page.patron.claim.click()
    page.patron.lost.click()
    assert [act for act, _values in acts] == ["claim:1", "ask_lost:1"]
    page.show_state(at.act("ask_lost:1"))
    assert page.loss is not None
    assert page.loss.amount.text() == "25.00"
    page.loss.way.setCurrentIndex(page.loss.way.findData("same_copy"))
    assert not page.loss.amount.isEnabled()
    page.loss.note.setText("淋湿了")
    page.loss.yes.click()
    assert acts[-1] == ("lost:1", {"way": "same_copy", "amount": "", "note": "淋湿了"})
    page.show_state(at.act("lost:1", acts[-1][1]))
    assert page.loss is None
    assert page.patron.lists["story"].lines[0].cells[0] == "《草房子》"
