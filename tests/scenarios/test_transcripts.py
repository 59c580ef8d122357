"""Transcripts of the counter that a librarian can read: time, scan, and what is said, played as `replay` plays them.

Before the first day stands what there is: `patron`, `copy` with its price and what it is one of, `term`, `operator`
with the code of their card, `setting`, `rule` (a number of all rules), and `import` for a list of `files/`. An input is
a scan, or behind `!` an act with its values (`!hold`, `!patrons.suspend:3 until=2026-03-09`); a tab in brackets before
it is opened first; a value `file=` names one of `files/`, or one that parcels.py makes. Names of more than one word end
with two blanks. What is expected in “quotes” must stand in the sentence on the screen or below it.

`power cut` stands where the station dies without a word: the next input is the first after it is started again.
What is done over and over stands between `each 4 to 60, every 20 seconds` and `and so on`: the times are those of the
first round, `{n}` is the number of the round and `{isbn}` the ISBN of that line of the parcel of 600. At the end stand
who has what, the trolley, the sums of the ledgers, each as titles, copies and yuan, and those of sums.py.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.builders import OPENED, a_copy, a_desk, a_patron, change_rules, change_setting, set_up_act
from tests.scenarios.parcels import FILES, isbn_of, make_files
from tests.scenarios.sums import as_it_is, is_sum

from deskcirc.desk.access import add_operator
from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.domain.copies import Copy
from deskcirc.domain.ledger_sums import month_span
from deskcirc.domain.ledgers import LedgerName
from deskcirc.domain.operators import Role
from deskcirc.domain.prices import format_fen
from deskcirc.domain.rule_book import GENERAL, PUPIL, REFERENCE, TEACHER
from deskcirc.exchange import Choices, read_rows
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.ledgers import read_ledger, read_stock
from deskcirc.store.tables import terms
from deskcirc.ui.replay import replay
from deskcirc.ui.station import Station

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
_PATRON = re.compile(r"patron +(\S+) +(\S+)(?: +grade (\d+)| +(teacher))?$")
_COPY = re.compile(r"copy +(\S+) +(\S+)(?: +([\d.]+))?(?: +\((reference|second copy|volume \S+)\))?$")
_GIVEN = re.compile(r"(setting|rule|operator) +(\S+) +(\S+)(?: +(teacher|helper|librarian))?$")
_DAY = re.compile(r"\w+day (\d{4}-\d\d-\d\d)\b")
_TERM = re.compile(r"term +(\S+) to (\S+) (\S+), back by ([\d-]+)(?:, finals (\S+))?$")
_IMPORT = re.compile(r"import +(\S+)$")
_SCAN = re.compile(r"(\d\d:\d\d:\d\d) +(?:\[(\w+)\] *)?(.+?) +-> (\S+?)(?:: (.+))?$")
_IN_HAND = re.compile(r"in hand +(\S+(?: \S+)*)  +(.+)$")
_TROLLEY = re.compile(r"trolley +(.+)$")
_LEDGER = re.compile(r"ledger +(\d{4}-\d\d): opening (.+), came (.+), gone (.+), held (.+)$")
_EACH = re.compile(r"each (\d+) to (\d+), every (\d+) seconds$")
_SO_ON = "and so on"
_POWER_CUT = "power cut"
_RUN = re.compile(r"(\d+)\.\.(\d+)")
_MANY = re.compile(r"\d+ copies$")
_NOTHING_MATTERS = "*"


@dataclass
class Transcript:
    """What there is, what is scanned, what must be said, and who has what in the end."""

    patrons: list[tuple[str, str, int, str]] = field(default_factory=list)  # card, name, grade, category
    copies: list[tuple[str, str, str, int | None]] = field(default_factory=list)  # barcode, title, what of it, fen
    given: list[tuple[str, ...]] = field(default_factory=list)  # setting, rule or operator, its name, its value
    imports: list[str] = field(default_factory=list)  # files
    terms: list[dict[str, Any]] = field(default_factory=list)
    inputs: list[tuple[str, str, str]] = field(default_factory=list)  # at, tab, scan or !act
    said: list[tuple[str, list[str]]] = field(default_factory=list)  # outcome, words
    cuts: list[int] = field(default_factory=list)  # before which input the power is cut
    in_hand: dict[str, list[str]] = field(default_factory=dict)
    trolley: list[str] | str = field(default_factory=list)  # titles, or "600 copies"
    ledgers: list[tuple[str, ...]] = field(default_factory=list)  # month, opening, came, gone, held
    sums: list[str] = field(default_factory=list)  # whole lines


def unrolled(written: list[str]) -> Iterator[str]:
    """The lines with everything that is done over and over written out."""
    rounds: re.Match[str] | None = None
    block: list[str] = []
    for line in written:
        if rounds is None and (rounds := _EACH.match(line)) is None:
            yield line
        elif line == _SO_ON:
            assert rounds is not None
            for number in range(int(rounds[1]), int(rounds[2]) + 1):
                late = timedelta(seconds=(number - int(rounds[1])) * int(rounds[3]))
                yield from (_in_round(each, number, late) for each in block)
            rounds, block = None, []
        elif not _EACH.match(line):
            block.append(line)


def _in_round(line: str, number: int, late: timedelta) -> str:
    at = datetime.combine(OPENED.date(), time.fromisoformat(line[:8])) + late
    isbn = isbn_of(number) if "{isbn}" in line else ""
    return f"{at:%H:%M:%S}{line[8:]}".replace("{n}", str(number)).replace("{isbn}", isbn)


def read(path: Path) -> Transcript:
    transcript, day = Transcript(), ""
    written = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(unrolled(written), start=1):
        if found := _PATRON.match(line):
            category = TEACHER if found[4] else PUPIL
            transcript.patrons.append((found[1], found[2], int(found[3] or 0), category))
        elif found := _COPY.match(line):
            fen = int(found[3].replace(".", "")) if found[3] else None
            transcript.copies.append((found[1], found[2], found[4] or "", fen))
        elif found := _GIVEN.match(line):
            transcript.given.append(found.groups())
        elif found := _TERM.match(line):
            days = dict(zip(("starts", "ends", "return_by", "finals"), found.group(1, 2, 4, 5), strict=True))
            read_days = {name: date.fromisoformat(day) for name, day in days.items() if day}
            transcript.terms.append({"name": found[3], **read_days})
        elif found := _IMPORT.match(line):
            transcript.imports.append(found[1])
        elif found := _SCAN.match(line):
            transcript.inputs.append((f"{day}T{found[1]}", found[2] or "", found[3]))
            transcript.said.append((found[4], found[5].split(", ") if found[5] else []))
        elif found := _DAY.match(line):
            day = found[1]
        elif line == _POWER_CUT:
            transcript.cuts.append(len(transcript.inputs))
        else:
            assert not line or number == 1 or _read_end(transcript, line), f"{path.name}, line {number}: {line}"
    return transcript


def _read_end(transcript: Transcript, line: str) -> bool:
    """Whether the line says how things stand when everything was done."""
    if found := _IN_HAND.match(line):
        transcript.in_hand[found[1]] = [] if found[2] == "nothing" else sorted(found[2].split(", "))
    elif found := _TROLLEY.match(line):
        transcript.trolley = found[1] if _MANY.match(found[1]) else sorted(found[1].split(", "))
    elif found := _LEDGER.match(line):
        transcript.ledgers.append(found.groups())
    elif is_sum(line):
        transcript.sums.append(line)
        return True
    return found is not None


def set_up(library: Library, transcript: Transcript) -> None:
    for card, name, grade, category in transcript.patrons:
        a_patron(library, name, card=card, grade=grade, category=category, number=card.replace("K", "2026"))
    titles: dict[str, Copy] = {}
    for barcode, title, what, price in transcript.copies:
        of_it = {"barcode": barcode, "price": price, "volume": what.removeprefix("volume ") if "volume" in what else ""}
        item_type = REFERENCE if what == "reference" else GENERAL
        titles[title] = a_copy(library, title, of=titles.get(title), item_type=item_type, **of_it)
    for what, name, value, role in transcript.given:
        if what == "operator":
            assert add_operator(a_desk(library, OPENED), value, Role(role), card=name) == ""
        elif what == "rule":
            change_rules(library, **{name: int(value)})
        else:
            change_setting(library, name, value)
    with library.writing(set_up_act(library)) as writing:
        for term in transcript.terms:
            writing.insert(terms, **term)
    for name in transcript.imports:
        rows = read_rows(FILES / name, Choices(on=OPENED.date()))
        assert run_import(a_desk(library, OPENED), rows, ImportSource(name)).refused == 0


def lines(transcript: Transcript, folder: Path) -> Iterator[str]:
    for at, tab, words in transcript.inputs:
        given = {"at": at, "tab": tab}
        act, *values = words.removeprefix("!").split()
        given_values = dict(_RUN.sub(_ids, value).split("=", 1) for value in values)
        if "file" in given_values:
            given_values["file"] = str(folder / given_values["file"])
        of_act = {"act": act, "values": given_values}
        yield json.dumps({**given, **(of_act if words.startswith("!") else {"scan": words})})


def parts(transcript: Transcript, log: Iterable[str]) -> list[list[str]]:
    """The lines from one start of the station to the next."""
    written, places = list(log), [0, *transcript.cuts, len(transcript.inputs)]
    return [written[start:end] for start, end in pairwise(places)]


def as_the_power_cut_left_it(library: Library, folder: Path) -> Path:
    """The library file as it lies on the disk while the station still runs: nobody closes anything."""
    folder.mkdir()
    for end in ("", "-wal"):
        shutil.copyfile(f"{library.path}{end}", folder / f"{library.path.name}{end}")
    return folder / library.path.name


def _ids(run: re.Match[str]) -> str:
    """The numbers from 2 to 5 for "2..5"."""
    return ",".join(map(str, range(int(run[1]), int(run[2]) + 1)))


def in_hand(library: Library) -> dict[str, list[str]]:
    query = (
        "SELECT name, title FROM loans JOIN copies ON copies.id = copy_id JOIN titles ON titles.id = title_id "
        "JOIN patrons ON patrons.id = patron_id WHERE returned_at IS NULL ORDER BY name, title"
    )
    held: dict[str, list[str]] = {}
    with library.reading() as connection:
        for name, title in connection.exec_driver_sql(query):
            held.setdefault(name, []).append(title)
    return {name: sorted(found) for name, found in held.items()}


def balances(library: Library, months: list[str]) -> list[tuple[str, ...]]:
    """The sums of the general ledger for each of the months, in words."""
    with library.reading() as connection:
        stock = read_stock(connection)
        read_ = [read_ledger(connection, LedgerName.BALANCE, month_span(month), stock).balance for month in months]
    sides = [(each.opening, each.came, each.gone, each.held) for each in read_]
    told = [[f"{one.titles} {one.copies} {format_fen(one.fen)}" for one in side] for side in sides]
    return [(month, *words) for month, words in zip(months, told, strict=True)]


def on_the_trolley(library: Library) -> list[str]:
    query = "SELECT title FROM copies JOIN titles ON titles.id = title_id WHERE awaits_shelving"
    with library.reading() as connection:
        return sorted(connection.exec_driver_sql(query).scalars())


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what transcripts load."""
    return make_files(tmp_path_factory.mktemp("files"))


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 2


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_counter_answers_as_the_transcript_says(library: Library, files: Path, tmp_path: Path, path: Path) -> None:
    transcript = read(path)
    set_up(library, transcript)
    with ExitStack() as opened:
        first, *others = parts(transcript, lines(transcript, files))
        outcomes = list(replay(Station(library, "counter 1"), first))
        for number, part in enumerate(others):
            left = as_the_power_cut_left_it(library, tmp_path / f"cut {number}")
            library = opened.enter_context(open_library(left))
            outcomes += replay(Station(library, "counter 1"), part)
        assert_heard(transcript, outcomes)
        assert_left(transcript, library)


def assert_heard(transcript: Transcript, outcomes: list[dict[str, Any]]) -> None:
    differing = []
    for (at, _tab, scan), (outcome, words), said in zip(transcript.inputs, transcript.said, outcomes, strict=True):
        told = {name: said[name] for name in ("outcome", "copy", "title", "patron", "due", "reasons") if name in said}
        heard = json.dumps(told, ensure_ascii=False)
        shown = " ".join((said["message"], *said.get("details", ())))
        fits = all(word[1:-1] in shown if word.startswith("“") else word in heard for word in words)
        if outcome != _NOTHING_MATTERS and (told["outcome"] != outcome or not fits):
            differing.append(f"{at} {scan}: expected {outcome} {words}, heard {heard} {shown}")
    assert differing == []


def assert_left(transcript: Transcript, library: Library) -> None:
    assert in_hand(library) == {name: held for name, held in transcript.in_hand.items() if held}
    trolley = on_the_trolley(library)
    assert (f"{len(trolley)} copies" if isinstance(transcript.trolley, str) else trolley) == transcript.trolley
    assert balances(library, [each[0] for each in transcript.ledgers]) == transcript.ledgers
    assert [as_it_is(library, line) for line in transcript.sums] == transcript.sums
    assert list(check_library(library)) == []


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_same_log_on_the_same_library_is_answered_alike(
    template_file: Path, tmp_path: Path, files: Path, path: Path
) -> None:
    transcript = read(path)
    logs = parts(transcript, lines(transcript, files))
    stations = [tmp_path / which / "school.deskcirc" for which in ("first", "second")]
    for station in stations:
        station.parent.mkdir()
    with open_library(Path(shutil.copyfile(template_file, stations[0]))) as library:
        set_up(library, transcript)
    shutil.copyfile(*stations)
    heard = [played_alone(station, logs) for station in stations]
    assert heard[0] == heard[1]
    assert len(heard[0]) == len(transcript.inputs)


def played_alone(library_file: Path, logs: list[list[str]]) -> list[str]:
    """What `deskcirc replay` prints as a program of its own; `deskcirc check` finds nothing afterwards."""
    *killed, last = logs
    said = [line for log in killed for line in said_before_the_kill(library_file, log)]
    log = library_file.parent / "log.jsonl"
    log.write_text("\n".join(last), encoding="utf-8")
    for words in (["replay", str(library_file), str(log)], ["check", str(library_file)]):
        with program(library_file, *words) as ran:
            told, errors = ran.communicate(timeout=60)
        assert ran.returncode == 0, errors
        said += told.splitlines() if words[0] == "replay" else ()
    return said


def said_before_the_kill(library_file: Path, log: list[str]) -> list[str]:
    """What a station says that is killed with -9 as soon as it has answered the last of these inputs."""
    with program(library_file, "replay", str(library_file), "-") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        said = []
        for line in log:
            running.stdin.write(line + "\n")
            running.stdin.flush()
            said.append(running.stdout.readline().rstrip("\n"))
        running.kill()
    return said


def program(library_file: Path, *words: str) -> subprocess.Popen[str]:
    """The program with folders of its own; what it prints is there at once."""
    folders = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"), str(library_file.parent))
    python = {"PYTHONUNBUFFERED": "1", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "deskcirc", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        env={**os.environ, **folders, **python},
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        encoding="utf-8",
    )
