"""Damage seen while counting: the copy scanned last goes to the repair queue, as in Returns; the next scan says yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import report_damage
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.repair import RepairOrigin, Severity
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Ask, Message, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart


def flag_damage(desk: Desk, part: ScanningPart, act: str, values: Mapping[str, str]) -> Answer:
    """Ask what is damaged; with a note or a damage barcode it is reported at once."""
    word = act.partition(":")[2]
    if word and word not in DAMAGE_WORDS:
        raise UnknownActError(act)
    if part.last is None:
        return Answer(part, Message(Tone.LOOK, _("Scan the damaged copy first.")), Told("nothing"))
    if "note" not in values and not word:
        sentence = _("What is the damage to {title}?").format(title=part.last.copy.name)
        return Answer(replace(part, asked_damage=True), ask=Ask("damage", sentence, act="scanning.damage"))
    seen = [*values.get("seen", "").split(), *([word] if word else [])]
    return _reported(desk, part, values.get("note", "").strip(), seen)


def flag_unanswered(desk: Desk, part: ScanningPart) -> ScanningPart:
    """The next copy is in hand and nobody said no: the flag must not be lost, its words can follow."""
    if part.asked_damage and part.last is not None:
        _reported(desk, part, "", ())
    return replace(part, asked_damage=False)


def _reported(desk: Desk, part: ScanningPart, note: str, seen: Sequence[str]) -> Answer:
    if part.last is None:
        return Answer(part)
    copy = part.last.copy
    severities = [word for word in seen if word in set(Severity)]
    report = DamageReport(
        kinds_in(seen), severity_in(severities), note, RepairOrigin.STOCKTAKE, corrects=bool(severities)
    )
    outcome = report_damage(desk, copy.id, report)
    if outcome.why_not or outcome.repair is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused", copy.code))
    said = outcome.repair.damage_words
    headline = _("{title} goes to repair").format(title=copy.name)
    told = Told("damaged", copy.code, copy.title, reasons=tuple(map(str, outcome.repair.kinds)))
    return Answer(replace(part, stale=True), Message(Tone.LOOK, headline, (said,) if said else (), "mend"), told)
