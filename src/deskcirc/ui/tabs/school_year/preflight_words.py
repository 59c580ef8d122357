"""What a preflight calls its findings, why they matter, and what can be done about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.preflight import PreflightCode
from deskcirc.text import marked
from deskcirc.ui.outcome import Tone


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding: the button's words, and the act; `asks` names what a person must give first.

    An act of another tab begins with `in:`; `{subject}` and `{other}` in it stand for the finding's ids.
    """

    label: str
    act: str
    asks: str = ""  # "day" or "price"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its title, what it means at the counter, how urgent it is, and its fixes."""

    title: str
    meaning: str
    tone: Tone
    fixes: tuple[Fix, ...] = ()


_OPEN_PATRON: Final = Fix(marked("Open the patron"), "in:patrons:patron:{subject}")
_OPEN_HAND_OVER: Final = Fix(marked("Open the hand-over"), "in:accession:section:hand_over")
_SET_CALENDAR: Final = Fix(marked("Open the calendar"), "section:calendar")

KINDS: Final[dict[str, Kind]] = {
    PreflightCode.CLOSED_TODAY: Kind(
        marked("Closed today"),
        marked("Nothing falls due today; lending goes on as usual."),
        Tone.LOOK,
        (_SET_CALENDAR,),
    ),
    PreflightCode.CALENDAR_ENDS: Kind(
        marked("The calendar ends"),
        marked("Loans may fall due on days of which nobody has said whether the library is open."),
        Tone.LOOK,
        (_SET_CALENDAR,),
    ),
    BlockCode.NO_RULE: Kind(
        marked("No circulation rule"),
        marked("Nobody has said whether these patrons may borrow this item type, so the counter refuses."),
        Tone.STOP,
        (Fix(marked("Set a rule"), "in:school_year:rules.new:{subject}:{other}"),),
    ),
    BlockCode.CARD_EXPIRED: Kind(
        marked("Card expired"),
        marked("Their right to borrow has ended by the date on the card."),
        Tone.STOP,
        (
            Fix(marked("Extend …"), "extend:{subject}", "day"),
            Fix(marked("Extend all …"), "extend_all", "day"),
            _OPEN_PATRON,
        ),
    ),
    PreflightCode.NO_CARD: Kind(
        marked("Nothing to scan"),
        marked("Without a number or a card a patron can only be found by name."),
        Tone.STOP,
        (_OPEN_PATRON,),
    ),
    PreflightCode.CODE_TWICE: Kind(
        marked("Card and copy share a code"),
        marked("The counter takes the scan for the copy."),
        Tone.STOP,
        (_OPEN_PATRON,),
    ),
    BlockCode.CARD_NOT_VALID: Kind(
        marked("Card not valid"), marked("The card was lost, replaced or stopped."), Tone.STOP, (_OPEN_PATRON,)
    ),
    BlockCode.SUSPENDED: Kind(
        marked("Suspended"), marked("They may borrow again after the day named."), Tone.LOOK, (_OPEN_PATRON,)
    ),
    BlockCode.OVERDUE: Kind(
        marked("Something is overdue"),
        marked("They borrow again once it is back or renewed."),
        Tone.LOOK,
        (_OPEN_PATRON, Fix(marked("Lists for the class teachers"), "in:classes:section:end_of_term")),
    ),
    BlockCode.PATRON_STOPPED: Kind(
        marked("Lending stopped"), marked("The librarian has stopped them."), Tone.LOOK, (_OPEN_PATRON,)
    ),
    BlockCode.LEAVER_STOPPED: Kind(
        marked("Leavers bring back only"),
        marked("Lending to the last grade has stopped before the finals."),
        Tone.DONE,
        (Fix(marked("Open the leavers"), "in:classes:section:leavers"),),
    ),
    BlockCode.LOAN_LIMIT: Kind(
        marked("Have as many as they may"),
        marked("They bring one back before they borrow the next."),
        Tone.DONE,
        (_OPEN_PATRON,),
    ),
    BlockCode.TYPE_LIMIT: Kind(
        marked("Have as many of a type as they may"),
        marked("They bring one back before they borrow the next."),
        Tone.DONE,
        (_OPEN_PATRON,),
    ),
    BlockCode.OUTSIDE_TURN: Kind(
        marked("No turn today"),
        marked("By the rota their class comes on another day."),
        Tone.DONE,
        (Fix(marked("Open the rota"), "section:rota"),),
    ),
    BlockCode.NEXT_TERM_NOT_SET: Kind(
        marked("The next term is not set"),
        marked("Vacation loans fall due in the next term, and nobody has said when it begins."),
        Tone.STOP,
        (_SET_CALENDAR,),
    ),
    BlockCode.COPY_IN_PROCESS: Kind(
        marked("Still being processed"),
        marked("If these copies stand on the shelf already, they are refused at the counter."),
        Tone.STOP,
        (
            Fix(marked("Put into stock"), "stock:{subject}"),
            Fix(marked("Put all into stock"), "stock_all"),
            _OPEN_HAND_OVER,
        ),
    ),
    PreflightCode.LONG_IN_PROCESS: Kind(
        marked("New books left lying"),
        marked("They came more than a month ago and were never handed over to the shelves."),
        Tone.LOOK,
        (_OPEN_HAND_OVER, Fix(marked("Put into stock"), "stock:{subject}")),
    ),
    PreflightCode.NOT_DESCRIBED: Kind(
        marked("On the shelf, not yet catalogued"),
        marked("These titles await cataloguing: whoever looks for them may not find them."),
        Tone.LOOK,
        (
            Fix(marked("Describe the title"), "in:accession:cataloguing.open:{subject}"),
            Fix(marked("All that await it"), "in:accession:section:to_complete"),
        ),
    ),
    PreflightCode.NO_LABEL: Kind(
        marked("On the shelf without a label"),
        marked("They were handed over before their labels were printed."),
        Tone.LOOK,
        (Fix(marked("Open the labels"), "in:accession:section:labels"),),
    ),
    BlockCode.COPY_IN_REPAIR: Kind(
        marked("In repair"), marked("Refused until they are mended; look whether one stands on the shelf."), Tone.LOOK
    ),
    PreflightCode.NO_PRICE: Kind(
        marked("No price"),
        marked("They are lent as usual; only a loss could not be charged."),
        Tone.DONE,
        (
            Fix(marked("Set the price …"), "price:{subject}", "price"),
            Fix(marked("Set the same price for all …"), "price_all", "price"),
        ),
    ),
}
"""By the codes of blocks and findings; the order is that of urgency on the screen."""

_OTHER: Final = Kind(marked("Refused for another reason"), "", Tone.LOOK, ())


def kind_of(code: str) -> Kind:
    """What a finding of that code is called; a reason younger than this list is shown all the same."""
    return KINDS.get(code, _OTHER)


def urgency(code: str) -> int:
    """Where a code stands on the screen: refusals that can be mended first."""
    order = {Tone.STOP: 0, Tone.LOOK: 1, Tone.DONE: 2}
    return order[kind_of(code).tone]
