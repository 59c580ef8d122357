"""One mending lesson on the screen: who is at what, the class list to pick a name from, its papers and its end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from deskcirc.domain.mending_lessons import LESSON_STATE_WORDS, LessonLine, LessonState
from deskcirc.domain.repair import RepairState
from deskcirc.text import full_date
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair import lessons_questions as questions
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart
from deskcirc.ui.tabs.repair.lessons_words import minutes_words, progress, state_of, summary
from deskcirc.ui.theme import Theme


class LessonSheet(TabPage):
    """Paints the lesson of a LessonsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LessonsPart()
        self.head, self.facts = label("title"), label("quiet")
        self.facts.setWordWrap(True)
        self.who = label("quiet")
        self.pupils = QComboBox()
        self.pupils.setAccessibleName(_("Who mends the next copy"))
        self.pupils.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pupils.activated.connect(self._pick)
        self.lines = LinesView[LessonLine](theme, _columns(), self._cells)
        self.lines.take_what_is_left()
        self.lines.setAccessibleName(_("Copies of the lesson"))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.lines.chosen.connect(self._step)
        self.aside = self._of_line(_("Not finished"), "aside", "Alt+N")
        self.swap = self._of_line(_("Swap"), "swap", "Alt+S")
        self.remove = self._of_line(_("Take it out"), "remove")
        self.more = self.button(_("One more"), "more")
        self.papers = self.plain_button(_("Print"), "print")
        self.papers.setMenu(self._papers())
        self.save = self.plain_button(_("Save as a table …"))
        self.save.clicked.connect(self._ask_file)
        self.change = self._asking(_("Change …"), questions.ask_change, "change")
        self.cancel = self._asking(_("Cancel the lesson …"), questions.ask_cancel, "cancel")
        self.back = self.button(_("Put the mended copies back"), "put_back")
        self.close_it = self._asking(_("Close the lesson …"), questions.ask_close, "close", main=True)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the lesson; what may be done depends on how far it has come."""
        if not isinstance(state, LessonsPart) or state.lesson is None:
            raise TypeError(state)
        self._part = state
        lesson = state.lesson
        words = _("{number} {name}: {state}")
        stands = _(LESSON_STATE_WORDS[lesson.state])
        self.head.setText(words.format(number=lesson.number, name=lesson.label, state=stands))
        brought = summary(lesson) if lesson.state is LessonState.CLOSED else progress(state.lines)
        facts = [full_date(lesson.on), minutes_words(lesson.minutes), brought, lesson.note]
        self.facts.setText(" · ".join(part for part in facts if part))
        self.lines.show_lines(sorted(state.lines, key=_place))
        self.lines.set_empty_words(_empty_words(lesson.state))
        is_open = lesson.state.is_open
        for button in (self.swap, self.remove, self.more, self.change, self.cancel, self.close_it):
            button.setVisible(is_open and state.may_change)
        self.aside.setVisible(is_open)
        self.back.setVisible(any(line.state is RepairState.MENDED for line in state.lines))
        self._offer_pupils(state)
        self._weigh()

    def _arrange(self, theme: Theme) -> None:
        top = QHBoxLayout()
        top.addWidget(self.who)
        top.addWidget(self.pupils)
        top.addStretch()
        for button in (self.aside, self.swap, self.remove, self.more):
            top.addWidget(button)
        foot = QHBoxLayout()
        for button in (self.papers, self.save, self.change, self.cancel):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.close_it)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.head)
        layout.addWidget(self.facts)
        layout.addLayout(top)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def _offer_pupils(self, part: LessonsPart) -> None:
        """The class list; whoever scanned a card stands in it too, of whatever class they are."""
        offered = [(0, _("nobody yet")), *((pupil.id, pupil.name) for pupil in part.pupils)]
        if part.pupil is not None and all(number != part.pupil.id for number, _name in offered):
            offered.append((part.pupil.id, part.pupil.label))
        shown = [(self.pupils.itemData(at), self.pupils.itemText(at)) for at in range(self.pupils.count())]
        if shown != offered:
            self.pupils.clear()
            for number, name in offered:
                self.pupils.addItem(name, number)
        self.pupils.setCurrentIndex(max(0, self.pupils.findData(part.pupil.id if part.pupil else 0)))
        is_open = part.open_lesson is not None
        self.pupils.setVisible(is_open and len(offered) > 1)
        self.who.setVisible(is_open)
        one_by_one = _("Scan a card, then the copy; scan the copy again when it is mended.")
        self.who.setText(_("The next copy is for:") if len(offered) > 1 else one_by_one)

    def _pick(self, _row: int) -> None:
        number = self.pupils.currentData()
        self.act(f"pupil:{number}" if number else "next")

    def _step(self, line: LessonLine) -> None:
        """What a double click means: out to the pupil chosen, or back in, mended."""
        if line.at_table or line.state is RepairState.QUEUED:
            self.act(f"{'in' if line.at_table else 'out'}:{line.repair_id}")

    def _of_line(self, words: str, act: str, keys: str = "") -> QPushButton:
        button = self.plain_button(words)
        button.clicked.connect(lambda: self._on_line(act))
        if keys:
            button.setShortcut(keys)
        return button

    def _on_line(self, act: str) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"{act}:{line.repair_id}")

    def _weigh(self) -> None:
        line = self.lines.selected_line()
        waits = line is not None and line.state is RepairState.QUEUED
        begun = line is not None and line.state in (RepairState.IN_REPAIR, RepairState.MENDED)
        self.aside.setEnabled(begun)
        self.swap.setEnabled(waits)
        self.remove.setEnabled(waits)

    def _papers(self) -> QMenu:
        menu = QMenu(self)
        for words, act in (
            (_("Slips to cut, one a copy"), "print:slips"),
            (_("List of materials"), "print:materials"),
            (_("List for the teacher"), "print:teacher"),
            (_("Thank-you sheet"), "print:thanks"),
        ):
            menu.addAction(words, partial(self.act, act))
        return menu

    def _asking(self, words: str, ask: questions.Asking, act: str, *, main: bool = False) -> QPushButton:
        button = self.plain_button(words, "check" if main else "", main=main)
        button.clicked.connect(
            lambda: ask(self._part, self.window(), lambda values: self.acted.emit(act, dict(values)))
        )
        return button

    def _ask_file(self) -> None:
        lesson = self._part.lesson
        if lesson is not None:
            ask_table_to_save(self.window(), _("Mending lesson {number}").format(number=lesson.number), self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save:teacher", {"file": str(path)})

    def _cells(self, line: LessonLine) -> Sequence[Cell]:
        words, tone = state_of(line, self._part.now)
        return (
            Cell(line.copy.name),
            Cell(line.copy.code),
            Cell(line.damage_words),
            Cell(minutes_words(line.task.minutes)),
            Cell(line.helper or "–"),
            Cell(words, tone),
        )


def _place(line: LessonLine) -> int:
    """What is at the table stands on top, then what waits, then what is done."""
    if line.at_table:
        return 0
    return 1 if line.state is RepairState.QUEUED else 2


def _empty_words(state: LessonState) -> str:
    if state.is_open:
        return _("No copy yet. Scan the copies that shall come into the lesson, or let the program choose: “One more”.")
    return _("Nothing was mended in this lesson; its copies wait in the queue.")


def _columns() -> Sequence[Column]:
    return (
        Column(_("Title")),
        Column(_("Code"), 110, yields=True),
        Column(_("Damage"), 210, yields=True),
        Column(_("Work"), 110),
        Column(_("Who mends it"), 180),
        Column(_("State"), 200),
    )
