"""The counter in plain Python: every input goes in here in the scanner's order, what to paint comes out.

It runs on the one desk worker, so the window's thread never touches the library file; `deskcirc replay` plays a
recorded day through the very same object. The active tab is kept here, not in the window: a scanned "returns"
command and the book scanned a tenth of a second later cannot overtake each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from deskcirc.desk.access import first_operator, operator_by_pin, operators_of
from deskcirc.desk.desk import Beside, Desk
from deskcirc.desk.hold_shelf import expire_holds
from deskcirc.desk.identify import Identified, identify
from deskcirc.desk.reading import OnProgress, silent
from deskcirc.desk.undo import undo_last
from deskcirc.domain.operators import Operator
from deskcirc.domain.scanning import CodeShape, Command, RepeatWindow, Scan, ScanKind, read_scan
from deskcirc.domain.turns import DaySchedule, Schedules
from deskcirc.errors import CancelledError, ClockError, DeskcircError
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import has_copies
from deskcirc.store.lookups.loans import DayFigures
from deskcirc.text import gettext as _
from deskcirc.text import storable
from deskcirc.ui.calendar_words import HoursByClock
from deskcirc.ui.damage_commands import damage_act
from deskcirc.ui.kept_to_corner import KeptToCornerError, at_own_corner, refuse_elsewhere
from deskcirc.ui.open_tabs import TABS, OpenTabs, TabState
from deskcirc.ui.outcome import NOTHING_TOLD, Input, Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.shelf_scans import is_asked_for, with_shelf_label
from deskcirc.ui.tabs.checkout import state as checkout
from deskcirc.ui.way_out import with_way_out

COMMAND_ACTS: Final[dict[Command, tuple[str, str]]] = {
    Command.CHECKOUT: ("checkout", "refresh"),
    Command.RETURNS: ("returns", "refresh"),
    Command.READING_ROOM: ("reading_room", "refresh"),
    Command.HOLDS: ("holds", "refresh"),
    Command.HISTORY: ("history", "refresh"),
    Command.UNDO: ("", "undo"),
    Command.NEXT: ("", "next"),
    Command.OVERRIDE: ("checkout", "override"),
    Command.RETURN_AND_LEND: ("checkout", "return_and_lend"),
    Command.READ_HERE: ("checkout", "read_here"),
    Command.TAKE_HOME: ("reading_room", "home"),
    Command.DAMAGED: ("returns", "damage"),
    Command.BOOKDROP: ("returns", "bookdrop"),
    Command.REPAIR: ("repair", "section:queue"),
    Command.STOCKTAKE: ("stocktake", "section:scanning"),
    Command.PILE: ("repair", "queue.pile"),
}

_UNDO: Final = "DC-UNDO"
_LABEL_ACTS: Final = frozenset({"print_label", "print_labels", "labels_printed", "want_labels"})
"""Acts of every tab; see ui/label_orders.py."""
_HEARD_ONCE: Final = frozenset({"undo", "corners.drop_last", "bookdrop", "damage", "read_here", "home", "queue.pile"})
"""Acts that do something else, or more, the second time."""


def act_of(
    scan: Scan, command: Command, active: str, offers: Sequence[Offer] = (), section: str = ""
) -> tuple[str, str, dict[str, str]]:
    """What a command barcode does: the tab it is done in, the act, its values; what is offered under it goes first."""
    offered = next((offer.act for offer in offers if offer.barcode == scan.code), "")
    if not offered and command in (Command.CHOICE, Command.YES):
        return active, f"choose:{scan.choice or 1}", {}
    tab, act = (active, offered) if offered else damage_act(command, active, section) or COMMAND_ACTS[command]
    # By scan alone nobody can type a note: the copy is flagged at once, the words can follow.
    return tab or active, act, {"note": ""} if command is Command.DAMAGED else {}


def _to_try(desk: Desk, tab: str) -> tuple[str, ...]:
    """What a newcomer can do: fill an empty library; in a practice library, codes to scan, as nobody has its books."""
    with desk.library.reading() as connection:
        if not has_copies(connection):
            if tab == "accession":
                return (
                    _("No books yet: open a batch for a parcel, or scan an ISBN under “Cataloguing”."),
                    _("Books you have already come in by “More”, “Import lists”."),
                )
            return (_("This library is still empty: “More”, “Import lists” takes in your stock and your roster."),)
    codes = desk.policy.practice_codes
    if not codes:
        return ()
    pupil, first, second, out = codes
    if tab == "checkout":
        words = _("Practice: scan or type {card} and press Return, then {first}, then {second}")
        return (words.format(card=pupil, first=first, second=second),)
    return (_("Practice: scan or type {copy} and press Return").format(copy=out),) if tab == "returns" else ()


def _begun(desk: Desk, last: date | None) -> date:
    """Begin the day, if the last input was on another: holds that nobody collected end; the Holds tab says so.

    With the first input of all, what a station that was switched off had reserved is let go, for its forms are gone.
    """
    if desk.today != last:
        expire_holds(desk)
    if last is None:
        from deskcirc.desk.book_numbers import release_claims_of_station  # not needed to be ready to lend
        from deskcirc.desk.call_numbers import bring_shelf_keys_up_to_date
        from deskcirc.desk.damage_before import queue_what_was_damaged
        from deskcirc.files import clear_leftovers
        from deskcirc.paths import documents_folder

        clear_leftovers(documents_folder())
        release_claims_of_station(desk)
        bring_shelf_keys_up_to_date(desk)
        queue_what_was_damaged(desk)
    return desk.today


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the window paints after one input."""

    tab: str
    state: TabState
    message: Message
    told: Told
    today: DayFigures
    operator: Operator
    library_name: str
    idle_seconds: int
    clock_is_wrong: bool = False
    schedule: DaySchedule | None = None  # whose turn it is today, None where nobody has one
    hours: HoursByClock | None = None  # for the foot


@dataclass(frozen=True, slots=True)
class Ways:
    """How long work is done at a station: who hears how far an act is, and who reads beside it, if anybody."""

    progress: OnProgress = silent
    beside: Beside | None = None


ALONE: Final = Ways()
"""A station without a window, as in a replay: everything is done at once and in turn."""


class Station:
    """One counter on one library; `take` is called for every input, in order, on one thread."""

    def __init__(self, library: Library, name: str, shape: CodeShape | None = None, ways: Ways = ALONE) -> None:
        self.library = library
        self.name = name
        self.operator = first_operator(library)
        self._shape = shape or CodeShape()
        self._ways = ways
        self._tab = "checkout"
        self._tabs = OpenTabs()
        self._repeats = RepeatWindow(library.policy.repeat_milliseconds / 1000)
        self._last_at: datetime | None = None
        self._day: date | None = None  # of the last input
        self._last_code = ""  # of the copy named last
        self._fleeting: tuple[Message, Told] | None = None
        self._clock_is_wrong = False
        self._schedules = Schedules()

    def take(self, given: Input) -> Shown:
        """Do what the input means, and say what to paint. Trouble outside comes out as a message, a bug as itself."""
        desk = self._desk(given.at)
        said, self._fleeting = self._fleeting, None
        self._leave_idle_patron(desk)
        self._last_at = given.at
        try:
            self._day = _begun(desk, self._day)
            if self.operator.class_id is not None:
                self._tab = at_own_corner(desk, self._tabs)
            if given.tab and given.tab != self._tab:
                self._open_tab(desk, given.tab)
            if given.act:
                self._act(desk, given.act, {name: storable(value) for name, value in given.values.items()})
            else:
                self._scan(desk, given.scan)
        except KeptToCornerError as error:
            self._say(Tone.STOP, error.sentence, "kept-to-corner", error.remedy)
        except UnknownActError as error:
            self._say(Tone.STOP, error.sentence, "not-an-input", error.remedy)
        except ClockError as error:
            self._clock_is_wrong = True
            self._repeats.forget()  # nothing was done: the same scan again is meant
            self._say(Tone.STOP, error.sentence, "clock", error.remedy)
        except CancelledError as error:
            self._say(Tone.LOOK, error.sentence, "cancelled")
        except DeskcircError as error:
            self._repeats.forget()  # as above
            self._say(Tone.STOP, error.sentence, "trouble", error.remedy)
        if getattr(self._tabs[self._tab], "keeps", False):
            self._fleeting = self._fleeting or said
        shown = self._shown(given.at)
        self._last_code = shown.told.copy or self._last_code
        return shown

    def idle(self) -> None:
        """Tidy up while nobody scans: fold the write-ahead log into the file, so that no scan has to."""
        self.library.checkpoint()

    def close(self) -> None:
        """Let go of the library file."""
        self.library.close()

    def _desk(self, now: datetime) -> Desk:
        return Desk(self.library, self.operator, self.name, now, self._ways.progress, self._ways.beside)

    def _leave_idle_patron(self, desk: Desk) -> None:
        state = self._tabs["checkout"]
        limit = timedelta(seconds=desk.policy.idle_seconds)
        if self._last_at is None or desk.now - self._last_at < limit or not isinstance(state, checkout.CheckoutState):
            return
        if state.panel is not None:
            self._tabs["checkout"] = checkout.first_state()

    def _scan(self, desk: Desk, line: str) -> None:
        scan = read_scan(line, self._shape)
        if scan.kind is ScanKind.EMPTY:
            self._say(Tone.STOP, _("Nothing was read. Scan it again."), "empty")
            return
        window = getattr(self._tabs[self._tab], "repeat_seconds", None)
        if self._repeats.is_repeat(scan.code, desk.now.timestamp(), window):
            # What the first reading said still holds, and may be where the copy goes: it stays readable.
            before = "" if scan.command is not None else self._tabs[self._tab].message.headline
            headline = _("Same code again: {code}").format(code=scan.code)
            self._say(Tone.REPEAT, headline, "repeat", before, copy=scan.code)
            return
        if scan.command is not None:
            state = self._tabs[self._tab]
            tab, act, values = act_of(scan, scan.command, self._tab, state.offers, getattr(state, "section", ""))
            self._open_tab(desk, tab)
            self._act(desk, act, values)
            if act in _HEARD_ONCE:  # acts forget what was scanned before, but a gun held on the label acts once
                self._repeats.is_repeat(scan.code, desk.now.timestamp())
            return
        if scan.kind is ScanKind.UNREADABLE:
            self._say(Tone.STOP, scan.sentence(), "unreadable")
            return
        found = identify(desk, scan)
        if found.operator is not None:
            self._change_operator(desk, found.operator)
            return
        if (found.shelf or found.ended_shelf) and not is_asked_for(self._tab, self._tabs[self._tab], found):
            self._tabs[self._tab] = with_shelf_label(desk, self._tabs[self._tab], found)
            return
        state = self._tabs.open(self._tab).on_scan(desk, self._tabs[self._tab], scan, found)
        state = with_way_out(desk, self._tab, state, found)
        self._tabs[self._tab] = _with_old_label(state, found) if found.by_old_label else state

    def _act(self, desk: Desk, act: str, values: Mapping[str, str]) -> None:
        verb, _colon, subject = act.partition(":")
        if verb == "tab":
            self._open_tab(desk, subject)
            self._act(desk, "refresh", {})
        elif verb == "in":
            tab, _colon, act_there = subject.partition(":")
            self._open_tab(desk, tab)
            self._act(desk, act_there or "refresh", values)
        elif verb == "undo":
            self._undo(desk)
        elif verb == "choose":
            self._choose(desk, number_in(act))
        elif verb == "operator":
            operator = operator_by_pin(desk, number_in(act), values.get("pin", ""))
            if operator is None:
                self._say(Tone.STOP, _("The PIN is wrong."), "refused")
            else:
                self._change_operator(desk, operator)
        elif verb == "confirm_clock":
            self.library.clock_confirmed_at = desk.now
            self._clock_is_wrong = False
            self._say(Tone.LOOK, _("The clock was confirmed. Scan again."), "clock-confirmed")
        elif verb in _LABEL_ACTS:
            from deskcirc.ui.label_orders import label_act  # a counter that lends need not wait for it

            refuse_elsewhere(desk.operator, self._tab, act)
            answer = label_act(desk, act, values, self._last_code)
            self._refresh(desk)
            self._tabs[self._tab] = replace(self._tabs[self._tab], paper=answer.paper)
            self._fleeting = answer.message, answer.told
        elif verb == "refresh":
            self._refresh(desk)
            self._tabs[self._tab] = replace(self._tabs[self._tab], told=Told("tab"))
        else:
            refuse_elsewhere(desk.operator, self._tab, act)
            self._repeats.forget()
            self._tabs[self._tab] = self._tabs.open(self._tab).on_act(desk, self._tabs[self._tab], act, values)
            self.operator = _who_is_left(desk)

    def _choose(self, desk: Desk, number: int) -> None:
        choices = self._tabs[self._tab].choices
        if not 1 <= number <= len(choices):
            self._say(Tone.LOOK, _("There is no number {number} to choose.").format(number=number), "nothing")
            return
        self._act(desk, choices[number - 1].act, {})

    def _undo(self, desk: Desk) -> None:
        state = self._tabs[self._tab]
        first = next((offer.act for offer in state.offers if offer.barcode == _UNDO), "")
        if first:
            self._act(desk, first, {})
            return
        section = getattr(state, "section", "")  # the tabs of sections are not imported to ask whether this is one
        outcome = undo_last(desk, section)
        if not outcome.done or outcome.entry_id is None:
            self._say(Tone.LOOK, outcome.sentence, "nothing-to-undo")
            return
        self._tabs.mark_undone(outcome.entry_id)
        self._repeats.forget()
        self._refresh(desk)
        self._say(Tone.DONE, _("Undone: {what}").format(what=outcome.sentence), "undone")

    def _open_tab(self, desk: Desk, name: str) -> None:
        if name not in TABS:
            raise UnknownActError(f"tab:{name}")
        refuse_elsewhere(desk.operator, name)
        if name == self._tab:
            return
        self._repeats.forget()
        self._tabs.open(name)
        self._tab = name
        self._tabs[name] = replace(self._tabs[name], paper=None)  # what was printed here before is not wanted again
        self._refresh(desk)

    def _refresh(self, desk: Desk) -> None:
        self._tabs[self._tab] = self._tabs.open(self._tab).refresh(desk, self._tabs[self._tab])

    def _change_operator(self, desk: Desk, operator: Operator) -> None:
        self.operator = operator
        if operator.class_id is not None:
            self._tab = at_own_corner(self._desk(desk.now), self._tabs)
        self._refresh(self._desk(desk.now))
        self._say(Tone.DONE, _("{name} is at the counter now").format(name=operator.name), "operator")

    def _say(self, tone: Tone, headline: str, outcome: str, *details: str, copy: str = "") -> None:
        told = replace(NOTHING_TOLD, outcome=outcome, copy=copy)
        self._fleeting = (Message(tone, headline, tuple(detail for detail in details if detail)), told)

    def _shown(self, now: datetime) -> Shown:
        desk, state = self._desk(now), self._tabs[self._tab]
        message, told = self._fleeting or (state.message, state.told)
        if message.tone is Tone.READY:
            message = replace(message, details=(*message.details, *_to_try(desk, self._tab)))
        return Shown(
            tab=self._tab,
            state=state,
            message=message,
            told=told,
            today=desk.figures_of_today(),
            operator=self.operator,
            library_name=desk.policy.library_name,
            idle_seconds=desk.policy.idle_seconds,
            clock_is_wrong=self._clock_is_wrong,
            schedule=self._schedules.of(desk.policy, desk.today),
            hours=HoursByClock(desk.policy.open_days, desk.policy.utc_offset),
        )


def _with_old_label(state: Any, found: Identified) -> Any:
    """A quiet remark: the copy still works by a label that was replaced."""
    if found.copy is None:
        return state
    words = _("Read from an old label; the copy's label now is {code}.").format(code=found.copy.code)
    return replace(state, message=replace(state.message, details=(*state.message.details, words)))


def _who_is_left(desk: Desk) -> Operator:
    """Who stands here; who was taken off the counter, or whose adding was undone, does not go on working at it."""
    here = desk.operator.id in {operator.id for operator in operators_of(desk)}
    return desk.operator if here else first_operator(desk.library)
