"""Losses at the counter: claimed and searched, declared, paid, replaced, found again by one scan."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, change_rules, days_later, the_copy
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.desk.finding import find_copy
from deskcirc.desk.losses import report_missing
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossState, LossWay
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.repair.losses_part import LossesPart, View


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "repair", "losses")


def part_of(shown: Shown) -> LossesPart:
    part = shown.state.parts["losses"]  # type: ignore[attr-defined]
    assert isinstance(part, LossesPart)
    return part


def lent(library: Library, days_ago: int = 0, **columns: Any) -> None:
    """陈子墨 has the only copy."""
    patron, copy = a_patron(library), a_copy(library, **{"price": 2500, **columns})
    check_out(days_later(a_desk(library), -days_ago), patron, copy.id)


def offers_of(shown: Shown) -> list[str]:
    return [offer.act for offer in shown.state.offers]


def sound(library: Library) -> bool:
    return list(check_library(library)) == []


def test_a_copy_on_loan_is_lost_paid_and_found_again_by_a_scan(library: Library, counter: Counter) -> None:
    lent(library)
    asked = counter.scan("B00001")
    assert offers_of(asked) == ["in:returns:return:1", "losses.ask_lost:1", "losses.claim:1"]
    question = part_of(counter.act("losses.ask_lost:1")).asked
    assert question is not None
    assert [(way.way, way.amount) for way in question.ways][:2] == [(LossWay.PRICE, "25.00"), (LossWay.SAME_COPY, None)]
    lost = counter.act("losses.declare:1", way="price", amount="25.00", note="弄丢了")
    assert lost.message.headline == "《草房子》 is declared lost: 25.00 yuan owed"
    assert part_of(lost).lost[0].owed == 2500
    assert part_of(lost).asked is None
    assert offers_of(lost) == ["losses.pay:1", "in:repair:losses.letter:1"]
    assert counter.act("losses.pay:1", amount="30").message.tone is Tone.STOP
    part_paid = counter.act("losses.pay:1", amount="5")
    assert part_of(part_paid).lost[0].owed == 2000
    paid = counter.act("losses.pay:1")
    assert isinstance(counter.act(offers_of(paid)[0]).state.paper, Paper)
    counter.act("section:losses")
    found = counter.scan("B00001")
    assert offers_of(found)[0].startswith("money.receipts:")
    assert found.message.tone is Tone.LOOK
    assert found.message.headline == "《草房子》 is found: give 25.00 yuan back to 陈子墨"
    assert found.told.reasons == ("lost", "2500")
    assert the_copy(library, 1).state is CopyState.IN_STOCK
    assert part_of(found).view is View.FOUND
    assert [loss.state for loss in part_of(found).found] == [LossState.FOUND]
    assert sound(library)


def test_a_price_that_is_not_known_is_asked_for_and_never_taken_as_nothing(library: Library, counter: Counter) -> None:
    lent(library, price=None)
    question = part_of(counter.act("losses.ask_lost:1")).asked
    assert question is not None
    assert question.ways[0].amount == ""
    for amount in ("", "0", "nan", "-5", "9" * 30):
        refused = counter.act("losses.declare:1", way="price", amount=amount)
        assert refused.message.tone is Tone.STOP
        still = part_of(refused).asked
        assert still is not None
        assert still.refusal == refused.message.headline
    assert the_copy(library, 1).state is CopyState.IN_STOCK
    assert counter.act("losses.declare:1", way="price", amount="12.5").message.tone is Tone.DONE


def test_a_claim_is_searched_in_vain_and_then_found(library: Library, counter: Counter) -> None:
    lent(library, call_number="I287/1")
    before = all_rows(library)
    claimed = counter.act("losses.claim:1")
    assert claimed.message.headline == "《草房子》 is looked for now"
    assert [each.copy.code for each in part_of(claimed).claimed] == ["B00001"]
    assert isinstance(counter.act("losses.print").state.paper, Paper)
    counter.act("losses.look:1")
    searched = counter.act("losses.searched")
    assert searched.message.headline == "1 copy looked for and not found"
    assert part_of(searched).claimed[0].loss.searches == 1
    assert part_of(searched).looked_for == frozenset()
    found = counter.scan("B00001")
    assert found.message.tone is Tone.DONE
    assert found.message.headline == "《草房子》 is found"
    assert sound(library)
    for _step in range(3):
        assert counter.act("undo").message.tone is Tone.DONE
    assert all_rows(library) == before


def test_a_claim_may_turn_out_to_be_none(library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.claim:1")
    assert counter.act("losses.end_claim:1", note="").message.tone is Tone.STOP
    assert counter.act("losses.end_claim:1", note="在书包里").message.headline.endswith("陈子墨 after all")
    assert counter.act("losses.claim:7").message.tone is Tone.STOP


def test_what_is_long_overdue_is_proposed_and_declared_in_one_act_with_its_total(
    library: Library, counter: Counter
) -> None:
    change_rules(library, loss_percent=150)
    lent(library, 120)
    check_out(days_later(a_desk(library), -120), a_patron(library, "李想"), a_copy(library, "城南旧事", price=None).id)
    part = part_of(counter.act("losses.view:proposed"))
    assert [(line.proposed.loan.name, line.fen) for line in part.proposed] == [
        ("《草房子》", 3750),
        ("《城南旧事》", None),
    ]
    ticked = part_of(counter.act("losses.tick_all"))
    assert ticked.total == 3750
    assert counter.act("losses.declare_ticked").told.outcome == "price-unknown"
    assert counter.act("losses.plan:2", way="price", amount="nan").message.tone is Tone.STOP
    counter.act("losses.plan:2", way="price", amount="20")
    counter.act("losses.plan:1", way="same_copy")
    assert part_of(counter.act("refresh")).total == 2000
    done = counter.act("losses.declare_ticked")
    assert done.message.headline == "2 copies declared lost: 20.00 yuan owed"
    assert [(loss.way, loss.owed) for loss in sorted(part_of(done).lost, key=lambda each: each.copy.id)] == [
        (LossWay.SAME_COPY, 0),
        (LossWay.PRICE, 2000),
    ]
    assert isinstance(counter.act(offers_of(done)[0].removeprefix("in:repair:")).state.paper, Paper)
    assert sound(library)
    assert counter.act("undo").message.tone is Tone.DONE


def test_a_lost_copy_is_replaced_by_the_same_book_and_the_lost_one_withdrawn(
    library: Library, counter: Counter
) -> None:
    lent(library)
    counter.act("losses.declare:1", way="price", amount="25", note="")
    replaced = counter.act("losses.replace:1", price="26.00", note="")
    assert replaced.message.tone is Tone.DONE
    assert part_of(replaced).lost[0].state is LossState.REPLACED
    assert part_of(replaced).lost[0].owed == 0
    proposed = counter.act("losses.withdraw:1")
    assert proposed.told.outcome == "proposed"
    assert offers_of(proposed)[0].startswith("in:ledgers:withdrawal.open:")
    assert sound(library)


def test_a_loss_is_decided_anew_waived_or_taken_back(library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.declare:1", way="price", amount="25")
    assert part_of(counter.act("losses.ask_way:1")).asked is not None
    changed = counter.act("losses.change:1", way="price", amount="30", note="")
    assert changed.message.details == ("30.00 yuan owed",)
    assert counter.act("losses.waive:1", reason="").message.tone is Tone.STOP
    assert counter.act("losses.waive:1", reason="家庭困难").message.headline == "30.00 yuan for 《草房子》 are waived"
    assert counter.act("losses.pay:1").told.outcome == "nothing"
    assert counter.act("losses.cancel:1", note="").message.tone is Tone.STOP
    assert counter.act("losses.cancel:1", note="看错了").message.headline == "《草房子》 was not lost"
    assert the_copy(library, 1).state is CopyState.IN_STOCK
    assert sound(library)


def test_the_copy_under_the_cursor_alone_was_looked_for(library: Library, counter: Counter) -> None:
    patron = a_patron(library)
    for title in ("草房子", "城南旧事"):
        check_out(a_desk(library), patron, a_copy(library, title).id)
    counter.act("losses.claim:1")
    counter.act("losses.claim:2")
    searched = counter.act("losses.searched:2")
    assert {each.loss.id: each.loss.searches for each in part_of(searched).claimed} == {1: 0, 2: 1}
    assert counter.act("losses.searched:99").told.outcome == "nothing"
    assert counter.act("losses.searched:x").told.outcome == "not-an-input"


def test_a_missing_copy_is_listed_searched_and_found(library: Library, counter: Counter) -> None:
    a_copy(library, call_number="I287/1")
    seen = counter.scan("B00001")
    assert offers_of(seen) == ["losses.missing:1", "losses.ask_lost:1"]
    gone = counter.act("losses.missing:1")
    assert part_of(gone).view is View.MISSING
    assert [each.copy.code for each in part_of(gone).missing] == ["B00001"]
    paper = counter.act("losses.print_missing").state.paper
    assert isinstance(paper, Paper)
    assert counter.scan("B00001").message.headline == "《草房子》 is found"
    assert report_missing(a_desk(library), 1) == ""
    question = part_of(counter.act("losses.ask_lost:1")).asked
    assert question is not None
    assert [way.way for way in question.ways] == [LossWay.SAME_COPY, LossWay.NOTHING, LossWay.UNDECIDED]
    assert counter.act("losses.declare:1", way="nothing").message.tone is Tone.DONE
    assert sound(library)


def test_a_card_shows_what_its_patron_has_owes_and_lost(library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.declare:1", way="price", amount="25")
    shown = counter.scan("K0001")
    assert shown.message.details == ("0 copies in hand, 25.00 yuan owed", "《草房子》: lost")
    assert offers_of(shown) == ["in:patrons:patron:1"]


def test_what_is_nothing_here_says_so(library: Library, counter: Counter) -> None:
    assert counter.scan("B99999").told.outcome == "unknown"
    assert counter.act("losses.searched").told.outcome == "nothing"
    assert counter.act("losses.declare_ticked").told.outcome == "nothing"
    assert counter.act("losses.letter:9").told.outcome == "nothing"
    for act in ("losses.juggle", "losses.view:upside", "losses.plan:1", "losses.letter:x", "losses.found"):
        assert counter.act(act).message.tone is Tone.STOP


def test_ticks_and_views_read_nothing_again_until_somebody_wrote(library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.claim:1")
    claimed = part_of(counter.act("losses.view:claimed")).claimed
    ticked = part_of(counter.act("losses.look:1"))
    assert (ticked.claimed is claimed, ticked.looked_for) == (True, frozenset({1}))
    assert part_of(counter.act("losses.view:missing")).claimed is claimed
    assert find_copy(a_desk(library, station="another"), 1).done
    seen = part_of(counter.act("losses.view:claimed"))
    assert (seen.claimed, seen.looked_for) == ((), frozenset())
    assert [loss.state for loss in part_of(counter.act("losses.view:found")).found] == [LossState.FOUND]


def test_a_question_left_open_while_another_counter_finds_the_copy_gets_a_sentence_and_loses_nothing(
    library: Library, counter: Counter
) -> None:
    lent(library)
    counter.act("losses.declare:1", way="price", amount="25")
    counter.act("losses.ask_way:1")
    assert find_copy(a_desk(library, station="another"), 1).done
    before = all_rows(library, without_journal=False)
    for act in ("change", "pay", "waive", "cancel", "replace"):
        late = counter.act(f"losses.{act}:1", way="price", amount="9", reason="x", note="x")
        assert late.message.tone in (Tone.STOP, Tone.LOOK)
        assert late.message.headline
    assert all_rows(library, without_journal=False) == before
    assert sound(library)
