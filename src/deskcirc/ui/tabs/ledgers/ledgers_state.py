"""The ledgers in plain Python: what the library holds today, in titles, copies and money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.ledgers import Amount, LedgerName, Span
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.ledgers import read_ledger
from deskcirc.ui.outcome import UnknownActError
from deskcirc.ui.sections import Answer


@dataclass(frozen=True, slots=True)
class LedgersPart:
    """What the library holds."""

    held: Amount = field(default_factory=Amount)


def first() -> LedgersPart:
    """The section before anything is read."""
    return LedgersPart()


def refresh(desk: Desk, part: LedgersPart) -> LedgersPart:
    """Count again."""
    with desk.library.reading() as connection:
        return replace(part, held=read_ledger(connection, LedgerName.CLASSES, Span(None, desk.today)).balance.held)


def on_scan(_desk: Desk, part: LedgersPart, _scan: Scan, _found: Identified) -> Answer:
    """A scan says nothing about the whole stock."""
    return Answer(part)


def on_act(_desk: Desk, _part: LedgersPart, act: str, _values: Mapping[str, str]) -> Answer:
    """The page has no acts."""
    raise UnknownActError(act)
