"""The Holds screen in plain Python: a pulled copy gets its number, a card shows its holds, a title its queue.

A card and a title, in either order, put the patron into the queue. Who was scanned is forgotten when the counter has
been idle, as at checkout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from deskcirc.desk.desk import Desk
from deskcirc.desk.hold_shelf import KeepKind, keep_copy, keep_until
from deskcirc.desk.holds import cancel_hold, move_hold, reserve
from deskcirc.desk.identify import Identified, known_copy, known_patron
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.labels.cards import Printable
from deskcirc.labels.pull_list import pull_list
from deskcirc.store.lookups.copies import one_copy_each
from deskcirc.store.lookups.holds import holds_of_patron, holds_of_title
from deskcirc.store.lookups.patrons import search_patrons
from deskcirc.store.search import found_titles
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import NOTHING_TOLD, Ask, Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.tabs.holds import wording
from deskcirc.ui.tabs.holds.lists import NO_LISTS, HoldLists, read_lists

_MOST_CHOICES = 9


@dataclass(frozen=True, slots=True)
class HoldsState:
    """Everything the Holds tab shows; `patron` and `asked` are the card and the title that were scanned last."""

    message: Message
    told: Told = NOTHING_TOLD
    lists: HoldLists = NO_LISTS
    patron: Patron | None = None
    asked: Copy | None = None
    last_at: datetime | None = None
    may_order: bool = False  # the operator may move patrons in a queue and keep a copy longer
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None


def first_state() -> HoldsState:
    """The screen before any scan."""
    return HoldsState(wording.calm(0))


def refresh(desk: Desk, state: HoldsState) -> HoldsState:
    """Read the lists again; the calm sentence says what ended today."""
    lists = read_lists(desk)
    message = wording.calm(lists.ended) if state.message.tone is Tone.READY else state.message
    return replace(state, lists=lists, message=message, may_order=desk.operator.may(Right.PATRONS))


def mark_undone(state: HoldsState, _entry_id: int) -> HoldsState:
    """Nothing here lists acts; what was undone is read again."""
    return state


def on_scan(desk: Desk, state: HoldsState, scan: Scan, found: Identified) -> HoldsState:
    """A copy is kept for who waits for it; a card or a title is shown with what waits, both together reserve."""
    state = _settled(desk, state)
    if found.copy is not None:
        return _on_copy(desk, state, found.copy)
    if found.patron is not None:
        return _on_patron(desk, state, found.patron)
    if found.of_isbn:
        return _on_titles(desk, state, found.of_isbn)
    return _on_words(desk, state, scan)


def on_act(desk: Desk, state: HoldsState, act: str, values: Mapping[str, str]) -> HoldsState:
    """An act of the screen: "next", "patron:ID", "title:ID", "place", "place_copy", "cancel:ID", "up:ID", "print", …"""
    verb, _colon, _subject = act.partition(":")
    if verb == "next":
        return refresh(desk, first_state())
    state = _settled(desk, state)
    if verb == "dismiss":
        return state
    if verb == "print":
        return replace(state, paper=pull_list(state.lists.pull, desk.policy.library_name, desk.today))
    if verb == "patron":
        return _on_patron(desk, state, known_patron(desk, number_in(act)))
    if verb == "title":
        return _on_title(desk, state, known_copy(desk, number_in(act)))
    if verb in ("place", "place_copy"):
        return _place(desk, state, very_copy=verb == "place_copy")
    if verb in ("cancel", "up", "end", "until"):
        return _on_hold(desk, state, verb, number_in(act), values)
    raise UnknownActError(act)


def _settled(desk: Desk, state: HoldsState) -> HoldsState:
    """What the last input offered is over, and after idle minutes the patron and the title too."""
    idle = state.last_at is None or desk.now - state.last_at >= timedelta(seconds=desk.policy.idle_seconds)
    calm = replace(state, offers=(), choices=(), ask=None, paper=None, told=NOTHING_TOLD, last_at=desk.now)
    return replace(calm, patron=None, asked=None) if idle else calm


def _on_copy(desk: Desk, state: HoldsState, copy: Copy) -> HoldsState:
    outcome = keep_copy(desk, copy.id)
    message, told = wording.kept(outcome, desk.today), wording.told_kept(outcome)
    shown = refresh(desk, replace(state, message=message, told=told, asked=copy))
    if outcome.kind in (KeepKind.KEPT, KeepKind.KEPT_ALREADY):
        return replace(shown, asked=None)
    back = Offer(f"in:returns:return:{copy.id}", _("Take it back"))
    offers = (back,) if outcome.kind is KeepKind.ON_LOAN else ()
    return replace(shown, offers=(*offers, *_place_offers(desk, shown)))


def _on_patron(desk: Desk, state: HoldsState, patron: Patron) -> HoldsState:
    with desk.library.reading() as connection:
        holds = holds_of_patron(connection, patron.id, desk.policy, desk.today)
    message = wording.patrons_holds(patron, holds, desk.today)
    told = Told("patron", patron=patron.name, reasons=tuple(str(hold.state) for hold in holds))
    shown = refresh(desk, replace(state, patron=patron, message=message, told=told))
    return replace(shown, offers=_place_offers(desk, shown))


def _on_titles(desk: Desk, state: HoldsState, of_isbn: tuple[Copy, ...]) -> HoldsState:
    first = {copy.title_id: copy for copy in reversed(of_isbn)}
    if len(first) == 1:
        return _on_title(desk, state, next(iter(first.values())))
    message = Message(Tone.LOOK, _("Which one?"), (_("Several titles share this ISBN. Choose one by its number."),))
    choices = tuple(_title_choice(copy) for copy in list(first.values())[:_MOST_CHOICES])
    return replace(state, message=message, choices=choices, told=Told("choose"))


def _on_title(desk: Desk, state: HoldsState, copy: Copy) -> HoldsState:
    """With a patron there the title is reserved for them, without one its queue is shown."""
    state = replace(state, asked=copy)
    if state.patron is not None:
        return _place(desk, state, very_copy=False)
    with desk.library.reading() as connection:
        queue = holds_of_title(connection, copy.title_id, desk.policy, desk.today)
    told = Told("queue", title=copy.title, reasons=tuple(hold.patron for hold in queue))
    return refresh(desk, replace(state, message=wording.queue_of(copy, queue), told=told))


def _on_words(desk: Desk, state: HoldsState, scan: Scan) -> HoldsState:
    words = scan.original.strip()
    if scan.kind is ScanKind.CODE and words:
        with desk.library.reading() as connection:
            people = search_patrons(connection, words, desk.policy, desk.today)
            named = [title.id for title in found_titles(connection, words)]
            titles = one_copy_each(connection, named)[:_MOST_CHOICES]
        who = [Choice(f"patron:{each.id}", each.name, each.class_name or each.category) for each in people]
        choices = (*who[: _MOST_CHOICES - min(len(titles), 4)], *(_title_choice(copy) for copy in titles))
        if len(choices) == 1:
            return on_act(desk, state, choices[0].act, {})
        if choices:
            message = Message(Tone.LOOK, _("Which one?"), (_("Choose by number or by a click."),))
            return replace(state, message=message, choices=choices[:_MOST_CHOICES], told=Told("choose"))
    return replace(state, message=wording.unknown(scan), told=Told("unknown", copy=scan.code))


def _title_choice(copy: Copy) -> Choice:
    return Choice(f"title:{copy.id}", copy.name, f"{copy.author}  {copy.call_number}".strip())


def _place_offers(desk: Desk, state: HoldsState) -> tuple[Offer, ...]:
    """Reserve what was asked for, unless the patron waits for it already."""
    if state.patron is None or state.asked is None:
        return ()
    with desk.library.reading() as connection:
        queue = holds_of_title(connection, state.asked.title_id, desk.policy, desk.today)
    if any(hold.patron_id == state.patron.id for hold in queue):
        return ()
    who = _("Reserve {title} for {patron}").format(title=state.asked.name, patron=state.patron.name)
    return Offer("place", who), Offer("place_copy", _("Only this very copy"))


def _place(desk: Desk, state: HoldsState, *, very_copy: bool) -> HoldsState:
    if state.patron is None or state.asked is None:
        message = Message(Tone.LOOK, _("Scan the card and the title first."))
        return replace(state, message=message, told=Told("nothing"))
    copy = state.asked
    outcome = reserve(desk, state.patron, copy.title_id, wanted_copy_id=copy.id if very_copy else None)
    told = wording.told_reserved(outcome, copy)
    return refresh(desk, replace(state, message=wording.reserved(outcome), told=told, asked=None))


def _on_hold(desk: Desk, state: HoldsState, verb: str, hold_id: int, values: Mapping[str, str]) -> HoldsState:
    if verb == "cancel":
        why_not, done, name = cancel_hold(desk, hold_id), _("The hold has been cancelled"), "cancelled"
    elif verb == "until":
        why_not = keep_until(desk, hold_id, _day(values.get("day", "")))
        done, name = _("The copy is kept until then"), "kept-until"
    else:
        why_not = move_hold(desk, hold_id, to_end=verb == "end")
        done, name = _("The queue has been changed"), "moved"
    message = Message(Tone.STOP, why_not) if why_not else Message(Tone.DONE, done)
    return refresh(desk, replace(state, message=message, told=Told("refused" if why_not else name)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownActError(f"until:{text}") from error
