"""Lists and figures: one file a report, with its question, its query and its columns. The only room beside the store
that writes SQL.

Screen, print, CSV and workbook come for free: a report is a `domain.report.Report`, which `labels.report_paper` puts
on paper and `exchange.report_files` into files.
"""

from __future__ import annotations

from typing import Final

from deskcirc.reports import (
    cash_sheet,
    duplicate_call_numbers,
    in_house_by_week,
    late_and_lost_by_class,
    losses_of_period,
    mending_credits,
    number_gaps,
    overdue_by_class,
    recall,
    repairs_of_period,
    reserved_call_numbers,
    shelf_list,
    visits_by_week,
    who_has_what,
)
from deskcirc.reports.kind import ReportKind

REPORTS: Final[tuple[ReportKind, ...]] = (
    who_has_what.KIND,
    overdue_by_class.KIND,
    recall.KIND,
    visits_by_week.KIND,
    in_house_by_week.KIND,
    late_and_lost_by_class.KIND,
    repairs_of_period.KIND,
    losses_of_period.KIND,
    mending_credits.KIND,
    cash_sheet.KIND,
    shelf_list.KIND,
    duplicate_call_numbers.KIND,
    reserved_call_numbers.KIND,
    number_gaps.KIND,
)
"""Every report there is, in the order of the screen."""


def report_kind(name: str) -> ReportKind:
    """The report of that name; raises KeyError for none."""
    found = next((kind for kind in REPORTS if kind.name == name), None)
    if found is None:
        raise KeyError(name)
    return found
