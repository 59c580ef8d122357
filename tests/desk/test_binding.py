"""Issues of a magazine are bound into one copy: the ledgers balance, old labels tell where they went, undo is exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from tests.builders import LIBRARIAN, TODAY, a_copy, a_patron, all_rows, days_later, id_of, set_up_act, the_copy

from deskcirc.desk.batches import open_batch
from deskcirc.desk.binding import BindingOrder, IssuesBound, bind_issues, plan_binding
from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold, reserve
from deskcirc.desk.identify import identify
from deskcirc.desk.seals import seal_month
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.batches import BatchDraft, BatchSource
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.ledgers import LedgerName, Span
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import GENERAL
from deskcirc.domain.scanning import read_scan
from deskcirc.domain.titles import TitleKind
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.copy_lines import copy_lines_of_title
from deskcirc.store.lookups.ledgers import read_ledger, read_stock
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.store.tables import batches, item_types, locations, titles, withdrawals


def a_magazine(library: Library, numbers: tuple[int, ...] = (1, 2, 3), **columns: Any) -> tuple[Copy, ...]:
    """Issues of 少年文艺 of 2026 at 8.00 yuan, one copy each."""
    row = {"price": 800, **columns}
    first = a_copy(library, "少年文艺", volume=f"2026年第{numbers[0]}期", **row)
    with library.writing(set_up_act(library)) as writing:
        described = {"kind": "magazine", "issn": "1000-1234", "class_number": "I28", "author": "少年文艺编辑部"}
        writing.update(titles, first.title_id, **described)
    others = (a_copy(library, of=first, volume=f"2026年第{number}期", **row) for number in numbers[1:])
    return (first, *others)


def ordered(library: Library, issues: tuple[Copy, ...], **wanted: Any) -> BindingOrder:
    with library.writing(set_up_act(library)) as writing:
        kind = id_of(writing, item_types, GENERAL)
    return BindingOrder(issues[0].title_id, tuple(each.id for each in issues), kind, **wanted)


def bound(desk: Desk, issues: tuple[Copy, ...], **wanted: Any) -> IssuesBound:
    done = bind_issues(desk, ordered(desk.library, issues, **wanted))
    assert done.copy_id is not None, done.refusals
    return done


def refusals(desk: Desk, issues: tuple[Copy, ...], **wanted: Any) -> tuple[str, ...]:
    order, before = ordered(desk.library, issues, **wanted), all_rows(desk.library)
    planned, done = plan_binding(desk, order), bind_issues(desk, order)
    assert done.copy_id is None
    assert planned.refusals == done.refusals
    assert all_rows(desk.library) == before
    return done.refusals


def breaches(library: Library) -> list[str]:
    return [breach.sentence for breach in check_library(library)]


def test_a_year_becomes_one_copy_worth_its_issues_and_the_binding(library: Library, desk: Desk) -> None:
    issues = a_magazine(library, (1, 2, 3, 5))
    done = bound(desk, issues, cost=1500)
    copy = the_copy(library, done.copy_id or 0)
    assert (copy.price, copy.state, copy.accession_number) == (4 * 800 + 1500, CopyState.IN_PROCESS, done.number)
    with library.reading() as connection:
        (line,) = copy_lines_of_title(connection, copy.title_id)
        title = title_by_id(connection, copy.title_id)
    assert line.volume == "2026, nos. 1–5 (missing 4)"
    assert title is not None
    assert (title.description.kind, title.description.issn) == (TitleKind.BOUND_YEAR, "1000-1234")
    assert title.description.class_number == "I28"
    assert breaches(library) == []


def test_the_next_year_comes_to_the_same_title_and_the_same_batch(library: Library, desk: Desk) -> None:
    issues = a_magazine(library, (1, 2, 3, 4))
    first, second = bound(desk, issues[:2]), bound(days_later(desk, 1), issues[2:])
    assert first.title_id == second.title_id
    assert the_copy(library, first.copy_id or 0).accession_number != second.number
    with library.reading() as connection:
        sources = connection.execute(select(batches.c.source, batches.c.state)).all()
    assert [tuple(row) for row in sources] == [("binding", "open")]


def test_a_parcel_that_is_open_is_not_the_batch_of_the_binding(library: Library, desk: Desk) -> None:
    open_batch(desk, BatchDraft(BatchSource.GIFT, TODAY, donor="校友"))
    bound(desk, a_magazine(library))
    with library.reading() as connection:
        assert list(connection.execute(select(batches.c.source)).scalars()) == ["gift", "binding"]


def test_the_issues_leave_the_books_under_numbers_of_their_own_and_the_ledgers_balance(
    library: Library, desk: Desk
) -> None:
    issues = a_magazine(library, registered=date(2026, 1, 5))
    done = bound(desk, issues, cost=600)
    with library.reading() as connection:
        march = Span(date(2026, 3, 1), date(2026, 3, 31))
        pages = read_ledger(connection, LedgerName.GONE, march, read_stock(connection))
        row = connection.execute(select(withdrawals)).one()
    assert (row.number, row.reason, row.document) == (done.withdrawal, "other", f"bound into {done.number}")
    balance = pages.balance
    assert (balance.came.copies, balance.came.fen) == (1, 3000)
    assert (balance.gone.copies, balance.gone.fen) == (3, 2400)
    assert not any(balance.difference.values)


def test_the_old_label_of_an_issue_says_into_which_copy_it_was_bound(library: Library, desk: Desk) -> None:
    issues = a_magazine(library)
    done = bound(desk, issues)
    found = identify(desk, read_scan(issues[1].barcode)).copy
    assert found is not None
    assert found.state_words == f"bound into {done.number}"
    refused = check_out(desk, a_patron(library), issues[1].id)
    assert any(f"bound into {done.number}" in reason.sentence for reason in refused.blocks)
    again = refusals(desk, issues)
    assert f"{issues[0].accession_number} 2026年第1期: It is bound into {done.number} already." in again


def test_undo_brings_every_issue_back(library: Library, desk: Desk) -> None:
    issues = a_magazine(library)
    before = all_rows(library)
    bound(desk, issues, cost=100)
    assert undo_last(desk, "cataloguing").done
    left = all_rows(library)
    # A number is given once: what counts the series up stays, as after every undo.
    assert {name for name in before if before[name] != left[name]} <= {"number_series"}
    assert breaches(library) == []


def test_an_undo_waits_until_a_lent_bound_copy_is_out_of_the_way(library: Library, desk: Desk) -> None:
    done = bound(desk, a_magazine(library), in_stock=True)
    check_out(desk, a_patron(library), done.copy_id or 0)
    assert undo_last(days_later(desk, 0), "cataloguing").done  # the loan
    assert undo_last(days_later(desk, 0), "cataloguing").done  # the binding
    assert breaches(library) == []


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"state": "lost"}, "It is registered as lost."),
        ({"state": "missing"}, "It is registered as missing."),
        ({"state": "in_repair"}, "It is registered as in repair."),
        ({"state": "withdrawn"}, "It is withdrawn already."),
        ({"volume": ""}, "It does not say which issue it is; write that under “Change …” first."),
    ],
)
def test_an_issue_that_is_not_at_hand_is_not_bound(
    library: Library, desk: Desk, columns: dict[str, Any], reason: str
) -> None:
    issues = a_magazine(library)
    odd = a_copy(library, of=issues[0], **{"volume": "2026年第9期", "price": 800, **columns})
    named = f"{odd.accession_number} {columns.get('volume', '2026年第9期')}".strip()
    assert refusals(desk, (*issues, odd)) == (f"{named}: {reason}",)


def test_an_issue_on_loan_kept_reserved_damaged_or_proposed_is_not_bound(library: Library, desk: Desk) -> None:
    issues, patron = a_magazine(library, (1, 2, 3, 4, 5)), a_patron(library, "王芳")
    check_out(desk, patron, issues[0].id)
    issues = (issues[0], a_copy(library, of=issues[0], volume="2026年第8期", damaged=True, price=800), *issues[2:])
    propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [issues[2].id])
    check_out(desk, patron, issues[3].id)
    reserve(desk, a_patron(library, "李雷"), issues[3].title_id, wanted_copy_id=issues[3].id)
    said = " ".join(refusals(desk, issues))
    for words in ("on loan to 王芳", "waits to be mended", "in withdrawal W2026-001", "李雷 has reserved"):
        assert words in said


def test_an_issue_of_another_magazine_is_not_bound_with_these(library: Library, desk: Desk) -> None:
    issues, other = a_magazine(library), a_copy(library, "儿童文学", volume="2026年第4期", price=700)
    assert "another title, 《儿童文学》" in " ".join(refusals(desk, (*issues, other)))


def test_only_a_magazine_has_issues(library: Library, desk: Desk) -> None:
    books = (a_copy(library, volume="2026年第1期"), a_copy(library, volume="2026年第2期"))
    assert "is no magazine" in refusals(desk, books)[0]


def test_a_price_that_is_not_known_is_asked_for(library: Library, desk: Desk) -> None:
    issues = (*a_magazine(library), a_copy(library, of=None, price=None))
    issues = (*issues[:3], a_copy(library, of=issues[0], volume="2026年第4期", price=None))
    said = refusals(desk, issues)
    assert said == ("The price of 1 issue is not known: write down the price of the bound copy.",)
    done = bound(desk, issues, price=4000)
    assert the_copy(library, done.copy_id or 0).price == 4000
    assert breaches(library) == []


def test_a_binding_costs_nothing_at_least_also_where_the_price_is_written_down(library: Library, desk: Desk) -> None:
    issues = a_magazine(library)
    assert refusals(desk, issues, cost=-1, price=4000) == ("The binding cannot cost less than nothing.",)
    assert the_copy(library, bound(desk, issues, cost=0).copy_id or 0).price == 3 * 800


def test_words_too_long_for_a_volume_are_refused(library: Library, desk: Desk) -> None:
    assert refusals(desk, a_magazine(library), note="长" * 100_000)


def test_a_bound_year_stands_where_it_was_said_and_its_title_has_no_price_of_an_issue(
    library: Library, desk: Desk
) -> None:
    issues = a_magazine(library)
    with library.writing(set_up_act(library)) as writing:
        room = writing.insert(locations, code="B", name="B")
        writing.update(titles, issues[0].title_id, price=800)
    copy = the_copy(library, bound(desk, issues, location_id=room).copy_id or 0)
    assert copy.location == "B"
    with library.reading() as connection:
        title = title_by_id(connection, copy.title_id)
    assert title is not None
    assert title.description.price is None


def test_whoever_waits_for_the_magazine_goes_on_waiting_and_is_named(library: Library, desk: Desk) -> None:
    issues, patron = a_magazine(library), a_patron(library, "王芳")
    check_out(desk, a_patron(library, "李雷"), issues[0].id)
    place_hold(desk, patron, issues[0].title_id)
    assert undo_last(desk).done  # the hold, to see that it stands in no way
    place_hold(desk, patron, issues[0].title_id)
    rest = issues[1:]
    assert bound(desk, rest).last == ()  # one issue is still there
    assert breaches(library) == []


def test_a_helper_binds_nothing(library: Library, desk: Desk) -> None:
    helper = replace(desk, operator=Operator(9, "小帮手", Role.HELPER))
    assert bind_issues(helper, ordered(library, a_magazine(library))).refusals
    assert desk.operator == LIBRARIAN


def test_issues_of_a_sealed_month_are_bound_today_and_a_seal_keeps_the_binding(library: Library, desk: Desk) -> None:
    issues = a_magazine(library, registered=date(2026, 2, 3))
    assert seal_month(desk, "2026-02").done
    bound(desk, issues)
    later = days_later(desk, 40)
    assert seal_month(later, "2026-03").done
    assert breaches(library) == []
    with pytest.raises(Exception, match="sealed"):
        undo_of_binding(later)


def undo_of_binding(desk: Desk) -> None:
    from deskcirc.desk.undo import undo_by_id
    from deskcirc.store.tables import journal

    with desk.library.reading() as connection:
        entry = connection.execute(select(journal.c.id).where(journal.c.act == "bind_issues")).scalar_one()
    undo_by_id(desk, entry)


def test_a_title_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(GoneError):
        plan_binding(desk, BindingOrder(99, (1, 2), 1))
