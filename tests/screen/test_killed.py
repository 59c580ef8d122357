"""The power goes in the middle of a rush: what the screen had said is in the file, and the file opens at once."""

from __future__ import annotations

import pytest
from tests.screen.cable import Cable
from tests.screen.running import RunningProgram
from tests.screen.school import SchoolFile, wait_until

pytestmark = pytest.mark.screen

KILLED_AFTER = (1, 4, 9, 17)
"""How many loans the screen had told of when the power went, each time."""


def test_what_the_screen_said_is_in_the_file_after_the_power_went(
    school: SchoolFile, program: RunningProgram, cable: Cable
) -> None:
    program.set(serial_port=str(cable.port), sound=False)
    visits = school.visits(len(KILLED_AFTER) * 10, 2)
    said: set[str] = set()
    for time, loans in enumerate(KILLED_AFTER):
        program.start(telling=True)
        program.wait_for_scanner(time + 1)
        now = visits[time * 10 : time * 10 + 10]
        for visit in now:
            cable.scan(visit.card, *visit.copies)
        wait_until(lambda loans=loans: len(program.told()) >= loans)  # type: ignore[misc]
        program.kill()
        said |= set(program.told())
        assert set(program.told()) <= {code for visit in now for code in school.on_loan(visit)}
    program.start()
    assert program.close() == 0, program.log
    assert said <= {code for visit in visits for code in school.on_loan(visit)}
    assert school.breaches() == []
    assert len(said) >= sum(KILLED_AFTER)
