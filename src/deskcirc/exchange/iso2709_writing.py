"""ISO 2709 written by ourselves, for CNMARC in UTF-8 or GB18030 and for MARC 21: lengths in octets, nothing stamped.

pymarc writes UTF-8 only and marks it in a place of the leader that means something else in CNMARC. No octet of a
character in UTF-8 or GB18030 is one of the three separators, so a text that has none of them itself is safe.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from deskcirc.errors import DeskcircError
from deskcirc.exchange.marc_fields import LOST, Field, FieldList
from deskcirc.text import gettext as _

LONGEST: Final = 99_999  # octets of a description: its length has five digits
LONGEST_FIELD: Final = 9_999  # octets of a field, its end included: four digits in the directory

_FIELD_END, _END, _SUBFIELD = b"\x1e", b"\x1d", b"\x1f"
_UNFIT: Final = re.compile("[\x00\x1d\x1e\x1f\ud800-\udfff]")
_MARC21_TITLE: Final = "245"


class MarcTooLongError(DeskcircError):
    """The description, or one of its fields, is longer than ISO 2709 can say."""


def cleaned(fields: FieldList) -> tuple[FieldList, tuple[str, ...]]:
    """The fields without separators inside their texts and halves of characters, and the tags where there were any."""
    if not any(_UNFIT.search(_said(one)) for one in fields.fields):
        return fields, ()
    mended = tuple(map(_cleaned, fields.fields))
    tags = {new.tag for new, old in zip(mended, fields.fields, strict=True) if new is not old}
    return FieldList(fields.leader, mended), tuple(sorted(tags))


def _said(one: Field) -> str:
    """Everything of a field in one text."""
    return f"{one.text}{one.indicators}{''.join([code + text for code, text in one.subfields])}"


def _cleaned(one: Field) -> Field:
    if _UNFIT.search(_said(one)) is None:
        return one
    parts = tuple((_UNFIT.sub("", code)[:1] or "?", _UNFIT.sub("", text)) for code, text in one.subfields)
    return Field(one.tag, _UNFIT.sub(" ", one.indicators), _UNFIT.sub("", one.text), parts)


def written(fields: FieldList, encoding: str) -> bytes:
    """The description as octets in "utf-8" or "gb18030"; raises MarcTooLongError, for a cut one would be a broken one.

    What `cleaned` would take out of the texts is taken out.
    """
    parts = _parts(fields, encoding)
    octets = _together(fields, parts, encoding)
    too_long = next((tag for tag, part in parts if len(part) > LONGEST_FIELD), None)
    if too_long is not None or len(octets) > LONGEST:
        raise MarcTooLongError(
            _("Its field {tag} is longer than {most} bytes.").format(tag=too_long.decode("ascii"), most=LONGEST_FIELD)
            if too_long is not None
            else _("It has {count} bytes; a MARC record has {most} at most.").format(count=len(octets), most=LONGEST),
            _("Shorten its summary or its notes, or export it as a workbook."),
        )
    return octets


def kept_octets(fields: FieldList) -> bytes:
    """The description in UTF-8 as the library keeps it, whatever its length: our reader needs no lengths."""
    return _together(fields, _parts(fields, "utf-8"), "utf-8")


def _parts(fields: FieldList, encoding: str) -> list[tuple[bytes, bytes]]:
    """Tag and octets of every field, its end included."""
    safe, _tags = cleaned(fields)
    return [(_ascii(one.tag, 3), _octets(one, encoding)) for one in safe.fields]


def _octets(one: Field, encoding: str) -> bytes:
    if not one.subfields:
        return one.text.encode(encoding) + _FIELD_END
    said = "".join(f"\x1f{code}{text}" for code, text in one.subfields)
    return _ascii(one.indicators, 2) + said.encode(encoding) + _FIELD_END


def _together(fields: FieldList, parts: list[tuple[bytes, bytes]], encoding: str) -> bytes:
    """Leader, directory and fields; numbers too large for their places begin again, as our reader counts them."""
    entries, position = [], 0
    for tag, part in parts:
        entries.append(b"%b%04d%05d" % (tag, min(len(part), LONGEST_FIELD), position % (LONGEST + 1)))
        position += len(part)
    base = 24 + 12 * len(entries) + 1
    directory = b"".join(entries) + _FIELD_END
    body = b"".join(part for _tag, part in parts)
    length = base + len(body) + 1
    return _leader(fields, length, base, encoding) + directory + body + _END


def _leader(fields: FieldList, length: int, base: int, encoding: str) -> bytes:
    """The leader with the numbers of this carrier; what says something of the book stays.

    Position 9 names Unicode in MARC 21 alone; in CNMARC it has no meaning and stays too.
    """
    old = fields.leader.replace(LOST, " ").ljust(24)[:24]
    marc21 = _MARC21_TITLE in fields and "200" not in fields
    coding = ("a" if encoding == "utf-8" else " ") if marc21 else old[9]
    ends = old[20:24] if old[20:22] == "45" else ("4500" if marc21 else "450 ")
    text = f"{length % (LONGEST + 1):05d}{old[5:9]}{coding}22{base % (LONGEST + 1):05d}{old[17:20]}{ends}"
    return _ascii(text, 24)


@lru_cache(maxsize=1024)
def _ascii(text: str, length: int) -> bytes:
    """Exactly so many octets of ASCII."""
    return "".join(one if " " <= one < "\x7f" else "?" for one in text).encode("ascii").ljust(length)[:length]
