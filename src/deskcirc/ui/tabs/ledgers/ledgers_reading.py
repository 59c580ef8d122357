"""Reading the ledgers for the screen and for paper: live, or from the seal of a month as they were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from deskcirc.desk.desk import Desk
from deskcirc.desk.seals import month_to_seal
from deskcirc.domain.ledger_sums import contradictions, copies_behind
from deskcirc.domain.ledgers import COLUMNS, LEDGER_WORDS, LedgerLine, LedgerName, Span
from deskcirc.domain.operators import Right
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report, ReportColumn, ReportFile, Value
from deskcirc.labels.ledger_paper import LedgerSheet, Progress, SealFoot, balance_words, ledger_paper
from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.store.database import Connection, Library, reading_beside
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.ledger_content import Seal, SealedMonth, all_seals, read_content, sealed_content
from deskcirc.store.lookups.ledgers import LedgerPages, copy_lines, read_ledger, read_stock
from deskcirc.text import full_date
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.ledgers.ledgers_part import LedgersPart
from deskcirc.ui.tabs.ledgers.ledgers_periods import Period, period_of, periods

_FIRST_LINES: Final = 100
_NAMED: Final = 12
AT_ONCE: Final = 3000
"""Lines; more than that are read, printed and written beside the desk, with progress."""
_TOLD_EVERY: Final = 500
_Made = TypeVar("_Made")


def read_part(desk: Desk, part: LedgersPart) -> LedgersPart:
    """Everything anew, if anything was done since it was read."""
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        may_seal = desk.operator.may(Right.LEDGERS)
        if entry == part.entry:
            return replace(part, may_seal=may_seal)
        seals = all_seals(connection)
        period = part.period or period_of(desk, "", {})
        assert period is not None  # noqa: S101  this year is one
        seal = seal_of(period, seals)
        shown = replace(part, period=period, seal=seal, periods=periods(desk, seals), may_seal=may_seal, entry=entry)
        shown = replace(shown, sealed_on=None if seal is None else desk.policy.day_of(seal.sealed_at))
        shown = replace(_listed(connection, shown, period, desk.today), edition=part.edition + 1)
    return replace(shown, to_seal=month_to_seal(desk) or "")


def _listed(connection: Connection, part: LedgersPart, period: Period, today: date) -> LedgersPart:
    stock = read_stock(connection)
    span = _until(period.span, today)
    pages = kept_or_live(connection, part, stock_pages=lambda: read_ledger(connection, part.ledger, span, stock))
    keys: Sequence[int] = pages.keys
    if part.behind is not None:
        behind = part.behind
        keys = copies_behind(stock, period.span, behind.part, behind.key, behind.division)
    causes: tuple[str, ...] = ()
    if any(pages.balance.difference.values):
        causes = tuple(number for _copy_id, number in contradictions(stock, period.span.last)[:_NAMED])
    lines = dict(enumerate(pages.lines)) if part.behind is None else {}
    listed = replace(part, balance=pages.balance, keys=keys, lines=lines, causes=causes)
    return listed if lines or not keys else with_lines(connection, listed, keys[:_FIRST_LINES])


def _until(span: Span, today: date) -> Span:
    """The days of it that have come: no balance is struck of a month that lies ahead."""
    begun = span.first is None or span.first <= today
    return replace(span, last=today) if begun and today < span.last else span


def kept_or_live(connection: Connection, part: LedgersPart, stock_pages: Callable[[], LedgerPages]) -> LedgerPages:
    """The pages of the seal, where the period is a sealed month; else what the rows say now."""
    kept = kept_month(connection, part)
    return stock_pages() if kept is None else kept.pages(part.ledger)


def kept_month(connection: Connection, part: LedgersPart) -> SealedMonth | None:
    """The content of the seal that the part shows."""
    content = None if part.seal is None else sealed_content(connection, part.seal.month)
    return None if content is None else read_content(content)


def seal_of(period: Period, seals: Iterable[Seal]) -> Seal | None:
    """The seal of the period, where it is exactly a sealed month."""
    return next((seal for seal in seals if period.code == f"month:{seal.month}"), None)


def with_lines(connection: Connection, part: LedgersPart, keys: Sequence[int]) -> LedgersPart:
    """The same with the lines of these copies read."""
    if part.period is None or not part.has_copies:
        return part
    name = LedgerName.COPIES if part.behind is not None else part.ledger
    lines = copy_lines(connection, name, keys, part.period.span.last)
    return replace(part, lines={int(line.key.partition(":")[2]): line for line in lines})


def _all_lines(connection: Connection, part: LedgersPart) -> Iterable[LedgerLine]:
    if part.is_whole:
        return part.lines.values()
    name = LedgerName.COPIES if part.behind is not None else part.ledger
    assert part.period is not None  # noqa: S101  it was read
    return copy_lines(connection, name, part.keys, part.period.span.last)


def wanted_paper(desk: Desk, part: LedgersPart) -> Paper | PaperToCome:
    """The ledger on paper; one of very many lines is read and laid out beside the desk."""
    make = partial(_paper, part, desk.policy, desk.today)
    if len(part.keys) > AT_ONCE:
        return PaperToCome(part.title, partial(_beside, desk.library, make))
    with desk.library.reading() as connection:
        return make(connection, None)


def wanted_report(desk: Desk, part: LedgersPart, path: Path) -> Report | ReportFile:
    """The list on the screen as a table, all of its lines, for CSV and workbook; very many are read beside the desk."""
    make = partial(_report, part, desk.policy, desk.today)
    if len(part.keys) > AT_ONCE:
        return ReportFile(partial(_beside, desk.library, make), path)
    with desk.library.reading() as connection:
        return make(connection, None)


def _beside(library: Library, make: Callable[[Connection, Progress | None], _Made], progress: Progress) -> _Made:
    with reading_beside(library) as connection:
        return make(connection, progress)


def _up_to_date(connection: Connection, part: LedgersPart, today: date) -> LedgersPart:
    """The part as the connection sees it: a copy may have been registered since it was read."""
    if part.period is None or last_entry_id(connection) == part.entry:
        return part
    return _listed(connection, part, part.period, today)


def _paper(part: LedgersPart, policy: Policy, today: date, connection: Connection, progress: Progress | None) -> Paper:
    """A sealed month as it was sealed, with its hash and the library's name of that day."""
    part = _up_to_date(connection, part, today)
    kept = kept_month(connection, part)
    library = policy.library_name if kept is None else kept.library
    foot = None
    if part.seal is not None:
        foot = SealFoot(part.seal.hash, full_date(policy.day_of(part.seal.sealed_at)), part.seal.sealed_at)
    as_of = "" if foot is not None else _("printed on {day}").format(day=full_date(today))
    period = "" if part.period is None else part.period.name
    sheet = LedgerSheet(part.ledger, period, library, part.balance, as_of, foot)
    return ledger_paper(sheet, _all_lines(connection, part), len(part.keys), progress)


def _report(
    part: LedgersPart, policy: Policy, today: date, connection: Connection, progress: Progress | None
) -> Report:
    part = _up_to_date(connection, part, today)
    name = LedgerName.COPIES if part.behind is not None else part.ledger
    columns = tuple(
        ReportColumn(" ".join(_(words) for words in (column.group, column.heading) if words), column.width, column.kind)
        for column in COLUMNS[name]
    )
    rows = []
    for line in _all_lines(connection, part):
        rows.append(_row(name, line))
        if progress is not None and len(rows) % _TOLD_EVERY == 0:
            progress(len(rows), len(part.keys))
    told = f"{policy.library_name} · {balance_words(part.balance)}"
    return Report(name.value, part.title, told, columns, tuple(rows), empty=_(LEDGER_WORDS[name]))


def _row(name: LedgerName, line: LedgerLine) -> tuple[Value, ...]:
    """Codes become words; numbers and days stay what they are."""
    return tuple(
        column.text(value) if isinstance(value, str) else value
        for column, value in zip(COLUMNS[name], line.values, strict=True)
    )
