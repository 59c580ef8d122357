"""The pile of a class corner in plain Python: each scan judged at once, and the whole of it written as one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from deskcirc.desk.access import who_may
from deskcirc.desk.circulation import NO_OVERRIDE, Override
from deskcirc.desk.corner_piles import (
    BackJudgement,
    FillJudgement,
    choose_from_shelves,
    fill_corner,
    judge_coming_back,
    judge_for_filling,
    take_back,
)
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.returning import check_in
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy
from deskcirc.domain.corners import BackVerdict, Corner, FillVerdict
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import DAMAGE_KIND_WORDS
from deskcirc.domain.scanning import Scan
from deskcirc.labels.corner_list import ListedCopy, Part
from deskcirc.store.lookups.corners import ShelfChoice
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Ask, Message, Offer, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.classes import corners_words as words
from deskcirc.ui.tabs.classes.corners_part import CornersPart, PileLine, View, read_part

_MOST_AT_ONCE = 200


def scan_for_filling(desk: Desk, part: CornersPart, corner: Corner, scan: Scan, found: Identified) -> Answer:
    """A copy is judged and put onto the pile; of an ISBN's copies the first that may be lent is meant."""
    copies = (found.copy,) if found.copy is not None else found.of_isbn
    if not copies:
        return _no_copy(part, scan, found)
    tried = [judge_for_filling(desk, corner.id, copy.id, part.in_pile, part.override) for copy in copies]
    judged = next((each for each in tried if each.verdict is FillVerdict.FINE), tried[0])
    if judged.verdict is not FillVerdict.IN_PILE:
        part = replace(part, pile=(_fill_line(judged), *part.pile))
    message, told = words.fill_message(judged, corner, len(part.fine))
    return Answer(part, message, told, offers=_fill_offers(part))


def scan_coming_back(desk: Desk, part: CornersPart, corner: Corner, scan: Scan, found: Identified) -> Answer:
    """A copy is judged and put onto the pile; of an ISBN's copies the first that stands in this corner is meant."""
    copies = (found.copy,) if found.copy is not None else found.of_isbn
    if not copies:
        return _no_copy(part, scan, found)
    tried = [judge_coming_back(desk, corner.id, copy.id, part.in_pile) for copy in copies]
    judged = next((each for each in tried if each.verdict is BackVerdict.BACK), tried[0])
    if judged.verdict is not BackVerdict.IN_PILE:
        part = replace(part, pile=(_back_line(judged), *part.pile))
    message, told = words.back_message(judged, part)
    damage = _("Mark damaged …") if judged.verdict is BackVerdict.BACK else ""
    offers = [Offer("corners.damage", damage, "DC-DAMAGED")]  # of a strange copy it is said that this one cannot be
    if part.fine:
        offers.append(Offer("corners.take_back", "", "DC-YES"))
    if judged.verdict in (BackVerdict.EXTRA_ON_LOAN, BackVerdict.SWAPPED):
        offers.append(Offer(f"corners.return:{judged.copy.id}", _("Return it for them")))
    return Answer(part, message, told, offers=tuple(offers))


def add_from_shelves(desk: Desk, part: CornersPart, corner: Corner, values: Mapping[str, str]) -> Answer:
    """Put copies of the shelves onto the pile: by call number, place and type, up to what the target still wants."""
    most = _number(values.get("most", "")) or corner.wanted(len(part.fine))
    if not most:
        message = Message(Tone.LOOK, _("The target is reached. Say how many more you want."))
        return Answer(part, message, Told("nothing"))
    item_type = next((type_id for type_id, name in part.types if name == values.get("item_type")), None)
    choice = ShelfChoice(
        shelf_key(values["first"]) if values.get("first", "").strip() else "",
        shelf_key(values["last"]) if values.get("last", "").strip() else "",
        values.get("location", "").strip(),
        item_type,
    )
    if choice.last_key and choice.first_key > choice.last_key and not choice.first_key.startswith(choice.last_key):
        headline = _("{first} stands after {last} on the shelf; nothing lies between them.")
        headline = headline.format(first=values.get("first", ""), last=values.get("last", ""))
        return Answer(part, Message(Tone.STOP, headline), Told("refused"))
    found = choose_from_shelves(desk, corner.id, choice, min(most, _MOST_AT_ONCE), part.in_pile)
    part = replace(part, pile=(*(_fill_line(judged) for judged in reversed(found)), *part.pile))
    headline = ngettext("{count} copy chosen from the shelves", "{count} copies chosen from the shelves", len(found))
    details = (
        words.stand_words(corner, len(part.fine)),
        _("Take out what you do not want, fetch the rest, then lend."),
    )
    message = Message(Tone.DONE if found else Tone.LOOK, headline.format(count=len(found)), details)
    return Answer(part, message, Told("chosen" if found else "nothing"), offers=_fill_offers(part))


def drop(part: CornersPart, code: str) -> Answer:
    """Take a copy off the pile again."""
    kept = tuple(line for line in part.pile if line.code != code)
    headline = _("Taken off the pile: {code}").format(code=code)
    if len(kept) == len(part.pile):
        headline = _("{code} is not in the pile.").format(code=code)
    return Answer(replace(part, pile=kept), Message(Tone.LOOK, headline), Told("dropped", code))


def lend_pile(desk: Desk, part: CornersPart, corner: Corner) -> Answer:
    """Lend what may be lent, as one act; what is refused stays on the screen."""
    if not part.fine:
        return Answer(part, Message(Tone.LOOK, _("There is nothing in the pile that may be lent.")), Told("nothing"))
    outcome = fill_corner(desk, corner.id, part.fine, part.override)
    lent = {copy.id for copy in outcome.lent}
    refused = {judged.copy.id: judged for judged in outcome.refused}
    left = tuple(
        _fill_line(refused[line.copy_id]) if line.copy_id in refused else line
        for line in part.pile
        if line.copy_id not in lent
    )
    written = tuple(line for line in part.pile if line.copy_id in lent)
    message, told = words.filled_message(outcome, desk.today)
    return Answer(replace(part, pile=left, written=written, override=NO_OVERRIDE), message, told)


def override_pile(desk: Desk, part: CornersPart, corner: Corner, values: Mapping[str, str]) -> Answer:
    """Pass the reasons that may be passed, for the whole pile: asked for by whoever has the right, with a reason."""
    refused = [line for line in part.pile if line.copy_id is not None and line.tone is Tone.STOP]
    if not refused:
        message = Message(Tone.LOOK, _("Nothing in the pile was refused."))
        return Answer(part, message, Told("nothing"))
    reason = values.get("reason", "").strip()
    allowed_by = who_may(desk, Right.OVERRIDE, values.get("pin", ""))
    if not reason or allowed_by is None:
        sentence = _("Why may these copies be lent to the class all the same?")
        if values.get("pin"):
            sentence = _("This PIN does not allow an override.")
        needs_pin = not desk.operator.may(Right.OVERRIDE)
        return Answer(part, ask=Ask("override", sentence, needs_pin, reason, act="corners.override"))
    found = [judge_for_filling(desk, corner.id, line.copy_id or 0) for line in refused]
    codes = frozenset(block.code for each in found for block in each.blocks)
    override = Override(codes, reason, allowed_by.id)
    judged = {line.code: judge_for_filling(desk, corner.id, line.copy_id or 0, (), override) for line in refused}
    pile = tuple(
        replace(_fill_line(judged[line.code]), passed=True) if line.code in judged else line for line in part.pile
    )
    part = replace(part, pile=pile, override=override)
    passed = sum(1 for each in judged.values() if each.verdict is FillVerdict.FINE)
    headline = ngettext("{count} copy passed by an override", "{count} copies passed by an override", passed)
    details = (words.stand_words(corner, len(part.fine)),)
    tone = Tone.LOOK if passed else Tone.STOP
    message = Message(tone, headline.format(count=passed), details)
    return Answer(part, message, Told("override"), offers=_fill_offers(part))


def open_pile(answer: Answer) -> Answer:
    """While a pile grows DC-YES writes it, and undoing takes off what was scanned last and nothing written before."""
    part = answer.part
    if not part.pile or part.view not in (View.FILL, View.BACK):
        return answer
    offers = (*answer.offers, Offer("corners.drop_last", "", "DC-UNDO"))
    if part.fine and "DC-YES" not in {offer.barcode for offer in offers}:
        act = "corners.lend" if part.view is View.FILL else "corners.take_back"
        offers = (*offers, Offer(act, "", "DC-YES"))
    return replace(answer, offers=offers)


def mark_line_damaged(part: CornersPart, act: str, values: Mapping[str, str]) -> Answer:
    """Flag the copy that was scanned last; it is written with the pile."""
    word = act.partition(":")[2]
    if word and word not in DAMAGE_WORDS:
        raise UnknownActError(act)
    last = next((line for line in part.pile if line.verdict == BackVerdict.BACK), None)
    if last is None or part.pile[0] is not last:
        return Answer(part, Message(Tone.LOOK, _("Scan the damaged copy first.")), Told("nothing"))
    if "note" not in values and not word:
        sentence = _("What is the damage to {title}?").format(title=last.title)
        return Answer(part, ask=Ask("damage", sentence, act="corners.damage"))
    seen = tuple(dict.fromkeys((*last.seen, *values.get("seen", "").split(), *([word] if word else []))))
    note = values.get("note", "").strip() or last.damage or ""
    said = _(", ").join([*(_(DAMAGE_KIND_WORDS[kind]) for kind in kinds_in(seen)), *([note] if note else [])])
    condition = _("damaged: {note}").format(note=said) if said else _("damaged")
    flagged = replace(last, damage=note, seen=seen, words=condition)
    part = replace(part, pile=(flagged, *part.pile[1:]))
    headline = _("{title} will go to repair").format(title=last.title)
    return Answer(part, Message(Tone.LOOK, headline, (said,) if said else ()), Told("damaged", last.code, last.title))


def take_pile_back(desk: Desk, part: CornersPart, corner: Corner) -> Answer:
    """Take back what belongs in this corner, as one act; what is short stays on loan to it, and is named."""
    if not part.fine:
        message = Message(Tone.LOOK, _("There is nothing in the pile that stood in this corner."))
        return Answer(part, message, Told("nothing"))
    damaged = {
        line.copy_id: DamageReport(kinds_in(line.seen), severity_in(line.seen), line.damage)
        for line in part.pile
        if line.copy_id and line.damage is not None
    }
    outcome = take_back(desk, corner.id, part.fine, damaged)
    back = {came.copy.id for came in outcome.back}
    short = tuple(_listed(line.copy, line.sub_loan.patron if line.sub_loan else "") for line in outcome.short)
    sheet = (Part(_("Short"), short), *_parts_of_pile(part), _back_part(part, back))
    message, told = words.taken_back_message(outcome)
    left = tuple(line for line in part.pile if line.copy_id not in back)
    offers = (Offer("corners.print_result", _("Print the sheet of what came back")),)
    written = tuple(line for line in part.pile if line.copy_id in back)
    return Answer(replace(part, pile=left, written=written, sheet=sheet), message, told, offers=offers)


def return_extra(desk: Desk, part: CornersPart, copy_id: int) -> Answer:
    """Return a copy that lay in the pile and is on loan to somebody else, as Returns would."""
    outcome = check_in(desk, copy_id)
    headline = _("{title} is back").format(title=outcome.copy.name)
    details = (_("It was on loan to {patron}").format(patron=outcome.loan.patron),) if outcome.loan else ()
    kept = tuple(line for line in part.pile if line.copy_id != copy_id)
    told = Told(str(outcome.kind), outcome.copy.code, outcome.copy.title, outcome.loan.patron if outcome.loan else "")
    return Answer(replace(part, pile=kept), Message(Tone.DONE, headline, details), told)


def begin(desk: Desk, part: CornersPart, view: View) -> Answer:
    """Bring another view of the corner to the top, with an empty pile."""
    begun = read_part(desk, replace(part, view=view, pile=(), written=(), pupil=None, override=NO_OVERRIDE, sheet=()))
    return Answer(begun, words.calm(begun), Told(f"corner-{view}"))


def _fill_line(judged: FillJudgement) -> PileLine:
    reasons = _(", ").join(block.sentence for block in judged.blocks[:1])
    said = _("may be lent") if judged.verdict is FillVerdict.FINE else reasons or words.fill_words(judged)
    return _line(judged.copy, str(judged.verdict), said, words.fill_tone(judged.verdict))


def _back_line(judged: BackJudgement) -> PileLine:
    tone = Tone.DONE if judged.verdict is BackVerdict.BACK else Tone.LOOK
    said = _("of this corner") if judged.verdict is BackVerdict.BACK else words.back_words(judged)
    return _line(judged.copy, str(judged.verdict), said, tone)


def _line(copy: Copy, verdict: str, said: str, tone: Tone) -> PileLine:
    return PileLine(copy.code, copy.id, copy.name, copy.call_number, verdict, said, tone)


def _no_copy(part: CornersPart, scan: Scan, found: Identified) -> Answer:
    if found.patron is not None:
        headline = _("This is the card of {patron}. Scan copies onto the pile.").format(patron=found.patron.label)
        return Answer(part, Message(Tone.LOOK, headline), Told("patron", patron=found.patron.name))
    line = PileLine(scan.code, None, "", "", "unknown", _("unknown"), Tone.STOP)
    others = tuple(other for other in part.pile if other.code != scan.code)
    headline = _("Unknown: {code}").format(code=scan.code)
    message = Message(Tone.STOP, headline, (_("Put the book aside for the librarian."),))
    return Answer(replace(part, pile=(line, *others)), message, Told("unknown", scan.code))


def _fill_offers(part: CornersPart) -> tuple[Offer, ...]:
    offers = []
    if part.fine:
        offers.append(Offer("corners.lend", "", "DC-YES"))
    if any(line.copy_id is not None and line.tone is Tone.STOP for line in part.pile):
        offers.append(Offer("corners.override", _("Override"), "DC-OVERRIDE"))
    return tuple(offers)


def _parts_of_pile(part: CornersPart) -> tuple[Part, ...]:
    headings = {
        _("Extra"): ("extra", "extra-on-loan"),
        _("Swapped"): ("swapped",),
        _("Unknown"): ("unknown",),
    }
    of_pile = list(reversed(part.pile))
    parts = [
        Part(heading, tuple(_of_line(line) for line in of_pile if line.verdict in verdicts))
        for heading, verdicts in headings.items()
    ]
    damaged = tuple(_of_line(line, line.damage) for line in of_pile if line.damage is not None)
    return (*parts, Part(_("Damaged"), damaged))


def _back_part(part: CornersPart, back: set[int]) -> Part:
    return Part(_("Came back"), tuple(_of_line(line, "") for line in reversed(part.pile) if line.copy_id in back))


def _of_line(line: PileLine, remark: str | None = None) -> ListedCopy:
    return ListedCopy(line.call_number, line.title, line.code, line.words if remark is None else remark)


def _listed(copy: Copy, remark: str) -> ListedCopy:
    return ListedCopy(copy.call_number, copy.name, copy.code, remark)


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 4 else 0
