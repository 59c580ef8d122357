"""What the librarian does about a patron on this screen: forms are opened and taken, the rest is done at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from deskcirc.desk.cards import card_found_again, replace_card, report_card_lost
from deskcirc.desk.charges import raise_charge, read_fen, settle_charge
from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import (
    Doubt,
    Taken,
    change_patron,
    enrol,
    lift_suspension,
    not_allowed,
    resume_patron,
    stop_patron,
    suspend,
)
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.changes import act_sentence
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.dates import read_date
from deskcirc.domain.patron_form import read_form
from deskcirc.domain.patrons import Patron
from deskcirc.store.lookups.history import history
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.paying import give_money_back, take_money
from deskcirc.ui.tabs.patrons import forms
from deskcirc.ui.tabs.patrons.printed import PRINTS, print_receipts
from deskcirc.ui.tabs.patrons.screen import PatronsState, Pending, View, refresh, settle, show_patron

_NEEDS_PATRON: Final = frozenset(
    {"ask_edit", "ask_card", "ask_suspend", "ask_stop", "ask_charge", "card_with", "edit", "card", "suspend", "stop"}
    | {"charge", "card_lost", "resume", "lift"}
)
_ABOUT_CHARGE: Final = frozenset({"ask_waive", "ask_pay", "ask_refund"})
_ASKS: Final = frozenset({"ask_enrol", "enrol_with"} | _ABOUT_CHARGE | {verb for verb in _NEEDS_PATRON if "_" in verb})


def acted(desk: Desk, state: PatronsState, act: str, values: Mapping[str, str]) -> PatronsState:
    """An act that opens a form, takes one, changes somebody or prints; raises UnknownActError for none of these."""
    verb, _colon, subject = act.partition(":")
    if verb in PRINTS:
        return PRINTS[verb](desk, settle(state))
    if verb in _NEEDS_PATRON and state.patron is None:
        message = Message(Tone.LOOK, _("Choose a patron first."))
        return replace(settle(state), message=message, told=Told("nothing"))
    if verb == "take_back":
        return _take_back(desk, settle(state), number_in(act))
    if verb == "confirm":
        return _confirm(desk, settle(state), subject)
    if verb == "form_back" and state.pending is not None:
        form = state.pending.form.filled(state.pending.values)
        return replace(settle(state), form=form, pending=None)
    if verb in ("enrol", "edit"):
        return _take_form(desk, settle(state), verb, values, frozenset())
    if verb in _MONEY:
        return _MONEY[verb](desk, state, act, values)
    if verb in _SAVES:
        why_not = _SAVES[verb](desk, state, act, values)
        return _refused_form(state, values, why_not) if why_not else _done(desk, state)
    if verb in _ASKS and (refusal := not_allowed(desk)):
        return replace(settle(state), message=Message(Tone.STOP, refusal), told=Told("refused"))
    form = _form(desk, state, act)
    return replace(settle(state), form=form, pending=None, message=Message(Tone.READY, form.title))


def _form(desk: Desk, state: PatronsState, act: str) -> forms.Form:
    verb, _colon, subject = act.partition(":")
    if verb in ("ask_enrol", "enrol_with"):
        wanted = state.listing.wanted
        names = {each.id: each.name for each in state.listing.classes}
        class_name = names.get(wanted.class_id or 0, "")
        return forms.enrol_form(desk, class_name, wanted.category_id, subject if verb == "enrol_with" else "")
    if verb in _ABOUT_CHARGE:
        return _charge_form(state, act)
    patron = _patron(state)
    if verb == "card_with":
        return forms.card_form(desk, patron).filled({"card": subject})
    if verb in ("ask_edit", "ask_card", "ask_suspend"):
        made = {"ask_edit": forms.edit_form, "ask_card": forms.card_form, "ask_suspend": forms.suspend_form}
        return made[verb](desk, patron)
    if verb == "ask_stop":
        return forms.stop_form(patron)
    if verb == "ask_charge":
        return forms.charge_form(patron)
    raise UnknownActError(act)


def _charge_form(state: PatronsState, act: str) -> forms.Form:
    """Waiving a charge, taking money for it, giving money back."""
    charge_id = number_in(act)
    lines = state.patron.charges if state.patron else ()
    line = next((line for line in lines if line.key == charge_id), None)
    about = "" if line is None else " · ".join(line.cells[:2])
    if act.startswith("ask_pay"):
        return forms.pay_form(charge_id, about, line.owed if line else 0)
    if act.startswith("ask_refund"):
        return forms.refund_form(charge_id, about, line.kept if line else 0, line.owed if line else 0)
    return forms.waive_form(charge_id, about)


def _take_form(
    desk: Desk, state: PatronsState, verb: str, values: Mapping[str, str], confirmed: frozenset[Doubt]
) -> PatronsState:
    """Enrol or change, if nothing speaks against it; ask where there is a doubt."""
    form, refusals = read_form(values)
    if refusals:
        return _refused_form(state, values, *refusals)
    taken = enrol(desk, form, confirmed) if verb == "enrol" else change_patron(desk, _patron(state).id, form, confirmed)
    if taken.refusals:
        return _refused_form(state, values, *taken.refusals)
    if taken.patron_id is None:
        return _doubtful(desk, state, verb, values, confirmed, taken)
    return _done(desk, replace(state, pending=None), taken.patron_id)


def _doubtful(
    desk: Desk, state: PatronsState, verb: str, values: Mapping[str, str], confirmed: frozenset[Doubt], taken: Taken
) -> PatronsState:
    open_form = state.form or (state.pending.form if state.pending else None) or _blank(desk, state, verb)
    back = Choice("form_back", _("Back to the form"))
    if taken.new_class:
        headline = _("There is no class {class_name} yet").format(class_name=taken.new_class)
        choices: tuple[Choice, ...] = (Choice(f"confirm:{Doubt.NEW_CLASS}", _("Open this class")), back)
    else:
        headline = _("There is a {name} in this class already").format(name=taken.same_name[0].name)
        known = tuple(
            Choice(f"patron:{patron.id}", _("It is {patron}").format(patron=patron.label), patron.number)
            for patron in taken.same_name[:6]
        )
        choices = (Choice(f"confirm:{Doubt.SAME_NAME}", _("It is somebody else of the same name")), *known, back)
    return replace(
        state,
        form=None,
        pending=Pending(open_form, dict(values), confirmed),
        choices=choices,
        message=Message(Tone.LOOK, headline),
        told=Told("choose"),
    )


def _blank(desk: Desk, state: PatronsState, verb: str) -> forms.Form:
    return forms.enrol_form(desk) if verb == "enrol" else forms.edit_form(desk, _patron(state))


def _confirm(desk: Desk, state: PatronsState, subject: str) -> PatronsState:
    if state.pending is None or subject not in set(Doubt):
        raise UnknownActError(f"confirm:{subject}")
    confirmed = state.pending.confirmed | {Doubt(subject)}
    return _take_form(desk, state, state.pending.form.act, state.pending.values, confirmed)


def _refused_form(state: PatronsState, values: Mapping[str, str], *refusals: str) -> PatronsState:
    """Say why not, on the form where there is one."""
    open_form = state.form or (state.pending.form if state.pending else None)
    form = None if open_form is None else open_form.refused(values, refusals)
    message = Message(Tone.STOP, refusals[0], tuple(refusals[1:]))
    return replace(settle(state), form=form, pending=None, message=message, told=Told("refused"))


def _done(desk: Desk, state: PatronsState, patron_id: int | None = None) -> PatronsState:
    """Show the patron as they are now, with what was done as the history tells it, and the way back."""
    entry_id = desk.library.last_entry
    with desk.library.reading() as connection:
        line = history(connection, most=1)[0]
    message = Message(Tone.DONE, act_sentence(line.act, line.subject))
    shown = patron_id or (state.patron.patron.id if state.patron and state.view is View.PATRON else None)
    calmed = replace(settle(state), form=None, pending=None)
    after = show_patron(desk, calmed, shown, message) if shown else refresh(desk, replace(calmed, message=message))
    offers = (Offer(f"take_back:{entry_id}", _("Undo")),) if entry_id else ()
    return replace(after, offers=offers, told=Told("saved"))


def _move_money(desk: Desk, state: PatronsState, act: str, values: Mapping[str, str]) -> PatronsState:
    """Take money for a charge or give it back, with the receipt to print."""
    if act.startswith("pay"):
        paid = take_money(desk, (number_in(act),), values)
    else:
        paid = give_money_back(desk, number_in(act), values)
    if not paid.payments:
        return _refused_form(state, values, paid.message.headline)
    after = _done(desk, state)
    words = _("Print the receipt") if act.startswith("pay") else _("Print the voucher")
    offers = (Offer(f"receipt:{paid.ids}", words), *after.offers)
    return replace(after, message=paid.message, offers=offers)


def _take_back(desk: Desk, state: PatronsState, entry_id: int) -> PatronsState:
    outcome = undo_by_id(desk, entry_id)
    headline = _("Undone: {what}").format(what=outcome.sentence) if outcome.done else outcome.sentence
    message = Message(Tone.DONE if outcome.done else Tone.STOP, headline)
    told = Told("undone" if outcome.done else "nothing-to-undo")
    return replace(refresh(desk, state), message=message, told=told)


def _patron(state: PatronsState) -> Patron:
    if state.patron is None:
        raise UnknownActError("patron")
    return state.patron.patron


def _suspend(desk: Desk, state: PatronsState, _act: str, values: Mapping[str, str]) -> str:
    text = values.get("until", "")
    until: date | None = read_date(text)
    if until is None:
        return _("“{text}” is not a day. Write it like 2027-06-30.").format(text=text)
    return suspend(desk, _patron(state).id, until, values.get("reason", ""))


def _charge(desk: Desk, state: PatronsState, act: str, values: Mapping[str, str]) -> str:
    kind, text = values.get("kind", ""), values.get("amount", "")
    if kind not in set(ChargeKind):
        raise UnknownActError(f"{act} {kind}")
    amount = read_fen(text)
    if amount is None:
        return _("“{text}” is not an amount in yuan.").format(text=text)
    return raise_charge(desk, _patron(state).id, ChargeKind(kind), amount, values.get("note", "").strip())


_MONEY: Final[Mapping[str, Callable[[Desk, PatronsState, str, Mapping[str, str]], PatronsState]]] = {
    "pay": _move_money,
    "refund": _move_money,
    "receipt": lambda desk, state, act, _values: print_receipts(desk, settle(state), act),
    "receipts": lambda desk, state, act, _values: print_receipts(desk, settle(state), act),
}
_Save = Callable[[Desk, PatronsState, str, Mapping[str, str]], str]
_SAVES: Final[Mapping[str, _Save]] = {
    "card": lambda desk, state, _act, values: replace_card(desk, _patron(state).id, values.get("card", "")),
    "card_lost": lambda desk, state, _act, _values: report_card_lost(desk, _patron(state).id),
    "card_found": lambda desk, _state, act, _values: card_found_again(desk, number_in(act)),
    "suspend": _suspend,
    "lift": lambda desk, state, _act, _values: lift_suspension(desk, _patron(state).id),
    "stop": lambda desk, state, _act, values: stop_patron(desk, _patron(state).id, values.get("reason", "")),
    "resume": lambda desk, state, _act, _values: resume_patron(desk, _patron(state).id),
    "charge": _charge,
    "paid": lambda desk, _state, act, _values: settle_charge(desk, number_in(act), ChargeState.PAID),
    "waive": lambda desk, _state, act, values: settle_charge(
        desk, number_in(act), ChargeState.WAIVED, values.get("reason", "")
    ),
}
"""What is done at once, or by a form of few fields: each says "" or why not."""
