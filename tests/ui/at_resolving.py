"""A station at the section "resolving", and counts with a line of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON, a_patron
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.losses import report_missing
from deskcirc.desk.repair import report_damage
from deskcirc.domain.stocktake import Stocktake
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, ResolvingPart, key_of


def part_of(shown: Shown) -> ResolvingPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["resolving"]
    assert isinstance(part, ResolvingPart)
    return part


def words_of(shown: Shown) -> str:
    return " ".join((shown.message.headline, *shown.message.details))


def keys(part: ResolvingPart, matter: Matter) -> list[int]:
    return [key_of(line) for line in part.lines[matter]]


def three_not_seen(desk: Desk) -> Stocktake:
    for number in (1, 2, 3):
        a_copy_at(desk.library, f"I287.45/{number}")
    return a_count(desk, name="期末盘点")


def every_matter(desk: Desk) -> Stocktake:
    """A count with a line of every kind: two not seen, one each on loan, lost, misplaced, out of order, unknown …"""
    library = desk.library
    first, second = a_shelf(library, "SH001", "A1"), a_shelf(library, "SH002", "I2", place=2)
    copies = [a_copy_at(library, f"B{number}") for number in range(1, 9)]
    lent, lost, kept = (a_copy_at(library, f"B9{number}") for number in (1, 2, 3))
    check_out(desk, a_patron(library), lent.id)
    report_missing(desk, lost.id)
    report_damage(desk, kept.id, DamageReport())
    count = a_count(desk)
    walk = [*((copies[place], first) for place in (0, 3, 1, 2)), (copies[4], second), (copies[5], first)]
    walk += [(copies[5], second), (lent, first), (lost, first), (kept, first)]
    for minute, (copy, shelf) in enumerate(walk):
        scan(replace(desk, now=NOON - timedelta(minutes=30 - minute)), count, copy, shelf=shelf)
    scan(replace(desk, now=NOON), count, copies[6].code + "9", shelf=first)
    return count
