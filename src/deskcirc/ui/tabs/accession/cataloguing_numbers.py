"""The book number of the title in the form: reserved as soon as its class stands, let go when the form is left."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.desk.book_numbers import claim_book_number, release_book_number
from deskcirc.desk.desk import Desk
from deskcirc.domain.title_form import texts_of
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart


def settle_class(desk: Desk, part: CataloguingPart) -> Answer:
    """The class stands: the next book number of it is reserved for this form and filled in, where none was typed."""
    form, typed = part.form, part.typed
    if form is None or not part.running_numbers or not typed.get("class_number", "").strip():
        return Answer(part)
    number = typed.get("book_number", "").strip()
    own = form.claimed[1] if form.claimed else texts_of(form.base)["book_number"] if form.title_id else ""
    if number and number != own:
        return Answer(part)
    claimed = claim_book_number(desk, typed["class_number"], title_id=form.title_id, instead_of=form.claimed)
    if claimed.refusal:
        return Answer(part, Message(Tone.LOOK, claimed.refusal), Told("no-number"))
    if not claimed.book_number:
        return Answer(part)
    holds = None if claimed.book_number == texts_of(form.base)["book_number"] and form.title_id else claimed.book_number
    kept = replace(form, claimed=(typed["class_number"], holds) if holds else None, focus="")
    texts = {**typed, "book_number": claimed.book_number}
    return Answer(replace(part, form=kept, typed=texts, edition=part.edition + 1))


def numbered(desk: Desk, part: CataloguingPart) -> CataloguingPart:
    """A new title whose class is known already, as from a dealer's list, with its number; the focus stays."""
    form = part.form
    if form is None or form.title_id is not None or form.claimed or part.typed.get("book_number", "").strip():
        return part
    settled: CataloguingPart = settle_class(desk, replace(part, running_numbers=desk.policy.running_book_numbers)).part
    return settled if settled.form is None else replace(settled, form=replace(settled.form, focus=form.focus))


def released(desk: Desk, part: CataloguingPart) -> CataloguingPart:
    """The form is left: a book number that was reserved for it is free again."""
    if part.form is None or part.form.claimed is None:
        return part
    release_book_number(desk, *part.form.claimed)
    return replace(part, form=replace(part.form, claimed=None))
