"""What a scan at the shelf is told as: its tone and its shape, the big sentence, and how it stands in the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import COUNT_KIND_WORDS, STOOD_THOUGH_GONE, CountedLine, CountKind, Remark
from deskcirc.text import day_words, marked
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone

_LOOKS: Final[dict[Remark, tuple[str, str]]] = {
    Remark.WRONG_SHELF: (marked("belongs elsewhere"), "shelf"),
    Remark.OUT_OF_ORDER: (marked("out of order"), "order"),
    Remark.WAS_LOST: (marked("was lost"), "search"),
    Remark.WAS_MISSING: (marked("was missing"), "search"),
    Remark.IN_REPAIR: (marked("waits for repair"), "mend"),
    Remark.ON_HOLD_SHELF: (marked("to the hold shelf"), "hold"),
    Remark.IN_PROCESS: (marked("not handed over yet"), "parcel"),
    Remark.NEW: (marked("new since the opening"), "parcel"),
    Remark.QUANTITY: (marked("more than one of a code"), "flag"),
}
"""What stands in the list about a copy that is here, and its shape; all of them are worth a look."""
KIND_LOOKS: Final[dict[CountKind, tuple[Tone, str]]] = {
    CountKind.FOUND: (Tone.DONE, ""),
    CountKind.REPEAT: (Tone.REPEAT, ""),
    CountKind.ON_LOAN: (Tone.LOOK, "lend"),
    CountKind.ELSEWHERE: (Tone.LOOK, ""),
    CountKind.UNKNOWN: (Tone.STOP, "help"),
    CountKind.REFUSED: (Tone.STOP, ""),
}
"""The tone of each kind, and its shape where that is not its tone's."""
_ASIDE: Final = {
    Remark.WITHDRAWN: marked("withdrawn"),
    Remark.CARD: marked("a library card"),
    Remark.TOO_EARLY: marked("before the opening"),
    Remark.UNREADABLE: marked("not readable"),
    Remark.NO_QUANTITY: marked("no quantity"),
}
_BLIND: Final = frozenset({CountKind.FOUND, CountKind.ON_LOAN, CountKind.ELSEWHERE})
"""What a blind count tells alike."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the sentence about a copy needs besides its line: where it belongs, and between which call numbers."""

    belongs: str = ""  # the shelf, or the location
    before: str = ""  # it belongs after this call number
    after: str = ""  # and before this one
    place_before: str = ""  # of a repeat: where it was counted first
    clock_before: str = ""


def line_looks(line: CountedLine, *, blind: bool) -> tuple[str, Tone, str]:
    """The words, the tone and the shape of a line in the list; shape "" is that of its tone."""
    if blind and line.kind in _BLIND:
        return _("read"), Tone.DONE, ""
    words, (tone, shape) = COUNT_KIND_WORDS[line.kind], KIND_LOOKS[line.kind]
    if line.kind is CountKind.REFUSED:
        return _(_ASIDE.get(line.remark, words)), tone, shape
    if line.remark is Remark.OTHER_SHELF:
        return _("counted on another shelf"), Tone.LOOK, "shelf"
    if line.kind is CountKind.ON_LOAN or line.remark not in _LOOKS:
        return _(words), tone, shape
    said, shape = _LOOKS[line.remark]
    return _(said), Tone.LOOK, shape


def told_of(outcome: CountOutcome, *, code: str) -> Told:
    """The scan for machines: "count-found", "count-on_loan" …, with its remark as the reason."""
    decision, copy, loan = outcome.decision, outcome.copy, outcome.loan
    if decision is None:
        return Told("count-refused", code)
    reasons = (decision.remark.value,) if decision.remark else ()
    on_loan = loan.patron if loan is not None and decision.kind is CountKind.ON_LOAN else ""
    title = copy.title if copy is not None else ""
    return Told(f"count-{decision.kind}", copy.code if copy is not None else code, title, on_loan, reasons=reasons)


def said_of(desk: Desk, outcome: CountOutcome, around: Around, *, code: str) -> Message:
    """What the banner says about a scan that was noted."""
    line, copy = outcome.line, outcome.copy
    if line is None or outcome.decision is None:
        return Message(Tone.STOP, outcome.why_not)
    blind = outcome.stocktake.blind
    _words, tone, shape = line_looks(line, blind=blind)
    if copy is None:
        return _without_copy(outcome, code, tone, shape)
    if blind and line.kind in _BLIND:
        return Message(tone, _("{title} is read").format(title=copy.name), (copy.code,))
    headline, hint = _headline(desk, outcome, copy, around)
    stands = " · ".join(part for part in (copy.call_number, copy.code, copy.location) if part)
    return Message(tone, headline, tuple(part for part in (hint, stands) if part), shape)


def _without_copy(outcome: CountOutcome, code: str, tone: Tone, shape: str) -> Message:
    """An unknown code is kept where it lies; so is one that was noted already."""
    if outcome.kind is CountKind.REPEAT:
        return Message(tone, _("{code} was noted already").format(code=code))
    hint = _("It is kept with its place. Lay the book across the shelf: the librarian finds out which it is.")
    return Message(tone, _("No copy has the code {code}").format(code=code), (hint,), shape)


def _headline(desk: Desk, outcome: CountOutcome, copy: Copy, around: Around) -> tuple[str, str]:
    """The big sentence about a copy, and what to do with it."""
    kind, remark = outcome.kind, outcome.line.remark if outcome.line is not None else Remark.NOTHING
    if kind is CountKind.REPEAT:
        return _repeat(copy, remark, around)
    if kind is CountKind.REFUSED:
        words = _("{title} is withdrawn: put it aside").format(title=copy.name)
        return words, copy.state_words
    if kind is CountKind.ON_LOAN and outcome.loan is not None:
        words = _("{title} is on loan to {patron} since {day}")
        since = day_words(outcome.loan.lent_on, desk.today)
        said = words.format(title=copy.name, patron=outcome.loan.holder, day=since)
        return said, _("It stands here: take 1 if it was brought back and nobody noted it.")
    if remark in _SAID:
        headline, hint = _SAID[remark]
        if remark in STOOD_THOUGH_GONE and not desk.operator.may(Right.STOCKTAKE):
            hint = marked("It is noted; the librarian decides.")
        return _(headline).format(title=copy.name), _(hint) if hint else ""
    if remark is Remark.WRONG_SHELF:
        words = _("{title} belongs to {place}") if around.belongs else _("{title} belongs to another shelf")
        return words.format(title=copy.name, place=around.belongs), _("It is counted. Put it on the trolley.")
    if remark is Remark.OUT_OF_ORDER:
        return _out_of_order(copy, around), _("It is counted. Move it there if you have a hand free.")
    if kind is CountKind.ELSEWHERE:
        return _("{title} is not asked for by this count").format(title=copy.name), ""
    return _("{title} is here").format(title=copy.name), ""


_SAID: Final = {
    Remark.WAS_LOST: (
        marked("{title} is here and was registered as lost"),
        marked("Take 1: it is found, and what was owed for it is owed no more."),
    ),
    Remark.WAS_MISSING: (
        marked("{title} is here and was registered as missing"),
        marked("Take 1: it is found."),
    ),
    Remark.IN_REPAIR: (marked("{title} waits for repair: put it on the repair shelf"), ""),
    Remark.ON_HOLD_SHELF: (marked("{title} is kept for somebody: put it on the hold shelf"), ""),
    Remark.IN_PROCESS: (marked("{title} is not handed over yet: put it aside for the librarian"), ""),
    Remark.NEW: (
        marked("{title} came into stock after the count was opened"),
        marked("It is noted; the count does not ask for it."),
    ),
}


def _out_of_order(copy: Copy, around: Around) -> str:
    if around.before and around.after:
        words = _("{title} belongs between {before} and {after}")
    elif around.after:
        words = _("{title} belongs before {after}")
    else:
        words = _("{title} belongs after {before}")
    return words.format(title=copy.name, before=around.before, after=around.after)


def _repeat(copy: Copy, remark: Remark, around: Around) -> tuple[str, str]:
    if remark is Remark.OTHER_SHELF and around.place_before:
        words = _("{title} was counted on shelf {shelf} already")
        hint = _("Two labels may be alike: look at the other one too.")
        return words.format(title=copy.name, shelf=around.place_before), hint
    hint = _("At {clock}").format(clock=around.clock_before) if around.clock_before else ""
    return _("{title} was counted already").format(title=copy.name), hint
