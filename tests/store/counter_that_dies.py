"""A counter in a process of its own that lends and takes back and tells each act only when it is done.

`python counter_that_dies.py LIBRARY PATRON COPY [STATEMENT]`: with a number it drops dead, as by kill -9, before that
statement of its third act.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.builders import NOON, a_desk, the_patron

from deskcirc.desk.circulation import check_out
from deskcirc.desk.returning import check_in
from deskcirc.store.database import Library, open_library


def die_before(library: Library, number: int) -> None:
    raw = library._connection.connection.dbapi_connection
    assert raw is not None
    seen = count(1)

    def watch(_statement: str) -> None:
        if next(seen) == number:
            os._exit(9)

    raw.set_trace_callback(watch)


def main(path: str, patron_id: int, copy_id: int, statement: int = 0) -> None:
    with open_library(Path(path)) as library:
        patron = the_patron(library, patron_id)
        for number in count(1):
            if number == 3 and statement:
                die_before(library, statement)
            desk = a_desk(library, NOON + timedelta(seconds=number))
            if number % 2:
                check_out(desk, patron, copy_id)
            else:
                check_in(desk, copy_id)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
