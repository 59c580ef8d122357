"""What is ordered about copies and codes of a count, what came of it, and what the count knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import LossWay
from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.domain.stocktake import ABOUT_CODES, CountedLine, Decision, DecisionKind, FrozenGroups, Stocktake
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.count_decisions import decisions_about, standing_decisions
from deskcirc.store.lookups.counted import lines_by_ids, lines_of_copies
from deskcirc.store.lookups.loans import loans_of_copies
from deskcirc.store.lookups.presence import present_of
from deskcirc.store.lookups.stocktakes import frozen_groups


class DecisionMore(TypedDict, total=False):
    """What some decisions ask besides: LOST its way and its price in fen, RELOCATED another place than where it stood,
    MATCHED and ACCESSIONED whether the code becomes an old label of the copy, DAMAGED what is damaged, WITHDRAWAL
    which proposed batch, or the reason of a new one."""

    way: LossWay
    amount: int | None
    patron_id: int | None
    location_id: int | None
    old_label: bool
    damage: tuple[DamageKind, ...]
    severity: Severity
    withdrawal_id: int | None
    reason: WithdrawalReason


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What was decided, what was refused (the id of the copy, or of the scan, with the sentence), what is to be done.

    `why_not` where nothing was decided at all; `said` are sentences for hands: "take it to the hold shelf".
    """

    done: tuple[Decision, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
    why_not: str = ""
    said: tuple[str, ...] = ()
    withdrawal_id: int | None = None  # the batch into which copies were proposed


class NotDecidedError(Exception):
    """This one is refused, with the sentence; nothing of it is written."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the copies and codes that are decided about."""

    copies: dict[int, Copy]
    loans: dict[int, OpenLoan]
    lines: dict[int, list[CountedLine]]  # where each copy was seen in this count, the first time first
    scans: dict[int, CountedLine]
    standing: dict[int, list[Decision]]  # what is decided in this count, by copy
    about_scans: dict[int, list[Decision]]  # and by scan
    present: set[int]
    groups: FrozenGroups

    def of_scan(self, scan_id: int) -> list[Decision]:
        """What stands about a scan."""
        return self.about_scans.get(scan_id, [])


@dataclass(frozen=True, slots=True)
class Case:
    """One copy or code with the decision that is wanted; `said` gathers what is to be told."""

    desk: Desk
    writing: Writing
    stocktake: Stocktake
    kind: DecisionKind
    known: Known
    note: str = ""
    more: DecisionMore = field(default_factory=DecisionMore)
    copy: Copy | None = None
    line: CountedLine | None = None
    said: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)  # the withdrawal into which copies go, once it is opened

    @property
    def about(self) -> int:
        """The id by which a refusal names it: of the copy, or of the scan of a code."""
        if self.line is not None and (self.kind in ABOUT_CODES or self.copy is None):
            return self.line.id
        return 0 if self.copy is None else self.copy.id

    @property
    def the_copy(self) -> Copy:
        """The copy. Raises GoneError for a decision that was given none."""
        if self.copy is None:
            raise GoneError
        return self.copy

    @property
    def the_line(self) -> CountedLine:
        """The scan. Raises GoneError for a decision that was given none."""
        if self.line is None:
            raise GoneError
        return self.line

    @property
    def loan(self) -> OpenLoan | None:
        """The open loan of the copy."""
        return self.known.loans.get(self.the_copy.id)


def cases(base: Case, copy_ids: Sequence[int], scan_ids: Sequence[int]) -> list[Case]:
    """One case for each copy or code; a copy decided about by its scan alone is that of the scan.

    Raises GoneError for a copy or a scan that does not exist, or that is not of this count.
    """
    if base.kind not in ABOUT_CODES:
        ids = list(dict.fromkeys([*copy_ids, *_copies_of(base, scan_ids)]))
        named = {base.known.scans[scan_id].copy_id: base.known.scans[scan_id] for scan_id in scan_ids}
        return [replace(base, copy=_copy(base, each), line=named.get(each) or _last_line(base, each)) for each in ids]
    lines = [base.known.scans[each] for each in dict.fromkeys(scan_ids)]
    if base.kind is DecisionKind.SET_ASIDE:
        return [replace(base, line=line) for line in lines]
    if len(lines) != len(copy_ids):
        raise GoneError
    return [replace(base, line=line, copy=_copy(base, copy_id)) for line, copy_id in zip(lines, copy_ids, strict=True)]


def known_of(
    desk: Desk, writing: Writing, stocktake: Stocktake, copy_ids: Sequence[int], scan_ids: Sequence[int]
) -> Known:
    """Read everything that is asked of these copies and codes.

    Raises GoneError for a scan of another count, and for one that was taken back with its file: it is no evidence.
    """
    connection = writing.connection
    scans = lines_by_ids(connection, list(dict.fromkeys(scan_ids)), standing=True)
    if any(scan_id not in scans or scans[scan_id].stocktake_id != stocktake.id for scan_id in scan_ids):
        raise GoneError
    ids = list(dict.fromkeys([*copy_ids, *(line.copy_id for line in scans.values() if line.copy_id is not None)]))
    return Known(
        copies={copy.id: copy for copy in copies_by_ids(connection, ids)},
        loans=loans_of_copies(connection, ids, desk.policy, desk.today),
        lines=lines_of_copies(connection, stocktake.id, ids),
        scans=scans,
        standing=standing_decisions(connection, stocktake.id, ids),
        about_scans=decisions_about(connection, list(scans)),
        present=present_of(connection, stocktake, ids),
        groups=frozen_groups(connection, stocktake.id),
    )


def nothing_known() -> Known:
    """Before anything is read."""
    return Known({}, {}, {}, {}, {}, {}, set(), FrozenGroups())


def _copies_of(base: Case, scan_ids: Sequence[int]) -> list[int]:
    found = [base.known.scans[each].copy_id for each in scan_ids]
    if None in found:
        raise GoneError
    return [each for each in found if each is not None]


def _copy(base: Case, copy_id: int) -> Copy:
    if copy_id not in base.known.copies:
        raise GoneError
    return base.known.copies[copy_id]


def _last_line(base: Case, copy_id: int) -> CountedLine | None:
    lines = base.known.lines.get(copy_id)
    return lines[-1] if lines else None
