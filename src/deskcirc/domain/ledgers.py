"""Values of the ledgers: how much came, went and is there, in titles, copies and fen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of the stock: titles and copies counted, their worth in fen."""

    titles: int = 0
    copies: int = 0
    fen: int = 0
