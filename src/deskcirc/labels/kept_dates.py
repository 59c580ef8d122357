"""Giving a PDF file other dates, so that the same paper is the same file whenever it was written.

Qt writes the moment of writing into the document's information and its XMP metadata, both at the beginning of the
file. They are written over in place with the instant in UTC, in as many letters, so that no length and no offset
changes. (Where the computer itself keeps UTC, Qt names the time zone with a single letter: a file of its own, but the
same one every time.)
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_HEAD: Final = 1 << 16  # bytes; both stand in the first few thousand
_INFORMATION: Final = re.compile(rb"(/(?:Creation|Mod)Date \(D:)(\d{14})(Z|[+-]\d\d'\d\d')")
_METADATA: Final = re.compile(rb'((?:Create|Modify|Metadata)Date=")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)')


def keep_dates(path: Path, instant: datetime) -> None:
    """Make `instant` the moment at which the file was made and changed. Raises OSError where it can't be written."""
    with path.open("r+b") as file:
        head = file.read(_HEAD)
        dated = _INFORMATION.sub(lambda found: _put(found, instant, "%Y%m%d%H%M%S"), head)
        dated = _METADATA.sub(lambda found: _put(found, instant, "%Y-%m-%dT%H:%M:%S"), dated)
        file.seek(0)
        file.write(dated)


def _put(found: re.Match[bytes], instant: datetime, form: str) -> bytes:
    """The instant in UTC, whatever the computer's time zone; written as long as what stood there."""
    zone = found[3] if found[3] == b"Z" else re.sub(rb"\d", b"0", found[3]).replace(b"-", b"+")
    return found[1] + instant.astimezone(UTC).strftime(form).encode() + zone
