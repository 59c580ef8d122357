"""Binding the issues of a magazine in plain Python: a year is chosen, its issues are ticked, the volume is ordered.

The issues of the year stand in their order with the numbers that are missing between them; each that can be bound is
ticked from the start, one of each number. An issue that is scanned is ticked too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from deskcirc.desk.binding import BindingOrder, BindingPlan, IssuesBound, bind_issues, plan_binding
from deskcirc.desk.desk import Desk
from deskcirc.domain.binding import Issue, missing_numbers, read_issue, why_not_bound
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.prices import typed_fen
from deskcirc.domain.titles import TitleKind
from deskcirc.domain.withdrawal import last_copies_words
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copy_lines import CopyLine, copy_lines_of_title
from deskcirc.store.lookups.numbering import Named, all_locations, item_type_of_kind, open_item_types
from deskcirc.store.lookups.withdrawals import standing_of
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in, print_label, take_back
from deskcirc.ui.sections import Answer

FIELDS: Final = ("year", "volume", "cost", "price", "start", "item_type", "location", "label", "in_stock")
YES: Final = "yes"
_STAYING: Final = frozenset({"cost", "item_type", "location", "label", "in_stock"})
_ACTS: Final = frozenset({"binding_look", "binding_tick", "binding_all", "binding_none", "binding_bind"})
_MOST_LISTED: Final = 400


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One row of the list: an issue that is held, or, without a copy, a number that is missing between two."""

    issue: Issue
    copy: CopyLine | None = None
    ticked: bool = False
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BindingPart:
    """What the sheet shows; `values` is the order form as it stands, `flaws` what of it can't be read or done."""

    title_id: int | None = None
    lines: tuple[IssueLine, ...] = ()
    years: tuple[int, ...] = ()
    ticked: frozenset[int] = frozenset()
    proposed: tuple[str, tuple[int, ...]] | None = None  # the year and the copies that were ticked from the start
    just_bound: bool = False  # nothing is ticked then, so that one Return too many binds nothing
    values: Mapping[str, str] = field(default_factory=dict)
    item_types: tuple[Named, ...] = ()
    locations: tuple[Named, ...] = ()
    plan: BindingPlan = field(default_factory=BindingPlan)
    flaws: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[CopyLine, ...]:
        """The issues that are ticked, in their order."""
        return tuple(line.copy for line in self.lines if line.copy is not None and line.ticked)


def first() -> BindingPart:
    """No magazine is looked at."""
    return BindingPart()


def is_ours(act: str) -> bool:
    """Whether the sheet means this act of its section."""
    return act.partition(":")[0] in _ACTS


def refresh(desk: Desk, part: BindingPart, title_id: int) -> BindingPart:
    """Read the loose issues of the magazine, and what binding the ticked ones would make."""
    if title_id != part.title_id:
        part = BindingPart(title_id, values={name: part.values[name] for name in _STAYING & part.values.keys()})
    with desk.library.reading() as connection:
        held = [line for line in copy_lines_of_title(connection, title_id) if line.state is not CopyState.WITHDRAWN]
        types, places = open_item_types(connection), all_locations(connection)
        years = tuple(sorted({read_issue(line.volume).year for line in held} - {0}))
        values = _completed(desk, part.values, held, years)
        usual = item_type_of_kind(connection, TitleKind.BOUND_YEAR) or (held[-1].item_type_id if held else "")
        values = _offered(values, str(usual), types, places)
        shown = [line for line in held if _is_of(values["year"], read_issue(line.volume))][:_MOST_LISTED]
        lines = _lines(desk, connection, title_id, shown)
    part = replace(part, years=years, values=values, item_types=types, locations=places, lines=lines)
    about = (values["year"], tuple(line.id for line in shown))
    if part.proposed != about:
        ticked_now = frozenset[int]() if part.just_bound else _proposed(lines)
        part = replace(part, proposed=about, ticked=ticked_now, just_bound=False)
    there = {line.copy.id for line in lines if line.copy is not None and not line.why_not}
    part = replace(part, ticked=part.ticked & there)
    ticked = tuple(replace(each, ticked=each.copy is not None and each.copy.id in part.ticked) for each in lines)
    return _planned(desk, replace(part, lines=ticked), title_id)


def _completed(desk: Desk, values: Mapping[str, str], held: Sequence[CopyLine], years: Sequence[int]) -> dict[str, str]:
    """The form with what stands in it before anybody chose: the oldest year that is over, the place of the issues."""
    done = {"label": YES, **values}
    if done.get("year") not in {"", *map(str, years)} or "year" not in done:
        over = [year for year in years if year < desk.today.year]
        done["year"] = str((over or [*years, 0])[0] or "")
    if held and "location" not in done:
        done["location"] = str(held[-1].location_id or "")
    return done


def _offered(values: Mapping[str, str], usual: str, types: Sequence[Named], places: Sequence[Named]) -> dict[str, str]:
    """The form without a type or a place that nobody can choose; the type is that of bound magazines then."""
    done = dict(values)
    if done.get("item_type") not in {str(each.id) for each in types}:
        done["item_type"] = usual
    if done.get("location") not in {str(each.id) for each in places}:
        done["location"] = ""
    return done


def _is_of(year: str, issue: Issue) -> bool:
    return not year or issue.year in (int(year), 0)


def _lines(desk: Desk, connection: Connection, title_id: int, shown: Sequence[CopyLine]) -> tuple[IssueLine, ...]:
    lines = []
    for copy in shown:
        standing = standing_of(connection, copy.id, desk.policy, desk.today)
        why = why_not_bound(standing, title_id, copy.volume) if standing else ()
        lines.append(IssueLine(read_issue(copy.volume), copy, why_not=why))
    known = [line.issue for line in lines]
    lines += [
        IssueLine(Issue(year, number, number))
        for year in {issue.year for issue in known if issue.is_numbered}
        for number in missing_numbers(known, year)
    ]
    return tuple(
        sorted(lines, key=lambda line: (not line.issue.year, line.issue, line.copy.number if line.copy else ""))
    )


def _proposed(lines: Sequence[IssueLine]) -> frozenset[int]:
    """One copy of each numbered issue that can be bound."""
    first_of: dict[Issue, int] = {}
    for line in lines:
        if line.copy is not None and not line.why_not and line.issue.is_numbered:
            first_of.setdefault(line.issue, line.copy.id)
    return frozenset(first_of.values())


def _planned(desk: Desk, part: BindingPart, title_id: int) -> BindingPart:
    order, flaws = _order_in(part, title_id)
    if order is None:
        return replace(part, plan=BindingPlan(), flaws=flaws)
    plan = plan_binding(desk, order)
    return replace(part, plan=plan, flaws=plan.refusals)


def _order_in(part: BindingPart, title_id: int) -> tuple[BindingOrder | None, tuple[str, ...]]:
    """The order that the form's words make, or every sentence about what of them can't be read."""
    values, flaws, amounts = part.values, [], {}
    for name in ("cost", "price"):
        written = values.get(name, "").strip()
        amounts[name] = typed_fen(written)
        if written and amounts[name] is None:
            flaws.append(_("“{words}” is no amount in yuan. Write it as 25.80.").format(words=written[:30]))
    if not values.get("item_type"):
        flaws.append(_("Choose an item type."))
    if flaws:
        return None, tuple(flaws)
    order = BindingOrder(
        title_id,
        tuple(copy.id for copy in part.chosen),
        _id_in(values, "item_type") or 0,
        volume=values.get("volume", ""),
        location_id=_id_in(values, "location"),
        price=amounts["price"],
        cost=amounts["cost"] or 0,
        start=values.get("start", ""),
        label=values.get("label") == YES,
        in_stock=values.get("in_stock") == YES,
    )
    return order, ()


def _id_in(values: Mapping[str, str], name: str) -> int | None:
    value = values.get(name, "")
    return number_in(f":{value}") if value else None


def on_scan(part: BindingPart, copy: Copy | None) -> Answer | None:
    """An issue in hand is ticked; None where the scan is for somebody else."""
    line = next((each for each in part.lines if copy is not None and each.copy and each.copy.id == copy.id), None)
    if line is None or line.copy is None:
        return None
    name = line.copy.volume or line.copy.number
    if line.why_not:
        return Answer(part, Message(Tone.STOP, _("{issue} is not bound").format(issue=name), line.why_not))
    ticked = replace(part, ticked=part.ticked | {line.copy.id})
    return Answer(
        ticked, Message(Tone.DONE, _("{issue} is ticked").format(issue=name)), Told("ticked", line.copy.number)
    )


def on_act(desk: Desk, part: BindingPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "binding_look" and "binding_bind" with the form, "binding_tick:COPY", "binding_all", "binding_none".

    Raises UnknownActError for others.
    """
    verb = act.partition(":")[0]
    title_id = part.title_id
    if verb not in _ACTS or title_id is None:
        raise UnknownActError(act)
    part = replace(part, values={**part.values, **{name: values[name] for name in FIELDS if name in values}})
    if verb == "binding_tick":
        return Answer(replace(part, ticked=part.ticked ^ {number_in(act)}))
    if verb == "binding_none":
        return Answer(replace(part, ticked=frozenset()))
    if verb == "binding_all":
        return Answer(replace(part, ticked=_proposed(part.lines)))
    return _bind(desk, part, title_id) if verb == "binding_bind" else Answer(part)


def _bind(desk: Desk, part: BindingPart, title_id: int) -> Answer:
    part = refresh(desk, part, title_id)
    order, flaws = _order_in(part, title_id)
    done = IssuesBound(refusals=flaws) if order is None else bind_issues(desk, order)
    if done.copy_id is None:
        return Answer(part, Message(Tone.STOP, done.refusals[0], done.refusals[1:]), Told("refused"))
    count = len(part.chosen)
    words = ngettext("{count} issue is bound as {number}", "{count} issues are bound as {number}", count)
    details = (
        _("They left the books with withdrawal {number}; whoever scans an old label hears where it went.").format(
            number=done.withdrawal
        ),
        *last_copies_words(done.last),
    )
    offers = (
        print_label(done.copy_id),
        Offer(f"cataloguing.open:{done.title_id}", _("Open the bound years")),
        *take_back(done.entry_id),
    )
    kept = {name: value for name, value in part.values.items() if name in _STAYING}
    message = Message(Tone.DONE, words.format(count=count, number=done.number), details)
    return Answer(
        replace(part, values=kept, proposed=None, just_bound=True), message, Told("bound", done.number), offers
    )
