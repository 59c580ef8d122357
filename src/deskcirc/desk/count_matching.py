"""An unknown code of a count is solved: its lines count for the copy it belongs to, and back again."""

from __future__ import annotations

from deskcirc.desk.count_orders import Case, NotDecidedError
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import bearer_sentence, code_flaw
from deskcirc.domain.copies import Copy
from deskcirc.domain.counting import CountDecision, CountFacts, decide_count
from deskcirc.domain.stocktake import CountedLine, CountKind, Stocktake
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.counted import line_of_copy, lines_of_code, lines_of_copies
from deskcirc.store.lookups.holds import stands_on_hold_shelf
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.numbering import bearers_of
from deskcirc.store.lookups.shelves import shelves_by_ids
from deskcirc.store.lookups.stocktakes import frozen_group
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import copies, copy_codes, stocktake_scans
from deskcirc.text import gettext as _


def match_code(case: Case) -> None:
    """The lines of the code count for the copy from now on; where it is wished the code finds the copy for ever.

    Raises NotDecidedError where the code cannot become an old label.
    """
    line, copy = case.the_line, case.the_copy
    if case.more.get("old_label", False):
        _keep_as_old_label(case, line.code, copy)
    decision = _decided(case.desk, case.writing, case.stocktake, copy, line)
    lines = lines_of_code(case.writing.connection, case.stocktake.id, line.code)
    case.writing.update(
        stocktake_scans, line.id, copy_id=copy.id, kind=decision.kind.value, remark=decision.remark.value
    )
    for again in lines:
        if again.id != line.id and again.kind is CountKind.REPEAT:
            case.writing.update(stocktake_scans, again.id, copy_id=copy.id)


def make_room(writing: Writing, line: CountedLine) -> None:
    """Before a match is taken back: the code was noted again as if nobody knew it; that is its repeat from now on."""
    for again in lines_of_code(writing.connection, line.stocktake_id, line.code):
        if again.kind is CountKind.UNKNOWN and again.id != line.id:
            writing.update(stocktake_scans, again.id, kind=CountKind.REPEAT.value)


def count_anew(desk: Desk, writing: Writing, stocktake: Stocktake, copy_id: int) -> None:
    """After a match was taken back: where the copy itself was scanned later, that is the line that counts for it."""
    connection = writing.connection
    if line_of_copy(connection, stocktake.id, copy_id) is not None:
        return
    left = lines_of_copies(connection, stocktake.id, [copy_id]).get(copy_id, [])
    copy = copy_by_id(connection, copy_id)
    if left and copy is not None:
        decision = _decided(desk, writing, stocktake, copy, left[0])
        writing.update(stocktake_scans, left[0].id, kind=decision.kind.value, remark=decision.remark.value)


def _keep_as_old_label(case: Case, code: str, copy: Copy) -> None:
    flaws = [code_flaw(code), *(bearer_sentence(each) for each in bearers_of(case.writing.connection, [code]))]
    flaws = [flaw for flaw in flaws if flaw]
    if flaws:
        raise NotDecidedError(" ".join(flaws))
    reason = _("matched in the count {number}").format(number=case.stocktake.number)
    case.writing.insert(copy_codes, code=code, copy_id=copy.id, ended_at=case.desk.now, reason=reason)


def _decided(desk: Desk, writing: Writing, stocktake: Stocktake, copy: Copy, line: CountedLine) -> CountDecision:
    """What the line is, now that its copy is known: by the same rule as at the shelf."""
    connection = writing.connection
    row = stored_row(connection, copies, copy.id)
    shelf = next(iter(shelves_by_ids(connection, [line.shelf_id])), None) if line.shelf_id is not None else None
    before = line_of_copy(connection, stocktake.id, copy.id)
    facts = CountFacts(
        stocktake,
        line.code,
        line.at,
        timed=not line.untimed,
        copy=copy,
        copy_location_id=None if row is None else row["location_id"],
        added_at=None if row is None else row["added_at"],
        group=frozen_group(connection, stocktake.id, copy.id),
        loan=loan_of_copy(connection, copy.id, desk.policy, desk.today),
        on_hold_shelf=stands_on_hold_shelf(connection, copy.id),
        before=before if before is None or before.id != line.id else None,
        shelf=shelf,
        location_id=line.location_id,
        quantity=line.quantity,
    )
    return decide_count(facts)
