"""A serial scanner's cable, made of a pseudo-terminal."""

from __future__ import annotations

import os
import tty
from contextlib import suppress
from pathlib import Path


class Cable:
    """A serial scanner's cable: a pseudo-terminal behind a name that can be taken away and come back."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ours = self._theirs = -1
        self.plug_in()

    def plug_in(self) -> None:
        """The port is there."""
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.port.symlink_to(os.ttyname(self._theirs))

    def pull(self) -> None:
        """The port is gone, with whatever was on its way."""
        self.port.unlink()
        os.close(self._ours)
        os.close(self._theirs)
        self._ours = self._theirs = -1

    def scan(self, *codes: str) -> None:
        """The scanner sends lines."""
        self.send("".join(f"{code}\r\n" for code in codes))

    def send(self, octets: str) -> None:
        """The scanner sends this, whole lines or not."""
        os.write(self._ours, octets.encode("ascii"))

    def remove(self) -> None:
        """The test is over."""
        for end in (self._ours, self._theirs):
            with suppress(OSError):
                os.close(end)
