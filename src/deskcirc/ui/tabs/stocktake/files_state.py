"""Collector files in plain Python: tried with what would come of them, taken in, taken back, their problems saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from deskcirc.desk.count_files import FileOutcome, load_file, take_back_file, tried_lines_of
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.reading import OnProgress
from deskcirc.domain.collector_files import CollectorColumn
from deskcirc.domain.count_files import CountFile, FileOrder
from deskcirc.domain.scanning import Scan
from deskcirc.errors import CancelledError, DeskcircError, GoneError
from deskcirc.text import gettext as _
from deskcirc.text import marked, storable
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.count_in_hand import another_running, number_of
from deskcirc.ui.tabs.stocktake.files_part import (
    FilesPart,
    Reading,
    Tried,
    is_blind,
    read_part,
    tried,
    with_trial,
    without_trial,
)
from deskcirc.ui.tabs.stocktake.files_words import problem_report, sums_sentence

CALM: Final = marked("Collector files: drop a file of scans here, or choose it")
"""What the banner says while nothing else is to be said."""
_LARGEST: Final = 64 << 20  # bytes; 100 000 lines have five million
_WIDEST: Final = 200
_SHORT: Final = 64 << 10
"""Bytes of a file that is read at once, some two thousand lines."""


class _NotUnderstoodError(Exception):
    """Something a person typed about the file cannot be read; carries the sentence."""


def first() -> FilesPart:
    """The section before anything is read."""
    return FilesPart()


def refresh(desk: Desk, part: FilesPart) -> FilesPart:
    """Read everything again."""
    return read_part(desk, part)


def hands_on(part: FilesPart) -> int | None:
    """The count into which files are taken."""
    return number_of(part.stocktake)


def taken_up(desk: Desk, part: FilesPart, stocktake_id: int) -> FilesPart:
    """Take files into this count, where it runs; a file that is being tried stays with the count it is tried for."""
    is_tried = part.trial is not None or part.trying is not None
    count = None if is_tried else another_running(desk, stocktake_id, part.stocktake)
    return part if count is None else replace(part, stocktake=count, chosen=None)


def on_next(part: FilesPart) -> FilesPart:
    """The file that is being tried is put aside."""
    return without_trial(part)


def on_scan(_desk: Desk, part: FilesPart, scan: Scan, found: Identified) -> Answer:
    """Nothing is scanned here; the sentence says where it is."""
    name = found.copy.name if found.copy is not None else scan.code
    headline = _("{name}: books are scanned under “Scanning”; here files of handhelds are taken in").format(name=name)
    offer = Offer("section:scanning", _("Go to scanning"))
    return Answer(part, Message(Tone.LOOK, headline), Told("not-here", scan.code), (offer,))


def on_act(desk: Desk, part: FilesPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "choose:COUNT", "try" with a file, "change" with what a person says of it, "load", "close", "look:FILE",
    "take_back:FILE", "stop" while one is read, "save" of the file tried, "save:FILE"; "loaded:FILE" and
    "taken_back:FILE" say what was done."""
    part = replace(part, is_blind=is_blind(desk, part.stocktake))
    verb, colon, _subject = act.partition(":")
    if act in ("close", "stop"):
        return _put_aside(part, act)
    if act in ("try", "change", "load"):
        return _with_file(desk, part, act, values)
    if act == "save":
        return _saved_of_trial(desk, part, values)
    if not colon:
        raise UnknownActError(act)
    number = number_in(act)
    if verb == "choose":
        return _chosen(part, number)
    if verb == "look":
        return Answer(replace(part, chosen=number))
    if verb == "take_back":
        return _taken_back(part, take_back_file(desk, number, desk.progress))
    if verb == "save":
        return _saved(desk, part, number, values)
    if verb in ("loaded", "taken_back"):
        return _said(read_part(desk, part), verb, number)
    raise UnknownActError(act)


def _put_aside(part: FilesPart, act: str) -> Answer:
    """Nothing is tried any more; "stop" ends what is being read alone, and is answered when that has ended."""
    if act == "close":
        return Answer(without_trial(part))
    if part.trying is not None:
        part.trying.stop()
    return Answer(part, keeps=True)


def _with_file(desk: Desk, part: FilesPart, act: str, values: Mapping[str, str]) -> Answer:
    stocktake = part.stocktake
    if stocktake is None:
        return _stopped(part, _("No count is open: open one first, then take files into it."))
    if act == "load":
        return _loaded(desk, part, values)
    if act == "change" and (part.reading is None or part.trial is None):
        return _stopped(part, _("Choose a file first."))
    try:
        reading = _reading_in(part, act, values)
        before = part.trial.order if part.trial is not None and act == "change" else FileOrder()
        order = _order_in(desk, before, values)
    except _NotUnderstoodError as refused:
        return _stopped(part, str(refused))
    clock = values.get("clock", part.clock if act == "change" else "")
    if desk.beside is None or len(reading.octets) <= _SHORT:
        return _told_trial(with_trial(part, tried(desk, stocktake, reading, order, clock)))
    if part.trying is not None:
        part.trying.stop()

    def beside(alone: Desk, _progress: OnProgress) -> Tried:
        return tried(alone, stocktake, reading, order, clock)

    words = _("{name} is being read; scans go on meanwhile").format(name=reading.name)
    return Answer(
        replace(part, trying=desk.beside(desk, beside)), Message(Tone.READY, words), Told("reading", reading.name)
    )


def on_arrival(_desk: Desk, part: FilesPart) -> Answer | None:
    """What came of a long file that was read beside the desk."""
    if part.trying is None or not part.trying.has_ended:
        return None
    try:
        return _told_trial(with_trial(part, part.trying.result()))
    except CancelledError as stopped:
        return Answer(replace(part, trying=None), Message(Tone.LOOK, stopped.sentence), Told("cancelled"))
    except DeskcircError as trouble:
        details = (trouble.remedy,) if trouble.remedy else ()
        return Answer(replace(part, trying=None), Message(Tone.STOP, trouble.sentence, details), Told("refused"))


def _told_trial(part: FilesPart) -> Answer:
    return Answer(part, _trial_message(part), Told("tried", "" if part.reading is None else part.reading.name))


def _trial_message(part: FilesPart) -> Message:
    if part.trial is None:
        raise GoneError
    if part.trial.why_not:
        return Message(Tone.STOP, part.trial.why_not)
    sums = sums_sentence(part.trial.sums, blind=part.is_blind)
    headline = _("{name}: {sums}").format(name=part.trial.file.name, sums=sums)
    return Message(Tone.LOOK if part.warnings else Tone.READY, headline, part.warnings[:2])


def _loaded(desk: Desk, part: FilesPart, values: Mapping[str, str]) -> Answer:
    trial = part.trial
    if trial is None or part.stocktake is None:
        return _stopped(part, _("Choose a file first."))
    if part.doubtful and values.get("sure", "") != "yes":
        return _stopped(part, part.warnings[0] if part.warnings else _("No line of it would be counted."))
    outcome = load_file(desk, part.stocktake.id, trial.file, trial.order, desk.progress)
    if not outcome.done or outcome.file is None:
        return _stopped(part, outcome.why_not)
    shown = replace(without_trial(part), chosen=outcome.file.id)
    return Answer(shown, _loaded_message(outcome.file.name, outcome, part), Told("loaded", outcome.file.name))


def _loaded_message(name: str, outcome: FileOutcome, part: FilesPart) -> Message:
    headline = _("{name} is taken in: {sums}").format(name=name, sums=sums_sentence(outcome.sums, blind=part.is_blind))
    needs_a_hand = outcome.sums.unknown + outcome.sums.refused
    return Message(Tone.LOOK if needs_a_hand else Tone.DONE, headline)


def _taken_back(part: FilesPart, outcome: FileOutcome) -> Answer:
    if not outcome.done or outcome.file is None:
        return _stopped(part, outcome.why_not)
    return Answer(part, _taken_back_message(outcome.file), Told("taken-back", outcome.file.name))


def _taken_back_message(file: CountFile) -> Message:
    headline = _("{name} is taken back: its lines no longer count").format(name=file.name)
    anew = _("What other scans had counted twice because of it counts from them now.")
    return Message(Tone.DONE, headline, (anew,))


def _said(part: FilesPart, verb: str, file_id: int) -> Answer:
    """What the window's own long work has done is said here."""
    file = next((each for each in part.files if each.id == file_id), None)
    if file is None:
        raise GoneError
    if verb == "taken_back":
        return Answer(part, _taken_back_message(file), Told("taken-back", file.name))
    if part.stocktake is None:
        raise GoneError
    outcome = FileOutcome(part.stocktake, file, file.sums)
    shown = replace(without_trial(part), chosen=file_id)
    return Answer(shown, _loaded_message(file.name, outcome, part), Told("loaded", file.name))


def _chosen(part: FilesPart, count_id: int) -> Answer:
    found = next((each for each in part.counts if each.id == count_id), None)
    if found is None:
        raise GoneError
    return Answer(replace(without_trial(part), stocktake=found, chosen=None))


def _saved(desk: Desk, part: FilesPart, file_id: int, values: Mapping[str, str]) -> Answer:
    file = next((each for each in part.files if each.id == file_id), None)
    if file is None or part.stocktake is None:
        raise GoneError
    lines = tried_lines_of(desk, file_id)
    return saved_report(part, problem_report(file.name, part.stocktake.named, lines, desk.policy), "save", values)


def _saved_of_trial(desk: Desk, part: FilesPart, values: Mapping[str, str]) -> Answer:
    if part.trial is None:
        return _stopped(part, _("Choose a file first."))
    trial = part.trial
    report = problem_report(trial.file.name, trial.stocktake.named, trial.lines, desk.policy)
    return saved_report(part, report, "save", values)


def _reading_in(part: FilesPart, act: str, values: Mapping[str, str]) -> Reading:
    """The file as it is to be read: its bytes read once, and what was chosen about it before kept."""
    from deskcirc.exchange.source import read_head, read_whole

    if act == "change" and part.reading is not None:
        reading = part.reading
    else:
        path = file_in(act, values)
        read_head(path)
        octets = read_whole(path)
        if len(octets) > _LARGEST:
            raise DeskcircError(
                _("{name} is larger than any file of scans.").format(name=path.name),
                _("Choose the file that the handheld writes."),
            )
        reading = Reading(path.name, octets)
    encoding = values.get("encoding", reading.encoding)
    delimiter = values.get("delimiter", reading.delimiter)[:1]
    widths, columns = _widths_in(values, reading), _columns_in(values, reading)
    if (encoding, delimiter, widths) != (reading.encoding, reading.delimiter, reading.widths):
        columns = _columns_in(values, replace(reading, columns=()))  # other cells: recognised anew
    return replace(reading, encoding=encoding, delimiter=delimiter, widths=widths, columns=columns)


def _widths_in(values: Mapping[str, str], reading: Reading) -> tuple[int, ...]:
    if "widths" not in values:
        return reading.widths
    typed = values["widths"].replace("，", ",").replace(" ", ",").split(",")
    found = [word for word in typed if word]
    if not all(word.isascii() and word.isdecimal() and 0 < int(word[:4]) <= _WIDEST for word in found):
        raise _NotUnderstoodError(_("Widths are numbers of characters with commas between, as 20,4."))
    return tuple(int(word) for word in found)


def _columns_in(values: Mapping[str, str], reading: Reading) -> tuple[CollectorColumn, ...]:
    if "columns" not in values:
        return reading.columns
    known = {column.value for column in CollectorColumn}
    words = values["columns"].split(",")[:_WIDEST]
    if not any(words):
        return ()
    if not known.issuperset(words):
        raise UnknownActError("columns")
    return tuple(CollectorColumn(word) for word in words)


def _order_in(desk: Desk, before: FileOrder, values: Mapping[str, str]) -> FileOrder:
    ignore = values.get("ignore_times", "yes" if before.ignore_times else "") == "yes"
    order = replace(
        before,
        device=storable(values.get("device", before.device)).strip(),
        person=storable(values.get("person", before.person)).strip(),
        ignore_times=ignore,
    )
    if "counted_on" in values:
        order = replace(order, counted_on=_day_in(values["counted_on"]))
    if "clock" in values:
        order = replace(order, clock_ahead=_clock_ahead(desk, values["clock"]))
    return order


def _day_in(typed: str) -> date | None:
    from deskcirc.exchange.collector_times import DateOrder, day_in

    text = typed.strip()
    if not text:
        return None
    day = day_in(text, DateOrder.YEAR_FIRST)
    if day is None:
        raise _NotUnderstoodError(_("“{day}” is not a day: write it as 2026-07-02.").format(day=text[:_WIDEST]))
    return day


def _clock_ahead(desk: Desk, typed: str) -> timedelta:
    """By how much the handheld's clock is ahead, from what it shows now."""
    from deskcirc.exchange.collector_times import DateOrder, moment_in

    text = typed.strip()
    if not text:
        return timedelta()
    shown = moment_in(text, DateOrder.YEAR_FIRST)
    if shown is None:
        words = _("“{time}” is not a day with a time: write it as 2026-07-02 09:15.")
        raise _NotUnderstoodError(words.format(time=text[:_WIDEST]))
    return datetime.combine(*shown) - desk.policy.clock_of(desk.now)


def _stopped(part: FilesPart, sentence: str) -> Answer:
    return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
