"""What a scanned line means: the one normaliser for print, scan, import and stocktake.

Every code that is stored goes through `normal_code`, every line that comes in through `read_scan`; both give the same
spelling, so a code is never "not found though it exists". A line is turned half-width (NFKC), upper-case (Caps Lock
inverts what a keyboard gun sends), freed of blanks, zero-width and control characters, of AIM identifiers (`]C0`) and
of the asterisks some guns send around Code 39; any dash becomes a hyphen; a printed ISBN becomes its thirteen digits.

A bare number of ten digits stays as it is, also when it would pass as an ISBN-10: every eleventh student or chip-card
number does. `Scan.isbn` still offers its thirteen digits to whoever looks for a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum import isbn

from deskcirc.text import gettext as _
from deskcirc.text import marked, storable

LONGEST_CODE: Final = 64
REPEAT_SECONDS: Final = 2.0
_SHOWN: Final = 24  # characters of an unreadable line that a sentence can carry
_AIM_IDENTIFIER: Final = re.compile(r"\][A-Z][0-9A-Z]")
_PRINTED_ISBN_10: Final = re.compile(r"[0-9]{1,5}[ -][0-9]{1,7}[ -][0-9]{1,7}[ -][0-9X]")
# Nothing to normalise, and too short or too long for an ISBN: most codes of an import.
_PLAIN_CODE: Final = re.compile(r"(?!ISBN)(?:[A-Z0-9]{0,9}|[A-Z0-9]{11,12})")
_ISBN_WORD: Final = re.compile(r"ISBN(?:-1[03])?[ :]*")
_NUMBER_AT_END: Final = re.compile(r"([0-9]+)\Z")
# Dashes, and U+2212 the minus sign, which Unicode counts as mathematics.
_DASHES: Final = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2E3A, 0x2E3B, 0x301C, 0x30A0], "-")
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)
_INVISIBLE: Final = {"Cc", "Cf", "Cs"}  # control, zero-width, lone surrogate; private use stays: rare names need it
_EDGES: Final = " \t\r\n\x00\x02\x03\x04\x1d"  # what may frame a line without harming it: blanks, STX, ETX, EOT, GS


class ScanKind(StrEnum):
    """What sort of line came in."""

    EMPTY = "empty"
    COMMAND = "command"
    ISBN = "isbn"  # still look for a copy first: some schools use the ISBN as the barcode of a single copy
    CODE = "code"  # a card, a barcode, an accession number, or words typed by hand (then read `original`)
    UNREADABLE = "unreadable"


class Command(StrEnum):
    """The command barcodes, by what stands under the bars; printed on one sheet."""

    UNDO = "DC-UNDO"
    NEXT = "DC-NEXT"
    CHECKOUT = "DC-CHECKOUT"
    RETURNS = "DC-RETURNS"
    READING_ROOM = "DC-READING-ROOM"
    HOLDS = "DC-HOLDS"
    HISTORY = "DC-HISTORY"
    DAMAGED = "DC-DAMAGED"
    OVERRIDE = "DC-OVERRIDE"
    BOOKDROP = "DC-BOOKDROP"
    RETURN_AND_LEND = "DC-RETURN-AND-LEND"
    READ_HERE = "DC-READ-HERE"
    TAKE_HOME = "DC-TAKE-HOME"
    YES = "DC-YES"
    REPAIR = "DC-REPAIR"
    PILE = "DC-PILE"
    MENDED = "DC-MENDED"
    NOT_FINISHED = "DC-NOT-FINISHED"
    BEYOND_REPAIR = "DC-BEYOND-REPAIR"
    TORN = "DC-TORN"
    LOOSE_PAGES = "DC-LOOSE-PAGES"
    SPINE = "DC-SPINE"
    COVER = "DC-COVER"
    STAINED = "DC-STAINED"
    LABEL_GONE = "DC-LABEL-GONE"
    PIECE_MISSING = "DC-PIECE-MISSING"
    PAGES_MISSING = "DC-PAGES-MISSING"
    MOULD = "DC-MOULD"
    WRITTEN_IN = "DC-WRITTEN-IN"
    OTHER_DAMAGE = "DC-OTHER-DAMAGE"
    LIGHT_DAMAGE = "DC-LIGHT"
    MEDIUM_DAMAGE = "DC-MEDIUM"
    HEAVY_DAMAGE = "DC-HEAVY"
    STOCKTAKE = "DC-STOCKTAKE"
    CHOICE = "DC-CHOICE"  # printed with its number: DC-CHOICE-1 takes the first of what the screen offers


class Flaw(StrEnum):
    """Why a line cannot be a code."""

    TOO_LONG = "too-long"
    CONTROL_CHARACTERS = "control-characters"
    ODD_CHARACTERS = "odd-characters"


FLAW_SENTENCES: Final = {
    Flaw.TOO_LONG: marked("“{code}” is too long for a code. Scan one label at a time."),
    Flaw.CONTROL_CHARACTERS: marked("“{code}” was not read cleanly. Scan it again."),
    Flaw.ODD_CHARACTERS: marked("“{code}” contains characters that no label has. Scan it again."),
}


@dataclass(frozen=True, slots=True)
class CodeShape:
    """What this school's scanners put around a code, and how long a code may be (characters)."""

    prefix_to_strip: str = ""
    suffix_to_strip: str = ""
    longest: int = LONGEST_CODE


@dataclass(frozen=True, slots=True)
class Scan:
    """One line that came in: its normal spelling, its kind, and the line as it came.

    `code` can always be printed and stored; of an unreadable line it is a short, clean piece for the sentence.
    """

    code: str
    kind: ScanKind
    original: str
    flaw: Flaw | None = None

    @property
    def command(self) -> Command | None:
        """The command of a command barcode, else None."""
        if self.kind is not ScanKind.COMMAND:
            return None
        return Command.CHOICE if self.choice else Command(self.code)

    @property
    def choice(self) -> int:
        """The number of a `DC-CHOICE-n` barcode, counted from 1; 0 for every other scan."""
        return _choice_number(self.code) if self.kind is ScanKind.COMMAND else 0

    @property
    def isbn(self) -> str:
        """The thirteen digits this scan may mean as an ISBN, also of a bare ISBN-10; "" when it cannot be one."""
        if self.kind is ScanKind.ISBN:
            return self.code
        return _thirteen_digits(self.code) if self.kind is ScanKind.CODE else ""

    def sentence(self) -> str:
        """What to say at the counter about an unreadable line; "" for every other scan."""
        return _(FLAW_SENTENCES[self.flaw]).format(code=self.code) if self.flaw else ""


def read_scan(line: str, shape: CodeShape = CodeShape()) -> Scan:
    """Say what one line from a scanner, a keyboard or a collector's file means; never raises."""
    original = storable(line)
    whole = normal_code(line)
    if not whole:
        return Scan("", ScanKind.EMPTY, original)
    if _is_command(whole):
        return Scan(whole, ScanKind.COMMAND, original)
    code = _without_surroundings(line, shape)
    flaw = _flaw(line, code, shape.longest)
    if flaw is not None:
        return Scan(_short(code), ScanKind.UNREADABLE, original, flaw)
    return Scan(code, _kind(code), original)


def normal_code(text: str) -> str:
    """The spelling under which a barcode, card or accession number is stored and looked for; "" if nothing is left.

    Idempotent, and equal to `read_scan(text).code` of every readable line.
    """
    if _PLAIN_CODE.fullmatch(text):
        return text
    code = _normal_once(text)
    while code != (again := _normal_once(code)):
        code = again
    return code


def candidates(code: str, missing_prefixes: Iterable[str] = (), digits: int = 0) -> tuple[str, ...]:
    """Spellings under which the library may know `code`, the likeliest first, none twice.

    Itself; its last number filled with zeros to `digits` places (a gun or a spreadsheet lost them), or without its
    leading zeros; then each of these behind every prefix that the labels carry and the gun was told to leave out.
    """
    spellings = _zero_spellings(code, digits)
    prefixes = [normal_code(prefix) for prefix in missing_prefixes]
    prefixed = [prefix + spelling for prefix in prefixes if not code.startswith(prefix) for spelling in spellings]
    return tuple(dict.fromkeys([*spellings, *prefixed])) if code else ()


class RepeatWindow:
    """Tells a code read twice by one pull of the trigger from a code scanned again on purpose.

    The window counts from the last time the code was seen, repeat or not, so that a gun held on a label never lends
    again; it is kept for each code alone, so no other code is delayed or swallowed. Instants are seconds on any
    clock that the caller keeps to.
    """

    def __init__(self, seconds: float = REPEAT_SECONDS) -> None:
        self.seconds = seconds
        self._seen: dict[str, float] = {}

    def is_repeat(self, code: str, at: float, seconds: float | None = None) -> bool:
        """Whether `code`, seen now at `at` (seconds), was seen less than the window ago; remembers it either way.

        `seconds` is another window for this once: where copies of one book come out of a parcel, each is scanned.
        """
        window = self.seconds if seconds is None else seconds
        self._seen = {known: seen for known, seen in self._seen.items() if abs(at - seen) < window}
        repeat = code in self._seen
        self._seen[code] = at
        return repeat

    def forget(self) -> None:
        """Begin afresh: another patron or another tab may scan the same copy at once and mean it."""
        self._seen.clear()


def _normal_once(text: str) -> str:
    bare = _without_frame(_half_width(text))
    return _thirteen_of_printed(bare) or bare.replace(" ", "")


def _half_width(text: str) -> str:
    """Upper-case half-width letters and hyphens, nothing invisible, single blanks inside."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper()).translate(_DASHES)
    return " ".join("".join(mark for mark in wide if mark.isspace() or _is_visible(mark)).split())


def _is_visible(mark: str) -> bool:
    return unicodedata.category(mark) not in _INVISIBLE and ord(mark) not in _VARIATION_SELECTORS


def _without_frame(text: str) -> str:
    """The text without an AIM identifier and without the asterisks of a Code 39."""
    text = text[3:].lstrip() if _AIM_IDENTIFIER.match(text) else text
    starred = len(text) > 2 and text.startswith("*") and text.endswith("*")
    return text[1:-1].strip() if starred else text


def _without_surroundings(line: str, shape: CodeShape) -> str:
    """The normal code without the prefix and suffix the gun was told to send; a code that is only these is kept."""
    prefix, suffix = _half_width(shape.prefix_to_strip), _half_width(shape.suffix_to_strip)
    inner = _without_frame(_half_width(line)).removeprefix(prefix).removesuffix(suffix)
    return normal_code(inner) or normal_code(line)


def _thirteen_of_printed(text: str) -> str:
    """The thirteen digits of an ISBN as books print it; "" for a bare number of ten digits and all else."""
    rest = _ISBN_WORD.sub("", text, count=1) if text.startswith("ISBN") else text
    digits = rest.replace("-", "").replace(" ", "")
    certain = rest != text or len(digits) == 13 or digits.endswith("X") or _PRINTED_ISBN_10.fullmatch(rest)
    return _thirteen_digits(digits) if certain else ""


def _thirteen_digits(digits: str) -> str:
    plain = digits.isascii() and len(digits) in (10, 13)
    return str(isbn.to_isbn13(digits)) if plain and isbn.is_valid(digits) else ""


def _kind(code: str) -> ScanKind:
    if _is_command(code):
        return ScanKind.COMMAND
    return ScanKind.ISBN if len(code) == 13 and _thirteen_digits(code) else ScanKind.CODE


def _is_command(code: str) -> bool:
    return (code in set(Command) and code != Command.CHOICE) or _choice_number(code) > 0


def _choice_number(code: str) -> int:
    head, _hyphen, number = code.rpartition("-")
    plain = head == Command.CHOICE and number.isascii() and number.isdigit() and len(number) <= 2
    return int(number) if plain else 0


def _flaw(line: str, code: str, longest: int) -> Flaw | None:
    if len(code) > longest:
        return Flaw.TOO_LONG
    categories = {unicodedata.category(mark) for mark in line.strip(_EDGES).replace("\t", " ")}
    if "Cc" in categories:
        return Flaw.CONTROL_CHARACTERS
    odd = "Cs" in categories or any(unicodedata.category(mark) == "So" for mark in code)
    return Flaw.ODD_CHARACTERS if odd else None


def _short(code: str) -> str:
    return code if len(code) <= _SHOWN else code[: _SHOWN - 1] + "…"


def _zero_spellings(code: str, digits: int) -> list[str]:
    found = _NUMBER_AT_END.search(code)
    if found is None:
        return [code]
    head, number = code[: found.start()], found[0]
    return [code, head + number.zfill(digits), head + (number.lstrip("0") or "0")]
