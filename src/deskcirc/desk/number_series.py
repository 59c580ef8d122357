"""Number series: made, changed, ended; and what is missing in them explained.

The next number is written as on the label, `T002267`: it says prefix, width and value at once. Two series never share
a number, and none shares its pattern with the cards of readers, for a scan must mean one thing only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from deskcirc.desk.accession import not_allowed
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import bearer_sentence, code_flaw, series_name
from deskcirc.domain.changes import ActName
from deskcirc.domain.numbering import (
    LONGEST_PREFIX,
    WIDEST,
    NumberSeries,
    Pattern,
    Run,
    numbers_in_words,
    read_number,
    runs_of,
)
from deskcirc.domain.scanning import normal_code
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.numbering import (
    ACCESSION,
    all_locations,
    bearers_of,
    first_taken_code,
    numbers_taken_back,
    open_item_types,
    series_of_copies,
    series_stands_at,
    values_given,
    values_in_use,
    values_taken,
)
from deskcirc.store.tables import number_gaps, number_series
from deskcirc.text import gettext as _

LONGEST_NAME: Final = 40
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series as a person writes it; `next_number` as on the label, None for every type, every place."""

    name: str
    next_number: str
    item_type_id: int | None = None
    location_id: int | None = None


def add_series(desk: Desk, draft: SeriesDraft) -> tuple[str, ...]:
    """Make a series; returns every reason why not, empty where it is made."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_NUMBER_SERIES)) as writing:
        known = series_of_copies(writing.connection, ended=True)
        pattern, value, flaws = _read(writing.connection, draft, 0)
        if pattern is None or flaws:
            return flaws
        code = f"{ACCESSION}-{max((each.id for each in known), default=0) + 1}"
        row = _row(draft, pattern, value)
        writing.insert(number_series, code=code, **row)
        writing.tell(name=row["name"], what=_("added, next {number}").format(number=pattern.number(value)))
    return ()


def change_series(desk: Desk, series_id: int, draft: SeriesDraft, reason: str = "") -> tuple[str, ...]:
    """Put a series in another way. Numbers that are left out by a higher next number are a gap with this reason.

    Returns every reason why not. Raises GoneError for a series that is not there or has ended.
    """
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_NUMBER_SERIES)) as writing:
        before = _series(writing.connection, series_id)
        pattern, value, flaws = _read(writing.connection, draft, series_id)
        if pattern is None or flaws:
            return flaws
        stood_at = series_stands_at(writing.connection, before)
        row = _row(draft, pattern, value)
        writing.update(number_series, series_id, **row)
        if pattern == before.pattern and value > stood_at:
            _leave_out(desk, writing, pattern, stood_at, value, reason.strip()[:LONGEST_REASON])
        writing.tell(name=row["name"] or series_name(before), what=_what(before, row, pattern.number(value)))
    return ()


def end_series(desk: Desk, series_id: int) -> tuple[str, ...]:
    """Give no more numbers of it; what was given stays. Raises GoneError for a series that is not there."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_NUMBER_SERIES)) as writing:
        before = _series(writing.connection, series_id)
        if before.code == ACCESSION:
            return (_("The general series stays: imported copies without a number take theirs from it."),)
        writing.update(number_series, series_id, ended=True)
        writing.tell(name=series_name(before), what=_("ended"))
    return ()


def explain_gap(desk: Desk, first: str, last: str, reason: str) -> tuple[str, ...]:
    """Write down why numbers are missing; an earlier explanation of them is told no longer.

    Returns every reason why not, empty where it is written.
    """
    if refused := not_allowed(desk):
        return refused
    low, high, why = normal_code(first), normal_code(last or first), reason.strip()
    with desk.library.writing(desk.act(ActName.EXPLAIN_GAP)) as writing:
        flaws = _flaws_of_gap(writing.connection, low, high, why)
        if flaws:
            return flaws
        writing.insert(number_gaps, first=low, last=high, reason=why, at=desk.now)
        writing.tell(numbers=numbers_in_words([low]) if low == high else f"{low}–{high}", note=why)
    return ()


def _flaws_of_gap(connection: Connection, low: str, high: str, why: str) -> tuple[str, ...]:
    flaws = [] if why else [_("Say why these numbers are missing.")]
    if len(why) > LONGEST_REASON:
        flaws.append(_("The reason is longer than {count} characters.").format(count=LONGEST_REASON))
    known = series_of_copies(connection)
    pattern = next((each.pattern for each in known if each.pattern.value(low) is not None), None)
    read = read_number(low)
    if pattern is None and read is not None and values_in_use(connection, read[0]):
        pattern = read[0]
    first, last = (pattern.value(low), pattern.value(high)) if pattern else (None, None)
    if pattern is None or first is None or last is None or last < first:
        flaws.append(_("{first} to {last} are no run of numbers.").format(first=low[:30], last=high[:30]))
        return tuple(flaws)
    borne = [value for value in values_in_use(connection, pattern) if first <= value <= last]
    if borne:
        words = _("{numbers} are not missing: copies have them.")
        flaws.append(words.format(numbers=numbers_in_words(map(pattern.number, borne))))
    return tuple(flaws)


def _series(connection: Connection, series_id: int) -> NumberSeries:
    found = next((each for each in series_of_copies(connection) if each.id == series_id), None)
    if found is None:
        raise GoneError
    return found


def _read(connection: Connection, draft: SeriesDraft, own_id: int) -> tuple[Pattern | None, int, tuple[str, ...]]:
    """Pattern and next value of the draft, and every flaw; the pattern is None where the number can't be read."""
    others = [each for each in series_of_copies(connection) if each.id != own_id]
    flaws = _flaws_of_name(draft, others)
    flaws += _flaws_of_use(connection, draft)
    number = normal_code(draft.next_number)
    read, flaw = read_number(number), code_flaw(number) if number else _("The next number is missing.")
    if read is None or flaw:
        flaws.append(
            flaw or _("{number} does not end in digits, so nothing can be counted up from it.").format(number=number)
        )
        return None, 0, tuple(flaws)
    pattern, value = read
    if own_id:
        pattern, value = _as_before(connection, own_id, number) or read
    if len(pattern.prefix) > LONGEST_PREFIX or pattern.width > WIDEST or not 1 <= value <= pattern.highest:
        flaws.append(_("{number} can't be the next number of a series.").format(number=number))
    for other in others:
        if pattern.overlaps(other.pattern):
            words = _("The series {name} has numbers like these: its next one is {number}.")
            flaws.append(words.format(name=series_name(other), number=other.next_number))
    flaws += _flaws_of_numbers(connection, pattern, value)
    return pattern, value, tuple(flaws)


def _as_before(connection: Connection, own_id: int, number: str) -> tuple[Pattern, int] | None:
    """A prefix may end in digits: the number is read as the series has it, where it can be."""
    pattern = _series(connection, own_id).pattern
    value = pattern.value(number)
    return None if value is None else (pattern, value)


def _flaws_of_name(draft: SeriesDraft, others: list[NumberSeries]) -> list[str]:
    name = " ".join(draft.name.split())
    if not name:
        return [_("The series needs a name.")]
    if len(name) > LONGEST_NAME:
        return [_("The name is longer than {count} characters.").format(count=LONGEST_NAME)]
    if any(series_name(other) == name for other in others):
        return [_("There is a series called {name} already.").format(name=name)]
    return []


def _flaws_of_use(connection: Connection, draft: SeriesDraft) -> list[str]:
    flaws = []
    types = {each.id for each in open_item_types(connection)}
    if draft.item_type_id is not None and draft.item_type_id not in types:
        flaws.append(_("The item type is missing, or it is offered no longer."))
    if draft.location_id is not None and draft.location_id not in {each.id for each in all_locations(connection)}:
        flaws.append(_("There is no such place."))
    return flaws


def _flaws_of_numbers(connection: Connection, pattern: Pattern, value: int) -> list[str]:
    flaws = []
    card = first_taken_code(connection, pattern)
    if card is not None:
        words = _("Cards have numbers like these: {sentence} A scan must mean one thing only.")
        flaws.append(words.format(sentence=bearer_sentence(card)))
    given = values_given(connection, pattern, max(value, 1)) if value <= pattern.highest else set()
    if given:
        words = _("{number} is given already: the next number must lie behind it.")
        flaws.append(words.format(number=pattern.number(max(given))))
    else:
        flaws += [bearer_sentence(bearer) for bearer in bearers_of(connection, [pattern.number(value)])]
    return flaws


def _row(draft: SeriesDraft, pattern: Pattern, value: int) -> dict[str, Any]:
    return {
        "name": " ".join(draft.name.split()),
        "prefix": pattern.prefix,
        "width": pattern.width,
        "next": value,
        "item_type_id": draft.item_type_id,
        "location_id": draft.location_id,
    }


def _leave_out(desk: Desk, writing: Writing, pattern: Pattern, first: int, value: int, reason: str) -> None:
    """The numbers that are passed over are explained at once, but for those that were taken back: the journal tells."""
    if not any(used < first for used in values_in_use(writing.connection, pattern)):
        return
    taken_back = {pattern.value(each.number) for each in numbers_taken_back(writing.connection)}
    taken = values_taken(writing.connection, pattern, first, value - 1) | taken_back
    for low, high in runs_of(each for each in range(first, value) if each not in taken):
        run: Run = pattern.run(low, high)
        why = reason or _("left out on purpose")
        writing.insert(number_gaps, first=run.first, last=run.last, reason=why, at=desk.now)


def _what(before: NumberSeries, row: dict[str, Any], number: str) -> str:
    what = []
    if before.name != row["name"]:
        what.append(_("called {name}").format(name=row["name"]))
    if before.next_number != number:
        what.append(_("next {number}").format(number=number))
    if (before.item_type_id, before.location_id) != (row["item_type_id"], row["location_id"]):
        what.append(_("for other copies"))
    return _(", ").join(what) or _("no difference")
