"""One patron in plain Python: everything the page shows, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import act_sentence
from deskcirc.domain.charges import CHARGE_STATE_WORDS, Charge
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Card, CardState, Patron, PatronState, card_words
from deskcirc.domain.prices import format_fen
from deskcirc.errors import GoneError
from deskcirc.store.lookups.history import HistoryLine
from deskcirc.store.lookups.patron_details import PastLoan, PatronDetails, patron_details
from deskcirc.store.lookups.queues import QueuedHold
from deskcirc.store.lookups.rules import rule_lines
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.copy_story import StoryLine, patron_story
from deskcirc.ui.tabs.patrons import wording
from deskcirc.ui.tabs.patrons.info_line import InfoLine

PAST_PAGE = 50
DONE_PAGE = 50


@dataclass(frozen=True, slots=True)
class PatronView:
    """A patron with everything that is theirs; what only the librarian sees is empty for others (`sees_all`)."""

    patron: Patron
    who: str
    standing: tuple[str, ...]
    limits: tuple[str, ...]
    facts: tuple[str, ...]
    cards: tuple[InfoLine, ...]
    loans: tuple[InfoLine, ...]
    holds: tuple[InfoLine, ...]
    past: tuple[InfoLine, ...]
    past_count: int
    charges: tuple[InfoLine, ...]
    story: tuple[InfoLine, ...]  # what came back damaged, what they lost and what they mended
    open_fen: int
    done: tuple[InfoLine, ...]
    has_more_done: bool
    is_suspended: bool
    valid_card: str
    lost_card: int | None  # the lost card that may be found again: none while another is valid
    sees_all: bool
    pages: tuple[int, int] = (PAST_PAGE, DONE_PAGE)  # how many past loans and acts are read

    @property
    def late(self) -> int:
        """How many copies are late."""
        return sum(1 for line in self.loans if line.look >= 0)

    @property
    def is_active(self) -> bool:
        """Whether the patron has neither left nor been stopped."""
        return self.patron.state is PatronState.ACTIVE


def read_patron(desk: Desk, patron_id: int, pages: tuple[int, int] = (PAST_PAGE, DONE_PAGE)) -> PatronView:
    """Everything about the patron as the library knows it now; raises GoneError for no patron."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        found = patron_details(connection, patron_id, policy, today, pages[0], pages[1] + 1)
        rules = rule_lines(connection)
    if found is None:
        raise GoneError
    patron = found.patron
    rule = policy.rule_for(patron.category_id, patron.grade, None)
    valid = next((card.code for card in found.cards if card.state is CardState.VALID), "")
    lost = next((card.id for card in found.cards if card.state is CardState.LOST), None)
    view = PatronView(
        patron=patron,
        who=" · ".join(part for part in (patron.class_name, patron.category, patron.number) if part),
        standing=wording.standing_words(patron, today),
        limits=(*wording.limit_words(patron, rule), *wording.special_rules(patron, rules)),
        facts=_facts(desk, found),
        cards=tuple(_card_line(desk, card) for card in found.cards),
        loans=tuple(InfoLine(loan.id, *_loan_cells(desk, loan)) for loan in found.loans),
        holds=tuple(_hold_line(desk, queued) for queued in found.holds),
        past=tuple(_past_line(desk, loan) for loan in found.past),
        past_count=found.past_count,
        charges=tuple(_charge_line(desk, charge) for charge in found.charges),
        story=tuple(_story_line(desk, place, line) for place, line in enumerate(patron_story(desk, patron_id))),
        open_fen=sum(charge.owed for charge in found.charges),
        done=tuple(_done_line(desk, line) for line in found.done[: pages[1]]),
        has_more_done=len(found.done) > pages[1],
        is_suspended=patron.suspended_until is not None and today <= patron.suspended_until,
        valid_card=valid,
        lost_card=None if valid else lost,
        sees_all=desk.operator.may(Right.PATRONS),
        pages=pages,
    )
    return view if view.sees_all else _for_helpers(view)


def _for_helpers(view: PatronView) -> PatronView:
    """What pupil helpers need at the counter; what somebody read, owes or did wrong is not theirs to know."""
    bare = replace(view.patron, note="", suspension_reason="")
    standing = tuple(words.partition(": ")[0] for words in view.standing)
    return replace(
        view, patron=bare, standing=standing, past=(), charges=(), story=(), open_fen=0, done=(), has_more_done=False
    )


def _facts(desk: Desk, found: PatronDetails) -> tuple[str, ...]:
    said = []
    if found.visits and found.last_visit is not None:
        words = ngettext("{count} visit, the last on {day}", "{count} visits, the last on {day}", found.visits)
        said.append(words.format(count=found.visits, day=_day(desk, found.last_visit)))
    else:
        said.append(_("No visits to the reading room counted"))
    said.append(_("Enrolled on {day}").format(day=_day(desk, found.enrolled_at)))
    if found.patron.expires is not None:
        said.append(_("May borrow until {day}").format(day=day_words(found.patron.expires, desk.today)))
    return tuple(said)


def _day(desk: Desk, instant: datetime) -> str:
    return day_words(desk.policy.day_of(instant), desk.today)


def _card_line(desk: Desk, card: Card) -> InfoLine:
    since = _day(desk, card.stopped_at or card.issued_at)
    look = -1 if card.state is CardState.VALID else 1
    return InfoLine(card.id, (card.code, card_words(card.state), since), look, card.state is CardState.VALID)


def _loan_cells(desk: Desk, loan: OpenLoan) -> tuple[tuple[str, ...], int]:
    late = desk.policy.loan_late(loan, desk.today)
    words = day_words(loan.due, desk.today)
    if loan.claimed_on is not None:
        words = _("{day}; looked for").format(day=words)
    if late:
        late_words = ngettext("{days} day late", "{days} days late", late).format(days=late)
        words = _("{day}, {late}").format(day=words, late=late_words)
    cells = (loan.name, loan.code, _day(desk, loan.lent_at), words, str(loan.renewals or ""))
    return cells, 3 if late else 1 if loan.is_claimed else -1


def _hold_line(desk: Desk, queued: QueuedHold) -> InfoLine:
    hold = queued.hold
    asked = _day(desk, hold.placed_at)
    if not hold.is_ready:
        return InfoLine(hold.id, (hold.name, _("place {place} in the queue").format(place=queued.place), asked, ""))
    until = "" if hold.expires is None else _("until {day}").format(day=day_words(hold.expires, desk.today))
    ready = _("ready on hold shelf {number}").format(number=hold.shelf_number)
    return InfoLine(hold.id, (hold.name, ready, asked, until), 1)


def _past_line(desk: Desk, loan: PastLoan) -> InfoLine:
    back = _day(desk, loan.returned_at)
    if loan.lost:
        back = _("declared lost on {day}").format(day=back)
    if loan.days_late:
        late = ngettext("{days} day late", "{days} days late", loan.days_late).format(days=loan.days_late)
        back = _("{day}, {late}").format(day=back, late=late)
    return InfoLine(loan.id, (loan.title, loan.code, _day(desk, loan.lent_at), back), is_open=False)


def _charge_line(desk: Desk, charge: Charge) -> InfoLine:
    words = _(CHARGE_STATE_WORDS[charge.state])
    if charge.settled_at is not None:
        words = " · ".join(part for part in (words, _day(desk, charge.settled_at), charge.settled_note) if part)
    if charge.refunded or (charge.is_open and charge.received):
        words = " · ".join((words, _paid_words(charge)))
    cells = (charge.about, format_fen(charge.amount), _day(desk, charge.raised_at), words)
    return InfoLine(charge.id, cells, 3 if charge.is_open else -1, charge.is_open, charge.kept, charge.owed)


def _paid_words(charge: Charge) -> str:
    if charge.refunded:
        return _("{amount} yuan given back").format(amount=format_fen(charge.refunded))
    return _("{paid} paid, {owed} left").format(paid=format_fen(charge.received), owed=format_fen(charge.owed))


def _story_line(desk: Desk, place: int, line: StoryLine) -> InfoLine:
    cells = (line.copy, line.what, day_words(line.day, desk.today), line.came_of_it)
    return InfoLine(place, cells, 3 if line.is_open else -1, line.is_open)


def _done_line(desk: Desk, line: HistoryLine) -> InfoLine:
    sentence = act_sentence(line.act, line.subject)
    if line.is_undone:
        sentence = _("{act} (undone)").format(act=sentence)
    clock = desk.policy.clock_of(line.at)
    when = f"{day_words(clock.date(), desk.today)} {clock:%H:%M}"
    return InfoLine(line.id, (when, sentence, line.operator), is_open=False)
