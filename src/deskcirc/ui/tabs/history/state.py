"""The History screen in plain Python: the acts of the journal, newest first, each to be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.changes import NOT_UNDOABLE, act_sentence
from deskcirc.domain.scanning import Scan
from deskcirc.labels.cards import Printable
from deskcirc.store.lookups.history import HistoryLine, history
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.copy_story import copy_story
from deskcirc.ui.outcome import (
    NOTHING_TOLD,
    Ask,
    Choice,
    Message,
    Offer,
    Told,
    Tone,
    UnknownActError,
    number_in,
    print_label,
)

PAGE = 100
MOST_TOLD = 3
"""Damages and losses of a scanned copy that the banner tells."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as the screen shows it."""

    entry_id: int
    when: str
    operator: str
    station: str
    sentence: str
    code: str  # of the copy, "" where the act is about none
    is_undone: bool
    can_be_undone: bool


@dataclass(frozen=True, slots=True)
class HistoryState:
    """Everything the History tab shows."""

    message: Message
    told: Told = NOTHING_TOLD
    lines: tuple[ActLine, ...] = ()
    has_more: bool = False
    words: str = ""
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None


def first_state() -> HistoryState:
    """The screen before anything is read."""
    return HistoryState(Message(Tone.READY, _("Everything that was done, newest first")))


def on_scan(desk: Desk, state: HistoryState, scan: Scan, found: Identified) -> HistoryState:
    """A code leaves the acts on this page that name it."""
    state = replace(_read(desk, state, len(state.lines) or PAGE), words=scan.code)
    words = scan.original.strip()
    kept = tuple(line for line in state.lines if line.code == scan.code or words in line.sentence)
    headline = _("Entries that mention {code}: {count}").format(count=len(kept), code=scan.code)
    message = Message(Tone.LOOK, headline, () if found.copy is None else _story(desk, found.copy.id))
    offers = () if found.copy is None else (print_label(found.copy.id),)
    return replace(state, lines=kept, message=message, told=Told("history", copy=scan.code), offers=offers)


def _story(desk: Desk, copy_id: int) -> tuple[str, ...]:
    """The last damages and losses of a copy, a sentence each."""
    lines = copy_story(desk, copy_id)
    told = [f"{day_words(line.day, desk.today)}: {line.words}" for line in lines[:MOST_TOLD]]
    more = len(lines) - len(told)
    if more:
        words = ngettext("and {count} earlier", "and {count} earlier", more)
        told.append(words.format(count=more))
    return tuple(told)


def on_act(desk: Desk, state: HistoryState, act: str, _values: Mapping[str, str]) -> HistoryState:
    """An act of the screen: "more", "undo_entry:ID", "next"."""
    verb, _colon, _subject = act.partition(":")
    if verb == "more":
        return _read(desk, state, len(state.lines) + PAGE)
    if verb == "undo_entry":
        outcome = undo_by_id(desk, number_in(act))
        headline = _("Undone: {what}").format(what=outcome.sentence) if outcome.done else outcome.sentence
        message = Message(Tone.DONE if outcome.done else Tone.STOP, headline)
        told = Told("undone" if outcome.done else "nothing-to-undo")
        return replace(_read(desk, state, len(state.lines) or PAGE), message=message, told=told, offers=())
    if verb == "next":
        return replace(_read(desk, state, PAGE), message=first_state().message, words="", offers=())
    raise UnknownActError(act)


def refresh(desk: Desk, state: HistoryState) -> HistoryState:
    """Read the journal again after something else was done."""
    return _read(desk, state, max(PAGE, len(state.lines)))


def mark_undone(state: HistoryState, entry_id: int) -> HistoryState:
    """Show an act as taken back."""
    lines = tuple(replace(line, is_undone=True) if line.entry_id == entry_id else line for line in state.lines)
    return replace(state, lines=lines)


def _read(desk: Desk, state: HistoryState, most: int) -> HistoryState:
    with desk.library.reading() as connection:
        read = history(connection, most=most + 1)
    lines = tuple(_line(desk, line) for line in read[:most])
    return replace(state, lines=lines, has_more=len(read) > most, told=NOTHING_TOLD)


def _line(desk: Desk, line: HistoryLine) -> ActLine:
    clock = desk.policy.clock_of(line.at)
    when = clock.strftime("%H:%M:%S")
    if clock.date() != desk.today:
        when = f"{day_words(clock.date(), desk.today)} {when}"
    undoable = line.act not in NOT_UNDOABLE and not line.is_undone
    return ActLine(
        entry_id=line.id,
        when=when,
        operator=line.operator,
        station=line.station,
        sentence=act_sentence(line.act, line.subject),
        code=str(line.subject.get("code", "")),
        is_undone=line.is_undone,
        can_be_undone=undoable,
    )
