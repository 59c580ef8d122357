"""MARC files made to order: right ones, and ones wrong in exactly one way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILES = Path(__file__).resolve().parents[1] / "files" / "marc"

CNMARC_LEADER = "nam0 22%05d   450 "
MARC21_LEADER = "nam  22%05d   4500"

DREAM = (
    ("001", "0001"),
    ("010", "  $a978-7-02-000220-7$b平装$dCNY59.70"),
    ("100", "  $a20080101d2008    em y0chiy50      ea"),
    ("101", "0 $achi"),
    ("102", "  $aCN$b110000"),
    ("200", "1 $a红楼梦$9hong lou meng$e脂砚斋评本$f曹雪芹著$g高鹗续$h上册"),
    ("205", "  $a3版"),
    ("210", "  $a北京$c人民文学出版社$d2008.7"),
    ("215", "  $a3册(1606页)$c图$d21cm$e1张光盘"),
    ("225", "2 $a中国古典文学读本丛书$v7"),
    ("330", "  $a本书写贾、史、王、薛四大家族的兴衰。"),
    ("333", "  $a本书适合中学生阅读。"),
    ("606", "0 $a章回小说$y中国$z清代"),
    ("690", "  $aI242.4$v5"),
    ("701", " 0$a曹雪芹$4著"),
    ("905", "  $aXX$b0010201-3$dI242.4$e12$f3"),
)
LITTLE_PRINCE = (
    ("001", "0002"),
    ("010", "  $a7-5001-6208-0$dCNY32.00 (含光盘)"),
    ("200", "1 $a小王子$dLe petit prince$f(法)安托万·德·圣埃克苏佩里著$g李玉民译"),
    ("210", "  $a北京$c中译出版社$d2022"),
    ("690", "  $aI565.8"),
)


def part(text: str) -> str:
    """A field as written above: `$` stands before a subfield's code."""
    return text.replace("$", "\x1f")


def iso2709(
    fields: Iterable[tuple[str, str]], encoding: str = "gb18030", leader: str = CNMARC_LEADER, end: bytes = b"\x1d"
) -> bytes:
    """One description in ISO 2709 with right lengths."""
    parts = [(tag, part(text).encode(encoding) + b"\x1e") for tag, text in fields]
    return framed(parts, leader, end)


def framed(parts: list[tuple[str, bytes]], leader: str = CNMARC_LEADER, end: bytes = b"\x1d") -> bytes:
    """One description from fields as octets, lengths and starts counted modulo what their places can hold."""
    directory, position = "", 0
    for tag, octets in parts:
        directory += f"{tag}{len(octets) % 10_000:04d}{position % 100_000:05d}"
        position += len(octets)
    base = 24 + len(directory) + 1
    length = base + position + len(end)
    head = f"{length % 100_000:05d}" + leader % base
    return (head + directory).encode("ascii") + b"\x1e" + b"".join(octets for _tag, octets in parts) + end


def marc21(*fields: tuple[str, str], encoding: str = "utf-8", unicode_flag: bool = True) -> bytes:
    """One description of MARC 21."""
    leader = MARC21_LEADER.replace("nam  ", "nam a") if unicode_flag else MARC21_LEADER
    return iso2709(fields, encoding, leader)


def lengths_in_characters(fields: Iterable[tuple[str, str]], encoding: str = "gb18030") -> bytes:
    """As programs write it that count characters and then store octets."""
    fields = list(fields)
    directory, position = "", 0
    for tag, text in fields:
        directory += f"{tag}{len(text) + 1:04d}{position:05d}"
        position += len(text) + 1
    base = 24 + len(directory) + 1
    text = f"{base + position + 1:05d}" + CNMARC_LEADER % base + directory + "\x1e"
    return (text + "".join(part(field) + "\x1e" for _tag, field in fields) + "\x1d").encode(encoding)


def written(folder: Path, octets: bytes, name: str = "sample.iso") -> Path:
    """The octets as a file."""
    path = folder / name
    path.write_bytes(octets)
    return path
