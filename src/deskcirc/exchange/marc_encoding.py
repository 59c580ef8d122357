"""Which encoding the octets of a MARC file are in, decided by rule, never by what the file says of itself.

The rule (domain.md §5): a byte order mark; strict UTF-8; GB18030 where the octets look like Chinese; MARC-8 only for
MARC 21 whose leader does not claim Unicode and whose octets show its signs. GBK decodes as MARC-8 and as Latin-1
without an error, and Latin letters decode as GB18030 without one, so "it decodes" proves nothing: what proves is that
the octets fall where a text in that encoding has them.
"""

from __future__ import annotations

import codecs
import re

from deskcirc.errors import ImportFileError
from deskcirc.exchange import marc8
from deskcirc.text import gettext as _

UTF8, GB18030, MARC8 = "utf-8", "gb18030", "marc-8"

_SAME = {"gbk": GB18030, "gb2312": GB18030, "cp936": GB18030, "utf-8-sig": UTF8, "marc8": MARC8, "ansel": MARC8}
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw-unicode-escape", "unicode-escape", "raw_unicode_escape")
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\x1d\x1e\x1f"

# Signs, letters and the 3 755 commonest characters of GB 2312: nearly all of any Chinese text.
_GB_COMMON = rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]|[\xa8\xa9][\x80-\xa0]"
_GB_OTHER = rb"[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|[\x81-\xfe][\x40-\x7e\x80-\xfe]"
# One walk over the characters; the group of each pattern keeps only those that are counted, the rest come out empty.
_COMMON_ONES = re.compile(rb"(%b)|%b|[\x80-\xff]" % (_GB_COMMON, _GB_OTHER))
_BROKEN_ONES = re.compile(rb"%b|%b|([\x80-\xff])" % (_GB_COMMON, _GB_OTHER))
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TWICE = re.compile(rb"\xc3[\x80-\xbf]\xc2[\x80-\x87\x8a-\x97\x99-\x9b\x9d-\x9f]")
_TELLING = 400  # octets from the first that is not ASCII; more of them would not change the answer
_HIGH = re.compile(rb"[\x80-\xff]")
# ANSEL: one or two marks before their letter, or a special letter alone between letters.
_ANSEL_SIGN = re.compile(rb"[\xe0-\xfe]{1,2}[ A-Za-z]|[\xa1-\xc8](?![\x80-\xff])")


def known_encoding(name: str) -> str:
    """The name by which we know the encoding a person chose; ImportFileError where MARC can't stand in it."""
    wanted = name.strip().lower()
    if wanted in (MARC8, "marc8", "ansel"):
        return MARC8
    try:
        found = codecs.lookup(wanted).name
        fits = found not in _NO_CHARSETS and (
            "utf-16" in found or _PRINTABLE.decode(found) == _PRINTABLE.decode("ascii")
        )
    except (LookupError, ValueError, TypeError, AttributeError):
        fits, found = False, wanted
    if not fits:
        raise ImportFileError(
            _("The encoding {name} is not known.").format(name=name),
            _("Choose utf-8, gb18030, utf-16, marc-8, or leave the choice to the program."),
        )
    return _SAME.get(found, found)


def decides(octets: bytes, *, may_be_marc8: bool, says_unicode: bool = False, preferred: str = "") -> str:
    """The encoding of these octets.

    `preferred` is what the rest of the file is in; it decides where the octets fit more than one encoding or none.
    """
    if octets.isascii():
        return MARC8 if may_be_marc8 and marc8.has_escapes(octets) else UTF8
    if _fits(octets, UTF8):
        return GB18030 if preferred == GB18030 and _could_be_either(octets) else UTF8
    if looks_chinese(octets):
        return GB18030
    if may_be_marc8 and _looks_like_marc8(octets):
        return MARC8
    if says_unicode or _is_damaged_utf8(octets):
        return UTF8
    if preferred and preferred != UTF8 and _fits(octets, preferred):
        return preferred
    return UTF8


def decoded(octets: bytes, encoding: str) -> str:
    """The text of the octets; U+FFFD for what is no character of the encoding."""
    if encoding == MARC8:
        return marc8.decode_marc8(octets)
    return octets.decode(encoding, "replace")


def encoded_once(octets: bytes) -> bytes:
    """UTF-8 that was taken for Latin-1 and turned into UTF-8 again, turned back; other octets as they are.

    The proof is a control character of Latin-1 (0x80-0x9F) in every such text; no real text has them.
    """
    if _TWICE.search(octets) is None:
        return octets
    try:
        back = octets.decode(UTF8).encode("latin-1")
        back.decode(UTF8)
    except UnicodeError:
        return octets
    return back


def text_encoding(sample: bytes) -> str:
    """The encoding of a file of plain lines or XML, by its beginning; the sample may end amid a character."""
    if sample.startswith(codecs.BOM_UTF8):
        return UTF8
    try:
        codecs.getincrementaldecoder(UTF8)().decode(sample)
    except UnicodeDecodeError:
        return GB18030 if looks_chinese(sample) else UTF8
    return UTF8


def looks_chinese(octets: bytes) -> bool:
    """Whether octets that are no UTF-8 are Chinese in GB18030; a character cut in two here and there does no harm."""
    first = _HIGH.search(octets)
    start = first.start() if first else 0
    found = _COMMON_ONES.findall(octets, start, start + _TELLING)
    common = len(found) - found.count(b"")
    if common * 10 < len(found) * 6:
        return False
    if _fits(octets, GB18030):
        return True
    found = _BROKEN_ONES.findall(octets)
    return (len(found) - found.count(b"")) * 20 <= max(common, 20)


def _fits(octets: bytes, encoding: str) -> bool:
    """Whether the octets decode without an error."""
    if encoding == MARC8:
        return False
    try:
        octets.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _could_be_either(octets: bytes) -> bool:
    """Whether valid UTF-8 is more likely Chinese in GBK: only two-octet sequences, all of them common characters.

    The four octets of "统一" in GBK are such a case.
    """
    wide = any(len(one) > 2 for one in _UTF8_CHARACTER.findall(octets))
    return not wide and looks_chinese(octets)


def _looks_like_marc8(octets: bytes) -> bool:
    """Whether most high octets stand where ANSEL has them, and give letters that exist."""
    high = len(_HIGH.findall(octets))
    signs = sum(len(_HIGH.findall(one)) for one in _ANSEL_SIGN.findall(octets))
    if marc8.has_escapes(octets):
        return True
    return signs * 10 >= high * 6 and marc8.plausible(marc8.decode_marc8(octets))


def _is_damaged_utf8(octets: bytes) -> bool:
    """Whether most high octets belong to whole characters of UTF-8."""
    whole = sum(len(one) for one in _UTF8_CHARACTER.findall(octets))
    return whole * 10 >= len(_HIGH.findall(octets)) * 7
