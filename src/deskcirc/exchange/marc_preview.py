"""A MARC file as the preview of an import shows it: one fixed table of its first titles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from deskcirc.domain.drafts import ReadRow, TitleDraft
from deskcirc.domain.prices import format_fen
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.columns import ColumnPlan, TableKind
from deskcirc.exchange.header_words import COLUMN_NAMES, Column
from deskcirc.exchange.marc import describe
from deskcirc.exchange.preview import Preview, SheetPreview
from deskcirc.exchange.source import FileKind
from deskcirc.text import gettext as _

_COLUMNS: Final = (
    Column.TITLE,
    Column.AUTHOR,
    Column.PUBLISHER,
    Column.PUBLISHED,
    Column.ISBN,
    Column.CALL_NUMBER,
    Column.PRICE,
    Column.COPY_COUNT,
)
_DIALECTS: Final = {"cnmarc": "CNMARC", "unimarc": "UNIMARC", "marc21": "MARC 21"}
_CARRIERS: Final = {"iso2709": "ISO 2709", "marcxml": "XML"}


def preview_marc(path: Path, chosen: Choices) -> Preview:
    """The first titles of the file; raises ImportFileError where it is no MARC or can't be read."""
    found = describe(path, encoding=chosen.encoding, syntax=chosen.syntax)
    headers = tuple(_(COLUMN_NAMES[column]) for column in _COLUMNS)
    plan = ColumnPlan(TableKind.STOCK, 0, headers, _COLUMNS)
    sheet = SheetPreview("", plan, tuple(map(_cells, found.rows)), found.count)
    sentence = _("{dialect} in {carrier}, encoding {encoding}").format(
        dialect=_DIALECTS.get(found.syntax, "MARC"),
        carrier=_CARRIERS.get(found.carrier, _("lines of text")),
        encoding=found.encoding,
    )
    return Preview(path, FileKind.MARC, sentence, found.encoding, (sheet,), chosen=chosen)


def _cells(row: ReadRow) -> tuple[str, ...]:
    """A title in the columns of the preview; a refused record shows its reason where the title would stand."""
    if not isinstance(row.draft, TitleDraft):
        return (row.refusal.sentence() if row.refusal else "", *[""] * (len(_COLUMNS) - 1))
    title = row.draft
    price = "" if title.price is None else format_fen(title.price)
    call_number = title.call_number or title.class_number
    copies = str(len(title.copies))
    return (title.title, title.author, title.publisher, title.published, title.isbn, call_number, price, copies)
