"""The list to look for copies by (待查): in walking order, where to look, boxes to tick, room for what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskcirc.domain.search_places import WantedCopy
from deskcirc.labels.paper import Paper
from deskcirc.labels.ticked_list import TickedLine, TickedList, ticked_paper
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _


def search_list(wanted: Sequence[WantedCopy], library_name: str, on: date, *, missing: bool = False) -> Paper:
    """The list in the order of `wanted`; a copy never runs over two pages. Nothing to look for is one page too.

    `missing` are copies that are not in their place, without anybody saying that they were returned.
    """
    count = ngettext("{count} copy", "{count} copies", len(wanted)).format(count=len(wanted))
    title = _("Missing copies") if missing else _("Copies to look for")
    hint = _("They are said to be returned. Tick each place that was looked at; scan a copy that is found.")
    if missing:
        hint = _("They are not in their places. Tick each place that was looked at; scan a copy that is found.")
    return ticked_paper(
        TickedList(
            name=_("Search list"),
            title=title,
            told=" · ".join(part for part in (library_name, full_date(on), count) if part),
            hint=hint,
            lines=tuple(_line(each) for each in wanted),
            empty=_("Nothing is looked for."),
        )
    )


def _line(wanted: WantedCopy) -> TickedLine:
    copy = wanted.copy
    return TickedLine(copy.call_number, copy.name, copy.code, _claim_words(wanted), wanted.places)


def _claim_words(wanted: WantedCopy) -> str:
    """Who said so and when, and how often it was looked for."""
    loss = wanted.loss
    said = []
    if loss.claimed_on is not None:
        day = full_date(loss.claimed_on)
        if loss.patron:
            said.append(_("{patron} said so on {day}").format(patron=loss.patron, day=day))
        else:
            said.append(_("said to be returned on {day}").format(day=day))
    if loss.searches:
        words = ngettext("looked for once", "looked for {count} times", loss.searches)
        said.append(words.format(count=loss.searches))
    if loss.note:
        said.append(loss.note)
    return " · ".join(said)
