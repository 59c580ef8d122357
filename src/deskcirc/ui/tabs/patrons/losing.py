"""What a patron says of a loan: "I brought it back", or that the copy is lost; done on their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.claims import claim_returned
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import known_copy
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Right
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.text import gettext as _
from deskcirc.ui import found_words
from deskcirc.ui.loss_question import ask_loss, read_answer
from deskcirc.ui.outcome import Message, Offer, Told, Tone, number_in
from deskcirc.ui.tabs.patrons.screen import PatronsState, settle, show_patron


def _claim(desk: Desk, state: PatronsState, act: str, _values: Mapping[str, str]) -> PatronsState:
    loan = _loan(desk, state, act)
    if loan is None:
        return _nothing(state)
    outcome = claim_returned(desk, loan.id)
    shown = show_patron(desk, settle(state), loan.patron_id, found_words.claimed(outcome))
    if outcome.why_not or outcome.loss is None:
        return replace(shown, told=Told("refused"))
    told = Told("claimed", outcome.loss.copy.code, outcome.loss.copy.title, outcome.loss.patron)
    offers = (*_take_back(desk), Offer("in:repair:losses.print", _("Print the search list")))
    return replace(shown, told=told, offers=offers)


def _ask_lost(desk: Desk, state: PatronsState, act: str, _values: Mapping[str, str]) -> PatronsState:
    """How it is made good is asked first, with the price proposed, and asked for where it is not known."""
    if not desk.operator.may(Right.PATRONS):
        message = Message(Tone.STOP, _("Only the librarian declares copies lost."))
        return replace(settle(state), message=message, told=Told("refused"))
    loan = _loan(desk, state, act)
    if loan is None:
        return _nothing(state)
    question = ask_loss(desk, known_copy(desk, loan.copy_id), f"lost:{loan.id}", loan)
    return replace(settle(state), form=None, loss=question, message=Message(Tone.READY, question.title))


def _lost(desk: Desk, state: PatronsState, act: str, values: Mapping[str, str]) -> PatronsState:
    loan = _loan(desk, state, act)
    if loan is None:
        return _nothing(state)
    answer = read_answer(values)
    if isinstance(answer, str):
        return _refused(state, answer)
    order = LossOrder(loan.copy_id, loan.patron_id, loan.id, way=answer.way, amount=answer.amount, note=answer.note)
    outcome = declare_lost(desk, [order])
    if not outcome.done:
        return _refused(state, outcome.why_not)
    calm = replace(settle(state), loss=None)
    shown = show_patron(desk, calm, loan.patron_id, found_words.declared(outcome))
    offers = (*_take_back(desk), *found_words.letter_offer(outcome))
    return replace(shown, told=found_words.told_declared(outcome), offers=offers)


def _close(_desk: Desk, state: PatronsState, _act: str, _values: Mapping[str, str]) -> PatronsState:
    return replace(settle(state), loss=None)


def _loan(desk: Desk, state: PatronsState, act: str) -> OpenLoan | None:
    """The open loan an act names, if it is that of the patron on the screen."""
    loan_id = number_in(act)
    if state.patron is None:
        return None
    with desk.library.reading() as connection:
        theirs = loans_of_patron(connection, state.patron.patron.id, desk.policy, desk.today)
    return next((loan for loan in theirs if loan.id == loan_id), None)


def _nothing(state: PatronsState) -> PatronsState:
    message = Message(Tone.LOOK, _("This loan has ended meanwhile: nothing was done."))
    return replace(settle(state), loss=None, message=message, told=Told("nothing"))


def _refused(state: PatronsState, sentence: str) -> PatronsState:
    asked = None if state.loss is None else state.loss.refused(sentence)
    return replace(settle(state), loss=asked, message=Message(Tone.STOP, sentence), told=Told("refused"))


def _take_back(desk: Desk) -> tuple[Offer, ...]:
    entry_id = desk.library.last_entry
    return (Offer(f"take_back:{entry_id}", _("Undo")),) if entry_id else ()


_Act = Callable[[Desk, PatronsState, str, Mapping[str, str]], PatronsState]
LOSING: Final[Mapping[str, _Act]] = {"claim": _claim, "ask_lost": _ask_lost, "lost": _lost, "loss_close": _close}
"""The acts on a loan of the patron's page."""
