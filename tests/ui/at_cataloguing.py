"""The cataloguing section without a window, and what is catalogued in its tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.builders import NOON

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.deliveries import stored_draft
from deskcirc.domain.drafts import TitleDraft
from deskcirc.exchange.marc_form import form_fields, marc_of
from deskcirc.store.database import Library
from deskcirc.store.tables import batches, delivery_lines
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart

BOOK = TitleDraft(
    title="草房子",
    author="曹文轩著",
    publisher="江苏少年儿童出版社",
    place="南京",
    isbn="9787534618727",
    isbn_valid=True,
    price=1800,
    class_number="I287.45",
    book_number="238",
    call_number="I287.45/238",
)
OTHER_ISBN = "9787020002207"


class Counter:
    """A station in the cataloguing section, whose clock goes on by three seconds an input."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter 1")
        self.seconds = 0
        self.take(act="in:accession:section:cataloguing")

    def take(self, **given: Any) -> Shown:
        self.seconds += 3
        return self.station.take(Input(NOON + timedelta(seconds=self.seconds), **given))

    def scan(self, code: str) -> Shown:
        return self.take(scan=code)

    def act(self, act: str, **values: str) -> Shown:
        return self.take(act=f"cataloguing.{act}", values=values)


def part_of(shown: Shown) -> CataloguingPart:
    part = shown.state.parts["cataloguing"]  # type: ignore[attr-defined]
    assert isinstance(part, CataloguingPart)
    return part


def a_dealers_line(library: Library, desk: Desk, description: TitleDraft, **columns: Any) -> int:
    record = marc_of(form_fields(description))
    with library.writing(desk.act(ActName.LOAD_DELIVERY)) as writing:
        batch_id = writing.insert(batches, number="1", source="purchase", received=desk.today, opened_at=desk.now)
        return writing.insert(
            delivery_lines,
            batch_id=batch_id,
            position=1,
            title=description.title,
            isbn=description.isbn,
            price=description.price,
            expected=2,
            draft=stored_draft(description),
            syntax=record.syntax,
            carrier=record.carrier,
            encoding=record.encoding,
            octets=record.octets,
            **columns,
        )
