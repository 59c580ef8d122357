"""The shelf in hand on the screen: its name in big letters, what stands on it, how many were found, and who counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from deskcirc.domain.count_progress import ShelfProgress
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.gauge import Gauge
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart
from deskcirc.ui.theme import Theme

_ROOM: Final = (12, 8, 10, 4)
_LOW_ROOM: Final = (10, 3, 4, 2)
"""Pixels at the sides of the shelf, above and below it, and between its lines; the same on a low page."""
_APART: Final = 9
_BAR, _LOW_BAR = 10, 6


class ShelfPanel(TabPage):
    """Paints what of a ScanningPart is about the shelf and the person."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ScanningPart()
        self.name, self.about = label("page"), label("quiet")
        self.found, self.last, self.wrong = label("figure"), label(""), label("look")
        for words in (self.name, self.about, self.last, self.wrong):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.gauge = Gauge(theme)
        self.by_hand = QComboBox()
        self.by_hand.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.by_hand.setAccessibleName(_("Shelf, where its label is worn"))
        self.by_hand.activated.connect(lambda _row: self.act(str(self.by_hand.currentData())))
        self._offered: object = None
        self.who = ElidedLabel("title")
        self._counting = label("quiet", _("Counting"))
        self._is_low = False
        self.other = self.plain_button(_("Someone else …"), "person")
        self.other.setAccessibleName(_("Someone else …"))
        self.other.setToolTip(_("Someone else …"))
        self.other.clicked.connect(self._ask_who)
        self._outside = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._shelf_frame())
        layout.addWidget(self.by_hand)
        layout.addStretch()
        layout.addWidget(self._counting)
        row = QHBoxLayout()
        row.addWidget(self.who, 1)
        row.addWidget(self.other)
        layout.addLayout(row)
        self.set_low(low=False)

    def show_state(self, state: object) -> None:
        """Paint the shelf, how far it is, and who counts."""
        if not isinstance(state, ScanningPart):
            raise TypeError(state)
        self._part = state
        self._show_choice(state)
        self.name.setText(state.place or _("No shelf in hand"))
        self.about.setText(_about(state))
        self.last.setText(_("last: {call_number}").format(call_number=state.walk.last) if state.walk.last else "")
        self.last.setVisible(bool(state.walk.last) and not self._is_low)
        self._show_progress(None if state.is_blind else state.here)
        self.who.setText(state.who)

    def set_low(self, *, low: bool) -> None:
        """On a low page: smaller letters, nothing but the shelf, how far it is, and who counts."""
        self._is_low = low
        side, above, under, apart = _LOW_ROOM if low else _ROOM
        px = self._theme.px
        self._inside.setContentsMargins(px(side), px(above), px(side), px(under))
        self._inside.setSpacing(px(apart))
        self._outside.setSpacing(px(apart if low else _APART))
        self.gauge.setFixedHeight(px(_LOW_BAR if low else _BAR))
        self._counting.setVisible(not low)
        self.other.setText("" if low else _("Someone else …"))
        self.last.setVisible(bool(self._part.walk.last) and not low)
        part = "figure" if low else "page"
        if self.name.property("part") != part:
            self.name.setProperty("part", part)
            self.name.style().unpolish(self.name)
            self.name.style().polish(self.name)

    def _shelf_frame(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("part", "now")
        self._inside = rows = QVBoxLayout(frame)
        for widget in (self.name, self.about, self.found, self.gauge, self.wrong, self.last):
            rows.addWidget(widget)
        return frame

    def _show_progress(self, here: ShelfProgress | None) -> None:
        for widget in (self.found, self.gauge):
            widget.setVisible(here is not None and here.expected > 0)
        self.wrong.setVisible(here is not None and here.wrong > 0)
        if here is None:
            return
        self.found.setText(_("{found} of {expected} found").format(found=here.found, expected=here.expected))
        self.gauge.show_share(here.found, here.expected)
        words = ngettext("{count} copy belongs elsewhere", "{count} copies belong elsewhere", here.wrong)
        self.wrong.setText(words.format(count=here.wrong))

    def _show_choice(self, part: ScanningPart) -> None:
        """The shelves and locations to pick by hand; filled anew only when there are others."""
        offered = (part.shelves, tuple(part.locations.items()))
        if offered != self._offered:
            self._offered = offered
            self.by_hand.clear()
            self.by_hand.addItem(_("Pick a shelf by hand"), "location:0")
            for shelf in part.shelves:
                name = f"{shelf.code} {shelf.name}".strip() if shelf.name != shelf.code else shelf.code
                self.by_hand.addItem(name, f"shelf:{shelf.id}")
            for location_id, name in part.locations.items():
                self.by_hand.addItem(_("{location}, no shelf label").format(location=name), f"location:{location_id}")
        chosen = f"location:{part.location_id or 0}" if part.shelf is None else f"shelf:{part.shelf.id}"
        self.by_hand.setCurrentIndex(max(0, self.by_hand.findData(chosen)))

    def _ask_who(self) -> None:
        """Who was named before is offered again; left empty it is whoever is at the counter."""
        part = self._part
        names = tuple(dict.fromkeys((*part.people, part.operator)))
        field = Field("name", _("Name"), value=part.who, choices=("", *names), required=False)
        said = _("Their name stands on every line they scan. Their card, scanned here, does the same.")
        dialog = QuestionDialog(_("Who counts at this station?"), [said], [field], _("From now on"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit("person", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _about(part: ScanningPart) -> str:
    """Where the shelf is and what stands on it."""
    shelf = part.shelf
    if shelf is None:
        return _("Scan its label: then it is checked whether each book belongs there, and in which order.")
    parts = [shelf.code if shelf.name else "", shelf.location]
    if shelf.first_call_number:
        parts.append(_("from {call_number}").format(call_number=shelf.first_call_number))
    return " · ".join(each for each in parts if each)
