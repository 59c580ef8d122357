"""What is done about losses, money, withdrawals and binding, beside what it must do to the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desk.whereabouts import LOSS_PERCENT, Bill, Place

from deskcirc.desk.binding import BindingOrder, bind_issues
from deskcirc.desk.charges import raise_charge, settle_charge
from deskcirc.desk.claims import claim_returned, end_claim, note_search
from deskcirc.desk.damage_charges import charge_for_damage
from deskcirc.desk.finding import find_copy
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.replacing import Replacement, replace_copy
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    add_to_withdrawal,
    approve_withdrawal,
    cancel_withdrawal,
    propose,
)
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.withdrawal import WithdrawalReason

if TYPE_CHECKING:
    from tests.desk.any_damage import Play

WAYS = (LossWay.PRICE, LossWay.PRICE, LossWay.SAME_COPY, LossWay.UNDECIDED, LossWay.NOTHING)


def place(play: Play, copy: int) -> Place:
    return play.cards.copies[copy]


def claim(play: Play, copy: int, _who: int, number: int) -> None:
    found = play.ask("SELECT id FROM loans WHERE copy_id = ? ORDER BY id DESC", copy)
    loan = found[min(number % 9 // 8, len(found) - 1)] if found else 10**6
    outcome = play.do(lambda desk: claim_returned(desk, loan, "说还了"))
    if not outcome.why_not:
        at = place(play, copy)
        assert at.holder is not None
        at.loss, at.loss_id = "claimed", outcome.loss.id


def end_the_claim(play: Play, copy: int, _who: int, _number: int) -> None:
    at = place(play, copy)
    outcome = play.do(lambda desk: end_claim(desk, at.loss_id, "在家里"))
    assert bool(outcome.why_not) == (at.loss != "claimed")
    if not outcome.why_not:
        at.loss, at.loss_id = "", 0


def search(play: Play, copy: int, _who: int, _number: int) -> None:
    known = place(play, copy).loss_id
    assert play.do(lambda desk: note_search(desk, [known, known])) == (1 if known else 0)


def lose(play: Play, copy: int, who: int, number: int) -> None:
    at, way, fen = place(play, copy), WAYS[number % 5], 700 if number % 3 == 0 else None
    named = play.reader(who).id if number % 11 == 0 else None
    order = LossOrder(copy, patron_id=named, way=way, amount=fen)
    outcome = play.do(lambda desk: declare_lost(desk, [order]))
    if not outcome.done:
        return
    assert at.state in ("in_stock", "missing", "in_repair", "lost")
    patron = named or at.pupil or at.holder
    owed = fen or (at.price and at.price * LOSS_PERCENT // 100)
    play.missing[copy, outcome.losses[0].id] = at.state == "missing"
    play.cards.is_lost(copy, patron, outcome.losses[0].id, owed if way is LossWay.PRICE else None)
    assert way is not LossWay.PRICE or (owed and patron), "a price that is not known is asked for, never zero"


def decide(play: Play, copy: int, _who: int, number: int) -> None:
    at, way, fen = place(play, copy), WAYS[number % 5], 650 if number % 3 == 0 else None
    outcome = play.do(lambda desk: change_loss(desk, at.loss_id, LossChange(way=way, amount=fen)))
    if outcome.why_not:
        return
    assert at.loss == "lost"
    bills = [bill for bill in play.cards.bills if bill.loss_id == at.loss_id]
    assert not any(bill.received - bill.back for bill in bills), "what was received is given back first"
    for bill in bills:
        bill.state = "cancelled" if bill.state == "open" else bill.state
    owed = fen or (at.price and at.price * LOSS_PERCENT // 100)
    if way is LossWay.PRICE:
        assert owed
        play.cards.bills.append(Bill(outcome.losses[0].patron_id, owed, loss_id=at.loss_id))


def no_loss(play: Play, copy: int, _who: int, _number: int) -> None:
    at = place(play, copy)
    loan = play.ask("SELECT loan_id FROM losses WHERE id = ? AND loan_id IS NOT NULL", at.loss_id)
    outcome = play.do(lambda desk: cancel_loss(desk, at.loss_id, "点错了"))
    if outcome.why_not:
        return
    assert (at.loss, at.state) == ("lost", "lost")
    play.cards.gives_back(at.loss_id, play.desk.today)
    sound = "in_repair" if at.repair == "beyond" else "in_stock"
    at.state, at.loss, at.loss_id = "missing" if play.missing.get((copy, at.loss_id)) else sound, "", 0
    if outcome.came_back is not None:
        play.cards.arrives(copy)
    elif loan:
        at.holder = play.ask("SELECT patron_id FROM loans WHERE id = ? AND returned_at IS NULL", loan[0])[0]
        at.corner = play.ask("SELECT corner_id FROM loans WHERE id = ?", loan[0])[0]


def miss(play: Play, copy: int, _who: int, _number: int) -> None:
    at = place(play, copy)
    why_not = play.do(lambda desk: report_missing(desk, copy))
    assert bool(why_not) == (at.holder is not None or at.state != "in_stock")
    if not why_not:
        at.state, at.trolley, at.kept = "missing", False, None


def find(play: Play, copy: int, _who: int, _number: int) -> None:
    at = place(play, copy)
    outcome = play.do(lambda desk: find_copy(desk, copy))
    assert outcome.done == (at.state in ("lost", "missing") or at.loss == "claimed")
    if outcome.done:
        play.cards.is_found(copy, play.desk.today)


def replace_it(play: Play, copy: int, _who: int, number: int) -> None:
    at = place(play, copy)
    outcome = play.do(lambda desk: replace_copy(desk, at.loss_id, Replacement(price=2000, in_stock=number % 2 == 0)))
    assert outcome.done == (at.loss == "lost"), outcome.refusals
    if outcome.done:
        play.cards.gives_back(at.loss_id, play.desk.today, "replaced")
        at.loss = "replaced"
        play.cards.copies[outcome.copy.id] = Place(at.title, "in_stock" if number % 2 == 0 else "in_process", 2000)


def bill_at(play: Play, place: int) -> tuple[int, Bill] | None:
    """One of the charges there are, the newest most often."""
    found = play.ask("SELECT id FROM charges ORDER BY id")
    if not found:
        return None
    back = place % min(3, len(found))
    return found[-1 - back], play.cards.bills[-1 - back]


def charge(play: Play, copy: int, who: int, number: int) -> None:
    if number % 2 == 0:
        patron = play.reader(who).id
        assert play.do(lambda desk: raise_charge(desk, patron, ChargeKind.LATE, 300, copy_id=copy)) == ""
        play.cards.bills.append(Bill(patron, 300))
        return
    found = play.ask("SELECT max(id) FROM repairs WHERE copy_id = ?", copy)
    repair = found[0] or 10**6
    if play.do(lambda desk: charge_for_damage(desk, repair, 250)) == "":
        (patron,) = play.ask("SELECT patron_id FROM repairs WHERE id = ?", repair)
        play.cards.bills.append(Bill(patron, 250))


def pay(play: Play, _copy: int, who: int, number: int) -> None:
    known = bill_at(play, who)
    if known is None:
        return
    charge_id, bill = known
    owed = bill.amount - bill.received if bill.state == "open" else 0
    fen = (None, 100, None, owed + 1)[number % 4]
    outcome = play.do(lambda desk: pay_charge(desk, charge_id, fen))
    assert (outcome.payment is not None) == (bool(owed) and (fen is None or fen <= owed))
    if outcome.payment is not None:
        bill.paid.append((play.desk.today, fen or owed))
        bill.state = "paid" if bill.received == bill.amount else "open"


def refund(play: Play, _copy: int, who: int, number: int) -> None:
    known = bill_at(play, who)
    if known is None:
        return
    charge_id, bill = known
    fen = (None, 100)[number % 2]
    kept = bill.received - bill.back
    outcome = play.do(lambda desk: refund_charge(desk, charge_id, fen, "多收了"))
    assert (outcome.payment is not None) == (0 < (kept if fen is None else fen) <= kept)
    if outcome.payment is not None:
        bill.state = "cancelled" if bill.state == "open" else bill.state  # the rest is owed no more
        bill.back += kept if fen is None else fen
        bill.state = "refunded" if bill.back == bill.received else bill.state


def waive(play: Play, _copy: int, who: int, _number: int) -> None:
    known = bill_at(play, who)
    if known is not None:
        charge_id, bill = known
        why_not = play.do(lambda desk: settle_charge(desk, charge_id, ChargeState.WAIVED, "家庭困难"))
        assert bool(why_not) == (bill.state != "open")
        bill.state = "waived" if not why_not else bill.state


def withdraw(play: Play, copy: int, _who: int, number: int) -> None:
    """Proposed, added, given up, approved: with the newest batch there is."""
    batch = play.ask("SELECT coalesce(max(id), 0) FROM withdrawals")[0]
    if number % 4 == 0:
        reason = WithdrawalReason.LOST if number % 8 == 0 else WithdrawalReason.WEEDED
        play.do(lambda desk: propose(desk, WithdrawalDraft(reason), [copy]))
    elif number % 4 == 1:
        play.do(lambda desk: add_to_withdrawal(desk, batch, [copy]))
    elif number % 8 == 2:
        play.do(lambda desk: cancel_withdrawal(desk, batch))
    else:
        signed = Approval("3号", "王校长", play.desk.today)
        outcome = play.do(lambda desk: approve_withdrawal(desk, batch, signed, leave_behind=number % 3 == 0))
        for gone in outcome.done:
            _is_gone(place(play, gone.id))


def _is_gone(at: Place) -> None:
    assert at.holder is None
    assert at.kept is None
    at.state, at.trolley, at.repair, at.was_new = "withdrawn", False, "", False


def bind(play: Play, _copy: int, _who: int, number: int) -> None:
    issues = play.ask("SELECT id FROM copies WHERE volume LIKE '%第%' ORDER BY id")
    (kind,) = play.ask("SELECT item_type_id FROM copies WHERE id = ?", issues[0])
    title = place(play, issues[0]).title
    order = BindingOrder(title, tuple(issues[-2:]), kind, cost=500, in_stock=number % 2 == 0)
    outcome = play.do(lambda desk: bind_issues(desk, order))
    if outcome.copy_id is None:
        return
    price = sum(place(play, each).price or 0 for each in issues[-2:]) + 500
    for each in issues[-2:]:
        _is_gone(place(play, each))
        place(play, each).bound = True
    state = "in_stock" if number % 2 == 0 else "in_process"
    play.cards.copies[outcome.copy_id] = Place(outcome.title_id, state, price)


def hand(play: Play, copy: int, _who: int, _number: int) -> None:
    at = place(play, copy)
    outcome = play.do(lambda desk: hand_over(desk, [copy], "王老师"))
    assert (outcome.hand_over is not None) == (at.state == "in_process")
    if outcome.hand_over is not None:
        at.state, at.trolley = "in_stock", not at.repair


ACTS = {
    "claim": claim,
    "end_the_claim": end_the_claim,
    "search": search,
    "lose": lose,
    "decide": decide,
    "no_loss": no_loss,
    "miss": miss,
    "find": find,
    "replace_it": replace_it,
    "charge": charge,
    "pay": pay,
    "refund": refund,
    "waive": waive,
    "withdraw": withdraw,
    "bind": bind,
    "hand": hand,
}
