"""The dialogs that belong to what is shown: a question of the desk, or a choice; they come and go with it.

The dialogs are imported when the first is wanted, not before the first pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.outcome import Ask, Choice
from deskcirc.ui.theme import Theme

if TYPE_CHECKING:
    from deskcirc.ui.dialogs.question import Field

_REASONS: Final = (
    marked("The teacher asked for it"),
    marked("Needed for a contest or a lesson"),
    marked("The copy at home was brought back today"),
)
Subject: TypeAlias = Ask | tuple[Choice, ...]


class Questions(QObject):
    """Keeps one dialog open for what is asked now; `acted` carries the answer as an act with its values.

    A scan goes on behind the dialog; when what it brings asks nothing any more, the dialog closes unanswered.
    """

    acted = Signal(str, object)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._subject: Subject | None = None
        self.dialog: QDialog | None = None

    def show_subject(self, ask: Ask | None, choices: tuple[Choice, ...], headline: str) -> None:
        """Open the dialog for this question or choice, if it isn't open or was answered; close it if there is none.

        `headline` is what the banner asks: a choice stands before it, so it says it again.
        """
        subject: Subject | None = ask or choices or None
        if subject is self._subject:
            return
        self._subject = subject
        self._close()
        if isinstance(subject, Ask):
            self._open(self._question(subject))
        elif subject:
            self._open(self._pick(subject, headline))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None  # first, so that its closing is not taken for a person's "no"
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    def _pick(self, choices: tuple[Choice, ...], headline: str) -> QDialog:
        from deskcirc.ui.dialogs.pick import PickDialog

        dialog = PickDialog(self._theme, headline, choices, self._window)
        dialog.picked.connect(lambda act: self.acted.emit(act, {}))
        return dialog

    def _question(self, ask: Ask) -> QDialog:
        if ask.kind == "damage":
            return self._damage(ask)
        from deskcirc.ui.dialogs.question import QuestionDialog

        title, fields, yes = _QUESTIONS[ask.kind](ask)
        dialog = QuestionDialog(title, [ask.sentence], fields, yes, self._window)
        dialog.answered.connect(lambda values: self.acted.emit(ask.act or ask.kind, values))
        dialog.rejected.connect(lambda: self._dismiss(dialog))
        return dialog

    def _damage(self, ask: Ask) -> QDialog:
        """What is touched is told at once where a scan may be the answer: the next copy closes the question."""
        from deskcirc.ui.dialogs.damage import DamageDialog

        dialog = DamageDialog(self._theme, ask.sentence, self._window)
        if not ask.act:
            dialog.touched.connect(lambda word: self.acted.emit(f"{ask.kind}_tick:{word}", {}))
        dialog.answered.connect(lambda values: self.acted.emit(ask.act or ask.kind, values))
        dialog.rejected.connect(lambda: self._dismiss(dialog))
        return dialog

    def _dismiss(self, dialog: QDialog) -> None:
        """A person said no; a scan that closes the dialog says nothing about the question."""
        if self.dialog is dialog:
            self.acted.emit("dismiss", {})


def _override(ask: Ask) -> tuple[str, Sequence[Field], str]:
    from deskcirc.ui.dialogs.question import Field

    reasons = [_(reason) for reason in _REASONS]
    fields = [Field("reason", _("Reason"), value=ask.reason or reasons[0], choices=reasons)]
    if ask.needs_pin:
        fields.append(Field("pin", _("PIN of somebody who may override"), "pin"))
    return _("Lend all the same?"), fields, _("Lend all the same")


_QUESTIONS: Final[Mapping[str, Callable[[Ask], tuple[str, Sequence[Field], str]]]] = {
    "override": _override,
}
