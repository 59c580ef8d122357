"""The promises of counts: what was frozen, read and reported agrees, and a closed count's seal fits its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, select

from deskcirc.domain.copies import CopyState
from deskcirc.domain.stocktake import BLOCK, DecisionKind, FrozenGroups, Group
from deskcirc.domain.stocktake_report import StocktakeReport, Tally, seal_of, stored_report
from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.store.lookups.counted import count_sums
from deskcirc.store.tables import copies, stocktake_blocks, stocktake_decisions, stocktakes
from deskcirc.text import gettext as _
from deskcirc.text import marked

STOCKTAKE_QUESTIONS: Final = (
    Question(
        Rule.STOCKTAKE,
        "stocktake_scans",
        marked("A line of count {number} belongs to a file of another count."),
        """SELECT stocktake_scans.id, stocktakes.number AS number FROM stocktake_scans
           JOIN stocktake_files ON stocktake_files.id = file_id
           JOIN stocktakes ON stocktakes.id = stocktake_scans.stocktake_id
           WHERE stocktake_files.stocktake_id <> stocktake_scans.stocktake_id""",
    ),
    Question(
        Rule.STOCKTAKE,
        "stocktakes",
        marked("Count {number} is open and bears a seal or a report."),
        """SELECT id, number FROM stocktakes
           WHERE state IN ('open', 'paused') AND (seal <> '' OR report IS NOT NULL OR closed_at IS NOT NULL)""",
    ),
)
_UNREADABLE: Final = b"\xff"
_COUNTS: Final = select(stocktakes).order_by(stocktakes.c.id)


def stocktake_breaches(connection: Connection) -> Iterator[Breach]:
    """Every breach of what counts have frozen and reported."""
    known = set(connection.execute(select(copies.c.id)).scalars())
    for row in connection.execute(_COUNTS).all():
        said = [*_frozen(connection, row, known)]
        if row.report is not None:
            said += _report(connection, row)
        elif row.state == "closed":
            said.append(_("Count {number} is closed and has no report."))
        for sentence in said:
            yield Breach(Rule.STOCKTAKE, sentence.format(number=row.number), "stocktakes", row.id)


def _frozen(connection: Connection, row: Any, known: set[int]) -> Iterator[str]:
    """What was frozen is of copies that exist, and of as many as the count says."""
    asked = select(stocktake_blocks.c.block, stocktake_blocks.c.groups).where(stocktake_blocks.c.stocktake_id == row.id)
    kept: list[tuple[int, Any]] = [(each.block, each.groups) for each in connection.execute(asked)]
    groups = FrozenGroups({block: octets if isinstance(octets, bytes) else _UNREADABLE for block, octets in kept})
    if any(len(octets) > BLOCK or max(octets, default=0) > max(Group) for octets in groups.blocks.values()):
        yield _("What count {number} has frozen cannot be read.")
        return
    frozen = groups.copies_in(*Group)
    if not known.issuperset(frozen):
        yield _("Count {number} has frozen copies that do not exist.")
    if len(frozen) != row.copies or len(groups.copies_in(Group.SHELF)) != row.expected:
        yield _("Count {number} says of how many copies it is, and has frozen others.")


def _report(connection: Connection, row: Any) -> Iterator[str]:
    if seal_of(row.report) != row.seal:
        yield _("The seal of count {number} does not fit its report: one of them was changed.")
    try:
        report = stored_report(row.report)
    except ValueError:
        yield _("The report of count {number} cannot be read.")
        return
    if (report.copies, report.total.expected.copies) != (row.copies, row.expected):
        yield _("The report of count {number} says of how many copies it is otherwise than the count.")
    if row.state == "closed" and report.sums != count_sums(connection, row.id):
        yield _("The report of count {number} says otherwise how many lines were read than there are.")
    if not _adds_up(report):
        yield _("The tables in the report of count {number} do not add up.")
    if row.state == "closed" and not _decided(connection, row.id, report):
        yield _("Count {number} is closed, and about a copy that it missed nothing is decided.")


def _adds_up(report: StocktakeReport) -> bool:
    """Expected = found + missing + gone in every line, and every table is of all expected copies."""
    tables = (report.by_class, report.by_location, report.by_item_type)
    total = report.total
    lists = all(_in_all([line.tally for line in table]) == _in_all([total]) for table in tables)
    parts = all(
        tally.expected.copies == tally.found.copies + tally.missing.copies + tally.gone.copies
        for tally in (total, *(line.tally for table in tables for line in table))
    )
    accounted = report.accounted + total.expected.copies == report.copies
    return lists and parts and accounted and len(report.missing) == total.missing.copies


def _in_all(tallies: list[Tally]) -> tuple[int, ...]:
    return tuple(
        sum(getattr(getattr(tally, name), part) for tally in tallies)
        for name in ("expected", "found", "missing", "gone")
        for part in ("copies", "fen", "unpriced")
    )


def _decided(connection: Connection, stocktake_id: int, report: StocktakeReport) -> bool:
    """Whether each copy that was missed was decided about, or was registered as gone already."""
    if any(not line.decided and line.state == CopyState.IN_STOCK.value for line in report.missing):
        return False
    marked_then = {line.copy_id for line in report.missing if line.at_closing}
    made = select(stocktake_decisions.c.copy_id).where(
        stocktake_decisions.c.stocktake_id == stocktake_id,
        stocktake_decisions.c.at_closing,
        stocktake_decisions.c.kind == DecisionKind.MISSING.value,
    )
    return marked_then <= set(connection.execute(made).scalars())
