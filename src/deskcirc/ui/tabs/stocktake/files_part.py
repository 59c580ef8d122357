"""What the section of collector files shows: the count, its files, and the file that is being tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from deskcirc.desk.count_files import FileTrial, try_file, wish_of
from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import Reading as Trying
from deskcirc.domain.collector_files import CollectorColumn
from deskcirc.domain.count_files import CountFile, FileOrder
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.lookups.count_files import files_of, names_given
from deskcirc.store.lookups.stocktakes import running_stocktakes
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class Reading:
    """The bytes of the chosen file, read once, and how a person wants them read; silence leaves it to the program."""

    name: str
    octets: bytes
    encoding: str = ""
    delimiter: str = ""
    widths: tuple[int, ...] = ()
    columns: tuple[CollectorColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A file read as a person wants it, what would come of it, and what is to be said about that beforehand."""

    reading: Reading
    trial: FileTrial
    clock: str = ""
    warnings: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class FilesPart:
    """Everything the section shows; `chosen` is the file somebody looks at, `clock` what a person typed of it.

    `trying` is a long file that is read beside the desk; until that has ended the screen stays as it was.
    """

    counts: tuple[Stocktake, ...] = ()
    stocktake: Stocktake | None = None
    files: tuple[CountFile, ...] = ()
    devices: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    chosen: int | None = None
    reading: Reading | None = None
    trial: FileTrial | None = None
    trying: Trying[Tried] | None = None
    warnings: tuple[str, ...] = ()
    doubtful: bool = False  # nearly nothing of it would count as it should: a person is asked before
    clock: str = ""
    day_shown: str = ""  # today, of the school
    utc_offset: timedelta = timedelta()
    is_blind: bool = False


def read_part(desk: Desk, part: FilesPart) -> FilesPart:
    """Read the counts and the files again; the file that is being tried stays as it was tried."""
    with desk.library.reading() as connection:
        counts = running_stocktakes(connection)
        here = [each for each in counts if part.stocktake is not None and each.id == part.stocktake.id]
        stocktake = next(iter(here or counts), None)
        files = files_of(connection, stocktake.id) if stocktake is not None else ()
        devices, people = names_given(connection)
    read = replace(part, counts=counts, stocktake=stocktake, files=files, devices=devices, people=people)
    if stocktake is None or (part.stocktake is not None and stocktake.id != part.stocktake.id):
        read = without_trial(read)
    return replace(
        read, is_blind=is_blind(desk, stocktake), day_shown=desk.today.isoformat(), utc_offset=desk.policy.utc_offset
    )


def is_blind(desk: Desk, stocktake: Stocktake | None) -> bool:
    """Whether who stands here is not to see what was found."""
    return stocktake is not None and stocktake.blind and not desk.operator.may(Right.STOCKTAKE)


def without_trial(part: FilesPart) -> FilesPart:
    """The part after the file that was tried is put aside."""
    if part.trying is not None:
        part.trying.stop()
    return replace(part, reading=None, trial=None, trying=None, warnings=(), doubtful=False, clock="")


def tried(desk: Desk, stocktake: Stocktake, reading: Reading, order: FileOrder, clock: str) -> Tried:
    """The file read and tried. Raises ImportFileError for one that holds no lines, CancelledError."""
    from deskcirc.desk.count_file_warnings import counts_nothing, looks_foreign, looks_misplaced, warnings_of
    from deskcirc.exchange.collector import read_collector

    wish = replace(
        wish_of(desk),
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        widths=reading.widths,
        columns=reading.columns,
    )
    desk.progress(0, 0, _("Reading {name}").format(name=reading.name))
    file = read_collector(reading.octets, reading.name, wish)
    trial = try_file(desk, stocktake.id, file, order)
    if trial.contained and not order.device and not order.person:
        earlier = trial.contained[0]
        trial = replace(trial, order=replace(order, device=earlier.device, person=earlier.person))
    doubtful = looks_foreign(trial) or looks_misplaced(trial) or counts_nothing(trial)
    return Tried(reading, trial, clock, warnings_of(trial, desk.policy), doubtful)


def with_trial(part: FilesPart, found: Tried) -> FilesPart:
    """The part with a file that was tried."""
    return replace(
        part,
        reading=found.reading,
        trial=found.trial,
        trying=None,
        clock=found.clock,
        warnings=found.warnings,
        doubtful=found.doubtful,
    )
