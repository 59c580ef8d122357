"""The sentences of the repair queue: what a scan came to, and what is to be done with the copy now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskcirc.desk.damage import RepairOutcome
from deskcirc.domain.mending_tasks import task_of
from deskcirc.domain.repair import (
    DAMAGE_KIND_WORDS,
    REPAIR_STATE_WORDS,
    SEVERITY_WORDS,
    DamageKind,
    Repair,
    RepairState,
)
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone


def told(outcome: str, repair: Repair) -> Told:
    """The outcome for machines; the patron is who had the copy last."""
    copy = repair.copy
    return Told(outcome, copy.code, copy.title, repair.patron, repair.due_back, tuple(map(str, repair.kinds)))


def of_copy(repair: Repair | None) -> dict[str, str]:
    """The value of an act that says which repair is meant, whatever a scan has brought to hand since."""
    return {} if repair is None else {"repair": str(repair.id)}


def refused(outcome: RepairOutcome) -> Message:
    """What stands in the way."""
    return Message(Tone.STOP, outcome.why_not)


def not_taken_in(outcome: RepairOutcome, kinds: Sequence[DamageKind]) -> Message:
    """What stands in the way of a copy that was scanned, and what was seen of it all the same."""
    if not kinds:
        return refused(outcome)
    said = _(", ").join(_(DAMAGE_KIND_WORDS[kind]) for kind in kinds)
    return Message(
        Tone.STOP, outcome.why_not, (_("Seen, and noted once it is taken in: {damage}").format(damage=said),)
    )


def entered(repair: Repair, *, already: bool) -> Message:
    """A copy came into the queue, or was in it and is reported again."""
    if already:
        headline = _("{title} is in the repair queue already").format(title=repair.copy.name)
        return Message(Tone.LOOK, headline, tuple(_known(repair)))
    headline = _("{title} waits for repair").format(title=repair.copy.name)
    details = _known(repair)
    if not repair.kinds:
        details.append(_("What is damaged? Tick it, scan its damage barcode, or leave it for later."))
    return Message(Tone.DONE, headline, tuple(details))


def on_the_table(repair: Repair, today: date) -> Message:
    """A copy was taken to the table: by whom, until when, with what."""
    headline = _("{title}: to the mending table").format(title=repair.copy.name)
    details = []
    if repair.helper:
        details.append(_("{helper} mends it").format(helper=repair.helper))
    if repair.due_back is not None:
        details.append(_("Due back {day}").format(day=day_words(repair.due_back, today)))
    materials = task_of(repair.kinds, repair.severity).materials
    if materials:
        details.append(_("Needed: {materials}").format(materials=_(", ").join(materials)))
    return Message(Tone.DONE, headline, tuple(details))


def mended(repair: Repair) -> Message:
    """A copy is mended; what is left is to bring it back."""
    headline = _("{title} is mended").format(title=repair.copy.name)
    details = [_("By {helper}").format(helper=repair.helper)] if repair.helper else []
    details.append(_("When it is dry, scan it again: it goes back to its shelf."))
    return Message(Tone.DONE, headline, tuple(details))


def back(outcome: RepairOutcome, repair: Repair) -> Message:
    """A copy is sound again: to who waits for it, else to the trolley."""
    if outcome.hold is not None:
        words = _("{title}: put it on hold shelf {number}")
        headline = words.format(title=repair.copy.name, number=outcome.hold.shelf_number)
        return Message(Tone.LOOK, headline, (_("Reserved by {patron}").format(patron=outcome.hold.patron),))
    headline = _("{title}: to the trolley, back to its shelf").format(title=repair.copy.name)
    where = " ".join(each for each in (repair.copy.call_number, repair.copy.location) if each)
    return Message(Tone.DONE, headline, (where,) if where else ())


def back_already(repair: Repair) -> Message:
    """A copy that went back today is scanned again."""
    headline = _("{title} went back after its repair today").format(title=repair.copy.name)
    return Message(Tone.LOOK, headline, (_("Nothing was done. Say so if it is damaged again."),))


def given_up(repair: Repair, *, may_withdraw: bool) -> Message:
    """A copy cannot be mended: what becomes of it."""
    headline = _("{title} is beyond repair").format(title=repair.copy.name)
    waits = _("It is not lent any more, and waits as a candidate under “Ledgers”, “Withdrawal”.")
    further = (_("You may propose its withdrawal from here."),) if may_withdraw else ()
    return Message(Tone.LOOK, headline, (waits, *further))


def was_given_up(repair: Repair, today: date, *, proposed: bool) -> Message:
    """A copy that was given up lies on the table again."""
    headline = _("{title} is beyond repair").format(title=repair.copy.name)
    day = day_words(repair.ended_on, today) if repair.ended_on else ""
    words = _("Given up {day}: {note}").format(day=day, note=repair.ended_note or _("no note"))
    said = (words, _("Its withdrawal is proposed already.")) if proposed else (words,)
    return Message(Tone.LOOK, headline, said)


def in_the_pile(repair: Repair, count: int, *, already: bool) -> Message:
    """A copy of a pile that is taken in."""
    if already:
        return entered(repair, already=True)
    said = ngettext("{count} copy of this pile taken in", "{count} copies of this pile taken in", count)
    return Message(Tone.DONE, entered(repair, already=False).headline, (said.format(count=count),))


def state_line(repair: Repair, today: date) -> str:
    """How far the mending has come, on one line."""
    said = [_(REPAIR_STATE_WORDS[repair.state])]
    if repair.state is RepairState.IN_REPAIR and repair.helper:
        said.append(repair.helper)
    if repair.state is RepairState.IN_REPAIR and repair.due_back is not None:
        said.append(_("due back {day}").format(day=day_words(repair.due_back, today)))
    if repair.state is RepairState.QUEUED:
        said.append(_("since {day}").format(day=day_words(repair.reported_on, today)))
    if repair.ended_on is not None:
        said.append(day_words(repair.ended_on, today))
    return "  ·  ".join(said)


def wanted_line(repair: Repair, *, short: bool = False) -> str:
    """How much the copy is wanted, in a few words; "" where nobody ever lent it; `short`: the weightiest alone."""
    said = []
    if repair.waiting:
        said.append(ngettext("{count} waits", "{count} wait", repair.waiting).format(count=repair.waiting))
    if repair.lent_lately:
        words = ngettext("{count} loan", "{count} loans", repair.lent_lately)
        said.append(words.format(count=repair.lent_lately))
    return _(", ").join(said[:1] if short else said)


def damage_line(repair: Repair) -> str:
    """What is damaged and how badly, on one line."""
    severity = _(SEVERITY_WORDS[repair.severity])
    return f"{repair.damage_words}  ·  {severity}" if repair.damage_words else severity


def _known(repair: Repair) -> list[str]:
    said = [repair.damage_words] if repair.damage_words else []
    if repair.waiting:
        words = ngettext("{count} patron waits for it", "{count} patrons wait for it", repair.waiting)
        said.append(words.format(count=repair.waiting))
    if repair.patron:
        said.append(_("{patron} had it last").format(patron=repair.patron))
    return said
