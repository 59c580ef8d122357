"""The Reading room screen in plain Python: a card is a visit, a copy after it is read here, scanned again it is back.

With nobody's card before it a copy is counted as used in the room, as in Returns. Whose card it was is forgotten when
the counter has been idle, as at checkout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy, known_patron
from deskcirc.desk.reading_room import (
    OnSiteOutcome,
    VisitOutcome,
    change_persons,
    count_class,
    count_visit,
    lend_on_site,
    take_home,
)
from deskcirc.desk.returning import check_in
from deskcirc.domain.copies import Copy
from deskcirc.domain.patrons import Patron
from deskcirc.domain.rules import Lending
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.labels.cards import Printable
from deskcirc.store.lookups.loans import loan_of_copy, loans_of_patron
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import NOTHING_TOLD, Ask, Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.tabs.reading_room import wording
from deskcirc.ui.tabs.reading_room.lists import NO_LISTS, RoomLists, read_lists
from deskcirc.ui.tabs.reading_room.picking import copy_meant, who_is_meant


@dataclass(frozen=True, slots=True)
class RoomState:
    """Everything the Reading room tab shows; `reader` is whose card was scanned last, `copy_id` what they read last."""

    message: Message
    told: Told = NOTHING_TOLD
    lists: RoomLists = NO_LISTS
    reader: Patron | None = None
    copy_id: int | None = None
    last_at: datetime | None = None
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None


def first_state() -> RoomState:
    """The screen before any scan."""
    return RoomState(wording.calm(NO_LISTS))


def refresh(desk: Desk, state: RoomState) -> RoomState:
    """Read the lists again; the calm sentence says what has not been given back."""
    lists = read_lists(desk, state.lists)
    message = wording.calm(lists) if state.message.tone is Tone.READY else state.message
    return replace(state, lists=lists, message=message)


def mark_undone(state: RoomState, _entry_id: int) -> RoomState:
    """Of somebody who has taken nothing yet the visit itself was undone: the next copy must not go to them."""
    return replace(state, reader=None if state.copy_id is None else state.reader, copy_id=None)


def on_scan(desk: Desk, state: RoomState, scan: Scan, found: Identified) -> RoomState:
    """A card is a visit, a copy is given out for reading here or comes back, words look for a person or a class."""
    state = _settled(desk, state)
    if found.copy is not None:
        return _on_copy(desk, state, found.copy)
    if found.patron is not None:
        return _on_patron(desk, state, found.patron)
    if found.of_isbn:
        meant = copy_meant(desk, found.of_isbn)
        if isinstance(meant, Copy):
            return _on_copy(desk, state, meant)
        message = Message(Tone.LOOK, _("Which one?"), (_("Several titles share this ISBN. Choose one by its number."),))
        return replace(state, message=message, choices=meant, told=Told("choose"))
    return _on_words(desk, state, scan)


def on_act(desk: Desk, state: RoomState, act: str, values: Mapping[str, str]) -> RoomState:
    """An act of the screen: "class:ID", "persons:VISIT", "patron:ID", "copy:ID", "home", "back:ID", …"""
    verb, _colon, subject = act.partition(":")
    if verb == "next":
        return refresh(desk, replace(first_state(), lists=state.lists))
    state = _settled(desk, state)
    if verb == "dismiss":
        return state
    if verb == "home":
        return _home(desk, state, number_in(act) if subject else state.copy_id)
    if verb == "class":
        return _visited(desk, state, count_class(desk, number_in(act), _persons(act, values)), None)
    if verb == "persons":
        return _changed(desk, state, change_persons(desk, number_in(act), _persons(act, values)))
    if verb == "patron":
        return _on_patron(desk, state, known_patron(desk, number_in(act)))
    if verb in ("copy", "back"):
        return _on_copy(desk, state, known_copy(desk, number_in(act)))
    raise UnknownActError(act)


def _settled(desk: Desk, state: RoomState) -> RoomState:
    """What the last input offered is over, and after idle minutes the reader has gone to their place."""
    idle = state.last_at is None or desk.now - state.last_at >= timedelta(seconds=desk.policy.idle_seconds)
    calm = replace(state, offers=(), choices=(), ask=None, told=NOTHING_TOLD, last_at=desk.now)
    return replace(calm, reader=None, copy_id=None) if idle else calm


def _on_patron(desk: Desk, state: RoomState, patron: Patron) -> RoomState:
    return _visited(desk, state, count_visit(desk, patron), patron)


def _visited(desk: Desk, state: RoomState, outcome: VisitOutcome, patron: Patron | None) -> RoomState:
    reader = None if outcome.is_class else patron
    here: tuple[str, ...] = ()
    if reader is not None:
        with desk.library.reading() as connection:
            loans = loans_of_patron(connection, reader.id, desk.policy, desk.today)
        here = tuple(loan.name for loan in loans if loan.lending is not Lending.HOME)
    message = wording.visit(desk, outcome, here)
    return refresh(desk, replace(state, reader=reader, message=message, told=wording.told_visit(outcome)))


def _on_copy(desk: Desk, state: RoomState, copy: Copy) -> RoomState:
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    if loan is not None and loan.lending is Lending.HOME:
        offer = Offer(f"in:returns:return:{copy.id}", _("Take it back"))
        message, told = wording.on_loan(copy, loan, desk.today), Told("on-loan", copy.code, copy.title, loan.patron)
        return replace(state, message=message, told=told, offers=(offer,))
    if loan is None and state.reader is not None:
        return _read_here(desk, state, lend_on_site(desk, state.reader, copy.id))
    outcome = check_in(desk, copy.id)
    message, told = wording.came_back(outcome, desk.today), wording.told_back(outcome)
    return refresh(desk, replace(state, message=message, told=told, copy_id=None))


def _read_here(desk: Desk, state: RoomState, outcome: OnSiteOutcome) -> RoomState:
    message, told = wording.read_here(outcome), wording.told_read_here(outcome)
    if outcome.blocks:
        return replace(state, message=message, told=told)
    offers = (Offer("home", _("Take it home"), "DC-TAKE-HOME"),)
    shown = replace(state, message=message, told=told, copy_id=outcome.copy.id, offers=offers)
    return refresh(desk, shown)


def _home(desk: Desk, state: RoomState, copy_id: int | None) -> RoomState:
    outcome = None if copy_id is None else take_home(desk, copy_id)
    if outcome is None:
        message = Message(Tone.LOOK, _("Nobody reads this here. Scan the card, then the copy."))
        return refresh(desk, replace(state, message=message, told=Told("nothing")))
    message, told = wording.taken_home(outcome, desk.today), wording.told_home(outcome)
    left = copy_id if outcome.blocks else None
    return refresh(desk, replace(state, message=message, told=told, copy_id=left))


def _on_words(desk: Desk, state: RoomState, scan: Scan) -> RoomState:
    words = scan.original.strip()
    choices = who_is_meant(desk, words) if scan.kind is ScanKind.CODE and words else ()
    if len(choices) == 1:
        return on_act(desk, state, choices[0].act, {})
    if choices:
        message = Message(Tone.LOOK, _("Which one?"), (_("Choose by number, by a click or by scanning the card."),))
        return replace(state, message=message, choices=choices, told=Told("choose"))
    return replace(state, message=wording.unknown(scan), told=Told("unknown", copy=scan.code))


def _changed(desk: Desk, state: RoomState, why_not: str) -> RoomState:
    message = Message(Tone.STOP, why_not) if why_not else Message(Tone.DONE, _("The number has been changed"))
    return refresh(desk, replace(state, message=message, told=Told("refused" if why_not else "persons")))


def _persons(act: str, values: Mapping[str, str]) -> int:
    text = values.get("persons", "0").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise UnknownActError(f"{act} {text}")
    return int(text)
