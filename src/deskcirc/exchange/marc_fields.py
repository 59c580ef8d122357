"""MARC fields in memory, whatever carrier brought them: what the readers of carriers make and the dialects read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deskcirc.domain.drafts import Refusal

LOST = "\ufffd"  # stands where a character could not be decoded

# Control characters, among them the non-sorting marks of UNIMARC and MARC 21, and marks of no width.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u200b\ufffe\uffff]")


def clean(text: str) -> str:
    """The text in NFC, without control characters, runs of blanks made one, trimmed."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    elif "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # the only printable blank is the one of ASCII
    return " ".join(text.split())


class Field(NamedTuple):
    """One field: a control field has only `text`, a data field two indicators and subfields as (code, text).

    A named tuple, because a file of a hundred thousand titles makes three million of them.
    """

    tag: str
    indicators: str = ""
    text: str = ""
    subfields: tuple[tuple[str, str], ...] = ()

    def values(self, codes: str) -> list[str]:
        """The clean, non-empty texts of the subfields with one of these codes, in the order of the field."""
        return [cleaned for code, text in self.subfields if code in codes and (cleaned := clean(text))]

    def value(self, codes: str) -> str:
        """The first non-empty text of one of these codes, or ""."""
        for code, text in self.subfields:
            if code in codes:
                cleaned = clean(text)
                if cleaned:
                    return cleaned
        return ""


@dataclass(frozen=True, slots=True)
class FieldList:
    """Leader and fields of one bibliographic description, in the order of the carrier."""

    leader: str
    fields: tuple[Field, ...]
    by_tag: dict[str, list[Field]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the fields by tag, once."""
        for one in self.fields:
            self.by_tag.setdefault(one.tag, []).append(one)

    def __contains__(self, tag: str) -> bool:
        """Whether a field with this tag is there."""
        return tag in self.by_tag

    def all(self, *tags: str) -> Sequence[Field]:
        """All fields with these tags: the first tag's fields, then the second's."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], ())
        return [one for tag in tags if tag in self.by_tag for one in self.by_tag[tag]]

    def value(self, tag: str, codes: str) -> str:
        """The first non-empty text of these subfields in any field with this tag, or ""."""
        for one in self.by_tag.get(tag, ()):
            text = one.value(codes)
            if text:
                return text
        return ""

    def values(self, tag: str, codes: str) -> list[str]:
        """All non-empty texts of these subfields in the fields with this tag."""
        found = self.by_tag.get(tag)
        if found is None:  # as most tags that are asked for
            return []
        return found[0].values(codes) if len(found) == 1 else [text for one in found for text in one.values(codes)]

    def fixed(self, tag: str) -> str:
        """The uncleaned text of the first control field, or of $a of the first data field, blanks in their places."""
        for one in self.all(tag):
            return one.text or next((text for code, text in one.subfields if code == "a"), "")
        return ""

    def tags_with_losses(self) -> list[str]:
        """The tags of the fields in which some character could not be decoded."""
        return sorted(
            {
                one.tag
                for one in self.fields
                if LOST in one.text or LOST in one.tag or any(LOST in code + text for code, text in one.subfields)
            }
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The octets of one description as cut out of the file, before anything in them was understood."""

    offset: int  # of the first octet in the file
    octets: bytes
    faults: tuple[str, ...] = ()  # what was wrong around it and was mended, in the reader's language
    refusal: Refusal | None = None  # why it can be no description at all


@dataclass(frozen=True, slots=True)
class Parsed:
    """A frame understood: its fields, the encoding that was right for it, what had to be mended."""

    fields: FieldList
    encoding: str
    faults: tuple[str, ...] = ()
