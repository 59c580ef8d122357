"""The repair queue in plain Python: what a scan, a tick and a button mean for a copy on its way to its shelf."""

from __future__ import annotations

from collections.abc import Mapping

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.scanning import Scan
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.queue_part import QueuePart


def first() -> QueuePart:
    """The section before anything is read."""
    return QueuePart()


def refresh(_desk: Desk, part: QueuePart) -> QueuePart:
    """Read the queue again."""
    return part


def on_scan(_desk: Desk, part: QueuePart, scan: Scan, found: Identified) -> Answer:
    """Say what is known to be damaged about a copy."""
    if found.copy is None:
        headline = _("{code} is not a copy of this library").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))
    copy = found.copy
    details = (copy.damage_note,) if copy.damage_note else ()
    return Answer(part, Message(Tone.LOOK, copy.name, details), Told("looked-at", copy.code, copy.title))


def on_act(_desk: Desk, _part: QueuePart, act: str, _values: Mapping[str, str]) -> Answer:
    """Acts of the page."""
    raise UnknownActError(act)
