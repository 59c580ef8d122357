"""The Returns screen in plain Python: a copy is taken back by its own code, whoever brings it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.returning import CheckInKind, CheckInOutcome, check_in, shelve_all
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.patrons import Patron, card_sentence
from deskcirc.domain.repair import SEVERITY_WORDS, RepairOrigin, Severity
from deskcirc.domain.scanning import Scan
from deskcirc.labels.cards import Printable
from deskcirc.store.lookups.copies import copies_awaiting_shelving
from deskcirc.store.lookups.holds import copies_never_collected
from deskcirc.store.lookups.loans import loan_of_copy, loans_of_patron
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui import return_words
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
from deskcirc.ui.tabs.returns import wording

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One copy that came over the counter."""

    entry_id: int | None
    clock: str  # wall clock, hh:mm:ss
    title: str
    call_number: str
    code: str
    patron: str
    condition: str  # "4 days late", "damaged: …", "–"
    destination: str
    tone: Tone
    undone: bool = False
    copy_id: int = 0
    lateness: str = ""  # what of the condition stands beside damage that is seen later
    damage_entry: int | None = None  # of what was seen of the copy later
    before: ReturnLine | None = None  # the line as it was before that

    @property
    def first(self) -> ReturnLine:
        """The line as the return itself made it."""
        return self if self.before is None else self.before.first


@dataclass(frozen=True, slots=True)
class TrolleyLine:
    """One copy on the trolley, in shelf order."""

    copy_id: int
    call_number: str
    title: str
    location: str
    shelf_key: str = ""


@dataclass(frozen=True, slots=True)
class LastReturn:
    """The copy that came in last: what "damaged" is about."""

    copy: Copy
    patron_id: int | None
    patron: str


@dataclass(frozen=True, slots=True)
class ReturnsState:
    """Everything the Returns tab shows."""

    message: Message
    told: Told = NOTHING_TOLD
    lines: tuple[ReturnLine, ...] = ()
    trolley: tuple[TrolleyLine, ...] = ()
    book_drop: date | None = None
    last: LastReturn | None = None
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    seen: tuple[str, ...] = ()  # codes of the damage touched while the question is open
    paper: Printable | None = None
    count: int = 0  # copies of this session


def first_state() -> ReturnsState:
    """The screen before any scan."""
    return ReturnsState(Message(Tone.READY, _("Scan the books that came back")))


def settle(state: ReturnsState) -> ReturnsState:
    """What the last input offered is over."""
    return replace(state, offers=(), choices=(), ask=None, seen=(), told=NOTHING_TOLD)


def on_scan(desk: Desk, state: ReturnsState, scan: Scan, found: Identified) -> ReturnsState:
    """A copy is taken back; a card shows what its patron holds; an ISBN finds which copy is meant."""
    if state.ask is not None:
        # The next copy is on the counter and nobody said no: the flag must not be lost, its words can follow.
        state = _damage(desk, state, {"note": "", "seen": " ".join(state.seen)})
    state = settle(state)
    if found.copy is not None:
        return _take_back(desk, state, found.copy.id)
    if found.patron is not None:
        return _show_loans(desk, state, found.patron)
    if found.of_isbn:
        return _on_isbn(desk, state, found.of_isbn)
    return replace(state, message=return_words.unknown(scan), told=Told("unknown", copy=scan.code))


def on_act(desk: Desk, state: ReturnsState, act: str, values: Mapping[str, str]) -> ReturnsState:
    """An act of the screen: "damage" (or "damage:KIND"), "bookdrop", "shelved", "return:ID", "next", "dismiss"."""
    verb, _colon, subject = act.partition(":")
    if verb == "damage_tick":
        return _touched(state, subject, act)
    touched, state = state.seen, settle(state)
    if verb == "return":  # picked by hand: the label may be worn
        back = _take_back(desk, state, number_in(act))
        return replace(back, offers=(*back.offers, print_label(number_in(act))))
    if verb == "damage":
        return _damage(desk, state, _with_barcode(act, values, touched))
    if verb == "bookdrop":
        return _book_drop(desk, state, subject)
    if verb == "shelved":
        count = shelve_all(desk)
        words = ngettext("{count} copy is back on its shelf", "{count} copies are back on their shelves", count)
        return refresh(
            desk, replace(state, message=Message(Tone.DONE, words.format(count=count)), told=Told("shelved"))
        )
    if verb == "next":
        return replace(state, message=first_state().message, last=None)
    if verb == "dismiss":
        return state
    raise UnknownActError(act)


def refresh(desk: Desk, state: ReturnsState) -> ReturnsState:
    """Read the trolley again after something else was done."""
    with desk.library.reading() as connection:
        waiting = copies_awaiting_shelving(connection)
        uncollected = copies_never_collected(connection)
    lines = tuple(_trolley_line(copy, uncollected=copy.id in uncollected) for copy in waiting)
    return replace(state, trolley=lines)


def _trolley_line(copy: Copy, *, uncollected: bool = False) -> TrolleyLine:
    title = _("{title} · not collected").format(title=copy.name) if uncollected else copy.name
    return TrolleyLine(copy.id, copy.call_number, title, copy.location, copy.shelf_key)


def _on_trolley(state: ReturnsState, outcome: CheckInOutcome) -> tuple[TrolleyLine, ...]:
    """The trolley after one more return: put in its place, so that a scan need not read the whole trolley again."""
    others = [line for line in state.trolley if line.copy_id != outcome.copy.id]
    if outcome.decision.destination is Destination.SHELF:
        insort(
            others,
            _trolley_line(outcome.copy, uncollected=outcome.kind is CheckInKind.UNCOLLECTED),
            key=lambda line: line.shelf_key,
        )
    return tuple(others)


def mark_undone(state: ReturnsState, entry_id: int) -> ReturnsState:
    """Show a line as taken back."""
    lines = tuple(_taken_back(line, entry_id) for line in state.lines)
    taken_back = sum(1 for line in state.lines if line.entry_id == entry_id and not line.undone)
    return replace(state, lines=lines, count=state.count - taken_back)


def _taken_back(line: ReturnLine, entry_id: int) -> ReturnLine:
    """The line without what this entry did: the return is struck, damage seen later is as if it were not seen."""
    if line.entry_id == entry_id:
        return replace(line, undone=True)
    if line.before is None:
        return line
    return line.before if line.damage_entry == entry_id else replace(line, before=_taken_back(line.before, entry_id))


def _take_back(desk: Desk, state: ReturnsState, copy_id: int) -> ReturnsState:
    outcome = check_in(desk, copy_id, returned_on=state.book_drop)
    line = _line(desk, outcome)
    patron_id = outcome.patron.id if outcome.patron else None
    return replace(
        state,
        message=return_words.return_message(outcome, desk.today),
        told=return_words.told(outcome),
        lines=(line, *state.lines)[:MOST_LINES],
        trolley=_on_trolley(state, outcome),
        last=LastReturn(outcome.copy, patron_id, outcome.patron.label if outcome.patron else ""),
        count=state.count + 1,
        offers=(Offer("damage", _("Mark damaged …"), "DC-DAMAGED"),),
    )


def _line(desk: Desk, outcome: CheckInOutcome) -> ReturnLine:
    message = return_words.return_message(outcome, desk.today)
    condition = wording.condition(outcome)
    return ReturnLine(
        entry_id=desk.library.last_entry,
        clock=desk.policy.clock_of(desk.now).strftime("%H:%M:%S"),
        title=outcome.copy.name,
        call_number=outcome.copy.call_number,
        code=outcome.copy.code,
        patron=outcome.patron.label if outcome.patron else "",
        condition=condition,
        destination=wording.destination(outcome),
        tone=message.tone,
        copy_id=outcome.copy.id,
        lateness="" if outcome.copy.damaged else condition,
    )


def _show_loans(desk: Desk, state: ReturnsState, patron: Patron) -> ReturnsState:
    with desk.library.reading() as connection:
        loans = loans_of_patron(connection, patron.id, desk.policy, desk.today)
    choices = tuple(
        Choice(
            f"return:{loan.copy_id}",
            loan.name,
            wording.loan_detail(loan, desk.policy.loan_late(loan, desk.today), desk.today),
        )
        for loan in loans[:9]
    )
    words = ngettext("{patron} has {count} copy on loan", "{patron} has {count} copies on loan", len(loans))
    old_card = card_sentence(patron.card)
    headline = words.format(patron=patron.label, count=len(loans))
    message = Message(Tone.LOOK, headline, (old_card,) if old_card else ())
    return replace(state, message=message, choices=choices, told=Told("patron", patron=patron.name))


def _on_isbn(desk: Desk, state: ReturnsState, of_isbn: tuple[Copy, ...]) -> ReturnsState:
    with desk.library.reading() as connection:
        loans = [
            loan for copy in of_isbn if (loan := loan_of_copy(connection, copy.id, desk.policy, desk.today)) is not None
        ]
    if len(loans) == 1:
        return _take_back(desk, state, loans[0].copy_id)
    if not loans:
        if len(of_isbn) == 1:
            return _take_back(desk, state, of_isbn[0].id)
        message = Message(Tone.LOOK, _("No copy of {title} is on loan").format(title=of_isbn[0].name))
        return replace(state, message=message, told=Told("not-on-loan", title=of_isbn[0].title))
    choices = tuple(
        Choice(
            f"return:{loan.copy_id}",
            loan.patron,
            wording.loan_detail(loan, desk.policy.loan_late(loan, desk.today), desk.today),
        )
        for loan in sorted(loans, key=lambda loan: (loan.due, loan.id))[:9]
    )
    words = _("Who is returning {title}? Choose by number.").format(title=of_isbn[0].name)
    return replace(state, message=Message(Tone.LOOK, words), choices=choices, told=Told("choose"))


def _damage(desk: Desk, state: ReturnsState, values: Mapping[str, str]) -> ReturnsState:
    if state.last is None:
        message = Message(Tone.LOOK, _("Scan the damaged copy first."))
        return replace(state, message=message, told=Told("nothing"))
    if "note" not in values:
        sentence = _("What is the damage to {title}?").format(title=state.last.copy.name)
        return replace(state, ask=Ask("damage", sentence))
    return _reported(desk, state, state.last, values["note"].strip(), values.get("seen", "").split())


def _reported(desk: Desk, state: ReturnsState, last: LastReturn, note: str, seen: Sequence[str]) -> ReturnsState:
    """The copy goes to repair; what is said of it a second time comes to what is known."""
    from deskcirc.desk.damage import DamageReport
    from deskcirc.desk.repair import report_damage  # not needed to take copies back

    severities = [word for word in seen if word in set(Severity)]
    report = DamageReport(
        kinds_in(seen), severity_in(severities), note, RepairOrigin.RETURNS, last.patron_id, corrects=bool(severities)
    )
    outcome = report_damage(desk, last.copy.id, report)
    repair = outcome.repair
    if outcome.why_not or repair is None:
        return replace(state, message=Message(Tone.STOP, outcome.why_not), told=Told("refused", last.copy.code))
    headline = _("{title} goes to repair").format(title=last.copy.name)
    said = repair.damage_words
    if repair.severity is not Severity.MEDIUM:
        said = _(", ").join(each for each in (said, _(SEVERITY_WORDS[repair.severity])) if each)
    return refresh(
        desk,
        replace(
            state,
            message=Message(Tone.LOOK, headline, (said,) if said else ()),
            told=Told("damaged", last.copy.code, last.copy.title, last.patron, reasons=tuple(map(str, repair.kinds))),
            lines=_with_damage(desk, state.lines, repair.copy),
        ),
    )


def _with_barcode(act: str, values: Mapping[str, str], touched: Sequence[str]) -> Mapping[str, str]:
    """The answer to the question of damage, with what a damage barcode says; what was touched before holds."""
    word = act.partition(":")[2]
    if word and word not in DAMAGE_WORDS:
        raise UnknownActError(act)
    if not word:
        return values
    return {"note": "", **values, "seen": " ".join((*touched, word))}


def _touched(state: ReturnsState, word: str, act: str) -> ReturnsState:
    """A tile of the open question: what is touched is not lost when the next scan answers it."""
    if word not in DAMAGE_WORDS:
        raise UnknownActError(act)
    others = [each for each in state.seen if each != word and not {each, word} <= set(Severity)]
    return replace(state, seen=tuple(others if word in state.seen else [*others, word]))


def _with_damage(desk: Desk, lines: tuple[ReturnLine, ...], copy: Copy) -> tuple[ReturnLine, ...]:
    """The copy's own line says what was seen and where it goes now: a person looks for one line a copy."""
    place = next((at for at, line in enumerate(lines) if line.copy_id == copy.id and not line.undone), None)
    if place is None:
        return lines
    line = replace(
        lines[place],
        condition=wording.with_damage(lines[place].first.lateness, copy),
        destination=_("Repair shelf"),
        tone=Tone.LOOK,
        damage_entry=desk.library.last_entry,
        before=lines[place],
    )
    return (*lines[:place], line, *lines[place + 1 :])


def _book_drop(desk: Desk, state: ReturnsState, day_text: str) -> ReturnsState:
    if not day_text:
        if state.book_drop is not None:
            return replace(state, book_drop=None, message=first_state().message, told=Told("bookdrop-off"))
        day = desk.policy.open_days.previous_open_day(date.fromordinal(desk.today.toordinal() - 1))
        day = day or date.fromordinal(desk.today.toordinal() - 1)
    else:
        day = _day(day_text)
    if day > desk.today:
        message = Message(Tone.STOP, _("A return date cannot be in the future."))
        return replace(state, message=message, told=Told("refused"))
    message = Message(Tone.LOOK, _("Book drop: returns count as of {day}").format(day=day_words(day, desk.today)))
    return replace(state, book_drop=day, message=message, told=Told("bookdrop-on", due=day))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownActError(f"bookdrop:{text}") from error
