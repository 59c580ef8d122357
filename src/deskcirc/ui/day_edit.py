"""A field for a day that Tab enters and leaves once."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDateEdit, QWidget

from deskcirc.ui.spin_room import with_room


class DayEdit(QDateEdit):
    """Qt's own takes three Tabs, one each for year, month and day: the next words then land in the month."""

    def __init__(self, *day: Any) -> None:
        super().__init__(*day)
        with_room(self)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  Qt's name
        """Tab leads to the next field; the arrow keys go from the year to the month and the day."""
        return QWidget.focusNextPrevChild(self, forward)
