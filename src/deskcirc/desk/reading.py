"""A long reading beside the desk: whoever asked goes on at once, and fetches what came of it when it has ended.

The desk has one worker, and scans wait for it. What takes longer than a scan may wait is read by another connection
meanwhile, in a view of the library of its own; where nobody reads beside, as in a replay, it is read at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from deskcirc.errors import CancelledError
from deskcirc.text import gettext as _

OnProgress: TypeAlias = Callable[[int, int, str], None]
"""Hears how many of how many (0: not known) are done, and of what; raises CancelledError to stop the work."""
Read = TypeVar("Read")


def silent(_done: int, _total: int, _what: str = "") -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a reading is; a `total` of 0 is one not known."""

    done: int = 0
    total: int = 0
    what: str = ""


_AT_THE_BEGINNING: Final = HowFar()


class Reading(Generic[Read]):
    """One reading under way; everything here is safe from any thread."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._stopped = threading.Event()
        self._read: list[Read] = []
        self._trouble: BaseException | None = None
        self.how_far = _AT_THE_BEGINNING

    @property
    def has_ended(self) -> bool:
        """Whether there is a result, or a trouble, to be fetched."""
        return self._ended.is_set()

    def stop(self) -> None:
        """Nobody wants it any more: it ends at its next step."""
        self._stopped.set()

    def tell(self, done: int, total: int, what: str = "") -> None:
        """Say how far the reading is, from within it; raises CancelledError once it was stopped."""
        if self._stopped.is_set():
            raise CancelledError(_("Cancelled; nothing was changed."))
        self.how_far = HowFar(done, total, what)

    def run(self, read: Callable[[OnProgress], Read]) -> None:
        """Read now, on this thread; trouble and bugs are kept for who fetches the result."""
        try:
            self._read.append(read(self.tell))
        except BaseException as trouble:
            self._trouble = trouble
        finally:
            self._ended.set()

    def wait(self) -> None:
        """Come back when it has ended."""
        self._ended.wait()

    def result(self) -> Read:
        """What was read; raises what the reading raised, and RuntimeError before its end."""
        if not self.has_ended:
            raise RuntimeError("the reading has not ended")
        if self._trouble is not None:
            raise self._trouble
        return self._read[0]
