"""Mending lessons on the screen: all of them, the one that is open, and what the helpers have mended."""

from __future__ import annotations

from collections.abc import Sequence

from deskcirc.domain.mending_lessons import LESSON_STATE_WORDS, LessonState, MendingLesson
from deskcirc.text import full_date
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sided_page import SidedPage
from deskcirc.ui.tabs.repair.lessons_credits import CreditsSheet
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart, View
from deskcirc.ui.tabs.repair.lessons_questions import ask_lesson
from deskcirc.ui.tabs.repair.lessons_sheet import LessonSheet
from deskcirc.ui.theme import Theme

_TONES = {LessonState.UNDER_WAY: Tone.LOOK, LessonState.CLOSED: Tone.DONE}


class LessonsPage(SidedPage[View]):
    """Paints a LessonsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LessonsPart()
        self.all = LinesView[MendingLesson](theme, _columns(), _cells)
        self.all.setAccessibleName(_("Mending lessons"))
        self.all.chosen.connect(lambda line: self.act(f"open:{line.id}"))
        self.lesson, self.credits = LessonSheet(theme), CreditsSheet(theme)
        self.prepare = self.plain_button(_("New mending lesson …"), main=True)
        self.prepare.clicked.connect(self._ask)
        sides = {
            View.ALL: (_("All lessons"), self.all),
            View.LESSON: ("", self.lesson),
            View.CREDITS: (_("Helpers"), self.credits),
        }
        self.lay_sides(sides, self.prepare)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top."""
        if not isinstance(state, LessonsPart):
            raise TypeError(state)
        self._part = state
        words = _("Lesson {number}").format(number=state.lesson.number) if state.lesson else ""
        self.views[View.LESSON].setText(words)
        self.views[View.LESSON].setVisible(state.lesson is not None)
        self.prepare.setEnabled(state.may_change)
        self.all.show_lines(state.lessons)
        self.all.set_empty_words(_empty_words(state))
        if state.lesson is not None:
            self.lesson.show_state(state)
        if state.view is View.CREDITS:
            self.credits.show_state(state)
        self.show_side(state.view)

    def _ask(self) -> None:
        ask_lesson(self._part, self.window(), lambda values: self.acted.emit("prepare", dict(values)))


def _empty_words(part: LessonsPart) -> str:
    way = _(
        "No mending lesson yet. “New mending lesson” chooses copies that pupils can mend and prints a slip for each;\n"
        "at the table a scan gives a copy to a pupil, and the next scan takes it back mended."
    )
    if part.waiting:
        return way
    return way + "\n" + _("The repair queue is empty: scan damaged copies there first.")


def _columns() -> Sequence[Column]:
    return (
        Column(_("Lesson"), 110),
        Column(_("Day"), 130),
        Column(_("Name and class")),
        Column(_("State"), 120),
        Column(_("Copies"), 80),
        Column(_("Copies mended"), 100),
        Column(_("Not finished"), 110, yields=True),
        Column(_("Minutes"), 90, yields=True),
    )


def _cells(line: MendingLesson) -> Sequence[Cell]:
    return (
        Cell(line.number),
        Cell(full_date(line.on)),
        Cell(line.label),
        Cell(_(LESSON_STATE_WORDS[line.state]), _TONES.get(line.state)),
        Cell(str(line.copies)),
        Cell(str(line.mended)),
        Cell(str(line.unfinished) if line.unfinished else ""),
        Cell(str(line.spent) if line.mended else ""),
    )
