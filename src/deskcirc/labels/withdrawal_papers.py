"""Papers of a withdrawal: the approval form to sign, the list to cross labels out by, the list for a receiver.

The same value is printed, saved as a table (`transfer_report`) and told on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, Withdrawal, WithdrawalLine, WithdrawalState
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.label_faces import TextFace
from deskcirc.labels.paper import Align, Paper
from deskcirc.labels.signed_list import ListColumn, ListRow, SignedList, signed_list
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _

SIGNATURES: Final = (
    marked("Drawn up by"),
    marked("Head of the library"),
    marked("Vice-principal"),
    marked("School property"),
    marked("Finance"),
)
"""Who signs a withdrawal (domain.md §3: 经手 负责人 分管校长, and 校产 财务 besides)."""


def approval_form(withdrawal: Withdrawal, lines: Sequence[WithdrawalLine], library: str) -> Paper:
    """The form that is signed before copies go; once they are gone, the same with their numbers."""
    approved = withdrawal.state is WithdrawalState.APPROVED
    columns: tuple[ListColumn, ...] = (
        ListColumn(_("Withdrawal No.") if approved else _("No."), 20 if approved else 9),
        ListColumn(_("Accession No."), 23),
        ListColumn(_("Title"), 45),
        ListColumn(_("Publisher, year"), 31),
        ListColumn(_("Price (yuan)"), 18, Align.RIGHT),
        ListColumn(_("Paid (yuan)"), 17, Align.RIGHT),
        ListColumn(_("Evidence"), 48),
    )
    if not any(line.compensation is not None for line in lines):
        columns = tuple(column for place, column in enumerate(columns) if place != 5)
    rows = tuple(_form_row(number, line, len(columns)) for number, line in enumerate(_by_number(lines), 1))
    title = _("Withdrawal of library stock: approval form")
    return signed_list(
        SignedList(
            title=title,
            library=library,
            told=_told(withdrawal),
            columns=columns,
            rows=rows,
            total=total_words(withdrawal),
            signatures=tuple(_(who) for who in SIGNATURES),
            empty=_("No copy is in this withdrawal yet."),
        )
    )


def strike_list(withdrawal: Withdrawal, lines: Sequence[WithdrawalLine], library: str) -> Paper:
    """Where the withdrawn copies stand, in shelf order, with a box to tick once a label is crossed out."""
    columns = (
        ListColumn(_("Call number"), 40),
        ListColumn(_("Location"), 22),
        ListColumn(_("Title"), 68),
        ListColumn(_("Accession No."), 26),
        ListColumn(_("Withdrawal No."), 22),
    )
    rows = tuple(
        ListRow(
            (line.copy.call_number or "–", line.copy.location, line.copy.name, line.copy.code, line.number or "–"),
            line.price,
        )
        for line in lines
    )
    sentence = _("Take each copy off its shelf, cross out spine label, barcode and stamp, and tick it here.")
    title = _("Labels to cross out")
    told = (*_told(withdrawal)[:1], sentence)
    return signed_list(SignedList(title, library, told, columns, rows, total_words(withdrawal), tick=True))


def strike_stickers(lines: Sequence[WithdrawalLine], on: date | None) -> LabelOrder:
    """A small label for each copy to stick over its barcode: withdrawn, its number, the day."""
    day = full_date(on) if on else ""
    return LabelOrder(
        tuple(
            TextFace(
                tuple(text for text in (_("WITHDRAWN"), _("No. {number}").format(number=line.number), day) if text)
            )
            for line in _by_number(lines)
        )
    )


def transfer_list(withdrawal: Withdrawal, lines: Sequence[WithdrawalLine], library: str) -> Paper:
    """What the receiver of transferred copies signs for."""
    columns = (
        ListColumn(_("No."), 9),
        ListColumn(_("Accession No."), 25),
        ListColumn(_("Title"), 62),
        ListColumn(_("Publisher, year"), 40),
        ListColumn(_("ISBN"), 30),
        ListColumn(_("Price (yuan)"), 16, Align.RIGHT),
    )
    rows = tuple(
        ListRow(
            (
                str(number),
                line.copy.accession_number,
                line.copy.name,
                _published(line),
                line.copy.isbn,
                "–" if line.price is None else format_fen(line.price),
            ),
            line.price,
        )
        for number, line in enumerate(_by_number(lines), 1)
    )
    signatures = (_("Handed over by"), _("Received by"), _("Witness"))
    title = _("Transfer of library stock")
    return signed_list(
        SignedList(title, library, _told(withdrawal), columns, rows, total_words(withdrawal), signatures)
    )


def transfer_report(withdrawal: Withdrawal, lines: Sequence[WithdrawalLine], library: str) -> Report:
    """The copies of a withdrawal as a table, for whoever takes them over or keeps the school's property."""
    rows = tuple(
        (
            line.number,
            line.copy.accession_number,
            line.copy.barcode,
            line.copy.title if not line.copy.volume else f"{line.copy.title} {line.copy.volume}",
            line.copy.author,
            line.publisher,
            line.year,
            line.copy.isbn,
            line.copy.call_number,
            line.price,
            line.compensation,
            line.evidence,
        )
        for line in _by_number(lines)
    )
    return Report(
        name="withdrawal",
        title=_("Withdrawal {number}").format(number=withdrawal.number),
        told=" · ".join((library, *_told(withdrawal), total_words(withdrawal))),
        columns=(
            ReportColumn(_("Withdrawal No."), 16),
            ReportColumn(_("Accession No."), 20),
            ReportColumn(_("Barcode"), 20),
            ReportColumn(_("Title"), 40),
            ReportColumn(_("Author"), 20),
            ReportColumn(_("Publisher"), 22),
            ReportColumn(_("Year"), 10, Kind.NUMBER),
            ReportColumn(_("ISBN"), 24),
            ReportColumn(_("Call number"), 22),
            ReportColumn(_("Price (yuan)"), 14, Kind.MONEY),
            ReportColumn(_("Paid (yuan)"), 14, Kind.MONEY),
            ReportColumn(_("Evidence"), 40),
        ),
        rows=rows,
    )


def total_words(withdrawal: Withdrawal) -> str:
    """How much it is in all: titles, copies and yuan."""
    words = _("In all {stock}, {amount} yuan")
    stock = titles_and_copies(withdrawal.titles, withdrawal.copies)
    return words.format(stock=stock, amount=format_fen(withdrawal.value))


def _told(withdrawal: Withdrawal) -> tuple[str, ...]:
    reason = _(WITHDRAWAL_REASON_WORDS[withdrawal.reason])
    first = [
        _("Batch {number}").format(number=withdrawal.number),
        _("Reason: {reason}").format(reason=reason),
        _("drawn up {day}").format(day=full_date(withdrawal.opened_on)),
    ]
    if withdrawal.receiver:
        first.insert(2, _("Receiver: {name}").format(name=withdrawal.receiver))
    lines = ["   ".join(first)]
    if withdrawal.approved_on is not None:
        words = _("Approval {document}   approved by {name}   on {day}")
        facts = {"document": withdrawal.document, "name": withdrawal.approved_by}
        lines.append(words.format(day=full_date(withdrawal.approved_on), **facts))
    if withdrawal.note:
        lines.append(_("Note: {note}").format(note=withdrawal.note))
    return tuple(lines)


def _form_row(number: int, line: WithdrawalLine, columns: int) -> ListRow:
    price = "–" if line.price is None else format_fen(line.price)
    paid = "" if line.compensation is None else format_fen(line.compensation)
    cells = (line.number or str(number), line.copy.accession_number, line.copy.name, _published(line), price, paid)
    return ListRow((*cells[: columns - 1], line.evidence), line.price)


def _published(line: WithdrawalLine) -> str:
    return " ".join(part for part in (line.publisher, str(line.year or "")) if part)


def _by_number(lines: Sequence[WithdrawalLine]) -> list[WithdrawalLine]:
    return sorted(lines, key=lambda line: line.number)
