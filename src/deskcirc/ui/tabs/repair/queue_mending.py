"""How the copy in hand is mended: the task step by step, who does it and until when, what it took, what follows."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from deskcirc.desk.repair import MOST_MINUTES
from deskcirc.domain.repair import DUTY_WORDS, Repair, RepairState
from deskcirc.text import gettext as _
from deskcirc.ui.day_edit import DayEdit
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.queue_part import QueuePart
from deskcirc.ui.tabs.repair.queue_words import of_copy
from deskcirc.ui.theme import Theme


class MendingPage(TabPage):
    """Paints the mending of the copy in hand of a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._repair: Repair | None = None
        self.task = label("quiet")
        self.task.setWordWrap(True)
        self.task.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.form = QFormLayout()
        self.helper = label("")
        self.nobody = self.button(_("Nobody"), "unassign")
        self.due = DayEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setAccessibleName(_("Due back"))
        self.due.editingFinished.connect(self._keep_due)
        self.materials, self.minutes, self.duty = QLineEdit(), QLineEdit(), QComboBox()
        self.minutes.setValidator(QIntValidator(0, MOST_MINUTES, self))
        for edit, name in ((self.materials, _("Materials used")), (self.minutes, _("Minutes it took"))):
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self._keep_work)
        self.duty.setAccessibleName(_("What follows"))
        for duty, words in DUTY_WORDS.items():
            self.duty.addItem(_(words), duty.value)
        self.duty.activated.connect(lambda _row: self.act(f"duty:{self.duty.currentData()}"))
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the task and what is written down; a field somebody is in is left alone."""
        if not isinstance(state, QueuePart) or state.chosen is None or state.task is None:
            raise TypeError(state)
        another = self._repair is None or self._repair.id != state.chosen.id
        repair = self._repair = state.chosen
        steps = "\n".join(f"{place}. {step}" for place, step in enumerate(state.task.words, 1))
        needed = _("Needed: {materials}").format(materials=_(", ").join(state.task.materials))
        who = _("for pupils") if state.task.fit_for_pupils else _("for grown-ups")
        minutes = _("about {count} minutes, {who}").format(count=state.task.minutes, who=who)
        self.task.setText("\n".join([minutes, *([needed] if state.task.materials else []), steps]))
        self.helper.setText(repair.helper or _("nobody yet: scan the helper's card"))
        self.nobody.setVisible(repair.helper_id is not None and state.may_decide)
        self.form.setRowVisible(self.due, repair.state is RepairState.IN_REPAIR)
        if repair.due_back is not None and not self.due.hasFocus():
            self.due.setDate(QDate(repair.due_back.year, repair.due_back.month, repair.due_back.day))
        for edit, text in (
            (self.materials, repair.materials),
            (self.minutes, "" if repair.minutes is None else str(repair.minutes)),
        ):
            if another or not edit.hasFocus():
                edit.setText(text)
        self.duty.setCurrentIndex(self.duty.findData(repair.duty.value))
        for widget in (self.due, self.materials, self.minutes, self.duty):
            widget.setEnabled(state.may_decide)

    def _arrange(self, theme: Theme) -> None:
        helper = QHBoxLayout()
        helper.addWidget(self.helper, 1)
        helper.addWidget(self.nobody)
        form = self.form
        form.setSpacing(theme.px(6))
        form.addRow(_("Mends it"), helper)
        form.addRow(_("Due back"), self.due)
        form.addRow(_("Materials used"), self.materials)
        form.addRow(_("Minutes it took"), self.minutes)
        form.addRow(_("What follows"), self.duty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(form)
        layout.addWidget(self.task, 1)

    def _keep_due(self) -> None:
        day = self.due.date().toString(Qt.DateFormat.ISODate)
        known = self._repair.due_back if self._repair is not None else None
        if known is not None and known.isoformat() != day:
            self.acted.emit("due", {"day": day, **of_copy(self._repair)})

    def _keep_work(self) -> None:
        repair = self._repair
        if repair is None:
            return
        written = (self.materials.text().strip(), self.minutes.text().strip())
        if written != (repair.materials, "" if repair.minutes is None else str(repair.minutes)):
            self.acted.emit("work", {"materials": written[0], "minutes": written[1], **of_copy(repair)})
