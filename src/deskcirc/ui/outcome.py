"""What the counter says after each input: a tone, one big sentence, quieter lines, and what may be done next.

Plain Python: the window paints it, `deskcirc replay` prints it.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from deskcirc.domain.scanning import Command
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.text import storable

_SHOWN = 60  # characters of an act nobody knows
_LONGEST_NUMBER = 18  # digits; SQLite's integers have no more for certain


class Tone(StrEnum):
    """The five outcomes of the design, and the calm before the first scan; each has a colour, a shape and a sound."""

    READY = "ready"
    DONE = "done"
    LOOK = "look"
    STOP = "stop"
    REPEAT = "repeat"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Message:
    """One outcome on the screen; all texts are in the language of the screen.

    `shape` is an icon in place of its tone's, where one tone has several outcomes; a sound of that name goes with it.
    """

    tone: Tone
    headline: str
    details: tuple[str, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The same outcome for machines: codes and names that do not change with the language."""

    outcome: str
    copy: str = ""
    title: str = ""
    patron: str = ""
    due: date | None = None
    reasons: tuple[str, ...] = ()


NOTHING_TOLD = Told("")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done about the last outcome: a button, an act, and the barcode that does the same.

    One without a label has no button: the page has its own, and the barcode does it by scan.
    An act of another tab is written `in:TAB:ACT` (`in:patrons:patron:12`): the station opens the tab and does it there.
    """

    act: str
    label: str
    barcode: str = ""

    @property
    def number(self) -> str:
        """The number by which it is taken, "1" for DC-CHOICE-1; "" for one that has another barcode, or none."""
        head, _dash, number = self.barcode.rpartition("-")
        return number if head == Command.CHOICE.value else ""


def take_back(entry_id: int | None) -> tuple[Offer, ...]:
    """The offer to take back an act that Ctrl+Z leaves to the history; none where nothing was written."""
    return () if entry_id is None else (Offer(f"in:history:undo_entry:{entry_id}", _("Undo this")),)


def print_label(copy_id: int) -> Offer:
    """The offer to print the label of a copy that was picked by hand; Ctrl+T does it for the copy scanned last."""
    return Offer(f"print_label:{copy_id}", _("Print its label") + "  Ctrl+T")


def print_labels(copy_ids: Iterable[int]) -> Offer:
    """The offer to print the labels of these copies."""
    return Offer(f"print_labels:{','.join(map(str, copy_ids))}", _("Print their labels"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things the last scan may have meant; taken by its number, a click or `DC-CHOICE-n`."""

    act: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Words the window must ask a person for before the act can be done: of the kind "override" or "damage".

    The answer is the act `act`, or where that is "" the act named like the kind.
    """

    kind: str
    sentence: str
    needs_pin: bool = False
    reason: str = ""  # the reason given already, when the PIN was wrong
    act: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """Everything that happens at the counter, in the scanner's order: a scanned line, or an act with its values."""

    at: datetime
    scan: str = ""
    act: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    tab: str = ""  # "" for the active tab


class UnknownActError(DeskcircError):
    """An act no tab knows, or one whose number, day or role is none: a log of another version, or written by hand."""

    def __init__(self, act: str) -> None:
        super().__init__(
            _("The counter knows nothing called “{act}” here.").format(act=storable(act[:_SHOWN])),
            _("Check that the log was written by this version, and for this tab."),
        )


def file_in(act: str, values: Mapping[str, str]) -> Path:
    """The file that an act is to read or write, from `values["file"]`; raises UnknownActError where that names none.

    A log written by hand may name it without its folder: it is in the folder that the replay was started in, and is
    named whole from here on, wherever the act goes.
    """
    name = values.get("file", "")
    if not Path(name).name or "\0" in name:
        raise UnknownActError(act)
    return Path(name).absolute()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page read from a file and made small: JPEG or PNG, `width` × `height` dots."""

    octets: bytes
    width: int
    height: int


def picture_in(act: str, values: Mapping[str, str]) -> Picture | None:
    """The picture an act brings; None where the page found none in the file. Raises UnknownActError for no such act."""
    encoded = values.get("picture", "")
    if not encoded:
        return None
    try:
        octets = b64decode(encoded, validate=True)
    except (Base64Error, ValueError):
        raise UnknownActError(act) from None
    width, height = (number_in(f"{act.partition(':')[0]}:{values.get(side, '')}") for side in ("width", "height"))
    return Picture(octets, width, height)


def number_in(act: str) -> int:
    """The number behind the colon of an act such as `lend:123`; raises UnknownActError where there is none."""
    subject = act.partition(":")[2]
    if not (subject.isascii() and subject.isdecimal() and len(subject) <= _LONGEST_NUMBER):
        raise UnknownActError(act)
    return int(subject)
