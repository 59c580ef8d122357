"""What a scan means on the Patrons screen: a card its patron, a copy whoever has it, a new code a new card."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import CardState, Patron, card_sentence
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import last_return_of_copy, loan_of_copy
from deskcirc.store.lookups.patron_list import Wanted
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, print_label
from deskcirc.ui.tabs.patrons.acts import acted
from deskcirc.ui.tabs.patrons.forms import with_scan
from deskcirc.ui.tabs.patrons.listing import read_listing
from deskcirc.ui.tabs.patrons.screen import PatronsState, View, show_patron


def scanned(desk: Desk, state: PatronsState, scan: Scan, found: Identified) -> PatronsState:
    """The state after a scan that is no command and no operator's card."""
    if state.form is not None and state.form.takes_code:
        form = with_scan(desk, state.form, scan.code)
        if form.act == "card" and not form.refusals:  # nothing else is asked: the scan gives the card
            return acted(desk, replace(state, form=form), "card", {"card": scan.code})
        tone = Tone.STOP if form.refusals else Tone.DONE
        headline = form.refusals[0] if form.refusals else _("Scanned: {code}").format(code=scan.code)
        told = Told("refused" if form.refusals else "code-taken", copy=scan.code)
        return replace(state, form=form, message=Message(tone, headline), told=told)
    if state.form is not None or state.loss is not None:
        words = _("A form is open: save it, or press Esc, then scan")
        return replace(state, message=Message(Tone.LOOK, words), told=Told("form-open", copy=scan.code))
    if found.patron is not None:
        return _on_card(desk, state, scan, found.patron)
    if found.copy is not None:
        return _on_copy(desk, state, found.copy)
    if found.of_isbn:
        return _on_isbn(desk, state, found.of_isbn)
    return _on_words(desk, state, scan)


def _on_card(desk: Desk, state: PatronsState, scan: Scan, patron: Patron) -> PatronsState:
    if patron.card is CardState.VALID:
        return show_patron(desk, state, patron.id)
    words = _("{code} was a card of {patron}").format(code=scan.code, patron=patron.label)
    return show_patron(desk, state, patron.id, Message(Tone.LOOK, words, (card_sentence(patron.card),)))


def _on_copy(desk: Desk, state: PatronsState, copy: Copy) -> PatronsState:
    """Whoever has the copy comes up, or whoever it is kept for; else it is said where it is and who had it last."""
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
        queue = holds_of_title(connection, copy.title_id, desk.policy, desk.today)
        last = last_return_of_copy(connection, copy.id, desk.policy, desk.today)
    kept = next((hold for hold in queue if hold.is_ready and hold.copy_id == copy.id), None)
    told = Told("copy", copy=copy.code, title=copy.title)
    if loan is not None:
        return replace(show_patron(desk, state, loan.patron_id, _on_loan(desk, copy, loan)), told=told)
    if kept is not None:
        return replace(show_patron(desk, state, kept.patron_id, _is_kept(copy, kept)), told=told)
    message = Message(Tone.LOOK, _("Nobody has {title}").format(title=copy.name))
    if last is None:
        return replace(state, message=message, told=told, offers=(print_label(copy.id),))
    before, returned_at = last
    day = day_words(desk.policy.day_of(returned_at), desk.today)
    details = (_("{patron} brought it back on {day}.").format(patron=before.patron, day=day),)
    offer = Offer(f"patron:{before.patron_id}", _("Show {patron}").format(patron=before.patron))
    return replace(state, message=replace(message, details=details), offers=(offer, print_label(copy.id)), told=told)


def _on_loan(desk: Desk, copy: Copy, loan: OpenLoan) -> Message:
    headline = _("{patron} has {title}").format(patron=loan.patron, title=copy.name)
    late = desk.policy.loan_late(loan, desk.today)
    due = _("Due {day}").format(day=day_words(loan.due, desk.today))
    if loan.claimed_on is not None:
        words = _("{patron} said on {day} that it was returned; it is looked for.")
        said = words.format(patron=loan.patron, day=day_words(loan.claimed_on, desk.today))
        return Message(Tone.LOOK, headline, (due, said))
    return Message(Tone.LOOK if late else Tone.DONE, headline, (due,))


def _is_kept(copy: Copy, hold: Hold) -> Message:
    words = _("{title} is kept for {patron} on hold shelf {number}.")
    return Message(Tone.LOOK, words.format(title=copy.name, patron=hold.patron, number=hold.shelf_number))


def _on_isbn(desk: Desk, state: PatronsState, copies: tuple[Copy, ...]) -> PatronsState:
    """Whoever has a copy of the title; one by one where several have."""
    with desk.library.reading() as connection:
        found = [(copy, loan_of_copy(connection, copy.id, desk.policy, desk.today)) for copy in copies]
    out = [(copy, loan) for copy, loan in found if loan is not None]
    if len(out) == 1:
        return _on_copy(desk, state, out[0][0])
    told = Told("choose" if out else "copy", title=copies[0].title)
    if not out:
        words = _("No copy of {title} is on loan").format(title=copies[0].name)
        return replace(state, message=Message(Tone.LOOK, words), told=told)
    choices = tuple(
        Choice(f"patron:{loan.patron_id}", loan.patron, _("Due {day}").format(day=day_words(loan.due, desk.today)))
        for _copy, loan in out[:99]
    )
    headline = _("Who has {title}?").format(title=copies[0].name)
    return replace(state, choices=choices, message=Message(Tone.LOOK, headline), told=told)


def _on_words(desk: Desk, state: PatronsState, scan: Scan) -> PatronsState:
    """Words look for a patron; a code nobody has may become somebody's card."""
    words = scan.original.strip()
    if scan.kind is ScanKind.CODE:
        listing = read_listing(desk, state.listing, Wanted(words))
        if len(listing.keys) == 1:
            return show_patron(desk, state, listing.keys[0])
        if listing.keys:
            headline = _("Patrons found for “{words}”: {count}").format(words=words, count=len(listing.keys))
            told = Told("found")
            return replace(state, view=View.LIST, listing=listing, message=Message(Tone.LOOK, headline), told=told)
    message = Message(Tone.LOOK, _("Nobody and nothing here is called {code}").format(code=scan.code))
    offers = []
    if desk.operator.may(Right.PATRONS) and not scan.isbn:
        offers.append(Offer(f"enrol_with:{scan.code}", _("Enrol somebody with this card")))
        if state.view is View.PATRON and state.patron is not None:
            name = state.patron.patron.name
            offers.append(Offer(f"card_with:{scan.code}", _("A new card for {patron}").format(patron=name)))
    return replace(state, message=message, offers=tuple(offers), told=Told("unknown", copy=scan.code))
