"""Every setting on one page: its name, type, default and the sentence the librarian reads.

Settings of the library travel with the library file; settings of the station (port, language, sound) stay on the
computer, for another counter may have another scanner.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Generic, TypeVar

from deskcirc.text import marked

Value = TypeVar("Value", str, int, bool)


class Scope(StrEnum):
    """Where a setting is kept."""

    LIBRARY = "library"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One setting; `choices` maps each allowed value to the words on the screen, empty where any value goes.

    `span` holds the least and the greatest number that make sense: a file may have been written by hand.
    """

    name: str
    default: Value
    sentence: str
    scope: Scope
    choices: tuple[tuple[Value, str], ...] = ()
    span: tuple[int, int] | None = None

    def read(self, stored: Mapping[str, str]) -> Value:
        """The stored value, or the default where nothing or nonsense is stored."""
        text = stored.get(self.name)
        if text is None:
            return self.default
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.default
        if type(value) is not type(self.default):
            return self.default
        if self.span is not None and not self.span[0] <= int(value) <= self.span[1]:
            return self.default
        if self.choices and value not in {allowed for allowed, _words in self.choices}:
            return self.default
        return value

    def write(self, value: Value) -> str:
        """The text under which the value is stored."""
        return json.dumps(value, ensure_ascii=False)


LIBRARY_NAME: Final = Setting("library_name", "", marked("Name of the library, as on slips and lists"), Scope.LIBRARY)
UTC_OFFSET: Final = Setting(
    "utc_offset_minutes",
    480,
    marked("Minutes by which the school's clock is ahead of UTC"),
    Scope.LIBRARY,
    span=(-720, 840),
)
CLOSED_WEEKDAYS: Final = Setting(
    "closed_weekdays", "67", marked("Weekdays on which the library is closed"), Scope.LIBRARY
)
CLOSED_DUE: Final = Setting(
    "closed_due",
    "next",
    marked("A due date on a closed day"),
    Scope.LIBRARY,
    (
        ("keep", marked("stays, and is forgiven until the next open day")),
        ("next", marked("moves to the next open day")),
        ("previous", marked("moves to the last open day before")),
    ),
)
COUNT_IN_HOUSE: Final = Setting(
    "count_in_house", True, marked("Count a copy scanned in Returns that is not on loan as in-house use"), Scope.LIBRARY
)
HOLD_DAYS: Final = Setting(
    "hold_days", 7, marked("Days a reserved copy waits on the hold shelf"), Scope.LIBRARY, span=(0, 366)
)
SCHOOLING: Final = Setting(
    "schooling",
    "633",
    marked("Years of primary, junior and senior school"),
    Scope.LIBRARY,
    (("633", marked("6-3-3")), ("543", marked("5-4-3"))),
)
FIRST_GRADE: Final = Setting(
    "first_grade", 1, marked("Grade in which pupils enter this school"), Scope.LIBRARY, span=(1, 12)
)
LAST_GRADE: Final = Setting(
    "last_grade", 6, marked("Grade after which pupils leave this school"), Scope.LIBRARY, span=(1, 12)
)
CAP_BY_TERM: Final = Setting(
    "cap_by_term", True, marked("No loan is due later than the day on which everything must be back"), Scope.LIBRARY
)
VACATION_DUE_DAYS: Final = Setting(
    "vacation_due_days",
    4,
    marked("Vacation loans fall due so many days after the first day of term"),
    Scope.LIBRARY,
    span=(0, 60),
)
LEAVER_STOP_DAYS: Final = Setting(
    "leaver_stop_days",
    14,
    marked("Leavers borrow nothing more from so many days before the finals"),
    Scope.LIBRARY,
    span=(0, 366),
)
ROTA_FIRST_WEEK: Final = Setting(
    "rota_first_week",
    "A",
    marked("The first week of term is a week"),
    Scope.LIBRARY,
    (("A", marked("A")), ("B", marked("B"))),
)
OUTSIDE_TURN: Final = Setting(
    "outside_turn",
    "warn",
    marked("A pupil who comes outside the class's turn"),
    Scope.LIBRARY,
    (
        ("ignore", marked("borrows like everybody")),
        ("warn", marked("borrows, and is told when the turn is")),
        ("block", marked("is told when the turn is, and borrows then")),
    ),
)
WAITING_RENEWAL: Final = Setting(
    "waiting_renewal",
    "block",
    marked("Renewing while somebody waits for the title"),
    Scope.LIBRARY,
    (("ignore", marked("is allowed")), ("warn", marked("is allowed, with a word")), ("block", marked("is refused"))),
)
WAITING_CHECKOUT: Final = Setting(
    "waiting_checkout",
    "warn",
    marked("Lending a copy from the shelf while somebody waits for the title"),
    Scope.LIBRARY,
    (("ignore", marked("is allowed")), ("warn", marked("is allowed, with a word")), ("block", marked("is refused"))),
)
COPY_PREFIX: Final = Setting(
    "copy_prefix", "", marked("Letters before a copy's number that the label leaves out"), Scope.LIBRARY
)
CARD_PREFIX: Final = Setting(
    "card_prefix", "", marked("Letters before a card's number that the card leaves out"), Scope.LIBRARY
)
IDLE_SECONDS: Final = Setting(
    "idle_seconds",
    60,
    marked("Seconds without a scan after which the patron leaves the screen"),
    Scope.LIBRARY,
    span=(1, 86_400),
)
REPEAT_SECONDS: Final = Setting(
    "repeat_milliseconds",
    2000,
    marked("Milliseconds during which a repeated code is ignored"),
    Scope.LIBRARY,
    span=(0, 60_000),
)
BOOK_NUMBERS: Final = Setting(
    "book_numbers",
    "running",
    marked("The number behind the class number in a call number"),
    Scope.LIBRARY,
    (
        ("running", marked("counts the titles of a class (种次号)")),
        ("author", marked("stands for the author (著者号)")),
    ),
)
FILL_BOOK_NUMBERS: Final = Setting(
    "fill_book_numbers", False, marked("Give book numbers that are free below the highest one first"), Scope.LIBRARY
)
BARCODE_IS_NUMBER: Final = Setting(
    "barcode_is_number", True, marked("The barcode of a new copy is its accession number"), Scope.LIBRARY
)
ENTRY_CHECKS: Final = Setting(
    "entry_checks", True, marked("Check price, place, item type and class number when a title is saved"), Scope.LIBRARY
)
PRACTICE_CODES: Final = Setting("practice_codes", "", marked("Codes to try in a practice library"), Scope.LIBRARY)

LANGUAGE: Final = Setting(
    "language",
    "zh_CN",
    marked("Language of the screen"),
    Scope.STATION,
    (("zh_CN", "简体中文"), ("en", "English")),
)
REPAIR_DAYS: Final = Setting(
    "repair_days", 14, marked("Days after which a copy taken to be mended should be back"), Scope.LIBRARY, span=(1, 366)
)
LESSON_MINUTES: Final = Setting(
    "lesson_minutes", 40, marked("Minutes of a mending lesson"), Scope.LIBRARY, span=(5, 240)
)
LOST_AFTER_DAYS: Final = Setting(
    "lost_after_days",
    60,
    marked("Copies overdue for so many days are proposed as lost"),
    Scope.LIBRARY,
    span=(1, 3660),
)
REFUND_DAYS: Final = Setting(
    "refund_days",
    30,
    marked("A lost copy found within so many days after it was paid for is refunded"),
    Scope.LIBRARY,
    span=(0, 3660),
)
SET_COSTS_WHOLE: Final = Setting(
    "set_costs_whole", False, marked("A lost volume of a set costs the whole set"), Scope.LIBRARY
)
SOUND: Final = Setting("sound", True, marked("Sounds"), Scope.STATION)
THEME: Final = Setting(
    "theme", "light", marked("Colours"), Scope.STATION, (("light", marked("light")), ("dark", marked("dark")))
)
TEXT_SIZE: Final = Setting(
    "text_size_percent",
    100,
    marked("Size of the text"),
    Scope.STATION,
    ((100, "100 %"), (125, "125 %"), (150, "150 %"), (200, "200 %")),
)
LAST_LIBRARY: Final = Setting("last_library", "", marked("Library file opened last"), Scope.STATION)
STATION_NAME: Final = Setting("station", "", marked("Name of this counter"), Scope.STATION)
SERIAL_PORT: Final = Setting("serial_port", "", marked("Port of the serial scanner"), Scope.STATION)
SERIAL_BAUD: Final = Setting(
    "serial_baud", 9600, marked("Speed of the serial scanner (baud)"), Scope.STATION, span=(50, 4_000_000)
)
SCAN_PREFIX: Final = Setting("scan_prefix", "", marked("Characters the scanner puts before a code"), Scope.STATION)
SCAN_SUFFIX: Final = Setting("scan_suffix", "", marked("Characters the scanner puts after a code"), Scope.STATION)
WEDGE_GAP: Final = Setting(
    "wedge_gap_milliseconds",
    35,
    marked("Longest pause between two keys of a keyboard scanner, in milliseconds"),
    Scope.STATION,
    span=(1, 2000),
)

LIBRARY_SETTINGS: Final[tuple[Setting[str] | Setting[int] | Setting[bool], ...]] = (
    LIBRARY_NAME,
    UTC_OFFSET,
    CLOSED_WEEKDAYS,
    CLOSED_DUE,
    COUNT_IN_HOUSE,
    HOLD_DAYS,
    WAITING_RENEWAL,
    WAITING_CHECKOUT,
    SCHOOLING,
    FIRST_GRADE,
    LAST_GRADE,
    CAP_BY_TERM,
    VACATION_DUE_DAYS,
    LEAVER_STOP_DAYS,
    ROTA_FIRST_WEEK,
    OUTSIDE_TURN,
    COPY_PREFIX,
    CARD_PREFIX,
    IDLE_SECONDS,
    REPEAT_SECONDS,
    BOOK_NUMBERS,
    FILL_BOOK_NUMBERS,
    BARCODE_IS_NUMBER,
    ENTRY_CHECKS,
    REPAIR_DAYS,
    LESSON_MINUTES,
    LOST_AFTER_DAYS,
    REFUND_DAYS,
    SET_COSTS_WHOLE,
)
STATION_SETTINGS: Final[tuple[Setting[str] | Setting[int] | Setting[bool], ...]] = (
    LANGUAGE,
    SOUND,
    THEME,
    TEXT_SIZE,
    LAST_LIBRARY,
    STATION_NAME,
    SERIAL_PORT,
    SERIAL_BAUD,
    SCAN_PREFIX,
    SCAN_SUFFIX,
    WEDGE_GAP,
)


def load_station_settings(folder: Path) -> dict[str, str]:
    """The station's settings as stored texts; empty where the file is missing or damaged (defaults then hold)."""
    try:
        stored = json.loads((folder / "station.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(stored, dict):
        return {}
    return {str(name): json.dumps(value, ensure_ascii=False) for name, value in stored.items()}


def save_station_settings(folder: Path, stored: Mapping[str, str]) -> None:
    """Write the station's settings; raises OSError where the folder can't be written."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {name: json.loads(text) for name, text in stored.items()}
    draft = folder / "station.json.new"
    # A file name of Linux may hold half characters; written as JSON's own escapes they come back as they were.
    written = json.dumps(values, ensure_ascii=False, indent=2)
    draft.write_text(written, encoding="utf-8", errors="backslashreplace")
    draft.replace(folder / "station.json")
