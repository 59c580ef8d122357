"""Each act that can be done to a copy, beside what it must do to the cards: (play, copy, who, number) → nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.desk import any_loss_acts
from tests.desk.any_loss_acts import place
from tests.desk.whereabouts import Cards

from deskcirc.desk.circulation import NO_OVERRIDE, CheckoutKind, Override, check_out
from deskcirc.desk.corner_piles import fill_corner, take_back
from deskcirc.desk.corners import close_corner
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.hold_shelf import KeepKind, expire_holds, keep_copy
from deskcirc.desk.holds import cancel_hold, reserve
from deskcirc.desk.mending_lessons import bring_in, cancel_lesson, close_lesson, lay_aside, open_lesson, take_out
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import (
    cancel_repair,
    end_repair,
    finish_repair,
    give_up_repair,
    reopen_repair,
    report_damage,
    start_repair,
)
from deskcirc.desk.returning import check_in, mark_damaged, shelve_all
from deskcirc.desk.sub_loans import SubLoanKind, lend_in_corner, return_in_corner
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.mending_lessons import LessonDraft

if TYPE_CHECKING:
    from tests.desk.any_damage import Play

Act = Callable[["Play", int, int, int], None]
EVERYTHING = Override(frozenset(BlockCode), "特批")
CORNER = 1


def is_in(play: Play, copy: int) -> None:
    """What a return does to the cards."""
    at = place(play, copy)
    if at.loss == "claimed" or at.state == "lost":
        play.cards.is_found(copy, play.desk.today)
        return
    if at.holder is None and at.repair == "mended":
        play.cards.is_sound(copy)
        return
    if at.state == "missing":
        at.state = "in_repair" if at.repair == "beyond" else "in_stock"
    play.cards.comes_back(copy)
    play.cards.arrives(copy)


def lend(play: Play, copy: int, who: int, number: int) -> None:
    reader = play.reader(who)
    passing = EVERYTHING if number % 5 in (0, 1) else NO_OVERRIDE
    outcome = play.do(lambda desk: check_out(desk, reader, copy, override=passing, return_first=number % 7 == 0))
    if outcome.kind is not CheckoutKind.LENT:
        return
    if outcome.found is not None:
        play.cards.is_found(copy, play.desk.today, send_on=False)
    at = place(play, copy)
    assert at.holder in (None, reader.id) or outcome.returned_from is not None, "of two who have it one must return it"
    assert number % 5 in (0, 1) or at.repair in ("", "mended"), "what is in repair is not lent by accident"
    play.cards.comes_back(copy)
    play.cards.is_taken(copy, reader.id)


def read_here(play: Play, copy: int, who: int, _number: int) -> None:
    reader = play.reader(who)
    outcome = play.do(lambda desk: lend_on_site(desk, reader, copy))
    if outcome.done and not outcome.already:
        if outcome.found is not None:
            play.cards.is_found(copy, play.desk.today, send_on=False)
        assert place(play, copy).repair == ""
        play.cards.is_taken(copy, reader.id, fulfils=False)


def come_in(play: Play, copy: int, _who: int, number: int) -> None:
    day = play.desk.today - timedelta(days=number % 4 if number % 5 == 0 else 0)
    play.do(lambda desk: check_in(desk, copy, returned_on=day))
    is_in(play, copy)


def wait(play: Play, copy: int, who: int, number: int) -> None:
    reader, title = play.reader(who), place(play, copy).title
    wanted = copy if number % 3 == 0 else None
    outcome = play.do(lambda desk: reserve(desk, reader, title, wanted_copy_id=wanted))
    if not outcome.blocks:
        play.cards.queues.setdefault(title, []).append((reader.id, wanted))


def wait_no_more(play: Play, _copy: int, who: int, _number: int) -> None:
    open_ones = "SELECT id FROM holds WHERE state IN ('waiting', 'ready') ORDER BY id"
    found = play.ask(open_ones)
    if not found:
        return
    hold = found[who % len(found)]
    (patron,) = play.ask("SELECT patron_id FROM holds WHERE id = ?", hold)
    (title,) = play.ask("SELECT title_id FROM holds WHERE id = ?", hold)
    assert play.do(lambda desk: cancel_hold(desk, hold)) == ""
    _leaves_queue(play.cards, title, patron, to_trolley=True)


def _leaves_queue(cards: Cards, title: int, patron: int, *, to_trolley: bool) -> None:
    cards.queues[title] = [one for one in cards.queues[title] if one[0] != patron]
    for other in cards.copies.values():
        if other.title == title and other.kept == patron:
            other.kept, other.trolley = None, to_trolley


def pull(play: Play, copy: int, _who: int, _number: int) -> None:
    outcome = play.do(lambda desk: keep_copy(desk, copy))
    if outcome.found is not None:
        play.cards.is_found(copy, play.desk.today)
    elif outcome.kind is KeepKind.KEPT:
        at = place(play, copy)
        assert at.repair == ""
        at.state, at.kept, at.trolley = "in_stock", play.cards.first_for(copy), False


def shelve(play: Play, _copy: int, _who: int, _number: int) -> None:
    count = play.do(shelve_all)
    on_trolley = [at for at in play.cards.copies.values() if at.trolley]
    assert count == len(on_trolley)
    for at in on_trolley:
        at.trolley = False


def days(play: Play, _copy: int, _who: int, number: int) -> None:
    """Days pass, and holds that nobody collects end as the counter lets them end."""
    play.desk = replace(play.desk, now=play.desk.now + timedelta(days=(1, 4, 12, 35)[number % 4]))
    ended = play.do(expire_holds)
    for each in ended:
        _leaves_queue(play.cards, each.hold.title_id, each.hold.patron_id, to_trolley=False)
    for each in ended:
        play.cards.arrives(each.copy.id)


def fill(play: Play, copy: int, _who: int, number: int) -> None:
    (class_patron,) = play.ask("SELECT patron_id FROM corners WHERE id = ?", CORNER)
    passing = EVERYTHING if number % 4 == 0 else NO_OVERRIDE
    outcome = play.do(lambda desk: fill_corner(desk, CORNER, [copy, play.copy(copy)], passing))
    for each in outcome.lent:
        at = place(play, each.id)
        if at.loss == "claimed" or at.state == "lost":
            play.cards.is_found(each.id, play.desk.today, send_on=False)
        assert at.holder is None
        assert passing.codes or at.repair in ("", "mended")
        play.cards.is_taken(each.id, class_patron, corner=CORNER)


def empty(play: Play, copy: int, _who: int, number: int) -> None:
    damaged = {copy: DamageReport(note="撕破")} if number % 3 == 0 else {}
    outcome = play.do(lambda desk: take_back(desk, CORNER, [copy], damaged))
    for each in outcome.back:
        is_in(play, each.copy.id)
        if damaged and place(play, each.copy.id).repair != "beyond":
            play.cards.is_damaged(each.copy.id)


def sub_lend(play: Play, copy: int, _who: int, _number: int) -> None:
    pupil = play.patrons[-1]
    outcome = play.do(lambda desk: lend_in_corner(desk, CORNER, pupil, copy))
    if outcome.kind is not SubLoanKind.REFUSED:
        place(play, copy).pupil = pupil if outcome.kind is SubLoanKind.LENT else None


def sub_back(play: Play, copy: int, _who: int, _number: int) -> None:
    outcome = play.do(lambda desk: return_in_corner(desk, CORNER, copy))
    if outcome.kind is not SubLoanKind.REFUSED:
        place(play, copy).pupil = None


def shut_corner(play: Play, _copy: int, _who: int, number: int) -> None:
    if number % 8 == 0:
        play.do(lambda desk: close_corner(desk, CORNER, leave_short=number % 16 == 0))


def damage(play: Play, copy: int, _who: int, number: int) -> None:
    if number % 3 == 0:
        at = place(play, copy)
        play.do(lambda desk: mark_damaged(desk, copy, "缺页"))
        if at.state not in ("lost", "withdrawn") and at.repair != "beyond":
            play.cards.is_damaged(copy)
        return
    outcome = play.do(lambda desk: report_damage(desk, copy, DamageReport(note="水渍")))
    assert (outcome.loan is not None) == (place(play, copy).holder is not None)
    if not outcome.why_not:
        play.cards.is_damaged(copy)


def repair_of(play: Play, copy: int, number: int) -> int:
    """The last repair of the copy, seldom the one before it; one that is not there where there is none."""
    found = play.ask("SELECT id FROM repairs WHERE copy_id = ? ORDER BY id DESC", copy)
    return int(found[min(number % 9 // 8, len(found) - 1)]) if found else 10**6


def copy_of(play: Play, repair: int) -> int:
    (copy,) = play.ask("SELECT copy_id FROM repairs WHERE id = ?", repair)
    return int(copy)


def _queue(play: Play, copy: int, act: Callable[..., Any], cards: Callable[[Cards, int], None], number: int) -> None:
    repair = repair_of(play, copy, number)
    outcome = play.do(lambda desk: act(desk, repair))
    outcome = outcome[0] if isinstance(outcome, tuple) else outcome
    if not outcome.why_not:
        cards(play.cards, copy)


def start(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, lambda desk, repair: start_repair(desk, [repair]),
           lambda cards, each: cards.at_table(each, "in_repair"), number)  # fmt: skip


def finish(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, finish_repair, lambda cards, each: cards.at_table(each, "mended"), number)


def end(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, lambda desk, repair: end_repair(desk, [repair]), Cards.is_sound, number)


def give_up(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, lambda desk, repair: give_up_repair(desk, repair, "散架"),
           lambda cards, each: cards.at_table(each, "beyond"), number)  # fmt: skip


def not_damaged(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, cancel_repair, Cards.is_sound, number)


def reopen(play: Play, copy: int, _who: int, number: int) -> None:
    _queue(play, copy, reopen_repair, Cards.waits_again, number)


def lesson(play: Play, copy: int, who: int, number: int) -> None:
    """What is done in mending lessons, with the newest there is."""
    lesson_id = (play.ask("SELECT max(id) FROM mending_lessons")[0] or 0) if number % 6 else 0
    if not lesson_id:
        waiting = play.ask("SELECT id FROM repairs WHERE state = 'queued' ORDER BY id")
        play.do(lambda desk: open_lesson(desk, LessonDraft("修补课", desk.today, 40), waiting))
        return
    repair = repair_of(play, copy, 0)
    helper = play.reader(who).id
    going = play.ask("SELECT copy_id FROM repairs WHERE lesson_id = ? AND state = 'in_repair'", lesson_id)
    if number % 6 in (4, 5):
        outcome = play.do(lambda desk: (close_lesson if number % 12 < 8 else cancel_lesson)(desk, lesson_id))
        for each in going if not outcome.why_not else ():
            play.cards.waits_again(each)
        return
    act, becomes = {
        1: (lambda desk: take_out(desk, lesson_id, repair, helper), "in_repair"),
        2: (lambda desk: bring_in(desk, lesson_id, repair), "mended"),
        3: (lambda desk: lay_aside(desk, lesson_id, repair), ""),
    }[number % 6]
    if not play.do(act).why_not:
        if becomes:
            play.cards.at_table(copy, becomes)
        else:
            play.cards.waits_again(copy)


ACTS: dict[str, Act] = {
    "lend": lend,
    "read_here": read_here,
    "come_in": come_in,
    "wait": wait,
    "wait_no_more": wait_no_more,
    "pull": pull,
    "shelve": shelve,
    "days": days,
    "fill": fill,
    "empty": empty,
    "sub_lend": sub_lend,
    "sub_back": sub_back,
    "shut_corner": shut_corner,
    "damage": damage,
    "start": start,
    "finish": finish,
    "end": end,
    "give_up": give_up,
    "not_damaged": not_damaged,
    "reopen": reopen,
    "lesson": lesson,
    **any_loss_acts.ACTS,
}
