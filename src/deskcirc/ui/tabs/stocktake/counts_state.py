"""The counts in plain Python: opened with their scope, paused, continued and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.stocktakes import (
    StocktakeOrder,
    StocktakeOutcome,
    continue_stocktake,
    open_stocktake,
    pause_stocktake,
    rename_stocktake,
    weighed,
)
from deskcirc.domain.scanning import Scan
from deskcirc.domain.stocktake import Scope
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.counts_part import CountsPart, Weighed, read_part

CALM: Final = marked("Counts: open one, then scan shelf by shelf while lending goes on")
"""What the banner says while nothing else is to be said."""
_STEPS: Final[Mapping[str, tuple[Callable[[Desk, int], StocktakeOutcome], str]]] = {
    "pause": (pause_stocktake, marked("{count} is paused: no scan is counted until it is continued")),
    "continue": (continue_stocktake, marked("{count} goes on: scan a shelf, then its books")),
}
_LONGEST_CLASS: Final = 40
_MOST_IDS: Final = 5000


def first() -> CountsPart:
    """The section before anything is read."""
    return CountsPart()


def refresh(desk: Desk, part: CountsPart) -> CountsPart:
    """Read everything again."""
    return read_part(desk, part)


def hands_on(part: CountsPart) -> int | None:
    """The count somebody looks at."""
    return part.chosen


def taken_up(_desk: Desk, part: CountsPart, stocktake_id: int) -> CountsPart:
    """The cursor stands on this count."""
    return replace(part, chosen=stocktake_id)


def on_scan(desk: Desk, part: CountsPart, scan: Scan, found: Identified) -> Answer:
    """Nothing is scanned here; the sentence says where it is."""
    name = found.copy.name if found.copy is not None else scan.code
    running = [line.stocktake for line in read_part(desk, part).lines if line.runs]
    if not running:
        headline = _("{name}: open a count here first").format(name=name)
        return Answer(part, Message(Tone.LOOK, headline), Told("not-here", scan.code))
    headline = _("{name}: books are scanned under “Scanning”").format(name=name)
    offers = (_to_scanning(running[0].id),)
    return Answer(part, Message(Tone.LOOK, headline), Told("not-here", scan.code), offers)


def on_act(desk: Desk, part: CountsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "look:COUNT", "weigh" and "open" with the form, "pause:COUNT", "continue:COUNT", "rename:COUNT"."""
    verb = act.partition(":")[0]
    if verb == "look":
        return Answer(replace(part, chosen=number_in(act)), keeps=True)
    if act == "weigh":
        return Answer(replace(part, weighed=_weighed(desk, scope_in(act, values))))
    if act == "open":
        return _opened(part, open_stocktake(desk, _order_in(act, values)))
    if verb == "rename":
        outcome = rename_stocktake(desk, number_in(act), values.get("name", ""), values.get("note", ""))
        return _done(part, outcome, _("Saved: {count}"))
    if verb in _STEPS:
        step, words = _STEPS[verb]
        return _done(part, step(desk, number_in(act)), _(words))
    raise UnknownActError(act)


def scope_in(act: str, values: Mapping[str, str]) -> Scope:
    """The scope of a form: numbers parted by commas, and class numbers. Raises UnknownActError for no number."""
    locations, item_types, shelves = (
        _ids(act, values.get(name, "")) for name in ("locations", "item_types", "shelves")
    )
    first, last = (values.get(name, "").strip().upper()[:_LONGEST_CLASS] for name in ("class_from", "class_to"))
    return Scope(locations, item_types, shelves, first, last)


def _ids(act: str, text: str) -> tuple[int, ...]:
    words = [word for word in text.split(",") if word][:_MOST_IDS]
    return tuple(dict.fromkeys(number_in(f"{act}:{word}") for word in words))


def _weighed(desk: Desk, scope: Scope) -> Weighed:
    return Weighed(scope, *weighed(desk, scope))


def _order_in(act: str, values: Mapping[str, str]) -> StocktakeOrder:
    blind = values.get("blind", "") == "yes"
    return StocktakeOrder(values.get("name", ""), scope_in(act, values), blind, values.get("note", ""))


def _opened(part: CountsPart, outcome: StocktakeOutcome) -> Answer:
    stocktake = outcome.stocktake
    if stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    words = ngettext(
        "{count} is open: {expected} copy is to be found on its shelf",
        "{count} is open: {expected} copies are to be found on their shelves",
        stocktake.expected,
    )
    headline = words.format(count=stocktake.label, expected=stocktake.expected)
    backup = _("The library as it was before is kept beside it as “{file}”.").format(file=stocktake.backup)
    shown = replace(part, chosen=stocktake.id, weighed=None)
    offers = (_to_scanning(stocktake.id),)
    return Answer(shown, Message(Tone.DONE, headline, (backup,)), Told("count-opened", stocktake.number), offers)


def _done(part: CountsPart, outcome: StocktakeOutcome, words: str) -> Answer:
    if outcome.stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    headline = words.format(count=outcome.stocktake.label)
    shown = replace(part, chosen=outcome.stocktake.id)
    return Answer(shown, Message(Tone.DONE, headline), Told(f"count-{outcome.stocktake.state}"))


def _to_scanning(stocktake_id: int) -> Offer:
    return Offer(f"in:stocktake:scanning.choose:{stocktake_id}", _("Start scanning"))
