"""MARC as lines of text: work forms printed or copied from the screens of other systems, and MarcBreaker (.mrk).

One line is one field: tag, indicators, subfields behind a sign such as ǂ ‡ ▼ $ | or @. Two columns or three with bars
between them, a leader before or not, an end line `***` or not: what files in circulation show is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from mmap import mmap

from deskcirc.domain.drafts import Refusal, RefusalReason
from deskcirc.exchange import marc_encoding
from deskcirc.exchange.marc_fields import Field, FieldList, Frame, Parsed
from deskcirc.exchange.mrk_names import spelled_out
from deskcirc.text import gettext as _

LARGEST = 4 * 1024 * 1024  # octets of one description

_SIGNS = "ǂ‡▼$|@"
_SUBFIELD = re.compile(rf"[{re.escape(_SIGNS)}]\s?[0-9A-Za-z]")
_LEADER = re.compile(r"(?:=?LDR|000)?[\s|]*(?P<leader>[0-9 _\-^#]{5}[a-z][a-z0-9 _\-^#]{4}.{10}4[0-9 _#]{0,3})\s*¶?\s*")
_BREAKER = re.compile(r"=(?P<tag>\w{3})  ?(?P<rest>.*)")
_TABLE = re.compile(r"\s*(?P<tag>\w{0,3})\s*\|(?P<indicators>[^|]{0,5})\|\s?(?P<rest>.*)")
_CONTROL = re.compile(r"(?P<tag>00\d|FMT|SYS|LDR)[\s]+(?P<rest>\S.*)")
_DATA = re.compile(
    rf"(?P<tag>\d{{3}}|[A-Z]{{3}}|   )(?P<indicators>[ \d_#\\]{{0,2}})\s*(?P<rest>[{re.escape(_SIGNS)}].*)"
)
_RULE = re.compile(r"[\s|:\-]*")
_BLANKS_WRITTEN = str.maketrans("_\\#^", "    ")


def sniff(head: bytes) -> bool:
    """Whether the beginning of a file is such text: a title field, and a leader or several more fields."""
    text = marc_encoding.decoded(head, marc_encoding.text_encoding(head))
    if "\x1e" in text or "\x00" in text or text.lstrip("\ufeff \r\n").startswith(("<", "{", "[")):
        return False
    lines = text.lstrip("\ufeff").splitlines()
    fields = [one for line in lines if (one := _field(line)) is not None]
    titled = any(one.tag in ("200", "245") and one.value("a") for one in fields)
    return titled and (len(fields) >= 4 or any(_LEADER.fullmatch(line) for line in lines))


def frames(octets: bytes | mmap, encoding: str) -> Iterator[Frame]:
    """The lines of each description; a new one begins at a leader, at a second 001, after `***`."""
    begun, seen_title, position, last_tag = 0, False, 0, ""
    blank = False
    while position < len(octets):
        end = octets.find(b"\n", position)
        end = len(octets) if end < 0 else end + 1
        line = (
            marc_encoding.decoded(octets[position : min(end, position + LARGEST)], encoding).lstrip("\ufeff").rstrip()
        )
        tag = _tag(line)
        first_again = tag in ("LDR", "001", "FMT") or (blank and tag < last_tag)
        if seen_title and (first_again or line == "***"):
            yield from _framed(octets, begun, position)
            begun, seen_title = position, False
        seen_title = seen_title or tag in ("200", "245")
        blank = not line
        last_tag, position = tag or last_tag, end
    yield from _framed(octets, begun, position)


def _framed(octets: bytes | mmap, begun: int, position: int) -> Iterator[Frame]:
    content = octets[begun : min(position, begun + LARGEST)]
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n* ")
    if not bare:
        return
    start = begun + len(content) - len(bare) if content.startswith((b"\xef", b"*", b"\r", b"\n")) else begun
    kept = octets[start : begun + len(content)]
    if position - begun > LARGEST:
        value = _("{count} bytes without an end").format(count=position - begun)
        yield Frame(start, kept[:4096], (), Refusal(RefusalReason.RECORD_UNREADABLE, value))
    else:
        yield Frame(start, kept)


def _tag(line: str) -> str:
    """The tag a line begins with, "LDR" for a leader without one, "" for no field."""
    if _LEADER.fullmatch(line):
        return "LDR"
    field = _field(line)
    return field.tag if field else ""


def parse(octets: bytes, forced: str = "", preferred: str = "") -> Parsed | Refusal:
    """The fields of one description; a line that is no field is left out, and said so."""
    encoding = forced or marc_encoding.decides(octets, may_be_marc8=False, preferred=preferred)
    leader, fields, faults = " " * 24, list[Field](), list[str]()
    for line in marc_encoding.decoded(octets, encoding).splitlines():
        found = _LEADER.fullmatch(line)
        field = _field(line)
        if found:
            leader = found["leader"].translate(_BLANKS_WRITTEN).replace("-", " ").ljust(24)
        elif field is None:
            if line.strip() and not _RULE.fullmatch(line) and line.strip() != "***":
                faults.append(_("a line is not a field: {line}").format(line=line.strip()[:40]))
        elif not field.tag.strip() and fields:
            fields[-1] = Field(fields[-1].tag, fields[-1].indicators, "", fields[-1].subfields + field.subfields)
        else:
            fields.append(field)
    if not fields:
        return Refusal(RefusalReason.NOT_A_RECORD, _("it has no MARC fields"))
    return Parsed(FieldList(leader, tuple(fields)), encoding, tuple(faults))


def _field(line: str) -> Field | None:
    """One line as a field, None where it is none."""
    line = line.rstrip("\r\n ").removesuffix("¶")
    breaker = _BREAKER.fullmatch(line)
    if breaker:
        return _broken_field(breaker["tag"], breaker["rest"])
    match = _TABLE.fullmatch(line) if line.count("|") >= 2 and " | " in line else None
    match = match or _DATA.fullmatch(line) or _CONTROL.fullmatch(line)
    if match is None or _RULE.fullmatch(line):
        return None
    tag, rest = match["tag"], match["rest"].rstrip("¶")
    tag = tag.zfill(3) if tag.isdigit() else tag
    if tag.startswith("00") or not _SUBFIELD.match(rest):
        return Field(tag, text=rest.strip()) if tag.strip() and rest.strip() else None
    indicators = match["indicators"].strip(" |").translate(_BLANKS_WRITTEN).ljust(2)
    coded = tag.startswith("1")
    return Field(tag, indicators, subfields=_subfields(rest, blanks_written=coded and "_" in rest))


def _subfields(rest: str, *, blanks_written: bool) -> tuple[tuple[str, str], ...]:
    """The subfields behind the sign the field begins with; a sign before anything but a code is text."""
    sign = re.escape(rest[0])
    pieces = re.split(rf"{sign}\s?(?=[0-9A-Za-z])", rest)
    texts = ((piece[0], piece[1:].strip()) for piece in pieces if piece)
    return tuple((code, text.replace("_", " ") if blanks_written else text) for code, text in texts)


def _broken_field(tag: str, rest: str) -> Field:
    """A line of MarcBreaker: `\\` is a blank in indicators and coded fields, names in braces are characters."""
    if "$" not in rest[:3]:
        return Field(tag, text=spelled_out(rest.replace("\\", " ")))
    head, *pieces = rest.split("$")
    subfields = tuple((piece[0], spelled_out(piece[1:])) for piece in pieces if piece)
    return Field(tag, head.replace("\\", " ")[:2].ljust(2), subfields=subfields)
