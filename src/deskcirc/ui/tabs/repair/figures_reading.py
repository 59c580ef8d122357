"""Reading the figures of some days for the screen: the table that is chosen, and the copies behind a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.class_figures import class_table
from deskcirc.domain.copies import COPY_STATE_WORDS
from deskcirc.domain.figures import FigureTable
from deskcirc.domain.ledgers import Span
from deskcirc.domain.loss_figures import LossBook, loss_table
from deskcirc.domain.periods import period_of, periods
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair_figures import (
    RepairBook,
    damage_by_class,
    flow_table,
    kinds_table,
    materials_table,
    publishers_table,
    severity_table,
)
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.reports import losses_of_period, repairs_of_period
from deskcirc.reports.weeks import told_of
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.class_figures import class_records, copies_lent
from deskcirc.store.lookups.copy_lines import CopyLine, copy_lines
from deskcirc.store.lookups.loss_figures import loss_facts, money_facts
from deskcirc.store.lookups.repair_figures import class_names, copies_held, copies_of_publisher, repair_facts
from deskcirc.text import gettext as _
from deskcirc.ui.copy_story import copy_story
from deskcirc.ui.tabs.repair.figures_part import Behind, FiguresPart

_AT_ONCE: Final = 5000
_LISTS: Final[dict[str, Callable[[Connection, Policy, Span], Report]]] = {
    "repairs": repairs_of_period.of_span,
    "losses": losses_of_period.of_span,
}
_REPAIR_TABLES: Final[dict[str, Callable[[RepairBook], FigureTable]]] = {
    "repair_flow": flow_table,
    "repair_kinds": kinds_table,
    "repair_severity": severity_table,
    "repair_classes": damage_by_class,
    "repair_publishers": publishers_table,
    "repair_materials": materials_table,
}
_HELD, _LOANS = 3, 0  # columns whose copies are read when they are asked for: too many to keep


def read_part(desk: Desk, part: FiguresPart) -> FiguresPart:
    """Everything anew, if anything was done since it was read."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry:
            return part
        period = part.period or period_of(policy, today, "", {})
        assert period is not None  # noqa: S101  this term is one
        shown = replace(part, period=period, periods=periods(policy, today), entry=entry, edition=part.edition + 1)
        if part.behind is None or part.behind.copy_id is None:
            return _with_figures(connection, policy, shown, period.until(today))
    return replace(shown, table=None, report=story_report(desk, part.behind.copy_id, part.behind.title))


def _with_figures(connection: Connection, policy: Policy, part: FiguresPart, span: Span) -> FiguresPart:
    if part.chosen in _LISTS:
        return replace(part, table=None, report=_LISTS[part.chosen](connection, policy, span))
    table = read_table(connection, policy, part.chosen, span)
    report = table.report(_told(policy, span))
    if part.behind is not None:
        report = _copies_report(connection, policy, span, table, part.behind) or report
    return replace(part, table=table, report=report)


def read_table(connection: Connection, policy: Policy, name: str, span: Span) -> FigureTable:
    """One table of figures of these days."""
    if name == "loss_flow":
        book = LossBook(span, loss_facts(connection, policy, span), money_facts(connection, policy, span))
        return loss_table(book)
    if name == "late_and_lost_by_class":
        return class_table(class_records(connection, policy, span))
    facts = repair_facts(connection, policy, span)
    classes = class_names(connection, policy, span.last) if name == "repair_classes" else {}
    held = {}
    if name == "repair_publishers":
        held = copies_held(connection, (fact.publisher for fact in facts))
    return _REPAIR_TABLES[name](RepairBook(span, facts, classes, held))


def _told(policy: Policy, span: Span) -> str:
    return told_of(policy, span.first or span.last, span.last)


def _copies_report(
    connection: Connection, policy: Policy, span: Span, table: FigureTable, behind: Behind
) -> Report | None:
    """The copies that a number counts; None where the number is gone since."""
    line = table.line(behind.line)
    if line is None or not 0 <= behind.column < len(line.figures):
        return None
    copy_ids = line.figures[behind.column].copies
    if table.name == "late_and_lost_by_class" and behind.column == _LOANS:
        copy_ids = copies_lent(connection, policy, span, int(line.name))
    if table.name == "repair_publishers" and behind.column == _HELD:
        copy_ids = copies_of_publisher(connection, line.name)
    title = f"{line.words} · {table.columns[behind.column].heading}"
    return copies_report(title, _told(policy, span), _lines(connection, copy_ids))


def _lines(connection: Connection, copy_ids: Sequence[int]) -> list[CopyLine]:
    lines: list[CopyLine] = []
    for start in range(0, len(copy_ids), _AT_ONCE):
        lines += copy_lines(connection, copy_ids[start : start + _AT_ONCE])
    return lines


def story_report(desk: Desk, copy_id: int, title: str) -> Report:
    """What befell one copy, the newest first."""
    columns = (
        ReportColumn(_("Day"), 30, Kind.DAY),
        ReportColumn(_("What happened"), 70),
        ReportColumn(_("What came of it"), 80),
    )
    rows = tuple((line.day, line.what, line.came_of_it) for line in copy_story(desk, copy_id))
    empty = _("This copy was never reported damaged or lost.")
    return Report("story", title, desk.policy.library_name, columns, rows, False, empty)


def copies_report(title: str, told: str, lines: Sequence[CopyLine]) -> Report:
    """Copies as a list: number, title, place, state, price."""
    columns = (
        ReportColumn(_("Accession number"), 30),
        ReportColumn(_("Title"), 70),
        ReportColumn(_("Location"), 30),
        ReportColumn(_("State"), 30),
        ReportColumn(_("Price"), 20, Kind.MONEY),
    )
    rows = tuple(
        (
            line.number,
            line.title,
            line.place,
            _("on loan") if line.on_loan else _(COPY_STATE_WORDS[line.state]),
            line.price,
        )
        for line in lines
    )
    return Report("copies", title, told, columns, rows, False, _("No copy stands behind this number."))
