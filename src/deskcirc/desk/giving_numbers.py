"""Which numbers and which barcodes copies get: the next of a series or from a start, and everything in their way.

A number is never given twice. So the next numbers of a series pass over what anything in the library bears and over
what was given once and taken back; a start that a person types may say that books bear these numbers already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from deskcirc.domain.numbering import (
    NumberSeries,
    Pattern,
    Run,
    bars_can_say,
    first_free_run,
    numbers_in_words,
    read_number,
    runs_of,
    series_of,
    series_that_suits,
)
from deskcirc.domain.scanning import ScanKind, normal_code, read_scan
from deskcirc.domain.title_names import quoted
from deskcirc.store.database import Connection
from deskcirc.store.lookups.numbering import (
    Bearer,
    BearerKind,
    bearers_of,
    numbers_taken_back,
    series_of_copies,
    series_stands_at,
    values_in_use,
    values_taken,
)
from deskcirc.text import gettext as _
from deskcirc.text import marked

MOST: Final = 2000
"""Copies registered at once; more is a slip of the pen."""
LONGEST_NUMBER: Final = 24
_SAID: Final = 5  # conflicts named one by one
_WINDOW: Final = 1024

_BEARER_WORDS: Final = {
    BearerKind.NUMBER: marked("{code} is the accession number of a copy of {name}."),
    BearerKind.BARCODE: marked("{code} is the barcode of a copy of {name}."),
    BearerKind.OLD_BARCODE: marked("{code} was the barcode of a copy of {name} and stays with it."),
    BearerKind.PATRON: marked("{code} is the number of {name}."),
    BearerKind.CARD: marked("{code} is a card of {name}."),
    BearerKind.OPERATOR: marked("{code} is the card of {name}, who works at the counter."),
    BearerKind.SHELF: marked("{code} is the label of the shelf {name}."),
}


class Labelling(StrEnum):
    """Where the barcodes of new copies come from."""

    AS_NUMBER = "number"
    OWN = "own"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class NumbersWanted:
    """What numbers are asked for; `start` "" stands for the next ones, `again` for books that bear them already."""

    count: int
    item_type_id: int
    location_id: int | None = None
    series_id: int | None = None
    start: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class NumbersGiven:
    """The numbers, or every reason why not with the start of the next free run; `skipped` are values passed over."""

    numbers: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    proposal: str = ""
    only_taken_back: bool = False  # nothing else stands in the way
    series: NumberSeries | None = None
    next_value: int = 0  # of the series afterwards; 0 where it stays
    skipped: tuple[Run, ...] = ()
    why_skipped: str = ""


def series_name(series: NumberSeries) -> str:
    """What the series is called on the screen."""
    return series.name or _("General series")


def bearer_sentence(bearer: Bearer) -> str:
    """Who or what bears the code."""
    return _(_BEARER_WORDS[bearer.kind]).format(code=bearer.code, name=_name_of(bearer))


def _name_of(bearer: Bearer) -> str:
    return quoted(bearer.name) if bearer.copy_id else bearer.name


def code_flaw(code: str) -> str:
    """Why nothing can be labelled with this code, "" where it can; `code` is spelled as scans are."""
    if len(code) > LONGEST_NUMBER:
        return _("{code} is longer than {count} characters.").format(code=code[:LONGEST_NUMBER], count=LONGEST_NUMBER)
    if not bars_can_say(code):
        return _("A barcode cannot say “{code}”: only Latin letters, digits and signs.").format(code=code)
    if read_scan(code).kind is ScanKind.COMMAND:
        return _("{code} is a command of the counter.").format(code=code)
    return ""


def numbers_for(connection: Connection, wanted: NumbersWanted) -> NumbersGiven:
    """The numbers that the copies get, as the library is in this transaction."""
    known = series_of_copies(connection)
    chosen = next((each for each in known if each.id == wanted.series_id), None)
    if wanted.series_id is not None and chosen is None:
        return NumbersGiven(refusals=(_("There is no such number series, or it has ended."),))
    if wanted.start.strip():
        return _from_start(connection, wanted, normal_code(wanted.start), known, chosen)
    series = chosen or series_that_suits(known, wanted.item_type_id, wanted.location_id)
    if series is None:
        return NumbersGiven(
            refusals=(_("No number series is for these copies: type the first number, or add a series."),)
        )
    if not series.suits(wanted.item_type_id, wanted.location_id):
        return NumbersGiven(refusals=(_not_for_these(series, series.next_number),))
    taken_back = _taken_back(connection, series.pattern)
    come_to = series_stands_at(connection, series)
    first = next_free(connection, series.pattern, come_to, wanted.count, taken_back)
    if first is None:
        words = _("The series {name} has no {count} numbers in a row left.")
        return NumbersGiven(refusals=(words.format(name=series_name(series), count=wanted.count),))
    numbers = tuple(series.pattern.number(first + place) for place in range(wanted.count))
    why = _("passed over: another number after {number} was not free").format(number=series.pattern.number(come_to))
    return _moved(connection, NumbersGiven(numbers, series=series), come_to, first, why)


def _from_start(
    connection: Connection,
    wanted: NumbersWanted,
    start: str,
    known: Sequence[NumberSeries],
    chosen: NumberSeries | None,
) -> NumbersGiven:
    read, flaw = read_number(start), code_flaw(start)
    if flaw:
        return NumbersGiven(refusals=(flaw,))
    if read is None:
        if wanted.count == 1 and chosen is None:
            return _with_conflicts(connection, NumbersGiven((start,)), None, 0, wanted)
        words = _("{number} does not end in digits, so nothing can be counted up from it.")
        return NumbersGiven(refusals=(words.format(number=start),))
    series = series_of(known, start)
    refusals = []
    if chosen is not None and series is not chosen:
        words = _("{number} is no number of the series {name}; its next one is {next}.")
        refusals.append(words.format(number=start, name=series_name(chosen), next=chosen.next_number))
    elif series is not None and not series.suits(wanted.item_type_id, wanted.location_id):
        refusals.append(_not_for_these(series, start))
    pattern, first = (series.pattern, series.pattern.value(start) or 0) if series else read
    last = first + wanted.count - 1
    if last > pattern.highest:
        words = _("From {number} on only {left} numbers are left, not {count}.")
        left = pattern.highest - first + 1
        refusals.append(words.format(number=start, left=left, count=wanted.count))
        return NumbersGiven(refusals=tuple(refusals), series=series)
    given = NumbersGiven(
        tuple(pattern.number(value) for value in range(first, last + 1)), tuple(refusals), series=series
    )
    given = _with_conflicts(connection, given, pattern, first, wanted)
    why = _("left out: the copies were registered from {number} on").format(number=start)
    if given.refusals or series is None:
        return given
    return _moved(connection, given, series_stands_at(connection, series), first, why)


def _not_for_these(series: NumberSeries, number: str) -> str:
    words = _("{number} belongs to the series {name}, which is for another item type or place.")
    return words.format(number=number, name=series_name(series))


def _with_conflicts(
    connection: Connection, given: NumbersGiven, pattern: Pattern | None, first: int, wanted: NumbersWanted
) -> NumbersGiven:
    borne = bearers_of(connection, given.numbers)
    refusals = [*given.refusals, *said_of(borne)]
    taken_back = _taken_back(connection, pattern) if pattern and not wanted.again else set()
    again = [each for each in taken_back if first <= each < first + wanted.count]
    if pattern and again:
        low, high = min(again), max(again)
        words = _("{numbers} were given once and taken back; a number is not given twice.")
        refusals.append(words.format(numbers=pattern.run(low, high).label))
    proposal = ""
    if len(refusals) > len(given.refusals) and pattern:
        free = next_free(connection, pattern, first, wanted.count, taken_back)
        proposal = "" if free is None else pattern.number(free)
        if proposal:
            run = pattern.run(free or 0, (free or 0) + wanted.count - 1)
            refusals.append(_("The next free numbers are {numbers}.").format(numbers=run.label))
    only_taken_back = bool(again) and not borne and not given.refusals
    return replace(given, refusals=tuple(refusals), proposal=proposal, only_taken_back=only_taken_back)


def said_of(bearers: Iterable[Bearer]) -> tuple[str, ...]:
    """Who bears the codes, copies of one title together, some by name and the rest counted."""
    together: dict[tuple[BearerKind, str], list[Bearer]] = {}
    for bearer in bearers:
        together.setdefault((bearer.kind, bearer.name), []).append(bearer)
    groups = list(together.values())
    said = tuple(_group_sentence(group) for group in groups[:_SAID])
    rest = sum(map(len, groups[_SAID:]))
    return (*said, _("{count} more of these numbers are not free.").format(count=rest)) if rest else said


def _group_sentence(group: Sequence[Bearer]) -> str:
    if len(group) == 1:
        return bearer_sentence(group[0])
    numbers = numbers_in_words(bearer.code for bearer in group) or ", ".join(bearer.code for bearer in group[:_SAID])
    words = _("{numbers} are numbers or labels of copies of {name}.")
    if not group[0].copy_id:
        words = _("{numbers} are numbers or cards of {name}.")
    return words.format(numbers=numbers, name=_name_of(group[0]))


def next_free(
    connection: Connection, pattern: Pattern, start: int, count: int, taken_back: Iterable[int] = ()
) -> int | None:
    """The first value from `start` on with `count` free numbers in a row; None where the pattern has no room."""
    kept_out, window, first = set(taken_back), max(_WINDOW, 2 * count), start
    while first + count - 1 <= pattern.highest:
        last = min(first + window, pattern.highest)
        taken = values_taken(connection, pattern, first, last) | kept_out
        found = first_free_run(first, count, sorted(value for value in taken if value >= first), pattern.highest)
        if found is None or found + count - 1 <= last:
            return found
        first, window = max(first, min(found, last)), 2 * window
    return None


def _taken_back(connection: Connection, pattern: Pattern) -> set[int]:
    values = (pattern.value(each.number) for each in numbers_taken_back(connection))
    return {value for value in values if value is not None}


def _moved(connection: Connection, given: NumbersGiven, come_to: int, first: int, why: str) -> NumbersGiven:
    """How far the series comes, and which free numbers from `come_to` on it leaves behind it."""
    series, count = given.series, len(given.numbers)
    if series is None or first + count <= series.next:
        return given
    skipped: tuple[Run, ...] = ()
    pattern = series.pattern
    if first > come_to and any(value < first for value in values_in_use(connection, pattern)):
        taken = values_taken(connection, pattern, come_to, first - 1) | _taken_back(connection, pattern)
        free = (value for value in range(come_to, first) if value not in taken)
        skipped = tuple(pattern.run(low, high) for low, high in runs_of(free))
    return replace(given, next_value=first + count, skipped=skipped, why_skipped=why if skipped else "")


def barcodes_for(
    connection: Connection, labelling: Labelling, barcodes: Sequence[str], numbers: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The barcode of each copy, "" for one that is labelled later, and every reason why not.

    One barcode for several copies is the first of a run.
    """
    if labelling is Labelling.AS_NUMBER:
        return tuple(numbers), ()
    codes = tuple(normal_code(code) for code in barcodes)
    if labelling is Labelling.LATER or not any(codes):
        return ("",) * len(numbers), ()
    flaws: list[str] = []
    if len(codes) == 1 and len(numbers) > 1:
        codes, flaw = _run_of_codes(codes[0], len(numbers))
        flaws += [flaw] if flaw else []
    if len(codes) != len(numbers):
        words = _("{given} barcodes were given for {count} copies.")
        flaws.append(words.format(given=len(codes), count=len(numbers)))
    flaws += [flaw for flaw in map(code_flaw, filter(None, codes)) if flaw]
    twice = sorted({code for code in codes if code and codes.count(code) > 1})
    flaws += [_("The barcode {code} was given twice.").format(code=code) for code in twice[:_SAID]]
    places = {number: place for place, number in enumerate(numbers)}
    crossed = [code for place, code in enumerate(codes) if places.get(code, place) != place]
    flaws += [_("{code} is the number of another of these copies.").format(code=code) for code in crossed[:_SAID]]
    flaws += said_of(bearers_of(connection, codes))
    return codes, tuple(flaws)


def _run_of_codes(first: str, count: int) -> tuple[tuple[str, ...], str]:
    read = read_number(first)
    if read is None or read[1] + count - 1 > read[0].highest:
        words = _("From the barcode {code} on {count} cannot be counted up.")
        return (first,), words.format(code=first, count=count)
    pattern, value = read
    return tuple(pattern.number(value + place) for place in range(count)), ""
