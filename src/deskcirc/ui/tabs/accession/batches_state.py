"""The batches in plain Python: the list of them, and the sheet of one; opened, changed, checked and closed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from deskcirc.desk.batch_stages import cancel_batch, close_batch, ends_of, reopen_batch
from deskcirc.desk.batches import BatchOutcome, change_batch, open_batch
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.batches import BatchContents, BatchLine, batch_contents, batch_lines, words_typed_before
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession.batches_values import draft_in

_STAGES: Final[Mapping[str, tuple[Callable[[Desk, int, str], BatchOutcome], str]]] = {
    "close": (close_batch, marked("Batch {number} is closed")),
    "cancel": (cancel_batch, marked("Batch {number} is cancelled; its number stays given")),
    "reopen": (reopen_batch, marked("Batch {number} is open again")),
}
OFFERED: Final = ("dealer", "donor", "fund")
"""Fields of the form in which what was typed before is offered again."""


@dataclass(frozen=True, slots=True)
class BatchesPart:
    """Everything the section shows: the list, and the sheet of the batch that is open on the screen."""

    lines: tuple[BatchLine, ...] = ()
    open_id: int | None = None
    contents: BatchContents | None = None
    ends: tuple[str, ...] = ()  # what speaks against closing it
    typed: Mapping[str, tuple[str, ...]] | None = None
    may_change: bool = False
    today: date | None = None


def first() -> BatchesPart:
    """The section before anything is read."""
    return BatchesPart()


def refresh(desk: Desk, part: BatchesPart) -> BatchesPart:
    """Read the list and the sheet again; a batch whose opening was undone is closed on the screen."""
    with desk.library.reading() as connection:
        contents = None if part.open_id is None else batch_contents(connection, part.open_id)
        lines = batch_lines(connection) if contents is None else part.lines
        typed = {name: words_typed_before(connection, name) for name in OFFERED}
    may_change = desk.operator.may(Right.ACCESSION)
    open_id = None if contents is None else part.open_id
    ends = () if contents is None else ends_of(contents.line.batch, contents)
    read = replace(part, ends=ends, lines=lines, contents=contents, open_id=open_id, typed=typed)
    return replace(read, may_change=may_change, today=desk.today)


def on_scan(_desk: Desk, part: BatchesPart, scan: Scan, found: Identified) -> Answer:
    """Nothing is scanned here; the sentence says where it is."""
    name = found.copy.name if found.copy is not None else scan.code
    headline = _("{name}: choose a batch here; books are scanned in the delivery check").format(name=name)
    if not part.lines:
        headline = _("{name}: open a batch for the parcel first").format(name=name)
        return Answer(part, Message(Tone.LOOK, headline), Told("not-here"))
    offers = (Offer("in:accession:section:delivery", _("Delivery check")),)
    return Answer(part, Message(Tone.LOOK, headline), Told("not-here"), offers=offers)


def on_act(desk: Desk, part: BatchesPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "look:BATCH", "list", "open" and "change:BATCH" with the form, "close", "cancel", "reopen" with a reason."""
    verb = act.partition(":")[0]
    if act == "list":
        return Answer(replace(part, open_id=None))
    if verb == "look":
        return Answer(replace(part, open_id=number_in(act)))
    if act == "open" or verb == "change":
        draft, flaws = draft_in(values, desk.today)
        if draft is None:
            return _refused(part, flaws)
        outcome = open_batch(desk, draft) if act == "open" else change_batch(desk, number_in(act), draft)
        return _stated(part, outcome, is_new=act == "open")
    stage = _STAGES.get(verb)
    if stage is not None:
        change, words = stage
        return _staged(part, change(desk, number_in(act), values.get("reason", "")), words)
    raise UnknownActError(act)


def _stated(part: BatchesPart, outcome: BatchOutcome, *, is_new: bool) -> Answer:
    if outcome.batch is None:
        return _refused(part, outcome.why_not)
    words = _("Batch {number} is open: its number of the general ledger") if is_new else _("Batch {number} was changed")
    details = tuple(
        _("The same invoice of this dealer stands in batch {number} already.").format(number=number)
        for number in outcome.same_invoice
    )
    message = Message(Tone.LOOK if details else Tone.DONE, words.format(number=outcome.batch.number), details)
    told = Told("batch-opened" if is_new else "saved", reasons=outcome.same_invoice)
    unpack = Offer(f"in:accession:delivery.choose:{outcome.batch.id}", _("Delivery check"))
    return Answer(replace(part, open_id=outcome.batch.id), message, told, offers=(unpack,) if is_new else ())


def _staged(part: BatchesPart, outcome: BatchOutcome, words: str) -> Answer:
    """A batch that came to another stage, or everything that speaks against it."""
    if outcome.why_not or outcome.batch is None:
        headline = _("Not everything of this batch is done") if outcome.batch is not None else outcome.why_not[0]
        details = outcome.why_not if outcome.batch is not None else outcome.why_not[1:]
        return Answer(part, Message(Tone.STOP, headline, details), Told("refused"))
    message = Message(Tone.DONE, _(words).format(number=outcome.batch.number))
    return Answer(replace(part, open_id=outcome.batch.id), message, Told(f"batch-{outcome.batch.state}"))


def _refused(part: BatchesPart, why_not: tuple[str, ...]) -> Answer:
    return Answer(part, Message(Tone.STOP, why_not[0], why_not[1:]), Told("refused"))
