"""Patron categories and item types in plain Python: what rules may speak of, added, renamed, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.rules import add_kind, end_kind, rename_kind
from deskcirc.domain.operators import Right
from deskcirc.domain.rule_book import KindOf
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.rules import KindLine, kinds_in_use
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in, take_back
from deskcirc.ui.sections import Answer

_VERBS = ("add", "rename", "end")


@dataclass(frozen=True, slots=True)
class KindsPart:
    """Everything the section shows."""

    categories: tuple[KindLine, ...] = ()
    item_types: tuple[KindLine, ...] = ()
    may_change: bool = False


def first() -> KindsPart:
    """The section before anything is read."""
    return KindsPart()


def refresh(desk: Desk, _part: KindsPart) -> KindsPart:
    """Read them again, and count what is of each."""
    with desk.library.reading() as connection:
        categories = kinds_in_use(connection, KindOf.CATEGORY)
        types = kinds_in_use(connection, KindOf.ITEM_TYPE)
    return KindsPart(categories, types, desk.operator.may(Right.SCHOOL_YEAR))


def on_scan(_desk: Desk, part: KindsPart, scan: Scan, found: Identified) -> Answer:
    """A card says its patron's category, a copy its type."""
    if found.patron is not None:
        words = _("{what}: {kind}").format(what=found.patron.label, kind=found.patron.category)
        return Answer(part, Message(Tone.DONE, words), Told("patron", patron=found.patron.name))
    if found.copy is not None:
        words = _("{what}: {kind}").format(what=found.copy.name, kind=found.copy.item_type)
        return Answer(part, Message(Tone.DONE, words), Told("copy", found.copy.code, found.copy.title))
    words = _("Nobody and nothing here is known by “{words}”.").format(words=scan.original.strip())
    return Answer(part, Message(Tone.STOP, words), Told("unknown", copy=scan.code))


def on_act(desk: Desk, part: KindsPart, act: str, values: Mapping[str, str]) -> Answer:
    """ "add_category", "rename_item_type:ID", "end_category:ID" and so on; `name` is what to call it."""
    verb, _line, subject = act.partition(":")[0].partition("_")
    if verb not in _VERBS or subject not in tuple(KindOf):
        raise UnknownActError(act)
    which, name = KindOf(subject), values.get("name", "")
    if verb == "add":
        flaws = add_kind(desk, which, name)
        done = _("Added: {name}").format(name=name.strip())
    elif verb == "rename":
        flaws = rename_kind(desk, which, number_in(act), name)
        done = _("Now called {name}").format(name=name.strip())
    else:
        flaws = end_kind(desk, which, number_in(act))
        done = _("It is offered no longer; what was of it keeps its name.")
    if flaws:
        return Answer(part, Message(Tone.STOP, flaws[0], flaws[1:]), Told("refused"))
    return Answer(part, Message(Tone.DONE, done), Told("changed"), take_back(desk.library.last_entry))
