"""Readings beside the desk worker: each on a thread and a connection of its own, so that no scan waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskcirc.desk.reading import OnProgress, Read, Reading

if TYPE_CHECKING:
    from deskcirc.desk.desk import Desk


class Readings:
    """Begins readings for a desk; `fetch` is called, on the reader's thread, with the act that fetches the result."""

    def __init__(self, fetch: Callable[[str], None]) -> None:
        self._fetch = fetch
        self._under_way: set[Reading[Any]] = set()
        self._lock = threading.Lock()
        self._is_shut = False

    @property
    def busy(self) -> bool:
        """Whether anything is being read."""
        with self._lock:
            return bool(self._under_way)

    def begin(self, desk: Desk, read: Callable[[Desk, OnProgress], Read], then: str = "refresh") -> Reading[Read]:
        """Begin a reading of the library as it is now."""
        reading: Reading[Read] = Reading()

        def read_alone(progress: OnProgress) -> Read:
            from deskcirc.store.database import opened_beside  # the first picture need not wait for it

            with opened_beside(desk.library) as library:
                return read(replace(desk, library=library, progress=progress, beside=None), progress)

        def work() -> None:
            reading.run(read_alone)
            with self._lock:
                self._under_way.discard(reading)
                is_wanted = not self._is_shut
            if is_wanted:
                self._fetch(then)

        with self._lock:
            self._under_way.add(reading)
        threading.Thread(target=work, name="reading", daemon=True).start()
        return reading

    def stop(self) -> None:
        """Stop what is under way and come back when nothing reads the library any more."""
        with self._lock:
            self._is_shut = True
            left = list(self._under_way)
        for reading in left:
            reading.stop()
        for reading in left:
            reading.wait()
