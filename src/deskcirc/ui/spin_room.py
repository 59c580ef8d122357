"""Room at the left of a number or a day that is stepped by arrows."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

Box = TypeVar("Box", bound=QAbstractSpinBox)


def with_room(box: Box) -> Box:
    """The box with the room of a digit before its first.

    Where a style sheet places the arrows, Qt begins the field at the left edge, whatever padding the sheet asks for.
    """
    box.lineEdit().setTextMargins(box.fontMetrics().horizontalAdvance("0"), 0, 0, 0)
    return box
