"""The delivery check at the desk: copies that came are counted on the lines of the dealer's list.

Each command is one entry of the journal, so that each scan can be taken back alone. Copies that stand on no list get
a line that expects none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from deskcirc.desk.batches import not_allowed, not_under_way, the_batch
from deskcirc.desk.desk import Desk
from deskcirc.domain.batches import Batch
from deskcirc.domain.changes import ActName
from deskcirc.domain.deliveries import MOST_AT_ONCE, DeliveryLine, number_of, stored_draft
from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.isbn import read_isbn
from deskcirc.domain.title_names import quoted
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.deliveries import last_position, lines_by_ids, lines_of_batch
from deskcirc.store.tables import delivery_lines
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """The line as it stands now, and how many copies were counted; else the sentences why not."""

    line: DeliveryLine | None = None
    count: int = 0
    why_not: tuple[str, ...] = ()


class _RefusedError(Exception):
    """Carries the sentences why not out of a transaction; never leaves this module."""

    def __init__(self, *why_not: str) -> None:
        super().__init__(*why_not)
        self.why_not = why_not


def count_arrived(desk: Desk, line_id: int, count: int = 1) -> LineOutcome:
    """Count copies of a line as arrived, beyond those expected too. Raises GoneError for no line."""
    return _changed(desk, ActName.CHECK_DELIVERY, line_id, lambda line: {"arrived": line.arrived + _count(count)})


def count_rest_of_line(desk: Desk, line_id: int) -> LineOutcome:
    """Count everything of a line that is still expected as arrived. Raises GoneError for no line."""
    return _changed(desk, ActName.CHECK_DELIVERY, line_id, lambda line: {"arrived": max(line.arrived, line.expected)})


def count_other_edition(desk: Desk, line_id: int, isbn: str, count: int = 1) -> LineOutcome:
    """Count copies of another edition than the list names. Raises GoneError for no line."""

    def change(line: DeliveryLine) -> dict[str, Any]:
        return {"arrived": line.arrived + _count(count), "isbn_found": _isbn(isbn)}

    return _changed(desk, ActName.CHECK_DELIVERY, line_id, change)


def correct_arrived(desk: Desk, line_id: int, arrived: int) -> LineOutcome:
    """Put the count of a line right. Raises GoneError for no line."""
    return _changed(desk, ActName.CHANGE_DELIVERY, line_id, lambda _line: {"arrived": _count(arrived, least=0)})


def note_price(desk: Desk, line_id: int, price_found: int | None) -> LineOutcome:
    """Keep the price, in fen, that stands on the copies; None takes it back. Raises GoneError for no line."""
    if price_found is not None and price_found < 0:
        return LineOutcome(why_not=(_("A price can't be less than nothing."),))
    return _changed(desk, ActName.CHANGE_DELIVERY, line_id, lambda _line: {"price_found": price_found})


def note_edition(desk: Desk, line_id: int, isbn: str) -> LineOutcome:
    """Keep the ISBN of the edition that came instead; "" takes it back. Raises GoneError for no line."""
    return _changed(
        desk, ActName.CHANGE_DELIVERY, line_id, lambda _line: {"isbn_found": _isbn(isbn) if isbn.strip() else ""}
    )


def note_remark(desk: Desk, line_id: int, remark: str) -> LineOutcome:
    """Keep a remark on a line. Raises GoneError for no line."""
    return _changed(desk, ActName.CHANGE_DELIVERY, line_id, lambda _line: {"remark": " ".join(remark.split())})


def drop_line(desk: Desk, line_id: int) -> LineOutcome:
    """Take a line off the list of which nothing came, as one loaded by mistake. Raises GoneError for no line."""

    def change(line: DeliveryLine) -> dict[str, Any]:
        if line.arrived or line.title_id is not None:
            raise _RefusedError(
                _("Copies of {title} have arrived; set their count to 0 first.").format(title=quoted(line.name))
            )
        return {"ended": True}

    return _changed(desk, ActName.CHANGE_DELIVERY, line_id, change)


def count_unlisted(
    desk: Desk, batch_id: int, description: TitleDraft, marc: MarcDraft | None = None, count: int = 1
) -> LineOutcome:
    """Count copies that stand on no list, as a line of their own. Raises GoneError for no batch."""
    if not description.title.strip():
        return LineOutcome(why_not=(_("Type the title of the book that is not on the list."),))
    try:
        with _writing(desk, ActName.CHECK_DELIVERY) as writing:
            batch = _under_way(writing, batch_id)
            place = last_position(writing.connection, batch_id) + 1
            values = {**line_values(description, marc), "expected": 0, "arrived": _count(count), "position": place}
            line_id = writing.insert(delivery_lines, batch_id=batch_id, **values)
            writing.tell(number=batch.number, count=count, title=quoted(description.title))
            return LineOutcome(_line(writing, line_id), count)
    except _RefusedError as refused:
        return LineOutcome(why_not=refused.why_not)


def count_rest_of_batch(desk: Desk, batch_id: int) -> LineOutcome:
    """Count everything still expected as arrived, as for a gift that was counted by hand. Raises GoneError for none."""
    try:
        with _writing(desk, ActName.CHECK_DELIVERY) as writing:
            batch = _under_way(writing, batch_id)
            short = [line for line in lines_of_batch(writing.connection, batch_id) if line.short]
            for line in short:
                writing.update(delivery_lines, line.id, arrived=line.expected)
            count = sum(line.short for line in short)
            if not count:
                return LineOutcome(why_not=(_("Nothing of the list is still to come."),))
            writing.tell(number=batch.number, count=count, title=_("everything still expected"))
            return LineOutcome(count=count)
    except _RefusedError as refused:
        return LineOutcome(why_not=refused.why_not)


def line_values(description: TitleDraft, marc: MarcDraft | None) -> dict[str, Any]:
    """A description as columns of a delivery line."""
    values: dict[str, Any] = {
        "title": description.title,
        "volume": description.volume,
        "author": description.author,
        "publisher": description.publisher,
        "isbn": number_of(description),
        "price": description.price,
        "draft": stored_draft(description),
    }
    if marc is not None:
        values.update(syntax=marc.syntax, carrier=marc.carrier, encoding=marc.encoding, octets=marc.octets)
    return values


def _changed(desk: Desk, name: ActName, line_id: int, change: Any) -> LineOutcome:
    """Change one line of a batch under way; `change` gives the columns, or raises _RefusedError."""
    try:
        with _writing(desk, name) as writing:
            line = _line(writing, line_id)
            batch = _under_way(writing, line.batch_id)
            values = change(line)
            writing.update(delivery_lines, line_id, **values)
            count = values.get("arrived", line.arrived) - line.arrived
            writing.tell(number=batch.number, count=count, title=quoted(line.name))
            return LineOutcome(lines_by_ids(writing.connection, [line_id]).get(line_id), count)
    except _RefusedError as refused:
        return LineOutcome(why_not=refused.why_not)


@contextmanager
def _writing(desk: Desk, name: ActName) -> Iterator[Writing]:
    if why_not := not_allowed(desk):
        raise _RefusedError(*why_not)
    with desk.library.writing(desk.act(name)) as writing:
        yield writing


def _under_way(writing: Writing, batch_id: int) -> Batch:
    batch = the_batch(writing, batch_id)
    if not batch.is_under_way:
        raise _RefusedError(not_under_way(batch))
    return batch


def _line(writing: Writing, line_id: int) -> DeliveryLine:
    line = lines_by_ids(writing.connection, [line_id]).get(line_id)
    if line is None:
        raise GoneError
    return line


def _count(count: int, least: int = 1) -> int:
    if not least <= count <= MOST_AT_ONCE:
        words = _("A count is a number from {least} to {most}.")
        raise _RefusedError(words.format(least=least, most=MOST_AT_ONCE))
    return count


def _isbn(text: str) -> str:
    isbn = read_isbn(text)
    if not isbn.valid:
        raise _RefusedError(_("“{text}” is no ISBN.").format(text=text))
    return isbn.value
