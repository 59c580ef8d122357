"""Reading a large file in a process of its own, so that two cores share the work of an import.

Half the time of an import of MARC goes into understanding the file, the other half into storing it; beside each other
they take less than both (measured on two virtual cores that share their strength: 7.4 times pymarc's bare reading
instead of 8.8), and the window's process keeps its memory and its breath. The words by which titles are found are made
there too. Rows are handed over as their bare values: as dataclasses pickle themselves a row took 87 µs for both sides,
so 27. Tables are read where they are wanted, for on such cores handing over eats what is won, and so is a small file: a
process takes a third of a second to start.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Generator, Iterator
from dataclasses import fields, replace
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from deskcirc.domain.drafts import CopyDraft, MarcDraft, ReadRow, TitleDraft
from deskcirc.domain.title_search import search_text
from deskcirc.errors import DeskcircError, ImportFileError
from deskcirc.exchange import read_rows
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.marc import sniff
from deskcirc.exchange.source import read_head
from deskcirc.text import gettext as _
from deskcirc.text import language, use_language

WORTH_A_PROCESS: Final = 1024 * 1024
"""Octets from which on a file is read in a process of its own."""
_ROWS, _END, _TROUBLE, _BUG = "rows", "end", "trouble", "bug"  # what the process may say
_PILE: Final = 200
_PATIENCE: Final = 5.0  # seconds for a process that has said its last word


def rows_of(path: Path, choices: Choices) -> Generator[ReadRow]:
    """Every row as `exchange.read_rows` gives it, from a process of its own where the file is a large one of MARC.

    Raises what `read_rows` raises. Closing the iterator ends the process.
    """
    if (os.cpu_count() or 1) < 2 or _size(path) < WORTH_A_PROCESS or not sniff(read_head(path)):
        yield from read_rows(path, choices)
    else:
        yield from _rows_ahead(path, choices)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # `read_rows` says what is wrong


def _rows_ahead(path: Path, choices: Choices) -> Iterator[ReadRow]:
    spawning = multiprocessing.get_context("spawn")  # the window has threads, and a fork of them would hang
    receiver, sender = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_read, args=(sender, path, choices, language()), daemon=True)
    process.start()
    sender.close()
    try:
        yield from _received(receiver)
    finally:
        receiver.close()
        process.terminate()
        process.join(_PATIENCE)


def _received(receiver: Connection) -> Iterator[ReadRow]:
    while True:
        try:
            kind, told = receiver.recv()
        except EOFError:
            raise ImportFileError(
                _("The reading of the file broke off."), _("Close other programs, for memory may be short. Try again.")
            ) from None
        if kind == _ROWS:
            yield from told
        elif kind == _TROUBLE:
            raise ImportFileError(*told)
        elif kind == _BUG:
            raise RuntimeError(told)
        else:
            return


def _read(sender: Connection, path: Path, choices: Choices, shown: str) -> None:
    """The work of the process: piles of rows, then the end; or trouble in two sentences, or the trace of a bug."""
    use_language(shown)
    gc.disable()  # rows hold no circles, and looking for some among a million fields takes time
    for kind in (ReadRow, TitleDraft, CopyDraft, MarcDraft):
        _hand_over_plainly(kind)
    try:
        rows = map(_with_search_text, read_rows(path, choices))
        while pile := list(islice(rows, _PILE)):
            sender.send((_ROWS, pile))
        sender.send((_END, ()))
    except DeskcircError as trouble:
        sender.send((_TROUBLE, (trouble.sentence, trouble.remedy)))
    except (ConnectionError, KeyboardInterrupt):
        return  # nobody listens any more: the import was cancelled
    except Exception:
        sender.send((_BUG, traceback.format_exc()))


def _hand_over_plainly(kind: type[Any]) -> None:
    """Values of this dataclass are sent from here on as the call that makes them again."""
    values = attrgetter(*(each.name for each in fields(kind)))
    ForkingPickler.register(kind, lambda draft: (kind, values(draft)))


def _with_search_text(row: ReadRow) -> ReadRow:
    return replace(row, search=search_text(row.draft)) if isinstance(row.draft, TitleDraft) else row
