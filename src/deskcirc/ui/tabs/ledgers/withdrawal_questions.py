"""What is asked of a person about a withdrawal: why and to whom, what stands on the signed form, what was paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from deskcirc.domain.prices import format_fen
from deskcirc.domain.stock_words import copies_words
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, WithdrawalLine, last_copies_words
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.ledgers.withdrawal_part import WithdrawalPart

Answered = Callable[[Mapping[str, str]], None]
Asking = Callable[[WithdrawalPart, QWidget, Answered], None]


def ask_proposal(part: WithdrawalPart, window: QWidget, answered: Answered) -> None:
    """Why the ticked copies, or those that will be scanned, are to go."""
    count = len(part.marked)
    title = (
        _("Propose a withdrawal of {copies}").format(copies=copies_words(count)) if count else _("Propose a withdrawal")
    )
    sentences = [_("No copy is withdrawn by it: the form is printed, signed, and its approval entered here.")]
    if not count:
        sentences.append(_("It begins empty; scan the copies that shall go."))
    _ask(QuestionDialog(title, sentences, _reason_fields("", "", ""), _("Propose it"), window), answered)


def ask_change(part: WithdrawalPart, window: QWidget, answered: Answered) -> None:
    """Another reason, receiver or note."""
    batch = part.batch
    if batch is None:
        return
    fields = _reason_fields(_(WITHDRAWAL_REASON_WORDS[batch.reason]), batch.receiver, batch.note)
    title = _("Withdrawal {number}").format(number=batch.number)
    _ask(QuestionDialog(title, [], fields, _("Save"), window), answered)


def ask_approval(part: WithdrawalPart, window: QWidget, answered: Answered) -> None:
    """What stands on the signed form, after what it will do is said."""
    batch = part.batch
    if batch is None:
        return
    words = ngettext(
        "{count} copy worth {amount} yuan leaves the books, under a number of its own.",
        "{count} copies worth {amount} yuan leave the books, each under a number of its own.",
        batch.copies,
    )
    sentences = [
        words.format(count=batch.copies, amount=format_fen(batch.value)),
        *last_copies_words(part.last),
    ]
    orders = (_("accession order"), _("shelf order"))
    fields = (
        Field("document", _("Number of the approval")),
        Field("approved_by", _("Approved by")),
        Field("day", _("Day of the approval"), "date", part.today.isoformat()),
        Field("order", _("Numbers are given in"), "choice", orders[0], orders),
        Field("first_number", _("First number, where a paper ledger goes on (optional)"), required=False),
    )
    title = _("Approve withdrawal {number}").format(number=batch.number)
    _ask(QuestionDialog(title, sentences, fields, _("Withdraw"), window), answered)


def ask_payment(line: WithdrawalLine, window: QWidget, answered: Answered) -> None:
    """What was paid for a lost copy."""
    paid = line.compensation if line.compensation is not None else line.price
    value = "" if paid is None else format_fen(paid)
    field = Field("amount", _("Paid (yuan), empty for nothing"), value=value, required=False)
    title = _("What was paid for {title}?").format(title=line.copy.name)
    _ask(QuestionDialog(title, [], [field], _("Save"), window), answered)


def ask_cancel(part: WithdrawalPart, window: QWidget, answered: Answered) -> None:
    """Whether a proposal is given up."""
    if part.batch is None:
        return
    title = _("Cancel withdrawal {number}?").format(number=part.batch.number)
    sentences = [_("Its copies stay in the library. Its number is not given again.")]
    _ask(QuestionDialog(title, sentences, [], _("Cancel the withdrawal"), window), answered)


def _reason_fields(reason: str, receiver: str, note: str) -> Sequence[Field]:
    reasons = tuple(_(words) for words in WITHDRAWAL_REASON_WORDS.values())
    return (
        Field("reason", _("Reason"), "choice", reason or reasons[0], reasons),
        Field("receiver", _("Transferred to (optional)"), value=receiver, required=False),
        Field("note", _("Note (optional)"), value=note, required=False),
    )


def _ask(dialog: QuestionDialog, answered: Answered) -> None:
    dialog.answered.connect(answered)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
