"""Photos of books that nobody can name: taken at the shelf, kept with the scan of the unknown code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, select, text

from deskcirc.store.tables import stocktake_photos

# The words of the index are those of the foreign key: a scan has one photo that is shown, and those before it.
_OF_SCAN: Final = (
    select(stocktake_photos)
    .where(stocktake_photos.c.scan_id == bindparam("scan_id"), text("NOT stocktake_photos.ended"))
    .order_by(stocktake_photos.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class CountPhoto:
    """A picture of a book, `width` × `height` dots, JPEG or PNG."""

    octets: bytes
    width: int
    height: int


def photo_of_scan(connection: Connection, scan_id: int) -> CountPhoto | None:
    """The picture that is kept with the scan; None where there is none."""
    row = connection.execute(_OF_SCAN, {"scan_id": scan_id}).one_or_none()
    return None if row is None else CountPhoto(row.octets, row.width, row.height)


def photo_id_of_scan(connection: Connection, scan_id: int) -> int | None:
    """The row of the picture that is shown; None where there is none."""
    row = connection.execute(_OF_SCAN, {"scan_id": scan_id}).one_or_none()
    return None if row is None else int(row.id)
