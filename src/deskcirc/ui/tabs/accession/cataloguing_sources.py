"""Where the form of a scanned number comes from: the library, the dealers' lists, or what the number itself tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.domain.deliveries import LoadedLine, line_draft, listed
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn_facts import MagazineCode, facts_of_isbn
from deskcirc.domain.title_checks import said_of
from deskcirc.domain.title_form import texts_of
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title, TitleKind
from deskcirc.store.lookups.copies import copies_of_title
from deskcirc.store.lookups.deliveries import lines_by_isbn, lines_to_catalogue, loaded_line
from deskcirc.store.lookups.title_matches import PublisherUsed, copies_held, publishers_with_prefix, titles_by_issn
from deskcirc.store.lookups.titles import record_of_title, title_by_id, titles_by_isbn
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession.cataloguing_numbers import numbered
from deskcirc.ui.tabs.accession.cataloguing_part import (
    CataloguingPart,
    TitleForm,
    View,
    closed,
    filled,
    form_of,
    read_part,
)

OF_BATCH = "batch:"
"""How the queue of a parcel is named, before the id of its batch."""
_MOST_CHOICES = 9
_CERTAIN = 0.8
"""Share of a prefix's titles that must be of one house before its name is filled in and not only said."""


def open_title(desk: Desk, part: CataloguingPart, title_id: int, *, queue: str = "") -> Answer:
    """The form of a title of the library, ready for further copies of it."""
    with desk.library.reading() as connection:
        title = title_by_id(connection, title_id)
        record = record_of_title(connection, title_id)
        held = copies_of_title(connection, title_id)
    if title is None or title.ended:
        return Answer(part, Message(Tone.LOOK, _("This title is no longer there.")), Told("gone"))
    words = ngettext("{count} copy", "{count} copies", len(held)).format(count=len(held))
    if queue:
        message = Message(Tone.LOOK, _("{title} is to be completed").format(title=quoted(title.name)), (words,))
    else:
        headline = _("The library has {title}").format(title=quoted(title.name))
        message = Message(Tone.DONE, headline, (words, _("Add copies to it: how many, then Enter.")))
    told = Told("title", title=title.name)
    return Answer(filled(part, form_of(title, record, queue=queue)), message, told)


def open_number(desk: Desk, part: CataloguingPart, isbn: str) -> Answer:
    """What an ISBN leads to: a title, a dealer's line, several of either to choose from, or a new form."""
    with desk.library.reading() as connection:
        titles = titles_by_isbn(connection, isbn)
        lines = lines_by_isbn(connection, isbn)
        held = copies_held(connection, [title.id for title in titles])
    if len(titles) == 1:
        return _by_line(desk, open_title(desk, part, titles[0].id), lines)
    if titles:
        return _choose(part, [_title_choice(title, held.get(title.id, 0)) for title in titles])
    if lines and (len(lines) == 1 or _all_one(lines)):
        return from_line(desk, part, lines[0])
    if lines:
        return _choose(part, [_line_choice(line) for line in lines])
    return _new_by_isbn(desk, part, isbn)


def _by_line(desk: Desk, answer: Answer, lines: Sequence[LoadedLine]) -> Answer:
    """A title of the library that also came with a parcel: as many copies are proposed as were counted there."""
    came = [each.line.id for each in lines if each.line.title_id is None and each.line.arrived]
    opened: CataloguingPart = answer.part
    if not came or opened.form is None:
        return answer
    form = replace(opened.form, delivery_line=came[0])
    return replace(answer, part=ordered(desk, read_part(desk, replace(opened, form=form))))


def open_magazine(desk: Desk, part: CataloguingPart, code: MagazineCode) -> Answer:
    """What the bars of a magazine lead to: its title, whose issues are its copies, or a new form."""
    with desk.library.reading() as connection:
        titles = titles_by_issn(connection, code.issn)
    if titles:
        answer = open_title(desk, part, titles[0].id)
        details = answer.message.details if answer.message else ()
        issue = _("The issue goes into “Volume” of the copy, such as 2026年第{issue}期.").format(
            issue=code.issue or "3"
        )
        return replace(answer, message=replace(answer.message, details=(*details, issue)) if answer.message else None)
    form = TitleForm(source=_("A magazine, by its bars: ISSN {issn}.").format(issn=code.issn))
    typed = {"issn": code.issn, "kind": TitleKind.MAGAZINE.value}
    message = Message(Tone.LOOK, _("A magazine the library does not have yet: ISSN {issn}").format(issn=code.issn))
    return Answer(filled(part, form, typed), message, Told("new", code.issn))


def open_line(desk: Desk, part: CataloguingPart, line_id: int, *, queue: str = "") -> Answer:
    """The form filled from one line of a dealer's list, or the title under which the line was catalogued before."""
    with desk.library.reading() as connection:
        loaded = loaded_line(connection, line_id)
    if loaded is None:
        return Answer(part, Message(Tone.LOOK, _("This line is no longer on a dealer's list.")), Told("gone"))
    if loaded.line.title_id is None:
        return from_line(desk, part, loaded, queue=queue)
    answer = open_title(desk, part, loaded.line.title_id)
    opened: CataloguingPart = answer.part
    if opened.form is None or not queue:
        return answer
    form = replace(opened.form, queue=queue, delivery_line=loaded.line.id)
    return replace(answer, part=ordered(desk, read_part(desk, replace(opened, form=form))))


def ordered(desk: Desk, part: CataloguingPart) -> CataloguingPart:
    """The order form as the delivery has it: its batch, and as many copies as were counted."""
    line_id = None if part.form is None else part.form.delivery_line
    if line_id is None or part.view is not View.COPIES:
        return part
    with desk.library.reading() as connection:
        loaded = loaded_line(connection, line_id)
    if loaded is None:
        return part
    values = {**part.panel.values, "count": str(loaded.line.arrived or 1)}
    if loaded.line.batch_id in {batch.id for batch in part.panel.batches}:
        values["batch"] = str(loaded.line.batch_id)
    return replace(part, panel=replace(part.panel, values=values))


def open_batch(desk: Desk, part: CataloguingPart, batch_id: int, done: int | None = None) -> Answer:
    """The first line of a batch whose copies are still to register, but not the one `done` now; the others follow."""
    with desk.library.reading() as connection:
        lines = [each for each in lines_to_catalogue(connection, batch_id) if each != done]
    if lines:
        return open_line(desk, part, lines[0], queue=f"{OF_BATCH}{batch_id}")
    return Answer(part, Message(Tone.DONE, _("Everything that arrived of this batch is catalogued")), Told("all-done"))


def after_copies(desk: Desk, part: CataloguingPart, answer: Answer) -> Answer:
    """The copies of a book of a parcel are registered: the next book comes, under the news of the last one."""
    form, message = part.form, answer.message
    batch = "" if form is None else form.queue.removeprefix(OF_BATCH)
    if form is None or message is None or answer.told.outcome != "registered":
        return answer
    if not batch.isdecimal() or len(batch) > 18:
        return answer
    following = open_batch(desk, closed(part), int(batch), form.delivery_line)
    said = "" if following.message is None else following.message.headline
    message = replace(message, details=(*message.details[:1], said))
    if following.told.outcome != "all-done":
        return replace(answer, part=following.part, message=message)
    labels = Offer("in:accession:section:labels", _("Labels of all new copies"))
    return replace(answer, message=message, offers=(labels, *answer.offers))


def from_line(desk: Desk, part: CataloguingPart, loaded: LoadedLine, *, queue: str = "") -> Answer:
    """A new form with all that the dealer's list says; its MARC record is kept with the title."""
    description, record = line_draft(loaded)
    source = _("From the dealer's list, with its MARC record.") if record else _("From the dealer's list.")
    form = TitleForm(
        description,
        marc=record,
        recorded=listed(loaded.description),
        source=source,
        delivery_line=loaded.line.id,
        queue=queue,
    )
    headline = _("{title} is on a dealer's list: check it and save").format(title=quoted(description.title))
    opened = numbered(desk, filled(part, form))
    return Answer(opened, Message(Tone.LOOK, headline, (source,)), Told("dealer", title=description.title))


def new_form(part: CataloguingPart, title: str = "") -> Answer:
    """An empty form, for a book without a number; with the words that were looked for as its title."""
    message = Message(Tone.READY, _("A new title: only its name must be there"))
    return Answer(filled(part, TitleForm(), {"title": title.strip()}), message, Told("new"))


def next_form(part: CataloguingPart, description: TitleDraft) -> Answer:
    """The form of the next volume of a set, filled from the one before it."""
    form = TitleForm(source=_("The next volume: check its name, scan its own ISBN if it has one."), focus="volume")
    headline = _("The next volume of {title}").format(title=quoted(description.set_name or description.title))
    return Answer(filled(part, form, texts_of(description)), Message(Tone.LOOK, headline), Told("new"))


def _new_by_isbn(desk: Desk, part: CataloguingPart, isbn: str) -> Answer:
    facts = facts_of_isbn(isbn)
    typed, said = {"isbn": isbn}, []
    if facts is not None:
        with desk.library.reading() as connection:
            used = publishers_with_prefix(connection, facts.publisher) if facts.publisher else ()
        typed["language"] = facts.language
        country = _(facts.country) if facts.country else _("a group that is not usual here")
        said.append(_("{prefix}: {country}").format(prefix=facts.publisher_shown, country=country))
        if used:
            said.append(_publishers_said(used))
        if used and used[0].titles >= _CERTAIN * sum(each.titles for each in used):
            typed.update(publisher=used[0].publisher, place=used[0].place)
    form = TitleForm(source=_(", ").join(said))
    message = Message(Tone.LOOK, _("{isbn} is new: type its title").format(isbn=isbn), tuple(said))
    return Answer(filled(part, form, typed), message, Told("new", isbn))


def _publishers_said(used: Sequence[PublisherUsed]) -> str:
    named = _(", ").join(f"{each.publisher} ({each.titles})" for each in used[:3])
    return _("under this prefix the library has {publishers}").format(publishers=named)


def _all_one(lines: Sequence[LoadedLine]) -> bool:
    """Whether the lines describe one book, ordered more than once."""
    return len({(each.description.title, each.description.volume) for each in lines}) == 1


def _choose(part: CataloguingPart, choices: Sequence[Choice]) -> Answer:
    message = Message(Tone.LOOK, _("Which one?"), (_("Several titles share this ISBN. Choose one by its number."),))
    return Answer(part, message, Told("choose"), choices=tuple(choices[:_MOST_CHOICES]))


def _title_choice(title: Title, held: int) -> Choice:
    words = ngettext("{count} copy", "{count} copies", held).format(count=held)
    return Choice(f"cataloguing.open:{title.id}", said_of(title), words)


def _line_choice(loaded: LoadedLine) -> Choice:
    about = loaded.description
    details = _(", ").join(filter(None, (about.author, about.publisher, about.published)))
    return Choice(f"cataloguing.line:{loaded.line.id}", quoted(loaded.line.name), details)
