"""The lines of the import's lists: the first rows as they will be read, and the rows that need a look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.drafts import Mark, PatronDraft, ReadRow, TitleDraft
from deskcirc.domain.prices import format_fen
from deskcirc.exchange import TableKind
from deskcirc.text import gettext as _
from deskcirc.ui.import_words import FileImport
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.outcome import Tone

_SHOWN_LETTERS: Final = 200
_OF_ISBN: Final = frozenset({Mark.ISBN_WRONG, Mark.ISBN_RUINED, Mark.ISBN_REPEATED})
_OF_PRICE: Final = frozenset({Mark.PRICE_UNREADABLE, Mark.PRICE_FOREIGN})
_OF_COPIES: Final = frozenset({Mark.COUNT_UNREADABLE, Mark.NUMBER_TAKEN, Mark.BARCODE_TAKEN, Mark.NUMBER_ROUNDED})
_OF_CLASS: Final = frozenset({Mark.CLASS_UNREADABLE})
_OF_CATEGORY: Final = frozenset({Mark.NO_CATEGORY})


def columns_of(kind: TableKind) -> tuple[Column, ...]:
    """The columns of the first rows as they will be read."""
    doubts = Column(_("To look at"))
    if kind is TableKind.ROSTER:
        names = (_("Name"), 120), (_("Class"), 110), (_("Number"), 130), (_("Card number"), 130), (_("Category"), 100)
    else:
        names = (_("Title"), 0), (_("Author"), 120), (_("ISBN"), 140), (_("Price"), 80), (_("Copies"), 70)
    return (Column(_("Row"), 64), *(Column(name, width) for name, width in names), doubts)


def row_cells(row: ReadRow) -> Sequence[Cell]:
    """One row as it will be read; what is doubtful stands in the colour and shape of its tone."""
    marks = {note.mark for note in row.notes}
    told = " ".join(note.sentence() for note in row.notes)

    def cell(text: str, doubts: frozenset[Mark] = frozenset()) -> Cell:
        return Cell(text or "–", Tone.LOOK if marks & doubts else None)

    number = Cell(f"{row.number:,}")
    match row.draft:
        case TitleDraft() as title:
            price = "" if title.price is None else format_fen(title.price)
            cells = (
                cell(_whole_title(title)),
                cell(title.author),
                cell(title.isbn, _OF_ISBN),
                cell(price, _OF_PRICE),
                cell(str(len(title.copies)), _OF_COPIES),
            )
        case PatronDraft() as patron:
            cells = (
                cell(patron.name),
                cell(patron.class_label, _OF_CLASS),
                cell(patron.number),
                cell(patron.card),
                cell(patron.category, _OF_CATEGORY),
            )
        case None:
            refusal = row.refusal.sentence() if row.refusal else ""
            return (number, *(cell(text) for text in _beginning(row)), Cell(refusal, Tone.STOP))
    return (number, *cells, Cell(told, Tone.LOOK if told else None))


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One row of the file that was refused, or that was taken with something doubtful in it."""

    number: int
    place: str
    sentence: str
    original: str
    tone: Tone


def outcome_columns() -> tuple[Column, ...]:
    """The columns of the rows that need a look."""
    return Column(_("Row"), 80), Column(_("Where"), 110), Column(_("Why")), Column(_("As written"), 190)


def outcome_cells(line: OutcomeLine) -> Sequence[Cell]:
    """One row that needs a look."""
    return Cell(f"{line.number:,}"), Cell(line.place), Cell(line.sentence, line.tone), Cell(line.original)


def outcome_lines(done: FileImport) -> Iterator[OutcomeLine]:
    """What was refused, then what was doubtful; the first few hundred, the rest is in the error file."""
    for row, refusal in done.summary.refusals:
        original = " ".join(row.original[:_SHOWN_LETTERS].split())
        yield OutcomeLine(row.number, row.place, refusal.sentence(), _printable(original), Tone.STOP)
    for remark in done.summary.remarks:
        yield OutcomeLine(remark.number, remark.place, remark.note.sentence(), "", Tone.LOOK)


def _whole_title(title: TitleDraft) -> str:
    return " ".join(part for part in (title.title, title.subtitle, title.volume) if part)


def _beginning(row: ReadRow) -> tuple[str, ...]:
    """The first cells of a row that will be refused, for there is nothing better to show."""
    cells = [_printable(cell) for cell in row.original[:_SHOWN_LETTERS].split("\t")[:5]]
    return (*cells, *[""] * (5 - len(cells)))


def _printable(text: str) -> str:
    return "".join(_signs(text))


def _signs(text: str) -> Iterable[str]:
    return (sign if sign.isprintable() else " " for sign in text)
