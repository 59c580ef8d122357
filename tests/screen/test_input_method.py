"""Scans with a Chinese input method on, where one is installed: `dev.py test -m "screen and campaign"`.

Debian: apt-get install ibus ibus-libpinyin dbus.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from tests.screen import keys
from tests.screen.running import RunningProgram
from tests.screen.school import SchoolFile, wait_until

pytestmark = [pytest.mark.screen, pytest.mark.campaign]

FASTEST_GUN: Final = 3
"""Milliseconds: the faster the keys, the more an input method mixes them up."""
_INPUT_METHOD: Final = """
ibus-daemon --daemonize --xim --replace --panel disable
(until [ "$(ibus engine)" = libpinyin ]; do ibus engine libpinyin; sleep 0.2; done; touch "$HOME/pinyin-is-on") &
exec "$@"
"""


@pytest.mark.skipif(shutil.which("ibus-daemon") is None, reason="ibus with libpinyin is not installed")
def test_forty_scans_with_pinyin_on_are_forty_loans(
    school: SchoolFile, program: RunningProgram, tmp_path: Path
) -> None:
    visits = school.visits(20, 2)
    within = ["dbus-run-session", "--", "sh", "-c", _INPUT_METHOD, "sh"]
    (tmp_path / "run").mkdir(mode=0o700)
    program.start(within=within, QT_IM_MODULE="ibus", XDG_RUNTIME_DIR=str(tmp_path / "run"))
    wait_until((tmp_path / "home" / "pinyin-is-on").exists)
    for visit in visits:
        keys.strike(visit.card, *visit.copies, gap=FASTEST_GUN, pause=100)
    wait_until(lambda: school.lent_and_returned() == (40, 0))
    assert program.close() == 0, program.log
    assert [school.on_loan(visit) for visit in visits] == [frozenset(visit.copies) for visit in visits]
    assert school.acts() == ["check_out"] * 40
