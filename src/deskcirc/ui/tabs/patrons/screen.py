"""What the Patrons screen shows, in plain Python: the list, one patron, or a class on top; and how it gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import Doubt
from deskcirc.domain.operators import Right
from deskcirc.errors import GoneError
from deskcirc.labels.cards import Printable
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.loss_question import LossQuestion
from deskcirc.ui.outcome import NOTHING_TOLD, Ask, Choice, Message, Offer, Told, Tone
from deskcirc.ui.tabs.patrons.class_view import ClassView, read_class
from deskcirc.ui.tabs.patrons.details import DONE_PAGE, PAST_PAGE, PatronView, read_patron
from deskcirc.ui.tabs.patrons.forms import Form
from deskcirc.ui.tabs.patrons.listing import NO_LISTING, Listing, read_listing


class View(StrEnum):
    """What is on top."""

    LIST = "list"
    PATRON = "patron"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Pending:
    """A form that waits for an answer: whether it may be taken in spite of a doubt."""

    form: Form
    values: Mapping[str, str]
    confirmed: frozenset[Doubt]


@dataclass(frozen=True, slots=True)
class PatronsState:
    """Everything the Patrons tab shows."""

    message: Message
    told: Told = NOTHING_TOLD
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None
    view: View = View.LIST
    listing: Listing = NO_LISTING
    patron: PatronView | None = None
    of_class: ClassView | None = None
    form: Form | None = None
    pending: Pending | None = None
    loss: LossQuestion | None = None
    may_change: bool = False


def calm() -> Message:
    """What the banner says while nothing happens."""
    return Message(Tone.READY, _("Scan a card or a copy, or type a name: the patron comes up"))


def refresh(desk: Desk, state: PatronsState) -> PatronsState:
    """Read what is on top again."""
    state = replace(state, may_change=desk.operator.may(Right.PATRONS))
    if state.view is View.PATRON and state.patron is not None:
        try:
            return replace(state, patron=read_patron(desk, state.patron.patron.id, state.patron.pages))
        except GoneError:  # the act that enrolled them was undone
            return refresh(desk, replace(state, view=View.LIST, patron=None))
    if state.view is View.CLASS and state.of_class is not None:
        return replace(state, of_class=read_class(desk, state.of_class.class_id))
    return replace(state, listing=read_listing(desk, state.listing))


def settle(state: PatronsState) -> PatronsState:
    """What the last input offered is over; a form stays open."""
    return replace(state, offers=(), choices=(), ask=None, paper=None, told=NOTHING_TOLD)


def show_patron(desk: Desk, state: PatronsState, patron_id: int, message: Message | None = None) -> PatronsState:
    """Bring a patron to the top."""
    shown = read_patron(desk, patron_id)
    said = message or _greeting(shown)
    return replace(
        state,
        view=View.PATRON,
        patron=shown,
        form=None,
        pending=None,
        loss=None,
        message=said,
        told=Told("patron", patron=shown.patron.name),
        may_change=shown.sees_all,
    )


def _greeting(shown: PatronView) -> Message:
    held = len(shown.loans)
    counted = ngettext("{count} copy in hand", "{count} copies in hand", held).format(count=held)
    if shown.late:
        late = ngettext("{count} late", "{count} late", shown.late).format(count=shown.late)
        counted = _("{count}, {late}").format(count=counted, late=late)
    return Message(Tone.LOOK if shown.standing else Tone.DONE, shown.patron.label, (*shown.standing, counted))


def show_class(desk: Desk, state: PatronsState, class_id: int) -> PatronsState:
    """Bring everything out in a class to the top."""
    found = read_class(desk, class_id)
    headline = _("{class_name}: {count} copies out, {late} late").format(
        class_name=found.name, count=len(found.copies), late=found.late
    )
    message = Message(Tone.DONE, headline)
    return replace(state, view=View.CLASS, of_class=found, form=None, message=message, told=Told("class"))


def step_back(desk: Desk, state: PatronsState, *, to_list: bool) -> PatronsState:
    """Close the form, else go back to the list, else show everybody."""
    if (state.form or state.pending or state.loss) and not to_list:
        return replace(settle(state), form=None, pending=None, loss=None, message=calm())
    back = replace(settle(state), form=None, pending=None, loss=None, view=View.LIST, message=calm())
    if state.view is not View.LIST:
        return refresh(desk, back)
    return replace(back, listing=read_listing(desk, Listing(edition=state.listing.edition)))


def read_on(desk: Desk, state: PatronsState, verb: str) -> PatronsState:
    """Read more of what was before: "more_past" or "more_done"."""
    if state.patron is None:
        return state
    past, done = state.patron.pages
    pages = (past + PAST_PAGE * 4, done) if verb == "more_past" else (past, done + DONE_PAGE)
    return replace(state, patron=read_patron(desk, state.patron.patron.id, pages))
