"""The end of a term on the screen: the board of all classes, the copies that each still has, what can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.recall import Recall
from deskcirc.store.lookups.end_of_term import ClassDue, CopyOut
from deskcirc.text import day_words, full_date, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes.end_of_term_board import Board
from deskcirc.ui.tabs.classes.end_of_term_state import EndOfTermPart
from deskcirc.ui.theme import Theme

_A_WEEK: Final = timedelta(days=6)


class EndOfTermPage(TabPage):
    """Paints an EndOfTermPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = EndOfTermPart()
        self.figures, self.told = label("figure"), label("quiet")
        self.told.setWordWrap(True)
        self.board = Board(theme)
        self.board.chosen.connect(lambda class_id: self.act(f"open:{class_id}"))
        self.copies = LinesView[CopyOut](theme, _columns(), self._cells)
        self.copies.setAccessibleName(_("Copies of the class"))
        self.copies.set_empty_words(_("Everything is back."))
        self.empty = label("quiet", _("No classes yet: they come with the roster. “More”, “Import lists” takes it in."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for widget in (self.board, self.copies, self.empty):
            self.stack.addWidget(widget)
        self.projected: ProjectedBoard | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(self._head())
        layout.addWidget(self.told)
        layout.addWidget(self.stack, 1)
        layout.addLayout(self._foot())

    def show_state(self, state: object) -> None:
        """Paint the board, or the copies of the class that is open."""
        if not isinstance(state, EndOfTermPart):
            raise TypeError(state)
        self._part = state
        opened = state.opened
        self.board.show_classes(state.classes)
        self.copies.show_lines(state.copies)
        self.back.setVisible(opened is not None)
        self.figures.setText(figures_words(state.classes) if opened is None else class_words(opened))
        self.told.setText(" · ".join(told_words(state)))
        self.forgive.setVisible(state.may_forgive)
        page = self.board if opened is None else self.copies
        self.stack.setCurrentWidget(page if state.classes else self.empty)
        if self.projected is not None:
            self.projected.show_part(state)

    def project(self) -> None:
        """Show the board alone, as large as a second screen (else this one) is; the counter goes on behind it."""
        if self.projected is None:
            self.projected = ProjectedBoard(self._theme, self.window())
            self.projected.board.chosen.connect(lambda class_id: self.act(f"open:{class_id}"))
        self.projected.show_part(self._part)
        self.projected.show_on_other_screen()

    def ask_amnesty(self) -> QuestionDialog:
        """Ask for the days of an amnesty: a week from today unless somebody says otherwise."""
        today = self._part.today
        yes, no = _("yes"), _("no")
        fields = (
            Field("starts", _("First day"), "date", today.isoformat()),
            Field("ends", _("Last day"), "date", (today + _A_WEEK).isoformat()),
            Field("reason", _("Reason"), value=_("end of term"), required=False),
            Field("lift", _("Lift suspensions for late returns"), "choice", no, (no, yes)),
        )
        sentence = _("What comes back on these days brings neither suspension nor charge, however late it is.")
        dialog = QuestionDialog(_("Forgive late returns"), [sentence], fields, _("Forgive"), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answer(values: dict[str, str]) -> None:
            self.acted.emit("amnesty", {**values, "lift": "yes" if values["lift"] == yes else "no"})

        dialog.answered.connect(answer)
        dialog.open()
        return dialog

    def _head(self) -> QHBoxLayout:
        self.back = self.button(_("All classes"), "close")
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.figures)
        row.addStretch()
        large = self.plain_button(_("Board on the whole screen"))
        large.clicked.connect(self.project)
        row.addWidget(large)
        return row

    def _foot(self) -> QHBoxLayout:
        self.forgive = self.plain_button(_("Forgive late returns …"))
        self.forgive.clicked.connect(self.ask_amnesty)
        save = self.plain_button(_("Save as a table …"))
        save.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self.button(_("Lists for class teachers"), "lists", "print", main=True))
        row.addWidget(self.button(_("Slips to cut"), "slips", "print"))
        row.addWidget(save)
        row.addStretch()
        row.addWidget(self.forgive)
        return row

    def _ask_file(self) -> None:
        ask_table_to_save(self.window(), _("Recall"), self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})

    def _cells(self, copy: CopyOut) -> Sequence[Cell]:
        due = day_words(copy.due, self._part.today)
        late = ngettext("{days} day late", "{days} days late", copy.days_late).format(days=copy.days_late)
        return (
            Cell(copy.patron_number),
            Cell(copy.patron),
            Cell(copy.name),
            Cell(copy.call_number),
            Cell(copy.code),
            Cell(due),
            Cell(late, Tone.LOOK) if copy.days_late > 0 else Cell(""),
        )


class ProjectedBoard(QWidget):
    """The board in a window of its own, for a projector; Esc closes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("Who still has what"))
        self.setProperty("part", "ground")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel()
        self.title.setFont(theme.font(34, bold=True))
        self.title.setStyleSheet(f"font-size: {theme.px(34)}px; font-weight: bold;")
        self.told = label("quiet")
        self.told.setStyleSheet(f"font-size: {theme.px(22)}px;")
        self.board = Board(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.told)
        layout.addWidget(self.board, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Esc closes the board."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def show_part(self, part: EndOfTermPart) -> None:
        """Paint the classes as they stand now."""
        self.title.setText(figures_words(part.classes))
        said = (part.said,) if part.said else ()
        self.told.setText(" · ".join((*said, *told_words(part), _("Esc closes this board"))))
        self.board.show_classes(part.classes)

    def show_on_other_screen(self) -> None:
        """Fill the second screen; where there is none, this one."""
        parent = self.parentWidget()
        others = [screen for screen in QGuiApplication.screens() if parent is None or screen != parent.screen()]
        if others:
            self.setGeometry(others[0].geometry())
        self.showFullScreen()
        self.setFocus()


def figures_words(classes: Sequence[ClassDue]) -> str:
    """What is still out in all, and how many classes are through."""
    copies = sum(each.copies for each in classes)
    if not copies and not any(each.corner for each in classes):
        return _("Everything is back")
    whole = [each for each in classes if each.in_class]
    words = ngettext("{count} copy still out", "{count} copies still out", copies).format(count=copies)
    clear = sum(each.is_clear for each in whole)
    return " · ".join((words, _("{clear} of {all} classes are through").format(clear=clear, all=len(whole))))


def class_words(due: ClassDue) -> str:
    """The class that is open: its name, its teacher, what is out."""
    copies = ngettext("{count} copy still out", "{count} copies still out", due.copies).format(count=due.copies)
    return " · ".join(part for part in (due.name or _("Teachers and others"), due.teacher, copies) if part)


def told_words(part: EndOfTermPart) -> list[str]:
    """By when everything is to be back, whether late returns are forgiven, what a scan does."""
    told = [_return_by_words(part.recall, part.today)]
    if part.recall.term is not None and part.recall.term.vacation_loans_from is not None:
        day = day_words(part.recall.term.vacation_loans_from, part.today)
        told.append(_("vacation loans from {day} may stay out").format(day=day))
    if part.amnesty is not None:
        days = {"first": day_words(part.amnesty.starts, part.today), "last": day_words(part.amnesty.ends, part.today)}
        told.append(_("late returns are forgiven from {first} to {last}").format(**days))
    return told


def _return_by_words(recall: Recall, today: date) -> str:
    by = recall.return_by
    if by is None:
        return _("The day by which everything must be back is not set: School year, Calendar.")
    left = (by - today).days
    day = full_date(by)
    if left > 0:
        words = ngettext("back by {day}, {count} day left", "back by {day}, {count} days left", left)
        return words.format(day=day, count=left)
    return _("back by {day}, that is today").format(day=day) if not left else _("back by {day}").format(day=day)


def _columns() -> Sequence[Column]:
    return (
        Column(_("Number"), 140),
        Column(_("Name"), 110),
        Column(_("Title")),
        Column(_("Call number"), 140, yields=True),
        Column(_("Barcode"), 120, yields=True),
        Column(_("Due"), 130),
        Column(_("Overdue"), 130),
    )
