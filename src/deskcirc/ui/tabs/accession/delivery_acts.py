"""What is done to a line, and to the delivery as a whole, by the buttons of the delivery check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk import deliveries
from deskcirc.desk.batch_stages import check_batch
from deskcirc.desk.deliveries import LineOutcome
from deskcirc.desk.desk import Desk
from deskcirc.domain.batches import Batch
from deskcirc.domain.deliveries import View, claims_of
from deskcirc.domain.prices import typed_fen
from deskcirc.domain.stock_words import copies_words
from deskcirc.errors import GoneError
from deskcirc.labels.claim_list import claim_list, claim_report
from deskcirc.store.lookups.batches import batch_by_id
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.delivery_files import load_file
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import delivery_words as words
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart, read_part, scanned, with_batch

_LONGEST: Final = 200

OfLine = Callable[[Desk, DeliveryPart, int, Mapping[str, str]], Answer]
OfBatch = Callable[[Desk, DeliveryPart, str, Mapping[str, str]], Answer]


def said(part: DeliveryPart, outcome: LineOutcome) -> Answer:
    """What counting copies came to."""
    line = outcome.line
    if line is None:
        return refused(part, outcome.why_not)
    message, told = words.counted(outcome, line)
    return Answer(scanned(part, line, outcome.count), message, told, offers=words.offers_for(line))


def refused(part: DeliveryPart, why_not: tuple[str, ...]) -> Answer:
    """Why something was not done."""
    return Answer(part, Message(Tone.STOP, why_not[0], why_not[1:]), Told("refused"))


def price(desk: Desk, part: DeliveryPart, line_id: int, values: Mapping[str, str]) -> Answer:
    """The price that stands on the copies; empty where it is that of the list after all."""
    text = values.get("price", "").strip()
    fen = typed_fen(text)
    if text and fen is None:
        return refused(part, (_("“{words}” is no amount in yuan. Write it as 1234.50.").format(words=text[:30]),))
    return _noted(part, deliveries.note_price(desk, line_id, fen))


def _rest(desk: Desk, part: DeliveryPart, line_id: int, _values: Mapping[str, str]) -> Answer:
    return said(part, deliveries.count_rest_of_line(desk, line_id))


def _set(desk: Desk, part: DeliveryPart, line_id: int, values: Mapping[str, str]) -> Answer:
    text = values.get("count", "").strip()
    count = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else -1
    return _noted(part, deliveries.correct_arrived(desk, line_id, count))


def _edition(desk: Desk, part: DeliveryPart, line_id: int, values: Mapping[str, str]) -> Answer:
    """A copy of another edition came; by hand, the ISBN of it is put right, empty for the edition of the list."""
    if part.unlisted is not None and "isbn" not in values:
        return said(part, deliveries.count_other_edition(desk, line_id, part.unlisted.number))
    return _noted(part, deliveries.note_edition(desk, line_id, values.get("isbn", "")))


def _remark(desk: Desk, part: DeliveryPart, line_id: int, values: Mapping[str, str]) -> Answer:
    return _noted(part, deliveries.note_remark(desk, line_id, values.get("remark", "")[:_LONGEST]))


def _drop(desk: Desk, part: DeliveryPart, line_id: int, _values: Mapping[str, str]) -> Answer:
    outcome = deliveries.drop_line(desk, line_id)
    if outcome.why_not:
        return refused(part, outcome.why_not)
    return Answer(part, Message(Tone.DONE, _("The line was taken off the list")), Told("saved"))


def _noted(part: DeliveryPart, outcome: LineOutcome) -> Answer:
    if outcome.line is None:
        return refused(part, outcome.why_not)
    line = outcome.line
    standing = words.standing_words(line)
    details = tuple(filter(None, (words.count_words(line), standing)))
    return Answer(part, Message(Tone.DONE, line.name, details), Told("saved", copy=line.isbn, title=line.title))


def _choose(desk: Desk, part: DeliveryPart, act: str, _values: Mapping[str, str]) -> Answer:
    with desk.library.reading() as connection:
        batch = batch_by_id(connection, number_in(act))
    if batch is None:
        raise GoneError
    chosen = read_part(desk, with_batch(part, batch))
    if chosen.batch is None:
        words_ = _("Nothing is checked in batch {number} any more: it is closed or cancelled")
        return Answer(chosen, Message(Tone.LOOK, words_.format(number=batch.number)), Told("no-batch"))
    return Answer(chosen, words.calm(chosen), Told("batch"))


def _view(_desk: Desk, part: DeliveryPart, act: str, _values: Mapping[str, str]) -> Answer:
    subject = act.partition(":")[2]
    if subject not in set(View):
        raise UnknownActError(act)
    return Answer(replace(part, view=View(subject)))


def _find(_desk: Desk, part: DeliveryPart, _act: str, values: Mapping[str, str]) -> Answer:
    return Answer(replace(part, words=values.get("words", "")[:_LONGEST]))


def _forget(_desk: Desk, part: DeliveryPart, _act: str, _values: Mapping[str, str]) -> Answer:
    put_aside = replace(part, unlisted=None)
    return Answer(put_aside, words.calm(put_aside))


def _all(desk: Desk, part: DeliveryPart, act: str, _values: Mapping[str, str]) -> Answer:
    outcome = deliveries.count_rest_of_batch(desk, _batch(part, act).id)
    if outcome.why_not:
        return refused(part, outcome.why_not)
    words = ngettext(
        "{count} more copy arrived: everything on the list is here",
        "{count} more copies arrived: everything on the list is here",
        outcome.count,
    )
    headline = words.format(count=outcome.count)
    return Answer(part, Message(Tone.DONE, headline), Told("complete"))


def _check(desk: Desk, part: DeliveryPart, act: str, _values: Mapping[str, str]) -> Answer:
    outcome = check_batch(desk, _batch(part, act).id)
    if outcome.batch is None:
        return refused(part, outcome.why_not)
    message, told = words.checked(part)
    return Answer(part, message, told, offers=_next_to_catalogue(part))


def _load(desk: Desk, part: DeliveryPart, act: str, values: Mapping[str, str]) -> Answer:
    path = file_in(act, values)
    again = values.get("again") == "yes"
    done, outcome = load_file(desk, _batch(part, act).id, path, encoding=values.get("encoding", ""), again=again)
    count = outcome.summary.added
    loaded = ngettext("{count} line loaded", "{count} lines loaded", count).format(count=count)
    headline = _("{loaded}, {copies} expected").format(loaded=loaded, copies=copies_words(outcome.expected))
    if not count:
        headline = _("Nothing new is in this file")
    taken_in = (done.summary.matched, done.summary.refused)
    known = ngettext(
        "{known} line known already, {refused} refused", "{known} lines known already, {refused} refused", taken_in[0]
    )
    details = (known.format(known=taken_in[0], refused=taken_in[1]),)
    reasons = tuple(
        _("Row {number}: {sentence}").format(number=row.number, sentence=refusal.sentence())
        for row, refusal in done.summary.refusals[:3]
    )
    tone = Tone.LOOK if done.summary.refused or not count else Tone.DONE
    return Answer(part, Message(tone, headline, (*details, *reasons)), Told("loaded" if count else "nothing"))


def _print(desk: Desk, part: DeliveryPart, act: str, _values: Mapping[str, str]) -> Answer:
    batch = _batch(part, act)
    paper = claim_list(batch, claims_of(part.lines), desk.policy.library_name, desk.today)
    return Answer(part, words.calm(part), Told("printed"), paper=paper)


def _save(desk: Desk, part: DeliveryPart, act: str, values: Mapping[str, str]) -> Answer:
    report = claim_report(_batch(part, act), claims_of(part.lines), desk.policy.library_name, desk.today)
    return saved_report(part, report, act, values)


def _next_to_catalogue(part: DeliveryPart) -> tuple[Offer, ...]:
    if part.batch is None or not has_arrivals(part):
        return ()
    return (Offer(f"in:accession:cataloguing.batch:{part.batch.id}", _("Catalogue what arrived")),)


def has_arrivals(part: DeliveryPart) -> bool:
    """Whether anything of the batch arrived that may be catalogued."""
    return any(line.arrived for line in part.lines)


def _batch(part: DeliveryPart, act: str) -> Batch:
    if part.batch is None:
        raise UnknownActError(act)
    return part.batch


OF_LINE: Final[Mapping[str, OfLine]] = {
    "rest": _rest,
    "set": _set,
    "price": price,
    "edition": _edition,
    "remark": _remark,
    "drop": _drop,
}
OF_BATCH: Final[Mapping[str, OfBatch]] = {
    "choose": _choose,
    "view": _view,
    "find": _find,
    "forget": _forget,
    "all": _all,
    "check": _check,
    "load": _load,
    "print": _print,
    "save": _save,
}
