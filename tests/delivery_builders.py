"""Small builders of batches and their deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.builders import TODAY, a_copy

from deskcirc.desk.batches import open_batch
from deskcirc.desk.delivery_lists import LoadOutcome, load_delivery
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource
from deskcirc.domain.batches import Batch, BatchDraft, BatchSource
from deskcirc.domain.copies import Copy
from deskcirc.domain.deliveries import DeliveryLine
from deskcirc.domain.drafts import CopyDraft, ReadRow, TitleDraft
from deskcirc.store.lookups.deliveries import lines_of_batch

STRAW = "9787534618130"
"""ISBN of 草房子, of which the usual list expects three copies at 22.00."""
TALES = "9787020002207"
"""ISBN of a set in two volumes that share it."""
UNKNOWN = "9787544291170"
"""An ISBN that no list names."""


def a_batch(desk: Desk, dealer: str = "新华书店", **stated: Any) -> Batch:
    """A purchase that came today."""
    draft = BatchDraft(BatchSource.PURCHASE, desk.today, dealer=dealer, **stated)
    batch = open_batch(desk, draft).batch
    assert batch is not None
    return batch


def a_title(title: str, isbn: str = "", count: int = 1, price: int | None = 2500, volume: str = "") -> TitleDraft:
    """A title of a dealer's list."""
    author = "曹文轩" if title == "草房子" else ""
    copies = (CopyDraft(),) * count
    return TitleDraft(title, volume=volume, isbn=isbn, isbn_valid=bool(isbn), price=price, copies=copies, author=author)


USUAL: Sequence[TitleDraft] = (
    a_title("草房子", STRAW, 3, 2200),
    a_title("红楼梦", TALES, 2, 3000, "上册"),
    a_title("红楼梦", TALES, 2, 3000, "下册"),
    a_title("少年百科", "", 1, 1800),
)


def rows_of(drafts: Iterable[TitleDraft]) -> Sequence[ReadRow]:
    """The drafts as rows of a file."""
    return [ReadRow(number, "", draft.title, draft=draft) for number, draft in enumerate(drafts, 1)]


def a_list(
    desk: Desk, batch: Batch, drafts: Iterable[TitleDraft] = USUAL, *, file: str = "list.xlsx", again: bool = False
) -> LoadOutcome:
    """A dealer's list loaded into a batch."""
    return load_delivery(desk, batch.id, rows_of(drafts), ImportSource(file, file, "workbook"), again=again)


def lines_in(desk: Desk, batch: Batch) -> tuple[DeliveryLine, ...]:
    """The lines of the batch as they stand."""
    with desk.library.reading() as connection:
        return lines_of_batch(connection, batch.id)


def a_registered_copy(desk: Desk, batch: Batch, **columns: Any) -> Copy:
    """A copy that stands in the ledgers as of this batch."""
    return a_copy(desk.library, batch_id=batch.id, registered=TODAY, **columns)


def later(desk: Desk, seconds: int = 5) -> Desk:
    """The same counter a moment later."""
    return Desk(desk.library, desk.operator, desk.station, desk.now + timedelta(seconds=seconds))


def a_list_file(folder: Path, name: str = "list.csv") -> Path:
    """The usual list as the dealer sends it, with a line whose price is in words."""
    lines = [
        "书名,作者,出版社,ISBN,定价,册数",
        f"草房子,曹文轩,江苏少年儿童出版社,{STRAW},22.00,3",
        "少年百科,,少儿出版社,,面议,1",
    ]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
