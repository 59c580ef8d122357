"""The dialogs of the rules: the form of one rule, and what a file or a preset would change; they follow the state."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.rule_files import line_words, plan_words
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.school_year.rules_exchange import PlanShown
from deskcirc.ui.tabs.school_year.rules_form import RuleDialog
from deskcirc.ui.tabs.school_year.rules_state import RuleForm, RulesPart
from deskcirc.ui.theme import Theme


class RulesDialogs(QObject):
    """Keeps the dialog open that the state asks for; `acted` carries what a person answers."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._subject: RuleForm | PlanShown | None = None
        self.dialog: QDialog | None = None

    def show_part(self, part: RulesPart) -> None:
        """Open, change or close the dialog."""
        subject = part.form or part.plan
        if subject is self._subject:
            return
        self._subject = subject
        if isinstance(subject, RuleForm) and subject.flaws and isinstance(self.dialog, RuleDialog):
            self.dialog.show_flaws(subject.flaws)
            return
        self._close()
        if isinstance(subject, RuleForm):
            form = RuleDialog(self._theme, subject.rule, part.categories, part.item_types, self._page)
            form.answered.connect(lambda values: self.acted.emit("save", values))
            self._open(form, "close_form")
        elif subject is not None:
            plan = PlanDialog(self._theme, subject, self._page)
            plan.agreed.connect(lambda: self.acted.emit("take_over", {}))
            self._open(plan, "drop_plan")

    def _open(self, dialog: QDialog, when_left: str) -> None:
        self.dialog = dialog
        dialog.rejected.connect(lambda: self._left(dialog, when_left))
        dialog.open()

    def _left(self, dialog: QDialog, act: str) -> None:
        if self.dialog is dialog:
            self.acted.emit(act, {})

    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None  # first, so that its closing is not taken for a person's "no"
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()


class PlanDialog(QDialog):
    """Says what will change before it is done; `agreed` once a person wants it."""

    agreed = Signal()

    def __init__(self, theme: Theme, shown: PlanShown, parent: QWidget) -> None:
        super().__init__(parent)
        title = _("Take over the rules of {name}?").format(name=shown.name)
        self.setWindowTitle(title)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What will change"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([line_words(change) for change in shown.plan.changes])
        yes, no = QPushButton(_("Take these over"), default=True), QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        yes.setProperty("part", "main")
        yes.clicked.connect(self.agreed)
        no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(
            label("quiet", _("Loans already made keep their dates. It is one act, and can be undone as one.")), 1
        )
        row.addWidget(no)
        row.addWidget(yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(label("title", title))
        layout.addWidget(label("quiet", plan_words(shown.plan)))
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        resize_within_screen(self, theme.px(860), theme.px(520))
