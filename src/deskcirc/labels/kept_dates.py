"""Giving a PDF file other dates, so that the same paper is the same file whenever it was written.

Qt writes the moment of writing into the document's information and its XMP metadata, both at the beginning of the
file. They are written over in place with the same instant in the same time zone, so no length and no offset changes.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
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
    said = found[3].decode().replace("'", "").replace(":", "")
    zone = timedelta()
    if said != "Z":
        zone = timedelta(hours=int(said[1:3]), minutes=int(said[3:5])) * (-1 if said[0] == "-" else 1)
    return found[1] + instant.astimezone(timezone(zone)).strftime(form).encode() + found[3]
