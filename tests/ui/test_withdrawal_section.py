"""Withdrawals at the counter: candidates are ticked, copies scanned, the approval entered, papers asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_patron, all_rows, but_numbers
from tests.ui.at_section import Counter

from deskcirc import text
from deskcirc.domain.operators import Operator, Role
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.paper import Paper
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.ledgers.tab import LedgersTabPage
from deskcirc.ui.tabs.ledgers.withdrawal_page import WithdrawalPage
from deskcirc.ui.tabs.ledgers.withdrawal_part import View, WithdrawalPart
from deskcirc.ui.theme import Theme

SIGNED = {"document": "校发3号", "approved_by": "王校长", "day": "2026-03-02"}


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "ledgers", "withdrawal")


def part_of(shown: Shown) -> WithdrawalPart:
    part = shown.state.parts["withdrawal"]  # type: ignore[attr-defined]
    assert isinstance(part, WithdrawalPart)
    return part


def old_copies(library: Library, count: int) -> None:
    for at in range(count):
        a_copy(library, f"旧书{at}", acquired=date(2010, 1, 1), price=1000 * (at + 1), shelf_key=str(at))


def test_candidates_are_found_ticked_and_proposed_with_their_evidence(library: Library, counter: Counter) -> None:
    old_copies(library, 3)
    found = counter.act("withdrawal.find", unused_for="5")
    assert found.message.headline == "3 copies found"
    assert [each.copy.title for each in part_of(found).found] == ["旧书0", "旧书1", "旧书2"]
    counter.act("withdrawal.mark_all")
    ticked = counter.act(f"withdrawal.mark:{part_of(found).found[0].copy.id}")
    assert [each.copy.title for each in part_of(ticked).marked] == ["旧书1", "旧书2"]
    proposed = counter.act("withdrawal.propose", reason="weeded")
    part = part_of(proposed)
    assert (part.view, proposed.message.headline) == (View.BATCH, "2 copies are in withdrawal W2026-001")
    assert [line.evidence for line in part.lines] == ["never used since it came in Jan 2010"] * 2
    assert [each.copy.title for each in part.found] == ["旧书0"]


def test_candidates_are_sorted_as_wished(library: Library, counter: Counter) -> None:
    old_copies(library, 3)
    counter.act("withdrawal.find", unused_for="5")
    dearest = part_of(counter.act("withdrawal.sort:price"))
    assert [each.copy.price for each in dearest.found] == [3000, 2000, 1000]


def test_numbers_that_are_none_and_no_question_are_said(library: Library, counter: Counter) -> None:
    before = all_rows(library)
    assert counter.act("withdrawal.find", older_than="viele").message.headline == "“viele” is no number up to 999."
    assert counter.act("withdrawal.find").message.headline == "Tick at least one thing to look for."
    assert all_rows(library) == before


def test_copies_are_scanned_into_the_open_withdrawal(library: Library, counter: Counter) -> None:
    a_patron(library)
    old_copies(library, 2)
    counter.act("withdrawal.propose_empty", reason="damaged")
    added = counter.scan("B00001")
    assert added.message.headline == "《旧书0》 is in withdrawal W2026-001"
    again = counter.scan("B00001")
    assert (again.told.outcome, again.message.tone) == ("already", Tone.REPEAT)
    taken_out = counter.act(again.state.offers[0].act)
    assert part_of(taken_out).lines == ()
    assert counter.scan("XYZ").told.outcome == "unknown"


def test_a_copy_in_hand_tells_its_evidence_and_may_begin_a_withdrawal(library: Library, counter: Counter) -> None:
    old_copies(library, 1)
    seen = counter.scan("B00001")
    assert seen.message.details == ("never used since it came in Jan 2010",)
    begun = counter.act(seen.state.offers[0].act)
    assert [line.copy.title for line in part_of(begun).lines] == ["旧书0"]


def test_a_copy_on_loan_or_withdrawn_says_so_and_why_it_cannot_go(library: Library, counter: Counter) -> None:
    a_patron(library)
    old_copies(library, 2)
    counter.act("tab:checkout")
    counter.scan("K0001")
    counter.scan("B00001")
    counter.act("tab:ledgers")
    counter.act("withdrawal.propose_empty", reason="weeded")
    lent = counter.scan("B00001")
    assert lent.message.headline == "《旧书0》 cannot be withdrawn"
    assert lent.message.details == ("It has been on loan to 陈子墨 since 2 Mar 2026.",)
    counter.scan("B00002")
    counter.act("withdrawal.approve", **SIGNED)
    gone = counter.scan("B00002")
    assert gone.message.details == ("It is withdrawn since 2 Mar 2026, No. 00001 already.",)
    shown = counter.act(gone.state.offers[0].act)
    assert part_of(shown).view is View.BATCH


def test_an_approval_is_undone_by_the_undo_barcode(library: Library, counter: Counter) -> None:
    old_copies(library, 2)
    counter.act("withdrawal.propose_empty", reason="weeded")
    counter.scan("B00001")
    before = but_numbers(library)
    done = counter.act("withdrawal.approve", **SIGNED)
    assert done.message.headline == "1 copy withdrawn, 10.00 yuan"
    assert [offer.act for offer in done.state.offers] == ["withdrawal.print:strike"]
    undone = counter.scan("DC-UNDO")
    assert undone.message.tone is Tone.DONE
    assert but_numbers(library) == before
    assert list(check_library(library)) == []


def test_what_was_lent_meanwhile_stops_the_approval_until_it_is_left_behind(library: Library, counter: Counter) -> None:
    a_patron(library)
    old_copies(library, 2)
    counter.act("withdrawal.propose_empty", reason="weeded")
    counter.scan("B00001")
    counter.scan("B00002")
    counter.act("tab:checkout")
    counter.scan("K0001")
    counter.scan("B00001")
    counter.act("tab:ledgers")
    stopped = counter.act("withdrawal.approve", **SIGNED)
    assert stopped.message.tone is Tone.STOP
    assert "《旧书0》" in stopped.message.details[0]
    done = counter.act(stopped.state.offers[0].act)
    assert done.message.headline == "1 copy withdrawn, 20.00 yuan"
    assert list(check_library(library)) == []


def test_its_papers_and_its_table(library: Library, counter: Counter, tmp_path: Path) -> None:
    old_copies(library, 1)
    counter.act("withdrawal.propose_empty", reason="transferred", receiver="第二小学")
    counter.scan("B00001")
    counter.act("withdrawal.approve", **SIGNED)
    for wanted in ("form", "strike", "transfer"):
        assert isinstance(counter.act(f"withdrawal.print:{wanted}").state.paper, Paper)
    stickers = counter.act("withdrawal.print:stickers").state.paper
    assert isinstance(stickers, LabelOrder)
    file = tmp_path / "list.csv"
    counter.act("withdrawal.save", file=str(file))
    assert "旧书0" in file.read_text(encoding="utf-8-sig")


def test_a_helper_changes_nothing(library: Library, counter: Counter) -> None:
    old_copies(library, 1)
    counter.station.operator = Operator(2, "Helper", Role.HELPER)
    before = all_rows(library)
    assert counter.act("withdrawal.propose_empty").message.headline == "Only the librarian withdraws copies."
    assert all_rows(library) == before


def test_the_page_asks_for_what_the_form_says(qtbot: QtBot, library: Library, counter: Counter) -> None:
    old_copies(library, 2)
    counter.act("withdrawal.find", unused_for="5")
    page = WithdrawalPage(Theme())
    qtbot.addWidget(page)
    acts: list[tuple[str, object]] = []
    page.acted.connect(lambda act, values: acts.append((act, values)))
    shown = counter.act("withdrawal.mark_all")
    page.show_state(part_of(shown))
    page.show()
    page.candidates.look.click()
    assert acts[-1][0] == "find"
    assert isinstance(acts[-1][1], dict)
    assert acts[-1][1]["unused_for"] == "5"
    page.candidates.propose.click()
    dialog = page.findChild(QuestionDialog)
    assert dialog is not None
    dialog.accept()
    assert acts[-1] == ("propose", {"reason": "weeded out", "receiver": "", "note": ""})
    page.show_state(part_of(counter.act("withdrawal.propose", reason="weeded")))
    assert page.batch.approve.isVisibleTo(page)
    page.batch.lines.select(0)
    page.batch.remove.click()
    assert acts[-1][0].startswith("remove:")


def test_the_empty_page_teaches(qtbot: QtBot, counter: Counter) -> None:
    page = WithdrawalPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(counter.act("withdrawal.view:candidates")))
    assert not page.batch.isVisibleTo(page)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_is_wider_than_the_common_screen(
    library: Library, counter: Counter, qtbot: QtBot, language: str, scale: float
) -> None:
    text.use_language(language)
    old_copies(library, 2)
    counter.act("withdrawal.find", unused_for="5")
    shown = counter.act("withdrawal.mark_all")
    tab = LedgersTabPage(Theme(scale=scale))
    qtbot.addWidget(tab)
    tab.resize(1366 - 2 * Theme(scale=scale).px(12), 500)
    tab.show()
    for act in ("withdrawal.view:candidates", "withdrawal.propose"):
        shown = counter.act(act, reason="weeded")
        tab.show_state(shown.state)
        QApplication.processEvents()
        (room,) = (room for room in tab.findChildren(QScrollArea) if isinstance(room.widget(), WithdrawalPage))
        assert room.horizontalScrollBar().maximum() == 0
    assert part_of(shown).view is View.BATCH
