"""A lunch hour by scans alone, in the real program: no key, no click, everything in the library file afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from tests.screen import keys
from tests.screen.cable import Cable
from tests.screen.running import RunningProgram
from tests.screen.school import SchoolFile, wait_until

pytestmark = pytest.mark.screen

Scan = Callable[..., None]
PATRONS, COPIES = 10, 3


def rush(school: SchoolFile, scan: Scan) -> None:
    """Ten patrons take three copies each, all thirty come back, and some of it is taken back step by step."""
    visits = school.visits(PATRONS, COPIES)
    for visit in visits:
        scan(visit.card, *visit.copies)
    wait_until(lambda: school.lent_and_returned() == (30, 0))
    assert [school.on_loan(visit) for visit in visits] == [frozenset(visit.copies) for visit in visits]
    scan("DC-RETURNS")
    for visit in visits:
        scan(*visit.copies)
    wait_until(lambda: school.lent_and_returned() == (30, 30))
    assert not any(school.on_loan(visit) for visit in visits)
    scan("DC-UNDO", "DC-CHECKOUT", "DC-UNDO", "DC-HISTORY", "DC-UNDO")
    wait_until(lambda: school.lent_and_returned() == (30, 27))
    assert school.on_loan(visits[-1]) == frozenset(visits[-1].copies)


def assert_all_is_in_the_file(school: SchoolFile) -> None:
    """After the end: every act once and in its order, no promise broken, the chain of the journal whole."""
    assert school.acts() == ["check_out"] * 30 + ["check_in"] * 30 + ["undo"] * 3
    assert school.lent_and_returned() == (30, 27)
    assert school.breaches() == []


def test_ten_patrons_take_three_copies_each_and_bring_them_back_with_a_gun_that_types(
    school: SchoolFile, program: RunningProgram
) -> None:
    struck: list[keys.Struck] = []

    def scan(*codes: str) -> None:
        start = time.monotonic()
        keys.strike(*codes, pause=60)
        pauses = 0.060 * (len(codes) - 1)
        struck.append(keys.Struck(sum(len(code) + 1 for code in codes), time.monotonic() - start - pauses))

    program.start()
    rush(school, scan)
    assert program.close() == 0, program.log
    assert_all_is_in_the_file(school)
    speed = sum(each.seconds for each in struck) * 1000 / sum(each.keys for each in struck)
    assert 7 <= speed <= 25, f"{speed:.1f} ms a key is not a gun's speed"


def test_ten_patrons_take_three_copies_each_and_bring_them_back_with_a_serial_scanner(
    school: SchoolFile, program: RunningProgram, cable: Cable
) -> None:
    program.set(serial_port=str(cable.port))
    program.start()
    program.wait_for_scanner()
    rush(school, cable.scan)
    assert program.close() == 0, program.log
    assert_all_is_in_the_file(school)


def test_a_scanner_whose_cable_was_pulled_in_the_middle_of_a_code_goes_on_when_it_is_back(
    school: SchoolFile, program: RunningProgram, cable: Cable
) -> None:
    (visit,) = school.visits(1, 3)
    program.set(serial_port=str(cable.port))
    program.start()
    program.wait_for_scanner()
    cable.scan(visit.card, visit.copies[0])
    cable.send(visit.copies[1][:4])
    wait_until(lambda: school.lent_and_returned() == (1, 0))
    cable.pull()
    cable.plug_in()
    program.wait_for_scanner(2)
    cable.scan(visit.copies[1], visit.copies[2])
    wait_until(lambda: school.lent_and_returned() == (3, 0))
    assert program.close() == 0, program.log
    assert school.on_loan(visit) == set(visit.copies)
    assert school.breaches() == []
