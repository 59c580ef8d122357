"""Barcodes of the mending table in a lesson: they are about the copy that was handled last there, and no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from deskcirc.desk.damage import DamageReport, RepairOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.mending_lessons import bring_in
from deskcirc.desk.repair import give_up_repair, report_damage
from deskcirc.domain.damage_commands import DAMAGE_WORDS, kinds_in, severity_in
from deskcirc.domain.repair import Repair
from deskcirc.store.lookups.repairs import repair_by_id
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import lessons_scans as scans
from deskcirc.ui.tabs.repair import lessons_words
from deskcirc.ui.tabs.repair import queue_words as words
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart

ACTS: Final = frozenset({"add", "mended", "beyond", "elsewhere"})


def acted(desk: Desk, part: LessonsPart, act: str) -> Answer:
    """Do one of `ACTS` with the copy handled last; "add:WORD" says what is damaged. Raises UnknownActError."""
    verb, _colon, word = act.partition(":")
    if (verb == "add") != (word in DAMAGE_WORDS) or (verb != "add" and word):
        raise UnknownActError(act)
    repair = None if verb == "elsewhere" else _in_hand(desk, part)
    if repair is None:
        shown = replace(part, last=0)  # what was handled last is not what lies on the table now
        return Answer(shown, Message(Tone.LOOK, _("Scan the damaged copy first.")), Told("nothing"))
    if verb == "mended":
        return _mended(desk, part, repair)
    if verb == "beyond":
        outcome = give_up_repair(desk, repair.id, words.damage_line(repair))
        return _answer(part, outcome, "beyond-repair")
    report = DamageReport(kinds_in([word]), severity_in([word], repair.severity), origin=repair.origin, corrects=True)
    return _answer(part, report_damage(desk, repair.copy.id, report), "saved")


def _in_hand(desk: Desk, part: LessonsPart) -> Repair | None:
    """The repair of the copy handled last; None where nothing was handled yet, and where it left the lesson."""
    if part.line_of(part.last) is None:
        return None
    with desk.library.reading() as connection:
        return repair_by_id(connection, part.last, desk.policy, desk.today)


def _mended(desk: Desk, part: LessonsPart, repair: Repair) -> Answer:
    lesson = part.lesson
    assert lesson is not None  # noqa: S101  it has the copy
    outcome = bring_in(desk, lesson.id, repair.id)
    if outcome.line is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), words.told("refused", repair))
    message = lessons_words.brought_in(outcome.line)
    return Answer(part, message, words.told("mended", repair), scans.unfinished(outcome.line))


def _answer(part: LessonsPart, outcome: RepairOutcome, kind: str) -> Answer:
    repair = outcome.repair
    if outcome.why_not or repair is None:
        told = words.told("refused", repair) if repair is not None else Told("refused")
        return Answer(part, words.refused(outcome), told)
    if kind == "beyond-repair":
        return Answer(part, words.given_up(repair, may_withdraw=False), words.told(kind, repair))
    said = f"{repair.copy.name}: {words.damage_line(repair)}"
    return Answer(part, Message(Tone.DONE, said), words.told(kind, repair))
