"""The what-if box in plain Python: a patron, a copy, a day, and what the counter would say to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, identify, known_patron
from deskcirc.desk.what_if import WhatIf, what_if
from deskcirc.domain.copies import Copy
from deskcirc.domain.patrons import Patron
from deskcirc.domain.rota import OutsideTurn
from deskcirc.domain.scanning import Scan, read_scan
from deskcirc.errors import GoneError
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.patrons import search_patrons
from deskcirc.text import day_words, in_a_row
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer

_MOST_YEARS: Final = timedelta(days=5 * 366)
_CHOICES: Final = 9
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[:：.]?([0-5]\d)")


@dataclass(frozen=True, slots=True)
class WhatIfBox:
    """What stands in the box; `day` None for today, `answer` once patron and copy are known.

    `minute` after midnight is None for the time it is now; it is asked for where turns of a rota are minded.
    """

    patron: Patron | None = None
    copy: Copy | None = None
    day: date | None = None
    answer: WhatIf | None = None
    minute: int | None = None
    asks_time: bool = False


def answered(desk: Desk, box: WhatIfBox) -> WhatIfBox:
    """The box with the answer as it would be now; emptied where patron or copy have gone."""
    box = replace(box, asks_time=desk.policy.outside_turn is not OutsideTurn.IGNORE)
    if box.patron is None or box.copy is None:
        return replace(box, answer=None)
    try:
        return replace(box, answer=what_if(desk, box.patron, box.copy.id, box.day or desk.today, box.minute))
    except GoneError:
        return WhatIfBox(day=box.day, minute=box.minute, asks_time=box.asks_time)


def on_scan(desk: Desk, box: WhatIfBox, scan: Scan, found: Identified) -> Answer:
    """A card brings its patron, a copy its title; words look for a patron by name."""
    if found.patron is not None:
        return _told(desk, replace(box, patron=found.patron))
    copy = found.copy or next(iter(found.of_isbn), None)
    if copy is not None:
        return _told(desk, replace(box, copy=copy))
    return _by_name(desk, box, scan.original.strip())


def on_act(desk: Desk, box: WhatIfBox, act: str, values: Mapping[str, str]) -> Answer:
    """ "ask" with what was typed for `patron`, `copy` and `day`; "who:ID" one of several; "clear"."""
    verb = act.partition(":")[0]
    if verb == "clear":
        return Answer(WhatIfBox())
    if verb == "who":
        return _told(desk, replace(box, patron=known_patron(desk, number_in(act))))
    if verb == "which":
        return _told(desk, replace(box, copy=_copy(desk, number_in(act))))
    return _ask(desk, box, values)


def _ask(desk: Desk, box: WhatIfBox, values: Mapping[str, str]) -> Answer:
    try:
        day = date.fromisoformat(values["day"]) if values.get("day") else desk.today
    except ValueError as error:
        raise UnknownActError(f"ask {values['day']}") from error
    if not desk.today <= day <= desk.today + _MOST_YEARS:
        sentence = _("Choose today or a later day: loans are known as they are now, not as they were.")
        return Answer(box, Message(Tone.STOP, sentence), Told("refused"))
    time = values.get("time", "").strip()
    clock = _CLOCK.fullmatch(time)
    if time and clock is None:
        return Answer(
            box, Message(Tone.STOP, _("“{text}” is not a time like 12:10.").format(text=time)), Told("refused")
        )
    minute = int(clock.group(1)) * 60 + int(clock.group(2)) if clock else None
    box = replace(box, day=None if day == desk.today else day, minute=minute)
    copy_words = values.get("copy", "").strip()
    if copy_words and (box.copy is None or copy_words not in (box.copy.code, box.copy.name)):
        found = identify(desk, read_scan(copy_words))
        copy = found.copy or next(iter(found.of_isbn), None)
        if copy is None:
            return Answer(replace(box, copy=None), Message(Tone.STOP, _unknown(copy_words)), Told("unknown"))
        box = replace(box, copy=copy)
    patron_words = values.get("patron", "").strip()
    if not patron_words or (box.patron is not None and patron_words in (box.patron.label, box.patron.name)):
        return _told(desk, box)
    patron = identify(desk, read_scan(patron_words)).patron
    return _by_name(desk, box, patron_words) if patron is None else _told(desk, replace(box, patron=patron))


def _by_name(desk: Desk, box: WhatIfBox, words: str) -> Answer:
    with desk.library.reading() as connection:
        patrons = search_patrons(connection, words, desk.policy, desk.today, most=_CHOICES)
    if len(patrons) == 1:
        return _told(desk, replace(box, patron=patrons[0]))
    if not patrons:
        return Answer(box, Message(Tone.STOP, _unknown(words)), Told("unknown"))
    message = Message(Tone.LOOK, _("Which one?"), (_("Choose by number, by a click or by scanning the card."),))
    choices = tuple(
        Choice(f"rules.who:{patron.id}", patron.name, patron.class_name or patron.category) for patron in patrons
    )
    return Answer(box, message, Told("choose"), choices=choices)


def _unknown(words: str) -> str:
    return _("Nobody and nothing here is known by “{words}”.").format(words=words)


def _copy(desk: Desk, copy_id: int) -> Copy | None:
    with desk.library.reading() as connection:
        return copy_by_id(connection, copy_id)


def _told(desk: Desk, box: WhatIfBox) -> Answer:
    box = answered(desk, box)
    if box.answer is None:
        wanted = (
            _("Now the copy: scan it, or type its code") if box.copy is None else _("Now the patron: scan the card")
        )
        return Answer(box, Message(Tone.LOOK, wanted), Told("what-if"))
    answer = box.answer
    told = Told(
        "may" if answer.yes else "may-not",
        answer.copy.code,
        answer.copy.title,
        answer.patron.name,
        answer.due.date if answer.due is not None and answer.yes else None,
        tuple(str(block.code) for block in answer.blocks),
    )
    lines = tuple(in_a_row(block.sentence, block.remedy) for block in answer.blocks) + answer.warnings
    return Answer(box, Message(Tone.DONE if answer.yes else Tone.STOP, headline(answer, desk.today), lines), told)


def headline(answer: WhatIf, today: date) -> str:
    """Yes or no, until when, in one sentence."""
    facts = {
        "patron": answer.patron.name,
        "title": answer.copy.name,
        "day": day_words(answer.day, today),
        "due": "" if answer.due is None else day_words(answer.due.date, today),
    }
    if answer.already:
        return _("{patron} has {title} already, and renewing it on {day} would not move its date.").format(**facts)
    if not answer.yes:
        return _("No: {patron} may not have {title} on {day}.").format(**facts)
    if answer.renewal:
        return _("Yes: {patron} may renew {title} on {day}, until {due}.").format(**facts)
    return _("Yes: {patron} may have {title} on {day}, until {due}.").format(**facts)
