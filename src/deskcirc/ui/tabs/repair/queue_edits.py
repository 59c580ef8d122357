"""What is written down about the copy in hand: kinds, severity, words, who answers for it, who mends it, its photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from deskcirc.desk.damage import DamageReport, RepairOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import RepairChange, change_repair, remove_repair_photo, report_damage, set_repair_photo
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import DamageKind, Duty, Repair, Severity
from deskcirc.store.lookups.repairs import RepairPhoto
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, file_in, picture_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import queue_words as words
from deskcirc.ui.tabs.repair.queue_part import QueuePart, with_repair

_MOST_MINUTES = 4  # digits


def damage_of(act: str) -> str:
    """The code of the kind or severity that a damage barcode says; raises UnknownActError for nonsense."""
    word = act.partition(":")[2]
    if word not in DAMAGE_WORDS:
        raise UnknownActError(act)
    return word


def add(desk: Desk, part: QueuePart, repair: Repair, act: str) -> Answer:
    """A damage barcode: a kind comes to those known, a severity stands in place of the one before. Anybody may."""
    word = damage_of(act)
    severity = severity_in([word], repair.severity)
    report = DamageReport(kinds_in([word]), severity, origin=repair.origin, corrects=True)
    return _saved(desk, part, report_damage(desk, repair.copy.id, report))


def toggle_kind(desk: Desk, part: QueuePart, repair: Repair, act: str) -> Answer:
    """A tick: on or off. Whoever may not decide can only add."""
    word = act.partition(":")[2]
    if word not in set(DamageKind):
        raise UnknownActError(act)
    kind = DamageKind(word)
    if kind not in repair.kinds and not part.may_decide:
        return add(desk, part, repair, act)
    kinds = tuple(each for each in DamageKind if (each in repair.kinds) != (each is kind))
    return _changed(desk, part, repair, replace(RepairChange.of(repair), kinds=kinds))


def set_severity(desk: Desk, part: QueuePart, repair: Repair, act: str) -> Answer:
    """How bad it is."""
    word = act.partition(":")[2]
    if word not in set(Severity):
        raise UnknownActError(act)
    if not part.may_decide:
        return add(desk, part, repair, act)
    return _changed(desk, part, repair, replace(RepairChange.of(repair), severity=Severity(word)))


def set_duty(desk: Desk, part: QueuePart, repair: Repair, act: str) -> Answer:
    """What follows for who had it."""
    word = act.partition(":")[2]
    if word not in set(Duty):
        raise UnknownActError(act)
    answer = _changed(desk, part, repair, replace(RepairChange.of(repair), duty=Duty(word)))
    if word != Duty.PAYS.value or repair.patron_id is None or not desk.operator.may(Right.PATRONS):
        return answer
    return replace(answer, offers=(Offer(f"money.damage:{repair.id}", _("Charge them for it …")),))


def set_words(desk: Desk, part: QueuePart, repair: Repair, values: Mapping[str, str]) -> Answer:
    """The note."""
    return _changed(desk, part, repair, replace(RepairChange.of(repair), note=values.get("note", "").strip()))


def set_work(desk: Desk, part: QueuePart, repair: Repair, values: Mapping[str, str]) -> Answer:
    """What the mending took: materials and minutes."""
    text = values.get("minutes", "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= _MOST_MINUTES):
        sentence = _("“{text}” is no number of minutes.").format(text=text[:20])
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    change = replace(
        RepairChange.of(repair), minutes=int(text) if text else None, materials=values.get("materials", "").strip()
    )
    return _changed(desk, part, repair, change)


def set_due(desk: Desk, part: QueuePart, repair: Repair, act: str, values: Mapping[str, str]) -> Answer:
    """The day the copy should be back from the table; none where the field is empty."""
    text = values.get("day", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise UnknownActError(act) from None
    return _changed(desk, part, repair, replace(RepairChange.of(repair), due_back=day))


def assign(desk: Desk, part: QueuePart, repair: Repair, helper_id: int | None) -> Answer:
    """Who mends it."""
    return _changed(desk, part, repair, replace(RepairChange.of(repair), helper_id=helper_id))


def put_down_to(desk: Desk, part: QueuePart, repair: Repair, patron_id: int) -> Answer:
    """Who had it last, where the register does not know."""
    return _changed(desk, part, repair, replace(RepairChange.of(repair), patron_id=patron_id))


def keep_photo(desk: Desk, part: QueuePart, repair: Repair, act: str, values: Mapping[str, str]) -> Answer:
    """Keep the picture that the page read and made small; it hands none over for a file that is no picture."""
    name = file_in(act, values).name
    picture = picture_in(act, values)
    if picture is None:
        headline = _("{file} is no picture that can be read, or far too large").format(file=name)
        details = (_("Take a JPEG or PNG of the damage; a photograph by a telephone will do."),)
        return Answer(part, Message(Tone.STOP, headline, details), Told("refused"))
    photo = RepairPhoto(picture.octets, picture.width, picture.height)
    return _saved(desk, part, set_repair_photo(desk, repair.id, photo), _("{title} has its photo"))


def remove_photo(desk: Desk, part: QueuePart, repair: Repair) -> Answer:
    """Show no photo any more."""
    return _saved(desk, part, remove_repair_photo(desk, repair.id), _("{title} has no photo any more"))


def _changed(desk: Desk, part: QueuePart, repair: Repair, change: RepairChange) -> Answer:
    if change == RepairChange.of(repair):
        return Answer(part)
    return _saved(desk, part, change_repair(desk, repair.id, change))


def _saved(desk: Desk, part: QueuePart, outcome: RepairOutcome, headline: str = "") -> Answer:
    repair = outcome.repair
    if outcome.why_not or repair is None:
        return Answer(part, words.refused(outcome), Told("refused"))
    damage = words.damage_line(repair)
    said = (headline or _("{title}: {damage}")).format(title=repair.copy.name, damage=damage)
    details = (words.state_line(repair, desk.today),)
    return Answer(with_repair(desk, part, repair), Message(Tone.DONE, said, details), words.told("saved", repair))
