"""The Checkout screen in plain Python: what a scan means here, what is shown after it.

The patron stays until the next card, "next" or idleness; overrides are remembered for this patron alone. Everything
that was refused stays offered (return and lend, reserve, override) until the next scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskcirc.desk.access import who_may
from deskcirc.desk.circulation import NO_OVERRIDE, CheckoutKind, CheckoutOutcome, Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.identify import Identified, identify, known_copy, known_patron
from deskcirc.domain.checkout_facts import Block, BlockCode
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import (
    NOTHING_TOLD,
    Ask,
    Choice,
    Message,
    Offer,
    Told,
    Tone,
    UnknownActError,
    number_in,
    print_label,
)
from deskcirc.ui.tabs.checkout import wording
from deskcirc.ui.tabs.checkout.finder import Finder, choose_class, open_finder
from deskcirc.ui.tabs.checkout.panel import PatronPanel, read_panel
from deskcirc.ui.tabs.checkout.picking import about_copy, pick_of_isbn

if TYPE_CHECKING:
    from deskcirc.labels.cards import Printable


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One copy lent or renewed to the patron in front of the counter."""

    entry_id: int | None
    clock: str  # wall clock, hh:mm:ss
    title: str
    call_number: str
    code: str
    due_words: str
    renewed: bool
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The copy that was refused last, and why: what the offers are about."""

    copy: Copy
    blocks: tuple[Block, ...]
    return_first: bool = False  # it was refused as a copy taken back from another patron


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """Everything the Checkout tab shows."""

    message: Message
    told: Told = NOTHING_TOLD
    panel: PatronPanel | None = None
    session: tuple[SessionLine, ...] = ()
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None
    finder: Finder | None = None
    refused: Refused | None = None
    override: Override = NO_OVERRIDE


def first_state() -> CheckoutState:
    """The screen before any scan."""
    return CheckoutState(Message(Tone.READY, _("Scan a library card, or a book to see where it is")))


def settle(state: CheckoutState) -> CheckoutState:
    """What the last input offered is over; the patron and their session stay."""
    return replace(state, offers=(), choices=(), ask=None, finder=None, told=NOTHING_TOLD)


def on_scan(desk: Desk, state: CheckoutState, scan: Scan, found: Identified) -> CheckoutState:
    """A card brings its patron, a copy is lent to the patron there is, words look for a patron."""
    state = settle(state)
    if found.copy is not None:
        return _on_copy(desk, state, found.copy)
    if found.patron is not None:
        return show_patron(desk, state, found.patron)
    if found.of_isbn:
        return _on_isbn(desk, state, found.of_isbn)
    return _on_words(desk, state, scan)


def on_act(desk: Desk, state: CheckoutState, act: str, values: Mapping[str, str]) -> CheckoutState:
    """An act of the screen: "next", "return_and_lend", "override", "hold", "renew_all", "finder", "class:ID", …"""
    verb, _colon, _subject = act.partition(":")
    if verb == "next":
        return first_state()
    if verb == "dismiss":
        return replace(state, ask=None)
    if verb == "finder":
        finder = open_finder(desk, values.get("query", ""))
        return replace(settle(state), finder=finder)
    if verb == "class" and state.finder is not None:
        return replace(state, finder=choose_class(desk, state.finder, number_in(act)))
    if verb == "patron":
        return _choose_patron(desk, state, number_in(act))
    if verb == "lend":
        return _choose_copy(desk, state, number_in(act))
    if verb == "renew_all":
        return _renew_all(desk, settle(state))
    if verb not in ("return_and_lend", "hold", "override", "read_here"):
        raise UnknownActError(act)
    return _on_refused(desk, state, verb, values)


def refresh(desk: Desk, state: CheckoutState) -> CheckoutState:
    """Read the patron again after something else was done."""
    return state if state.panel is None else replace(state, panel=read_panel(desk, state.panel.patron))


def mark_undone(state: CheckoutState, entry_id: int) -> CheckoutState:
    """Show a line of the session as taken back."""
    lines = tuple(replace(line, undone=True) if line.entry_id == entry_id else line for line in state.session)
    return replace(state, session=lines)


def show_patron(desk: Desk, state: CheckoutState, patron: Patron) -> CheckoutState:
    """Put a patron on the screen; another one begins a new session without the overrides of the last."""
    panel = read_panel(desk, patron)
    same = state.panel is not None and state.panel.patron.id == patron.id
    kept = state if same else first_state()
    told = Told("patron", patron=patron.name)
    return replace(settle(kept), panel=panel, message=wording.greeting(panel), told=told, refused=None)


def _choose_patron(desk: Desk, state: CheckoutState, patron_id: int) -> CheckoutState:
    return show_patron(desk, settle(state), known_patron(desk, patron_id))


def _choose_copy(desk: Desk, state: CheckoutState, copy_id: int) -> CheckoutState:
    picked = _on_copy(desk, settle(state), known_copy(desk, copy_id))
    return picked if picked.offers else replace(picked, offers=(print_label(copy_id),))


def _on_copy(desk: Desk, state: CheckoutState, copy: Copy) -> CheckoutState:
    if state.panel is None:
        message, told = about_copy(desk, copy)
        return replace(state, message=message, told=told, offers=(print_label(copy.id),))
    return _lend(desk, state, copy)


def _lend(desk: Desk, state: CheckoutState, copy: Copy, *, return_first: bool = False) -> CheckoutState:
    if state.panel is None:
        return state
    outcome = check_out(desk, state.panel.patron, copy.id, override=state.override, return_first=return_first)
    panel = read_panel(desk, outcome.patron)
    state = replace(
        state, panel=panel, message=wording.checkout_message(outcome, panel, desk.today), told=wording.told(outcome)
    )
    if outcome.kind is CheckoutKind.REFUSED:
        return replace(state, refused=Refused(copy, outcome.blocks, return_first), offers=_offers(desk, outcome, panel))
    if outcome.kind is CheckoutKind.ALREADY:
        return replace(state, refused=None)
    return replace(state, refused=None, session=(_session_line(desk, outcome), *state.session))


def _session_line(desk: Desk, outcome: CheckoutOutcome) -> SessionLine:
    return SessionLine(
        entry_id=desk.library.last_entry,
        clock=desk.policy.clock_of(desk.now).strftime("%H:%M:%S"),
        title=outcome.copy.name,
        call_number=outcome.copy.call_number,
        code=outcome.copy.code,
        due_words="" if outcome.due is None else day_words(outcome.due.date, desk.today),
        renewed=outcome.kind is CheckoutKind.RENEWED,
    )


def _offers(desk: Desk, outcome: CheckoutOutcome, panel: PatronPanel) -> tuple[Offer, ...]:
    codes = {block.code for block in outcome.blocks}
    offers = []
    if BlockCode.NO_RULE in codes and desk.operator.may(Right.SCHOOL_YEAR):
        new_rule = f"in:school_year:rules.new:{outcome.patron.category_id},{outcome.copy.item_type_id}"
        offers.append(Offer(new_rule, _("Set a rule for this")))
    if BlockCode.ON_LOAN in codes:  # other reasons come up again, and may then be overridden
        offers.append(Offer("return_and_lend", _("Return and lend"), "DC-RETURN-AND-LEND"))
    in_hand = any(line.code == outcome.copy.code for line in panel.loans)
    waits = in_hand or outcome.copy.title_id in panel.reserved
    if codes & {BlockCode.ON_LOAN, BlockCode.HELD_FOR_ANOTHER, BlockCode.SOMEBODY_WAITS} and not waits:
        offers.append(Offer("hold", _("Reserve for {patron}").format(patron=outcome.patron.name)))
    if BlockCode.IN_HOUSE_ONLY in codes and not in_hand:
        offers.append(Offer("read_here", _("Read it here"), "DC-READ-HERE"))
    if all(block.overridable for block in outcome.blocks):
        offers.append(Offer("override", _("Override"), "DC-OVERRIDE"))
    return tuple(offers)


def _on_isbn(desk: Desk, state: CheckoutState, of_isbn: tuple[Copy, ...]) -> CheckoutState:
    picked = pick_of_isbn(desk, of_isbn, None if state.panel is None else state.panel.patron.id)
    if isinstance(picked, Copy):
        return _on_copy(desk, state, picked)
    message = Message(Tone.LOOK, _("Which one?"), (_("Several titles share this ISBN. Choose one by its number."),))
    return replace(state, choices=picked, message=message, told=Told("choose"))


def _on_words(desk: Desk, state: CheckoutState, scan: Scan) -> CheckoutState:
    words = scan.original.strip()
    if scan.kind is ScanKind.CODE and not any(mark.isdigit() for mark in words):
        finder = open_finder(desk, words)
        if len(finder.patrons) == 1:
            return show_patron(desk, state, finder.patrons[0])
        if finder.patrons:
            message = Message(Tone.LOOK, _("Which one?"), (_("Choose by number, by a click or by scanning the card."),))
            choices = tuple(
                Choice(f"patron:{patron.id}", patron.name, patron.class_name or patron.category)
                for patron in finder.patrons[:9]
            )
            return replace(state, choices=choices, message=message, told=Told("choose"))
    offers: tuple[Offer, ...] = ()
    if scan.isbn and desk.operator.may(Right.ACCESSION):
        offers = (Offer(f"in:accession:cataloguing.scan:{scan.isbn}", _("Catalogue this book")),)
    return replace(state, message=wording.unknown(scan), told=Told("unknown", copy=scan.code), offers=offers)


def _on_refused(desk: Desk, state: CheckoutState, verb: str, values: Mapping[str, str]) -> CheckoutState:
    if state.refused is None or state.panel is None:
        message = Message(Tone.LOOK, _("No refused loan is waiting for this."))
        return replace(settle(state), message=message, told=Told("nothing"))
    copy = state.refused.copy
    if verb == "return_and_lend":
        return _lend(desk, settle(state), copy, return_first=True)
    if verb == "read_here":
        return _read_here(desk, settle(state), state.panel.patron, copy)
    if verb == "hold":
        why_not = place_hold(desk, state.panel.patron, copy.title_id)
        message = (
            Message(Tone.STOP, why_not)
            if why_not
            else Message(
                Tone.DONE, _("Reserved {title} for {patron}").format(title=copy.name, patron=state.panel.patron.name)
            )
        )
        told = Told("hold-refused" if why_not else "reserved", copy=copy.code, title=copy.title)
        return refresh(desk, replace(settle(state), message=message, told=told, refused=None))
    return _override(desk, state, state.refused, values)


def _read_here(desk: Desk, state: CheckoutState, patron: Patron, copy: Copy) -> CheckoutState:
    """What may not leave the house is given to the patron for reading here, to be back today."""
    from deskcirc.desk.reading_room import lend_on_site  # a counter that lends need not wait for it

    outcome = lend_on_site(desk, patron, copy.id)
    told = Told(
        "refused" if outcome.blocks else "on-site",
        copy.code,
        copy.title,
        patron.name,
        None if outcome.due is None else outcome.due.date,
        tuple(str(block.code) for block in outcome.blocks),
    )
    message = wording.read_here_message(outcome)
    return refresh(desk, replace(state, message=message, told=told, refused=None))


def _override(desk: Desk, state: CheckoutState, refused: Refused, values: Mapping[str, str]) -> CheckoutState:
    if not all(block.overridable for block in refused.blocks):
        stop = next(block for block in refused.blocks if not block.overridable)
        return replace(state, message=Message(Tone.STOP, _("This cannot be overridden"), (stop.sentence, stop.remedy)))
    reason = values.get("reason", "").strip()
    allowed_by = who_may(desk, Right.OVERRIDE, values.get("pin", ""))
    if not reason or allowed_by is None:
        sentence = _("Why may {title} be lent all the same?").format(title=refused.copy.name)
        if values.get("pin"):
            sentence = _("This PIN does not allow an override.")
        return replace(state, ask=Ask("override", sentence, not desk.operator.may(Right.OVERRIDE), reason))
    codes = frozenset(block.code for block in refused.blocks) | state.override.codes
    allowing = replace(desk, operator=allowed_by)
    state = replace(settle(state), override=Override(codes, reason, allowed_by.id))
    return _lend(allowing, state, refused.copy, return_first=refused.return_first)


def _renew_all(desk: Desk, state: CheckoutState) -> CheckoutState:
    if state.panel is None or not state.panel.loans:
        return replace(state, message=Message(Tone.LOOK, _("There is nothing to renew.")), told=Told("nothing"))
    renewed, reasons = 0, list[str]()
    patron = state.panel.patron
    for line in state.panel.loans:
        found = identify(desk, Scan(line.code, ScanKind.CODE, line.code)).copy
        if found is None or line.stays or line.claimed:  # what is read here would be taken home
            continue
        outcome = check_out(desk, patron, found.id, override=state.override)
        if outcome.kind is CheckoutKind.RENEWED:
            renewed += 1
            state = replace(state, session=(_session_line(desk, outcome), *state.session))
        elif outcome.kind is CheckoutKind.ALREADY:
            reasons.append(_("{title} would not be due any later.").format(title=outcome.copy.name))
        reasons += [block.sentence for block in outcome.blocks]
    tone = Tone.LOOK if reasons else Tone.DONE
    message = Message(tone, _("{count} renewed").format(count=renewed), tuple(dict.fromkeys(reasons)))
    return refresh(desk, replace(state, message=message, told=Told("renewed")))
