"""Everything that happens while shelves are counted, beside what it does to the truth: (world, copy, who, number)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.desk.any_count import DROP, GONE, PATRON, SCOPES, TROLLEY, Handheld, Walk
from tests.desk.counts import a_copy_at

from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.corner_piles import fill_corner, take_back
from deskcirc.desk.count_files import load_file, wish_of
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.finding import find_copy
from deskcirc.desk.hold_shelf import KeepKind, expire_holds, keep_copy
from deskcirc.desk.holds import cancel_hold, reserve
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import cancel_repair, end_repair, finish_repair, report_damage, start_repair
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.stocktakes import continue_stocktake, pause_stocktake
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.losses import LossWay
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.exchange.collector import read_collector

if TYPE_CHECKING:
    from tests.desk.any_count import World

Act = Callable[["World", int, int, int], None]
EVERYTHING: Final = Override(frozenset(BlockCode), "特批")
CORNER: Final = 1
MOST_COPIES: Final = 13


def noted(world: World, copy: int) -> None:
    """The register has noted that somebody had the copy in hand, and it is put where the screen says."""
    world.handled(copy)
    world.goes_where_it_is_sent(copy)


def lend(world: World, copy: int, who: int, _number: int) -> None:
    if not world.in_house(copy):
        return
    reader = world.reader(who)
    outcome = world.act(lambda desk: check_out(desk, reader, copy, override=EVERYTHING, return_first=True))
    if outcome.kind is CheckoutKind.LENT:
        noted(world, copy)


def read_here(world: World, copy: int, who: int, _number: int) -> None:
    if world.in_house(copy):
        reader = world.reader(who)
        if world.act(lambda desk: lend_on_site(desk, reader, copy)).done:
            noted(world, copy)


def come_in(world: World, copy: int, _who: int, number: int) -> None:
    """Brought back; found in the book drop in the morning; or left on a table, and scanned there."""
    if world.where[copy] == GONE:
        return
    day = world.desk.today - timedelta(days=number % 3 if world.where[copy] == DROP else 0)
    world.act(lambda desk: check_in(desk, copy, returned_on=day))
    noted(world, copy)


def drop(world: World, copy: int, _who: int, _number: int) -> None:
    if world.where[copy] == PATRON:
        world.where[copy] = DROP


def put_back_without_a_word(world: World, copy: int, _who: int, number: int) -> None:
    """A reader puts a lent copy on a shelf; somebody takes one from the trolley and shelves it."""
    if world.where[copy] in (PATRON, TROLLEY):
        world.where[copy] = world.home(copy) if number % 3 else world.shelves[number % 2].code


def vanish(world: World, copy: int, _who: int, _number: int) -> None:
    if world.stands(copy) and world.is_known(copy):
        world.where[copy] = GONE


def turn_up(world: World, copy: int, _who: int, number: int) -> None:
    """What was gone stands there one day, but not while a count misses it: in one instant it would not be found."""
    if world.where[copy] == GONE and not any(copy in each.missing for each in world.standing):
        (state,) = world.ask("SELECT state FROM copies WHERE id = ?", copy)
        if state != "withdrawn":
            world.where[copy] = world.home(copy) if number % 3 else world.shelves[number % 2].code


def shelve(world: World, _copy: int, _who: int, number: int) -> None:
    world.act(shelve_all)
    for each, place in world.where.items():
        if place == TROLLEY:
            world.where[each] = world.home(each) if number % 4 else world.shelves[each % 3].code


def wait(world: World, copy: int, who: int, number: int) -> None:
    reader = world.reader(who)
    (title,) = world.ask("SELECT title_id FROM copies WHERE id = ?", copy)
    world.act(lambda desk: reserve(desk, reader, title, wanted_copy_id=copy if number % 3 == 0 else None))


def pull(world: World, copy: int, _who: int, _number: int) -> None:
    if world.in_house(copy):
        outcome = world.act(lambda desk: keep_copy(desk, copy))
        if outcome.kind is KeepKind.KEPT or outcome.found is not None:
            noted(world, copy)


def wait_no_more(world: World, _copy: int, who: int, _number: int) -> None:
    found = world.ask("SELECT id FROM holds WHERE state IN ('waiting', 'ready') ORDER BY id")
    if found:
        hold = found[who % len(found)]
        kept = world.ask("SELECT copy_id FROM holds WHERE id = ? AND state = 'ready'", hold)
        world.act(lambda desk: cancel_hold(desk, hold))
        for copy in kept:
            carry(world, copy)


def carry(world: World, copy: int) -> None:
    """A copy of the hold shelf goes where it is sent, if it is there."""
    if world.in_house(copy):
        world.goes_where_it_is_sent(copy)


def days(world: World, _copy: int, _who: int, number: int) -> None:
    world.desk = type(world.desk)(
        world.library,
        world.desk.operator,
        world.desk.station,
        world.desk.now + timedelta(days=(1, 1, 2, 9)[number % 4]),
    )
    for each in world.act(expire_holds):
        carry(world, each.copy.id)
    world.before = None


def fill(world: World, copy: int, _who: int, _number: int) -> None:
    if world.in_house(copy):
        outcome = world.act(lambda desk: fill_corner(desk, CORNER, [copy], EVERYTHING))
        for each in outcome.lent:
            noted(world, each.id)


def empty(world: World, copy: int, _who: int, number: int) -> None:
    if world.where[copy] == PATRON:
        damaged = {copy: DamageReport(note="撕破")} if number % 3 == 0 else {}
        for each in world.act(lambda desk: take_back(desk, CORNER, [copy], damaged)).back:
            noted(world, each.copy.id)


def damage(world: World, copy: int, _who: int, _number: int) -> None:
    if (
        world.in_house(copy)
        and not world.act(lambda desk: report_damage(desk, copy, DamageReport(note="水渍"))).why_not
    ):
        noted(world, copy)


def mend(world: World, copy: int, _who: int, number: int) -> None:
    found = world.ask("SELECT max(id) FROM repairs WHERE copy_id = ?", copy)
    repair = found[0]
    if repair is None or not world.in_house(copy):
        return
    acts: tuple[Callable[..., object], ...] = (
        lambda desk: start_repair(desk, [repair]),
        lambda desk: finish_repair(desk, repair),
        lambda desk: end_repair(desk, [repair]),
        lambda desk: cancel_repair(desk, repair),
    )
    outcome = world.act(acts[number % 4])
    one = outcome[0] if isinstance(outcome, tuple) else outcome
    if not one.why_not:
        carry(world, copy)


def miss(world: World, copy: int, _who: int, _number: int) -> None:
    world.act(lambda desk: report_missing(desk, copy))


def lose(world: World, copy: int, who: int, _number: int) -> None:
    reader = world.reader(who).id
    order = LossOrder(copy, patron_id=reader, way=LossWay.SAME_COPY)
    world.act(lambda desk: declare_lost(desk, [order]))


def claim(world: World, copy: int, _who: int, _number: int) -> None:
    found = world.ask("SELECT id FROM loans WHERE copy_id = ? AND returned_at IS NULL", copy)
    if found:
        world.act(lambda desk: claim_returned(desk, found[0], "说还了"))


def find(world: World, copy: int, _who: int, _number: int) -> None:
    if world.in_house(copy) and world.act(lambda desk: find_copy(desk, copy)).done:
        noted(world, copy)


def withdraw(world: World, copy: int, _who: int, number: int) -> None:
    """Weeded with the book in hand, or struck off as lost with nothing in hand."""
    lost = world.where[copy] == GONE
    (state,) = world.ask("SELECT state FROM copies WHERE id = ?", copy)
    if number % 4 or not (lost or (world.in_house(copy) and state not in ("lost", "missing"))):
        return  # who has a lost one in hand finds it first
    draft = WithdrawalDraft(WithdrawalReason.LOST if lost else WithdrawalReason.WEEDED)
    batch = world.act(lambda desk: propose(desk, draft, [copy])).withdrawal
    if batch is None:
        return
    signed = Approval("3号", "王校长", world.desk.today)
    done = world.act(lambda desk: approve_withdrawal(desk, batch.id, signed)).done
    if done and not lost:
        noted(world, copy)


def accession(world: World, _copy: int, _who: int, number: int) -> None:
    """A new copy comes onto its shelf."""
    if len(world.where) < MOST_COPIES:
        call_number = ("G4/7", "I24/7", "K9/7")[number % 3]
        copy = a_copy_at(world.library, call_number, title=f"新书{number}", added_at=world.at().now)
        world.where[copy.id] = world.home(copy.id)
        world.before = None


def open_count(world: World, _copy: int, _who: int, number: int) -> None:
    world.open_count(SCOPES[number % len(SCOPES)])


def pause(world: World, _copy: int, who: int, number: int) -> None:
    if world.counts:
        count = world.counts[who % len(world.counts)].count.id
        world.act(lambda desk: (pause_stocktake if number % 3 == 0 else continue_stocktake)(desk, count))
        world.before = None


def begin_walk(world: World, _copy: int, who: int, number: int) -> None:
    """Somebody begins a shelf; whoever stands before another one goes on there first."""
    going = bool(world.counts) and not world.counts[number % len(world.counts)].void
    if going and (who not in world.walks or world.walks[who].over):
        world.walks[who] = Walk(number % len(world.counts), (number // 3) % len(world.shelves), world.at().now)


def walk_on(world: World, copy: int, who: int, number: int) -> None:
    begin_walk(world, copy, who % 2, number)
    walk = world.walks.get(who % 2)
    for _book in range(1 + number % 4):
        if walk is not None and not walk.over:
            world.scan(walk, f"gun {who % 2}")


def scan_in_vain(world: World, copy: int, who: int, number: int) -> None:
    """A scan is taken back at once, and the book is scanned again later."""
    begin_walk(world, copy, who % 2, number)
    walk = world.walks.get(who % 2)
    if walk is None or walk.over:
        return
    passed, proof, lines = walk.passed, dict(world.proof), world.counts[walk.count].lines
    outcome = world.scan(walk, f"gun {who % 2}")
    if outcome is not None and outcome.kind is not None:
        assert undo_last(world.at(f"gun {who % 2}"), "scanning").done
        walk.passed, world.proof, world.counts[walk.count].lines = passed, proof, lines
    world.before = None


def take_along(world: World, _copy: int, who: int, number: int) -> None:
    """A handheld goes along a shelf for some steps, and nobody knows of it yet."""
    if not world.counts:
        return
    handheld = world.handhelds.get(who % 3)
    if handheld is None:
        count = number % len(world.counts)
        if world.counts[count].void:
            return
        handheld = world.handhelds[who % 3] = Handheld(count, timed=who % 3 != 2)
    if handheld.walk is None:
        handheld.walk = Walk(handheld.count, (number // 3) % len(world.shelves), world.at().now)
    for _book in range(1 + number % 5):
        world.remember(handheld)


def load(world: World, _copy: int, who: int, _number: int) -> None:
    handheld = world.handhelds.get(who % 3)
    if handheld is not None:
        world.load(handheld)


def load_lines(world: World, handheld: Handheld) -> int:
    """Load the file of the handheld; returns how many lines of it were read."""
    desk, count = world.at("office"), world.counts[handheld.count].count
    texts = ["条码,时间,书架" if handheld.timed else "条码,书架"]
    for code, at, shelf in handheld.lines:
        clock = f"{at + desk.policy.utc_offset:%Y-%m-%d %H:%M:%S}," if handheld.timed else ""
        texts.append(f"{code},{clock}{shelf}")
    octets = "\r\n".join(texts).encode("gb18030") + b"\r\n"
    loaded = load_file(desk, count.id, read_collector(octets, "盘点机.csv", wish_of(desk)), FileOrder("PDA"))
    assert loaded.done == (len(handheld.lines) != handheld.loaded), "the very same file is taken in once"
    if loaded.file is not None:
        handheld.files.append((loaded.file.id, len(handheld.lines)))
    handheld.loaded = len(handheld.lines)
    assert loaded.sums.read == (len(handheld.lines) if loaded.done else 0)
    return loaded.sums.read


ACTS: dict[str, Act] = {
    name: act
    for name, act in list(globals().items())
    if callable(act)
    and getattr(act, "__module__", "") == __name__
    and name not in ("noted", "carry", "begin_walk", "load_lines", "Act")
}
