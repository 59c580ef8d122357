"""What a station remembers of its sheets: which was used last and how far, on which printer, and each sheet's offset.

It lies in a file of its own beside the station's settings and the school's own sheets, for it is written after each
print, by whatever window prints; another computer has another printer and other half-used sheets. A file that can't
be read is an empty memory, and one that can't be written is no reason not to print.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deskcirc import paths
from deskcirc.labels.calibration import FARTHEST
from deskcirc.labels.sheets import Sheet

_FILE: Final = "sheets_in_use.json"


@dataclass(frozen=True, slots=True)
class LastUse:
    """The sheet used last for a kind of labels, its cells that are gone, and the printer it was printed on ("")."""

    sheet: str
    used: frozenset[int] = frozenset()
    printer: str = ""


class SheetMemory:
    """Read when it is made, written at each change."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or paths.settings_folder() / _FILE
        self._known: dict[str, Any] = _read(self._file)

    def last_use(self, kind: str) -> LastUse | None:
        """The sheet used last for this kind, None where there was none."""
        stored = self._part("last").get(kind)
        if not isinstance(stored, Mapping) or not isinstance(stored.get("sheet"), str):
            return None
        used, printer = stored.get("used"), stored.get("printer")
        cells = used if isinstance(used, list) else []
        return LastUse(
            stored["sheet"],
            frozenset(cell for cell in cells if type(cell) is int and cell > 0),
            printer if isinstance(printer, str) else "",
        )

    def note_use(self, kind: str, use: LastUse) -> None:
        """Remember a sheet and what is used of it."""
        entry = {"sheet": use.sheet, "used": sorted(use.used), "printer": use.printer}
        self._keep("last", kind, entry)

    def offset(self, sheet: str) -> tuple[float, float]:
        """Millimetres to the right and down by which everything on this sheet is moved."""
        stored = self._part("offsets").get(sheet)
        if isinstance(stored, list) and len(stored) == 2 and all(_is_offset(each) for each in stored):
            return float(stored[0]), float(stored[1])
        return 0.0, 0.0

    def keep_offset(self, sheet: str, right: float, down: float) -> None:
        """Remember the offset of a sheet."""
        self._keep("offsets", sheet, [right, down])

    def choice(self, name: str, default: str) -> str:
        """What was chosen last under a name."""
        stored = self._part("choices").get(name)
        return stored if isinstance(stored, str) else default

    def keep_choice(self, name: str, value: str) -> None:
        """Remember what was chosen."""
        if self.choice(name, "") != value:
            self._keep("choices", name, value)

    def _part(self, name: str) -> Mapping[str, Any]:
        part = self._known.get(name)
        return part if isinstance(part, dict) else {}

    def _keep(self, part: str, name: str, value: object) -> None:
        self._known = {**self._known, part: {**self._part(part), name: value}}
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(self._known, ensure_ascii=False, indent=1), encoding="utf-8")


def used_after(sheet: Sheet, used: frozenset[int], cells: int) -> frozenset[int]:
    """The cells of the sheet in the printer that are gone after `cells` more were printed from `used` on.

    None where the last sheet is full: the next one is new.
    """
    places = list(sheet.places(cells, used))
    if not places:
        return used
    before = used if places[-1].page == 0 else frozenset()
    gone = before | frozenset(place.cell for place in places if place.page == places[-1].page)
    return frozenset() if len(gone) >= sheet.cells else gone


def _is_offset(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= FARTHEST  # type: ignore[arg-type]


def _read(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
