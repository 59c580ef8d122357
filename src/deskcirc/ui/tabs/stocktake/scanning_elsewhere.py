"""A copy that the count in hand does not ask for: which other count does, and the way over to it.

Where several counts run, a shelf is easily scanned in the wrong one. Nothing is lost by it, for a copy is found in
every count once it was seen at a shelf; but the shelves of the other count would seem to be scanned by nobody.
"""

from __future__ import annotations

from dataclasses import replace

from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.domain.stocktake import CountKind, Stocktake
from deskcirc.store.lookups.copy_in_count import copy_in_count
from deskcirc.text import gettext as _
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.scanning_offers import both_ways
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart


def with_way_over(desk: Desk, part: ScanningPart, outcome: CountOutcome, answer: Answer) -> Answer:
    """The answer to a scan, with the count that asks for the copy where the one in hand does not."""
    other = _asks_for(desk, part, outcome)
    if other is None or answer.message is None or any(offer.label for offer in answer.offers):
        return answer
    name = other.named if other.label == outcome.stocktake.label else other.label  # two may bear one name
    said = _("{count} asks for it, and has it found by this scan.").format(count=name)
    message = replace(answer.message, details=(said, *answer.message.details))
    words = _("Go on in {count}").format(count=name)
    offers = (*both_ways(f"scanning.go_over:{other.id}", words), *answer.offers)
    return replace(answer, message=message, offers=offers)


def _asks_for(desk: Desk, part: ScanningPart, outcome: CountOutcome) -> Stocktake | None:
    """Another count that takes scans and had the copy in it at its opening; None in a blind count, which tells less."""
    copy, here = outcome.copy, outcome.stocktake
    if copy is None or outcome.kind is not CountKind.ELSEWHERE or here.blind:
        return None
    others = [each for each in part.running if each.id != here.id and each.takes_scans]
    with desk.library.reading() as connection:
        for each in others:
            known = copy_in_count(connection, each.id, copy.id)
            if known is not None and known.group is not None:
                return each
    return None
