"""MARC in XML: MARCXML with or without a namespace, alone or wrapped in an answer (SRU, OAI), and Aleph's oai_marc.

Each description is cut out of the file by its element and read by itself, so a broken one never costs its neighbours,
and no document type, entity or address of the file is ever followed: a file that declares some is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap
from xml.parsers import expat

from deskcirc.domain.drafts import Refusal, RefusalReason
from deskcirc.errors import ImportFileError
from deskcirc.exchange import marc_encoding
from deskcirc.exchange.marc_fields import LOST, Field, FieldList, Frame, Parsed
from deskcirc.text import gettext as _

LARGEST = 16 * 1024 * 1024  # octets of one description
_SHOWN = 4096

_NAME = rb"(?:[A-Za-z_][\w.-]*:)?"
_SNIFFED = re.compile(rb"<" + _NAME + rb"(?:leader|controlfield|datafield|oai_marc|varfield|fixfield)[\s>]")
_MARC_NAMESPACE = re.compile(rb"""xmlns(?::\w+)?=["'][^"']*(?:MARC21/slim|marcxchange|www\.nlc\.cn)""")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MARKUP = re.compile(rb"<!--|<!\[CDATA\[|<(/?)" + _NAME + rb"(?:record|oai_marc)(?=[\s/>])")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([\w.-]+)["']""")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)(\w{2,31};)?")

_CONTROL, _DATA, _PART = ("controlfield", "fixfield"), ("datafield", "varfield"), ("subfield",)


def sniff(head: bytes) -> bool:
    """Whether the beginning of a file is XML that holds MARC."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and bool(_SNIFFED.search(head) or _MARC_NAMESPACE.search(head))


def refuse_declarations(head: bytes) -> None:
    """ImportFileError where the file declares a document type or entities of its own (they can swell without end)."""
    if _DECLARED.search(head):
        raise ImportFileError(
            _("The XML file declares a document type or entities, which are not read for safety."),
            _("Export the file again as plain MARCXML or as ISO 2709."),
        )


def declared_encoding(head: bytes) -> str:
    """The encoding the XML declaration names, where it is one that is known here, else "". It often lies."""
    declared = _ENCODING.search(head)
    try:
        return marc_encoding.known_encoding(declared.group(1).decode("ascii", "replace")) if declared else ""
    except ImportFileError:
        return ""


def frames(octets: bytes | mmap) -> Iterator[Frame]:
    """Each innermost element that can be a description, from its start tag to its end tag."""
    start, position = -1, 0
    while found := _MARKUP.search(octets, position):
        position = found.end()
        if found.group() in (b"<!--", b"<![CDATA["):
            end = octets.find(b"-->" if found.group() == b"<!--" else b"]]>", position)
            position = end if end >= 0 else position
        elif not found.group(1):
            start = found.start()
        elif start >= 0:
            end = octets.find(b">", position)
            position = end + 1 if end >= 0 else len(octets)
            yield _framed(octets, start, position)
            start = -1
    if start >= 0 and _SNIFFED.search(octets, start):
        shown = octets[start : start + _SHOWN]
        yield Frame(start, shown, (), Refusal(RefusalReason.RECORD_CUT_OFF, _("its end tag is missing")))


def _framed(octets: bytes | mmap, start: int, stop: int) -> Frame:
    if stop - start > LARGEST:
        value = _("{count} bytes without an end").format(count=stop - start)
        return Frame(start, octets[start : start + _SHOWN], (), Refusal(RefusalReason.RECORD_UNREADABLE, value))
    return Frame(start, octets[start:stop])


@dataclass(slots=True)
class _Reading:
    """What was met so far while one description is read."""

    leader: str = " " * 24
    fields: list[Field] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open_tag: str | None = None
    indicators: str = "  "
    code: str | None = None
    subfields: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        kind = name.rpartition(":")[2]
        self.text.clear()
        if kind in _CONTROL or kind in _DATA:
            self.open_tag = self._tag(attributes)
            self.indicators = _indicator(attributes, "1") + _indicator(attributes, "2")
            self.subfields = []
        elif kind in _PART:
            self.code = (attributes.get("code") or attributes.get("label") or "")[:1] or None
            if self.code is None:
                self.faults.append(_("a subfield of {tag} has no code").format(tag=self.open_tag or "?"))

    def end(self, name: str) -> None:
        """An end tag."""
        kind = name.rpartition(":")[2]
        text = "".join(self.text)
        self.text.clear()
        if kind == "leader":
            self.leader = text
        elif kind in _PART:
            if self.code is not None:
                self.subfields.append((self.code, text))
            self.code = None
        elif kind in _CONTROL and self.open_tag:
            self._control(self.open_tag, text)
            self.open_tag = None
        elif kind in _DATA and self.open_tag:
            self._data(self.open_tag)
            self.open_tag = None

    def _tag(self, attributes: dict[str, str]) -> str | None:
        tag = (attributes.get("tag") or attributes.get("id") or "").strip()
        if not tag:
            self.faults.append(_("a field without a tag was left out"))
            return None
        if len(tag) < 3 and tag.isdigit():
            self.faults.append(_("the tag {tag} is too short").format(tag=tag))
        return tag.zfill(3) if tag.isdigit() else tag

    def _control(self, tag: str, text: str) -> None:
        if tag in ("LDR", "000"):
            self.leader = text
        else:
            self.fields.append(Field(tag, text=text))

    def _data(self, tag: str) -> None:
        if self.subfields:
            self.fields.append(Field(tag, self.indicators, subfields=tuple(self.subfields)))
        else:
            self.faults.append(_("field {tag} has no subfields and was left out").format(tag=tag))


def _indicator(attributes: dict[str, str], number: str) -> str:
    return (attributes.get("ind" + number) or attributes.get("i" + number) or " ")[:1]


def parse(octets: bytes, forced: str = "", preferred: str = "") -> Parsed | Refusal:
    """The fields of one description cut out by `frames`; see `iso2709.parse` for the encodings."""
    encoding = forced or marc_encoding.decides(octets, may_be_marc8=False, preferred=preferred)
    text = _FORBIDDEN.sub(LOST, marc_encoding.decoded(octets, encoding))
    mended = _BARE_AMPERSAND.sub(_escaped, text)
    faults = [_("it contains an unescaped &")] if mended != text else []
    reading = _Reading(faults=faults)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text.append
    try:
        parser.Parse(mended, True)
    except expat.ExpatError as error:
        return Refusal(RefusalReason.RECORD_UNREADABLE, str(error))
    if not reading.fields:
        return Refusal(RefusalReason.NOT_A_RECORD, _("it has no MARC fields"))
    leader = re.sub("[-^]", " ", reading.leader).ljust(24)
    return Parsed(FieldList(leader, tuple(reading.fields)), encoding, tuple(reading.faults))


def _escaped(match: re.Match[str]) -> str:
    """An ampersand that XML does not know: a name of HTML becomes its character, anything else stays as text."""
    known = html.unescape(match.group())
    return known if match.group(1) and known != match.group() else "&amp;" + (match.group(1) or "")
