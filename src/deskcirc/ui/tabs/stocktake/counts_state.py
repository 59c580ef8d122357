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
)
from deskcirc.domain.scanning import Scan
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.counts_part import CountsPart, read_part

CALM: Final = marked("Counts: open one, then scan shelf by shelf while lending goes on")
"""What the banner says while nothing else is to be said."""
_STEPS: Final[Mapping[str, tuple[Callable[[Desk, int], StocktakeOutcome], str]]] = {
    "pause": (pause_stocktake, marked("{count} is paused: no scan is counted until it is continued")),
    "continue": (continue_stocktake, marked("{count} goes on: scan a shelf, then its books")),
}


def first() -> CountsPart:
    """The section before anything is read."""
    return CountsPart()


def refresh(desk: Desk, part: CountsPart) -> CountsPart:
    """Read everything again."""
    return read_part(desk, part)


def on_scan(_desk: Desk, part: CountsPart, scan: Scan, found: Identified) -> Answer:
    """Nothing is scanned here; the sentence says where it is."""
    name = found.copy.name if found.copy is not None else scan.code
    headline = _("{name}: choose or open a count here first").format(name=name)
    return Answer(part, Message(Tone.LOOK, headline), Told("not-here", scan.code))


def on_act(desk: Desk, part: CountsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "look:COUNT", "open" with the form, "pause:COUNT", "continue:COUNT", "rename:COUNT"."""
    verb = act.partition(":")[0]
    if verb == "look":
        return Answer(replace(part, chosen=number_in(act)))
    if act == "open":
        return _opened(part, open_stocktake(desk, _order_in(values)))
    if verb == "rename":
        outcome = rename_stocktake(desk, number_in(act), values.get("name", ""), values.get("note", ""))
        return _done(part, outcome, _("{count} is named so now"))
    if verb in _STEPS:
        step, words = _STEPS[verb]
        return _done(part, step(desk, number_in(act)), _(words))
    raise UnknownActError(act)


def _order_in(values: Mapping[str, str]) -> StocktakeOrder:
    return StocktakeOrder(
        name=values.get("name", ""), blind=values.get("blind", "") == "yes", note=values.get("note", "")
    )


def _opened(part: CountsPart, outcome: StocktakeOutcome) -> Answer:
    stocktake = outcome.stocktake
    if stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    words = _("{count} is open: {expected} copies are to be found on their shelves")
    headline = words.format(count=stocktake.label, expected=stocktake.expected)
    backup = _("The library as it was before is kept as {file}.").format(file=stocktake.backup)
    shown = replace(part, chosen=stocktake.id)
    return Answer(shown, Message(Tone.DONE, headline, (backup,)), Told("count-opened", stocktake.number))


def _done(part: CountsPart, outcome: StocktakeOutcome, words: str) -> Answer:
    if outcome.stocktake is None or not outcome.done:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    headline = words.format(count=outcome.stocktake.label)
    shown = replace(part, chosen=outcome.stocktake.id)
    return Answer(shown, Message(Tone.DONE, headline), Told(f"count-{outcome.stocktake.state}"))
