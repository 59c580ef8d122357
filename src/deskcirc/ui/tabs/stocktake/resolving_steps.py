"""The buttons of the section "resolving": which steps fit a kind of matter, each with its words and its key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcirc.domain.count_findings import DecisionLine
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter


class Asks(StrEnum):
    """What is asked before a step is done; nothing, mostly."""

    NOTHING = ""
    DAMAGE = "damage"
    WITHDRAWAL = "withdrawal"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its act, its words as marked for translation, its icon; `decides` where only the librarian may."""

    act: str
    words: str
    icon: str = ""
    asks: Asks = Asks.NOTHING
    decides: bool = True
    one: bool = False  # about the line under the cursor alone, whatever is ticked

    @property
    def label(self) -> str:
        """In the language of the screen; three dots where something is asked first."""
        return _(self.words)


_DAMAGED: Final = Step("damaged", marked("To repair …"), "mend", Asks.DAMAGE)
_LOST: Final = Step("ask_lost", marked("Declare it lost …"))
_WITHDRAWAL: Final = Step("withdrawal", marked("Propose withdrawal …"), "", Asks.WITHDRAWAL)
_MOVED: Final = Step("moved", marked("Put in its place"), "shelf")
STEPS: Final[dict[Matter, tuple[Step, ...]]] = {
    Matter.NOT_SEEN: (
        Step("here", marked("It is here"), "check", decides=False),
        Step("searched", marked("Looked for in vain"), "search"),
        Step("missing", marked("Missing")),
        _LOST,
        _WITHDRAWAL,
    ),
    Matter.ON_LOAN: (Step("returned", marked("It was returned"), "check", decides=False),),
    Matter.FOUND: (Step("found", marked("It is found"), "check"), _DAMAGED, _WITHDRAWAL),
    Matter.MISPLACED: (
        _MOVED,
        Step("relocated", marked("Belongs here now")),
        _DAMAGED,
        _WITHDRAWAL,
    ),
    Matter.ORDER: (_MOVED,),
    Matter.UNKNOWN: (
        Step("match", marked("Scan its copy"), "search", one=True),
        Step("registered", marked("Register it …"), "parcel", one=True),
        Step("set_aside", marked("Set aside")),
        Step("photo", marked("Photo …"), "folder", Asks.PHOTO, decides=False, one=True),
    ),
    Matter.ALIKE: (Step("moved", marked("It is one copy"), "check"), _DAMAGED),
    Matter.KEPT: (Step("moved", marked("Taken where it belongs"), "check"), _DAMAGED, _WITHDRAWAL),
    Matter.DECIDED: (Step("take_back", marked("Take the decision back"), "undo"), _LOST, _WITHDRAWAL),
}
"""The steps in the order of their keys: Ctrl+1 is the first."""
_LATER: Final = {
    "ask_lost": (DecisionKind.SEARCHED, DecisionKind.MISSING),
    "withdrawal": (DecisionKind.SEARCHED, DecisionKind.MISSING, DecisionKind.LOST),
}


def fits(step: Step, line: Line | None) -> bool:
    """Whether the step may follow what was decided of the line; about a line that is still open every step may be."""
    return not isinstance(line, DecisionLine) or line.decision.kind in _LATER.get(step.act, (line.decision.kind,))
