"""Readings beside the desk that are held until a test lets them go: what happens meanwhile can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.builders import set_up_act

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, Read, Reading
from deskcirc.store.database import Library, opened_beside
from deskcirc.store.tables import stocktakes


class HeldReadings:
    """Reads the library as it is when a reading begins, and lets it end when the test says so."""

    def __init__(self) -> None:
        self.held: list[tuple[Callable[[], None], str]] = []

    def begin(self, desk: Desk, read: Callable[[Desk, OnProgress], Read], then: str = "refresh") -> Reading[Read]:
        reading, now = Reading[Read](), Reading[Read]()
        with opened_beside(desk.library) as library:
            now.run(lambda progress: read(replace(desk, library=library, progress=progress, beside=None), progress))

        def end(progress: OnProgress) -> Read:
            progress(1, 1, "")  # where it was stopped, it ends here
            return now.result()

        self.held.append((lambda: reading.run(end), then))
        return reading

    def let_go(self) -> list[str]:
        """Let everything end that was begun; returns the acts that fetch it."""
        held, self.held = self.held, []
        for go, _then in held:
            go()
        return [then for _go, then in held]


def make_large(library: Library, stocktake_id: int) -> None:
    """The count says of itself that it has a hundred thousand copies."""
    with library.writing(set_up_act(library)) as writing:
        writing.update(stocktakes, stocktake_id, copies=100_000)
