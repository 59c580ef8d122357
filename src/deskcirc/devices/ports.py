"""The serial ports of this machine, those that are likely a scanner first.

A pseudo-terminal and some links are listed by no system, so the settings take a typed path beside this list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

# USB vendor numbers (usb.ids) of the makers whose guns stand in schools.
_SCANNER_MAKERS: Final = {
    0x05E0: "Symbol (Zebra)",
    0x05F9: "PSC (Datalogic)",
    0x080C: "Datalogic",
    0x0536: "Hand Held Products (Honeywell)",
    0x0C2E: "Metrologic (Honeywell)",
    0x065A: "Opticon",
    0x1EAB: "Newland",
}
# Converters inside cheap guns and inside cables for guns with a round or nine-pin plug.
_CONVERTER_MAKERS: Final = {0x0403: "FTDI", 0x067B: "Prolific", 0x10C4: "Silicon Labs", 0x1A86: "QinHeng"}


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port: `device` opens it, `description` is the system's word for it, `maker` is "" where unknown.

    `likely`: 2 the port of a scanner's maker, 1 some other USB port, 0 a port built into the computer.
    """

    device: str
    description: str
    vid: int | None
    pid: int | None
    maker: str
    likely: int


def available_ports() -> tuple[Port, ...]:
    """The ports now on this machine, likely scanners first; empty where the system tells of none."""
    return ranked(list_ports.comports())


def ranked(listed: Iterable[ListPortInfo]) -> tuple[Port, ...]:
    """The listed ports with their makers, likely scanners first, then by name with COM10 behind COM9."""
    ports = [_port(each) for each in listed]
    return tuple(sorted(ports, key=lambda port: (-port.likely, len(port.device), port.device)))


def _port(listed: ListPortInfo) -> Port:
    vid = listed.vid
    maker = _SCANNER_MAKERS.get(vid or 0) or _CONVERTER_MAKERS.get(vid or 0) or ""
    likely = 2 if vid in _SCANNER_MAKERS else int(vid is not None)
    description = "" if listed.description in ("n/a", listed.device) else listed.description
    return Port(listed.device, description, vid, listed.pid, maker, likely)
