"""Lists of a mending lesson: what must lie ready for it, and what the teacher has in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from deskcirc.domain.mending_lessons import LessonLine, MendingLesson, materials_of, minutes_of
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.domain.scanning import Command
from deskcirc.labels.barcode import MODULES, code128
from deskcirc.labels.paper import A4, Align, Bars, Paper, Words
from deskcirc.labels.report_paper import report_paper
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _

_BARS_WIDE: Final = 70.0


def told_of(lesson: MendingLesson, lines: Sequence[LessonLine]) -> str:
    """One line about the lesson: which, when, how long, how many copies."""
    count = ngettext("{count} copy", "{count} copies", len(lines)).format(count=len(lines))
    duration = ngettext("{count} minute", "{count} minutes", lesson.minutes).format(count=lesson.minutes)
    return " · ".join((lesson.number, lesson.label, full_date(lesson.on), duration, count))


def materials_report(lesson: MendingLesson, lines: Sequence[LessonLine]) -> Report:
    """What must lie ready for the whole lesson, and for how many copies."""
    rows = tuple((material, count, "☐") for material, count in materials_of(lines))
    columns = (
        ReportColumn(_("Material"), 110),
        ReportColumn(_("For how many copies"), 45, Kind.NUMBER),
        ReportColumn(_("Ready"), 25),
    )
    empty = _("No copy is in this mending lesson yet.")
    return Report(
        "lesson_materials", _("Materials of the mending lesson"), told_of(lesson, lines), columns, rows, False, empty
    )


def teachers_report(lesson: MendingLesson, lines: Sequence[LessonLine]) -> Report:
    """Every copy with its damage, the minutes it should take and took, and who mends it."""
    rows = tuple(
        (
            place,
            line.copy.name,
            line.copy.code,
            line.damage_words,
            line.task.minutes,
            line.helper,
            line.minutes if line.done else None,
            _("mended") if line.done else "",
        )
        for place, line in enumerate(lines, 1)
    )
    columns = (
        ReportColumn(_("No."), 9, Kind.NUMBER),
        ReportColumn(_("Title"), 44),
        ReportColumn(_("Code"), 22),
        ReportColumn(_("Damage"), 42),
        ReportColumn(_("Minutes"), 18, Kind.NUMBER),
        ReportColumn(_("Who mends it"), 32),
        ReportColumn(_("Took"), 12, Kind.NUMBER),
        ReportColumn(_("State"), 17),
    )
    count = minutes_of(lines)
    whole = ngettext("{count} minute of work", "{count} minutes of work", count).format(count=count)
    told = " · ".join((told_of(lesson, lines), whole))
    empty = _("No copy is in this mending lesson yet.")
    return Report("mending_lesson", _("List for the teacher"), told, columns, rows, False, empty)


def teachers_paper(lesson: MendingLesson, lines: Sequence[LessonLine]) -> Paper:
    """The teacher's list on paper, with the bars to scan where a copy was not finished."""
    paper = report_paper(teachers_report(lesson, lines))
    last = paper.pages[-1]
    y = A4[1] - 19
    words = _("Scan the copy, then this, where it was not finished:")
    code = Command.NOT_FINISHED.value
    bars = (
        Words(15, y + 1, 78, 6, words, 3.4),
        Bars(94, y - 2, _BARS_WIDE, 10, MODULES[-1], code128(code)),
        Words(94, y + 8.4, _BARS_WIDE, 4, code, 3.0, align=Align.CENTRE, grey=True),
    )
    return replace(paper, pages=(*paper.pages[:-1], (*last, *bars)))
