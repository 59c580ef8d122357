"""The error file: every refused row with its reason, in a table that can be mended and imported again."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from deskcirc.domain.drafts import ReadRow
from deskcirc.errors import ImportFileError, reason_of
from deskcirc.exchange.columns import ColumnPlan
from deskcirc.exchange.grid import FORMULA_SIGNS
from deskcirc.files import written_whole
from deskcirc.text import gettext as _

# A cell that a spreadsheet would calculate, or a number whose zeros or last digits it would lose on saving.
_NEEDS_ESCAPE: Final = re.compile(rf"[{re.escape(FORMULA_SIGNS)}\t\r\n].*|0\d+|\d{{12,}}|'.*", re.DOTALL)
_UNFIT_FOR_A_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


def write_refusals(path: Path, rows: Iterable[ReadRow], plans: Mapping[str, ColumnPlan]) -> tuple[Path, ...]:
    """Write the refused among `rows` to `path` as CSV (UTF-8 with a byte order mark, for Excel and WPS).

    Each line holds the row's number, its place, the reason, and the original cells under their headers, so that the
    mended file can be imported as it is. Rows of several sheets go to one file a sheet (`name-sheet.csv`). Returns the
    files written, none if nothing was refused; raises ImportFileError if one can't be written.
    """
    by_place: dict[str, list[ReadRow]] = {}
    for row in rows:
        if row.refusal is not None:
            by_place.setdefault(row.place if row.place in plans else "", []).append(row)
    written = []
    for place, refused in by_place.items():
        target = path if len(by_place) == 1 else _beside(path, place)
        if place in plans:
            _write(target, plans[place].headers, ((row, row.original.split("\t")) for row in refused))
        else:
            _write(target, (_("Original"),), ((row, [row.original]) for row in refused))
        written.append(target)
    return tuple(written)


def _beside(path: Path, place: str) -> Path:
    return path.with_name(f"{path.stem}-{_UNFIT_FOR_A_NAME.sub('_', place) or '1'}{path.suffix}")


def _write(path: Path, headers: Sequence[str], rows: Iterable[tuple[ReadRow, list[str]]]) -> None:
    own = (_("Row"), _("Where"), _("Reason"))
    try:
        with written_whole(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
            table = csv.writer(stream)
            table.writerow([*own, *headers])
            table.writerows(_line(row, cells) for row, cells in rows)
    except OSError as error:
        raise ImportFileError(
            _("The error file {name} cannot be written: {reason}.").format(name=path, reason=reason_of(error)),
            _("Choose another folder, or close the program that has the file open."),
        ) from error


def _line(row: ReadRow, cells: Sequence[str]) -> list[str]:
    reason = row.refusal.sentence() if row.refusal else ""
    return [str(row.number), *map(_safe, (row.place, reason, *cells))]


def _safe(cell: str) -> str:
    return f"'{cell}" if _NEEDS_ESCAPE.fullmatch(cell) else cell
