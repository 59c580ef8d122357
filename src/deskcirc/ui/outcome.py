"""What the counter says after each input: a tone, one big sentence, quieter lines under it.

Plain Python: the window paints it, `deskcirc replay` prints it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """The five outcomes of the design, and the calm before the first scan; each has a colour, a shape and a sound."""

    READY = "ready"
    DONE = "done"
    LOOK = "look"
    STOP = "stop"
    REPEAT = "repeat"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Message:
    """One outcome on the screen; all texts are in the language of the screen."""

    tone: Tone
    headline: str
    details: tuple[str, ...] = ()
