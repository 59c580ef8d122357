"""Late, lost and damaged by class, for the class competition (schools' plans: both count against the class).

Nobody is named. A copy that is said to be returned (待查) counts for nothing while it is looked for, and damage counts
only where it was seen when the copy came back or where somebody decided that it is to be made good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskcirc.domain.figures import Figure, FigureLine, FigureTable, number_columns
from deskcirc.domain.report import Kind, ReportColumn
from deskcirc.text import gettext as _

NONE = Figure(0)


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """What a class did in some days; `late` came back late, `still_out` is late now, `mended` is to its credit."""

    class_id: int  # 0 for who is in no class
    name: str
    loans: int = 0
    late: Figure = NONE
    days_late: int = 0  # of those that came back and of those still out
    still_out: Figure = NONE
    lost: Figure = NONE
    damaged: Figure = NONE
    mended: Figure = NONE

    @property
    def points(self) -> int:
        """Late, still out, lost and damaged copies less those that the class mended; below 0 is to its credit."""
        against = (self.late, self.still_out, self.lost, self.damaged)
        return sum(figure.value or 0 for figure in against) - (self.mended.value or 0)

    @property
    def per_hundred(self) -> int | None:
        """Points for every 100 loans, in hundredths, rounded half away from nought; None without a loan."""
        if not self.loans:
            return None
        sign = -1 if self.points < 0 else 1
        return sign * ((20_000 * abs(self.points) + self.loans) // (2 * self.loans))


def class_table(classes: Sequence[ClassRecord]) -> FigureTable:
    """The classes in the order given, each with what counts against it, and the formula below."""
    columns = (
        *number_columns((_("Loans"), _("Late back"), _("Days late"), _("Late, still out")), 18),
        *number_columns((_("Lost"), _("Damaged"), _("Repaired")), 16),
        ReportColumn(_("Per 100 loans"), 24, Kind.SHARE),
    )
    notes = (
        _("Per 100 loans = 100 × (late back + late, still out + lost + damaged − repaired by the class) ÷ loans."),
        _(
            "Copies said to be returned (being looked for) do not count. Damage counts if it was seen when the copy was"
            " returned, or if it was decided that they mend or pay; loans within a class corner do not count."
        ),
    )
    lines = tuple(_line(record) for record in classes)
    title, empty = _("Late, lost and damaged by class"), _("No class has borrowed anything in these days.")
    return FigureTable("late_and_lost_by_class", title, _("Class"), columns, lines, len(columns) - 1, notes, empty)


def _line(record: ClassRecord) -> FigureLine:
    behind = (*record.late.copies, *record.still_out.copies, *record.lost.copies, *record.damaged.copies)
    copies = tuple(dict.fromkeys(behind))
    late = tuple(dict.fromkeys((*record.late.copies, *record.still_out.copies)))
    return FigureLine(
        str(record.class_id),
        record.name,
        (
            Figure(record.loans),
            record.late,
            Figure(record.days_late, late),
            record.still_out,
            record.lost,
            record.damaged,
            record.mended,
            Figure(record.per_hundred, copies),
        ),
    )
