"""The Settings screen in plain Python: the library's settings and its operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deskcirc.desk.access import add_operator, change_pin, end_operator, keep_to_corner, operators_of
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.school_settings import change_setting, values_of
from deskcirc.domain.operators import Operator, Right, Role
from deskcirc.domain.patrons import SchoolClass
from deskcirc.domain.scanning import Scan
from deskcirc.errors import GoneError
from deskcirc.labels.paper import Paper
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import NOTHING_TOLD, Ask, Choice, Message, Offer, Told, Tone, UnknownActError, number_in


@dataclass(frozen=True, slots=True)
class SettingsState:
    """Everything the Settings tab shows."""

    message: Message
    told: Told = NOTHING_TOLD
    values: Mapping[str, str | int | bool] = field(default_factory=dict)
    operators: tuple[Operator, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    may_change: bool = False
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    ask: Ask | None = None
    paper: Paper | None = None


def first_state() -> SettingsState:
    """The screen before anything is read."""
    return SettingsState(Message(Tone.READY, _("Settings of this library and this counter")))


def on_scan(_desk: Desk, state: SettingsState, scan: Scan, _found: Identified) -> SettingsState:
    """A scan here tests the scanner: it shows what was read."""
    headline = (
        _("The scanner works: {code}").format(code=scan.code) if scan.code else _("Nothing was read. Scan it again.")
    )
    return replace(
        state,
        message=Message(
            Tone.DONE, headline, (_("Sent by the scanner: {characters}").format(characters=repr(scan.original)),)
        ),
        told=Told("scanner-test"),
    )


def on_act(desk: Desk, state: SettingsState, act: str, values: Mapping[str, str]) -> SettingsState:
    """Acts: "set:NAME", "operator_add", "operator_pin:ID", "operator_class:ID", "operator_end:ID", "next"."""
    verb, _colon, _subject = act.partition(":")
    if verb == "next":
        return refresh(desk, replace(state, message=first_state().message, told=NOTHING_TOLD))
    if not desk.operator.may(Right.SETTINGS):
        message = Message(Tone.STOP, _("Only the librarian may change settings."))
        return replace(state, message=message, told=Told("refused"))
    why_not = _change(desk, act, values)
    message = Message(Tone.STOP, why_not) if why_not else Message(Tone.DONE, _("Saved"))
    return refresh(desk, replace(state, message=message, told=Told("refused" if why_not else "saved")))


def refresh(desk: Desk, state: SettingsState) -> SettingsState:
    """Read everything again."""
    with desk.library.reading() as connection:
        classes = school_classes(connection, desk.policy, desk.today)
    return replace(
        state,
        values=values_of(desk),
        operators=operators_of(desk),
        classes=classes,
        may_change=desk.operator.may(Right.SETTINGS),
    )


def mark_undone(state: SettingsState, _entry_id: int) -> SettingsState:
    """Nothing here lists acts."""
    return state


def _change(desk: Desk, act: str, values: Mapping[str, str]) -> str:
    verb, _colon, subject = act.partition(":")
    if verb == "set":
        return change_setting(desk, subject, values.get("value", ""))
    if verb == "operator_add":
        role = values.get("role", Role.HELPER.value)
        if role not in set(Role):
            raise UnknownActError(f"{act} {role}")
        return add_operator(desk, values.get("name", ""), Role(role), values.get("pin", ""), values.get("card", ""))
    if verb not in ("operator_pin", "operator_end", "operator_class"):
        raise UnknownActError(act)
    operator = next((each for each in operators_of(desk) if each.id == number_in(act)), None)
    if operator is None:
        raise GoneError
    if verb == "operator_pin":
        change_pin(desk, operator, values.get("pin", ""))
        return ""
    if verb == "operator_class":
        return keep_to_corner(desk, operator, _class_id(act, values))
    return end_operator(desk, operator)


def _class_id(act: str, values: Mapping[str, str]) -> int | None:
    wanted = values.get("class", "")
    return number_in(f"{act.partition(':')[0]}:{wanted}") if wanted else None
