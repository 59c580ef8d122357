"""What the ledgers' page asks: which days, whether a month is sealed, which file the table goes into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskcirc.desk.seals import month_name
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.ledgers.ledgers_part import LedgersPart


class LedgerQuestions(QObject):
    """Asks about the ledger `part` that is on the screen; `acted` carries the answer as an act with its values."""

    acted = Signal(str, object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.part = LedgersPart()
        self.dialog: QuestionDialog | None = None
        self._page = page

    def ask_days(self) -> None:
        """The first and the last day of a ledger."""
        if self.part.period is None:
            return
        span = self.part.period.span
        last, first = span.last.isoformat(), (span.first or span.last).isoformat()
        fields = (Field("from", _("First day"), "date", first), Field("to", _("Last day"), "date", last))
        self._ask(_("Ledger of which days?"), (), fields, _("Show"), "period:days")

    def ask_day(self) -> None:
        """The day as of which everything is shown."""
        day = "" if self.part.period is None else self.part.period.span.last.isoformat()
        told = (_("Everything from the beginning to the end of that day, as the books stood then."),)
        self._ask(_("Ledger as of which day?"), told, (Field("on", _("Day"), "date", day),), _("Show"), "period:day")

    def ask_seal(self) -> None:
        """Whether the month shall be sealed, and what that means."""
        month = self.part.to_seal
        told = (
            _("The ledgers of the month are kept as they are now, and nothing in them can be changed any more."),
            _("This cannot be undone. What turns out to be wrong later is put right with an entry of its own day."),
        )
        title = _("Seal the ledgers of {month}?").format(month=month_name(month))
        self._ask(title, told, (), _("Seal"), f"seal:{month}")

    def ask_file(self) -> None:
        """The file that the table is written into."""
        ask_table_to_save(self._page.window(), self.part.title, self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})

    def _ask(self, title: str, told: tuple[str, ...], fields: tuple[Field, ...], yes: str, act: str) -> None:
        dialog = QuestionDialog(title, told, fields, yes, self._page.window())
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()
