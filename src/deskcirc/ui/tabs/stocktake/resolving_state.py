"""Resolving in plain Python: open matters by their kind, decided line by line or ticked, walked and scanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.count_photos import remove_count_photo, set_count_photo
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_copy
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.count_photos import CountPhoto
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in, number_in, picture_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake import resolving_scans as scans
from deskcirc.ui.tabs.stocktake.count_in_hand import another_running, number_of
from deskcirc.ui.tabs.stocktake.resolving_deciding import meant, nothing_meant, on_decision
from deskcirc.ui.tabs.stocktake.resolving_papers import OF_PAPER, printed
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, ResolvingPart, copy_of, keys_in
from deskcirc.ui.tabs.stocktake.resolving_reading import looked_at, of_count, ordered, read_part, read_whole, with_count

CALM: Final = marked("Resolving: scan what turns up, decide what is left; every decision can be taken back")
"""What the banner says while nothing else is to be said."""


def first() -> ResolvingPart:
    """The section before anything is read."""
    return ResolvingPart()


def refresh(desk: Desk, part: ResolvingPart) -> ResolvingPart:
    """Read what was written since."""
    return read_part(desk, part)


def hands_on(part: ResolvingPart) -> int | None:
    """The count that is looked at."""
    return number_of(part.stocktake)


def taken_up(desk: Desk, part: ResolvingPart, stocktake_id: int) -> ResolvingPart:
    """Look at this count, where it runs; it is read with the section."""
    count = another_running(desk, stocktake_id, part.stocktake)
    return part if count is None else of_count(part, count)


def on_next(part: ResolvingPart) -> ResolvingPart:
    """No code waits for its copy, no question is asked, nothing is ticked, and nobody stands at a shelf."""
    return replace(part, matching=None, asked=None, asked_about=(), shelf=None, ticked=frozenset())


def on_scan(desk: Desk, part: ResolvingPart, scan: Scan, found: Identified) -> Answer:
    """A copy that turned up is counted; after "match" it is what the unknown code is."""
    return scans.scanned(desk, replace(read_part(desk, part), asked=None, asked_about=()), scan, found)


def on_act(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: what is looked at, ticked, printed and photographed here; what is decided in `on_decision`."""
    part = read_part(desk, part)
    if act in OF_PAPER:
        return printed(desk, part, act)
    shown = _looked(desk, part, act)
    if shown is not None:
        return Answer(shown, keeps=act.startswith("look:"))  # the page looks by itself: what was done stays said
    verb = act.partition(":")[0]
    if verb == "copy":
        return scans.on_copy(desk, part, known_copy(desk, number_in(act)))
    if verb in ("returned_now", "found_now"):
        return scans.decided_now(desk, part, act)
    if verb == "here":
        return _here(desk, part, act)
    if verb == "photo":
        return _photo(desk, part, act, values)
    if verb == "remove_photo":
        remove_count_photo(desk, number_in(act))
        done = Message(Tone.DONE, _("The photo is shown no more"))
        return Answer(looked_at(desk, part, number_in(act)), done, Told("photo-removed"))
    answer = on_decision(desk, part, act, values)
    if answer is None:
        raise UnknownActError(act)
    return answer


def _looked(desk: Desk, part: ResolvingPart, act: str) -> ResolvingPart | None:
    """The part after an act that changes what is looked at alone; None for any other act."""
    verb, _colon, subject = act.partition(":")
    if verb == "matter" and subject in set(Matter):
        return _of_kind(read_whole(desk, part, Matter(subject)), Matter(subject))
    if verb == "count":
        return with_count(desk, part, number_in(act))
    if verb == "look":
        return looked_at(desk, part, number_in(act))
    if verb == "tick":
        return replace(part, ticked=part.ticked ^ {number_in(act)}.intersection(keys_in(part.shown)))
    if act == "tick_all":
        return replace(part, ticked=frozenset(keys_in(part.shown)))
    if act == "tick_none":
        return replace(part, ticked=frozenset())
    if act == "by_chance":
        return ordered(replace(part, by_chance=not part.by_chance))
    if act == "loss_close":
        return replace(part, asked=None, asked_about=())
    return replace(part, matching=None) if act == "no_match" else None


def _of_kind(part: ResolvingPart, matter: Matter) -> ResolvingPart:
    if not part.sees_all and matter is not Matter.UNKNOWN:
        return part
    kept = part.ticked if matter is part.matter else frozenset()
    return replace(part, matter=matter, ticked=kept, matching=None, asked=None, asked_about=())


def _here(desk: Desk, part: ResolvingPart, act: str) -> Answer:
    """Copies of the list that somebody has in hand without a scanner: counted like a scan, one line each."""
    lines = meant(part, act) if part.matter is Matter.NOT_SEEN else ()
    copies = [copy for copy in map(copy_of, lines) if copy is not None]
    if not copies:
        return nothing_meant(part)
    answer = Answer(part)
    for copy in copies:
        answer = scans.on_copy(desk, replace(answer.part, matching=None), copy)
    if len(copies) == 1:
        return answer
    words = ngettext("{count} copy is here after all", "{count} copies are here after all", len(copies))
    done = Message(Tone.DONE, words.format(count=len(copies)))
    return replace(answer, message=done, told=Told("here"), offers=())


def _photo(desk: Desk, part: ResolvingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Keep the picture that the page read and made small; it hands none over for a file that is no picture."""
    scan_id, name = number_in(act), file_in(act, values).name
    picture = picture_in(act, values)
    if picture is None:
        headline = _("{file} is no picture that can be read, or far too large").format(file=name)
        details = (_("Take a JPEG or PNG of the book; a photograph by a telephone will do."),)
        return Answer(part, Message(Tone.STOP, headline, details), Told("refused"))
    why_not = set_count_photo(desk, scan_id, CountPhoto(picture.octets, picture.width, picture.height))
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    done = Message(Tone.DONE, _("The photo is kept with the code"))
    return Answer(looked_at(desk, part, scan_id), done, Told("photo"))
