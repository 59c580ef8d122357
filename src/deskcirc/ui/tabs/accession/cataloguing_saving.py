"""What is done with the form: saved, given a further ISBN, a cover, or taken on to the next volume."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from deskcirc.desk.book_numbers import release_book_number
from deskcirc.desk.cataloguing import TitleSaved, doubts_about_title, remove_cover, save_title, set_cover, settle_line
from deskcirc.desk.desk import Desk
from deskcirc.domain.title_checks import TitleDoubt
from deskcirc.domain.title_form import read_title, with_volume_raised
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title
from deskcirc.store.lookups.classes_in_stock import classes_in_stock
from deskcirc.store.lookups.title_matches import titles_to_complete
from deskcirc.store.lookups.titles import record_of_title, title_by_id
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, file_in, picture_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import cataloguing_numbers as numbers
from deskcirc.ui.tabs.accession import cataloguing_sources as sources
from deskcirc.ui.tabs.accession.cataloguing_part import (
    CataloguingPart,
    TitleForm,
    View,
    closed,
    filled,
    form_of,
    read_part,
)
from deskcirc.ui.tabs.accession.cataloguing_record import record_to_keep

GoOn: TypeAlias = Callable[[], Answer]


def save(desk: Desk, part: CataloguingPart, *, later: bool = False) -> Answer:
    """Save the form; what is doubtful is said first, and passed by saving once more. `later` puts completing it off."""
    part = part if later else numbers.numbered(desk, part)
    form = part.form
    if form is None:
        return Answer(part)
    read = read_title(part.typed, form.base)
    if read.refusals:
        return Answer(part, Message(Tone.STOP, read.refusals[0]), Told("refused"))
    with desk.library.reading() as connection:
        doubts = doubts_about_title(desk, connection, read.description, part.typed, form.title_id, form.read_as)
    new = tuple(doubt for doubt in doubts if doubt not in part.asked)
    if new and (part.is_unsaved or form.title_id is None) and not later:
        return _asked(replace(part, asked=doubts), doubts)
    saved = save_title(
        desk,
        form.title_id,
        read.description,
        read_as=form.read_as,
        marc=record_to_keep(form.marc, form.recorded or form.base, read.description),
        awaits_cataloguing=later,
        delivery_line=form.delivery_line,
        shares_call_number=any(doubt.code == "call-number" for doubt in part.asked),
    )
    if saved.title_id is None:
        return Answer(part, Message(Tone.STOP, saved.why_not), Told("refused"))
    return _saved(desk, part, form, saved, later=later)


def ask_class(desk: Desk, part: CataloguingPart) -> Answer:
    """The list of classes is wanted, with what the library has in each."""
    with desk.library.reading() as connection:
        return Answer(replace(part, class_stock=classes_in_stock(connection)))


def take_further_isbn(part: CataloguingPart) -> Answer:
    """The number that was scanned belongs to the title in the form: as its first, or beside that."""
    name = "other_isbns" if part.typed.get("isbn", "").strip() else "isbn"
    if not part.waiting or part.form is None:
        return Answer(part)
    both = "; ".join(filter(None, (part.typed.get(name, "") if name == "other_isbns" else "", part.waiting)))
    typed = {**part.typed, name: both}
    taken = replace(part, typed=typed, edition=part.edition + 1, form=replace(part.form, focus=""), waiting="")
    message = Message(Tone.DONE, _("{isbn} is in the form").format(isbn=part.waiting))
    return Answer(taken, message, Told("isbn", part.waiting))


def next_volume(desk: Desk, part: CataloguingPart) -> Answer:
    """Save this volume, and open the form of the next one, which is filled from it."""
    description = part.description
    answer = save(desk, part) if part.is_unsaved else Answer(part)
    after: CataloguingPart = answer.part
    if after.is_unsaved:
        return answer
    return sources.next_form(after, with_volume_raised(description))


def cover(desk: Desk, part: CataloguingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Keep the picture that the page read and made small; it hands none over for a file that is no picture."""
    if part.form is None or part.form.title_id is None:
        return Answer(part, Message(Tone.LOOK, _("Save the title first, then give it its cover.")), Told("refused"))
    name = file_in(act, values).name
    picture = picture_in(act, values)
    if picture is None:
        headline = _("{file} is no picture that can be read, or far too large").format(file=name)
        details = (_("Take a JPEG or PNG of the cover; a photograph by a telephone will do."),)
        return Answer(part, Message(Tone.STOP, headline, details), Told("refused"))
    why_not = set_cover(desk, part.form.title_id, picture.octets, picture.width, picture.height)
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    return Answer(part, Message(Tone.DONE, _("{title} has its cover").format(title=part.name)), Told("cover"))


def take_cover_away(desk: Desk, part: CataloguingPart) -> Answer:
    """Show no cover any more."""
    if part.form is None or part.form.title_id is None or part.cover is None:
        return Answer(part)
    if why_not := remove_cover(desk, part.form.title_id):
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    return Answer(part, Message(Tone.DONE, _("{title} has no cover any more").format(title=part.name)), Told("cover"))


def add_to_other(desk: Desk, part: CataloguingPart, title_id: int) -> Answer:
    """The book in the form is a title there is: it is opened for the copies that came, its line is settled under it."""
    form = part.form
    line = None if form is None else form.delivery_line
    why_not = "" if line is None else settle_line(desk, line, title_id)
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    answer = sources.open_title(desk, numbers.released(desk, part), title_id)
    opened: CataloguingPart = answer.part
    if form is None or line is None or opened.form is None:
        return answer
    of_line = replace(opened, form=replace(opened.form, queue=form.queue, delivery_line=line))
    return replace(answer, part=sources.ordered(desk, read_part(desk, of_line)))


def _asked(part: CataloguingPart, doubts: tuple[TitleDoubt, ...]) -> Answer:
    headline = _("Look once more before {title} is saved").format(title=part.name)
    others = dict.fromkeys(doubt.title_id for doubt in doubts if doubt.title_id is not None)
    offers = [Offer("cataloguing.save", _("Save all the same") + "  Ctrl+S", "DC-YES")]
    offers += [Offer(f"cataloguing.instead:{each}", _("Add copies to the one there is")) for each in list(others)[:1]]
    message = Message(Tone.LOOK, headline, tuple(doubt.sentence for doubt in doubts))
    reasons = tuple(doubt.code for doubt in doubts)
    return Answer(part, message, Told("doubts", reasons=reasons), offers=tuple(offers))


def _saved(desk: Desk, part: CataloguingPart, form: TitleForm, saved: TitleSaved, *, later: bool) -> Answer:
    with desk.library.reading() as connection:
        title = title_by_id(connection, saved.title_id or 0)
        record = record_of_title(connection, saved.title_id or 0)
    if title is None:
        return Answer(closed(part))
    words = _("{title} is catalogued") if form.title_id is None else _("{title} is saved")
    if later:
        words = _("{title} is saved, to be completed later")
    details = []
    if saved.copies_moved:
        told = ngettext(
            "{count} copy has the new call number", "{count} copies have the new call number", saved.copies_moved
        )
        details.append(told.format(count=saved.copies_moved))
    if form.claimed is not None and form.claimed != (title.description.class_number, title.description.book_number):
        release_book_number(desk, *form.claimed)
    kept = replace(form_of(title, record), queue=form.queue, delivery_line=form.delivery_line)
    to_copies = (form.title_id is None and (not later or form.delivery_line is not None)) or part.view is View.COPIES
    stored = filled(part, kept if to_copies else replace(kept, focus=""))
    message = Message(Tone.DONE, words.format(title=quoted(title.name)), tuple(details))
    following = _next_to_complete(desk, stored, form, title) if form.queue and not later else None
    if following is not None and following.message is not None:
        return replace(following, message=replace(message, details=(*details, following.message.headline)))
    if stored.view is View.COPIES:
        message = replace(message, details=(*details, _("Add copies to it: how many, then Enter.")))
    return Answer(sources.ordered(desk, read_part(desk, stored)), message, Told("saved", title=title.name))


def _next_to_complete(desk: Desk, part: CataloguingPart, form: TitleForm, title: Title) -> Answer | None:
    """The next of the incomplete titles that this form was opened from; None where it was the last."""
    if form.queue not in ("awaiting", "no_class", "no_price"):
        return None  # a book of a parcel is done when its copies are registered
    with desk.library.reading() as connection:
        following = titles_to_complete(connection, form.queue, 1, title)[1]
    return sources.open_title(desk, part, following[0].id, queue=form.queue) if following else None
