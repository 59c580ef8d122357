"""What the repair queue shows: the copies on their way from damage to shelf, and the one in hand."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.domain.repair import Repair


@dataclass(frozen=True, slots=True)
class QueuePart:
    """The queue as it stands, the most wanted first."""

    repairs: tuple[Repair, ...] = ()
