"""What the lessons section prints and saves: slips, lists for the teacher and of materials, credits, thanks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.mending_lessons import HelperCredit, credits_of
from deskcirc.domain.repair import OPEN_REPAIRS, RepairState
from deskcirc.domain.report import Report
from deskcirc.labels.mending_lists import materials_report, teachers_paper, teachers_report
from deskcirc.labels.mending_slips import mending_slips
from deskcirc.labels.paper import Paper
from deskcirc.labels.report_paper import report_paper
from deskcirc.labels.thanks_sheet import thanks_sheet
from deskcirc.reports.mending_credits import credits_report
from deskcirc.store.lookups.mending_lessons import helper_credits
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart


def printed(desk: Desk, part: LessonsPart, act: str) -> Answer:
    """The paper that "print:NAME" names: slips, teacher, materials, thanks of a lesson; credits, credits_thanks."""
    paper = _paper(desk, part, act.partition(":")[2])
    if paper is None:
        if act.partition(":")[2] in ("slips", "teacher", "materials", "thanks"):
            return Answer(part, Message(Tone.LOOK, _("Open a lesson first.")), Told("no-lesson"))
        raise UnknownActError(act)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    offers = _next_papers(part, act.partition(":")[2])
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), offers, paper=paper)


def _next_papers(part: LessonsPart, name: str) -> tuple[Offer, ...]:
    """The papers of a lesson that is still to be held are printed one after the other."""
    wanted = {"slips": _("Print the slips"), "materials": _("List of materials"), "teacher": _("List for the teacher")}
    if part.lesson is None or not part.lesson.state.is_open or name not in wanted:
        return ()
    return tuple(Offer(f"lessons.print:{other}", words) for other, words in wanted.items() if other != name)


def saved(desk: Desk, part: LessonsPart, act: str, values: Mapping[str, str]) -> Answer:
    """The table that "save:NAME" names, into the file of `values`."""
    report = _report(desk, part, act.partition(":")[2])
    if report is None:
        raise UnknownActError(act)
    return saved_report(part, report, act, values)


def _paper(desk: Desk, part: LessonsPart, name: str) -> Paper | None:
    lesson = part.lesson
    if name == "credits":
        return report_paper(_credits(desk, part))
    if name == "credits_thanks":
        about = part.period.name if part.period else ""
        return thanks_sheet(_credited(desk, part), about, desk.policy.library_name)
    if lesson is None:
        return None
    if name == "slips":
        # What is mended or given up needs no slip any more.
        open_lines = [
            line for line in part.lines if line.state in OPEN_REPAIRS and line.state is not RepairState.MENDED
        ]
        return mending_slips(lesson, open_lines if lesson.state.is_open else part.lines)
    if name == "teacher":
        return teachers_paper(lesson, part.lines)
    if name == "materials":
        return report_paper(materials_report(lesson, part.lines))
    if name == "thanks":
        return thanks_sheet(credits_of(part.lines), lesson.label, desk.policy.library_name)
    return None


def _report(desk: Desk, part: LessonsPart, name: str) -> Report | None:
    if name == "credits":
        return _credits(desk, part)
    if part.lesson is None:
        return None
    if name == "teacher":
        return teachers_report(part.lesson, part.lines)
    return materials_report(part.lesson, part.lines) if name == "materials" else None


def _credits(desk: Desk, part: LessonsPart) -> Report:
    first, last = _days(desk, part)
    return credits_report(_credited(desk, part), first, last)


def _credited(desk: Desk, part: LessonsPart) -> tuple[HelperCredit, ...]:
    """The credits of the period chosen, read anew: the list need not be on top."""
    first, last = _days(desk, part)
    with desk.library.reading() as connection:
        return helper_credits(connection, first, last, desk.policy, desk.today)


def _days(desk: Desk, part: LessonsPart) -> tuple[date, date]:
    assert part.period is not None  # noqa: S101  the part was read
    span = part.period.until(desk.today)
    return span.first or desk.today, span.last
