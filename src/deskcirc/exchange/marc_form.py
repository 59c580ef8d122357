"""A description as MARC fields: made new for a book without a record, and edits of a form put into the record kept.

What the form shows goes into its (sub)fields; all else of a kept record stays, field by field and sign by sign.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.exchange import cnmarc, cnmarc_whole, iso2709, marc21, marc21_whole, marc_text, marcxml
from deskcirc.exchange.iso2709_writing import kept_octets
from deskcirc.exchange.marc_fields import FieldList, Parsed
from deskcirc.exchange.marc_open import OpenFields

_NOTHING: Final = TitleDraft(title="")
_PARSERS: Final = {"iso2709": iso2709.parse, "marcxml": marcxml.parse, "text": marc_text.parse}
_KEPT: Final = MarcDraft("", "", "", b"")


def form_fields(
    description: TitleDraft, *, entered: date | None = None, agency: str = "", syntax: str = cnmarc.CHINESE
) -> FieldList:
    """The description as CNMARC (or, with `syntax`, "marc21"), without copies.

    `entered` is the day of cataloguing, `agency` the code or name of the library that did it.
    """
    whole = marc21_whole if syntax == marc21.SYNTAX else cnmarc_whole
    fields = whole.skeleton(description, entered, agency)
    return _changed(fields, replace(_NOTHING, kind=description.kind), description)


def merged(kept: FieldList | None, before: TitleDraft, after: TitleDraft) -> FieldList:
    """The kept record with what differs between `before` and `after`; the very same fields where nothing does.

    Without a kept record the description is made new.
    """
    if kept is None or not kept.fields:
        return form_fields(after)
    if before == after:
        return kept
    return _changed(kept, before, after)


def _changed(fields: FieldList, before: TitleDraft, after: TitleDraft) -> FieldList:
    """What differs is written; what does not read back the same then is written more strictly."""
    parts = marc21_whole.PARTS if syntax_of(fields) == marc21.SYNTAX else cnmarc_whole.PARTS
    wanted = [part for part in parts if part.differs(before, after)]
    if not wanted:
        return fields
    first = described(fields) or _NOTHING
    opened = OpenFields(fields)
    for part in wanted:
        part.write(opened, before, after)
    result = opened.closed()
    read = described(result)
    # Also what was not changed must still be read as it was.
    stray = [
        part
        for part in parts
        if (part in wanted or not part.differs(first, after)) and (read is None or part.differs(read, after))
    ]
    if not stray:
        return result
    for part in stray:
        part.force(opened, after)
    return opened.closed()


def described(fields: FieldList) -> TitleDraft | None:
    """What a record says of its title and copies, None where it names no title."""
    dialect = marc21 if syntax_of(fields) == marc21.SYNTAX else cnmarc
    draft = dialect.title_draft(fields, _KEPT, [])
    return replace(draft, marc=None) if draft else None


def syntax_of(fields: FieldList) -> str:
    """ "cnmarc", "unimarc" or "marc21"."""
    is_marc21 = "245" in fields if ("245" in fields) != ("200" in fields) else "008" in fields
    return marc21.SYNTAX if is_marc21 else cnmarc.syntax_of(fields)


def fields_of(marc: MarcDraft) -> FieldList | None:
    """The fields of a kept record, whatever brought it; None where it can't be read any more."""
    octets, encoding = marc.octets, marc.encoding
    if encoding.startswith("utf-16"):
        octets, encoding = octets.decode(encoding, "replace").encode(), "utf-8"
    parsed = _PARSERS[marc.carrier](octets, encoding, "") if marc.carrier in _PARSERS else None
    return parsed.fields if isinstance(parsed, Parsed) else None


def marc_of(fields: FieldList, syntax: str = "") -> MarcDraft:
    """The fields as the library keeps them: ISO 2709 in UTF-8."""
    return MarcDraft(syntax or syntax_of(fields), "iso2709", "utf-8", kept_octets(fields))


def marc_lines(fields: FieldList) -> tuple[str, ...]:
    """The record as people read MARC: `LDR`, then tag, indicators (a blank one as _) and `‡a…` of each field."""
    lines = [f"LDR    {fields.leader}"]
    for one in fields.fields:
        if one.subfields:
            said = "".join(f" ‡{code} {text}" for code, text in one.subfields)
            lines.append(f"{one.tag} {one.indicators.ljust(2)[:2].replace(' ', '_')}{said}")
        else:
            lines.append(f"{one.tag}    {one.text}")
    return tuple(lines)
