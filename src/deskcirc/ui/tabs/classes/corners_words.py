"""The sentences of the class corners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from deskcirc.desk.corner_piles import BackJudgement, BackOutcome, FillJudgement, FillOutcome
from deskcirc.desk.sub_loans import SubLoanKind, SubLoanOutcome
from deskcirc.domain.corners import BackVerdict, Corner, FillVerdict, SubLoanBlock
from deskcirc.store.lookups.corners import Stand
from deskcirc.text import day_words, in_a_row, marked, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.tabs.classes.corners_part import CornersPart, View

_NAMED: Final = 3
"""So many copies are named in the banner; the list below has them all."""
_FILL_WORDS: Final[Mapping[FillVerdict, str]] = {
    FillVerdict.FINE: marked("{title} may be lent"),
    FillVerdict.ON_LOAN: marked("{title} is on loan to {patron}"),
    FillVerdict.HELD: marked("{title} is kept on the hold shelf"),
    FillVerdict.IN_HOUSE: marked("{title} is for use in the library only"),
    FillVerdict.IN_PILE: marked("{title} is in the pile already"),
    FillVerdict.IN_CORNER: marked("{title} stands in this corner already"),
    FillVerdict.OTHER_CORNER: marked("{title} stands in the class corner of {patron}"),
    FillVerdict.REFUSED: marked("{title} cannot be lent"),
}
_BACK_WORDS: Final[Mapping[BackVerdict, str]] = {
    BackVerdict.BACK: marked("{title} is of this corner"),
    BackVerdict.IN_PILE: marked("{title} is in the pile already"),
    BackVerdict.EXTRA: marked("Extra: {title} was not lent to this corner"),
    BackVerdict.EXTRA_ON_LOAN: marked("Extra: {title} is on loan to {patron}"),
    BackVerdict.SWAPPED: marked("Swapped: {title} belongs in the class corner of {patron}"),
}
_VIEW_WORDS: Final[Mapping[View, str]] = {
    View.LIST: marked("Class corners: scan a pupil's card or a copy to find its corner"),
    View.INSIDE: marked("Scan a pupil's card, then copies of this corner; a copy alone comes back"),
    View.FILL: marked("Scan the pile for this corner; nothing is lent before you say so"),
    View.BACK: marked("Scan the pile that came back; nothing is returned before you say so"),
    View.HISTORY: marked("Scan a copy to hear in which corners it has stood"),
}


def calm(part: CornersPart) -> Message:
    """What a scan means in what is on top."""
    return Message(Tone.READY, _(_VIEW_WORDS[part.view]), (stand_words(part.corner),) if part.corner else ())


def stand_words(corner: Corner, more: int = 0) -> str:
    """How far the corner is filled, see `filled_words`, with the name of its class."""
    return _("{name}: {filled}").format(name=corner.class_name, filled=filled_words(corner, more))


def filled_words(corner: Corner, more: int = 0) -> str:
    """How far the corner is filled, with `more` copies to come: "38 of 50 copies, room for 60"."""
    words = _("{count} of {target} copies").format(count=corner.held + more, target=corner.target)
    if corner.capacity is not None:
        words = _("{filled}, room for {capacity}").format(filled=words, capacity=corner.capacity)
    over = corner.too_many(more)
    return _("{filled}; no room for {count} of them").format(filled=words, count=over) if over else words


def lend_words(count: int) -> str:
    """What the button that lends the pile says."""
    return ngettext("Lend {count} copy to the class", "Lend {count} copies to the class", count).format(count=count)


def take_back_words(count: int) -> str:
    """What the button that takes the pile back says."""
    return ngettext("Take {count} copy back", "Take {count} copies back", count).format(count=count)


def fill_words(judged: FillJudgement) -> str:
    """One copy of the pile in a sentence."""
    patron = judged.loan.patron if judged.loan else ""
    return _(_FILL_WORDS[judged.verdict]).format(title=judged.copy.name, patron=patron)


def fill_tone(verdict: FillVerdict) -> Tone:
    """The colour of a copy of the pile."""
    if verdict is FillVerdict.FINE:
        return Tone.DONE
    return Tone.LOOK if verdict in (FillVerdict.IN_PILE, FillVerdict.IN_CORNER) else Tone.STOP


def fill_message(judged: FillJudgement, corner: Corner, pile: int) -> tuple[Message, Told]:
    """What a scan onto the pile came to, with all reasons and how far the pile has come."""
    reasons = tuple(in_a_row(block.sentence, block.remedy) for block in judged.blocks)
    if judged.verdict is FillVerdict.IN_PILE:
        reasons = ()
    message = Message(fill_tone(judged.verdict), fill_words(judged), (*reasons, stand_words(corner, pile)))
    codes = tuple(str(block.code) for block in judged.blocks)
    patron = judged.loan.patron if judged.loan else ""
    return message, Told(str(judged.verdict), judged.copy.code, judged.copy.title, patron, reasons=codes)


def filled_message(outcome: FillOutcome, today: date) -> tuple[Message, Told]:
    """What was lent to the corner in one act, and what was left out."""
    words = ngettext(
        "{count} copy lent to the class corner of {name}",
        "{count} copies lent to the class corner of {name}",
        len(outcome.lent),
    ).format(count=len(outcome.lent), name=outcome.corner.class_name)
    details = [stand_words(outcome.corner)]
    if outcome.due is not None:
        details.insert(0, _("Due {day}").format(day=day_words(outcome.due, today)))
    details += [_("Left out: {what}").format(what=_why(refused)) for refused in outcome.refused[:_NAMED]]
    if len(outcome.refused) > _NAMED:
        details.append(_("Left out in all: {count}. The list shows each.").format(count=len(outcome.refused)))
    tone = Tone.LOOK if outcome.refused or outcome.corner.too_many() else Tone.DONE
    codes = tuple(str(refused.verdict) for refused in outcome.refused)
    told = Told("corner-filled" if outcome.lent else "refused", due=outcome.due, reasons=codes)
    return Message(tone if outcome.lent else Tone.STOP, words, tuple(details)), told


def _why(refused: FillJudgement) -> str:
    if refused.verdict is not FillVerdict.REFUSED or not refused.blocks:
        return fill_words(refused)
    return _("{title}: {reason}").format(title=refused.copy.name, reason=refused.blocks[0].sentence)


def back_words(judged: BackJudgement) -> str:
    """One copy of the pile that came back in a sentence."""
    patron = judged.loan.patron if judged.loan else ""
    return _(_BACK_WORDS[judged.verdict]).format(title=judged.copy.name, patron=patron)


def back_message(judged: BackJudgement, part: CornersPart) -> tuple[Message, Told]:
    """What a scan of the pile came to, where the copy belongs, and how many are still to come."""
    tone = Tone.DONE if judged.verdict is BackVerdict.BACK else Tone.LOOK
    if judged.verdict is BackVerdict.SWAPPED:
        tone = Tone.STOP
    details = []
    if judged.verdict is BackVerdict.EXTRA:
        place = " ".join(piece for piece in (judged.copy.location, judged.copy.call_number) if piece)
        details.append(_("It belongs on the shelf: {place}").format(place=place or judged.copy.code))
    had_it = next((line.sub_loan for line in part.inside if line.copy.id == judged.copy.id), None)
    if had_it is not None and judged.verdict is BackVerdict.BACK:
        details.append(_("{patron} had it").format(patron=had_it.patron))
    to_come = len(part.inside) - len(part.fine)
    details.append(ngettext("{count} copy is still to come", "{count} copies are still to come", to_come))
    shown = tuple(detail.format(count=to_come) for detail in details)
    patron = judged.loan.patron if judged.loan else ""
    told = Told(str(judged.verdict), judged.copy.code, judged.copy.title, patron)
    return Message(tone, back_words(judged), shown), told


def taken_back_message(outcome: BackOutcome) -> tuple[Message, Told]:
    """What came back in one act, and what is short."""
    count = len(outcome.back)
    words = ngettext(
        "{count} copy is back from the class corner of {name}",
        "{count} copies are back from the class corner of {name}",
        count,
    ).format(count=count, name=outcome.corner.class_name)
    kept = sum(1 for came in outcome.back if came.hold is not None)
    details = []
    if outcome.short:
        names = _(", ").join(line.copy.name for line in outcome.short[:_NAMED])
        if len(outcome.short) > _NAMED:
            names = _("{titles} and others").format(titles=names)
        details.append(_("{count} short, still on loan to the class: {titles}"))
        details[-1] = details[-1].format(count=len(outcome.short), titles=names)
    if outcome.damaged:
        details.append(_("Damaged: {count}").format(count=outcome.damaged))
    if kept:
        details.append(_("For the hold shelf: {count}").format(count=kept))
    tone = Tone.LOOK if outcome.short or outcome.damaged or kept else Tone.DONE
    told = Told("corner-taken-back" if count else "nothing", reasons=("short",) if outcome.short else ())
    return Message(tone, words, tuple(details)), told


def sub_loan_message(outcome: SubLoanOutcome, due: date | None, today: date) -> tuple[Message, Told]:
    """What a copy scanned at the corner came to."""
    title = outcome.copy.name
    told = Told(str(outcome.kind), outcome.copy.code, outcome.copy.title, outcome.pupil)
    if outcome.kind is SubLoanKind.REFUSED:
        codes = tuple(str(block.reason) for block in outcome.blocks)
        headline = _("Not done: {title}").format(title=title)
        return Message(Tone.STOP, headline, sentences(outcome.blocks)), Told(
            "refused", outcome.copy.code, outcome.copy.title, outcome.pupil, reasons=codes
        )
    if outcome.kind is SubLoanKind.RETURNED:
        headline = _("{title} is back in the corner").format(title=title)
        return Message(Tone.DONE, headline, (_("{patron} had it").format(patron=outcome.pupil),)), told
    details = []
    if due is not None:
        details.append(_("Due {day}").format(day=day_words(due, today)))
    if outcome.before is not None:
        details.append(_("{patron} had it before; that is over.").format(patron=outcome.before.patron))
    headline = _("{patron} has {title} from the corner").format(patron=outcome.pupil, title=title)
    return Message(Tone.LOOK if outcome.before else Tone.DONE, headline, tuple(details)), told


def sentences(blocks: tuple[SubLoanBlock, ...]) -> tuple[str, ...]:
    """All reasons, a line each."""
    return tuple(block.sentence for block in blocks)


def stood_words(stood: tuple[Stand, ...], today: date) -> tuple[str, ...]:
    """Where a copy stood, a line each, the last first."""
    lines = []
    for stand in stood:
        words = _("{name}: from {day}") if stand.returned_on is None else _("{name}: from {day} to {last}")
        last = "" if stand.returned_on is None else day_words(stand.returned_on, today)
        lines.append(words.format(name=stand.class_name, day=day_words(stand.lent_on, today), last=last))
    return tuple(lines)
