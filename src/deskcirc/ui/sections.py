"""A tab of several sections in plain Python: each section has a part of the state, its own acts and its own scans.

Acts of a section carry its name before a dot: `calendar.add_term`, `rules.end:3`. Only the section on top is read
anew after each input, so a tab of many sections costs no more than the one that is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.scanning import Scan
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import NOTHING_TOLD, Ask, Choice, Message, Offer, Told, Tone, UnknownActError

if TYPE_CHECKING:
    from deskcirc.labels.cards import Printable


@dataclass(frozen=True, slots=True)
class Answer:
    """What a section makes of an input: its part afterwards and what is said; no message leaves the banner calm.

    One that `keeps` says nothing of its own: what was said last, with its offers, stands until somebody does something.
    """

    part: Any
    message: Message | None = None
    told: Told = NOTHING_TOLD
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None
    keeps: bool = False


class Section(Protocol):
    """The plain half of a section: four functions, so that a module is one.

    One that keeps somebody on the screen has a fifth, `on_next(part)`: the part without them. One in which the same
    code is scanned again and meant has REPEAT_SECONDS: a repeat within them only is one pull of the trigger. One whose
    calm banner says something else than the tab's has it as CALM, marked for translation. Sections that are about one
    thing, as those of a count, have `hands_on(part)`, the number of what is looked at or None, and
    `taken_up(desk, part, number)`: the part gone over to what was looked at in the section before. One that reads
    beside the desk and says what came of it has `on_arrival(desk, part)`: its Answer once that has ended, else None.
    """

    def first(self) -> Any:
        """The part before anything is read."""

    def refresh(self, desk: Desk, part: Any) -> Any:
        """Read everything again."""

    def on_scan(self, desk: Desk, part: Any, scan: Scan, found: Identified) -> Answer:
        """What a scan means here."""

    def on_act(self, desk: Desk, part: Any, act: str, values: Mapping[str, str]) -> Answer:
        """What an act of the section's page means; raises UnknownActError for one that means nothing."""


@dataclass(frozen=True, slots=True)
class SectionedState:
    """Everything the tab shows; `parts` holds the state of each section by its name."""

    message: Message
    section: str
    parts: Mapping[str, Any]
    told: Told = NOTHING_TOLD
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Printable | None = None
    repeat_seconds: float | None = None  # of the section on top, None for the school's own
    keeps: bool = False  # the last act said nothing of its own: what stands on the banner stays there
    subject: int | None = None  # what was in hand in the sections before; see Section


@dataclass(frozen=True, slots=True)
class Sections:
    """A tab made of sections, the first of them on top to begin with; `calm` says in a sentence what the tab is for."""

    calm: str
    sections: Mapping[str, Callable[[], Section]]

    def first_state(self) -> SectionedState:
        """The tab before anything is read."""
        return SectionedState(Message(Tone.READY, _(self.calm)), next(iter(self.sections)), {})

    def on_scan(self, desk: Desk, state: SectionedState, scan: Scan, found: Identified) -> SectionedState:
        """The section on top says what the scan means."""
        section = self.sections[state.section]()
        return self._answered(desk, state, state.section, section.on_scan(desk, self._part(state), scan, found))

    def on_act(self, desk: Desk, state: SectionedState, act: str, values: Mapping[str, str]) -> SectionedState:
        """`section:NAME` brings a section to the top, `next` and `dismiss` calm the banner, the rest is a section's."""
        verb, _colon, subject = act.partition(":")
        if verb == "section":
            if subject not in self.sections:
                raise UnknownActError(act)
            return self.refresh(desk, self._calmed(self._gone_over(desk, state, subject)))
        if verb == "next":
            leave = getattr(self.sections[state.section](), "on_next", lambda part: part)
            return self.refresh(desk, self._calmed(self._with_part(state, state.section, leave(self._part(state)))))
        if verb == "dismiss":
            return self.refresh(desk, self._calmed(state))
        name, _dot, own_act = act.partition(".")
        if name not in self.sections or not own_act:
            raise UnknownActError(act)
        section = self.sections[name]()
        opened = state if name == state.section else self.refresh(desk, replace(state, section=name))
        return self._answered(desk, opened, name, section.on_act(desk, self._part(opened), own_act, values))

    def refresh(self, desk: Desk, state: SectionedState) -> SectionedState:
        """Read the section on top again."""
        section = self.sections[state.section]()
        arrived = getattr(section, "on_arrival", None)
        answer = None if arrived is None else arrived(desk, self._part(state))
        if answer is not None:
            return self._answered(desk, state, state.section, answer)
        read = self._with_part(state, state.section, section.refresh(desk, self._part(state)))
        return replace(read, repeat_seconds=getattr(section, "REPEAT_SECONDS", None))

    def mark_undone(self, state: SectionedState, _entry_id: int) -> SectionedState:
        """Nothing here lists acts; what was undone is read again, and is said no more."""
        return self._calmed(state)

    def _gone_over(self, desk: Desk, state: SectionedState, name: str) -> SectionedState:
        """Another section on top, which goes on with what was in hand in the last one."""
        hands_on = getattr(self.sections[state.section](), "hands_on", lambda _part: None)
        subject = hands_on(self._part(state)) or state.subject
        opened = replace(state, section=name, subject=subject)
        take_up = getattr(self.sections[name](), "taken_up", None)
        if take_up is None or subject is None or name == state.section:
            return opened
        return self._with_part(opened, name, take_up(desk, self._part(opened), subject))

    def _part(self, state: SectionedState) -> Any:
        found = state.parts.get(state.section)
        return self.sections[state.section]().first() if found is None else found

    def _answered(self, desk: Desk, state: SectionedState, name: str, answer: Answer) -> SectionedState:
        if answer.keeps:
            return self.refresh(desk, self._with_part(replace(state, paper=None, keeps=True), name, answer.part))
        shown = replace(
            self._with_part(state, name, answer.part),
            message=answer.message or self._calm_message(name),
            told=answer.told,
            offers=answer.offers,
            choices=answer.choices,
            ask=answer.ask,
            paper=answer.paper,
            keeps=False,
        )
        return self.refresh(desk, shown)

    def _calmed(self, state: SectionedState) -> SectionedState:
        calm = self._calm_message(state.section)
        return replace(state, message=calm, told=NOTHING_TOLD, offers=(), choices=(), ask=None, paper=None, keeps=False)

    def _calm_message(self, name: str) -> Message:
        return Message(Tone.READY, _(getattr(self.sections[name](), "CALM", self.calm)))

    @staticmethod
    def _with_part(state: SectionedState, name: str, part: Any) -> SectionedState:
        return replace(state, parts={**state.parts, name: part})
