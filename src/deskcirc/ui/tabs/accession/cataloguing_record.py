"""The MARC record beside the form: the one kept with the title with the edits of the form in it, else a new one."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.exchange.marc_fields import FieldList
from deskcirc.exchange.marc_form import fields_of, marc_lines, marc_of, merged


def record_lines(kept: MarcDraft | None, before: TitleDraft, after: TitleDraft) -> tuple[str, ...]:
    """The record as it would be kept, as people read MARC; nothing while there is no title."""
    return marc_lines(_merged(kept, before, after)) if after.title else ()


def record_to_keep(kept: MarcDraft | None, before: TitleDraft, after: TitleDraft) -> MarcDraft | None:
    """The record to keep with the title: the very octets that came where nothing was changed.

    None for a record that came whole and cannot be read any more: what is kept stays as it is.
    """
    if kept is not None and (_bare(before) == _bare(after) or fields_of(kept) is None):
        return kept
    return marc_of(_merged(kept, before, after), kept.syntax if kept is not None else "")


def _merged(kept: MarcDraft | None, before: TitleDraft, after: TitleDraft) -> FieldList:
    fields = None if kept is None else fields_of(kept)
    return merged(fields, _bare(before), _bare(after))


def _bare(description: TitleDraft) -> TitleDraft:
    return replace(description, marc=None, copies=())
