"""What is asked before a step of the section "resolving": what is damaged, why a copy shall go, which photo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, WithdrawalReason
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.damage import DamageDialog
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.theme import Theme

Answered = Callable[[Mapping[str, str]], None]


def ask_damage(theme: Theme, window: QWidget, about: str, answered: Answered) -> None:
    """Touch the tiles; the answer carries "seen" and "note"."""
    dialog = DamageDialog(theme, about, window)
    dialog.answered.connect(answered)
    _open(dialog)


def ask_withdrawal(window: QWidget, about: str, answered: Answered, usual: WithdrawalReason) -> None:
    """Why the copies shall leave the books; the answer carries "reason" and "note"."""
    reasons = {_(words): reason for reason, words in WITHDRAWAL_REASON_WORDS.items()}
    usual_words = _(WITHDRAWAL_REASON_WORDS[usual])
    fields = (
        Field("reason", _("Reason"), "choice", usual_words, tuple(reasons)),
        Field("note", _("Note"), required=False),
    )
    said = [
        about,
        _("They are only proposed: the batch is approved under Ledgers, and nothing leaves the books before."),
    ]
    dialog = QuestionDialog(_("Propose withdrawal"), said, fields, _("Propose it"), window)
    dialog.answered.connect(
        lambda values: answered({"reason": reasons[values["reason"]].value, "note": values["note"]})
    )
    _open(dialog)


def ask_photo(window: QWidget, chosen: Callable[[Path], None]) -> None:
    """Which picture shows the book."""
    filters = (_("Pictures (*.jpg *.jpeg *.png *.bmp *.gif *.webp)"), _("All files (*)"))
    ask_file_to_open(window, _("Photo of the book"), Path.home(), filters, chosen)


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
