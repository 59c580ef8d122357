"""Losses in plain Python: a scan finds what was missed; claims are searched, losses declared and made good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.claims import claim_returned, end_claim, note_search
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.labels.search_list import search_list
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import open_loss_of_copy
from deskcirc.store.lookups.search_places import copies_to_search
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui import found_words
from deskcirc.ui.loss_question import LossAnswer, ask_loss, read_answer
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import losses_made_good as made_good
from deskcirc.ui.tabs.repair import losses_words as words
from deskcirc.ui.tabs.repair.losses_part import LossesPart, Plan, View, as_wanted, read_part

CALM: Final = marked("Losses: scan a copy that turned up, or one on loan that is lost")
"""What the banner says while nothing else is to be said."""
_MOST_CHOICES: Final = 9
_LONGEST: Final = 20  # characters of an amount


def first() -> LossesPart:
    """The section before anything is read."""
    return LossesPart()


def refresh(desk: Desk, part: LossesPart) -> LossesPart:
    """Read everything again."""
    return read_part(desk, part)


def on_next(part: LossesPart) -> LossesPart:
    """The section without the question that was asked."""
    return replace(part, asked=None)


def on_scan(desk: Desk, part: LossesPart, scan: Scan, found: Identified) -> Answer:
    """A copy that was missed is found, one on loan may be lost; a card shows what its patron has, owes and lost."""
    part = replace(part, asked=None, brought="")
    if found.copy is not None:
        return _on_copy(desk, part, found.copy)
    if found.patron is not None:
        return words.about_patron(desk, part, found.patron)
    if found.of_isbn:
        return _of_isbn(desk, part, found.of_isbn)
    headline = _("{code} is not a copy of this library").format(code=scan.code)
    if scan.kind is not ScanKind.CODE or part.view is not View.LOST:
        return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))
    said = (_("“Same book brought” gives this barcode to the book that was brought."),)
    return Answer(replace(part, brought=scan.code), Message(Tone.LOOK, headline, said), Told("unknown", scan.code))


def on_act(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: views and ticks here, what is looked for in `_SEARCHES`, what is lost in `made_good`."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        return Answer(replace(part, view=View(subject), asked=None))
    if verb == "loss_close":
        return Answer(replace(part, asked=None))
    if verb in _TICKS:
        return Answer(_TICKS[verb](read_part(desk, part), act))
    if verb == "plan":
        return _planned(part, act, values)
    if verb in _SEARCHES:
        return _SEARCHES[verb](desk, part, act, values)
    if verb in _LOSES:
        return _LOSES[verb](desk, part, act, values)
    return made_good.acted(desk, part, act, values)


def _on_copy(desk: Desk, part: LossesPart, copy: Copy) -> Answer:
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
        loss = open_loss_of_copy(connection, copy.id, desk.policy, desk.today)
    missed = copy.state in (CopyState.LOST, CopyState.MISSING) or (loan is not None and loan.is_claimed)
    if missed or loss is not None or copy.state is CopyState.WITHDRAWN:
        return _found(desk, part, copy.id)
    if loan is None:
        return words.about_copy(part, copy)
    return words.about_loan(desk, part, copy, loan)


def _found(desk: Desk, part: LossesPart, copy_id: int) -> Answer:
    outcome = find_copy(desk, copy_id)
    message, told = found_words.found(desk, outcome), found_words.told_found(outcome)
    offers = words.found_offers(desk, outcome)
    view = View.FOUND if outcome.done and outcome.loss is not None and part.may_change else part.view
    return Answer(replace(part, view=view, asked=None), message, told, offers)


def _of_isbn(desk: Desk, part: LossesPart, copies: tuple[Copy, ...]) -> Answer:
    if len(copies) == 1:
        return _on_copy(desk, part, copies[0])
    choices = tuple(
        Choice(f"losses.copy:{copy.id}", f"{copy.name} {copy.accession_number}", copy.state_words)
        for copy in copies[:_MOST_CHOICES]
    )
    headline = _("Which copy of {title}?").format(title=copies[0].name)
    return Answer(part, Message(Tone.LOOK, headline), Told("choose"), choices=choices)


def _planned(part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    """The way and the price of one line, before anything is declared."""
    word, loan_id = values.get("way"), number_in(act)
    if word is None or word not in set(LossWay):
        raise UnknownActError(f"{act} {word}")
    amount = values.get("amount")
    typed = None if amount is None else amount.strip()[:_LONGEST]
    plans = {**part.plans, loan_id: Plan(LossWay(word), typed)}
    read = read_answer({"way": word, "amount": typed or "1"})
    if isinstance(read, str):
        return Answer(part, Message(Tone.STOP, read), Told("refused"))
    return Answer(replace(part, plans=plans))


def _claim(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    outcome = claim_returned(desk, number_in(act), values.get("note", ""))
    message = found_words.claimed(outcome)
    if outcome.loss is None or outcome.why_not:
        return Answer(part, message, Told("refused"))
    told = Told("claimed", outcome.loss.copy.code, outcome.loss.copy.title, outcome.loss.patron)
    offers = (Offer("losses.print", _("Print the search list")),)
    return Answer(replace(part, view=View.CLAIMED), message, told, offers)


def _end_claim(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    outcome = end_claim(desk, number_in(act), values.get("note", ""))
    if outcome.why_not or outcome.loss is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    facts = {"title": outcome.loss.copy.name, "patron": outcome.loss.patron}
    headline = _("{title} is on loan to {patron} after all").format(**facts)
    return Answer(part, Message(Tone.DONE, headline), Told("claim-ended"))


def _searched(desk: Desk, part: LossesPart, act: str, _values: Mapping[str, str]) -> Answer:
    """One copy, else the ticked ones, else all of them where none is ticked, were looked for in vain."""
    read = read_part(desk, part)
    one = {number_in(act)} if ":" in act else set()
    ids = [each.loss.id for each in read.claimed if each.loss.id in (one or read.looked_for)]
    ids = ids if ids or one else [each.loss.id for each in read.claimed]
    if not ids:
        return Answer(read, Message(Tone.LOOK, _("Nothing is looked for.")), Told("nothing"))
    count = note_search(desk, ids)
    said = ngettext("{count} copy looked for and not found", "{count} copies looked for and not found", count)
    details = (_("They stay on the list. What was looked for three times may be declared lost."),)
    return Answer(
        replace(read, looked_for=frozenset()), Message(Tone.DONE, said.format(count=count), details), Told("searched")
    )


def _print(desk: Desk, part: LossesPart, act: str, _values: Mapping[str, str]) -> Answer:
    read = read_part(desk, part)
    missing = act == "print_missing"
    wanted = read.claimed
    if missing:
        claims = [as_wanted(each, desk.today) for each in read.missing]
        with desk.library.reading() as connection:
            wanted = copies_to_search(connection, claims, desk.policy, desk.today)
    paper = search_list(wanted, desk.policy.library_name, desk.today, missing=missing)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(read, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def _find(desk: Desk, part: LossesPart, act: str, _values: Mapping[str, str]) -> Answer:
    return _found(desk, read_part(desk, part), number_in(act))


def _look_at(desk: Desk, part: LossesPart, act: str, _values: Mapping[str, str]) -> Answer:
    return _on_copy(desk, read_part(desk, part), known_copy(desk, number_in(act)))


def _missing(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    copy = known_copy(desk, number_in(act))
    why_not = report_missing(desk, copy.id, values.get("note", ""))
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused", copy.code, copy.title))
    details = (_("It stays on this list until somebody finds it or declares it lost."),)
    message = Message(Tone.DONE, _("{title} is missing").format(title=copy.name), details)
    return Answer(replace(part, view=View.MISSING), message, Told("missing", copy.code, copy.title))


def _ask_lost(desk: Desk, part: LossesPart, act: str, _values: Mapping[str, str]) -> Answer:
    """Open the question how a copy is made good; the librarian's alone."""
    if not desk.operator.may(Right.PATRONS):
        return Answer(part, Message(Tone.STOP, _("Only the librarian declares copies lost.")), Told("refused"))
    copy = known_copy(desk, number_in(act))
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    question = ask_loss(desk, copy, f"declare:{copy.id}", loan)
    return Answer(replace(part, asked=question), Message(Tone.READY, question.title), Told("asked", copy.code))


def _declare(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    copy = known_copy(desk, number_in(act))
    answer = read_answer(values)
    if isinstance(answer, str):
        return _refused(part, answer)
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    origin = LossOrigin.PATRON if loan is not None else LossOrigin.SHELF
    outcome = declare_lost(desk, [_order(copy.id, None if loan is None else loan.id, origin, answer)])
    if not outcome.done:
        return _refused(part, outcome.why_not)
    shown = replace(part, asked=None, view=View.LOST)
    return Answer(
        shown, found_words.declared(outcome), found_words.told_declared(outcome), words.lost_offers(desk, outcome)
    )


def _order(copy_id: int, loan_id: int | None, origin: LossOrigin, answer: LossAnswer) -> LossOrder:
    return LossOrder(copy_id, loan_id=loan_id, origin=origin, way=answer.way, amount=answer.amount, note=answer.note)


def _declare_ticked(desk: Desk, part: LossesPart, _act: str, _values: Mapping[str, str]) -> Answer:
    """Every ticked line by its own way and price, in one act; nothing while a price is not known."""
    read = read_part(desk, part)
    if not read.chosen:
        return Answer(read, Message(Tone.LOOK, _("Tick what is lost first.")), Told("nothing"))
    unknown = [line.proposed.loan.name for line in read.chosen if line.asks]
    if unknown:
        names = _(", ").join(unknown[:6])
        message = Message(Tone.STOP, _("The price is not known: write what it costs."), (names,))
        return Answer(read, message, Told("price-unknown"))
    orders = [
        LossOrder(
            line.proposed.loan.copy_id,
            line.proposed.loan.patron_id,
            line.loan_id,
            LossOrigin.OVERDUE,
            line.plan.way,
            line.fen or None,
        )
        for line in read.chosen
    ]
    outcome = declare_lost(desk, orders)
    message, told = found_words.declared(outcome), found_words.told_declared(outcome)
    if not outcome.losses:
        return Answer(read, message, told)
    shown = replace(read, ticked=frozenset(), plans={}, view=View.LOST)
    return Answer(shown, message, told, found_words.letter_offer(outcome))


def _refused(part: LossesPart, sentence: str) -> Answer:
    """Say why not, on the question where it is open."""
    asked = None if part.asked is None else part.asked.refused(sentence)
    return Answer(replace(part, asked=asked), Message(Tone.STOP, sentence), Told("refused"))


def _tick(part: LossesPart, act: str) -> LossesPart:
    return replace(part, ticked=part.ticked ^ {number_in(act)})


def _look(part: LossesPart, act: str) -> LossesPart:
    return replace(part, looked_for=part.looked_for ^ {number_in(act)})


_Act = Callable[[Desk, LossesPart, str, Mapping[str, str]], Answer]
_TICKS: Final[Mapping[str, Callable[[LossesPart, str], LossesPart]]] = {
    "tick": _tick,
    "tick_all": lambda part, _act: replace(part, ticked=frozenset(line.loan_id for line in part.proposed)),
    "tick_none": lambda part, _act: replace(part, ticked=frozenset()),
    "look": _look,
    "look_all": lambda part, _act: replace(part, looked_for=frozenset(each.loss.id for each in part.claimed)),
    "look_none": lambda part, _act: replace(part, looked_for=frozenset()),
}
_SEARCHES: Final[Mapping[str, _Act]] = {
    "claim": _claim,
    "end_claim": _end_claim,
    "searched": _searched,
    "print": _print,
    "print_missing": _print,
    "found": _find,
    "copy": _look_at,
    "missing": _missing,
}
_LOSES: Final[Mapping[str, _Act]] = {
    "ask_lost": _ask_lost,
    "declare": _declare,
    "declare_ticked": _declare_ticked,
}
