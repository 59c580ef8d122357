"""One parcel catalogued at two stations at once: no accession number and no call number is given twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from tests.scenarios.parcels import make_files

from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine
from deskcirc.ui.replay import replay
from deskcirc.ui.station import Station

LINES = 12
COPIES = 2
OF_A_LINE = ("line:{line}", "save", "copies_register")


def acts(*names: str, second: int = 0, **values: str) -> Iterator[str]:
    """Lines of a log, a second apart."""
    for at, name in enumerate(names, start=second):
        time = f"2026-03-02T09:{at // 60:02}:{at % 60:02}"
        yield json.dumps({"at": time, "tab": "accession", "act": name, "values": values})


def outcomes(station: Station, log: Iterator[str]) -> list[str]:
    return [said["outcome"] for said in replay(station, log)]


def test_two_stations_catalogue_one_parcel_at_once(library: Library, tmp_path: Path) -> None:
    files = make_files(tmp_path / "files")
    # Past the lock that keeps a second program out: two counters of one database are to come, and are safe today.
    second = Library(library.path, _engine(library.path), None)
    stations = Station(library, "counter 1"), Station(second, "counter 2")
    first = stations[0]
    assert outcomes(first, acts("batches.open", source="purchase", dealer="求知书社")) == ["batch-opened"]
    load = acts("delivery.choose:1", "delivery.load", "delivery.all", file=str(files / "dealers_list.xlsx"), second=1)
    assert outcomes(first, load) == ["batch", "loaded", "complete"]
    barrier = Barrier(2)

    def catalogue(at: int) -> list[str]:
        barrier.wait(timeout=20)
        mine = range(1 + at, LINES + 1, 2)
        names = [f"cataloguing.{act.format(line=line)}" for line in mine for act in OF_A_LINE]
        return outcomes(stations[at], acts(*names, second=10))

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(catalogue, (0, 1)))
    assert [each.count("registered") for each in done] == [LINES // 2, LINES // 2]
    with library.reading() as connection:
        numbers = connection.exec_driver_sql("SELECT accession_number FROM copies ORDER BY 1").scalars().all()
        calls = connection.exec_driver_sql("SELECT call_number FROM titles").scalars().all()
        reserved = connection.exec_driver_sql(
            "SELECT count(*) FROM book_number_claims WHERE released_at IS NULL"
        ).scalar()
    assert numbers == [f"{number:07}" for number in range(1, LINES * COPIES + 1)]
    assert len(set(calls)) == LINES
    assert all("/" in call for call in calls)
    assert reserved == 0
    assert list(check_library(library)) == []
    second.close()
