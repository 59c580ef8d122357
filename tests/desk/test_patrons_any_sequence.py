"""Whatever is done about patrons in whatever order: the library keeps its promises, and undo leads all the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import TODAY, a_desk, a_patron, but_numbers
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.cards import card_found_again, proposed_card, replace_card, report_card_lost
from deskcirc.desk.charges import raise_charge, settle_charge
from deskcirc.desk.desk import Desk
from deskcirc.desk.patrons import Doubt, enrol, lift_suspension, resume_patron, stop_patron, suspend
from deskcirc.desk.undo import undo_last
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.patron_form import PatronForm
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library

Act = Callable[[Desk, int], object]
ACTS: dict[str, Act] = {
    "enrol": lambda desk, number: enrol(desk, PatronForm(f"新生{number}", 1, f"N{number}"), frozenset(Doubt)),
    "given card": lambda desk, number: replace_card(desk, number, proposed_card(desk, number)),
    "other card": lambda desk, number: replace_card(desk, number, f"K000{number}"),
    "lost": report_card_lost,
    "found": card_found_again,
    "stop": lambda desk, number: stop_patron(desk, number, "理由"),
    "resume": resume_patron,
    "suspend": lambda desk, number: suspend(desk, number, TODAY + timedelta(days=number), "理由"),
    "lift": lift_suspension,
    "charge": lambda desk, number: raise_charge(desk, number, ChargeKind.LOST, number * 100),
    "paid": lambda desk, number: settle_charge(desk, number, ChargeState.PAID),
    "waived": lambda desk, number: settle_charge(desk, number, ChargeState.WAIVED, "理由"),
    "undo": lambda desk, _number: undo_last(desk),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 4)), max_size=14))
@sequences(25)
def test_any_acts_keep_the_promises_and_are_undone_to_the_beginning(
    template_file: Path, acts: list[tuple[str, int]]
) -> None:
    with library_like(template_file) as library:
        for name in ("甲", "乙", "丙"):
            a_patron(library, name)
        desk, before = a_desk(library), but_numbers(library)
        for name, number in acts:
            try:
                ACTS[name](desk, number)
            except GoneError:  # nobody, no card or no charge of that number
                continue
        assert list(check_library(library)) == []
        while undo_last(desk).done:
            pass
        assert but_numbers(library) == before
