"""Lending inside a class corner: only copies of the corner, only to pupils of its class; no loan of the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.corners import (
    Corner,
    SubLoan,
    SubLoanBlock,
    SubLoanReason,
    copy_blocks,
    operator_blocks,
    pupil_blocks,
)
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.corners import corner_by_id, sub_loan_of_copy
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import corner_loans
from deskcirc.text import gettext as _


class SubLoanKind(StrEnum):
    """What a copy scanned at a corner came to."""

    LENT = "lent-in-corner"
    RETURNED = "returned-in-corner"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SubLoanOutcome:
    """What was done; `before` is the sub-loan that ended by it."""

    kind: SubLoanKind
    corner: Corner
    copy: Copy
    pupil: str = ""
    before: SubLoan | None = None
    blocks: tuple[SubLoanBlock, ...] = ()


def end_sub_loan(desk: Desk, writing: Writing, copy_id: int) -> SubLoan | None:
    """The copy leaves the corner, or comes back into it: whoever had it of the class has it no more."""
    there = sub_loan_of_copy(writing.connection, copy_id, desk.policy)
    if there is not None:
        row = stored_row(writing.connection, corner_loans, there.id)
        back = desk.now if row is None else max(desk.now, row["lent_at"])  # a clock may have been set back
        writing.update(corner_loans, there.id, returned_at=back, returned_by=desk.operator.id)
    return there


def lend_in_corner(desk: Desk, corner_id: int, pupil_id: int, copy_id: int, due: date | None = None) -> SubLoanOutcome:
    """Lend a copy of the corner to a pupil of its class; one that another pupil had comes back by it.

    A copy that the pupil has already comes back instead. Raises GoneError for what does not exist.
    """
    with desk.library.writing(desk.act(ActName.LEND_IN_CORNER)) as writing:
        corner, copy = _read(desk, writing, corner_id, copy_id)
        pupil = patron_by_id(writing.connection, pupil_id, desk.policy, desk.today)
        if pupil is None:
            raise GoneError
        loan = loan_of_copy(writing.connection, copy_id, desk.policy, desk.today)
        of_pupil = (*operator_blocks(corner, desk.operator), *pupil_blocks(corner, pupil))
        blocks = (*of_pupil, *copy_blocks(corner, copy, loan))
        if blocks or loan is None:
            return SubLoanOutcome(SubLoanKind.REFUSED, corner, copy, pupil.name, blocks=blocks)
        before = end_sub_loan(desk, writing, copy_id)
        if before is not None and before.patron_id == pupil.id:
            return _came_back(writing, corner, copy, before)
        writing.insert(
            corner_loans,
            corner_id=corner.id,
            copy_id=copy.id,
            loan_id=loan.id,
            patron_id=pupil.id,
            lent_at=desk.now,
            lent_by=desk.operator.id,
            due=due,
        )
        writing.tell(title=copy.name, code=copy.code, patron=pupil.name, name=corner.class_name)
        return SubLoanOutcome(SubLoanKind.LENT, corner, copy, pupil.name, before)


def return_in_corner(desk: Desk, corner_id: int, copy_id: int) -> SubLoanOutcome:
    """Put a copy back into the corner, whoever brings it. Raises GoneError for what does not exist."""
    with desk.library.writing(desk.act(ActName.RETURN_IN_CORNER)) as writing:
        corner, copy = _read(desk, writing, corner_id, copy_id)
        loan = loan_of_copy(writing.connection, copy_id, desk.policy, desk.today)
        blocks = (*operator_blocks(corner, desk.operator), *copy_blocks(corner, copy, loan))
        before = None if blocks else end_sub_loan(desk, writing, copy_id)
        if before is not None:
            return _came_back(writing, corner, copy, before)
        if not blocks:
            words = _("{title} stands in its corner: nobody has it. Scan a pupil's card first to lend it.")
            blocks = (SubLoanBlock(SubLoanReason.ON_SHELF, words.format(title=copy.name)),)
        return SubLoanOutcome(SubLoanKind.REFUSED, corner, copy, blocks=blocks)


def _came_back(writing: Writing, corner: Corner, copy: Copy, before: SubLoan) -> SubLoanOutcome:
    writing.name_act(str(ActName.RETURN_IN_CORNER))
    writing.tell(title=copy.name, code=copy.code, patron=before.patron, name=corner.class_name)
    return SubLoanOutcome(SubLoanKind.RETURNED, corner, copy, before.patron, before)


def _read(desk: Desk, writing: Writing, corner_id: int, copy_id: int) -> tuple[Corner, Copy]:
    corner = corner_by_id(writing.connection, corner_id, desk.policy, desk.today)
    copy = copy_by_id(writing.connection, copy_id)
    if corner is None or copy is None:
        raise GoneError
    return corner, copy
