"""What is asked of a person about a class corner: its class and numbers, copies from the shelves, a due date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from deskcirc.domain.corners import USUAL_TARGET
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.classes.corners_part import CornersPart

Answered = Callable[[Mapping[str, str]], None]


def ask_opening(part: CornersPart, window: QWidget, answered: Answered) -> None:
    """Which class gets a corner, how many copies, and which card the class has."""
    names = tuple(each.name for each in part.without)
    fields = (
        Field("class", _("Class"), "choice", names[0] if names else "", names),
        Field("target", _("Copies at least"), value=str(USUAL_TARGET)),
        Field("capacity", _("Room for (optional)"), required=False),
        Field("card", _("Card of the class (optional)"), required=False),
        Field("note", _("Note"), required=False),
    )
    sentences = [_("The copies are lent to the class. A class without a card gets one by year of entry and number.")]
    _ask(QuestionDialog(_("A corner for which class?"), sentences, fields, _("Open it"), window), answered)


def ask_change(part: CornersPart, window: QWidget, answered: Answered) -> None:
    """Another target, room or note."""
    corner = part.corner
    if corner is None:
        return
    capacity = "" if corner.capacity is None else str(corner.capacity)
    fields = (
        Field("target", _("Copies at least"), value=str(corner.target)),
        Field("capacity", _("Room for (optional)"), value=capacity, required=False),
        Field("note", _("Note"), value=corner.note, required=False),
    )
    title = _("Class corner of {name}").format(name=corner.class_name)
    _ask(QuestionDialog(title, [], fields, _("Save"), window), answered)


def ask_shelves(part: CornersPart, window: QWidget, answered: Answered) -> None:
    """Which copies to choose from the shelves, in shelf order."""
    corner = part.corner
    if corner is None:
        return
    wanted = corner.wanted(len(part.fine)) or USUAL_TARGET
    fields = (
        Field("first", _("Call number from (optional)"), required=False),
        Field("last", _("up to and including (optional)"), required=False),
        Field("location", _("Location (optional)"), "choice", "", ("", *part.places), required=False),
        Field("item_type", _("Item type (optional)"), "choice", "", ("", *(name for _id, name in part.types)), False),
        Field("most", _("Copies at most"), value=str(wanted)),
    )
    sentences = [_("Copies that may be lent are put onto the pile in shelf order; nothing is lent yet.")]
    _ask(QuestionDialog(_("Choose from the shelves"), sentences, fields, _("Choose"), window), answered)


def ask_due(part: CornersPart, window: QWidget, answered: Answered) -> None:
    """Until when the corner lends to pupils."""
    day = (part.due or date.today()).isoformat()  # noqa: DTZ011  only where the box begins
    field = Field("day", _("Due"), "date", day)
    sentences = [_("It holds for what is lent in the corner from now on, until the corner is left.")]
    _ask(QuestionDialog(_("When are copies due back in the corner?"), sentences, [field], _("Save"), window), answered)


def _ask(dialog: QuestionDialog, answered: Answered) -> None:
    dialog.answered.connect(answered)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
