"""Dates as catalogues, rosters and spreadsheets write them.

A publication date keeps its words elsewhere ("1999重印"); here it only gives up its year. Partly known dates stand for
their first day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

_REPUBLIC: Final = 1911  # year 1 of the Republic (民国) is 1912
_CHINESE_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_YEAR: Final = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")

# From 1500 on: the oldest thread-bound books a school could own are of the Ming.
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PACKED: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d)")
_REPUBLICAN: Final = re.compile(r"民[国國]?\s*(\d{1,3})")
_FULL: Final = re.compile(
    r"(1[5-9]\d\d|20\d\d)\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?\s*月?"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](1[5-9]\d\d|20\d\d)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")

_SERIAL_EPOCH: Final = date(1899, 12, 30)  # day 0 of a spreadsheet after its invented 29 February 1900
_SERIALS: Final = range(18264, 73051)  # 1950-01-01 to 2099-12-31; other five-digit numbers are no dates


def published_year(text: str) -> int | None:
    """The year of publication in `text`: the first one written, so 2009 in "2009, 2015重印"; None if there is none."""
    plain = _plain(text)
    packed = _PACKED.search(plain)
    year = _YEAR.search(plain)
    if year and (packed is None or year.start() < packed.start()):
        return int(year.group(1))
    if packed:
        return int(packed.group(1))
    republican = _REPUBLICAN.search(plain)
    if republican:
        return _REPUBLIC + int(republican.group(1))
    serial = _from_serial(plain)
    return serial.year if serial else None


def read_date(text: str) -> date | None:
    """The day in `text`, the first of the month or year where no more is known; None if no date can be read.

    Read are `2012-05-01 00:00:00`, `2012/5/1`, `2012年5月1日`, `1999.1`, `200710`, `20071031`, `2010`, `1999重印`,
    a spreadsheet's serial number, and `5/31/2012`; `5/6/2012` may mean two days and is None.
    """
    plain = _plain(text)
    full = _FULL.fullmatch(plain)
    if full:
        return _day(int(full.group(1)), int(full.group(2)), int(full.group(3) or 1))
    packed = _PACKED.fullmatch(plain)
    if packed:
        return _day(int(packed.group(1)), int(packed.group(2)), int(packed.group(3) or 1))
    last = _YEAR_LAST.fullmatch(plain)
    if last:
        return _year_last(int(last.group(1)), int(last.group(2)), int(last.group(3)))
    serial = _from_serial(plain)
    if serial:
        return serial
    year = published_year(plain)
    return date(year, 1, 1) if year is not None else None


def _plain(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text).strip(" .,;\t\r\n'")
    arabic = _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), half_width)
    whole = re.fullmatch(r"(\d{4}|\d{6}|\d{8})\.0+", arabic)  # a number cell of a workbook
    return whole.group(1) if whole else arabic


def _day(year: int, month: int, day: int) -> date | None:
    """The day if the calendar has it; month or day 0 is a habit of databases for "unknown" and counts as the first."""
    try:
        return date(year, month or 1, day or 1)
    except ValueError:
        return None


def _year_last(first: int, second: int, year: int) -> date | None:
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _from_serial(plain: str) -> date | None:
    serial = _SERIAL.fullmatch(plain)
    if serial is None or int(serial.group(1)) not in _SERIALS:
        return None
    return _SERIAL_EPOCH + timedelta(days=int(serial.group(1)))
