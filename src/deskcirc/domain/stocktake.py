"""A count of the shelves: its scope, the groups that every copy of it is in from the start, and what a scan in it is.

**Presence comes from three streams.** A copy that had to stand on a shelf when the count was opened is present when
it was scanned at a shelf after that instant, in whatever count, or went over the counter since: lent, returned, used
in the house, taken to repair. So lending goes on while people count for two weeks, and the result is that of
counting in one night: a copy that is not on its shelf when that is counted has been lent, and one that comes back
afterwards has been returned. Whatever was on loan, kept, mended, lost or missing at the opening is accounted for in
its own group and is missed by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext

BLOCK: Final = 4096
"""Copies, by their number, whose groups lie in one frozen block."""


class Group(IntEnum):
    """Where a copy was when the count was opened; the byte that is frozen. 0 stands for a copy out of its scope."""

    SHELF = 1  # it has to be found there
    TROLLEY = 2  # came back and waits for shelving
    ON_LOAN = 3
    CORNER = 4  # lent to a class corner
    HOLD_SHELF = 5
    READING_ROOM = 6  # somebody reads it here
    REPAIR = 7
    IN_PROCESS = 8
    MISSING = 9  # was missed before
    LOST = 10


GROUP_WORDS: Final = {
    Group.SHELF: marked("on the shelf"),
    Group.TROLLEY: marked("on the trolley"),
    Group.ON_LOAN: marked("on loan"),
    Group.CORNER: marked("in a class corner"),
    Group.HOLD_SHELF: marked("on the hold shelf"),
    Group.READING_ROOM: marked("in the reading room"),
    Group.REPAIR: marked("in repair"),
    Group.IN_PROCESS: marked("being processed"),
    Group.MISSING: marked("missing before"),
    Group.LOST: marked("lost before"),
}


class StocktakeState(StrEnum):
    """Open and paused counts take the place of the stock; a closed one can be opened again, a void one cannot."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    VOID = "void"


RUNNING: Final = (StocktakeState.OPEN, StocktakeState.PAUSED)
STOCKTAKE_STATE_WORDS: Final = {
    StocktakeState.OPEN: marked("counting"),
    StocktakeState.PAUSED: marked("paused"),
    StocktakeState.CLOSED: marked("closed and signed"),
    StocktakeState.VOID: marked("void"),
}


class CountKind(StrEnum):
    """What a line of a count is; every line is exactly one, so that lines read = the sum of the six."""

    FOUND = "found"
    REPEAT = "repeat"  # counted already, or an unknown code noted already
    ON_LOAN = "on_loan"  # stands on a shelf though it is on loan since before it was scanned
    ELSEWHERE = "elsewhere"  # a copy of the library that this count does not ask for
    UNKNOWN = "unknown"  # kept with its place, to be solved
    REFUSED = "refused"  # can't be counted: withdrawn, too early, no code


COUNT_KIND_WORDS: Final = {
    CountKind.FOUND: marked("found"),
    CountKind.REPEAT: marked("counted twice"),
    CountKind.ON_LOAN: marked("on loan, yet here"),
    CountKind.ELSEWHERE: marked("not of this count"),
    CountKind.UNKNOWN: marked("unknown code"),
    CountKind.REFUSED: marked("not counted"),
}


class Remark(StrEnum):
    """What is to be said or done about a line besides its kind."""

    NOTHING = ""
    WRONG_SHELF = "wrong_shelf"  # belongs to another shelf or location
    OUT_OF_ORDER = "out_of_order"
    WAS_LOST = "was_lost"
    WAS_MISSING = "was_missing"
    IN_REPAIR = "in_repair"
    ON_HOLD_SHELF = "on_hold_shelf"
    IN_PROCESS = "in_process"
    NEW = "new"  # came into stock after the opening
    OTHER_SHELF = "other_shelf"  # a repeat, but at another shelf than before: two labels may be alike
    WITHDRAWN = "withdrawn"
    TOO_EARLY = "too_early"  # scanned before the count was opened
    IN_FUTURE = "in_future"  # the handheld's clock is ahead
    CARD = "card"  # the card of a patron
    UNREADABLE = "unreadable"
    NO_QUANTITY = "no_quantity"  # a quantity of 0, or none that can be read
    QUANTITY = "quantity"  # more than one of a code that one copy bears


STOOD_THOUGH_GONE: Final = (Remark.WAS_LOST, Remark.WAS_MISSING)
"""The register had given the copy up, and it stood on a shelf."""


class DecisionKind(StrEnum):
    """What somebody decided about a copy or an unknown code of a count; each can be taken back."""

    SEARCHED = "searched"  # looked for once more, in vain
    MISSING = "missing"
    LOST = "lost"
    FOUND = "found"  # was lost or missing and stood on a shelf
    RETURNED = "returned"  # by evidence: stood on a shelf though on loan
    MOVED = "moved"  # put back to where it belongs
    RELOCATED = "relocated"  # belongs now where it stood
    MATCHED = "matched"  # an unknown code is this copy's
    ACCESSIONED = "accessioned"  # an unknown code is a copy that was registered for it
    SET_ASIDE = "set_aside"  # an unknown code with which nothing is to be done
    DAMAGED = "damaged"
    WITHDRAWAL = "withdrawal"  # proposed to be withdrawn


DECISION_WORDS: Final = {
    DecisionKind.SEARCHED: marked("looked for in vain"),
    DecisionKind.MISSING: marked("missing"),
    DecisionKind.LOST: marked("declared lost"),
    DecisionKind.FOUND: marked("found again"),
    DecisionKind.RETURNED: marked("returned"),
    DecisionKind.MOVED: marked("put in its place"),
    DecisionKind.RELOCATED: marked("belongs here now"),
    DecisionKind.MATCHED: marked("matched"),
    DecisionKind.ACCESSIONED: marked("registered"),
    DecisionKind.SET_ASIDE: marked("set aside"),
    DecisionKind.DAMAGED: marked("to repair"),
    DecisionKind.WITHDRAWAL: marked("proposed for withdrawal"),
}


ABOUT_CODES: Final = (DecisionKind.MATCHED, DecisionKind.ACCESSIONED, DecisionKind.SET_ASIDE)
"""Decisions about unknown codes: their scans are named, and for a match the copy of each beside it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which copies a count asks for; an empty tuple or text does not narrow it.

    `class_from` and `class_to` are class numbers, both included with all that begins with them ("I" to "I" is the
    whole of class I); `shelves` are those whose label is scanned, by number.
    """

    locations: tuple[int, ...] = ()
    item_types: tuple[int, ...] = ()
    shelves: tuple[int, ...] = ()
    class_from: str = ""
    class_to: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether the whole stock is counted."""
        return self == Scope()

    def stored(self) -> str:
        """As the library file keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def stored_scope(stored: str) -> Scope:
    """The scope from what the library file keeps."""
    kept = json.loads(stored)
    return Scope(
        tuple(kept["locations"]),
        tuple(kept["item_types"]),
        tuple(kept["shelves"]),
        kept["class_from"],
        kept["class_to"],
    )


@dataclass(frozen=True, slots=True)
class Stocktake:
    """One count."""

    id: int
    number: str  # "盘2026-01"
    name: str
    scope: Scope
    blind: bool  # whoever counts does not see what is expected
    state: StocktakeState
    opened_at: datetime  # UTC
    opened_by: str
    state_at: datetime
    copies: int
    expected: int  # of them those that had to stand on a shelf
    backup: str = ""
    note: str = ""
    previous_id: int | None = None
    closed_at: datetime | None = None
    seal: str = ""

    @property
    def runs(self) -> bool:
        """Whether it is open or paused: decisions are taken in it, and files taken back."""
        return self.state in RUNNING

    @property
    def takes_scans(self) -> bool:
        """Whether scans are counted in it now."""
        return self.state is StocktakeState.OPEN

    def since(self, at: datetime, *, untimed: bool) -> datetime:
        """Since when a copy scanned at `at` surely stood there: of an untimed line only that the count was open."""
        return self.opened_at if untimed else at

    @property
    def label(self) -> str:
        """Its name, or its number where nobody gave it one."""
        return self.name or self.number

    @property
    def named(self) -> str:
        """Its name with its number, which tells two of one name apart: for lists to choose from."""
        return f"{self.name} · {self.number}" if self.name else self.number

    @property
    def why_no_scans(self) -> str:
        """Why a scan is not counted in it now, with the way out; "" where it is."""
        if self.state is StocktakeState.PAUSED:
            return _("{count} is paused: continue it first.").format(count=self.label)
        if self.state is StocktakeState.CLOSED:
            return _(
                "{count} is closed: what is scanned now no longer counts. The librarian can open it again."
            ).format(count=self.label)
        if self.state is StocktakeState.VOID:
            return _("{count} was declared void: open another count.").format(count=self.label)
        return ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf with its label. What stands on it begins at `first_key` and ends where the next of its location begins;
    where nobody said with which call number it begins, `first_key` is "" and its order alone is checked."""

    id: int
    code: str
    name: str
    location_id: int | None
    location: str
    place: int  # walking order
    first_call_number: str = ""
    first_key: str = ""
    end_key: str = ""  # the first key that no longer belongs to it; "" for the last
    ended: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.code

    def holds(self, shelf_key: str) -> bool:
        """Whether a copy of this shelf key belongs on it, as far as anybody said."""
        if not self.first_key:
            return True
        return self.first_key <= shelf_key and (not self.end_key or shelf_key < self.end_key)


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of a count as it was noted: a live scan, or a line of a handheld's file."""

    id: int
    stocktake_id: int
    copy_id: int | None
    code: str
    at: datetime
    kind: CountKind
    remark: Remark = Remark.NOTHING
    shelf_id: int | None = None
    location_id: int | None = None
    person: str = ""
    file_id: int | None = None
    line: int | None = None
    quantity: int = 1
    untimed: bool = False  # `at` is only a day somebody named, or the loading of its file


@dataclass(frozen=True, slots=True)
class CountSums:
    """How many lines were read, and what each was; `read` is always the sum of the others."""

    found: int = 0
    repeat: int = 0
    on_loan: int = 0
    elsewhere: int = 0
    unknown: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """All lines."""
        return self.found + self.repeat + self.on_loan + self.elsewhere + self.unknown + self.refused

    def sentence(self) -> str:
        """All of it in words: "120 lines = 112 found + 8 counted twice"; a kind without a line is left out."""
        counted = {kind: getattr(self, kind.value) for kind in COUNT_KIND_WORDS}
        said = [kind for kind, count in counted.items() if count or kind is CountKind.FOUND]
        parts = [
            _("{count} {kind}").format(count=f"{counted[kind]:,}", kind=_kind(kind, counted[kind])) for kind in said
        ]
        read = ngettext("{count} line", "{count} lines", self.read).format(count=f"{self.read:,}")
        return f"{read} = {' + '.join(parts)}"


def _kind(kind: CountKind, count: int) -> str:
    """What so many lines are."""
    if kind is CountKind.UNKNOWN and count != 1:
        return _("unknown codes")
    return _(COUNT_KIND_WORDS[kind])


def sums_of(kinds: Iterable[CountKind]) -> CountSums:
    """The sums of these lines."""
    counted = dict.fromkeys(CountKind, 0)
    for kind in kinds:
        counted[kind] += 1
    return CountSums(**{kind.value: count for kind, count in counted.items()})


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided, and whether it still holds."""

    id: int
    stocktake_id: int
    copy_id: int | None
    scan_id: int | None
    kind: DecisionKind
    at: datetime
    by: str = ""
    note: str = ""
    state_before: str = ""
    at_closing: bool = False
    reversed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FrozenGroups:
    """The groups of one count as they were frozen, a block of bytes by its number."""

    blocks: dict[int, bytes] = field(default_factory=dict)

    def group_of(self, copy_id: int) -> Group | None:
        """Where the copy was at the opening; None for one out of scope, and for one that came later."""
        groups = self.blocks.get(copy_id // BLOCK, b"")
        place = copy_id % BLOCK
        return Group(groups[place]) if place < len(groups) and groups[place] else None

    def copies_in(self, *groups: Group) -> list[int]:
        """The numbers of all copies in these groups, ascending."""
        wanted = {int(group) for group in groups}
        return [
            block * BLOCK + place
            for block, octets in sorted(self.blocks.items())
            for place, group in enumerate(octets)
            if group in wanted
        ]

    def whole(self) -> bytes:
        """The groups of all copies in a row, a byte by the number of the copy."""
        most = max(self.blocks, default=-1) + 1
        return b"".join(self.blocks.get(block, b"").ljust(BLOCK, b"\0") for block in range(most))

    def sums(self) -> dict[Group, int]:
        """How many copies are in each group that has any."""
        counts = ((group, sum(octets.count(group) for octets in self.blocks.values())) for group in Group)
        return {group: count for group, count in counts if count}


def frozen(groups: Iterable[tuple[int, Group]]) -> FrozenGroups:
    """Freeze these copies, by number, with their groups."""
    drafts: dict[int, bytearray] = {}
    for copy_id, group in groups:
        drafts.setdefault(copy_id // BLOCK, bytearray(BLOCK))[copy_id % BLOCK] = group
    return FrozenGroups({block: bytes(draft.rstrip(b"\0")) for block, draft in sorted(drafts.items())})
