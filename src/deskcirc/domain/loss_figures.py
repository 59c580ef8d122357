"""Figures of losses: what was lost, found, replaced and withdrawn in some days, and the money for it.

Lost at the beginning + declared lost − found − replaced − withdrawn − by mistake = still lost at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.domain.figures import Figure, FigureLine, FigureTable
from deskcirc.domain.ledgers import Span
from deskcirc.domain.report import Kind, ReportColumn
from deskcirc.text import gettext as _


class WayOut(StrEnum):
    """How a loss came to its end."""

    FOUND = "found"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"


class MoneyKind(StrEnum):
    """What happened to money that was owed for a lost or damaged copy."""

    PAID = "paid"
    REFUNDED = "refunded"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class LossFact:
    """One loss as figures need it; `price` in fen, None for one not known; a mere claim has no `lost_on`.

    `ways` are its ends with their days in the order they can come; the first of them counts, for a replaced copy may be
    found or withdrawn later.
    """

    copy_id: int
    price: int | None
    claimed_on: date | None = None
    lost_on: date | None = None
    ways: tuple[tuple[date, WayOut], ...] = ()

    @property
    def first_way(self) -> tuple[date, WayOut] | None:
        """How it came to its end first, of two on one day the one named first; None while it is lost or looked for."""
        return min(self.ways, key=lambda way: way[0], default=None)

    def was_lost(self, at_end_of: date) -> bool:
        """Whether it was lost, and nothing had come of it, when that day was over."""
        way = self.first_way
        return self.lost_on is not None and self.lost_on <= at_end_of and (way is None or way[0] > at_end_of)

    def was_claimed(self, at_end_of: date) -> bool:
        """Whether it was being looked for when that day was over."""
        ends = [day for day in (self.lost_on, *(day for day, _way in self.ways)) if day is not None]
        return self.claimed_on is not None and self.claimed_on <= at_end_of and all(day > at_end_of for day in ends)


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """Money that moved, or was let go, for a copy: fen, above 0."""

    copy_id: int | None
    kind: MoneyKind
    amount: int
    on: date
    lost: bool = True  # for a lost copy, else for a damaged one


@dataclass(frozen=True, slots=True)
class LossBook:
    """The losses and the money that touch the days."""

    span: Span
    losses: Sequence[LossFact] = ()
    money: Sequence[MoneyFact] = ()


def loss_table(book: LossBook) -> FigureTable:
    """From what was lost at the beginning to what is lost at the end; claims; the money."""
    columns = (ReportColumn(_("Copies"), 24, Kind.NUMBER), ReportColumn(_("Yuan"), 26, Kind.MONEY))
    lines = (*_flow_lines(book), *_claim_lines(book), *_money_lines(book))
    shown = lines if any(figure.value for line in lines for figure in line.figures) else ()
    notes = (_("Yuan of a copy is its registered price; a copy without one counts as a copy, not as money."),)
    title, empty = _("Losses"), _("No copy was lost, looked for or found in these days.")
    return FigureTable("loss_flow", title, _("Losses"), columns, shown, None, notes, empty)


def _line(name: str, words: str, losses: Iterable[LossFact], how: str = "") -> FigureLine:
    listed = tuple(losses)
    copies = tuple(dict.fromkeys(loss.copy_id for loss in listed))
    worth = sum(loss.price or 0 for loss in listed)
    return FigureLine(name, words, (Figure(len(listed), copies), Figure(worth, copies)), how)


def _flow_lines(book: LossBook) -> tuple[FigureLine, ...]:
    span, losses = book.span, book.losses
    declared = [loss for loss in losses if loss.lost_on is not None and span.holds(loss.lost_on)]
    left = [loss for loss in losses if loss.was_lost(span.last)]

    def by(way: WayOut) -> list[LossFact]:
        return [
            loss
            for loss in losses
            if loss.lost_on is not None
            and loss.first_way is not None
            and loss.first_way[1] is way
            and span.holds(loss.first_way[0])
        ]

    return (
        _line("opening", _("Lost at the beginning"), _lost_before(losses, span.first)),
        _line("declared", _("+ declared lost"), declared),
        _line("found", _("− found again"), by(WayOut.FOUND)),
        _line("replaced", _("− replaced by the same book"), by(WayOut.REPLACED)),
        _line("withdrawn", _("− withdrawn"), by(WayOut.WITHDRAWN), _("taken off the ledgers")),
        _line("mistake", _("− declared by mistake"), by(WayOut.MISTAKE)),
        _line("lost", _("= lost at the end"), left, _("beginning + declared − ended")),
        _line(
            "unpriced",
            _("declared, price not known"),
            (loss for loss in declared if loss.price is None),
            _("counted as copies alone"),
        ),
    )


def _lost_before(losses: Iterable[LossFact], first: date | None) -> list[LossFact]:
    if first is None:
        return []
    return [
        loss
        for loss in losses
        if loss.lost_on is not None and loss.lost_on < first and (loss.first_way is None or loss.first_way[0] >= first)
    ]


def _claim_lines(book: LossBook) -> tuple[FigureLine, ...]:
    span = book.span
    claimed = [loss for loss in book.losses if loss.claimed_on is not None and span.holds(loss.claimed_on)]
    found = [
        loss
        for loss in book.losses
        if loss.claimed_on is not None
        and loss.lost_on is None
        and loss.first_way is not None
        and loss.first_way[1] is WayOut.FOUND
        and span.holds(loss.first_way[0])
    ]
    searched = [loss for loss in book.losses if loss.was_claimed(span.last)]
    return (
        _line("claimed", _("Said to be returned"), claimed, _("claims of these days")),
        _line("claims_found", _("claims found here"), found, _("the patron was right")),
        _line("searched", _("still looked for at the end"), searched),
    )


def _money_lines(book: LossBook) -> tuple[FigureLine, ...]:
    names = (
        ("paid_lost", _("Paid for lost copies"), MoneyKind.PAID, True),
        ("refunded_lost", _("given back, found again"), MoneyKind.REFUNDED, True),
        ("waived_lost", _("waived"), MoneyKind.WAIVED, True),
        ("paid_damaged", _("Paid for damaged copies"), MoneyKind.PAID, False),
        ("refunded_damaged", _("given back"), MoneyKind.REFUNDED, False),
        ("waived_damaged", _("waived"), MoneyKind.WAIVED, False),
    )
    lines = []
    for name, words, kind, lost in names:
        moved = [fact for fact in book.money if fact.kind is kind and fact.lost is lost and book.span.holds(fact.on)]
        copies = tuple(dict.fromkeys(fact.copy_id for fact in moved if fact.copy_id is not None))
        figures = (Figure(len(copies), copies), Figure(sum(fact.amount for fact in moved), copies))
        lines.append(FigureLine(name, words, figures))
    return tuple(lines)
