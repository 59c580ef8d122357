"""What kind of file somebody chose: told from its content, never from its suffix."""

from __future__ import annotations

import os
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from deskcirc.errors import ImportFileError, reason_of
from deskcirc.exchange.workbook import password_error
from deskcirc.text import gettext as _
from deskcirc.text import marked

HEAD: Final = 65536  # bytes that are enough to tell


class FileKind(StrEnum):
    """How a file holds its rows, if it holds any."""

    WORKBOOK = "workbook"
    MARKUP = "markup"
    TEXT = "text"
    MARC = "marc"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "WordDocument".encode("utf-16-le")
_FOREIGN: Final = (
    (b"\x89PNG", marked("a picture")),
    (b"\xff\xd8\xff", marked("a picture")),
    (b"GIF8", marked("a picture")),
    (b"BM", marked("a picture")),
    (b"II*\x00", marked("a picture")),
    (b"MM\x00*", marked("a picture")),
    (b"RIFF", marked("a picture, a sound or a film")),
    (b"%PDF", marked("a PDF file")),
    (b"Rar!", marked("an archive")),
    (b"7z\xbc\xaf", marked("an archive")),
    (b"\x1f\x8b", marked("an archive")),
    (b"SQLite format 3", marked("a database file")),
    (b"MZ", marked("a program")),
    (b"\x7fELF", marked("a program")),
)


def read_head(path: Path) -> bytes:
    """The first bytes of the file; raises ImportFileError if there is none to read."""
    if os.path.isdir(path):  # noqa: PTH112  pathlib's raises for a name that is too long
        raise ImportFileError(
            _("{name} is a folder.").format(name=path.name), _("Choose one of the files in it to import.")
        )
    try:
        if path.is_fifo():  # would be waited for without end
            raise _no_table(path, _("a file of another program"))
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError as error:
        raise ImportFileError(
            _("There is no file {name}.").format(name=path), _("Check the name, and that the stick is plugged in.")
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe\r\n\t "):
        raise ImportFileError(
            _("{name} is empty.").format(name=path.name), _("Export the list again and check that it has rows.")
        )
    return head


def read_whole(path: Path) -> bytes:
    """All bytes of the file; raises ImportFileError where it has gone or cannot be read any more."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> ImportFileError:
    """The file is held by another program, or its disk or stick has gone."""
    return ImportFileError(
        _("{name} cannot be read: {reason}.").format(name=path.name, reason=reason_of(error)),
        _("Close the program that has it open, or copy the file to this computer, and try again."),
    )


def table_kind_of(path: Path, head: bytes) -> FileKind:
    """How the file holds its rows; raises ImportFileError for a picture, an archive, a program and the like."""
    if head.startswith(_OLE):
        return _compound(path)
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    for start, kind in _FOREIGN:
        if head.startswith(start) and (b"\x00" in head or start in (b"%PDF", b"Rar!")):
            raise _no_table(path, _(kind))
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").lower()
    if text.startswith(b"<"):
        return _markup(path, text)
    if text.startswith((b"{", b"[{")):
        raise _no_table(path, _("a JSON file"))
    if b"insert into" in text and (b"create table" in text or b"values" in text):
        raise ImportFileError(
            _("{name} is a database dump, not a table.").format(name=path.name),
            _("Export the table of titles or patrons as a workbook or as CSV and import that."),
        )
    if head.count(0) and not _may_be_utf16(head):
        raise _no_table(path, _("a file of another program"))
    return FileKind.TEXT


def _compound(path: Path) -> FileKind:
    """An old Office file: a workbook, an encrypted new one, or a letter."""
    content = read_whole(path)
    if _ENCRYPTED in content:
        raise password_error(path)
    if _WORD in content:
        raise _no_table(path, _("a text document"))
    return FileKind.WORKBOOK


def _package(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except OSError as error:
        raise unreadable(path, error) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ImportFileError(
            _("{name} is damaged: its end is missing.").format(name=path.name),
            _("Copy or download the file once more."),
        ) from error
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or {"content.xml", "mimetype"} <= names:
        return FileKind.WORKBOOK
    raise _no_table(path, _("a text document") if "word/document.xml" in names else _("an archive"))


def _markup(path: Path, text: bytes) -> FileKind:
    if b"<table" in text or b"<html" in text or b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return FileKind.MARKUP
    raise _no_table(path, _("an XML file of another kind"))


def _may_be_utf16(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:2000].count(0) > len(head[:2000]) // 5


def _no_table(path: Path, kind: str) -> ImportFileError:
    return ImportFileError(
        _("{name} is {kind}; there is no list in it to import.").format(name=path.name, kind=kind),
        _("Choose a workbook (.xlsx, .xls, .ods), a text table (.csv, .txt) or a MARC file (.mrc, .iso, .xml)."),
    )
