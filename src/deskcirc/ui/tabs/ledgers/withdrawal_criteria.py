"""What candidates are looked for by, on the screen: a tick and its number for each, and where to look."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from deskcirc.domain.weeding import Criteria
from deskcirc.text import gettext as _
from deskcirc.ui.flow import FlowRow, phrase
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.spin_room import with_room
from deskcirc.ui.theme import Theme


class CriteriaBar(QWidget):
    """The criteria as they stand on the screen; `values` is what the act "find" takes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Criteria | None = None
        self._ticks: dict[str, QCheckBox] = {}
        self._numbers: dict[str, QSpinBox] = {}
        self.noted, self.class_number = QLineEdit(), ScanLine()
        self.place, self.every = QComboBox(), QComboBox()
        self._dress()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        for group in (self._age_and_use(), self._number_and_state(), self._notes_and_places()):
            rows.addWidget(FlowRow(theme.px(12), group))

    def values(self) -> Mapping[str, str]:
        """What is ticked and typed, by the names of the criteria."""
        given = {name: str(box.value()) for name, box in self._numbers.items() if self._is_wanted(name)}
        given |= {name: "yes" for name in ("damaged", "beyond", "lost", "missing") if self._ticks[name].isChecked()}
        given["noted"] = self.noted.text() if self._ticks["noted"].isChecked() else ""
        given["class_number"] = self.class_number.text()
        given["location"] = str(self.place.currentData() or "")
        given["every"] = str(self.every.currentData())
        return given

    def show_criteria(self, criteria: Criteria, places: tuple[str, ...]) -> None:
        """Put what was looked for last into the boxes; what a person is typing meanwhile is left alone."""
        if [self.place.itemData(at) for at in range(1, self.place.count())] != list(places):
            self._offer_places(places)
        if criteria == self._shown:
            return
        self._shown = criteria
        for name in ("older_than", "unused_for", "mended_times", "held_more_than"):
            number = getattr(criteria, name)
            self._ticks[name].setChecked(number is not None)
            if number is not None:
                self._numbers[name].setValue(number)
        self._numbers["out_at_most"].setValue(criteria.out_at_most)
        for name in ("damaged", "beyond", "lost", "missing"):
            self._ticks[name].setChecked(getattr(criteria, name))
        self._ticks["noted"].setChecked(bool(criteria.noted))
        self.noted.setText(criteria.noted or _("unsuitable"))
        self.class_number.setText(criteria.class_number)
        self.place.setCurrentIndex(max(0, self.place.findData(criteria.location)))
        self.every.setCurrentIndex(0 if criteria.every else 1)

    def _is_wanted(self, name: str) -> bool:
        return self._ticks["held_more_than" if name == "out_at_most" else name].isChecked()

    def _offer_places(self, places: tuple[str, ...]) -> None:
        chosen = self.place.currentData()
        self.place.clear()
        self.place.addItem(_("everywhere"), "")
        for place in places:
            self.place.addItem(place, place)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))

    def _dress(self) -> None:
        self.noted.setAccessibleName(_("Words in the note"))
        self.noted.setMaximumWidth(self._theme.px(190))
        self.class_number.setAccessibleName(_("Call number begins with"))
        self.class_number.setMaximumWidth(self._theme.px(90))
        self.place.setAccessibleName(_("Location"))
        self.every.setAccessibleName(_("How the criteria go together"))
        self.every.addItem(_("all of it at once"), "yes")
        self.every.addItem(_("any of it"), "no")

    def _age_and_use(self) -> list[QWidget]:
        return [
            self._phrase(
                self._tick("older_than", _("published more than")),
                self._number("older_than", 20),
                QLabel(_("years ago")),
            ),
            self._phrase(
                self._tick("unused_for", _("not used for")), self._number("unused_for", 5), QLabel(_("years"))
            ),
            self._tick("damaged", _("damaged")),
            self._tick("lost", _("lost")),
            self._tick("missing", _("missing")),
            self._tick("beyond", _("beyond repair")),
        ]

    def _number_and_state(self) -> list[QWidget]:
        return [
            self._phrase(
                self._tick("held_more_than", _("more copies of a title than")),
                self._number("held_more_than", 5),
            ),
            self._phrase(
                QLabel(_("with at most")),
                self._number("out_at_most", 2),
                QLabel(_("ever out at once")),
            ),
            self._phrase(self._tick("noted", _("the note says")), self.noted),
        ]

    def _notes_and_places(self) -> list[QWidget]:
        return [
            self._phrase(QLabel(_("It must be")), self.every),
            self._phrase(
                self._tick("mended_times", _("mended at least")), self._number("mended_times", 2), QLabel(_("times"))
            ),
            self._phrase(QLabel(_("call number begins with")), self.class_number),
            self._phrase(QLabel(_("location")), self.place),
        ]

    def _phrase(self, *widgets: QWidget) -> QWidget:
        return phrase(self._theme.px(6), *widgets)

    def _tick(self, name: str, words: str) -> QCheckBox:
        self._ticks[name] = QCheckBox(words)
        return self._ticks[name]

    def _number(self, name: str, usual: int) -> QSpinBox:
        box = with_room(QSpinBox(minimum=0, maximum=999, value=usual))
        box.setAccessibleName(name.replace("_", " "))
        self._numbers[name] = box
        return box
