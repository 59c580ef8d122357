"""What the section of figures shows: one table of some days, or the copies behind one of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.domain.figures import FigureTable
from deskcirc.domain.periods import Period
from deskcirc.domain.report import Report
from deskcirc.text import marked

TABLES: Final = {
    "repair_flow": marked("Repairs"),
    "repair_kinds": marked("By kind of damage"),
    "repair_severity": marked("By severity"),
    "repair_classes": marked("By class of who had it"),
    "repair_publishers": marked("By publisher: which fall apart"),
    "repair_materials": marked("Materials used"),
    "repairs": marked("List of the repairs"),
    "loss_flow": marked("Losses and money"),
    "losses": marked("List of the losses"),
    "late_and_lost_by_class": marked("Late, lost and damaged by class"),
}
"""What can be looked at, in the order of the screen; the two lists have a line for each copy."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The copies behind one number: of which line and column of the table; or what befell one copy."""

    line: str = ""
    column: int = 0
    copy_id: int | None = None
    title: str = ""  # of that copy


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """The figures on the screen; `report` is what is shown, printed and saved, `table` where its numbers open.

    `entry` is the last act in the journal when it was read: while there is none since, nothing is read again.
    """

    chosen: str = "repair_flow"
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    behind: Behind | None = None
    table: FigureTable | None = None
    report: Report | None = None
    entry: int = -1
    edition: int = 0
