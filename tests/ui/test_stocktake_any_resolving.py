"""Any acts of the section "resolving" on a count that left a line of every kind: sentences, and a sound library."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import NOON, a_desk
from tests.ui.at_resolving import every_matter
from tests.ui.test_any_acts import ACTS, WORDS

from deskcirc.domain.operators import Role
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.stocktake.resolving_part import Matter

_OWN = [act for act in ACTS["stocktake"].split() if act.startswith("resolving.")]
_KINDS = [f"resolving.matter:{matter}" for matter in Matter]
_KEYS = st.integers(1, 16).map(str) | st.sampled_from(["", "0", "-1", "x", "9" * 30])
_CODES = [f"B{number:05}" for number in range(1, 12)]
_LIKELY = {"reason": "lost", "way": "nothing", "copy": "8", "seen": "torn", "note": "x", "file": "x.jpg"}


@st.composite
def steps(draw: st.DrawFn) -> Input:
    """A scan, or an act on some line, as the page would send it or as nobody ever should."""
    if draw(st.booleans()):
        act = draw(st.sampled_from(_KINDS) | st.tuples(st.sampled_from(_OWN), _KEYS).map(":".join))
        odd = st.dictionaries(st.sampled_from(["reason", "way", "amount", "copy", "seen", "note", "picture"]), WORDS)
        return Input(NOON, act=act, values=draw(st.just(_LIKELY) | odd))
    return Input(NOON, scan=draw(st.sampled_from([*_CODES, "X77", "SH001", "DC-YES", "DC-UNDO", "陈"])))


@pytest.fixture(scope="module")
def counted_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a count that left a line of every kind. Never written."""
    path = tmp_path_factory.mktemp("counted") / "school.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        every_matter(replace(a_desk(library), now=NOON - timedelta(hours=1)))
    return path


@given(taken=st.lists(steps(), max_size=20), role=st.sampled_from([Role.LIBRARIAN, Role.LIBRARIAN, Role.HELPER]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_act_gets_a_sentence_and_leaves_a_sound_library(counted_file: Path, taken: list[Input], role: Role) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.deskcirc"
        shutil.copyfile(counted_file, path)
        with open_library(path) as library:
            station = Station(library, "counter")
            station.operator = replace(station.operator, role=role)
            for act in ("tab:stocktake", "section:resolving"):
                station.take(Input(NOON, act=act))
            for number, each in enumerate(taken, 1):
                shown = station.take(replace(each, at=NOON + timedelta(seconds=5 * number)))
                assert shown.message.headline
            assert [breach.sentence for breach in check_library(library)] == []
