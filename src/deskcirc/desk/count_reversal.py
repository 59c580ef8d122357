"""Taking one decision of a count back: what it changed gets its former images, if nobody touched it since."""

from __future__ import annotations

from collections.abc import Sequence

from deskcirc.desk.count_matching import count_anew, make_room
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import the_stocktake
from deskcirc.domain.changes import act_sentence
from deskcirc.domain.stocktake import DECISION_WORDS, CountedLine, Decision, DecisionKind
from deskcirc.store.decision_changes import batch_made_with, changes_of_decision, touched_after
from deskcirc.store.journal import Change, Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.counted import lines_by_ids
from deskcirc.store.lookups.losses import corner_closed_since
from deskcirc.store.reversal import TouchedSinceError, ask_of_clearances, reverse_changes
from deskcirc.store.tables import loans, payments, stocktake_decisions
from deskcirc.text import day_words, full_date
from deskcirc.text import gettext as _


def reverse_in(desk: Desk, writing: Writing, decision: Decision) -> str:
    """Take one decision back within an act that does more; "" or the sentence what stands in the way.

    Whatever the sentence, the act goes on: nothing of this decision is changed then.
    """
    if decision.reversed_at is not None:
        return _("This was taken back already.")
    changes = changes_of_decision(writing.connection, decision.id)
    if why_not := _money_of_another_day(desk, decision, changes):
        return _not_back(writing, decision, why_not)
    line = _matched_line(writing, decision)
    try:
        with writing.attempt():
            if line is not None:
                make_room(writing, line)
            reverse_changes(writing, changes)
            ask_of_clearances(writing, changes)
            _ask_of_corners(writing, decision, changes)
            if line is not None and decision.copy_id is not None:
                count_anew(desk, writing, the_stocktake(writing.connection, line.stocktake_id), decision.copy_id)
            writing.update(stocktake_decisions, decision.id, reversed_at=desk.now)
    except TouchedSinceError as error:
        return _not_back(writing, decision, error.why or _what_was_done(desk, writing, decision, changes))
    _drop_empty_batch(writing, decision)
    return ""


def _not_back(writing: Writing, decision: Decision, why: str) -> str:
    copy = None if decision.copy_id is None else copy_by_id(writing.connection, decision.copy_id)
    what = _(DECISION_WORDS[decision.kind])
    if copy is None:
        return _("“{what}” cannot be taken back: {why}").format(what=what, why=why)
    return _("{title}: “{what}” cannot be taken back: {why}").format(title=copy.name, what=what, why=why)


def _what_was_done(desk: Desk, writing: Writing, decision: Decision, changes: Sequence[Change]) -> str:
    """What somebody did since with the very rows, as the history says it."""
    entry = touched_after(writing.connection, decision.id, [(each.table_name, each.row_id) for each in changes])
    if entry is None:
        return _("it was changed since.")
    day = day_words(desk.policy.day_of(entry.at), desk.today)
    words = _("since then, on {day}, {operator}: “{what}”. Undo or take that back first.")
    return words.format(day=day, operator=entry.operator, what=act_sentence(entry.act, entry.subject))


def _money_of_another_day(desk: Desk, decision: Decision, changes: Sequence[Change]) -> str:
    """Money that was given back stands on the cash sheet of its day, and the box was counted by it."""
    day = desk.policy.day_of(decision.at)
    if day == desk.today or all(change.table_name != payments.name for change in changes):
        return ""
    return _("it stands on the cash sheet of {day}; give the money back, or charge it anew.").format(day=full_date(day))


def _ask_of_corners(writing: Writing, decision: Decision, changes: Sequence[Change]) -> None:
    """Nothing goes back into a class corner that was closed since."""
    for change in changes:
        if change.table_name == loans.name and corner_closed_since(writing.connection, change.row_id, decision.at):
            raise TouchedSinceError(loans.name, _("the class corner it was lent to has been closed since."))


def _matched_line(writing: Writing, decision: Decision) -> CountedLine | None:
    """The line of the code that a match was about; None for every other decision."""
    if decision.kind not in (DecisionKind.MATCHED, DecisionKind.ACCESSIONED) or decision.scan_id is None:
        return None
    return lines_by_ids(writing.connection, [decision.scan_id])[decision.scan_id]


def _drop_empty_batch(writing: Writing, decision: Decision) -> None:
    """The withdrawal that was opened for these copies alone goes with the last; its number is not given again."""
    made = batch_made_with(writing.connection, decision.id) if decision.kind is DecisionKind.WITHDRAWAL else None
    if made is None:
        return
    try:
        with writing.attempt():
            reverse_changes(writing, [made])
    except TouchedSinceError:
        return  # another copy is in it, or somebody wrote a note into it: it stays proposed
