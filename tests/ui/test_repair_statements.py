"""How often a scan at the mending table asks the library: speed that does not hang on the machine it is measured on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from tests.builders import a_copy, a_patron
from tests.ui.at_section import Counter

from deskcirc.store.database import Library
from deskcirc.ui.tabs.repair.queue_part import QueuePart

MOST = 16
"""Statements of the scan that takes a copy in; one at the counter has 13."""


@contextmanager
def asked(library: Library) -> Iterator[list[str]]:
    """What is asked of the library meanwhile, without the begin and end of transactions."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            statements.append(statement)

    with library.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_copy_enters_the_queue_by_hardly_more_statements_than_it_is_lent_by(library: Library) -> None:
    for title in ("草房子", "城南旧事"):
        a_copy(library, title)
    a_patron(library, "陈子墨", grade=4)
    queue = Counter(library, "repair", "queue")
    queue.scan("B00001")
    with asked(library) as statements:
        queue.scan("B00002")
    assert len(statements) <= MOST


def test_what_was_mended_before_is_shown_though_it_is_read_only_once(library: Library) -> None:
    a_copy(library, "草房子")
    queue = Counter(library, "repair", "queue")
    for _step in ("queued", "started", "mended", "back"):
        queue.scan("B00001")
    queue.act("queue.take_in:1")
    queue.act("next")
    with asked(library) as statements:
        shown = queue.scan("B00001")
    part = shown.state.parts["queue"]  # type: ignore[attr-defined]
    assert isinstance(part, QueuePart)
    assert [repair.state for repair in part.history] == ["in_repair", "back"]
    assert part.history[0] == part.chosen
    assert part.scanned is None
    assert sum("ORDER BY repairs.id DESC" in statement for statement in statements) == 1
