"""The port list puts the scanner where the librarian looks first."""

from __future__ import annotations

from serial.tools.list_ports_common import ListPortInfo

from deskcirc.devices.ports import available_ports, ranked


def listed(device: str, vid: int | None = None, description: str = "n/a") -> ListPortInfo:
    port = ListPortInfo(device, skip_link_detection=True)
    port.vid, port.pid, port.description = vid, None if vid is None else 1, description
    return port


def test_a_scanner_stands_before_other_usb_ports_and_built_in_ports() -> None:
    found = ranked(
        [
            listed("COM10"),
            listed("COM2"),
            listed("COM7", 0x1A86, "USB-SERIAL CH340 (COM7)"),
            listed("COM12", 0x1EAB, "Newland"),
        ]
    )
    assert [port.device for port in found] == ["COM12", "COM7", "COM2", "COM10"]
    assert [port.likely for port in found] == [2, 1, 0, 0]
    assert [port.maker for port in found] == ["Newland", "QinHeng", "", ""]
    assert [port.description for port in found] == ["Newland", "USB-SERIAL CH340 (COM7)", "", ""]


def test_the_ports_of_this_machine_can_be_listed() -> None:
    found = available_ports()
    assert sorted(found, key=lambda port: -port.likely) == list(found)
    assert all(port.device for port in found)
