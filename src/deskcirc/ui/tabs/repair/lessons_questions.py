"""What is asked of a person about a mending lesson: name, class, day, length and copies; whether it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart
from deskcirc.ui.tabs.repair.lessons_values import no_class_words

Answered = Callable[[Mapping[str, str]], None]
Asking = Callable[[LessonsPart, QWidget, Answered], None]


def ask_lesson(part: LessonsPart, window: QWidget, answered: Answered) -> None:
    """A new lesson: the program chooses the copies, and each can be swapped."""
    words = ngettext("{count} copy waits for repair.", "{count} copies wait for repair.", part.waiting)
    sentences = [
        words.format(count=part.waiting),
        _("The program takes what is fit for pupils and wanted most, and mixes the work. Each copy can be swapped."),
    ]
    fields = (
        *_fields(part, "", "", part.today.isoformat(), part.lesson_minutes),
        Field("copies", _("How many copies"), value="20"),
        Field("pupils", _("How many pupils come (empty: the class)"), required=False),
        Field("note", _("Note (optional)"), required=False),
    )
    _ask(QuestionDialog(_("New mending lesson"), sentences, fields, _("Prepare it"), window), answered)


def ask_change(part: LessonsPart, window: QWidget, answered: Answered) -> None:
    """Another name, class, day, length or note."""
    lesson = part.lesson
    if lesson is None:
        return
    fields = (
        *_fields(part, lesson.name, lesson.class_name, lesson.on.isoformat(), lesson.minutes),
        Field("note", _("Note (optional)"), value=lesson.note, required=False),
    )
    title = _("Mending lesson {number}").format(number=lesson.number)
    _ask(QuestionDialog(title, [], fields, _("Save"), window), answered)


def ask_close(part: LessonsPart, window: QWidget, answered: Answered) -> None:
    """Whether the lesson ends, after what is not mended is said."""
    if part.lesson is None:
        return
    left = [line for line in part.lines if line.at_table]
    waiting = sum(not line.done and not line.at_table for line in part.lines)
    sentences = [_("What is mended counts for who mended it; what is not goes back to the queue.")]
    if left:
        words = ngettext("{count} copy is still at the table:", "{count} copies are still at the table:", len(left))
        names = _(", ").join(line.copy.name for line in left[:6])
        sentences.append(words.format(count=len(left)) + " " + names + (" …" if len(left) > 6 else ""))
    if waiting:
        words = ngettext("{count} copy was not begun.", "{count} copies were not begun.", waiting)
        sentences.append(words.format(count=waiting))
    title = _("Close lesson {number}?").format(number=part.lesson.number)
    _ask(QuestionDialog(title, sentences, [], _("Close the lesson"), window), answered)


def ask_cancel(part: LessonsPart, window: QWidget, answered: Answered) -> None:
    """Whether a lesson is given up."""
    if part.lesson is None:
        return
    title = _("Cancel lesson {number}?").format(number=part.lesson.number)
    sentences = [_("Its copies wait in the queue as before. Its number is not given again.")]
    _ask(QuestionDialog(title, sentences, [], _("Cancel the lesson"), window), answered)


def _fields(part: LessonsPart, name: str, class_name: str, day: str, minutes: int) -> Sequence[Field]:
    classes = (no_class_words(), *(each.name for each in part.classes))
    return (
        Field("name", _("Name (optional)"), value=name, required=False),
        Field("class", _("Class"), "choice", class_name or classes[0], classes),
        Field("day", _("Day"), "date", day),
        Field("minutes", _("Minutes"), value=str(minutes)),
    )


def _ask(dialog: QuestionDialog, answered: Answered) -> None:
    dialog.answered.connect(answered)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
