"""Playing a scan log through the counter without a window.

The log is JSON Lines, UTF-8, one input a line:
`{"at": "2026-11-20T12:14:08+08:00", "tab": "returns", "scan": "0021846", "operator": "李想"}`
or, instead of `scan`, `"act": "undo"` with `"values": {...}`. `at` carries a time zone (without one it is the
school's clock); `tab` and `operator` may be left out and then stay as they were. An operator this library does not
know costs no input: the act is played by who is at the counter. For every input one JSON line comes out: `at`, `tab`,
`operator` (who did it, as the journal says), `outcome`, `copy`, `title`, `patron`, `due`, `reasons`, `message`,
`details`. A line that is no input comes out as `outcome: "not-an-input"` with its number, and the rest is played all
the same.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from deskcirc.desk.access import operators_of
from deskcirc.desk.desk import Desk
from deskcirc.errors import DeskcircError, reason_of
from deskcirc.text import gettext as _
from deskcirc.ui.open_tabs import TABS
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station

_LONGEST_LINE: Final = 1 << 20  # characters; a longer line is no input, and is never held whole
_SHOWN: Final = 60  # characters of a time that is none
_YEARS: Final = range(1970, 2200)  # a dead clock's battery shows the first


class NotAnInputError(ValueError):
    """A line of the log that cannot be played; its text says why."""


def replay(station: Station, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Play every line in order; yields one outcome a line, ready to be written as JSON."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given, operator = read_input(station, line)
            _change_operator(station, operator, given.at)
            shown = station.take(given)
        except NotAnInputError as error:
            yield {"line": number, "outcome": "not-an-input", "message": str(error)}
            continue
        yield _outcome(given, shown)


def log_lines(file: Path) -> Iterator[str]:
    """The lines of a log file, one at a time; UTF-16 is read too, which some shells write. Raises DeskcircError."""
    try:
        with file.open("rb") as octets:
            wide = octets.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        with file.open(encoding="utf-16" if wide else "utf-8-sig", errors="replace") as log:
            while line := log.readline(_LONGEST_LINE):
                yield line
    except OSError as error:
        raise DeskcircError(
            _("The file {file} cannot be read ({reason}).").format(file=file, reason=reason_of(error)),
            _("Check that it is there and that you may open it."),
        ) from error


def read_input(station: Station, line: str) -> tuple[Input, str]:
    """One line of the log and the operator it names; raises NotAnInputError for what cannot be played."""
    try:
        fields = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise NotAnInputError(_("This line is not JSON.")) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("at"), str):
        raise NotAnInputError(_("This line has no time “at”."))
    words = {name: fields.get(name, "") for name in ("scan", "act", "tab", "operator")}
    values = fields.get("values", {})
    if not all(isinstance(text, str) for text in words.values()) or not isinstance(values, dict):
        raise NotAnInputError(_("“scan”, “act”, “tab” and “operator” must be texts, “values” an object."))
    if bool(words["scan"]) == bool(words["act"]) and "scan" not in fields:
        raise NotAnInputError(_("This line has neither “scan” nor “act”."))
    if words["tab"] and words["tab"] not in TABS:
        raise NotAnInputError(_("There is no tab {tab}.").format(tab=words["tab"][:_SHOWN]))
    told = {str(name): str(value) for name, value in values.items()}
    at = _instant(station, fields["at"])
    return Input(at, words["scan"], words["act"], told, words["tab"]), words["operator"]


def _instant(station: Station, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAnInputError(_("“{at}” is not a time.").format(at=text[:_SHOWN])) from error
    if at.year not in _YEARS:
        raise NotAnInputError(_("The year {year} is outside the life of this library.").format(year=at.year))
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC) - station.library.policy.utc_offset
    return at.astimezone(UTC)


def _change_operator(station: Station, name: str, now: datetime) -> None:
    if not name or name == station.operator.name:
        return
    desk = Desk(station.library, station.operator, station.name, now)
    operator = next((each for each in operators_of(desk) if each.name == name), None)
    if operator is not None:
        station.operator = operator


def _outcome(given: Input, shown: Shown) -> dict[str, Any]:
    told = shown.told
    return {
        "at": given.at.isoformat(),
        "tab": shown.tab,
        "operator": shown.operator.name,
        "outcome": told.outcome,
        "copy": told.copy,
        "title": told.title,
        "patron": told.patron,
        "due": told.due.isoformat() if told.due else None,
        "reasons": list(told.reasons),
        "message": shown.message.headline,
        "details": list(shown.message.details),
    }
