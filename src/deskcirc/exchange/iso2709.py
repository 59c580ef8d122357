"""ISO 2709, the carrier of nearly every MARC file, read by its separators and not by its lengths.

A description ends with 0x1D, a field with 0x1E; of the directory only the tags are taken (domain.md §5), because
lengths counted in characters, CR/LF between descriptions, short leaders and files re-saved by an editor are common.
None of the three separators occurs inside a character of UTF-8, GB18030 or MARC-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from mmap import mmap

from deskcirc.domain.drafts import Refusal, RefusalReason
from deskcirc.exchange import marc_encoding
from deskcirc.exchange.marc_fields import LOST, Field, FieldList, Frame, Parsed
from deskcirc.text import gettext as _

Octets = bytes | mmap

FIELD_END = b"\x1e"
END = b"\x1d"
SUBFIELD = b"\x1f"
LEADER_LENGTH = 24
LARGEST = 16 * 1024 * 1024  # octets; no description is larger, so more is a file with its separators lost
_SHOWN = 4096

_BETWEEN = b" \t\r\n\x00\x1a\xef\xbb\xbf"
_ENTRIES = re.compile(rb"(?:[ -~]{3}[0-9]{9})+")
_LEADER = re.compile(rb"[0-9]{5}[ -~]{5}[2 ]2[0-9 ]{5}[ -~]{3}4[0-9 ]{3}(?=(?:[0-9A-Za-z]{3}[0-9]{9})+[\x1e\x1f])")
_SNIFFED = re.compile(rb"[0-9A-Za-z ]{3}[0-9]{9}[\x1e\x1f]")


def sniff(head: bytes) -> bool:
    """Whether the beginning of a file looks like ISO 2709: printable first, and a directory followed by its end."""
    start = head.lstrip(_BETWEEN)
    printable = len(start) > 4 and all(0x20 <= one < 0x7F for one in start[:5])
    return printable and _SNIFFED.search(head) is not None


def frames(octets: Octets) -> Iterator[Frame]:
    """The descriptions of a file in order, each as its own octets; the file may be mapped, never held."""
    position, size = 0, len(octets)
    while position < size:
        found = octets.find(END, position)
        stop = size if found < 0 else found + 1
        stop = _grown(octets, position, stop)
        yield from _pieces(octets, position, stop)
        position = stop


def _grown(octets: Octets, start: int, stop: int) -> int:
    """The end of a description that holds a stray 0x1D: its declared length proves it, the next octets no leader."""
    declared = octets[start : start + 5]
    if not declared.isdigit():
        return stop
    end = start + int(declared)
    if end <= stop or octets[end - 2 : end] != FIELD_END + END or _LEADER.match(octets, stop):
        return stop
    return end if _LEADER.match(octets, start) and not _LEADER.search(octets, stop, end) else stop


def _pieces(octets: Octets, start: int, stop: int) -> Iterator[Frame]:
    """The frames between two ends: one as a rule, several where an end was lost, none where only padding stands."""
    while start < stop and octets[start] in _BETWEEN:
        start += 1
    if stop - start <= 1:
        if octets[start:stop].strip(END):
            yield _refused(octets, start, stop)
        return
    declared = octets[start : start + 5]
    if declared.isdigit() and int(declared) == stop - start:
        yield _framed(octets, start, stop)
        return
    cuts = [one.start() for one in _LEADER.finditer(octets, start + 1, stop)]
    for begin, end in zip([start, *cuts], [*cuts, stop], strict=True):
        if end - begin > LARGEST or octets[begin:end].find(FIELD_END) < 0:
            yield _refused(octets, begin, end)
        else:
            yield _framed(octets, begin, end)


def _framed(octets: Octets, start: int, stop: int) -> Frame:
    """One frame, with what its leader said wrongly about it."""
    content = octets[start:stop]
    if content[-1:] != END:
        content = content.rstrip(b"\r\n\x00\x1a")
    declared = content[:5]
    if declared.isdigit() and int(declared) == len(content) % 100_000:
        return Frame(start, content)
    said = declared.decode("ascii", "replace")
    fault = _("its length is {found}, its leader says {said}").format(found=len(content), said=said)
    return Frame(start, content, (fault,))


def _refused(octets: Octets, start: int, stop: int) -> Frame:
    """Octets in which no field ends, or far too many of them."""
    too_large = stop - start > LARGEST
    reason = RefusalReason.RECORD_UNREADABLE if too_large else RefusalReason.NOT_A_RECORD
    value = (
        _("{count} bytes without an end").format(count=stop - start)
        if too_large
        else _("it contains no field terminator")
    )
    shown = octets[start : min(stop, start + _SHOWN)]
    return Frame(start, shown, (), Refusal(reason, value))


@dataclass(frozen=True, slots=True)
class Divided:
    """A frame taken apart: leader, fields as (tag, octets), what had to be mended."""

    leader: bytes
    fields: list[tuple[bytes, bytes]]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the directory stands in the frame, and what was wrong with it."""

    start: int
    end: int
    fault: str = ""


def divide(octets: bytes) -> Divided | Refusal:
    """Leader and fields of one frame, or why they can't be told apart."""
    directory = _directory(octets)
    if directory is None:
        return Refusal(RefusalReason.RECORD_UNREADABLE, _("its directory cannot be understood"))
    ended = octets.endswith(END)
    body = octets[directory.end : -1] if ended else octets[directory.end :]
    parts = body.removeprefix(FIELD_END).split(FIELD_END)
    whole = parts[-1].strip(b"\r\n \x00") == b""
    if whole:
        parts.pop()
    if not ended and not whole:
        return Refusal(RefusalReason.RECORD_CUT_OFF, _("its last field is not terminated"))
    entries = octets[directory.start : directory.end]
    tags = [entries[at : at + 12] for at in range(0, len(entries) - 11, 12)]
    fields, fault = _assigned(tags, parts)
    if not fields:
        reason = RefusalReason.RECORD_UNREADABLE if ended else RefusalReason.RECORD_CUT_OFF
        value = _("its directory names {said} fields, {found} are there").format(said=len(tags), found=len(parts))
        return Refusal(reason, value)
    lost_end = "" if ended else _("its record terminator is missing")
    faults = tuple(one for one in (directory.fault, fault, lost_end) if one)
    return Divided(octets[: directory.start].ljust(LEADER_LENGTH), fields, faults)


def _directory(octets: bytes) -> _Directory | None:
    """The directory: at octet 24 as a rule, elsewhere after a short or long leader, None where none is to be found."""
    regular = _ENTRIES.match(octets, LEADER_LENGTH)
    if regular and octets[regular.end() : regular.end() + 1] == FIELD_END:
        return _Directory(LEADER_LENGTH, regular.end())
    end = octets.find(FIELD_END)
    for start in sorted(range(end % 12, min(end, 60), 12), key=lambda at: abs(at - LEADER_LENGTH)):
        if _ENTRIES.fullmatch(octets, start, end):
            return _Directory(start, end, _("its leader has {count} characters").format(count=start))
    if regular:
        past = octets[regular.end() : regular.end() + 1]
        end = regular.end() + (1 if past and past < b" " else 0)
        return _Directory(LEADER_LENGTH, end, _("its directory is not terminated"))
    if end > LEADER_LENGTH and (end - LEADER_LENGTH) % 12 == 0:
        return _Directory(LEADER_LENGTH, end, _("the numbers of its directory are unreadable"))
    return None


def _assigned(entries: list[bytes], parts: list[bytes]) -> tuple[list[tuple[bytes, bytes]], str]:
    """The fields with their tags and what was wrong; no field where tags and fields can't be brought together."""
    tags = [entry[:3] for entry in entries]
    offsets = _offsets(parts)
    starts = [int(entry[7:12]) if entry[7:12].isdigit() else -1 for entry in entries]
    if starts == offsets:
        return list(zip(tags, parts, strict=True)), ""
    by_start = sorted(zip(starts, tags, strict=True), key=lambda pair: pair[0])
    ordered = [tag for _start, tag in by_start]
    if sorted(starts) == offsets:
        return list(zip(ordered, parts, strict=True)), ""
    fault = _("the numbers of its directory are wrong")
    if len(parts) != len(entries) == len(set(starts)) and set(starts) <= set(offsets):
        return _joined(by_start, offsets, parts), _("a field contains a field terminator")
    if len(parts) != len(entries):
        parts = [part for part in parts if part]
    if len(parts) != len(entries):
        return [], fault
    return list(zip(tags if -1 in starts else ordered, parts, strict=True)), fault


def _offsets(parts: list[bytes]) -> list[int]:
    """Where each field starts, counted as the directory counts: five digits, so over 99 999 they begin again."""
    offsets, position = [], 0
    for part in parts:
        offsets.append(position % 100_000)
        position += len(part) + 1
    return offsets


def _joined(by_start: list[tuple[int, bytes]], offsets: list[int], parts: list[bytes]) -> list[tuple[bytes, bytes]]:
    """The fields where the directory's starts are right and parts it does not name belong to the field before."""
    named = dict(by_start)
    fields: list[tuple[bytes, bytes]] = []
    for offset, part in zip(offsets, parts, strict=True):
        if offset in named or not fields:
            fields.append((named.get(offset, b"   "), part))
        else:
            tag, begun = fields[-1]
            fields[-1] = (tag, begun + b" " + part)
    return fields


def encoding_of(octets: bytes, divided: Divided, preferred: str = "") -> str:
    """The encoding of one frame, by the rule of `marc_encoding`."""
    tags = {tag for tag, _part in divided.fields}
    blank, claims = divided.leader[9:10] in (b" ", b"0", b"#", b"|", b"-"), divided.leader[9:10] == b"a"
    may_be_marc8 = blank and b"200" not in tags
    return marc_encoding.decides(octets, may_be_marc8=may_be_marc8, says_unicode=claims, preferred=preferred)


def parse(octets: bytes, forced: str = "", preferred: str = "") -> Parsed | Refusal:
    """The fields of one frame; `forced` is an encoding a person chose, `preferred` that of the rest of the file."""
    divided = divide(octets)
    if isinstance(divided, Refusal):
        return divided
    encoding = forced or encoding_of(octets, divided, preferred)
    parts, faults = divided.fields, divided.faults
    once = marc_encoding.encoded_once(octets) if encoding == marc_encoding.UTF8 else octets
    if once is not octets:
        parts = [(tag, part.decode("utf-8").encode("latin-1")) for tag, part in parts]
        faults = (*faults, _("its text was encoded twice"))
    texts = _texts([part for _tagged, part in parts], encoding)
    fields = tuple([_field(_tag(tag), text) for (tag, _part), text in zip(parts, texts, strict=True)])
    leader = divided.leader.decode("ascii", "replace")
    return Parsed(FieldList(leader, fields), encoding, faults)


@lru_cache(maxsize=1000)
def _tag(octets: bytes) -> str:
    return octets.decode("ascii", "replace")


def _texts(parts: list[bytes], encoding: str) -> list[str]:
    """The text of every field; all are decoded at once, but where a character is lost and might take an end along."""
    if encoding == marc_encoding.MARC8:  # its escapes end with the subfield
        pieces = [[marc_encoding.decoded(piece, encoding) for piece in part.split(SUBFIELD)] for part in parts]
        return ["\x1f".join(one) for one in pieces]
    whole = FIELD_END.join(parts).decode(encoding, "replace")
    texts = whole.split("\x1e")
    if LOST not in whole and len(texts) == len(parts):
        return texts
    return [part.decode(encoding, "replace") for part in parts]


def _field(tag: str, text: str) -> Field:
    """One field: subfields where there are any, else the text of a control field or of a data field gone wrong."""
    head, *pieces = text.split("\x1f")
    if not pieces:
        return Field(tag, text=text)
    return Field(tag, head[:2].ljust(2), "", tuple([(piece[0], piece[1:]) for piece in pieces if piece]))
