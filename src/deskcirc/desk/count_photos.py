"""The photo of a book that nobody can name: kept with its unknown code, so that it can be named at the desk."""

from __future__ import annotations

from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import the_stocktake
from deskcirc.domain.changes import ActName
from deskcirc.domain.stocktake import CountKind
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.count_photos import CountPhoto, photo_id_of_scan
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import stocktake_photos, stocktake_scans
from deskcirc.text import gettext as _

LARGEST_PHOTO: Final = 1_000_000
"""Octets of a picture that was made small."""


def set_count_photo(desk: Desk, scan_id: int, photo: CountPhoto) -> str:
    """Keep a picture with an unknown code; one that was kept before is shown no more. Whoever counts may take it.

    Returns why it was not kept, "" where it was. Raises GoneError for a line that does not exist.
    """
    if not photo.octets or len(photo.octets) > LARGEST_PHOTO or photo.width < 1 or photo.height < 1:
        return _("This picture is too large to be kept with the count.")
    with desk.library.writing(desk.act(ActName.SET_COUNT_PHOTO)) as writing:
        kind, code = _line_in(writing, scan_id)
        if kind is not CountKind.UNKNOWN:
            return _("{code} is known: a photo is kept with a code that nobody knows.").format(code=code)
        _drop(writing, scan_id)
        values = {"octets": photo.octets, "width": photo.width, "height": photo.height}
        writing.insert(stocktake_photos, scan_id=scan_id, **values)
    return ""


def remove_count_photo(desk: Desk, scan_id: int) -> None:
    """Show no picture with the code any more; it stays in the file. Raises GoneError for no such line."""
    with desk.library.writing(desk.act(ActName.SET_COUNT_PHOTO)) as writing:
        _line_in(writing, scan_id)
        _drop(writing, scan_id)


def _line_in(writing: Writing, scan_id: int) -> tuple[CountKind, str]:
    """What the line is, and its code; the journal hears which count and which code it is about."""
    line = stored_row(writing.connection, stocktake_scans, scan_id)
    if line is None or line["ended"]:
        raise GoneError
    writing.tell(number=the_stocktake(writing.connection, line["stocktake_id"]).number, code=line["code"])
    return CountKind(line["kind"]), str(line["code"])


def _drop(writing: Writing, scan_id: int) -> None:
    shown = photo_id_of_scan(writing.connection, scan_id)
    if shown is not None:
        writing.update(stocktake_photos, shown, ended=True)
