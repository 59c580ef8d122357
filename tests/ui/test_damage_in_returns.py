"""Damage seen at the counter: by touch, by barcode, by the next scan; no way of saying it holds up the queue."""

from __future__ import annotations

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, the_copy
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.domain.repair import DamageKind, Repair, RepairOrigin, Severity
from deskcirc.store.database import Library
from deskcirc.store.lookups.repairs import repair_queue
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.returns.state import ReturnLine, ReturnsState


class AtReturns(Counter):
    """A station in Returns."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, "returns", "")
        self.library = library

    @property
    def queue(self) -> tuple[Repair, ...]:
        """The repair queue."""
        with self.library.reading() as connection:
            return repair_queue(connection, self.library.policy, NOON.date())


@pytest.fixture
def counter(library: Library) -> AtReturns:
    """Two copies of one pupil lie on the counter."""
    pupil = a_patron(library, "陈子墨")
    for title in ("草房子", "城南旧事"):
        check_out(a_desk(library), pupil, a_copy(library, title).id)
    return AtReturns(library)


def test_damage_barcodes_work_right_after_the_return_scan(counter: AtReturns) -> None:
    counter.scan("B00001")
    said = [counter.scan(line).told for line in ("DC-TORN", "DC-COVER", "DC-LIGHT")]
    assert [each.outcome for each in said] == ["damaged"] * 3
    assert said[-1].reasons == ("torn", "cover")
    (repair,) = counter.queue
    assert (repair.kinds, repair.severity) == ((DamageKind.TORN, DamageKind.COVER), Severity.LIGHT)
    assert (repair.patron, repair.origin) == ("陈子墨", RepairOrigin.RETURNS)


def test_the_next_scan_keeps_what_was_touched_while_the_question_was_open(counter: AtReturns) -> None:
    counter.scan("B00001")
    asked = counter.act("damage").state.ask
    assert asked is not None
    touched = [counter.act(f"damage_tick:{word}") for word in ("torn", "mould", "mould", "light", "heavy")]
    assert all(shown.state.ask is asked for shown in touched)  # the question stays as it is on the screen
    assert not counter.queue
    shown = counter.scan("B00002")
    assert shown.told.outcome == "returned"
    (repair,) = counter.queue
    assert (repair.copy.title, repair.kinds, repair.severity) == ("草房子", (DamageKind.TORN,), Severity.HEAVY)


def test_the_answer_of_the_question_is_written_with_its_note(counter: AtReturns) -> None:
    counter.scan("B00001")
    counter.act("damage")
    shown = counter.act("damage", seen="spine", note="第 3 页")
    assert shown.message.tone is Tone.LOOK
    (repair,) = counter.queue
    assert (repair.kinds, repair.note) == ((DamageKind.SPINE,), "第 3 页")


def test_no_to_the_question_forgets_what_was_touched(counter: AtReturns) -> None:
    counter.scan("B00001")
    counter.act("damage")
    counter.act("damage_tick:torn")
    counter.act("dismiss")
    counter.scan("B00002")
    assert counter.queue == ()


def test_a_damage_barcode_with_no_copy_in_hand_says_so_and_does_nothing(counter: AtReturns) -> None:
    assert counter.scan("DC-TORN").told.outcome == "nothing"
    assert counter.act("damage:nonsense").told.outcome == "not-an-input"
    assert counter.act("damage_tick:nonsense").told.outcome == "not-an-input"


def test_undo_takes_the_damage_back_and_leaves_the_return(counter: AtReturns) -> None:
    counter.scan("B00001")
    counter.scan("DC-TORN")
    assert counter.scan("DC-UNDO").told.outcome == "undone"
    assert counter.queue == ()
    assert not the_copy(counter.library, 1).damaged
    assert counter.scan("B00001").told.outcome == "returned-twice"


def test_damage_is_said_in_the_line_of_the_return_with_where_the_copy_goes_now(counter: AtReturns) -> None:
    counter.scan("B00001")
    counter.scan("DC-TORN")
    shown = counter.scan("DC-COVER")
    (line,) = returned(shown)
    assert ("torn" in line.condition, "cover" in line.condition, line.destination) == (True, True, "Repair shelf")
    counter.scan("DC-UNDO")
    (line,) = returned(counter.act("refresh"))
    assert ("torn" in line.condition, "cover" in line.condition, line.undone) == (True, False, False)
    counter.scan("DC-UNDO")
    (line,) = returned(counter.act("refresh"))
    assert (line.condition, line.destination) == ("", "Shelf")
    counter.scan("DC-UNDO")
    (line,) = returned(counter.act("refresh"))
    assert line.undone


def test_the_question_of_damage_waits_while_another_tab_is_looked_at(counter: AtReturns) -> None:
    """The flag must not be lost: whoever comes back finds the question open, with what was touched."""
    counter.scan("B00001")
    counter.act("damage")
    counter.act("damage_tick:torn")
    counter.act("tab:checkout")
    shown = counter.act("tab:returns")
    assert shown.state.ask is not None
    counter.scan("B00002")
    (repair,) = counter.queue
    assert repair.kinds == (DamageKind.TORN,)


def returned(shown: Shown) -> tuple[ReturnLine, ...]:
    """The lines of the Returns screen."""
    state = shown.state
    assert isinstance(state, ReturnsState)
    return state.lines
