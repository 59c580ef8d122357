"""Closing a count, opening it again, declaring it void: what each marks, takes back and leaves; the sealed report."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan, the_count, what_closing_does

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.losses import report_missing
from deskcirc.desk.returning import check_in
from deskcirc.desk.stocktake_closing import (
    ClosingOutcome,
    close_stocktake,
    reopen_stocktake,
    void_stocktake,
)
from deskcirc.desk.stocktakes import pause_stocktake
from deskcirc.desk.undo import undo_last
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import DecisionKind, Scope, Stocktake, StocktakeState
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.tables import TABLES, journal, journal_changes
from deskcirc.text import day_words


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def state_of(desk: Desk, copy: Copy) -> CopyState:
    with desk.library.reading() as connection:
        found = copy_by_id(connection, copy.id)
    assert found is not None
    return found.state


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the journal."""
    apart = {journal.name, journal_changes.name}
    with desk.library.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in TABLES.items()
            if name not in apart
        }


def closed(desk: Desk, count: Stocktake, note: str = "") -> ClosingOutcome:
    outcome = close_stocktake(desk, count.id, note=note)
    assert outcome.done, outcome.why_not
    return outcome


def test_what_was_not_seen_becomes_missing_by_the_closing_and_nothing_else_changes(desk: Desk) -> None:
    seen, missed, lent = (a_copy(desk.library, price=price) for price in (1800, 2500, 990))
    patron = a_patron(desk.library)
    count = a_count(desk, name="期末")
    later = days_later(desk, 1)
    scan(later, count, seen)
    check_out(later, patron, lent.id)
    assert what_closing_does(later, count).to_mark == 1
    outcome = closed(later, count)
    assert (outcome.count, state_of(desk, missed)) == (1, CopyState.MISSING)
    assert [state_of(desk, each) for each in (seen, lent)] == [CopyState.IN_STOCK] * 2
    assert outcome.report is not None
    total = outcome.report.total
    assert (total.expected.copies, total.found.copies, total.missing.copies) == (3, 2, 1)
    assert (total.expected.fen, total.found.fen, total.missing.fen) == (5290, 2790, 2500)
    assert outcome.report.seen == 1
    assert not list(check_library(desk.library))


def test_the_question_says_how_many_become_missing_and_what_stays_open(desk: Desk) -> None:
    wrong, out, _missed = (a_copy_at(desk.library, number) for number in ("A11/1", "B22/2", "C33/3"))
    check_out(desk, a_patron(desk.library), out.id)
    shelf = a_shelf(desk.library, first="K10/1")
    later = days_later(desk, 1)
    count = a_count(later)
    last = days_later(later, 1)
    for code in (wrong, out, "NOBODY"):
        scan(last, count, code, shelf=shelf)
    question = what_closing_does(last, count)
    numbers = (question.to_mark, question.on_loan_here, question.unknown, question.misplaced, question.found_again)
    assert numbers == (1, 1, 1, 2, 0)  # what is on loan stood on the wrong shelf too
    assert question.sentences[0] == "1 of 2 copies were found."
    assert any("1 copy was not seen" in sentence for sentence in question.sentences)
    assert "More than one in 10 was not seen: is everything counted?" in question.sentences
    assert any("1 unknown code." in sentence for sentence in question.sentences)


def test_the_question_names_the_shelves_where_nothing_was_found(desk: Desk) -> None:
    first, forgotten = a_shelf(desk.library, "SH001", first="A1/1"), a_shelf(desk.library, "SH002", first="K1/1")
    seen, missed, never = (a_copy_at(desk.library, number) for number in ("A11/1", "A12/1", "K10/1"))
    count = a_count(desk)
    scan(days_later(desk, 1), count, seen, shelf=first)
    said = f"On 1 shelf nothing was found: {forgotten.label}. Was it forgotten?"
    assert said in what_closing_does(desk, count).sentences
    scan(days_later(desk, 1), count, never, shelf=forgotten)
    assert not any("nothing was found" in sentence for sentence in what_closing_does(desk, count).sentences)
    scan(days_later(desk, 1), count, missed, shelf=first)
    assert what_closing_does(desk, count).to_mark == 0


def test_copies_missing_lost_and_decided_before_are_left_as_they_are(desk: Desk) -> None:
    elsewhere, decided, missed = (a_copy(desk.library) for _ in range(3))
    count = a_count(desk)
    later = days_later(desk, 1)
    assert not report_missing(later, elsewhere.id)
    assert decide(later, count.id, DecisionKind.MISSING, copy_ids=[decided.id]).done
    question = what_closing_does(later, count)
    assert question.to_mark == 1
    outcome = closed(later, count)
    assert outcome.report is not None
    told = {line.copy_id: (line.decided, line.at_closing) for line in outcome.report.missing}
    assert told == {elsewhere.id: ("", False), decided.id: ("missing", False), missed.id: ("missing", True)}
    assert not list(check_library(desk.library))


def test_where_somebody_counted_on_meanwhile_the_number_is_asked_again(desk: Desk) -> None:
    first, _second = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    asked = what_closing_does(later, count).to_mark
    scan(later, count, first)
    outcome = close_stocktake(later, count.id, asked=asked)
    assert outcome.why_not == "Meanwhile somebody went on counting: 1 copy is not seen now, not 2. Look once more."
    assert the_count(desk, count).state is StocktakeState.OPEN
    assert close_stocktake(later, count.id, asked=1).done


def test_of_two_stations_that_close_at_once_the_second_hears_who_closed(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    second = Library(desk.library.path, _engine(desk.library.path), None)
    later = days_later(desk, 1)
    barrier = Barrier(2)

    def close(at: Desk) -> ClosingOutcome:
        barrier.wait(timeout=10)
        return close_stocktake(at, count.id)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(close, (later, replace(later, library=second, station="counter 2"))))
    second.close()
    assert sorted(outcome.done for outcome in outcomes) == [False, True]
    day = day_words(later.today, later.today)
    (refused,) = (outcome for outcome in outcomes if not outcome.done)
    assert (
        refused.why_not
        == f"{count.number} was closed already, {day}, by Librarian: look at its report, or open it again there."
    )
    assert not list(check_library(desk.library))


def test_a_scan_after_the_closing_is_refused_with_the_way_out(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk, name="期末")
    closed(days_later(desk, 1), count)
    refused = scan(days_later(desk, 2), count, copy)
    assert "no longer counts" in refused.why_not
    assert refused.line is None


def test_undo_of_the_closing_puts_every_row_back(desk: Desk) -> None:
    for _ in range(5):
        a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    before = everything(later)
    closed(later, count)
    undone = undo_last(later, "report")
    assert undone.done, undone.sentence
    assert everything(later) == before
    assert not list(check_library(desk.library))


def test_a_paused_count_can_be_closed_too(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    pause_stocktake(desk, count.id)
    assert closed(days_later(desk, 1), count).stocktake == the_count(desk, count)


def test_opened_again_the_copies_that_the_closing_marked_are_looked_for_again(desk: Desk) -> None:
    missed, decided = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    assert decide(later, count.id, DecisionKind.MISSING, copy_ids=[decided.id]).done
    closed(later, count)
    last = days_later(later, 1)
    outcome = reopen_stocktake(last, count.id, "漏点了一间书库")
    assert outcome.done, outcome.why_not
    assert (outcome.count, outcome.stayed) == (1, ())
    assert (state_of(desk, missed), state_of(desk, decided)) == (CopyState.IN_STOCK, CopyState.MISSING)
    opened = the_count(desk, count)
    assert (opened.state, opened.seal, opened.closed_at) == (StocktakeState.OPEN, "", None)
    scan(last, count, missed)
    again = closed(days_later(last, 1), count)
    assert again.report is not None
    assert again.report.total.missing.copies == 1
    assert not list(check_library(desk.library))


def test_the_report_of_a_count_that_was_opened_again_stays_in_the_history(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    first = closed(days_later(desk, 1), count)
    reopen_stocktake(days_later(desk, 2), count.id, "漏点")
    told = select(func.count()).where(
        journal_changes.c.table_name == "stocktakes", journal_changes.c.before.contains(first.seal)
    )
    with desk.library.reading() as connection:
        assert connection.execute(told).scalar() == 1


def test_a_copy_that_came_to_light_after_the_closing_is_left_and_named_when_it_is_opened_again(desk: Desk) -> None:
    found, missed = a_copy(desk.library, "草房子"), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    closed(later, count)
    assert find_copy(days_later(later, 1), found.id).done
    outcome = reopen_stocktake(days_later(later, 2), count.id, "漏点")
    assert outcome.count == 1
    (said,) = outcome.stayed
    assert said.startswith("《草房子》")
    assert [state_of(desk, each) for each in (found, missed)] == [CopyState.IN_STOCK] * 2
    assert not list(check_library(desk.library))
    again = what_closing_does(days_later(later, 3), count)
    assert (again.to_mark, again.report.total.found.copies) == (1, 1)


def test_void_takes_back_every_decision_that_still_stands(desk: Desk) -> None:
    declared, marked, out = a_copy(desk.library), a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    later = days_later(desk, 1)
    count = a_count(later)
    last = days_later(later, 1)
    scan(last, count, out)
    assert decide(last, count.id, DecisionKind.LOST, copy_ids=[declared.id]).done
    assert decide(last, count.id, DecisionKind.RETURNED, copy_ids=[out.id]).done
    closed(last, count)
    outcome = void_stocktake(days_later(last, 1), count.id, "数错了")
    assert outcome.done, outcome.why_not
    assert (outcome.count, outcome.stayed) == (3, ())
    assert [state_of(desk, each) for each in (declared, marked)] == [CopyState.IN_STOCK] * 2
    assert the_count(desk, count).state is StocktakeState.VOID
    assert check_in(days_later(last, 2), out.id).loan is not None
    assert not list(check_library(desk.library))


def test_undo_of_void_and_of_opening_again_puts_every_row_back(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    closed(later, count)
    before = everything(later)
    for step in (reopen_stocktake, void_stocktake):
        assert step(later, count.id, "数错了").done
        undone = undo_last(later, "report")
        assert undone.done, undone.sentence
        assert everything(later) == before
    assert not list(check_library(desk.library))


@pytest.mark.parametrize("step", [reopen_stocktake, void_stocktake])
def test_no_count_is_opened_again_or_void_without_a_reason(desk: Desk, step: object) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    closed(days_later(desk, 1), count)
    assert callable(step)
    assert "Say why" in step(desk, count.id, "  ").why_not
    assert "long" in step(desk, count.id, "长" * 5000).why_not.lower() or step(desk, count.id, "长" * 5000).why_not
    assert the_count(desk, count).state is StocktakeState.CLOSED


def test_a_helper_neither_closes_nor_opens_again_nor_declares_void(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    helper = replace(desk, operator=Operator(1, "小李", Role.HELPER), now=desk.now + timedelta(days=1))
    said = {
        close_stocktake(helper, count.id).why_not,
        reopen_stocktake(helper, count.id, "x").why_not,
        void_stocktake(helper, count.id, "x").why_not,
    }
    (why_not,) = said
    assert why_not.startswith("Only the librarian opens, decides and closes a count; everybody may scan. The librarian")


def test_steps_that_do_not_fit_the_state_say_so(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    assert reopen_stocktake(desk, count.id, "x").why_not == f"{count.number} is not closed: go on counting."
    assert void_stocktake(desk, count.id, "x").done
    assert "void already" in void_stocktake(desk, count.id, "x").why_not
    assert "declared void" in close_stocktake(desk, count.id).why_not
    assert "declared void" in reopen_stocktake(desk, count.id, "x").why_not


def test_no_count_of_that_number_is_a_sentence_of_its_own(desk: Desk) -> None:
    with pytest.raises(GoneError):
        close_stocktake(desk, 99)
    for with_reason in (reopen_stocktake, void_stocktake):
        with pytest.raises(GoneError):
            with_reason(desk, 99, "x")


def test_a_copy_fetched_from_its_shelf_for_somebody_who_waits_is_not_missed(desk: Desk) -> None:
    copy = a_copy(desk.library)
    waits = a_patron(desk.library, "李雨桐")
    count = a_count(desk)
    later = days_later(desk, 1)
    assert not place_hold(later, waits, copy.title_id)
    check_in(later, copy.id)  # fetched by the pull list, and scanned
    assert what_closing_does(later, count).to_mark == 0


def test_a_count_of_one_class_marks_nothing_of_another(desk: Desk) -> None:
    inside, outside = a_copy_at(desk.library, "I247.57/1"), a_copy_at(desk.library, "K928/1")
    count = a_count(desk, scope=Scope(class_from="I", class_to="I"))
    outcome = closed(days_later(desk, 1), count)
    assert outcome.report is not None
    assert outcome.report.head.scope == "class I"
    assert [line.code for line in outcome.report.by_class] == ["I"]
    assert [state_of(desk, each) for each in (inside, outside)] == [CopyState.MISSING, CopyState.IN_STOCK]


def test_of_two_counts_at_once_a_copy_seen_in_one_is_not_missed_by_the_other(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I247.57/1")
    whole, part = a_count(desk), a_count(desk, scope=Scope(class_from="I", class_to="I"))
    scan(days_later(desk, 1), part, copy)
    assert closed(days_later(desk, 2), whole).count == 0
    assert closed(days_later(desk, 2), part).count == 0
    assert not list(check_library(desk.library))


def test_a_copy_that_one_count_marked_missing_is_accounted_for_by_the_count_after_it(desk: Desk) -> None:
    copy = a_copy(desk.library)
    closed(days_later(desk, 1), a_count(desk))
    later = days_later(desk, 100)
    second = a_count(later)
    outcome = closed(days_later(later, 1), second)
    assert outcome.report is not None
    assert (outcome.report.total.expected.copies, outcome.report.accounted) == (0, 1)
    assert outcome.report.comparison is not None
    assert outcome.report.comparison.missing_again == 1
    assert state_of(desk, copy) is CopyState.MISSING
