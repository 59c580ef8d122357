"""What stands beside the figures of a report: its seal, and what became of what the last count missed."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLabel

from deskcirc.domain.stocktake import StocktakeState
from deskcirc.domain.stocktake_report import Comparison, StocktakeReport
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.tab_page import Card, label
from deskcirc.ui.tabs.stocktake.report_part import ReportPart
from deskcirc.ui.theme import Theme

_SHOWN: Final = 16  # digits of a seal in a row


class BesideCard(Card):
    """The last count of the same scope beside this one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Beside the last count"))
        self.words = _wrapped(self)

    def show_comparison(self, report: StocktakeReport) -> None:
        """Show what became of what the last count missed."""
        self.words.setText("\n".join(_compared(report, report.comparison)))


class SealCard(Card):
    """Whether the count is closed, by whom, and whether the seal still fits its report."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Signed and sealed"))
        self.words = _wrapped(self)
        self.verdict = label("done")
        self.verdict.setWordWrap(True)
        self.body.addWidget(self.verdict)

    def show_seal(self, part: ReportPart) -> None:
        """Show how it stands with the seal."""
        report, count = part.report, part.count
        if report is None or count is None:
            return
        is_open = count.runs
        said = _sealed(part, report) if is_open or report.head.closed_at else []
        self.words.setText("\n".join(said))
        self.words.setVisible(bool(said))
        words, tone = _verdict(part)
        if count.state is StocktakeState.VOID:
            words, tone = _("This count was declared void."), "stop"
        self.verdict.setText(words)
        self.verdict.setProperty("part", tone)
        self.verdict.setVisible(bool(words))
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)


def _wrapped(card: Card) -> QLabel:
    words = label("quiet")
    words.setWordWrap(True)
    card.body.addWidget(words)
    return words


def _sealed(part: ReportPart, report: StocktakeReport) -> list[str]:
    head = report.head
    closed = head.local(head.closed_at)
    if closed is None:
        undecided = 0 if part.question is None else part.question.to_mark
        words = ngettext(
            "Live: closed now, {count} copy would be marked missing.",
            "Live: closed now, {count} copies would be marked missing.",
            undecided,
        )
        return [words.format(count=undecided)]
    said = [
        _("Closed {day} by {operator}").format(
            day=f"{full_date(closed.date())} {closed:%H:%M}", operator=head.closed_by
        )
    ]
    if head.note:
        said.append(head.note)
    return [*said, *(part.seal.hash[at : at + _SHOWN] for at in range(0, len(part.seal.hash), _SHOWN))]


def _verdict(part: ReportPart) -> tuple[str, str]:
    if not part.seal.hash:
        return "", "done"
    if part.seal.whole:
        return _("The seal fits the report: nothing was changed since."), "done"
    return _("The seal does not fit: the report was changed by another program."), "stop"


def _compared(report: StocktakeReport, found: Comparison | None) -> list[str]:
    if found is None:
        return [_("No count was closed before this one was opened: the next one is compared with this.")]
    told = _("{count}: {missing} of {expected} were not seen")
    return [
        told.format(count=found.name or found.number, missing=found.missing_then, expected=found.expected_then),
        _("found now: {count}").format(count=found.found_now),
        _("not seen again: {count}").format(count=found.missing_again),
        *([_("no longer of this count: {count}").format(count=found.left)] if found.left else []),
        _("not seen for the first time: {count}").format(count=found.missing_anew),
        _("share found: {then} % then, {now} % now").format(then=_rate(found.rate_then), now=_rate(report.total.rate)),
    ]


def _rate(rate: int | None) -> str:
    return "–" if rate is None else f"{rate // 100}.{rate % 100:02}"
