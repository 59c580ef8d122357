"""What is decided and changed at the desk while shelves are counted: (world, copy, who, number), as `any_count_acts`.

None of it tells by itself that a book is on its shelf: a label may be ordered and a place written with nothing in hand,
and a decision rests on what somebody saw before. So the truth knows nothing new after any of these acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.desk.any_count import ROOMS, Misread
from tests.desk.any_count_acts import Act, begin_walk, noted
from tests.desk.counts import missed

from deskcirc.desk.circulation import check_out
from deskcirc.desk.copies import CopyChange, change_copy, replace_label
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.counting import CountOrder, count_copy
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.domain.stocktake import CountKind, Decision, DecisionKind, Stocktake
from deskcirc.store.lookups.count_decisions import decisions_of

if TYPE_CHECKING:
    from tests.desk.any_count import World

MISSED = ("missing", "lost")


def a_running(world: World, who: int) -> Stocktake | None:
    """One of the counts that are not void."""
    return world.standing[who % len(world.standing)].count if world.standing else None


def standing_decisions(world: World, count: Stocktake, *kinds: DecisionKind) -> Sequence[Decision]:
    """What is decided in the count."""
    with world.library.reading() as connection:
        return [each for each in decisions_of(connection, count.id, standing=True) if not kinds or each.kind in kinds]


def renew(world: World, copy: int, _who: int, _number: int) -> None:
    """By telephone: the book is not there."""
    held = world.ask("SELECT patron_id FROM loans WHERE copy_id = ? AND returned_at IS NULL", copy)
    if held and held[0] is not None:
        ids = world.ask("SELECT id FROM patrons WHERE name IN ('陈子墨', '林小雨', '王芳') ORDER BY id")
        if held[0] in ids:
            reader = world.reader(ids.index(held[0]))
            world.act(lambda desk: check_out(desk, reader, copy))


def order_label(world: World, copy: int, _who: int, number: int) -> None:
    """A new barcode; handhelds that remember the old one are loaded later."""
    world.act(lambda desk: replace_label(desk, copy, f"N{copy}{number:03}"))


def change_place(world: World, copy: int, _who: int, number: int) -> None:
    """Written only: it stands where it stood."""
    world.act(lambda desk: change_copy(desk, [copy], CopyChange(location_id=ROOMS[number % len(ROOMS)])))


def take_file_back(world: World, _copy: int, who: int, _number: int) -> None:
    """The last file of a handheld is taken back; it is loaded again in the end at the latest."""
    handheld = world.handhelds.get(who % 3)
    if handheld is None or not handheld.files:
        return
    file_id, lines = handheld.files[-1]
    if take_back_file(world.at("office"), file_id).done:
        world.counts[handheld.count].lines -= lines
        handheld.files.pop()
        handheld.loaded = handheld.files[-1][1] if handheld.files else 0
    world.before = None


def miss_in_a_count(world: World, _copy: int, who: int, number: int) -> None:
    """Looked for in vain, missing, or lost, of what the count misses so far."""
    count = a_running(world, who)
    sought = sorted(missed(world.desk, count)) if count is not None else []
    kind = (DecisionKind.SEARCHED, DecisionKind.MISSING, DecisionKind.LOST)[number % 3]
    if count is not None and sought:
        world.act(lambda desk: decide(desk, count.id, kind, copy_ids=[sought[number % len(sought)]]))


def find_in_a_count(world: World, _copy: int, who: int, number: int) -> None:
    """It was scanned here, and is: what was registered as lost is found, what is on loan has come back."""
    count = a_running(world, who)
    strays = scanned(world, count, "on_loan', 'found") if count is not None else []
    strays = [each for each in strays if world.in_house(each) and is_elsewhere(world, each)]
    if count is None or not strays:
        return
    copy = strays[number % len(strays)]
    kind = (DecisionKind.FOUND, DecisionKind.RETURNED)[bool(loan_ids(world, copy))]
    world.act(lambda desk: decide(desk, count.id, kind, copy_ids=[copy]))
    if world.ask("SELECT id FROM holds WHERE copy_id = ? AND state = 'ready'", copy):
        noted(world, copy)  # the screen says that it is taken to the hold shelf


def damage_in_a_count(world: World, _copy: int, who: int, number: int) -> None:
    """Whoever scanned it saw that it is damaged, and says so later: perhaps it is there no more."""
    count = a_running(world, who)
    seen = scanned(world, count, "found") if count is not None else []
    if count is not None and seen:
        world.act(lambda desk: decide(desk, count.id, DecisionKind.DAMAGED, copy_ids=[seen[number % len(seen)]]))


def scanned(world: World, count: Stocktake, kinds: str) -> list[int]:
    """The copies that the count has lines of."""
    asked = f"SELECT copy_id FROM stocktake_scans WHERE stocktake_id = ? AND kind IN ('{kinds}') AND NOT ended"
    return [each for each in world.ask(f"{asked} ORDER BY id", count.id) if each is not None]


def loan_ids(world: World, copy: int) -> list[int]:
    """The open loan of a copy, if there is one."""
    return list(world.ask("SELECT id FROM loans WHERE copy_id = ? AND returned_at IS NULL", copy))


def is_elsewhere(world: World, copy: int) -> bool:
    """Whether the register says that it is on loan, missing or lost."""
    return bool(loan_ids(world, copy)) or world.ask("SELECT state FROM copies WHERE id = ?", copy)[0] in MISSED


def misread(world: World, copy: int, who: int, number: int) -> None:
    """The gun reads the next book of the shelf wrong."""
    begin_walk(world, copy, who % 2, number)
    walk = world.walks.get(who % 2)
    following = None if walk is None or walk.over else world.next_on(walk)
    if walk is None or following is None:
        return
    truth = world.counts[walk.count]
    desk = world.at(f"gun {who % 2}")
    order = CountOrder(truth.count.id, f"Z{len(world.misreads)}", shelf=world.shelf(walk), person="gun")
    outcome = count_copy(desk, order)
    if outcome.line is not None:
        assert outcome.kind is CountKind.UNKNOWN
        truth.lines += 1
        walk.passed = world.key(following)
        world.misreads.append(Misread(walk.count, outcome.line.id, following))
        world.before = None


def solve_misread(world: World, _copy: int, who: int, _number: int) -> None:
    """What the code is; the book was there when it was scanned, and nobody knows of later."""
    if world.misreads:
        found = world.misreads[who % len(world.misreads)]
        world.solve(found)
        world.before = None


def take_decision_back(world: World, _copy: int, who: int, number: int) -> None:
    count = a_running(world, who)
    decisions = standing_decisions(world, count) if count is not None else ()
    if decisions:
        chosen = decisions[number % len(decisions)].id
        world.act(lambda desk: reverse_decisions(desk, [chosen]))


def close_count(world: World, _copy: int, who: int, number: int) -> None:
    """Too early: much is not counted yet."""
    count = a_running(world, who)
    if count is not None and number % 3 == 0:
        world.act(lambda desk: close_stocktake(desk, count.id))
        world.before = None


def reopen_count(world: World, _copy: int, who: int, _number: int) -> None:
    count = a_running(world, who)
    if count is not None:
        world.act(lambda desk: reopen_stocktake(desk, count.id, "点早了"))
        world.before = None


def void_count(world: World, _copy: int, who: int, number: int) -> None:
    """What was seen in it was seen all the same; but what only its handhelds and decisions know would be lost."""
    place = who % max(len(world.counts), 1)
    pending = [each for each in world.handhelds.values() if each.count == place and each.loaded < len(each.lines)]
    if number % 4 or not world.counts or pending or any(each.count == place for each in world.misreads):
        return
    truth = world.counts[place]
    assert void_stocktake(world.at(), truth.count.id, "开错了").done != truth.void
    truth.void = True
    world.walks = {who: walk for who, walk in world.walks.items() if walk.count != place}
    world.handhelds = {who: each for who, each in world.handhelds.items() if each.count != place}
    world.before = None


DECISIONS: dict[str, Act] = {
    each.__name__: each
    for each in (
        renew,
        order_label,
        change_place,
        take_file_back,
        miss_in_a_count,
        find_in_a_count,
        damage_in_a_count,
        misread,
        solve_misread,
        take_decision_back,
        close_count,
        reopen_count,
        void_count,
    )
}
