"""Cataloguing in plain Python: a scan finds a title, a dealer's line or an empty form; the form is saved here.

A scan that comes while a form is not saved is kept waiting: the person saves first, or leaves the form unsaved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, identify
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.isbn_facts import magazine_of
from deskcirc.domain.scanning import Scan, ScanKind, read_scan
from deskcirc.domain.title_fields import FIELD_BY_NAME
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import binding_part, copies_part
from deskcirc.ui.tabs.accession import cataloguing_numbers as numbers
from deskcirc.ui.tabs.accession import cataloguing_saving as saving
from deskcirc.ui.tabs.accession import cataloguing_sources as sources
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, View, closed, read_part

_LONGEST = 4000
"""Characters of one field; a longer text is a slip of the clipboard."""
_OF_FORM = frozenset(
    {
        "edit",
        "save",
        "save_later",
        "save_waiting",
        "drop",
        "close",
        "further_isbn",
        "next_volume",
        "settle_class",
        "ask_class",
        "marc",
        "cover",
        "remove_cover",
    }
)

CALM: Final = marked("Cataloguing: scan the ISBN of a book")
"""What the banner says while nothing else is to be said."""


def first() -> CataloguingPart:
    """The section before anything is read."""
    return CataloguingPart()


def refresh(desk: Desk, part: CataloguingPart) -> CataloguingPart:
    """Read again what stands beside the form, or the titles found."""
    return read_part(desk, part)


def on_next(part: CataloguingPart) -> CataloguingPart:
    """Esc leaves a form that holds nothing unsaved and nothing reserved."""
    kept = part.form is not None and (part.is_unsaved or part.form.claimed is not None)
    return part if kept else closed(part)


def on_scan(desk: Desk, part: CataloguingPart, scan: Scan, found: Identified) -> Answer:
    """A number or a barcode leads to a form; over a form that is not saved it waits."""
    if found.patron is not None:
        headline = _("{name}: this is a card. Scan a book here").format(name=found.patron.name)
        return Answer(part, Message(Tone.LOOK, headline), Told("patron"))
    if part.view is View.COPIES:
        labelled = copies_part.on_scan(part.panel, scan, found)
        if labelled is not None:
            return _of_panel(part, labelled)
    if part.view is View.BINDING:
        ticked = binding_part.on_scan(part.binding, found.copy)
        if ticked is not None:
            return replace(ticked, part=replace(part, binding=ticked.part))
    if part.is_unsaved and not _is_of_form(part, scan, found):
        return _wait(part, scan)
    return _opened(desk, part, scan, found)


def on_act(desk: Desk, part: CataloguingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "find" with words, "new", "open:TITLE", "line:LINE", "batch:BATCH", "scan:CODE"; of a form: `_of_form`."""
    verb, _colon, subject = act.partition(":")
    if verb in _OF_FORM:
        if part.form is None:
            raise UnknownActError(act)
        return _of_form(desk, _with_typed(part, values), act, values)
    if copies_part.is_ours(act) and part.view is View.COPIES:
        answer = _of_panel(part, copies_part.on_act(desk, part.panel, act, values, "cataloguing"))
        return sources.after_copies(desk, answer.part, answer)
    if binding_part.is_ours(act) and part.view is View.BINDING:
        answer = binding_part.on_act(desk, part.binding, act, values)
        return replace(answer, part=replace(part, binding=answer.part))
    if verb == "show" and subject in set(View) and part.form is not None:
        if subject == View.BINDING and not part.is_magazine:
            return Answer(part, Message(Tone.LOOK, _("Only the issues of a magazine are bound")), Told("refused"))
        return Answer(replace(part, view=View(subject)))
    if act == "find":
        return Answer(replace(closed(part), words=values.get("words", "")[:_LONGEST]))
    if act == "new":
        return _if_saved(part, lambda: sources.new_form(part, values.get("title", "")[:_LONGEST]))
    return _opening(desk, part, act, values.get("queue", ""))


def _opening(desk: Desk, part: CataloguingPart, act: str, queue: str) -> Answer:
    """What opens a form by an id or a code, from this section or from elsewhere."""
    verb, _colon, subject = act.partition(":")
    if verb == "scan":
        scan = read_scan(subject)
        return on_scan(desk, part, scan, identify(desk, scan))
    if verb == "open":
        return _if_saved(part, lambda: sources.open_title(desk, part, number_in(act), queue=queue))
    if verb == "batch":
        return _if_saved(part, lambda: sources.open_batch(desk, part, number_in(act)))
    if verb == "line":
        return _if_saved(part, lambda: sources.open_line(desk, part, number_in(act), queue=queue))
    if verb == "instead":
        return saving.add_to_other(desk, part, number_in(act))
    raise UnknownActError(act)


def _of_form(desk: Desk, part: CataloguingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts with the fields as they stand now in `values`."""
    simple = {
        "edit": lambda: Answer(part),
        "save": lambda: saving.save(desk, part),
        "save_later": lambda: saving.save(desk, part, later=True),
        "save_waiting": lambda: _go_on(desk, saving.save(desk, part), part.waiting),
        "drop": lambda: _dropped(desk, part),
        "close": lambda: _closed(desk, part),
        "further_isbn": lambda: saving.take_further_isbn(part),
        "next_volume": lambda: saving.next_volume(desk, part),
        "settle_class": lambda: numbers.settle_class(desk, part),
        "ask_class": lambda: saving.ask_class(desk, part),
        "marc": lambda: Answer(_with_marc(part)),
        "cover": lambda: saving.cover(desk, part, act, values),
        "remove_cover": lambda: saving.take_cover_away(desk, part),
    }
    if act not in simple:
        raise UnknownActError(act)
    return simple[act]()


def _with_marc(part: CataloguingPart) -> CataloguingPart:
    """The record comes beside the form, or goes."""
    on_form = part.view is View.FORM
    return replace(part, marc_shown=not (part.marc_shown and on_form), view=View.FORM)


def _of_panel(part: CataloguingPart, answer: Answer) -> Answer:
    return replace(answer, part=replace(part, panel=answer.part))


def _opened(desk: Desk, part: CataloguingPart, scan: Scan, found: Identified) -> Answer:
    part = numbers.released(desk, part)
    if found.copy is not None:
        return _of_copy(sources.open_title(desk, part, found.copy.title_id), found.copy)
    magazine = magazine_of(scan.code)
    if magazine is not None:
        return sources.open_magazine(desk, part, magazine)
    if scan.isbn:
        return sources.open_number(desk, part, scan.isbn)
    if scan.kind is ScanKind.CODE and not scan.code.isdigit():
        looked = read_part(desk, replace(closed(part), words=scan.original.strip()[:_LONGEST]))
        if looked.found:
            return Answer(looked, Message(Tone.DONE, _("Titles that answer “{words}”").format(words=looked.words)))
    headline = _("{code} is neither an ISBN nor a copy of the library").format(code=scan.code)
    details = (_("A book without an ISBN is described by its title: “New title”."),)
    return Answer(part, Message(Tone.LOOK, headline, details), Told("unknown", scan.code))


def _of_copy(answer: Answer, copy: Copy) -> Answer:
    """A copy that left the books opens its title too, but what became of it is said first."""
    if copy.state is not CopyState.WITHDRAWN or answer.message is None:
        return answer
    words = _("{number} is {state}").format(number=copy.accession_number, state=copy.state_words)
    message = Message(Tone.LOOK, words, (answer.message.headline, *answer.message.details[:1]))
    into = Offer(f"cataloguing.scan:{copy.bound_into}", _("Open the bound years"))
    return replace(answer, message=message, offers=(into,) if copy.bound_into else ())


def _is_of_form(part: CataloguingPart, scan: Scan, found: Identified) -> bool:
    """Whether the scan is of the very title in the form."""
    form = part.form
    if form is None:
        return False
    if found.copy is not None:
        return found.copy.title_id == form.title_id
    return False


def _wait(part: CataloguingPart, scan: Scan) -> Answer:
    """The scan goes on when the form is saved, or left; a number may also be a further one, or the first, of it."""
    mine = scan.isbn and scan.isbn == part.description.isbn
    if mine:
        return Answer(part, Message(Tone.LOOK, _("{isbn} is in the form already").format(isbn=scan.isbn)))
    part = replace(part, waiting=scan.code)
    offers = [Offer("cataloguing.save_waiting", _("Save it and open {code}").format(code=scan.code), "DC-YES")]
    if scan.isbn:
        words = _("It is an ISBN of this title") if part.description.isbn else _("It is the ISBN of this title")
        offers.append(Offer("cataloguing.further_isbn", words))
    offers.append(Offer("cataloguing.drop", _("Leave it unsaved")))
    headline = _("{title} is not saved yet").format(title=part.name)
    return Answer(part, Message(Tone.LOOK, headline), Told("unsaved", scan.code), offers=tuple(offers))


def _if_saved(part: CataloguingPart, go_on: saving.GoOn) -> Answer:
    if not part.is_unsaved:
        return go_on()
    headline = _("{title} is not saved yet").format(title=part.name)
    offers = (Offer("cataloguing.save", _("Save")), Offer("cataloguing.drop", _("Leave it unsaved")))
    return Answer(part, Message(Tone.LOOK, headline), Told("unsaved"), offers=offers)


def _go_on(desk: Desk, answer: Answer, code: str) -> Answer:
    """What waited is opened, if the form was saved."""
    part: CataloguingPart = answer.part
    if part.is_unsaved or not code:
        return answer
    scan = read_scan(code)
    return _opened(desk, replace(part, waiting=""), scan, identify(desk, scan))


def _dropped(desk: Desk, part: CataloguingPart) -> Answer:
    code = part.waiting
    left = closed(numbers.released(desk, part))
    return _go_on(desk, Answer(left), code)


def _closed(desk: Desk, part: CataloguingPart) -> Answer:
    return _if_saved(part, lambda: Answer(closed(numbers.released(desk, part))))


def _with_typed(part: CataloguingPart, values: Mapping[str, str]) -> CataloguingPart:
    """The fields as the page hands them over; those it leaves out stay.

    So does a book number that was reserved since the page was painted: it cannot have been emptied there.
    """
    given = {name: text[:_LONGEST] for name, text in values.items() if name in FIELD_BY_NAME}
    if values.get("edition", str(part.edition)) != str(part.edition) and part.form is not None and part.form.claimed:
        given["book_number"] = given.get("book_number") or part.form.claimed[1]
    return replace(part, typed={**part.typed, **given}) if given else part
